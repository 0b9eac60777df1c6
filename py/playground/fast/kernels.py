"""Activations, outputs and products as NumPy calls on arrays made once: what ``fast`` is made of.

The same mathematics as in activations.py and outputs.py, in the order that costs least in
WebAssembly.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from playground.activations import ACTIVATIONS, LEAK, Activation
from playground.checks import Array
from playground.outputs import OUTPUTS, Output

Calls = list[Callable[[], object]]

# NumPy would turn a float into an array at every call.
ZERO, ONE, TWO, SLOPE = np.array(0.0), np.array(1.0), np.array(2.0), np.array(LEAK)
LARGE = 5000  # multiplications from which einsum makes good for its 1.5 µs of preparation
MANY = 2000  # values from which two formulas for tanh make good for telling where to use which
NEAR_0 = 2.0**-6
NEAR_0_SQUARED = np.array(NEAR_0**2)


class Kernel(NamedTuple):
    """The calls that carry out one of `activations.ACTIVATIONS` on arrays (units, n)."""

    # (z, a): fills a with the activations of z. None: z are the activations.
    function: Callable[[Array, Array], Calls] | None
    # (z, a): turns a into da/dz. None: it is 1.
    derivative: Callable[[Array, Array], Calls] | None
    # Whether z must still be there for `derivative`; else it finds room for anything there.
    keeps_z: bool = False
    # As function, but only to 1e-15 absolutely; None: there is nothing that takes less time.
    rough: Callable[[Array, Array], Calls] | None = None


def sigmoid(z: Array, a: Array) -> Calls:
    """Return the calls that fill *a* with 1 / (1 + e^-z); an infinite e^-z gives the limit 0."""
    return [
        partial(np.negative, z, a),
        partial(np.exp, a, a),
        partial(np.add, a, ONE, a),
        partial(np.divide, ONE, a, a),
    ]


def tanh(z: Array, a: Array) -> Calls:
    """Return the calls that fill *a* with tanh z."""
    if z.size < MANY:
        return [partial(np.tanh, z, a)]
    is_near = np.empty(z.shape, dtype=np.bool_)
    return [partial(_tanh_of_many, z, a, is_near, rough_tanh(z, a))]


def rough_tanh(z: Array, a: Array) -> Calls:
    """Return the calls that fill *a* with 1 - 2 / (1 + e^2z), in half of the time of tanh z.

    Near 0 the difference loses digits: as many as z has zeros behind the point.
    """
    return [
        partial(np.add, z, z, a),
        partial(np.exp, a, a),
        partial(np.add, a, ONE, a),
        partial(np.divide, TWO, a, a),
        partial(np.subtract, ONE, a, a),
    ]


def _tanh_of_many(z: Array, a: Array, is_near: NDArray[np.bool_], rough: Calls) -> None:
    """Fill *a* with tanh z, by NumPy's tanh near 0 and by `rough_tanh` elsewhere.

    So no digit is lost near 0, and what is lost elsewhere is less than 2e-14 of a.
    """
    np.square(z, a)
    np.less(a, NEAR_0_SQUARED, is_near)
    if 8 * np.count_nonzero(is_near) > is_near.size:
        np.tanh(z, a)
        return
    for call in rough:
        call()
    np.tanh(z, out=a, where=is_near)


KERNELS = {
    "tanh": Kernel(
        function=tanh,
        derivative=lambda z, a: [partial(np.square, a, a), partial(np.subtract, ONE, a, a)],
        rough=rough_tanh,
    ),
    "sigmoid": Kernel(
        function=sigmoid,
        derivative=lambda z, a: [partial(np.subtract, ONE, a, z), partial(np.multiply, a, z, a)],
    ),
    "relu": Kernel(
        function=lambda z, a: [partial(np.maximum, z, ZERO, out=a)],
        derivative=lambda z, a: [partial(np.sign, a, a)],  # no a is negative
    ),
    "leaky_relu": Kernel(
        function=lambda z, a: [
            partial(np.multiply, z, SLOPE, a),
            partial(np.maximum, z, a, out=a),
        ],
        derivative=lambda z, a: [
            partial(np.sign, a, a),
            partial(np.maximum, a, SLOPE, out=a),
        ],
    ),
    "linear": Kernel(function=None, derivative=None),
}
"""The kernels of those activations that have one of their own; see `kernel_of`."""


def kernel_of(activation: str) -> Kernel:
    """Return the kernel of one of `ACTIVATIONS`, if need be one that calls its functions."""
    return KERNELS.get(activation) or _kernel_from(ACTIVATIONS[activation])


def _kernel_from(activation: Activation) -> Kernel:
    function, derivative = activation.function, activation.derivative
    return Kernel(
        function=lambda z, a: [lambda: np.copyto(a, function(z))],
        derivative=lambda z, a: [lambda: np.copyto(a, derivative(z, a))],
        keeps_z=True,
    )


class OutputKernel(NamedTuple):
    """The calls that carry out one of `outputs.OUTPUTS` on arrays (units, n)."""

    # (z, a): fills a with the outputs of z.
    function: Callable[[Array, Array], Calls]
    # What `delta` needs of the labels, as rows of numbers: (n,) -> (rows, n).
    rows: Callable[[Array], Array]
    # (z, rows, scaled, rate): turns z into rate * dz. `scaled` is -rate * rows, made before.
    delta: Callable[[Array, Array, Array, Array], Calls]


OUTPUT_KERNELS = {
    # a - y is -1 / (1 + e^z) for y = 1 and 1 / (1 + e^-z) for y = 0. With s = 1 and s = -1 for
    # these, it is -s / (1 + e^sz), of which no digit is lost where the network is right.
    "sigmoid": OutputKernel(
        function=sigmoid,
        rows=lambda y: (2.0 * y - 1)[None],
        delta=lambda z, s, scaled, rate: [
            partial(np.multiply, z, s, z),
            partial(np.exp, z, z),
            partial(np.add, z, ONE, z),
            partial(np.divide, scaled, z, z),
        ],
    ),
}
"""The kernels of those outputs that have one of their own; see `output_kernel_of`."""


def output_kernel_of(output: str) -> OutputKernel:
    """Return the kernel of one of `OUTPUTS`, if need be one that calls its functions."""
    return OUTPUT_KERNELS.get(output) or _output_kernel_from(OUTPUTS[output])


def _output_kernel_from(output: Output) -> OutputKernel:
    function, delta = output.function, output.delta
    return OutputKernel(
        function=lambda z, a: [lambda: np.copyto(a, function(z))],
        rows=lambda y: y[None],
        delta=lambda z, rows, scaled, rate: [
            lambda: np.multiply(rate, delta(function(z), rows[0]), z)
        ],
    )


def product(A: Array, B: Array, out: Array) -> Callable[[], object]:
    """Return the call that computes A @ B into *out*, the fastest for its size."""
    if out.size * A.shape[1] >= LARGE:
        return partial(np.einsum, "ij,jk->ik", A, B, out=out)
    return partial(np.dot if A.shape[1] > out.shape[1] else np.matmul, A, B, out)
