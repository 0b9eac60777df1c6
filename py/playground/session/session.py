"""One reader's playground: settings in, a network that trains, numbers out.

Data flow one way: settings -> data -> inputs -> network -> training. A `Session` knows nothing
of pages or pictures; the engine asks it for a little training at a time and draws between.
"""

from collections.abc import Callable
from time import perf_counter

import numpy as np

from playground.fast.trainer import FastTrainer
from playground.features import FeatureTransform
from playground.network import Network
from playground.session.dataset import Dataset, Values
from playground.session.run import TrainingRun
from playground.session.stopping import DIVERGED, DONE, EPOCHS_PER_CHECK, PAUSED, RUNNING
from playground.settings.table import DATA, NETWORK, STOPPING, TRAINING
from playground.settings.values import defaults, effect_of, layer_units
from playground.training import TrainerProtocol

# A run that is watched waits no longer than so for a picture.
MAX_SECONDS = 0.1
# And how long it takes in all, at each speed.
SECONDS_OF_RUN = {"slow": 16, "normal": 8, "fast": 4}


class Session:
    """The data and the network that belong to the newest settings, and their training.

    Parameters
    ----------
    values : dict, optional
        A value for every setting; by default those of `settings.values.defaults`.
    make_trainer : callable, default FastTrainer
        Returns what trains the network; as for `TrainingRun`.

    Attributes
    ----------
    values : dict
        The newest settings.
    dataset : Dataset
        The points to learn from and those kept for the test; training never changes them.
    inputs : FeatureTransform
        What the network is told about a point.
    network : Network
        Trained for `epoch` epochs.
    training : TrainingRun
        Its training, from the first weights on.

    Raises
    ------
    ValueError
        If there can be no such data or no such network.
    """

    def __init__(
        self,
        values: Values | None = None,
        make_trainer: Callable[..., TrainerProtocol] = FastTrainer,
    ) -> None:
        self.values = dict(values or defaults())
        self._make_trainer = make_trainer
        self.dataset = Dataset.of(self.values)
        self.inputs, self.network, self.training = self._begun(self.values, self.dataset)
        # Whether it trains, and if so, at the speed that the reader has chosen.
        self._is_running, self._is_watched = not self.dataset.is_empty, False
        self._goal: int | None = None  # the epoch that it is to pause at
        self._shown = 0.0  # the time on the screen, in epochs and fractions of one
        self._by_hand: list[Array] = []  # the states before each change of a weight by hand

    @property
    def epoch(self) -> int:
        """Passes over the data so far."""
        return self.training.epoch

    @property
    def state(self) -> str:
        """`RUNNING`, `PAUSED`, `DONE` or `DIVERGED`."""
        if self.stop_reason:
            return DIVERGED if self.stop_reason == "diverged" else DONE
        return RUNNING if self._is_running else PAUSED

    @property
    def stop_reason(self) -> str:
        """Why the training is over, as `StoppingCriteria.stop_reason`; "" while it is not."""
        return self.training.stop_reason

    def apply(self, values: Values) -> int | None:
        """Take over new settings and rebuild what they make stale.

        New data or a new network are trained from the start, as fast as possible. What belongs
        to the training holds from the next epoch on; if the training is over, it begins again
        or goes on.

        Parameters
        ----------
        values : dict
            A value for every setting, as `settings.address.from_fragment` returns them.

        Returns
        -------
        int or None
            The effect of the change: `table.DATA`, `table.NETWORK`, …; None if nothing changed.

        Raises
        ------
        ValueError
            If there can be no such data or no such network; then all stays as it was.
        """
        values = dict(values)
        effect: int | None = effect_of(self.values, values)
        if effect is None:
            return None
        if effect >= NETWORK:
            dataset = Dataset.of(values) if effect >= DATA else self.dataset
            self.inputs, self.network, self.training = self._begun(values, dataset)
            self.dataset = dataset
            self._is_running, self._is_watched = not dataset.is_empty, False
        elif effect >= STOPPING:
            self._change_training(values, effect)
        self.values = values
        return effect

    def train(self) -> None:
        """Train from the first weights on, as fast as possible."""
        self.reset()
        self._is_running, self._is_watched = not self.dataset.is_empty, False

    def run(self) -> None:
        """Train at the speed the reader has chosen.

        Where the training is over but has epochs left, it goes on from there; otherwise, and
        where nobody has seen it train so far, it begins from the start.
        """
        if self.state == RUNNING and self._is_watched:
            return
        if self.state in (RUNNING, DIVERGED) or self.epoch >= self.values["epochs"]:
            self.training.go_to(0)
        self.training.go_past_stop()
        self._is_running, self._is_watched = not self.dataset.is_empty, True

    def pause(self) -> None:
        """Stop training after the present epoch."""
        self._is_running = False

    def step(self) -> None:
        """Train for exactly one epoch, then pause; after the last one there is none.

        Where the training is over but has epochs left, it goes on from there.
        """
        if self.epoch < self.values["epochs"] and not self.dataset.is_empty:
            self._is_running = False
            self.training.go_past_stop()
            self.training.train(1)

    def reset(self) -> None:
        """Go back to the first weights and forget what came after them."""
        self.training.reset()
        self._is_running = False

    def go_to(self, epoch: int) -> None:
        """Pause at an *epoch* that the timeline has kept; training goes on from there."""
        self.training.go_to(epoch)
        self._is_running = False

    def set_weight(self, layer: int, unit: int, source: int, value: float) -> None:
        """Pause, and change one number of the network by hand.

        Parameters
        ----------
        layer : int
            0 is the first hidden layer; the last one is the output.
        unit : int
            Which of the layer's units, counted from 0.
        source : int
            Which of the inputs of that unit, counted from 0; -1 is its bias.
        value : float
            The new weight or bias, from -1000 to 1000.

        Raises
        ------
        ValueError
            If *value* is no such number.
        """
        self.training.set_weight(layer, unit, source, value)
        self._is_running = False

    def advance(self, seconds: float) -> None:
        """Train for one picture.

        Parameters
        ----------
        seconds : float
            How long the training may take where speed counts; a watched training does
            the number of epochs that the reader has chosen instead.
        """
        epochs = self.values["epochs"]
        if self._is_watched and self.values["speed"] != "fastest":
            seconds, epochs = MAX_SECONDS, int(self.values["speed"])
        end, last = perf_counter() + seconds, self.epoch + epochs
        left = seconds
        while self.state == RUNNING and self.epoch < last and left > 0:
            seconds_per_epoch = self.training.seconds_per_epoch
            affordable = (
                max(1, int(min(left / seconds_per_epoch, EPOCHS_PER_CHECK)))
                if seconds_per_epoch
                else 1
            )
            self.training.train(min(affordable, last - self.epoch))
            left = end - perf_counter()

    def metrics(self) -> dict[str, float | None]:
        """Return the numbers that go with the picture; None where there are no points."""
        metrics = self.training.metrics()
        if self.dataset.is_empty:
            metrics = dict.fromkeys(metrics)
        return {"epoch": self.epoch, "last_epoch": self.training.timeline.last, **metrics}

    def _begun(
        self, values: Values, dataset: Dataset
    ) -> tuple[FeatureTransform, Network, TrainingRun]:
        """Return what belongs to *values* and *dataset*: inputs, a network and its training."""
        # Where there are no points one can still look at a network, for which any will do.
        points = np.zeros((2, 1)) if dataset.is_empty else dataset.X
        labels = np.zeros(1, np.int64) if dataset.is_empty else dataset.y
        inputs = FeatureTransform(values["features"].split(","), values["standardize"] == "on")
        inputs.fit(points)
        X, X_test = inputs.transform(points), inputs.transform(dataset.X_test)
        network = Network(
            (len(X), *layer_units(values), 1),
            values["activation"],
            values["weights_seed"],
            initialization=values["initialization"],
        )
        training = TrainingRun(
            network, (X, labels), (X_test, dataset.y_test), values, self._make_trainer
        )
        return inputs, network, training

    def _change_training(self, values: Values, effect: int) -> None:
        """Let other *values* take effect on the training that there is."""
        is_over = self.stop_reason != ""
        begins_anew = is_over and (effect >= TRAINING or self._would_have_stopped_before(values))
        self.training.change(values)
        self.training.cut(0 if begins_anew else values["epochs"])
        self.training.go_to(self.epoch)
        if is_over:
            self._is_running, self._is_watched = True, False

    def _would_have_stopped_before(self, values: Values) -> bool:
        """Tell whether with other *values* a training that is over had ended earlier."""
        before = self.values
        stops_early = values["early_stopping"] == "on" and before["early_stopping"] == "off"
        target, earlier = values["target_loss"], before["target_loss"]
        # A lower target lies ahead only of a training that has stopped at its own.
        is_behind = target > earlier or (0 < target < earlier and self.stop_reason != "target")
        return stops_early or is_behind
