"""The sketch, on a canvas that only remembers what it is asked for."""

import importlib
import math

import numpy as np
import pytest
from fake_browser import Canvas, Context, Worker
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties

from playground.custom.scale import Axis
from playground.data import generate
from playground.look.style import ring
from playground.look.theme import THEMES, unit_look
from playground.network import Network
from playground.picture.grid import resolution

SIZE = 300


@pytest.fixture
def worker():
    """The sketch, in a worker."""
    with Worker().importing("engine.canvas.boundary_sketch") as module:
        yield module


def sketched(worker, units=3, density=1.0, tests=0):
    """Return a sketch of the moons with a network, and what its canvas was asked for."""
    canvas = Canvas()
    sketch = worker.BoundarySketch(canvas, SIZE, density, "light")
    X, y = generate("moons")
    n = 100 - tests
    sketch.show_data(X[:, :n], y[:n], X[:, n:], y[n:])
    sketch.show_network(Network((2, units, 1), seed=1))
    sketch.paint()
    return sketch, canvas


def test_the_canvas_gets_the_size_of_the_picture(worker):
    _, canvas = sketched(worker, density=2.5)
    assert (canvas.width, canvas.height) == (750, 750)


def test_the_numbers_of_the_axes_and_their_names_are_written_on_the_plane(worker):
    sketch, _ = sketched(worker)
    texts = sketch._frame.context.named("fillText")
    assert len(texts) > 10
    for _, (_, x, y), look in texts:
        assert 0 < x < SIZE
        assert 0 < y < SIZE
        assert look["fillStyle"] == THEMES["light"].line


def test_the_names_of_the_axes_are_those_of_the_data(worker):
    sketch, _ = sketched(worker)
    sketch.show_data(*generate("moons"), names=("Länge", "width"))
    sketch.paint()
    # The first letter of each is written alone.
    written = [text for _, (text, *_), _ in sketch._frame.context.named("fillText")]
    assert "".join(written).endswith("Längewidth")


def test_the_numbers_of_a_table_are_its_own_where_its_points_are(worker):
    sketch, _ = sketched(worker)
    sketch.show_data(*generate("moons"), scale=(Axis(0.0, 200.0, 0), Axis(0.0, 1e6, 0)))
    sketch.paint()
    written = [text for _, (text, *_), _ in sketch._frame.context.named("fillText")]
    shown = "".join(written)
    along_x, along_y = sketch.plane.ticks()
    assert shown.endswith("".join(text for _, text in along_x + along_y) + "x₁x₂")
    (place,) = [place for place, text in along_x if text == "100"]
    assert place == pytest.approx(sketch.plane.to_pixels(np.zeros((2, 1)))[0, 0])


@pytest.mark.parametrize("density", [1, 1.5, 2])
def test_marks_lie_on_whole_pixels_at_the_left_and_the_bottom_edge(worker, density):
    sketch, _ = sketched(worker, density=density)
    _, (path,), look = sketch._frame.context.named("stroke")[-1]
    along_x, along_y = sketch.plane.ticks()
    marks = path.text.split("M")[1:]
    assert len(marks) == len(along_x) + len(along_y)
    assert look["lineWidth"] == density
    # Of an odd number of pixels the middle of a pixel is the middle.
    middle = 0.5 if density == 1 else 0
    for mark, (place, _) in zip(marks, along_x + along_y, strict=True):
        x, y = (float(number) for number in mark.replace("v", " ").replace("h", " ").split()[:2])
        at, edge = (x, y - SIZE * density) if "v" in mark else (y, x)
        assert at % 1 == middle
        assert at == pytest.approx(place, abs=1)
        assert edge == middle


def test_labels_lie_over_the_lines_and_below_the_points(worker):
    sketch, canvas = sketched(worker)
    drawn = [
        arguments[0] if name == "drawImage" else name for name, arguments, _ in canvas.context.calls
    ]
    last_line = max(at for at, one in enumerate(drawn) if one == "stroke")
    # After the surface, three labels, and the points.
    assert last_line == len(drawn) - 5
    places = [arguments[1:] for _, arguments, _ in canvas.context.calls[-4:-1]]
    assert places == [label.box[:2] for label in sketch.plane.prediction.labels]
    assert drawn[-1] is sketch._frame.canvas


@pytest.mark.parametrize("density", [1, 2])
def test_units_have_their_colours_and_dashes_and_the_boundary_is_on_top(worker, density):
    _, canvas = sketched(worker, 16, density)
    *units, boundary = canvas.context.named("stroke")
    dashes = [arguments[0] for _, arguments, _ in canvas.context.named("setLineDash")]
    assert len(units) == 16
    for unit, ((_, _, look), shown) in enumerate(zip(units, dashes, strict=False)):
        color, lengths = unit_look("light", unit)
        assert look["strokeStyle"] == color
        assert look["lineWidth"] == pytest.approx(1.8 * density)
        true = [1.8 * density * length for length in lengths] if lengths[1] else []
        assert shown == pytest.approx(true)
    assert boundary[2]["strokeStyle"] == THEMES["light"].line
    assert boundary[2]["lineWidth"] == pytest.approx(2.6 * density)
    assert dashes[-1] == []


def test_a_point_is_a_copy_of_its_marker_and_hollow_ones_are_one_path(worker):
    sketch, _ = sketched(worker, tests=30)
    frame = sketch._frame.context
    copies = frame.named("drawImage")
    assert len(copies) == 70
    assert all(
        isinstance(at, float) and at == int(at) for _, (_, *place), _ in copies for at in place
    )
    circles, triangles = frame.named("fill"), frame.named("stroke")[:-1]  # the last are the ticks
    assert len(circles) == len(triangles) == 2
    assert sum(drawn[0][1][0].text.count("M") for drawn in (circles, triangles)) == 30
    # Below each edge in the colour of a class lies a wider one of the ground.
    ground, colors = THEMES["light"].point_edge, THEMES["light"].classes
    assert [look["fillStyle"] for _, _, look in circles] == [ground, colors[0]]
    assert [look["strokeStyle"] for _, _, look in triangles] == [ground, colors[1]]
    halo, stroke = (look["lineWidth"] for _, _, look in triangles)
    assert halo > stroke


class Squares:
    """Features x1² and x2²."""

    is_linear = False

    def transform(self, X):
        return X**2


@pytest.mark.parametrize("n", [100, 2000])
def test_mistakes_have_rings_of_ink_over_the_points_in_one_path(worker, n):
    sketch, canvas = sketched(worker, density=2)
    X, y = generate("moons", n_samples=n)
    sketch.show_data(X, y)
    canvas.context.calls.clear()
    sketch.show_network(Network((2, 3, 1), seed=1), mistakes=True)
    sketch.paint()
    drawn = [name for name, _, _ in canvas.context.calls]
    assert drawn[-2:] == ["drawImage", "fill"]  # the points, and then the rings
    _, (path,), look = canvas.context.calls[-1]
    mistakes = sketch.plane.prediction.mistakes
    assert path.text.count("M") == mistakes.shape[1] > n / 5
    diameter, width = ring(sketch.plane.data.marker_scale)
    assert look["fillStyle"] == THEMES["light"].line
    # The outline begins at the right of the first one, in the middle of whose pixel it has its own.
    x, y = map(float, path.text[1:].split("a")[0].split())
    right, down = sketch.plane.to_pixels(mistakes)[:, 0] + [diameter + width, 0]
    assert (x, y) == pytest.approx((right, down), abs=1)
    assert y % 1 == 0.5
    # Its hole begins where the edge ends.
    hole = path.text.split("Z")[1].split("a")[0]
    assert hole.split() == [f"m{-2 * width}", "0"]


def test_without_mistakes_there_are_no_rings(worker):
    sketch, canvas = sketched(worker)
    sketch.show_data(np.empty((2, 0)), np.empty(0, dtype=int))
    canvas.context.calls.clear()
    sketch.show_network(Network((2, 3, 1)), mistakes=True)
    sketch.paint()
    assert len(canvas.context.named("stroke")) == 4  # three units and the boundary
    assert not canvas.context.named("fill")


def test_bent_lines_of_units_are_drawn_corner_by_corner(worker):
    sketch, canvas = sketched(worker)
    network = Network((2, 1, 1))
    network.weights[0], network.biases[0] = np.array([[0.0, 1]]), np.array([[-0.25]])
    canvas.context.calls.clear()
    sketch.show_network(network, Squares())
    sketch.paint()
    (_, (path,), look), *_ = canvas.context.named("stroke")
    assert look["strokeStyle"] == unit_look("light", 0)[0]
    # x2² = 0.25 has two parts.
    assert path.text.count("M") == 2
    corners = np.array([part.split() for part in path.text.split("M")[1:]], dtype=float)
    heights = {sketch.plane.to_pixels(np.array([0, x2]))[1] for x2 in (-0.5, 0.5)}
    assert sorted(set(corners[:, 1::2].ravel().round(1))) == pytest.approx(sorted(heights), abs=0.5)


def test_a_grid_of_another_size_gets_a_surface_of_that_size(worker):
    sketch, canvas = sketched(worker)
    for hidden in [(16,) * 6, (3,)]:
        network = Network((2, *hidden, 1))
        sketch.show_network(network)
        canvas.context.calls.clear()
        sketch.paint()
        surface = canvas.context.named("drawImage")[0][1][0]
        assert (surface.width, surface.height) == (resolution(network),) * 2


def test_points_of_a_crowd_are_smaller(worker):
    # matplotlib's are as large: test_figure.py.
    widths = []
    for n in (500, 2000, 20_000):
        sketch, _ = sketched(worker)
        X, y = generate("moons", n_samples=n)
        sketch.show_data(X, y)
        marker = sketch._frame.context.named("drawImage")[-1][1][0]
        widths.append(marker.width)
    assert widths == sorted(set(widths), reverse=True)


def test_a_picture_of_a_training_takes_few_calls(worker):
    # Each costs some microseconds on the way from Python to the browser.
    sketch, canvas = sketched(worker, 3)
    canvas.context.calls.clear()
    sketch.show_network(Network((2, 3, 1), seed=2), mistakes=True)
    sketch.paint()
    assert len(canvas.context.calls) < 20


def test_a_line_begins_where_it_enters_the_picture(worker):
    diagonal = np.array([[-100.0, -100.0], [300.0, 300.0]])
    assert worker._clipped(diagonal, -1, 101) == pytest.approx(np.array([[-1, -1], [101, 101]]))
    level = np.array([[-50.0, 20.0], [50.0, 20.0]])
    assert worker._clipped(level, -1, 101) == pytest.approx(np.array([[-1, 20], [50, 20]]))
    assert len(worker._clipped(level - [0, 200], -1, 101)) == 0


@pytest.mark.parametrize("size", [10.5, 12])
@pytest.mark.parametrize("density", [1, 1.25, 1.5, 1.75, 2, 2.25, 2.5])
def test_letters_are_as_tall_as_freetype_makes_them(worker, size, density):
    renderer = RendererAgg(9, 9, 72 * density)
    font = FontProperties(size=size)
    _, height, descent = renderer.get_text_width_height_descent("lp", font, False)
    assert importlib.import_module("engine.canvas.text").ascent(size * density) == height - descent


def test_a_text_stands_on_whole_pixels(worker):
    context = Context()
    pen = importlib.import_module("engine.canvas.text").Pen(context, 10.5, "#000000")
    pen.write("−1.0", 50.3, 20.5, 1)
    (_, (first, x, y), _), (_, (rest, x_rest, y_rest), _) = context.named("fillText")
    assert (first, rest) == ("−", "1.0")
    assert x == int(x)
    assert y == y_rest == 20
    # One pixel less than the letter is wide: that is how matplotlib rounds.
    assert x_rest - x == 5
    assert math.isclose(x, 50.3 - 24, abs_tol=1)
