"""All parameters of a network in one vector, theta, as a training keeps them.

Layer by layer and unit by unit, a unit's weights and then its bias.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from playground.checks import Array


def split(theta: Array, layer_sizes: Sequence[int]) -> list[Array]:
    """Return views into *theta*, one for each layer, of shape (units, inputs + 1).

    Of several thetas, (..., parameters), the views are shaped (..., units, inputs + 1).
    """
    blocks, begin = [], 0
    for inputs, units in pairwise(layer_sizes):
        end = begin + units * (inputs + 1)
        blocks.append(theta[..., begin:end].reshape(*theta.shape[:-1], units, inputs + 1))
        begin = end
    return blocks


def parameters(theta: Array, layer_sizes: Sequence[int]) -> tuple[list[Array], list[Array]]:
    """Return the weights and the biases of a network as views into *theta*; as `split`."""
    blocks = split(theta, layer_sizes)  # the last column is the bias
    return [block[..., :-1] for block in blocks], [block[..., -1:] for block in blocks]


def joined(weights: Iterable[Array], biases: Iterable[Array]) -> Array:
    """Return a new theta that holds these *weights* and *biases*."""
    layers = zip(weights, biases, strict=True)
    return np.concatenate([np.hstack(layer).ravel() for layer in layers])


def is_weight(layer_sizes: Sequence[int]) -> Array:
    """Return an array like theta that holds 1 for each weight and 0 for each bias."""
    rows = [np.tile([1.0] * inputs + [0.0], units) for inputs, units in pairwise(layer_sizes)]
    return np.concatenate(rows)
