"""Losses: those of the network itself, each found once; the curve tells exact ones, evenly."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from timelines import LITTLE, grow, grown, states

from playground.data import generate
from playground.network import Network
from playground.parameters import joined
from playground.session.losses import (
    FIRST_LOSSES,
    MAX_LOSSES,
    Evaluation,
    Evaluator,
    LossCurve,
    Losses,
)
from playground.session.timeline import MAX_BYTES, Timeline

# --- what a network achieves -----------------------------------------------------------


@pytest.mark.parametrize("sizes", [(2, 1), (2, 3, 1), (2, 4, 2, 1)], ids=str)
@pytest.mark.parametrize("activation", ["tanh", "relu"])
@pytest.mark.parametrize("n_test", [0, 30])
def test_what_a_network_achieves_in_any_state(sizes, activation, n_test):
    X, y = generate("moons")
    train, test = (X[:, n_test:], y[n_test:]), (X[:, :n_test], y[:n_test])
    live = Network(sizes, activation)
    before = [array.copy() for array in live.weights + live.biases]
    evaluator = Evaluator(live, train, test)
    other = Network(sizes, activation, seed=5)
    theta = joined(other.weights, other.biases)
    memory = np.full(7, np.nan)  # that of an optimizer, which does not count
    expected = [other.loss(*train), np.nan, other.accuracy(*train), np.nan]
    if n_test:
        expected[1], expected[3] = other.loss(*test), other.accuracy(*test)
    (evaluation,) = evaluator.evaluate(np.append(theta, memory)[None])
    assert np.array_equal(evaluation, expected, equal_nan=True)
    # The network itself has not been touched.
    after = live.weights + live.biases
    assert all(np.array_equal(one, other) for one, other in zip(before, after, strict=True))


def test_an_activation_that_is_chosen_later_counts():
    X, y = generate("moons")
    network = Network((2, 3, 1))
    evaluator = Evaluator(network, (X, y), (X[:, :0], y[:0]))
    theta = joined(network.weights, network.biases)
    network.activation = "relu"
    (evaluation,) = evaluator.evaluate(theta[None])
    assert evaluation.train_loss == network.loss(X, y)


@pytest.mark.parametrize("sizes", [(2, 1), (2, 16, 1), (2, 3, 16, 5, 1)], ids=str)
@pytest.mark.parametrize("n", [3, 100, 2000])
def test_many_states_at_once_give_what_each_gives_alone_to_the_last_bit(sizes, n):
    X, y = generate("circles", n)
    evaluator = Evaluator(Network(sizes), (X, y), (X[:, : n // 3], y[: n // 3]))
    size = sum(n_out * (n_in + 1) for n_in, n_out in itertools.pairwise(sizes))
    states = np.random.RandomState(n).standard_normal((23, size + 4))
    alone = [evaluator.evaluate(state[None])[0] for state in states]
    assert evaluator.evaluate(states) == alone
    assert len({one.train_loss for one in alone}) == 23


# --- losses along a timeline -----------------------------------------------------------


class Counted:
    """Makes up what is achieved from states, and counts how often."""

    def __init__(self):
        self.calls = 0

    def __call__(self, states):
        self.calls += len(states)
        return [
            Evaluation(1 / (1 + epoch) + way, np.log1p(epoch) - way, 1.0, 0.5)
            for epoch, way in states[:, :2]
        ]


def losses_of(timeline):
    return Losses(timeline, Counted())


def curve_of(timeline):
    """Return a new curve along *timeline*, and the losses it shows."""
    losses = losses_of(timeline)
    return LossCurve(timeline, losses), losses


def test_each_epoch_is_evaluated_once_until_it_is_cut():
    timeline, count = grown(30), Counted()
    losses = Losses(timeline, count)
    for epoch in (3, 7, 3, 7, 3):
        assert losses.after(epoch).train_loss == 1 / (1 + epoch)
    assert count.calls == 2
    losses.cut(3)
    assert (losses.are_known_after(3), losses.are_known_after(7)) == (True, False)
    losses.after(7)
    assert count.calls == 3
    losses.cut(-1)
    assert not losses.are_known_after(3)


def test_states_can_be_evaluated_before_the_timeline_keeps_them():
    timeline, count = grown(30), Counted()
    losses = Losses(timeline, count)
    losses.keep(31, states(31, 5))
    assert count.calls == 5
    grow(timeline, 5)
    for epoch in range(31, 36):
        assert losses.after(epoch).train_loss == 1 / (1 + epoch)
    assert count.calls == 5


# --- the curve -------------------------------------------------------------------------


def assert_exact(curve, timeline):
    """Fail unless *curve* tells the true losses of *timeline*, from 0 on and densest there."""
    epochs, losses = curve.points()
    assert 1 <= len(epochs) <= MAX_LOSSES + 6 * FIRST_LOSSES // 2
    assert losses.shape == (len(epochs), 2)
    assert epochs[0] == 0
    assert epochs[-1] <= timeline.last
    steps = np.diff(epochs)
    assert np.all(np.diff(steps) >= 0)
    assert np.all(steps[:FIRST_LOSSES] == timeline.stride)
    assert np.all(steps <= np.maximum(timeline.stride, epochs[:-1] / (FIRST_LOSSES / 2)))
    # The end of the curve is less than a step away from the end of the training.
    assert timeline.last - epochs[-1] < max(steps, default=timeline.stride)
    assert all(timeline.nearest(epoch) == epoch for epoch in epochs)
    expected = [Counted()(timeline.state(epoch)[None])[0][:2] for epoch in epochs]
    assert losses.tolist() == [list(pair) for pair in expected]
    assert curve.is_complete


@pytest.mark.parametrize("last", [0, 1, 2, 249, 250, 251, 499, 500, 1000, 9999, 10_000])
def test_a_curve_has_at_most_250_exact_losses(last):
    timeline = grown(last)
    curve, _ = curve_of(timeline)
    assert_exact(curve, timeline)
    epochs, _ = curve.points()
    assert len(epochs) > min(last, MAX_LOSSES // 2)


def test_there_are_at_most_250():
    assert MAX_LOSSES == 250


@pytest.mark.parametrize("piece", [1, 20, 300])
def test_thinning_keeps_the_exact_losses(piece):
    timeline = Timeline(np.zeros(2))
    curve, _ = curve_of(timeline)
    while timeline.last < 2100:
        grow(timeline, piece)
        assert_exact(curve, timeline)


def test_the_losses_of_an_epoch_are_computed_once():
    timeline, count = grown(100), Counted()
    curve = LossCurve(timeline, Losses(timeline, count))
    curve.points()
    curve.points()
    assert count.calls == 101
    for _ in range(990):
        grow(timeline, 10)
        curve.points()
    # 250 at each density, and half of them were known before: far less than 10,000.
    assert count.calls < 101 + 150 + 125 * 7


@pytest.mark.parametrize("last", [100, 260, 1000, 5000])
@pytest.mark.parametrize("part", [0, 0.01, 0.3, 0.5, 0.77, 1])
def test_after_a_cut_the_curve_takes_the_other_way(last, part):
    timeline = grown(last)
    curve, losses = curve_of(timeline)
    curve.points()
    epoch = int(part * last)
    timeline.cut(epoch)
    losses.cut(epoch)
    assert_exact(curve, timeline)
    grow(timeline, 77, way=3.0)
    assert_exact(curve, timeline)
    _, points = curve.points()
    assert (points[:, 0] > 2).any()


def test_a_cut_curve_is_as_fine_as_a_new_one():
    timeline = grown(10_000)
    curve, losses = curve_of(timeline)
    curve.points()
    timeline.cut(100)
    losses.cut(100)
    assert curve.points()[0].tolist() == list(range(101))


EVENTS = ("grow", "grow", "cut", "replace", "resize", "look")


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(EVENTS), st.integers(1, 700)), max_size=15),
    st.sampled_from([LITTLE, MAX_BYTES]),
)
def test_a_curve_is_exact_whatever_has_happened(events, max_bytes):
    timeline = Timeline(np.zeros(2), max_bytes)
    curve, losses = curve_of(timeline)
    for way, (event, number) in enumerate(events, 1):
        if event == "grow":
            grow(timeline, number, way=float(way))
        elif event == "cut":
            epoch = timeline.nearest(number)
            timeline.cut(epoch)
            losses.cut(epoch)
        elif event == "replace":
            timeline.replace(np.array([float(number), float(way)]))
            losses.cut(timeline.last - 1)
        elif event == "resize":
            timeline.resize(2, 2 + number % 3)
            grow_by = np.zeros((1, 2 + number % 3))
            timeline.append(grow_by)
            timeline.resize(2, 2)
        else:
            assert_exact(curve, timeline)
    assert_exact(curve, timeline)


def test_without_a_test_its_losses_are_nan():
    timeline = grown(3)
    nothing = Losses(timeline, lambda _: [Evaluation(1.0, np.nan, 0.5, np.nan)])
    _, losses = LossCurve(timeline, nothing).points()
    assert losses[:, 0].tolist() == [1.0] * 4
    assert np.isnan(losses[:, 1]).all()


def test_without_time_a_curve_comes_point_by_point_and_ends_as_it_would_have():
    timeline = grown(300)
    whole = curve_of(timeline)[0].points()
    curve, _ = curve_of(timeline)
    for known in range(1, len(whole[0])):
        epochs, losses = curve.points(seconds=0)
        assert len(epochs) == len(losses) == known
        assert not curve.is_complete
    epochs, losses = curve.points(seconds=0)
    assert curve.is_complete
    assert (epochs.tolist(), losses.tolist()) == (whole[0].tolist(), whole[1].tolist())
