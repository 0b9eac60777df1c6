"""Which part of the plane a picture shows, and the numbers along its sides."""

from playground.checks import Array
from playground.look.style import FEW_NUMBERS
from playground.picture.ticks import MAX_INTERVALS, short_texts, ticks

Limits = tuple[tuple[float, float], tuple[float, float]]
"""Limits (low, high) of x₁ and of x₂."""

AIR = 0.05
"""Beside the points, on all sides; points that lie closer together than this have less."""

NARROWEST = 1e-9
"""Half of the width between limits, as a share of their distance from zero: closer together
numbers could hardly be told apart."""

FINEST = 1e-300
"""Half of the least width of all."""

NOWHERE: Limits = ((-1.0, 1.0), (-1.0, 1.0))
"""What is shown where there are no points."""


def square_limits(X: Array) -> Limits:
    """Return the limits of a square plane that leaves some air around the points.

    Equal scales on both axes: a circle looks like one.

    Parameters
    ----------
    X : ndarray of shape (2, n)
        Coordinates; there may be none.

    Returns
    -------
    tuple of two (low, high) pairs
        Limits of x₁ and of x₂.
    """
    if not X.size:
        return NOWHERE
    low, high = X.min(axis=1), X.max(axis=1)
    spread, middle = max(high - low), (low + high) / 2
    half = 0.6 * spread + (min(AIR, spread / 2) or AIR)
    half = max(half, NARROWEST * abs(middle).max(), FINEST)
    x1, x2 = ((float(at - half), float(at + half)) for at in middle)
    return x1, x2


def numbers_along(
    low: float, high: float, size: float, before: float, after: float
) -> list[tuple[float, str]]:
    """Return round numbers from *low* to *high* and how they are written.

    Parameters
    ----------
    low, high : float
        Limits of the axis.
    size : float
        Its length in CSS pixels.
    before, after : float
        How much of it is left to other texts, at the low and at the high end.
    """
    pixel = (high - low) / size
    intervals = MAX_INTERVALS if size >= FEW_NUMBERS else MAX_INTERVALS // 2
    found = ticks(low, high, intervals)
    at = [one for one in found if low + before * pixel <= one <= high - after * pixel]
    return list(zip(at, short_texts(at), strict=True))
