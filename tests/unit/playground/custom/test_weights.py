"""Weights set by hand, as text: they come back, and nothing else comes in."""

import contextlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from playground.custom.weights import WHOLE, pack, unpack
from playground.network import Network
from playground.parameters import joined, parameters
from playground.settings.table import MAX_WEIGHT

THETA = arrays(np.float64, st.integers(0, 40), elements=st.floats(-MAX_WEIGHT, MAX_WEIGHT))
# Version 1 for ever: three numbers, two of which a float32 has exactly.
STORED = "AQADAADAPwAAesPNzMw9", [1.5, -250.0, 0.1]


@settings(deadline=None)
@given(theta=THETA)
def test_weights_come_back_as_float32(theta):
    back = unpack(pack(theta), theta.size)
    assert back.dtype == np.float64
    np.testing.assert_array_equal(back, theta.astype(np.float32))
    assert pack(back) == pack(theta)


def test_the_answers_of_a_network_are_the_same_to_six_digits():
    network, X = Network((2, 8, 8, 1), "tanh", 3), np.random.default_rng(0).normal(size=(2, 1000))
    before = network.predict_proba(X)
    theta = joined(network.weights, network.biases)
    network.weights, network.biases = parameters(
        unpack(pack(theta), theta.size), network.layer_sizes
    )
    np.testing.assert_allclose(network.predict_proba(X), before, atol=1e-6)


def test_a_code_of_version_1_keeps_its_meaning():
    code, numbers = STORED
    assert pack(np.array(numbers)) == code
    np.testing.assert_array_equal(unpack(code, 3), np.float32(numbers))


def test_thirteen_numbers_take_74_characters():
    assert len(pack(np.zeros(13))) == 74


@given(st.lists(st.floats(-1000, 1000), min_size=1, max_size=30))
def test_a_file_keeps_all_digits(numbers):
    code = pack(np.array(numbers), WHOLE)
    assert np.array_equal(unpack(code, len(numbers)), numbers)


@pytest.mark.parametrize("number", [np.nan, np.inf, 1000.1])
def test_what_nobody_can_set_by_hand_is_not_packed(number):
    with pytest.raises(ValueError, match="must lie between -1000 and 1000"):
        pack(np.array([0.0, number]))


@pytest.mark.parametrize(
    ("code", "size", "sentence"),
    [
        ("", 3, "damaged"),
        ("AQ", 3, "damaged"),
        (STORED[0][:-1], 3, "damaged"),
        (STORED[0] + "AAAA", 3, "damaged"),
        ("Aw" + STORED[0][2:], 3, "another version"),
        (STORED[0], 4, "another network: 3 numbers, not 4"),
        ("AQABAADAfw", 1, "damaged"),  # not a number
        ("AQABAACAfw", 1, "damaged"),  # infinity
        ("AQABAAB6xQ", 1, "damaged"),  # -4000
        ("<b>" * 4, 3, "damaged"),
    ],
)
def test_other_codes_are_refused_with_a_sentence(code, size, sentence):
    with pytest.raises(ValueError, match=sentence):
        unpack(code, size)


@settings(deadline=None)
@given(code=st.text() | st.from_regex(r"\AA[A-Za-z0-9_-]{0,40}\Z"), size=st.integers(0, 20))
def test_whatever_a_link_says_gives_allowed_numbers_or_a_sentence(code, size):
    with contextlib.suppress(ValueError):
        theta = unpack(code, size)
        assert theta.shape == (size,)
        assert (np.abs(theta) <= MAX_WEIGHT).all()
