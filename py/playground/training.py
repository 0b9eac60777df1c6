"""Training: forward, backward, update, and again.

By default as in the article: gradient descent, every epoch uses all points for one update.
Smaller batches give more updates per epoch; ``optimizers`` are other ways to make a step, and
``regularization`` another thing to make small. The page trains with `fast.trainer.FastTrainer`,
which says how far its numbers agree with these.
"""

import math
from collections.abc import Callable, Iterator
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.random.mtrand import RandomState  # see shapes.py
from numpy.typing import ArrayLike

from playground.checks import Array, check_choice, check_integer, is_number
from playground.data import MAX_SEED
from playground.network import Network
from playground.optimizers import OPTIMIZERS
from playground.parameters import is_weight, joined, parameters
from playground.regularization import PENALTIES, check_regularization, penalized

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


@runtime_checkable
class TrainerProtocol(Protocol):
    """What the page trains a network with: a `fast.trainer.FastTrainer`, a `Trainer`, or another.

    It is made from a network, the inputs X and the labels y, with the keyword arguments of
    `Trainer`. The network shows the newest parameters at all times.

    Attributes
    ----------
    state : ndarray of shape (numbers,)
        All that training changes: `theta`, then the optimizer's moments, each shaped like it,
        then the number of steps, if the optimizer counts them. Numbers that are written into it
        (``trainer.state[:] = kept``) take the training, and the network, to where they come from.
    theta : ndarray of shape (parameters,)
        All parameters, a view into `state`, in the order of ``parameters``.
    regularization_rate : float
        May be changed between calls of `run`, like ``network.activation``.
    """

    state: Array
    theta: Array
    regularization_rate: float

    def run(
        self, first_epoch: int, epochs: int, learning_rate: float, record: Array | None = None
    ) -> None:
        """Train for some epochs; whether the numbers stay finite is the caller's to look at.

        Parameters
        ----------
        first_epoch : int
            How many epochs there have been before; says how the points are shuffled.
        epochs : int
            How many times to go through all points.
        learning_rate : float
            How far to go against the gradient.
        record : ndarray of shape (epochs or more, numbers), optional
            Row i receives `state` as it is after i + 1 of these epochs.
        """

    def pieces(
        self, first_epoch: int, epochs: int, learning_rate: float, record: Array | None = None
    ) -> Iterator[None]:
        """Train as `run` does, to the last bit, in pieces that take milliseconds.

        Between two pieces one can look at `state`, and even let it be another one meanwhile, if it
        is put back before the next. Whoever does not want the rest simply drops it.

        Parameters
        ----------
        first_epoch, epochs, learning_rate, record
            As of `run`.

        Yields
        ------
        None
            After each piece.
        """


class Trainer:
    """A network, the points it learns, and how often it has seen them.

    Parameters
    ----------
    network : Network
        Its `weights` and `biases` become views into `state`.
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
    optimizer, regularization : str
        As given.
    epoch : int
        Number of epochs done.
    state, theta : ndarray
        As in `TrainerProtocol`. `run` writes into them, `step` puts new ones in their place:
        arrays taken from the network before a step keep their values.
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
        self.optimizer, self.regularization = optimizer, regularization
        self.regularization_rate = regularization_rate
        self.epoch = 0
        self._optimizer = OPTIMIZERS[optimizer]
        self._batch_size = min(batch_size or self.y.size, self.y.size)
        self._seed = int(seed)
        self._is_weight = is_weight(network.layer_sizes)  # the biases are free
        self._take_up(first_state(network, optimizer))

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
        # From other arrays on, so that those taken from the network before keep their values.
        before = self.state.copy()
        before[: self.theta.size] = joined(self.network.weights, self.network.biases)
        self._take_up(before.copy())
        # Numbers that grow too large need no warning here: they are looked for below.
        with np.errstate(over="ignore", invalid="ignore"):
            loss = self.network.loss(self.X, self.y)
            self._descend(learning_rate)
        if not (np.isfinite(loss) and np.isfinite(self.state).all()):
            self._take_up(before)
            raise DivergedError(learning_rate, self.epoch + 1)
        self.epoch += 1
        return loss

    def run(
        self, first_epoch: int, epochs: int, learning_rate: float, record: Array | None = None
    ) -> None:
        """Train for some epochs, as `TrainerProtocol.run` says."""
        for _ in self.pieces(first_epoch, epochs, learning_rate, record):
            pass

    def pieces(
        self, first_epoch: int, epochs: int, learning_rate: float, record: Array | None = None
    ) -> Iterator[None]:
        """Train as `run` does, in pieces, as `TrainerProtocol.pieces` says: an update is one."""
        self.theta[:] = joined(self.network.weights, self.network.biases)
        self._take_up(self.state)
        self.epoch = first_epoch
        for row in range(epochs):
            for batch in self._batches():
                with np.errstate(over="ignore", invalid="ignore"):
                    self._learn(self.X[:, batch], self.y[batch], learning_rate)
                yield
            self.epoch += 1
            if record is not None:
                record[row] = self.state

    def _take_up(self, state: Array) -> None:
        """Let *state* be that of the training from now on; network and moments are views of it."""
        arrays, size = 1 + self._optimizer.n_moments, self._is_weight.size
        self.state = state
        self.theta, *self._moments = np.split(state[: arrays * size], arrays)
        # How many steps there have been; where that does not matter, it is no part of the state.
        self._t = state[-1:] if self._optimizer.counts_steps else np.zeros(1)
        network = self.network
        network.weights, network.biases = parameters(self.theta, network.layer_sizes)

    def _descend(self, learning_rate: float) -> None:
        """Go through all points once, batch by batch."""
        for batch in self._batches():
            self._learn(self.X[:, batch], self.y[batch], learning_rate)

    def _batches(self) -> list[Any]:
        """Return what picks the points of each batch of this epoch."""
        n = self.y.size
        if self._batch_size == n:
            return [slice(None)]
        order = RandomState([self._seed, self.epoch]).permutation(n)
        return [order[begin : begin + self._batch_size] for begin in range(0, n, self._batch_size)]

    def _learn(self, X: Array, y: Array, learning_rate: float) -> None:
        """Make one update from the points of one batch."""
        network, kind, rate = self.network, self.regularization, self.regularization_rate
        grads = network.backward(network.forward(X), y)
        has_own_step = PENALTIES[kind].proximal is not None
        dW = grads.dW if has_own_step else penalized(grads.dW, network.weights, kind, rate)
        self._update(joined(dW, grads.db), learning_rate)

    def _update(self, gradient: Array, learning_rate: float) -> None:
        """Make the step of the optimizer, and after it that of the penalty, if it has one."""
        optimizer, proximal = self._optimizer, PENALTIES[self.regularization].proximal
        self._t += 1
        t = int(self._t[0])
        theta, *moments = optimizer.update(self.theta, gradient, learning_rate, t, *self._moments)
        if proximal is not None:
            size = optimizer.step_size(learning_rate, t, *moments) * self._is_weight
            shrunk = proximal(theta, self.regularization_rate * size)
            if optimizer.moment_is_step:
                moments[0] += shrunk - theta
            theta = shrunk
        for own, new in zip([self.theta, *self._moments], [theta, *moments], strict=True):
            own[:] = new


def first_state(network: Network, optimizer: str) -> Array:
    """Return the `TrainerProtocol.state` with which the training of *network* begins."""
    theta = joined(network.weights, network.biases)
    remembered = OPTIMIZERS[optimizer].n_moments * theta.size + OPTIMIZERS[optimizer].counts_steps
    return np.concatenate([theta, np.zeros(remembered)])


def train(
    network: Network,
    X: ArrayLike,
    y: ArrayLike,
    epochs: int = EPOCHS,
    learning_rate: float = LEARNING_RATE,
    on_epoch: Callable[[int, Network], None] | None = None,
    **choices: Any,
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
    if not (is_number(learning_rate) and 0 < learning_rate < math.inf):
        raise ValueError(f"learning_rate must be a finite number above 0, not {learning_rate!r}")
