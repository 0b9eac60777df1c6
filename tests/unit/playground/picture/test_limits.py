"""The limits of the plane: all points are within them, whatever they are; see test_figure.py."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from playground.data import SHAPES, generate
from playground.picture.limits import NOWHERE, numbers_along, square_limits

# Very large ones, very small ones, and both at once.
NUMBERS = st.floats(-1e300, 1e300)
POINTS = arrays(np.float64, st.tuples(st.just(2), st.integers(1, 9)), elements=NUMBERS)


def test_without_points_there_are_limits_too():
    assert square_limits(np.empty((2, 0))) == NOWHERE


@settings(deadline=None)
@given(X=POINTS, scale=st.sampled_from([1, 1e-300, 1e-100, 1e-5]))
def test_any_points_are_inside_and_have_numbers_beside_them(X, scale):
    X = X * scale
    for (low, high), numbers in zip(square_limits(X), X, strict=True):
        assert low < numbers.min() <= numbers.max() < high
        # A grid over it has different nodes.
        assert np.all(np.diff(np.linspace(low, high, 101)) > 0)
        ticks = numbers_along(low, high, 480, 30, 40)
        assert all(low <= at <= high and text for at, text in ticks)


@pytest.mark.parametrize("size", [166, 256, 480, 640])
def test_the_ends_of_an_axis_are_left_to_other_texts(size):
    for low, high in ((-1.0, 1.0), (0.0, 0.3), (-37.0, 5.0)):
        ticks = numbers_along(low, high, size, 24, 34)
        places = [size * (at - low) / (high - low) for at, _ in ticks]
        assert all(24 <= place <= size - 34 for place in places)
        assert len(places) >= 1


def test_a_small_picture_has_half_as_many_numbers():
    large, small = (len(numbers_along(-1, 1, size, 0, 0)) for size in (480, 200))
    assert (large, small) == (5, 3)


@settings(deadline=None)
@given(exponent=st.integers(-100, 100))
def test_the_points_fill_their_limits_however_small_they_are(exponent):
    size = 10.0**exponent
    (low, high), _ = square_limits(np.array([[0, size], [0, size]]))
    assert 1.1 < (high - low) / size < 2.3


@pytest.mark.parametrize("shape", SHAPES)
def test_the_limits_of_the_shapes_are_as_they_always_were(shape):
    X, _ = generate(shape)
    spread = np.ptp(X, axis=1).max()
    (left, right), (bottom, top) = square_limits(X)
    assert right - left == pytest.approx(1.2 * spread + 0.1)
    assert top - bottom == pytest.approx(1.2 * spread + 0.1)
