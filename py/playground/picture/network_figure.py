"""The network drawn by matplotlib: as the page shows it, connections, units and their names."""

import math
from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import BoxStyle
from matplotlib.path import Path

from playground.checks import Array
from playground.features import FeatureTransform
from playground.look.diagram import FOOT, NUMBER_HEIGHT, NUMBER_WIDTH, TOP, Diagram
from playground.look.theme import THEMES, unit_look
from playground.network import Network
from playground.picture.drawing import ENLARGED, Drawing
from playground.picture.drawing_style import BAR, BESIDE, LEAST
from playground.picture.number_text import number_text
from playground.picture.surface import color_table, colors_of
from playground.picture.weight_style import LEVELS, levels, styles
from playground.settings.table import FEATURES

# Of the drawing, in its own units: around it, what it is wide at the least and needs for each
# column, and how high it is for each unit of its largest layer.
MARGIN, MIN_WIDTH, PER_COLUMN = 12.5, 575, 90
PER_UNIT, MIN_HEIGHT, MAX_HEIGHT = 78, 190, 420
# Lengths that are multiples of this are whole CSS pixels once they are enlarged.
WHOLE = 5
# Letters: of numbers and where their baseline is, of the layers' names, of the inputs' names, and
# how far these are from the pictures.
NUMBERS, BASELINE = 13, 4
CAPTIONS, CAPTION_BASELINE = 14, 10
INPUTS, AWAY = 16, 6
# Of a unit's frame: its width by the side of the picture, within limits; its corners.
FRAME, FRAMES, CORNER = 14, (1.2, 2.4), 2


def network_figure(
    network: Network,
    maps: Sequence[Array],
    features: FeatureTransform | None = None,
    density: float = 1.0,
    theme: str = "light",
) -> Figure:
    """Return a drawing of a *network*: a weight has a width and a colour, a unit a small map.

    Parameters
    ----------
    network : Network
        Of any size; it says how large the drawing is.
    maps : list of ndarray of shape (units, n, n)
        Each unit's activation over the plane, as ``Plane.prediction.maps`` has them.
    features : FeatureTransform, optional
        With the names of the inputs; without it, x₁ and x₂.
    density : float
        Device pixels per CSS pixel.
    theme : str
        A key of `theme.THEMES`.
    """
    names = features.names if features else FEATURES.words[: network.layer_sizes[0]]
    return _NetworkPainter(network.layer_sizes, density, theme).draw(network, maps, names)


class _NetworkPainter:
    """Draws one network, every part in its place on a `Diagram`."""

    def __init__(self, sizes: Sequence[int], density: float, theme: str) -> None:
        self._theme_name, self._theme = theme, THEMES[theme]
        width, height = size_of(sizes)
        self._diagram = Diagram(tuple(sizes), width, height)
        if self._diagram.has_buttons:  # there are none here, but there is room left for them
            self._diagram = Diagram(tuple(sizes), width, height + FOOT)
        self._drawing = Drawing(
            ENLARGED * (width + 2 * MARGIN),
            ENLARGED * (height + 2 * MARGIN),
            density,
            self._theme.ground,
            MARGIN,
        )
        self._places = [(column, unit) for column, n in enumerate(sizes) for unit in range(n)]
        self._n_inputs = sizes[0]
        self._connections = [
            (layer, source, unit)
            for layer in range(len(sizes) - 1)
            for unit in range(sizes[layer + 1])
            for source in range(sizes[layer])
        ]

    def draw(self, network: Network, maps: Sequence[Array], names: Sequence[str]) -> Figure:
        weights = np.concatenate([W.ravel() for W in network.weights])
        biases = np.concatenate(network.biases).ravel()
        weight_places = [self._diagram.number_place(*one) for one in self._connections]
        bias_places = [self._diagram.bias_place(*one) for one in self._places[self._n_inputs :]]
        self._draw_connections(weights)
        self._clear([place for place in weight_places + bias_places if place])
        self._draw_maps(maps)
        self._draw_biases(biases, bias_places)
        self._write_numbers(weights, weight_places, self._theme.line)
        self._write_numbers(biases, bias_places, self._theme.numbers)
        self._write_captions()
        self._write_inputs(names)
        return self._drawing.figure

    def _draw_connections(self, weights: Array) -> None:
        step = min(column.step for column in self._diagram.columns)
        looks, level = styles(self._theme, min(1, step / 30)), levels(weights)
        for value, (color, width) in looks.items():
            alike = np.flatnonzero(level == value).tolist()
            curves = [self._curve(*self._connections[index]) for index in alike]
            self._drawing.outlines(curves, width, color)

    def _curve(self, layer: int, source: int, unit: int) -> Path:
        begin, y0, end, y1 = self._diagram.ends(layer, source, unit)
        middle = (begin + end) / 2
        corners = [(begin, y0), (middle, y0), (middle, y1), (end, y1)]
        return Path(corners, [Path.MOVETO, *3 * [Path.CURVE4]])

    def _clear(self, places: Sequence[tuple[float, float]]) -> None:
        """Take away what lies where numbers will stand."""
        half_width, half_height = NUMBER_WIDTH / 2, NUMBER_HEIGHT / 2
        corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)])
        plates = [
            Path(np.array(place) + corners * (half_width, half_height), closed=True)
            for place in places
        ]
        self._drawing.areas(plates, self._theme.ground)

    def _draw_maps(self, maps: Sequence[Array]) -> None:
        table = color_table(self._theme.surface)
        for (column, unit), heights in zip(self._places, np.concatenate(maps), strict=True):
            left, top, side = self._box(column, unit)
            self._drawing.picture(colors_of(heights[::-1], table), (left, top, side, side))
            if column:
                self._draw_frame(column, unit, left, top, side)

    def _draw_frame(self, column: int, unit: int, left: float, top: float, side: float) -> None:
        """Draw a unit's frame; in the first hidden layer with the look of its line in the plane."""
        width = float(np.clip(side / FRAME, *FRAMES))
        outline = BoxStyle.Round(pad=0, rounding_size=CORNER)(left, top, side, side, 1)
        is_first = column == 1 and len(self._diagram.columns) > 2
        color, dashes = unit_look(self._theme_name, unit) if is_first else (self._theme.control, ())
        self._drawing.outlines([outline], width, color, dashes)

    def _draw_biases(self, biases: Array, places: Sequence[tuple[float, float] | None]) -> None:
        """Draw the biases that are not written: up from the middle if positive, else down."""
        looks = styles(self._theme)
        units = zip(self._places[self._n_inputs :], levels(biases).tolist(), places, strict=True)
        for place, level, written in units:
            if not written:
                self._drawing.areas([self._bar(*place, level)], looks[level][0])

    def _bar(self, column: int, unit: int, level: int) -> Path:
        left, top, side = self._box(column, unit)
        length = max(side / 2 * abs(level) / LEVELS, LEAST) * (1 if level < 0 else -1)
        x, y = left + side + BESIDE, top + side / 2
        corners = [(x, y), (x + BAR, y), (x + BAR, y + length), (x, y + length), (x, y)]
        return Path(corners, closed=True)

    def _write_numbers(
        self, numbers: Array, places: Sequence[tuple[float, float] | None], color: str
    ) -> None:
        for number, place in zip(numbers.tolist(), places, strict=True):
            if place and math.isfinite(number):
                x, y = place
                text = number_text(number)
                self._drawing.write(text, (x, y + BASELINE), NUMBERS, color, "center")

    def _write_captions(self) -> None:
        for x, word, symbols in self._diagram.captions():
            text = f"{word} {symbols}".strip()
            self._drawing.write(
                text, (x, CAPTION_BASELINE), CAPTIONS, self._theme.numbers, "center"
            )

    def _write_inputs(self, names: Sequence[str]) -> None:
        texts = dict(zip(FEATURES.words, FEATURES.texts, strict=True))
        column = self._diagram.columns[0]
        size = min(max(column.pitch - 3, 9), INPUTS)
        for unit, name in enumerate(names):
            x, y = column.place(unit)
            place = x - column.side / 2 - AWAY, y + 0.3 * size
            self._drawing.write(texts[name], place, size, self._theme.line, "right")

    def _box(self, column: int, unit: int) -> tuple[float, float, float]:
        """Return left, top and side of a unit's picture."""
        x, y = self._diagram.place(column, unit)
        side = self._diagram.columns[column].side
        return x - side / 2, y - side / 2, side


def size_of(sizes: Sequence[int]) -> tuple[float, float]:
    """Return width and height of the drawing of a network, in its own units."""
    height = min(max(TOP + PER_UNIT * max(sizes), MIN_HEIGHT), MAX_HEIGHT)
    return max(MIN_WIDTH, PER_COLUMN * len(sizes)), WHOLE * math.ceil(height / WHOLE)
