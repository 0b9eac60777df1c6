"""The gradient check: right gradients pass, any wrong one is found and named."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.activations import ACTIVATIONS
from playground.gradient_check import STEP, TOLERANCE, check_gradients, check_in_slices
from playground.jobs import finished
from playground.look.naming import Parameter, all_parameters
from playground.network import INITIALIZATIONS, Network
from playground.parameters import joined, parameters
from playground.regularization import PENALTIES

SEEDS = st.integers(0, 2**32 - 1)
ALL, SMOOTH = tuple(sorted(ACTIVATIONS)), ("linear", "sigmoid", "tanh")


@st.composite
def networks(draw, activations=ALL):
    """Return a random network with random biases, points and labels."""
    sizes = (draw(st.integers(1, 4)), *draw(st.lists(st.integers(1, 6), max_size=4)), 1)
    seed = draw(SEEDS)
    network = Network(
        sizes,
        draw(st.sampled_from(activations)),
        seed,
        initialization=draw(st.sampled_from(sorted(INITIALIZATIONS))),
    )
    random = np.random.RandomState(seed)
    network.biases = [random.standard_normal(b.shape) for b in network.biases]
    n = draw(st.integers(1, 30))
    return network, random.standard_normal((sizes[0], n)), random.randint(0, 2, n)


@given(networks(), st.sampled_from(sorted(PENALTIES)), st.sampled_from([0.0, 1e-3, 1.0, 1e6]))
@settings(deadline=None)
def test_the_networks_own_gradients_pass(case, regularization, rate):
    check = check_gradients(*case, regularization, rate)
    assert check.is_right, check.worst
    assert check.worst.error <= TOLERANCE or check.worst.has_kink


@given(networks(), st.sampled_from(sorted(PENALTIES)))
@settings(deadline=None, max_examples=20)
def test_the_numeric_derivatives_are_central_differences_of_the_loss(case, regularization):
    network, X, y = case
    theta = joined(network.weights, network.biases)
    numeric = check_gradients(network, X, y, regularization, 0.1).numeric
    for index in range(theta.size):
        pair = []
        for sign in (1, -1):
            moved = theta.copy()
            moved[index] += sign * STEP
            other = network.with_parameters(*parameters(moved, network.layer_sizes))
            pair.append((moved[index], other.loss(X, y, regularization, 0.1)))
        (w_high, high), (w_low, low) = pair
        assert numeric[index] == pytest.approx((high - low) / (w_high - w_low), abs=1e-8)


@given(networks(SMOOTH), st.data())
@settings(deadline=None)
def test_one_wrong_derivative_is_found_named_and_measured(case, data):
    network, X, y = case
    dW, db = network.gradients(X, y)
    wrong = joined(dW, db)
    index = data.draw(st.integers(0, wrong.size - 1))
    wrong[index] = 3 * wrong[index] + 1e-6
    check = check_gradients(network, X, y, gradients=parameters(wrong, network.layer_sizes))
    assert np.flatnonzero(check.is_wrong).tolist() == [index]
    worst = check.worst
    assert worst.parameter == all_parameters(network.layer_sizes)[index]
    assert worst.analytic == wrong[index]
    if abs(worst.numeric) > 1e-3:
        assert worst.factor == pytest.approx(3, rel=1e-2)
        assert worst.error == pytest.approx(2 / 3, rel=1e-2)


def test_what_is_said_of_a_parameter_stands_where_the_parameter_stands():
    network = Network((2, 3, 1), seed=2)
    X, y = np.array([[0.5, -1.0], [2.0, 0.3]]), np.array([0, 1])
    check = check_gradients(network, X, y)
    dW, db = network.gradients(X, y)
    weights, biases = check.per_layer(check.analytic)
    for own, shown in zip([*dW, *db], [*weights, *biases], strict=True):
        assert np.array_equal(own, shown)
    index = all_parameters(network.layer_sizes).index(Parameter(0, 1, 0))
    assert check.of(index).analytic == dW[0][1, 0]
    assert check.of(index).parameter.name == "W₁[2, 1]"


def test_a_derivative_that_is_not_a_number_is_wrong_and_the_worst():
    network, X, y = Network((2, 2, 1)), np.ones((2, 3)), np.array([0, 1, 1])
    dW, db = network.gradients(X, y)
    db[0][1, 0] = np.nan
    check = check_gradients(network, X, y, gradients=(dW, db))
    assert not check.is_right
    assert check.worst.parameter == Parameter(0, 1, None)


@pytest.mark.parametrize(("activation", "slope"), [("relu", 0.0), ("leaky_relu", 0.01)])
def test_a_kink_of_the_activation_explains_a_difference(activation, slope):
    """At z = 0 the slope is *slope* to the left and 1 to the right; a difference sees the mean."""
    network = Network((1, 1, 1), activation)
    network.weights = [np.array([[1.0]]), np.array([[2.0]])]
    check = check_gradients(network, np.array([[0.0]]), np.array([1]))
    weights, biases = check.per_layer(check.has_kink)
    assert biases[0].all()  # b₁ moves z across 0
    assert not weights[0].any()  # W₁ does not: x is 0
    assert not biases[1].any()
    of_bias = check.of(all_parameters((1, 1, 1)).index(Parameter(0, 0, None)))
    assert of_bias.numeric == pytest.approx(2 * -0.5 * (1 + slope) / 2, rel=1e-4)
    assert of_bias.analytic == pytest.approx(2 * -0.5 * slope)
    assert check.differs.any()
    assert check.is_right  # but not is_wrong


@given(networks(), st.sampled_from([1e6, 1e11, 1e20, 1e100]))
@settings(deadline=None)
@np.errstate(all="ignore")
def test_no_weights_are_so_large_that_a_right_gradient_is_called_wrong(case, scale):
    network, X, y = case
    network.weights = [scale * W for W in network.weights]
    network.biases = [scale * b for b in network.biases]
    check = check_gradients(network, X, y)
    assert check.is_right
    assert "nan" not in check.sentence


def test_weights_that_no_step_moves_are_told():
    network = Network((1, 1))
    network.weights, network.biases = [np.array([[1e11]])], [np.array([[1.0]])]
    check = check_gradients(network, [[1.0]], [0])
    assert np.isnan(check.numeric).tolist() == [True, False]
    assert check.of(0).factor is None
    assert check.sentence == (
        "1 of 2 derivatives agree with the loss. 1 cannot be tried: no small step moves so large "
        "weights."
    )


def test_a_kink_excuses_no_other_parameter():
    network = Network((1, 1, 1), "relu")
    network.weights = [np.array([[1.0]]), np.array([[2.0]])]
    X, y = np.array([[0.0, 1.0]]), np.array([1, 0])
    dW, db = network.gradients(X, y)
    check = check_gradients(network, X, y, gradients=([dW[0], 2 * dW[1]], db))
    assert check.has_kink.any()
    assert not check.is_right
    assert check.worst.parameter == Parameter(1, 0, 0)
    assert check.worst.factor == pytest.approx(2)


def test_the_kink_of_an_l1_penalty_is_at_zero_and_at_weights_only():
    network = Network((2, 2, 1), initialization="zeros")
    X, y = np.array([[1.0, 2.0, -1.0], [0.5, 1.0, 2.0]]), np.array([0, 1, 1])
    check = check_gradients(network, X, y, "l1", 0.1)
    weights, biases = check.per_layer(check.has_kink)
    assert all(W.all() for W in weights)
    assert not any(b.any() for b in biases)
    for penalty in (("l1", 0.0), ("l2", 0.1), ("none", 0.0)):
        assert not check_gradients(network, X, y, *penalty).has_kink.any()


def test_it_says_in_a_sentence_what_it_has_found():
    network, X, y = Network((2, 3, 1), seed=2), np.array([[0.5, -1.0], [2.0, 0.3]]), [0, 1]
    right = check_gradients(network, X, y)
    assert re.fullmatch(
        r"All 13 derivatives agree with the loss\. Largest relative error: \de-\d\d, of .+\.",
        right.sentence,
    )
    assert right.sentence.endswith(f" of {right.worst.parameter.name}.")

    dW, db = network.gradients(X, y)
    wrong = check_gradients(network, X, y, gradients=([dW[0], 2 * dW[1]], db)).sentence
    assert re.fullmatch(
        r"3 of 13 derivatives wrong\. Worst: W₂\[1, \d\], 2 times what it should be\.", wrong
    )

    network = Network((1, 1, 1), "relu")
    network.weights = [np.array([[1.0]]), np.array([[2.0]])]
    kink = check_gradients(network, np.array([[0.0]]), np.array([1])).sentence
    assert kink.startswith("3 of 4 derivatives agree with the loss. Others lie at a kink,")


def test_a_gradient_must_have_the_shape_of_what_it_belongs_to():
    network, X, y = Network((2, 3, 1)), np.ones((2, 4)), np.array([0, 1, 1, 0])
    dW, db = network.gradients(X, y)
    with pytest.raises(ValueError, match=r"db₁ must have the shape of b₁, \(3, 1\), not \(3,\)"):
        check_gradients(network, X, y, gradients=(dW, [db[0][:, 0], db[1]]))
    with pytest.raises(ValueError, match=r"dW₂ must have the shape of W₂, \(1, 3\), not \(3, 1\)"):
        check_gradients(network, X, y, gradients=([dW[0], dW[1].T], db))


def test_arguments_are_checked():
    network, X, y = Network((2, 3, 1)), np.ones((2, 4)), np.array([0, 1, 1, 0])
    with pytest.raises(ValueError, match="regularization must be one of"):
        check_gradients(network, X, y, "l3")
    with pytest.raises(ValueError, match="y must hold one label per column"):
        check_gradients(network, X, y[:3])


def test_in_slices_it_says_how_far_it_is_and_comes_to_the_same():
    network = Network((2, 16, 16, 1))
    random = np.random.RandomState(0)
    X, y = random.standard_normal((2, 200)), random.randint(0, 2, 200)
    shares = list(check_in_slices(network, X, y))
    assert len(shares) > 10
    assert shares == sorted(set(shares))
    assert shares[-1] == 1
    sliced, whole = finished(check_in_slices(network, X, y)), check_gradients(network, X, y)
    assert np.array_equal(sliced.numeric, whole.numeric)


def test_the_network_stays_as_it_is():
    network, same = Network((2, 4, 1), "relu", 5), Network((2, 4, 1), "relu", 5)
    check_gradients(network, np.ones((2, 3)), np.array([0, 1, 1]), "l2", 0.1)
    for own, before in zip(
        network.weights + network.biases, same.weights + same.biases, strict=True
    ):
        assert np.array_equal(own, before)
