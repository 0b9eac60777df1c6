"""The classic mistakes: each is what it says, and the gradient check catches it."""

import inspect
import textwrap

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground import network as network_module
from playground.activations import ACTIVATIONS
from playground.gradient_check import FLOOR, TOLERANCE, check_gradients
from playground.mistakes import MISTAKES, BrokenNetwork, Lines, attempt
from playground.network import INITIALIZATIONS, Network
from playground.parameters import joined
from playground.settings.mistakes import BROKEN, BROKEN_LINES
from playground.training import Trainer, train

NAMES = sorted(MISTAKES)
SEEDS = st.integers(0, 2**32 - 1)


@st.composite
def networks(draw, min_layers=0):
    """Return a random network with its points and labels."""
    sizes = (2, *draw(st.lists(st.integers(1, 6), min_size=min_layers, max_size=4)), 1)
    seed = draw(SEEDS)
    network = Network(
        sizes,
        draw(st.sampled_from(sorted(ACTIVATIONS))),
        seed,
        initialization=draw(st.sampled_from(sorted(INITIALIZATIONS))),
    )
    random = np.random.RandomState(seed)
    n = draw(st.integers(1, 30))
    return network, random.standard_normal((2, n)), random.randint(0, 2, n)


def backward_as_shown(name):
    """Return `Network.backward` with the text of a mistake put in the place of the right one."""
    source = textwrap.dedent(inspect.getsource(Network.backward))
    mistake, lines = BROKEN[name], source.splitlines()
    broken = [
        line.replace(mistake.right, mistake.wrong)
        if line.strip().startswith(tuple(f"{array} = " for array in mistake.arrays))
        else line
        for line in lines
    ]
    assert sum(map(str.__ne__, lines, broken)) == len(mistake.arrays)
    made = {}
    exec("\n".join(broken), vars(network_module).copy(), made)
    return made["backward"]


def result_or_error(function, *arguments):
    """Return what a function returns, or the text of the ValueError that it raises."""
    try:
        return function(*arguments)
    except ValueError as error:
        return str(error)


@given(networks(), st.sampled_from(NAMES))
@settings(deadline=None)
def test_each_mistake_computes_what_its_text_says(case, name):
    network, X, y = case
    broken = BrokenNetwork(network, name)
    trace = broken.forward(X)
    shown = result_or_error(backward_as_shown(name), network, trace, y)
    found = result_or_error(broken.backward, trace, y)
    if isinstance(shown, str):
        assert found == shown
        return
    last = len(network.weights) - 1
    for layer, (expected, dW) in enumerate(zip(shown.dW, found.dW, strict=True)):
        if name == "doubled" and layer < last:  # planted in the last layer only
            expected = expected / 2
        assert np.allclose(dW, expected, rtol=1e-14, atol=0)
    for pieces, expected in ((found.db, shown.db), (found.dz, shown.dz)):
        assert all(np.array_equal(*pair) for pair in zip(pieces, expected, strict=True))


@given(networks())
@settings(deadline=None)
def test_without_its_mistake_the_backward_pass_is_the_networks_own(case):
    network, X, y = case
    broken = BrokenNetwork(network, "doubled")
    broken.lines = Lines()
    trace = network.forward(X)
    for found, own in zip(broken.backward(trace, y), network.backward(trace, y), strict=True):
        assert all(np.array_equal(*pair) for pair in zip(found, own, strict=True))


@pytest.mark.parametrize("name", NAMES)
@given(case=networks())
@settings(deadline=None, max_examples=100)
def test_the_gradient_check_catches_it_unless_it_changes_nothing(name, case):
    network, X, y = case
    check = result_or_error(check_gradients, BrokenNetwork(network, name), X, y)
    if isinstance(check, str):  # NumPy refuses to multiply, or db has not the shape of b
        assert check.startswith("matmul") or "must have the shape of b" in check
        return
    right, wrong = joined(*network.gradients(X, y)), check.analytic
    size = np.maximum(np.maximum(abs(right), abs(wrong)), FLOOR * max(1, network.loss(X, y)))
    # Half of what is tolerated more or less is left to rounding, and kinks to the doubt.
    surely_wrong = (abs(wrong - right) > 1.5 * TOLERANCE * size) & ~check.has_kink
    surely_right = abs(wrong - right) < 0.5 * TOLERANCE * size
    assert check.is_wrong[surely_wrong].all()
    assert not check.is_wrong[surely_right].any()


@pytest.mark.parametrize("name", NAMES)
def test_in_networks_that_begin_to_learn_it_is_always_caught(name):
    random = np.random.RandomState(0)
    for seed in range(100):
        sizes = (2, *random.randint(1, 9, random.randint(1, 4)), 1)
        network = Network(sizes, ("tanh", "sigmoid")[seed % 2], seed)
        X, y = random.standard_normal((2, 50)), random.randint(0, 2, 50)
        check = result_or_error(check_gradients, BrokenNetwork(network, name), X, y)
        assert isinstance(check, str) or not check.is_right


@given(networks(min_layers=1))
@settings(deadline=None)
def test_what_each_mistake_does_to_the_gradients(case):
    network, X, y = case
    n = y.size
    right = network.backward(network.forward(X), y.astype(float))

    wrong = attempt("no_mean", network, X, y).gradients
    for found, own in zip(wrong.dW + wrong.db, right.dW + right.db, strict=True):
        assert found == pytest.approx(n * own, rel=1e-12, abs=1e-300)

    wrong = attempt("doubled", network, X, y).gradients
    assert np.array_equal(wrong.dW[-1], 2 * right.dW[-1])
    for found, own in zip(wrong.dW[:-1] + wrong.db, right.dW[:-1] + right.db, strict=True):
        assert np.array_equal(found, own)

    wrong = attempt("no_derivative", network, X, y).gradients
    assert np.array_equal(wrong.dW[-1], right.dW[-1])
    assert np.array_equal(wrong.dz[-2], network.weights[-1].T @ right.dz[-1])


def test_two_that_change_nothing_without_a_hidden_layer_or_a_bend():
    X, y = np.array([[0.5, -1.0, 2.0], [1.0, 0.3, -0.7]]), np.array([0, 1, 1])
    for network in (Network((2, 1)), Network((2, 3, 2, 1), "linear")):
        assert check_gradients(BrokenNetwork(network, "no_derivative"), X, y).is_right
    assert check_gradients(BrokenNetwork(Network((2, 3, 1)), "no_mean"), X[:, :1], y[:1]).is_right


def test_a_forgotten_transpose_is_refused_by_numpy_or_silently_wrong():
    random = np.random.RandomState(3)
    X, y = random.standard_normal((2, 5)), np.array([0, 1, 0, 1, 1])
    refused = attempt("no_transpose", Network((2, 3, 1)), X, y)
    assert refused.gradients is None
    assert refused.where == "backward"
    assert "size 3 is different from 5" in refused.error
    # Two points, two inputs, two units: it fits, and nothing but the check notices.
    X, y = X[:, :2], y[:2]
    silent = attempt("no_transpose", Network((2, 2, 1)), X, y)
    assert silent.error == silent.where == ""
    assert silent.gradients.dW[0].shape == (2, 2)
    assert not check_gradients(BrokenNetwork(Network((2, 2, 1)), "no_transpose"), X, y).is_right


def test_forgotten_keepdims_make_the_bias_a_matrix():
    random = np.random.RandomState(3)
    X, y = random.standard_normal((2, 5)), np.array([0, 1, 0, 1, 1])
    outcome = attempt("no_keepdims", Network((2, 3, 1)), X, y)
    assert [db.shape for db in outcome.gradients.db] == [(3,), (1,)]
    assert outcome.where == "forward"
    assert "shapes (3,5) (3,3)" in outcome.error
    # One unit in each layer, or as many points as units: NumPy goes along.
    assert attempt("no_keepdims", Network((2, 1, 1)), X, y).error == ""
    assert attempt("no_keepdims", Network((2, 5, 1)), X, y).error == ""
    with pytest.raises(ValueError, match="dimension"):
        Trainer(BrokenNetwork(Network((2, 3, 1)), "no_keepdims"), X, y).step()


def test_training_with_a_mistake_shows_the_damage_and_leaves_the_healthy_network_alone():
    random = np.random.RandomState(0)
    X = random.standard_normal((2, 100))
    y = (X[0] * X[1] > 0).astype(int)
    network, same = Network((2, 6, 1), seed=1), Network((2, 6, 1), seed=1)
    broken = BrokenNetwork(network, "no_mean")
    damaged = train(broken, X, y, epochs=100)
    assert np.array_equal(network.weights[0], same.weights[0])
    healthy = train(network, X, y, epochs=100)
    assert damaged[0] == healthy[0]
    assert damaged[-1] > 2 * healthy[-1]


def test_an_unknown_mistake_is_named_with_those_that_exist():
    with pytest.raises(ValueError, match="mistake must be one of no_mean, no_derivative, no_tr"):
        BrokenNetwork(Network((2, 1)), "typo")


def test_each_mistake_says_what_goes_wrong_in_sentences():
    assert [one.name for one in BROKEN_LINES] == list(MISTAKES)
    for one in BROKEN_LINES:
        assert one.label
        assert one.sentence.endswith(".")
