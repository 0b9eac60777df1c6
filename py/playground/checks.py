"""Checks of arguments: a wrong one is refused where it enters, by its name.

And the types that arrays have in the signatures of this package.
"""

import math
from collections.abc import Iterable
from numbers import Integral, Real
from typing import TypeGuard

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Points = NDArray[np.float64]  # (2, n) where nothing else is said: one point per column
Labels = NDArray[np.int64]  # (n,): the class of each point


def is_number(value: object) -> TypeGuard[float]:
    """Tell whether *value* is a real number; True and False are none here."""
    return isinstance(value, Real) and not isinstance(value, bool)


def check_integer(name: str, value: object, low: int, high: int | None = None) -> None:
    """Raise a ValueError unless *value* is a whole number from *low* to *high*.

    Parameters
    ----------
    name : str
        What the caller calls the value; the message starts with it.
    value : object
        Anything; True and False are not numbers here, and 3.0 is not whole.
    low, high : int
        The allowed range, both ends included; without *high* there is no upper end.

    Raises
    ------
    ValueError
        ``n_samples must be a whole number from 2 to 20000, not 1``.
    """
    highest = math.inf if high is None else high
    if not (is_number(value) and isinstance(value, Integral) and low <= value <= highest):
        allowed = f"of at least {low}" if high is None else f"from {low} to {high}"
        raise ValueError(f"{name} must be a whole number {allowed}, not {value!r}")


def check_number(name: str, value: object, low: float, high: float) -> None:
    """Raise a ValueError unless *value* is a number from *low* to *high*, both included.

    NaN lies in no range, and True and False are not numbers here.
    """
    if not (is_number(value) and low <= value <= high):
        raise ValueError(f"{name} must be a number from {low:g} to {high:g}, not {value!r}")


def check_choice(name: str, value: object, allowed: Iterable[str]) -> None:
    """Raise a ValueError, which says what is *allowed*, unless *value* is one of that."""
    allowed = tuple(allowed)
    if value not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(allowed)}, not {value!r}")
