"""The grid of nodes at which a network is asked what it believes about the plane."""

import numpy as np
from contourpy import contour_generator

from playground.checks import Array
from playground.fast.forward import FixedInputForward
from playground.features import FeatureTransform
from playground.network import Network
from playground.picture.limits import Limits

RESOLUTIONS = (101, 81, 61)
"""How many nodes there can be along each side. So that a picture does not keep its reader
waiting, it has the finest grid of at most `MAX_STEPS`, or the last; whole strides over each
lead to a map of 21 nodes."""

MAX_STEPS = 6_000_000  # multiplications; each takes about a nanosecond in a browser
ACTIVATION_STEPS = 10  # what the function of a unit costs, in multiplications


def resolution(network: Network) -> int:
    """Return the number of nodes along each side of the grid for *network*."""
    steps = sum(W.size + ACTIVATION_STEPS * len(W) for W in network.weights)  # for one node
    return next((nodes for nodes in RESOLUTIONS if steps * nodes**2 <= MAX_STEPS), RESOLUTIONS[-1])


class FixedPoints:
    """Points that networks are asked about, again and again.

    Parameters
    ----------
    X : ndarray of shape (2, n)
        The points.
    """

    def __init__(self, X: Array):
        self._X = X
        self._inputs, self._answers = None, None

    def answers(self, network: Network, inputs: FeatureTransform | None) -> list[Array]:
        """Return the activations of each layer, which the next call overwrites.

        What the *inputs* make of the points is computed once, until there are other inputs.
        """
        if self._answers is None or inputs is not self._inputs:
            self._inputs = inputs
            self._answers = FixedInputForward(inputs.transform(self._X) if inputs else self._X)
        return self._answers.of(network)


class Grid:
    """A square of nodes, the outermost of which lie on the edge of the window.

    Parameters
    ----------
    window : tuple of two (low, high) pairs
        Limits of x₁ and of x₂.
    nodes : int
        Along each side.

    Attributes
    ----------
    x1, x2 : ndarray of shape (nodes, nodes)
        Where the nodes are; x₁ grows with the column and x₂ with the row.
    """

    def __init__(self, window: Limits, nodes: int):
        self.x1, self.x2 = np.meshgrid(*(np.linspace(low, high, nodes) for low, high in window))
        self._asked = FixedPoints(np.stack([self.x1, self.x2]).reshape(2, -1))
        self._shape = (-1, nodes, nodes)

    def answers(self, network: Network, inputs: FeatureTransform | None) -> list[Array]:
        """Return the activations of each layer at the nodes: (units, nodes, nodes) each."""
        return [a.reshape(self._shape) for a in self._asked.answers(network, inputs)]

    def lines(self, values: Array, level: float, stride: int = 1) -> list[Array]:
        """Return the lines along which *values* have a *level*.

        Parameters
        ----------
        values : ndarray of shape (nodes, nodes)
            At each node, or at each *stride*-th along both sides.
        level : float
            The value to look for.
        stride : int, default 1
            Lines that bend little need fewer nodes.

        Returns
        -------
        list of ndarray of shape (n, 2)
            The corners of each line.
        """
        x1, x2 = self.x1[::stride, ::stride], self.x2[::stride, ::stride]
        return contour_generator(x1, x2, values).lines(level)
