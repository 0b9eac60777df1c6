"""Optimizers: how a gradient becomes a step.

Each is a function of one array of parameters w and its gradient g. Some remember more than
w itself from step to step: their moments, arrays like w that begin at 0. All are plain
formulas, with the numbers that their authors recommend. Where PyTorch's differ, it is said.

A penalty that makes a step of its own (`regularization.PENALTIES`) takes no part in g. It
pulls each weight by its rate λ times the `Optimizer.step_size` that this weight has had: as far
as a gradient of λ would have moved it. So a weight rests where the loss pulls it by λ, whatever
the optimizer:

- gradient descent: α, as in ISTA;
- momentum: α, and v becomes the step that was really made, as in Ochs, Chen, Brox & Pock,
  "iPiano: inertial proximal algorithm for nonconvex optimization" (2014);
- RMSProp and Adam: what they have divided α by divides it here too, as in Yun, Lozano & Yang,
  "Adaptive proximal gradient methods for structured neural networks" (2021), ProxGen. With α for
  all weights alike, those with small gradients would end at other minima than the loss has.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from playground.checks import Array

MOMENTUM = 0.9
"""The share of the velocity that is left after a step (`momentum`)."""
RMS_DECAY = 0.9
"""The share of the mean square that is left after a step (`rmsprop`)."""
BETA_1, BETA_2 = 0.9, 0.999
"""The share of the mean and of the mean square that is left after a step (`adam`)."""
EPSILON = 1e-8
"""What keeps `rmsprop` and `adam` from dividing by 0."""


def gradient_descent(w: Array, g: Array, learning_rate: float, t: int) -> tuple[Array]:
    """Go against the gradient: w = w - α g, the article's update.

    Every optimizer has these parameters and results.

    Parameters
    ----------
    w, g : ndarray, same shape
        Parameters, and the derivatives of the loss by them.
    learning_rate : float
        How far to go, α.
    t : int
        Number of the step, counted from 1.
    *moments : ndarray, same shape
        As many as `Optimizer.n_moments` says: 0 before the first step, then those that the
        last one returned.

    Returns
    -------
    w, *moments : tuple of ndarray
        New arrays: those given keep their values.
    """
    return (w - learning_rate * g,)


def momentum(w: Array, g: Array, learning_rate: float, t: int, v: Array) -> tuple[Array, Array]:
    """Roll like a heavy ball: v = β v - α g, w = w + v.

    Steps in one direction add up (to ten times α g for β = 0.9), those to and fro cancel.
    Source: Polyak, "Some methods of speeding up the convergence of iteration methods"
    (1964), in the form of Sutskever, Martens, Dahl & Hinton (2013), equations 1 and 2.

    PyTorch's ``SGD(momentum=0.9)`` has v = β v + g, w = w - α v: the same path as long as α
    stays; another α counts there at once for the whole of v, here only for what comes.
    """
    v = MOMENTUM * v - learning_rate * g
    return w + v, v


def rmsprop(w: Array, g: Array, learning_rate: float, t: int, s: Array) -> tuple[Array, Array]:
    """Divide by the gradient's usual size: s = 0.9 s + 0.1 g², w = w - α g / (√s + ε).

    So all parameters move by about α in each step, whether their gradients are large or small.
    Source: Tieleman & Hinton, "Neural Networks for Machine Learning" (2012), lecture 6.5.

    PyTorch's ``RMSprop`` has the same formula, with ε outside the root as well, but 0.99 s +
    0.01 g² unless told ``alpha=0.9``.
    """
    s = RMS_DECAY * s + (1 - RMS_DECAY) * g**2
    return w - learning_rate * g / (np.sqrt(s) + EPSILON), s


def adam(
    w: Array, g: Array, learning_rate: float, t: int, m: Array, v: Array
) -> tuple[Array, Array, Array]:
    """Take the mean gradient over its usual size: momentum and RMSProp together.

    m = β1 m + (1 - β1) g, v = β2 v + (1 - β2) g², w = w - α_t m / (√v + ε) with
    α_t = α √(1 - β2^t) / (1 - β1^t). As m and v begin at 0, they are too small at first;
    α_t makes up for that.
    Source: Kingma & Ba, "Adam: a method for stochastic optimization" (2015), algorithm 1 in
    the more efficient order from the end of section 2, as scikit-learn has it.

    PyTorch's ``Adam`` corrects m and v before it adds ε, as the algorithm itself does: its ε
    is √(1 - β2^t) times ours, 0.03 ε in the first step and ε after some thousand. That
    shows where gradients are not much larger than ε.
    """
    m = BETA_1 * m + (1 - BETA_1) * g
    v = BETA_2 * v + (1 - BETA_2) * g**2
    rate = corrected_rate(learning_rate, t)
    return w - rate * m / (np.sqrt(v) + EPSILON), m, v


def corrected_rate(learning_rate: float, t: float) -> float:
    """Return α_t of `adam`, α √(1 - β2^t) / (1 - β1^t)."""
    return learning_rate * root_correction(t) / float(1 - BETA_1**t)


def root_correction(t: float) -> float:
    """Return √(1 - β2^t): √v over this is what √v would be if v had not begun at 0."""
    return math.sqrt(1 - BETA_2**t)


class Optimizer(NamedTuple):
    """One of `OPTIMIZERS`."""

    update: Callable[..., tuple[Array, ...]]  # (w, g, learning_rate, t, *moments) -> w, *moments
    n_moments: int
    # (learning_rate, t, *moments after the update) -> how far a gradient of 1 has moved w
    step_size: Callable[..., float | Array]
    counts_steps: bool = False  # whether t matters
    moment_is_step: bool = False  # whether its moment is the last step, whatever shortens that


OPTIMIZERS = {
    "gradient_descent": Optimizer(
        gradient_descent,
        n_moments=0,
        step_size=lambda learning_rate, t: learning_rate,
    ),
    "momentum": Optimizer(
        momentum,
        n_moments=1,
        step_size=lambda learning_rate, t, v: learning_rate,
        moment_is_step=True,
    ),
    "rmsprop": Optimizer(
        rmsprop,
        n_moments=1,
        step_size=lambda learning_rate, t, s: learning_rate / (np.sqrt(s) + EPSILON),
    ),
    "adam": Optimizer(
        adam,
        n_moments=2,
        step_size=lambda learning_rate, t, m, v: (
            learning_rate * root_correction(t) / (np.sqrt(v) + EPSILON)
        ),
        counts_steps=True,
    ),
}
"""The optimizers by name."""
