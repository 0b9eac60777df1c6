"""The page's trainer: the same numbers as the readable one, and the way back and forth."""

import warnings
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.activations import ACTIVATIONS, Activation
from playground.data import SHAPES, generate
from playground.fast.forward import FixedInputForward
from playground.fast.trainer import FastTrainer
from playground.network import INITIALIZATIONS, Network
from playground.optimizers import OPTIMIZERS
from playground.outputs import OUTPUTS
from playground.regularization import PENALTIES
from playground.training import Trainer, train

MOONS = generate("moons")
LAYER_SIZES = [(2, 1), (2, 3, 1), (2, 32, 1), (2, 4, 3, 1), (2, 3, 5, 2, 4, 1)]

activations = st.sampled_from(sorted(ACTIVATIONS))
hidden_layers = st.lists(st.integers(1, 16), max_size=4)
seeds = st.integers(0, 2**32 - 1)
numbers_of_points = st.integers(1, 300)


def vector(network):
    """Return the parameters in the order of `FastTrainer.theta`, collected in a slow, plain way."""
    units = [
        [*W[unit], b[unit, 0]]
        for W, b in zip(network.weights, network.biases, strict=True)
        for unit in range(len(W))
    ]
    return np.concatenate(units)


def random_points(n, seed):
    """Return n points of standard deviation 1, half of them of each class, all mixed."""
    random = np.random.RandomState(seed)
    return random.standard_normal((2, n)), random.permutation(n) % 2


def assert_close(ours, theirs):
    assert np.abs(ours - theirs).max(initial=0) <= 1e-12 * max(1, np.abs(theirs).max(initial=0))


# --- the same numbers as the readable trainer --------------------------------------------
#
# What is promised is one update: from the same state, both take the same step, but for the
# rounding of sums that are added in another order. Nothing is promised of whole runs: where
# descent is not tame, any round-off grows. With the default settings and seed 3, one bit more
# or less in a first weight of `Trainer` itself changes the moons' loss after 1000 epochs in its
# fourth digit.


@st.composite
def points(draw):
    """Return the points of some shape, or random ones that none separates, and their labels."""
    n, seed = draw(numbers_of_points), draw(seeds)
    shape = draw(st.sampled_from(["random", *SHAPES]))
    return random_points(n, seed) if shape == "random" else generate(shape, max(n, 2), seed=seed)


def assert_same_update(fast, readable, rate):
    """Fail unless both make the same update from the state of *fast*."""
    begin, size = fast.state.copy(), fast.theta.size
    fast.run(0, 1, rate)
    expected = update(readable, begin, rate)
    bound = np.full(begin.size, 1e-12)
    bound[:size] *= max(1, np.abs(expected[:size]).max())
    bound[size:] *= max(1, np.abs(expected[size:]).max(initial=0))
    # With large weights in many layers, the step depends so much on the last digits of all
    # numbers that `Trainer` itself takes another one if a weight is changed in its last digit.
    changed = begin.copy()
    changed[:size] *= 1 + 1e-15 * np.random.RandomState(0).choice([-1, 1], size)
    bound += 100 * np.abs(update(readable, changed, rate) - expected).max()
    if readable.optimizer in ("rmsprop", "adam"):
        # They divide by the usual size of the gradient, and with it the digits that differ.
        square = {"rmsprop": 1, "adam": 2}[readable.optimizer] * size
        largest = max(1, np.abs(gradient_of(readable, begin)).max())
        bound[:size] += 2 * rate * 1e-13 * largest / (np.sqrt(expected[square:][:size]) + 1e-8)
    assert np.all(np.abs(fast.state - expected) <= bound)


def update(trainer, state, rate):
    """Return the state after one update from this one."""
    trainer.state[:] = state
    trainer.run(0, 1, rate)
    return trainer.state.copy()


def gradient_of(trainer, state):
    """Return the derivatives of the loss by all parameters."""
    trainer.state[:] = state
    dW, db = trainer.network.gradients(trainer.X, trainer.y)
    return np.concatenate([array.ravel() for array in dW + db])


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("regularization", PENALTIES)
@given(
    data=points(),
    hidden=hidden_layers,
    seed=seeds,
    rate=st.floats(1e-6, 3),
    penalty_rate=st.floats(0, 3),
    initialization=st.sampled_from(sorted(INITIALIZATIONS)),
)
@settings(deadline=None, max_examples=15)
def test_every_update_is_the_trainers(
    activation, optimizer, regularization, data, hidden, seed, rate, penalty_rate, initialization
):
    choices = {
        "optimizer": optimizer,
        "regularization": regularization,
        "regularization_rate": penalty_rate,
    }
    networks = [
        Network((2, *hidden, 1), activation, seed, initialization=initialization) for _ in range(2)
    ]
    fast = FastTrainer(networks[0], *data, **choices)
    readable = Trainer(networks[1], *data, **choices)
    for _ in range(10):
        assert_same_update(fast, readable, rate)
        if np.abs(fast.state).max() > 1e6:  # no update is small against such numbers
            break


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("regularization", PENALTIES)
@given(
    data=points(),
    hidden=hidden_layers,
    activation=activations,
    batch_size=st.integers(1, 300),
    seed=seeds,
    rate=st.floats(1e-6, 3),
)
@settings(deadline=None, max_examples=10)
def test_an_epoch_is_an_update_for_each_batch_of_the_documented_order_in_every_bit(
    optimizer, regularization, data, hidden, activation, batch_size, seed, rate
):
    X, y = data
    choices = {
        "optimizer": optimizer,
        "regularization": regularization,
        "regularization_rate": 0.01,
    }
    network = Network((2, *hidden, 1), activation, seed)
    whole = FastTrainer(network, X, y, batch_size=batch_size, seed=seed, **choices)
    expected = whole.state.copy()
    for epoch in range(2):
        order = np.random.RandomState([seed, epoch]).permutation(y.size)
        if batch_size >= y.size:
            order = np.arange(y.size)
        for begin in range(0, y.size, batch_size):
            batch = order[begin : begin + batch_size]
            one = FastTrainer(
                Network(network.layer_sizes, activation), X[:, batch], y[batch], **choices
            )
            one.state[:] = expected
            one.run(0, 1, rate)
            expected = one.state
    whole.run(0, 2, rate)
    assert np.array_equal(whole.state, expected, equal_nan=True)


@given(hidden_layers, numbers_of_points, seeds, st.floats(1e-6, 0.01))
@settings(deadline=None)
def test_ten_epochs_are_the_trainers_at_a_low_rate(hidden, n, seed, learning_rate):
    X, y = random_points(n, seed)
    network, readable = (Network((2, *hidden, 1), seed=seed) for _ in range(2))
    FastTrainer(network, X, y).run(0, 10, learning_rate)
    train(readable, X, y, 10, learning_rate)
    assert_close(vector(network), vector(readable))


# A network whose hidden layers answer with 1e-2, 1e-4, 1e-6 ...: RMSProp divides by the size of
# its gradients, so that no digit of them may be lost.


def rmsprop_with_80_bits(network, X, y, rate, batch_size, epochs, seed):
    """Train as the documentation says, in plain loops and with 80-bit numbers; return theta."""
    weights = [W.astype(np.longdouble) for W in network.weights]
    biases = [b.astype(np.longdouble) for b in network.biases]
    parameters = [array for layer in zip(weights, biases, strict=True) for array in layer]
    squares = [np.zeros_like(array) for array in parameters]
    for epoch in range(epochs):
        order = np.random.RandomState([seed, epoch]).permutation(y.size)
        for begin in range(0, y.size, batch_size):
            batch = order[begin : begin + batch_size]
            a = [X[:, batch].astype(np.longdouble)]
            for W, b in zip(weights, biases, strict=True):
                z = W @ a[-1] + b
                a.append(np.tanh(z))
            dz = np.where(y[batch] == 1, -1 / (1 + np.exp(z)), 1 / (1 + np.exp(-z)))
            gradients = []
            for layer in reversed(range(len(weights))):
                gradients[:0] = [dz @ a[layer].T / batch.size, dz.mean(axis=1, keepdims=True)]
                dz = (weights[layer].T @ dz) * (1 - a[layer] ** 2)
            for array, square, g in zip(parameters, squares, gradients, strict=True):
                square[:] = np.longdouble("0.9") * square + np.longdouble("0.1") * g**2
                array -= np.longdouble(rate) * g / (np.sqrt(square) + np.longdouble("1e-8"))
    layers = zip(weights, biases, strict=True)
    return np.concatenate([np.hstack(layer).ravel() for layer in layers])


@pytest.mark.skipif(np.finfo(np.longdouble).nmant < 63, reason="needs more digits than a float")
@pytest.mark.parametrize("kind", [Trainer, FastTrainer])
def test_rmsprop_goes_its_way_through_tiny_activations(kind):
    X, y = MOONS
    network = Network((2, 4, 4, 4, 4, 4, 1), seed=1, initialization="article")
    exact = rmsprop_with_80_bits(network, X, y, "0.002", batch_size=10, epochs=40, seed=1)
    trainer = kind(network, X, y, optimizer="rmsprop", batch_size=10, seed=1)
    trainer.run(0, 40, 0.002)
    assert np.abs(trainer.theta - exact).max() < 1e-6


@pytest.mark.parametrize("n", [40, 4000])  # products by dot and matmul, products by einsum
def test_every_product_is_right_whatever_computes_it(n):
    X, y = random_points(n, seed=0)
    network, readable = Network((2, 9, 7, 1)), Network((2, 9, 7, 1))
    fast = FastTrainer(network, X, y)
    fast.run(0, 3, 0.1)
    train(readable, X, y, 3, 0.1)
    assert_close(fast.theta, vector(readable))


@pytest.mark.parametrize("hidden", [(3,), (4, 3)])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("batch_size", [None, 30])
def test_zero_weights_stay_exactly_zero(hidden, optimizer, batch_size):
    # They cannot break the symmetry; a tanh(0) of 1e-16 would.
    network = Network((2, *hidden, 1), initialization="zeros")
    X, y = generate("moons", balance=0.3)
    FastTrainer(network, X, y, optimizer=optimizer, batch_size=batch_size).run(0, 100, 0.1)
    assert not any(W.any() for W in network.weights)
    assert not any(b.any() for b in network.biases[:-1])
    assert network.biases[-1].any()


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_from_zeros_all_units_of_a_layer_stay_alike_with_sigmoids_too(optimizer):
    network = Network((2, 4, 3, 1), "sigmoid", initialization="zeros")
    X, y = generate("circles", balance=0.3)
    FastTrainer(network, X, y, optimizer=optimizer).run(0, 50, 0.05)
    assert all(W.any() for W in network.weights)
    for W in network.weights:
        np.testing.assert_allclose(W, np.broadcast_to(W[:1], W.shape), rtol=1e-9)


# --- activations and outputs that have no kernel ------------------------------------------


SWISH = Activation(
    function=lambda z: z / (1 + np.exp(-z)),
    derivative=lambda z, a: (1 + np.exp(-z) + z * np.exp(-z)) / (1 + np.exp(-z)) ** 2,
)


def softmax(z):
    e = np.exp(z - z.max(axis=0))
    return e / e.sum(axis=0)


SOFTMAX = OUTPUTS["sigmoid"]._replace(
    function=softmax,
    loss=lambda z, y: float(-np.mean(np.log(softmax(z)[y.astype(int), np.arange(y.size)]))),
    delta=lambda a, y: a - (np.arange(len(a))[:, None] == y),
    decision=lambda a: a.argmax(axis=0),
    units=3,
    classes=(0, 1, 2),
)


@pytest.fixture
def made_up(monkeypatch):
    """Put an activation and an output that nobody has heard of into the registries."""
    monkeypatch.setitem(ACTIVATIONS, "swish", SWISH)
    monkeypatch.setitem(OUTPUTS, "softmax", SOFTMAX)


@pytest.mark.usefixtures("made_up")
@pytest.mark.parametrize("activation", ["swish", "tanh", "linear"])
@pytest.mark.parametrize("output", ["softmax", "sigmoid"])
@pytest.mark.parametrize("hidden", [(), (1,), (5,), (4, 3)])
@pytest.mark.parametrize("batch_size", [None, 30])
@pytest.mark.parametrize("regularization", PENALTIES)
def test_an_activation_and_an_output_need_no_kernel_and_no_single_unit(
    activation, output, hidden, batch_size, regularization
):
    X = MOONS[0]
    y = np.arange(100) % len(OUTPUTS[output].classes)
    networks = [
        Network((2, *hidden, OUTPUTS[output].units), activation, seed=3, output=output)
        for _ in range(2)
    ]
    choices = {
        "batch_size": batch_size,
        "regularization": regularization,
        "regularization_rate": 0.01,
    }
    fast = FastTrainer(networks[0], X, y, **choices)
    readable = Trainer(networks[1], X, y, **choices)
    fast.run(0, 3, 0.1)
    readable.run(0, 3, 0.1)
    assert_close(fast.state, readable.state)
    for ours, theirs in zip(
        FixedInputForward(X).of(networks[0]), networks[0].forward(X).a, strict=True
    ):
        assert_close(ours, theirs)


# --- one vector of parameters ------------------------------------------------------------


@pytest.mark.parametrize("layer_sizes", LAYER_SIZES)
def test_theta_holds_unit_by_unit_the_weights_and_then_the_bias(layer_sizes):
    network = Network(layer_sizes, seed=1)
    for bias in network.biases:
        bias[:] = np.arange(bias.size)[:, None]
    before = vector(network)
    fast = FastTrainer(network, *MOONS)
    assert fast.theta.dtype == np.float64
    assert np.array_equal(fast.theta, before)
    assert np.array_equal(vector(network), before)
    for (inputs, units), W, b in zip(
        pairwise(layer_sizes), network.weights, network.biases, strict=True
    ):
        assert W.shape == (units, inputs)
        assert b.shape == (units, 1)


def test_the_network_always_shows_the_newest_parameters():
    X, y = MOONS
    network = Network((2, 3, 1))
    fast = FastTrainer(network, X, y)
    weights, biases = network.weights, network.biases
    seen = set()
    for _ in range(3):
        fast.run(0, 1, 1.2)
        assert np.array_equal(vector(network), fast.theta)
        seen.add(network.loss(X, y))
    assert len(seen) == 3
    assert network.weights is weights
    assert network.biases is biases
    network.weights[1][0, 2] = 7  # row 0 of the second layer, after 3 units of 3 numbers each
    assert fast.theta[9 + 2] == 7


def test_trainers_on_the_same_points_do_not_disturb_each_other():
    alone, first, second = (Network((2, 3, 1), seed=1) for _ in range(3))
    FastTrainer(alone, *MOONS).run(0, 20, 1.2)
    both = [FastTrainer(network, *MOONS) for network in (first, second)]
    for _ in range(20):
        for fast in both:
            fast.run(0, 1, 1.2)
    assert np.array_equal(vector(first), vector(alone))
    assert np.array_equal(vector(second), vector(alone))


@pytest.mark.parametrize(
    ("optimizer", "moments", "counts"),
    [("gradient_descent", 0, 0), ("momentum", 1, 0), ("rmsprop", 1, 0), ("adam", 2, 1)],
)
def test_the_state_holds_theta_the_moments_and_the_count(optimizer, moments, counts):
    fast = FastTrainer(Network((2, 3, 1)), *MOONS, optimizer=optimizer, batch_size=30)
    size = fast.theta.size
    assert fast.state.shape == ((1 + moments) * size + counts,)
    assert fast.state.dtype == np.float64
    assert np.shares_memory(fast.theta, fast.state)
    assert np.array_equal(fast.state[:size], fast.theta)
    assert not fast.state[size:].any()
    fast.run(0, 3, 0.1)
    assert np.array_equal(fast.state[:size], fast.theta)
    assert (fast.state[size : (1 + moments) * size] != 0).all()
    if counts:
        assert fast.state[-1] == 3 * 4  # 100 points in batches of 30: 4 steps an epoch


def test_the_moments_are_those_of_the_optimizer():
    X, y = MOONS
    for name, (update, n_moments, *_) in OPTIMIZERS.items():
        network = Network((2, 3, 1))
        fast = FastTrainer(network, X, y, optimizer=name)
        expected = [np.zeros_like(fast.theta)] * n_moments
        for step in range(5):
            W, b = network.gradients(X, y)
            g = np.concatenate([np.hstack(layer).ravel() for layer in zip(W, b, strict=True)])
            theta, *expected = update(fast.theta.copy(), g, 0.1, step + 1, *expected)
            fast.run(step, 1, 0.1)
            np.testing.assert_allclose(fast.theta, theta, rtol=1e-9, atol=1e-12)
            state = np.concatenate([theta, *expected])
            np.testing.assert_allclose(fast.state[: state.size], state, rtol=1e-9, atol=1e-12)


# --- slices, records, the way back -------------------------------------------------------


CHOICES = [
    {"optimizer": optimizer, "batch_size": batch_size, "regularization": regularization}
    for optimizer in OPTIMIZERS
    for batch_size in (None, 30)
    for regularization in ("none", "l2")
]
choices_of_all_kinds = pytest.mark.parametrize("choices", CHOICES)


def start(layer_sizes, choices, seed=3):
    """Return a trainer on the moons; called again, the same one."""
    return FastTrainer(
        Network(layer_sizes, seed=seed), *MOONS, **choices, regularization_rate=0.01, seed=6
    )


@choices_of_all_kinds
@pytest.mark.parametrize("layer_sizes", LAYER_SIZES)
def test_epoch_by_epoch_or_in_one_go_is_the_same_in_every_bit(layer_sizes, choices):
    whole, stepped, sliced = (start(layer_sizes, choices) for _ in range(3))
    whole.run(0, 60, 0.2)
    for epoch in range(60):
        stepped.run(epoch, 1, 0.2)
    sliced.run(0, 25, 0.2)
    sliced.run(25, 35, 0.2)
    assert np.array_equal(stepped.state, whole.state)
    assert np.array_equal(sliced.state, whole.state)


@choices_of_all_kinds
@pytest.mark.parametrize("layer_sizes", LAYER_SIZES)
def test_the_record_holds_the_state_after_every_epoch(layer_sizes, choices):
    recorded, stepped = (start(layer_sizes, choices) for _ in range(2))
    record = np.full((12, recorded.state.size), np.nan)
    recorded.run(0, 10, 0.2, record)
    for epoch, row in enumerate(record[:10]):
        stepped.run(epoch, 1, 0.2)
        assert np.array_equal(row, stepped.state)
    assert np.isnan(record[10:]).all()


@given(hidden_layers, seeds, st.integers(0, 9), st.floats(1e-3, 100), st.sampled_from(CHOICES))
@settings(deadline=None, max_examples=50)
def test_from_any_moment_it_goes_on_as_it_did(hidden, seed, moment, learning_rate, choices):
    fast = start((2, *hidden, 1), choices, seed)
    record, again = np.empty((2, 10, fast.state.size))
    fast.run(0, 10, learning_rate, record)
    fast.state[:] = record[moment]
    fast.run(moment + 1, 9 - moment, learning_rate, again)
    assert np.array_equal(again[: 9 - moment], record[moment + 1 :], equal_nan=True)


def test_the_points_are_shuffled_anew_in_every_epoch():
    states = []
    for epoch in range(5):
        fast = start((2, 3, 1), {"batch_size": 30})
        fast.run(epoch, 1, 0.2)
        states.append(fast.state.tobytes())
    assert len(set(states)) == 5


@pytest.mark.parametrize("batch_size", [100, 101, 20_000])
def test_a_batch_of_n_or_more_is_the_full_batch_in_every_bit(batch_size):
    full, large = start((2, 3, 1), {}), start((2, 3, 1), {"batch_size": batch_size})
    full.run(0, 20, 1.2)
    large.run(0, 20, 1.2)
    assert np.array_equal(large.state, full.state)


@pytest.mark.parametrize("batch_size", [None, 30])
def test_the_activation_may_change_between_runs(batch_size):
    network, readable = Network((2, 4, 3, 1)), Network((2, 4, 3, 1))
    fast = FastTrainer(network, *MOONS, batch_size=batch_size)
    trainer = Trainer(readable, *MOONS, batch_size=batch_size)
    theta = fast.theta
    for turn, activation in enumerate([*ACTIVATIONS, "tanh"]):
        network.activation = readable.activation = activation
        fast.run(3 * turn, 3, 0.1)
        for _ in range(3):
            trainer.step(0.1)
        assert_close(fast.theta, vector(readable))
    assert fast.theta is theta
    assert np.array_equal(vector(network), theta)


@pytest.mark.parametrize("regularization", ["l1", "l2"])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_regularization_rate_may_change_between_runs(regularization, optimizer):
    choices = {"optimizer": optimizer, "regularization": regularization, "batch_size": 30}
    network, readable = Network((2, 3, 1)), Network((2, 3, 1))
    fast, trainer = FastTrainer(network, *MOONS, **choices), Trainer(readable, *MOONS, **choices)
    for epoch, rate in enumerate((0.0, 0.3, 0.01)):
        fast.regularization_rate = trainer.regularization_rate = rate
        fast.run(epoch, 1, 0.01)
        trainer.step(0.01)
        np.testing.assert_allclose(fast.theta, vector(readable), rtol=0, atol=1e-10)


def test_the_learning_rate_may_change_between_runs():
    network, readable = Network((2, 3, 1)), Network((2, 3, 1))
    fast = FastTrainer(network, *MOONS)
    for rate in (1.2, 0.1, 3.0):
        fast.run(0, 5, rate)
        train(readable, *MOONS, 5, rate)
    assert_close(fast.theta, vector(readable))


def test_no_epochs_change_nothing():
    fast = FastTrainer(Network((2, 3, 1)), *MOONS)
    before = fast.theta.copy()
    fast.run(0, 0, 1.2)
    assert np.array_equal(fast.theta, before)


def test_points_and_labels_are_never_changed():
    X, y = generate("circles")
    before = X.tobytes(), y.tobytes()
    X.flags.writeable = y.flags.writeable = False
    FastTrainer(Network((2, 3, 1)), X, y).run(0, 20, 1.2)
    assert (X.tobytes(), y.tobytes()) == before
    labels = y.astype(np.float64)  # the network's checks hand such an array on as it is
    FastTrainer(Network((2, 3, 1)), X, labels).run(0, 20, 1.2)
    assert np.array_equal(labels, y)


# --- what cannot go well -----------------------------------------------------------------


@pytest.mark.parametrize("layer_sizes", LAYER_SIZES)
@pytest.mark.parametrize("rate", [1e3, 1e100, 1e308, 5e-324])
def test_extreme_rates_raise_no_warning_and_leave_a_way_back(layer_sizes, rate):
    fast = FastTrainer(Network(layer_sizes), *MOONS)
    begin = fast.theta.copy()
    before = np.geterr()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fast.run(0, 50, rate)
        assert np.geterr() == before
        fast.theta[:] = begin
        fast.run(0, 50, 1.2)
    fresh = FastTrainer(Network(layer_sizes), *MOONS)
    fresh.run(0, 50, 1.2)
    assert np.array_equal(fast.theta, fresh.theta)


@pytest.mark.parametrize(
    ("X", "y", "message"),
    [
        (np.zeros((3, 4)), np.zeros(4), "X must have shape"),
        (np.zeros((2, 4)), np.zeros(3), "y must hold one label per column"),
        (np.full((2, 4), np.nan), np.zeros(4), "X must hold only finite numbers"),
        (np.zeros((2, 4)), np.full(4, 2), "y must hold only the labels 0 and 1"),
    ],
)
def test_samples_that_do_not_fit_are_refused(X, y, message):
    with pytest.raises(ValueError, match=message):
        FastTrainer(Network((2, 3, 1)), X, y)


# --- the article's insights --------------------------------------------------------------


@pytest.mark.parametrize("seed", range(20))
def test_three_hidden_units_separate_the_moons_and_one_not_the_circles(seed):
    for shape, units in (("moons", 3), ("circles", 1)):
        X, y = generate(shape, seed=seed)
        network = Network((2, units, 1), seed=seed)
        FastTrainer(network, X, y).run(0, 1000, 1.2)
        if shape == "moons":
            assert network.accuracy(X, y) == 1.0
        else:
            assert network.accuracy(X, y) < 0.8
