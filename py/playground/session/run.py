"""One course of training: a network, what it has been through, and the way back."""

from time import perf_counter

import numpy as np

from playground.checks import Array, check_number
from playground.fast.trainer import FastTrainer
from playground.network import Network
from playground.outputs import log_loss
from playground.parameters import parameters
from playground.regularization import penalty
from playground.session.stopping import EPOCHS_PER_CHECK, StoppingCriteria
from playground.session.timeline import LossCurve, Timeline
from playground.settings.table import MAX_WEIGHT

# A loss this large is as good as infinite, and all numbers up to there can be drawn and told.
HUGE_LOSS = 1e100
# Settings of the training that take another list of calls.
STRUCTURE = ("optimizer", "batch_size", "regularization")


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

    Attributes
    ----------
    epoch : int
        Passes over the data so far; where the timeline stands.
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
        train: tuple[Array, Array],
        test: tuple[Array, Array],
        values: dict,
    ):
        self.network = network
        self._train_set, self._test_set = train, test
        self._values = values
        self._make_descent()
        self._first_parameters = self._descent.theta.copy()
        self.timeline = Timeline(self._descent.state)
        self._losses = Losses(network, train, test)
        self.curve = LossCurve(self.timeline, self._losses.after)
        self._judge = StoppingCriteria()
        self.epoch = 0

    def change(self, values: dict) -> None:
        """Train as other settings say from now on; an optimizer that stays keeps its memory."""
        before, self._values = self._values, values
        if values["activation"] != before["activation"]:
            self.network.activation = values["activation"]
            # The same weights have other losses now, at every epoch.
            self.curve.cut(-1)
            self._judge.cut(-1)
        if any(values[name] != before[name] for name in STRUCTURE):
            self._make_descent()
        if values["optimizer"] != before["optimizer"]:
            self.timeline.resize(self._descent.theta.size, self._descent.state.size)
        self._descent.regularization_rate = values["regularization_rate"]
        self.go_to(self.epoch)

    def _make_descent(self):
        """Make the means to train the network, from the weights it has."""
        values = self._values
        self._descent = FastTrainer(
            self.network,
            *self._train_set,
            optimizer=values["optimizer"],
            batch_size=None if values["batch_size"] == "all" else values["batch_size"],
            regularization=values["regularization"],
            regularization_rate=values["regularization_rate"],
            seed=values["weights_seed"],
        )
        self.seconds_per_epoch = 0.0

    def train(self, epochs: int) -> str:
        """Train, at most until the loss is to be judged or the epochs are over.

        Parameters
        ----------
        epochs : int
            How many, 1 or more.

        Returns
        -------
        str
            Why the training is over, as `StoppingCriteria.ending`; "" if it is not.
        """
        most = self._values["epochs"]
        epochs = min(epochs, EPOCHS_PER_CHECK - self.epoch % EPOCHS_PER_CHECK, most - self.epoch)
        self.cut(self.epoch)
        if not self._judge.has_begun:
            self._judge.begin(self.epoch, self._losses.now())
        # There may be none left, if the reader has asked for fewer since.
        if epochs > 0:
            self._descend(epochs)
        if not self._has_numbers():
            self._retreat()
            return "diverged"
        if self.epoch % EPOCHS_PER_CHECK and self.epoch < most:
            return ""
        ending = self._judge.ending(self.epoch, self._losses.now(), self._values)
        if ending == "target":
            self.go_to(self._first_epoch_on_target())
            self.cut(self.epoch)
        elif ending == "early":
            self.go_to(self._judge.best_epoch())
        return ending

    def _descend(self, epochs):
        states = np.empty((epochs, self._descent.state.size))
        begin = perf_counter()
        self._descent.run(self.epoch, epochs, self._values["learning_rate"], states)
        self.seconds_per_epoch = (perf_counter() - begin) / epochs
        self.timeline.append(states)
        self.epoch += epochs

    def go_past_target(self) -> None:
        """Let the training go on although the loss is as low as asked for."""
        self._judge.pass_target(self.epoch, self._values["target_loss"])

    def go_to(self, epoch: int) -> None:
        """Go to an *epoch*, or to the last one before it that is kept."""
        self.epoch = self.timeline.nearest(epoch)
        self._descent.state[:] = self.timeline.state(self.epoch)

    def cut(self, epoch: int) -> None:
        """Forget what came after *epoch*: the training takes another way from there."""
        epoch = self.timeline.nearest(epoch)
        self.timeline.cut(epoch)
        self.curve.cut(epoch)
        self._judge.cut(epoch)

    def reset(self) -> None:
        """Go back to the first weights and forget what came after them."""
        self.cut(0)
        first = np.zeros(self._descent.state.size)
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
        self._replace(self._descent.state)

    def metrics(self) -> dict:
        """Return loss and accuracy; None where there are no points."""
        metrics = {}
        for part, (X, y) in (("train", self._train_set), ("test", self._test_set)):
            loss = accuracy = None
            if y.size:
                z = self.network.forward(X).z[-1]
                loss, accuracy = log_loss(z, y), float(np.mean((z[0] > 0) == y))
            metrics[f"{part}_loss"], metrics[f"{part}_accuracy"] = loss, accuracy
        kind, rate = self._values["regularization"], self._values["regularization_rate"]
        metrics["penalized_loss"] = metrics["train_loss"] + penalty(
            self.network.weights, kind, rate
        )
        return metrics

    def _replace(self, state):
        """Keep another *state* for the latest epoch."""
        self.timeline.replace(state)
        self.curve.cut(self.timeline.last - 1)
        self._judge.cut(-1)

    def _first_epoch_on_target(self):
        """Return the first epoch with a loss as low as asked for, from the last judged one on."""
        for epoch in range(self._judge.last_before(self.epoch), self.epoch):
            if self.timeline.nearest(epoch) == epoch:
                loss, _ = self._losses.after(self.timeline.state(epoch))
                if loss <= self._values["target_loss"]:
                    return epoch
        return self.epoch

    def _retreat(self):
        """Go back to the last epoch with finite numbers: there is no picture of the others."""
        while not self._has_numbers():
            self.go_to(self.epoch - 1)
        self.cut(self.epoch)

    def _has_numbers(self):
        """Tell whether the loss is a number that can be drawn; NaN is none."""
        with np.errstate(all="ignore"):
            return self.network.loss(*self._train_set) < HUGE_LOSS


class Losses:
    """Training and test loss of a network, as it is and as it was.

    Apart from the `TrainingRun`, which would refer to itself otherwise: then it would stay in
    memory, with all that its timeline keeps, until the garbage collector comes by.

    Parameters
    ----------
    network, train, test
        As of `TrainingRun`.
    """

    def __init__(
        self, network: Network, train: tuple[Array, Array], test: tuple[Array, Array]
    ) -> None:
        self._network, self._train_set, self._test_set = network, train, test

    def now(self) -> tuple[float, float]:
        """Return training and test loss; the latter is NaN without a test."""
        X_test, y_test = self._test_set
        return (
            self._network.loss(*self._train_set),
            self._network.loss(X_test, y_test) if y_test.size else np.nan,
        )

    def after(self, state: Array) -> tuple[float, float]:
        """Return what they were after another *state* of the training."""
        network = self._network
        present = network.weights, network.biases
        count = sum(array.size for layers in present for array in layers)
        network.weights, network.biases = parameters(state[:count], network.layer_sizes)
        losses = self.now()
        network.weights, network.biases = present
        return losses
