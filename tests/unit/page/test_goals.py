"""The goals of a teacher: how they are said, and which picture reaches them."""

import pytest
from page_visit import PICTURE, Visit

from playground.settings.link import read_link


@pytest.fixture
def goals(monkeypatch):
    """The module of that name, as the page imports it."""
    Visit(monkeypatch)
    from page import goals

    return goals


def picture(**changed):
    return {**PICTURE, "n_test": 20, "test_loss": 0.05, "test_accuracy": 0.95, **changed}


@pytest.mark.parametrize(
    ("fragment", "words"),
    [
        ("", ""),
        ("shape=moons", ""),
        ("goal_test_loss=0.1&goal_units=3", "Goal: test loss below 0.1 with at most 3 units"),
        ("goal_accuracy=0.95", "Goal: at least 95 % correct"),
        ("goal_accuracy=0.925&goal_epochs=1", "Goal: at least 92.5 % correct within 1 epoch"),
        (
            "goal_accuracy=1&goal_test_loss=0.02&goal_units=1&goal_epochs=300",
            "Goal: test loss below 0.02 and at least 100 % correct with at most 1 unit"
            " within 300 epochs",
        ),
        ("goal_units=0", "Goal: a training with at most 0 units"),
    ],
)
def test_a_goal_is_said_in_one_line(goals, fragment, words):
    assert goals.words_of(read_link(fragment)) == words


@pytest.mark.parametrize(
    ("fragment", "changed", "is_reached"),
    [
        ("goal_test_loss=0.1", {}, True),
        ("goal_test_loss=0.05", {}, False),  # as low is not below
        ("goal_test_loss=0.1", {"test_loss": None, "n_test": 0}, False),
        ("goal_accuracy=0.95", {}, True),
        ("goal_accuracy=0.96", {}, False),
        ("goal_accuracy=0.96", {"n_test": 0, "test_accuracy": None}, True),  # of the training
        ("goal_accuracy=0.9", {"train_accuracy": None, "n_test": 0}, False),
        ("goal_accuracy=0.9&goal_units=3", {}, True),
        ("goal_accuracy=0.9&goal_units=2", {}, False),
        ("goal_accuracy=0.9&goal_units=7", {"sizes": [2, 4, 3, 1]}, True),
        ("goal_accuracy=0.9&goal_units=6", {"sizes": [2, 4, 3, 1]}, False),
        ("goal_accuracy=0.9&goal_units=0", {"sizes": [2, 1]}, True),
        ("goal_accuracy=0.9&goal_epochs=1000", {}, True),
        ("goal_accuracy=0.9&goal_epochs=999", {}, False),
        ("goal_units=3", {}, True),
        ("goal_units=3", {"epoch": 0}, False),
    ],
)
def test_a_picture_reaches_a_goal_if_it_reaches_all_parts_of_it(
    goals, fragment, changed, is_reached
):
    assert goals.is_reached(read_link(fragment), picture(**changed)) == is_reached


def test_it_is_reached_once_and_said_with_when_and_with_what(goals):
    judge = goals.Goals()
    judge.open(read_link("goal_test_loss=0.1&goal_units=3"))
    assert not judge.judge(picture(test_loss=0.2, epoch=100))
    assert judge.reached is None
    assert judge.judge(picture(epoch=214))
    assert not judge.judge(picture(epoch=300))
    assert judge.reached == {"epoch": 214, "units": 3, "test_loss": 0.05, "accuracy": 0.95}
    assert judge.sentence(None) == (
        "Goal: test loss below 0.1 with at most 3 units. Reached at epoch 214 with 3 units."
    )
    judge.open(read_link("shape=moons"))
    assert (judge.reached, judge.sentence(None)) == (None, "")


def test_a_test_loss_needs_points_for_the_test(goals):
    judge = goals.Goals()
    judge.open(read_link("goal_test_loss=0.1"))
    assert judge.sentence(picture()) == "Goal: test loss below 0.1."
    said = judge.sentence(picture(n_test=0, test_loss=None))
    assert said == f"Goal: test loss below 0.1. {goals.NO_TEST}"
