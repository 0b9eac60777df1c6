"""Many networks at once: their losses in one pass, instead of one pass for each.

NumPy multiplies stacks of matrices as it multiplies matrices: W (k, units, inputs) times
a (inputs, n) is (k, units, n), one product for each of k networks. So where one layer has k
versions, ``Network.forward`` goes through all of them as it is. What the layers below make of
the points is computed only once; from the stacked layer on, everything has k versions.
"""

import copy
from collections.abc import Iterator

import numpy as np

from playground.checks import Array
from playground.network import Network, Trace
from playground.outputs import OUTPUTS
from playground.regularization import PENALTIES

NUMBERS = 2**16
"""A slice of work has about so many activations: half a megabyte, which a processor keeps near,
and a millisecond's work or two, so that a page can do other things in between."""


def stacked(network: Network, blocks: dict[int, Array]) -> Network:
    """Return k networks in one, like *network* but for some layers.

    Parameters
    ----------
    network : Network
        Gives all other parameters; it stays as it is.
    blocks : dict of int to ndarray of shape (k, units, inputs + 1)
        By the number of a layer, k versions of its parameters, as `parameters.split` returns
        them: the last column is the bias.
    """
    stack = copy.copy(network)
    stack.weights, stack.biases = list(network.weights), list(network.biases)
    for layer, block in blocks.items():
        stack.weights[layer], stack.biases[layer] = block[..., :-1], block[..., -1:]
    return stack


def copy_of(network: Network) -> Network:
    """Return a network with its own parameters, which stay if the other one goes on training."""
    weights, biases = ([array.copy() for array in own] for own in (network.weights, network.biases))
    return network.with_parameters(weights, biases)


def losses(
    stack: Network, trace: Trace, y: Array, regularization: str = "none", rate: float = 0.0
) -> Array:
    """Return what `Network.loss` is for each of the networks of a stack, (k,).

    Parameters
    ----------
    stack : Network
        As `stacked` returns it.
    trace : Trace
        What ``stack.forward`` has returned.
    y : ndarray of shape (n,)
        The true labels.
    regularization, rate
        The penalty, as for `Network.loss`.
    """
    of_points = OUTPUTS[stack.output].losses(trace.z[-1], y)  # (k, 1, n)
    function = PENALTIES[regularization].function
    penalties = [
        np.array([function(version, rate) for version in W]) if W.ndim == 3 else function(W, rate)
        for W in stack.weights
    ]
    means: Array = of_points.mean(axis=(-2, -1))
    return means + sum(penalties)


def slices(count: int, network: Network, n: int) -> Iterator[slice]:
    """Cut *count* networks like *network*, for n points, into slices of about `NUMBERS`."""
    size = max(1, NUMBERS // (sum(network.layer_sizes[1:]) * n))
    for begin in range(0, count, size):
        yield slice(begin, min(begin + size, count))
