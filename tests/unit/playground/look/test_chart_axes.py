"""Where epochs lie along the axis of time: the engine paints there, the page finds them again."""

import chart_axes_cases
import pytest
from hypothesis import given
from hypothesis import strategies as st
from in_micropython import HERE, output_of

from playground.look.chart_axes import NARROW, epoch_at, room, share_of
from tools.environment import ROOT

SCALES = ("log", "linear")
LASTS = st.integers(1, 10_000)


@pytest.mark.parametrize("scale", SCALES)
@given(last=LASTS, data=st.data())
def test_every_epoch_is_found_at_its_place(scale, last, data):
    epoch = data.draw(st.integers(0, last))
    assert epoch_at(share_of(epoch, last, scale), last, scale) == epoch


@pytest.mark.parametrize("scale", SCALES)
@given(last=LASTS)
def test_the_axis_goes_from_untrained_to_the_last_epoch(scale, last):
    assert (share_of(0, last, scale), share_of(last, last, scale)) == (0, 1)
    assert (epoch_at(0, last, scale), epoch_at(1, last, scale)) == (0, last)


@pytest.mark.parametrize("scale", SCALES)
@given(last=LASTS, beyond=st.integers(0, 10_000), share=st.floats(-5, 5))
def test_what_lies_beyond_the_axis_is_at_its_end(scale, last, beyond, share):
    assert share_of(last + beyond, last, scale) == 1
    assert 0 <= epoch_at(share, last, scale) <= last
    assert epoch_at(1 + abs(share), last, scale) == last


@pytest.mark.parametrize("scale", SCALES)
@given(last=LASTS, data=st.data())
def test_later_is_further_right(scale, last, data):
    epoch = data.draw(st.integers(0, last - 1))
    assert share_of(epoch, last, scale) < share_of(epoch + 1, last, scale)


def test_on_the_log_scale_each_power_of_ten_has_as_much_room_as_the_one_before():
    places = [share_of(10**power - 1, 999, "log") for power in range(4)]
    assert places == pytest.approx([0, 1 / 3, 2 / 3, 1])


def test_a_narrow_chart_has_less_room_around_its_axes():
    assert room(NARROW - 1) < room(NARROW)
    assert all(around > 6 for around in room(NARROW - 1))  # the knob at an end of the curve


def test_micropython_finds_the_same_places():
    files = {
        "chart_axes_cases.py": HERE / "chart_axes_cases.py",
        "playground/look/chart_axes.py": ROOT / "py/playground/look/chart_axes.py",
    }
    code = "import chart_axes_cases; print(chart_axes_cases.report(), end='')"
    assert output_of(code, files).splitlines() == chart_axes_cases.report().splitlines()
