"""The chart of the loss: axes that hold the curve and seldom change, layers that make it up."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgb

from playground.look.theme import THEMES
from playground.picture.chart import LossChart
from playground.session.session import Session
from playground.session.stopping import RUNNING
from playground.settings.values import defaults

# A warning of matplotlib means that something went unsaid in chart.py.
pytestmark = pytest.mark.filterwarnings("error")

SCALES = ["log", "linear"]
# Below this a loss is no longer told from zero on the log scale.
MIN_LOSS = 1e-12


def curve(losses, test=np.nan):
    """Return epochs 0, 1, 2, ... and training and test losses."""
    train, test = np.broadcast_arrays(np.asarray(losses, dtype=float), test)
    return np.arange(len(train)), np.column_stack([train, test])


FALLING = curve(0.8 * np.exp(-np.arange(100) / 30))
WITH_TEST = curve(0.8 * np.exp(-np.arange(100) / 30), 0.9 * np.exp(-np.arange(100) / 50))


def chart_of(epochs, losses, now=0, most_epochs=100, scale="log", **options):
    """Return a new chart that shows a curve."""
    chart = LossChart(**{"width": 300, "height": 136, **options})
    chart.show(epochs, losses, now, most_epochs, scale)
    return chart


def axes_of(chart):
    """Return the chart's only axes."""
    (axes,) = chart.figure.axes
    return axes


def segments(chart):
    """Return the curves that matplotlib draws."""
    (lines,) = (
        artist for artist in axes_of(chart).collections if isinstance(artist, LineCollection)
    )
    return lines.get_segments()


def over(layer, ground):
    """Lay *layer* (RGBA) over *ground* (RGB); both from 0 to 255."""
    opacity = layer[..., 3:] / 255
    return layer[..., :3] * opacity + ground * (1 - opacity)


def composed(chart, paper):
    """Lay the chart's layers over each other, as the page does."""
    frame, lines = chart.frame().copy(), chart.lines().copy()
    return over(lines, over(frame, np.full((*frame.shape[:2], 3), float(paper))))


def drawn_whole(chart, paper):
    """Return the chart as matplotlib draws it for a script."""
    chart.figure.canvas.draw()
    whole = np.asarray(chart.figure.canvas.buffer_rgba())
    return over(whole, np.full((*whole.shape[:2], 3), float(paper)))


# --- limits ----------------------------------------------------------------------------

ANY_LOSSES = st.lists(st.floats(1e-15, 1e6), min_size=1, max_size=20)


@pytest.mark.parametrize("scale", SCALES)
@settings(deadline=None, max_examples=50)
@given(train=ANY_LOSSES, test=ANY_LOSSES | st.none())
def test_the_limits_enclose_the_curve(scale, train, test):
    test = np.nan if test is None else np.resize(test, len(train))
    epochs, losses = curve(train, test)
    axes = axes_of(chart_of(epochs, losses, most_epochs=50, scale=scale))
    bottom, top = axes.get_ylim()
    shown = losses[np.isfinite(losses)]
    if scale == "log":
        shown = np.maximum(shown, MIN_LOSS)
    assert bottom < top
    # Powers of ten are hit to the last digit only.
    assert bottom <= shown.min() * (1 + 1e-12)
    assert shown.max() <= top * (1 + 1e-12)
    assert axes.get_xlim() == (0, 50)
    assert axes.get_yscale() == scale


def test_a_log_scale_has_no_more_decades_than_it_needs():
    assert axes_of(chart_of(*curve([0.7, 0.02]))).get_ylim() == pytest.approx((0.01, 1))
    assert axes_of(chart_of(*curve([7, 0.5, 0.0003]))).get_ylim() == pytest.approx((1e-4, 10))


def test_a_linear_scale_begins_at_zero_and_leaves_little_room():
    assert axes_of(chart_of(*curve([0.7, 0.02]), scale="linear")).get_ylim() == (0, 0.8)
    assert axes_of(chart_of(*curve([0.01]), scale="linear")).get_ylim() == (0, 0.2)


@pytest.mark.parametrize(("scale", "most"), [("log", 5), ("linear", 1)])
def test_the_frame_seldom_changes_while_the_loss_falls(scale, most):
    session = Session()
    session.apply({**defaults(), "test_fraction": 0.2})
    session.pause()
    session.run()
    chart, stale = LossChart(300, 136), 0
    while session.state == RUNNING:
        session.advance(0)
        stale += chart.show(*session.training.curve.points(), session.epoch, 1000, scale)
    assert session.epoch == 1000
    assert 1 <= stale <= most


# --- is the frame stale? ---------------------------------------------------------------


@pytest.mark.parametrize("scale", SCALES)
def test_the_first_curve_needs_a_frame(scale):
    assert LossChart(300, 136).show(*FALLING, 3, 100, scale) is True


@pytest.mark.parametrize("scale", SCALES)
def test_the_same_curve_again_does_not(scale):
    chart = chart_of(*FALLING, scale=scale)
    assert chart.show(*FALLING, 0, 100, scale) is False
    assert chart.show(*FALLING, 57, 100, scale) is False


def test_a_longer_curve_within_the_limits_does_not():
    epochs, losses = FALLING
    chart = chart_of(epochs[:90], losses[:90])
    assert chart.show(epochs, losses, 0, 100, "log") is False


@pytest.mark.parametrize(
    ("shown", "most_epochs", "scale"),
    [(FALLING, 200, "log"), (FALLING, 100, "linear"), (curve([0.8, 1e-5]), 100, "log")],
    ids=["other epochs", "other scale", "other decades"],
)
def test_other_axes_need_another_frame(shown, most_epochs, scale):
    chart = chart_of(*FALLING)
    assert chart.show(*shown, 0, most_epochs, scale) is True


@pytest.mark.parametrize("scale", SCALES)
def test_when_the_frame_is_not_stale_it_has_not_changed(scale):
    epochs, losses = WITH_TEST
    chart = chart_of(epochs[:50], losses[:50], scale=scale)
    before = chart.frame().copy()
    while not chart.show(epochs, losses, 60, 100, scale):
        assert np.array_equal(chart.frame(), before)
        losses = losses * 0.9
    assert not np.array_equal(chart.frame(), before)


def test_a_chart_can_change_its_scale_again_and_again():
    chart = LossChart(300, 136)
    for scale in [*SCALES, *SCALES]:
        assert chart.show(*WITH_TEST, 10, 100, scale) is True
        fresh = chart_of(*WITH_TEST, now=10, scale=scale)
        assert np.array_equal(composed(chart, 255), composed(fresh, 255))


# --- curves ----------------------------------------------------------------------------


def test_the_curves_are_the_losses_of_the_training_and_of_the_test():
    epochs, losses = WITH_TEST
    train, test = segments(chart_of(epochs, losses))
    assert train.tolist() == np.column_stack([epochs, losses[:, 0]]).tolist()
    assert test.tolist() == np.column_stack([epochs, losses[:, 1]]).tolist()


def test_without_a_test_there_is_one_curve():
    assert len(segments(chart_of(*FALLING))) == 1


def test_the_curve_of_the_test_comes_and_goes():
    chart = chart_of(*FALLING)
    for shown, curves in [(WITH_TEST, 2), (FALLING, 1), (WITH_TEST, 2)]:
        chart.show(*shown, 0, 100, "log")
        assert len(segments(chart)) == curves


@pytest.mark.parametrize("theme", THEMES)
def test_the_curves_have_different_colours_and_dashes(theme):
    shown = curve([0.5] * 100, 0.05)
    lines = chart_of(*shown, now=99, theme=theme, density=2).lines().astype(float)
    solid, dashed = (
        (np.abs(lines[..., :3] - 255 * np.array(to_rgb(color))).max(axis=-1) < 2)
        & (lines[..., 3] > 250)
        for color in (THEMES[theme].line, THEMES[theme].classes[1])
    )
    across = [mask.any(axis=0).mean() for mask in (solid, dashed)]
    assert across[0] > 0.7
    # The dashes leave gaps.
    assert 0.3 * across[0] < across[1] < 0.8 * across[0]


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("now", [0, 31, 100])
def test_a_mark_stands_at_the_epoch_of_the_picture(scale, now):
    chart = chart_of(*curve([0.5]), now=now, scale=scale, density=2)
    # One epoch is no curve yet: all that is drawn is the mark.
    drawn = chart.lines()[..., 3].max(axis=0) > 0
    columns = np.flatnonzero(drawn)
    box = axes_of(chart).get_window_extent()
    expected = box.x0 + box.width * now / 100
    assert 1 <= len(columns) <= 4
    assert columns.mean() + 0.5 == pytest.approx(expected, abs=1)


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize(
    "losses",
    [
        [0.7],
        [1.0],
        [0.1],
        [0.0],
        [1e-15],
        [1e-12],
        [1e-11],
        [1e3],
        [1e5, 2e5],
        [0.5] * 50,
        [1.0] * 50,
        [1e-3] * 50,
        [1e-15] * 50,
        [0.0] * 50,
        [0.7, 1e-15],
        [1e3, 0.0],
        [1e3] * 50,
        np.geomspace(1e3, 1e-15, 250),
    ],
    ids=str,
)
def test_any_losses_can_be_drawn(scale, losses):
    # Warnings are errors here.
    for test in (np.nan, 1e-15):
        chart = chart_of(*curve(losses, test), most_epochs=250, scale=scale)
        assert chart.frame()[..., 3].max() > 0
        assert chart.lines()[..., 3].max() > 0
        assert chart.show(*curve(losses, test), 1, 250, scale) is False


@pytest.mark.parametrize("most_epochs", [1, 2, 10_000])
@pytest.mark.parametrize("scale", SCALES)
def test_any_number_of_epochs_can_be_drawn(most_epochs, scale):
    chart = chart_of(*curve([0.7, 0.6]), now=1, most_epochs=most_epochs, scale=scale)
    assert axes_of(chart).get_xlim() == (0, most_epochs)
    drawn_whole(chart, 255)


# --- layers ----------------------------------------------------------------------------


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize(
    ("theme", "shown", "width", "height", "density"),
    [
        ("light", FALLING, 300, 136, 1),
        ("dark", WITH_TEST, 294, 136, 3),
        ("light", WITH_TEST, 361, 137, 1.5),
    ],
    ids=["1", "3", "1.5"],
)
def test_the_layers_make_up_the_whole_chart(theme, scale, shown, width, height, density):
    # What is left is rounding: every layer is rounded once.
    options = {"width": width, "height": height, "density": density, "theme": theme}
    chart = chart_of(*shown, now=40, scale=scale, **options)
    for paper in (0, 255):
        assert np.abs(composed(chart, paper) - drawn_whole(chart, paper)).max() <= 3


@pytest.mark.parametrize(
    ("width", "height", "density"), [(300, 136, 1), (300, 136, 2), (294, 136, 3), (361, 137, 1.5)]
)
def test_layers_are_bytes_of_the_charts_size(width, height, density):
    chart = chart_of(*FALLING, width=width, height=height, density=density)
    for layer in (chart.frame(), chart.lines()):
        assert layer.shape == (round(height * density), round(width * density), 4)
        assert layer.dtype == np.uint8


def test_frame_and_lines_are_on_a_clear_ground():
    chart = chart_of(*WITH_TEST, now=40)
    for layer in (chart.frame(), chart.lines()):
        assert (layer[..., 3] == 0).mean() > 0.8


def test_curves_stay_within_the_axes():
    # The training had gone further before the reader asked for fewer epochs.
    epochs, losses = WITH_TEST
    chart = chart_of(epochs, losses, most_epochs=50)
    opacity = chart.lines()[..., 3].copy()
    box = axes_of(chart).get_window_extent()
    assert opacity[:, : int(box.x0) - 1].max() == 0
    assert opacity[:, int(np.ceil(box.x1)) + 1 :].max() == 0
