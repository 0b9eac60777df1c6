"""A matplotlib figure without axes of its own: lines and words at places in CSS pixels."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.collections import PathCollection
from matplotlib.patches import Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import withStroke

from playground.checks import Array
from playground.picture.figure_layers import FigureLayers
from playground.picture.surface import Pixels

# matplotlib's letters are so much wider than the page's own that the same numbers, in the places
# that are made for those, have to be smaller. A drawing is then enlarged as a whole.
LETTERS, ENLARGED = 0.83, 1.2


class Drawing:
    """What is drawn as on a canvas: from bottom to top, in the order in which it is asked for.

    Parameters
    ----------
    width, height : float
        Of the figure, in CSS pixels.
    density : float
        Device pixels per CSS pixel.
    ground : str
        The colour behind it all.
    margin : float
        Around what is drawn, in its units.

    Attributes
    ----------
    figure : matplotlib.figure.Figure
        With all that has been drawn.
    size : (float, float)
        Width and height within the margins, in the units of what is drawn, which is enlarged.
    """

    def __init__(
        self, width: float, height: float, density: float, ground: str, margin: float
    ) -> None:
        self._density, self._margin = density * ENLARGED, margin
        whole = width / ENLARGED, height / ENLARGED
        self.size = whole[0] - 2 * margin, whole[1] - 2 * margin
        self.figure = FigureLayers(*whole, self._density).figure
        self.figure.patch.set(facecolor=ground, alpha=1)
        self._axes: Any = self.figure.add_axes((0, 0, 1, 1))
        right, bottom = (length + margin for length in self.size)
        self._axes.set(xlim=(-margin, right), ylim=(bottom, -margin), autoscale_on=False)
        self._axes.set_axis_off()
        self._order = 0

    def curve(self, corners: Array, width: float, color: str, dashes: Sequence[float] = ()) -> None:
        """Draw a line through some *corners*, (n, 2)."""
        lengths = [length / width for length in dashes]  # matplotlib counts in line widths
        (line,) = self._axes.plot(
            *corners.T,
            color=color,
            linewidth=width,
            linestyle=(0, lengths) if lengths else "solid",
            solid_joinstyle="round",
            solid_capstyle="butt",
            dash_capstyle="butt",
            snap=False,
        )
        line.set_zorder(self._next())

    def rule(self, begin: tuple[float, float], end: tuple[float, float], color: str) -> None:
        """Draw a straight line, one pixel wide, level or upright, that is not blurred."""
        self.curve(np.array([[self.sharp(at) for at in place] for place in (begin, end)]), 1, color)

    def sharp(self, place: float) -> float:
        """Return the middle of the device pixel nearest to a *place*."""
        pixels = (place + self._margin) * self._density
        return float((np.floor(pixels) + 0.5) / self._density - self._margin)

    def outlines(
        self, paths: Sequence[Path], width: float, color: str, dashes: Sequence[float] = ()
    ) -> None:
        """Stroke some *paths* alike; *dashes* and gaps are in line widths."""
        looks = {"linestyles": [(0, tuple(dashes))]} if dashes else {}
        self._collect(paths, facecolors="none", edgecolors=color, linewidths=width, **looks)

    def areas(self, paths: Sequence[Path], color: str) -> None:
        """Fill some *paths* alike."""
        self._collect(paths, facecolors=color, edgecolors="none", linewidths=0)

    def disc(self, place: tuple[float, float], radius: float, color: str) -> None:
        """Fill a circle."""
        corners = Path.circle(place, radius)
        self.areas([corners], color)

    def picture(self, colors: Pixels, box: tuple[float, float, float, float]) -> None:
        """Stretch *colors*, (n, n, 4), over a *box*: left, top, width, height.

        The outermost of them lie on its edges.
        """
        left, top, width, height = box
        beyond = width / (len(colors) - 1) / 2
        image = self._axes.imshow(
            colors,
            extent=(left - beyond, left + width + beyond, top + height + beyond, top - beyond),
            interpolation="bilinear",
            aspect="auto",
        )
        frame = Rectangle((left, top), width, height, transform=self._axes.transData)
        image.set(zorder=self._next(), clip_path=frame)

    def write(
        self,
        text: str,
        place: tuple[float, float],
        size: float,
        color: str,
        align: str = "left",
        edge: tuple[float, str] | None = None,
    ) -> None:
        """Write *text* with its baseline at a *place*.

        Parameters
        ----------
        size : float
            Of the page's letters; matplotlib's are made to take as much room.
        align : str
            Which part of the text is there: "left", "center" or "right".
        edge : (width, color), optional
            Around the letters.
        """
        effects = [withStroke(linewidth=edge[0], foreground=edge[1])] if edge else []
        self._axes.text(
            *place,
            text,
            ha=align,
            va="baseline",
            fontsize=LETTERS * size,
            color=color,
            parse_math=False,
            path_effects=effects,
            zorder=self._next(),
        )

    def _collect(self, paths: Sequence[Path], **looks: Any) -> None:
        if paths:
            drawn = PathCollection(paths, zorder=self._next(), **looks)
            drawn.set_capstyle("butt")
            self._axes.add_collection(drawn, autolim=False)

    def _next(self) -> int:
        self._order += 1
        return self._order
