"""The descent of `training.Trainer` without waste, for a page that trains while one watches.

It is the same mathematics: read it in network.py and training.py; a test proves that the
numbers agree. Here each operation is a NumPy call on arrays made once, and an epoch is a
list of such calls. What that brings in a Chromium worker (WebAssembly, neither BLAS nor SIMD,
0.5 µs and more for any call), step by step, as `tests/bench` finds 5 and 2.7 for the whole:

===============================================================  ============  =============
epochs per second, times                                         2-3-1, n=200  2-32-1, n=1000
===============================================================  ============  =============
no loss and no look for NaN in every epoch                                1.8            1.2
results into arrays made once; biases as weights of a row of
ones; all parameters in one vector, so one update for all                 2.4            1.1
constants as arrays; learning rate and 1/n put in early                   1.1            1.0
tanh z as 1 - 2 / (1 + e^2z): NumPy's exp takes 5 ns, tanh 20             1.2            1.7
large products by einsum, whose loops beat a matmul without BLAS          1.0            1.2
one hidden layer: dz applied to the inputs, w to the sums                 1.0            1.1
===============================================================  ============  =============

32-bit numbers would bring 1.05 and 1.15, and cost half of the digits: they stay 64-bit.
"""

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from playground.network import Array, Network

Calls = list[partial]
ONE, TWO = np.array(1.0), np.array(2.0)  # NumPy would turn a float into an array at every call
LARGE = 5000  # multiplications from which einsum makes good for its 1.5 µs of preparation


class Recipe(NamedTuple):
    """The calls that carry out one of `network.ACTIVATIONS` in the place of its argument."""

    factor: float
    function: Callable[[Array], Calls]  # turns factor * z into a
    derivative: Callable[[Array], Calls]  # turns a into da/dz


def _logistic(z: Array, base: Array, height: Array) -> Calls:
    """Return the calls that turn z into base - height / (1 + e^z)."""
    steps = [(np.exp, z), (np.add, z, ONE), (np.divide, height, z), (np.subtract, base, z)]
    return [partial(*step, z) for step in steps]


RECIPES = {
    "tanh": Recipe(
        factor=2,  # tanh z = 1 - 2 / (1 + e^2z)
        function=lambda z: _logistic(z, ONE, TWO),
        derivative=lambda a: [partial(np.square, a, a), partial(np.subtract, ONE, a, a)],
    )
}


class Descent:
    """Full-batch gradient descent: a list of NumPy calls, written once, run every epoch.

    Parameters
    ----------
    network : Network
        Begins with the parameters it has. Its `weights` and `biases` become views into
        `theta`: whatever asks the network sees the newest parameters, without a copy.
    X : array_like of shape (2, n)
        The points, one per column; never changed.
    y : array_like of shape (n,)
        Their true labels, 0 or 1; never changed.

    Attributes
    ----------
    theta : ndarray of shape (parameters,)
        All parameters: layer by layer, unit by unit, a unit's weights and then its bias.
        After ``kept = descent.theta.copy()``, ``descent.theta[:] = kept`` goes back there.

    Raises
    ------
    ValueError
        If X and y do not fit the network.
    """

    def __init__(self, network: Network, X: ArrayLike, y: ArrayLike) -> None:
        X, y = network.check_samples(X, y)
        sizes, n, recipe = network.layer_sizes, y.size, RECIPES[network.activation]
        layers = zip(network.weights, network.biases, strict=True)
        self.theta = np.concatenate([np.hstack(layer).ravel() for layer in layers])

        W = _split(self.theta, sizes)  # W[l] (units, inputs + 1), the last column is the bias
        network.weights = [block[:, :-1] for block in W]
        network.biases = [block[:, -1:] for block in W]
        factors, scaled, change = (np.ones_like(self.theta) for _ in range(3))
        factors[: -W[-1].size] = recipe.factor
        a = [np.ones((inputs + 1, n)) for inputs in sizes[:-1]]  # the last row remains 1
        a[0][:-1] = X
        dz = [np.empty((units, n)) for units in sizes[1:]]
        self._rate, self._class_0, self._target = np.empty(()), 1 - y[None], np.empty((1, n))

        # Multiplying the few weights by `factor` spares multiplying each z.
        calls = [partial(np.multiply, self.theta, factors, scaled)]
        *hidden, last = _split(scaled, sizes)
        for layer, block in enumerate(hidden):
            z = a[layer + 1][:-1]
            calls += [_product(block, a[layer], z), *recipe.function(z)]
        # dz is rate * (sigmoid(z) - y) with rate = -learning_rate / n, so that what follows from
        # it is the update itself. sigmoid(z) - y is computed as (1 - y) - 1 / (1 + e^z).
        calls += [_product(last, a[-1], dz[-1]), *_logistic(dz[-1], self._target, self._rate)]
        dW = _split(change, sizes)
        calls.append(_product(dz[-1], a[-1].T, dW[-1]))
        for layer in reversed(range(len(hidden))):
            slope, w = a[layer + 1][:-1], network.weights[layer + 1].T
            calls += recipe.derivative(slope)
            if len(hidden) == 1:
                # dW = w * dz * slope @ a.T: dz can go to the few inputs, w to the result.
                weighted = np.empty_like(a[0])
                calls += [
                    partial(np.multiply, a[0], dz[1], weighted),
                    _product(slope, weighted.T, dW[0]),
                    partial(np.multiply, dW[0], w, dW[0]),
                ]
            else:
                calls += [
                    _product(w, dz[layer + 1], dz[layer]),
                    partial(np.multiply, dz[layer], slope, dz[layer]),
                    _product(dz[layer], a[layer].T, dW[layer]),
                ]
        self._calls = [*calls, partial(np.add, self.theta, change, self.theta)]

    def run(self, epochs: int, learning_rate: float, record: Array | None = None) -> None:
        """Train for some epochs; whether the numbers stay finite is the caller's to look at.

        Parameters
        ----------
        epochs : int
            How many times to go through all points, each for one update.
        learning_rate : float
            How far to go against the gradient.
        record : ndarray of shape (epochs or more, parameters), optional
            Row i receives `theta` as it is after i + 1 of these epochs.
        """
        with np.errstate(over="ignore", invalid="ignore"):
            self._rate[...] = -learning_rate / self._class_0.size
            np.multiply(self._rate, self._class_0, self._target)
            for epoch in range(epochs):
                for call in self._calls:
                    call()
                if record is not None:
                    record[epoch] = self.theta


def _split(flat: Array, sizes: tuple[int, ...]) -> list[Array]:
    """Return views into *flat*, one for each layer, of shape (units, inputs + 1)."""
    ends = np.cumsum([units * (inputs + 1) for inputs, units in pairwise(sizes)])
    parts = zip(np.split(flat, ends[:-1]), sizes[1:], strict=True)
    return [part.reshape(units, -1) for part, units in parts]


def _product(A: Array, B: Array, out: Array) -> partial:
    """Return the call that computes A @ B into *out*, the fastest for its size."""
    if out.size * A.shape[1] >= LARGE:
        return partial(np.einsum, "ij,jk->ik", A, B, out=out)
    return partial(np.dot if A.shape[1] > out.shape[1] else np.matmul, A, B, out)
