"""What a reader who draws by keys is told: where the cross is, and how many points there are."""

import importlib

import pytest
from page_visit import Visit

NAMES = ["x₁", "x₂", "class 0", "class 1"]


@pytest.fixture
def visit(monkeypatch):
    visit = Visit(monkeypatch).connects()
    visit.sees_first_picture()
    drawing = importlib.import_module("page.points.drawing")
    visit.drawing = drawing.PointDrawing(visit.page, visit.editor)
    visit.canvas = visit.document.querySelector("#boundary")
    visit.window.rest()
    return visit


def test_the_cross_is_told_in_the_numbers_beside_the_picture(visit):
    visit.editor.take("1")
    visit.canvas.send("keydown", key="ArrowRight")
    assert visit.spoken == "Cross at x₁ 0.09, x₂ 0.5; 100 points."
    visit.canvas.send("keydown", key="ArrowUp")
    assert visit.spoken == "Cross at x₁ 0.09, x₂ 0.59; 100 points."


def test_what_has_been_drawn_or_erased_is_told_with_the_new_number_of_points(visit):
    visit.editor.take("1")
    visit.canvas.send("keydown", key="Enter")
    visit.window.rest()
    visit.sees_picture(n_train=101)
    fields = {"code": "", "names": "", "edit": 1, "begins": True, "is_copy": False, "words": ""}
    visit.hears("points", **fields)
    assert visit.document.querySelector("#voice").textContent == (
        "class 1 at x₁ 0, x₂ 0.5; 101 points."
    )
    visit.window.rest()
    visit.editor.take("erase")
    visit.sees_picture(n_train=1)
    visit.hears("points", **{**fields, "edit": 2})
    assert visit.document.querySelector("#voice").textContent == (
        "Erased at x₁ 0, x₂ 0.5; 1 point."
    )


def test_a_pointer_which_shows_where_it_is_is_told_nothing(visit):
    visit.editor.take("1")
    before = visit.document.querySelector("#voice").textContent
    visit.canvas.send("pointerdown", button=0, pointerId=1, offsetX=10, offsetY=10)
    fields = {"code": "", "names": "", "edit": 1, "begins": True, "is_copy": False, "words": ""}
    visit.hears("points", **fields)
    assert " at x₁" not in before + visit.document.querySelector("#voice").textContent
