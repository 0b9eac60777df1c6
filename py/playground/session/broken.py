"""A training that is broken on purpose: it goes as far as NumPy goes along.

Beside it the same training without the mistake runs in slices, so that the chart can show what
the mistake costs.
"""

import math
from time import perf_counter

from numpy.typing import ArrayLike

from playground.checks import Array
from playground.mistakes import BrokenNetwork, attempt
from playground.network import Network
from playground.session.dataset import Values
from playground.session.losses import Set
from playground.session.run import TrainingRun
from playground.settings.mistakes import BROKEN
from playground.stacks import copy_of
from playground.training import Trainer

SHAPE_RULE = "A gradient must have the shape of what it belongs to."
ONE_UNIT = (
    "db is (1,) and not (1, 1). With one unit alone NumPy makes (1, 1) of both, and says nothing; "
    "with a second unit it would not fit."
)
WHERE = {"backward": "In the backward pass", "forward": "In the next forward pass"}


class BrokenRun(TrainingRun):
    """Trains a network with the mistake that the settings name, by the readable `Trainer`.

    Parameters
    ----------
    network : Network
        Without the mistake; stays as it is. The `network` of this run is another one.
    train, test, values
        As of `TrainingRun`.

    Attributes
    ----------
    refusal : str
        What NumPy refuses, and why, in sentences; "" as long as the network can be trained. It
        is known from the beginning if a step with a batch of some size fails: then nothing is
        trained.
    """

    def __init__(self, network: Network, train: Set, test: Set, values: Values) -> None:
        broken = BrokenNetwork(network, values["mistake"])
        super().__init__(broken, train, test, values, Trainer)
        self._first_network, self._sets = network, (train, test)
        self.refusal = self._first_refusal = self._refusal_at_first()
        self._healthy: HealthyCurve | None = None

    @property
    def healthy_curve(self) -> "HealthyCurve":
        """The losses of the same training without the mistake; made when it is asked for."""
        if self._healthy is None:
            network = copy_of(self._first_network)
            network.activation = self.network.activation
            self._healthy = HealthyCurve(
                TrainingRun(network, *self._sets, self._values), self._values["epochs"]
            )
        return self._healthy

    def change(self, values: Values) -> None:
        """Train as other settings say from now on, and so would the healthy network have been."""
        super().change(values)
        self.refusal = self._first_refusal = self._refusal_at_first()
        self._healthy = None

    def train(self, epochs: int, seconds: float = math.inf) -> None:
        """Train as `TrainingRun` does; what NumPy refuses leaves everything as it was."""
        if self._first_refusal:
            return
        try:
            super().train(epochs, seconds)
        except ValueError:
            self._monitor.cut(self.epoch)
            self.go_to(self.epoch)
            self.refusal = refusal_in_words(self._values["mistake"], self.network, *self._sets[0])

    def go_to(self, epoch: int) -> None:
        """Go to an *epoch* as `TrainingRun` does; from there it may be tried again."""
        super().go_to(epoch)
        self.refusal = self._first_refusal

    def _refusal_at_first(self) -> str:
        """Return what NumPy refuses of a first epoch, with a batch of each size; "" if nothing."""
        values, (X, y) = self._values, self._sets[0]
        size = y.size if values["batch_size"] == "all" else min(values["batch_size"], y.size)
        # The last batch may be smaller; where it is not, one try is enough.
        for some in dict.fromkeys((size, y.size % size or size)):
            batch = X[:, :some], y[:some]
            try:
                Trainer(copy_of(self.network), *batch).run(0, 1, values["learning_rate"])
            except ValueError:
                return refusal_in_words(values["mistake"], self.network, *batch)
        return ""


def refusal_in_words(mistake: str, network: Network, X: ArrayLike, y: ArrayLike) -> str:
    """Say what NumPy says of a step with a *mistake*, and why.

    Parameters
    ----------
    mistake : str
        One of `mistakes.MISTAKES`.
    network, X, y
        The network, the inputs and labels with which it was tried.
    """
    tried = attempt(mistake, network, X, y)
    if not tried.error and max(network.layer_sizes[1:]) == 1:
        return f"{SHAPE_RULE} {ONE_UNIT}"
    said = f"{WHERE[tried.where]} NumPy says: “{tried.error.strip()}”."
    return f"{said if tried.error else SHAPE_RULE} {BROKEN[mistake].sentence}"


class HealthyCurve:
    """The loss curve of a training that runs only as far as there is time for it.

    Parameters
    ----------
    run : TrainingRun
        At its beginning.
    last_epoch : int
        Where it is over, at the latest.
    """

    def __init__(self, run: TrainingRun, last_epoch: int) -> None:
        self._run, self._last_epoch = run, last_epoch

    @property
    def is_complete(self) -> bool:
        """Whether the training is over, and all of its losses are known."""
        return self._is_over and self._run.curve.is_complete

    def points(self, seconds: float = math.inf) -> tuple[Array, Array]:
        """Train for about so many *seconds*, and return what `LossCurve` does."""
        run, end = self._run, perf_counter() + seconds
        left = seconds
        while left > 0 and not self._is_over:
            cost = run.seconds_per_epoch
            affordable = min(left / cost, self._last_epoch) if cost else 1
            run.train(max(1, int(affordable)), left)
            left = end - perf_counter()
        return run.curve.points(max(left, 0))

    @property
    def _is_over(self) -> bool:
        return self._run.stop_reason != "" or self._run.epoch >= self._last_epoch
