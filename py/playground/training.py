"""Training: forward, backward, update, and again.

By default as in the article: gradient descent, every epoch uses all points for one update.
Smaller batches give more updates per epoch; ``optimizers`` are other ways to make a step, and
``regularization`` another thing to make small. The page runs the same as `fast.FastTrainer`; a
test proves that the numbers agree.
"""

import math
from collections.abc import Callable
from itertools import chain
from numbers import Real

import numpy as np
from numpy.random.mtrand import RandomState  # see shapes.py
from numpy.typing import ArrayLike

from playground.checks import check_choice, check_integer
from playground.data import MAX_SEED
from playground.network import Array, Network
from playground.optimizers import OPTIMIZERS
from playground.regularization import check_regularization, penalized

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
    X : array_like of shape (inputs, n)
        The network's inputs, one column for each point; never changed.
    y : array_like of shape (n,)
        The points' true labels, 0 or 1; never changed.
    optimizer : str, default "gradient_descent"
        One of `OPTIMIZERS`; each `Trainer` begins with moments of 0.
    batch_size : int, optional
        Number of points for one update; by default, and from n on, all of them. In every
        epoch the points are shuffled anew and dealt out in batches; the last one may be
        smaller, and counts as an update like the others.
    regularization : str, default "none"
        One of `PENALTIES`.
    regularization_rate : float, default 0.0
        From 0 to 1e6.
    seed : int, default 0
        The points of epoch e, counted from 0, are shuffled by NumPy's
        ``RandomState([seed, e])``: in the same way, however the training is cut into calls.

    Attributes
    ----------
    epoch : int
        Number of epochs done.
    regularization_rate : float
        May be changed between epochs, like ``network.activation`` and the learning rate.

    Raises
    ------
    ValueError
        If X and y do not fit the network, or if another argument is not allowed.
    """

    def __init__(
        self,
        network: Network,
        X: ArrayLike,
        y: ArrayLike,
        *,
        optimizer: str = "gradient_descent",
        batch_size: int | None = None,
        regularization: str = "none",
        regularization_rate: float = 0.0,
        seed: int = 0,
    ) -> None:
        self.network = network
        self.X, self.y = network.check_samples(X, y)
        check_choices(optimizer, batch_size, regularization, regularization_rate, seed)
        self.regularization = regularization
        self.regularization_rate = regularization_rate
        self.epoch = 0
        self._update, n_moments = OPTIMIZERS[optimizer]
        self._batch_size = min(batch_size or self.y.size, self.y.size)
        self._seed = int(seed)
        # Of each array of parameters, weights first: what the optimizer remembers, and how
        # many updates it has made.
        parameters = network.weights + network.biases
        self._moments = [[np.zeros_like(w)] * n_moments for w in parameters]
        self._t = 0

    def step(self, learning_rate: float = LEARNING_RATE) -> float:
        """Train for one epoch.

        Parameters
        ----------
        learning_rate : float, default 1.2
            How far to go against the gradient; above 0. It may change from step to step.

        Returns
        -------
        float
            The loss of all points before the epoch, in nats, without the penalty.

        Raises
        ------
        ValueError
            If the learning rate is not a finite number above 0.
        DivergedError
            If the loss, a weight or a moment would be infinite or NaN; network and epoch stay
            as they were. A rate that is merely too high need not end so: tanh and the log loss
            keep every gradient bounded, and the loss then jumps about instead of falling.
        """
        _check_learning_rate(learning_rate)
        network = self.network
        before = network.weights, network.biases, self._moments, self._t
        # Numbers that grow too large need no warning here: they are looked for below.
        with np.errstate(over="ignore", invalid="ignore"):
            loss = network.loss(self.X, self.y)
            for batch in self._batches():
                self._learn(self.X[:, batch], self.y[batch], learning_rate)
        numbers = [loss, *network.weights, *network.biases, *chain.from_iterable(self._moments)]
        if not all(np.isfinite(number).all() for number in numbers):
            network.weights, network.biases, self._moments, self._t = before
            raise DivergedError(learning_rate, self.epoch + 1)
        self.epoch += 1
        return loss

    def _batches(self) -> list:
        """Return what picks the points of each batch of this epoch."""
        n = self.y.size
        if self._batch_size == n:
            return [slice(None)]
        order = RandomState([self._seed, self.epoch]).permutation(n)
        return [order[begin : begin + self._batch_size] for begin in range(0, n, self._batch_size)]

    def _learn(self, X: Array, y: Array, learning_rate: float) -> None:
        """Make one update from the points of one batch."""
        network = self.network
        grads = network.backward(network.forward(X), y)
        dW = penalized(grads.dW, network.weights, self.regularization, self.regularization_rate)
        self._t += 1
        parameters, moments = [], []
        for w, g, remembered in zip(
            network.weights + network.biases, dW + grads.db, self._moments, strict=True
        ):
            w, *remembered = self._update(w, g, learning_rate, self._t, *remembered)
            parameters.append(w)
            moments.append(remembered)
        layers = len(dW)
        network.weights, network.biases = parameters[:layers], parameters[layers:]
        self._moments = moments


def train(
    network: Network,
    X: ArrayLike,
    y: ArrayLike,
    epochs: int = EPOCHS,
    learning_rate: float = LEARNING_RATE,
    on_epoch: Callable[[int, Network], None] | None = None,
    **choices: str | float | None,
) -> list[float]:
    """Train *network* in place, by default as the article does.

    Parameters
    ----------
    network : Network
        Begins with the weights it has and keeps those of the last epoch.
    X : array_like of shape (inputs, n)
        The network's inputs, one column for each point.
    y : array_like of shape (n,)
        The points' true labels, 0 or 1.
    epochs : int, default 1000
        How many times to go through all points; 0 leaves the network as it is.
    learning_rate : float, default 1.2
        How far to go against the gradient; above 0.
    on_epoch : callable, optional
        Called as ``on_epoch(epoch, network)`` after each epoch; the first is number 1.
    **choices
        ``optimizer``, ``batch_size``, ``regularization``, ``regularization_rate`` and
        ``seed``, as for `Trainer`.

    Returns
    -------
    list of float
        The loss of all points, in nats and without the penalty, after 0, 1, 2, ... epochs:
        ``epochs + 1`` numbers.

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
    trainer = Trainer(network, X, y, **choices)
    losses = []
    for _ in range(epochs):
        losses.append(trainer.step(learning_rate))
        if on_epoch is not None:
            on_epoch(trainer.epoch, network)
    return [*losses, network.loss(X, y)]


def check_choices(
    optimizer: object, batch_size: object, regularization: object, rate: object, seed: object
) -> None:
    """Raise a ValueError unless these arguments of `Trainer` are allowed."""
    check_choice("optimizer", optimizer, OPTIMIZERS)
    if batch_size is not None:
        check_integer("batch_size", batch_size, 1)
    check_regularization(regularization, rate)
    check_integer("seed", seed, 0, MAX_SEED)


def _check_learning_rate(learning_rate: object) -> None:
    number = isinstance(learning_rate, Real) and not isinstance(learning_rate, bool)
    if not number or not 0 < learning_rate < math.inf:
        raise ValueError(f"learning_rate must be a finite number above 0, not {learning_rate!r}")
