"""What becomes of pencils, erasers and tables: new points, or a word why not."""

import numpy as np
import pytest

from engine import point_edits, table_reader
from playground.custom import codec, points
from playground.data import MAX_SAMPLES, generate
from playground.picture.plane import Plane
from playground.session.session import Session
from playground.settings.address import from_fragment

SIZE = 480


def session_with(points):
    """Return a session with own *points*, and the picture of it."""
    return session_of(f"shape=custom&points={codec.pack(*points)}")


def session_of(fragment):
    session = Session()
    session.apply(from_fragment(fragment)[0])
    plane = Plane(SIZE, 2.0)
    plane.show_data(*session.dataset[:4], limits=session.dataset.limits)
    return session, plane


def shares_of(plane, *places):
    """Return the *places* of the plane as shares of the picture."""
    return (plane.to_pixels(np.array(places, dtype=float).T) / plane.pixels).T.tolist()


FEW = (np.array([[-0.5, 0.5], [0.0, 0.25]]), np.array([0, 1]))


@pytest.mark.parametrize("label", [0, 1])
def test_places_on_the_picture_become_points_of_the_class(label):
    session, plane = session_with(FEW)
    places = [(0.2, 0.3), (-1.0, 0.75)]
    X, y = codec.unpack(
        point_edits.draw(session, plane, SIZE, str(label), shares_of(plane, *places))
    )
    assert np.allclose(X[:, 2:].T, places, atol=0.0006)
    assert y.tolist() == [0, 1, label, label]
    assert X[:, :2].tolist() == FEW[0].tolist()


def test_places_beside_the_plane_are_left_out():
    session, plane = session_with(FEW)
    code = point_edits.draw(session, plane, SIZE, "0", [[-0.01, 0.5], [0.5, 1.001]])
    assert code == codec.pack(*FEW)


def test_a_point_at_the_edge_moves_inwards_so_that_the_limits_stay():
    session, plane = session_with(FEW)
    corner = shares_of(plane, (1.199, -1.199))
    X, _ = codec.unpack(point_edits.draw(session, plane, SIZE, "1", corner))
    assert points.limits_around(X) == plane.data.limits
    assert X[:, -1].tolist() == [points.reach(1.2), -points.reach(1.2)]


def test_an_eraser_is_as_large_as_it_looks():
    session, plane = session_with(FEW)
    for distance, number in ((point_edits.ERASER - 1, 1), (point_edits.ERASER + 1, 2)):
        ((across, down),) = shares_of(plane, (0.5, 0.25))
        place = [across + distance / SIZE, down]
        code = point_edits.draw(session, plane, SIZE, point_edits.ERASE, [place])
        assert codec.unpack(code)[1].size == number


def test_an_eraser_may_leave_nothing():
    session, plane = session_with(FEW)
    places = shares_of(plane, *FEW[0].T)
    assert point_edits.draw(session, plane, SIZE, point_edits.ERASE, places) == ""


def test_generated_points_are_taken_over_with_those_for_the_test():
    session, plane = session_of("shape=moons&test_fraction=0.3&n_samples=50")
    taken = point_edits.draw(session, plane, SIZE, "0", [])
    # In any order: those for the test are any of them.
    taken, there = (
        sorted(zip(*X.tolist(), y.tolist(), strict=True))
        for X, y in map(codec.unpack, (taken, codec.pack(*generate("moons", 50))))
    )
    assert taken == there


def test_own_points_keep_their_order_whatever_the_seed():
    code = codec.pack(*generate("circles", 40))
    session, plane = session_of(f"shape=custom&points={code}&data_seed=7&test_fraction=0.5")
    assert point_edits.draw(session, plane, SIZE, "0", []) == code


def test_after_a_damaged_link_one_begins_anew():
    session, plane = session_of("shape=custom&points=AQABAAAA")
    assert session.dataset.problem
    code = point_edits.draw(session, plane, SIZE, "1", shares_of(plane, (0, 0)))
    assert codec.unpack(code)[1].tolist() == [1]


def test_one_point_too_many_is_refused():
    session, plane = session_with(generate("moons", MAX_SAMPLES))
    with pytest.raises(ValueError, match="20,001 points are too many"):
        point_edits.draw(session, plane, SIZE, "1", [[0.5, 0.5]])


# ---- Points of a table

TABLE_VALUES = np.array([[4.3, 7.9, 5.0, 5.1], [20.0, 1e9, 1.0, 2.0]])
TABLE_LABELS = np.array([0, 1, 0, 1])


def table_session(values=TABLE_VALUES, more=""):
    code, lost = table_reader.code_of(None, TABLE_LABELS[: values.shape[1]], values)
    assert lost == 0
    return session_of(f"shape=custom&points={code}&names=size,weight,a,b{more}")


def test_drawing_leaves_a_tables_numbers_and_gives_round_ones_to_new_points():
    session, plane = table_session()
    before = codec.read(session.values["points"])
    places = [(0.25, 0.5), (-1.1, 1.1)]
    after = codec.read(point_edits.draw(session, plane, SIZE, "1", shares_of(plane, *places)))
    assert after.values[:, :4].tolist() == TABLE_VALUES.tolist()
    assert after.X[:, :4].tolist() == before.X.tolist()
    assert [axis[:2] for axis in after.scale] == [axis[:2] for axis in before.scale]
    assert np.allclose(after.X[:, 4:].T, places, atol=0.0011)
    assert after.values[:, 4].tolist() == [6.55, 750000000.0]
    assert after.y.tolist() == [0, 1, 0, 1, 1, 1]


def test_erasing_leaves_a_tables_numbers_and_its_scale():
    session, plane = table_session()
    after = codec.read(
        point_edits.draw(session, plane, SIZE, point_edits.ERASE, shares_of(plane, (1, 1)))
    )
    assert after.values.tolist() == TABLE_VALUES[:, [0, 2, 3]].tolist()
    assert [axis[:2] for axis in after.scale] == [(4.3, 7.9), (1.0, 1e9)]


def test_a_stroke_without_places_changes_nothing_of_a_table():
    session, plane = table_session(more="&data_seed=7&test_fraction=0.5")
    assert point_edits.draw(session, plane, SIZE, "0", []) == session.values["points"]


def test_a_point_of_a_table_at_the_edge_leaves_the_limits():
    session, plane = table_session()
    corner = shares_of(plane, (1.199, -1.199))
    X, _ = codec.unpack(point_edits.draw(session, plane, SIZE, "1", corner))
    assert points.limits_around(X) == plane.data.limits


@pytest.mark.parametrize("values", [np.array([[1e308, -1e308], [5e-324, 0.0]])])
def test_extreme_numbers_can_be_drawn_beside(values):
    session, plane = table_session(values)
    places = shares_of(plane, (0.5, 0.5), (1.19, -1.19))
    after = codec.read(point_edits.draw(session, plane, SIZE, "1", places))
    assert after.values[:, :2].tolist() == values.tolist()
    assert np.isfinite(after.values).all()


def test_places_that_thousandths_would_join_are_kept_whole():
    X, y = np.array([[0.1, 0.1000001], [0.5, 0.5]]), np.array([0, 1])
    code, _ = table_reader.code_of(X, y)
    assert codec.unpack(code)[0].tolist() == X.tolist()


def test_it_is_said_how_many_points_lie_where_others_do():
    values = np.array([[0.0, 1e-9, 1e9], [0.0, 0.0, 0.0]])
    _, lost = table_reader.code_of(None, np.array([0, 1, 1]), values)
    assert lost == 1
