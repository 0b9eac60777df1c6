"""The same training again and again, each time from other first weights."""

from typing import NamedTuple

import numpy as np

from playground.checks import Array
from playground.look.chart_axes import LOG, share_of
from playground.session.dataset import Values
from playground.session.session import Session
from playground.session.stopping import RUNNING

SEEDS = 2**32  # so many there are, from 0 on


class Result(NamedTuple):
    """How a training has ended; of the test None where there are no points for it."""

    seed: int  # of the first weights
    epochs: int
    train_loss: float | None  # in nats, without the penalty
    test_loss: float | None
    train_accuracy: float | None  # the share of the points, in [0, 1]
    test_accuracy: float | None
    stop_reason: str  # as `StoppingCriteria.stop_reason`; "" if it could not be trained


class Repetition:
    """Trains one network after the other, a little whenever it is asked to.

    Parameters
    ----------
    values : dict
        A value for every setting: of all trainings, but for the seed of the weights.
    count : int
        How many trainings; the first has the seed of *values*, the next one the seed after it.

    Attributes
    ----------
    seeds : list of int
        Of all trainings, in order.
    results : list of Result
        Of those that have come to their end.
    """

    def __init__(self, values: Values, count: int) -> None:
        self._values = dict(values)
        self.seeds = [(int(values["weights_seed"]) + step) % SEEDS for step in range(count)]
        self.results: list[Result] = []
        self._session: Session | None = None  # the training that is on its way

    @property
    def is_done(self) -> bool:
        """Whether all trainings have come to their end."""
        return len(self.results) == len(self.seeds)

    def advance(self, seconds: float) -> bool:
        """Train for about so many *seconds*; tell whether one more training is at its end."""
        if self.is_done:
            return False
        seed = self.seeds[len(self.results)]
        if self._session is None:
            self._session = Session({**self._values, "weights_seed": seed})
        self._session.advance(seconds)
        if self._session.state == RUNNING:
            return False
        self.results.append(_result(seed, self._session))
        self._session = None
        return True


def thinned(epochs: Array, losses: Array, most: int) -> tuple[Array, Array]:
    """Return about as many points of a curve as can be kept, at *most*.

    Half of them lie evenly in time, the others evenly on a logarithmic axis: whichever of the two
    a chart has, the curve keeps its shape. The first and the last one are always there.

    Parameters
    ----------
    epochs : ndarray of shape (k,)
        In order.
    losses : ndarray of shape (k, 2)
        Training and test loss after each.
    most : int
        At least 4.
    """
    if len(epochs) <= most:
        return epochs, losses
    last = int(epochs[-1])
    even = np.linspace(0, len(epochs) - 1, most // 2).round().astype(int)
    shares = [share_of(float(epoch), last, LOG) for epoch in epochs]
    at = np.searchsorted(shares, np.linspace(0, 1, most // 2)).clip(0, len(epochs) - 1)
    places = sorted({*even.tolist(), *at.tolist()})
    return epochs[places], losses[places]


def _result(seed: int, session: Session) -> Result:
    metrics = session.metrics()
    return Result(
        seed,
        session.epoch,
        metrics["train_loss"],
        metrics["test_loss"],
        metrics["train_accuracy"],
        metrics["test_accuracy"],
        session.stop_reason,
    )
