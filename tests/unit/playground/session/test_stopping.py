"""The stopping criteria: why a training is over, from nothing but what it is told after epochs."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.session.stopping import (
    CONVERGED_EPOCHS,
    DIVERGED_LOSS,
    EPOCHS_PER_CHECK,
    ROUNDING,
    STILL,
    StoppingCriteria,
)
from playground.settings.table import EARLY_STOPPING_PATIENCE
from playground.settings.values import defaults

NO_TEST = math.nan


def values_of(**changed):
    return {**defaults(), "epochs": 10000, **changed}


def checked(losses=(), steps=(), first=0.7, rate=1.2, is_minimum=True, **changed):
    """Return the check at which a training with these losses or steps ends, and why."""
    criteria = StoppingCriteria()
    criteria.begin(0, first)
    rounds = max(len(losses), len(steps))
    losses = losses or [0.5] * rounds
    steps = steps or [1.0] * rounds
    for number, (loss, step) in enumerate(zip(losses, steps, strict=True), 1):
        epoch = number * EPOCHS_PER_CHECK
        criteria.check(epoch, loss, step, rate, lambda: is_minimum)
        reason = criteria.stop_reason(epoch, loss, values_of(**changed))
        if reason:
            return number, reason
    return None


def heard(test_losses, **changed):
    """Return the epoch at which these test losses, of every epoch, end a training, and why."""
    criteria = StoppingCriteria()
    for epoch, loss in enumerate(test_losses):
        criteria.hear(epoch, loss)
        reason = criteria.stop_reason(epoch, 0.5, values_of(early_stopping="on", **changed))
        if reason:
            return epoch, reason, criteria.best_epoch
    return None


# --- the last epoch, divergence, the target --------------------------------------------


@pytest.mark.parametrize("epochs", [1, 20, 1019, 10000])
def test_the_last_epoch_ends_a_training(epochs):
    criteria = StoppingCriteria()
    assert criteria.stop_reason(epochs - 1, 0.5, values_of(epochs=epochs)) == ""
    assert criteria.stop_reason(epochs, 0.5, values_of(epochs=epochs)) == "epochs"
    assert criteria.stop_reason(epochs + 1, 0.5, values_of(epochs=epochs)) == "epochs"


def test_ten_times_the_loss_of_not_knowing_is_diverged():
    assert pytest.approx(10 * math.log(2)) == DIVERGED_LOSS
    assert checked([0.5, DIVERGED_LOSS - 1e-9, DIVERGED_LOSS]) == (3, "diverged")


def test_a_loss_that_began_higher_has_not_diverged_until_it_is_there_again():
    assert checked([90.0, 20.0, 99.0, 100.0], first=100.0) == (4, "diverged")
    assert checked([90.0, 20.0, 99.0], first=100.0) is None


def test_what_begins_anew_is_measured_by_the_loss_it_begins_with_then():
    criteria = StoppingCriteria()
    assert not criteria.has_begun
    criteria.begin(0, 0.7)
    assert criteria.has_begun
    criteria.restart()
    assert not criteria.has_begun
    criteria.begin(33, 100.0)
    criteria.check(40, 90.0, 1.0, 1.2, bool)
    assert criteria.stop_reason(40, 90.0, values_of()) == ""


def test_a_target_is_met_by_a_loss_as_low_as_that():
    criteria = StoppingCriteria()
    for loss, target, reason in ((0.2, 0.2, "target"), (0.2, 0.19, ""), (0.2, 0.0, "")):
        assert criteria.stop_reason(7, loss, values_of(target_loss=target)) == reason


def test_of_the_targets_after_one_that_is_passed_only_lower_ones_count_until_it_goes_back():
    criteria = StoppingCriteria()
    criteria.go_past(20, "target", 0.2)
    for target, reason in ((0.2, ""), (0.3, ""), (0.15, "target")):
        assert criteria.stop_reason(40, 0.1, values_of(target_loss=target)) == reason
    criteria.cut(19)
    assert criteria.stop_reason(40, 0.1, values_of(target_loss=0.2)) == "target"


# --- stopping early --------------------------------------------------------------------


def test_stopping_early_waits_for_a_better_test_loss_for_so_many_epochs():
    losses = [0.5] * 57 + [0.4] + [0.41] * 500
    assert heard(losses) == (57 + EARLY_STOPPING_PATIENCE, "early", 57)
    # A test loss that keeps falling, if by little, is waited for.
    assert heard([0.5 - 1e-9 * epoch for epoch in range(2000)]) is None


@given(st.lists(st.sampled_from([0.1, 0.2, 0.3]), min_size=1, max_size=60))
def test_the_best_epoch_is_the_first_with_the_lowest_test_loss(losses):
    criteria = StoppingCriteria()
    for epoch, loss in enumerate(losses):
        criteria.hear(epoch, loss)
        assert criteria.best_epoch == losses.index(min(losses[: epoch + 1]))


def test_of_a_best_epoch_that_is_cut_nothing_is_known():
    criteria = StoppingCriteria()
    for epoch, loss in enumerate([0.9, 0.5, 0.3, 0.4]):
        criteria.hear(epoch, loss)
    criteria.cut(2)
    assert criteria.best_epoch == 2
    criteria.cut(1)
    assert criteria.best_epoch is None
    criteria.hear(0, 0.9)
    criteria.forget_best()
    assert criteria.best_epoch is None


def test_without_a_test_nothing_stops_early():
    assert heard([NO_TEST] * 1000, epochs=999) == (999, "epochs", None)


def test_it_stops_early_only_where_that_is_asked_for():
    criteria = StoppingCriteria()
    criteria.hear(0, 0.5)
    assert criteria.stop_reason(500, 0.5, values_of(early_stopping="off")) == ""
    assert criteria.stop_reason(500, 0.5, values_of(early_stopping="on")) == "early"


# --- convergence -----------------------------------------------------------------------

CHECKS = CONVERGED_EPOCHS // EPOCHS_PER_CHECK


def test_standing_still_in_a_minimum_is_converged():
    assert CONVERGED_EPOCHS % EPOCHS_PER_CHECK == 0
    assert checked(steps=[STILL] * 50) == (CHECKS, "converged")
    assert checked(steps=[1.0] * 7 + [STILL] * 50) == (7 + CHECKS, "converged")
    assert checked(steps=[1.1 * STILL] * 50) is None


def test_with_a_lower_rate_shorter_steps_stand_still():
    assert checked(steps=[STILL * 0.01] * 50, rate=0.01) == (CHECKS, "converged")
    assert checked(steps=[STILL * 0.011] * 50, rate=0.01) is None


def test_standing_still_on_a_saddle_is_not_converged():
    assert checked(steps=[STILL] * 50, is_minimum=False) is None


def test_growing_steps_lead_away():
    assert checked(steps=[STILL * 0.01 * 1.01**n for n in range(50)]) is None


def test_without_any_step_it_stays_even_on_a_saddle():
    assert checked(steps=[0.0] * 50, is_minimum=False) == (CHECKS, "converged")
    assert checked(steps=[0.0, ROUNDING] * 25, is_minimum=False) == (CHECKS, "converged")


def test_a_minimum_is_only_looked_for_where_it_stands_still():
    criteria, asked = StoppingCriteria(), []
    criteria.begin(0, 0.7)
    for number in range(1, 50):
        step = 1.0 if number % CHECKS else 0.0
        epoch = number * EPOCHS_PER_CHECK
        criteria.check(epoch, 0.5, step, 1.2, lambda epoch=epoch: asked.append(epoch))
    assert asked == []


def test_what_was_cut_does_not_count():
    criteria = StoppingCriteria()
    criteria.begin(0, 0.7)

    def check(number):
        epoch = number * EPOCHS_PER_CHECK
        criteria.check(epoch, 0.5, 0.0, 1.2, lambda: True)
        return criteria.stop_reason(epoch, 0.5, values_of())

    reasons = [check(number) for number in range(1, CHECKS + 1)]
    assert reasons == [""] * (CHECKS - 1) + ["converged"]
    criteria.cut(CONVERGED_EPOCHS - 1)
    assert criteria.stop_reason(CONVERGED_EPOCHS, 0.5, values_of()) == ""
    assert check(CHECKS) == "converged"
    criteria.cut(0)
    criteria.restart()
    criteria.begin(0, 0.7)
    assert check(CHECKS) == ""


@pytest.mark.parametrize("reason", ["converged", "early", "diverged"])
def test_what_is_gone_past_does_not_count_until_it_goes_back(reason):
    criteria, values = StoppingCriteria(), values_of(early_stopping="on")
    criteria.begin(0, 0.7)
    criteria.hear(400 if reason != "early" else 0, 0.5)
    for epoch in range(EPOCHS_PER_CHECK, 401, EPOCHS_PER_CHECK):
        loss = 10.0 if reason == "diverged" else 0.5
        step = 0.0 if reason == "converged" else 1.0
        criteria.check(epoch, loss, step, 1.2, lambda: True)
    assert criteria.stop_reason(400, 0.5, values) == reason
    criteria.go_past(400, reason, 0.0)
    assert criteria.stop_reason(400, 0.5, values) == ""
    assert criteria.stop_reason(400, 0.5, {**values, "epochs": 400}) == "epochs"
    assert criteria.stop_reason(400, 0.5, {**values, "target_loss": 0.6}) == "target"
    criteria.restart()
    assert criteria.stop_reason(400, 0.5, values) == ""


def test_of_several_reasons_the_gravest_is_named():
    criteria = StoppingCriteria()
    criteria.begin(0, 0.3)
    criteria.hear(0, 0.1)
    values = {**defaults(), "epochs": 200, "target_loss": 0.2, "early_stopping": "on"}
    assert criteria.stop_reason(200, 0.3, values) == "early"
    assert criteria.stop_reason(200, 0.2, values) == "target"
    criteria.check(200, DIVERGED_LOSS, 1.0, 1.2, lambda: True)
    assert criteria.stop_reason(200, 0.2, values) == "diverged"
