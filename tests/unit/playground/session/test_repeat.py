"""A training repeated from other seeds: each result is that of a training by itself."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.look.chart_axes import share_of
from playground.session.repeat import SEEDS, Repetition, thinned
from playground.session.session import Session
from playground.settings.values import defaults

SHORT = {**defaults(), "epochs": 40, "n_samples": 30}


def finished(values, count, seconds=math.inf):
    repetition = Repetition(values, count)
    for _ in range(10_000):
        if repetition.is_done:
            return repetition
        repetition.advance(seconds)
    raise AssertionError("it does not come to its end")


def alone(values):
    session = Session(values)
    session.advance(math.inf)
    return session


@settings(deadline=None, max_examples=10)
@given(seed=st.integers(0, SEEDS - 1), test_fraction=st.sampled_from([0.0, 0.25]))
def test_each_result_is_that_of_its_seed_alone(seed, test_fraction):
    values = {**SHORT, "weights_seed": seed, "test_fraction": test_fraction}
    repetition = finished(values, 3)
    assert repetition.seeds == [(seed + step) % SEEDS for step in range(3)]
    for one, result in zip(repetition.seeds, repetition.results, strict=True):
        session = alone({**values, "weights_seed": one})
        metrics = session.metrics()
        assert (result.seed, result.epochs, result.stop_reason) == (one, 40, "epochs")
        assert result.train_loss == pytest.approx(metrics["train_loss"], rel=1e-9)
        assert result.test_loss == (
            None if not test_fraction else pytest.approx(metrics["test_loss"], rel=1e-9)
        )
        assert result.train_accuracy == metrics["train_accuracy"]


def test_however_it_is_cut_into_slices_it_ends_the_same():
    assert finished(SHORT, 2, 1e-4).results == finished(SHORT, 2).results


def test_a_slice_is_over_soon_and_tells_of_each_end():
    repetition = Repetition({**defaults(), "epochs": 10_000}, 2)
    assert not repetition.advance(1e-4)
    assert repetition.results == []
    short = Repetition(SHORT, 2)
    assert [short.advance(math.inf) for _ in range(3)] == [True, True, False]


def test_its_settings_are_those_it_began_with():
    values = dict(SHORT)
    repetition = Repetition(values, 1)
    values["epochs"] = 1
    repetition.advance(math.inf)
    assert repetition.results[0].epochs == 40


def test_what_diverges_and_what_cannot_be_trained_comes_to_an_end_as_well():
    diverged = finished({**defaults("circles"), "learning_rate": 1000.0}, 2)
    assert {result.stop_reason for result in diverged.results} <= {"diverged", "epochs"}
    nothing = finished({**defaults("custom")}, 2)
    assert [result.train_loss for result in nothing.results] == [None, None]
    refused = finished({**SHORT, "mistake": "no_transpose"}, 1)
    assert len(refused.results) == 1


@given(
    epochs=st.lists(st.integers(0, 10_000), min_size=1, max_size=300, unique=True),
    most=st.integers(4, 120),
)
def test_of_a_long_curve_no_more_than_so_many_points_are_kept(epochs, most):
    epochs = np.sort(epochs)
    losses = np.stack([epochs + 0.5, -epochs], axis=1)
    kept, kept_losses = thinned(epochs, losses, most)
    assert len(kept) == len(kept_losses) == min(len(kept), most)
    assert (kept[0], kept[-1]) == (epochs[0], epochs[-1])
    assert np.all(np.diff(kept) > 0)
    assert np.array_equal(kept_losses[:, 0], kept + 0.5)
    if len(epochs) <= most:
        assert np.array_equal(kept, epochs)


def test_a_curve_keeps_its_shape_on_either_scale():
    epochs = np.arange(0, 1001)
    kept, _ = thinned(epochs, np.zeros((1001, 2)), 120)
    for scale in ("linear", "log"):
        shares = [share_of(epoch, 1000, scale) for epoch in kept]
        widest = 0.11 if scale == "log" else 0.02  # between epochs 0 and 1 there is none
        assert max(np.diff(shares)) < widest
