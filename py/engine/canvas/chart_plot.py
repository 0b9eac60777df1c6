"""The chart of the loss as matplotlib draws it, on the page's canvas.

To be imported when matplotlib is there.
"""

from engine.canvas.layers import Screen
from playground.picture.chart import LossChart

# Of a large network and many points, the losses along the curve come bit by bit.
SECONDS_FOR_LOSSES = 0.03


class ChartPlot:
    """Draws the chart of the loss on a canvas.

    Parameters
    ----------
    canvas : OffscreenCanvas
        Where to paint.
    width, height, density, theme
        As of `playground.picture.chart.LossChart`.
    """

    def __init__(self, canvas, width, height, density, theme):
        self._screen = Screen(canvas)
        self._chart = LossChart(width, height, density, theme)

    def paint(self, session):
        """Bring the losses of *session* onto the canvas; tell whether these are all."""
        epochs, losses = session.training.curve.points(SECONDS_FOR_LOSSES)
        values = session.values
        is_new = self._chart.show(
            epochs, losses, session.epoch, values["epochs"], values["loss_scale"]
        )
        if is_new:
            self._screen.put("frame", self._chart.frame())
        self._screen.put("lines", self._chart.lines())
        self._screen.show("frame", "lines")
        return session.training.curve.is_complete
