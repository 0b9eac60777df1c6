"""Penalties as NumPy calls on arrays made once: the same mathematics as in regularization.py."""

from functools import partial

import numpy as np

from playground.checks import Array
from playground.fast.kernels import Calls
from playground.fast.optimizer_kernels import GradientDescent


class NoPenalty:
    """Weights of any size cost nothing.

    Parameters
    ----------
    update : GradientDescent
        The kernel of the optimizer, whichever it is.
    is_weight : ndarray of shape (parameters,)
        1 for each weight, 0 for each bias.

    Attributes
    ----------
    before, after : list
        What is to be called before the calls of *update*, and after them.
    """

    def __init__(self, update: GradientDescent, is_weight: Array) -> None:
        self._is_weight = is_weight
        self.before: Calls = []
        self.after: Calls = []

    def begin(self, rate: float, learning_rate: float, factor: float) -> None:
        """Take new rates, and the factor that the gradient brings along."""


class L1(NoPenalty):
    """Soft threshold after the step."""

    def __init__(self, update: GradientDescent, is_weight: Array) -> None:
        super().__init__(update, is_weight)
        self._limits = np.empty((2, is_weight.size))
        self.after = update.soft_threshold(self._limits)

    def begin(self, rate: float, learning_rate: float, factor: float) -> None:
        """Take new rates."""
        limit = rate * learning_rate
        np.multiply([[-limit], [limit]], self._is_weight, self._limits)


class L2(NoPenalty):
    """g = g + λ w."""

    def __init__(self, update: GradientDescent, is_weight: Array) -> None:
        super().__init__(update, is_weight)
        self._rates, pull = np.empty_like(is_weight), np.empty_like(is_weight)
        self.before = [
            partial(np.multiply, update.theta, self._rates, pull),
            partial(np.add, update.gradient, pull, update.gradient),
        ]

    def begin(self, rate: float, learning_rate: float, factor: float) -> None:
        """Take a new rate, and the factor that the gradient brings along."""
        np.multiply(self._is_weight, factor * rate, self._rates)


PENALTY_KERNELS: dict[str, type[NoPenalty]] = {"none": NoPenalty, "l1": L1, "l2": L2}
"""What becomes of each of `regularization.PENALTIES`."""
