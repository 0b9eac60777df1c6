"""Penalties for large weights: they are added to the loss, and descent makes both small.

A network with many units can bend around every single noisy point, but only with large
weights; where those cost something, the boundary becomes smoother. Biases only shift, so
they are free. See Goodfellow, Bengio & Courville, "Deep Learning" (2016), section 7.1.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from playground.checks import check_choice, check_number

Array = NDArray[np.float64]
MAX_RATE = 1e6


class Penalty(NamedTuple):
    """A penalty for the weights of one layer, and its derivative by each of them."""

    function: Callable[[Array, float], float]  # weights (units, inputs), rate -> nats
    derivative: Callable[[Array, float], Array]  # the same -> nats per unit, (units, inputs)


PENALTIES = {
    "none": Penalty(
        function=lambda w, rate: 0.0,
        derivative=lambda w, rate: np.zeros_like(w),
    ),
    # rate * Σ|w| pulls every weight with the same force, however small: many end at zero.
    # Tibshirani, "Regression shrinkage and selection via the lasso" (1996). At 0, where it
    # has no derivative, 0 is as good as any slope from -1 to 1.
    "l1": Penalty(
        function=lambda w, rate: rate * float(np.sum(np.abs(w))),
        derivative=lambda w, rate: rate * np.sign(w),
    ),
    # rate / 2 * Σw² pulls the harder, the larger a weight is: "weight decay", Krogh & Hertz,
    # "A simple weight decay can improve generalization" (1992), or ridge regression.
    "l2": Penalty(
        function=lambda w, rate: rate / 2 * float(np.sum(w**2)),
        derivative=lambda w, rate: rate * w,
    ),
}
"""The penalties by name; the rate, lambda in the formulas, says how much they count."""


def penalty(weights: list[Array], regularization: str, rate: float) -> float:
    """Return what all layers' *weights* cost together, in nats; the biases cost nothing.

    Parameters
    ----------
    weights : list of ndarray
        `Network.weights`.
    regularization : str
        One of `PENALTIES`.
    rate : float
        From 0 (no penalty) to 1e6.

    Raises
    ------
    ValueError
        If the penalty or its rate is not allowed; says what is.
    """
    check_regularization(regularization, rate)
    return sum(PENALTIES[regularization].function(W, rate) for W in weights)


def penalized(dW: list[Array], weights: list[Array], regularization: str, rate: float) -> list:
    """Return the derivatives *dW* of the loss with those of the penalty added, same shapes."""
    check_regularization(regularization, rate)
    if regularization == "none":
        return dW
    derivative = PENALTIES[regularization].derivative
    return [grad + derivative(W, rate) for grad, W in zip(dW, weights, strict=True)]


def check_regularization(regularization: object, rate: object) -> None:
    """Raise a ValueError unless there is such a penalty and its rate is from 0 to 1e6."""
    check_choice("regularization", regularization, PENALTIES)
    check_number("regularization_rate", rate, 0, MAX_RATE)
