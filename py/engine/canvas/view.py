"""The canvas of the views beside the listing: it paints what they want painted.

To be imported when a reader opens the first of them.
"""

from functools import singledispatchmethod

from js import Path2D
from pyodide.ffi import to_js

from engine.canvas.layers import CanvasLayer, clear
from engine.canvas.text import page_font
from engine.views.drawing import Image, Letters, Shape

HALO = 4  # width of the ground around words that lines would cross


class ViewCanvas:
    """Paints shapes, words and images on a canvas.

    Parameters
    ----------
    canvas : OffscreenCanvas
        Where to paint.
    """

    def __init__(self, canvas):
        self._canvas, self._context = canvas, canvas.getContext("2d")

    def paint(self, drawing, size, density):
        """Paint a *drawing*, from what lies lowest to what lies on top.

        Parameters
        ----------
        drawing : list
            Of what ``engine.views.drawing`` names.
        size : (width, height)
            Of the canvas, in CSS pixels.
        density : float
            Device pixels per CSS pixel.
        """
        clear(self._canvas, *(round(length * density) for length in size))
        self._context.setTransform(density, 0, 0, density, 0, 0)
        for one in drawing:
            self._add(one)

    @singledispatchmethod
    def _add(self, one):
        raise TypeError(f"{one!r} cannot be painted")

    @_add.register
    def _(self, shape: Shape):
        context, path = self._context, Path2D.new(shape.outline)
        context.globalAlpha = shape.opacity
        if shape.fill:
            context.fillStyle = shape.fill
            context.fill(path)
        if shape.stroke:
            context.setLineDash(to_js(list(shape.dashes)))
            context.strokeStyle, context.lineWidth = shape.stroke, shape.width
            context.lineJoin = "round"
            context.stroke(path)
            context.setLineDash(to_js([]))
        context.globalAlpha = 1

    @_add.register
    def _(self, words: Letters):
        context = self._context
        context.font, context.textAlign = page_font(words.size), words.align
        if words.halo:
            context.strokeStyle, context.lineWidth = words.halo, HALO
            context.lineJoin = "round"
            context.strokeText(words.text, words.across, words.down)
        context.fillStyle = words.color
        context.fillText(words.text, words.across, words.down)

    @_add.register
    def _(self, image: Image):
        rows, columns, _ = image.pixels.shape
        layer = CanvasLayer(columns, rows)
        layer.fill(image.pixels)
        left, top, right, bottom = image.box
        # The outermost nodes lie on the edges: half of their pixels is left out.
        inner = 0.5, 0.5, columns - 1, rows - 1
        place = left, top, right - left, bottom - top
        self._context.drawImage(layer.canvas, *inner, *place)
