"""The names of parameters: in the order of theta, counted from 1."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from playground.look.naming import Parameter, all_parameters
from playground.parameters import joined

LAYER_SIZES = st.lists(st.integers(1, 5), min_size=2, max_size=5).map(tuple)


@given(LAYER_SIZES)
def test_parameters_are_named_in_the_order_of_theta(layer_sizes):
    shapes = list(zip(layer_sizes[1:], layer_sizes[:-1], strict=True))
    weights = [np.zeros(shape) for shape in shapes]
    biases = [np.zeros((units, 1)) for units, _ in shapes]
    parameters = all_parameters(layer_sizes)
    assert len(parameters) == joined(weights, biases).size
    for number, (layer, unit, source) in enumerate(parameters, 1):
        array, column = (biases, 0) if source is None else (weights, source)
        array[layer][unit, column] = number
    assert joined(weights, biases).tolist() == list(range(1, len(parameters) + 1))


def test_names_are_the_articles_and_count_from_1():
    assert Parameter(0, 1, 0).name == "W₁[2, 1]"
    assert Parameter(1, 0, None).name == "b₂[1]"
    assert Parameter(11, 9, 15).name == "W₁₂[10, 16]"
