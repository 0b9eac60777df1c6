"""The picture: what the network believes about every point of the plane, drawn by matplotlib.

One `Picture` is one matplotlib figure. A script draws it whole (``picture.figure.savefig``);
the page, which shows it dozens of times a second, asks for its three layers instead and
lays them over each other, so that what did not change is not drawn again:

1. `surface`: the probability of class 1, one small pixel a grid node, stretched by the page;
2. `lines`: where that probability is 0.5, and where each hidden unit turns;
3. `frame`: points, axes and labels, which change with the data but not with the training.
"""

import numpy as np
from contourpy import contour_generator
from matplotlib.collections import LineCollection
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.ticker import MaxNLocator

from playground.layers import Layers
from playground.theme import THEMES, unit_look

# Nodes along each side of the grid on which the network is asked for its opinion.
NODES = 101

CLASS_MARKERS = ("o", "^")

# Room for the axes' numbers, in CSS pixels: left, bottom, right, top.
MARGINS = (36, 30, 8, 14)


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
        self._theme_name, self._theme = theme, THEMES[theme]
        self._layers = Layers(size, size, density)
        self.figure = self._layers.figure
        self._axes = self._make_axes(size, round(size * density))
        self._colormap = LinearSegmentedColormap.from_list("classes", self._theme.surface)
        self._surface = self._axes.imshow(
            np.zeros((NODES, NODES)),
            cmap=self._colormap,
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
        """Place the points, and the axes around them.

        Parameters
        ----------
        X : ndarray of shape (2, n)
            Coordinates of the points to learn from.
        y : ndarray of shape (n,)
            Their true labels, 0 or 1.
        X_test, y_test : ndarray of shape (2, m) and (m,), optional
            The points kept for the test, drawn hollow.
        draw_test : bool
            Whether to draw them; the axes leave room for them in any case.
        """
        for points in self._points:
            points.remove()
        self._points = self._scatter(X, y, is_filled=True)
        if X_test is not None:
            if draw_test:
                self._points += self._scatter(X_test, y_test, is_filled=False)
            X = np.concatenate([X, X_test], axis=1)
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

    def show_network(self, network, unit_lines: bool = True, unit: int | None = None) -> None:
        """Ask *network* for its opinion at every node of the grid.

        Parameters
        ----------
        network : Network
            With two inputs.
        unit_lines : bool
            Whether to draw the line w · x + b = 0 of each unit of the first hidden layer.
        unit : int, optional
            Show what this unit of the first hidden layer answers, from -1 to 1, instead of
            what the whole network does; counted from 0.
        """
        if unit is None:
            values = network.predict_proba(self._grid)
        else:
            values = (network.forward(self._grid).a[1][unit] + 1) / 2
        self._values = values.reshape(NODES, NODES)
        self._surface.set_data(self._values)
        boundary = contour_generator(*self._nodes, self._values).lines(0.5) if unit is None else []
        self._boundary.set_segments(boundary)
        if unit is not None:
            units = [unit]
        elif unit_lines and len(network.weights) > 1:
            units = range(len(network.weights[0]))
        else:
            units = []
        self._show_lines_of(network, units)

    def surface(self) -> np.ndarray:
        """Return the probabilities as colours: (NODES, NODES, 4) uint8, row 0 at the top."""
        return self._colormap(self._values[::-1], bytes=True)

    def lines(self) -> np.ndarray:
        """Return the units' lines and the 0.5 line on a clear ground: (height, width, 4) uint8."""
        return self._layers.draw((self._units, self._boundary))

    def frame(self) -> np.ndarray:
        """Return points, axes and labels on a clear ground: (height, width, 4) uint8."""
        return self._layers.still()

    def axes_box(self) -> tuple[int, int, int, int]:
        """Return left, top, width and height of the plane, in device pixels."""
        box = self._axes.get_window_extent()
        top = self.figure.bbox.height - box.y1
        return round(box.x0), round(top), round(box.width), round(box.height)

    def _make_axes(self, size, pixels):
        # Square, with edges between device pixels, so that the layers meet exactly; a hair
        # less than whole, because matplotlib draws an image in as many pixels as it touches.
        left, bottom, right, top = (round(margin * pixels / size) for margin in MARGINS)
        side = (pixels - max(left + right, bottom + top) - 2e-4) / pixels
        box = ((left + 1e-4) / pixels, (bottom + 1e-4) / pixels, side, side)
        axes = self.figure.add_axes(box)
        axes.patch.set_alpha(0)
        # The axes' names stand where their numbers end, so that they need no room of their own.
        name = {"color": self._theme.numbers, "fontsize": 12}
        axes.text(1, -7 / size, "x₁", transform=axes.transAxes, ha="right", va="top", **name)
        axes.text(-7 / size, 1, "x₂", transform=axes.transAxes, ha="right", va="top", **name)
        axes.tick_params(colors=self._theme.numbers, labelsize=10.5, length=0, pad=5)
        for spine in axes.spines.values():
            spine.set_visible(False)
        return axes

    def _scatter(self, X, y, is_filled):
        """Draw points in the colours and markers of their classes; return the artists."""
        artists = []
        for label, marker in enumerate(CLASS_MARKERS):
            color = self._theme.classes[label]
            fill, edge = (color, self._theme.point_edge) if is_filled else ("none", color)
            points = self._axes.scatter(
                *X[:, y == label],
                s=46 if is_filled else 36,
                facecolors=fill,
                edgecolors=edge,
                linewidths=0.9 if is_filled else 1.6,
                marker=marker,
                zorder=2,
            )
            artists.append(points)
        return artists

    def _show_lines_of(self, network, units):
        """Draw the line on which each of *units* is zero, long enough to cross the plane."""
        (left, right), (bottom, top) = self._axes.get_xlim(), self._axes.get_ylim()
        centre = np.array([left + right, bottom + top]) / 2
        segments, looks = [], []
        for unit in units:
            w, b = network.weights[0][unit], network.biases[0][unit, 0]
            steepness = w @ w
            if steepness == 0:
                continue  # a unit that does not look at the point has no line
            nearest = centre - (w @ centre + b) / steepness * w
            along = np.array([-w[1], w[0]]) / np.sqrt(steepness) * (right - left)
            segments.append([nearest - along, nearest + along])
            looks.append(unit_look(self._theme_name, unit))
        self._units.set_segments(segments)
        self._units.set_color([color for color, _ in looks])
        self._units.set_linestyle([(0, dashes) for _, dashes in looks] or "solid")


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
