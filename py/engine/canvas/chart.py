"""The chart of the loss on the page's canvas, as the browser draws it; it is the timeline too."""

import math

import numpy as np
from js import Path2D
from pyodide.ffi import to_js

from engine.canvas.layers import clear
from engine.canvas.text import page_font
from playground.look.theme import THEMES
from playground.picture.chart import LETTERS, chart
from playground.picture.drawing_style import (
    ABOVE,
    AWAY,
    BELOW,
    DASHES,
    FUTURE,
    KNOB,
    KNOB_EDGE,
    NAME_EDGE,
    PAST,
    PLAYHEAD,
    RULE,
    TICK,
)
from playground.session.stopping import RUNNING

# Of a large network and many points, the losses along the curve come bit by bit.
SECONDS_FOR_LOSSES, SECONDS_BESIDE_TRAINING = 0.03, 0.004


class LossChart:
    """Draws the chart of the loss on a canvas.

    Parameters
    ----------
    canvas : OffscreenCanvas
        Where to paint.
    width, height : float
        In CSS pixels.
    density : float
        Device pixels per CSS pixel.
    theme : str
        A key of `theme.THEMES`.
    """

    def __init__(self, canvas, width, height, density, theme):
        self._canvas, self._context = canvas, canvas.getContext("2d")
        self._size, self._density, self._theme = (width, height), density, THEMES[theme]

    def paint(self, session):
        """Bring the losses of *session* onto the canvas; tell whether these are all."""
        curve, values = session.training.curve, session.values
        healthy = session.training.healthy_curve
        metrics = session.metrics()
        # Beside a training that wants the time, the healthy one goes on in small steps.
        seconds = SECONDS_BESIDE_TRAINING if session.state == RUNNING else SECONDS_FOR_LOSSES
        now = [metrics[name] for name in ("train_loss", "test_loss")]
        shown = chart(
            self._size,
            curve.points(SECONDS_FOR_LOSSES),
            (session.epoch, *(math.nan if loss is None else loss for loss in now)),
            session.last_epoch,
            values["time_scale"],
            values["loss_scale"],
            healthy and healthy.points(seconds),
        )
        width, height = (round(length * self._density) for length in self._size)
        clear(self._canvas, width, height)
        self._context.setTransform(self._density, 0, 0, self._density, 0, 0)
        self._draw_axes(shown)
        if shown.healthy is not None:
            self._draw_curves([shown.healthy], FUTURE, self._theme.numbers)
        for curves, width, color in (
            (shown.future, FUTURE, self._theme.control),
            (shown.past, PAST, self._theme.line),
        ):
            self._draw_curves(curves, width, color)
        self._draw_playhead(shown)
        self._write(shown)
        return curve.is_complete and (healthy is None or healthy.is_complete)

    def _draw_axes(self, shown):
        left, _, right, bottom = shown.box
        rules = "".join(f"M{left} {self._sharp(tick.place)}H{right}" for tick in shown.loss_ticks)
        ticks = "".join(f"M{self._sharp(tick.place)} {bottom}v{TICK}" for tick in shown.time_ticks)
        self._stroke(rules + ticks, RULE, self._theme.rule)

    def _draw_curves(self, curves, width, color):
        for index, curve in enumerate(curves):
            if len(curve) > 1:
                dashes = DASHES if index else ()
                self._context.setLineDash(to_js(list(dashes)))
                corners = " ".join(map(str, np.round(curve, 2).ravel().tolist()))
                self._stroke("M" + corners, width, color)
        self._context.setLineDash(to_js([]))

    def _draw_playhead(self, shown):
        context, theme = self._context, self._theme
        _, top, _, bottom = shown.box
        self._stroke(f"M{shown.playhead} {top - ABOVE}V{bottom}", PLAYHEAD, theme.line)
        if shown.knob:
            across, down = shown.knob
            arc = f"a{KNOB} {KNOB} 0 1 1"
            outline = f"M{across + KNOB} {down}{arc}{-2 * KNOB} 0{arc}{2 * KNOB} 0Z"
            self._stroke(outline, 2 * KNOB_EDGE, theme.ground)
            context.fillStyle = theme.line
            context.fill(Path2D.new(outline))

    def _write(self, shown):
        context, theme = self._context, self._theme
        left, _, _, bottom = shown.box
        baseline = bottom + BELOW + 0.75 * LETTERS
        context.font, context.fillStyle = page_font(LETTERS), theme.numbers
        context.textAlign = "center"
        *ticks, last = shown.time_ticks
        for tick in ticks:
            context.fillText(tick.text, tick.place, baseline)
        context.textAlign = "right"
        context.fillText(last.text, last.place, baseline)
        for tick in shown.loss_ticks:
            if tick.text:
                context.fillText(tick.text, left - AWAY, tick.place + LETTERS / 3)
        for name, color in ((shown.name, theme.line), (shown.healthy_name, theme.numbers)):
            if not name:
                continue
            across, down, text = name
            context.fillStyle, context.textAlign = color, "left"
            context.strokeStyle, context.lineWidth = theme.ground, NAME_EDGE
            context.strokeText(text, across, down)
            context.fillText(text, across, down)

    def _stroke(self, outline, width, color):
        context = self._context
        context.strokeStyle, context.lineWidth, context.lineJoin = color, width, "round"
        context.stroke(Path2D.new(outline))

    def _sharp(self, place):
        """Return the middle of the device pixel nearest to a *place*, in CSS pixels."""
        return (math.floor(place * self._density) + 0.5) / self._density
