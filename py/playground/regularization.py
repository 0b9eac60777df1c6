"""Penalties for large weights: they are added to the loss, and descent makes both small.

A network with many units can bend around every single noisy point, but only with large
weights; where those cost something, the boundary becomes smoother. Biases only shift, so
they are free. See Goodfellow, Bengio & Courville, "Deep Learning" (2016), section 7.1.

What is made small is the mean loss of the n points + λ R, where R = ½ Σw² ("l2") or Σ|w|
("l1") over all weights of all layers; R is not divided by n. In scikit-learn the same λ is
called

- ``MLPClassifier(alpha=λ n)``, whose penalty is alpha / (2n) Σw², with n points in the batch;
- ``LogisticRegression(C=1 / (λ n))``, which multiplies the sum of the losses instead of R.

"l2" has a derivative everywhere, which is added to the gradient of the loss. |w| has none at 0,
and descent along its slopes ±λ would never rest there: with a step α it jumps from one side
of 0 to the other, by as much as α λ. So a step of "l1" goes along the gradient of the loss
alone, and then a proximal step pulls every weight by α λ towards 0, but not beyond
(`soft_threshold`). A weight becomes exactly 0 and stays there, until the loss pulls by more than
λ. This is ISTA: Beck & Teboulle, "A fast iterative shrinkage-thresholding algorithm for linear
inverse problems" (2009). For the other optimizers, see ``optimizers``.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from playground.checks import Array, check_choice, check_number

MAX_RATE = 1e6


class Penalty(NamedTuple):
    """One of `PENALTIES`, for the weights of one layer, (units, inputs)."""

    function: Callable[[Array, float], float]  # weights, rate -> nats
    # dW of the loss, weights, rate -> dW of loss and penalty together.
    gradient: Callable[[Array, Array, float], Array]
    # weights, rate times the size of a step -> weights: the step that the penalty makes by
    # itself, after that of the loss. Without one, it takes part in the gradient.
    proximal: Callable[[Array, float | Array], Array] | None = None


def soft_threshold(w: Array, threshold: float | Array) -> Array:
    """Return *w* nearer to 0 by the *threshold*, and exactly 0 where it was no further away."""
    return np.sign(w) * np.maximum(np.abs(w) - threshold, 0)


PENALTIES = {
    "none": Penalty(
        function=lambda w, rate: 0.0,
        gradient=lambda dW, w, rate: dW,
    ),
    # Pulls every weight with the same force, however small: many end at zero. Tibshirani,
    # "Regression shrinkage and selection via the lasso" (1996). At 0, any slope from -rate to
    # rate is one of |w|: the gradient is what the best of them leaves, 0 at a minimum.
    "l1": Penalty(
        function=lambda w, rate: rate * float(np.sum(np.abs(w))),
        gradient=lambda dW, w, rate: np.where(
            w == 0, soft_threshold(dW, rate), dW + rate * np.sign(w)
        ),
        proximal=soft_threshold,
    ),
    # Pulls the harder, the larger a weight is: "weight decay", Krogh & Hertz, "A simple weight
    # decay can improve generalization" (1992), or ridge regression.
    "l2": Penalty(
        function=lambda w, rate: rate / 2 * float(np.sum(w**2)),
        gradient=lambda dW, w, rate: dW + rate * w,
    ),
}
"""The penalties by name; the rate, λ in the formulas, says how much they count."""


def penalty(weights: Sequence[Array], regularization: str, rate: float) -> float:
    """Return what all layers' *weights* cost together, in nats; the biases cost nothing.

    Parameters
    ----------
    weights : sequence of ndarray
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


def penalized(
    dW: Sequence[Array], weights: Sequence[Array], regularization: str, rate: float
) -> list[Array]:
    """Return the derivatives *dW* of the loss with those of the penalty added, same shapes."""
    check_regularization(regularization, rate)
    gradient = PENALTIES[regularization].gradient
    return [gradient(grad, W, rate) for grad, W in zip(dW, weights, strict=True)]


def check_regularization(regularization: object, rate: object) -> None:
    """Raise a ValueError unless there is such a penalty and its rate is from 0 to 1e6."""
    check_choice("regularization", regularization, PENALTIES)
    check_number("regularization_rate", rate, 0, MAX_RATE)
