"""How strong a weight or a bias is, as a colour and a width.

The sign chooses the colour: a negative number speaks for class 0, a positive one for class 1.
The scale has no upper end, since training makes weights larger and larger, and it does not
depend on the other weights: a line that changes stands for a weight that changes.
"""

import numpy as np

from playground.look.theme import Theme

# Of the scale on either side of zero: weights of one level are painted together.
LEVELS = 8
# A weight of this size is halfway up the scale.
HALF = 2.0
# Of a line in CSS pixels: at zero, and at the end of the scale where there is room.
MIN_WIDTH, MAX_WIDTH = 0.75, 6.0
# How much of its full colour a line has at zero: enough to be seen on the ground.
FAINTEST = 0.16


def levels(values: np.ndarray) -> np.ndarray:
    """Return the level of each of *values*, from -LEVELS to LEVELS: int, of the same shape.

    |w| / (|w| + HALF) of the way up: 1 is a third, 2 the middle, 10 five sixths.
    """
    size = np.abs(values)
    found: np.ndarray = np.rint(np.sign(values) * LEVELS * size / (size + HALF)).astype(int)
    return found


def styles(theme: Theme, room: float = 1.0) -> dict[int, tuple[str, float]]:
    """Return colour and width of each level, from the faintest to the strongest.

    Parameters
    ----------
    theme : Theme
        With the colours of ground, numbers and classes.
    room : float
        From 0 to 1: how much of the width there is room for.
    """
    found = {}
    for level in sorted(range(-LEVELS, LEVELS + 1), key=abs):
        share = abs(level) / LEVELS
        full = theme.classes[int(level > 0)] if level else theme.numbers
        color = mixed(theme.ground, full, FAINTEST + (1 - FAINTEST) * share)
        found[level] = color, MIN_WIDTH + (MAX_WIDTH - MIN_WIDTH) * share * room
    return found


def mixed(ground: str, color: str, share: float) -> str:
    """Return *color* ("#rrggbb") with only this *share* of it on the *ground*."""
    pairs = zip(bytes.fromhex(ground[1:]), bytes.fromhex(color[1:]), strict=True)
    return "#" + bytes(round(a + share * (b - a)) for a, b in pairs).hex()
