"""The picture as the browser itself draws it, for as long as matplotlib is not there yet.

It looks the same to the pixel, or nearly so; the pixel's fractions are where it has to be
known how matplotlib draws, and the comments say so.
"""

import math

import numpy as np
from js import Path2D
from pyodide.ffi import to_js

from lettering import Pen
from playground.plane import NODES, Plane
from playground.theme import THEMES
from screen import Layer, clear, stretch

# All as in playground/figure.py. Lengths are in CSS pixels; sizes of markers are areas.
UNIT_WIDTH, BOUNDARY_WIDTH = 1.8, 2.4
FILLED_SIZE, FILLED_EDGE = 46, 0.9
HOLLOW_SIZE, HOLLOW_EDGE = 36, 1.6
NUMBER_SIZE, NAME_SIZE = 10.5, 12
NUMBER_DISTANCE, NAME_DISTANCE = 5, 7


class Sketch:
    """Draws the data and what a network makes of it on a canvas.

    Parameters
    ----------
    canvas : OffscreenCanvas
        Where to paint.
    size, density, theme
        As of `playground.plane.Plane`.
    """

    name = "sketch"

    def __init__(self, canvas, size, density, theme):
        self._canvas = canvas
        self._context = canvas.getContext("2d")
        self._density, self._theme = density, THEMES[theme]
        self._plane = Plane(size, density, theme)
        self._frame = Layer(self._plane.pixels, self._plane.pixels)
        self._surface = Layer(NODES, NODES)
        # Lines and points end where the plane does.
        self._box = Path2D.new()
        self._box.rect(*self._plane.box)

    def show_data(self, X, y, X_test=None, y_test=None, draw_test=True):
        """Place the points, and the axes around them; as `Plane.show_data`."""
        self._plane.show_data(X, y, X_test, y_test, draw_test)
        context, pixels = self._frame.context, self._plane.pixels
        context.clearRect(0, 0, pixels, pixels)
        context.save()
        context.clip(self._box)
        for points in self._plane.points:
            draw = self._draw_filled if points.is_filled else self._draw_hollow
            draw(context, points)
        context.restore()
        self._write_numbers(context)

    def show_network(self, network, unit_lines=True, unit=None):
        """Show the opinion of *network*, or of one *unit*; as `Plane.show_network`."""
        self._plane.show_network(network, unit_lines, unit)
        self._surface.fill(self._plane.colors())

    def paint(self):
        """Bring what is to be shown onto the canvas."""
        context, plane = self._context, self._plane
        clear(self._canvas, plane.pixels, plane.pixels)
        stretch(context, self._surface, plane.box)
        context.save()
        context.clip(self._box)
        for line in plane.units:
            width = UNIT_WIDTH * self._density
            # Without gaps it is a plain line.
            dashes = [width * length for length in line.dashes] if line.dashes[1] else []
            context.setLineDash(to_js(dashes))
            # matplotlib begins with the first dash one pixel outside of the picture.
            ends = _clipped(plane.to_pixels(line.ends.T).T, -1, plane.pixels + 1)
            _stroke(context, [ends], line.color, width)
        context.setLineDash(to_js([]))
        boundary = [plane.to_pixels(line.T).T for line in plane.boundary]
        _stroke(context, boundary, self._theme.line, BOUNDARY_WIDTH * self._density)
        context.restore()
        context.drawImage(self._frame.canvas, 0, 0)

    def _draw_filled(self, context, points):
        """Draw one marker aside and copy it to every point, so that the later lies on top."""
        width, edge = math.sqrt(FILLED_SIZE) * self._density, FILLED_EDGE * self._density
        half = math.ceil(width / 2 + edge)
        marker = Layer(2 * half + 1, 2 * half + 1)
        path = Path2D.new(marker_at(points.label, width, half + 0.5, half + 0.5))
        marker.context.fillStyle = self._theme.classes[points.label]
        marker.context.fill(path)
        _set_line(marker.context, self._theme.point_edge, edge)
        marker.context.stroke(path)
        # Like matplotlib's, every marker has its centre in the middle of a pixel.
        for across, down in np.floor(self._plane.to_pixels(points.X).T + 0.5).tolist():
            context.drawImage(marker.canvas, across - half, down - half)

    def _draw_hollow(self, context, points):
        """Draw all markers in one go: what lies below shines through them in any case."""
        width = math.sqrt(HOLLOW_SIZE) * self._density
        places = self._plane.to_pixels(points.X).T.tolist()
        path = "".join(marker_at(points.label, width, *place) for place in places)
        _set_line(context, self._theme.classes[points.label], HOLLOW_EDGE * self._density)
        context.stroke(Path2D.new(path))

    def _write_numbers(self, context):
        left, top, width, height = self._plane.box
        right, bottom, density = left + width, top + height, self._density
        along_x, along_y = self._plane.ticks
        (low1, high1), (low2, high2) = self._plane.window
        pen = Pen(context, NUMBER_SIZE * density, self._theme.numbers)
        distance = NUMBER_DISTANCE * density
        for number, text in along_x:
            x = left + width * (number - low1) / (high1 - low1)
            pen.write(text, x, bottom + distance + pen.ascent, 0.5)
        for number, text in along_y:
            y = bottom - height * (number - low2) / (high2 - low2)
            pen.write(text, left - distance, y + pen.ascent / 2, 1)
        pen = Pen(context, NAME_SIZE * density, self._theme.numbers)
        distance = NAME_DISTANCE * height * density / self._plane.pixels
        pen.write("x₁", right, bottom + distance + pen.ascent, 1)
        pen.write("x₂", left - distance, top + pen.ascent, 1)


def marker_at(label, width, x, y):
    """Return the outline of the marker of a class, *width* wide around (x, y), as SVG path."""
    half = width / 2
    if label == 0:
        arc = f"a{half} {half} 0 1 1"
        return f"M{x + half} {y}{arc}{-width} 0{arc}{width} 0Z"
    return f"M{x} {y - half}l{-half} {width}h{width}Z"


def _stroke(context, lines, color, width):
    """Draw *lines*, each of shape (n, 2), in one go."""
    path = "".join("M" + " ".join(map(str, line.ravel().tolist())) for line in lines)
    _set_line(context, color, width)
    context.stroke(Path2D.new(path))


def _set_line(context, color, width):
    context.strokeStyle, context.lineWidth, context.lineJoin = color, width, "round"


def _clipped(ends, low, high):
    """Return the part of a line between *ends* with both coordinates from *low* to *high*."""
    start, way = ends[0], ends[1] - ends[0]
    with np.errstate(divide="ignore", invalid="ignore"):
        crossings = np.sort([(low - start) / way, (high - start) / way], axis=0)
    enters, leaves = max(0, crossings[0].max()), min(1, crossings[1].min())
    return np.array([start + enters * way, start + leaves * way]) if enters < leaves else ends[:0]
