"""Names of units stand on their lines, inside of the picture, and never on each other."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.look import style
from playground.picture.unit_labels import CELLS, cells_of, labels_on
from playground.picture.unit_lines import UnitLine

SIZE = 400
NOTHING = np.zeros((CELLS, CELLS), dtype=bool)


def straight(start, end, name="unit 1"):
    """Return the line of a unit between two places, across and down."""
    return UnitLine([np.array([start, end]) * [1.0, -1.0]], "#7a2f9e", (1, 0), name)


def labels_of(lines, points=NOTHING, size=SIZE, density=1):
    """Return the labels of *lines* on a plane whose coordinates are CSS pixels, across and up."""
    return labels_on(lines, ((0.0, float(size)), (-float(size), 0.0)), points, size, density)


def middle(label):
    left, top, width, height = label.box
    return left + width / 2, top + height / 2


def sides(label, density=1):
    """Return left, top, right and bottom of a label in CSS pixels."""
    left, top, width, height = (length / density for length in label.box)
    return left, top, left + width, top + height


PLACES = st.tuples(st.floats(-2 * SIZE, 3 * SIZE), st.floats(-2 * SIZE, 3 * SIZE))
LINES = st.lists(st.tuples(PLACES, PLACES), max_size=16)


@settings(deadline=None)
@given(lines=LINES, density=st.sampled_from([1, 1.5, 2.625]), size=st.sampled_from([166, 338, 640]))
def test_labels_are_inside_and_do_not_touch_each_other(lines, density, size):
    named = [straight(*ends, f"unit {unit + 1}") for unit, ends in enumerate(lines)]
    labels = labels_of(named, size=size, density=density)
    assert len(labels) <= min(style.MOST_LABELS, len(lines))
    left, top, right, bottom = style.LABEL_ROOM
    boxes = [sides(label, density) for label in labels]
    for index, box in enumerate(boxes):
        assert box[0] >= left - 1
        assert box[1] >= top - 1
        assert box[2] <= size - right + 1
        assert box[3] <= size - bottom + 1
        for other in boxes[:index]:
            apart_x = max(box[0] - other[2], other[0] - box[2])
            apart_y = max(box[1] - other[3], other[1] - box[3])
            assert max(apart_x, apart_y) >= style.LABEL_GAP - 2 / density


@settings(deadline=None)
@given(lines=LINES)
def test_the_first_come_first(lines):
    named = [straight(*ends, f"unit {unit + 1}") for unit, ends in enumerate(lines)]
    labels = labels_of(named)
    for count in range(len(named)):
        fewer = labels_of(named[:count])
        assert fewer == labels[: len(fewer)]


@pytest.mark.parametrize(
    ("ends", "side"),
    [
        (((100, 500), (250, -100)), "top"),
        (((-50, 300), (500, 200)), "right"),
        (((-50, 100), (200, 500)), "bottom"),  # or the left, which the numbers have
        (((200, -10), (500, 250)), "top"),
    ],
)
def test_a_label_stands_on_its_line_near_the_best_end(ends, side):
    (label,) = labels_of([straight(*ends)])
    x, y = middle(label)
    (x0, y0), (x1, y1) = ends
    distance = abs((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)) / np.hypot(x1 - x0, y1 - y0)
    assert distance < 1
    left, top, right, bottom = sides(label)
    away = {
        "top": top - style.LABEL_ROOM[1],
        "right": SIZE - style.LABEL_ROOM[2] - right,
        "bottom": SIZE - style.LABEL_ROOM[3] - bottom,
        "left": left - style.LABEL_ROOM[0],
    }
    assert abs(away[side]) <= 1


def test_two_lines_in_one_place_have_labels_beside_each_other():
    lines = [straight((0, 300), (400, 100), f"unit {unit}") for unit in (1, 2, 3)]
    labels = labels_of(lines)
    assert [label.name for label in labels] == ["unit 1", "unit 2", "unit 3"]
    assert len({label.box for label in labels}) == 3


def test_a_line_along_the_very_edge_has_its_label_beside_it():
    (label,) = labels_of([straight((3, -50), (3, 450))])
    assert sides(label)[0] == pytest.approx(style.LABEL_ROOM[0], abs=1)


@pytest.mark.parametrize("ends", [((-50, 20), (20, -50)), ((500, 0), (500, 400))])
def test_a_line_that_is_not_on_the_picture_has_no_label(ends):
    assert labels_of([straight(*ends)]) == []


@pytest.mark.parametrize("number", [np.nan, np.inf, 1e300])
def test_lines_without_measure_are_no_harm(number):
    assert labels_of([straight((number, 0), (0, number))]) == []


def test_a_label_keeps_from_points_if_it_can():
    line = straight((0, 300), (400, 100))
    (label,) = labels_of([line])
    x, y = middle(label)
    points = cells_of(np.array([[x / SIZE], [y / SIZE]]))
    (moved,) = labels_of([line], points)
    assert moved.box != label.box
    everywhere = np.ones_like(points)
    assert labels_of([line], everywhere) == [label]


def test_cells_with_points_are_known():
    cells = cells_of(np.array([[0.0, 1.0, 0.5], [0.0, 1.0, 0.25]]))
    assert cells.shape == (CELLS, CELLS)
    assert np.argwhere(cells).tolist() == [[0, 0], [CELLS // 4, CELLS // 2], [CELLS - 1, CELLS - 1]]


def test_a_bent_line_has_its_label_at_its_top():
    angle = np.linspace(0, 2 * np.pi, 100)
    circle = np.column_stack([200 + 90 * np.cos(angle), 220 + 90 * np.sin(angle)])
    halves = [half * [1, -1] for half in (circle[:50], circle[50:])]
    (label,) = labels_of([UnitLine(halves, "#7a2f9e", (1, 0), "unit 12")])
    assert middle(label) == pytest.approx((200, 130), abs=4)
    assert label.box[2] == round(style.label_width("unit 12")) > round(style.label_width("unit 1"))


def test_without_lines_there_are_no_labels():
    assert labels_of([]) == []
