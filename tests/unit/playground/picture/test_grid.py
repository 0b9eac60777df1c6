"""The grid: its nodes, what is asked there, and how fine it is."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.network import Network
from playground.picture.grid import RESOLUTIONS, FixedPoints, Grid, resolution
from playground.picture.plane import MAP

WINDOW = ((-2.0, 1.0), (0.0, 5.0))


class Squares:
    """Inputs that count how often they are computed."""

    def __init__(self):
        self.times = 0

    def __call__(self, X):
        self.times += 1
        return X**2


def test_the_nodes_span_the_window():
    grid = Grid(WINDOW, 11)
    assert grid.x1.shape == grid.x2.shape == (11, 11)
    assert grid.x1[3].tolist() == np.linspace(-2, 1, 11).tolist()
    assert grid.x2[:, 3].tolist() == np.linspace(0, 5, 11).tolist()


@pytest.mark.parametrize("inputs", [None, Squares()])
def test_every_node_gets_the_answer_of_its_point(inputs):
    grid, network = Grid(WINDOW, 11), Network((2, 3, 2, 1), seed=1)
    answers = grid.answers(network, inputs)
    assert [a.shape for a in answers] == [(units, 11, 11) for units in (2, 3, 2, 1)]
    X = np.array([grid.x1[4, 7], grid.x2[4, 7]])[:, None]
    true = network.forward(inputs.transform(X) if inputs else X).a
    for found, expected in zip(answers, true, strict=True):
        assert found[:, 4, 7] == pytest.approx(expected[:, 0])


def test_inputs_are_computed_once_until_there_are_others():
    points, network = FixedPoints(np.ones((2, 5))), Network((2, 3, 1))
    one, other = Squares(), Squares()
    for inputs in (one, one, one, other, None, None):
        points.answers(network, inputs)
    assert (one.times, other.times) == (1, 1)
    assert np.array_equal(points.answers(network, None)[0], np.ones((2, 5)))
    points.answers(network, one)
    assert one.times == 2


@pytest.mark.parametrize("stride", [1, 2])
def test_lines_are_where_values_have_their_level(stride):
    grid = Grid(WINDOW, 101)
    values = (grid.x1**2 + (grid.x2 - 2) ** 2)[::stride, ::stride]
    (line,) = grid.lines(values, 0.64, stride)
    assert np.hypot(line[:, 0], line[:, 1] - 2) == pytest.approx(0.8, abs=0.005)
    assert grid.lines(values, -1, stride) == []


def test_usual_networks_are_asked_at_all_nodes_and_the_largest_at_fewer():
    for sizes in [(2, 1), (2, 3, 1), (2, 16, 1), (7, 8, 1), (2, 8, 8, 8, 1)]:
        assert resolution(Network(sizes)) == max(RESOLUTIONS)
    assert resolution(Network((2, *[16] * 6, 1))) == min(RESOLUTIONS)


@settings(deadline=None)
@given(st.lists(st.integers(1, 16), max_size=6))
def test_a_further_layer_never_makes_the_grid_finer(layers):
    network, larger = (Network((2, *hidden, 1)) for hidden in (layers, [*layers, 4]))
    assert resolution(larger) <= resolution(network)


@pytest.mark.parametrize("nodes", RESOLUTIONS)
def test_whole_strides_lead_over_every_grid_to_a_map(nodes):
    assert (nodes - 1) % (MAP - 1) == 0
