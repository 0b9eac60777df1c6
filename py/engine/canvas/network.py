"""The network drawn: connections, a small map of each unit's activation, biases, numbers.

All of it is painted anew with every picture, so it asks the browser for little: connections
of one level are one path, all small maps travel as one image, and only a small network has
numbers.
"""

import math

import numpy as np
from js import Path2D

from engine.canvas.layers import CanvasLayer, clear
from engine.canvas.text import page_font
from playground.look.diagram import NUMBER_HEIGHT, NUMBER_WIDTH, Diagram
from playground.look.theme import THEMES
from playground.picture.drawing_style import BAR, BESIDE, LEAST
from playground.picture.number_text import number_in_short, number_text
from playground.picture.prediction import MAP
from playground.picture.surface import color_table, colors_of
from playground.picture.weight_style import LEVELS, levels, styles

# While a unit is looked at, the connections of the others are this much weaker, and their
# pictures let so much through.
DIMMED, FAINT = 4, 0.28
# Size of the numbers' letters, and how far below its middle a digit stands.
LETTERS, BASELINE = 13, 4.5


class NetworkDrawing:
    """Draws a network on a canvas.

    Parameters
    ----------
    canvas : OffscreenCanvas
        Where to paint.
    width, height : float
        In CSS pixels.
    density : float
        Device pixels per CSS pixel.
    theme : str
        A key of `theme.THEMES`.
    """

    def __init__(self, canvas, width, height, density, theme):
        self._canvas, self._context = canvas, canvas.getContext("2d")
        self._width, self._height, self._density = width, height, density
        self._theme = THEMES[theme]
        self._colors = color_table(self._theme.surface)
        self._layout = None  # of the network that was painted last

    def paint(self, network, maps, chosen=None, shown=None):
        """Paint the newest state of a network.

        Parameters
        ----------
        network : Network
            Of any size.
        maps : list of ndarray of shape (units, n, n)
            Each unit's activation over the plane, from 0 to 1, the first row at the bottom:
            inputs first, the output last.
        chosen : (layer, unit), optional
            A unit whose connections stand out; layer 0 is the first hidden one.
        shown : DrawnNumbers, optional
            The numbers to write instead of weights and biases, and what a line of the listing
            touches; a chosen unit comes first.
        """
        sizes, density = network.layer_sizes, self._density
        if self._layout is None or sizes != self._layout.sizes:
            self._layout = Layout(sizes, self._width, self._height, density, self._theme)
        clear(self._canvas, round(self._width * density), round(self._height * density))
        self._context.setTransform(density, 0, 0, density, 0, 0)
        weights = np.concatenate([W.ravel() for W in network.weights])
        biases = np.concatenate(network.biases).ravel()
        nothing = np.full(sizes[0], np.nan)  # is known of what comes in
        lit, bright, numbers, text = None, None, (weights, biases, nothing), number_text
        color = self._theme.numbers  # of what stands at units
        if chosen:
            lit, bright = _touches(network.weights, *chosen), self._layout.is_unit(chosen)
            numbers = np.where(lit, weights, np.nan), np.full(len(biases), np.nan), nothing
        elif shown:
            lit, bright = shown.lit, self._layout.are_in(shown.columns)
            numbers, text, color = shown[:3], number_in_short, self._theme.line
        self._draw_connections(weights, lit)
        self._clear_plates(*numbers[:2], is_marked=lit is not None and not chosen)
        self._draw_maps(maps, bright)
        self._draw_biases(biases)
        layout = self._layout
        self._write(numbers[0], layout.weights, self._theme.line, text)
        self._write(numbers[1], layout.biases, color, text)
        self._write(numbers[2], layout.inputs, color, text)

    def _draw_connections(self, weights, touched):
        level = levels(weights)
        if touched is not None:
            level = np.where(touched, level, level / DIMMED).astype(int)
        for (color, width), path in self._by_style(level, self._layout.curves):
            self._context.strokeStyle, self._context.lineWidth = color, width
            self._context.stroke(path)

    def _clear_plates(self, weights, biases, is_marked):
        """Take away what lies where numbers will stand: then they have the page's own ground.

        Those of the line that is pointed at are *marked*.
        """
        context, layout = self._context, self._layout
        if not layout.has_numbers:
            return
        is_written = np.isfinite(np.concatenate([weights, biases]))
        plates = Path2D.new("".join(layout.plates[is_written]))
        context.globalCompositeOperation = "destination-out"
        context.fill(plates)
        context.globalCompositeOperation = "source-over"
        if is_marked:
            context.fillStyle = self._theme.mark
            context.fill(plates)

    def _draw_maps(self, maps, bright):
        """Draw the units' pictures; if some are *bright*, the others are faint."""
        stack = np.concatenate(maps)[:, ::-1]
        atlas, side = self._layout.atlas, stack.shape[1]
        atlas.fill(colors_of(stack, self._colors).reshape(-1, side, 4))
        for unit, box in enumerate(self._layout.boxes):
            if bright is not None:
                self._context.globalAlpha = 1 if bright[unit] else FAINT
            # The outermost nodes lie on the edge: half of their pixels are left out.
            top = unit * side + 0.5
            self._context.drawImage(atlas.canvas, 0.5, top, side - 1, side - 1, *box)
        self._context.globalAlpha = 1

    def _draw_biases(self, biases):
        """Draw the biases that are not written: up from the middle if positive, else down."""
        layout = self._layout
        level = levels(biases[layout.barred])
        bars = layout.bars[np.arange(len(level)), level + LEVELS]
        for (color, _), path in self._by_style(level, bars):
            self._context.fillStyle = color
            self._context.fill(path)

    def _write(self, numbers, places, color, text):
        """Write those *numbers* that have a place, and are any, each as *text* makes it."""
        context = self._context
        context.font, context.textAlign, context.fillStyle = page_font(LETTERS), "center", color
        for index, x, y in places:
            if math.isfinite(numbers[index]):
                context.fillText(text(numbers[index]), x, y)

    def _by_style(self, level, paths):
        """Give each style that occurs, and one path of all that have it, the strongest last."""
        for value, style in self._layout.styles.items():
            alike = paths[level == value]
            if alike.size:
                yield style, Path2D.new("".join(alike))


class Layout:
    """The places of all that is painted again and again of a network.

    Parameters
    ----------
    sizes : tuple of int
        Of its layers, from the inputs to the output.
    width, height, density
        As of `NetworkDrawing`.
    theme : Theme
        With its colours.

    Attributes
    ----------
    sizes
        As given.
    diagram : Diagram
        Where its parts lie, in CSS pixels.
    styles : dict of int to (str, float)
        Colour and width of a connection, by the level of its weight.
    curves : ndarray of str
        SVG paths of the connections, in the order of the network's arrays.
    weights, biases, inputs : list of (int, float, float)
        Of the numbers that are written: the index in the network's arrays, and where, the
        middle and the baseline.
    has_numbers : bool
        Whether there are any.
    plates : ndarray of str
        What has to be free below the number of each weight and then of each bias, as SVG path;
        empty where none is written.
    barred : list of int
        The units whose bias is not written, without the inputs.
    bars : ndarray of str
        Of each of them, the bias at each level as SVG path.
    boxes : list of tuple
        Left, top, width and height of each unit's map.
    atlas : CanvasLayer
        For all maps, one below the other.
    """

    def __init__(self, sizes, width, height, density, theme):
        self.sizes, self._density = sizes, density
        diagram = self.diagram = Diagram(sizes, width, height)
        step = min(column.step for column in diagram.columns)
        self.styles = styles(theme, min(1, step / 30))
        connections = [
            (layer, source, unit)
            for layer in range(len(sizes) - 1)
            for unit in range(sizes[layer + 1])
            for source in range(sizes[layer])
        ]
        self.curves = _texts(diagram.curve(*connection) for connection in connections)
        places = [(column, unit) for column, units in enumerate(sizes) for unit in range(units)]
        self._places = places
        self.boxes = [
            (*self._corner(*place), *2 * (diagram.columns[place[0]].side,)) for place in places
        ]
        weights = [diagram.number_place(*connection) for connection in connections]
        biases = [diagram.bias_place(*place) for place in places[sizes[0] :]]
        self.weights, self.biases = _numbered(weights), _numbered(biases)
        self.inputs = _numbered([diagram.input_place(source) for source in range(sizes[0])])
        self.has_numbers = bool(self.weights or self.biases)
        self.plates = _texts(_plate(*place) if place else "" for place in weights + biases)
        self.barred = [unit for unit, place in enumerate(biases) if not place]
        self.bars = _texts(
            self._bar(places[sizes[0] + unit], level)
            for unit in self.barred
            for level in range(-LEVELS, LEVELS + 1)
        ).reshape(len(self.barred), 2 * LEVELS + 1)
        self.atlas = CanvasLayer(MAP, MAP * len(places))

    def is_unit(self, place):
        """Return of all units, inputs first, whether they are the one at (layer, unit)."""
        layer, unit = place
        return [one == (layer + 1, unit) for one in self._places]

    def are_in(self, columns):
        """Return of all units, inputs first, whether they are in *columns*; None for no columns."""
        return None if columns is None else [column in columns for column, _ in self._places]

    def _corner(self, column, unit):
        """Return the left upper corner of a unit's picture, on whole device pixels."""
        x, y = self.diagram.place(column, unit)
        half, density = self.diagram.columns[column].side / 2, self._density
        return round((x - half) * density) / density, round((y - half) * density) / density

    def _bar(self, place, level):
        """Return the bias of a unit at a *level* as a bar at its right edge, as SVG path."""
        left, top = self._corner(*place)
        half = self.diagram.columns[place[0]].side / 2
        length = max(half * abs(level) / LEVELS, LEAST) * (1 if level < 0 else -1)
        x = left + 2 * half + BESIDE
        return f"M{x:g} {top + half:g}h{BAR}v{length:g}h{-BAR}Z"


def _numbered(places):
    """Return index, middle and baseline of the numbers that have a place."""
    return [(i, place[0], place[1] + BASELINE) for i, place in enumerate(places) if place]


def _plate(x, y):
    """Return the ground of a number as SVG path."""
    left, top = x - NUMBER_WIDTH / 2, y - NUMBER_HEIGHT / 2
    return f"M{left:g} {top:g}h{NUMBER_WIDTH}v{NUMBER_HEIGHT}h{-NUMBER_WIDTH}Z"


def _texts(texts):
    """Return *texts* as an array, from which NumPy chooses quickly."""
    return np.array(list(texts), dtype=object)


def _touches(weights, layer, unit):
    """Return for each weight, in the order of their arrays, whether it leads to or from a unit."""
    touches = [np.zeros(W.shape, dtype=bool) for W in weights]
    touches[layer][unit] = True
    if layer + 1 < len(touches):
        touches[layer + 1][:, unit] = True
    return np.concatenate([one.ravel() for one in touches])
