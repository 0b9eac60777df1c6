"""The picture: what the network believes about every point of the plane, drawn by matplotlib.

One `Picture` is one matplotlib figure. A script draws it whole (``picture.figure.savefig``);
the page, which shows it dozens of times a second, asks for its three layers instead and
lays them over each other, so that what did not change is not drawn again:

1. `surface`: the probability of class 1, one small pixel a grid node, stretched by the page;
2. `boundary`: the line where that probability is 0.5;
3. `frame`: points, axes and labels, which change with the data but not with the training.
"""

from collections import namedtuple

import numpy as np
from contourpy import contour_generator
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

# Nodes along each side of the grid on which the network is asked for its opinion.
NODES = 101

# Colours of a picture: the line, the numbers, the points of class 0 and of class 1 and the
# edge around them, and the surface from certainly 0 over undecided to certainly 1.
Theme = namedtuple("Theme", "line numbers classes point_edge surface")

# Blue and vermillion of Okabe and Ito, which colour-blind readers tell apart (lightened for
# the dark); the classes differ in their markers as well.
THEMES = {
    "light": Theme(
        line="#1b1b1f",
        numbers="#5c5c66",
        classes=("#0072b2", "#d55e00"),
        point_edge="#ffffff",
        surface=("#7db9dc", "#f8f7f4", "#eea877"),
    ),
    "dark": Theme(
        line="#f2f1ee",
        numbers="#a8a8b3",
        classes=("#56b4e9", "#ff9447"),
        point_edge="#101114",
        surface=("#0d4d73", "#23242a", "#86400e"),
    ),
}
CLASS_MARKERS = ("o", "^")

# Room for the axes' numbers and names, in CSS pixels: left, bottom, right, top.
MARGINS = (36, 28, 8, 8)


class Picture:
    """Draws the data and what a network makes of it.

    Parameters
    ----------
    size : int
        Width and height in CSS pixels.
    density : float
        Device pixels per CSS pixel; the picture is ``round(size * density)`` pixels wide.
    theme : str
        A key of `THEMES`.
    """

    def __init__(self, size: int = 480, density: float = 1.0, theme: str = "light"):
        self._theme = THEMES[theme]
        # At 72 dots per inch a point is a CSS pixel: every width below is in CSS pixels.
        self.figure = Figure(figsize=(size / 72, size / 72), dpi=72 * density)
        self._canvas = FigureCanvasAgg(self.figure)
        self._axes = self._make_axes(size)
        self._colormap = LinearSegmentedColormap.from_list("classes", self._theme.surface)
        self._surface = self._axes.imshow(
            np.zeros((NODES, NODES)),
            cmap=self._colormap,
            vmin=0,
            vmax=1,
            origin="lower",
            interpolation="bilinear",
            zorder=0,
        )
        self._boundary = LineCollection([], colors=self._theme.line, linewidths=2.2, zorder=1)
        self._axes.add_collection(self._boundary, autolim=False)
        self._points = []
        self._nodes = None

    def show_data(self, X: np.ndarray, y: np.ndarray) -> None:
        """Place the points, and the axes around them.

        Parameters
        ----------
        X : ndarray of shape (2, n)
            Coordinates.
        y : ndarray of shape (n,)
            True labels, 0 or 1.
        """
        for points in self._points:
            points.remove()
        looks = zip(self._theme.classes, CLASS_MARKERS, strict=True)
        self._points = [
            self._axes.scatter(
                *X[:, y == label],
                s=46,
                c=color,
                marker=marker,
                edgecolors=self._theme.point_edge,
                linewidths=0.9,
                zorder=2,
            )
            for label, (color, marker) in enumerate(looks)
        ]
        (left, right), (bottom, top) = window = square_window(X)
        # A pixel of the surface is centred on its node, so it ends half a step further out.
        half_step = (right - left) / (NODES - 1) / 2
        self._surface.set_extent(
            (left - half_step, right + half_step, bottom - half_step, top + half_step)
        )
        self._axes.set(xlim=(left, right), ylim=(bottom, top))
        self._axes.set(xticks=_ticks(left, right), yticks=_ticks(bottom, top))
        self._nodes = tuple(np.linspace(low, high, NODES) for low, high in window)
        self._grid = np.stack(np.meshgrid(*self._nodes)).reshape(2, -1)

    def show_network(self, network) -> None:
        """Ask *network* for its probability at every node of the grid.

        Parameters
        ----------
        network : Network
            Anything with ``predict_proba(X) -> (n,)``.
        """
        self._probability = network.predict_proba(self._grid).reshape(NODES, NODES)
        self._surface.set_data(self._probability)
        lines = contour_generator(*self._nodes, self._probability).lines(0.5)
        self._boundary.set_segments(lines)

    def surface(self) -> np.ndarray:
        """Return the probabilities as colours: (NODES, NODES, 4) uint8, row 0 at the top."""
        return self._colormap(self._probability[::-1], bytes=True)

    def boundary(self) -> np.ndarray:
        """Return the 0.5 line on a clear ground: (height, width, 4) uint8."""
        renderer = self._canvas.get_renderer()
        renderer.clear()
        self._boundary.draw(renderer)
        return np.asarray(renderer.buffer_rgba())

    def frame(self) -> np.ndarray:
        """Return points, axes and labels on a clear ground: (height, width, 4) uint8."""
        learned = (self._surface, self._boundary)
        for artist in learned:
            artist.set_visible(False)
        self._canvas.draw()
        for artist in learned:
            artist.set_visible(True)
        return np.asarray(self._canvas.buffer_rgba())

    def axes_box(self) -> tuple[int, int, int, int]:
        """Return left, top, width and height of the plane, in device pixels."""
        box = self._axes.get_window_extent()
        top = self.figure.bbox.height - box.y1
        return round(box.x0), round(top), round(box.width), round(box.height)

    def _make_axes(self, size):
        left, bottom, right, top = (margin / size for margin in MARGINS)
        self.figure.patch.set_alpha(0)
        axes = self.figure.add_axes((left, bottom, 1 - left - right, 1 - bottom - top))
        axes.patch.set_alpha(0)
        # The axes' names stand where their numbers end, so that they need no room of their own.
        name = {"color": self._theme.numbers, "fontsize": 12}
        axes.text(1, -7 / size, "x₁", transform=axes.transAxes, ha="right", va="top", **name)
        axes.text(-7 / size, 1, "x₂", transform=axes.transAxes, ha="right", va="top", **name)
        axes.tick_params(colors=self._theme.numbers, labelsize=10.5, length=0, pad=5)
        for spine in axes.spines.values():
            spine.set_visible(False)
        return axes


def square_window(X: np.ndarray) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the limits of a square plane that leaves some air around the points.

    Equal scales on both axes: a circle looks like one.

    Parameters
    ----------
    X : ndarray of shape (2, n)
        Coordinates.

    Returns
    -------
    tuple of two (low, high) pairs
        Limits of x₁ and of x₂.
    """
    low, high = X.min(axis=1), X.max(axis=1)
    half = 0.6 * max(high - low) + 0.05
    return tuple((float(middle - half), float(middle + half)) for middle in (low + high) / 2)


def _ticks(low, high):
    """Round numbers between *low* and *high*, with the far end left to the axis' name."""
    ticks = MaxNLocator(6, steps=[1, 2, 5, 10]).tick_values(low, high)
    return [tick for tick in ticks if low <= tick <= high - 0.09 * (high - low)]
