"""The reader's own points on the engine's side: what is drawn becomes points, and so does a table.

The engine uses new points at once, and then tells the page of them.
"""

from typing import Any

import numpy as np

from engine.inbox import Message
from playground.checks import Labels, Points
from playground.custom import codec, points
from playground.custom.scale import PLANE, Scale, places_lost, scale_of_values, to_plane
from playground.picture.limits import Limits
from playground.picture.plane import Plane
from playground.session.session import Session
from playground.settings.table import CUSTOM, NOISE

ERASER = 12  # radius in CSS pixels
ERASE = "erase"
LOST = " {} too close to others for the plane, and drawn at the same place."
# What an edit decides about the settings.
POINT_SETTINGS = ("shape", "noise", "points", "names")


class PointEdits:
    """The edits of a session's points, counted, so that page and engine know who is newer.

    Parameters
    ----------
    session : Session
        Is given the new points.
    settings : dict
        The message with which it began.
    """

    def __init__(self, session: Session, settings: Message) -> None:
        self._session = session
        self._count = settings["edit"]
        self._shape = settings["values"]["shape"]  # that the newest settings ask for
        self._is_newer = False  # whether the points in use come from an edit after them

    def values_of(self, settings: Message) -> dict[str, Any]:
        """Return the values of new *settings*, with the points of an edit that is newer.

        A page that has not yet heard of the newest points cannot mean to change them, unless the
        reader has chosen another shape meanwhile.
        """
        values, shape = dict(settings["values"]), settings["values"]["shape"]
        is_late = settings["edit"] < self._count and shape == self._shape
        self._shape, self._is_newer = shape, self._is_newer and is_late
        if self._is_newer:
            values.update({name: self._session.values[name] for name in POINT_SETTINGS})
        return values

    def draw(self, message: Message, plane: Plane, size: float) -> Message:
        """Use a pencil or an eraser on the *plane*, a picture that is *size* CSS pixels wide.

        Returns
        -------
        dict
            What to tell the page: the new points, or why there are none.
        """
        tool, places = message["tool"], message["places"]
        try:
            code = draw(self._session, plane, size, tool, places)
        except ValueError as problem:
            return _refused(problem)
        return self._use(code, begins=message["begins"], is_copy=not places)

    def load(self, message: Message) -> Message:
        """Use the points of a table, and return what to tell the page; as `draw`."""
        try:
            code, words, names = load(message["text"], message["name"])
        except ValueError as problem:
            return _refused(problem)
        return self._use(code, words=words, names=names)

    def _use(
        self,
        code: str,
        begins: bool = True,
        is_copy: bool = False,
        words: str = "",
        names: str | None = None,
    ) -> Message:
        if names is None:  # those of the points that were drawn on
            names = self._session.values["names"]
        own = {"shape": CUSTOM, "noise": NOISE[CUSTOM], "points": code, "names": names}
        self._session.apply({**self._session.values, **own})
        self._count += 1
        self._is_newer = True
        return {
            "kind": "points",
            "code": code,
            "names": names,
            "edit": self._count,
            "begins": begins,
            "is_copy": is_copy,
            "words": words,
        }


def _refused(problem: ValueError) -> Message:
    return {"kind": "refused", "text": str(problem)}


def draw(session: Session, plane: Plane, size: float, tool: str, places: list[list[float]]) -> str:
    """Return the points after a stroke of a pencil or an eraser.

    Parameters
    ----------
    session : Session
        Whose points there are so far. Generated ones are taken over as they are; those of a table
        keep its numbers, and what is drawn beside them gets some of its own.
    plane : Plane
        The picture that is drawn on.
    size : float
        Its width in CSS pixels.
    tool : str
        The class to draw, "0" or "1", or `ERASE`.
    places : list of (across, down)
        Where, as shares of the picture; there may be none.

    Returns
    -------
    str
        The points, packed.

    Raises
    ------
    ValueError
        If there would be too many.
    """
    X, y, values, scale = points_of(session)
    rows = np.concatenate([X, values])  # a place and its numbers stay together
    (low, high), _ = plane.data.limits
    radius = ERASER / size * (high - low)
    for across, down in places:
        place = plane.place_of(across, down)
        if place is None:
            continue
        if tool == ERASE:
            rows, y = points.erase(rows, y, place, radius)
        else:
            numbers = numbers_at(inside(place, plane.data.limits), scale)
            rows, y = points.add(rows, y, numbers, int(tool))
    return codec.pack(rows[:2], y) if scale is None else codec.pack_table(rows[2:], y, scale)


def load(text: str, name: str) -> tuple[str, str, str]:
    """Return the points of a table and what there is to say about them.

    Parameters
    ----------
    text : str
        The table, as CSV.
    name : str
        Of its file; may be empty.

    Returns
    -------
    code, words, names : str
        The points, packed; a sentence; and what the table calls columns and classes.

    Raises
    ------
    ValueError
        If it is no table of points.
    """
    from playground.custom.csv_table import read_table  # the first picture can do without

    table = read_table(text, name)
    code, lost = code_of(table.X, table.y)
    words = table.words
    if lost:
        words += LOST.format("1 point is" if lost == 1 else f"{lost:,} points are")
    return code, words, table.names


def code_of(X: Points, y: Labels, values: Points | None = None) -> tuple[str, int]:
    """Return the points of a table, packed, and how many of them lie where others do.

    Parameters
    ----------
    X : ndarray of shape (2, n)
        Their places in the plane.
    y : ndarray of shape (n,)
        Their classes.
    values : ndarray of shape (2, n), optional
        The table's own numbers, of which the plane is a scale; without them, the places count.
    """
    if values is not None:
        scale = scale_of_values(values)
        return codec.pack_table(values, y, scale), places_lost(values, scale)
    code = codec.pack(X, y)
    # Thousandths are short, but are not to make one point of two.
    if _count(codec.unpack(code)[0]) < _count(X):
        code = codec.pack_table(X, y, PLANE)
    return code, 0


def _count(X: Points) -> int:
    """Return how many different places there are."""
    return np.unique(X, axis=1).shape[1]


def points_of(session: Session) -> codec.OwnPoints:
    """Return all points of the *session*: to learn from and for the test."""
    dataset = session.dataset
    if session.values["shape"] == CUSTOM and not dataset.is_empty:
        return codec.read(session.values["points"])  # in the order in which they were drawn
    X = np.concatenate([dataset.X, dataset.X_test], axis=1)
    return codec.OwnPoints(X, np.concatenate([dataset.y, dataset.y_test]), X, None)


def numbers_at(place: tuple[float, float], scale: Scale | None) -> list[float]:
    """Return the place that a drawn point gets, and its numbers, which are round in the *scale*."""
    if scale is None:
        return [*place, *place]
    numbers = [axis.drawn(x) for axis, x in zip(scale, place, strict=True)]
    return [*to_plane(np.array([numbers]).T, scale)[:, 0].tolist(), *numbers]


def inside(place: tuple[float, float], limits: Limits) -> tuple[float, float]:
    """Move a *place* at the very edge inwards, so that the *limits* of own points stay."""
    (low, high), _ = limits
    if low != -high:
        return place  # the limits of another shape, which will not stay in any case
    reach = points.reach(high)
    x1, x2 = (min(max(x, -reach), reach) for x in place)
    return x1, x2
