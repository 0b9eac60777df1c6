"""A training run: a network, what it has been through, and the way back."""

import math
from collections.abc import Callable
from time import perf_counter

import numpy as np

from playground.checks import Array, check_number
from playground.fast.trainer import FastTrainer
from playground.network import Network
from playground.session.dataset import Values
from playground.session.epochs import Epochs
from playground.session.losses import Curve, Evaluation, LossCurve, Set
from playground.session.monitor import Monitor
from playground.session.path import Choices, Path
from playground.session.stopping import EPOCHS_PER_CHECK
from playground.session.timeline import Timeline
from playground.settings.table import MAX_WEIGHT, TRAINING
from playground.settings.values import effect_of
from playground.training import TrainerProtocol


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
    path : Path
        How this training has come along its timeline.
    curve : LossCurve
        The losses along the timeline.
    seconds_per_epoch : float
        Seconds that an epoch takes; 0 while that is not known.
    refusal : str
        Why it cannot be trained, "" if it can; only a network that is broken on purpose cannot.
    """

    refusal = ""

    def __init__(
        self,
        network: Network,
        train: Set,
        test: Set,
        values: Values,
        make_trainer: Callable[..., TrainerProtocol] = FastTrainer,
    ) -> None:
        self.network = network
        self.train_set, self._values, self._make_trainer = train, values, make_trainer
        self._trainer = self._trainer_for(values)
        self._first_parameters = self._trainer.theta.copy()
        self.timeline = Timeline(self._trainer.state)
        self._monitor = Monitor(network, train, test, self.timeline, values)
        self.curve = LossCurve(self.timeline, self._monitor.losses)
        self.path = Path()
        self._resting: Epochs | None = None
        self.epoch, self.stop_reason = 0, ""
        self.seconds_per_epoch = 0.0

    @property
    def healthy_curve(self) -> Curve | None:
        """The losses as they would be without the mistake of this training; None without one."""
        return None

    def change(self, values: Values) -> None:
        """Train as other settings say from now on; an optimizer that stays keeps its memory."""
        before, trainer = self._values, self._trainer
        if _choices(values) != _choices(before):
            trainer = self._trainer_for(values)  # or it is refused, and nothing has changed
            self.seconds_per_epoch = 0.0
        trainer.regularization_rate = values["regularization_rate"]
        self._values, self._trainer = values, trainer
        self._monitor.change(values)
        if values["optimizer"] != before["optimizer"]:
            sizes = trainer.theta.size, trainer.state.size
            self.timeline.resize(*sizes)
            self._monitor.resize(*sizes)
            self.path.forget_steps()
        if values["activation"] != self.network.activation:
            self.network.activation = values["activation"]
            # The same weights have other losses now, after every epoch.
            self._monitor.forget(-1)
        if (effect_of(before, values) or 0) >= TRAINING:
            self._monitor.restart()
        self.go_to(self.epoch)

    def train(self, epochs: int, seconds: float = math.inf) -> None:
        """Train, until the next check at the most; `stop_reason` tells if the training is over.

        Parameters
        ----------
        epochs : int
            How many, 1 or more.
        seconds : float
            A single epoch that takes longer rests then (`is_amid`), and the next call goes on with
            it; whatever else happens first, it is dropped.
        """
        self.cut(self.epoch)
        # It may be over already: the settings may have changed since it came here.
        reason = self._monitor.reason_at(self.epoch)
        if not reason:
            next_check = self.epoch - self.epoch % EPOCHS_PER_CHECK + EPOCHS_PER_CHECK
            last = min(self.epoch + epochs, next_check, self._values["epochs"])
            reason = self._train_until(last, seconds)
        if reason == "early":
            self._go_to_best()
        self.stop_reason = reason

    def _train_until(self, last: int, seconds: float) -> str:
        """Train until after epoch *last*, or until the training is over; return why it is."""
        epochs, self._resting = self._resting or self._next_epochs(last), None
        if len(epochs.states) > 1:  # as many as there is time for
            epochs.run()
        elif not epochs.go_on(seconds):
            self._resting = epochs
            return ""
        begin = perf_counter()
        n_kept, reason = self._monitor.judge(epochs.before, epochs.states)
        seconds = epochs.seconds + perf_counter() - begin
        self.seconds_per_epoch = seconds / len(epochs.states)
        self.timeline.append(epochs.states[:n_kept])
        self.go_to(self.timeline.last)
        return reason

    def _next_epochs(self, last: int) -> Epochs:
        """Return the epochs from the present one to the *last*."""
        self.path.go_on(self.epoch, self._path_choices())
        rate = self._values["learning_rate"]
        return Epochs(self._trainer, self.epoch, last - self.epoch, rate)

    @property
    def is_amid(self) -> bool:
        """Whether an epoch has begun and is not done, so that there is nothing new to be seen."""
        return self._resting is not None

    def _go_to_best(self) -> None:
        """Go to the epoch with the lowest test loss, whether the timeline has kept it or not."""
        best = self._monitor.best_epoch
        if self.timeline.nearest(best) != best:
            self.timeline.cut(best, self._monitor.best_state)
            self._monitor.cut(best)
        self.go_to(best)

    def go_past_stop(self) -> None:
        """Let the training go on although it is over."""
        if self.stop_reason:
            self._monitor.go_past(self.epoch, self.stop_reason)
            self.stop_reason = ""

    def go_to(self, epoch: int) -> None:
        """Go to an *epoch*, or to the last one before it that is kept."""
        self.epoch, self.stop_reason = self.timeline.nearest(epoch), ""
        self._resting = None
        self._trainer.state[:] = self.timeline.state(self.epoch)

    def cut(self, epoch: int) -> None:
        """Forget what came after *epoch*: the training takes another way from there."""
        epoch = self.timeline.nearest(epoch)
        if epoch < self.timeline.last:
            self.timeline.cut(epoch)
            self._monitor.cut(epoch)

    def reset(self) -> None:
        """Go back to the first weights and forget what came after them."""
        self.cut(0)
        first = np.zeros(self._trainer.state.size)
        first[: self._first_parameters.size] = self._first_parameters
        self._replace(first)
        self.path.clear()
        self.go_to(0)

    def set_weight(self, layer: int, unit: int, source: int, value: float) -> None:
        """Change one number of the network; as `Session.set_weight`."""
        check_number("value", value, -MAX_WEIGHT, MAX_WEIGHT)
        self.cut(self.epoch)
        before = self.parameters.copy()
        if source < 0:
            self.network.biases[layer][unit, 0] = value
        else:
            self.network.weights[layer][unit, source] = value
        self._edited(before)

    @property
    def parameters(self) -> Array:
        """All weights and biases of the network, (size,): a view."""
        return self._trainer.theta

    def set_parameters(self, parameters: Array) -> None:
        """Change all weights and biases; what the optimizer remembers stays."""
        self.cut(self.epoch)
        before = self.parameters.copy()
        self._trainer.theta[:] = parameters
        self._edited(before)

    def _edited(self, before: Array) -> None:
        """Take up what was set by hand since the parameters were those *before*."""
        self.path.edit(self.epoch, before, self.parameters)
        self._replace(self._trainer.state)

    def _replace(self, state: Array) -> None:
        """Let *state* be that after the latest epoch, and go there."""
        self.timeline.replace(state)
        self._monitor.forget(self.timeline.last - 1)
        self.go_to(self.timeline.last)

    def _path_choices(self) -> Choices:
        """Return all that decides how the next epochs go."""
        values = self._values
        rates = {name: values[name] for name in ("learning_rate", "regularization_rate")}
        return {**_choices(values), **rates, "activation": self.network.activation}

    def is_straight(self, epoch: int) -> bool:
        """Tell whether the present settings alone lead from the first weights to an *epoch*."""
        choices = [stretch.choices for stretch in self.path.stretches(epoch)]
        return choices in ([], [self._path_choices()]) and not self.path.edits(epoch)

    def metrics(self) -> dict[str, float | None]:
        """Return loss and accuracy; None where there are no points."""
        metrics: dict[str, float | None] = {
            name: None if math.isnan(number) else number
            for name, number in self.evaluation(self.epoch)._asdict().items()
        }
        return {**metrics, "penalized_loss": self._monitor.penalized_loss(self.epoch)}

    def evaluation(self, epoch: int) -> Evaluation:
        """Return what had been achieved after an *epoch* that the timeline keeps."""
        return self._monitor.losses.after(epoch)

    def _trainer_for(self, values: Values) -> TrainerProtocol:
        """Return what trains the network as *values* say, from the weights it has."""
        rate = values["regularization_rate"]
        return self._make_trainer(
            self.network, *self.train_set, regularization_rate=rate, **_choices(values)
        )


def _choices(values: Values) -> dict[str, object]:
    """Return what a trainer is made with, by the names of its parameters."""
    return {
        "optimizer": values["optimizer"],
        "batch_size": None if values["batch_size"] == "all" else values["batch_size"],
        "regularization": values["regularization"],
        "seed": values["weights_seed"],
    }
