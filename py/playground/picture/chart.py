"""The chart of the loss over the epochs, drawn by matplotlib."""

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.ticker import ScalarFormatter

from playground.checks import Array
from playground.look.theme import THEMES
from playground.picture.figure_layers import FigureLayers, style_axes
from playground.picture.surface import Pixels

# Room around the axes, in CSS pixels: left, bottom, right, top.
MARGINS = (46, 24, 20, 10)

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class LossChart:
    """Draws training and test loss, in nats, over epochs.

    Like `figure.Picture` it has a layer that moves, `lines`, and one that seldom does,
    `frame`; `show` tells when the latter has to be drawn again.

    Parameters
    ----------
    width, height : int
        In CSS pixels.
    density : float
        Device pixels per CSS pixel.
    theme : str
        A key of `theme.THEMES`.
    """

    def __init__(self, width: int, height: int, density: float = 1.0, theme: str = "light") -> None:
        self._theme = THEMES[theme]
        self._layers = FigureLayers(width, height, density)
        self.figure = self._layers.figure
        left, bottom, right, top = MARGINS
        self._axes = self.figure.add_axes(
            (left / width, bottom / height, 1 - (left + right) / width, 1 - (bottom + top) / height)
        )
        style_axes(self._axes, self._theme.numbers)
        self._axes.locator_params(axis="x", nbins=5)
        self._axes.grid(color=self._theme.numbers, alpha=0.25, linewidth=0.8)
        colors = [self._theme.line, self._theme.classes[1]]
        self._curves = LineCollection([], colors=colors, linewidths=[2, 1.8])
        self._curves.set_linestyle(["solid", (0, (3, 1.5))])
        self._now = self._axes.axvline(0, color=self._theme.numbers, linewidth=1)
        self._axes.add_collection(self._curves, autolim=False)
        self._layers.moving = [self._now, self._curves]
        self._limits: tuple[float, str, float, float] | None = None

    def show(
        self, epochs: np.ndarray, losses: np.ndarray, now: int, max_epochs: int, scale: str
    ) -> bool:
        """Take over a curve.

        Parameters
        ----------
        epochs : ndarray of shape (k,)
            Where the curve is known.
        losses : ndarray of shape (k, 2)
            Training and test loss; NaN where there is no test.
        now : int
            The epoch that the picture shows, marked in the chart.
        max_epochs : int
            Right end of the chart.
        scale : str
            "log" or "linear".

        Returns
        -------
        bool
            Whether the frame is another one than before.
        """
        curves = [np.column_stack([epochs, losses[:, 0]])]
        if np.isfinite(losses[:, 1]).all():
            curves.append(np.column_stack([epochs, losses[:, 1]]))
        self._curves.set_segments(curves)
        self._now.set_xdata([now, now])
        limits = (max_epochs, scale, *_loss_limits(np.concatenate(curves)[:, 1], scale))
        if limits == self._limits:
            return False
        self._limits = limits
        self._axes.set(xlim=(0, max_epochs), yscale=scale, ylim=limits[2:])
        axis = self._axes.yaxis
        axis.set_major_formatter(power_of_ten if scale == "log" else ScalarFormatter())
        self._axes.tick_params(which="minor", left=False, labelleft=False)
        return True

    def lines(self) -> Pixels:
        """Return the curves on a clear ground: (height, width, 4) uint8."""
        return self._layers.draw(self._layers.moving)

    def frame(self) -> Pixels:
        """Return axes and labels on a clear ground: (height, width, 4) uint8."""
        return self._layers.still()


def power_of_ten(value: float, _position: float) -> str:
    """Return the label of a tick at a power of ten, such as 10⁻².

    In plain text: matplotlib would typeset it as mathematics, for which it has to read a parser
    first.
    """
    return "10" + str(round(np.log10(value))).translate(SUPERSCRIPTS)


def _loss_limits(losses: Array, scale: str) -> tuple[float, float]:
    """Return round limits around *losses*, so that they seldom change."""
    if scale == "linear":
        return 0.0, max(0.1, float(np.ceil(losses.max() * 5) / 5))
    low, high = np.floor(np.log10([max(losses.min(), 1e-12), max(losses.max(), 1e-12)]))
    return 10.0**low, 10.0 ** (high + 1)
