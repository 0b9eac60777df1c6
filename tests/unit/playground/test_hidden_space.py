"""The hidden space: the points' activations, and the straight line between them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.activations import ACTIVATIONS
from playground.data import generate
from playground.hidden_space import hidden_space, line_within
from playground.network import Network
from playground.training import train

SQUARE = ((-1.0, 1.0), (-1.0, 1.0))
NUMBERS = st.floats(-3, 3).filter(lambda number: number == 0 or abs(number) > 1e-3)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_a_line_ends_on_the_edge_of_the_square_and_is_missed_nowhere(w1, w2, b):
    w = np.array([w1, w2])
    line = line_within(w, b, SQUARE)
    corners = [w1 * x + w2 * y + b for x in (-1, 1) for y in (-1, 1)]
    if line is None:  # then the corners lie all on one side of it, or on it
        assert not w.any() or min(corners) >= -1e-9 or max(corners) <= 1e-9
        return
    for end in line:
        assert w @ end + b == pytest.approx(0, abs=1e-9)
        assert np.abs(end).max() == pytest.approx(1)
    assert not np.allclose(*line, rtol=0, atol=1e-12)


@given(st.sampled_from(sorted(ACTIVATIONS)), st.integers(0, 2**32 - 1))
@settings(deadline=None)
def test_the_line_separates_what_the_network_separates(activation, seed):
    network = Network((2, 4, 2, 1), activation, seed)
    X = np.random.RandomState(seed).standard_normal((2, 40))
    space = hidden_space(network, network.forward(X))
    for axis, (low, high) in enumerate(space.limits):
        assert low < high
        assert (low <= space.points[axis]).all()
        assert (space.points[axis] <= high).all()
    is_one = network.predict_proba(X) > 0.5
    if space.line is None:
        assert len(set(is_one)) == 1
        return
    begin, end = space.line
    along = end - begin
    side = along[0] * (space.points[1] - begin[1]) - along[1] * (space.points[0] - begin[0])
    sure = np.abs(side) > 1e-9 * np.abs(along).max()
    seen = set(zip((side[sure] > 0).tolist(), is_one[sure].tolist(), strict=True))
    assert len(seen) == len({left for left, _ in seen}) == len({one for _, one in seen})


def test_points_that_no_line_separates_are_separated_by_one_in_the_hidden_space():
    X, y = generate("moons", noise=0.0)
    network = Network((2, 4, 2, 1), seed=1)
    train(network, X, y, epochs=2000)
    assert network.accuracy(X, y) == 1
    assert hidden_space(network, network.forward(X)).line is not None


@pytest.mark.parametrize("value", [0.0, 3.0, -1e-3, 1e16, -1e300])
def test_units_that_answer_all_points_alike_have_limits_around_that(value):
    network = Network((1, 2, 1), "linear")
    network.weights[0][:], network.biases[0][:] = 0, value
    trace = network.forward([[1.0, 2.0]])
    for low, high in hidden_space(network, trace).limits:
        assert low < value < high


def test_the_units_may_be_chosen_and_turned_around():
    network = Network((2, 2, 1), seed=3)
    trace = network.forward(np.random.RandomState(0).standard_normal((2, 20)))
    space, turned = hidden_space(network, trace), hidden_space(network, trace, 1, 0)
    assert np.array_equal(space.points, trace.a[1])
    assert np.array_equal(turned.points, trace.a[1][::-1])
    assert space.limits == SQUARE
    ends = {tuple(np.round(end, 9)) for end in space.line}
    assert ends == {tuple(np.round(end[::-1], 9)) for end in turned.line}


def test_of_more_units_there_are_only_the_points():
    network = Network((2, 3, 1), "relu")
    trace = network.forward(np.random.RandomState(0).standard_normal((2, 20)))
    space = hidden_space(network, trace, 2, 0)
    assert np.array_equal(space.points, trace.a[1][[2, 0]])
    assert space.line is None


def test_what_has_no_plane_is_refused():
    for sizes in ((2, 1), (2, 1, 1)):
        network = Network(sizes)
        with pytest.raises(ValueError, match="last hidden layer must have at least 2 units"):
            hidden_space(network, network.forward(np.ones((2, 3))))
    network = Network((2, 2, 1))
    with pytest.raises(ValueError, match="second must be a whole number from 0 to 1, not 2"):
        hidden_space(network, network.forward(np.ones((2, 3))), 0, 2)
