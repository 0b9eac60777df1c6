"""Checks of arguments: a wrong one is refused where it enters, by its name."""

from collections.abc import Iterable
from numbers import Integral, Real


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
    whole = isinstance(value, Integral) and not isinstance(value, bool)
    if not whole or value < low or (high is not None and value > high):
        allowed = f"of at least {low}" if high is None else f"from {low} to {high}"
        raise ValueError(f"{name} must be a whole number {allowed}, not {value!r}")


def check_number(name: str, value: object, low: float, high: float) -> None:
    """Raise a ValueError unless *value* is a number from *low* to *high*, both included.

    NaN lies in no range, and True and False are not numbers here.
    """
    number = isinstance(value, Real) and not isinstance(value, bool)
    if not (number and low <= value <= high):
        raise ValueError(f"{name} must be a number from {low:g} to {high:g}, not {value!r}")


def check_choice(name: str, value: object, allowed: Iterable[str]) -> None:
    """Raise a ValueError, which says what is *allowed*, unless *value* is one of that."""
    if value not in tuple(allowed):
        raise ValueError(f"{name} must be one of {', '.join(allowed)}, not {value!r}")
