"""The grid of nodes at which a network is evaluated."""

from typing import cast

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
    """Points at which networks are evaluated, again and again.

    Parameters
    ----------
    X : ndarray of shape (2, n)
        The points.
    """

    def __init__(self, X: Array) -> None:
        self._X = X
        self._features: FeatureTransform | None = None
        self._forward: FixedInputForward | None = None

    def activations(self, network: Network, features: FeatureTransform | None) -> list[Array]:
        """Return the activations of each layer, which the next call overwrites.

        The *features* of the points are computed once, until there are other ones.
        """
        if self._forward is None or features is not self._features:
            self._features = features
            self._forward = FixedInputForward(features.transform(self._X) if features else self._X)
        return self._forward.of(network)


class Grid:
    """A square of nodes, the outermost of which lie on the edge of the plane.

    Parameters
    ----------
    limits : tuple of two (low, high) pairs
        Limits of x₁ and of x₂.
    nodes : int
        Along each side.

    Attributes
    ----------
    limits, nodes
        As given.
    x1, x2 : ndarray of shape (nodes, nodes)
        Where the nodes are; x₁ grows with the column and x₂ with the row.
    """

    def __init__(self, limits: Limits, nodes: int) -> None:
        self.limits, self.nodes = limits, nodes
        self.x1, self.x2 = np.meshgrid(*(np.linspace(low, high, nodes) for low, high in limits))
        self._points = FixedPoints(np.stack([self.x1, self.x2]).reshape(2, -1))

    def activations(self, network: Network, features: FeatureTransform | None) -> list[Array]:
        """Return the activations of each layer at the nodes: (units, nodes, nodes) each."""
        shape = (-1, self.nodes, self.nodes)
        return [a.reshape(shape) for a in self._points.activations(network, features)]

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
        # It can return lines in several forms; this is the usual one.
        return cast(list[Array], contour_generator(x1, x2, values).lines(level))
