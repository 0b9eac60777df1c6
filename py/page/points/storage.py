"""The reader's own points, kept for the next visit where the browser allows it (MicroPython)."""

from binascii import a2b_base64

from pyscript import document

from page.form import control, write
from playground.settings.table import CUSTOM
from playground.settings.values import MAX_IN_ADDRESS

# In the browser's storage, which all pages of a site share.
NAME = "nn-playground-points"

# Made by index.html, since MicroPython cannot catch the errors of a browser.
storage = document.defaultView.storage

TOO_MANY = "Your {} points are too many for a link"
KEPT = "; this browser keeps them."
NOT_KEPT = ", and this browser keeps nothing, so they go when this page is closed."


class Kept:
    """Remembers the latest points of the reader's own, also while another shape is shown."""

    def __init__(self):
        self._latest = None  # those of this visit, if there were any

    def keep(self, points):
        """Remember *points* that the reader has made, for the next visit too."""
        self._latest = points
        storage.write(NAME, points)

    def stored(self):
        """Return the points that the browser keeps; none if it may not."""
        return storage.read(NAME) or ""

    def latest(self):
        """Return the points that were there last: in this visit, or else in the browser."""
        return self.stored() if self._latest is None else self._latest

    def complete(self, values):
        """Let own points belong to their shape: bring them back with it, and only with it."""
        points = values["points"]
        if values["shape"] != CUSTOM:
            points = ""
        elif points:
            self._latest = points
        else:
            points = self.latest()
        if points != values["points"]:
            values["points"] = points
            write(control("points"), points)

    def remarks(self, values):
        """Return what is to be said of the points in use: a list of one sentence, or of none."""
        points = values["points"]
        if len(points) <= MAX_IN_ADDRESS:
            return []
        # playground/own.py writes their number into the first characters.
        head = a2b_base64(points[:4].replace("-", "+").replace("_", "/").encode())
        number = int.from_bytes(head[1:], "big")
        return [TOO_MANY.format(number) + (KEPT if self.stored() == points else NOT_KEPT)]
