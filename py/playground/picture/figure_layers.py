"""Drawing a matplotlib figure in layers, so that what did not change is not drawn again."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from playground.look import style
from playground.picture.surface import Pixels


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

    def __init__(self, width: float, height: float, density: float) -> None:
        # At 72 dots per inch a point, the unit of widths and letters, is one CSS pixel.
        dpi = 72 * density
        # A little more than whole pixels, since matplotlib cuts fractions off.
        across, down = ((round(length * density) + 1e-6) / dpi for length in (width, height))
        self.figure = Figure(figsize=(across, down), dpi=dpi)
        self.figure.patch.set_alpha(0)
        self._canvas: Any = FigureCanvasAgg(self.figure)  # matplotlib does not give its types
        self.moving: list[Artist] = []

    def still(self) -> Pixels:
        """Draw all but the moving artists on a clear ground: (height, width, 4) uint8, a view."""
        shown = [artist for artist in self.moving if artist.get_visible()]
        for artist in shown:
            artist.set_visible(False)
        self._canvas.draw()
        for artist in shown:
            artist.set_visible(True)
        return np.asarray(self._canvas.buffer_rgba())

    def draw(self, artists: Sequence[Artist]) -> Pixels:
        """Draw only *artists*, in order, on a clear ground: (height, width, 4) uint8, a view."""
        renderer = self._canvas.get_renderer()
        renderer.clear()
        for artist in artists:
            artist.draw(renderer)
        return np.asarray(renderer.buffer_rgba())


def style_axes(axes: Axes, color: str) -> None:
    """Leave of *axes* only their marks and numbers, on the plane and in this *color*."""
    axes.patch.set_alpha(0)
    axes.tick_params(
        direction="in",
        length=style.TICK_LENGTH,
        width=style.TICK_WIDTH,
        color=color + style.TICK_INK,
        labelcolor=color,
        labelsize=style.NUMBER_SIZE,
        pad=-style.NUMBER_AWAY,
    )
    for spine in axes.spines.values():
        spine.set_visible(False)
