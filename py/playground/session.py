"""One reader's playground: settings in, a network that trains, numbers out.

Data flow one way: settings -> data -> network -> training. A `Session` knows nothing of
pages or pictures; the engine asks it for a little training at a time and draws between.
"""

from time import perf_counter

import numpy as np

from playground.data import generate
from playground.fast import Descent
from playground.network import Network
from playground.settings import DATA, NETWORK, TRAINING, effect_of
from playground.timeline import LossCurve, Timeline

# What a session can be doing; the page shows it as `data-state`.
RUNNING, PAUSED, DONE, DIVERGED = "running", "paused", "done", "diverged"

# The loss of a network that answers "one half" everywhere is log 2 = 0.69 nats. Ten times
# that is a network that is wrong and certain of it: the steps are too long for it to land.
DIVERGED_LOSS = 10 * float(np.log(2))
# A loss that has moved by less than this in so many epochs has stopped falling.
CONVERGED_FALL = 1e-7
CONVERGED_EPOCHS = 200

# The loss is judged, and the clock looked at, after every so many epochs. They are counted
# from the first, so that a training ends at the same epoch however it is cut into pictures.
CHUNK = 20


class Session:
    """The data and the network that belong to the newest settings, and their training.

    Attributes
    ----------
    state : str
        `RUNNING`, `PAUSED`, `DONE` or `DIVERGED`.
    X, y, X_test, y_test : ndarray of shape (2, n) and (n,)
        The points to learn from and those kept for the test, with their true labels;
        training never changes them.
    network : Network
        Trained for `epoch` epochs.
    epoch : int
        Passes over the data so far; where the timeline stands.
    timeline : Timeline
        The parameters after every epoch of this run.
    curve : LossCurve
        The losses along the timeline.
    ending : str
        Why the training is over: "epochs", "converged" or "diverged"; "" while it is not.
    """

    def __init__(self):
        self.values = {}
        self.state = RUNNING
        self.epoch = 0
        self.ending = ""
        self._is_watched = False

    def apply(self, values: dict) -> int | None:
        """Take over new settings and rebuild what they make stale.

        New data or a new network are trained from the start, as fast as possible. A new
        learning rate or number of epochs holds from the next epoch on; if the training is
        over, it begins again or goes on.

        Parameters
        ----------
        values : dict
            A value for every setting, as `settings.from_fragment` returns them.

        Returns
        -------
        int or None
            The effect of the change: `settings.DATA`, `settings.NETWORK`, …; None if
            nothing changed.
        """
        before, self.values = self.values, dict(values)
        effect = effect_of(before, values)
        if effect is None:
            return None
        if effect >= DATA:
            self._make_data()
        if effect >= NETWORK:
            self._make_network()
        elif effect == TRAINING:
            self._continue(before["learning_rate"] != values["learning_rate"])
        return effect

    def train(self) -> None:
        """Train from the first weights on, as fast as possible."""
        self.reset()
        self._is_watched = False
        self._enter(RUNNING)

    def run(self) -> None:
        """Train at the speed the reader has chosen; from the start if the training is over."""
        if self.state == RUNNING and self._is_watched:
            return
        if self.state != PAUSED or self.epoch >= self.values["epochs"]:
            self.go_to(0)
        self._is_watched = True
        self._enter(RUNNING)

    def pause(self) -> None:
        """Stop training after the present epoch."""
        if self.state == RUNNING:
            self.state = PAUSED

    def step(self) -> None:
        """Train for exactly one epoch, then pause; after the last one there is none."""
        if self.epoch < self.values["epochs"]:
            self._enter(PAUSED)
            self._train(1)

    def reset(self) -> None:
        """Go back to the first weights and forget what came after them."""
        self._cut(0)
        self.go_to(0)

    def go_to(self, epoch: int) -> None:
        """Pause at an *epoch* that the timeline has kept; training goes on from there."""
        self.epoch = min(max(epoch, 0), self.timeline.last)
        self._descent.theta[:] = self.timeline.parameters(self.epoch)
        self._enter(PAUSED)

    def advance(self, seconds: float) -> None:
        """Train for one picture.

        Parameters
        ----------
        seconds : float
            How long the training may take where speed counts; a watched training does
            the number of epochs that the reader has chosen instead.
        """
        if self.state != RUNNING:
            return
        if self._is_watched and self.values["speed"] != "fastest":
            self._train(int(self.values["speed"]))
            return
        end = perf_counter() + seconds
        while self.state == RUNNING and perf_counter() < end:
            self._train(CHUNK)

    def measures(self) -> dict:
        """Return the numbers that go with the picture; those of the test may be None."""
        measures = {
            "epoch": self.epoch,
            "last_epoch": self.timeline.last,
            "train_loss": self.network.loss(self.X, self.y),
            "train_accuracy": self.network.accuracy(self.X, self.y),
            "test_loss": None,
            "test_accuracy": None,
        }
        if self.y_test.size:
            measures["test_loss"] = self.network.loss(self.X_test, self.y_test)
            measures["test_accuracy"] = self.network.accuracy(self.X_test, self.y_test)
        return measures

    def _make_data(self):
        X, y = generate(self.values["shape"], seed=self.values["data_seed"])
        # The points come in random order: the last ones are as good a choice as any, and a
        # larger share keeps those that a smaller one had.
        n_train = len(y) - round(len(y) * self.values["test_fraction"])
        self.X, self.X_test = X[:, :n_train], X[:, n_train:]
        self.y, self.y_test = y[:n_train], y[n_train:]

    def _make_network(self):
        values = self.values
        sizes = (2, values["hidden_units"], 1)
        self.network = Network(sizes, seed=values["weights_seed"])
        self._descent = Descent(self.network, self.X, self.y)
        self.timeline = Timeline(self._descent.theta)
        self.curve = LossCurve(self.timeline, self._losses_of)
        self.epoch = 0
        self._is_watched = False
        self._enter(RUNNING)

    def _continue(self, is_new_rate):
        """Let a new learning rate or number of epochs take effect."""
        state, is_over = self.state, self.state in (DONE, DIVERGED)
        self._cut(0 if is_over and is_new_rate else self.values["epochs"])
        self.go_to(self.epoch)
        if is_over:
            self._is_watched = False
        self._enter(RUNNING if is_over else state, "")

    def _train(self, epochs):
        """Train for so many epochs, at most until the loss is to be judged or they are over."""
        epochs = min(epochs, CHUNK - self.epoch % CHUNK, self.values["epochs"] - self.epoch)
        self._cut(self.epoch)
        rows = self.timeline.grow(epochs)
        self._descent.run(epochs, self.values["learning_rate"], rows)
        self.epoch += epochs
        with np.errstate(all="ignore"):
            loss = self.network.loss(self.X, self.y)
            if not np.isfinite(loss):
                self._retreat()
                self._enter(DIVERGED, "diverged")
            elif self.epoch % CHUNK == 0 or self.epoch >= self.values["epochs"]:
                self._judge(loss)

    def _judge(self, loss):
        """End the training if the *loss* says so, or if this was the last epoch."""
        if loss >= DIVERGED_LOSS:
            self._enter(DIVERGED, "diverged")
        elif self.epoch >= self.values["epochs"]:
            self._enter(DONE, "epochs")
        elif self._has_converged(loss):
            self._enter(DONE, "converged")

    def _retreat(self):
        """Go back to the last epoch with finite numbers: there is no picture of the others."""
        epoch = self.epoch
        while not np.isfinite(self._losses_of(self.timeline.parameters(epoch))[0]):
            epoch -= 1
        self.go_to(epoch)
        self._cut(epoch)

    def _cut(self, epoch):
        """Forget what came after *epoch*: the training takes another way from here."""
        self.timeline.cut(epoch)
        self.curve.cut(epoch)

    def _enter(self, state, ending=""):
        self.state, self.ending = state, ending

    def _has_converged(self, loss):
        if self.epoch < CONVERGED_EPOCHS:
            return False
        earlier, _ = self._losses_of(self.timeline.parameters(self.epoch - CONVERGED_EPOCHS))
        return abs(earlier - loss) < CONVERGED_FALL

    def _losses_of(self, parameters):
        """Return training and test loss with other *parameters*; NaN without a test."""
        theta = self._descent.theta
        present = theta.copy()
        theta[:] = parameters
        train_loss = self.network.loss(self.X, self.y)
        test_loss = self.network.loss(self.X_test, self.y_test) if self.y_test.size else np.nan
        theta[:] = present
        return train_loss, test_loss
