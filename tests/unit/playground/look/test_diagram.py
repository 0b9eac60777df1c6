"""Where the parts of a drawn network lie, and which connection is meant by a point."""

import re

import diagram_cases
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from in_micropython import HERE, output_of

from playground.look.diagram import (
    FOOT,
    MIN_SIDE,
    NUMBER_HEIGHT,
    NUMBER_WIDTH,
    PIECES,
    TOP,
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
    st.floats(180, 1000, allow_subnormal=False),
    st.floats(90, TALLEST, allow_subnormal=False),
)


def points_of(curve, count=2000):
    """Return points along an SVG path of one cubic curve, (2, count)."""
    numbers = np.array([float(text) for text in re.findall(r"[-+.\de]+", curve)])
    begin, first, second, end = numbers.reshape(4, 2)
    t = np.linspace(0, 1, count)
    weights = np.array([(1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3])
    return np.array([begin, first, second, end]).T @ weights


def boxes_of(diagram):
    """Return left, top, right and bottom of all pictures."""
    places = [
        (*column.place(unit), column.side / 2)
        for column in diagram.columns
        for unit in range(column.units)
    ]
    return np.array([(x - half, y - half, x + half, y + half) for x, y, half in places])


@settings(deadline=None)
@given(diagram=DIAGRAMS)
def test_no_two_pictures_touch(diagram):
    boxes = boxes_of(diagram)
    left, top, right, bottom = boxes.T
    apart = np.maximum(
        np.maximum(left[:, None] - right, top[:, None] - bottom),
        np.maximum(left - right[:, None], top - bottom[:, None]),
    )
    np.fill_diagonal(apart, np.inf)
    assert apart.min() >= 1


@settings(deadline=None)
@given(sizes=SIZES, width=st.floats(180, 1000), height=st.floats(120, TALLEST))
def test_the_pictures_stay_in_the_drawing_below_the_names_and_above_the_buttons(
    sizes, width, height
):
    diagram = Diagram(sizes, width, height)
    left, top, right, bottom = boxes_of(diagram).T
    assert left.min() >= 0
    assert right.max() <= width
    assert top.min() >= TOP - 0.01
    assert bottom.max() <= height - FOOT * diagram.has_buttons + 0.01


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


def test_the_default_network_lies_where_the_static_page_has_it():
    # static/style.css reckons the same for as long as Python is not there.
    for width, height, left, right, narrow in ((488, 154, 60, 54, False), (366, 150, 46, 30, True)):
        diagram = Diagram((2, 3, 1), width, height)
        assert [column.x for column in diagram.columns] == [
            left,
            left + (width - left - right) / 2,
            width - right,
        ]
        room = height - TOP
        pitch = min(58 if narrow else 78, int((room + 2) / 3))
        assert diagram.columns[1].pitch == pitch
        assert diagram.columns[1].side == int(pitch - 0.12 * pitch)


@pytest.mark.parametrize("units", range(9, 17))
@pytest.mark.parametrize(("width", "height"), [(488, 154), (436, 154), (366, 158), (760, 260)])
def test_many_units_stand_in_two_ranks_and_stay_readable(units, width, height):
    column = Diagram((2, units, 1), width, height).columns[1]
    assert column.ranks == 2
    assert column.side >= MIN_SIDE
    xs = {column.place(unit)[0] for unit in range(units)}
    assert len(xs) == 2


@pytest.mark.parametrize("units", range(1, 9))
def test_few_units_stand_in_one_rank(units):
    column = Diagram((2, units, 1), 488, 154).columns[1]
    assert column.ranks == 1
    assert column.side >= MIN_SIDE


def test_two_layers_of_sixteen_stay_readable_beside_their_buttons():
    diagram = Diagram((2, 16, 16, 1), 488, 154)
    assert diagram.has_buttons
    assert min(column.side for column in diagram.columns) >= MIN_SIDE


@settings(deadline=None)
@given(diagram=DIAGRAMS)
@example(diagram=Diagram((4, 4, 1), 400.0, 302.0))  # room for four numbers, but not four lines
def test_no_number_stands_on_another_one_or_on_a_picture(diagram):
    sizes = [column.units for column in diagram.columns]
    places = [
        diagram.number_place(layer, source, unit)
        for layer in range(len(sizes) - 1)
        for source in range(sizes[layer])
        for unit in range(sizes[layer + 1])
    ]
    places += [
        diagram.bias_place(column, unit)
        for column in range(1, len(sizes))
        for unit in range(sizes[column])
    ]
    middles = np.array([place for place in places if place]).reshape(-1, 2)
    across, down = np.abs(middles[:, None] - middles).transpose(2, 0, 1)
    is_apart = (across >= NUMBER_WIDTH) | (down >= NUMBER_HEIGHT - 0.01)
    np.fill_diagonal(is_apart, True)
    assert is_apart.all()
    half = np.array([NUMBER_WIDTH, NUMBER_HEIGHT]) / 2 - 0.5
    left, top, right, bottom = boxes_of(diagram).T
    for low, high in zip(middles - half, middles + half, strict=True):
        assert not ((low[0] < right) & (high[0] > left) & (low[1] < bottom) & (high[1] > top)).any()


@settings(deadline=None)
@given(diagram=DIAGRAMS)
def test_the_numbers_of_inputs_stand_on_no_picture_and_within_the_drawing(diagram):
    column = diagram.columns[0]
    places = [diagram.input_place(source) for source in range(column.units)]
    tops = boxes_of(diagram)[: column.units, 1]
    for (_, y), below in zip(filter(None, places), [*tops[1:], np.inf], strict=False):
        assert y + NUMBER_HEIGHT / 2 <= below
    assert len({place is None for place in places}) == 1


def test_the_default_network_has_all_its_numbers():
    for width, height in ((488, 154), (436, 154), (560, 184)):
        diagram = Diagram((2, 3, 1), width, height)
        assert all(
            diagram.number_place(layer, source, unit)
            for layer, sources, units in ((0, 2, 3), (1, 3, 1))
            for source in range(sources)
            for unit in range(units)
        )
        assert all(diagram.bias_place(1, unit) for unit in range(3))
        assert diagram.bias_place(2, 0)
        assert diagram.input_place(0)
        assert diagram.input_place(1)[1] + NUMBER_HEIGHT / 2 <= height


def test_where_there_is_no_room_there_are_no_numbers():
    for sizes in ((2, 5, 1), (2, 16, 1), (7, 3, 1), (2, 8, 8, 8, 1)):
        diagram = Diagram(sizes, 488, 154)
        assert diagram.number_place(0, 0, 0) is None
        assert diagram.bias_place(1, 0) is None


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
    # It may be another one that crosses there.
    assert distance_to(diagram.curve(*found), x, y) < 0.5


@settings(deadline=None)
@given(diagram=DIAGRAMS, across=st.floats(0, 1), down=st.floats(0, 1), data=st.data())
def test_no_connection_is_nearer_than_the_one_found(diagram, across, down, data):
    layer = data.draw(st.integers(0, len(diagram.columns) - 2))
    begin, end = diagram.columns[layer : layer + 2]
    left, right = begin.x + begin.width / 2, end.x - end.width / 2
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
    x, y = diagram.place(1, 1)
    assert diagram.nearest(x, y, 9) is None  # on a unit
    assert diagram.nearest(460, 8, 9) is None  # above the drawing
    assert diagram.nearest(10, 130, 9) is None  # left of it
    assert diagram.nearest(635, 130, 9) is None


def test_the_page_has_the_same_places_as_the_engine():
    files = {
        "diagram_cases.py": HERE / "diagram_cases.py",
        "playground/look/diagram.py": ROOT / "py/playground/look/diagram.py",
        "playground/look/naming.py": ROOT / "py/playground/look/naming.py",
    }
    code = "import diagram_cases; print(diagram_cases.report(), end='')"
    assert output_of(code, files).splitlines() == diagram_cases.report().splitlines()
