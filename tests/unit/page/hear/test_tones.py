"""The loss as tones: as high as the curve on the chart, in the time of its axis."""

import pytest

from page.hear.tones import HIGHEST, LOWEST, STEPS, voices_of

NO_TEST = [None, None, None]


def curve(train, test=NO_TEST, epochs=(0, 10, 100)):
    return {"epochs": list(epochs), "train": train, "test": test}


def test_a_curve_that_falls_is_a_tone_that_falls():
    (tones,) = voices_of(curve([0.9, 0.4, 0.1]), 100, "linear", "linear")
    assert len(tones) == STEPS
    assert tones == sorted(tones, reverse=True)
    assert all(LOWEST <= tone <= HIGHEST for tone in tones)


def test_the_chart_says_how_high_a_tone_is():
    (tones,) = voices_of(curve([1.0, 0.5, 0.0]), 100, "linear", "linear")
    assert tones[0] == pytest.approx(HIGHEST)
    assert tones[-1] == pytest.approx(LOWEST)
    (tones,) = voices_of(curve([1.0, 1.0, 0.5]), 100, "linear", "linear")
    assert tones[-1] == pytest.approx((LOWEST * HIGHEST) ** 0.5)  # the middle of the chart


def test_on_a_logarithmic_chart_equal_factors_are_equal_intervals():
    losses = curve([0.1, 0.01, 0.001], epochs=(0, 50, 100))
    (tones,) = voices_of(losses, 100, "linear", "log")
    middle = tones[STEPS // 2 - 1 : STEPS // 2 + 1]
    assert sum(middle) / 2 == pytest.approx((tones[0] * tones[-1]) ** 0.5, rel=1e-3)
    # Not so where small losses lie on the ground.
    (tones,) = voices_of(losses, 100, "linear", "linear")
    assert tones[STEPS // 2] < (tones[0] * tones[-1]) ** 0.5 * 0.98


def test_time_passes_as_on_the_chart():
    losses = curve([1.0, 0.0, 0.0], epochs=(0, 9, 99))
    reached = {}
    for scale in ("linear", "log"):
        (tones,) = voices_of(losses, 99, scale, "linear")
        reached[scale] = next(step for step, tone in enumerate(tones) if tone < LOWEST + 0.01)
    assert reached["linear"] == pytest.approx(STEPS * 9 / 99, abs=1)
    assert reached["log"] == pytest.approx(STEPS / 2, abs=1)


def test_a_training_that_has_not_ended_is_heard_as_far_as_it_has_come():
    (tones,) = voices_of(curve([0.8, 0.6, 0.5]), 10_000, "linear", "linear")
    assert len(tones) == STEPS
    assert tones[-1] == pytest.approx(LOWEST * (HIGHEST / LOWEST) ** 0.5)


def test_the_test_is_a_second_voice_on_the_same_chart():
    training, test = voices_of(curve([0.9, 0.2, 0.1], [0.9, 0.5, 0.8]), 100, "log", "linear")
    assert training[0] == test[0]
    assert test[-1] > training[-1]


def test_a_loss_beyond_all_numbers_is_at_the_top():
    (tones,) = voices_of(curve([0.5, 3.0, None]), 100, "linear", "linear")
    assert tones[-1] == pytest.approx(HIGHEST)
    (tones,) = voices_of(curve([None, None, None]), 100, "linear", "log")
    assert set(tones) == {HIGHEST}


def test_epochs_at_the_same_place_do_no_harm():
    (tones,) = voices_of(curve([0.5, 0.4, 0.3], epochs=(5, 5, 5)), 10, "log", "log")
    assert len(tones) == STEPS
