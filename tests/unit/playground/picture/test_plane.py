"""What a picture shows, as numbers; that it is drawn truly is for test_figure.py to say."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.colors import LinearSegmentedColormap

from playground.data import generate
from playground.look.theme import THEMES, unit_look
from playground.network import Network
from playground.picture.plane import Plane
from playground.picture.prediction import MAP
from playground.picture.surface import SURFACES, color_table
from tools.environment import ROOT

VALUES = np.concatenate([np.linspace(0, 1, 2001), np.arange(257) / 256, [np.nextafter(1, 0)]])


class Squares:
    """Features x1² and x2²."""

    is_linear = False

    def transform(self, X):
        return X**2


class Stretched:
    """Features 2 x1 - 2 and x2."""

    is_linear = True

    def transform(self, X):
        return np.stack([2 * X[0] - 2, X[1]])

    def plane_weights(self, w, b):
        return w * [2, 1], b - 2 * w[0]


def shown(units=3, density=1.0, theme="light", **options):
    """Return a plane with the moons, a third of them kept for the test, and a network."""
    plane = Plane(300, density, theme)
    X, y = generate("moons")
    plane.show_data(X[:, :60], y[:60], X[:, 60:], y[60:])
    plane.show_network(Network((2, units, 1), seed=1), **options)
    return plane


def test_a_plane_needs_no_matplotlib():
    code = "import sys, playground.picture.plane; print('matplotlib' in sys.modules)"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT / "py", capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


@pytest.mark.parametrize("theme", THEMES)
def test_the_colours_are_matplotlibs_to_the_last_bit(theme):
    colors = THEMES[theme].surface
    plane = Plane(theme=theme)
    plane.prediction = plane.prediction._replace(heights=VALUES[:, None])
    true = LinearSegmentedColormap.from_list("", colors)(VALUES[::-1, None], bytes=True)
    assert np.array_equal(plane.colors(), true)


@pytest.mark.parametrize("density", [1.0, 2.5])
def test_a_plane_begins_without_points_and_undecided_everywhere(density):
    plane = Plane(300, density)
    assert all(group.X.size == 0 for group in plane.data.groups)
    assert plane.data.limits == ((-1, 1), (-1, 1))
    assert len({tuple(color) for color in plane.colors().reshape(-1, 4)}) == 1
    assert plane.place_of(0.5, 0.5) is not None
    prediction = plane.prediction
    assert (prediction.boundary, prediction.units, prediction.maps) == ([], [], [])
    assert prediction.mistakes.shape == (2, 0)


def test_points_lie_where_they_belong_on_the_picture():
    plane = shown(density=2)
    (low1, high1), (low2, high2) = plane.data.limits
    ends = np.array([[low1, high1], [low2, high2]])
    assert plane.to_pixels(ends).tolist() == [[0, plane.pixels], [plane.pixels, 0]]


def test_points_kept_for_the_test_are_hollow_and_over_the_others():
    plane = shown()
    groups = [(points.label, points.is_filled) for points in plane.data.groups]
    assert groups == [(0, True), (1, True), (0, False), (1, False)]
    assert [points.X.shape[1] for points in plane.data.groups[:2]] != [0, 0]
    assert sum(points.X.shape[1] for points in plane.data.groups) == 100
    X, y = generate("moons")
    plane.show_data(X[:, :60], y[:60], X[:, 60:], y[60:], draw_test=False)
    assert [points.is_filled for points in plane.data.groups] == [True, True]


@pytest.mark.parametrize("density", [1.0, 2.5])
def test_the_numbers_of_the_axes_stand_where_their_points_are(density):
    plane = shown(density=density)
    for axis, ticks in enumerate(plane.ticks()):
        assert [text for _, text in ticks] == [text for _, text in plane.data.ticks[axis]]
        for (place, _), (number, _) in zip(ticks, plane.data.ticks[axis], strict=True):
            shares = [0.5, 0.5]
            shares[axis] = place / plane.pixels
            assert plane.place_of(*shares)[axis] == pytest.approx(number, abs=1e-9)


def test_units_are_named_where_their_lines_are_drawn():
    assert [label.name for label in shown(3).prediction.labels] == ["unit 1", "unit 2", "unit 3"]
    assert shown(3, unit_lines=False).prediction.labels == []
    (label,) = shown(3, unit=(0, 1)).prediction.labels
    assert (label.name, label.color) == ("unit 2", unit_look("light", 1)[0])
    assert shown(3, unit=(1, 0)).prediction.labels == []


def test_there_are_as_many_lines_as_asked_for():
    assert len(shown(3).prediction.units) == 3
    assert shown(3, unit_lines=False).prediction.units == []
    one = shown(3, unit=(0, 1))
    assert len(one.prediction.units) == 1
    assert one.prediction.boundary == []
    assert shown(3).prediction.boundary


# --- surfaces --------------------------------------------------------------------------


def test_confidence_has_colours_of_its_own_and_the_others_those_of_the_classes():
    looks = THEMES["light"]
    assert shown().prediction.scale == shown(surface="decision").prediction.scale == looks.surface
    sure = shown(surface="confidence")
    assert sure.prediction.scale == looks.confidence
    assert sure.prediction.heights == pytest.approx(np.abs(2 * shown().prediction.heights - 1))
    assert set(map(tuple, sure.colors().reshape(-1, 4)[:, :3])) <= set(
        map(tuple, color_table(looks.confidence)[:, :3])
    )


def test_every_surface_has_the_same_boundary_and_lines():
    probability = shown()
    for surface in SURFACES:
        other = shown(surface=surface)
        assert np.array_equal(
            np.vstack(other.prediction.boundary), np.vstack(probability.prediction.boundary)
        )
        assert len(other.prediction.units) == 3


def test_what_a_unit_answers_has_the_colours_of_the_classes_on_any_surface():
    assert shown(surface="confidence", unit=(0, 1)).prediction.scale == THEMES["light"].surface


def test_a_network_without_measure_has_a_picture():
    plane, network = shown(), Network((2, 3, 2, 1), "tanh")
    network.weights[0] *= 1e308
    network.weights[1] *= np.inf
    plane.show_network(network, mistakes=True)
    assert plane.colors().shape == (101, 101, 4)
    assert all(np.isfinite(layer).all() for layer in plane.prediction.maps)


# --- mistakes --------------------------------------------------------------------------


@pytest.mark.parametrize("features", [None, Squares()])
@pytest.mark.parametrize("draw_test", [True, False])
def test_mistakes_are_the_points_that_the_network_takes_for_the_other_class(features, draw_test):
    plane, network = Plane(300), Network((2, 3, 1), seed=1)
    X, y = generate("moons", seed=2)
    plane.show_data(X[:, :60], y[:60], X[:, 60:], y[60:], draw_test)
    plane.show_network(network, features, mistakes=True)
    drawn = slice(None) if draw_test else slice(60)
    X, y = X[:, drawn], y[drawn]
    is_wrong = (network.predict_proba(features.transform(X) if features else X) > 0.5) != y
    assert 0 < is_wrong.sum() < is_wrong.size
    assert np.array_equal(plane.prediction.mistakes, X[:, is_wrong])
    plane.show_network(network, features)
    assert plane.prediction.mistakes.shape == (2, 0)


def test_mistakes_are_looked_for_among_the_newest_points():
    plane = shown(mistakes=True)
    X, y = generate("circles")
    network = Network((2, 3, 1), seed=1)
    plane.show_data(X, y)
    plane.show_network(network, mistakes=True)
    assert plane.prediction.mistakes.shape[1] == round(100 * (1 - network.accuracy(X, y)))
    plane.show_data(X[:, :0], y[:0])
    plane.show_network(network, mistakes=True)
    assert plane.prediction.mistakes.shape == (2, 0)


# --- units in any layer, and with any features -------------------------------------------


def values_at(plane, X):
    """Return the plane's values at the nodes that are nearest to the points *X*."""
    steps = len(plane.prediction.heights) - 1
    (left, right), (bottom, top) = plane.data.limits
    columns = np.round((X[0] - left) / (right - left) * steps).astype(int)
    rows = np.round((X[1] - bottom) / (top - bottom) * steps).astype(int)
    nodes = np.array(
        [left + columns * (right - left) / steps, bottom + rows * (top - bottom) / steps]
    )
    return plane.prediction.heights[rows, columns], nodes


@pytest.mark.parametrize("layer", [0, 1, 2])
def test_a_unit_of_any_layer_shows_its_activations(layer):
    plane, (X, y) = Plane(300), generate("circles")
    network = Network((2, 5, 4, 3, 1), seed=4)
    plane.show_data(X, y)
    plane.show_network(network, unit=(layer, 2))
    found, nodes = values_at(plane, X)
    assert found == pytest.approx((network.forward(nodes).a[layer + 1][2] + 1) / 2, abs=1e-6)
    assert plane.prediction.boundary == []
    (line,) = plane.prediction.units
    assert (line.color, line.dashes) == unit_look("light", 2)
    # Its line is where its sum is zero, as well as the nodes tell.
    corners = np.concatenate(line.lines).T
    z = network.forward(corners).z[layer][2]
    slope = np.abs(network.forward(corners + 1e-4).z[layer][2] - z).max() / 1e-4 + 1
    assert np.abs(z).max() < 0.05 * slope


def test_the_output_is_a_unit_whose_answer_is_the_probability():
    plane = shown(surface="probability", unit=(1, 0))
    assert np.array_equal(plane.prediction.heights, shown().prediction.heights)
    assert len(plane.prediction.boundary) == len(shown().prediction.boundary)
    assert plane.prediction.units == []


@pytest.mark.parametrize("unit", [(-1, 0), (2, 0), (0, 3), (0, -1), (1, 1)])
def test_a_unit_that_is_not_there_is_refused(unit):
    with pytest.raises(ValueError, match="unit must be a whole number from 0 to"):
        shown(3, unit=unit)


def test_units_with_curved_inputs_have_curved_lines():
    plane, network = shown(), Network((2, 2, 1))
    # x1² + x2² = 0.25 and x2² = 1; the latter has two parts.
    network.weights[0], network.biases[0] = np.array([[1.0, 1], [0, 1]]), np.array([[-0.25], [-1]])
    plane.show_network(network, Squares())
    circle, lines = plane.prediction.units
    (corners,) = circle.lines
    assert np.hypot(*corners.T) == pytest.approx(0.5, abs=0.01)
    assert np.array_equal(corners[0], corners[-1])
    assert sorted(np.unique(part[:, 1].round(2)).tolist() for part in lines.lines) == [[-1], [1]]
    assert circle[1:] == (*unit_look("light", 0), "unit 1")
    assert lines[1:] == (*unit_look("light", 1), "unit 2")


def test_a_unit_whose_sum_is_nowhere_zero_has_no_line():
    plane, network = shown(), Network((2, 2, 1))
    network.weights[0], network.biases[0] = np.array([[1.0, 1], [1, 1]]), np.array([[1], [-0.25]])
    plane.show_network(network, Squares())
    (line,) = plane.prediction.units
    assert line[1:] == (*unit_look("light", 1), "unit 2")


def test_stretched_inputs_leave_lines_straight():
    plane, network = shown(), Network((2, 1, 1))
    network.weights[0], network.biases[0] = np.array([[3.0, 0]]), np.array([[-1.5]])
    plane.show_network(network, Stretched())
    ((ends,),) = [unit.lines for unit in plane.prediction.units]
    assert ends[:, 0] == pytest.approx([1.25, 1.25])  # 3 (2 x1 - 2) - 1.5 = 0


def test_a_network_without_hidden_layers_has_no_units_lines():
    plane = shown()
    for features in (None, Stretched()):
        plane.show_network(Network((2, 1)), features)
        assert plane.prediction.units == []
        assert plane.prediction.boundary


# --- maps ------------------------------------------------------------------------------


@pytest.mark.parametrize("hidden", [(), (3,), (5, 4), (16,) * 6])
def test_maps_show_what_each_unit_answers_at_some_of_the_nodes(hidden):
    plane, (X, y) = Plane(300), generate("circles")
    network = Network((2, *hidden, 1), seed=2)
    plane.show_data(X, y)
    plane.show_network(network)
    assert [layer.shape for layer in plane.prediction.maps] == [
        (units, MAP, MAP) for units in (2, *hidden, 1)
    ]
    nodes = np.stack(np.meshgrid(*(np.linspace(*limits, MAP) for limits in plane.data.limits)))
    a = network.forward(nodes.reshape(2, -1)).a
    for layer, true in zip(plane.prediction.maps[1:-1], a[1:-1], strict=True):
        assert layer.reshape(len(true), -1) == pytest.approx((true + 1) / 2, abs=1e-6)
    assert plane.prediction.maps[-1].reshape(1, -1) == pytest.approx(a[-1], abs=1e-6)
    # The features grow to the right, and to the top.
    x1, x2 = plane.prediction.maps[0]
    assert np.all(np.diff(x1, axis=1) > 0)
    assert np.all(np.diff(x2, axis=0) > 0)
    greatest = np.abs(nodes).max(axis=(1, 2), keepdims=True)
    assert plane.prediction.maps[0] == pytest.approx(0.5 + nodes / greatest / 2)


def test_maps_belong_to_the_network_whatever_is_shown_of_it():
    whole = shown().prediction.maps
    for options in ({"unit": (0, 1)}, {"surface": "confidence"}, {"mistakes": True}):
        for layer, true in zip(shown(**options).prediction.maps, whole, strict=True):
            assert np.array_equal(layer, true)


# --- limits and places ----------------------------------------------------------------


@settings(deadline=None)
@given(across=st.floats(0, 1), down=st.floats(0, 1), density=st.sampled_from([1.0, 1.5, 2.625]))
def test_a_place_on_the_picture_is_the_point_that_is_drawn_there(across, down, density):
    plane = shown(density=density)
    there = plane.to_pixels(np.array(plane.place_of(across, down))) / plane.pixels
    assert there == pytest.approx([across, down], abs=1e-9)


@pytest.mark.parametrize("place", [(-0.01, 0.5), (0.5, 1.01)])
def test_beside_the_picture_there_is_no_point(place):
    assert shown().place_of(*place) is None


@pytest.mark.parametrize("n", [0, 1, 100])
@pytest.mark.parametrize("limits", [((-1.0, 3.0), (0.0, 4.0)), ((0.0, 0.5), (-9.0, 1e4))])
def test_limits_that_are_given_stay_whatever_the_points(n, limits):
    plane, (X, y) = Plane(300), generate("moons")
    plane.show_data(X[:, :n], y[:n], X[:, n:n], y[n:n], limits=limits)
    plane.show_network(Network((2, 3, 1)), mistakes=True)
    assert plane.data.limits == limits
    assert plane.place_of(0, 0) == pytest.approx((limits[0][0], limits[1][1]))
    (left, right), (bottom, top) = limits
    for line in plane.prediction.units:
        ((start, end),) = line.lines
        assert not (left < start[0] < right and bottom < start[1] < top)
        assert not (left < end[0] < right and bottom < end[1] < top)


def test_without_points_there_is_a_picture():
    plane = Plane(300)
    plane.show_data(np.empty((2, 0)), np.empty(0, dtype=int))
    plane.show_network(Network((2, 3, 1)), mistakes=True)
    assert plane.data.limits == ((-1, 1), (-1, 1))
    assert len(plane.prediction.units) == 3
    assert all(points.X.size == 0 for points in plane.data.groups)
