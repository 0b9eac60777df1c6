"""Which of a table's own numbers the plane's −1 and 1 stand for, and how its numbers are told.

A table's columns are stretched to reach from −1 to 1, so that any of them can be learned from.
What a reader is told are the table's own numbers: as many decimals as it has, and no fewer.
"""

import math
from typing import NamedTuple, TypeAlias, cast

import numpy as np

from playground.checks import Array, Points
from playground.picture.number_text import minus, times_ten

MAX_DECIMALS = 15
MAX_WHOLE = 2**53  # below, every whole number is a float
UNKNOWN = -1  # decimals of numbers that need more than `MAX_DECIMALS`, or are too large for them
# Digits of a number whose decimals are not known: this many, and as many more as it takes to tell
# apart numbers that differ by a millionth of the axis.
DIGITS, MAX_DIGITS = 6, 17
STEPS = 1000  # of what is drawn: as many from the middle of the plane to 1
LARGEST = float(np.finfo(np.float64).max)


class Axis(NamedTuple):
    """What one coordinate of the plane stands for."""

    low: float  # the number at −1
    high: float  # that at 1, which is larger
    decimals: int = UNKNOWN  # how many the numbers have, or `UNKNOWN`

    @property
    def is_of_plane(self) -> bool:
        """Whether the numbers are the places themselves."""
        return self.low == -1 and self.high == 1

    def to_plane(self, values: Array) -> Array:
        """Return the places in the plane of a table's own *values*."""
        if self.is_of_plane:
            return values
        # First to at most 1, by a power of two: so no difference is too large for a float, and
        # nothing is rounded that a place could show.
        _, exponent = np.frexp(max(abs(self.low), abs(self.high)))
        low, high = np.ldexp([self.low, self.high], -exponent)
        with np.errstate(over="ignore"):
            return cast(Array, 2 * (np.ldexp(values, -exponent) - low) / (high - low) - 1)

    def to_own(self, places: Array) -> Array:
        """Return the table's own numbers at *places* of the plane, as near as floats have them."""
        if self.is_of_plane:
            return places
        _, exponent = np.frexp(max(abs(self.low), abs(self.high)))
        low, high = np.ldexp([self.low, self.high], -exponent)
        with np.errstate(over="ignore"):
            values = np.ldexp(low + (np.asarray(places) + 1) / 2 * (high - low), exponent)
        return cast(Array, np.clip(values, -LARGEST, LARGEST))

    def drawn(self, place: float) -> float:
        """Return the number for a point that is drawn at a *place* of the plane.

        It is rounded towards the middle, to a thousandth of the plane's unit or finer, or to as
        many decimals as the table has, if these are more.
        """
        half = self.high / 2 - self.low / 2
        digits = math.ceil(math.log10(STEPS) - math.log10(half)) if half else MAX_DIGITS
        value = float(self.to_own(np.array(place)))
        if digits > MAX_DECIMALS:
            return value
        digits = max(digits, self.decimals)
        step = max(10.0**-digits, math.ulp(value))
        value = _rounded(value - math.copysign(step / 2, place), digits)
        # Still farther out, near the middle aside, is what has not so many digits.
        if abs(float(self.to_plane(np.array(value)))) > max(abs(place), 2 / STEPS):
            value = _rounded(value - math.copysign(step, place), digits)
        return value

    def tell(self, value: float) -> str:
        """Write one of the table's own numbers for a reader, in as many digits as it has."""
        if self.decimals == UNKNOWN:
            return self._in_digits(value)
        text = f"{value + 0.0:.{self.decimals}f}"
        return minus(text.rstrip("0").rstrip(".") if self.decimals else text)

    def _in_digits(self, value: float) -> str:
        farthest, half = max(abs(self.low), abs(self.high)), self.high / 2 - self.low / 2
        more = math.floor(math.log10(farthest) - math.log10(half)) if half else MAX_DIGITS
        digits = min(DIGITS + max(0, more), MAX_DIGITS)
        number, _, power = f"{value + 0.0:.{digits}g}".partition("e")
        return minus(number) + (times_ten(power) if power else "")


Scale: TypeAlias = tuple[Axis, Axis]
"""Of x₁ and of x₂."""

PLANE: Scale = (Axis(-1.0, 1.0), Axis(-1.0, 1.0))
"""The scale of numbers that are places in the plane themselves."""


def scale_of_values(values: Points) -> Scale:
    """Return the scale of a table: its smallest and its largest numbers reach −1 and 1.

    A column that never changes lies in the middle, and the plane reaches from 0 to its double.

    Parameters
    ----------
    values : ndarray of shape (2, n)
        The table's own numbers, all of them finite, and one at least in each row.
    """
    one, two = (Axis(*_ends(numbers), decimals_of(numbers)) for numbers in values)
    return one, two


def to_plane(values: Points, scale: Scale) -> Points:
    """Return the places (2, n) in the plane of a table's own *values*, (2, n)."""
    return np.stack([axis.to_plane(row) for axis, row in zip(scale, values, strict=True)])


def decimals_of(values: Array) -> int:
    """Return the fewest decimals that all *values* can be written with, or `UNKNOWN`."""
    for decimals in range(MAX_DECIMALS + 1):
        with np.errstate(over="ignore"):
            whole = np.rint(values * 10.0**decimals)
        if not (np.abs(whole) < MAX_WHOLE).all():
            break
        if (whole / 10.0**decimals == values).all():
            return decimals
    return UNKNOWN


def places_lost(values: Points, scale: Scale) -> int:
    """Return by how many different points of a table there are more than places in the plane."""
    X = to_plane(values, scale)
    return len(np.unique(values, axis=1).T) - len(np.unique(X, axis=1).T)


def _rounded(value: float, digits: int) -> float:
    try:
        return round(value, digits)
    except OverflowError:  # at the end of all floats
        return value


def _ends(values: Array) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    if low < high:
        return low, high
    if low == 0:
        return -1.0, 1.0
    # The double of a number near the largest is none; then it lies at one end.
    double = 2 * low if abs(low) <= LARGEST / 2 else low
    return min(0.0, double), max(0.0, double)
