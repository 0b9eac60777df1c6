"""The network drawn: connections, a small map of each unit's activation, and biases.

All of it is painted anew with every picture, so it asks the browser for little: connections
of one level are one path, and all small maps travel as one image.
"""

import numpy as np
from js import Path2D

from engine.canvas.layers import CanvasLayer, clear
from playground.look.diagram import Diagram
from playground.look.theme import THEMES
from playground.picture.prediction import MAP
from playground.picture.surface import color_table, colors_of
from playground.picture.weight_style import levels, styles

# Of a bias' dot, and of the edge around it, in CSS pixels.
DOT, SMALL_DOT, EDGE = 4, 2.5, 1.2
# A picture with a smaller side has the small dot.
SMALL_SIDE = 16
# While a unit is looked at, the connections of the others are this much weaker.
DIMMED = 4


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

    def paint(self, network, maps, chosen=None):
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
        """
        sizes, density = network.layer_sizes, self._density
        if self._layout is None or sizes != self._layout.sizes:
            self._layout = Layout(sizes, self._width, self._height, density, self._theme)
        clear(self._canvas, round(self._width * density), round(self._height * density))
        self._context.setTransform(density, 0, 0, density, 0, 0)
        self._draw_connections(network.weights, chosen)
        self._draw_maps(maps)
        self._draw_biases(network.biases)

    def _draw_connections(self, weights, chosen):
        level = levels(np.concatenate([W.ravel() for W in weights]))
        if chosen:
            level = np.where(_touches(weights, *chosen), level, level / DIMMED).astype(int)
        for (color, width), path in self._by_style(level, self._layout.curves):
            self._context.strokeStyle, self._context.lineWidth = color, width
            self._context.stroke(path)

    def _draw_maps(self, maps):
        stack = np.concatenate(maps)[:, ::-1]
        atlas, side = self._layout.atlas, stack.shape[1]
        atlas.fill(colors_of(stack, self._colors).reshape(-1, side, 4))
        for unit, box in enumerate(self._layout.boxes):
            # The outermost nodes lie on the edge: half of their pixels are left out.
            top = unit * side + 0.5
            self._context.drawImage(atlas.canvas, 0.5, top, side - 1, side - 1, *box)

    def _draw_biases(self, biases):
        context = self._context
        context.strokeStyle, context.lineWidth = self._theme.ground, 2 * EDGE
        context.stroke(self._layout.dot_edges)
        level = levels(np.concatenate(biases).ravel())
        for (color, _), path in self._by_style(level, self._layout.dots):
            context.fillStyle = color
            context.fill(path)

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
    curves, dots : ndarray of str
        SVG paths of the connections and of the biases, in the order of the network's arrays.
    dot_edges : Path2D
        All dots, in one path.
    boxes : list of tuple
        Left, top, width and height of each unit's map.
    atlas : CanvasLayer
        For all maps, one below the other.
    """

    def __init__(self, sizes, width, height, density, theme):
        self.sizes, self._density = sizes, density
        diagram = self.diagram = Diagram(sizes, width, height)
        pitch = min(column.pitch for column in diagram.columns)
        self.styles = styles(theme, min(1, pitch / 30))
        self.curves = _texts(
            diagram.curve(layer, source, unit)
            for layer in range(len(sizes) - 1)
            for unit in range(sizes[layer + 1])
            for source in range(sizes[layer])
        )
        units = [(column, unit) for column in diagram.columns for unit in range(column.units)]
        self.boxes = [(*self._corner(*unit), *2 * (unit[0].side,)) for unit in units]
        self.dots = _texts(self._dot(*unit) for unit in units[sizes[0] :])
        self.dot_edges = Path2D.new("".join(self.dots))
        self.atlas = CanvasLayer(MAP, MAP * len(units))

    def _corner(self, column, unit):
        """Return the left upper corner of a unit's picture, on whole device pixels."""
        left, top = column.x - column.side / 2, column.top + unit * column.pitch - column.side / 2
        density = self._density
        return round(left * density) / density, round(top * density) / density

    def _dot(self, column, unit):
        """Return the dot of a bias, at the left lower corner of its unit, as SVG path."""
        left, top = self._corner(column, unit)
        radius = SMALL_DOT if column.side < SMALL_SIDE else DOT
        arc = f"a{radius} {radius} 0 1 1"
        return f"M{left + radius} {top + column.side}{arc}{-2 * radius} 0{arc}{2 * radius} 0Z"


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
