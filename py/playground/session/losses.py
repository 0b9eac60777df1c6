"""What a training achieves: loss and accuracy after its epochs, and their curve."""

from collections.abc import Callable
from time import perf_counter
from typing import NamedTuple, Protocol

import numpy as np

from playground.checks import Array, Labels
from playground.network import Network
from playground.outputs import OUTPUTS
from playground.parameters import parameters
from playground.session.timeline import Timeline

# Values of all units for all points that lie in memory at once; with more, it becomes slower.
MAX_VALUES = 100_000

# Points on the curve of the loss, evenly spaced, at the most; more would not be seen.
MAX_LOSSES = 250
# On a logarithmic axis the first epochs have much room: the first so many points are as close as
# epochs are kept, and then half as many with every doubling of the way from one to the next.
FIRST_LOSSES = 32

Set = tuple[Array, Labels]  # inputs (k, n) and labels (n,)


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
        self._network = network
        # The loss wants numbers for labels.
        self._train_set, self._test_set = ((X, y.astype(np.float64)) for X, y in (train, test))
        self._twin = network.with_parameters(network.weights, network.biases)
        self._n_parameters = sum(array.size for array in network.weights + network.biases)
        values = max(network.layer_sizes) * max(train[1].size, test[1].size)
        self._max_states = max(1, MAX_VALUES // values)

    def evaluate(self, states: Array) -> list[Evaluation]:
        """Return what the network achieves in each of the *states*, (k, size)."""
        evaluations = []
        twin, sizes = self._twin, self._twin.layer_sizes
        twin.activation = self._network.activation
        for begin in range(0, len(states), self._max_states):
            some = states[begin : begin + self._max_states, : self._n_parameters]
            # One network with a stack of weights is as good as a stack of networks.
            twin.weights, twin.biases = parameters(some, sizes)
            train = _losses_and_accuracies(twin, len(some), *self._train_set)
            test = _losses_and_accuracies(twin, len(some), *self._test_set)
            evaluations += [
                Evaluation(train_loss, test_loss, train_accuracy, test_accuracy)
                for (train_loss, train_accuracy), (test_loss, test_accuracy) in zip(
                    train, test, strict=True
                )
            ]
        return evaluations


class Losses:
    """What has been achieved after the epochs of a timeline; each is evaluated once.

    Parameters
    ----------
    timeline : Timeline
        Where the states are taken from.
    evaluate : callable
        ``evaluate(states)`` returns an `Evaluation` of each state, of (k, size).
    """

    def __init__(self, timeline: Timeline, evaluate: Callable[[Array], list[Evaluation]]) -> None:
        self._timeline, self._evaluate = timeline, evaluate
        self._known: dict[int, Evaluation] = {}

    def after(self, epoch: int) -> Evaluation:
        """Return what had been achieved after an *epoch* that the timeline keeps."""
        if epoch not in self._known:
            self.keep(epoch, self._timeline.state(epoch)[None])
        return self._known[epoch]

    def are_known_after(self, epoch: int) -> bool:
        """Whether `after` has the answer for this *epoch* ready."""
        return epoch in self._known

    def keep(self, first_epoch: int, states: Array) -> None:
        """Evaluate the *states* after some epochs, which the timeline may get to know later."""
        self._known.update(enumerate(self._evaluate(states), first_epoch))

    def cut(self, epoch: int) -> None:
        """Forget what came after *epoch*; -1 forgets all."""
        self._known = {known: one for known, one in self._known.items() if known <= epoch}


class Curve(Protocol):
    """What the chart shows of a training."""

    def points(self, seconds: float = np.inf) -> tuple[Array, Array]:
        """Return epochs and losses, as far as there is time; as `LossCurve.points`."""

    @property
    def is_complete(self) -> bool:
        """Whether these are all."""


class LossCurve:
    """The training and the test loss along a timeline, at evenly spaced epochs.

    The first of them lie closer together.
    """

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
            The epochs in order, the first is 0.
        losses : ndarray of shape (k, 2)
            Training and test loss after each, in nats.
        """
        end = perf_counter() + seconds
        losses: list[tuple[float, float]] = []
        is_late = False
        epochs = self._epochs()
        for epoch in epochs:
            if not self._losses.are_known_after(epoch):
                if is_late:
                    break
                is_late = perf_counter() > end
            losses.append(self._losses.after(epoch)[:2])
        return np.array(epochs[: len(losses)]), np.array(losses)

    @property
    def is_complete(self) -> bool:
        """Whether the curve goes as far as the timeline."""
        return all(self._losses.are_known_after(epoch) for epoch in self._epochs())

    def _epochs(self) -> list[int]:
        """Return the epochs of the curve: as many as are seen, and all of them kept."""
        last, step = self._timeline.last, self._timeline.stride
        epochs: list[int] = []
        begin = 0
        while last // step >= MAX_LOSSES:
            end = FIRST_LOSSES * step
            epochs += range(begin, end, step)
            begin, step = end, 2 * step
        return [*epochs, *range(begin, last + 1, step)]


def _losses_and_accuracies(
    network: Network, n_networks: int, X: Array, y: Array
) -> list[tuple[float, float]]:
    """Return both for each network of a stack; NaN where there are no points."""
    if not y.size:
        return [(np.nan, np.nan)] * n_networks
    output, trace = OUTPUTS[network.output], network.forward(X)
    return [
        (output.loss(z, y), int(np.count_nonzero(output.decision(a) == y)) / y.size)
        for z, a in zip(trace.z[-1], trace.a[-1], strict=True)
    ]
