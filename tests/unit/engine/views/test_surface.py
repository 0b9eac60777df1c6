"""The loss surface as a picture: in slices, over two parameters, with the way of the run."""

from itertools import combinations

import numpy as np
import pytest
from engine_scenes import SIZE, looked, session_of

from engine.views import surface as module
from engine.views.drawing import Image, Letters, Shape
from engine.views.scene import scene_of
from engine.views.surface import SurfaceView, chosen
from playground.look.theme import THEMES


def choice(first=-1, second=-1):
    return {"kind": "surface", "first": first, "second": second}


def test_the_usual_parameters_are_the_first_weights_of_both_layers():
    def names(*arguments):
        return [parameter.name for parameter in chosen(*arguments)]

    assert names((2, 3, 1), -1, -1) == ["W₁[1, 1]", "W₂[1, 1]"]
    assert names((2, 3, 1), 2, 0) == ["b₁[1]", "W₁[1, 1]"]
    assert names((2, 1), -1, -1) == ["W₁[1, 1]", "W₁[1, 2]"]
    for first, second in ((9, 9), (0, 0), (500, -1), (-1, 0)):
        one, other = chosen((2, 3, 1), first, second)
        assert one != other


def test_it_shows_losses_contours_path_and_network():
    view, session = SurfaceView(), session_of(1000)
    drawing = looked(view, session)
    (image,) = [one for one in drawing if isinstance(one, Image)]
    assert image.pixels.shape == (41, 41, 4)
    words = [one.text for one in drawing if isinstance(one, Letters)]
    assert "W₁[1, 1]" in words
    assert "W₂[1, 1]" in words
    ink = [one for one in drawing if isinstance(one, Shape) and one.stroke == THEMES["light"].line]
    assert any(one.width == module.PAST for one in ink)
    loss = session.metrics()["train_loss"]
    assert f"after epoch 1000. Here it is {loss:.3g}," in view.text
    assert "W₁[1, 1] and W₂[1, 1]" in view.text


@pytest.mark.parametrize("size", [SIZE, (340, 280)])
def test_no_two_labels_of_contours_touch(size):
    view = SurfaceView()
    looked(view, session_of(1000, hidden_units=4, layers=2))
    drawing = view.drawing(size, "light")
    labels = [one for one in drawing if isinstance(one, Letters) and one.size == module.LABEL]
    assert len(labels) >= 2
    for one, other in combinations(labels, 2):
        width = 6 * (len(one.text) + len(other.text)) / 2  # of digits of this size
        is_apart = abs(one.down - other.down) > module.LABEL
        assert is_apart or abs(one.across - other.across) > width


def test_the_losses_at_the_nodes_are_those_of_the_network():
    view, session = SurfaceView(), session_of()
    looked(view, session)
    surface = view._work.result.surface
    column, row = 10, 30
    network = scene_of(session, None).network
    network.weights[0][0, 0], network.weights[1][0, 0] = surface.x[column], surface.y[row]
    X = session.inputs.transform(session.dataset.X)
    expected = network.loss(X, session.dataset.y)
    left, top, right, bottom = view._axes.box
    view.hover(left + (right - left) * column / 40, bottom - (bottom - top) * row / 40)
    assert view.pointed.startswith("W₁[1, 1] = ")
    assert view.pointed.endswith(f": loss {expected:.3g}.")
    assert len(view.drawing(SIZE, "dark")) > 3
    view.hover(1, 1)
    assert view.pointed == ""


def test_the_arrow_keys_begin_at_the_network():
    view = SurfaceView()
    view.move(1, 0)
    looked(view, session_of())
    view.move(1, 0)
    surface = view._work.result.surface
    column, row = view._node
    assert abs(surface.x[column] - surface.here[0]) <= np.diff(surface.x)[0] / 2 + 1e-9
    view.move(0, -1)
    assert view._node == (column, row + 1)
    for _ in range(60):
        view.move(1, 1)
    assert view._node == (40, 0)


def test_its_place_on_the_timeline_divides_the_path():
    view, session = SurfaceView(), session_of(1000)
    looked(view, session)
    session.go_to(10)
    drawing = looked(view, session)
    future = [one for one in drawing if isinstance(one, Shape) and one.width == module.FUTURE]
    past = [one for one in drawing if isinstance(one, Shape) and one.width == module.PAST]
    assert future
    assert past
    assert len(past[0].outline.split()) < len(future[0].outline.split())


def test_untrained_there_is_no_path():
    session = session_of()
    session.reset()
    drawing = looked(SurfaceView(), session)
    assert not [one for one in drawing if isinstance(one, Shape) and one.width == module.PAST]


def test_other_parameters_cancel_what_is_under_way(monkeypatch):
    monkeypatch.setattr("engine.views.work.SECONDS_A_FRAME", 0)
    view, session = SurfaceView(), session_of(n_samples=500)
    scene = scene_of(session, None)
    view.follow(scene)
    assert 0 < view.progress < 1
    view.choose(choice(1, 2))
    assert view.progress == 1
    view.follow(scene)
    assert 0 < view.progress < 0.5
    looked(view, session)
    assert "W₁[1, 2] and b₁[1]" in view.text
    view.choose(choice(1, 2))  # nothing new
    assert view.is_done_with(scene)


@pytest.mark.parametrize(
    "change",
    [
        {"regularization": "l2"},
        {"activation": "relu"},
        {"hidden_units": 4},
        {"data_seed": 1},
        {"mistake": "doubled"},
    ],
)
def test_any_change_cancels_it(monkeypatch, change):
    monkeypatch.setattr("engine.views.work.SECONDS_A_FRAME", 0)
    view, session = SurfaceView(), session_of(n_samples=500)
    before = scene_of(session, None)
    for _ in range(5):
        view.follow(before)
    progress = view.progress
    session.apply({**session.values, **change})
    session.pause()
    view.follow(scene_of(session, before))
    assert view.progress < progress


@pytest.mark.parametrize("mistake", ["no_transpose", "doubled"])
def test_a_broken_network_has_a_surface(mistake):
    assert looked(SurfaceView(), session_of(mistake=mistake))


def test_huge_losses_are_drawn():
    session = session_of(shape="circles", learning_rate=1000.0, activation="relu", epochs=20)
    assert looked(SurfaceView(), session)


@pytest.mark.parametrize("initialization", ["zeros", "normal"])
def test_a_flat_surface_is_drawn(initialization):
    session = session_of(initialization=initialization, layers=3, epochs=1)
    assert looked(SurfaceView(), session)
