"""Matplotlib's pictures on the page's canvases: what is drawn once they can be drawn.

To be imported when matplotlib is there.
"""

from playground.chart import LossChart
from playground.figure import Picture
from screen import Screen


class PlottedPicture:
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
        self._screen = Screen(canvas)
        self._picture = Picture(size, density, theme)

    def show_data(self, X, y, X_test=None, y_test=None, draw_test=True):
        """Place the points, and the axes around them; as `Plane.show_data`."""
        self._picture.show_data(X, y, X_test, y_test, draw_test)
        self._screen.put("frame", self._picture.frame())

    def show_network(self, network, unit_lines=True, unit=None):
        """Show the opinion of *network*, or of one *unit*; as `Plane.show_network`."""
        self._picture.show_network(network, unit_lines, unit)
        self._screen.put("surface", self._picture.surface())
        self._screen.put("lines", self._picture.lines())

    def paint(self):
        """Bring what is to be shown onto the canvas."""
        self._screen.show("lines", "frame", grid="surface", box=self._picture.axes_box())


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
        """Bring the losses of *session* onto the canvas."""
        epochs, losses = session.curve.points()
        values = session.values
        is_new = self._chart.show(
            epochs, losses, session.epoch, values["epochs"], values["loss_scale"]
        )
        if is_new:
            self._screen.put("frame", self._chart.frame())
        self._screen.put("lines", self._chart.lines())
        self._screen.show("frame", "lines")
