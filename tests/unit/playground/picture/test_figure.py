"""The picture: layers that make up the whole, points and line where they belong, colours."""

import functools
import io
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.colors import to_rgb
from matplotlib.text import Text
from PIL import Image

from playground.custom.scale import Axis
from playground.data import SHAPES, generate
from playground.look.style import CLASS_MARKERS
from playground.look.theme import THEMES, unit_look
from playground.network import Network
from playground.picture.figure import Picture
from playground.picture.limits import square_limits
from playground.picture.surface import SURFACES
from playground.training import train
from tools.environment import ROOT

# A warning of matplotlib or contourpy means that something went unsaid in figure.py.
pytestmark = pytest.mark.filterwarnings("error")

STYLESHEET = ROOT / "static/style.css"
# 294 * 3 and 350 * 2.5 are whole numbers that division by 72 does not hit exactly; 361 * 1.5
# and 333 * 1.5 end in a half.
AWKWARD_SIZES = [(294, 3), (350, 2.5), (361, 1.5), (333, 1.5)]


class Opinion:
    """Features from which a network of one weight makes a probability that follows a formula."""

    is_linear = False

    def __init__(self, probability):
        self._probability = probability
        self.network = Network((1, 1))
        self.network.weights = [np.ones((1, 1))]

    def transform(self, X):
        p = np.broadcast_to(self._probability(*X), X.shape[1]).astype(float)
        return np.log(np.maximum(p, 1e-20) / np.maximum(1 - p, 1e-20))[None]


class Squares:
    """Features x1² and x2²."""

    is_linear = False

    def transform(self, X):
        return X**2


def asked(opinion):
    """Return the arguments of `show_network` for an `Opinion`, or for a network."""
    return (opinion.network, opinion) if isinstance(opinion, Opinion) else (opinion,)


UNDECIDED = Opinion(lambda x1, x2: 0.5)
SURE_OF_CLASS_1 = Opinion(lambda x1, x2: 0.9)
CLASS_1_ABOVE = Opinion(lambda x1, x2: 1 / (1 + np.exp(-x2)))
# Softly rising to the right, and never near 0.5.
LEANING_TO_CLASS_0 = Opinion(lambda x1, x2: 0.4 / (1 + np.exp(-x1)))


@functools.cache
def trained(shape, hidden_units):
    """Return points, labels and a network trained on them."""
    X, y = generate(shape)
    network = Network((2, hidden_units, 1))
    train(network, X, y)
    return X, y, network


def picture_of(X, y, network, **options):
    """Return a new picture that shows points and network."""
    picture = Picture(**options)
    picture.show_data(X, y)
    picture.show_network(*asked(network))
    return picture


def picture_of_units(*units, unit=None, unit_lines=True, **options):
    """Return a new picture of the corners and of hidden units (w1, w2, b) that add up."""
    network = Network((2, len(units), 1))
    network.weights = [np.array([u[:2] for u in units]), np.ones((1, len(units)))]
    network.biases = [np.array([u[2:] for u in units]), np.zeros((1, 1))]
    picture = Picture(**{"size": 300, **options})
    picture.show_data(*corners())
    picture.show_network(network, unit_lines=unit_lines, unit=unit)
    return picture


def corners():
    """Return a point of class 0 left below, one of class 1 right above, and their labels."""
    return np.array([[-1.0, 1.0], [-1.0, 1.0]]), np.array([0, 1])


def pixel_of(picture, X, point):
    """Return column and row of *point* (x1, x2) in the picture of the points *X*."""
    (low1, high1), (low2, high2) = square_limits(X)
    x1, x2 = point
    pixels = picture.plane.pixels
    return pixels * (x1 - low1) / (high1 - low1), pixels * (high2 - x2) / (high2 - low2)


def plane_of(picture, X):
    """Return the coordinates (2, height, width) of the centre of each pixel of the plane."""
    (low1, high1), (low2, high2) = square_limits(X)
    shares = (np.arange(picture.plane.pixels) + 0.5) / picture.plane.pixels
    x1 = low1 + (high1 - low1) * shares
    x2 = high2 - (high2 - low2) * shares
    return np.stack(np.meshgrid(x1, x2))


def over(layer, ground):
    """Lay *layer* (RGBA) over *ground* (RGB); both from 0 to 255."""
    opacity = layer[..., 3:] / 255
    return layer[..., :3] * opacity + ground * (1 - opacity)


def composed(picture, paper):
    """Lay the picture's layers over each other, as the page does."""
    frame = picture.frame().copy()
    lines = picture.lines().copy()
    rings = picture.rings().copy()
    surface = picture.surface()
    nodes = len(surface)
    # The outermost nodes lie on the edge of the plane, half a pixel inside of the surface.
    box = (0.5, 0.5, nodes - 0.5, nodes - 0.5)
    size = frame.shape[:2]
    plane = Image.fromarray(surface).resize(size, Image.Resampling.BILINEAR, box=box)
    image = np.asarray(plane)[..., :3].astype(float)
    return over(rings, over(frame, over(lines, image)))


def drawn_whole(picture, paper):
    """Return the picture as matplotlib draws it for a script."""
    picture.figure.canvas.draw()
    whole = np.asarray(picture.figure.canvas.buffer_rgba())
    return over(whole, np.full((*whole.shape[:2], 3), float(paper)))


# --- layers ----------------------------------------------------------------------------


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("size", "density"), [(240, 1), (240, 3), (480, 1.5), (480, 2), *AWKWARD_SIZES]
)
def test_the_layers_make_up_the_whole_picture(theme, size, density):
    # matplotlib stretches the probabilities and then colours them, the page stretches the
    # colours. That differs where the scale of colours bends, at 0.5, by a few steps of 255,
    # and the more the larger the pixels of the surface become.
    X, y, network = trained("moons", 3)
    picture = picture_of(X, y, network, size=size, density=density, theme=theme)
    paper = 255 if theme == "light" else 0
    difference = np.abs(composed(picture, paper) - drawn_whole(picture, paper))
    assert difference.max() <= 13
    assert difference.mean() <= 0.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("size", "density"), [(480, 1), (240, 2.5), *AWKWARD_SIZES])
def test_away_from_the_bend_of_the_colours_the_layers_are_the_whole_picture(theme, size, density):
    # What is left is rounding: the scale has 256 colours, and every layer is rounded once.
    X, y = corners()
    picture = picture_of(X, y, LEANING_TO_CLASS_0, size=size, density=density, theme=theme)
    assert np.abs(composed(picture, 128) - drawn_whole(picture, 128)).max() <= 3


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("size", "density"), [(300, 1), (294, 3)])
@pytest.mark.parametrize("unit", [None, (0, 0), (0, 15)])
def test_the_layers_make_up_the_whole_picture_of_units_and_test_points(theme, size, density, unit):
    X, y, network = trained("moons", 16)
    picture = Picture(size, density, theme)
    picture.show_data(X[:, :60], y[:60], X[:, 60:], y[60:])
    picture.show_network(network, unit=unit)
    paper = 255 if theme == "light" else 0
    difference = np.abs(composed(picture, paper) - drawn_whole(picture, paper))
    assert difference.max() <= 13
    assert difference.mean() <= 0.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("size", "density"), [(300, 1), (294, 3)])
@pytest.mark.parametrize("surface", SURFACES)
def test_the_layers_make_up_the_whole_picture_of_any_surface_with_rings_and_bent_lines(
    theme, size, density, surface
):
    (X, y), network = generate("moons", noise=0.4), Network((2, 5, 1), seed=3)
    picture = Picture(size, density, theme)
    picture.show_data(X[:, :60], y[:60], X[:, 60:], y[60:])
    picture.show_network(network, Squares(), surface, mistakes=True)
    assert picture.rings()[..., 3].max() == 255
    paper = 255 if theme == "light" else 0
    difference = np.abs(composed(picture, paper) - drawn_whole(picture, paper))
    # At the edge of a decision the page blends two colours for which matplotlib goes through
    # the whole scale; it is as wide as the step of a grid, and the boundary hides most of it.
    assert surface == "decision" or difference.max() <= 13
    assert difference.mean() <= 0.5


def test_the_layers_follow_the_newest_data_and_network():
    X, y, network = trained("blobs", 2)
    picture = picture_of(*trained("moons", 3), size=300)
    composed(picture, 255)
    picture.show_data(3 * X + 5, y)
    picture.show_network(*asked(CLASS_1_ABOVE))
    picture.show_data(X, y)
    picture.show_network(network)
    fresh = picture_of(X, y, network, size=300)
    assert np.array_equal(composed(picture, 255), composed(fresh, 255))
    assert np.array_equal(drawn_whole(picture, 255), drawn_whole(fresh, 255))


def test_layers_are_bytes_of_the_pictures_size():
    picture = picture_of(*trained("moons", 3), size=300, density=2)
    for layer in (picture.frame(), picture.lines()):
        assert layer.shape == (600, 600, 4)
        assert layer.dtype == np.uint8
    surface = picture.surface()
    nodes = len(surface)
    assert surface.shape == (nodes, nodes, 4)
    assert surface.dtype == np.uint8
    assert (surface[..., 3] == 255).all()


def test_another_network_leaves_the_frame_as_it_is():
    X, y, network = trained("moons", 3)
    picture = picture_of(X, y, network, size=300)
    before = picture.frame().copy()
    picture.show_network(*asked(CLASS_1_ABOVE))
    picture.lines()
    assert np.array_equal(picture.frame(), before)


def test_the_frame_needs_no_network():
    X, y, network = trained("moons", 3)
    picture = Picture(size=300)
    picture.show_data(X, y)
    assert np.array_equal(picture.frame(), picture_of(X, y, network, size=300).frame())


def test_the_ground_is_clear():
    # The page's paper shows through, whichever theme it has.
    picture = picture_of(*corners(), SURE_OF_CLASS_1, size=300)
    frame = picture.frame()
    assert frame[0, 0, 3] == frame[150, 150, 3] == frame[-1, -1, 3] == 0


# --- size ------------------------------------------------------------------------------


@pytest.mark.parametrize("density", [1, 1.5, 2, 2.5, 3])
def test_a_picture_has_size_times_density_pixels(density):
    for size in [*range(240, 701, 20), 241, 294, 295, 296, 303, 305, 312, 333, 361, 699]:
        picture = Picture(size, density)
        pixels = round(size * density)
        assert picture.figure.canvas.get_width_height() == (pixels, pixels), (size, density)


@pytest.mark.parametrize(("size", "density"), [(480, 1), *AWKWARD_SIZES])
def test_the_plane_has_its_place_before_anything_is_drawn(size, density):
    picture = picture_of(*trained("blobs", 1), size=size, density=density)
    before = picture.lines().copy()
    drawn_whole(picture, 255)
    assert np.array_equal(picture.lines(), before)


@pytest.mark.parametrize(("size", "density"), AWKWARD_SIZES)
def test_a_picture_of_awkward_size_is_drawn_with_all_its_pixels(size, density):
    picture = picture_of(*trained("blobs", 1), size=size, density=density)
    pixels = round(size * density)
    assert picture.frame().shape == picture.lines().shape == (pixels, pixels, 4)


def test_density_sharpens_a_picture_without_changing_what_is_on_it():
    X, y, network = trained("moons", 3)
    coarse = picture_of(X, y, network, size=300, density=1)
    fine = picture_of(X, y, network, size=300, density=2)
    # Pixel by pixel sharp edges differ; over 10 x 10 pixels nothing does.
    blocks = composed(coarse, 255).reshape(30, 10, 30, 10, 3).mean(axis=(1, 3))
    fine_blocks = composed(fine, 255).reshape(30, 20, 30, 20, 3).mean(axis=(1, 3))
    assert np.abs(blocks - fine_blocks).mean() < 2


# --- the plane -------------------------------------------------------------------------

# The largest noise allowed puts no point farther out than this.
COORDINATES = st.floats(-1e7, 1e7)
ANY_POINTS = arrays(np.float64, st.tuples(st.just(2), st.integers(1, 20)), elements=COORDINATES)


@settings(deadline=None)
@given(X=ANY_POINTS)
def test_the_plane_holds_all_points_with_some_air_and_equal_scales(X):
    (left, right), (bottom, top) = square_limits(X)
    spread = np.ptp(X, axis=1).max()
    assert right - left == pytest.approx(top - bottom, rel=1e-6)
    assert right - left > spread
    assert np.all(left < X[0])
    assert np.all(X[0] < right)
    assert np.all(bottom < X[1])
    assert np.all(X[1] < top)
    # Air, but no desert.
    assert right - left < 2 * spread + 1


@settings(deadline=None)
@given(x1=COORDINATES, x2=COORDINATES, n=st.integers(1, 5))
def test_points_in_one_place_get_a_plane_of_their_own(x1, x2, n):
    (left, right), (bottom, top) = square_limits(np.tile([[x1], [x2]], n))
    assert left < x1 < right
    assert bottom < x2 < top


@pytest.mark.parametrize("n", [1, 3])
def test_points_in_one_place_can_be_drawn(n):
    X, y = np.full((2, n), 4.0), np.zeros(n, dtype=int)
    picture = picture_of(X, y, CLASS_1_ABOVE, size=240)
    column, row = (int(number) for number in pixel_of(picture, X, (4, 4)))
    color = 255 * np.array(to_rgb(THEMES["light"].classes[0]))
    assert picture.frame()[row, column, :3] == pytest.approx(color, abs=0.5)


@settings(deadline=None, max_examples=20)
@given(X=ANY_POINTS)
def test_any_points_can_be_drawn(X):
    y = np.arange(X.shape[1]) % 2
    picture = picture_of(X, y, UNDECIDED, size=240)
    assert picture.frame()[..., 3].max() == 255


# --- points ----------------------------------------------------------------------------


def pixels_of_class(picture, theme, label):
    """Return columns and rows of all pixels in the pure colour of a class."""
    color = 255 * np.array(to_rgb(THEMES[theme].classes[label]))
    frame = picture.frame()
    rows, columns = np.nonzero(
        (np.abs(frame[..., :3] - color) < 0.6).all(axis=-1) & (frame[..., 3] == 255)
    )
    return columns, rows


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("density", [2, 3])
@pytest.mark.parametrize(
    "point", [(0, 0), (0.9, -0.7), (-0.83, 0.41), (0.2, 0.97)], ids=lambda point: f"{point}"
)
@pytest.mark.parametrize("label", [0, 1])
def test_a_marker_lies_at_its_point_in_the_colour_of_its_class(theme, density, point, label):
    others = np.array([[-1.0, 1.0, 1.0, -1.0], [-1.0, -1.0, 1.0, 1.0]])
    X = np.column_stack([others, point])
    y = np.array([1 - label] * 4 + [label])
    picture = picture_of(X, y, UNDECIDED, size=300, density=density, theme=theme)
    columns, rows = pixels_of_class(picture, theme, label)
    assert len(columns) >= 10
    column, row = pixel_of(picture, X, point)
    # Markers begin and end somewhere within a pixel, at both sides.
    assert (columns.min() + columns.max() + 1) / 2 == pytest.approx(column, abs=1)
    assert (rows.min() + rows.max() + 1) / 2 == pytest.approx(row, abs=1 + density / 2)


@pytest.mark.parametrize("theme", THEMES)
def test_points_are_coloured_by_their_true_labels_whatever_the_network_believes(theme):
    X, y = corners()
    wrong = Opinion(lambda x1, x2: 1 / (1 + np.exp(9 * (x1 + x2))))
    picture = picture_of(X, y, wrong, size=240, theme=theme)
    assert np.all(pixels_of_class(picture, theme, 0)[0] < 120)
    assert np.all(pixels_of_class(picture, theme, 1)[0] > 120)


def test_new_data_take_the_place_of_the_old():
    picture = Picture(size=240)
    for shape in (*SHAPES, *SHAPES):
        picture.show_data(*generate(shape))
        (axes,) = picture.figure.axes
        points = [artist for artist in axes.collections if isinstance(artist, PathCollection)]
        assert len(points) == 2
        X, y = generate(shape)
        for label, collection in enumerate(points):
            assert np.array_equal(collection.get_offsets(), X[:, y == label].T)
    assert len(axes.images) == 1
    assert len(line_collections(picture)) == 2


def texts_of(picture):
    """Return what is written on a picture: (text, its box) for each."""
    FigureCanvasAgg(picture.figure).draw()
    written = [text for text in picture.figure.findobj(Text) if text.get_text()]
    return [(text.get_text(), text.get_window_extent()) for text in written]


@pytest.mark.parametrize("size", [300, 480])
@pytest.mark.parametrize(
    "names", [("x₁", "x₂"), ("length in cm", "width in cm"), ("a" * 24, "price in $ (not $x$)")]
)
@pytest.mark.parametrize(
    "scale",
    [
        None,
        (Axis(4.3, 7.9, 1), Axis(0.0, 1e9, 0)),
        (Axis(1700000000001.0, 1700000000020.0, 0), Axis(-123456.78, -123999.12 + 1e4, 2)),
    ],
)
def test_the_axes_have_their_names_which_meet_no_number(size, names, scale):
    picture = Picture(size=size)
    picture.show_data(*corners(), names=names, scale=scale)
    texts = texts_of(picture)
    for name in names:
        ((_, box),) = [one for one in texts if one[0] == name]
        assert 0 <= box.x0 < box.x1 <= size
        assert not [text for text, other in texts if other is not box and box.overlaps(other)]
        assert min(other.x0 for _, other in texts) >= 0
    # Of other data they are other ones.
    picture.show_data(*corners())
    assert {"x₁", "x₂"} <= {text for text, _ in texts_of(picture)}


def test_points_of_the_test_are_hollow():
    X = np.array([[-1.0, 1.0, 0.0, 0.5], [-1.0, 1.0, 0.0, -0.5]])
    y = np.array([0, 1, 1, 0])
    picture = Picture(440, 2)
    picture.show_data(X[:, :2], y[:2], X[:, 2:], y[2:])
    frame = picture.frame()
    for column, label, opacity in [(0, 0, 255), (1, 1, 255), (2, 1, 0), (3, 0, 0)]:
        across, down = (int(number) for number in pixel_of(picture, X, X[:, column]))
        assert frame[down, across, 3] == opacity
        ring = frame[down - 15 : down + 15, across - 15 : across + 15].reshape(-1, 4)
        color = 255 * np.array(to_rgb(THEMES["light"].classes[label]))
        in_color = (np.abs(ring[:, :3] - color).max(axis=1) < 1) & (ring[:, 3] == 255)
        assert in_color.sum() > 30


def test_points_of_the_test_have_their_place_and_the_marker_of_their_class():
    X, y = generate("circles")
    picture = Picture(240)
    picture.show_data(X[:, :70], y[:70], X[:, 70:], y[70:])
    (axes,) = picture.figure.axes
    points = [artist for artist in axes.collections if isinstance(artist, PathCollection)]
    parts = [(X[:, :70], y[:70]), (X[:, 70:], y[70:])]
    filled, hollow = ([X[:, y == label].T for label in (0, 1)] for X, y in parts)
    # A hollow marker has a wider stroke of the ground below it.
    expected = [*filled, hollow[0], hollow[0], hollow[1], hollow[1]]
    for collection, offsets in zip(points, expected, strict=True):
        assert np.array_equal(collection.get_offsets(), offsets)
    markers = [len(artist.get_paths()[0].vertices) for artist in points]
    assert markers[:2] == markers[2::2] == markers[3::2]
    assert markers[0] != markers[1]


def test_the_plane_is_the_same_however_many_points_are_kept_for_the_test():
    # A point far out, whichever part it belongs to, is on the picture, and nothing jumps.
    X, y = generate("blobs")
    X[:, -1] = 9, -9
    nodes = []
    for n_train in (50, 70, 99):
        picture = Picture(240)
        picture.show_data(X[:, :n_train], y[:n_train], X[:, n_train:], y[n_train:])
        nodes.append([picture.figure.axes[0].get_xlim(), picture.figure.axes[0].get_ylim()])
    assert nodes == [list(square_limits(X))] * 3


def test_test_points_go_with_the_next_data():
    X, y = generate("moons")
    picture = Picture(240)
    picture.show_data(X[:, :60], y[:60], X[:, 60:], y[60:])
    picture.show_data(X, y)
    fresh = Picture(240)
    fresh.show_data(X, y)
    assert np.array_equal(picture.frame(), fresh.frame())


@pytest.mark.parametrize("label", [0, 1])
def test_points_of_one_class_can_be_the_only_ones(label):
    X, _ = corners()
    picture = Picture(240)
    picture.show_data(X, np.full(2, label), X[:, :1], np.array([1 - label]))
    picture.show_network(*asked(CLASS_1_ABOVE))
    assert picture.frame()[..., 3].max() == 255


# --- the surface -----------------------------------------------------------------------


@pytest.mark.parametrize("theme", THEMES)
def test_the_top_of_the_surface_is_the_top_of_the_plane(theme):
    # Small x2: surely class 0; large x2: surely class 1.
    X, y = corners()
    above = Opinion(lambda x1, x2: x2 > 0)
    surface = picture_of(X, y, above, size=240, theme=theme).surface()[..., :3] / 255
    certain_0, _, certain_1 = THEMES[theme].surface
    assert surface[0] == pytest.approx(np.tile(to_rgb(certain_1), (len(surface), 1)), abs=0.01)
    assert surface[-1] == pytest.approx(np.tile(to_rgb(certain_0), (len(surface), 1)), abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
def test_the_right_of_the_surface_is_the_right_of_the_plane(theme):
    X, y = corners()
    right = Opinion(lambda x1, x2: x1 > 0)
    surface = picture_of(X, y, right, size=240, theme=theme).surface()[..., :3] / 255
    certain_0, _, certain_1 = THEMES[theme].surface
    assert surface[:, 0] == pytest.approx(np.tile(to_rgb(certain_0), (len(surface), 1)), abs=0.01)
    assert surface[:, -1] == pytest.approx(np.tile(to_rgb(certain_1), (len(surface), 1)), abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
def test_where_the_network_is_undecided_the_surface_has_its_middle_colour(theme):
    surface = picture_of(*corners(), UNDECIDED, size=240, theme=theme).surface()
    assert surface[..., :3] / 255 == pytest.approx(
        np.broadcast_to(to_rgb(THEMES[theme].surface[1]), (*surface.shape[:2], 3)), abs=0.01
    )


# --- rings around mistakes -------------------------------------------------------------


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("surface", SURFACES)
def test_a_ring_of_ink_marks_a_mistake_and_nothing_else(theme, surface):
    X, y = np.array([[-1.0, 1.0, -1.0], [-1.0, 1.0, 1.0]]), np.array([0, 1, 0])
    picture = Picture(300, 2, theme)
    picture.show_data(X, y)
    picture.show_network(*asked(CLASS_1_ABOVE), surface, mistakes=True)
    rings = picture.rings().copy()
    column, row = (int(number) for number in pixel_of(picture, X, (-1, 1)))
    around = rings[row - 16 : row + 17, column - 16 : column + 17]
    assert around[16, 16, 3] == 0
    ink = around[around[..., 3] == 255][:, :3]
    assert len(ink) > 60
    assert ink == pytest.approx(np.tile(255 * np.array(to_rgb(THEMES[theme].line)), (len(ink), 1)))
    rings[row - 16 : row + 17, column - 16 : column + 17, 3] = 0
    assert rings[..., 3].max() == 0


def test_rings_lie_over_the_points_of_a_crowd():
    X, y = generate("moons", n_samples=2000, noise=0.5)
    picture = Picture(300)
    picture.show_data(X, y)
    picture.show_network(*asked(CLASS_1_ABOVE), mistakes=True)
    picture.figure.canvas.draw()
    whole = np.asarray(picture.figure.canvas.buffer_rgba()).copy()
    is_ring = picture.rings()[..., 3] == 255
    assert is_ring.sum() > 500
    ink = 255 * np.array(to_rgb(THEMES["light"].line))
    assert np.abs(whole[is_ring][:, :3] - ink).max() <= 1


def test_rings_come_and_go_with_the_mistakes():
    (X, y), network = generate("moons", noise=0.4), Network((2, 3, 1), seed=1)
    picture = picture_of(X, y, network, size=240)
    assert picture.rings()[..., 3].max() == 0
    picture.show_network(network, mistakes=True)
    assert picture.rings()[..., 3].max() == 255
    before = picture.frame().copy()
    picture.show_network(network)
    assert picture.rings()[..., 3].max() == 0
    assert np.array_equal(picture.frame(), before)


# --- crowds and emptiness --------------------------------------------------------------


def test_many_points_are_drawn_smaller_filled_hollow_and_ringed_alike():
    seen = []
    for n in (400, 2000, 20_000):
        X, y = generate("moons", n_samples=n, noise=1)
        picture = Picture(240)
        half = n // 2
        picture.show_data(X[:, :half], y[:half], X[:, half:], y[half:])
        (axes,) = picture.figure.axes
        points = [artist for artist in axes.collections if isinstance(artist, PathCollection)]
        widths = [float(artist.get_sizes()[0]) ** 0.5 for artist in points]
        (rings,) = axes.lines
        seen.append([*widths, rings.get_markersize()])
    full, many, most = np.array(seen)
    assert np.all(most < many)
    assert np.all(many < full)
    assert many / full == pytest.approx(np.full(7, many[0] / full[0]))


def test_there_is_a_picture_without_any_points():
    picture = Picture(240)
    for limits in (None, ((0.0, 8.0), (-4.0, 4.0))):
        picture.show_data(np.empty((2, 0)), np.empty(0, dtype=int), limits=limits)
        picture.show_network(Network((2, 3, 1)), mistakes=True)
        assert picture.frame()[..., 3].max() > 0
        assert picture.lines()[..., 3].max() == 255
        assert picture.rings()[..., 3].max() == 0
        shown = picture.figure.axes[0].get_xlim(), picture.figure.axes[0].get_ylim()
        assert shown == (limits or ((-1, 1), (-1, 1)))
        drawn_whole(picture, 255)


# --- the boundary ----------------------------------------------------------------------


def vertices(picture):
    """Return all corners (2, n) of the line where the picture says that p is 0.5."""
    _, boundary = line_collections(picture)
    return np.concatenate(boundary.get_segments()).T


def line_collections(picture):
    """Return the artists of the units' lines and of the boundary; the first lies below."""
    (axes,) = picture.figure.axes
    return [artist for artist in axes.collections if isinstance(artist, LineCollection)]


@pytest.mark.parametrize(
    ("shape", "hidden_units"), [("blobs", 1), ("circles", 3), ("moons", 3), ("moons", 16)]
)
def test_the_line_runs_where_the_probability_is_one_half(shape, hidden_units):
    X, y, network = trained(shape, hidden_units)
    line = vertices(picture_of(X, y, network, size=240))
    assert line.shape[1] > 50
    # Between two nodes the line is put as if the log odds were straight there; steep ones
    # bend, so distances count: how far off would 0.5 be? Far less than one node.
    node_step = np.diff(square_limits(X)[0]).item() / 100
    slope = np.hypot(*(_slope(network, line, axis) for axis in (0, 1)))
    assert np.all(np.abs(network.predict_proba(line) - 0.5) / slope < 0.05 * node_step)


def _slope(network, points, axis, step=1e-6):
    shift = np.zeros((2, 1))
    shift[axis] = step
    ahead, behind = network.predict_proba(points + shift), network.predict_proba(points - shift)
    return (ahead - behind) / (2 * step)


@pytest.mark.parametrize("steepness", [1, 30, 150])
def test_the_line_of_a_network_without_hidden_units_is_straight(steepness):
    # w1 x1 + w2 x2 + b = 0, known on paper, also where p jumps between one node and the next.
    X, y = generate("moons")
    network = Network((2, 1))
    network.weights = [steepness * np.array([[3.0, -4.0]])]
    network.biases = [steepness * np.array([[0.5]])]
    x1, x2 = vertices(picture_of(X, y, network, size=240))
    distance = np.abs(3 * x1 - 4 * x2 + 0.5) / 5
    assert distance.max() < 1e-3


@pytest.mark.parametrize(("shape", "hidden_units"), [("circles", 2), ("circles", 3), ("moons", 3)])
@pytest.mark.parametrize("density", [1, 2])
def test_the_line_is_drawn_between_the_sides_and_nowhere_else(shape, hidden_units, density):
    X, y, network = trained(shape, hidden_units)
    picture = picture_of(X, y, network, size=300, density=density)
    picture.show_network(network, unit_lines=False)
    drawn = picture.lines()[..., 3] > 0
    plane = plane_of(picture, X)
    side = network.predict_proba(plane.reshape(2, -1)).reshape(drawn.shape) > 0.5
    sides_meet = np.zeros_like(side)
    sides_meet[:-1] |= side[:-1] != side[1:]
    sides_meet[:, :-1] |= side[:, :-1] != side[:, 1:]
    assert sides_meet.any()
    # Every place where the sides meet has the line near, and the line is near no other place.
    width_of_line = round(2 * density)
    assert not np.any(sides_meet & ~widened(drawn, width_of_line))
    assert not np.any(drawn & ~widened(sides_meet, 2 * width_of_line))


def widened(mask, pixels):
    """Return *mask* grown by a number of *pixels* to all sides."""
    padded = np.pad(mask, pixels)
    for axis in (0, 1):
        shifts = range(-pixels, pixels + 1)
        padded = np.logical_or.reduce([np.roll(padded, shift, axis) for shift in shifts])
    return padded[pixels:-pixels, pixels:-pixels]


@pytest.mark.parametrize("theme", THEMES)
def test_the_line_has_the_colour_of_its_theme(theme):
    boundary = picture_of(*corners(), CLASS_1_ABOVE, size=300, density=2, theme=theme).lines()
    solid = boundary[boundary[..., 3] == 255][:, :3]
    assert len(solid) > 300
    assert solid == pytest.approx(
        np.tile(255 * np.array(to_rgb(THEMES[theme].line)), (len(solid), 1)), abs=1
    )


@pytest.mark.parametrize(
    "network", [SURE_OF_CLASS_1, LEANING_TO_CLASS_0, Opinion(lambda x1, x2: 0), UNDECIDED]
)
def test_without_two_sides_there_is_no_line(network):
    picture = picture_of(*corners(), network, size=240)
    assert picture.lines().max(axis=(0, 1))[3] == 0


def test_a_line_disappears_with_its_sides():
    picture = picture_of(*corners(), CLASS_1_ABOVE, size=240)
    assert picture.lines()[..., 3].max() == 255
    picture.show_network(*asked(SURE_OF_CLASS_1))
    assert picture.lines()[..., 3].max() == 0


# --- hidden units ----------------------------------------------------------------------


def unit_segments(picture):
    """Return the ends (2, 2) of each unit's line: a row for each end."""
    units, _ = line_collections(picture)
    return [np.array(segment) for segment in units.get_segments()]


UNITS = [(1.0, 0.0, 0.3), (0.0, -2.0, 0.5), (3.0, 4.0, -1.0), (-0.7, 0.1, 0.0)]


@pytest.mark.parametrize("unit", UNITS, ids=str)
def test_the_line_of_a_unit_is_where_its_sum_is_zero(unit):
    w, b = np.array(unit[:2]), unit[2]
    (ends,) = unit_segments(picture_of_units(unit))
    assert ends @ w + b == pytest.approx([0, 0], abs=1e-12)


@settings(deadline=None, max_examples=50)
@given(angle=st.floats(0, 6.3), distance=st.floats(-1.7, 1.7), steepness=st.floats(1e-6, 1e6))
def test_the_line_of_a_unit_crosses_the_whole_plane(angle, distance, steepness):
    w = np.array([np.cos(angle), np.sin(angle)])
    (ends,) = unit_segments(picture_of_units((*(steepness * w), -distance * steepness)))
    (low, high), _ = square_limits(corners()[0])
    # However it lies, both its ends are outside of the square.
    assert (np.abs(ends).max(axis=1) >= high - 1e-9).all()
    # And they are not both beyond the same side, unless the whole line is outside.
    corners_of_plane = np.array([[x1, x2] for x1 in (low, high) for x2 in (low, high)])
    sides = corners_of_plane @ w - distance
    if sides.min() < -1e-9 and sides.max() > 1e-9:
        nearest = w * distance
        along = np.array([-w[1], w[0]])
        assert ((ends - nearest) @ along).min() < 0 < ((ends - nearest) @ along).max()


def test_a_unit_that_looks_at_nothing_has_no_line():
    picture = picture_of_units((0.0, 0.0, 1.0), (1.0, 0.0, 0.0))
    (ends,) = unit_segments(picture)
    assert ends[:, 0] == pytest.approx([0, 0])
    units, _ = line_collections(picture)
    # The other keeps its own look.
    assert units.get_color()[0, :3] == pytest.approx(to_rgb(unit_look("light", 1)[0]))
    assert unit_segments(picture_of_units((0.0, 0.0, 1.0))) == []


@pytest.mark.parametrize("number", [1, 3, 16])
def test_every_unit_has_a_line_of_its_own_look(number):
    X, y, network = trained("moons", number)
    picture = picture_of(X, y, network, size=240)
    ends = unit_segments(picture)
    units, _ = line_collections(picture)
    assert len(ends) == number
    for unit, (segment, color) in enumerate(zip(ends, units.get_color(), strict=True)):
        w, b = network.weights[0][unit], network.biases[0][unit]
        assert segment @ w + b == pytest.approx([0, 0], abs=1e-9)
        assert color[:3] == pytest.approx(to_rgb(unit_look("light", unit)[0]))


def test_a_line_of_a_unit_is_drawn_in_its_place_and_colour():
    X, _ = corners()
    picture = picture_of_units((1.0, 0.0, -0.25), (0.0, 1.0, -9.0), density=2)
    column, _ = pixel_of(picture, X, (0.25, 0))
    lines = picture.lines()
    rows = slice(len(lines) // 4, len(lines) // 2)
    color = 255 * np.array(to_rgb(unit_look("light", 0)[0]))
    drawn = np.abs(lines[rows, :, :3].astype(float) - color).max(axis=-1) < 2
    columns = np.flatnonzero((drawn & (lines[rows, :, 3] > 250)).all(axis=0))
    assert columns.mean() + 0.5 == pytest.approx(column, abs=1)


def test_the_boundary_lies_over_the_units_lines():
    # One unit: its line and the boundary are one.
    picture = picture_of_units((1.0, 0.0, 0.0), density=2)
    X, _ = corners()
    column, row = (int(number) for number in pixel_of(picture, X, (0, 0.5)))
    line = 255 * np.array(to_rgb(THEMES["light"].line))
    assert picture.lines()[row, column - 1 : column + 1, :3] == pytest.approx(
        np.tile(line, (2, 1)), abs=1
    )


def test_units_lines_can_be_switched_off_and_on():
    X, y, network = trained("moons", 3)
    picture = picture_of(X, y, network, size=240)
    with_lines = picture.lines().copy()
    picture.show_network(network, unit_lines=False)
    assert unit_segments(picture) == []
    without = picture.lines().copy()
    assert without[..., 3].sum() < with_lines[..., 3].sum()
    assert len(vertices(picture).T) > 50
    picture.show_network(network, unit_lines=True)
    assert np.array_equal(picture.lines(), with_lines)


def test_a_network_without_hidden_units_has_no_units_lines():
    assert unit_segments(picture_of(*corners(), Network((2, 1)), size=240)) == []


def test_lines_belong_to_the_first_hidden_layer():
    network = Network((2, 3, 4, 1))
    picture = picture_of(*generate("moons"), network, size=240)
    assert len(unit_segments(picture)) == 3


def test_weights_of_any_size_can_be_drawn():
    sizes = [1e-170, 1e-100, 1e-20, 1e-5, 1.0, 1e5, 1e20, 1e100]
    for bias in (0.0, 1e-10, 1.0, -1e8):
        units = [(size, -0.5 * size, bias) for size in sizes]
        picture = picture_of_units(*units, size=240)
        picture.lines()
        drawn_whole(picture, 255)


# --- names of units --------------------------------------------------------------------


def box_of(layer, label):
    """Return the pixels of a *label*."""
    left, top, width, height = label.box
    return layer[top : top + height, left : left + width]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("size", "density"), [(300, 1), (294, 3)])
def test_the_name_of_a_unit_stands_in_a_box_on_its_line(theme, size, density):
    picture = picture_of(*trained("moons", 3), size=size, density=density, theme=theme)
    labels, lines = picture.plane.prediction.labels, picture.lines()
    assert len(labels) == 3
    for label in labels:
        box = box_of(lines, label).astype(float)
        ground = 255 * np.array(to_rgb(THEMES[theme].raised))
        letters = 255 * np.array(to_rgb(label.color))
        is_ground = np.abs(box[..., :3] - ground).max(axis=-1) < 25
        is_letter = np.abs(box[..., :3] - letters).max(axis=-1) < 60
        assert is_ground.mean() > 0.6
        assert is_letter.mean() > 0.02
        # The letters are in the middle, to within a pixel or two.
        rows, columns = np.nonzero(is_letter & (box[..., 3] > 250))
        height, width = is_letter.shape
        assert (columns.min() + columns.max() + 1) / 2 == pytest.approx(width / 2, abs=2 * density)
        assert (rows.min() + rows.max() + 1) / 2 == pytest.approx(height / 2, abs=2 * density)


def test_a_script_gets_the_names_at_any_resolution():
    picture = picture_of(*trained("moons", 3), size=300)
    images = []
    for dpi in (72, 216):
        file = io.BytesIO()
        picture.figure.savefig(file, dpi=dpi)
        images.append(np.asarray(Image.open(file).convert("RGB")).astype(float))
    small, large = images
    assert large.shape == (900, 900, 3)
    blocks = large.reshape(300, 3, 300, 3, 3).mean(axis=(1, 3))
    for label in picture.plane.prediction.labels:
        assert np.abs(box_of(small, label) - box_of(blocks, label)).mean() < 12


@pytest.mark.parametrize("kind", ["svg", "pdf"])
def test_a_script_can_save_a_drawing(kind):
    picture, file = picture_of(*trained("moons", 3), size=300), io.BytesIO()
    picture.figure.savefig(file, format=kind)
    assert len(file.getvalue()) > 10_000


# --- what one unit answers -------------------------------------------------------------


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("unit_lines", [True, False])
def test_what_a_unit_answers_is_shown_with_its_line_alone(theme, unit_lines):
    units = [(4.0, 0.0, -1.0), (0.0, -4.0, 0.0)]
    picture = picture_of_units(*units, unit=(0, 0), unit_lines=unit_lines, theme=theme)
    (ends,) = unit_segments(picture)
    assert ends[:, 0] == pytest.approx([0.25, 0.25])
    artists, boundary = line_collections(picture)
    assert boundary.get_segments() == []
    assert artists.get_color()[0, :3] == pytest.approx(to_rgb(unit_look(theme, 0)[0]))
    # Its answer rises from -1 on the left to 1 on the right: the colours of both classes.
    surface = picture.surface()[..., :3] / 255
    certain_0, middle, certain_1 = THEMES[theme].surface
    assert surface[:, 0] == pytest.approx(np.tile(to_rgb(certain_0), (len(surface), 1)), abs=0.02)
    assert surface[:, -1] == pytest.approx(np.tile(to_rgb(certain_1), (len(surface), 1)), abs=0.02)
    (low, high), _ = square_limits(corners()[0])
    zero = round((0.25 - low) / (high - low) * (len(surface) - 1))
    assert surface[0, zero] == pytest.approx(to_rgb(middle), abs=0.03)


def test_another_unit_answers_something_else_and_has_its_own_look():
    units = [(4.0, 0.0, -1.0), (0.0, -4.0, 0.0)]
    picture = picture_of_units(*units, unit=(0, 1))
    # The top of the picture is where x2 is large, and this unit says -1 there.
    top, bottom = picture.surface()[[0, -1], 50, :3] / 255
    assert top == pytest.approx(to_rgb(THEMES["light"].surface[0]), abs=0.02)
    assert bottom == pytest.approx(to_rgb(THEMES["light"].surface[2]), abs=0.02)
    artists, _ = line_collections(picture)
    assert artists.get_color()[0, :3] == pytest.approx(to_rgb(unit_look("light", 1)[0]))


def test_after_a_look_at_a_unit_the_whole_network_is_back():
    X, y, network = trained("moons", 3)
    picture = picture_of(X, y, network, size=240)
    before = composed(picture, 255)
    picture.show_network(network, unit=(0, 2))
    assert not np.array_equal(composed(picture, 255), before)
    picture.show_network(network)
    assert np.array_equal(composed(picture, 255), before)


def test_looking_never_changes_the_network():
    X, y, network = trained("moons", 3)
    before = [array.tobytes() for array in network.weights + network.biases]
    picture = picture_of(X, y, network, size=240)
    for unit in (None, (0, 0), (0, 1), (0, 2), (1, 0)):
        picture.show_network(network, unit=unit, mistakes=True)
        composed(picture, 255)
    assert [array.tobytes() for array in network.weights + network.biases] == before


# --- colours ---------------------------------------------------------------------------

# G. M. Machado, M. M. Oliveira, L. A. F. Fernandes: "A Physiologically-based Model for
# Simulation of Color Vision Deficiency" (2009), severity 1.0; for linear RGB.
COLOUR_BLIND = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
VISIONS = {"full colour vision": np.eye(3).tolist(), **COLOUR_BLIND}
# From linear sRGB to CIE XYZ, white (D65) at (1, 1, 1).
TO_XYZ = np.array(
    [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
) / [[0.9505], [1.0], [1.089]]


def linear(color):
    """Return a colour as amounts of red, green and blue light."""
    value = np.array(to_rgb(color))
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def contrast(color, other):
    """Return the contrast of two colours as WCAG defines it, from 1 to 21."""
    darker, lighter = sorted(linear(each) @ [0.2126, 0.7152, 0.0722] for each in (color, other))
    return (lighter + 0.05) / (darker + 0.05)


def difference(color, other, vision):
    """Return how different two colours look: distance in CIE L*a*b*; about 2 is just visible."""
    lab = []
    for each in (color, other):
        xyz = TO_XYZ @ np.clip(np.array(VISIONS[vision]) @ linear(each), 0, 1)
        x, y, z = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
        lab.append(np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)]))
    return np.linalg.norm(lab[0] - lab[1])


def page_colours(theme):
    """Return the colours of the page's stylesheet in light or dark, by name."""
    pairs = r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)"
    found = re.findall(pairs, STYLESHEET.read_text())
    return {name: light if theme == "light" else dark for name, light, dark in found}


def test_colour_vision_is_simulated_as_published():
    # Grey stays grey, and red and green of the same lightness fall together for the red-blind.
    for matrix in COLOUR_BLIND.values():
        assert np.sum(matrix, axis=1) == pytest.approx([1, 1, 1], abs=1e-5)
    assert difference("#000000", "#ffffff", "full colour vision") == pytest.approx(100, abs=0.1)
    assert difference("#a05000", "#5f6a00", "full colour vision") > 40
    assert difference("#a05000", "#5f6a00", "protanopia") < 25
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("vision", VISIONS)
def test_everybody_can_tell_the_classes_apart(theme, vision):
    looks = THEMES[theme]
    assert difference(*looks.classes, vision) > 40
    assert difference(looks.surface[0], looks.surface[2], vision) > 30


def test_the_classes_differ_in_form_too():
    assert len(set(CLASS_MARKERS)) == len(CLASS_MARKERS) == 2


@pytest.mark.parametrize("color", THEMES["light"].classes)
def test_class_colours_stand_out_from_white(color):
    assert contrast(color, "#ffffff") >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_class_colours_line_and_numbers_stand_out_from_the_page(theme):
    looks, page = THEMES[theme], page_colours(theme)
    for color in looks.classes:
        assert contrast(color, page["paper"]) >= 3
        assert contrast(color, looks.surface[1]) >= 3
    assert contrast(looks.numbers, page["paper"]) >= 4.5
    assert contrast(looks.control, page["paper"]) >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_what_is_written_on_the_picture_can_be_read(theme):
    looks = THEMES[theme]
    for ground in (*looks.surface, *looks.confidence):
        assert contrast(looks.line, ground) >= 4.5
    for color in looks.units:
        assert contrast(color, looks.raised) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("vision", VISIONS)
def test_confidence_looks_like_neither_class(theme, vision):
    looks = THEMES[theme]
    unsure, sure = looks.confidence
    assert difference(unsure, looks.surface[1], vision) < 2
    assert difference(unsure, sure, vision) > 15
    for of_class in (looks.surface[0], looks.surface[2]):
        assert difference(sure, of_class, vision) > 15


@pytest.mark.parametrize("theme", THEMES)
def test_lines_rings_and_points_stand_out_from_confidence(theme):
    looks = THEMES[theme]
    for ground in looks.confidence:
        assert contrast(looks.line, ground) >= 3
        for color in looks.units:
            assert contrast(color, ground) >= 3
    # Or at least as well as from the colour of the surface on which they usually lie.
    _, sure = looks.confidence
    for label, color in enumerate(looks.classes):
        assert contrast(color, sure) >= min(3, contrast(color, looks.surface[2 * label]))


@pytest.mark.parametrize("theme", THEMES)
def test_the_legend_of_the_page_has_the_colours_of_the_picture(theme):
    page = page_colours(theme)
    assert (page["class-0"], page["class-1"]) == THEMES[theme].classes


@pytest.mark.parametrize("theme", THEMES)
def test_the_ground_and_the_edges_of_points_are_the_paper_of_the_page(theme):
    looks = THEMES[theme]
    assert looks.ground == looks.point_edge == page_colours(theme)["paper"]


@pytest.mark.parametrize("theme", THEMES)
def test_sixteen_units_have_sixteen_looks(theme):
    looks = [unit_look(theme, unit) for unit in range(16)]
    assert len(set(looks)) == 16
    for color, dashes in looks:
        assert re.fullmatch("#[0-9a-f]{6}", color)
        # Dashes and gaps in turn; some of a line is always there.
        assert len(dashes) % 2 == 0
        assert sum(dashes[::2]) > sum(dashes[1::2]) / 2
        assert min(dashes) >= 0


@pytest.mark.parametrize("theme", THEMES)
def test_the_first_units_have_solid_lines_of_different_colours(theme):
    looks = [unit_look(theme, unit) for unit in range(4)]
    assert len({color for color, _ in looks}) == 4
    assert all(dashes[1] == 0 for _, dashes in looks)


@pytest.mark.parametrize("theme", THEMES)
def test_the_units_stand_out_from_the_ground(theme):
    looks = THEMES[theme]
    for color in looks.units:
        assert contrast(color, looks.ground) >= 3
        assert contrast(color, looks.surface[1]) >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_the_units_can_be_told_from_each_other_the_classes_and_the_boundary(theme):
    looks = THEMES[theme]
    colors = [*looks.units, *looks.classes, looks.line]
    for index, color in enumerate(colors):
        for other in colors[:index]:
            assert difference(color, other, "full colour vision") > 20, (color, other)
