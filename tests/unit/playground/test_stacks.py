"""Stacks: each network of one has the values that it has alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.activations import ACTIVATIONS
from playground.network import Network
from playground.parameters import split
from playground.regularization import PENALTIES
from playground.stacks import NUMBERS, losses, slices, stacked

HIDDEN = st.lists(st.integers(1, 5), max_size=3)
SEEDS = st.integers(0, 2**32 - 1)


@given(
    HIDDEN,
    st.sampled_from(sorted(ACTIVATIONS)),
    st.sampled_from(sorted(PENALTIES)),
    SEEDS,
    st.data(),
)
@settings(deadline=None)
def test_each_network_of_a_stack_has_its_own_loss(hidden, activation, regularization, seed, data):
    network = Network((2, *hidden, 1), activation, seed)
    random = np.random.RandomState(seed)
    X, y = random.standard_normal((2, 7)), random.randint(0, 2, 7).astype(float)
    layers = range(len(network.weights))
    chosen = data.draw(st.sets(st.sampled_from(layers), min_size=1))
    sizes = network.layer_sizes
    blocks = {
        layer: random.standard_normal((4, sizes[layer + 1], sizes[layer] + 1)) for layer in chosen
    }
    stack = stacked(network, blocks)
    found = losses(stack, stack.forward(X), y, regularization, 0.3)
    for k in range(4):
        weights, biases = list(network.weights), list(network.biases)
        for layer, versions in blocks.items():
            weights[layer], biases[layer] = versions[k][:, :-1], versions[k][:, -1:]
        alone = network.with_parameters(weights, biases)
        assert found[k] == pytest.approx(alone.loss(X, y, regularization, 0.3), rel=1e-12)


def test_the_network_that_a_stack_is_made_from_stays_as_it_is():
    network, same = Network((2, 3, 1)), Network((2, 3, 1))
    theta = np.ones((5, 13))
    stacked(network, {1: split(theta, network.layer_sizes)[1]})
    for own, before in zip(
        network.weights + network.biases, same.weights + same.biases, strict=True
    ):
        assert np.array_equal(own, before)


@given(st.integers(1, 5000), st.integers(1, 20000), HIDDEN)
def test_slices_cover_everything_once_and_stay_small(count, n, hidden):
    network = Network((2, *hidden, 1))
    parts = list(slices(count, network, n))
    assert [i for part in parts for i in range(count)[part]] == list(range(count))
    activations = n * (sum(hidden) + 1)
    assert all(p.stop - p.start == 1 or (p.stop - p.start) * activations <= NUMBERS for p in parts)
