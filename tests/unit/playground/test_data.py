"""The points: scikit-learn's to the last bit, noise that moves them, and clear refusals."""

import doctest
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.datasets import make_blobs, make_circles, make_moons

from playground import data
from playground.data import DEFAULT_NOISE, SHAPES, generate
from playground.settings import table

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


# scikit-learn takes the number of points in each class, which says nothing of rounding; the
# outer moon and the outer circle come first there, and are class 0.
SCIKIT_LEARN_SIZES = {
    "blobs": lambda sizes, noise, seed: make_blobs(
        sizes, centers=[(-1, -1), (1, 1)], cluster_std=noise, random_state=seed
    ),
    "circles": lambda sizes, noise, seed: make_circles(
        sizes, noise=noise, factor=0.2, random_state=seed
    ),
    "moons": lambda sizes, noise, seed: make_moons(sizes, noise=noise, random_state=seed),
}


@given(
    shape=st.sampled_from(sorted(SCIKIT_LEARN)),
    n_samples=st.integers(2, 400),
    balance=st.floats(0.1, 0.9),
    noise=st.floats(0, 100),
    seed=st.integers(0, 2**32 - 1),
)
@settings(deadline=None)
def test_with_any_balance_the_points_equal_scikit_learns(shape, n_samples, balance, noise, seed):
    X, y = generate(shape, n_samples, noise, seed, balance)
    sizes = tuple(int(size) for size in np.bincount(y, minlength=2))
    expected_X, expected_y = SCIKIT_LEARN_SIZES[shape](sizes, noise, seed)
    assert X.tobytes() == expected_X.T.tobytes()
    assert y.tolist() == expected_y.tolist()


@given(
    shape=st.sampled_from(SHAPES),
    n_samples=st.integers(2, 400),
    balance=st.floats(0.1, 0.9),
)
@settings(deadline=None)
def test_balance_is_the_share_of_class_1_and_no_class_is_empty(shape, n_samples, balance):
    _, y = generate(shape, n_samples, balance=balance)
    assert y.size == n_samples
    assert 1 <= y.sum() <= n_samples - 1
    # Rounded to the next point, or to the one that a class must have.
    assert abs(y.sum() - balance * n_samples) <= max(0.5, 1 - 0.1 * n_samples) + 1e-9


@pytest.mark.parametrize(("balance", "n_1"), [(0.1, 10), (0.3, 30), (0.7, 70), (0.9, 90)])
@pytest.mark.parametrize("shape", SHAPES)
def test_a_share_of_a_hundred_points_is_exact(shape, balance, n_1):
    assert generate(shape, balance=balance)[1].sum() == n_1


@pytest.mark.parametrize("shape", SHAPES)
def test_a_half_is_the_balance_unless_one_is_chosen(shape):
    X, y = generate(shape, 101)
    expected_X, expected_y = generate(shape, 101, balance=0.5)
    assert np.array_equal(X, expected_X)
    assert np.array_equal(y, expected_y)


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


def test_xor_is_class_1_where_exactly_one_coordinate_is_positive():
    X, y = generate("xor", 1000, noise=0)
    assert np.array_equal(y == 1, (X[0] > 0) != (X[1] > 0))
    # Four squares, of which each class has two, with a gap along the axes.
    assert np.abs(X).min() >= 0.05
    assert np.abs(X).max() <= 1
    corners, counts = np.unique(np.sign(X), axis=1, return_counts=True)
    assert corners.shape == (2, 4)
    assert (counts == 250).all()


def test_the_spirals_arms_wind_one_and_three_quarter_times_half_a_turn_apart():
    X, y = generate("spiral", 1000, noise=0)
    for label, turned in ((0, 0), (1, np.pi)):
        arm = X[:, y == label]
        arm = arm[:, np.argsort(np.hypot(*arm))]
        radius = np.hypot(*arm)
        np.testing.assert_allclose(radius, np.linspace(0.05, 1, 500))
        angle = np.unwrap(np.arctan2(arm[0], arm[1]))
        assert angle[-1] - angle[0] == pytest.approx(0.95 * 1.75 * 2 * np.pi)
        angle_at_the_end = 1.75 * 2 * np.pi + turned
        assert arm[:, -1] == pytest.approx([np.sin(angle_at_the_end), np.cos(angle_at_the_end)])
    # Even where they begin, the arms keep apart.
    first, second = X[:, y == 0], X[:, y == 1]
    distances = np.hypot(*(first[:, :, None] - second[:, None, :]))
    assert distances.min() > 0.08


CURVES = {
    "sine": lambda x1: np.sin(np.pi * x1) / 2,
    "cubic": lambda x1: x1**3,
    "absolute": lambda x1: abs(x1) - 0.5,
}


@pytest.mark.parametrize("shape", CURVES)
@pytest.mark.parametrize("balance", [0.1, 0.5, 0.9])
def test_class_1_lies_above_the_curve_and_a_gap_around_it_is_empty(shape, balance):
    X, y = generate(shape, 2000, noise=0, balance=balance)
    height = X[1] - CURVES[shape](X[0])
    assert np.array_equal(y == 1, height > 0)
    assert np.abs(height).min() > 0.05
    assert np.abs(X).max() <= 1


@pytest.mark.parametrize("shape", CURVES)
def test_in_balance_the_points_are_spread_evenly_over_the_square(shape):
    X, y = generate(shape, 20_000, noise=0)
    # Each side of the curve has half of the room. So each of 16 fields has 1250 points, but
    # fewer where the gap runs through it, and some more where it does not.
    counts, _, _ = np.histogram2d(*X, bins=4, range=[[-1, 1], [-1, 1]])
    assert counts.max() < 1.15 * 1250
    assert counts.min() > 0.55 * 1250
    assert y.sum() == 10_000


NOT_A_COUNT = [1, 0, -5, 20_001, 10**30, 2.0, 100.5, float("nan"), "100", None, True, [100]]
NOT_A_NOISE = [-0.1, -1, float("nan"), float("inf"), -float("inf"), 1e7, 10**400, "0.1", True, 1j]
NOT_A_BALANCE = [0, 0.09, 0.91, 1, -0.5, 50, float("nan"), float("inf"), "0.5", None, True, [0.5]]
NOT_A_SEED = [-1, 2**32, 0.0, 1.5, float("nan"), "0", None, False, [1, 2]]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [("n_samples", value, "from 2 to 20000") for value in NOT_A_COUNT]
    + [("noise", value, "from 0 to 1e+06") for value in NOT_A_NOISE]
    + [("balance", value, "from 0.1 to 0.9") for value in NOT_A_BALANCE]
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
    X, _ = generate("moons", np.int64(50), np.float32(0.5), np.uint32(9), np.float32(0.25))
    assert np.array_equal(X, generate("moons", 50, 0.5, 9, 0.25)[0])


def test_the_examples_in_the_docstrings_are_true():
    result = doctest.testmod(data)
    assert result.attempted > 0
    assert result.failed == 0
