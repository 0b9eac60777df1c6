"""What can be done after weights have been changed by hand (MicroPython)."""

from pyscript import document


class ByHand:
    """A bar in the line of the steppers: train on from these weights, or have the old ones back."""

    def __init__(self):
        self._element = document.querySelector("#by-hand")

    def show(self, picture):
        """Follow a *picture*: its weights may be the reader's."""
        self._element.hidden = not picture["by_hand"]
