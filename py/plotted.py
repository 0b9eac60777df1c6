"""Matplotlib's pictures on the page's canvases: what is drawn once they can be drawn.

To be imported when matplotlib is there.
"""

from playground.chart import LossChart
from playground.figure import Picture
from screen import Screen

# Of a large network and many points, the losses along the curve come bit by bit.
SECONDS_FOR_LOSSES = 0.03


class PlottedPicture(Picture):
    """Draws the data and what a network makes of it on a canvas.

    Parameters
    ----------
    canvas : OffscreenCanvas
        Where to paint.
    size, density, theme
        As of `playground.figure.Picture`.
    """

    name = "matplotlib"

    def __init__(self, canvas, size, density, theme):
        super().__init__(size, density, theme)
        self._screen = Screen(canvas)

    def draw_data(self):
        """Draw points and axes on a layer of their own."""
        super().draw_data()
        self._screen.put("frame", self.frame())

    def draw_network(self):
        """Draw surface and lines on layers of their own."""
        super().draw_network()
        self._screen.put("surface", self.surface())
        self._screen.put("lines", self.lines())
        if self.plane.mistakes.size:
            self._screen.put("rings", self.rings())

    def paint(self):
        """Bring what is to be shown onto the canvas."""
        rings = ["rings"] if self.plane.mistakes.size else []
        self._screen.show("lines", "frame", *rings, grid="surface", box=self.axes_box())


class PlottedChart:
    """Draws the chart of the loss on a canvas.

    Parameters
    ----------
    canvas : OffscreenCanvas
        Where to paint.
    width, height, density, theme
        As of `playground.chart.LossChart`.
    """

    def __init__(self, canvas, width, height, density, theme):
        self._screen = Screen(canvas)
        self._chart = LossChart(width, height, density, theme)

    def paint(self, session):
        """Bring the losses of *session* onto the canvas; tell whether these are all."""
        epochs, losses = session.course.curve.points(SECONDS_FOR_LOSSES)
        values = session.values
        is_new = self._chart.show(
            epochs, losses, session.epoch, values["epochs"], values["loss_scale"]
        )
        if is_new:
            self._screen.put("frame", self._chart.frame())
        self._screen.put("lines", self._chart.lines())
        self._screen.show("frame", "lines")
        return session.course.curve.is_complete
