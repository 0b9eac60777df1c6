"""The picture: what the network believes about every point of the plane, drawn by matplotlib.

One `Picture` is one matplotlib figure. A script draws it whole (``picture.figure.savefig``);
the page, which shows it dozens of times a second, asks for its layers instead and
lays them over each other, so that what did not change is not drawn again:

1. `surface`: the probability of class 1, one small pixel a grid node, stretched by the page;
2. `lines`: where that probability is 0.5, and where each hidden unit turns;
3. `frame`: points, axes and labels, which change with the data but not with the training;
4. `rings`: around mistakes, if they are to be marked; in a crowd its points would hide them.
"""

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.colors import LinearSegmentedColormap

from playground.look import style
from playground.look.theme import THEMES
from playground.picture.figure_layers import FigureLayers
from playground.picture.painter import Painter
from playground.picture.plane import Plane
from playground.picture.surface import COLORS


class Picture(Painter):
    """Draws the data and what a network makes of it.

    Parameters
    ----------
    size : int
        Width and height in CSS pixels.
    density : float
        Device pixels per CSS pixel; the picture is ``round(size * density)`` pixels wide.
    theme : str
        A key of `theme.THEMES`.

    Attributes
    ----------
    plane : Plane
        What it shows, as numbers.
    figure : matplotlib.figure.Figure
        The whole picture.
    """

    def __init__(self, size: int = 480, density: float = 1.0, theme: str = "light"):
        self.plane = Plane(size, density, theme)
        self._theme = THEMES[theme]
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
            aspect="auto",  # the window and the axes are square anyway
            zorder=0,
        )
        self._units = LineCollection([], linewidths=style.UNIT_WIDTH, zorder=1)
        self._boundary = LineCollection(
            [], colors=self._theme.line, linewidths=style.BOUNDARY_WIDTH, zorder=1
        )
        for lines in (self._units, self._boundary):
            self._axes.add_collection(lines, autolim=False)
        (self._mistakes,) = self._axes.plot(
            *([], [], "o"), markerfacecolor="none", markeredgecolor=self._theme.line, zorder=3
        )
        self._layers.moving = [self._surface, self._units, self._boundary, self._mistakes]
        self._points = []

    def draw_data(self) -> None:
        """Place what the plane has of the data."""
        for points in self._points:
            points.remove()
        self._points = [self._scatter(*points) for points in self.plane.points]
        diameter, width = style.ring(self.plane.marker_scale)
        self._mistakes.set(markersize=diameter, markeredgewidth=width)
        (left, right), (bottom, top) = self.plane.window
        self._axes.set(xlim=(left, right), ylim=(bottom, top))
        for axis, ticks in zip("xy", self.plane.ticks, strict=True):
            numbers, texts = [number for number, _ in ticks], [text for _, text in ticks]
            self._axes.set(**{f"{axis}ticks": numbers, f"{axis}ticklabels": texts})

    def draw_network(self) -> None:
        """Draw what the plane has of the network."""
        plane = self.plane
        self._surface.set_cmap(self._colormaps[plane.scale])
        self._surface.set_data(plane.values)
        (left, right), (bottom, top) = plane.window
        # A pixel of the surface is centred on its node, so it ends half a step further out.
        steps = len(plane.values) - 1
        across, up = (right - left) / steps / 2, (top - bottom) / steps / 2
        self._surface.set_extent((left - across, right + across, bottom - up, top + up))
        self._boundary.set_segments(plane.boundary)
        lines = [(unit, line) for unit in plane.units for line in unit.lines]
        self._units.set_segments([line for _, line in lines])
        self._units.set_color([unit.color for unit, _ in lines])
        self._units.set_linestyle([(0, unit.dashes) for unit, _ in lines] or "solid")
        self._mistakes.set_data(*plane.mistakes)

    def surface(self) -> np.ndarray:
        """Return the plane's values as colours: (nodes, nodes, 4) uint8, row 0 at the top."""
        return self.plane.colors()

    def lines(self) -> np.ndarray:
        """Return the units' lines and the 0.5 line on a clear ground: (height, width, 4) uint8."""
        return self._layers.draw((self._units, self._boundary))

    def frame(self) -> np.ndarray:
        """Return points, axes and labels on a clear ground: (height, width, 4) uint8."""
        return self._layers.still()

    def rings(self) -> np.ndarray:
        """Return the rings around mistakes on a clear ground: (height, width, 4) uint8."""
        return self._layers.draw((self._mistakes,))

    def axes_box(self) -> tuple[int, int, int, int]:
        """Return left, top, width and height of the plane, in device pixels."""
        return self.plane.box

    def _make_axes(self, size):
        # Edges lie between device pixels, so that the layers meet exactly; a hair less than
        # whole, because matplotlib draws an image in as many pixels as it touches.
        pixels = self.plane.pixels
        left, top, width, height = self.plane.box
        bottom = pixels - top - height
        inner = np.array([left + 1e-4, bottom + 1e-4, width - 2e-4, height - 2e-4])
        axes = self.figure.add_axes(inner / pixels)
        axes.patch.set_alpha(0)
        # The axes' names stand where their numbers end, so that they need no room of their own.
        away = -style.NAME_DISTANCE / size
        for x, y, name in ((1, away, "x₁"), (away, 1, "x₂")):
            place = {"transform": axes.transAxes, "ha": "right", "va": "top"}
            axes.text(x, y, name, color=self._theme.numbers, fontsize=style.NAME_SIZE, **place)
        look = {"labelsize": style.NUMBER_SIZE, "pad": style.NUMBER_DISTANCE}
        axes.tick_params(colors=self._theme.numbers, length=0, **look)
        for spine in axes.spines.values():
            spine.set_visible(False)
        return axes

    def _scatter(self, X, label, is_filled):
        """Draw points in the colour and marker of their class; return the artist."""
        color = self._theme.classes[label]
        fill, edge = (color, self._theme.point_edge) if is_filled else ("none", color)
        area, width = style.marker(is_filled, self.plane.marker_scale)
        return self._axes.scatter(
            *X,
            s=area,
            facecolors=fill,
            edgecolors=edge,
            linewidths=width,
            marker=style.CLASS_MARKERS[label],
            zorder=2,
        )
