"""Gradient descent: forward, backward, update, and again.

Full-batch, as in the article: every epoch uses all points once, for one update. The page
runs the same descent as `fast.Descent`; a test proves that the numbers agree.
"""

import math
from collections.abc import Callable
from numbers import Real

import numpy as np
from numpy.typing import ArrayLike

from playground.data import check_integer
from playground.network import Array, Network, log_loss

EPOCHS = 1000
LEARNING_RATE = 1.2


class DivergedError(ArithmeticError):
    """A loss or a weight would no longer be a finite number; the network stays as it was.

    Attributes
    ----------
    learning_rate : float
        The rate of the update that was not made.
    epoch : int
        Number of the epoch that failed, counted from 1.
    """

    def __init__(self, learning_rate: float, epoch: int) -> None:
        super().__init__(
            f"training diverged in epoch {epoch}: with learning_rate {learning_rate:g} "
            "the numbers grow beyond all bounds"
        )
        self.learning_rate = learning_rate
        self.epoch = epoch


class Trainer:
    """A network, the points it learns, and how often it has seen them.

    Parameters
    ----------
    network : Network
        Is changed by `step`: each epoch gives it new arrays of weights and biases. Arrays
        taken from it earlier keep their values.
    X : array_like of shape (2, n)
        The points, one per column; never changed.
    y : array_like of shape (n,)
        Their true labels, 0 or 1; never changed.

    Attributes
    ----------
    epoch : int
        Number of epochs done.

    Raises
    ------
    ValueError
        If X and y do not fit the network.
    """

    def __init__(self, network: Network, X: ArrayLike, y: ArrayLike) -> None:
        self.network = network
        self.X, self.y = network.check_samples(X, y)
        self.epoch = 0

    def step(self, learning_rate: float = LEARNING_RATE) -> float:
        """Train for one epoch.

        Parameters
        ----------
        learning_rate : float, default 1.2
            How far to go against the gradient; above 0. It may change from step to step.

        Returns
        -------
        float
            The loss before the update, in nats: the forward pass knows it already, the loss
            after it would need another.

        Raises
        ------
        ValueError
            If the learning rate is not a finite number above 0.
        DivergedError
            If the loss or a weight would be infinite or NaN; network and epoch stay as they
            were. A rate that is merely too high need not end so: tanh and the log loss keep
            every gradient bounded, and the loss then jumps about instead of falling.
        """
        _check_learning_rate(learning_rate)
        network = self.network
        # Numbers that grow too large need no warning here: they are looked for below.
        with np.errstate(over="ignore", invalid="ignore"):
            trace = network.forward(self.X)
            grads = network.backward(trace, self.y)
            weights = _descend(network.weights, grads.dW, learning_rate)
            biases = _descend(network.biases, grads.db, learning_rate)
            loss = log_loss(trace.z[-1], self.y)
        if not all(np.isfinite(number).all() for number in [loss, *weights, *biases]):
            raise DivergedError(learning_rate, self.epoch + 1)
        network.weights, network.biases = weights, biases
        self.epoch += 1
        return loss


def train(
    network: Network,
    X: ArrayLike,
    y: ArrayLike,
    epochs: int = EPOCHS,
    learning_rate: float = LEARNING_RATE,
    on_epoch: Callable[[int, Network], None] | None = None,
) -> list[float]:
    """Train *network* in place, by default as the article does.

    Parameters
    ----------
    network : Network
        Begins with the weights it has and keeps those of the last epoch.
    X : array_like of shape (2, n)
        The points, one per column.
    y : array_like of shape (n,)
        Their true labels, 0 or 1.
    epochs : int, default 1000
        How many times to go through all points; 0 leaves the network as it is.
    learning_rate : float, default 1.2
        How far to go against the gradient; above 0.
    on_epoch : callable, optional
        Called as ``on_epoch(epoch, network)`` after each epoch; the first is number 1.

    Returns
    -------
    list of float
        The loss, in nats, after 0, 1, 2, ... epochs: ``epochs + 1`` numbers.

    Raises
    ------
    ValueError
        If an argument is not allowed; names the argument, the value and what is allowed.
    DivergedError
        If the loss or a weight would be infinite or NaN; the last finite weights are kept.

    Examples
    --------
    >>> from playground.data import generate
    >>> X, y = generate("moons")
    >>> network = Network((2, 3, 1))
    >>> losses = train(network, X, y)
    >>> network.accuracy(X, y)
    1.0
    """
    check_integer("epochs", epochs, 0)
    _check_learning_rate(learning_rate)
    trainer = Trainer(network, X, y)
    losses = []
    for _ in range(epochs):
        losses.append(trainer.step(learning_rate))
        if on_epoch is not None:
            on_epoch(trainer.epoch, network)
    return [*losses, network.loss(X, y)]


def _descend(parameters: list[Array], gradients: list[Array], learning_rate: float) -> list[Array]:
    """Apply the article's update, w = w - learning_rate * dw, to every layer."""
    return [
        parameter - learning_rate * gradient
        for parameter, gradient in zip(parameters, gradients, strict=True)
    ]


def _check_learning_rate(learning_rate: object) -> None:
    number = isinstance(learning_rate, Real) and not isinstance(learning_rate, bool)
    if not number or not 0 < learning_rate < math.inf:
        raise ValueError(f"learning_rate must be a finite number above 0, not {learning_rate!r}")
