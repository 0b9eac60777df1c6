"""A connection in the hand of the reader: up for a larger weight, down for a smaller one.

It knows of no browser; `view` gives it what the pointer does (MicroPython).
"""

from playground.settings.table import MAX_WEIGHT

# A pixel changes the weight so much, and with the shift key.
STEP, FINE_STEP = 0.02, 0.002
# A pointer that has moved less may still mean a click, in CSS pixels.
STILL = 3


class WireDrag:
    """One connection, from where the pointer has taken it.

    Parameters
    ----------
    thing : (layer, unit, source)
        Which one.
    y : float
        Of the pointer.

    Attributes
    ----------
    thing
        As given.
    is_moving : bool
        Whether it is more than a click.
    value : float or None
        Its weight; None until that is known.
    """

    def __init__(self, thing, y):
        self.thing, self.is_moving, self.value = thing, False, None
        self._begin = self._y = y

    def move(self, y, is_fine, known):
        """Follow the pointer; tell whether the weight has changed.

        Parameters
        ----------
        y : float
            Of the pointer, in CSS pixels from above.
        is_fine : bool
            Whether small steps are wanted.
        known : float or None
            What the weight is now, as far as that has been heard.
        """
        if abs(y - self._begin) > STILL:
            self.is_moving = True
        if self.value is None:
            self.value = known
        if not self.is_moving or self.value is None:
            return False
        change = (self._y - y) * (FINE_STEP if is_fine else STEP)
        self._y = y
        self.value = min(max(self.value + change, -MAX_WEIGHT), MAX_WEIGHT)
        return change != 0
