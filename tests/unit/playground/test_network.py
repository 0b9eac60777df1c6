"""The network: the article's numbers, true gradients, a loss that never overflows."""

import math
import re

import numpy as np
import oracle_listing as listing
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.activations import ACTIVATIONS
from playground.data import generate
from playground.network import INITIALIZATIONS, Network
from playground.regularization import PENALTIES
from playground.training import train

LAYER_SIZES = [(2, 1), (2, 1, 1), (2, 3, 1), (2, 5, 4, 1), (2, 6, 5, 4, 3, 1), (7, 3, 1)]
SEEDS = st.integers(0, 2**32 - 1)


def samples(n, seed, n_inputs=2):
    """Return n points from N(0, 1) with labels that have nothing to do with them."""
    random = np.random.RandomState(seed)
    return random.standard_normal((n_inputs, n)), random.randint(0, 2, n)


def with_random_biases(network, seed):
    """Return *network* with biases that no longer hide mistakes by being zero."""
    random = np.random.RandomState(seed)
    network.biases = [random.standard_normal(b.shape) for b in network.biases]
    return network


# --- weights ---------------------------------------------------------------------------


@pytest.mark.parametrize("layer_sizes", LAYER_SIZES)
def test_every_layer_has_a_row_for_each_unit_and_begins_without_bias(layer_sizes):
    network = Network(layer_sizes)
    assert network.layer_sizes == layer_sizes
    assert [W.shape for W in network.weights] == list(
        zip(layer_sizes[1:], layer_sizes[:-1], strict=True)
    )
    assert [b.shape for b in network.biases] == [(n_out, 1) for n_out in layer_sizes[1:]]
    assert all(W.dtype == np.float64 for W in network.weights + network.biases)
    assert all((b == 0).all() for b in network.biases)


def test_each_layer_draws_its_weights_from_its_own_documented_stream():
    network = Network((2, 4, 3, 1), seed=11)
    for layer, W in enumerate(network.weights):
        expected = np.random.RandomState([11, layer]).standard_normal(W.shape)
        assert W.tobytes() == expected.tobytes()


def test_normal_weights_are_n_0_1_and_the_articles_a_hundred_times_smaller():
    normal = Network((2, 500, 1), seed=3)
    # 1000 draws know their mean to 0.03 and their standard deviation to 0.02.
    assert np.mean(normal.weights[0]) == pytest.approx(0, abs=0.13)
    assert np.std(normal.weights[0]) == pytest.approx(1, abs=0.1)
    article = Network((2, 500, 1), seed=3, initialization="article")
    for W, small in zip(normal.weights, article.weights, strict=True):
        assert np.array_equal(small, 0.01 * W)
    assert all((b == 0).all() for b in article.biases)


def test_same_seed_same_weights_and_another_seed_other_weights():
    first, again, other = Network((2, 3, 1), seed=5), Network((2, 3, 1), seed=5), Network((2, 3, 1))
    for W, same, different in zip(first.weights, again.weights, other.weights, strict=True):
        assert W.tobytes() == same.tobytes()
        assert np.all(different != W)


def test_one_more_hidden_unit_leaves_the_others_as_they_were():
    smaller, larger = Network((2, 3, 1), seed=4), Network((2, 4, 1), seed=4)
    assert np.array_equal(larger.weights[0][:3], smaller.weights[0])
    assert np.array_equal(larger.weights[1][:, :3], smaller.weights[1])


@pytest.mark.parametrize("seed", range(5))
def test_weights_are_not_the_random_numbers_that_made_the_data(seed):
    drawn = generate("blobs", noise=1, seed=seed)[0] - generate("blobs", noise=0, seed=seed)[0]
    for W in Network((2, 3, 1), seed=seed).weights:
        assert np.abs(drawn.reshape(-1, 1) - W.reshape(1, -1)).min() > 1e-9


def deviation(network, layer):
    return np.std(network.weights[layer])


def test_xavier_and_he_weights_have_the_papers_variances():
    sizes = (50, 200, 100, 1)
    xavier = Network(sizes, seed=3, initialization="xavier")
    he = Network(sizes, seed=3, initialization="he")
    for layer in (0, 1):
        n_in, n_out = sizes[layer : layer + 2]
        # 10,000 draws know their standard deviation to 0.7 %.
        assert deviation(xavier, layer) == pytest.approx(math.sqrt(2 / (n_in + n_out)), rel=0.04)
        assert deviation(he, layer) == pytest.approx(math.sqrt(2 / n_in), rel=0.04)
    for network in (xavier, he):
        assert all((b == 0).all() for b in network.biases)


def test_deep_networks_neither_die_out_nor_grow_with_the_initialization_made_for_them():
    X, _ = samples(500, seed=1, n_inputs=50)
    for activation, initialization in (("tanh", "xavier"), ("relu", "he")):
        network = Network((*[50] * 9, 1), activation, initialization=initialization)
        first, *_, last, _ = network.forward(X).a[1:]
        assert 0.3 < np.std(last) / np.std(first) < 3


# --- other parameters -------------------------------------------------------------------


@given(hidden=st.lists(st.integers(1, 6), max_size=4), seed=SEEDS, other_seed=SEEDS)
@settings(deadline=None)
def test_other_parameters_make_another_network_and_leave_this_one_alone(hidden, seed, other_seed):
    sizes = (2, *hidden, 1)
    network = with_random_biases(Network(sizes, "relu", seed), seed)
    expected = with_random_biases(Network(sizes, "relu", other_seed), other_seed)
    before = [p.copy() for p in network.weights + network.biases]
    lists = network.weights, network.biases
    other = network.with_parameters(expected.weights, expected.biases)
    X, y = samples(9, seed)
    assert other is not network
    assert (other.layer_sizes, other.activation) == (sizes, "relu")
    assert np.array_equal(other.predict_proba(X), expected.predict_proba(X))
    other.activation = "tanh"
    train(other, X, y, epochs=2)
    assert (network.weights, network.biases) == lists
    assert network.activation == "relu"
    assert all(map(np.array_equal, network.weights + network.biases, before))


def test_other_parameters_are_not_copied_and_no_random_numbers_drawn(monkeypatch):
    network, theta = Network((2, 3, 1)), np.zeros(6)
    monkeypatch.setattr("playground.network.RandomState", None)
    other = network.with_parameters([theta.reshape(3, 2), network.weights[1]], network.biases)
    theta[:] = 7
    assert (other.weights[0] == 7).all()
    assert other.weights[1] is network.weights[1]


def test_parameters_of_another_shape_are_refused_with_both_shapes():
    network, other = Network((2, 3, 1)), Network((2, 4, 1))
    message = re.escape("weights must have the shapes [(3, 2), (1, 3)], not [(4, 2), (1, 4)]")
    with pytest.raises(ValueError, match=message):
        network.with_parameters(other.weights, network.biases)
    message = re.escape("biases must have the shapes [(3, 1), (1, 1)], not [(4, 1), (1, 1)]")
    with pytest.raises(ValueError, match=message):
        network.with_parameters(network.weights, other.biases)
    with pytest.raises(ValueError, match="weights must have the shapes"):
        network.with_parameters([], network.biases)


# --- zeros ------------------------------------------------------------------------------


def assert_units_alike(network):
    """Fail unless all units of a layer are the same, but for the rounding of their sums."""
    for W, b in zip(network.weights, network.biases, strict=True):
        np.testing.assert_allclose(W, np.broadcast_to(W[:1], W.shape), rtol=1e-12)
        np.testing.assert_allclose(b, np.broadcast_to(b[:1], b.shape), rtol=1e-12)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("hidden", [(3,), (4, 3)])
def test_from_zero_weights_all_units_of_a_layer_stay_alike(activation, hidden):
    network = Network((2, *hidden, 1), activation, initialization="zeros")
    assert not any(W.any() for W in network.weights)
    X, y = generate("circles", balance=0.3)
    train(network, X, y, epochs=50, learning_rate=0.5)
    assert_units_alike(network)
    assert network.biases[-1].any()
    # Only a sigmoid answers 0 with another number than 0, from which the next layer learns.
    assert all(W.any() for W in network.weights) == (activation == "sigmoid")


@pytest.mark.parametrize("hidden", [(3,), (4, 3), (2, 2, 2, 2)])
def test_with_tanh_only_the_outputs_bias_leaves_zero(hidden):
    network = Network((2, *hidden, 1), "tanh", initialization="zeros")
    X, y = generate("circles", balance=0.3)
    train(network, X, y, epochs=500)
    assert not any(W.any() for W in network.weights)
    assert not any(b.any() for b in network.biases[:-1])
    # It has learned the share of class 1, for every point the same.
    np.testing.assert_allclose(network.predict_proba(X), 0.3, atol=1e-3)


# --- activations -------------------------------------------------------------------------


def test_the_activation_may_be_assigned_anew():
    X, _ = samples(9, seed=3)
    network, sigmoids = Network((2, 4, 1), "tanh"), Network((2, 4, 1), "sigmoid")
    network.activation = "sigmoid"
    assert np.array_equal(network.predict_proba(X), sigmoids.predict_proba(X))


def test_linear_layers_draw_but_one_line():
    X, _ = samples(9, seed=3)
    network = with_random_biases(Network((2, 5, 4, 1), "linear", seed=1), seed=2)
    logit = network.forward(X).z[-1]
    w = network.weights[2] @ network.weights[1] @ network.weights[0]
    np.testing.assert_allclose(logit - logit[:, :1], w @ (X - X[:, :1]), atol=1e-12)


# --- forward and loss ------------------------------------------------------------------


def hand_worked():
    """Return a network whose numbers can be checked on paper, one point and its label.

    tanh(ln 2) = (2 - 1/2) / (2 + 1/2) = 0.6 and sigmoid(ln 3) = 1 / (1 + 1/3) = 0.75.
    """
    network = Network((2, 1, 1))
    network.weights = [np.array([[1.0, 5.0]]), np.array([[math.log(3)]])]
    network.biases = [np.array([[0.0]]), np.array([[0.4 * math.log(3)]])]
    return network, np.array([[math.log(2)], [0.0]]), np.array([1])


def test_forward_pass_worked_by_hand():
    network, X, y = hand_worked()
    z, a = network.forward(X)
    assert a[0] is X
    assert z[0].item() == pytest.approx(math.log(2))  # 1 * ln 2 + 5 * 0 + 0
    assert a[1].item() == pytest.approx(0.6)
    assert z[1].item() == pytest.approx(math.log(3))  # ln 3 * 0.6 + 0.4 * ln 3
    assert a[2].item() == pytest.approx(0.75)
    assert network.predict_proba(X) == pytest.approx([0.75])
    assert network.loss(X, y) == pytest.approx(-math.log(0.75))
    assert network.loss(X, 1 - y) == pytest.approx(-math.log(0.25))
    assert network.accuracy(X, y) == 1.0
    assert network.accuracy(X, 1 - y) == 0.0


def test_backward_pass_worked_by_hand():
    network, X, y = hand_worked()
    trace = network.forward(X)
    dz, dW, db = network.backward(trace, y)
    assert dz[1].item() == pytest.approx(-0.25)  # dz2 = 0.75 - 1
    assert dW[1].item() == pytest.approx(-0.15)  # dW2 = -0.25 * 0.6
    assert db[1].item() == pytest.approx(-0.25)
    dz1 = math.log(3) * -0.25 * 0.64  # W2 * dz2 * (1 - 0.6²)
    assert dz[0].item() == pytest.approx(dz1)
    assert dW[0] == pytest.approx(np.array([[dz1 * math.log(2), 0.0]]))
    assert db[0].item() == pytest.approx(dz1)


@pytest.mark.parametrize("layer_sizes", LAYER_SIZES)
def test_forward_keeps_every_value_and_ends_in_the_prediction(layer_sizes):
    network = with_random_biases(Network(layer_sizes, seed=1), seed=2)
    X, _ = samples(9, seed=3, n_inputs=layer_sizes[0])
    trace = network.forward(X)
    assert [a.shape for a in trace.a] == [(size, 9) for size in layer_sizes]
    assert [z.shape for z in trace.z] == [(size, 9) for size in layer_sizes[1:]]
    for z, hidden in zip(trace.z[:-1], trace.a[1:-1], strict=True):
        assert np.array_equal(hidden, np.tanh(z))
    assert network.predict_proba(X).shape == (9,)
    assert np.array_equal(network.predict_proba(X), trace.a[-1][0])


@pytest.mark.parametrize("layer_sizes", LAYER_SIZES)
def test_a_point_is_judged_alone_whatever_stands_beside_it(layer_sizes):
    network = Network(layer_sizes, seed=1)
    X, _ = samples(7, seed=2, n_inputs=layer_sizes[0])
    alone = [network.predict_proba(X[:, [column]]).item() for column in range(7)]
    np.testing.assert_allclose(network.predict_proba(X), alone, rtol=1e-12)


@given(hidden=st.lists(st.integers(1, 6), max_size=4), n=st.integers(1, 30), seed=SEEDS)
@settings(deadline=None)
def test_loss_is_the_articles_formula_where_that_can_be_computed(hidden, n, seed):
    network = with_random_biases(Network((2, *hidden, 1), seed=seed), seed)
    X, y = samples(n, seed)
    a = network.predict_proba(X)
    expected = -np.mean(y * np.log(a) + (1 - y) * np.log(1 - a))
    assert network.loss(X, y) == pytest.approx(expected, rel=1e-9, abs=1e-12)
    assert network.accuracy(X, y) == np.mean((a > 0.5).astype(int) == y)


@pytest.mark.parametrize(
    ("logit", "label", "loss"),
    [(1e4, 1, 0.0), (1e4, 0, 1e4), (-1e4, 1, 1e4), (-1e4, 0, 0.0), (0.0, 1, math.log(2))],
)
def test_loss_is_exact_where_the_probability_is_rounded_to_0_or_1(logit, label, loss):
    network = Network((2, 1))
    network.weights = [np.array([[logit, 0.0]])]
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        assert network.loss([[1.0], [0.0]], [label]) == loss
        dW, db = network.gradients([[1.0], [0.0]], [label])
    assert np.isfinite(dW[0]).all()
    assert np.isfinite(db[0]).all()


# --- gradients -------------------------------------------------------------------------


KINKED = {"relu", "leaky_relu"}


def bends(network, X):
    """Return what changes where the loss has a kink: the signs of all z and all weights."""
    z = network.forward(X).z[:-1] if network.activation in KINKED else []
    return [np.sign(numbers) for numbers in [*z, *network.weights]]


def numeric_gradient(network, X, y, parameter, step, **penalty):
    """Central differences of the loss by every entry of *parameter*, (f(+h) - f(-h)) / 2h.

    NaN where ReLU or L1 bend the loss between the two points: it has no slope there.
    """
    gradient = np.empty_like(parameter)
    for index in np.ndindex(parameter.shape):
        kept = parameter[index]
        parameter[index] = kept + step
        above, bends_above = network.loss(X, y, **penalty), bends(network, X)
        parameter[index] = kept - step
        below, bends_below = network.loss(X, y, **penalty), bends(network, X)
        parameter[index] = kept
        gradient[index] = (above - below) / (2 * step)
        if not all(map(np.array_equal, bends_above, bends_below)):
            gradient[index] = np.nan
    return gradient


def assert_slopes_of_the_loss(network, X, y, step=1e-5, **penalty):
    """Fail unless all gradients are central differences of the loss, to six digits."""
    dW, db = network.gradients(X, y, **penalty)
    assert len(dW) == len(db) == len(network.weights)
    analytic, numeric = [], []
    for parameter, gradient in zip(network.weights + network.biases, dW + db, strict=True):
        assert gradient.shape == parameter.shape
        analytic.append(gradient.ravel())
        numeric.append(numeric_gradient(network, X, y, parameter, step, **penalty).ravel())
    analytic, numeric = np.concatenate(analytic), np.concatenate(numeric)
    smooth = ~np.isnan(numeric)
    assert smooth.any()
    difference = np.linalg.norm(analytic[smooth] - numeric[smooth])
    # A difference of two losses, each rounded at 1e-16, over 2e-5, is sure to 1e-11 only:
    # gradients smaller than 1e-4 are compared absolutely.
    assert difference <= 1e-6 * max(np.linalg.norm(analytic), 1e-4)


@given(
    hidden=st.lists(st.integers(1, 6), max_size=4),
    n=st.integers(1, 30),
    seed=SEEDS,
    activation=st.sampled_from(sorted(ACTIVATIONS)),
    initialization=st.sampled_from(sorted(INITIALIZATIONS)),
    regularization=st.sampled_from(sorted(PENALTIES)),
    rate=st.floats(0, 10),
)
@settings(deadline=None, max_examples=200)
def test_gradients_are_the_slopes_of_the_loss(
    hidden, n, seed, activation, initialization, regularization, rate
):
    network = Network((2, *hidden, 1), activation, seed, initialization=initialization)
    with_random_biases(network, seed)
    X, y = samples(n, seed)
    assert_slopes_of_the_loss(
        network, X, y, regularization=regularization, regularization_rate=rate
    )


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("regularization", PENALTIES)
@pytest.mark.parametrize("layers", range(5))
def test_no_activation_depth_or_penalty_is_left_out(activation, regularization, layers):
    network = Network((3, *[4] * layers, 1), activation, seed=5, initialization="xavier")
    with_random_biases(network, seed=6)
    X, y = samples(20, seed=7, n_inputs=3)
    assert_slopes_of_the_loss(network, X, y, regularization=regularization, regularization_rate=0.1)


def test_without_a_penalty_loss_and_gradients_are_those_of_the_points_alone():
    network, (X, y) = Network((2, 3, 1)), generate("moons")
    plain = network.loss(X, y), network.gradients(X, y)
    spelled_out = (
        network.loss(X, y, regularization="none", regularization_rate=5.0),
        network.gradients(X, y, regularization="none", regularization_rate=5.0),
    )
    assert spelled_out[0] == plain[0]
    for ours, theirs in zip(spelled_out[1], plain[1], strict=True):
        assert all(map(np.array_equal, ours, theirs))


@given(hidden_units=st.integers(1, 16), n=st.integers(1, 120), seed=SEEDS)
@settings(deadline=None)
def test_two_layers_give_the_listings_numbers_in_every_bit(hidden_units, n, seed):
    network = with_random_biases(Network((2, hidden_units, 1), seed=seed), seed)
    X, y = samples(n, seed)
    (weights_1, weights_2), (bias_1, bias_2) = network.weights, network.biases

    z1, a1, z2, a2 = listing.forward(X, weights_1, bias_1, weights_2, bias_2)
    trace = network.forward(X)
    for ours, theirs in zip([*trace.z, *trace.a], [z1, z2, X, a1, a2], strict=True):
        assert np.all(ours == theirs)

    dw1, db1, dw2, db2 = listing.backward(X, y, a1, a2, weights_2)
    dW, db = network.gradients(X, y)
    for ours, theirs in zip([*dW, *db], [dw1, dw2, db1, db2], strict=True):
        assert np.all(ours == theirs)


def test_asking_changes_nothing():
    network, (X, y) = Network((2, 3, 1)), generate("moons")
    before = [p.tobytes() for p in [*network.weights, *network.biases, X, y]]
    network.forward(X), network.predict_proba(X), network.loss(X, y)
    network.gradients(X, y), network.accuracy(X, y)
    assert [p.tobytes() for p in [*network.weights, *network.biases, X, y]] == before


def test_lists_and_all_kinds_of_labels_are_welcome():
    network = Network((2, 3, 1))
    X = [[0, 1, 2], [1, 0, -1]]
    losses = {network.loss(X, y) for y in ([0, 1, 1], [0.0, 1.0, 1.0], [False, True, True])}
    assert len(losses) == 1


# --- what is refused -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"layer_sizes": (2, 0, 1)}, "each of layer_sizes must be .* from 1 to 1000, not 0"),
        ({"layer_sizes": (2, 1001, 1)}, "layer_sizes must be .* from 1 to 1000, not 1001"),
        ({"layer_sizes": (2, 2.5, 1)}, "layer_sizes must be a whole number .*, not 2.5"),
        ({"layer_sizes": (2, True, 1)}, "layer_sizes must be a whole number .*, not True"),
        ({"layer_sizes": (2, 3, 2)}, r"layer_sizes must .* end in 1, not \(2, 3, 2\)"),
        ({"layer_sizes": (1,)}, r"layer_sizes must .* not \(1,\)"),
        ({"layer_sizes": ()}, r"layer_sizes must .* not \(\)"),
        ({"activation": "step"}, "activation must be one of tanh.*, not 'step'"),
        ({"seed": -1}, "seed must be a whole number from 0 to 4294967295, not -1"),
        ({"seed": 1.0}, "seed must be a whole number from 0 to 4294967295, not 1.0"),
        ({"initialization": "zero"}, "initialization must be one of normal, article.*, not 'zero'"),
    ],
)
def test_a_wrong_argument_is_named_with_its_value_and_what_is_allowed(arguments, message):
    with pytest.raises(ValueError, match=message):
        Network(**{"layer_sizes": (2, 3, 1), **arguments})


@pytest.mark.parametrize("shape", [(3, 5), (1, 5), (5, 2), (2,), (2, 0), (0, 0), (), (2, 5, 1)])
def test_points_of_another_shape_are_refused_with_both_shapes(shape):
    network, X = Network((2, 3, 1)), np.zeros(shape)
    message = re.escape(f"X must have shape (2, 1 or more), not {shape}")
    with pytest.raises(ValueError, match=message):
        network.predict_proba(X)
    for method in (network.loss, network.accuracy, network.gradients):
        with pytest.raises(ValueError, match=message):
            method(X, np.zeros(5))


@pytest.mark.parametrize("shape", [(4,), (6,), (0,), (1, 5), (5, 1), ()])
def test_labels_that_do_not_match_the_points_are_refused_with_both_shapes(shape):
    network = Network((2, 3, 1))
    message = re.escape(f"column of X (2, 5), not {shape}")
    for method in (network.loss, network.accuracy, network.gradients):
        with pytest.raises(ValueError, match=message):
            method(np.zeros((2, 5)), np.zeros(shape))


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_points_that_are_nowhere_are_refused(bad):
    with pytest.raises(ValueError, match="X must hold only finite numbers"):
        Network((2, 3, 1)).predict_proba([[0.0, 1.0], [bad, 2.0]])


@pytest.mark.parametrize("bad", [2, -1, 0.5, np.nan])
def test_labels_other_than_0_and_1_are_refused(bad):
    with pytest.raises(ValueError, match="y must hold only the labels 0 and 1"):
        Network((2, 3, 1)).loss([[0.0, 1.0], [1.0, 2.0]], [0, bad])
