"""The limits of the plane: all points are within them, whatever they are; see test_figure.py."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from playground.custom.scale import Axis, scale_of_values
from playground.data import SHAPES, generate
from playground.look.style import NUMBER_LETTER
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


# ---- The numbers of a table


def plain(text):
    return float(text.replace("−", "-"))


NUMBERS_OF_TABLES = [
    (4.3, 7.9),
    (0.0, 1e9),
    (1700000000001.0, 1700000000020.0),
    (-1e308, 1e308),
    (123456.78, 123999.12),
    (2000.0, 2024.0),
    (-3e-5, 2e-5),
]


@pytest.mark.parametrize("ends", NUMBERS_OF_TABLES)
@pytest.mark.parametrize("size", [256, 480, 640])
@pytest.mark.parametrize("is_level", [True, False])
def test_the_numbers_along_an_axis_are_round_ones_of_the_table(ends, size, is_level):
    axis = Axis(*ends)
    found = numbers_along(-1.2, 1.2, size, 30, 40, axis, is_level)
    assert found or is_level
    for place, text in found:
        digits = text.partition("e")[0].lstrip("−").replace(".", "").strip("0")
        near = axis.to_plane(np.array(plain(text)))
        assert abs(float(near) - place) < 2e-3
        assert len(digits) <= len(f"{abs(ends[1]):.0f}".rstrip("0")) + 1 or "e" in text
    places = [size * (place + 1.2) / 2.4 for place, _ in found]
    if is_level:
        halves = [len(text) * NUMBER_LETTER / 2 for _, text in found]
        for left, right, half, next_half in zip(
            places, places[1:], halves, halves[1:], strict=False
        ):
            assert left + half < right - next_half
        assert all(half <= place <= size - half for place, half in zip(places, halves, strict=True))


@settings(deadline=None, max_examples=300)
@given(
    values=arrays(
        np.float64,
        st.just((2, 5)),
        elements=st.floats(allow_nan=False, allow_infinity=False),
    ),
    is_level=st.booleans(),
)
def test_any_table_has_an_axis(values, is_level):
    axis, _ = scale_of_values(values)
    for place, text in numbers_along(-1.2, 1.2, 480, 30, 40, axis, is_level):
        assert -1.2 <= place <= 1.2
        assert text
