"""What a picture shows, as numbers: the plane, its points, and what a network makes of them.

A `Plane` knows nothing of matplotlib or browsers. `figure.Picture` paints it with the one,
the page's first sketch with the other, and both look the same.
"""

from collections.abc import Sequence

import numpy as np

from playground.checks import Array, Labels, check_choice, check_integer
from playground.custom.scale import Scale
from playground.features import FeatureTransform
from playground.look.style import AXES
from playground.look.theme import THEMES, unit_look
from playground.network import Network
from playground.picture.limits import Limits
from playground.picture.plane_data import PlaneData
from playground.picture.prediction import GridActivations, Prediction
from playground.picture.surface import SURFACES, Pixels, color_table, colors_of
from playground.picture.unit_labels import UnitLabel, cells_of, labels_on
from playground.picture.unit_lines import UnitLine


class Plane:
    """The data, what a network makes of the plane around them, and their place on a picture.

    It begins without points, and undecided everywhere.

    Parameters
    ----------
    size : int
        Width and height of the picture in CSS pixels.
    density : float
        Device pixels per CSS pixel.
    theme : str
        A key of `theme.THEMES`.
    enlarged : float, default 1
        As of `PlaneData`.

    Attributes
    ----------
    pixels : int
        Width and height of the picture in device pixels.
    data : PlaneData
        The points, and the axes around them.
    prediction : Prediction
        What there is to be seen of the network.
    """

    data: PlaneData

    def __init__(
        self, size: int = 480, density: float = 1.0, theme: str = "light", enlarged: float = 1.0
    ) -> None:
        self._theme, colors = theme, THEMES[theme]
        self._size, self._enlarged = size, enlarged
        self.pixels = round(size * density)
        self._color_tables = {
            scale: color_table(scale) for scale in (colors.surface, colors.confidence)
        }
        self.show_data(np.empty((2, 0)), np.empty(0, np.int64))
        flat = np.full((2, 2), 0.5)
        self.prediction = Prediction(flat, colors.surface, [], [], [], np.empty((2, 0)), [])

    def show_data(
        self,
        X: Array,
        y: Labels,
        X_test: Array | None = None,
        y_test: Labels | None = None,
        draw_test: bool = True,
        limits: Limits | None = None,
        names: Sequence[str] = AXES,
        scale: Scale | None = None,
    ) -> None:
        """Place the points, and the axes around them; the parameters are those of `PlaneData`."""
        room = self._size, self._enlarged
        self.data = PlaneData(X, y, X_test, y_test, draw_test, limits, *room, names, scale)
        drawn = np.concatenate([group.X for group in self.data.groups], axis=1)
        self._cells = cells_of(self.to_pixels(drawn) / self.pixels)

    def show_network(
        self,
        network: Network,
        features: FeatureTransform | None = None,
        surface: str = "probability",
        unit_lines: bool = True,
        unit: tuple[int, int] | None = None,
        mistakes: bool = False,
    ) -> None:
        """Evaluate *network* at every node of a grid over the plane.

        Parameters
        ----------
        network : Network
            Any; without *features*, one with two inputs.
        features : FeatureTransform, optional
            What the network is told about a point; without it, x₁ and x₂.
        surface : str
            One of `surface.SURFACES`: what the colours say.
        unit_lines : bool
            Whether to draw the line z = 0 of each unit of the first hidden layer.
        unit : (layer, unit), optional
            Show the activation of this unit, and its line, instead of what the whole network
            does. Both count from 0; layer 0 is the first hidden one, the last is the output.
        mistakes : bool
            Whether to mark the points that are on the wrong side of the boundary.
        """
        check_choice("surface", surface, SURFACES)
        theme, output = THEMES[self._theme], len(network.weights) - 1
        layer, number = (output, 0) if unit is None else unit
        check_integer("layer of unit", layer, 0, output)
        check_integer("unit", number, 0, len(network.weights[layer]) - 1)
        with np.errstate(all="ignore"):  # weights beyond all measure: some nodes have no number
            evaluation = GridActivations(self.data.grid_for(network), network, features)
            if layer == output:
                has_lines = unit_lines and unit is None and output > 0
                drawn = list(range(len(network.weights[0]))) if has_lines else []
                heights = SURFACES[surface](evaluation.probability)
                boundary, units = evaluation.boundary(), self._lines(evaluation, 0, drawn)
                scale = theme.confidence if surface == "confidence" else theme.surface
            else:
                heights, scale = evaluation.activation(layer, number), theme.surface
                boundary, units = [], self._lines(evaluation, layer, [number])
            self.prediction = Prediction(
                heights,
                scale,
                boundary,
                units,
                self._labels(units),
                self.data.mistakes(network, features) if mistakes else np.empty((2, 0)),
                evaluation.maps(),
            )

    def colors(self) -> Pixels:
        """Return the surface as colours: (nodes, nodes, 4) uint8, row 0 at the top."""
        heights, scale = self.prediction.heights, self.prediction.scale
        return colors_of(heights[::-1], self._color_tables[scale])

    def to_pixels(self, X: Array) -> Array:
        """Return the place of the points *X*, (2, n), on the picture: across, down."""
        (low1, high1), (low2, high2) = self.data.limits
        across, down = (X[0] - low1) / (high1 - low1), (high2 - X[1]) / (high2 - low2)
        return self.pixels * np.array([across, down])

    def ticks(self) -> list[list[tuple[float, str]]]:
        """Return the numbers along each axis: their place on the picture, and how to write them.

        Those of x₁ are so far from the left, those of x₂ from the top, in device pixels.
        """
        found = []
        for axis, ticks in enumerate(self.data.ticks):
            # The other coordinate does not matter, if only it is a number.
            X = np.full((2, len(ticks)), [[low] for low, _ in self.data.limits])
            X[axis] = [number for number, _ in ticks]
            places = self.to_pixels(X)[axis].tolist()
            found.append([(place, text) for place, (_, text) in zip(places, ticks, strict=True)])
        return found

    def place_of(self, across: float, down: float) -> tuple[float, float] | None:
        """Return x₁ and x₂ at a place on the picture; None beside the plane.

        Parameters
        ----------
        across, down : float
            Shares of the picture's width and height, from 0 to 1.
        """
        if not (0 <= across <= 1 and 0 <= down <= 1):
            return None
        (low1, high1), (low2, high2) = self.data.limits
        return low1 + across * (high1 - low1), high2 - down * (high2 - low2)

    def _lines(self, evaluation: GridActivations, layer: int, units: list[int]) -> list[UnitLine]:
        """Return the line of each of the *units* of a layer that has one."""
        found = evaluation.zero_lines(layer, units)
        styles = [unit_look(self._theme, unit) for unit in units]
        names = [f"unit {unit + 1}" for unit in units]
        return [
            UnitLine(lines, *look, name)
            for lines, look, name in zip(found, styles, names, strict=True)
            if lines
        ]

    def _labels(self, units: list[UnitLine]) -> list[UnitLabel]:
        """Return the names of *units*, placed on their lines."""
        density = self.pixels / self._size
        return labels_on(units, self.data.limits, self._cells, self._size, density)
