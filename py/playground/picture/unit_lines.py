"""Where a hidden unit turns: the line in the plane on which its sum z is zero."""

from typing import NamedTuple

import numpy as np

from playground.checks import Array
from playground.picture.limits import Limits


class UnitLine(NamedTuple):
    """The line on which the sum of a hidden unit is zero, and how it looks."""

    lines: list[Array]  # each (n, 2), with a row for each corner; a bent line may have parts
    color: str
    dashes: tuple[float, ...]  # dashes and gaps in turn, in line widths
    name: str  # "unit 1" for the first


def straight_line(w: Array, b: float, limits: Limits) -> list[Array]:
    """Return the line w · x + b = 0, long enough to cross the plane.

    Parameters
    ----------
    w : ndarray of shape (2,)
        The weights of x₁ and x₂.
    b : float
        The bias.
    limits : tuple of two (low, high) pairs
        Limits of x₁ and of x₂.

    Returns
    -------
    list of ndarray of shape (2, 2)
        One line, a row for each end; none if the unit does not look at the point.
    """
    steepness = w @ w
    if steepness == 0:
        return []
    (left, right), (bottom, top) = limits
    centre = np.array([left + right, bottom + top]) / 2
    nearest = centre - (w @ centre + b) / steepness * w
    along = np.array([-w[1], w[0]]) / np.sqrt(steepness) * max(right - left, top - bottom)
    return [np.array([nearest - along, nearest + along])]
