"""What all units answer, everywhere in a picture: the forward pass without waste.

The same mathematics as `Network.forward`, by the kernels of ``fast``, for points that stay the
same from picture to picture. Its numbers are right to 1e-12, not to the last digit.
"""

from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from playground.checks import Array
from playground.fast.kernels import Calls, kernel_of, output_kernel_of, product
from playground.network import Network


class FixedInputForward:
    """The activations of networks at fixed points, in arrays that are used again.

    Parameters
    ----------
    X : array_like of shape (inputs, n)
        The network's inputs, one column for each point; never changed.
    """

    def __init__(self, X: ArrayLike) -> None:
        X = np.asarray(X, dtype=np.float64)
        # The ones make biases weights. Row by row in memory, however X lies there.
        self._inputs = np.ascontiguousarray(np.vstack([X, np.ones(X.shape[1])]))
        self._made_for: tuple[object, ...] = ()
        self._blocks: list[Array] = []
        self._a: list[Array] = []
        self._calls: Calls = []

    def of(self, network: Network) -> list[Array]:
        """Return what each layer of *network* makes of the points, as `Trace.a` does.

        Parameters
        ----------
        network : Network
            Any whose first layer size is the number of inputs.

        Returns
        -------
        list of ndarray of shape (units, n)
            The inputs, then each hidden layer's activations, then the output's, such as the
            probability (1, n): views, which the next call overwrites.
        """
        made_for = network.layer_sizes, network.activation, network.output
        if made_for != self._made_for:
            self._made_for = made_for
            self._write(*made_for)
        for block, W, b in zip(self._blocks, network.weights, network.biases, strict=True):
            block[:, :-1] = W
            block[:, -1:] = b
        # An infinite exponential gives the limit, 0 or 1.
        with np.errstate(over="ignore"):
            for call in self._calls:
                call()
        return self._a

    def _write(self, sizes: tuple[int, ...], activation: str, output: str) -> None:
        """Make the arrays, and the calls that fill them."""
        n = self._inputs.shape[1]
        kernel, last = kernel_of(activation), output_kernel_of(output).function
        hidden = kernel.rough or kernel.function  # no eye sees more digits
        self._blocks = [np.empty((units, inputs + 1)) for inputs, units in pairwise(sizes)]
        filled = [self._inputs, *(np.ones((units + 1, n)) for units in sizes[1:])]
        sums = np.empty((max(sizes), n))
        self._a = [a[:-1] for a in filled]
        self._calls = []
        for layer, block in enumerate(self._blocks):
            a = self._a[layer + 1]
            function = last if layer == len(self._blocks) - 1 else hidden
            z = sums[: len(a)] if function else a
            self._calls.append(product(block, filled[layer], z))
            self._calls += function(z, a) if function else []
