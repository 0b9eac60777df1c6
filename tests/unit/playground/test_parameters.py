"""Theta: the documented order, views and no copies."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from playground.parameters import is_weight, joined, parameters

LAYER_SIZES = st.lists(st.integers(1, 6), min_size=2, max_size=5).map(tuple)


def test_theta_goes_unit_by_unit_a_units_weights_and_then_its_bias():
    weights = [np.array([[1.0, 2.0], [4.0, 5.0]]), np.array([[7.0, 8.0]])]
    biases = [np.array([[3.0], [6.0]]), np.array([[9.0]])]
    assert joined(weights, biases).tolist() == list(range(1, 10))


@given(LAYER_SIZES)
def test_apart_and_together_again_nothing_has_changed(layer_sizes):
    count = sum((inputs + 1) * units for inputs, units in pairwise(layer_sizes))
    theta = np.arange(count, dtype=np.float64)
    weights, biases = parameters(theta, layer_sizes)
    shapes = list(zip(layer_sizes[1:], layer_sizes[:-1], strict=True))
    assert [W.shape for W in weights] == shapes
    assert [b.shape for b in biases] == [(units, 1) for units in layer_sizes[1:]]
    assert np.array_equal(joined(weights, biases), theta)
    assert all(np.shares_memory(view, theta) for view in [*weights, *biases])
    assert not np.shares_memory(joined(weights, biases), theta)


@given(LAYER_SIZES)
def test_the_mask_tells_weights_from_biases(layer_sizes):
    theta = is_weight(layer_sizes)
    weights, biases = parameters(theta, layer_sizes)
    assert all((W == 1).all() for W in weights)
    assert all((b == 0).all() for b in biases)
