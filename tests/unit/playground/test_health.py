"""Health: what ails a network is said, and of a healthy one nothing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.activations import ACTIVATIONS
from playground.data import generate
from playground.health import gradient_sizes, health
from playground.inspection import inspect
from playground.network import Network
from playground.settings.lessons import LESSONS
from playground.training import train


def findings_of(network, X, y):
    """Return what there is to say of a network and these points."""
    seen = inspect(network, X, y)
    return health(network, seen.trace, seen.gradients)


def sentences_of(network, X, y):
    return [finding.sentence for finding in findings_of(network, X, y)]


def moons_and(units, activation="tanh", hidden_layers=1):
    """Return a network and 100 points on two moons."""
    return Network((2, *[units] * hidden_layers, 1), activation), *generate("moons")


@pytest.mark.parametrize("epochs", [0, 50, 1000])
def test_of_the_articles_network_there_is_nothing_to_say(epochs):
    network, X, y = moons_and(3)
    train(network, X, y, epochs)
    assert findings_of(network, X, y) == []


def test_a_dead_unit_is_named_with_the_number_of_points():
    network, X, y = moons_and(3, "relu")
    network.weights[0] = np.array([[1.0, 0.0], [0.5, 0.5], [0.0, 1.0]])
    network.biases[0] = np.array([[1.0], [-50.0], [1.0]])
    (finding,) = findings_of(network, X, y)
    assert (finding.kind, finding.layer, finding.units, finding.lesson) == ("dead", 0, (1,), "")
    assert finding.sentence == "Unit 2 is dead: its ReLU is 0 for all 100 points."
    network.biases[0] = np.array([[-50.0], [-50.0], [1.0]])
    assert "Units 1 and 2 are dead: their ReLU is 0 for all 100 points." in sentences_of(
        network, X, y
    )


def test_the_same_unit_with_a_leaky_relu_is_not_dead():
    network, X, y = moons_and(3, "leaky_relu")
    network.biases[0] = np.array([[1.0], [-50.0], [1.0]])
    assert "dead" not in {finding.kind for finding in findings_of(network, X, y)}


def test_units_that_answer_the_same_for_all_points():
    network, X, y = moons_and(3)
    network.weights[0][1] = 0
    network.biases[0][1] = 0.7
    assert sentences_of(network, X, y) == ["Unit 2 answers the same for all 100 points."]


def test_from_zeros_all_units_are_one_and_a_lesson_explains_it():
    X, y = generate("circles")
    network = Network((2, 3, 1), initialization="zeros")
    constant, vanishing = findings_of(network, X, y)
    assert constant.sentence == "All 3 units each answer the same for all 100 points."
    assert vanishing.sentence == "No gradient reaches layer 1: it does not learn."
    assert constant.lesson == vanishing.lesson == "zeros"
    assert "zeros" in {lesson.name for lesson in LESSONS}


@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
def test_saturated_units(activation):
    network, X, y = moons_and(3, activation)
    X = X[:, np.abs(X[0] - 0.5) > 0.1]
    y = y[: X.shape[1]]
    network.weights[0][2] = [1000.0, 0.0]
    network.biases[0][2] = -500.0
    (finding,) = findings_of(network, X, y)
    assert (finding.kind, finding.units) == ("saturated", (2,))
    assert finding.sentence.startswith("Unit 3 is saturated: for nearly all points its slope")


@pytest.mark.parametrize(("activation", "sign"), [("tanh", 1), ("tanh", -1), ("sigmoid", -1)])
def test_units_that_are_equal_or_opposite_are_one(activation, sign):
    network, X, y = moons_and(4, activation)
    network.weights[0][3] = sign * network.weights[0][1]
    (finding,) = findings_of(network, X, y)
    assert (finding.kind, finding.units) == ("alike", (1, 3))
    assert finding.sentence == "Units 2 and 4 are alike: they do the work of one unit."
    assert finding.lesson == ("zeros" if sign == 1 else "")


def test_opposite_relus_are_not_alike():
    network, X, y = moons_and(2, "relu")
    network.weights[0][1] = -network.weights[0][0]
    assert findings_of(network, X, y) == []


def test_a_gradient_that_vanishes_on_its_way_down():
    network, X, y = moons_and(4, "sigmoid", hidden_layers=4)
    network.weights = [0.1 * W for W in network.weights]
    vanishing = [f for f in findings_of(network, X, y) if f.kind == "vanishing"]
    sizes = gradient_sizes(inspect(network, X, y).gradients)
    small = [layer for layer, size in enumerate(sizes) if size < sizes[-1] / 1000]
    assert [finding.layer for finding in vanishing] == small
    assert vanishing[0].layer == 0
    times = float(vanishing[0].sentence.split(" is ")[1].split(" times")[0].replace(",", ""))
    assert times == pytest.approx(sizes[-1] / sizes[0], rel=0.05)


def test_in_networks_of_several_layers_it_is_said_which():
    network, X, y = moons_and(3, "relu", hidden_layers=2)
    network.biases[1] = np.full((3, 1), -1000.0)
    sentences = sentences_of(network, X, y)
    assert "All 3 units of layer 2 are dead: their ReLU is 0 for all 100 points." in sentences
    assert "No gradient reaches layer 1: it does not learn." in sentences


def test_the_size_of_a_gradient_is_its_root_mean_square():
    network, X, y = moons_and(3)
    gradients = inspect(network, X, y).gradients
    for size, dW, db in zip(gradient_sizes(gradients), gradients.dW, gradients.db, strict=True):
        numbers = [*dW.ravel(), *db.ravel()]
        assert size == pytest.approx((sum(g * g for g in numbers) / len(numbers)) ** 0.5)


@given(
    st.lists(st.integers(1, 6), max_size=4),
    st.sampled_from(sorted(ACTIVATIONS)),
    st.integers(0, 2**32 - 1),
    st.integers(1, 20),
)
@settings(deadline=None)
def test_whatever_is_said_is_about_units_that_exist_and_each_is_named_once(
    hidden, activation, seed, n
):
    random = np.random.RandomState(seed)
    network = Network((2, *hidden, 1), activation, seed)
    network.weights = [W * random.choice([0.0, 1.0, 30.0]) for W in network.weights]
    X, y = random.standard_normal((2, n)), random.randint(0, 2, n)
    seen = inspect(network, X, y)
    named = set()
    for finding in health(network, seen.trace, seen.gradients):
        assert 0 <= finding.layer < len(hidden)
        assert finding.sentence.endswith(".")
        for unit in finding.units:
            assert 0 <= unit < hidden[finding.layer]
            if finding.kind != "alike":
                assert (finding.layer, unit) not in named
                named.add((finding.layer, unit))
        a = seen.trace.a[finding.layer + 1][list(finding.units)]
        if finding.kind == "dead":
            assert not a.any()
        if finding.kind == "alike":
            low, high = ACTIVATIONS[activation].bounds or (np.nan, np.nan)
            for row in a[1:]:
                apart = [np.abs(row - a[0]).max(), np.abs(row - (low + high - a[0])).max()]
                assert np.nanmin(apart) <= 0.011 * np.ptp(a)
