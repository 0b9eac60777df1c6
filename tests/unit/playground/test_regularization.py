"""The penalties: large weights cost, biases are free, and the rate says how much."""

import re

import numpy as np
import pytest

from playground.data import generate
from playground.network import Network
from playground.regularization import PENALTIES, penalized, penalty
from playground.settings.table import SETTINGS
from playground.training import train

WEIGHTS = [np.array([[1.0, -2.0], [0.0, 3.0]]), np.array([[-4.0, 0.5]])]


def test_the_penalties_are_those_of_the_settings():
    row = next(row for row in SETTINGS if row.name == "regularization")
    assert tuple(PENALTIES) == row.allowed.words


@pytest.mark.parametrize(
    ("regularization", "nats"),
    [
        ("none", 0.0),
        ("l1", 0.1 * (1 + 2 + 3 + 4 + 0.5)),
        ("l2", 0.05 * (1 + 4 + 9 + 16 + 0.25)),
    ],
)
def test_penalties_worked_by_hand(regularization, nats):
    assert penalty(WEIGHTS, regularization, 0.1) == pytest.approx(nats)


@pytest.mark.parametrize(
    ("regularization", "first", "last"),
    [
        ("none", [[0, 0], [0, 0]], [[0, 0]]),
        ("l1", [[0.1, -0.1], [0, 0.1]], [[-0.1, 0.1]]),
        ("l2", [[0.1, -0.2], [0, 0.3]], [[-0.4, 0.05]]),
    ],
)
def test_derivatives_worked_by_hand(regularization, first, last):
    dW = [np.full((2, 2), 7.0), np.full((1, 2), 5.0)]
    with_penalty = penalized(dW, WEIGHTS, regularization, 0.1)
    assert with_penalty[0] == pytest.approx(7 + np.array(first))
    assert with_penalty[1] == pytest.approx(5 + np.array(last))
    assert (dW[0] == 7).all()


@pytest.mark.parametrize("regularization", PENALTIES)
def test_the_networks_loss_is_the_plain_one_plus_the_penalty_for_its_weights(regularization):
    network, (X, y) = Network((2, 3, 2, 1), seed=2), generate("moons")
    network.biases[0][:] = 100  # costs nothing
    expected = network.loss(X, y) + penalty(network.weights, regularization, 0.3)
    assert network.loss(X, y, regularization, 0.3) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize("regularization", ["l1", "l2"])
def test_a_higher_rate_leaves_smaller_weights(regularization):
    X, y = generate("moons", noise=0.2)
    sizes = []
    for rate in (0, 0.001, 0.01, 0.1):
        network = Network((2, 8, 1))
        train(network, X, y, 500, 0.3, regularization=regularization, regularization_rate=rate)
        sizes.append(sum(np.abs(W).sum() for W in network.weights))
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] < sizes[0] / 4


@pytest.mark.parametrize("rate", [-0.1, float("nan"), float("inf"), 2e6, "0.1", None, True])
def test_a_wrong_rate_is_named_with_its_value_and_what_is_allowed(rate):
    message = "regularization_rate must be a number from 0 to 1e+06, not " + repr(rate)
    network, (X, y) = Network((2, 3, 1)), generate("moons")
    for ask in (network.loss, network.gradients):
        with pytest.raises(ValueError, match=re.escape(message)):
            ask(X, y, regularization="l2", regularization_rate=rate)


@pytest.mark.parametrize("regularization", ["L2", "", None, "l3"])
def test_an_unknown_penalty_is_named_with_those_that_exist(regularization):
    message = f"regularization must be one of none, l1, l2, not {regularization!r}"
    with pytest.raises(ValueError, match=re.escape(message)):
        penalty(WEIGHTS, regularization, 0.1)
