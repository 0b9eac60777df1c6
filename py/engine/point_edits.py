"""The reader's own points on the engine's side: what is drawn becomes points, and so does a table.

The engine uses new points at once, and then tells the page of them.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from engine.inbox import Message
from engine.table_reader import TableReader, refusal
from playground.custom import codec, points
from playground.custom.scale import Scale, to_plane
from playground.custom.table_text import Decode
from playground.picture.limits import Limits
from playground.picture.plane import Plane
from playground.session.session import Session
from playground.settings.table import CUSTOM, NOISE

ERASER = 12  # radius in CSS pixels
ERASE = "erase"
# Messages about tables that nobody uses yet: nothing changes.
OF_TABLES = ("preview", "choose_table")
# All that have one read, which takes as long as it is large.
TABLES = (*OF_TABLES, "use_table", "load")
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
    decode : callable
        As of `playground.custom.table_text.split`.

    Attributes
    ----------
    commands : dict
        What to do with each message about tables: it returns what to tell the page.
    """

    def __init__(self, session: Session, settings: Message, decode: Decode = bytes.decode) -> None:
        self._session = session
        self._count = settings["edit"]
        self._shape = settings["values"]["shape"]  # that the newest settings ask for
        self._is_newer = False  # whether the points in use come from an edit after them
        self._tables = tables = TableReader(decode)
        self.commands: dict[str, Callable[[Message], Message]] = {
            "preview": tables.preview,
            "choose_table": tables.choose,
            "use_table": lambda message: self._load(lambda: tables.use(message)),
            "load": lambda message: self._load(lambda: tables.read(message)),
        }

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
            return refusal(problem)
        return self._use(code, begins=message["begins"], is_copy=not places)

    def _load(self, read: Callable[[], tuple[str, str, str]]) -> Message:
        """Use the points of a table that is *read*, and return what to tell the page."""
        try:
            code, words, names = read()
        except ValueError as problem:
            return refusal(problem)
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
