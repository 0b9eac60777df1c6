"""Optimizers as NumPy calls on arrays made once: how ``fast`` makes a step.

The same mathematics as in optimizers.py. Each asks for the gradient multiplied by a factor that
spares it a call: descent by -α, so that what arrives is the step itself. The passes of trainer.py
multiply by it where they divide by n anyway.
"""

from functools import partial

import numpy as np

from playground.checks import Array
from playground.fast.kernels import Calls
from playground.optimizers import (
    BETA_1,
    BETA_2,
    EPSILON,
    MOMENTUM,
    RMS_DECAY,
    corrected_rate,
    root_correction,
)

TINY = np.array(EPSILON)


class GradientDescent:
    """w = w - α g.

    Parameters
    ----------
    theta : ndarray of shape (parameters,)
        What is updated.
    memory : ndarray of shape (numbers,)
        What the optimizer remembers: the moments, each like theta, and Adam's number of steps.
    gradient : ndarray of shape (parameters,)
        Where the gradient arrives, multiplied by what `begin` returned; may be written over.

    Attributes
    ----------
    theta, gradient : ndarray
        As given.
    calls : list
        What is to be called for one step.
    """

    def __init__(self, theta: Array, memory: Array, gradient: Array) -> None:
        self.theta, self.gradient, self._memory = theta, gradient, memory
        self.calls: Calls = [partial(np.add, theta, gradient, theta)]

    def begin(self, learning_rate: float) -> float:
        """Take a new learning rate; return the factor that the gradient is to bring along."""
        return -learning_rate

    def soft_threshold(self, limits: Array) -> Calls:
        """Return the calls that pull the weights towards 0 after a step: the "l1" penalty.

        Parameters
        ----------
        limits : ndarray of shape (2, parameters)
            Its rate times the learning rate, in row 0 negative; 0 for each bias.
        """
        reach, calls = self._reach_of(limits)
        (low, high), pull = reach, np.empty_like(self.theta)
        return [
            *calls,
            partial(np.minimum, self.theta, high, out=pull),
            partial(np.maximum, pull, low, out=pull),
            *self._go_back(pull),
        ]

    def _reach_of(self, limits: Array) -> tuple[Array, Calls]:
        """Return how far the weights are pulled in a step, and the calls that find it out."""
        return limits, []

    def _go_back(self, pull: Array) -> Calls:
        return [partial(np.subtract, self.theta, pull, self.theta)]


class Momentum(GradientDescent):
    """v = β v - α g, w = w + v."""

    def __init__(self, theta: Array, memory: Array, gradient: Array) -> None:
        super().__init__(theta, memory, gradient)
        v = memory
        self.calls = [
            partial(np.multiply, v, np.array(MOMENTUM), v),
            partial(np.add, v, gradient, v),
            partial(np.add, theta, v, theta),
        ]

    def _go_back(self, pull: Array) -> Calls:
        return [*super()._go_back(pull), partial(np.subtract, self._memory, pull, self._memory)]


class RMSProp(GradientDescent):
    """s = 0.9 s + 0.1 g², w = w - α g / (√s + ε), with g √0.1 as the gradient."""

    factor = float(np.sqrt(1 - RMS_DECAY))

    def __init__(self, theta: Array, memory: Array, gradient: Array) -> None:
        super().__init__(theta, memory, gradient)
        s, self._size, self._rate = memory, np.empty_like(theta), np.empty(())
        self.calls = [
            partial(np.multiply, s, np.array(RMS_DECAY), s),
            partial(np.square, gradient, self._size),
            partial(np.add, s, self._size, s),
            *_step(theta, gradient, s, self._size, self._rate),
        ]

    def begin(self, learning_rate: float) -> float:
        """Take a new learning rate; return √0.1."""
        self._rate[...] = -learning_rate / self.factor
        return self.factor

    def _reach_of(self, limits: Array) -> tuple[Array, Calls]:
        reach = np.empty_like(limits)
        return reach, [partial(np.divide, limits, self._size, reach)]  # √s + ε is still there


class Adam(GradientDescent):
    """m = β1 m + (1 - β1) g, v = β2 v + (1 - β2) g², w = w - α_t m / (√v + ε)."""

    def __init__(self, theta: Array, memory: Array, gradient: Array) -> None:
        super().__init__(theta, memory, gradient)
        moments, self._t = memory[:-1], memory[-1:]
        m, v = np.split(moments, 2)
        decays = np.repeat([BETA_1, BETA_2], theta.size)
        self._learning_rate = 0.0
        self._size, self._rate, self._root = np.empty_like(theta), np.empty(()), np.empty(())
        squared = np.array((1 - BETA_2) / (1 - BETA_1) ** 2)
        self.calls = [
            partial(np.multiply, moments, decays, moments),
            partial(np.add, m, gradient, m),
            partial(np.square, gradient, self._size),
            partial(np.multiply, self._size, squared, self._size),
            partial(np.add, v, self._size, v),
            self._count,
            *_step(theta, m, v, self._size, self._rate),
        ]

    def begin(self, learning_rate: float) -> float:
        """Take a new learning rate; return 1 - β1."""
        self._learning_rate = learning_rate
        return 1 - BETA_1

    def _count(self) -> None:
        self._t[0] += 1
        self._rate[...] = -corrected_rate(self._learning_rate, float(self._t[0]))

    def _reach_of(self, limits: Array) -> tuple[Array, Calls]:
        reach = np.empty_like(limits)
        return reach, [
            self._correct_root,
            partial(np.divide, limits, self._size, reach),  # √v + ε is still there
            partial(np.multiply, reach, self._root, reach),
        ]

    def _correct_root(self) -> None:
        self._root[...] = root_correction(float(self._t[0]))


OPTIMIZER_KERNELS: dict[str, type[GradientDescent]] = {
    "gradient_descent": GradientDescent,
    "momentum": Momentum,
    "rmsprop": RMSProp,
    "adam": Adam,
}
"""What becomes of each of `optimizers.OPTIMIZERS`."""


def _step(theta: Array, upper: Array, square: Array, size: Array, rate: Array) -> Calls:
    """Return the calls for theta = theta + rate * upper / (√square + ε), which leave √square + ε.

    The last is in *size*.
    """
    step = np.empty_like(theta)
    return [
        partial(np.sqrt, square, size),
        partial(np.add, size, TINY, size),
        partial(np.divide, upper, size, step),
        partial(np.multiply, step, rate, step),
        partial(np.add, theta, step, theta),
    ]
