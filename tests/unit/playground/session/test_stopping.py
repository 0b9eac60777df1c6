"""The judge: why a training is over, from nothing but its losses."""

import math

import pytest

from playground.session.stopping import (
    CONVERGED_EPOCHS,
    CONVERGED_FALL,
    DIVERGED_LOSS,
    EPOCHS_PER_CHECK,
    PATIENCE,
    StoppingCriteria,
)
from playground.settings.values import defaults

NO_TEST = math.nan


def judged(losses, first=(0.7, 0.7), **changed):
    """Return the epoch at which these losses end a training, and why."""
    judge = StoppingCriteria()
    judge.begin(0, first)
    values = {**defaults(), **changed}
    for chunk, loss in enumerate(losses, 1):
        ending = judge.ending(chunk * EPOCHS_PER_CHECK, loss, values)
        if ending:
            return chunk * EPOCHS_PER_CHECK, ending
    return None


def falling(test=None):
    """Return losses that fall for ever, of 2000 epochs."""
    losses = [0.7 / (1 + chunk) for chunk in range(2000 // EPOCHS_PER_CHECK)]
    return [(loss, NO_TEST if test is None else test) for loss in losses]


def test_what_is_judged_after_whole_chunks_can_be_compared():
    for epochs in (CONVERGED_EPOCHS, PATIENCE):
        assert epochs % EPOCHS_PER_CHECK == 0


def test_a_judge_begins_with_what_it_hears_first():
    judge = StoppingCriteria()
    assert not judge.has_begun
    judge.begin(40, (0.7, 0.7))
    assert judge.has_begun
    assert judge.best_epoch() == 40
    judge.cut(-1)
    assert not judge.has_begun


@pytest.mark.parametrize("epochs", [20, 1000, 1001, 1019])
def test_a_falling_loss_ends_with_the_last_epoch(epochs):
    last = math.ceil(epochs / EPOCHS_PER_CHECK) * EPOCHS_PER_CHECK
    assert judged(falling(), epochs=epochs) == (last, "epochs")


def test_ten_times_the_loss_of_not_knowing_is_diverged():
    assert pytest.approx(10 * math.log(2)) == DIVERGED_LOSS
    assert judged([(0.5, 0.5), (DIVERGED_LOSS - 1e-9, 0.5), (DIVERGED_LOSS, 0.5)]) == (
        *(3 * EPOCHS_PER_CHECK, "diverged"),
    )


def test_a_loss_that_began_higher_has_not_diverged_until_it_is_there_again():
    losses = [(90.0, 1.0), (20.0, 1.0), (99.0, 1.0), (100.0, 1.0)]
    assert judged(losses, first=(100.0, 1.0)) == (4 * EPOCHS_PER_CHECK, "diverged")
    assert judged(losses[:3], first=(100.0, 1.0)) is None


def test_a_target_is_met_by_a_loss_as_low_as_that():
    losses = [(0.5, NO_TEST), (0.2, NO_TEST), (0.1, NO_TEST)]
    assert judged(losses, target_loss=0.2) == (2 * EPOCHS_PER_CHECK, "target")
    assert judged(losses, target_loss=0.19) == (3 * EPOCHS_PER_CHECK, "target")
    assert judged(losses, target_loss=0.0) is None
    # It is the loss of what is learned that counts.
    assert judged([(0.5, 0.01)], target_loss=0.2) is None


def test_of_the_targets_after_one_that_is_passed_only_lower_ones_count_until_it_goes_back():
    judge = StoppingCriteria()
    judge.pass_target(EPOCHS_PER_CHECK, 0.2)
    for target, ending in ((0.2, ""), (0.3, ""), (0.15, "target")):
        values = {**defaults(), "target_loss": target}
        assert judge.ending(2 * EPOCHS_PER_CHECK, (0.1, NO_TEST), values) == ending
    judge.cut(EPOCHS_PER_CHECK - 1)
    values = {**defaults(), "target_loss": 0.2}
    assert judge.ending(2 * EPOCHS_PER_CHECK, (0.1, NO_TEST), values) == "target"


def test_stopping_early_waits_for_a_better_test_loss_for_so_many_epochs():
    better = falling(test=0.5)
    better[5] = (better[5][0], 0.4)
    best = 6 * EPOCHS_PER_CHECK
    assert judged(better, early_stopping="on", epochs=2000) == (best + PATIENCE, "early")
    assert judged(better, early_stopping="off", epochs=2000) == (2000, "epochs")
    # A test loss that keeps falling, if by little, is waited for.
    slow = [(loss, 0.5 - 1e-6 * n) for n, (loss, _) in enumerate(falling())]
    assert judged(slow, early_stopping="on", epochs=2000) == (2000, "epochs")


def test_the_best_epoch_is_the_first_with_the_lowest_test_loss():
    judge = StoppingCriteria()
    judge.begin(0, (1.0, 0.9))
    for epoch, test in ((20, 0.5), (40, 0.3), (60, 0.3), (80, 0.4)):
        judge.ending(epoch, (0.9, test), defaults())
    assert judge.best_epoch() == 40
    judge.cut(39)
    assert judge.best_epoch() == 20


def test_without_a_test_nothing_stops_early():
    first = (0.7, NO_TEST)
    assert judged(falling(), first, early_stopping="on", epochs=2000) == (2000, "epochs")


def test_a_loss_that_has_stopped_falling_is_converged():
    flat = [(0.7 - CONVERGED_FALL / 1e6 * n, NO_TEST) for n in range(100)]
    assert judged(flat, epochs=2000) == (CONVERGED_EPOCHS, "converged")
    falls = [(0.7 - CONVERGED_FALL * n, NO_TEST) for n in range(100)]
    assert judged(falls, epochs=2000) == (2000, "epochs")


def test_rising_again_is_not_converged():
    assert judged([(0.5 + 0.01 * (n % 7), NO_TEST) for n in range(100)], epochs=2000) == (
        *(2000, "epochs"),
    )


def test_what_was_cut_does_not_count():
    judge, values = StoppingCriteria(), {**defaults(), "epochs": 5000}
    judge.begin(0, (0.9, NO_TEST))
    assert judge.ending(EPOCHS_PER_CHECK, (0.5, NO_TEST), values) == ""
    judge.cut(EPOCHS_PER_CHECK - 1)
    assert judge.ending(EPOCHS_PER_CHECK + CONVERGED_EPOCHS, (0.5, NO_TEST), values) == ""
    judge.cut(0)
    judge.ending(EPOCHS_PER_CHECK, (0.5, NO_TEST), values)
    assert judge.ending(EPOCHS_PER_CHECK + CONVERGED_EPOCHS, (0.5, NO_TEST), values) == "converged"


@pytest.mark.parametrize(
    ("loss", "expected"),
    [((DIVERGED_LOSS, 0.1), "diverged"), ((0.2, 9.0), "target"), ((0.3, 9.0), "early")],
)
def test_of_several_reasons_the_gravest_is_named(loss, expected):
    judge = StoppingCriteria()
    judge.begin(0, (0.3, 0.1))
    values = {**defaults(), "epochs": 200, "target_loss": 0.2, "early_stopping": "on"}
    assert judge.ending(200, loss, values) == expected
