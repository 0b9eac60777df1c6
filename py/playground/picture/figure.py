"""The picture: what the network believes about every point of the plane, drawn by matplotlib.

One `Picture` is one matplotlib figure. A script draws it whole (``picture.figure.savefig``);
the page, which shows it dozens of times a second, asks for its layers instead and
lays them over each other, so that what did not change is not drawn again:

1. `surface`: the probability of class 1, one small pixel a grid node, stretched by the page;
2. `lines`: where that probability is 0.5, and where each hidden unit turns, with its name;
3. `frame`: points, axes and labels, which change with the data but not with the training;
4. `rings`: around mistakes, if they are to be marked; in a crowd its points would hide them.
"""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.colors import LinearSegmentedColormap

from playground.look import style
from playground.picture.figure_labels import UnitLabels
from playground.picture.figure_layers import FigureLayers, style_axes
from playground.picture.painter import Painter
from playground.picture.plane_data import PointGroup
from playground.picture.surface import COLORS, Pixels


class Picture(Painter):
    """Draws the data and what a network makes of it.

    Parameters
    ----------
    size, density, theme, enlarged
        As of `Painter`.

    Attributes
    ----------
    plane : Plane
        What it shows, as numbers.
    figure : matplotlib.figure.Figure
        The whole picture.
    """

    def __init__(
        self, size: int = 480, density: float = 1.0, theme: str = "light", enlarged: float = 1.0
    ) -> None:
        super().__init__(size, density, theme, enlarged)
        self._layers = FigureLayers(size, size, density)
        self.figure = self._layers.figure
        self._axes = self._make_axes(size)
        self._colormaps = {
            scale: LinearSegmentedColormap.from_list("", scale, COLORS)
            for scale in (self._theme.surface, self._theme.confidence)
        }
        self._surface = self._axes.imshow(
            np.zeros((2, 2)),
            vmin=0,
            vmax=1,
            origin="lower",
            interpolation="bilinear",
            aspect="auto",  # the plane and the axes are square anyway
            zorder=0,
        )
        self._units = LineCollection([], linewidths=style.UNIT_WIDTH, zorder=1)
        self._boundary = LineCollection(
            [], colors=self._theme.line, linewidths=style.BOUNDARY_WIDTH, zorder=1
        )
        for lines in (self._units, self._boundary):
            self._axes.add_collection(lines, autolim=False)
        self._labels = UnitLabels(self._theme.raised, self.plane.pixels)
        self._axes.add_artist(self._labels)
        (self._mistakes,) = self._axes.plot(
            *([], [], "o"), markerfacecolor="none", markeredgecolor=self._theme.line, zorder=3
        )
        self._layers.moving = [
            *(self._surface, self._units, self._boundary, self._labels, self._mistakes)
        ]
        self._points: list[PathCollection] = []

    def draw_data(self) -> None:
        """Place what the plane has of the data."""
        data = self.plane.data
        for points in self._points:
            points.remove()
        self._points = [points for group in data.groups for points in self._scatter(group)]
        diameter, width = style.ring(data.marker_scale)
        self._mistakes.set(markersize=diameter, markeredgewidth=width)
        for text, name in zip(self._names, data.names, strict=True):
            text.set_text(name)
        (left, right), (bottom, top) = data.limits
        self._axes.set(xlim=(left, right), ylim=(bottom, top))
        for axis, ticks in zip("xy", data.ticks, strict=True):
            numbers, texts = [number for number, _ in ticks], [text for _, text in ticks]
            self._axes.set(**{f"{axis}ticks": numbers, f"{axis}ticklabels": texts})
        # They stand on the plane, as far from its edges as everywhere.
        for label in self._axes.get_xticklabels():
            label.set(verticalalignment="baseline")
        for label in self._axes.get_yticklabels():
            label.set(horizontalalignment="left")

    def draw_network(self) -> None:
        """Draw what the plane has of the network."""
        shown = self.plane.prediction
        self._surface.set_cmap(self._colormaps[shown.scale])
        self._surface.set_data(shown.heights)
        (left, right), (bottom, top) = self.plane.data.limits
        # A pixel of the surface is centred on its node, so it ends half a step further out.
        steps = len(shown.heights) - 1
        across, up = (right - left) / steps / 2, (top - bottom) / steps / 2
        self._surface.set_extent((left - across, right + across, bottom - up, top + up))
        self._boundary.set_segments(shown.boundary)
        lines = [(unit, line) for unit in shown.units for line in unit.lines]
        self._units.set_segments([line for _, line in lines])
        self._units.set_color([unit.color for unit, _ in lines])
        self._units.set_linestyle([(0, unit.dashes) for unit, _ in lines] or "solid")
        self._labels.labels = shown.labels
        self._mistakes.set_data(*shown.mistakes)

    def surface(self) -> Pixels:
        """Return the surface as colours: (nodes, nodes, 4) uint8, row 0 at the top."""
        return self.plane.colors()

    def lines(self, with_labels: bool = True) -> Pixels:
        """Return the units' lines and the 0.5 line on a clear ground: (height, width, 4) uint8.

        Parameters
        ----------
        with_labels : bool
            Whether the names of the units are to stand on them.
        """
        labels = [self._labels] if with_labels else []
        return self._layers.draw([self._units, self._boundary, *labels])

    def frame(self) -> Pixels:
        """Return points, axes and labels on a clear ground: (height, width, 4) uint8."""
        return self._layers.still()

    def rings(self) -> Pixels:
        """Return the rings around mistakes on a clear ground: (height, width, 4) uint8."""
        return self._layers.draw((self._mistakes,))

    def _make_axes(self, size: int) -> Axes:
        # Edges lie between device pixels, so that the layers meet exactly; a little less than
        # whole, because matplotlib draws an image in as many pixels as it touches.
        edge = 1e-4 / self.plane.pixels
        axes: Axes = self.figure.add_axes((edge, edge, 1 - 2 * edge, 1 - 2 * edge))
        style_axes(axes, self._theme.line)
        away, below = style.NAME_AWAY / size, style.NAME_BELOW / size
        corners = ((1 - away, away, "right"), (away, 1 - below, "left"))
        self._names = [
            axes.text(x, y, "", transform=axes.transAxes, ha=side, va="baseline")
            for x, y, side in corners
        ]
        for text in self._names:
            text.set(color=self._theme.line, fontsize=style.NAME_SIZE, parse_math=False)
        return axes

    def _scatter(self, group: PointGroup) -> list[PathCollection]:
        """Draw points in the colour and marker of their class; return the artists."""
        X, label, is_filled = group
        color, edge = self._theme.classes[label], self._theme.point_edge
        scale = self.plane.data.marker_scale
        area, width = style.marker(is_filled, scale)
        strokes = (
            [(color, edge, width)]
            if is_filled
            else [("none", edge, style.HALO * scale), ("none", color, width)]
        )
        x1, x2 = X
        return [
            self._axes.scatter(
                x1,
                x2,
                s=area,
                facecolors=fill,
                edgecolors=stroke,
                linewidths=width,
                marker=style.CLASS_MARKERS[label],
                zorder=2,
            )
            for fill, stroke, width in strokes
        ]
