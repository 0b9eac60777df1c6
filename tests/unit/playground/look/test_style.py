"""How large things are drawn: of many points each is smaller."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.look.style import (
    FILLED,
    FULL_SIZE,
    HOLLOW,
    label_width,
    marker,
    marker_scale,
    ring,
)


@given(st.integers(0, 20_000), st.integers(0, 20_000))
def test_more_points_are_never_drawn_larger(one, other):
    few, many = sorted([one, other])
    assert marker_scale(few) >= marker_scale(many)


def test_points_of_the_default_data_have_their_full_size_and_crowds_have_not():
    assert [marker_scale(n) for n in (0, 100, 500)] == [1, 1, 1]
    assert 1 > marker_scale(501) == marker_scale(2000) > marker_scale(2001) > 0.3


@given(st.integers(100, 1000), st.integers(100, 1000))
def test_markers_are_not_smaller_on_a_larger_picture(one, other):
    small, large = sorted([one, other])
    assert marker_scale(100, small) <= marker_scale(100, large)


def test_markers_neither_vanish_nor_swell_with_the_picture():
    scales = [marker_scale(100, size) for size in (160, FULL_SIZE, 640)]
    assert 0.6 < scales[0] < scales[1] == 1 < scales[2] < 1.2


def test_the_box_of_a_name_is_as_wide_as_its_letters_need():
    assert label_width("unit 1") < label_width("unit 16")


@pytest.mark.parametrize(("is_filled", "full"), [(True, FILLED), (False, HOLLOW)])
def test_half_as_wide_is_a_quarter_of_the_area(is_filled, full):
    assert marker(is_filled, 1) == full
    assert marker(is_filled, 0.5) == (full[0] / 4, full[1] / 2)


@pytest.mark.parametrize("scale", [1, 0.4])
def test_a_ring_leaves_room_for_the_point_in_it(scale):
    diameter, width = ring(scale)
    for is_filled in (True, False):
        area, edge = marker(is_filled, scale)
        assert diameter - width > area**0.5 + edge
