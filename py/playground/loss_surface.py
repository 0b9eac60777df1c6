"""Loss surface: how the loss depends on two of the parameters, and the way a run took over it.

Gradient descent goes downhill on a surface over all parameters at once. What can be drawn is a
section: two parameters vary, all others stay as they are now. So the path of a run, seen in these
two, need not lead downhill: the section was another one before the others moved.
"""

from collections.abc import Generator, Sequence

import numpy as np
from numpy.typing import ArrayLike

from playground.checks import Array, check_integer
from playground.look.naming import Parameter, all_parameters
from playground.network import Network
from playground.parameters import joined, split
from playground.regularization import check_regularization
from playground.stacks import copy_of, losses, slices, stacked

MAX_NODES = 401
MARGIN = 0.2  # beyond the path on either side, as a share of its extent
MIN_EXTENT = 4.0  # of the surface along each side: two standard deviations of N(0, 1) either way


class LossSurface:
    """The losses over a square grid of two parameters, around where a network is.

    Parameters
    ----------
    network : Network
        Gives all other parameters, which are copied: it may go on training.
    X : array_like of shape (inputs, n)
        The network's inputs, one column for each point.
    y : array_like of shape (n,)
        The points' true labels.
    first, second : Parameter
        To the right and upwards; not the same one.
    path : sequence of ndarray of shape (parameters or more,)
        States of the run, each of which begins with theta, as `TrainerProtocol.state` does. The
        surface reaches beyond all of them.
    regularization, regularization_rate
        The penalty that is part of the loss, as for `Network.loss`.
    nodes : int, default 41
        Of the grid along each side, from 2 to 401.

    Attributes
    ----------
    parameters : tuple of two Parameter
        The first and the second.
    here : ndarray of shape (2,)
        The two parameters of the network.
    path : ndarray of shape (2, states)
        The two parameters in the states of the run.
    x, y : ndarray of shape (nodes,)
        Values of the first and of the second parameter at the nodes.
    losses : ndarray of shape (nodes, nodes)
        In nats; row i belongs to ``y[i]``. NaN where `compute` has not been yet.

    Raises
    ------
    ValueError
        If an argument is not allowed.

    Examples
    --------
    >>> from playground.data import generate
    >>> from playground.jobs import finished
    >>> points, labels = generate("moons")
    >>> first, second = Parameter(0, 0, 0), Parameter(0, 0, None)
    >>> surface = LossSurface(Network((2, 3, 1)), points, labels, first, second)
    >>> finished(surface.compute()).shape
    (41, 41)
    """

    def __init__(
        self,
        network: Network,
        X: ArrayLike,
        y: ArrayLike,
        first: Parameter,
        second: Parameter,
        path: Sequence[Array] = (),
        *,
        regularization: str = "none",
        regularization_rate: float = 0.0,
        nodes: int = 41,
    ) -> None:
        self._samples = network.check_samples(X, y)
        check_regularization(regularization, regularization_rate)
        check_integer("nodes", nodes, 2, MAX_NODES)
        self._network = copy_of(network)
        self._penalty = (regularization, regularization_rate)
        self.parameters = (first, second)

        indices = _indices(network.layer_sizes, first, second)
        self.here = joined(network.weights, network.biases)[indices]
        self.path = np.array([state[indices] for state in path]).reshape(-1, 2).T
        self.x, self.y = (
            _axis([here, *visited], nodes)
            for here, visited in zip(self.here, self.path, strict=True)
        )
        self.losses = np.full((nodes, nodes), np.nan)

    def compute(self) -> Generator[float, None, Array]:
        """Fill in `losses` and return them; yield after each slice the share that is done.

        For a ``jobs.Job``, or ``jobs.finished``.
        """
        X, y = self._samples
        found = self.losses.reshape(-1)  # a view: row by row
        x_of_node, y_of_node = (values.ravel() for values in np.meshgrid(self.x, self.y))
        for part in slices(found.size, self._network, y.size):
            stack = stacked(self._network, self._blocks(x_of_node[part], y_of_node[part]))
            found[part] = losses(stack, stack.forward(X), y, *self._penalty)
            yield part.stop / found.size
        return self.losses

    def _blocks(self, *values: Array) -> dict[int, Array]:
        """Return the layers with the two parameters, as `stacked` takes them.

        *values* are the first and the second parameter at k nodes, (k,) each.
        """
        network, k = self._network, values[0].size
        own = split(joined(network.weights, network.biases), network.layer_sizes)
        blocks = {layer: np.tile(own[layer], (k, 1, 1)) for layer, _, _ in self.parameters}
        for (layer, unit, source), value in zip(self.parameters, values, strict=True):
            blocks[layer][:, unit, -1 if source is None else source] = value
        return blocks


def _indices(layer_sizes: Sequence[int], first: Parameter, second: Parameter) -> list[int]:
    """Return where the two parameters stand in theta, or raise if they cannot be chosen."""
    existing = all_parameters(tuple(layer_sizes))
    for parameter in (first, second):
        if parameter not in existing:
            raise ValueError(
                f"a network of the layers {tuple(layer_sizes)} has no parameter {parameter.name}"
            )
    if first == second:
        raise ValueError(f"first and second must be two parameters, not {first.name} twice")
    return [existing.index(first), existing.index(second)]


def _axis(visited: Sequence[float], nodes: int) -> Array:
    """Return equally spaced values that reach beyond all that were *visited*."""
    low, high = min(visited), max(visited)
    extent = max((1 + 2 * MARGIN) * (high - low), MIN_EXTENT)
    centre = (low + high) / 2
    return np.linspace(centre - extent / 2, centre + extent / 2, nodes)
