"""Files that are asked for: each wish gets its own, or hears why there is none. On CPython."""

import sys

import pytest
from page_visit import Visit

PICTURE_FILE = {"address": "blob:1", "name": "moons-3.png", "bytes": 3, "problem": ""}
TITLE = "Why?"


@pytest.fixture
def visit(monkeypatch):
    visit = Visit(monkeypatch, "#shape=moons&hidden_units=3").connects()
    visit.sees_first_picture()
    return visit


class Wish:
    def __init__(self, visit, *what, **fields):
        self.got, self.refused = [], []
        visit.page.takeaway.make(*what, self.got.append, self.refused.append, **fields)


def messages(visit):
    """Return the module with what is said: it can only be imported beside a page."""
    return sys.modules[type(visit.page.takeaway).__module__]


def asked(visit):
    return visit.worker.of_kind("export")


def test_a_wish_says_what_there_is_and_gets_its_file(visit):
    wish = Wish(visit, "picture", "png", scale=4)
    (message,) = asked(visit)
    assert (message["subject"], message["format"], message["scale"]) == ("picture", "png", 4)
    assert "shape=moons&hidden_units=3" in message["fragment"]
    visit.hears("exported", number=message["number"], **PICTURE_FILE)
    assert [file["address"] for file in wish.got] == ["blob:1"]


def test_two_wishes_get_their_own_files_in_any_order(visit):
    first, second = Wish(visit, "picture", "png"), Wish(visit, "data", "csv")
    numbers = [message["number"] for message in asked(visit)]
    visit.hears("exported", number=numbers[1], **{**PICTURE_FILE, "address": "blob:2"})
    visit.hears("exported", number=numbers[0], **PICTURE_FILE)
    assert first.got[0]["address"] == "blob:1"
    assert second.got[0]["address"] == "blob:2"


def test_what_was_called_off_is_for_nobody(visit):
    first = Wish(visit, "picture", "gif")
    visit.page.takeaway.press(visit.document.querySelector("[data-action=export_stop]"))
    assert len(visit.worker.of_kind("export_stop")) == 1
    second = Wish(visit, "data", "csv")
    numbers = [message["number"] for message in asked(visit)]
    visit.hears("exported", number=numbers[0], **PICTURE_FILE)  # it was on its way
    assert not first.got
    assert not second.got
    visit.hears("exported", number=numbers[1], **PICTURE_FILE)
    assert second.got


def test_a_wish_that_nobody_can_fulfil_is_refused_and_the_next_one_is_not(visit):
    assert Wish(visit, "picture", "png", scale=100).refused == [messages(visit).NOT_SENT]
    wish = Wish(visit, "picture", "png")
    visit.hears("exported", number=2, **{**PICTURE_FILE, "address": "", "problem": "No."})
    assert wish.refused == ["No."]


def test_too_many_at_once_are_refused(visit):
    most = messages(visit).MAX_WAITING
    wishes = [Wish(visit, "data", "csv") for _ in range(most + 1)]
    assert [wish.refused for wish in wishes] == [[]] * most + [[messages(visit).TOO_MANY]]


def test_a_sheet_asks_what_the_lesson_asks_and_not_what_it_teaches(visit):
    Wish(visit, "sheet", "html")
    (message,) = asked(visit)
    assert message["title"] == "Can three lines bend around both moons?"
    assert message["task"] == "How many of the 100 points will it get right?"


def test_a_sheet_asks_what_a_teacher_asks(monkeypatch):
    address = "#shape=xor&title=Why%3F&note=Look.&goal_accuracy=0.9"
    visit = Visit(monkeypatch, address).connects()
    visit.sees_first_picture()
    Wish(visit, "sheet", "html")
    (message,) = asked(visit)
    assert message["title"] == TITLE
    assert message["task"].startswith("Look.\nGoal: at least 90 % correct")
