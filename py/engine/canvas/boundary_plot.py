"""The picture as matplotlib draws it, on the page's canvas.

To be imported when matplotlib is there.
"""

from engine.canvas.labels import LabelStamps
from engine.canvas.layers import Screen
from playground.picture.figure import Picture


class BoundaryPlot(Picture):
    """Draws the data and what a network makes of it on a canvas.

    Parameters
    ----------
    canvas : OffscreenCanvas
        Where to paint.
    size, density, theme, enlarged
        As of `playground.picture.figure.Picture`.
    """

    name = "matplotlib"

    def __init__(self, canvas, size, density, theme, enlarged=1.0):
        super().__init__(size, density, theme, enlarged)
        self._screen = Screen(canvas)
        self._stamps = LabelStamps(density, theme)

    def draw_data(self):
        """Draw points and axes on a layer of their own."""
        super().draw_data()
        self._screen.put("frame", self.frame())

    def draw_network(self):
        """Draw surface and lines on layers of their own."""
        super().draw_network()
        self._screen.put("surface", self.surface())
        self._screen.put("lines", self.lines(with_labels=False))
        if self.plane.prediction.mistakes.size:
            self._screen.put("rings", self.rings())

    def paint(self):
        """Bring what is to be shown onto the canvas."""
        shown = self.plane.prediction
        self._screen.show("lines", grid="surface")
        self._stamps.draw(self._screen.context, shown.labels)
        self._screen.add("frame", *(["rings"] if shown.mistakes.size else []))
