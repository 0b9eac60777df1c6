"""The numbers along an axis are those that matplotlib would choose, written as it would."""

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from playground.picture.plane import Plane
from playground.picture.ticks import short_texts, texts, ticks
from playground.settings.table import MAX_NAME

MIDDLES = st.floats(-1e7, 1e7) | st.floats(-10, 10)
# From the plane around points in one place to the one around points far apart.
WIDTHS = st.floats(0.1, 3e7) | st.floats(0.1, 20)


def matplotlibs_ticks(low, high):
    locator = MaxNLocator(6, steps=[1, 2, 5, 10])
    return [tick for tick in locator.tick_values(low, high) if low <= tick <= high]


def matplotlibs_texts(numbers, limits):
    axes = Figure().add_axes((0, 0, 1, 1))
    axes.set(xlim=limits, xticks=numbers)
    return [label.get_text() for label in axes.get_xticklabels()]


@settings(deadline=None, max_examples=2000)
@given(middle=MIDDLES, width=WIDTHS)
@example(middle=0.0, width=6.0)
@example(middle=0.5, width=1.0)
@example(middle=-3.0, width=12.0)
@example(middle=1e7, width=0.1)
def test_the_ticks_are_matplotlibs(middle, width):
    low, high = middle - width / 2, middle + width / 2
    assert ticks(low, high) == matplotlibs_ticks(low, high)


@settings(deadline=None, max_examples=300)
@given(tenths=st.integers(-300, 300), span=st.integers(1, 300))
def test_the_ticks_of_round_limits_are_matplotlibs(tenths, span):
    # Here an end of the axis is a tick itself, as far as binary fractions can tell.
    low, high = tenths / 10, (tenths + span) / 10
    assert ticks(low, high) == matplotlibs_ticks(low, high)


@settings(deadline=None, max_examples=300)
@given(middle=st.floats(-10, 10), width=st.floats(0.1, 100))
@example(middle=0.0, width=0.1)
@example(middle=-0.3, width=0.7)
def test_the_texts_are_matplotlibs(middle, width):
    limits = middle - width / 2, middle + width / 2
    numbers = ticks(*limits)
    expected = matplotlibs_texts(numbers, limits)
    # Far from zero, matplotlib would take something off all numbers and name it elsewhere.
    assume(np.ptp(numbers) > 1e-3 * max(map(abs, numbers)))
    assert texts(numbers) == expected


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([-1.0, -0.0, 1.0], ["−1", "0", "1"]),
        ([-0.5, -1e-17, 0.5], ["−0.5", "0.0", "0.5"]),
        ([20000000.0], ["20000000"]),
        ([0.0], ["0"]),
        ([], []),
    ],
)
def test_numbers_are_written_with_a_true_minus_and_no_more_decimals_than_needed(numbers, expected):
    assert texts(numbers) == expected


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([-1.0, 0.0, 1.0], ["−1", "0", "1"]),
        ([1600.0, 1800.0], ["1600", "1800"]),
        ([-200000.0, 0.0, 200000.0], ["−2e5", "0", "2e5"]),
        ([250000.0, 300000.0], ["2.5e5", "3.0e5"]),
        ([-5e-7, 1e-22, 5e-7], ["−5e−7", "0", "5e−7"]),
        ([37.12, 37.125], ["37.120", "37.125"]),  # powers of ten would not be shorter
        ([20000000.0], ["2e7"]),
        ([], []),
    ],
)
def test_numbers_that_are_too_long_for_an_axis_are_written_as_powers_of_ten(numbers, expected):
    assert short_texts(numbers) == expected


@settings(deadline=None)
@given(middle=MIDDLES, width=WIDTHS, scale=st.sampled_from([1, 1e-9, 1e5, 1e200]))
def test_short_texts_tell_the_numbers_apart(middle, width, scale):
    numbers = ticks((middle - width / 2) * scale, (middle + width / 2) * scale)
    short = short_texts(numbers)
    assert max(map(len, short)) <= max(map(len, texts(numbers)))
    values = [float(text.replace("−", "-")) for text in short]
    assert values == pytest.approx(numbers, rel=1e-9, abs=0.01 * (numbers[1] - numbers[0]))
    assert len(set(short)) == len(short)


def test_the_far_end_of_an_axis_is_left_to_its_name():
    plane = Plane()
    plane.show_data(np.array([[-1.0, 1.0], [-1.0, 1.0]]), np.array([0, 1]))
    (low, high), _ = plane.data.limits
    for axis in plane.data.ticks:
        assert [text for _, text in axis] == ["−1.0", "−0.5", "0.0", "0.5", "1.0"]
        assert max(number for number, _ in axis) < high - 0.09 * (high - low)


CORNERS = np.array([[-1.0, 1.0], [-1.0, 1.0]]), np.array([0, 1])


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("x₁", ["−1.0", "−0.5", "0.0", "0.5", "1.0"]),
        ("abc", ["−1.0", "−0.5", "0.0", "0.5", "1.0"]),
        ("abcd", ["−1.0", "−0.5", "0.0", "0.5"]),
        ("length in cm", ["−1.0", "−0.5", "0.0", "0.5"]),
        ("length of petals in cm", ["−1.0", "−0.5", "0.0"]),
    ],
)
def test_numbers_that_a_long_name_would_meet_are_left_out(name, shown):
    plane = Plane(480)
    plane.show_data(*CORNERS, names=(name, "width"))
    across, up = plane.data.ticks
    assert [text for _, text in across] == shown
    # The name of the other axis lies above its numbers, however long it is.
    assert [text for _, text in up] == ["−1.0", "−0.5", "0.0", "0.5", "1.0"]


def test_where_a_name_takes_all_the_room_there_are_no_numbers():
    plane = Plane(166)
    plane.show_data(*CORNERS, names=("x" * MAX_NAME, "y" * MAX_NAME))
    across, up = plane.data.ticks
    assert across == []
    assert up


def test_axes_have_names_if_nobody_gives_them_others():
    plane = Plane()
    plane.show_data(*CORNERS, names=("length", "width"))
    assert plane.data.names == ("length", "width")
    plane.show_data(*CORNERS)
    assert plane.data.names == ("x₁", "x₂")
