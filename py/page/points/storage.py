"""The reader's own points, kept for the next visit where the browser allows it (MicroPython).

They lie in two places: one that all tabs of the site share, for the next visit, and one of this
tab alone, for when it is loaded again. So each tab has its own again, whatever others have done.
"""

from binascii import a2b_base64

from pyscript import document

from playground.settings.address import MAX_POINTS_IN_ADDRESS
from playground.settings.table import BY_NAME, MAX_POINTS

# In either place.
NAME = "nn-playground-points"
# Points and, behind this, their names.
BETWEEN = "|"

# The first byte of points, which says how they are packed (custom/codec.py).
VERSIONS = (1, 2)

TOO_MANY = "Your {} points are too many for a link"
KEPT = "; this browser keeps them."
KEPT_HERE = "; this tab keeps them until it is closed."
NOT_KEPT = ", and this browser keeps nothing, so they go when this page is closed."
REPLACED = (
    "This browser now keeps these points for your next visit, no longer those that another tab had "
    "left; Undo leads back to those, too."
)


class PointStorage:
    """Remembers the latest points of the reader's own, also while another shape is shown."""

    def __init__(self):
        # Made by static/form.mjs, since MicroPython cannot catch the errors of a browser.
        window = document.defaultView
        self._shared, self._own = window.storage, window.tabStorage
        # The newest that this tab has put into the shared place, or seen there.
        self._known = self._own.read(NAME) or self._shared.read(NAME)
        self._latest = None  # those of this visit, if there were any
        self._has_replaced = False  # whether those of another tab have just made room

    def note(self, points, names):
        """Remember *points* and their *names* for this visit."""
        self._latest = (points, names)

    def keep(self, points, names):
        """Remember *points* that the reader has made, for the next visit too.

        Returns
        -------
        points, names : str
            Those of another tab that the browser no longer keeps; empty if there are none.
        """
        self._latest = (points, names)
        text, before = points + BETWEEN + names if names else points, self._shared.read(NAME)
        self._own.write(NAME, text)
        if not self._shared.write(NAME, text):
            return "", ""
        is_foreign = before is not None and before not in ("", text, self._known)
        self._known = text
        self._has_replaced = self._has_replaced or is_foreign
        return _parted(before) if is_foreign else ("", "")

    def forget_replaced(self):
        """Say no more that points of another tab have made room."""
        self._has_replaced = False

    def stored(self):
        """Return the points that this tab or else the browser keeps, and their names, if any."""
        return _parted(self._own.read(NAME) or self._shared.read(NAME))

    @property
    def of_this_visit(self):
        """The points that were there last in this visit, and their names; None if none were."""
        return self._latest

    def latest(self):
        """Return the points that were there last, and their names: in this visit, or before."""
        return self.stored() if self._latest is None else self._latest

    def remarks(self, points):
        """Return what is to be said of the *points* in use, a list of sentences."""
        said = [REPLACED] if points and self._has_replaced else []
        count = _count(points) if len(points) > MAX_POINTS_IN_ADDRESS else 0
        if count:
            said.append(TOO_MANY.format(count) + self._fate(points))
        return said

    def _fate(self, points):
        """Say what becomes of *points* that no link can carry."""
        if _parted(self._shared.read(NAME))[0] == points:
            return KEPT
        return KEPT_HERE if self.stored()[0] == points else NOT_KEPT


def are_points(value):
    """Tell whether *value* is points as they are packed, and their names: two texts."""
    return (
        isinstance(value, (list, tuple))
        and len(value) == 2
        and all(
            isinstance(text, str) and BY_NAME[name].allowed.parse(text) == text
            for name, text in zip(("points", "names"), value)  # noqa: B905
        )
    )


def _parted(text):
    """Return points and names of a *text* of the storage, or of None; no others than can be."""
    points, _, names = (text or "").partition(BETWEEN)
    return (points, names) if are_points((points, names)) else ("", "")


def _count(points):
    """Return how many *points* there are; 0 if they are damaged, which the engine tells."""
    # playground/custom/codec.py writes their number into the first characters.
    head = a2b_base64(points[:4].replace("-", "+").replace("_", "/").encode())
    count = int.from_bytes(head[1:], "big")
    return count if head[0] in VERSIONS and count <= MAX_POINTS else 0
