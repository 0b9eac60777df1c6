"""What a picture shows, as numbers: the plane, its points, and what a network makes of them.

A `Plane` knows nothing of matplotlib or browsers. `figure.Picture` paints it with the one,
the page's first sketch with the other, and both look the same.
"""

from typing import NamedTuple

import numpy as np
from contourpy import contour_generator

from playground.theme import THEMES, unit_look
from playground.ticks import texts, ticks

# Nodes along each side of the grid on which the network is asked for its opinion.
NODES = 101

# Room for the axes' numbers, in CSS pixels: left, bottom, right, top.
MARGINS = (36, 30, 8, 14)

# Steps of the scale of colours.
COLORS = 256


class Points(NamedTuple):
    """The points of one class: where they are, and whether they are drawn filled or hollow."""

    X: np.ndarray  # (2, n)
    label: int
    is_filled: bool


class UnitLine(NamedTuple):
    """The line on which the sum of a hidden unit is zero, and how it looks."""

    ends: np.ndarray  # (2, 2): a row for each end
    color: str
    dashes: tuple[float, ...]  # dashes and gaps in turn, in line widths


class Plane:
    """The data, a network's opinion of the plane around them, and their place on a picture.

    Parameters
    ----------
    size : int
        Width and height of the picture in CSS pixels.
    density : float
        Device pixels per CSS pixel.
    theme : str
        A key of `theme.THEMES`.

    Attributes
    ----------
    pixels : int
        Width and height of the picture in device pixels.
    box : tuple of int
        Left, top, width and height of the plane on it, in device pixels.
    window : tuple of two (low, high) pairs
        Limits of x₁ and of x₂.
    ticks : list of two lists of (number, text)
        The numbers along each axis.
    points : list of Points
        From bottom to top.
    values : ndarray of shape (NODES, NODES)
        What the network believes at each node, from 0 to 1; x₂ grows with the row.
    boundary : list of ndarray of shape (n, 2)
        The lines along which that is 0.5.
    units : list of UnitLine
        The lines of the hidden units.
    """

    def __init__(self, size: int = 480, density: float = 1.0, theme: str = "light"):
        self._theme = theme
        self.pixels = round(size * density)
        left, bottom, right, top = (round(margin * self.pixels / size) for margin in MARGINS)
        side = self.pixels - max(left + right, bottom + top)
        self.box = (left, self.pixels - bottom - side, side, side)
        self._colors = color_table(THEMES[theme].surface)
        self.points, self.boundary, self.units = [], [], []

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
        self.points = [Points(X[:, y == label], label, True) for label in (0, 1)]
        if X_test is not None:
            if draw_test:
                hollow = [Points(X_test[:, y_test == label], label, False) for label in (0, 1)]
                self.points += hollow
            X = np.concatenate([X, X_test], axis=1)
        self.window = square_window(X)
        self.ticks = [list(zip(at, texts(at), strict=True)) for at in map(_ticks, self.window)]
        self._nodes = tuple(np.linspace(low, high, NODES) for low, high in self.window)
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
        self.values = values.reshape(NODES, NODES)
        self.boundary = []
        if unit is not None:
            units = [unit]
        else:
            self.boundary = contour_generator(*self._nodes, self.values).lines(0.5)
            has_lines = unit_lines and len(network.weights) > 1
            units = range(len(network.weights[0])) if has_lines else []
        self.units = [line for line in map(self._line_of(network), units) if line]

    def colors(self) -> np.ndarray:
        """Return the values as colours: (NODES, NODES, 4) uint8, row 0 at the top."""
        steps = np.minimum((self.values[::-1] * COLORS).astype(int), COLORS - 1)
        return self._colors[steps]

    def to_pixels(self, X: np.ndarray) -> np.ndarray:
        """Return the place of the points *X*, (2, n), on the picture: across, down."""
        left, top, width, height = self.box
        (low1, high1), (low2, high2) = self.window
        across = left + width * (X[0] - low1) / (high1 - low1)
        return np.array([across, top + height * (high2 - X[1]) / (high2 - low2)])

    def _line_of(self, network):
        """Return a function that gives the `UnitLine` of a unit, or None where it has none."""
        (left, right), (bottom, top) = self.window
        centre = np.array([left + right, bottom + top]) / 2

        def line(unit):
            w, b = network.weights[0][unit], network.biases[0][unit, 0]
            steepness = w @ w
            if steepness == 0:
                return None  # a unit that does not look at the point has no line
            nearest = centre - (w @ centre + b) / steepness * w
            # Long enough to cross the plane.
            along = np.array([-w[1], w[0]]) / np.sqrt(steepness) * (right - left)
            ends = np.array([nearest - along, nearest + along])
            return UnitLine(ends, *unit_look(self._theme, unit))

        return line


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


def color_table(colors) -> np.ndarray:
    """Return the scale that leads evenly through *colors* ("#rrggbb"): (COLORS, 4) uint8."""
    stops = np.array([[*bytes.fromhex(color[1:]), 255] for color in colors]) / 255
    # Written, and rounded down, as matplotlib does, so that not one step differs.
    at = np.linspace(0, 1, len(stops)) * (COLORS - 1)
    steps = (COLORS - 1) * np.linspace(0, 1, COLORS)
    after = np.searchsorted(at, steps)[1:-1]
    share = (steps[1:-1] - at[after - 1]) / (at[after] - at[after - 1])
    between = share[:, None] * (stops[after] - stops[after - 1]) + stops[after - 1]
    return (np.clip([stops[0], *between, stops[-1]], 0, 1) * 255).astype(np.uint8)


def _ticks(limits):
    """Round numbers between the *limits*, with the far end left to the axis' name."""
    low, high = limits
    return [tick for tick in ticks(low, high) if low <= tick <= high - 0.09 * (high - low)]
