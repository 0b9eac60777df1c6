"""What a picture shows, as numbers: the plane, its points, and what a network makes of them.

A `Plane` knows nothing of matplotlib or browsers. `figure.Picture` paints it with the one,
the page's first sketch with the other, and both look the same.
"""

from typing import NamedTuple

import numpy as np

from playground.checks import Array, check_choice, check_integer
from playground.features import FeatureTransform
from playground.look.style import marker_scale
from playground.look.theme import THEMES, unit_look
from playground.network import Network
from playground.outputs import log_odds
from playground.picture.grid import FixedPoints, Grid, resolution
from playground.picture.limits import Limits, numbers_along, square_limits
from playground.picture.surface import SURFACES, color_table, colors_of, finite, shares
from playground.picture.unit_lines import UnitLine, straight_line

# Nodes along each side of the small picture of a unit; see grid.RESOLUTIONS.
MAP = 21
# The lines of the first layer bend so little that every second node will do.
LINE_STRIDE = 2

# Room for the axes' numbers, in CSS pixels: left, bottom, right, top.
MARGINS = (36, 30, 8, 14)


class Points(NamedTuple):
    """The points of one class: where they are, and whether they are drawn filled or hollow."""

    X: np.ndarray  # (2, n)
    label: int
    is_filled: bool


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
    marker_scale : float
        How wide their markers are drawn; 1 is the full width.
    values : ndarray of shape (nodes, nodes)
        What is to be seen at each node of the grid, from 0 to 1; x₂ grows with the row.
    scale : tuple of str
        The colours that stand for it, "#rrggbb", from 0 to 1.
    boundary : list of ndarray of shape (n, 2)
        The lines along which the probability is 0.5.
    units : list of UnitLine
        The lines of the hidden units.
    mistakes : ndarray of shape (2, n)
        The points on the wrong side of the boundary, if they are to be marked.
    """

    def __init__(self, size: int = 480, density: float = 1.0, theme: str = "light"):
        self._theme, looks = theme, THEMES[theme]
        self.pixels = round(size * density)
        left, bottom, right, top = (round(margin * self.pixels / size) for margin in MARGINS)
        side = self.pixels - max(left + right, bottom + top)
        self.box = (left, self.pixels - bottom - side, side, side)
        self._color_tables = {
            scale: color_table(scale) for scale in (looks.surface, looks.confidence)
        }
        self.scale = looks.surface
        self.points, self.boundary, self.units = [], [], []
        self.mistakes = np.empty((2, 0))

    def show_data(
        self,
        X: Array,
        y: Array,
        X_test: Array | None = None,
        y_test: Array | None = None,
        draw_test: bool = True,
        window: Limits | None = None,
    ) -> None:
        """Place the points, and the axes around them.

        Parameters
        ----------
        X : ndarray of shape (2, n)
            Coordinates of the points to learn from; there may be none.
        y : ndarray of shape (n,)
            Their true labels, 0 or 1.
        X_test, y_test : ndarray of shape (2, m) and (m,), optional
            The points kept for the test, drawn hollow.
        draw_test : bool
            Whether to draw them; the axes leave room for them in any case.
        window : tuple of two (low, high) pairs, optional
            Limits of x₁ and of x₂, instead of a square around all points.
        """
        if X_test is None:
            X_test, y_test = X[:, :0], y[:0]
        all_X, all_y = np.concatenate([X, X_test], axis=1), np.concatenate([y, y_test])
        self.points = [Points(X[:, y == label], label, True) for label in (0, 1)]
        if draw_test and y_test.size:
            self.points += [Points(X_test[:, y_test == label], label, False) for label in (0, 1)]
        n_shown = all_y.size if draw_test else y.size
        self._shown, self._labels = all_X[:, :n_shown], all_y[:n_shown]
        self.marker_scale = marker_scale(all_y.size)
        self.window = window or square_limits(all_X)
        self.ticks = [numbers_along(*limits) for limits in self.window]
        self._grids, self._points_asked = {}, FixedPoints(self._shown)

    def show_network(
        self,
        network: Network,
        inputs: FeatureTransform | None = None,
        surface: str = "probability",
        unit_lines: bool = True,
        unit: tuple[int, int] | None = None,
        mistakes: bool = False,
    ) -> None:
        """Ask *network* for its opinion at every node of the grid.

        Parameters
        ----------
        network : Network
            Any; without *inputs*, one with two inputs.
        inputs : features.FeatureTransform, optional
            What the network is told about a point; without it, x₁ and x₂.
        surface : str
            One of `surface.SURFACES`: what the colours say.
        unit_lines : bool
            Whether to draw the line z = 0 of each unit of the first hidden layer.
        unit : (layer, unit), optional
            Show what this unit answers, and its line, instead of what the whole network
            does. Both count from 0; layer 0 is the first hidden one, the last is the output.
        mistakes : bool
            Whether to mark the points that are on the wrong side of the boundary.
        """
        check_choice("surface", surface, SURFACES)
        output = len(network.weights) - 1
        layer, number = (output, 0) if unit is None else unit
        check_integer("layer of unit", layer, 0, output)
        check_integer("unit", number, 0, len(network.weights[layer]) - 1)
        with np.errstate(all="ignore"):  # weights without measure: some nodes have no answer
            self._grid = self._grid_for(network)
            self._answers = self._grid.answers(network, inputs)
            self._activation = network.activation
            if layer == output:
                has_lines = unit_lines and unit is None and output > 0
                lines_of = range(len(network.weights[0])) if has_lines else []
                self._show_output(surface)
                self.units = self._lines_of(network, inputs, 0, lines_of)
            else:
                self._show_unit(layer, number)
                self.units = self._lines_of(network, inputs, layer, [number])
            self.mistakes = self._mistakes(network, inputs) if mistakes else self._shown[:, :0]

    @property
    def maps(self) -> list[Array]:
        """What each unit answers, in small, from 0 to 1: (units, MAP, MAP) for each layer.

        The inputs come first and the output last; x₂ grows with the row.
        """
        stride = (len(self.values) - 1) // (MAP - 1)
        small = [a[:, ::stride, ::stride] for a in self._answers]
        kinds = [None, *[self._activation] * (len(small) - 2), "sigmoid"]
        with np.errstate(all="ignore"):
            return [finite(shares(*layer)) for layer in zip(small, kinds, strict=True)]

    def colors(self) -> np.ndarray:
        """Return the values as colours: (nodes, nodes, 4) uint8, row 0 at the top."""
        return colors_of(self.values[::-1], self._color_tables[self.scale])

    def to_pixels(self, X: np.ndarray) -> np.ndarray:
        """Return the place of the points *X*, (2, n), on the picture: across, down."""
        left, top, width, height = self.box
        (low1, high1), (low2, high2) = self.window
        across = left + width * (X[0] - low1) / (high1 - low1)
        return np.array([across, top + height * (high2 - X[1]) / (high2 - low2)])

    def place_of(self, across: float, down: float) -> tuple[float, float] | None:
        """Return x₁ and x₂ at a place on the picture; None beside the plane.

        Parameters
        ----------
        across, down : float
            Shares of the picture's width and height, from 0 to 1.
        """
        left, top, width, height = self.box
        right, up = (across * self.pixels - left) / width, 1 - (down * self.pixels - top) / height
        if not (0 <= right <= 1 and 0 <= up <= 1):
            return None
        (low1, high1), (low2, high2) = self.window
        return low1 + right * (high1 - low1), low2 + up * (high2 - low2)

    def _mistakes(self, network, inputs):
        if not self._labels.size:
            return self._shown
        p = self._points_asked.answers(network, inputs)[-1][0]
        return self._shown[:, (p > 0.5) != self._labels]

    def _grid_for(self, network):
        nodes = resolution(network)
        if nodes not in self._grids:
            self._grids[nodes] = Grid(self.window, nodes)
        return self._grids[nodes]

    def _show_output(self, surface):
        looks, p = THEMES[self._theme], finite(self._answers[-1][0])
        self.values = SURFACES[surface](p)
        self.scale = looks.confidence if surface == "confidence" else looks.surface
        self.boundary = self._grid.lines(log_odds(p), 0)

    def _show_unit(self, layer, unit):
        self.values = finite(shares(self._answers[layer + 1][[unit]], self._activation)[0])
        self.scale = THEMES[self._theme].surface
        self.boundary = []

    def _lines_of(self, network, inputs, layer, units):
        """Return the `UnitLine` of each of the *units* of a layer that has one."""
        W, b = network.weights[layer][units], network.biases[layer][units]
        if layer == 0 and (inputs is None or inputs.is_linear):
            found = [self._straight_line(*unit, inputs) for unit in zip(W, b[:, 0], strict=True)]
        else:
            found = self._bent_lines(layer, W, b)
        looks = [unit_look(self._theme, unit) for unit in units]
        return [UnitLine(lines, *look) for lines, look in zip(found, looks, strict=True) if lines]

    def _straight_line(self, w, b, inputs):
        return straight_line(*(inputs.plane_weights(w, b) if inputs else (w, b)), self.window)

    def _bent_lines(self, layer, W, b):
        # One unit alone may be of any layer.
        stride = 1 if len(W) == 1 else LINE_STRIDE
        a = self._answers[layer][:, ::stride, ::stride]
        z = np.tensordot(W, a, 1) + b[:, :, None]  # (units, nodes, nodes)
        return [self._grid.lines(each, 0, stride) for each in z]
