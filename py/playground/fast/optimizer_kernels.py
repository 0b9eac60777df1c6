"""Penalties and optimizers as NumPy calls on arrays made once: how `fast` makes a step.

The same mathematics as in regularization.py and optimizers.py. Each optimizer asks for the
gradient multiplied by a factor that spares it a call: descent by -α, so that what arrives
is the step itself. The passes of fast.py multiply by it where they divide by n anyway.
"""

from functools import partial

import numpy as np

from playground.fast.kernels import Calls
from playground.network import Array
from playground.optimizers import BETA_1, BETA_2, EPSILON, MOMENTUM, RMS_DECAY, corrected_rate

TINY = np.array(EPSILON)


class GradientDescent:
    """w = w - α g.

    Parameters
    ----------
    theta : ndarray of shape (parameters,)
        What is updated.
    memory : ndarray of shape (parameters * n_moments + n_counts,)
        What the optimizer remembers.
    gradient : ndarray of shape (parameters,)
        Where the gradient arrives, multiplied by what `begin` returned; may be written over.

    Attributes
    ----------
    calls : list
        What is to be called for one step.
    """

    n_moments = 0  # arrays like theta that it remembers
    n_counts = 0  # single numbers that it remembers

    def __init__(self, theta: Array, memory: Array, gradient: Array) -> None:
        self.calls: Calls = [partial(np.add, theta, gradient, theta)]

    def begin(self, learning_rate: float) -> float:
        """Take a new learning rate; return the factor that the gradient is to bring along."""
        return -learning_rate


class Momentum(GradientDescent):
    """v = β v - α g, w = w + v."""

    n_moments = 1

    def __init__(self, theta: Array, memory: Array, gradient: Array) -> None:
        v = memory
        self.calls = [
            partial(np.multiply, v, np.array(MOMENTUM), v),
            partial(np.add, v, gradient, v),
            partial(np.add, theta, v, theta),
        ]


class RMSProp(GradientDescent):
    """s = 0.9 s + 0.1 g², w = w - α g / (√s + ε), with g √0.1 as the gradient."""

    n_moments = 1
    factor = float(np.sqrt(1 - RMS_DECAY))

    def __init__(self, theta: Array, memory: Array, gradient: Array) -> None:
        s, size, self._rate = memory, np.empty_like(theta), np.empty(())
        self.calls = [
            partial(np.multiply, s, np.array(RMS_DECAY), s),
            partial(np.square, gradient, size),
            partial(np.add, s, size, s),
            *_step(theta, gradient, s, size, self._rate),
        ]

    def begin(self, learning_rate: float) -> float:
        """Take a new learning rate; return √0.1."""
        self._rate[...] = -learning_rate / self.factor
        return self.factor


class Adam(GradientDescent):
    """m = β1 m + (1 - β1) g, v = β2 v + (1 - β2) g², w = w - α_t m / (√v + ε)."""

    n_moments = 2
    n_counts = 1  # t

    def __init__(self, theta: Array, memory: Array, gradient: Array) -> None:
        moments, self._t = memory[:-1], memory[-1:]
        m, v = np.split(moments, 2)
        decays = np.repeat([BETA_1, BETA_2], theta.size)
        size, self._rate, self._learning_rate = np.empty_like(theta), np.empty(()), 0.0
        self.calls = [
            partial(np.multiply, moments, decays, moments),
            partial(np.add, m, gradient, m),
            partial(np.square, gradient, size),
            partial(np.multiply, size, np.array((1 - BETA_2) / (1 - BETA_1) ** 2), size),
            partial(np.add, v, size, v),
            self._count,
            *_step(theta, m, v, size, self._rate),
        ]

    def begin(self, learning_rate: float) -> float:
        """Take a new learning rate; return 1 - β1."""
        self._learning_rate = learning_rate
        return 1 - BETA_1

    def _count(self) -> None:
        self._t[0] += 1
        self._rate[...] = -corrected_rate(self._learning_rate, float(self._t[0]))


OPTIMIZER_KERNELS = {
    "gradient_descent": GradientDescent,
    "momentum": Momentum,
    "rmsprop": RMSProp,
    "adam": Adam,
}
"""What becomes of each of `optimizers.OPTIMIZERS`."""


def penalty_calls(regularization: str, theta: Array, shrink: Array, gradient: Array) -> Calls:
    """Return the calls that add the derivative of the penalty to the *gradient*.

    *shrink*, of the same shape, holds the rate times the gradient's factor for each weight
    and 0 for each bias.
    """
    pull = np.empty_like(theta)
    derivative = {
        "none": [],
        "l1": [partial(np.sign, theta, pull), partial(np.multiply, pull, shrink, pull)],
        "l2": [partial(np.multiply, theta, shrink, pull)],
    }[regularization]
    return [*derivative, partial(np.add, gradient, pull, gradient)] if derivative else []


def _step(theta: Array, upper: Array, square: Array, size: Array, rate: Array) -> Calls:
    """Return the calls for theta = theta + rate * upper / (√square + ε)."""
    return [
        partial(np.sqrt, square, size),
        partial(np.add, size, TINY, size),
        partial(np.divide, upper, size, size),
        partial(np.multiply, size, rate, size),
        partial(np.add, theta, size, theta),
    ]
