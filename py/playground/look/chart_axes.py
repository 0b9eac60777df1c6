"""Where the axes of the loss chart lie, and how epochs and losses lie along them.

The engine paints the chart there, the page finds the epoch under the pointer and lets the curve be
heard. So it runs under MicroPython (the page) and CPython (the engine, the tests), and both get the
same places.
"""

import math

# Around the axes, in CSS pixels: left, top, right, bottom. A narrow chart does without the
# numbers of the loss.
ROOM, NARROW_ROOM = (36, 9, 9, 18), (9, 9, 9, 16)
NARROW = 300

LOG = "log"

# The top of a linear axis of the loss is no lower: a network that does not know begins there. From
# one top to the next: 1, 2, 4, 10, 20, 40, 100, whose halves are short.
LEAST_TOP, TOPS = 1.0, (2.0, 2.0, 2.5)
# Smaller losses are not told apart on the log scale, nor larger ones on any.
LEAST_LOSS, MOST_LOSS = 1e-12, 1e300


def room(width: float) -> tuple[int, int, int, int]:
    """Return the room around the axes: left, top, right, bottom, in CSS pixels.

    Parameters
    ----------
    width : float
        Of the whole chart, in CSS pixels.
    """
    return NARROW_ROOM if width < NARROW else ROOM


def share_of(epoch: float, last_epoch: int, scale: str) -> float:
    """Return where *epoch* lies along the axis, from 0 (the left end) to 1.

    Parameters
    ----------
    epoch : float
        From 0 to *last_epoch*; what lies beyond is at the end.
    last_epoch : int
        At the right end of the axis, at least 1.
    scale : str
        "log", on which epoch 0 has a place because 1 is added to every epoch, or "linear".
    """
    share = _height(epoch, scale) / _height(last_epoch, scale)
    return min(max(share, 0.0), 1.0)


def time_at(share: float, last_epoch: int, scale: str) -> float:
    """Return the time at a place on the axis, in epochs and fractions of one."""
    height = min(max(share, 0.0), 1.0) * _height(last_epoch, scale)
    return math.exp(height) - 1 if scale == LOG else height


def epoch_at(share: float, last_epoch: int, scale: str) -> int:
    """Return the epoch nearest to a place on the axis; the inverse of `share_of`."""
    return min(round(time_at(share, last_epoch, scale)), last_epoch)


def loss_limits(low: float, high: float, scale: str) -> tuple[float, float]:
    """Return round limits around losses from *low* to *high*, so that they seldom change."""
    low, high = [min(max(loss, LEAST_LOSS), MOST_LOSS) for loss in (low, high)]
    if scale == LOG:
        return 10.0 ** math.floor(math.log10(low)), 10.0 ** (math.floor(math.log10(high)) + 1)
    top, steps = LEAST_TOP, 0
    while top < high:
        top *= TOPS[steps % len(TOPS)]
        steps += 1
    return 0.0, top


def loss_share(loss: float, limits: tuple[float, float], scale: str) -> float:
    """Return how high a *loss* lies between the *limits*, from 0 (the bottom) to 1."""
    low, high = limits
    inside = min(max(loss, low), high)
    if scale == LOG:
        return (math.log(inside) - math.log(low)) / (math.log(high) - math.log(low))
    return inside / high


def _height(epoch: float, scale: str) -> float:
    return math.log(1 + epoch) if scale == LOG else epoch
