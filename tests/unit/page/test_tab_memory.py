"""What the page is left with, and what it begins with when it is loaded again. On CPython."""

import json

import numpy as np
import pytest
from page_visit import Visit

from playground.custom.codec import pack

POINTS = pack(np.array([[0.0, 1.0], [0.5, -1.0]]), np.array([0, 1]))
RUN = {"state": "running", "stop_reason": "", "epoch": 40}
PAUSED = {"state": "paused", "stop_reason": "", "epoch": 40}
NAME = "nn-playground-tab-1"


@pytest.fixture
def visit(monkeypatch):
    return Visit(monkeypatch).connects()


@pytest.fixture
def loads_again(monkeypatch):
    """Return a function that leaves a visit, and loads the page once more in the same tab."""

    def load(visit):
        visit.page.settle()
        visit.page.memory.keep()
        return Visit(monkeypatch, visit.window.location.hash, tab=visit.window.kept_by_tab)

    return load


def begins(visit):
    return [message["epoch"] for message in visit.worker.of_kind("begin")]


def test_the_epoch_of_a_run_comes_back_and_the_run_goes_on_from_there(visit, loads_again):
    visit.page.act("run")
    visit.sees_picture(**RUN)
    again = loads_again(visit).connects()
    assert begins(again) == [40]
    again.sees_picture(state="running", stop_reason="", epoch=12)
    assert again.worker.of_kind("act") == []
    again.sees_picture(**PAUSED)
    again.sees_picture(**PAUSED)
    assert [message["action"] for message in again.worker.of_kind("act")] == ["run"]


def test_who_does_something_else_first_is_not_overruled(visit, loads_again):
    visit.page.act("run")
    visit.sees_picture(**RUN)
    again = loads_again(visit).connects()
    again.page.act("step")
    again.sees_picture(**PAUSED)
    assert [message["action"] for message in again.worker.of_kind("act")] == ["step"]
    assert not json.loads(left(again))["runs"]


def test_a_run_that_was_asked_for_before_python_was_there_is_not_forgotten(monkeypatch):
    visit = Visit(monkeypatch)
    visit.page.act("run")
    assert json.loads(left(visit))["runs"]


def test_a_run_of_before_is_not_that_of_a_link_that_is_opened(visit):
    visit.page.act("run")
    visit.sees_picture(state="done", stop_reason="epochs")
    visit.page.open_address("shape=circles&epoch=900")
    assert not json.loads(left(visit))["runs"]


def test_what_trains_as_fast_as_possible_does_so_again(visit, loads_again):
    visit.chooses("shape", "circles")
    visit.sees_picture(**RUN)
    again = loads_again(visit).connects()
    assert begins(again) == begins(visit)
    again.sees_picture(**PAUSED)
    assert again.worker.of_kind("act") == []


def test_weights_by_hand_come_back_also_when_it_is_loaded_twice(visit, loads_again):
    visit.hears("weights", code="AQADAADAPwAAesPNzMw9", problem="")
    visit.sees_picture(by_hand=True, **PAUSED)
    again = loads_again(loads_again(visit)).connects()
    assert begins(again) == [40]
    assert [message["code"] for message in again.worker.of_kind("weights")] == [
        "AQADAADAPwAAesPNzMw9"
    ]


def test_points_their_undo_and_those_under_another_shape_come_back(visit, loads_again):
    visit.hears("points", code=POINTS, names="", edit=1, begins=True, is_copy=False, words="")
    visit.editor.undo()
    again = loads_again(visit)
    assert again.page.choices.values["shape"] == "moons"
    assert again.page.storage.latest() == (POINTS, "")
    again.editor.redo()
    assert again.page.choices.values["points"] == POINTS


def test_without_room_the_undo_is_what_is_left_out(visit):
    visit.editor.bring_back([{"shape": "moons", "noise": "0", "points": "", "names": ""}], [])
    write = visit.window.tabMemory.write
    visit.window.tabMemory.write = lambda name, text: "noise" not in text and write(name, text)
    state = json.loads(left(visit))
    assert state["past"] == []
    assert state["fragment"].startswith("v=1&shape=moons&hidden_units=3&epoch=0")


def test_it_is_taken_up_once_and_kept_no_longer_than_nobody_is_there(visit, loads_again):
    again = loads_again(visit)
    assert NAME not in again.window.kept_by_tab
    again.page.memory.keep()
    assert NAME in again.window.kept_by_tab
    again.page.memory.forget()
    assert NAME not in again.window.kept_by_tab


@pytest.mark.parametrize("text", ["", "{", "{}", None])
def test_a_damaged_memory_is_none(monkeypatch, text):
    visit = Visit(monkeypatch, "#shape=circles", tab={NAME: text})
    assert visit.page.choices.values["shape"] == "circles"


def left(visit):
    """Return what is kept when the page is left."""
    visit.page.memory.keep()
    return visit.window.kept_by_tab[NAME]
