"""Points of one's own: added, erased, and framed."""

import math
from collections.abc import Sequence

import numpy as np

from playground.checks import Labels, Points
from playground.data import MAX_SAMPLES
from playground.picture.limits import Limits

MAX_COORDINATE = 1000
"""Largest coordinate of a point, in plane units."""

SLACK = 1e-9
"""By how much a place may lie beyond, where it comes from a table's own numbers (scale.py)."""

THOUSAND = 1000
"""Coordinates are whole thousandths; see codec.py."""

# fmt: off
HALF_WIDTHS = (
    1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80,
    100, 120, 150, 200, 250, 300, 400, 500, 600, 800, 1000, 1200,
)
# fmt: on
"""Half of the width that a picture can have, in plane units."""

AIR = 0.03
"""Least share of half the picture that stays free between the points and its edge."""


def add(X: Points, y: Labels, place: Sequence[float], label: int) -> tuple[Points, Labels]:
    """Return the points with one more, of class *label*, at *place*.

    *X* may have further rows, with numbers that belong to each point, and then so has *place*.
    """
    check_count(len(y) + 1)
    return np.column_stack([X, place]), np.append(y, np.int64(label))


def erase(X: Points, y: Labels, place: tuple[float, float], radius: float) -> tuple[Points, Labels]:
    """Return the points that are farther than *radius* from *place*; *X* as of `add`."""
    is_far = np.hypot(X[0] - place[0], X[1] - place[1]) > radius
    return X[:, is_far], y[is_far]


def limits_around(X: Points) -> Limits:
    """Return the limits of a square plane around the origin that shows all points.

    Its size goes up in steps, so that it stays as it is while somebody draws inside.

    Parameters
    ----------
    X : ndarray of shape (2, n)
        Coordinates; there may be no points.

    Returns
    -------
    Limits
        Of x₁ and of x₂.
    """
    farthest = np.abs(X).max(initial=0)
    half = next(half for half in HALF_WIDTHS if farthest <= reach(half) + SLACK)
    return (-half, half), (-half, half)


def reach(half: float) -> float:
    """Return how far from the middle of a picture, *half* as wide, its points may lie.

    In whole thousandths, as the points are.
    """
    return min(math.floor(half * (1 - AIR) * THOUSAND) / THOUSAND, MAX_COORDINATE)


def check_count(n: int) -> None:
    """Raise a ValueError, a sentence for the reader, if *n* points are too many."""
    if n > MAX_SAMPLES:
        raise ValueError(f"{n:,} points are too many; there can be {MAX_SAMPLES:,}.")
