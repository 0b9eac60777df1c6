"""The grid of nodes at which a network is asked what it believes about the plane."""

from collections.abc import Callable

import numpy as np

from playground.answers import Answers
from playground.network import Array, Network
from playground.window import Window

Inputs = Callable[[Array], Array]
"""From points (2, n) to what a network is told about them (k, n), as `features.Inputs`."""

FINENESS = (101, 81, 61)
"""How many nodes there can be along each side. So that a picture does not keep its reader
waiting, it has the finest grid of at most `MOST_STEPS`, or the last; whole strides over each
lead to a map of 21 nodes."""

MOST_STEPS = 6_000_000  # multiplications; each takes about a nanosecond in a browser
ACTIVATION_STEPS = 10  # what the function of a unit costs, in multiplications


def fineness(network: Network) -> int:
    """Return the number of nodes along each side of the grid for *network*."""
    steps = sum(W.size + ACTIVATION_STEPS * len(W) for W in network.weights)  # for one node
    return next((nodes for nodes in FINENESS if steps * nodes**2 <= MOST_STEPS), FINENESS[-1])


class Asked:
    """Points that networks are asked about, again and again.

    Parameters
    ----------
    X : ndarray of shape (2, n)
        The points.
    """

    def __init__(self, X: Array):
        self._X = X
        self._inputs, self._answers = None, None

    def answers(self, network: Network, inputs: Inputs | None) -> list[Array]:
        """Return the activations of each layer, as `Answers.of`; the next call reuses them.

        What the *inputs* make of the points is computed once, until there are other inputs.
        """
        if self._answers is None or inputs is not self._inputs:
            self._inputs = inputs
            self._answers = Answers(inputs(self._X) if inputs else self._X)
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
    sides : tuple of two ndarrays of shape (nodes,)
        x₁ of the columns and x₂ of the rows.
    """

    def __init__(self, window: Window, nodes: int):
        self.sides = tuple(np.linspace(low, high, nodes) for low, high in window)
        self._asked = Asked(np.stack(np.meshgrid(*self.sides)).reshape(2, -1))
        self._shape = (-1, nodes, nodes)

    def answers(self, network: Network, inputs: Inputs | None) -> list[Array]:
        """Return the activations of each layer as (units, nodes, nodes); x₂ grows with the row."""
        return [a.reshape(self._shape) for a in self._asked.answers(network, inputs)]
