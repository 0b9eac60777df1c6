"""The picture as the browser itself draws it, for as long as matplotlib is not there yet.

It looks the same to the pixel, or nearly so; the pixel's fractions are where it has to be
known how matplotlib draws, and the comments say so.
"""

import math

import numpy as np
from js import Path2D
from pyodide.ffi import to_js

from engine.canvas.labels import LabelStamps
from engine.canvas.layers import CanvasLayer, clear, stretch
from engine.canvas.text import Pen
from playground.look import style
from playground.picture.painter import Painter

# How much larger a marker is drawn at first.
FINER = 4


class BoundarySketch(Painter):
    """Draws the data and what a network makes of it on a canvas.

    Parameters
    ----------
    canvas : OffscreenCanvas
        Where to paint.
    size, density, theme, enlarged
        As of `playground.picture.painter.Painter`.
    """

    name = "sketch"

    def __init__(self, canvas, size, density, theme, enlarged=1.0):
        super().__init__(size, density, theme, enlarged)
        self._canvas, self._context = canvas, canvas.getContext("2d")
        self._density = density
        self._frame = CanvasLayer(self.plane.pixels, self.plane.pixels)
        self._surface = CanvasLayer(*self.plane.colors().shape[:2])
        self._stamps = LabelStamps(density, theme)

    def draw_data(self):
        """Draw points and axes on a layer of their own."""
        context, pixels = self._frame.context, self.plane.pixels
        context.clearRect(0, 0, pixels, pixels)
        for group in self.plane.data.groups:
            draw = self._draw_filled if group.is_filled else self._draw_hollow
            draw(context, group)
        self._draw_ticks(context)
        self._write_numbers(context)

    def draw_network(self):
        """Fill the surface; the lines are drawn with every painting."""
        colors = self.plane.colors()
        if self._surface.size != colors.shape[:2]:
            self._surface = CanvasLayer(*colors.shape[:2])
        self._surface.fill(colors)

    def paint(self):
        """Bring what is to be shown onto the canvas."""
        context, plane, shown = self._context, self.plane, self.plane.prediction
        clear(self._canvas, plane.pixels, plane.pixels)
        stretch(context, self._surface, plane.pixels)
        for unit in shown.units:
            width = style.UNIT_WIDTH * self._density
            # Without gaps it is a plain line.
            dashes = [width * length for length in unit.dashes] if unit.dashes[1] else []
            context.setLineDash(to_js(dashes))
            _stroke(context, _path(map(self._on_picture, unit.lines)), unit.color, width)
        context.setLineDash(to_js([]))
        boundary = _path(plane.to_pixels(line.T).T for line in shown.boundary)
        _stroke(context, boundary, self._theme.line, style.BOUNDARY_WIDTH * self._density)
        self._stamps.draw(context, shown.labels)
        context.drawImage(self._frame.canvas, 0, 0)
        if shown.mistakes.size:
            self._draw_rings(context)

    def _on_picture(self, line):
        """Return the line of a unit in pixels; a straight one ends with the picture."""
        corners = self.plane.to_pixels(line.T).T
        # matplotlib begins with the first dash one pixel outside of the picture.
        return _clipped(corners, -1, self.plane.pixels + 1) if len(corners) == 2 else corners

    def _marker(self, group):
        """Return width and edge of the marker of a *group* of points, in device pixels."""
        area, edge = style.marker(group.is_filled, self.plane.data.marker_scale)
        return math.sqrt(area) * self._density, edge * self._density

    def _draw_filled(self, context, group):
        """Draw one marker aside and copy it to every point, so that the later lies on top."""
        width, edge = self._marker(group)
        half = math.ceil(width / 2 + edge)
        side = 2 * half + 1
        # Larger, and then reduced: so its edges are as smooth as matplotlib's.
        large, marker = CanvasLayer(FINER * side, FINER * side), CanvasLayer(side, side)
        width, edge, place = FINER * width, FINER * edge, np.full((1, 2), FINER * side / 2)
        large.context.fillStyle = self._theme.classes[group.label]
        large.context.fill(Path2D.new(markers_at(group.label, width, place)))
        _outline(large.context, group.label, width, place, self._theme.point_edge, edge)
        marker.context.imageSmoothingQuality = "medium"
        marker.context.drawImage(large.canvas, 0, 0, side, side)
        for across, down in (self._whole_pixels(group.X) - half).tolist():
            context.drawImage(marker.canvas, across, down)

    def _draw_hollow(self, context, group):
        """Draw all markers in one go: what lies below shines through them in any case."""
        width, edge = self._marker(group)
        places = self.plane.to_pixels(group.X).T
        halo = style.HALO * self.plane.data.marker_scale * self._density
        _outline(context, group.label, width, places, self._theme.point_edge, halo)
        _outline(context, group.label, width, places, self._theme.classes[group.label], edge)

    def _draw_rings(self, context):
        """Draw a ring around every mistake."""
        ring = style.ring(self.plane.data.marker_scale)
        diameter, width = (length * self._density for length in ring)
        places = self._whole_pixels(self.plane.prediction.mistakes) + 0.5
        _outline(context, 0, diameter, places, self._theme.line, width)

    def _whole_pixels(self, X):
        """Return the pixel (n, 2) in whose middle matplotlib centres the marker of a point."""
        return np.floor(self.plane.to_pixels(X).T + 0.5)

    def _draw_ticks(self, context):
        """Draw the axes' marks where matplotlib puts them, on whole pixels."""
        width, pixels = style.TICK_WIDTH * self._density, self.plane.pixels
        length = math.floor(style.TICK_LENGTH * self._density + 0.5)
        middle = math.ceil(width) % 2 / 2
        along_x, along_y = (
            [math.floor(place + 0.5) + middle for place, _ in axis] for axis in self.plane.ticks()
        )
        marks = [f"M{x} {pixels + middle}v{-length}" for x in along_x]
        marks += [f"M{middle} {y}h{length}" for y in along_y]
        _stroke(context, Path2D.new("".join(marks)), self._theme.line + style.TICK_INK, width)

    def _write_numbers(self, context):
        """Write the axes' numbers and names along the left and the bottom edge."""
        pixels, density = self.plane.pixels, self._density
        along_x, along_y = self.plane.ticks()
        pen = Pen(context, style.NUMBER_SIZE * density, self._theme.line)
        away = style.NUMBER_AWAY * density
        for x, text in along_x:
            pen.write(text, x, pixels - away, 0.5)
        for y, text in along_y:
            pen.write(text, away, y + pen.ascent / 2, 0)
        pen = Pen(context, style.NAME_SIZE * density, self._theme.line)
        away = style.NAME_AWAY * density
        x1, x2 = self.plane.data.names
        pen.write(x1, pixels - away, pixels - away, 1)
        pen.write(x2, away, style.NAME_BELOW * density, 0)


def markers_at(label, width, places):
    """Return the outlines of markers of a class, *width* wide, as SVG path.

    Parameters
    ----------
    label : int
        The class.
    width : float
        Of a marker, in device pixels.
    places : ndarray of shape (n, 2)
        Their middles.
    """
    half = width / 2
    if label == 0:
        return _repeated(_circle(width, 1), places, half, 0)
    return _repeated(f"l{-half} {width}h{width}Z", places, 0, -half)


def rings_at(width, edge, places):
    """Return rings, *width* wide in the middle of their *edge*, as SVG path to be filled."""
    # Round the hole the other way: so it stays a hole, and covered where another ring lies.
    outline = f"{_circle(width + edge, 1)}m{-edge} 0{_circle(width - edge, 0)}"
    return _repeated(outline, places, (width + edge) / 2, 0)


def _circle(width, turn):
    """Return the outline of a circle from its right end on; *turn* says in which direction."""
    arc = f"a{width / 2} {width / 2} 0 1 {turn}"
    return f"{arc}{-width} 0{arc}{width} 0Z"


def _repeated(outline, places, across, down):
    """Return *outline* for each of the *places*, (n, 2), from where it starts beside them."""
    starts = places + np.array([across, down])
    # Formatted all at once: thousands of points are no rarity.
    return f"M%r %r{outline}" * len(starts) % tuple(starts.ravel().tolist())


def _outline(context, label, width, places, color, edge):
    """Draw the edges of markers of a class; the parameters are those of `markers_at`."""
    if label == 0:
        # A browser's strokes of small circles are thinner on their diagonals.
        context.fillStyle = color
        context.fill(Path2D.new(rings_at(width, edge, places)))
    else:
        _stroke(context, Path2D.new(markers_at(label, width, places)), color, edge)


def _path(lines):
    """Return *lines*, each of shape (n, 2) in pixels, as one path."""
    return Path2D.new("".join("M" + " ".join(map(str, line.ravel().tolist())) for line in lines))


def _stroke(context, path, color, width):
    context.strokeStyle, context.lineWidth, context.lineJoin = color, width, "round"
    context.stroke(path)


def _clipped(ends, low, high):
    """Return the part of a line between *ends* with both coordinates from *low* to *high*."""
    start, way = ends[0], ends[1] - ends[0]
    with np.errstate(divide="ignore", invalid="ignore"):
        crossings = np.sort([(low - start) / way, (high - start) / way], axis=0)
    enters, leaves = max(0, crossings[0].max()), min(1, crossings[1].min())
    return np.array([start + enters * way, start + leaves * way]) if enters < leaves else ends[:0]
