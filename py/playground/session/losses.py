"""What a training achieves: loss and accuracy after its epochs, and their curve."""

from collections.abc import Callable
from time import perf_counter
from typing import NamedTuple

import numpy as np

from playground.fast.kernels import parameters
from playground.network import Array, Network, log_loss
from playground.session.timeline import Timeline

# Points on the curve of the loss, at the most; more would not be seen.
MAX_LOSSES = 250

Set = tuple[Array, Array]  # inputs (k, n) and labels (n,)


class Evaluation(NamedTuple):
    """What a network achieves; of the test NaN where there are no points for it."""

    train_loss: float  # in nats, without the penalty
    test_loss: float
    train_accuracy: float  # the share of the points, in [0, 1]
    test_accuracy: float


class Evaluator:
    """Finds out what a network achieves with the parameters of any state of its training.

    Parameters
    ----------
    network : Network
        Says all but the parameters: is asked for its activation, and never changed.
    train, test : tuple of ndarray
        Inputs, (k, n), and labels, (n,); of the test there may be none.
    """

    def __init__(self, network: Network, train: Set, test: Set) -> None:
        self._network, self._train_set, self._test_set = network, train, test
        self._n_parameters = sum(array.size for array in network.weights + network.biases)

    def network_of(self, state: Array) -> Network:
        """Return the network as it is in a *state*, of which it holds views."""
        theta = state[: self._n_parameters]
        return self._network.with_parameters(*parameters(theta, self._network.layer_sizes))

    def evaluate(self, state: Array) -> Evaluation:
        """Return what the network achieves in a *state*."""
        network = self.network_of(state)
        train_loss, train_accuracy = _loss_and_accuracy(network, *self._train_set)
        test_loss, test_accuracy = _loss_and_accuracy(network, *self._test_set)
        return Evaluation(train_loss, test_loss, train_accuracy, test_accuracy)


class Losses:
    """What has been achieved after the epochs of a timeline; each is evaluated once.

    Parameters
    ----------
    timeline : Timeline
        Where the states are taken from.
    evaluate : callable
        ``evaluate(state) -> Evaluation``
    """

    def __init__(self, timeline: Timeline, evaluate: Callable[[Array], Evaluation]) -> None:
        self._timeline, self._evaluate = timeline, evaluate
        self._known: dict[int, Evaluation] = {}

    def after(self, epoch: int) -> Evaluation:
        """Return what had been achieved after an *epoch* that the timeline keeps."""
        if epoch not in self._known:
            self._known[epoch] = self._evaluate(self._timeline.state(epoch))
        return self._known[epoch]

    def are_known_after(self, epoch: int) -> bool:
        """Whether `after` has the answer for this *epoch* ready."""
        return epoch in self._known

    def keep(self, epoch: int, evaluation: Evaluation) -> None:
        """Take over the *evaluation* of the state after an *epoch*."""
        self._known[epoch] = evaluation

    def cut(self, epoch: int) -> None:
        """Forget what came after *epoch*; -1 forgets all."""
        self._known = {known: one for known, one in self._known.items() if known <= epoch}


class LossCurve:
    """The training and the test loss along a timeline, at evenly spaced epochs."""

    def __init__(self, timeline: Timeline, losses: Losses) -> None:
        self._timeline, self._losses = timeline, losses

    def points(self, seconds: float = np.inf) -> tuple[Array, Array]:
        """Return the curve as far as the timeline goes, or as far as there is time.

        Parameters
        ----------
        seconds : float
            How long it may take; `is_complete` tells whether that was enough.

        Returns
        -------
        epochs : ndarray of shape (k,)
            At most `MAX_LOSSES` epochs, the first is 0.
        losses : ndarray of shape (k, 2)
            Training and test loss after each, in nats.
        """
        end = perf_counter() + seconds
        losses: list[tuple[float, float]] = []
        is_late = False
        for epoch in self._epochs():
            if not self._losses.are_known_after(epoch):
                if is_late:
                    break
                is_late = perf_counter() > end
            losses.append(self._losses.after(epoch)[:2])
        return np.array(self._epochs()[: len(losses)]), np.array(losses)

    @property
    def is_complete(self) -> bool:
        """Whether the curve goes as far as the timeline."""
        return all(self._losses.are_known_after(epoch) for epoch in self._epochs())

    def _epochs(self) -> range:
        """Return the epochs of the curve: as many as are seen, and all of them kept."""
        stride = self._timeline.stride
        while self._timeline.last // stride >= MAX_LOSSES:
            stride *= 2
        return range(0, self._timeline.last + 1, stride)


def _loss_and_accuracy(network: Network, X: Array, y: Array) -> tuple[float, float]:
    """Return both from one forward pass; NaN where there are no points."""
    if not y.size:
        return np.nan, np.nan
    z = network.forward(X).z[-1]
    return log_loss(z, y), float(np.mean((z[0] > 0) == y))
