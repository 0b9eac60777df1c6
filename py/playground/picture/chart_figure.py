"""The chart of the loss, drawn by matplotlib: as `engine.canvas.chart` paints it on the page."""

import math

import numpy as np
from matplotlib.figure import Figure

from playground.look.theme import THEMES, Theme
from playground.picture import drawing_style as style
from playground.picture.chart import LETTERS, Chart, chart
from playground.picture.drawing import Drawing
from playground.session.session import Session

SIZE = (640, 280)
# Around the chart, which on the page has room enough.
MARGIN = 7
# Where there are two curves: what they are called, how long a sample of each is, and how far the
# names are from the right, from the top and from each other.
NAMES, SAMPLE, SAMPLE_GAP = ("training", "test"), 18, 5
NAMES_RIGHT, NAMES_TOP, NAMES_APART = 62, 13, 16


def chart_figure(
    session: Session,
    size: tuple[float, float] = SIZE,
    density: float = 1.0,
    theme: str = "light",
) -> Figure:
    """Return the losses of a *session* over its epochs, up to where it stands and beyond.

    Parameters
    ----------
    session : Session
        Trained or not; it stays as it is.
    size : (width, height)
        In CSS pixels.
    density : float
        Device pixels per CSS pixel.
    theme : str
        A key of `theme.THEMES`.
    """
    colors = THEMES[theme]
    drawing = Drawing(*size, density, colors.ground, MARGIN)
    shown = chart_of(session, drawing.size)
    _draw_axes(drawing, shown, colors)
    if shown.healthy is not None:
        drawing.curve(shown.healthy, style.FUTURE, colors.numbers)
    for curves, width, color in (
        (shown.future, style.FUTURE, colors.control),
        (shown.past, style.PAST, colors.line),
    ):
        for curve, dashes in zip(curves, ((), style.DASHES), strict=False):
            if len(curve) > 1:
                drawing.curve(curve, width, color, dashes)
    _draw_playhead(drawing, shown, colors)
    _write(drawing, shown, colors)
    if len(shown.past) > 1:
        _write_names(drawing, shown, colors)
    return drawing.figure


def chart_of(session: Session, size: tuple[float, float]) -> Chart:
    """Return the chart of a *session* as numbers, with all of its losses."""
    healthy = session.training.healthy_curve
    metrics = session.metrics()
    train, test = (metrics[name] for name in ("train_loss", "test_loss"))
    return chart(
        size,
        session.training.curve.points(),
        (session.epoch, math.nan if train is None else train, math.nan if test is None else test),
        session.last_epoch,
        session.values["time_scale"],
        session.values["loss_scale"],
        healthy.points() if healthy else None,
    )


def _draw_axes(drawing: Drawing, shown: Chart, theme: Theme) -> None:
    left, _, right, bottom = shown.box
    for tick in shown.loss_ticks:
        drawing.rule((left, tick.place), (right, tick.place), theme.rule)
    for tick in shown.time_ticks:
        drawing.rule((tick.place, bottom), (tick.place, bottom + style.TICK), theme.rule)


def _draw_playhead(drawing: Drawing, shown: Chart, theme: Theme) -> None:
    _, top, _, bottom = shown.box
    ends = np.array([(shown.playhead, top - style.ABOVE), (shown.playhead, bottom)])
    drawing.curve(ends, style.PLAYHEAD, theme.line)
    if shown.knob:
        drawing.disc(shown.knob, style.KNOB + style.KNOB_EDGE, theme.ground)
        drawing.disc(shown.knob, style.KNOB, theme.line)


def _write(drawing: Drawing, shown: Chart, theme: Theme) -> None:
    left, _, _, bottom = shown.box
    baseline = bottom + style.BELOW + 0.75 * LETTERS
    *ticks, last = shown.time_ticks
    for tick in ticks:
        drawing.write(tick.text, (tick.place, baseline), LETTERS, theme.numbers, "center")
    drawing.write(last.text, (last.place, baseline), LETTERS, theme.numbers, "right")
    for tick in shown.loss_ticks:
        place = left - style.AWAY, tick.place + LETTERS / 3
        drawing.write(tick.text, place, LETTERS, theme.numbers, "right")
    for name, color in ((shown.name, theme.line), (shown.healthy_name, theme.numbers)):
        if name:
            across, down, text = name
            edge = style.NAME_EDGE, theme.ground
            drawing.write(text, (across, down), LETTERS, color, edge=edge)


def _write_names(drawing: Drawing, shown: Chart, theme: Theme) -> None:
    """Tell the two curves apart: the page does it in its legend."""
    _, top, right, _ = shown.box
    x, looks = right - NAMES_RIGHT, ((), style.DASHES)
    for index, (name, dashes) in enumerate(zip(NAMES, looks, strict=True)):
        y = top + NAMES_TOP + index * NAMES_APART
        sample = np.array([(x - SAMPLE - SAMPLE_GAP, y - LETTERS / 3), (x - SAMPLE_GAP, 0)])
        sample[1, 1] = sample[0, 1]
        drawing.curve(sample, style.PAST, theme.line, dashes)
        drawing.write(name, (x, y), LETTERS, theme.line, edge=(style.NAME_EDGE, theme.ground))
