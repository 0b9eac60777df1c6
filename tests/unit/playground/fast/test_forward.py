"""The forward pass all over a picture: what `Network.forward` answers, in arrays used again."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.activations import ACTIVATIONS
from playground.fast.forward import FixedInputForward
from playground.features import FeatureTransform
from playground.network import INITIALIZATIONS, Network

GRID = np.stack(np.meshgrid(np.linspace(-3, 3, 21), np.linspace(-2, 2, 21))).reshape(2, -1)


def assert_answers(answers, network, X):
    expected = network.forward(X).a
    given = answers.of(network)
    assert [a.shape for a in given] == [a.shape for a in expected]
    for ours, theirs in zip(given, expected, strict=True):
        assert np.abs(ours - theirs).max() <= 1e-12 * max(1, np.abs(theirs).max())


@given(
    hidden=st.lists(st.integers(1, 16), max_size=6),
    activation=st.sampled_from(sorted(ACTIVATIONS)),
    initialization=st.sampled_from(sorted(INITIALIZATIONS)),
    names=st.sampled_from([("x1", "x2"), ("x2",), ("x1", "x2", "x1_squared", "sin_x2")]),
    seed=st.integers(0, 2**32 - 1),
)
@settings(deadline=None)
def test_every_layer_answers_what_forward_answers(hidden, activation, initialization, names, seed):
    X = FeatureTransform(names).transform(GRID)
    network = Network((len(names), *hidden, 1), activation, seed, initialization=initialization)
    network.biases = [np.random.RandomState(seed).standard_normal(b.shape) for b in network.biases]
    assert_answers(FixedInputForward(X), network, X)


def test_the_newest_weights_activation_and_size_count():
    answers, network = FixedInputForward(GRID), Network((2, 3, 1))
    assert_answers(answers, network, GRID)
    network.weights[0][1, 0] = 5.0
    network.biases[1][:] = -1.0
    assert_answers(answers, network, GRID)
    for activation in ACTIVATIONS:
        network.activation = activation
        assert_answers(answers, network, GRID)
    for sizes in [(2, 8, 8, 1), (2, 1), (2, 3, 1)]:
        assert_answers(answers, Network(sizes, seed=4), GRID)


def test_the_arrays_are_used_again():
    answers, network = FixedInputForward(GRID), Network((2, 3, 1))
    first = answers.of(network)
    second = answers.of(Network((2, 3, 1), seed=9))
    assert all(map(np.shares_memory, first, second))


def test_the_points_are_never_changed():
    X = GRID.copy()
    answers = FixedInputForward(X)
    a = answers.of(Network((2, 8, 1)))
    assert np.array_equal(X, GRID)
    assert np.array_equal(a[0], GRID)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_huge_weights_give_the_limit_without_a_warning(activation):
    network = Network((2, 4, 1), activation, initialization="xavier")
    for W in network.weights:
        W *= 1e6
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        a = FixedInputForward(GRID).of(network)
    expected = network.forward(GRID).a
    np.testing.assert_allclose(a[-1], expected[-1], rtol=0, atol=1e-12)
    assert np.isfinite(a[1]).all()
