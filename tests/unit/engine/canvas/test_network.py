"""The painter of the network, on a canvas that only remembers what it is asked for."""

from itertools import pairwise

import numpy as np
import pytest
from fake_browser import Canvas, Worker

from engine.line_numbers import DrawnNumbers
from playground.look.theme import THEMES
from playground.network import Network
from playground.picture.surface import COLORS, color_table
from playground.picture.weight_style import LEVELS, levels, styles

SIDE = 21


@pytest.fixture
def worker():
    """The painter, in a worker."""
    with Worker().importing("engine.canvas.network") as module:
        yield module


def painted(worker, network, chosen=None, density=1.0, shown=None):
    """Return painter and canvas after one painting; unit k answers k / 100 everywhere."""
    canvas = Canvas()
    wiring = worker.NetworkDrawing(canvas, 600, 260, density, "light")
    wiring.paint(network, maps_of(network), chosen, shown)
    return wiring, canvas


def maps_of(network):
    counts = np.cumsum([0, *network.layer_sizes])
    answers = [np.arange(a, b) / 100 for a, b in pairwise(counts)]
    return [np.tile(one[:, None, None], (1, SIDE, SIDE)) for one in answers]


def strokes(canvas):
    """Return colour, width and number of the connections of each stroke."""
    return [
        (look["strokeStyle"], look["lineWidth"], path.text.count("M"))
        for _, (path,), look in canvas.context.named("stroke")
    ]


@pytest.mark.parametrize("sizes", [(2, 1), (2, 3, 1), (7, 16, 16, 16, 16, 16, 16, 1)])
def test_every_connection_is_painted_once_with_few_strokes(worker, sizes):
    network = Network(sizes, seed=1)
    _, canvas = painted(worker, network)
    assert sum(count for *_, count in strokes(canvas)) == sum(W.size for W in network.weights)
    assert len(strokes(canvas)) <= 2 * LEVELS + 1


def test_a_connection_has_the_look_of_its_weight(worker):
    network = Network((2, 3, 1), seed=0)
    network.weights[0][:] = [[9, -0.5], [0, 0], [0, 0]]
    network.weights[1][:] = 0
    wiring, canvas = painted(worker, network)
    table = styles(THEMES["light"])
    expected = [table[int(levels(np.array(w)))] for w in (0.0, -0.5, 9.0)]
    assert [(color, width) for color, width, _ in strokes(canvas)] == expected
    texts = [path.text for _, (path,), _ in canvas.context.named("stroke")]
    assert texts[1] == wiring._layout.diagram.curve(0, 1, 0)
    assert texts[2] == wiring._layout.diagram.curve(0, 0, 0)


def test_the_connections_of_a_chosen_unit_stand_out(worker):
    network = Network((2, 3, 2, 1), seed=0)
    for W in network.weights:
        W[:] = 20
    _, canvas = painted(worker, network, chosen=(1, 0))
    (_, thin, others), (_, thick, own) = strokes(canvas)
    assert own == 3 + 1
    assert others == 6 + 3 + 1
    assert thick > 2 * thin


def test_each_unit_has_its_picture_in_its_place(worker):
    network = Network((2, 3, 1), seed=0)
    wiring, canvas = painted(worker, network, density=2.0)
    pictures = [arguments for _, arguments, _ in canvas.context.named("drawImage")]
    assert len(pictures) == 6
    units = [(column, unit) for column in (0, 1, 2) for unit in range(network.layer_sizes[column])]
    for index, ((_, *box), unit) in enumerate(zip(pictures, units, strict=True)):
        assert box[:4] == [0.5, index * SIDE + 0.5, SIDE - 1, SIDE - 1]
        x, y = wiring._layout.diagram.place(*unit)
        side = wiring._layout.diagram.columns[unit[0]].side
        assert box[4:] == pytest.approx([x - side / 2, y - side / 2, side, side], abs=0.25)
        assert box[4] * 2 == int(box[4] * 2)  # on whole device pixels
    image = pictures[0][0].context.named("putImageData")[0][1][0]
    assert image.size == (SIDE, 6 * SIDE)
    colors = color_table(THEMES["light"].surface)
    shown = image.pixels.reshape(6, -1, 4)[:, 0]
    assert (shown == colors[(np.arange(6) / 100 * COLORS).astype(int)]).all()


def test_a_picture_has_its_first_row_at_the_bottom(worker):
    network = Network((2, 1), seed=0)
    canvas = Canvas()
    wiring = worker.NetworkDrawing(canvas, 600, 260, 1, "light")
    maps = maps_of(network)
    maps[0][0, 0] = 1
    wiring.paint(network, maps)
    atlas = canvas.context.named("drawImage")[0][1][0]
    image = atlas.context.named("putImageData")[0][1][0]
    rows = image.pixels.reshape(3, SIDE, SIDE, 4)[0]
    assert (rows[-1] != rows[0]).any()
    assert (rows[:-1] == rows[0]).all()


def fills(canvas):
    """Return the fills that add to the drawing: colour and path."""
    return [
        (look["fillStyle"], path.text)
        for _, (path,), look in canvas.context.named("fill")
        if look.get("globalCompositeOperation") != "destination-out"
    ]


def texts(canvas):
    """Return what is written: text, place, colour."""
    return [
        (text, (x, y), look["fillStyle"])
        for _, (text, x, y), look in canvas.context.named("fillText")
    ]


def test_biases_of_many_units_are_bars_at_their_edge(worker):
    network = Network((2, 6, 1), seed=0)
    network.biases[0][:, 0] = [-500, 500, 0, 2, -2, 0]
    network.biases[1][:] = 3
    wiring, canvas = painted(worker, network)
    table = styles(THEMES["light"])
    # Nothing, half of the scale, all of it; the output's is a bar as well.
    counts = [(color, path.count("M")) for color, path in fills(canvas)]
    assert counts == [
        (table[level][0], count)
        for level, count in ((0, 2), (-4, 1), (4, 1), (5, 1), (-LEVELS, 1), (LEVELS, 1))
    ]
    side = wiring._layout.diagram.columns[1].side
    lengths = [float(path.split("v")[1].split("h")[0]) for _, path in fills(canvas)]
    assert lengths[1:3] + lengths[4:] == [side / 4, -side / 4, side / 2, -side / 2]
    x, _ = wiring._layout.diagram.place(1, 0)
    left = float(fills(canvas)[-1][1][1:].split()[0])
    assert left == pytest.approx(x + side / 2, abs=1.5)


def test_a_small_network_has_its_numbers_written_where_the_diagram_says(worker):
    network = Network((2, 3, 1), seed=0)
    network.weights[0][:] = [[-1.356, 1.05], [0.001, -0.001], [33.3, -120]]
    network.biases[0][:, 0] = [0.5, -0.5, 0]
    wiring, canvas = painted(worker, network)
    diagram, theme = wiring._layout.diagram, THEMES["light"]
    written = texts(canvas)
    assert [text for text, *_ in written[:6]] == ["−1.36", "1.05", "0.00", "0.00", "33.3", "−120"]
    assert [text for text, *_ in written[9:12]] == ["0.50", "−0.50", "0.00"]
    assert len(written) == 9 + 4
    assert {color for *_, color in written[:9]} == {theme.line}
    assert {color for *_, color in written[9:]} == {theme.numbers}
    x, y = written[0][1]
    middle = diagram.number_place(0, 0, 0)
    assert (x, y) == pytest.approx(middle, abs=6)
    assert fills(canvas) == []


def test_the_numbers_have_free_ground(worker):
    network = Network((2, 3, 1), seed=0)
    _, canvas = painted(worker, network)
    cleared = [
        path.text.count("M")
        for _, (path,), look in canvas.context.named("fill")
        if look["globalCompositeOperation"] == "destination-out"
    ]
    assert cleared == [13]
    order = [name for name, *_ in canvas.context.calls if name in ("stroke", "fill", "fillText")]
    assert order == ["stroke"] * order.count("stroke") + ["fill"] + ["fillText"] * 13


def test_only_the_numbers_of_a_unit_that_is_looked_at_are_written(worker):
    network = Network((2, 3, 1), seed=0)
    _, canvas = painted(worker, network, chosen=(0, 1))
    numbers = [*network.weights[0][1], network.weights[1][0, 1]]
    assert [text for text, *_ in texts(canvas)] == [worker.number_text(one) for one in numbers]
    plates = canvas.context.named("fill")[0][1][0].text
    assert plates.count("M") == 3
    alphas = [look["globalAlpha"] for *_, look in canvas.context.named("drawImage")]
    assert [index for index, alpha in enumerate(alphas) if alpha == 1] == [3]
    assert canvas.context.look["globalAlpha"] == 1


def numbers_of_line(network, layer, values, columns):
    """Return a line that lights the connections to a *layer*, and has *values* on them."""
    connections = [np.full(W.shape, np.nan) for W in network.weights]
    connections[layer][:] = values
    flat = np.concatenate([one.ravel() for one in connections])
    units = np.full(sum(network.layer_sizes[1:]), np.nan)
    return DrawnNumbers(flat, units, np.full(2, np.nan), np.isfinite(flat), columns)


def test_a_line_lights_what_it_touches_and_has_its_numbers_there(worker):
    network = Network((2, 3, 1), seed=0)
    for W in network.weights:
        W[:] = 20
    shown = numbers_of_line(network, 0, [[0.001, -0.0712], [1, 2], [3, -12.34]], (0, 1))
    wiring, canvas = painted(worker, network, shown=shown)
    (_, thin, others), (_, thick, lit) = strokes(canvas)
    assert (others, lit) == (3, 6)
    assert thick > 2 * thin
    written = ["0.0010", "−0.071", "1.00", "2.00", "3.00", "−12.3"]
    assert [text for text, *_ in texts(canvas)] == written
    alphas = [look["globalAlpha"] for *_, look in canvas.context.named("drawImage")]
    assert [index for index, alpha in enumerate(alphas) if alpha == 1] == [0, 1, 2, 3, 4]
    ((color, plates),) = fills(canvas)
    assert color == THEMES["light"].mark
    assert plates == "".join(wiring._layout.plates[:6])


def test_the_numbers_of_a_point_are_written_and_nothing_is_dimmed(worker):
    network = Network((2, 3, 1), seed=0)
    units, inputs = np.array([0.5, -0.5, 0.25, 0.93]), np.array([1.25, -0.75])
    shown = DrawnNumbers(np.arange(9) / 10, units, inputs)
    _, canvas = painted(worker, network, shown=shown)
    of_units, of_inputs = ["0.50", "−0.50", "0.25", "0.93"], ["1.25", "−0.75"]
    assert [text for text, *_ in texts(canvas)][9:] == of_units + of_inputs
    assert strokes(canvas) == strokes(painted(worker, network)[1])
    assert all(look.get("globalAlpha", 1) == 1 for *_, look in canvas.context.named("drawImage"))
    assert fills(canvas) == []


def test_a_chosen_unit_comes_before_a_line(worker):
    network = Network((2, 3, 1), seed=0)
    shown = numbers_of_line(network, 0, 0.5, (0, 1))
    canvases = [
        painted(worker, network, chosen=(0, 1), shown=one)[1].context for one in (None, shown)
    ]
    names = [[(name, look) for name, _, look in context.calls] for context in canvases]
    assert names[0] == names[1]


@pytest.mark.parametrize("sizes", [(2, 8, 8, 8, 1), (7, 16, 16, 16, 16, 16, 16, 1)])
def test_a_large_network_is_painted_with_few_calls(worker, sizes):
    network = Network(sizes, seed=1)
    canvas = Canvas()
    worker.NetworkDrawing(canvas, 488, 154, 1, "light").paint(network, maps_of(network))
    assert canvas.context.named("fillText") == []
    others = [name for name, *_ in canvas.context.calls if name != "drawImage"]
    assert len(others) <= 2 * (2 * LEVELS + 1) + 5


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0.00"),
        (-0.004, "0.00"),
        (-0.006, "−0.01"),
        (9.994, "9.99"),
        (9.996, "10.0"),
        (-99.94, "−99.9"),
        (99.96, "100"),
        (-1000, "−1000"),
    ],
)
def test_a_number_has_at_most_five_letters(worker, value, text):
    assert worker.number_text(value) == text


def test_another_network_is_laid_out_anew(worker):
    wiring, canvas = painted(worker, Network((2, 3, 1), seed=0))
    canvas.context.calls.clear()
    other = Network((2, 4, 4, 1), seed=1)
    wiring.paint(other, maps_of(other))
    assert sum(count for *_, count in strokes(canvas)) == 8 + 16 + 4
    assert len(canvas.context.named("drawImage")) == 11


def test_the_canvas_has_the_size_of_the_screens_pixels(worker):
    _, canvas = painted(worker, Network((2, 3, 1)), density=2.5)
    assert (canvas.width, canvas.height) == (1500, 650)
