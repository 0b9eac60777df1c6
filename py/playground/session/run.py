"""A training run: a network, what it has been through, and the way back."""

import math
from collections.abc import Callable
from time import perf_counter
from typing import Protocol

import numpy as np

from playground.checks import check_number
from playground.fast.trainer import FastTrainer
from playground.network import Array, Network
from playground.regularization import penalty
from playground.session.convergence import is_minimum
from playground.session.dataset import Values
from playground.session.losses import Evaluator, LossCurve, Losses, Set
from playground.session.stopping import EPOCHS_PER_CHECK, MAX_PARAMETER, StoppingCriteria
from playground.session.timeline import Timeline
from playground.settings.table import MAX_WEIGHT, TRAINING
from playground.settings.values import effect_of


class TrainerProtocol(Protocol):
    """What a training run asks of a trainer; `fast.trainer.FastTrainer` explains each."""

    state: Array  # all that training changes; what is written into it is taken up
    theta: Array  # the network's parameters, a view of the first of these numbers
    regularization_rate: float

    def run(
        self, first_epoch: int, epochs: int, learning_rate: float, record: Array | None = None
    ) -> None:
        """Train for some epochs, and record the state after each."""


class TrainingRun:
    """Trains a network, keeps its state after every epoch, and can go back to each.

    Parameters
    ----------
    network : Network
        Is trained in place, from the weights it has.
    train, test : tuple of ndarray
        The network's inputs, (k, n), and the labels, (n,), to learn from and for the test; the
        latter may be empty.
    values : dict
        A value for every setting; those of the training count here.
    make_trainer : callable, default FastTrainer
        Returns what trains the network; its parameters are those of `FastTrainer`.

    Attributes
    ----------
    epoch : int
        Passes over the data so far; where the timeline stands.
    stop_reason : str
        Why the training is over, as `StoppingCriteria.stop_reason`; "" while it is not.
    timeline : Timeline
        The state of this training after its epochs.
    curve : LossCurve
        The losses along the timeline.
    seconds_per_epoch : float
        Seconds that an epoch takes; 0 while that is not known.
    """

    def __init__(
        self,
        network: Network,
        train: Set,
        test: Set,
        values: Values,
        make_trainer: Callable[..., TrainerProtocol] = FastTrainer,
    ) -> None:
        self.network = network
        self._train_set, self._has_test = train, test[1].size > 0
        self._values = values
        self._make_trainer = make_trainer
        self._trainer = self._trainer_for(values)
        self._first_parameters = self._trainer.theta.copy()
        self._evaluator = Evaluator(network, train, test)
        self.timeline = Timeline(self._trainer.state)
        self._losses = Losses(self.timeline, self._evaluator.evaluate)
        self.curve = LossCurve(self.timeline, self._losses)
        self._criteria = StoppingCriteria()
        self._best_state = self._trainer.state.copy()  # that of the best epoch, if there is one
        self.epoch, self.stop_reason = 0, ""
        self.seconds_per_epoch = 0.0

    def change(self, values: Values) -> None:
        """Train as other settings say from now on; an optimizer that stays keeps its memory."""
        before = self._values
        if _choices(values) != _choices(before):
            self._trainer = self._trainer_for(values)
            self.seconds_per_epoch = 0.0
        self._trainer.regularization_rate = values["regularization_rate"]
        self._values = values
        if values["optimizer"] != before["optimizer"]:
            self.timeline.resize(self._trainer.theta.size, self._trainer.state.size)
        if values["activation"] != self.network.activation:
            self.network.activation = values["activation"]
            # The same weights have other losses now, after every epoch.
            self._losses.cut(-1)
            self._criteria = StoppingCriteria()
        if (effect_of(before, values) or 0) >= TRAINING:
            self._criteria.restart()
        self.go_to(self.epoch)

    def train(self, epochs: int) -> None:
        """Train, until the next check at the most; `stop_reason` tells if the training is over.

        Parameters
        ----------
        epochs : int
            How many, 1 or more.
        """
        self.cut(self.epoch)
        self._prepare_criteria()
        # It may be over already: the settings may have changed since it came here.
        reason = self._reason_after(self.epoch)
        if not reason:
            next_check = self.epoch - self.epoch % EPOCHS_PER_CHECK + EPOCHS_PER_CHECK
            last = min(self.epoch + epochs, next_check, self._values["epochs"])
            reason = self._train_until(last)
        if reason == "early":
            self._go_to_best()
        self.stop_reason = reason

    def go_past_stop(self) -> None:
        """Let the training go on although it is over."""
        if self.stop_reason:
            target = self._values["target_loss"]
            self._criteria.go_past(self.epoch, self.stop_reason, target)
            self.stop_reason = ""

    def go_to(self, epoch: int) -> None:
        """Go to an *epoch*, or to the last one before it that is kept."""
        self.epoch, self.stop_reason = self.timeline.nearest(epoch), ""
        self._trainer.state[:] = self.timeline.state(self.epoch)

    def cut(self, epoch: int) -> None:
        """Forget what came after *epoch*: the training takes another way from there."""
        epoch = self.timeline.nearest(epoch)
        if epoch < self.timeline.last:
            self.timeline.cut(epoch)
            self._losses.cut(epoch)
            self._criteria.cut(epoch)

    def reset(self) -> None:
        """Go back to the first weights and forget what came after them."""
        self.cut(0)
        first = np.zeros(self._trainer.state.size)
        first[: self._first_parameters.size] = self._first_parameters
        self._replace(first)
        self.go_to(0)

    def set_weight(self, layer: int, unit: int, source: int, value: float) -> None:
        """Change one number of the network; as `Session.set_weight`."""
        check_number("value", value, -MAX_WEIGHT, MAX_WEIGHT)
        self.cut(self.epoch)
        if source < 0:
            self.network.biases[layer][unit, 0] = value
        else:
            self.network.weights[layer][unit, source] = value
        self._replace(self._trainer.state)
        self.stop_reason = ""

    def metrics(self) -> dict[str, float | None]:
        """Return loss and accuracy; None where there are no points."""
        evaluation = self._losses.after(self.epoch)
        metrics: dict[str, float | None] = {
            name: None if math.isnan(number) else number
            for name, number in evaluation._asdict().items()
        }
        return {**metrics, "penalized_loss": self._penalized(evaluation.train_loss)}

    def _trainer_for(self, values: Values) -> TrainerProtocol:
        """Return what trains the network as *values* say, from the weights it has."""
        rate = values["regularization_rate"]
        return self._make_trainer(
            self.network, *self._train_set, regularization_rate=rate, **_choices(values)
        )

    @property
    def _stops_early(self) -> bool:
        return self._has_test and self._values["early_stopping"] == "on"

    def _prepare_criteria(self) -> None:
        """Tell the criteria what they do not know of the epochs so far."""
        criteria = self._criteria
        if not criteria.has_begun:
            loss = self._losses.after(self.epoch).train_loss
            criteria.begin(self.epoch, self._penalized(loss))
        if not self._stops_early:
            criteria.forget_best()
        elif criteria.best_epoch is None:
            for epoch in self.timeline.kept():
                self._hear_of_test(epoch, self.timeline.state(epoch))

    def _train_until(self, last: int) -> str:
        """Train until after epoch *last*, or until the training is over; return why it is."""
        begin = perf_counter()
        before = self._trainer.state.copy()
        states = np.empty((last - self.epoch, before.size))
        self._trainer.run(self.epoch, len(states), self._values["learning_rate"], states)
        n_kept, reason = self._judge(before, states)
        self.seconds_per_epoch = (perf_counter() - begin) / len(states)
        if n_kept:
            self.timeline.append(states[:n_kept])
        self.go_to(self.timeline.last)
        return reason

    def _judge(self, before: Array, states: Array) -> tuple[int, str]:
        """Look at the *states* after the next epochs, and at the one *before*.

        Returns
        -------
        n_kept : int
            How many there are before the training is over, or before there are no numbers.
        reason : str
            Why it is over then.
        """
        n_finite = self._count_finite(states)
        looks_at_all = self._stops_early or self._values["target_loss"] > 0
        # The last one may be one to be checked.
        for index in range(0 if looks_at_all else len(states) - 1, n_finite):
            epoch = self.epoch + index + 1
            is_check = epoch % EPOCHS_PER_CHECK == 0 or epoch == self._values["epochs"]
            if looks_at_all or is_check:
                self._losses.keep(epoch, self._evaluator.evaluate(states[index]))
            if self._stops_early:
                self._hear_of_test(epoch, states[index])
            if is_check:
                self._check(epoch, states[index - 1] if index else before)
            reason = self._reason_after(epoch)
            if reason:
                return index + 1, reason
        return n_finite, "" if n_finite == len(states) else "diverged"

    def _count_finite(self, states: Array) -> int:
        """Return how many *states* come before one whose parameters are beyond all bounds."""
        parameters = states[:, : self._trainer.theta.size]
        is_beyond = ~(np.abs(parameters).max(axis=1) <= MAX_PARAMETER)  # NaN is, too
        return int(is_beyond.argmax()) if is_beyond.any() else len(states)

    def _hear_of_test(self, epoch: int, state: Array) -> None:
        """Let the criteria hear of the test loss after an *epoch*, with this *state*."""
        self._criteria.hear(epoch, self._losses.after(epoch).test_loss)
        if self._criteria.best_epoch == epoch:
            self._best_state = state.copy()

    def _check(self, epoch: int, before: Array) -> None:
        """Let the criteria look at the present state, of this *epoch*, and at the one *before*."""
        theta = self._trainer.theta
        self._criteria.check(
            epoch,
            self._penalized(self._losses.after(epoch).train_loss),
            step=float(np.abs(theta - before[: theta.size]).max()),
            learning_rate=self._values["learning_rate"],
            is_minimum=lambda: is_minimum(theta.copy(), self._gradient),
        )

    def _reason_after(self, epoch: int) -> str:
        """Return why the training is over after an *epoch*; "" if it is not."""
        has_target = self._values["target_loss"] > 0
        train_loss = self._losses.after(epoch).train_loss if has_target else math.nan
        return self._criteria.stop_reason(epoch, train_loss, self._values)

    def _go_to_best(self) -> None:
        """Go to the epoch with the lowest test loss, whether the timeline has kept it or not."""
        best = self._criteria.best_epoch
        assert best is not None
        if self.timeline.nearest(best) != best:
            self.timeline.cut(best, self._best_state)
            self._losses.cut(best)
            self._criteria.cut(best)
        self.go_to(best)

    def _penalized(self, loss: float) -> float:
        """Return the *loss* of the present weights with their penalty."""
        kind, rate = self._values["regularization"], self._values["regularization_rate"]
        return loss + penalty(self.network.weights, kind, rate)

    def _gradient(self, theta: Array) -> Array:
        """Return the derivatives of the loss with the penalty, of all points, like *theta*."""
        kind, rate = self._values["regularization"], self._values["regularization_rate"]
        network = self._evaluator.network_of(theta)
        layers = zip(*network.gradients(*self._train_set, kind, rate), strict=True)
        return np.concatenate([np.hstack(layer).ravel() for layer in layers])

    def _replace(self, state: Array) -> None:
        """Keep another *state* for the latest epoch."""
        self.timeline.replace(state)
        self._losses.cut(self.timeline.last - 1)
        self._criteria = StoppingCriteria()


def _choices(values: Values) -> dict[str, object]:
    """Return what a trainer is made with, by the names of its parameters."""
    return {
        "optimizer": values["optimizer"],
        "batch_size": None if values["batch_size"] == "all" else values["batch_size"],
        "regularization": values["regularization"],
        "seed": values["weights_seed"],
    }
