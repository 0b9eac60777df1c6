"""One reader's playground: settings in, a network that trains, numbers out.

Data flow one way: settings -> data -> inputs -> network -> training. A `Session` knows nothing
of pages or pictures; the engine asks it for a little training at a time and draws between.
"""

from time import perf_counter

import numpy as np

from playground.endings import CHUNK, DIVERGED, DONE, PAUSED, RUNNING, Judge
from playground.fast import Descent
from playground.features import Inputs
from playground.network import Network, log_loss
from playground.regularization import penalty_of
from playground.samples import Samples
from playground.settings import effect_of, layer_units
from playground.table import DATA, NETWORK, TRAINING
from playground.timeline import LossCurve, Timeline

# Where it counts how many epochs pass between two pictures, a picture waits no longer than so.
MOST_SECONDS = 0.1

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
    samples : Samples
        The points to learn from and those kept for the test; training never changes them.
    inputs : Inputs
        What the network is told about a point.
    network : Network
        Trained for `epoch` epochs.
    epoch : int
        Passes over the data so far; where the timeline stands.
    timeline : Timeline
        The state of this training after its epochs.
    curve : LossCurve
        The losses along the timeline.
    ending : str
        Why the training is over: one of `endings.ENDINGS`; "" while it is not.
    """

    def __init__(self):
        self.values = {}
        self.state = RUNNING
        self.epoch = 0
        self.ending = ""
        self._is_watched = False
        self._pace = 0.0  # seconds that an epoch takes

    # ---- What the reader asks for

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
            self.samples = Samples.of(values)
        if effect >= NETWORK:
            self._make_network()
        elif effect == TRAINING:
            changed = [name for name in values if values[name] != before[name]]
            self._continue(changed)
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
        """Train for exactly one epoch, then pause; after the last one there is none."""
        if self.epoch < self.values["epochs"] and not self.samples.is_empty:
            self._enter(PAUSED)
            self._train(1)

    def reset(self) -> None:
        """Go back to the first weights and forget what came after them."""
        self._cut(0)
        first = np.zeros(self._descent.state.size)
        first[: self._first_parameters.size] = self._first_parameters
        self._replace(first)
        self.go_to(0)

    def go_to(self, epoch: int) -> None:
        """Pause at an *epoch* that the timeline has kept; training goes on from there."""
        self.epoch = self.timeline.nearest(epoch)
        self._descent.state[:] = self.timeline.state(self.epoch)
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
            The new weight or bias.
        """
        self.go_to(self.epoch)
        self._cut(self.epoch)
        if source < 0:
            self.network.biases[layer][unit, 0] = value
        else:
            self.network.weights[layer][unit, source] = value
        self._replace(self._descent.state)

    def advance(self, seconds: float) -> None:
        """Train for one picture.

        Parameters
        ----------
        seconds : float
            How long the training may take where speed counts; a watched training does
            the number of epochs that the reader has chosen instead.
        """
        if self._is_watched and self.values["speed"] != "fastest":
            seconds, epochs = MOST_SECONDS, int(self.values["speed"])
        else:
            epochs = self.values["epochs"]
        end, last = perf_counter() + seconds, self.epoch + epochs
        while self.state == RUNNING and self.epoch < last and perf_counter() < end:
            affordable = (end - perf_counter()) / self._pace if self._pace else CHUNK
            self._train(min(max(int(min(affordable, CHUNK)), 1), last - self.epoch))

    def measures(self) -> dict:
        """Return the numbers that go with the picture; None where there are no points."""
        samples = self.samples
        measures = {"epoch": self.epoch, "last_epoch": self.timeline.last}
        parts = {
            "train": (self._X, samples.y),
            "test": (self._X_test, samples.y_test),
        }
        for part, (X, y) in parts.items():
            loss = accuracy = None
            if y.size:
                z = self.network.forward(X).z[-1]
                loss, accuracy = log_loss(z, y), float(np.mean((z[0] > 0) == y))
            measures[f"{part}_loss"], measures[f"{part}_accuracy"] = loss, accuracy
        loss = measures["train_loss"]
        measures["penalized_loss"] = None if loss is None else loss + self._penalty()
        return measures

    # ---- Making what the settings ask for

    def _make_network(self):
        values, samples = self.values, self.samples
        self.inputs = Inputs(tuple(values["features"].split(",")), values["standardize"] == "on")
        # Without points the network can be looked at, for which any point will do.
        points = samples.X if not samples.is_empty else np.zeros((2, 1))
        self.inputs.fit(points)
        self._X, self._X_test = self.inputs(points), self.inputs(samples.X_test)
        self._y = samples.y if not samples.is_empty else np.zeros(1)
        self.network = Network(
            (len(self._X), *layer_units(values), 1),
            values["activation"],
            values["weights_seed"],
            initialization=values["initialization"],
        )
        self._make_descent()
        self._first_parameters = self._descent.theta.copy()
        self.timeline = Timeline(self._descent.state)
        self.curve = LossCurve(self.timeline, self._losses_of)
        self._judge = Judge()
        self.epoch = 0
        self._is_watched = False
        self._start(RUNNING)

    def _make_descent(self):
        """Make the means to train `network`, from the weights it has."""
        values = self.values
        self._descent = Descent(
            self.network,
            self._X,
            self._y,
            optimizer=values["optimizer"],
            batch_size=None if values["batch_size"] == "all" else values["batch_size"],
            regularization=values["regularization"],
            seed=values["weights_seed"],
        )
        self._descent.regularization_rate = values["regularization_rate"]
        self._pace = 0.0

    def _continue(self, changed):
        """Let settings of the training that have *changed* take effect."""
        state, is_watched = self.state, self._is_watched
        is_over = state in (DONE, DIVERGED)
        self.network.activation = self.values["activation"]
        self._make_descent()
        if "optimizer" in changed:
            self.timeline.resize(self._descent.theta.size, self._descent.state.size)
        begins_anew = is_over and any(name in COURSE for name in changed)
        self._cut(0 if begins_anew else self.values["epochs"])
        self.go_to(self.epoch)
        self._is_watched = is_watched and not is_over
        self._start(RUNNING if is_over else state)

    # ---- Training

    def _start(self, state):
        """Enter *state*, if there is something to learn from."""
        self._enter(PAUSED if self.samples.is_empty else state)

    def _train(self, epochs):
        """Train for so many epochs, at most until the loss is to be judged or they are over."""
        epochs = min(epochs, CHUNK - self.epoch % CHUNK, self.values["epochs"] - self.epoch)
        self._cut(self.epoch)
        states = np.empty((epochs, self._descent.state.size))
        begin = perf_counter()
        self._descent.run(self.epoch, epochs, self.values["learning_rate"], states)
        self._pace = (perf_counter() - begin) / epochs
        self.timeline.append(states)
        self.epoch += epochs
        with np.errstate(all="ignore"):
            losses = self._losses()
        if not np.isfinite(losses[0]):
            self._retreat()
            self._enter(DIVERGED, "diverged")
        elif self.epoch % CHUNK == 0 or self.epoch >= self.values["epochs"]:
            self._end(self._judge.ending(self.epoch, losses, self.values))

    def _end(self, ending):
        """End the training for the reason *ending*, at the epoch that belongs to it."""
        if ending == "target":
            self.go_to(self._first_epoch_on_target())
            self._cut(self.epoch)
        elif ending == "early":
            self.go_to(self._judge.best_epoch())
        if ending:
            self._enter(DIVERGED if ending == "diverged" else DONE, ending)

    def _first_epoch_on_target(self):
        """Return the first epoch since the loss was last judged with a loss as low as asked for."""
        since = (self.epoch - 1) // CHUNK * CHUNK + 1
        kept = {self.timeline.nearest(epoch) for epoch in range(since, self.epoch + 1)}
        for epoch in sorted(kept):
            loss, _ = self._losses_of(self.timeline.state(epoch))
            if epoch >= since and loss <= self.values["target_loss"]:
                return epoch
        return self.epoch

    def _retreat(self):
        """Go back to the last epoch with finite numbers: there is no picture of the others."""
        epoch = self.epoch
        with np.errstate(all="ignore"):
            while not np.isfinite(self._losses_of(self.timeline.state(epoch))[0]):
                epoch = self.timeline.nearest(epoch - 1)
        self.go_to(epoch)
        self._cut(epoch)

    def _cut(self, epoch):
        """Forget what came after *epoch*: the training takes another way from here."""
        epoch = self.timeline.nearest(epoch)
        self.timeline.cut(epoch)
        self.curve.cut(epoch)
        self._judge.cut(epoch)

    def _replace(self, state):
        """Keep another *state* for the latest epoch."""
        self.timeline.replace(state)
        self.curve.cut(self.timeline.last - 1)
        self._judge.cut(self.timeline.last - 1)

    def _enter(self, state, ending=""):
        self.state, self.ending = state, ending

    # ---- Losses

    def _penalty(self):
        values = self.values
        return penalty_of(
            self.network.weights, values["regularization"], values["regularization_rate"]
        )

    def _losses(self):
        """Return training and test loss; NaN without a test."""
        test = self.samples.y_test
        return (
            self.network.loss(self._X, self._y),
            self.network.loss(self._X_test, test) if test.size else np.nan,
        )

    def _losses_of(self, state):
        """Return training and test loss after another *state*."""
        theta = self._descent.theta
        present = theta.copy()
        theta[:] = state[: theta.size]
        losses = self._losses()
        theta[:] = present
        return losses
