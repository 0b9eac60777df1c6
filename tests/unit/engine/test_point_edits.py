"""What becomes of pencils, erasers and tables: new points, or a word why not."""

import numpy as np
import pytest

from engine import point_edits
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
