"""The strip of lessons follows the settings; headline and guess are answered by the picture."""

import pytest
from page_visit import Visit

from playground.settings.lessons import FIRST, LESSONS, address_of, next_after

BY_NAME = {lesson.name: lesson for lesson in LESSONS}
TITLE = "Neural Network Playground"
BY_HAND = "Weights changed by hand."


@pytest.fixture
def visit(monkeypatch):
    return Visit(monkeypatch).connects()


def opens(visit, lesson):
    visit.page.open_address(address_of(lesson))
    visit.window.rest()


def headline(visit):
    visit.window.rest()
    return visit.document.querySelector("#headline").textContent


def link(visit):
    """Return text and address of the link beside the headline, or None."""
    way = visit.document.querySelector("#lead a")
    return way and (way.textContent, way.href)


def marks(visit):
    """Return the lesson that is marked, and whether it was left."""
    return {
        one.dataset.lesson: one.dataset.left
        for one in visit.document.querySelectorAll("#lessons a")
        if one.ariaCurrent
    }


def guess(visit, lesson, number):
    boxes = visit.document.querySelectorAll(f".guess[data-lesson={lesson.name}] input")
    boxes[number].checked = True


@pytest.mark.parametrize("lesson", LESSONS, ids=BY_NAME)
def test_a_lesson_asks_before_it_claims(visit, lesson):
    opens(visit, lesson)
    assert headline(visit) == lesson.question
    visit.sees_picture(state="paused", epoch=0, last_epoch=0)
    assert headline(visit) == lesson.question
    assert visit.document.querySelector("#lead").textContent == ""
    visit.sees_picture(state="running", epoch=1, last_epoch=1)
    assert headline(visit) == lesson.question
    visit.sees_picture()
    assert headline(visit) == lesson.claim
    assert link(visit) == (lesson.nudge, "#" + lesson.leads_to)
    assert visit.document.querySelector(".said").textContent == lesson.lead


@pytest.mark.parametrize("lesson", LESSONS, ids=BY_NAME)
def test_the_chosen_lesson_is_marked_and_so_are_its_guesses_and_the_title(visit, lesson):
    opens(visit, lesson)
    assert marks(visit) == {lesson.name: "no"}
    groups = visit.document.querySelectorAll(".guess")
    assert [one.dataset.lesson for one in groups if not one.hidden] == [lesson.name]
    assert visit.document.title == f"{lesson.label} · {TITLE}"


def test_a_lesson_that_was_left_says_where_one_is_and_leads_back(visit):
    visit.chooses("activation", "relu")
    visit.sees_picture()
    assert headline(visit) == "Moons, 3 hidden units"
    assert marks(visit) == {FIRST.name: "yes"}
    assert visit.document.title == TITLE
    assert all(one.hidden for one in visit.document.querySelectorAll(".guess"))
    assert link(visit) == (f"Back to “{FIRST.label}”", "#" + address_of(FIRST))
    visit.chooses("activation", "tanh")
    assert marks(visit) == {FIRST.name: "no"}


@pytest.mark.parametrize("lesson", LESSONS, ids=BY_NAME)
def test_what_a_lesson_has_proposed_ends_with_what_was_found_and_leads_on(visit, lesson):
    opens(visit, lesson)
    visit.page.open_address(lesson.leads_to)
    visit.sees_picture(state="running", epoch=5)
    assert headline(visit) != lesson.finding
    visit.sees_picture()
    if lesson.name == "one_line":  # leads to another lesson
        assert headline(visit) == BY_NAME["two_lines"].claim
        return
    assert headline(visit) == lesson.finding
    following = next_after(lesson)
    to = f"Next: “{following.label}”" if following else f"Back to “{lesson.label}”"
    assert link(visit) == (to, "#" + address_of(following or lesson))


def test_weights_changed_by_hand_bear_out_no_claim(visit):
    visit.sees_picture()
    assert headline(visit) == FIRST.claim
    visit.sees_picture(state="paused", by_hand=True, train_accuracy=0.5)
    assert headline(visit) == FIRST.question
    assert visit.document.querySelector(".remark").textContent == BY_HAND
    visit.sees_picture()
    assert headline(visit) == FIRST.claim


def test_what_is_unusual_about_the_data_is_said_beside_the_headline(visit):
    visit.page.choose({"shape": "custom"})
    visit.sees_picture(problem="All points are of one class.")
    headline(visit)
    assert visit.document.querySelector(".remark").textContent == "All points are of one class."


def test_the_view_leaves_no_lesson(visit):
    visit.page.choose({"mistakes": "on", "speed": "slow", "time_scale": "linear"})
    assert marks(visit) == {FIRST.name: "no"}


@pytest.mark.parametrize(
    ("name", "number", "picture", "answer"),
    [
        ("one_line", 1, {"train_accuracy": 0.68}, "You said about 70: it got 68, right."),
        ("three_lines", 2, {"train_accuracy": 1.0}, "You said all of them: it got 100, right."),
        (
            "overfitting",
            2,
            {"train_accuracy": 1.0, "test_accuracy": 22 / 30, "n_train": 30, "n_test": 30},
            "You said all 30: it got 22.",
        ),
        (
            "rate_too_high",
            0,
            {"state": "diverged", "stop_reason": "diverged"},
            "You said makes it faster: it broke.",
        ),
    ],
)
def test_a_guess_is_answered_from_what_was_measured(visit, name, number, picture, answer):
    opens(visit, BY_NAME[name])
    guess(visit, BY_NAME[name], number)
    visit.sees_picture(**picture)
    visit.window.rest()
    assert visit.document.querySelector(".answer").textContent == answer


def test_without_a_guess_there_is_no_answer(visit):
    visit.sees_picture()
    visit.window.rest()
    assert visit.document.querySelector(".answer") is None


def test_the_picture_of_an_older_choice_answers_nothing(visit):
    opens(visit, BY_NAME["xor"])
    visit.sees_picture(change=0)
    assert headline(visit) == BY_NAME["xor"].question
