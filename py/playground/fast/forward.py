"""What all units answer, everywhere in a picture: the forward pass without waste.

The same mathematics as `Network.forward`, by the recipes of `fast`, for points that stay the
same from picture to picture.
"""

from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from playground.fast.kernels import KERNELS, product
from playground.network import Array, Network


class FixedInputForward:
    """The activations of networks at fixed points, in arrays that are used again.

    Parameters
    ----------
    X : array_like of shape (inputs, n)
        The network's inputs, one column for each point; never changed.
    """

    def __init__(self, X: ArrayLike) -> None:
        X = np.asarray(X, dtype=np.float64)
        self._inputs = np.vstack([X, np.ones(X.shape[1])])  # the ones make biases weights
        self._made_for, self._calls = None, []

    def of(self, network: Network) -> list[Array]:
        """Return what each layer of *network* makes of the points, as `Trace.a` does.

        Parameters
        ----------
        network : Network
            Any whose first layer size is the number of inputs.

        Returns
        -------
        list of ndarray of shape (units, n)
            The inputs, then each hidden layer's activations, then the probability (1, n):
            views, which the next call overwrites.
        """
        made_for = network.layer_sizes, network.activation
        if made_for != self._made_for:
            self._made_for = made_for
            self._write(*made_for)
        layers = zip(self._blocks, network.weights, network.biases, self._recipes, strict=True)
        for block, W, b, recipe in layers:
            np.multiply(W, recipe.factor, block[:, :-1])
            np.multiply(b, recipe.factor, block[:, -1:])
        # An infinite exponential gives the limit, 0 or 1.
        with np.errstate(over="ignore"):
            for call in self._calls:
                call()
        return self._a

    def _write(self, sizes: tuple[int, ...], activation: str) -> None:
        """Make the arrays, and the calls that fill them."""
        n = self._inputs.shape[1]
        self._recipes = [KERNELS[activation]] * (len(sizes) - 2) + [KERNELS["sigmoid"]]
        self._blocks = [np.empty((units, inputs + 1)) for inputs, units in pairwise(sizes)]
        filled = [self._inputs, *(np.ones((units + 1, n)) for units in sizes[1:])]
        spare = np.empty((max(sizes), n))
        self._a = [a[:-1] for a in filled]
        self._calls = []
        for layer, recipe in enumerate(self._recipes):
            z = self._a[layer + 1]
            self._calls.append(product(self._blocks[layer], filled[layer], z))
            self._calls += recipe.function(z, spare[: len(z)])
