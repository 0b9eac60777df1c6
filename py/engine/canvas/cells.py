"""The numbers of the listing's lines as cells, on a canvas beside the lines.

All of them are painted anew many times in a second, so what stays the same, the outlines, is drawn
once, and all colours travel as one image, in which a line is one row of pixels, or a row for each
unit.
"""

import numpy as np
from js import Path2D
from pyodide.ffi import to_js

from engine.canvas.layers import CanvasLayer, clear
from engine.canvas.text import page_font
from playground.look.theme import THEMES, unit_look
from playground.picture.number_text import in_letters
from playground.picture.surface import color_table, colors_of

# In CSS pixels. Above and below the cells of a line; the stroke in the colour of a unit.
MARGIN, UNDERLINE = 2, 2
# The frame of the cell that is marked.
MARK = 2
# The narrowest cells that have an outline, and those that have a number in them.
OUTLINED, NUMBERED = 6, 30
# Of the numbers: size of the letters, width of one, room on both sides, baseline below the middle.
LETTERS, LETTER, ROOM, BASELINE = 12, 6, 2, 4


class CellPainter:
    """Paints cells on a canvas.

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
        self._density, self._theme = density, theme
        self._pixels = round(width * density), round(height * density)
        self._colors = color_table(THEMES[theme].surface)
        self._layout = None  # of the lines that were painted last

    def paint(self, lines):
        """Paint the cells of *lines*: a list of (top, height, `LineCells`), in CSS pixels."""
        clear(self._canvas, *self._pixels)
        if not lines:
            return
        shape = [
            (top, height, cells.values.shape, cells.is_map, cells.has_lines)
            for top, height, cells in lines
        ]
        if self._layout is None or shape != self._layout.shape:
            self._layout = Layout(shape, lines, self._pixels, self._density, self._theme)
        self._draw_colors(lines)
        self._context.setTransform(1, 0, 0, 1, 0, 0)
        self._context.drawImage(self._layout.outlines.canvas, 0, 0)
        self._write_numbers(lines)

    def _draw_colors(self, lines):
        layout, context = self._layout, self._context
        for (_, _, cells), strip in zip(lines, layout.strips, strict=True):
            if cells.is_map:
                strip.pixels[:] = self._colors_of(
                    cells._replace(values=cells.values[:, strip.cells])
                )
            else:  # the last colour is none
                strip.pixels[:] = np.append(self._colors_of(cells), np.uint32(0))[strip.cells]
        layout.atlas.fill(layout.image.view(np.uint8))
        context.setTransform(1, 0, 0, 1, 0, 0)
        context.imageSmoothingEnabled = False
        width, _ = self._pixels
        for strip in layout.strips:
            rows, columns = strip.pixels.shape
            source = (0, strip.first, columns, rows)
            context.drawImage(
                layout.atlas.canvas, *source, 0, strip.top, width, strip.bottom - strip.top
            )

    def _colors_of(self, cells):
        """Return the colour of each of the *cells*, as one number."""
        return colors_of(cells.shares, self._colors).view(np.uint32)[..., 0]

    def _write_numbers(self, lines):
        context, density = self._context, self._density
        width = self._pixels[0] / density
        context.setTransform(density, 0, 0, density, 0, 0)
        context.font, context.textAlign = page_font(LETTERS), "center"
        context.fillStyle = THEMES[self._theme].line
        for top, height, cells in lines:
            layout = cells.layout(width)
            if cells.is_map or layout.cell < NUMBERED:
                continue
            letters = (layout.cell - ROOM) / LETTER
            for (unit, column), value in np.ndenumerate(cells.values):
                middle = layout.left(unit, column) + layout.cell / 2
                text = in_letters(float(value), letters)
                context.fillText(text, middle, top + height / 2 + BASELINE)


class Layout:
    """What stays the same while only the numbers of the lines change.

    Parameters
    ----------
    shape : list
        Tells it from others.
    lines : list of (float, float, LineCells)
        As of `CellPainter.paint`.
    pixels : (int, int)
        Size of the canvas, in device pixels.
    density, theme
        As of `CellPainter`.

    Attributes
    ----------
    shape
        As given.
    image : ndarray of uint32
        The colours of all lines, one below the other.
    atlas : CanvasLayer
        For that image.
    strips : list of Strip
        The places of the lines in it.
    outlines : CanvasLayer
        What is painted over the colours.
    """

    def __init__(self, shape, lines, pixels, density, theme):
        self.shape = shape
        self._density, self._theme = density, theme
        width, _ = pixels
        sizes = [self._size(cells, width) for _, _, cells in lines]
        rows, columns = zip(*sizes, strict=True)
        self.image = np.zeros((sum(rows), max(columns)), np.uint32)
        self.atlas = CanvasLayer(max(columns), sum(rows))
        self.strips, first = [], 0
        for line, (rows_of_line, columns_of_line) in zip(lines, sizes, strict=True):
            part = self.image[first : first + rows_of_line, :columns_of_line]
            self.strips.append(Strip(line, first, part, density))
            first += rows_of_line
        self.outlines = CanvasLayer(*pixels)
        self._draw_outlines(lines, width / density)

    def _size(self, cells, width):
        """Return how many rows and columns of pixels the colours of a line need."""
        units, points = cells.values.shape
        if cells.is_map:  # of more points than CSS pixels nobody sees all
            return units, min(points, round(width / self._density))
        return 1, width

    def _draw_outlines(self, lines, width):
        context = self.outlines.context
        context.setTransform(self._density, 0, 0, self._density, 0, 0)
        boxes = "".join(self._boxes(line, width) for line in lines)
        context.strokeStyle, context.lineWidth = THEMES[self._theme].rule, 1 / self._density
        context.stroke(Path2D.new(boxes))
        self._draw_mark(lines, width)
        context.lineWidth = UNDERLINE
        for look, underlines in self._underlines(lines, width).items():
            context.strokeStyle, dashes = look
            context.setLineDash(to_js([UNDERLINE * dash for dash in dashes if dashes[1]]))
            context.stroke(Path2D.new("".join(underlines)))

    def _draw_mark(self, lines, width):
        """Draw a frame around the cell that the keyboard has led to."""
        context = self.outlines.context
        context.strokeStyle, context.lineWidth = THEMES[self._theme].line, MARK
        for top, height, cells in lines:
            if cells.marked >= 0:
                left, down, *size = cells.box(cells.marked, width, height - 2 * MARGIN)
                context.strokeRect(left, top + MARGIN + down, *size)

    def _boxes(self, line, width):
        """Return the outlines of the cells of a *line* as SVG path."""
        top, height, cells = line
        down = f"{top + MARGIN:g}", f"v{height - 2 * MARGIN:g}"
        if cells.is_map:
            return f"M0 {down[0]}h{width:g}{down[1]}h{-width:g}Z"
        layout = cells.layout(width)
        if layout.cell < OUTLINED:
            return ""
        return "".join(
            f"M{layout.left(*place):g} {down[0]}h{layout.cell:g}{down[1]}h{-layout.cell:g}Z"
            for place in np.ndindex(cells.values.shape)
        )

    def _underlines(self, lines, width):
        """Return lines below the cells of each unit that has one in the picture, by their look."""
        found: dict[object, list[str]] = {}
        for top, height, cells in lines:
            if cells.is_map or not cells.has_lines:
                continue
            layout, y = cells.layout(width), top + height - MARGIN - UNDERLINE / 2
            for unit in range(layout.units):
                path = f"M{layout.left(unit, 0):g} {y:g}h{layout.pitch - layout.gap:g}"
                found.setdefault(unit_look(self._theme, unit), []).append(path)
        return found


class Strip:
    """The colours of one line: where they are in the image, and where on the canvas.

    Parameters
    ----------
    line : (float, float, LineCells)
        As of `CellPainter.paint`.
    first : int
        Its first row in the image.
    pixels : ndarray of uint32
        Its part of the image.
    density : float
        As of `CellPainter`.

    Attributes
    ----------
    first, pixels
        As given.
    top, bottom : int
        On the canvas, in device pixels.
    cells : ndarray of int
        Which cell each pixel belongs to, one more than there are is none; of a map, which point
        each column of pixels is of, since there can be more points than pixels.
    """

    def __init__(self, line, first, pixels, density):
        top, height, cells = line
        self.first, self.pixels = first, pixels
        self.top = round((top + MARGIN) * density)
        self.bottom = round((top + height - MARGIN) * density)
        of_pixels = _points_of_pixels if cells.is_map else _cells_of_pixels
        self.cells = of_pixels(cells, pixels.shape[1], density)


def _points_of_pixels(cells, pixels, _density):
    """Return which point each of so many columns of *pixels* is of."""
    points = cells.values.shape[1]
    return ((np.arange(pixels) + 0.5) * points / pixels).astype(int)


def _cells_of_pixels(cells, pixels, density):
    """Return which cell, in the order of the values, each of so many *pixels* belongs to."""
    layout = cells.layout(pixels / density)
    unit, across = np.divmod((np.arange(pixels) + 0.5) / density, layout.pitch)
    column = (across / layout.cell).astype(int)
    is_inside = (unit < layout.units) & (column < layout.columns)
    return np.where(is_inside, unit.astype(int) * layout.columns + column, cells.values.size)
