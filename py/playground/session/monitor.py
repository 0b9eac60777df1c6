"""What watches a training: it evaluates its states, and lets the stopping criteria decide."""

import math

import numpy as np

from playground.checks import Array
from playground.network import Network
from playground.parameters import joined, parameters
from playground.regularization import PENALTIES
from playground.session.convergence import is_minimum
from playground.session.dataset import Values
from playground.session.losses import Evaluator, Losses, Set
from playground.session.stopping import EPOCHS_PER_CHECK, MAX_PARAMETER, StoppingCriteria
from playground.session.timeline import Timeline, resized


class Monitor:
    """Says of the states of a training what they achieve, and whether it is over.

    Parameters
    ----------
    network : Network
        Is trained, and stands where the training has come to.
    train, test : tuple of ndarray
        Inputs, (k, n), and labels, (n,), to learn from and for the test; the latter may be empty.
    timeline : Timeline
        The states of the training so far.
    values : dict
        The settings.

    Attributes
    ----------
    losses : Losses
        What has been achieved after the epochs of the timeline.
    best_state : ndarray of shape (size,)
        That of the `best_epoch`, where there is one.
    """

    def __init__(
        self, network: Network, train: Set, test: Set, timeline: Timeline, values: Values
    ) -> None:
        self._network, self._train_set, self._has_test = network, train, test[1].size > 0
        self._n_parameters = sum(array.size for array in network.weights + network.biases)
        self._timeline, self._values = timeline, values
        self.losses = Losses(timeline, Evaluator(network, train, test).evaluate)
        self._criteria = StoppingCriteria()
        self.best_state = timeline.state(0)

    @property
    def best_epoch(self) -> int:
        """The epoch with the lowest test loss, once the training is over by stopping early."""
        assert self._criteria.best_epoch is not None
        return self._criteria.best_epoch

    def change(self, values: Values) -> None:
        """Take over other settings, with which the training goes on as it was."""
        self._values = values
        if not self._stops_early:
            self._criteria.forget_best()

    def restart(self) -> None:
        """Judge anew from the present epoch on: the training takes other steps."""
        self._criteria.restart()

    def forget(self, epoch: int) -> None:
        """Forget what the states after *epoch* have achieved (-1: all), as they are others now."""
        self.losses.cut(epoch)
        self._criteria = StoppingCriteria()

    def cut(self, epoch: int) -> None:
        """Forget what came after *epoch*."""
        self.losses.cut(epoch)
        self._criteria.cut(epoch)

    def go_past(self, epoch: int, reason: str) -> None:
        """Let the training go on from an *epoch* although it is over for this *reason*."""
        self._criteria.go_past(epoch, reason, self._values["target_loss"])

    def reason_at(self, epoch: int) -> str:
        """Return why the training is over before it goes on from an *epoch*; "" if it is not."""
        criteria = self._criteria
        if not criteria.has_begun:
            criteria.begin(epoch, self.penalized_loss(epoch))
        if self._stops_early and criteria.best_epoch is None:
            for kept in self._timeline.kept():
                self._hear_of_test(kept, self._timeline.state(kept))
        return self._reason_after(epoch)

    def judge(self, before: Array, states: Array) -> tuple[int, str]:
        """Judge the *states* after the next epochs.

        Parameters
        ----------
        before : ndarray of shape (size,)
            The state from which the training went on.
        states : ndarray of shape (epochs, size)
            Up to the next check at the most.

        Returns
        -------
        n_kept : int
            How many of them belong to the training: it is over after that, or those behind
            are no numbers to go on with.
        reason : str
            Why it is over then; "" if it is not.
        """
        first, last = self._timeline.last + 1, self._timeline.last + len(states)
        is_checked = last % EPOCHS_PER_CHECK == 0 or last == self._values["epochs"]
        n_finite = self._count_finite(states)
        looked_at = range(first, first + n_finite)  # epochs
        if not self._stops_early and not self._values["target_loss"]:
            looked_at = looked_at[len(states) - 1 :] if is_checked else range(0)
        if looked_at:
            self.losses.keep(looked_at[0], states[looked_at[0] - first : n_finite])
        for epoch in looked_at:
            index = epoch - first
            if self._stops_early:
                self._hear_of_test(epoch, states[index])
            if is_checked and epoch == last:
                self._check(epoch, states[index - 1] if index else before, states[index])
            reason = self._reason_after(epoch)
            if reason:
                self.losses.cut(epoch)
                return index + 1, reason
        return n_finite, "" if n_finite == len(states) else "diverged"

    def penalized_loss(self, epoch: int) -> float:
        """Return the loss with the penalty after the *epoch* where the network stands, in nats."""
        kind, rate = self._values["regularization"], self._values["regularization_rate"]
        cost = PENALTIES[kind].function
        weights = self._network.weights
        return self.losses.after(epoch).train_loss + sum(cost(W, rate) for W in weights)

    @property
    def _stops_early(self) -> bool:
        return self._has_test and self._values["early_stopping"] == "on"

    def _count_finite(self, states: Array) -> int:
        """Return how many *states* come before one whose parameters are beyond all bounds."""
        largest = np.abs(states[:, : self._n_parameters]).max(axis=1)
        is_within = largest <= MAX_PARAMETER  # which NaN is not
        return len(states) if is_within.all() else int(is_within.argmin())

    def _hear_of_test(self, epoch: int, state: Array) -> None:
        """Let the criteria hear of the test loss after an *epoch*, with this *state*."""
        self._criteria.hear(epoch, self.losses.after(epoch).test_loss)
        if self._criteria.best_epoch == epoch:
            self.best_state = state.copy()

    def resize(self, n_parameters: int, size: int) -> None:
        """Let another optimizer take up the best state; as `Timeline.resize`."""
        self.best_state = resized(self.best_state[None], n_parameters, size)[0]

    def _check(self, epoch: int, before: Array, state: Array) -> None:
        """Let the criteria look at the *state* after an *epoch*, and at the one *before*."""
        theta = state[: self._n_parameters]
        self._criteria.check(
            epoch,
            self.penalized_loss(epoch),
            step=float(np.abs(theta - before[: theta.size]).max()),
            learning_rate=self._values["learning_rate"],
            is_minimum=lambda: is_minimum(theta, self._gradient),
        )

    def _reason_after(self, epoch: int) -> str:
        has_target = self._values["target_loss"] > 0
        train_loss = self.losses.after(epoch).train_loss if has_target else math.nan
        return self._criteria.stop_reason(epoch, train_loss, self._values)

    def _gradient(self, theta: Array) -> Array:
        """Return the derivatives of the loss with the penalty, of all points, like *theta*."""
        kind, rate = self._values["regularization"], self._values["regularization_rate"]
        network = self._network.with_parameters(*parameters(theta, self._network.layer_sizes))
        return joined(*network.gradients(*self._train_set, kind, rate))
