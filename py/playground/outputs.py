"""Outputs: what the last layer makes of its sum z, what a mistake costs, and what is decided.

These belong together: the loss says how wrong an output is, and only for the pair of output and
loss is there a simple first line of the backward pass. All who need to know what the output
means, from the training to the picture, ask here.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from playground.checks import Array, Labels


class Output(NamedTuple):
    """One of `OUTPUTS`. z and a are shaped (units, n), for n points with labels y (n,)."""

    function: Callable[[Array], Array]  # a = function(z)
    inverse: Callable[[Array], Array]  # the z that belongs to an a
    losses: Callable[[Array, Array], Array]  # z, y -> loss of each point, in nats, (1, n)
    loss: Callable[[Array, Array], float]  # z, y -> the mean of these
    delta: Callable[[Array, Array], Array]  # a, y -> dz: derivative of that loss by z, times n
    decision: Callable[[Array], Labels]  # a -> the class of each point, (n,)
    boundary: float  # the a at which the decision changes
    bounds: tuple[float, float]  # least and greatest a
    units: int = 1  # in the last layer
    classes: tuple[int, ...] = (0, 1)  # the labels that there can be


def sigmoid(z: Array) -> Array:
    """Return 1 / (1 + e^-z), the probability that belongs to the logit z.

    For z < 0 the fraction is expanded by e^z: so no exponent is positive and none overflows.
    """
    e = np.exp(-np.abs(z))
    a: Array = np.where(z >= 0, 1, e) / (1 + e)
    return a


MAX_LOG_ODDS = 36.0
"""Log odds further from 0 are more than a probability near 1 can tell."""


def log_odds(a: Array) -> Array:
    """Return log(a / (1 - a)): the z of which `sigmoid` made a, from -36 to 36."""
    with np.errstate(divide="ignore"):
        return np.clip(np.log(a / (1 - a)), -MAX_LOG_ODDS, MAX_LOG_ODDS)


def log_losses(z: Array, y: Array) -> Array:
    """Return -[y log a + (1 - y) log(1 - a)] of each point, a = sigmoid(z), in nats.

    The bracket is log(1 + e^-z) for y = 1 and log(1 + e^z) for y = 0. Computed from z it
    stays exact where a is rounded to 0 or 1 and its logarithm would be infinite.
    """
    return np.logaddexp(0, (1 - 2 * y) * z)


def log_loss(z: Array, y: Array) -> float:
    """Return the mean of the points' `log_losses`, in nats."""
    return float(np.mean(log_losses(z, y)))


OUTPUTS = {
    # The article's: a is the probability of class 1. The derivatives of the two cancel to a - y.
    "sigmoid": Output(
        function=sigmoid,
        inverse=log_odds,
        losses=log_losses,
        loss=log_loss,
        delta=lambda a, y: a - y,
        decision=lambda a: (a[0] > 0.5).astype(np.int64),
        boundary=0.5,
        bounds=(0, 1),
    ),
}
"""What the output of a network can be, by name."""
