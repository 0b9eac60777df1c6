"""Inspection: one point's numbers by hand, an update by its formula, shapes for all depths."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.activations import ACTIVATIONS
from playground.inspection import inspect, one_update
from playground.look.naming import Parameter
from playground.look.products import products
from playground.network import Network
from playground.parameters import joined, parameters
from playground.regularization import penalized
from playground.training import Trainer

SEEDS = st.integers(0, 2**32 - 1)
HIDDEN = st.lists(st.integers(1, 6), max_size=5)


def case_of(hidden, activation, seed, n=9):
    """Return a network with random biases, and random points and labels."""
    network, random = Network((2, *hidden, 1), activation, seed), np.random.RandomState(seed)
    network.biases = [random.standard_normal(b.shape) for b in network.biases]
    return network, random.standard_normal((2, n)), random.randint(0, 2, n)


# --- the numbers of a state -----------------------------------------------------------------


def test_a_point_followed_through_by_hand():
    network = Network((2, 2, 1))
    network.weights = [np.array([[1.0, -2.0], [0.5, 0.0]]), np.array([[3.0, -1.0]])]
    network.biases = [np.array([[0.5], [-1.0]]), np.array([[0.25]])]
    point = inspect(network, np.array([[9.0, 1.0], [9.0, 0.5]]), np.array([0, 1])).of_point(1)
    assert point.x.tolist() == [1.0, 0.5]
    assert point.z[0].tolist() == [0.5, -0.5]
    t = math.tanh(0.5)
    assert point.a[1] == pytest.approx([t, -t])
    z = 3 * t + t + 0.25
    assert point.z[1] == pytest.approx([z])
    p = 1 / (1 + math.exp(-z))
    assert point.p == pytest.approx(p)
    assert (point.y, point.loss) == (1, pytest.approx(-math.log(p)))
    assert point.dz[1] == pytest.approx([p - 1])
    slope = 1 - t**2
    assert point.dz[0] == pytest.approx([3 * (p - 1) * slope, -(p - 1) * slope])


@given(HIDDEN, st.sampled_from(sorted(ACTIVATIONS)), SEEDS, st.integers(0, 8))
@settings(deadline=None)
def test_a_points_numbers_are_those_of_a_batch_of_this_point_alone(hidden, activation, seed, i):
    network, X, y = case_of(hidden, activation, seed)
    point = inspect(network, X, y).of_point(i)
    alone = inspect(network, X[:, [i]], y[[i]])
    assert point.loss == pytest.approx(network.loss(X[:, [i]], y[[i]]))
    assert point.p == pytest.approx(network.predict_proba(X[:, [i]])[0])
    for mine, others in (
        (point.z, alone.trace.z),
        (point.a, alone.trace.a),
        (point.dz, alone.gradients.dz),
    ):
        for values, column in zip(mine, others, strict=True):
            assert values == pytest.approx(column[:, 0], rel=1e-9, abs=1e-12)


@given(HIDDEN, st.sampled_from(sorted(ACTIVATIONS)), SEEDS)
@settings(deadline=None)
def test_all_points_together_give_the_networks_loss_and_gradients(hidden, activation, seed):
    network, X, y = case_of(hidden, activation, seed)
    seen = inspect(network, X, y)
    assert seen.losses.shape == (9,)
    assert np.mean(seen.losses) == pytest.approx(network.loss(X, y))
    dW, db = network.gradients(X, y)
    for own, shown in zip(dW + db, seen.gradients.dW + seen.gradients.db, strict=True):
        assert np.array_equal(own, shown)


def test_points_that_do_not_fit_are_refused_and_a_point_that_is_not_there():
    with pytest.raises(ValueError, match="X must have shape"):
        inspect(Network((2, 1)), np.ones((3, 2)), np.array([0, 1]))
    with pytest.raises(IndexError):
        inspect(Network((2, 1)), np.ones((2, 2)), np.array([0, 1])).of_point(2)


# --- an update --------------------------------------------------------------------------------


@given(HIDDEN, SEEDS, st.floats(1e-3, 3), st.sampled_from(["none", "l2"]))
@settings(deadline=None)
def test_gradient_descent_moves_each_parameter_by_minus_alpha_times_its_gradient(
    hidden, seed, rate, regularization
):
    network, X, y = case_of(hidden, "tanh", seed)
    theta = joined(network.weights, network.biases)
    penalty = {"regularization": regularization, "regularization_rate": 0.1}
    update = one_update(network, X, y, rate, **penalty)
    grads = inspect(network, X, y).gradients
    dW = penalized(grads.dW, network.weights, regularization, 0.1)
    assert update.change == pytest.approx(-rate * joined(dW, grads.db), rel=1e-9, abs=1e-12)
    assert np.array_equal(update.before, theta)
    assert np.array_equal(joined(network.weights, network.biases), theta)  # nothing has moved
    moved = network.with_parameters(*parameters(update.after, network.layer_sizes))
    assert update.loss_before == network.loss(X, y, regularization, 0.1)
    assert update.loss_after == pytest.approx(moved.loss(X, y, regularization, 0.1), rel=1e-12)


def test_the_largest_change_is_named():
    network = Network((1, 1))
    network.weights = [np.array([[0.0]])]
    update = one_update(network, np.array([[5.0, -5.0]]), np.array([1, 0]), 1.0)
    assert update.largest == Parameter(0, 0, 0)
    assert update.per_layer(update.change)[0][0] == pytest.approx(np.array([[2.5]]))
    assert update.loss_after < update.loss_before


@pytest.mark.parametrize("optimizer", ["momentum", "adam"])
def test_an_optimizer_goes_on_from_what_it_remembers(optimizer):
    network, X, y = case_of([3], "tanh", 5)
    trainer = Trainer(network, X, y, optimizer=optimizer)
    for _ in range(3):
        trainer.step(0.1)
    update = one_update(network, X, y, 0.1, optimizer=optimizer, state=trainer.state)
    fresh = one_update(network, X, y, 0.1, optimizer=optimizer)
    trainer.step(0.1)
    assert np.array_equal(update.after, trainer.theta)
    assert not np.allclose(fresh.after, trainer.theta)


# --- shapes -----------------------------------------------------------------------------------


@given(HIDDEN, st.integers(1, 50), SEEDS)
@settings(deadline=None)
def test_a_gradient_has_the_shape_of_what_it_belongs_to_at_all_depths(hidden, n, seed):
    network, X, y = case_of(hidden, "tanh", seed, n)
    seen = inspect(network, X, y)
    real = {"X": X}
    for layer, arrays in enumerate(
        zip(
            network.weights,
            seen.gradients.dW,
            seen.trace.z,
            seen.trace.a[1:],
            seen.gradients.dz,
            seen.gradients.dz,
            strict=True,
        )
    ):
        low = "₁₂₃₄₅₆"[layer]
        real |= {
            letter + low: array
            for letter, array in zip(["W", "dW", "z", "a", "dz", "da"], arrays, strict=True)
        }
    found = products(network.layer_sizes, n)
    assert len(found) == 3 * len(network.weights) - 1
    for product in found:
        for block in (product.left, product.right, product.result):
            array = real[block.symbol.removesuffix("ᵀ")]
            assert block.shape == (array.T if block.symbol.endswith("ᵀ") else array).shape
        (rows, inner), (inner_too, columns) = product.left.shape, product.right.shape
        assert inner == inner_too
        assert product.result.shape == (rows, columns)
        if product.belongs_to:
            assert product.belongs_to.shape == product.result.shape
    made = [product.result.symbol for product in found]
    assert {f"d{W}" for W in real if W[0] == "W"} <= set(made)


def test_the_articles_products():
    lines = [
        f"{left.symbol} {left.shape} · {right.symbol} {right.shape} = {result.symbol} "
        f"{result.shape}{f' like {of.symbol}' if of else ''}"
        for left, right, result, of in products((2, 3, 1), 100)
    ]
    assert lines == [
        "W₁ (3, 2) · X (2, 100) = z₁ (3, 100)",
        "W₂ (1, 3) · a₁ (3, 100) = z₂ (1, 100)",
        "dz₂ (1, 100) · a₁ᵀ (100, 3) = dW₂ (1, 3) like W₂",
        "W₂ᵀ (3, 1) · dz₂ (1, 100) = da₁ (3, 100) like a₁",
        "dz₁ (3, 100) · Xᵀ (100, 2) = dW₁ (3, 2) like W₁",
    ]
