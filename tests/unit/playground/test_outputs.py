"""The outputs: function, loss, derivative and decision of each belong together."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.network import Network
from playground.outputs import MAX_LOG_ODDS, OUTPUTS, log_loss, log_odds, sigmoid

NAMES = st.sampled_from(sorted(OUTPUTS))


@st.composite
def points(draw, largest=30.0):
    """Return the name of an output, z for some points, and a label for each."""
    name = draw(NAMES)
    output, n = OUTPUTS[name], draw(st.integers(1, 5))
    z = draw(
        st.lists(
            st.lists(st.floats(-largest, largest), min_size=n, max_size=n),
            min_size=output.units,
            max_size=output.units,
        )
    )
    y = draw(st.lists(st.sampled_from(output.classes), min_size=n, max_size=n))
    return name, np.array(z), np.array(y, dtype=np.float64)


@given(points(largest=8.0))
def test_delta_is_n_times_the_slope_of_the_loss(case):
    name, z, y = case
    output = OUTPUTS[name]
    delta = output.delta(output.function(z), y)
    assert delta.shape == z.shape
    for index in np.ndindex(z.shape):
        step = np.zeros_like(z)
        step[index] = 1e-5
        slope = (output.loss(z + step, y) - output.loss(z - step, y)) / 2e-5
        assert delta[index] == pytest.approx(y.size * slope, rel=1e-5, abs=1e-8)


@given(points())
def test_the_decision_is_a_class_and_costs_less_than_any_other(case):
    name, z, _ = case
    output = OUTPUTS[name]
    decided = output.decision(output.function(z))
    assert decided.shape == z.shape[1:]
    for point, label in enumerate(decided):
        assert label in output.classes
        column = z[:, [point]]
        least = min(output.loss(column, np.array([float(other)])) for other in output.classes)
        assert output.loss(column, np.array([float(label)])) == pytest.approx(least, abs=1e-12)


@given(points())
def test_outputs_lie_within_their_bounds_and_lead_back_to_their_sums(case):
    name, z, _ = case
    output = OUTPUTS[name]
    a = output.function(z)
    assert a.shape == z.shape
    assert np.all((output.bounds[0] <= a) & (a <= output.bounds[1]))
    # Near certainty a tells z less and less exactly.
    assert output.inverse(a) == pytest.approx(z, rel=1e-9, abs=4e-16 * np.exp(np.abs(z).max()))


@given(st.floats(-30, 30).filter(lambda z: abs(z) > 1e-9))
def test_a_sigmoid_decides_for_class_1_beyond_its_boundary(z):
    output = OUTPUTS["sigmoid"]
    a = output.function(np.array([[z, -z, 0.0]]))
    assert output.decision(a).tolist() == [int(z > 0), int(z < 0), 0]
    assert np.array_equal(output.decision(a), (a > output.boundary)[0])
    assert output.inverse(np.array(output.boundary)) == 0


def test_a_network_asks_its_output(monkeypatch):
    made_up = OUTPUTS["sigmoid"]._replace(
        function=lambda z: 3 * z,
        loss=lambda z, y: float(np.sum(z) + np.sum(y)),
        delta=lambda a, y: a + y,
        decision=lambda a: np.full(a.shape[1], 5),
        classes=(4, 5),
    )
    monkeypatch.setitem(OUTPUTS, "made_up", made_up)
    network = Network((2, 1), output="made_up")
    X, y = np.array([[1.0, 2.0], [0.5, -3.0]]), np.array([4, 5])
    z = network.weights[0] @ X
    assert network.output == "made_up"
    assert np.array_equal(network.forward(X).a[-1], 3 * z)
    assert network.loss(X, y) == pytest.approx(z.sum() + 9)
    assert network.accuracy(X, y) == 0.5
    dW, _ = network.gradients(X, y)
    assert dW[0] == pytest.approx((3 * z + y) @ X.T / 2)
    with pytest.raises(ValueError, match="y must hold only the labels 4 and 5"):
        network.loss(X, [0, 1])


def test_the_number_of_outputs_is_theirs(monkeypatch):
    monkeypatch.setitem(OUTPUTS, "pair", OUTPUTS["sigmoid"]._replace(units=2))
    assert Network((2, 3, 2), output="pair").weights[-1].shape == (2, 3)
    with pytest.raises(ValueError, match=r"look like \(2, 3, 2\) and end in 2, not \(2, 3, 1\)"):
        Network((2, 3, 1), output="pair")


def test_an_unknown_output_is_named_with_those_that_exist():
    with pytest.raises(ValueError, match="output must be one of sigmoid, not 'softmax'"):
        Network((2, 3, 1), output="softmax")


# --- the sigmoid and the log loss ----------------------------------------------------------


def test_a_tiny_loss_is_not_rounded_to_zero():
    # log(1 + e^-40) is e^-40 to 17 digits, though sigmoid(40) itself rounds to 1.
    assert sigmoid(np.array(40.0)) == 1
    loss = log_loss(np.array([[40.0]]), np.array([1.0]))
    assert loss == pytest.approx(math.exp(-40), rel=1e-12, abs=0)


def test_sigmoid_never_overflows_and_is_symmetric():
    z = np.array([0.0, 1e-300, 1.0, 36.0, 37.0, 709.0, 710.0, 745.0, 746.0, 1e4, 1e300])
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        right, left = sigmoid(z), sigmoid(-z)
    assert right[0] == left[0] == 0.5
    np.testing.assert_allclose(right + left, 1)
    # The plain formula, which overflows from 710 on.
    np.testing.assert_allclose(left[:6], 1 / (1 + np.exp(z[:6])))
    assert right[-1] == 1
    assert left[-1] == 0


@pytest.mark.parametrize("steepness", [1e-3, 1, 8])
def test_log_odds_undo_the_sigmoid(steepness):
    z = np.linspace(-2, 2, 41) * steepness
    assert log_odds(1 / (1 + np.exp(-z))) == pytest.approx(z, abs=1e-8)


def test_log_odds_of_certainty_can_be_drawn():
    assert log_odds(np.array([0.0, 1e-300, 1 - 1e-16, 1.0])).tolist() == [
        *(-MAX_LOG_ODDS, -MAX_LOG_ODDS, MAX_LOG_ODDS, MAX_LOG_ODDS),
    ]
