"""A point picked on the picture: by a click, by the arrow keys, and never while one draws."""

import pytest
from page_visit import Visit

POINT = {"index": 16, "n": 100, "label": 1, "across": 0.25, "down": 0.5, "words": "Point 17 …"}


@pytest.fixture
def visit(monkeypatch):
    one = Visit(monkeypatch).connects()
    one.picking = one.modules.picking.PointPicking(one.page, one.editor)
    one.picture = one.document.querySelector("#boundary")
    one.sees_first_picture()
    return one


def click(visit, x=100, y=150, moved=0, **facts):
    visit.picture.send("pointerdown", **{"button": 0, "offsetX": x - moved, "offsetY": y, **facts})
    visit.picture.send("click", offsetX=x, offsetY=y)


def picked(visit):
    return [(message["across"], message["down"]) for message in visit.worker.of_kind("pick")]


def indices(visit):
    return [message["index"] for message in visit.worker.of_kind("point")]


def press(visit, key, **held):
    return visit.picture.send("keydown", key=key, code="", **held)


def test_a_click_picks_what_is_there(visit):
    click(visit)
    assert picked(visit) == [(100 / 400, 150 / 300)]


def test_a_pointer_that_has_moved_picks_nothing(visit):
    click(visit, moved=6)
    assert picked(visit) == []


def test_another_button_picks_nothing(visit):
    click(visit, button=2)
    assert picked(visit) == []


def test_who_draws_picks_nothing(visit):
    visit.editor.take("1")
    click(visit)
    press(visit, "ArrowRight")
    assert picked(visit) == []
    assert indices(visit) == []


def test_a_tool_put_away_between_down_and_up_picks_nothing(visit):
    visit.editor.take("1")
    visit.picture.send("pointerdown", button=0, offsetX=1, offsetY=1)
    visit.editor.take(None)
    visit.picture.send("click", offsetX=1, offsetY=1)
    assert picked(visit) == []


def test_the_keyboard_reaches_the_picture(visit):
    assert visit.picture.tabIndex == 0
    visit.editor.take("1")
    visit.editor.take(None)
    assert visit.picture.tabIndex == 0


@pytest.mark.parametrize(
    ("at", "key", "index"),
    [
        (None, "ArrowRight", 0),
        (None, "ArrowLeft", 99),
        (16, "ArrowRight", 17),
        (16, "ArrowDown", 17),
        (16, "ArrowUp", 15),
        (99, "ArrowRight", 0),
        (0, "ArrowLeft", 99),
        (16, "Escape", -1),
    ],
)
def test_keys_lead_from_point_to_point(visit, at, key, index):
    visit.sees_picture(point=None if at is None else {**POINT, "index": at})
    press(visit, key)
    assert indices(visit) == [index]


def test_other_keys_are_left_alone(visit):
    assert not press(visit, "Enter").is_prevented
    assert not press(visit, "ArrowRight", ctrlKey=True).is_prevented
    assert indices(visit) == []


def test_a_point_that_numpy_refuses_to_show_is_let_go_of_too(visit):
    press(visit, "Escape")
    assert indices(visit) == [-1]


def test_without_points_there_is_none_to_pick(visit):
    visit.sees_picture(n_train=0)
    press(visit, "ArrowRight")
    assert indices(visit) == []


def test_a_ring_lies_around_the_point(visit):
    ring = visit.document.querySelector("#picked")
    assert ring.hidden
    visit.sees_picture(point=POINT)
    assert not ring.hidden
    assert (ring.style.left, ring.style.top) == ("25%", "50%")
    visit.sees_picture()
    assert ring.hidden
