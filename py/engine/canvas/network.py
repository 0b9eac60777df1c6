"""The network drawn: connections, small pictures of what each unit answers, and biases.

All of it is painted anew with every picture, so it asks the browser for little: connections
whose weights look alike are one path, and all small pictures travel as one image.
"""

import numpy as np
from js import Path2D

from engine.canvas.layers import Layer, clear
from playground.look.diagram import Diagram
from playground.look.theme import THEMES
from playground.picture.surface import color_table, colors_of
from playground.picture.weight_style import looks, steps

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
        self._sizes = None

    def paint(self, network, maps, chosen=None):
        """Paint the newest state of a network.

        Parameters
        ----------
        network : Network
            Of any size.
        maps : list of ndarray of shape (units, n, n)
            What each unit answers over the plane, from 0 to 1, the first row at the bottom:
            inputs first, the output last.
        chosen : (layer, unit), optional
            A unit whose connections stand out; layer 0 is the first hidden one.
        """
        if network.layer_sizes != self._sizes:
            self._lay_out(network.layer_sizes)
        context, density = self._context, self._density
        clear(self._canvas, round(self._width * density), round(self._height * density))
        context.setTransform(density, 0, 0, density, 0, 0)
        self._draw_connections(network.weights, chosen)
        self._draw_maps(maps)
        self._draw_biases(network.biases)

    def _lay_out(self, sizes):
        """Write down the places of all that is painted again and again."""
        self._sizes = sizes
        diagram = self._diagram = Diagram(sizes, self._width, self._height)
        # In the order in which the weights lie in their arrays.
        self._curves = _texts(
            diagram.curve(layer, source, unit)
            for layer in range(len(sizes) - 1)
            for unit in range(sizes[layer + 1])
            for source in range(sizes[layer])
        )
        pitch = min(column.pitch for column in diagram.columns)
        self._looks = looks(self._theme, min(1, pitch / 30))
        units = [(column, unit) for column in diagram.columns for unit in range(column.units)]
        self._boxes = [(*self._corner(*unit), *2 * (unit[0].side,)) for unit in units]
        self._dots = _texts(self._dot(*unit) for unit in units[sizes[0] :])
        self._dot_edges = Path2D.new("".join(self._dots))
        self._atlas = None

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

    def _draw_connections(self, weights, chosen):
        step = steps(np.concatenate([W.ravel() for W in weights]))
        if chosen:
            step = np.where(_touches(weights, *chosen), step, step / DIMMED).astype(int)
        for (color, width), path in self._by_look(step, self._curves):
            self._context.strokeStyle, self._context.lineWidth = color, width
            self._context.stroke(path)

    def _draw_maps(self, maps):
        stack = np.concatenate(maps)[:, ::-1]
        units, side, _ = stack.shape
        if self._atlas is None:
            self._atlas = Layer(side, side * units)
        colors = colors_of(stack, self._colors)
        self._atlas.fill(colors.reshape(side * units, side, 4))
        for unit, box in enumerate(self._boxes):
            # The outermost nodes lie on the edge: half of their pixels are left out.
            top = unit * side + 0.5
            self._context.drawImage(self._atlas.canvas, 0.5, top, side - 1, side - 1, *box)

    def _draw_biases(self, biases):
        context = self._context
        context.strokeStyle, context.lineWidth = self._theme.ground, 2 * EDGE
        context.stroke(self._dot_edges)
        step = steps(np.concatenate(biases).ravel())
        for (color, _), path in self._by_look(step, self._dots):
            context.fillStyle = color
            context.fill(path)

    def _by_look(self, step, paths):
        """Give each look that occurs, and one path of all that have it, the strongest last."""
        for value, look in self._looks.items():
            alike = paths[step == value]
            if alike.size:
                yield look, Path2D.new("".join(alike))


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
