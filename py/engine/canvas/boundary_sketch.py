"""The picture as the browser itself draws it, for as long as matplotlib is not there yet.

It looks the same to the pixel, or nearly so; the pixel's fractions are where it has to be
known how matplotlib draws, and the comments say so.
"""

import math

import numpy as np
from js import Path2D
from pyodide.ffi import to_js

from engine.canvas.layers import CanvasLayer, clear, stretch
from engine.canvas.text import Pen
from playground.look import style
from playground.picture.painter import Painter


class BoundarySketch(Painter):
    """Draws the data and what a network makes of it on a canvas.

    Parameters
    ----------
    canvas : OffscreenCanvas
        Where to paint.
    size, density, theme
        As of `playground.picture.painter.Painter`.
    """

    name = "sketch"

    def __init__(self, canvas, size, density, theme):
        super().__init__(size, density, theme)
        self._canvas, self._context = canvas, canvas.getContext("2d")
        self._density = density
        self._frame = CanvasLayer(self.plane.pixels, self.plane.pixels)
        self._surface = CanvasLayer(*self.plane.colors().shape[:2])
        # Lines and points end where the plane does.
        self._box = Path2D.new()
        self._box.rect(*self.plane.box)

    def draw_data(self):
        """Draw points and axes on a layer of their own."""
        context, pixels = self._frame.context, self.plane.pixels
        context.clearRect(0, 0, pixels, pixels)
        context.save()
        context.clip(self._box)
        for group in self.plane.data.groups:
            draw = self._draw_filled if group.is_filled else self._draw_hollow
            draw(context, group)
        context.restore()
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
        stretch(context, self._surface, plane.box)
        context.save()
        context.clip(self._box)
        for unit in shown.units:
            width = style.UNIT_WIDTH * self._density
            # Without gaps it is a plain line.
            dashes = [width * length for length in unit.dashes] if unit.dashes[1] else []
            context.setLineDash(to_js(dashes))
            _stroke(context, _path(map(self._on_picture, unit.lines)), unit.color, width)
        context.setLineDash(to_js([]))
        boundary = _path(plane.to_pixels(line.T).T for line in shown.boundary)
        _stroke(context, boundary, self._theme.line, style.BOUNDARY_WIDTH * self._density)
        context.restore()
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
        marker = CanvasLayer(2 * half + 1, 2 * half + 1)
        path = Path2D.new(markers_at(group.label, width, np.full((1, 2), half + 0.5)))
        marker.context.fillStyle = self._theme.classes[group.label]
        marker.context.fill(path)
        _stroke(marker.context, path, self._theme.point_edge, edge)
        for across, down in (self._whole_pixels(group.X) - half).tolist():
            context.drawImage(marker.canvas, across, down)

    def _draw_hollow(self, context, group):
        """Draw all markers in one go: what lies below shines through them in any case."""
        width, edge = self._marker(group)
        path = markers_at(group.label, width, self.plane.to_pixels(group.X).T)
        _stroke(context, Path2D.new(path), self._theme.classes[group.label], edge)

    def _draw_rings(self, context):
        """Draw a ring around every mistake."""
        ring = style.ring(self.plane.data.marker_scale)
        diameter, width = (length * self._density for length in ring)
        path = markers_at(0, diameter, self._whole_pixels(self.plane.prediction.mistakes) + 0.5)
        context.save()
        context.clip(self._box)
        _stroke(context, Path2D.new(path), self._theme.line, width)
        context.restore()

    def _whole_pixels(self, X):
        """Return the pixel (n, 2) in whose middle matplotlib centres the marker of a point."""
        return np.floor(self.plane.to_pixels(X).T + 0.5)

    def _write_numbers(self, context):
        left, top, width, height = self.plane.box
        right, bottom, density = left + width, top + height, self._density
        along_x, along_y = self.plane.data.ticks
        (low1, high1), (low2, high2) = self.plane.data.limits
        pen = Pen(context, style.NUMBER_SIZE * density, self._theme.numbers)
        distance = style.NUMBER_DISTANCE * density
        for number, text in along_x:
            x = left + width * (number - low1) / (high1 - low1)
            pen.write(text, x, bottom + distance + pen.ascent, 0.5)
        for number, text in along_y:
            y = bottom - height * (number - low2) / (high2 - low2)
            pen.write(text, left - distance, y + pen.ascent / 2, 1)
        pen = Pen(context, style.NAME_SIZE * density, self._theme.numbers)
        distance = style.NAME_DISTANCE * height * density / self.plane.pixels
        pen.write("x₁", right, bottom + distance + pen.ascent, 1)
        pen.write("x₂", left - distance, top + pen.ascent, 1)


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
        arc = f"a{half} {half} 0 1 1"
        start, outline = (half, 0), f"{arc}{-width} 0{arc}{width} 0Z"
    else:
        start, outline = (0, -half), f"l{-half} {width}h{width}Z"
    # Formatted all at once: thousands of points are no rarity.
    return f"M%r %r{outline}" * len(places) % tuple((places + start).ravel().tolist())


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
