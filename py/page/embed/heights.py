"""How high a frame would like to be, told to its host in three dialects (MicroPython).

The height that is wanted follows from the frame's width and what its author shows, never from its
height (--wanted in static/style.css), so host and frame cannot drive each other on.
"""

MIN_HEIGHT, MAX_HEIGHT = 200, 2000
MIN_CHANGE = 2  # pixels: less is rounding


class Heights:
    """Tells the host the height that is wanted, each time that it has changed.

    Parameters
    ----------
    measure : callable
        Returns the height in CSS pixels.
    tell : callable
        ``tell(height)`` brings it to the host.
    """

    def __init__(self, measure, tell):
        self._measure, self._tell = measure, tell
        self._told = 0

    def follow(self):
        """Look again: something has another size."""
        measured = self._measure()
        if measured <= 0:  # hidden: the host has folded it away
            return
        height = min(max(round(measured), MIN_HEIGHT), MAX_HEIGHT)
        if abs(height - self._told) >= MIN_CHANGE:
            self._told = height
            self._tell(height)
