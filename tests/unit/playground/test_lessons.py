"""The lessons: what each claims once it is trained, and what its nudge promises, hold over seeds.

A reader who asks for new data or new weights stays at the same claim; so each is tried with other
points and other first weights. The insights of the article are tested in test_insights.py, too.
"""

import functools
import re

import pytest

from playground.session.session import Session
from playground.session.stopping import DIVERGED, RUNNING
from playground.settings.address import from_fragment
from playground.settings.lessons import (
    FIRST,
    LESSONS,
    address_of,
    follows_nudge,
    guess_of,
    lesson_of,
    next_after,
    whole,
)
from playground.settings.link import read_link
from playground.settings.table import SETTINGS, VIEW
from playground.settings.values import defaults, take

SEEDS = range(12)
BY_NAME = {lesson.name: lesson for lesson in LESSONS}
MEASURES = ("train", "test", "diverged")


@functools.cache
def trained(address, seed=None):
    """Return the session at the end of what an *address* says, with other seeds if one is given."""
    values, problems = from_fragment(address)
    assert problems == []
    if seed is not None:
        values = {**values, "data_seed": seed, "weights_seed": seed}
    session = Session(values)
    session.advance(float("inf"))
    assert session.state != RUNNING
    return session


@functools.cache
def metrics(address, seed=None):
    return trained(address, seed).metrics()


def accuracy(address, seed=None):
    return metrics(address, seed)["train_accuracy"]


def lesson_and_nudge(name, seed):
    """Return the training accuracy of a lesson, and that of what it leads to."""
    lesson = BY_NAME[name]
    return accuracy(lesson.settings, seed), accuracy(lesson.leads_to, seed)


# --- the table of lessons ------------------------------------------------------------------


def test_the_three_insights_come_first_and_five_lessons_follow():
    assert [lesson.name for lesson in LESSONS] == [
        "one_line", "two_lines", "three_lines",
        "xor", "rate_too_high", "zeros", "overfitting", "spiral",
    ]  # fmt: skip


def test_the_page_begins_with_the_lesson_of_the_default_settings():
    assert FIRST.name == "three_lines"
    assert lesson_of(defaults()) is FIRST


@pytest.mark.parametrize("lesson", LESSONS, ids=BY_NAME)
def test_every_lesson_has_its_words(lesson):
    assert re.fullmatch("[a-z]+(_[a-z]+)*", lesson.name)
    assert lesson.question.endswith("?")
    assert lesson.claim.endswith(".")
    assert lesson.lead.endswith(".")
    assert not lesson.nudge.endswith(".")
    assert bool(lesson.finding) == (lesson.leads_to not in map(address_of, LESSONS))
    assert len(lesson.finding) <= 55
    assert len(lesson.label) <= 15  # the strip has room for no more
    assert max(len(lesson.question), len(lesson.claim)) <= 55  # the headline is one line
    assert lesson.asks
    assert lesson.measure in MEASURES


@pytest.mark.parametrize("lesson", LESSONS, ids=BY_NAME)
def test_the_addresses_of_a_lesson_are_understood(lesson):
    for address in (lesson.settings, lesson.leads_to):
        assert from_fragment(address)[1] == []
    assert read_link(lesson.settings).epoch is None
    assert from_fragment(address_of(lesson)) == from_fragment(lesson.settings)
    assert read_link(address_of(lesson)).epoch == 0


@pytest.mark.parametrize("lesson", LESSONS, ids=BY_NAME)
def test_a_nudge_leads_to_other_settings(lesson):
    assert from_fragment(lesson.leads_to) != from_fragment(lesson.settings)


@pytest.mark.parametrize("lesson", LESSONS, ids=BY_NAME)
def test_who_follows_a_nudge_is_found_whatever_they_say_of_the_view(lesson):
    values, _ = from_fragment(lesson.leads_to)
    assert follows_nudge(lesson, {**values, "mistakes": "on"}) == bool(lesson.finding)
    assert not follows_nudge(lesson, {**values, "epochs": 7})
    assert not follows_nudge(lesson, from_fragment(lesson.settings)[0])


def test_each_lesson_but_the_last_is_followed_by_another():
    assert [next_after(lesson) for lesson in LESSONS] == [*LESSONS[1:], None]


@pytest.mark.parametrize("lesson", LESSONS, ids=BY_NAME)
def test_a_lesson_is_found_by_its_settings_whatever_they_say_of_the_view(lesson):
    values, _ = from_fragment(lesson.settings)
    assert lesson_of(values) is lesson
    view = {"mistakes": "on", "loss_scale": "log", "time_scale": "linear", "speed": "slow"}
    assert lesson_of(take(values, view)[0]) is lesson


@pytest.mark.parametrize("lesson", LESSONS, ids=BY_NAME)
@pytest.mark.parametrize("setting", SETTINGS, ids=[setting.name for setting in SETTINGS])
def test_a_lesson_is_left_with_any_setting_that_is_not_of_the_view(lesson, setting):
    values, _ = from_fragment(lesson.settings)
    other = {**values, setting.name: "something else"}
    assert lesson_of(other) is (lesson if setting.effect == VIEW else None)


@pytest.mark.parametrize("lesson", LESSONS, ids=BY_NAME)
def test_every_share_that_can_be_measured_has_its_guess(lesson):
    assert len(lesson.guesses) == len({guess.text for guess in lesson.guesses}) == 3
    for share in [n / 1000 for n in range(1001)]:
        guess = guess_of(lesson, share)
        distances = [max(one.low - share, share - one.high, 0) for one in lesson.guesses]
        assert distances[lesson.guesses.index(guess)] == min(distances)
    assert guess_of(lesson, 0) is lesson.guesses[0]
    assert guess_of(lesson, 1) is lesson.guesses[-1]


@pytest.mark.parametrize(
    ("share", "text"), [(0, "about 70"), (0.95, "about 90"), (1, "all of them")]
)
def test_a_share_that_nobody_can_guess_belongs_to_the_nearest(share, text):
    assert whole(guess_of(BY_NAME["two_lines"], share).text) == text
    assert whole(guess_of(BY_NAME["one_line"], 0.85).text) == "about 70"


@pytest.mark.parametrize("lesson", LESSONS, ids=BY_NAME)
def test_a_guess_is_meant_by_the_number_that_it_says(lesson):
    n_points = trained(lesson.settings).dataset
    n = {"train": n_points.y.size, "test": n_points.y_test.size}.get(lesson.measure)
    if n:
        for guess in lesson.guesses[:-1]:
            number = int(whole(guess.text).split(" ")[-1])
            if whole(guess.text) != "all of them":
                assert guess_of(lesson, number / n) is guess
        assert str(n) in lesson.asks


@pytest.mark.parametrize("lesson", LESSONS, ids=BY_NAME)
def test_what_is_measured_is_one_of_the_guesses_and_not_a_wrong_one(lesson):
    measured = metrics(lesson.settings)
    if lesson.measure == "diverged":
        share = trained(lesson.settings).state == DIVERGED
    else:
        share = measured[f"{lesson.measure}_accuracy"]
    right = {
        "one_line": "about 70", "two_lines": "about 90", "three_lines": "all of them",
        "xor": "about 50", "rate_too_high": "breaks it", "zeros": "about 50",
        "overfitting": "about 24", "spiral": "about 160",
    }  # fmt: skip
    assert whole(guess_of(lesson, share).text) == right[lesson.name]


# --- what the lessons claim ------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_one_line_cannot_part_a_ring_and_a_second_unit_does_better(seed):
    before, after = lesson_and_nudge("one_line", seed)
    assert before <= 0.8
    assert after > before + 0.1


def test_the_second_unit_opens_the_next_lesson_untrained():
    assert BY_NAME["one_line"].leads_to == address_of(BY_NAME["two_lines"])


@pytest.mark.parametrize("seed", SEEDS)
def test_two_lines_leave_a_strip(seed):
    assert 0.8 <= accuracy(BY_NAME["two_lines"].settings, seed) < 0.98


def test_a_third_line_closes_the_ring_but_for_weights_that_get_stuck():
    # From N(0, 1), about one training in twenty ends in a worse valley.
    third = [lesson_and_nudge("two_lines", seed)[1] for seed in SEEDS]
    assert sum(share == 1 for share in third) >= len(SEEDS) - 1
    assert accuracy(BY_NAME["two_lines"].leads_to) == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_three_lines_bend_around_both_moons_and_two_do_worse(seed):
    before, after = lesson_and_nudge("three_lines", seed)
    assert before >= 0.98
    assert after < before


@pytest.mark.parametrize("seed", SEEDS)
def test_no_line_parts_xor_and_four_hidden_units_do(seed):
    before, after = lesson_and_nudge("xor", seed)
    assert before <= 0.7
    assert after >= 0.98


@pytest.mark.parametrize("seed", SEEDS)
def test_too_high_a_rate_breaks_the_training_and_a_hundredth_of_it_does_not(seed):
    lesson = BY_NAME["rate_too_high"]
    assert trained(lesson.settings, seed).state == DIVERGED
    cured = trained(lesson.leads_to, seed)
    assert cured.values["learning_rate"] == trained(lesson.settings).values["learning_rate"] / 100
    assert cured.state != DIVERGED
    assert accuracy(lesson.leads_to, seed) == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_units_that_begin_equal_stay_equal_and_random_ones_learn(seed):
    before, after = lesson_and_nudge("zeros", seed)
    first, *others = trained(BY_NAME["zeros"].settings, seed).network.weights[0]
    assert all((other == first).all() for other in others)
    assert before == 0.5
    assert after > 0.8


@pytest.mark.parametrize("seed", SEEDS)
def test_sixteen_units_learn_thirty_noisy_points_by_heart(seed):
    session = trained(BY_NAME["overfitting"].settings, seed)
    assert session.dataset.y.size == session.dataset.y_test.size == 30
    found = session.metrics()
    assert found["train_accuracy"] >= 0.9
    assert found["test_accuracy"] < found["train_accuracy"]
    # The loss of the test points rises, which the chart shows.
    _, losses = session.training.curve.points()
    assert losses[-1, 1] > 1.5 * losses[:, 1].min()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_penalty_keeps_the_test_loss_down(seed):
    lesson = BY_NAME["overfitting"]
    before, after = metrics(lesson.settings, seed), metrics(lesson.leads_to, seed)
    assert after["test_loss"] < before["test_loss"]
    assert after["test_accuracy"] >= before["test_accuracy"]


def test_in_the_lesson_itself_the_penalty_is_seen_to_help():
    lesson = BY_NAME["overfitting"]
    before, after = metrics(lesson.settings), metrics(lesson.leads_to)
    assert before["train_accuracy"] == 1
    assert before["test_loss"] > 10 * before["train_loss"]
    assert after["test_loss"] < before["test_loss"] / 2
    assert after["test_accuracy"] > before["test_accuracy"]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_spiral_takes_depth(seed):
    before, after = lesson_and_nudge("spiral", seed)
    assert before < 0.98
    assert after >= 0.98
