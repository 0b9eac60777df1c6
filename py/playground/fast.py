"""The descent of training.py without waste: the same mathematics, made for speed.

First version: correct, being measured and made faster behind the same interface.
"""

from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from playground.network import Array, Network


class Descent:
    """Full-batch gradient descent in arrays that are made once and used in every epoch.

    Parameters
    ----------
    network : Network
        Begins with the parameters it has. Its `weights` and `biases` become views into
        `theta`, so whatever asks the network sees the newest parameters, without a copy.
    X : array_like of shape (2, n)
        The points, one per column; never changed.
    y : array_like of shape (n,)
        Their true labels, 0 or 1; never changed.

    Attributes
    ----------
    theta : ndarray of shape (parameters,)
        All parameters: layer by layer, unit by unit, a unit's weights and then its bias.
        ``descent.theta[:] = kept`` goes back to what ``descent.theta.copy()`` kept.

    Raises
    ------
    ValueError
        If X and y do not fit the network.
    """

    def __init__(self, network: Network, X: ArrayLike, y: ArrayLike) -> None:
        X, self._y = network.check_samples(X, y)
        n = X.shape[1]
        sizes = network.layer_sizes
        shapes = [(n_out, n_in + 1) for n_in, n_out in pairwise(sizes)]
        self.theta = np.concatenate(
            [
                np.hstack([W, b]).ravel()
                for W, b in zip(network.weights, network.biases, strict=True)
            ]
        )
        self._step = np.empty_like(self.theta)
        self._layers, self._steps = _blocks(self.theta, shapes), _blocks(self._step, shapes)
        network.weights = [layer[:, :-1] for layer in self._layers]
        network.biases = [layer[:, -1:] for layer in self._layers]
        self._inputs = [np.ones((size + 1, n)) for size in sizes[:-1]]
        self._inputs[0][:-1] = X
        self._dz = [np.empty((size, n)) for size in sizes[1:]]

    def run(self, epochs: int, learning_rate: float, record: Array | None = None) -> None:
        """Train for some epochs; nothing is checked on the way.

        Parameters
        ----------
        epochs : int
            How many times to go through all points, each for one update.
        learning_rate : float
            How far to go against the gradient.
        record : ndarray of shape (epochs or more, parameters), optional
            Row i receives `theta` as it is after i + 1 of these epochs.
        """
        with np.errstate(all="ignore"):
            for epoch in range(epochs):
                self._forward()
                self._backward()
                self._step *= learning_rate / self._y.size
                self.theta -= self._step
                if record is not None:
                    record[epoch] = self.theta

    def _forward(self):
        for layer, inputs, a in zip(
            self._layers[:-1], self._inputs, self._inputs[1:], strict=False
        ):
            z = a[:-1]
            np.matmul(layer, inputs, out=z)
            np.tanh(z, out=z)
        dz = self._dz[-1]
        np.matmul(self._layers[-1], self._inputs[-1], out=dz)
        np.negative(dz, out=dz)
        np.exp(dz, out=dz)
        dz += 1
        np.reciprocal(dz, out=dz)
        dz -= self._y

    def _backward(self):
        for index in reversed(range(len(self._layers))):
            np.matmul(self._dz[index], self._inputs[index].T, out=self._steps[index])
            if index:
                dz, a = self._dz[index - 1], self._inputs[index][:-1]
                np.matmul(self._layers[index][:, :-1].T, self._dz[index], out=dz)
                np.multiply(a, a, out=a)
                np.subtract(1, a, out=a)
                dz *= a


def _blocks(flat: Array, shapes: list[tuple[int, int]]) -> list[Array]:
    """Return views into *flat*, one of each shape, one after the other."""
    ends = np.cumsum([rows * columns for rows, columns in shapes])
    return [
        part.reshape(shape) for part, shape in zip(np.split(flat, ends[:-1]), shapes, strict=True)
    ]
