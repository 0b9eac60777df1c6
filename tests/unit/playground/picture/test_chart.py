"""The chart of the loss, as numbers: axes that hold the curve and seldom change."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.look.chart_axes import epoch_at, room
from playground.picture.chart import LETTER_WIDTH, LINE, chart, loss_limits, number_text
from playground.session.session import Session
from playground.session.stopping import RUNNING
from playground.settings.values import defaults

SCALES = ["log", "linear"]
SIZE = (480, 100)


def curve(losses, test=np.nan):
    """Return epochs 0, 1, 2, ... and training and test losses."""
    train, test = np.broadcast_arrays(np.asarray(losses, dtype=float), test)
    return np.arange(len(train)), np.column_stack([train, test])


FALLING = curve(0.8 * np.exp(-np.arange(101) / 30))
WITH_TEST = curve(0.8 * np.exp(-np.arange(101) / 30), 0.9 * np.exp(-np.arange(101) / 50))
NOTHING = np.empty(0), np.empty((0, 2))


def chart_of(shown=FALLING, now=40, last=100, time="log", loss="linear", size=SIZE):
    """Return the chart of a curve, at an epoch that it knows."""
    losses = shown[1][now].tolist() if len(shown[1]) else [np.nan, np.nan]
    return chart(size, shown, (now, *losses), last, time, loss)


# --- limits ----------------------------------------------------------------------------

ANY_LOSSES = st.lists(st.floats(0, allow_nan=False), min_size=1, max_size=20).map(np.array)


@pytest.mark.parametrize("scale", SCALES)
@given(losses=ANY_LOSSES)
def test_the_limits_enclose_the_losses(scale, losses):
    losses = losses[np.isfinite(losses)]
    low, high = loss_limits(losses, scale)
    assert low < high < np.inf
    if losses.size:
        assert low <= max(losses.min(), 1e-12) * (1 + 1e-12)
        assert min(losses.max(), 1e300) <= high * (1 + 1e-12)


def test_a_log_scale_has_no_more_decades_than_it_needs():
    assert loss_limits(np.array([0.7, 0.02]), "log") == pytest.approx((0.01, 1))
    assert loss_limits(np.array([7, 0.5, 0.0003]), "log") == pytest.approx((1e-4, 10))


@pytest.mark.parametrize(
    ("most", "top"), [(0.01, 1), (0.7, 1), (1, 1), (1.01, 2), (3, 4), (9, 10), (30, 40), (99, 100)]
)
def test_a_linear_scale_goes_from_zero_to_a_number_with_a_short_half(most, top):
    assert loss_limits(np.array([0.001, most]), "linear") == (0, top)


@pytest.mark.parametrize(("scale", "most"), [("log", 5), ("linear", 1)])
def test_the_axes_seldom_change_while_the_loss_falls(scale, most):
    session = Session()
    session.apply({**defaults(), "test_fraction": 0.2})
    session.pause()
    session.run()
    seen = set()
    while session.state == RUNNING:
        session.advance(0)
        losses = session.metrics()["train_loss"], session.metrics()["test_loss"]
        points = session.training.curve.points()
        shown = chart(SIZE, points, (session.epoch, *losses), 1000, "log", scale)
        seen.add((tuple(shown.loss_ticks), tuple(shown.time_ticks)))
    assert session.epoch == 1000
    assert 1 <= len(seen) <= most


# --- ticks -----------------------------------------------------------------------------


def texts(ticks):
    return [tick.text for tick in ticks]


def test_the_axis_of_time_counts_in_powers_of_ten():
    assert texts(chart_of(last=1000).time_ticks) == ["0", "1", "10", "100", "1000 epochs"]
    assert texts(chart_of(last=300).time_ticks) == ["0", "1", "10", "100", "300 epochs"]
    assert texts(chart_of(last=1).time_ticks) == ["0", "1"]


def test_a_linear_axis_of_time_counts_in_equal_steps():
    shown = texts(chart_of(last=1000, time="linear").time_ticks)
    assert shown == ["0", "200", "400", "600", "800", "1000 epochs"]
    assert texts(chart_of(now=0, last=2, time="linear").time_ticks) == ["0", "1", "2 epochs"]


@pytest.mark.parametrize("time", SCALES)
@given(last=st.integers(1, 10_000), width=st.floats(120, 700))
def test_no_number_along_the_axis_of_time_touches_another(time, last, width):
    shown = chart_of(now=0, last=last, time=time, size=(width, 60))
    *ticks, final = shown.time_ticks
    spans = [(tick.place, len(tick.text) * LETTER_WIDTH / 2) for tick in ticks]
    ends = [(place - half, place + half) for place, half in spans]
    ends.append((final.place - len(final.text) * LETTER_WIDTH, final.place))
    assert all(one[1] < other[0] for one, other in itertools.pairwise(ends))
    assert (final.place, final.text.split()[0]) == (shown.box[2], str(last))
    # Each stands where the page finds its epoch.
    left, _, right, _ = shown.box
    for tick in ticks:
        assert epoch_at((tick.place - left) / (right - left), last, time) == int(tick.text)


def test_the_axis_of_the_loss_has_few_numbers():
    assert texts(chart_of().loss_ticks) == ["0", "½", "1"]
    assert texts(chart_of(curve([1.8] * 101)).loss_ticks) == ["0", "1", "2"]
    assert texts(chart_of(curve([1.8] * 101), size=(480, 50)).loss_ticks) == ["0", "2"]
    assert texts(chart_of(curve([0.8, *[1e-3] * 100]), loss="log").loss_ticks) == [
        *("10⁻³", "0.01", "0.1", "1"),
    ]


@pytest.mark.parametrize("loss", SCALES)
@given(losses=ANY_LOSSES, height=st.floats(56, 170))
def test_no_number_along_the_axis_of_the_loss_touches_another(loss, losses, height):
    shown = chart_of(curve(losses), now=0, loss=loss, size=(480, height))
    places = [tick.place for tick in shown.loss_ticks]
    _, top, _, bottom = shown.box
    assert places[0] == pytest.approx(bottom)
    assert places[-1] >= top - 1e-9
    assert 2 <= len(places) <= 5
    assert np.all(np.diff(places) <= -LINE + 1e-9)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        *((0, "0"), (0.5, "½"), (1, "1"), (0.01, "0.01"), (400, "400"), (1000, "1000")),
        *((1e-3, "10⁻³"), (1e-12, "10⁻¹²"), (1e5, "10⁵"), (2e4, "2·10⁴"), (2.5e7, "2·10⁷")),
    ],
)
def test_a_loss_is_written_shortly(number, text):
    assert number_text(number) == text


def test_a_narrow_chart_has_rules_but_no_numbers_of_the_loss():
    shown = chart_of(size=(200, 60))
    assert texts(shown.loss_ticks) == [""] * len(shown.loss_ticks)
    assert shown.name is None
    assert texts(shown.time_ticks)[-1] == "100"


# --- curves ----------------------------------------------------------------------------


@pytest.mark.parametrize("time", SCALES)
@pytest.mark.parametrize("loss", SCALES)
@pytest.mark.parametrize("now", [0, 1, 40, 99, 100])
def test_past_and_future_meet_at_the_knob_and_are_the_whole_curve(time, loss, now):
    shown = chart_of(WITH_TEST, now, time=time, loss=loss)
    assert len(shown.past) == len(shown.future) == 2
    for past, future in zip(shown.past, shown.future, strict=True):
        assert past[-1].tolist() == future[0].tolist()
        assert (len(past), len(future)) == (now + 1, 101 - now)
        whole = np.concatenate([past, future[1:]])
        assert np.all(np.diff(whole[:, 0]) > 0)
        assert np.all(np.diff(whole[:, 1]) > 0)  # a falling loss goes down
    assert shown.knob == tuple(shown.past[0][-1])
    assert shown.playhead == shown.knob[0]


@pytest.mark.parametrize("time", SCALES)
@pytest.mark.parametrize("loss", SCALES)
def test_the_curves_lie_on_the_axes(time, loss):
    shown = chart_of(WITH_TEST, time=time, loss=loss)
    left, top, right, bottom = shown.box
    for points in shown.past + shown.future:
        assert np.all((left <= points[:, 0]) & (points[:, 0] <= right))
        assert np.all((top <= points[:, 1]) & (points[:, 1] <= bottom))
    assert shown.past[0][0, 0] == left
    assert shown.future[0][-1, 0] == pytest.approx(right)
    around = room(SIZE[0])
    assert shown.box == (around[0], around[1], SIZE[0] - around[2], SIZE[1] - around[3])


def test_losses_stand_at_their_height():
    shown = chart_of(curve([1.0, 0.5, 0.0]), now=2, last=2)
    _, top, _, bottom = shown.box
    assert shown.past[0][:, 1] == pytest.approx([top, (top + bottom) / 2, bottom])
    shown = chart_of(curve([1.0, 0.1, 0.01]), now=2, last=2, loss="log")
    middle = [(shown.loss_ticks[index].place) for index in (2, 1, 0)]
    assert shown.past[0][:, 1] == pytest.approx(middle)


def test_without_a_test_there_is_one_curve():
    assert len(chart_of(FALLING).past) == 1


def test_before_the_training_there_is_a_knob_that_says_its_loss():
    shown = chart_of((np.array([0]), np.array([[0.683, np.nan]])), now=0)
    assert shown.playhead == shown.knob[0] == shown.box[0]
    assert shown.name[2] == "loss before training: 0.68"


def test_a_curve_alone_has_its_name_above_it():
    across, down, text = chart_of(FALLING).name
    assert text == "loss"
    points = np.concatenate([chart_of(FALLING).past[0], chart_of(FALLING).future[0]])
    under = points[(points[:, 0] >= across) & (points[:, 0] <= across + 4 * LETTER_WIDTH)]
    assert np.all(under[:, 1] > down)
    assert chart_of(WITH_TEST).name is None


def test_without_points_there_are_axes_and_a_playhead():
    shown = chart_of(NOTHING, now=0)
    assert (shown.past, shown.future, shown.knob, shown.name) == ([], [], None, None)
    assert shown.playhead == shown.box[0]
    assert texts(shown.loss_ticks) == ["0", "½", "1"]


def test_what_was_trained_beyond_the_last_epoch_is_left_out():
    shown = chart_of(FALLING, now=30, last=50)
    assert len(shown.past[0]) + len(shown.future[0]) == 52
    assert shown.future[0][-1, 0] == shown.box[2]


def test_a_curve_that_is_known_in_part_ends_at_the_knob():
    epochs, losses = FALLING
    shown = chart(SIZE, (epochs[:10], losses[:10]), (60, 0.1, np.nan), 100, "log", "linear")
    assert len(shown.past[0]) == 11
    assert len(shown.future[0]) == 1


LOSSES = st.floats(0) | st.just(np.nan)


@pytest.mark.parametrize("loss", SCALES)
@settings(deadline=None)
@given(losses=st.lists(LOSSES, min_size=1, max_size=30), now=st.integers(0, 29), test=st.booleans())
def test_any_losses_can_be_drawn(loss, losses, now, test):
    shown = curve(losses, losses[::-1] if test else np.nan)
    found = chart_of(shown, min(now, len(losses) - 1), last=40, loss=loss)
    _, top, _, bottom = found.box
    for points in found.past + found.future:
        assert np.isfinite(points).all()
        assert np.all((top - 1e-6 <= points[:, 1]) & (points[:, 1] <= bottom + 1e-6))


@pytest.mark.parametrize("last", [1, 2, 10_000])
@pytest.mark.parametrize("time", SCALES)
def test_any_number_of_epochs_can_be_drawn(last, time):
    assert chart_of(now=1, last=last, time=time).knob is not None


# --- a healthy curve beside it ---------------------------------------------------------


def chart_with(healthy, shown=FALLING, size=SIZE, now=40, loss="linear"):
    losses = shown[1][now].tolist() if len(shown[1]) else [0.7, np.nan]
    return chart(size, shown, (now, *losses), 100, "log", loss, healthy)


@pytest.mark.parametrize("scale", SCALES)
def test_the_healthy_curve_lies_on_the_same_axes(scale):
    shown = chart_with(FALLING, loss=scale)
    whole = np.concatenate([shown.past[0][:-1], shown.future[0]])
    assert np.allclose(shown.healthy, whole)
    assert shown.healthy_name[2] == "without the mistake"
    assert shown.name is None


def test_the_axes_hold_the_healthy_curve_as_well():
    high = curve(np.full(101, 30.0))
    assert texts(chart_with(high).loss_ticks)[-1] == "40"


def test_of_a_longer_healthy_training_only_what_the_axis_shows_is_drawn():
    long = curve(0.8 * np.exp(-np.arange(301) / 30))
    assert len(chart_with(long).healthy) == 101


def test_without_a_healthy_curve_there_is_none():
    shown = chart_of()
    assert (shown.healthy, shown.healthy_name) == (None, None)
    beginning = (np.array([0]), np.array([[0.7, np.nan]]))
    assert chart_with(beginning).healthy is None
    assert chart_with(NOTHING).healthy is None


@given(
    losses=st.lists(st.floats(0.001, 5), min_size=2, max_size=101),
    broken=st.lists(st.floats(0.001, 5), min_size=101, max_size=101),
    width=st.floats(210, 700),
    height=st.floats(56, 170),
)
def test_its_name_stands_within_the_axes(losses, broken, width, height):
    shown = chart_with(curve(losses), curve(broken), (width, height))
    left, top, right, bottom = shown.box
    across, down, text = shown.healthy_name
    assert left <= across + 1e-9
    assert across + LETTER_WIDTH * len(text) <= right + 1e-9
    assert top < down <= bottom


def test_a_narrow_chart_has_no_room_for_the_name():
    assert chart_with(FALLING, size=(150, 60)).healthy_name is None
