"""Where a unit turns: its straight line; more about it on the picture in test_figure.py."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.picture.unit_lines import straight_line

NUMBERS = st.floats(-100, 100)
LIMITS = [((-1.0, 1.0), (-1.0, 1.0)), ((5.0, 6.0), (-400.0, 20.0)), ((0.0, 90.0), (0.0, 1.0))]


@settings(deadline=None)
@given(angle=st.floats(0, 7), along=st.floats(0, 1), down=st.floats(0, 1))
@pytest.mark.parametrize("limits", LIMITS)
def test_a_line_through_the_plane_crosses_all_of_it(limits, angle, along, down):
    (left, right), (bottom, top) = limits
    w = np.array([np.cos(angle), np.sin(angle)])
    point = np.array([left + along * (right - left), bottom + down * (top - bottom)])
    (ends,) = straight_line(w, -(w @ point), limits)
    assert ends @ w == pytest.approx(np.full(2, w @ point), abs=1e-9)
    for x1, x2 in ends:
        assert not (left < x1 < right and bottom < x2 < top)
    # The point lies between the ends.
    assert (ends[0] - point) @ (ends[1] - point) < 0


def test_a_unit_that_looks_at_nothing_has_no_line():
    assert straight_line(np.zeros(2), 1.0, LIMITS[0]) == []
