"""The penalties: large weights cost, biases are free, and the rate says how much."""

import math
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

from playground.data import generate
from playground.fast.trainer import FastTrainer
from playground.network import Network
from playground.optimizers import OPTIMIZERS
from playground.parameters import is_weight, joined
from playground.regularization import PENALTIES, penalized, penalty, soft_threshold
from playground.settings.table import SETTINGS
from playground.training import Trainer, train

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
        # At 0, where Σ|w| has no derivative, it resists the loss, which pulls by 7.
        ("l1", [[0.1, -0.1], [-0.1, 0.1]], [[-0.1, 0.1]]),
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


# --- the proximal step of "l1" --------------------------------------------------------------


of_both_kinds = pytest.mark.parametrize("kind", [Trainer, FastTrainer])
with_every_optimizer = pytest.mark.parametrize("optimizer", OPTIMIZERS)
SEEDS = st.integers(0, 2**32 - 1)


@pytest.mark.parametrize(
    ("w", "threshold", "expected"),
    [(3.0, 1.0, 2.0), (-3.0, 1.0, -2.0), (0.5, 1.0, 0.0), (-1.0, 1.0, 0.0), (-3.0, 0.0, -3.0)],
)
def test_soft_thresholds_worked_by_hand(w, threshold, expected):
    assert soft_threshold(np.array([w]), threshold).tolist() == [expected]


def step_by_hand(optimizer, w, g, memory, t, rate, penalty_rate):
    """Return w and the memory after step t, as the documentation says it in plain numbers."""

    def pulled(w, size):
        return math.copysign(max(abs(w) - size * penalty_rate, 0), w)

    first, second = memory
    if optimizer == "gradient_descent":
        return pulled(w - rate * g, rate), memory
    if optimizer == "momentum":  # first is the step that was really made
        after = pulled(w - rate * g + 0.9 * first, rate)
        return after, (after - w, 0)
    if optimizer == "rmsprop":
        first = 0.9 * first + 0.1 * g**2
        size = rate / (math.sqrt(first) + 1e-8)
        return pulled(w - size * g, size), (first, 0)
    first, second = 0.9 * first + 0.1 * g, 0.999 * second + 0.001 * g**2
    size = rate * math.sqrt(1 - 0.999**t) / (math.sqrt(second) + 1e-8)
    return pulled(w - size * first / (1 - 0.9**t), size), (first, second)


@of_both_kinds
@with_every_optimizer
@given(seed=SEEDS, rate=st.floats(1e-3, 1), penalty_rate=st.floats(0, 1))
@settings(deadline=None, max_examples=20)
def test_every_step_is_the_documented_one(kind, optimizer, seed, rate, penalty_rate):
    X, y = generate("moons", 30, seed=seed)
    network, sizes = Network((2, 3, 1), seed=seed), (2, 3, 1)
    trainer = kind(
        network, X, y, optimizer=optimizer, regularization="l1", regularization_rate=penalty_rate
    )
    memory = [(0.0, 0.0)] * trainer.theta.size
    for t in range(1, 6):
        before = trainer.theta.tolist()
        gradient = joined(*network.gradients(X, y)).tolist()
        trainer.run(t - 1, 1, rate)
        for index, weighs in enumerate(is_weight(sizes)):
            expected, memory[index] = step_by_hand(
                optimizer,
                before[index],
                gradient[index],
                memory[index],
                t,
                rate,
                penalty_rate * weighs,
            )
            assert trainer.theta[index] == pytest.approx(expected, rel=1e-7, abs=1e-7)


# Rates with which the optimizers come to rest on these points.
RATES = {
    "gradient_descent": st.floats(0.05, 2),
    "momentum": st.floats(0.05, 1),
    "rmsprop": st.floats(0.002, 0.02),
    "adam": st.floats(0.005, 0.05),
}


@of_both_kinds
@with_every_optimizer
@given(
    data=st.data(),
    hidden=st.lists(st.integers(1, 8), max_size=3),
    activation=st.sampled_from(["tanh", "sigmoid"]),
    batch_size=st.sampled_from([None, 10]),
    seed=SEEDS,
)
@settings(deadline=None, max_examples=15)
def test_a_large_penalty_makes_all_weights_exactly_0_for_good(
    kind, optimizer, data, hidden, activation, batch_size, seed
):
    X, y = generate("moons", 40, seed=seed)
    rate = data.draw(RATES[optimizer])
    penalty_rate = data.draw(st.floats(max(3, 2 / rate), 1e5))
    network = Network((2, *hidden, 1), activation, seed)
    choices = {"regularization": "l1", "regularization_rate": penalty_rate}
    trainer = kind(network, X, y, optimizer=optimizer, batch_size=batch_size, seed=seed, **choices)
    record = np.empty((60, trainer.state.size))
    trainer.run(0, 60, rate, record)
    weights = record[:, : trainer.theta.size][:, is_weight(network.layer_sizes) == 1]
    assert not weights[30:].any()
    if batch_size is None:  # else the output's bias goes to and fro with the labels of a batch
        # Nothing is lost against a network that answers "one half" everywhere.
        assert network.loss(X, y, **choices) <= math.log(2) + 1e-3


@of_both_kinds
@with_every_optimizer
@given(seed=SEEDS, penalty_rate=st.floats(1e-3, 1))
@settings(deadline=None, max_examples=30)
def test_a_weight_leaves_0_only_if_the_loss_pulls_harder_than_the_penalty(
    kind, optimizer, seed, penalty_rate
):
    random = np.random.RandomState(seed)
    X, y = random.standard_normal((4, 20)), random.randint(0, 2, 20)
    network = Network((4, 1), initialization="zeros")
    dW, _ = network.gradients(X, y)
    resists = np.abs(dW[0]) <= penalty_rate
    assert np.array_equal(network.gradients(X, y, "l1", penalty_rate)[0][0] == 0, resists)
    trainer = kind(
        network, X, y, optimizer=optimizer, regularization="l1", regularization_rate=penalty_rate
    )
    trainer.run(0, 1, 0.01)
    assert np.array_equal(network.weights[0] == 0, resists)


@pytest.mark.parametrize("optimizer", ["gradient_descent", "momentum"])
def test_at_the_default_rate_a_penalty_of_1_is_not_overshot(optimizer):
    X, y = generate("moons")
    network = Network((2, 3, 1))
    choices = {"regularization": "l1", "regularization_rate": 1.0}
    train(network, X, y, 100, optimizer=optimizer, **choices)
    assert network.loss(X, y, **choices) == pytest.approx(math.log(2), abs=1e-3)


# --- the same penalty in scikit-learn --------------------------------------------------------


NOISY = generate("moons", 60, noise=0.3, seed=1)


@with_every_optimizer
@pytest.mark.parametrize("regularization", ["l1", "l2"])
@pytest.mark.parametrize("penalty_rate", [0.003, 0.03, 0.1])
def test_without_a_hidden_layer_the_least_loss_is_scikit_learns(
    optimizer, regularization, penalty_rate
):
    X, y = NOISY
    twin = LogisticRegression(
        C=1 / (penalty_rate * y.size),
        l1_ratio={"l1": 1, "l2": 0}[regularization],
        solver="saga",
        tol=1e-12,
        max_iter=100_000,
        random_state=0,
    ).fit(X.T, y)
    network = Network((2, 1), initialization="zeros")
    choices = {"regularization": regularization, "regularization_rate": penalty_rate}
    trainer = FastTrainer(network, X, y, optimizer=optimizer, **choices)
    rate = {"gradient_descent": 1.0, "momentum": 0.5, "rmsprop": 0.001, "adam": 0.02}[optimizer]
    # Adam and RMSProp never rest for good: of all states, that with the least loss counts.
    found = []
    for epoch in range(0, 8000, 20):
        trainer.run(epoch, 20, rate)
        found.append((network.loss(X, y, **choices), trainer.theta.tolist()))
    loss, (*weights, bias) = min(found)
    bound = 10 * rate if optimizer == "rmsprop" else 1e-4
    assert weights == pytest.approx(twin.coef_[0], abs=bound)
    assert [bias] == pytest.approx(twin.intercept_, abs=bound)
    best = network.with_parameters([twin.coef_], [twin.intercept_[:, None]]).loss(X, y, **choices)
    assert loss == pytest.approx(best, abs=bound**2)


@pytest.mark.parametrize("penalty_rate", [0.001, 0.1])
def test_with_hidden_layers_alpha_is_the_rate_times_the_number_of_points(penalty_rate):
    X, y = NOISY
    network = Network((2, 4, 3, 1), seed=2)
    twin = MLPClassifier(
        hidden_layer_sizes=(4, 3),
        activation="tanh",
        solver="sgd",
        alpha=penalty_rate * y.size,
        batch_size=y.size,
        learning_rate_init=0.5,
        momentum=0,
        nesterovs_momentum=False,
        shuffle=False,
        tol=0,
        random_state=0,
    )
    twin.partial_fit(X.T, y, classes=[0, 1])
    for W, b, coefs, intercepts in zip(
        network.weights, network.biases, twin.coefs_, twin.intercepts_, strict=True
    ):
        coefs[...], intercepts[...] = W.T, b[:, 0]
    trainer = Trainer(network, X, y, regularization="l2", regularization_rate=penalty_rate)
    for _ in range(50):
        loss = network.loss(X, y, "l2", penalty_rate)
        trainer.step(0.5)
        twin.partial_fit(X.T, y)
        assert loss == pytest.approx(twin.loss_, rel=1e-10)
    for W, coefs in zip(network.weights, twin.coefs_, strict=True):
        np.testing.assert_allclose(W, coefs.T, rtol=0, atol=1e-10)


# --- what is refused -------------------------------------------------------------------------


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
