"""The timeline: what it keeps is what it was given; the curve tells exact losses of it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.timeline import FIRST_ROWS, MOST_LOSSES, LossCurve, Timeline


def grown(last, way=0.0):
    """Return a timeline of two parameters, epoch and *way*, as far as epoch *last*."""
    timeline = Timeline(np.array([0.0, way]))
    grow(timeline, last, way)
    return timeline


def grow(timeline, epochs, way=0.0):
    """Let *timeline* go on by *epochs*, in rows of its epoch and *way*."""
    rows = timeline.grow(epochs)
    rows[:, 0] = np.arange(timeline.last - epochs + 1, timeline.last + 1)
    rows[:, 1] = way


def kept(timeline):
    """Return the parameters of all epochs as lists."""
    return [timeline.parameters(epoch).tolist() for epoch in range(timeline.last + 1)]


class Losses:
    """Makes up losses from parameters, and counts how often."""

    def __init__(self):
        self.calls = 0

    def __call__(self, parameters):
        self.calls += 1
        epoch, way = parameters
        return 1 / (1 + epoch) + way, np.log1p(epoch) - way


def curve_of(timeline):
    """Return a new curve along *timeline*."""
    return LossCurve(timeline, Losses())


def assert_exact(curve, timeline):
    """Fail unless *curve* tells the true losses of *timeline*, evenly spaced, from 0 on."""
    epochs, losses = curve.points()
    assert 1 <= len(epochs) <= MOST_LOSSES
    assert losses.shape == (len(epochs), 2)
    assert epochs[0] == 0
    assert epochs[-1] <= timeline.last
    steps = set(np.diff(epochs).tolist())
    assert len(steps) <= 1
    # The end of the curve is less than a step away from the end of the training.
    assert timeline.last - epochs[-1] < max(steps, default=1)
    expected = [Losses()(timeline.parameters(epoch)) for epoch in epochs]
    assert losses.tolist() == [list(pair) for pair in expected]


# --- the timeline ----------------------------------------------------------------------


def test_a_timeline_begins_with_epoch_0():
    timeline = Timeline(np.array([1.5, -2.5, 0.1]))
    assert timeline.last == 0
    assert timeline.parameters(0).tolist() == [1.5, -2.5, 0.1]


def test_what_it_begins_with_is_a_copy():
    first = np.array([1.0, 2.0])
    timeline = Timeline(first)
    first[:] = 9
    assert timeline.parameters(0).tolist() == [1.0, 2.0]


def test_the_room_for_new_epochs_is_theirs():
    timeline = grown(3)
    rows = timeline.grow(2)
    assert rows.shape == (2, 2)
    rows[:] = [[7.0, 8.0], [9.0, 10.0]]
    assert timeline.last == 5
    assert timeline.parameters(4).tolist() == [7.0, 8.0]
    assert timeline.parameters(5).tolist() == [9.0, 10.0]


def test_no_epochs_need_no_room():
    timeline = grown(3)
    assert timeline.grow(0).shape == (0, 2)
    assert timeline.last == 3


@pytest.mark.parametrize("piece", [1, 3, 20, FIRST_ROWS - 1, FIRST_ROWS, 1000, 10_000])
def test_nothing_is_lost_while_it_grows(piece):
    timeline = Timeline(np.zeros(2))
    while timeline.last < 2500:
        grow(timeline, piece)
    assert kept(timeline) == [[float(epoch), 0.0] for epoch in range(timeline.last + 1)]


@pytest.mark.parametrize("epoch", [0, 1, 299, 300])
def test_a_cut_forgets_what_came_after(epoch):
    timeline = grown(300)
    timeline.cut(epoch)
    assert timeline.last == epoch
    assert kept(timeline) == kept(grown(300))[: epoch + 1]


def test_a_cut_behind_the_end_changes_nothing():
    timeline = grown(30)
    timeline.cut(31)
    assert timeline.last == 30


def test_after_a_cut_another_way_can_be_taken():
    timeline = grown(300)
    timeline.cut(200)
    grow(timeline, 400, way=5.0)
    assert timeline.last == 600
    assert kept(timeline) == kept(grown(200)) + [[float(epoch), 5.0] for epoch in range(201, 601)]


# --- the curve of the loss -------------------------------------------------------------


@pytest.mark.parametrize("last", [0, 1, 2, 249, 250, 251, 499, 500, 1000, 9999, 10_000])
def test_a_curve_has_at_most_250_exact_losses(last):
    timeline = grown(last)
    curve = curve_of(timeline)
    assert_exact(curve, timeline)
    epochs, _ = curve.points()
    assert len(epochs) > min(last, MOST_LOSSES // 2)


def test_there_are_at_most_250():
    assert MOST_LOSSES == 250


@pytest.mark.parametrize("piece", [1, 20, 300])
def test_thinning_keeps_the_exact_losses(piece):
    timeline = Timeline(np.zeros(2))
    curve = curve_of(timeline)
    while timeline.last < 2100:
        grow(timeline, piece)
        assert_exact(curve, timeline)


def test_the_losses_of_an_epoch_are_computed_once():
    losses, timeline = Losses(), grown(100)
    curve = LossCurve(timeline, losses)
    curve.points()
    curve.points()
    assert losses.calls == 101
    for _ in range(990):
        grow(timeline, 10)
        curve.points()
    # 250 at each density, and half of them were known before: far less than 10,000.
    assert losses.calls < 101 + 150 + 125 * 7


@pytest.mark.parametrize("last", [100, 260, 1000, 5000])
@pytest.mark.parametrize("part", [0, 0.01, 0.3, 0.5, 0.77, 1])
def test_after_a_cut_the_curve_takes_the_other_way(last, part):
    timeline = grown(last)
    curve = curve_of(timeline)
    curve.points()
    epoch = int(part * last)
    timeline.cut(epoch)
    curve.cut(epoch)
    assert_exact(curve, timeline)
    grow(timeline, 77, way=3.0)
    assert_exact(curve, timeline)
    _, losses = curve.points()
    assert (losses[:, 0] > 2).any()


def test_a_cut_curve_is_as_fine_as_a_new_one():
    timeline = grown(10_000)
    curve = curve_of(timeline)
    curve.points()
    timeline.cut(100)
    curve.cut(100)
    assert curve.points()[0].tolist() == list(range(101))


def test_cutting_at_the_end_costs_nothing():
    losses, timeline = Losses(), grown(1000)
    curve = LossCurve(timeline, losses)
    curve.points()
    before = losses.calls
    for epoch in (1000, 5000):
        curve.cut(epoch)
        curve.points()
    assert losses.calls == before


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["grow", "cut", "look"]), st.integers(0, 700)), max_size=15)
)
def test_a_curve_is_exact_whatever_has_happened(events):
    timeline = Timeline(np.zeros(2))
    curve = curve_of(timeline)
    for way, (event, number) in enumerate(events):
        if event == "grow":
            grow(timeline, number, way=float(way))
        elif event == "cut":
            epoch = min(number, timeline.last)
            timeline.cut(epoch)
            curve.cut(epoch)
        else:
            assert_exact(curve, timeline)
    assert_exact(curve, timeline)


def test_without_a_test_its_losses_are_nan():
    curve = LossCurve(grown(3), lambda parameters: (1.0, np.nan))
    _, losses = curve.points()
    assert losses[:, 0].tolist() == [1.0] * 4
    assert np.isnan(losses[:, 1]).all()
