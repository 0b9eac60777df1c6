"""Where the parts of a drawn network lie, and which connection is meant by a point."""

import re

import diagram_cases
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from in_micropython import HERE, output_of

from playground.look.diagram import (
    PIECES,
    SIDE,
    STRIP,
    Connection,
    Diagram,
    across_at,
    parameter_at,
)
from tools.environment import ROOT

TALLEST = 500
# What `Diagram.nearest` may be wrong by. A chord of a curve that rises by h is off by 6 h / 8 for
# a single piece, at the most, and by the square of their number less for each of many.
SLACK = 6 * TALLEST / 8 / PIECES**2
UNITS = st.integers(1, 16)
SIZES = st.builds(
    lambda inputs, hidden: (inputs, *hidden, 1), st.integers(1, 7), st.lists(UNITS, max_size=6)
)
DIAGRAMS = st.builds(
    Diagram,
    SIZES,
    st.floats(320, 1000, allow_subnormal=False),
    st.floats(220, TALLEST, allow_subnormal=False),
)


def points_of(curve, count=2000):
    """Return points along an SVG path of one cubic curve, (2, count)."""
    numbers = np.array([float(text) for text in re.findall(r"[-+.\de]+", curve)])
    begin, first, second, end = numbers.reshape(4, 2)
    t = np.linspace(0, 1, count)
    weights = np.array([(1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3])
    return np.array([begin, first, second, end]).T @ weights


@settings(deadline=None)
@given(diagram=DIAGRAMS)
def test_no_two_pictures_touch_and_the_strips_stay_free(diagram):
    for column in diagram.columns:
        assert 0 < column.side <= min(SIDE, column.pitch - 1)
        assert column.top - column.side / 2 >= STRIP
    for left, right in zip(diagram.columns, diagram.columns[1:], strict=False):
        assert right.x - left.x > (left.side + right.side) / 2 + 10


@settings(deadline=None)
@given(diagram=DIAGRAMS)
def test_columns_are_evenly_spaced_and_in_the_middle_of_the_height(diagram):
    xs = [column.x for column in diagram.columns]
    assert np.ptp(np.diff(xs)) < 1e-9 * xs[-1]
    middles = [
        diagram.place(index, 0)[1] + diagram.place(index, column.units - 1)[1]
        for index, column in enumerate(diagram.columns)
    ]
    assert np.ptp(middles) < 1e-9


def test_the_default_network_lies_at_the_same_shares_of_every_width():
    # index.html has it in per cent of the width, and in pixels from the middle of the height.
    for width, height in ((640, 260), (588, 260), (356, 220), (320, 220)):
        diagram = Diagram((2, 3, 1), width, height)
        assert [100 * column.x / width for column in diagram.columns] == pytest.approx(
            [16, 53.5, 91]
        )
        assert [column.pitch for column in diagram.columns] == [50, 50, 50]
        assert [column.side for column in diagram.columns] == [28, 40, 40]


@pytest.mark.parametrize("across", np.linspace(0, 1, 21))
def test_the_parameter_leads_to_the_share_of_the_way(across):
    t = parameter_at(across)
    assert across_at(t) == pytest.approx(across, abs=1e-12)


@settings(deadline=None)
@given(diagram=DIAGRAMS, data=st.data())
def test_a_point_on_a_curve_has_a_connection_that_runs_through_it(diagram, data):
    sizes = [column.units for column in diagram.columns]
    layer = data.draw(st.integers(0, len(sizes) - 2))
    source = data.draw(st.integers(0, sizes[layer] - 1))
    unit = data.draw(st.integers(0, sizes[layer + 1] - 1))
    at = data.draw(st.integers(200, 1800))
    x, y = points_of(diagram.curve(layer, source, unit))[:, at]
    found = diagram.nearest(x, y, 1)
    assert found is not None
    assert found.layer == layer
    # It may be another one that crosses there.
    assert distance_to(diagram.curve(*found), x, y) < 0.5


@settings(deadline=None)
@given(diagram=DIAGRAMS, across=st.floats(0, 1), down=st.floats(0, 1), data=st.data())
def test_no_connection_is_nearer_than_the_one_found(diagram, across, down, data):
    layer = data.draw(st.integers(0, len(diagram.columns) - 2))
    begin, end = diagram.columns[layer : layer + 2]
    left, right = begin.x + begin.side / 2, end.x - end.side / 2
    x, y = left + across * (right - left), down * TALLEST
    distances = {
        Connection(layer, source, unit): distance_to(diagram.curve(layer, source, unit), x, y)
        for source in range(begin.units)
        for unit in range(end.units)
    }
    nearest = min(distances.values())
    found = diagram.nearest(x, y, 9)
    if found is None:
        assert nearest > 9 - SLACK
    else:
        assert distances[found] < nearest + 2 * SLACK


def distance_to(curve, x, y):
    """Return how far a point is from a curve."""
    return np.hypot(*(points_of(curve) - [[x], [y]])).min()


def test_a_point_far_from_all_connections_means_none():
    diagram = Diagram((2, 3, 1), 640, 260)
    assert diagram.nearest(330, 130, 9) is None  # on a unit
    assert diagram.nearest(460, 20, 9) is None  # above the drawing
    assert diagram.nearest(10, 130, 9) is None  # left of it
    assert diagram.nearest(635, 130, 9) is None


def test_the_page_has_the_same_places_as_the_engine():
    files = {
        "diagram_cases.py": HERE / "diagram_cases.py",
        "playground/look/diagram.py": ROOT / "py/playground/look/diagram.py",
    }
    code = "import diagram_cases; print(diagram_cases.report(), end='')"
    assert output_of(code, files).splitlines() == diagram_cases.report().splitlines()
