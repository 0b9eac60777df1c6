"""Drawing a matplotlib figure in layers, so that what did not change is not drawn again."""

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure


class FigureLayers:
    """A figure whose *moving* artists can be drawn apart from all the others.

    Parameters
    ----------
    width, height : float
        In CSS pixels.
    density : float
        Device pixels per CSS pixel.

    Attributes
    ----------
    figure : matplotlib.figure.Figure
        Its unit of length is the CSS pixel: a line width of 2 is two of them.
    moving : list of Artist
        Artists to leave out of `still`; add to it before drawing.

    Notes
    -----
    `still` and `draw` return the figure's one buffer, without a copy: the next drawing, of
    either kind, overwrites it.
    """

    def __init__(self, width: float, height: float, density: float):
        # At 72 dots per inch a point, the unit of widths and letters, is one CSS pixel.
        dpi = 72 * density
        # A hair more than whole pixels, since matplotlib cuts fractions off.
        inches = [(round(length * density) + 1e-6) / dpi for length in (width, height)]
        self.figure = Figure(figsize=inches, dpi=dpi)
        self.figure.patch.set_alpha(0)
        self._canvas = FigureCanvasAgg(self.figure)
        self.moving = []

    def still(self) -> np.ndarray:
        """Draw all but the moving artists on a clear ground: (height, width, 4) uint8, a view."""
        shown = [artist for artist in self.moving if artist.get_visible()]
        for artist in shown:
            artist.set_visible(False)
        self._canvas.draw()
        for artist in shown:
            artist.set_visible(True)
        return np.asarray(self._canvas.buffer_rgba())

    def draw(self, artists) -> np.ndarray:
        """Draw only *artists*, in order, on a clear ground: (height, width, 4) uint8, a view."""
        renderer = self._canvas.get_renderer()
        renderer.clear()
        for artist in artists:
            artist.draw(renderer)
        return np.asarray(renderer.buffer_rgba())
