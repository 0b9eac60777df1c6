"""One reader's playground: settings in, a network that trains, numbers out.

Data flow one way: settings -> data -> inputs -> network -> training. A `Session` knows nothing
of pages or pictures; the engine asks it for a little training at a time and draws between.
"""

from collections.abc import Callable
from time import perf_counter

import numpy as np

from playground.checks import Array
from playground.fast.trainer import FastTrainer
from playground.features import FeatureTransform
from playground.look.chart_axes import share_of, time_at
from playground.network import Network
from playground.session.dataset import Dataset, Values
from playground.session.run import TrainingRun
from playground.session.stopping import DIVERGED, DONE, EPOCHS_PER_CHECK, PAUSED, RUNNING
from playground.settings.table import DATA, NETWORK, STOPPING, TRAINING
from playground.settings.values import defaults, effect_of, layer_units
from playground.training import TrainerProtocol

# A run that is watched waits no longer than so for a picture.
MAX_SECONDS = 0.1
# A single epoch of many batches may take longer than that: then it rests after so long, and goes on
# in the next turn.
SECONDS_UNTIL_REST = 0.05
# And how long it takes in all, at each speed.
SECONDS_OF_RUN = {"slow": 16, "normal": 8, "fast": 4}
SLACK = 1e-9  # of an epoch, for rounding


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
        self._waits = False  # untrained, until the reader lets it run
        self._goal: int | None = None  # the epoch that it pauses at
        self._more_epochs = 0  # that the reader has asked for, beyond those of the settings
        self._time = self._clock = 0.0  # of a watched run: in epochs, and when that was
        self._before_hand: Array | None = None  # the parameters before some were set by hand
        self._to_be_set: Array | None = None  # those that are set at the end of its way

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
    def is_watched(self) -> bool:
        """Whether it trains at the speed that the reader has chosen."""
        return self.state == RUNNING and self._is_watched

    @property
    def stop_reason(self) -> str:
        """Why the training is over, as `StoppingCriteria.stop_reason`; "" while it is not."""
        return self.training.stop_reason

    @property
    def problem(self) -> str:
        """What is wrong with the data, or why the network cannot be trained; or ""."""
        return self.dataset.problem or self.training.refusal

    @property
    def last_epoch(self) -> int:
        """The epoch after which the training is over, at the latest."""
        return int(self.values["epochs"]) + self._more_epochs

    @property
    def is_by_hand(self) -> bool:
        """Whether the weights, as they are here, were set by hand."""
        return self._before_hand is not None and self.epoch == self.training.timeline.last

    def apply(self, values: Values) -> int | None:
        """Take over new settings and rebuild what they make stale.

        New data or a new network are trained from the start: at the speed that the reader has
        chosen if they watch a run, and otherwise as fast as possible, unless it waits for them.
        What belongs to the training holds from the next epoch on; if the training is over, it
        begins again or goes on.

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
            is_watched = self.is_watched
            dataset = Dataset.of(values) if effect >= DATA else self.dataset
            self.inputs, self.network, self.training = self._begun(values, dataset)
            self.dataset = dataset
            self._more_epochs = 0
            self._set_off(is_watched=is_watched, is_running=not self._waits)
        elif effect >= STOPPING:
            self._change_training(values, effect)
        self.values = values
        return effect

    def begin(self, epoch: int | None = None) -> None:
        """Begin with the first weights, and train as fast as possible up to an *epoch*.

        Parameters
        ----------
        epoch : int, optional
            Where to pause; at 0 it waits for the reader. Without it, the training goes to its end.
        """
        self.reset()
        if epoch != 0:
            self._set_off(goal=epoch)

    def run(self) -> None:
        """Train at the speed the reader has chosen.

        Where the training is over but has epochs left, it goes on from there, and from weights
        that were set by hand in any case; otherwise, and where nobody has seen it train so far, it
        begins from the start.
        """
        if self.is_watched:
            return
        if self.is_by_hand:
            self.train_on()
            return
        if self.state in (RUNNING, DIVERGED) or self.epoch >= self.last_epoch:
            self.training.go_to(0)
        self.training.go_past_stop()
        self._set_off(is_watched=True)

    def train_on(self) -> None:
        """Train on from here, even at the end: then as many epochs again."""
        if self.epoch >= self.last_epoch:
            self._add_epochs(int(self.values["epochs"]))
        self.training.go_past_stop()
        self._set_off(is_watched=True)

    def pause(self) -> None:
        """Stop training after the last whole epoch; one that has begun goes on with the next."""
        self._is_running, self._to_be_set = False, None

    def step(self) -> None:
        """Train for exactly one epoch, then pause; wherever the training stands, there is one.

        One that takes long is done by the next calls of `advance`, so that it can be called off.
        """
        if not self.dataset.is_empty:
            self._stop()
            if self.epoch >= self.last_epoch:
                self._add_epochs(1)
            self.training.go_past_stop()
            self.training.train(1, SECONDS_UNTIL_REST)
            if self.training.is_amid:
                self._set_off(goal=self.epoch + 1)

    def reset(self) -> None:
        """Go back to the first weights, forget what came after them, and wait for the reader."""
        self._add_epochs(-self._more_epochs)
        self.training.reset()
        self._stop()

    def go_to(self, epoch: int) -> None:
        """Pause at an *epoch*; one that it has not come to yet is trained for, if it can be."""
        self.training.go_to(epoch)
        if epoch > self.training.timeline.last:
            self._set_off(goal=epoch)
        else:
            before = self._before_hand  # who comes back to their weights can still undo them
            self._stop()
            self._before_hand = before

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
        before = self._before_hand if self.is_by_hand else self.training.parameters.copy()
        self.training.set_weight(layer, unit, source, value)
        self._stop()
        self._before_hand = before

    def set_weights(self, parameters: Array) -> None:
        """Change all numbers of the network, as `set_weight` changes one.

        Where it trains as fast as possible up to an epoch, as after `begin`, that is where they are
        set; whatever else the reader does first is done instead.

        Parameters
        ----------
        parameters : ndarray of shape (parameters,)
            As `playground.parameters` orders them; from -1000 to 1000.
        """
        if self.state == RUNNING and not self._is_watched:
            self._to_be_set = parameters
            return
        before = self._before_hand if self.is_by_hand else self.training.parameters.copy()
        self.training.set_parameters(parameters)
        self._stop()
        self._before_hand = before

    def undo_weights(self) -> None:
        """Take back what was set by hand since the last training."""
        if self._before_hand is not None and self.is_by_hand:
            self.training.set_parameters(self._before_hand)
            self._stop()

    def advance(self, seconds: float) -> None:
        """Train for one picture.

        Parameters
        ----------
        seconds : float
            How long the training may take where speed counts; a watched training goes as far as
            its speed says.
        """
        to_be_set = self._to_be_set
        last = self.last_epoch if self._goal is None else min(self._goal, self.last_epoch)
        if self._is_watched:
            seconds, last = MAX_SECONDS, min(last, self._watched_epoch())
        end, left = perf_counter() + seconds, seconds
        # At its end, one more call finds out that it is over.
        while self.state == RUNNING and left > 0 and not last <= self.epoch < self.last_epoch:
            seconds_per_epoch = self.training.seconds_per_epoch
            affordable = (
                max(1, int(min(left / seconds_per_epoch, EPOCHS_PER_CHECK)))
                if seconds_per_epoch
                else 1
            )
            epochs = max(1, min(affordable, last - self.epoch))
            self.training.train(epochs, SECONDS_UNTIL_REST)
            if self.training.refusal:
                self.pause()
            left = end - perf_counter()
        if self.epoch == self._goal and self.state == RUNNING:
            self._stop()
        if to_be_set is not None and self.state != RUNNING:
            self.set_weights(to_be_set)

    def _set_off(
        self, is_running: bool = True, is_watched: bool = False, goal: int | None = None
    ) -> None:
        """Train from here on, watched or as fast as possible, if there are points at all."""
        self._is_running = is_running and not self.dataset.is_empty
        self._is_watched, self._goal = is_watched, goal
        self._waits = self._waits and not is_running
        self._before_hand = self._to_be_set = None
        # The first epoch is to be seen at once.
        self._time, self._clock = self.epoch + 1.0, perf_counter()

    def _stop(self) -> None:
        """Pause; untrained, it waits for the reader."""
        self._is_running = False
        self._waits = self.training.timeline.last == 0 and not self.dataset.is_empty
        self._goal = self._before_hand = self._to_be_set = None

    def _watched_epoch(self) -> int:
        """Return the epoch to be shown by now: the time axis is crossed at an even speed."""
        now = perf_counter()
        elapsed, self._clock = min(now - self._clock, MAX_SECONDS), now
        axis = self.last_epoch, self.values["time_scale"]
        share = share_of(self._time, *axis) + elapsed / SECONDS_OF_RUN[self.values["speed"]]
        self._time = time_at(share, *axis)
        return int(self._time + SLACK)

    def _add_epochs(self, epochs: int) -> None:
        """Let the training be over later, or earlier again, than the settings say."""
        if epochs:
            self._more_epochs += epochs
            self.training.change(self._training_values(self.values))

    def _training_values(self, values: Values) -> Values:
        return {**values, "epochs": values["epochs"] + self._more_epochs}

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
        sets = (X, labels), (X_test, dataset.y_test)
        if values["mistake"] == "none" or dataset.is_empty:
            training = TrainingRun(network, *sets, values, self._make_trainer)
        else:
            # Nobody needs it before they break a network.
            from playground.session.broken import BrokenRun

            training = BrokenRun(network, *sets, values)
        return inputs, training.network, training

    def _change_training(self, values: Values, effect: int) -> None:
        """Let other *values* take effect on the training that there is."""
        is_over, epoch = self.stop_reason != "", self.epoch
        begins_anew = is_over and (effect >= TRAINING or self._would_have_stopped_before(values))
        if values["epochs"] != self.values["epochs"]:
            self._more_epochs = 0
        self.training.change(self._training_values(values))
        self.training.cut(0 if begins_anew else values["epochs"] + self._more_epochs)
        self.training.go_to(self.epoch)
        if self.epoch != epoch:
            self._before_hand = None
        if is_over:
            self._set_off()

    def _would_have_stopped_before(self, values: Values) -> bool:
        """Tell whether with other *values* a training that is over had ended earlier."""
        before = self.values
        stops_early = values["early_stopping"] == "on" and before["early_stopping"] == "off"
        target, earlier = values["target_loss"], before["target_loss"]
        # A lower target lies ahead only of a training that has stopped at its own.
        is_behind = target > earlier or (0 < target < earlier and self.stop_reason != "target")
        return stops_early or is_behind
