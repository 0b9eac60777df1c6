"""Minima and saddles: told apart as an independent eigenvalue solver tells them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.data import generate
from playground.network import Network
from playground.session.convergence import (
    BENT,
    FLAT,
    MAX_PARAMETERS,
    hessian,
    is_minimum,
    is_positive_definite,
)


def bowl(*curvatures):
    """Return the gradient of a loss with these second derivatives along its axes."""
    return lambda theta: np.array(curvatures) * theta


def symmetric(size, seed):
    A = np.random.RandomState(seed).standard_normal((size, size))
    return A + A.T


def test_a_bowl_is_a_minimum_and_a_saddle_is_not():
    assert is_minimum(np.zeros(3), bowl(1.0, 0.5, 0.01))
    assert not is_minimum(np.zeros(3), bowl(1.0, 0.5, -0.01))
    # A valley with a flat floor: no way leads down.
    assert is_minimum(np.zeros(3), bowl(1.0, 0.0, 0.01))


@pytest.mark.parametrize("turn", range(5))
def test_a_saddle_may_lie_across_the_axes(turn):
    Q, _ = np.linalg.qr(symmetric(4, turn))
    saddle = Q @ np.diag([1.0, 0.5, 0.1, -10 * BENT]) @ Q.T
    valley = Q @ np.diag([1.0, 0.5, 0.1, -BENT / 10]) @ Q.T
    assert not is_minimum(np.zeros(4), lambda theta: saddle @ theta)
    assert is_minimum(np.zeros(4), lambda theta: valley @ theta)


def test_on_a_slope_there_is_a_way_down():
    assert is_minimum(np.full(2, 0.9 * FLAT), bowl(1.0, 1.0))
    assert not is_minimum(np.full(2, 1.1 * FLAT), bowl(1.0, 1.0))


def test_a_weight_that_an_l1_penalty_holds_at_zero_is_at_rest():
    def gradient(theta):
        # |w| has a slope of 1 on either side; the loss alone would go down by 0.3.
        return np.where(theta == 0, 0, np.sign(theta) - 0.3)

    assert is_minimum(np.zeros(1), gradient)


def test_of_very_many_parameters_nothing_is_certain():
    assert is_minimum(np.zeros(MAX_PARAMETERS), bowl(1.0))
    assert not is_minimum(np.zeros(MAX_PARAMETERS + 1), bowl(1.0))


@given(st.integers(1, 12), st.integers(0, 10**6), st.floats(-4, 4))
def test_positive_definite_is_what_has_no_negative_eigenvalue(size, seed, shift):
    H = symmetric(size, seed) + shift * np.eye(size)
    lowest = np.linalg.eigvalsh(H)[0]
    if abs(lowest) > 1e-9:
        assert is_positive_definite(H) == (lowest > 0)


def test_the_hessian_of_a_network_without_hidden_units_is_that_of_logistic_regression():
    X, y = generate("moons")
    network = Network((2, 1), seed=3)
    theta = np.append(network.weights[0], network.biases[0])

    def gradient(theta):
        (dW,), (db,) = network.with_parameters([theta[None, :2]], [theta[2:, None]]).gradients(X, y)
        return np.append(dW, db)

    inputs = np.vstack([X, np.ones(y.size)])
    p = network.predict_proba(X)
    expected = (inputs * p * (1 - p)) @ inputs.T / y.size
    assert hessian(theta, gradient) == pytest.approx(expected, abs=1e-9)
