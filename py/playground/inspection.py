"""Inspection: all numbers of one state of a network, of all points or of one, and of its update.

Nothing is computed anew here: the numbers are those of `Network.forward` and `Network.backward`,
and an update is the one that a `Trainer` makes.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from playground.checks import Array
from playground.look.naming import Parameter, all_parameters
from playground.network import Gradients, Network, Trace
from playground.outputs import OUTPUTS
from playground.parameters import joined, parameters
from playground.stacks import copy_of
from playground.training import Trainer


class PointValues(NamedTuple):
    """The numbers of one point: its column in each array of an `Inspection`."""

    x: Array  # (inputs,)
    y: float  # its true label
    z: list[Array]  # z[l], (units,) of layer l
    a: list[Array]  # a[0] is x; a[l + 1], (units,), the activations of layer l
    p: float  # the probability of class 1, the last activation
    loss: float  # in nats
    dz: list[Array]  # dz[l], (units,): derivatives of the point's own loss by z[l]


class Inspection(NamedTuple):
    """All that a forward and a backward pass compute, for n points."""

    X: Array  # (inputs, n)
    y: Array  # (n,)
    trace: Trace
    gradients: Gradients
    losses: Array  # (n,): of each point, in nats; their mean is the loss

    def of_point(self, index: int) -> PointValues:
        """Return the numbers of the point in column *index*.

        Raises
        ------
        IndexError
            If there is no such column.
        """
        z, a, dz = (
            [array[:, index] for array in arrays]
            for arrays in (self.trace.z, self.trace.a, self.gradients.dz)
        )
        loss = float(self.losses[index])
        return PointValues(a[0], float(self.y[index]), z, a, float(a[-1][0]), loss, dz)


def inspect(network: Network, X: ArrayLike, y: ArrayLike) -> Inspection:
    """Run the network forward and backward, and keep everything.

    Parameters
    ----------
    network : Network
        Stays as it is.
    X : array_like of shape (inputs, n)
        The network's inputs, one column for each point.
    y : array_like of shape (n,)
        The points' true labels.

    Raises
    ------
    ValueError
        If X and y do not fit the network.
    """
    X, y = network.check_samples(X, y)
    trace = network.forward(X)
    losses = OUTPUTS[network.output].losses(trace.z[-1], y)[0]
    return Inspection(X, y, trace, network.backward(trace, y), losses)


class Update(NamedTuple):
    """One update: all parameters in the order of theta (see ``parameters``), and the losses."""

    layer_sizes: tuple[int, ...]
    before: Array
    after: Array
    loss_before: float  # of all points, in nats, with the penalty: what the update makes smaller
    loss_after: float

    @property
    def change(self) -> Array:
        """By how much each parameter moves: -α dW or -α db, for gradient descent."""
        return self.after - self.before

    @property
    def largest(self) -> Parameter:
        """The parameter that moves furthest."""
        return all_parameters(self.layer_sizes)[int(np.argmax(np.abs(self.change)))]

    def per_layer(self, values: Array) -> tuple[list[Array], list[Array]]:
        """Return one of the arrays above in pieces shaped like `weights` and like `biases`."""
        return parameters(values, self.layer_sizes)


def one_update(
    network: Network,
    X: ArrayLike,
    y: ArrayLike,
    learning_rate: float,
    *,
    optimizer: str = "gradient_descent",
    state: Array | None = None,
    **penalty: Any,
) -> Update:
    """Return what an update from all points would do; the network stays as it is.

    Parameters
    ----------
    network : Network
        Where the update begins.
    X : array_like of shape (inputs, n)
        The network's inputs, one column for each point.
    y : array_like of shape (n,)
        The points' true labels.
    learning_rate : float
        How far to go against the gradient; above 0.
    optimizer : str, default "gradient_descent"
        As for `Trainer`.
    state : ndarray, optional
        `TrainerProtocol.state` of the training so far, for an optimizer that remembers earlier
        steps; without it, this is its first. The parameters are the network's in any case.
    **penalty
        ``regularization`` and ``regularization_rate``, as for `Trainer`.

    Raises
    ------
    ValueError
        If an argument is not allowed.
    DivergedError
        If a parameter would be infinite or NaN.
    """
    before, moved = joined(network.weights, network.biases), copy_of(network)
    trainer = Trainer(moved, X, y, optimizer=optimizer, **penalty)
    if state is not None:
        trainer.state[before.size :] = state[before.size :]
    loss_before = network.loss(X, y, **penalty)
    trainer.step(learning_rate)
    after, loss_after = trainer.theta.copy(), moved.loss(X, y, **penalty)
    return Update(network.layer_sizes, before, after, loss_before, loss_after)
