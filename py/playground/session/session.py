"""One reader's playground: settings in, a network that trains, numbers out.

Data flow one way: settings -> data -> inputs -> network -> training. A `Session` knows nothing
of pages or pictures; the engine asks it for a little training at a time and draws between.
"""

from time import perf_counter

import numpy as np

from playground.features import FeatureTransform
from playground.network import Network
from playground.session.dataset import Dataset
from playground.session.run import TrainingRun
from playground.session.stopping import DIVERGED, DONE, EPOCHS_PER_CHECK, PAUSED, RUNNING
from playground.settings.table import DATA, NETWORK, TRAINING
from playground.settings.values import effect_of, layer_units

# Where it counts how many epochs pass between two pictures, a picture waits no longer than so.
MAX_SECONDS = 0.1

# A training that is over begins anew when one of these changes; the others let it go on.
COURSE = (
    *("learning_rate", "activation", "optimizer", "batch_size"),
    *("regularization", "regularization_rate"),
)


class Session:
    """The data and the network that belong to the newest settings, and their training.

    Attributes
    ----------
    state : str
        `RUNNING`, `PAUSED`, `DONE` or `DIVERGED`.
    ending : str
        Why the training is over, as `endings.StoppingCriteria.ending`; "" while it is not.
    samples : Dataset
        The points to learn from and those kept for the test; training never changes them.
    inputs : FeatureTransform
        What the network is told about a point.
    network : Network
        Trained for `epoch` epochs.
    course : TrainingRun
        Its training, from the first weights on.
    """

    def __init__(self):
        self.values = {}
        self._enter(RUNNING)
        self._is_watched = False

    @property
    def epoch(self) -> int:
        """Passes over the data so far."""
        return self.training.epoch

    def apply(self, values: dict) -> int | None:
        """Take over new settings and rebuild what they make stale.

        New data or a new network are trained from the start, as fast as possible. What belongs
        to the training holds from the next epoch on; if the training is over, it begins again
        or goes on.

        Parameters
        ----------
        values : dict
            A value for every setting, as `settings.from_fragment` returns them.

        Returns
        -------
        int or None
            The effect of the change: `table.DATA`, `table.NETWORK`, …; None if nothing changed.
        """
        before, self.values = self.values, dict(values)
        effect = effect_of(before, values)
        if effect is None:
            return None
        if effect >= DATA:
            self.dataset = Dataset.of(values)
        if effect >= NETWORK:
            self._make_network()
        elif effect == TRAINING:
            self._continue(before)
        return effect

    def train(self) -> None:
        """Train from the first weights on, as fast as possible."""
        self.reset()
        self._is_watched = False
        self._start(RUNNING)

    def run(self) -> None:
        """Train at the speed the reader has chosen; from the start if the training is over."""
        if self.state == RUNNING and self._is_watched:
            return
        if self.state != PAUSED or self.epoch >= self.values["epochs"]:
            self.go_to(0)
        self._is_watched = True
        self._start(RUNNING)

    def pause(self) -> None:
        """Stop training after the present epoch."""
        if self.state == RUNNING:
            self._enter(PAUSED)

    def step(self) -> None:
        """Train for exactly one epoch, then pause; after the last one there is none.

        From the target that has ended a training, it goes on past it.
        """
        if self.epoch < self.values["epochs"] and not self.dataset.is_empty:
            if self.ending == "target":
                self.training.go_past_target()
            self._enter(PAUSED)
            self._train(1)

    def reset(self) -> None:
        """Go back to the first weights and forget what came after them."""
        self.training.reset()
        self._enter(PAUSED)

    def go_to(self, epoch: int) -> None:
        """Pause at an *epoch* that the timeline has kept; training goes on from there."""
        self.training.go_to(epoch)
        self._enter(PAUSED)

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
        self._enter(PAUSED)

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
            self._train(min(affordable, last - self.epoch))
            left = end - perf_counter()

    def metrics(self) -> dict:
        """Return the numbers that go with the picture; None where there are no points."""
        metrics = self.training.metrics()
        if self.dataset.is_empty:
            metrics = dict.fromkeys(metrics)
        return {"epoch": self.epoch, "last_epoch": self.training.timeline.last, **metrics}

    def _make_network(self):
        values, samples = self.values, self.dataset
        # Where there are no points one can still look at a network, for which any will do.
        points = np.zeros((2, 1)) if samples.is_empty else samples.X
        labels = np.zeros(1) if samples.is_empty else samples.y
        self.inputs = FeatureTransform(
            tuple(values["features"].split(",")), values["standardize"] == "on"
        )
        self.inputs.fit(points)
        X, X_test = self.inputs.transform(points), self.inputs.transform(samples.X_test)
        self.network = Network(
            (len(X), *layer_units(values), 1),
            values["activation"],
            values["weights_seed"],
            initialization=values["initialization"],
        )
        self.training = TrainingRun(self.network, (X, labels), (X_test, samples.y_test), values)
        self._is_watched = False
        self._start(RUNNING)

    def _continue(self, before):
        """Let settings of the training that differ from those *before* take effect."""
        state, is_over = self.state, self.state in (DONE, DIVERGED)
        self.training.change(self.values)
        begins_anew = is_over and self._takes_another_course(before)
        self.training.cut(0 if begins_anew else self.values["epochs"])
        self.go_to(self.epoch)
        if is_over:
            self._is_watched = False
        self._start(RUNNING if is_over else state)

    def _takes_another_course(self, before):
        """Tell whether a training that is over would have gone, or ended, otherwise."""
        values = self.values
        stops_early = values["early_stopping"] == "on" and before["early_stopping"] == "off"
        target, earlier = values["target_loss"], before["target_loss"]
        # A lower target lies ahead only of a training that has stopped at its own.
        is_behind = target > earlier or (0 < target < earlier and self.ending != "target")
        ends_earlier = stops_early or is_behind
        return ends_earlier or any(values[name] != before[name] for name in COURSE)

    def _start(self, state):
        """Enter *state*, if there is something to learn from."""
        self._enter(PAUSED if self.dataset.is_empty else state)

    def _train(self, epochs):
        ending = self.training.train(epochs)
        if ending:
            self._enter(DIVERGED if ending == "diverged" else DONE, ending)

    def _enter(self, state, ending=""):
        self.state, self.ending = state, ending
