"""The picture: what the network believes about every point of the plane, drawn by matplotlib.

One `Picture` is one matplotlib figure. A script draws it whole (``picture.figure.savefig``);
the page, which shows it dozens of times a second, asks for its three layers instead and
lays them over each other, so that what did not change is not drawn again:

1. `surface`: the probability of class 1, one small pixel a grid node, stretched by the page;
2. `lines`: where that probability is 0.5, and where each hidden unit turns;
3. `frame`: points, axes and labels, which change with the data but not with the training.
"""

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.colors import LinearSegmentedColormap

from playground.layers import Layers
from playground.plane import COLORS, NODES, Plane
from playground.theme import THEMES

CLASS_MARKERS = ("o", "^")


class Picture:
    """Draws the data and what a network makes of it.

    Parameters
    ----------
    size : int
        Width and height in CSS pixels.
    density : float
        Device pixels per CSS pixel; the picture is ``round(size * density)`` pixels wide.
    theme : str
        A key of `theme.THEMES`.
    """

    def __init__(self, size: int = 480, density: float = 1.0, theme: str = "light"):
        self._plane = Plane(size, density, theme)
        self._theme = THEMES[theme]
        self._layers = Layers(size, size, density)
        self.figure = self._layers.figure
        self._axes = self._make_axes(size)
        self._surface = self._axes.imshow(
            np.zeros((NODES, NODES)),
            cmap=LinearSegmentedColormap.from_list("classes", self._theme.surface, COLORS),
            vmin=0,
            vmax=1,
            origin="lower",
            interpolation="bilinear",
            aspect="auto",  # the window and the axes are square anyway
            zorder=0,
        )
        self._units = LineCollection([], linewidths=1.8, zorder=1)
        self._boundary = LineCollection([], colors=self._theme.line, linewidths=2.4, zorder=1)
        for lines in (self._units, self._boundary):
            self._axes.add_collection(lines, autolim=False)
        self._layers.moving = [self._surface, self._units, self._boundary]
        self._points = []

    def show_data(self, X, y, X_test=None, y_test=None, draw_test: bool = True) -> None:
        """Place the points, and the axes around them; as `Plane.show_data`."""
        self._plane.show_data(X, y, X_test, y_test, draw_test)
        for points in self._points:
            points.remove()
        self._points = [self._scatter(*points) for points in self._plane.points]
        (left, right), (bottom, top) = self._plane.window
        # A pixel of the surface is centred on its node, so it ends half a step further out.
        half_step = (right - left) / (NODES - 1) / 2
        self._surface.set_extent(
            (left - half_step, right + half_step, bottom - half_step, top + half_step)
        )
        self._axes.set(xlim=(left, right), ylim=(bottom, top))
        for axis, ticks in zip("xy", self._plane.ticks, strict=True):
            numbers, texts = [number for number, _ in ticks], [text for _, text in ticks]
            self._axes.set(**{f"{axis}ticks": numbers, f"{axis}ticklabels": texts})

    def show_network(self, network, unit_lines: bool = True, unit: int | None = None) -> None:
        """Show the opinion of *network*, or of one *unit*; as `Plane.show_network`."""
        self._plane.show_network(network, unit_lines, unit)
        self._surface.set_data(self._plane.values)
        self._boundary.set_segments(self._plane.boundary)
        units = self._plane.units
        self._units.set_segments([line.ends for line in units])
        self._units.set_color([line.color for line in units])
        self._units.set_linestyle([(0, line.dashes) for line in units] or "solid")

    def surface(self) -> np.ndarray:
        """Return the probabilities as colours: (NODES, NODES, 4) uint8, row 0 at the top."""
        return self._plane.colors()

    def lines(self) -> np.ndarray:
        """Return the units' lines and the 0.5 line on a clear ground: (height, width, 4) uint8."""
        return self._layers.draw((self._units, self._boundary))

    def frame(self) -> np.ndarray:
        """Return points, axes and labels on a clear ground: (height, width, 4) uint8."""
        return self._layers.still()

    def axes_box(self) -> tuple[int, int, int, int]:
        """Return left, top, width and height of the plane, in device pixels."""
        return self._plane.box

    def _make_axes(self, size):
        # Edges lie between device pixels, so that the layers meet exactly; a hair less than
        # whole, because matplotlib draws an image in as many pixels as it touches.
        pixels = self._plane.pixels
        left, top, width, height = self._plane.box
        bottom = pixels - top - height
        inner = np.array([left + 1e-4, bottom + 1e-4, width - 2e-4, height - 2e-4])
        axes = self.figure.add_axes(inner / pixels)
        axes.patch.set_alpha(0)
        # The axes' names stand where their numbers end, so that they need no room of their own.
        name = {"color": self._theme.numbers, "fontsize": 12}
        axes.text(1, -7 / size, "x₁", transform=axes.transAxes, ha="right", va="top", **name)
        axes.text(-7 / size, 1, "x₂", transform=axes.transAxes, ha="right", va="top", **name)
        axes.tick_params(colors=self._theme.numbers, labelsize=10.5, length=0, pad=5)
        for spine in axes.spines.values():
            spine.set_visible(False)
        return axes

    def _scatter(self, X, label, is_filled):
        """Draw points in the colour and marker of their class; return the artist."""
        color = self._theme.classes[label]
        fill, edge = (color, self._theme.point_edge) if is_filled else ("none", color)
        return self._axes.scatter(
            *X,
            s=46 if is_filled else 36,
            facecolors=fill,
            edgecolors=edge,
            linewidths=0.9 if is_filled else 1.6,
            marker=CLASS_MARKERS[label],
            zorder=2,
        )
