"""The reader's own points, kept for the next visit where the browser allows it (MicroPython)."""

from binascii import a2b_base64

from pyscript import document

from playground.settings.address import MAX_POINTS_IN_ADDRESS

# In the browser's storage, which all pages of a site share.
NAME = "nn-playground-points"
# Points and, behind this, their names.
BETWEEN = "|"

TOO_MANY = "Your {} points are too many for a link"
KEPT = "; this browser keeps them."
NOT_KEPT = ", and this browser keeps nothing, so they go when this page is closed."


class PointStorage:
    """Remembers the latest points of the reader's own, also while another shape is shown."""

    def __init__(self):
        # Made by static/form.mjs, since MicroPython cannot catch the errors of a browser.
        self._storage = document.defaultView.storage
        self._latest = None  # those of this visit, if there were any

    def note(self, points, names):
        """Remember *points* and their *names* for this visit."""
        self._latest = (points, names)

    def keep(self, points, names):
        """Remember *points* that the reader has made, for the next visit too."""
        self._latest = (points, names)
        self._storage.write(NAME, points + BETWEEN + names if names else points)

    def stored(self):
        """Return the points that the browser keeps, and their names; none if it may not."""
        points, _, names = (self._storage.read(NAME) or "").partition(BETWEEN)
        return points, names

    def latest(self):
        """Return the points that were there last, and their names: in this visit, or before."""
        return self.stored() if self._latest is None else self._latest

    def remarks(self, points):
        """Return what is to be said of the *points* in use: a list of one sentence, or of none."""
        if len(points) <= MAX_POINTS_IN_ADDRESS:
            return []
        # playground/custom/codec.py writes their number into the first characters.
        head = a2b_base64(points[:4].replace("-", "+").replace("_", "/").encode())
        number = int.from_bytes(head[1:], "big")
        return [TOO_MANY.format(number) + (KEPT if self.stored()[0] == points else NOT_KEPT)]
