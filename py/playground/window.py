"""Which part of the plane a picture shows, and the numbers along its sides."""

from playground.network import Array
from playground.ticks import texts, ticks

Window = tuple[tuple[float, float], tuple[float, float]]
"""Limits (low, high) of x₁ and of x₂."""

NOWHERE: Window = ((-1.0, 1.0), (-1.0, 1.0))
"""What is shown where there are no points."""


def square_window(X: Array) -> Window:
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
    half = 0.6 * max(high - low) + 0.05
    return tuple((float(middle - half), float(middle + half)) for middle in (low + high) / 2)


def numbers_along(low: float, high: float) -> list[tuple[float, str]]:
    """Return round numbers from *low* to *high* and how they are written.

    The far end is left to the name of the axis.
    """
    end = high - 0.09 * (high - low)
    at = [number for number in ticks(low, high) if low <= number <= end]
    return list(zip(at, texts(at), strict=True))
