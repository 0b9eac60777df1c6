"""The sentences of the page, seen and heard."""

import re

import pytest
from page_visit import Visit


@pytest.fixture
def visit(monkeypatch):
    return Visit(monkeypatch).connects()


def test_the_words_are_those_of_the_newest_choice_only(visit):
    visit.sees_picture()
    assert "98 %" in visit.status
    assert "98 %" in visit.document.querySelector("#boundary").ariaLabel
    visit.chooses("shape", "circles")
    visit.sees_picture(change=0)
    assert "98 %" not in visit.status
    visit.sees_picture(train_accuracy=0.5)
    assert re.search("Circles.* 50 %", visit.status)


def test_after_an_error_the_words_of_the_training_stay_away(visit):
    visit.document.querySelector("#status").children[1].textContent = ""
    visit.sees_picture()
    visit.document.documentElement.dataset.state = "error"
    assert visit.status.strip() == ""


def test_a_notice_stays_beside_the_words(visit):
    visit.hears("notice", text="No matplotlib.")
    assert visit.document.documentElement.dataset.painter == "only the sketch"
    visit.sees_picture()
    assert visit.status.startswith("No matplotlib. Moons, ")


def test_words_that_are_only_a_summary_are_for_those_who_do_not_see_the_picture(visit):
    visit.sees_picture()
    assert visit.status
    assert visit.document.querySelector("#status").className == "unseen"
    visit.page.say("No such file.")
    assert visit.document.querySelector("#status").className == ""


def test_what_was_wrong_is_said_until_the_next_deed(visit):
    problem = visit.document.querySelector("[data-problem=learning_rate]")
    visit.page.correct({"learning_rate": "abc"})
    assert not problem.hidden
    visit.page.act("step")
    assert problem.hidden
