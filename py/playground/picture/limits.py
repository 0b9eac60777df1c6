"""Which part of the plane a picture shows, and the numbers along its sides."""

from collections.abc import Sequence

import numpy as np

from playground.checks import Array
from playground.custom.scale import Axis
from playground.look.style import FEW_NUMBERS, NUMBER_GAP, NUMBER_LETTER
from playground.picture.ticks import MAX_INTERVALS, ROOM, ROOM_OF_TABLE, short_texts, ticks

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
    low: float,
    high: float,
    size: float,
    before: float,
    after: float,
    axis: Axis | None = None,
    is_level: bool = True,
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
    axis : Axis, optional
        What the numbers are told in; then they are round there, and placed here.
    is_level : bool
        Whether they stand side by side, so that long ones need room.

    Returns
    -------
    list of (number, text)
        The number between *low* and *high*; the text may tell it in other units.
    """
    most = MAX_INTERVALS if size >= FEW_NUMBERS else MAX_INTERVALS // 2
    ends = [low, high] if axis is None else axis.to_own(np.array([low, high])).tolist()
    room = ROOM if axis is None else ROOM_OF_TABLE
    for intervals in range(most, 0, -1):
        found = ticks(ends[0], ends[1], intervals)
        width = NUMBER_LETTER * max(map(len, short_texts(found, room)), default=0)
        if not is_level or len(found) < 2 or _gap(found, ends, size) >= width + NUMBER_GAP:
            break
    if is_level:  # half of a number stands on either side of its place
        more = max(0, width - NUMBER_LETTER * ROOM) / 2
        before, after = before + more, after + more
    places = found if axis is None else axis.to_plane(np.array(found)).tolist()
    pixel = (high - low) / size
    first, last = low + before * pixel, high - after * pixel
    shown = [pair for pair in zip(places, found, strict=True) if first <= pair[0] <= last]
    texts = short_texts([number for _, number in shown], room)
    return [(place, text) for (place, _), text in zip(shown, texts, strict=True)]


def _gap(numbers: list[float], ends: Sequence[float], size: float) -> float:
    """Return how far the first two of the *numbers* are from each other, in CSS pixels."""
    return (numbers[1] / 2 - numbers[0] / 2) / (ends[1] / 2 - ends[0] / 2) * size
