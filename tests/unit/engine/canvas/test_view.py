"""The canvas of the views: what the browser is asked for."""

import numpy as np
import pytest
from fake_browser import Canvas, Worker

from engine.views.drawing import Image, Letters, Shape


@pytest.fixture
def worker():
    with Worker().importing("engine.canvas.view") as module:
        yield module


def painted(worker, *drawing, size=(600, 280), density=2):
    canvas = Canvas()
    worker.ViewCanvas(canvas).paint(list(drawing), size, density)
    return canvas


def test_the_canvas_gets_the_size_and_the_density(worker):
    canvas = painted(worker, density=2.5)
    assert (canvas.width, canvas.height) == (1500, 700)
    (scale,) = canvas.context.named("setTransform")
    assert scale[1] == (2.5, 0, 0, 2.5, 0, 0)


def test_a_shape_is_filled_and_drawn_along(worker):
    canvas = painted(worker, Shape("M0 0h1", "#123456", "#654321", 3, (2, 1), 0.5))
    (fill,), (stroke,) = canvas.context.named("fill"), canvas.context.named("stroke")
    assert (fill[1][0].text, fill[2]["fillStyle"], fill[2]["globalAlpha"]) == (
        *("M0 0h1", "#123456"),
        0.5,
    )
    assert (stroke[2]["strokeStyle"], stroke[2]["lineWidth"]) == ("#654321", 3)
    dashes = [list(arguments[0]) for _, arguments, _ in canvas.context.named("setLineDash")]
    assert dashes == [[2, 1], []]
    assert canvas.context.look["globalAlpha"] == 1
    assert not painted(worker, Shape("M0 0h1", "#123456")).context.named("stroke")
    assert not painted(worker, Shape("M0 0h1", stroke="#123456")).context.named("fill")


def test_words_stand_on_their_ground(worker):
    canvas = painted(worker, Letters(3, 4, "W₁", "#123456", "right", 12, "#ffffff"))
    (halo,), (words,) = canvas.context.named("strokeText"), canvas.context.named("fillText")
    assert halo[1] == words[1] == ("W₁", 3, 4)
    assert (halo[2]["strokeStyle"], words[2]["fillStyle"]) == ("#ffffff", "#123456")
    assert words[2]["textAlign"] == "right"
    assert not painted(worker, Letters(3, 4, "W₁", "#123456")).context.named("strokeText")


def test_the_outermost_nodes_of_an_image_lie_on_its_edges(worker):
    pixels = np.zeros((5, 9, 4), np.uint8)
    (call,) = painted(worker, Image(pixels, (10, 20, 110, 70))).context.named("drawImage")
    assert call[1][1:] == (0.5, 0.5, 8, 4, 10, 20, 100, 50)


def test_anything_else_is_an_error(worker):
    with pytest.raises(TypeError, match="cannot be painted"):
        painted(worker, "a word")
