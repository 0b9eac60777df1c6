"""The hidden space as a picture: a plane, a cube that turns, or a pair of units; and its words."""

import numpy as np
import pytest
from engine_scenes import SIZE, looked, session_of
from hypothesis import given
from hypothesis import strategies as st

from engine.views.cube import Camera, cut
from engine.views.drawing import Image, Letters, Shape
from engine.views.scene import scene_of
from engine.views.space import NO_LAYER, ONE_UNIT, SpaceView
from playground.look.theme import THEMES

CLASSES = THEMES["light"].classes


def choice(first=-1, second=-1, turn=0):
    return {"kind": "space", "first": first, "second": second, "turn": turn}


def markers(drawing):
    """Return how many markers of each class there are."""
    return [
        sum(
            one.outline.count("M")
            for one in drawing
            if isinstance(one, Shape) and one.fill == color
        )
        for color in CLASSES
    ]


def names(drawing):
    return [one.text for one in drawing if isinstance(one, Letters) and "unit" in one.text]


def line(drawing):
    """Return the boundary of the output, if there is one."""
    wide = [one for one in drawing if isinstance(one, Shape) and one.width > 2 and not one.fill]
    return [one for one in wide if one.stroke == THEMES["light"].line]


def test_two_units_have_a_plane_with_the_outputs_line_and_its_probability():
    view, session = SpaceView(), session_of(hidden_units=2)
    drawing = looked(view, session)
    assert markers(drawing) == [50, 50]
    assert names(drawing) == ["a₁ of unit 1", "a₁ of unit 2"]
    assert len(line(drawing)) == 1
    assert [one for one in drawing if isinstance(one, Image)]
    assert "until one straight line separates the classes: here it does not" in view.text
    right = round(session.metrics()["train_accuracy"] * 100)
    assert f"After epoch 40, {right} of 100 points lie on their side of it." in view.text


def test_the_colours_of_the_plane_are_what_the_output_says_there():
    drawing = looked(SpaceView(), session_of(1000, hidden_units=2))
    (image,) = [one for one in drawing if isinstance(one, Image)]
    assert image.pixels.shape == (41, 41, 4)
    # The classes' colours are both there.
    assert len({tuple(pixel) for pixel in image.pixels.reshape(-1, 4).tolist()}) > 50


def test_the_points_of_either_class_lie_where_the_colour_is_theirs_once_it_has_learned():
    view, session = SpaceView(), session_of(1000, hidden_units=2, shape="blobs")
    drawing = looked(view, session)
    (image,) = [one for one in drawing if isinstance(one, Image)]
    left, top, right, bottom = image.box
    at = (view._places - [left, top]) / [right - left, bottom - top] * 40
    pixels = image.pixels[at[:, 1].round().astype(int), at[:, 0].round().astype(int)].astype(int)
    redder = pixels[:, 0] > pixels[:, 2]
    assert np.mean(redder == session.dataset.y) > 0.95


@pytest.mark.parametrize(
    ("changed", "text"), [({"layers": 0}, NO_LAYER), ({"hidden_units": 1}, ONE_UNIT)]
)
def test_where_there_is_no_plane_that_is_said(changed, text):
    view = SpaceView()
    assert looked(view, session_of(**changed)) == []
    assert view.text == text
    view.move(1, 0)
    assert view.point == -1


def test_of_many_units_two_are_shown_and_no_line_is_claimed():
    view, session = SpaceView(), session_of(hidden_units=8)
    drawing = looked(view, session)
    assert names(drawing) == ["a₁ of unit 1", "a₁ of unit 2"]
    view.choose(choice(6, 2))
    assert names(view.drawing(SIZE, "light")) == ["a₁ of unit 7", "a₁ of unit 3"]
    assert line(drawing) == []
    assert "two of 8 units" in view.text
    view.choose(choice(6, 20))  # of a network that is gone
    assert names(view.drawing(SIZE, "light")) == ["a₁ of unit 7", "a₁ of unit 1"]


def test_three_units_have_a_cube_with_the_outputs_plane():
    view, session = SpaceView(), session_of(1000)
    drawing = looked(view, session)
    assert markers(drawing) == [50, 50]
    assert len(names(drawing)) == 3
    assert "until one straight plane can separate the classes" in view.text
    before = view._places.copy()
    view.choose(choice(turn=90))
    view.drawing(SIZE, "light")
    assert not np.allclose(before, view._places)
    view.choose(choice(turn=360))
    view.drawing(SIZE, "light")
    assert np.allclose(before, view._places)


def test_the_last_hidden_layer_is_the_one_that_is_shown():
    drawing = looked(SpaceView(), session_of(layers=2, widths="5-2"))
    assert names(drawing) == ["a₂ of unit 1", "a₂ of unit 2"]


@pytest.mark.parametrize("units", [2, 3, 8])
@pytest.mark.parametrize("activation", ["tanh", "relu", "linear"])
def test_all_points_lie_on_the_canvas(units, activation):
    view = SpaceView()
    looked(view, session_of(hidden_units=units, activation=activation))
    assert len(view._places) == 100
    assert (view._places >= 0).all()
    assert (view._places <= SIZE).all()


def test_dead_units_and_zeros_are_drawn_as_well():
    for changed in ({"initialization": "zeros"}, {"activation": "relu", "weights_seed": 5}):
        for units in (2, 3, 4):
            assert looked(SpaceView(), session_of(hidden_units=units, **changed))


def test_the_nearest_point_is_told_and_marked():
    view, session = SpaceView(), session_of(hidden_units=2)
    before = looked(view, session)
    across, down = view._places[16]
    view.hover(across + 1, down)
    near = view.point
    assert np.hypot(*(view._places[near] - view._places[16])) <= 2
    assert view.pointed.startswith(f"Point {near + 1} of 100: a₁ = (")
    assert f"class {session.dataset.y[near]}" in view.pointed
    assert len(view.drawing(SIZE, "light")) == len(before) + 2
    view.hover(-600, -280)
    assert (view.point, view.pointed) == (-1, "")


def test_the_point_that_is_followed_through_has_a_ring():
    view = SpaceView()
    before = looked(view, session_of(hidden_units=2))
    view.picked = 16
    drawing = view.drawing(SIZE, "light")
    assert len(drawing) == len(before) + 1
    assert drawing[-1].stroke == THEMES["light"].line


def test_the_arrow_keys_lead_from_point_to_point_and_around():
    view = SpaceView()
    looked(view, session_of(hidden_units=2))
    view.move(1, 0)
    view.move(0, 1)
    assert view.point == 1
    view.move(-1, 0)
    view.move(0, -1)
    assert view.point == 99


def test_it_follows_the_timeline_and_a_run_no_faster_than_it_can_be_seen(monkeypatch):
    clock = [10.0]
    monkeypatch.setattr("engine.views.space.perf_counter", lambda: clock[0])
    view, session = SpaceView(), session_of(hidden_units=2)
    looked(view, session)
    session.go_to(3)
    assert view.follow(scene_of(session, None))
    assert "After epoch 3," in view.text
    session.run()
    news = 0
    for _ in range(20):
        session.training.train(1)
        news += view.follow(scene_of(session, None))
        clock[0] += 0.01
    assert news in (4, 5)


# --- the cube ------------------------------------------------------------------------------


@given(turn=st.floats(-720, 720))
def test_the_whole_cube_stays_in_its_box_at_every_turn(turn):
    camera = Camera(turn, (10, 20, 310, 260))
    corners = np.array(np.meshgrid(*[[-1.0, 1.0]] * 3)).reshape(3, -1)
    places = camera.places(corners)
    assert (places >= [10, 20]).all()
    assert (places <= [310, 260]).all()
    assert camera.edges().count("M") == 12


W = st.floats(-5, 5).filter(lambda w: w == 0 or abs(w) > 0.01)


@given(w=st.tuples(W, W, W).map(np.array), b=st.floats(-10, 10))
def test_a_cut_lies_in_the_plane_and_on_the_faces_in_order(w, b):
    corners = cut(w, b)
    signs = np.array(np.meshgrid(*[[-1.0, 1.0]] * 3)).reshape(3, -1)
    sides = w @ signs + b
    if (sides > 1e-6).any() and (sides < -1e-6).any():
        assert len(corners) >= 3
    if len(corners):
        assert np.allclose(corners @ w + b, 0, atol=1e-9)
        assert (np.abs(corners) <= 1 + 1e-9).all()
        assert np.allclose(np.abs(corners).max(axis=1), 1)


def test_a_cut_through_the_middle_is_a_hexagon_or_a_square():
    assert len(np.unique(cut(np.array([1.0, 1.0, 1.0]), 0).round(9), axis=0)) == 6
    square = cut(np.array([0.0, 0.0, 2.0]), 0)
    assert len(square) == 4
    # In order: neighbours share a face.
    steps = np.abs(np.diff(np.vstack([square, square[:1]]), axis=0)).sum(axis=1)
    assert np.allclose(steps, 2)
