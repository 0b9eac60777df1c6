"""Training: the article's and scikit-learn's steps, in slices or in one go."""

import doctest
import re
import warnings
from itertools import chain

import numpy as np
import oracle_listing as listing
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.neural_network import MLPClassifier

from playground import training
from playground.data import SHAPES, generate
from playground.fast import trainer as trainer_module
from playground.fast.trainer import FastTrainer
from playground.network import INITIALIZATIONS, Network
from playground.optimizers import OPTIMIZERS
from playground.parameters import parameters as views
from playground.regularization import PENALTIES
from playground.training import DivergedError, Trainer, TrainerProtocol, train

CIRCLES = generate("circles")
MOONS = generate("moons")


def parameters(network):
    """Return all weights and biases as bytes: equal means equal in every bit."""
    return [parameter.tobytes() for parameter in network.weights + network.biases]


# --- the same numbers as others get ------------------------------------------------------


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("hidden_units", [1, 3, 16])
@pytest.mark.parametrize("initialization", INITIALIZATIONS)
def test_two_layers_train_as_the_listing_does_in_every_bit(shape, hidden_units, initialization):
    X, y = generate(shape, seed=2)
    network = Network((2, hidden_units, 1), seed=1, initialization=initialization)
    (W1, W2), (b1, b2) = network.weights, network.biases
    expected = listing.train(X, y, W1, b1, W2, b2, epochs=100, learning_rate=1.2)
    train(network, X, y, epochs=100)
    (W1, W2), (b1, b2) = network.weights, network.biases
    for ours, theirs in zip((W1, b1, W2, b2), expected, strict=True):
        assert np.all(ours == theirs)


def scikit_learn_twin(layer_sizes, X, y, learning_rate):
    """Return an MLPClassifier that steps as a network of these sizes does.

    Its optimizer remembers the arrays of the first call, so that weights can be written into
    them; without momentum that first call leaves no other trace.
    """
    twin = MLPClassifier(
        hidden_layer_sizes=layer_sizes[1:-1],
        activation="tanh",
        solver="sgd",
        alpha=0,
        batch_size=X.shape[1],
        learning_rate_init=learning_rate,
        momentum=0,
        nesterovs_momentum=False,
        shuffle=False,
        tol=0,
        random_state=0,
    )
    return twin.partial_fit(X.T, y, classes=[0, 1])


def write_weights(network, twin):
    """Write the network's weights and biases into an MLPClassifier."""
    for layer, (W, b) in enumerate(zip(network.weights, network.biases, strict=True)):
        twin.coefs_[layer][...] = W.T
        twin.intercepts_[layer][...] = b[:, 0]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    ("hidden", "learning_rate"), [((3,), 1.2), ((8,), 0.1), ((4, 3), 1.2), ((3, 3, 2), 0.1)]
)
@given(seed=st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=5)
def test_every_step_is_scikit_learns_step(shape, hidden, learning_rate, seed):
    X, y = generate(shape, seed=seed)
    network = Network((2, *hidden, 1), seed=seed)
    twin = scikit_learn_twin(network.layer_sizes, X, y, learning_rate)
    trainer = Trainer(network, X, y)
    for _ in range(20):
        write_weights(network, twin)
        before = parameters(network)
        loss = trainer.step(learning_rate)
        twin.partial_fit(X.T, y)
        assert loss == pytest.approx(twin.loss_, rel=1e-10)
        assert parameters(network) != before
        for layer, (W, b) in enumerate(zip(network.weights, network.biases, strict=True)):
            np.testing.assert_allclose(W, twin.coefs_[layer].T, rtol=0, atol=1e-12)
            np.testing.assert_allclose(b[:, 0], twin.intercepts_[layer], rtol=0, atol=1e-12)
    np.testing.assert_allclose(network.predict_proba(X), twin.predict_proba(X.T)[:, 1], atol=1e-9)


def test_one_step_goes_against_the_gradient():
    X, y = MOONS
    network = Network((2, 3, 1))
    before = network.weights + network.biases
    dW, db = network.gradients(X, y)
    Trainer(network, X, y).step(0.5)
    for old, gradient, new in zip(before, dW + db, network.weights + network.biases, strict=True):
        assert np.array_equal(new, old - 0.5 * gradient)


# --- slices, repeats, histories ----------------------------------------------------------


@pytest.mark.parametrize("layer_sizes", [(2, 1), (2, 3, 1), (2, 4, 3, 1)])
def test_step_by_step_in_slices_or_in_one_go_is_the_same_in_every_bit(layer_sizes):
    X, y = MOONS
    whole, stepped, sliced = (Network(layer_sizes, seed=3) for _ in range(3))
    history = train(whole, X, y, epochs=60)

    trainer = Trainer(stepped, X, y)
    losses = [trainer.step() for _ in range(60)]
    assert trainer.epoch == 60
    assert parameters(stepped) == parameters(whole)
    assert losses == history[:-1]

    train(sliced, X, y, epochs=25)
    train(sliced, X, y, epochs=35)
    assert parameters(sliced) == parameters(whole)


def test_the_same_seeds_give_the_same_training():
    runs = []
    for _ in range(2):
        network = Network((2, 3, 1), seed=9)
        losses = train(network, *generate("circles", seed=9), epochs=50)
        runs.append((losses, parameters(network)))
    assert runs[0] == runs[1]


def test_by_default_training_is_the_articles():
    X, y = MOONS
    default, spelled_out = Network((2, 3, 1)), Network((2, 3, 1))
    assert train(default, X, y) == train(spelled_out, X, y, epochs=1000, learning_rate=1.2)
    assert parameters(default) == parameters(spelled_out)


def test_the_history_holds_the_loss_after_0_1_2_epochs():
    X, y = generate("blobs")
    network = Network((2, 1, 1))
    expected = [network.loss(X, y)]
    history = train(
        network, X, y, epochs=30, on_epoch=lambda epoch, net: expected.append(net.loss(X, y))
    )
    assert history == expected
    # One line separates the blobs, and the rate is small for them: the loss only falls.
    assert np.all(np.diff(history) < 0)


def test_the_caller_is_told_of_every_epoch_once_it_is_done():
    X, y = MOONS
    calls = []
    network = Network((2, 3, 1))
    train(network, X, y, 4, on_epoch=lambda epoch, net: calls.append((epoch, net, parameters(net))))
    assert [epoch for epoch, *_ in calls] == [1, 2, 3, 4]
    assert all(net is network for _, net, _ in calls)
    again = Network((2, 3, 1))
    trainer = Trainer(again, X, y)
    for *_, seen in calls:
        trainer.step()
        assert parameters(again) == seen


def test_no_epochs_change_nothing():
    X, y = MOONS
    network = Network((2, 3, 1))
    before = parameters(network)
    assert train(network, X, y, epochs=0) == [network.loss(X, y)]
    assert parameters(network) == before


def test_the_learning_rate_may_change_between_steps():
    X, y = MOONS
    changing, expected = Network((2, 3, 1)), Network((2, 3, 1))
    trainer = Trainer(changing, X, y)
    for rate in (1.2, 0.1, 3.0):
        trainer.step(rate)
        train(expected, X, y, epochs=1, learning_rate=rate)
    assert parameters(changing) == parameters(expected)


def test_weights_kept_from_an_earlier_epoch_keep_their_values():
    X, y = MOONS
    network = Network((2, 3, 1))
    kept = network.weights + network.biases
    copies = [parameter.copy() for parameter in kept]
    train(network, X, y, epochs=5)
    for parameter, copy in zip(kept, copies, strict=True):
        assert np.array_equal(parameter, copy)


def test_training_leaves_points_and_labels_untouched():
    X, y = generate("circles")
    before = X.tobytes(), y.tobytes()
    X.flags.writeable = y.flags.writeable = False
    train(Network((2, 2, 1)), X, y, epochs=20)
    assert (X.tobytes(), y.tobytes()) == before


# --- minibatches -------------------------------------------------------------------------


def seen_points(network, n, batch_size, epochs, seed=0):
    """Return, for each epoch, the batches of points that the network was shown to learn from."""
    X, y = np.array([np.arange(n), np.zeros(n)]) / n, np.arange(n) % 2
    trainer = Trainer(network, X, y, batch_size=batch_size, seed=seed)
    shown, backward = [], network.backward

    def watched(trace, labels):
        batch = np.rint(trace.a[0][0] * n).astype(int)
        assert np.array_equal(batch % 2, labels)
        shown[-1].append(batch.tolist())
        return backward(trace, labels)

    network.backward = watched
    for _ in range(epochs):
        shown.append([])
        trainer.step()
    return shown


@given(n=st.integers(1, 60), batch_size=st.integers(1, 70), seed=st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=50)
def test_every_epoch_shows_every_point_once_and_the_last_smaller_batch_counts(n, batch_size, seed):
    for batches in seen_points(Network((2, 1)), n, batch_size, epochs=3, seed=seed):
        assert sorted(chain(*batches)) == list(range(n))
        sizes = [len(batch) for batch in batches]
        assert sizes[:-1] == [min(batch_size, n)] * (len(sizes) - 1)
        assert sizes[-1] == (n % batch_size or min(batch_size, n))


def test_the_points_are_shuffled_anew_in_every_epoch_by_documented_numbers():
    epochs = [list(chain(*batches)) for batches in seen_points(Network((2, 1)), 20, 3, 5, seed=8)]
    for epoch, order in enumerate(epochs):
        assert order == np.random.RandomState([8, epoch]).permutation(20).tolist()
    assert len({tuple(order) for order in epochs}) == 5
    other = seen_points(Network((2, 1)), 20, 3, 1, seed=9)
    assert list(chain(*other[0])) != epochs[0]


def test_a_minibatch_makes_the_step_that_its_points_alone_would_make():
    X, y = MOONS
    network, expected = Network((2, 3, 1)), Network((2, 3, 1))
    Trainer(network, X, y, batch_size=30, seed=4).step(0.5)
    order = np.random.RandomState([4, 0]).permutation(100)
    for batch in (order[:30], order[30:60], order[60:90], order[90:]):
        train(expected, X[:, batch], y[batch], epochs=1, learning_rate=0.5)
    assert parameters(network) == parameters(expected)


@pytest.mark.parametrize("batch_size", [None, 100, 101, 20_000])
def test_from_n_on_a_batch_is_all_points_in_their_own_order(batch_size):
    network, expected = Network((2, 3, 1)), Network((2, 3, 1))
    train(network, *MOONS, 20, batch_size=batch_size)
    train(expected, *MOONS, 20)
    assert parameters(network) == parameters(expected)


# --- optimizers and penalties ------------------------------------------------------------


CHOICES = [
    {"optimizer": optimizer, "batch_size": batch_size, "regularization": regularization}
    for optimizer in OPTIMIZERS
    for batch_size in (None, 30)
    for regularization in PENALTIES
]


@pytest.mark.parametrize("choices", [c for c in CHOICES if c["regularization"] != "l1"])
def test_a_step_is_the_optimizers_update_by_the_penalized_gradient_of_each_batch(choices):
    X, y = MOONS
    network, expected = Network((2, 3, 1), seed=1), Network((2, 3, 1), seed=1)
    trainer = Trainer(network, X, y, **choices, regularization_rate=0.02, seed=6)
    update, n_moments, *_ = OPTIMIZERS[choices["optimizer"]]
    moments = [[0.0] * n_moments for _ in range(4)]
    t = 0
    for epoch in range(3):
        trainer.step(0.05)
        order, size = np.arange(100), 100
        if choices["batch_size"]:
            order, size = np.random.RandomState([6, epoch]).permutation(100), 30
        for begin in range(0, 100, size):
            batch = order[begin : begin + size]
            dW, db = expected.gradients(X[:, batch], y[batch], choices["regularization"], 0.02)
            t += 1
            new = []
            for index, (w, g) in enumerate(
                zip(expected.weights + expected.biases, dW + db, strict=True)
            ):
                w, *moments[index] = update(w, g, 0.05, t, *moments[index])
                new.append(w)
            expected.weights, expected.biases = new[:2], new[2:]
        assert parameters(network) == parameters(expected)


@pytest.mark.parametrize("choices", CHOICES)
def test_the_history_is_the_loss_of_all_points_without_the_penalty(choices):
    X, y = MOONS
    network = Network((2, 3, 1))
    expected = [network.loss(X, y)]
    history = train(
        network,
        X,
        y,
        5,
        0.05,
        lambda epoch, net: expected.append(net.loss(X, y)),
        regularization_rate=0.1,
        **choices,
    )
    assert history == expected


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimizer_learns_the_moons(optimizer):
    network, rate = Network((2, 4, 1)), {"gradient_descent": 1.2, "momentum": 0.3}
    train(network, *MOONS, 500, rate.get(optimizer, 0.05), optimizer=optimizer)
    assert network.accuracy(*MOONS) == 1.0


def test_penalty_and_activation_may_change_between_steps():
    X, y = MOONS
    network, expected = Network((2, 3, 1)), Network((2, 3, 1))
    trainer = Trainer(network, X, y, regularization="l2", regularization_rate=0.5)
    trainer.step()
    trainer.regularization_rate, network.activation = 0.0, "relu"
    trainer.step()
    train(expected, X, y, 1, regularization="l2", regularization_rate=0.5)
    expected.activation = "relu"
    train(expected, X, y, 1)
    assert parameters(network) == parameters(expected)


# --- what the page asks of a trainer -----------------------------------------------------


KINDS = (Trainer, FastTrainer)
of_both_kinds = pytest.mark.parametrize("kind", KINDS)


def start(kind, choices):
    """Return a trainer; called again, the same one."""
    network = Network((2, 4, 3, 1), seed=3)
    return network, kind(network, *MOONS, **choices, regularization_rate=0.02, seed=6)


@pytest.mark.parametrize("choices", CHOICES)
def test_both_trainers_keep_the_protocol_and_give_the_same_states(choices):
    records = []
    for kind in KINDS:
        _, trainer = start(kind, choices)
        assert isinstance(trainer, TrainerProtocol)
        assert np.shares_memory(trainer.theta, trainer.state)
        record = np.full((8, trainer.state.size), np.nan)
        record[0] = trainer.state
        trainer.run(0, 3, 0.05, record[1:])
        trainer.run(3, 4, 0.05, record[4:])
        assert np.array_equal(record[7], trainer.state)
        records.append(record)
    # Up to 28 updates, each of which may magnify a difference in the last digit.
    np.testing.assert_allclose(*records, rtol=0, atol=1e-9)


@of_both_kinds
@pytest.mark.parametrize("choices", CHOICES)
def test_numbers_written_into_the_state_take_training_and_network_there(kind, choices):
    network, trainer = start(kind, choices)
    record = np.empty((6, trainer.state.size))
    trainer.run(0, 6, 0.05, record)
    trainer.state[:] = record[1]
    theta = record[1][: trainer.theta.size]
    assert np.array_equal(trainer.theta, theta)
    expected = network.with_parameters(*views(theta, network.layer_sizes))
    assert network.loss(*MOONS) == expected.loss(*MOONS)
    again = np.empty((4, trainer.state.size))
    trainer.run(2, 4, 0.05, again)
    assert np.array_equal(again, record[2:])


@of_both_kinds
@pytest.mark.parametrize("choices", CHOICES)
def test_pieces_are_the_whole_in_every_bit_whatever_the_state_is_meanwhile(
    kind, choices, monkeypatch
):
    monkeypatch.setattr(trainer_module, "POINTS_PER_PIECE", 1)
    (_, whole), (_, cut) = start(kind, choices), start(kind, choices)
    expected, record = (np.full((3, whole.state.size), np.nan) for _ in range(2))
    whole.run(4, 3, 0.05, expected)
    for _ in cut.pieces(4, 3, 0.05, record):
        amid = cut.state.copy()
        cut.state[:] = 0.5
        cut.state[:] = amid
    assert record.tobytes() == expected.tobytes()
    assert cut.state.tobytes() == whole.state.tobytes()


@of_both_kinds
def test_a_weight_set_in_the_network_is_in_the_state(kind):
    network = Network((2, 3, 1))
    trainer = kind(network, *MOONS)
    trainer.run(0, 2, 0.5)
    network.weights[1][0, 2] = 7  # row 0 of the second layer, after 3 units of 3 numbers each
    network.biases[0][1, 0] = 5
    assert trainer.theta[[9 + 2, 3 + 2]].tolist() == [7, 5]
    assert trainer.state[[9 + 2, 3 + 2]].tolist() == [7, 5]


@of_both_kinds
def test_a_run_leaves_it_to_the_caller_to_look_for_numbers_that_are_none(kind):
    trainer = kind(Network((2, 3, 1), "relu"), *CIRCLES)
    begin = trainer.state.copy()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        trainer.run(0, 5, 1e200)
    assert not np.isfinite(trainer.state).all()
    trainer.state[:] = begin
    trainer.run(0, 5, 1.2)
    fresh = kind(Network((2, 3, 1), "relu"), *CIRCLES)
    fresh.run(0, 5, 1.2)
    assert np.array_equal(trainer.state, fresh.state)


@pytest.mark.parametrize("choices", CHOICES)
def test_a_run_is_as_many_steps(choices):
    stepped, run = (Network((2, 3, 1), seed=1) for _ in range(2))
    trainers = [Trainer(net, *MOONS, **choices, regularization_rate=0.1) for net in (stepped, run)]
    for _ in range(5):
        trainers[0].step(0.05)
    trainers[1].run(0, 5, 0.05)
    assert parameters(stepped) == parameters(run)
    assert np.array_equal(trainers[0].state, trainers[1].state)
    assert trainers[1].epoch == 5


# --- what cannot go well -----------------------------------------------------------------


@pytest.mark.parametrize("layer_sizes", [(2, 1), (2, 3, 1), (2, 4, 3, 1)])
def test_divergence_is_told_and_leaves_the_last_finite_weights(layer_sizes):
    network = Network(layer_sizes)
    trainer = Trainer(network, *CIRCLES)
    trainer.step(1.2)
    states = []

    def diverge():
        while trainer.epoch < 100:
            states.append(parameters(network))
            trainer.step(1e308)

    with warnings.catch_warnings():
        warnings.simplefilter("error")  # no overflow warning on the way either
        with pytest.raises(DivergedError, match=r"epoch \d+.*learning_rate 1e\+308") as caught:
            diverge()
    assert caught.value.learning_rate == 1e308
    assert caught.value.epoch == trainer.epoch + 1
    assert parameters(network) == states[-1]
    assert all(np.isfinite(p).all() for p in network.weights + network.biases)


def test_train_tells_of_divergence_too():
    network = Network((2, 3, 1))
    with pytest.raises(DivergedError):
        train(network, *CIRCLES, learning_rate=1e308)
    assert all(np.isfinite(p).all() for p in network.weights + network.biases)


@pytest.mark.parametrize("choices", CHOICES)
def test_after_divergence_all_is_as_before_the_epoch(choices, monkeypatch):
    X, y = CIRCLES
    choices = {**choices, "regularization_rate": 0.1}
    network, expected = Network((2, 3, 1)), Network((2, 3, 1))
    trainer, other = Trainer(network, X, y, **choices), Trainer(expected, X, y, **choices)
    trainer.step(0.01), other.step(0.01)
    with monkeypatch.context() as patch:
        patch.setattr(network, "backward", lambda trace, y: nowhere(expected.backward(trace, y)))
        with pytest.raises(DivergedError):
            trainer.step(0.01)
    assert trainer.epoch == 1
    assert parameters(network) == parameters(expected)
    trainer.step(0.01), other.step(0.01)  # the optimizer's memory is as it was, too
    assert parameters(network) == parameters(expected)


def nowhere(gradients):
    """Return gradients with a direction nobody can go."""
    return gradients._replace(dW=[np.nan * dW for dW in gradients.dW])


def test_after_divergence_training_goes_on_from_weights_put_back():
    X, y = CIRCLES
    network = Network((2, 3, 1))
    trainer = Trainer(network, X, y)
    kept = network.weights, network.biases
    with pytest.raises(DivergedError):
        train(network, X, y, learning_rate=1e308)
    network.weights, network.biases = kept
    trainer.step()
    expected = Network((2, 3, 1))
    train(expected, X, y, epochs=1)
    assert parameters(network) == parameters(expected)


@pytest.mark.parametrize("rate", [0, -1.2, float("nan"), float("inf"), "1.2", None, True, 1j])
def test_a_wrong_learning_rate_is_named_with_its_value_and_what_is_allowed(rate):
    X, y = MOONS
    network = Network((2, 3, 1))
    before = parameters(network)
    allowed = f"^learning_rate must be a finite number above 0, not {re.escape(repr(rate))}$"
    with pytest.raises(ValueError, match=allowed):
        train(network, X, y, learning_rate=rate)
    with pytest.raises(ValueError, match=allowed):
        train(network, X, y, epochs=0, learning_rate=rate)
    with pytest.raises(ValueError, match=allowed):
        Trainer(network, X, y).step(rate)
    assert parameters(network) == before


NOT_A_COUNT = [0, -1, 10.0, float("nan"), "10", True]


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [("batch_size", value, "a whole number of at least 1") for value in NOT_A_COUNT]
    + [
        ("optimizer", "sgd", "one of gradient_descent, momentum, rmsprop, adam"),
        ("optimizer", None, "one of gradient_descent, momentum, rmsprop, adam"),
        ("regularization", "l3", "one of none, l1, l2"),
        ("regularization_rate", -0.1, "a number from 0 to 1e+06"),
        ("regularization_rate", float("nan"), "a number from 0 to 1e+06"),
        ("seed", -1, "a whole number from 0 to 4294967295"),
        ("seed", 0.0, "a whole number from 0 to 4294967295"),
    ],
)
def test_a_wrong_choice_is_named_with_its_value_and_what_is_allowed(name, value, allowed):
    message = f"^{name} must be {re.escape(allowed)}, not {re.escape(repr(value))}$"
    for kind in (Trainer, FastTrainer, train):
        with pytest.raises(ValueError, match=message):
            kind(Network((2, 3, 1)), *MOONS, **{name: value})


@pytest.mark.parametrize("epochs", [-1, 1.0, 2.5, float("nan"), "10", None, True])
def test_a_wrong_number_of_epochs_is_named_with_its_value_and_what_is_allowed(epochs):
    allowed = f"^epochs must be a whole number of at least 0, not {re.escape(repr(epochs))}$"
    with pytest.raises(ValueError, match=allowed):
        train(Network((2, 3, 1)), *MOONS, epochs=epochs)


@pytest.mark.parametrize(
    ("X", "y", "message"),
    [
        (np.zeros((3, 4)), np.zeros(4), r"X must have shape \(2, 1 or more\), not \(3, 4\)"),
        (np.zeros((2, 4)), np.zeros(3), r"y must .* column of X \(2, 4\), not \(3,\)"),
        (np.zeros((2, 0)), np.zeros(0), r"X must have shape .* not \(2, 0\)"),
        (np.full((2, 4), np.nan), np.zeros(4), "X must hold only finite numbers"),
        (np.zeros((2, 4)), np.full(4, 2), "y must hold only the labels 0 and 1"),
    ],
)
def test_samples_that_do_not_fit_are_refused_before_the_first_step(X, y, message):
    with pytest.raises(ValueError, match=message):
        Trainer(Network((2, 3, 1)), X, y)
    with pytest.raises(ValueError, match=message):
        train(Network((2, 3, 1)), X, y, epochs=0)


def test_the_examples_in_the_docstrings_are_true():
    result = doctest.testmod(training)
    assert result.attempted > 0
    assert result.failed == 0
