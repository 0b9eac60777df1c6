"""The points: scikit-learn's to the last bit, noise that moves them, and clear refusals."""

import doctest
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.datasets import make_blobs, make_circles, make_moons

from playground import data, table
from playground.data import DEFAULT_NOISE, SHAPES, generate

SCIKIT_LEARN = {
    "blobs": lambda n, noise, seed: make_blobs(
        n, centers=[(-1, -1), (1, 1)], cluster_std=noise, random_state=seed
    ),
    "circles": lambda n, noise, seed: make_circles(n, noise=noise, factor=0.2, random_state=seed),
    "moons": lambda n, noise, seed: make_moons(n, noise=noise, random_state=seed),
}


def assert_same_bits(shape, n_samples, noise, seed):
    """Fail unless our points and scikit-learn's agree in every bit, minus zero included."""
    X, y = generate(shape, n_samples, noise, seed)
    expected_X, expected_y = SCIKIT_LEARN[shape](n_samples, noise, seed)
    assert X.tobytes() == expected_X.T.tobytes()
    assert y.tolist() == expected_y.tolist()


@pytest.mark.parametrize("shape", SCIKIT_LEARN)
def test_points_equal_scikit_learns_bit_for_bit(shape):
    for n_samples in (2, 3, 4, 5, 10, 99, 100, 1001):
        for noise in (0, 0.05, 0.1, 0.2, 1, 7.5):
            for seed in (*range(10), 12345, 2**32 - 1):
                assert_same_bits(shape, n_samples, noise, seed)


@given(
    shape=st.sampled_from(sorted(SCIKIT_LEARN)),
    n_samples=st.integers(2, 400),
    noise=st.floats(0, 100),
    seed=st.integers(0, 2**32 - 1),
)
@settings(deadline=None)
def test_points_equal_scikit_learns_for_any_arguments(shape, n_samples, noise, seed):
    assert_same_bits(shape, n_samples, noise, seed)


def test_the_defaults_are_those_of_the_settings_and_the_articles():
    assert SHAPES == ("blobs", "circles", "moons", "xor", "spiral", "sine", "cubic", "absolute")
    assert {**DEFAULT_NOISE, "custom": 0.0} == table.NOISE
    assert (*SHAPES, "custom") == table.SHAPE.words
    article = {"blobs": 0.2, "circles": 0.1, "moons": 0.05}
    assert article.items() <= DEFAULT_NOISE.items()
    for shape, noise in DEFAULT_NOISE.items():
        X, y = generate(shape)
        expected_X, expected_y = generate(shape, n_samples=100, noise=noise, seed=0)
        assert X.tobytes() == expected_X.tobytes()
        assert y.tobytes() == expected_y.tobytes()


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("n_samples", [2, 3, 100, 20_000])
def test_points_are_columns_and_labels_are_64_bit_integers(shape, n_samples):
    X, y = generate(shape, n_samples)
    assert X.shape == (2, n_samples)
    assert X.dtype == np.float64
    assert X.flags.c_contiguous
    assert y.shape == (n_samples,)
    assert y.dtype == np.int64
    # Each class has half of the points; with an odd number, one has one more.
    assert sorted(np.bincount(y)) == [n_samples // 2, n_samples - n_samples // 2]


@pytest.mark.parametrize("shape", SHAPES)
def test_same_arguments_same_bytes_and_another_seed_other_points(shape):
    first, again = generate(shape, seed=7), generate(shape, seed=7)
    assert first[0].tobytes() == again[0].tobytes()
    assert first[1].tobytes() == again[1].tobytes()
    assert not np.array_equal(first[0], generate(shape, seed=8)[0])


@pytest.mark.parametrize("shape", SHAPES)
def test_numpys_global_random_state_plays_no_part(shape):
    np.random.seed(1)  # noqa: NPY002 - the global state is what the test is about
    before = np.random.get_state()[1].tolist()  # noqa: NPY002
    X, _ = generate(shape, seed=3)
    assert np.random.get_state()[1].tolist() == before  # noqa: NPY002
    np.random.seed(2)  # noqa: NPY002
    assert np.array_equal(X, generate(shape, seed=3)[0])


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_noise_moves_the_same_points_in_the_same_directions(shape, seed):
    still, labels = generate(shape, 200, noise=0, seed=seed)
    _, unit_labels = generate(shape, 200, noise=1, seed=seed)
    assert np.array_equal(labels, unit_labels)
    unit = generate(shape, 200, noise=1, seed=seed)[0] - still
    for noise in (0.01, 0.05, 0.2, 0.5, 3, 10):
        moved, moved_labels = generate(shape, 200, noise=noise, seed=seed)
        assert np.array_equal(labels, moved_labels)
        # Coordinates are rounded at about 1e-16; divided by the smallest noise, 1e-14.
        np.testing.assert_allclose((moved - still) / noise, unit, rtol=0, atol=1e-12)


@pytest.mark.parametrize("shape", SHAPES)
def test_noise_is_a_standard_deviation(shape):
    still, _ = generate(shape, 20_000, noise=0)
    moved, _ = generate(shape, 20_000, noise=0.3)
    # 20,000 draws know their standard deviation to 0.3 / sqrt(2 * 20,000) = 0.0015.
    assert np.std(moved - still, axis=1) == pytest.approx([0.3, 0.3], abs=0.006)
    assert np.mean(moved - still, axis=1) == pytest.approx([0, 0], abs=0.01)


def test_without_noise_the_shapes_are_what_they_are_called():
    X, y = generate("circles", noise=0)
    radius = np.hypot(*X)
    np.testing.assert_allclose(radius[y == 0], 1)
    np.testing.assert_allclose(radius[y == 1], 0.2)

    X, y = generate("blobs", noise=0)
    assert np.all(X[:, y == 0] == -1)
    assert np.all(X[:, y == 1] == 1)

    # Two half circles of radius 1: one around the origin, opening downwards, the other
    # around (1, 0.5), opening upwards.
    X, y = generate("moons", noise=0)
    outer, inner = X[:, y == 0], X[:, y == 1] - [[1], [0.5]]
    np.testing.assert_allclose(np.hypot(*outer), 1)
    np.testing.assert_allclose(np.hypot(*inner), 1)
    assert np.all(outer[1] >= -1e-12)
    assert np.all(inner[1] <= 1e-12)


NOT_A_COUNT = [1, 0, -5, 20_001, 10**30, 2.0, 100.5, float("nan"), "100", None, True, [100]]
NOT_A_NOISE = [-0.1, -1, float("nan"), float("inf"), -float("inf"), 1e7, 10**400, "0.1", True, 1j]
NOT_A_SEED = [-1, 2**32, 0.0, 1.5, float("nan"), "0", None, False, [1, 2]]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [("n_samples", value, "from 2 to 20000") for value in NOT_A_COUNT]
    + [("noise", value, "from 0 to 1e+06") for value in NOT_A_NOISE]
    + [("seed", value, "from 0 to 4294967295") for value in NOT_A_SEED],
)
def test_a_wrong_argument_is_named_with_its_value_and_what_is_allowed(shape, name, value, allowed):
    message = f"^{name} must be .*{re.escape(allowed)}, not {re.escape(repr(value))}$"
    with pytest.raises(ValueError, match=message):
        generate(shape, **{name: value})


@pytest.mark.parametrize("shape", ["moon", "Moons", "", None, 3, ["moons"]])
def test_an_unknown_shape_is_named_with_those_that_exist(shape):
    message = f"^shape must be one of {', '.join(SHAPES)}, not {re.escape(repr(shape))}$"
    with pytest.raises(ValueError, match=message):
        generate(shape)


def test_numpys_own_numbers_are_numbers():
    X, _ = generate("moons", np.int64(50), np.float32(0.5), np.uint32(9))
    assert np.array_equal(X, generate("moons", 50, 0.5, 9)[0])


def test_the_examples_in_the_docstrings_are_true():
    result = doctest.testmod(data)
    assert result.attempted > 0
    assert result.failed == 0
