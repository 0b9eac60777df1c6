"""Activations and products as NumPy calls on arrays made once: what `fast` is built of.

The same mathematics as in network.py, in the order that costs least in WebAssembly.
"""

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from playground.network import LEAK, Array

Calls = list[partial]

# NumPy would turn a float into an array at every call.
ZERO, ONE, TWO, LEAST = np.array(0.0), np.array(1.0), np.array(2.0), np.array(LEAK)
LARGE = 5000  # multiplications from which einsum makes good for its 1.5 µs of preparation


class Kernel(NamedTuple):
    """The calls that carry out one of `network.ACTIVATIONS` in the place of its argument."""

    factor: float
    function: Callable[[Array, Array], Calls]  # (z, spare): turns factor * z into a
    derivative: Callable[[Array, Array], Calls] | None  # (a, spare): a into da/dz; None: it is 1


def logistic(z: Array, base: Array, height: Array) -> Calls:
    """Return the calls that turn z into base - height / (1 + e^z)."""
    steps = [(np.exp, z), (np.add, z, ONE), (np.divide, height, z), (np.subtract, base, z)]
    return [partial(*step, z) for step in steps]


KERNELS = {
    "tanh": Kernel(
        factor=2,  # tanh z = 1 - 2 / (1 + e^2z)
        function=lambda z, spare: logistic(z, ONE, TWO),
        derivative=lambda a, spare: [partial(np.square, a, a), partial(np.subtract, ONE, a, a)],
    ),
    "sigmoid": Kernel(
        factor=-1,  # 1 / (1 + e^-z)
        function=lambda z, spare: [
            partial(np.exp, z, z),
            partial(np.add, z, ONE, z),
            partial(np.divide, ONE, z, z),
        ],
        derivative=lambda a, spare: [
            partial(np.subtract, ONE, a, spare),
            partial(np.multiply, a, spare, a),
        ],
    ),
    "relu": Kernel(
        factor=1,
        function=lambda z, spare: [partial(np.maximum, z, ZERO, out=z)],
        derivative=lambda a, spare: [partial(np.sign, a, a)],  # no a is negative
    ),
    "leaky_relu": Kernel(
        factor=1,
        function=lambda z, spare: [
            partial(np.multiply, z, LEAST, spare),
            partial(np.maximum, z, spare, out=z),
        ],
        derivative=lambda a, spare: [
            partial(np.sign, a, a),
            partial(np.maximum, a, LEAST, out=a),
        ],
    ),
    "linear": Kernel(factor=1, function=lambda z, spare: [], derivative=None),
}
"""What becomes of each activation; `spare` is an array like the first one, for what is between."""


def product(A: Array, B: Array, out: Array) -> partial:
    """Return the call that computes A @ B into *out*, the fastest for its size."""
    if out.size * A.shape[1] >= LARGE:
        return partial(np.einsum, "ij,jk->ik", A, B, out=out)
    return partial(np.dot if A.shape[1] > out.shape[1] else np.matmul, A, B, out)


def split(theta: Array, sizes: tuple[int, ...]) -> list[Array]:
    """Return views into *theta*, one for each layer, of shape (units, inputs + 1).

    Of several thetas, (..., parameters), the views are shaped (..., units, inputs + 1).
    """
    blocks, begin = [], 0
    for inputs, units in pairwise(sizes):
        end = begin + units * (inputs + 1)
        blocks.append(theta[..., begin:end].reshape(*theta.shape[:-1], units, inputs + 1))
        begin = end
    return blocks


def parameters(theta: Array, sizes: tuple[int, ...]) -> tuple[list[Array], list[Array]]:
    """Return the weights and the biases of a network as views into *theta*; as `split`."""
    blocks = split(theta, sizes)  # the last column is the bias
    return [block[..., :-1] for block in blocks], [block[..., -1:] for block in blocks]
