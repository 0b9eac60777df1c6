"""The painter of the listing's cells, on a canvas that only remembers what it is asked for."""

import numpy as np
import pytest
from fake_browser import Canvas, Worker

from engine.line_cells import LineCells
from playground.look.theme import THEMES, unit_look
from playground.picture.surface import color_table, colors_of

WIDTH, HEIGHT = 240, 100


@pytest.fixture
def worker():
    """The painter, in a worker."""
    with Worker().importing("engine.canvas.cells") as module:
        yield module


def line(values, top=0, height=24, is_map=False, has_lines=False):
    return top, height, LineCells(np.array(values, float), (-1, 1), is_map, has_lines)


def painted(worker, *lines, density=1.0, theme="light"):
    canvas = Canvas()
    painter = worker.CellPainter(canvas, WIDTH, HEIGHT, density, theme)
    painter.paint(list(lines))
    return painter, canvas


def images(canvas):
    """Return source and place of the image of each line."""
    *lines, _outlines = canvas.context.named("drawImage")
    return [(arguments[1:5], arguments[5:]) for _, arguments, _ in lines]


def pixels_of(painter):
    """Return the image that all lines are taken from: red, green, blue and opacity."""
    image = painter._layout.atlas.context.named("putImageData")[-1][1][0]
    return image.pixels.reshape(*image.size[::-1], 4)


def texts(canvas):
    return [(text, x, y) for _, (text, x, y), _ in canvas.context.named("fillText")]


def outlines(painter):
    """Return the strokes that are painted over the colours: look and path."""
    calls = painter._layout.outlines.context.named("stroke")
    return [(look["strokeStyle"], path.text) for _, (path,), look in calls]


COLORS = color_table(THEMES["light"].surface)


def test_each_cell_has_the_colour_of_its_number(worker):
    values = [[-1], [0], [0.5]]
    painter, canvas = painted(worker, line(values))
    row = pixels_of(painter)[0]
    layout = line(values)[2].layout(WIDTH)
    for unit, color in enumerate(colors_of(np.array([0, 0.5, 0.75]), COLORS)):
        left = round(layout.left(unit, 0))
        cell = row[left : left + round(layout.cell)]
        assert (cell == color).all()
        assert (row[left + round(layout.cell)] == 0).all()  # the gap
    assert (row[-60:] == 0).all()
    ((source, place),) = images(canvas)
    assert source == (0, 0, WIDTH, 1)
    assert place == (0, 2, WIDTH, 20)


def test_a_frame_lies_around_the_cell_that_is_marked(worker):
    top, height, cells = line([[-1, 1], [1, -1]], top=24)
    painter, _ = painted(worker, line([[1]]), (top, height, cells._replace(marked=3)))
    layout = cells.layout(WIDTH)
    ((_, box, look),) = painter._layout.outlines.context.named("strokeRect")
    assert box == (layout.left(1, 1), 26, layout.cell, 20)
    assert look["strokeStyle"] == THEMES["light"].line
    top, height, cells = line([[-1, 1, 0], [1, -1, 0]], is_map=True)
    painter, _ = painted(worker, (top, height, cells._replace(marked=4)))
    ((_, box, _),) = painter._layout.outlines.context.named("strokeRect")
    assert box == (WIDTH / 3, 12, WIDTH / 3, 10)


def test_the_weights_of_a_unit_stand_together(worker):
    painter, _ = painted(worker, line([[-1, 1], [1, -1]]))
    row = pixels_of(painter)[0]
    low, high = COLORS[0], COLORS[-1]
    assert (row[:45] == low).all()
    assert (row[45:90] == high).all()
    assert (row[90:94] == 0).all()
    assert (row[94:139] == high).all()
    assert (row[139:184] == low).all()


def test_a_map_has_a_row_for_each_unit_and_a_column_for_each_point(worker):
    values = np.linspace(-1, 1, 3 * 50).reshape(3, 50)
    painter, canvas = painted(worker, line([[0.5]]), line(values, 24, 40, is_map=True))
    part = pixels_of(painter)[1:, :50]
    assert (part == colors_of((values + 1) / 2, COLORS)).all()
    assert images(canvas)[1] == ((0, 1, 50, 3), (0, 26, WIDTH, 36))
    assert all(
        look["imageSmoothingEnabled"] is False for *_, look in canvas.context.named("drawImage")
    )


def test_of_more_points_than_pixels_those_below_the_pixels_are_shown(worker):
    values = np.linspace(-1, 1, 1000)[None]
    painter, canvas = painted(worker, line(values, is_map=True))
    row = pixels_of(painter)[0]
    assert row.shape[0] == WIDTH
    shown = [int((pixel + 0.5) / WIDTH * 1000) for pixel in range(WIDTH)]
    assert (row == colors_of((values[0, shown] + 1) / 2, COLORS)).all()
    assert images(canvas)[0][0] == (0, 0, WIDTH, 1)


def test_lines_lie_on_whole_device_pixels(worker):
    _, canvas = painted(worker, line([[1]], 10.3, 21.4), line([[1]], 31.7, 21.4), density=1.5)
    assert (canvas.width, canvas.height) == (360, 150)
    for _, place in images(canvas):
        assert all(isinstance(one, int) for one in place)


def test_numbers_are_written_in_the_middle_of_cells_that_are_wide_enough(worker):
    _, canvas = painted(worker, line([[-0.5], [0.0712], [1.25]], 24))
    layout = line([[0], [0], [0]])[2].layout(WIDTH)
    middles = [layout.left(unit, 0) + layout.cell / 2 for unit in range(3)]
    assert [text for text, *_ in texts(canvas)] == ["−0.50", "0.071", "1.25"]
    assert [place for _, *place in texts(canvas)] == [[x, 24 + 12 + 4] for x in middles]
    _, canvas = painted(worker, line([[0.0712]] * 7))
    assert [text for text, *_ in texts(canvas)] == ["0.071"] * 7  # of 31 pixels
    _, canvas = painted(worker, line([[0.5]] * 8))
    assert texts(canvas) == []
    _, canvas = painted(worker, line(np.zeros((3, 50)), is_map=True))
    assert texts(canvas) == []


def test_no_number_is_wider_than_its_cell(worker):
    values = [[-0.00123456], [-123456789.0], [1e-9], [-1e300], [-0.0712]]
    _, canvas = painted(worker, line(values))
    room = line(values)[2].layout(WIDTH).cell
    assert len(texts(canvas)) == 5
    widths = [6 * len(text) - 3 * text.count(".") for text, *_ in texts(canvas)]
    assert max(widths) <= room - 2


@pytest.mark.parametrize("theme", THEMES)
def test_units_with_lines_in_the_picture_are_underlined_as_these(worker, theme):
    values = [[0.5, 0.5]] * 5
    painter, _ = painted(worker, line(values, has_lines=True), line(values, 24), theme=theme)
    strokes = outlines(painter)
    assert strokes[0][0] == THEMES[theme].rule
    assert strokes[0][1].count("M") == 20
    assert [color for color, _ in strokes[1:]] == [unit_look(theme, unit)[0] for unit in range(5)]
    assert all(path.count("M") == 1 for _, path in strokes[1:])
    layout = line(values)[2].layout(WIDTH)
    last = f"M{layout.left(4, 0):g} 21h{2 * layout.cell:g}"
    assert strokes[-1][1] == last
    dashes = painter._layout.outlines.context.named("setLineDash")
    assert [arguments[0] for _, arguments, _ in dashes] == [[]] * 4 + [[8, 4]]


def test_what_stays_is_drawn_once(worker):
    painter, canvas = painted(worker, line([[0.5], [1]], has_lines=True))
    layout = painter._layout
    strokes = len(outlines(painter))
    for value in (0.1, 0.2):
        painter.paint([line([[value], [1]], has_lines=True)])
    assert painter._layout is layout
    assert len(outlines(painter)) == strokes
    painter.paint([line([[0.5]] * 3, has_lines=True)])
    assert painter._layout is not layout
    assert canvas.context.named("drawImage")[-1][1][0] is painter._layout.outlines.canvas


def test_a_canvas_without_lines_is_cleared(worker):
    painter, canvas = painted(worker, line([[0.5]]))
    before = len(canvas.context.calls)
    painter.paint([])
    assert [name for name, *_ in canvas.context.calls[before:]] == ["clearRect"]


def test_a_large_network_is_painted_with_few_calls(worker):
    lines = []
    for layer in range(6):
        for index in range(5):
            shape = (16, 16) if index == 3 else (16, 1)
            lines.append(line(np.ones(shape), 20 * len(lines), 20, has_lines=layer == 0))
    painter, canvas = painted(worker, *lines)
    before = len(canvas.context.calls)
    painter.paint(lines)
    assert len(canvas.context.calls) - before <= len(lines) + 5
