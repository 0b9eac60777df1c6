"""Tables that a reader brings: looked at before they count, then used.

The bytes of the newest one are kept, so that other choices need not bring them again.
"""

from typing import NamedTuple

import numpy as np

from engine.inbox import Message
from messages import CHOICES
from playground.checks import Labels, Points
from playground.custom import codec
from playground.custom.scale import PLANE, places_lost, scale_of_values
from playground.custom.table_text import Decode

NO_TABLE = "There is no table to be used any more; please bring it again."
CUT = "It has more than 5 megabytes: the first were read, the rows after them are left out."
LOST = " {} too close to others for the plane, and drawn at the same place."


class _Held(NamedTuple):
    """A table that somebody looks at."""

    content: bytes
    name: str
    is_cut: bool


class TableReader:
    """Reads tables for the reader's own points, and keeps the one that is looked at.

    Parameters
    ----------
    decode : callable
        As of `playground.custom.table_text.split`.
    """

    def __init__(self, decode: Decode) -> None:
        self._decode = decode
        self._held: _Held | None = None

    def preview(self, message: Message) -> Message:
        """Keep the table of a *message*, and return what it would become.

        One that cannot be read is not kept: the one before may still be open.
        """
        content, is_cut = bytes(message["content"]), message["is_cut"]
        held = _Held(whole_lines(content) if is_cut else content, message["name"], is_cut)
        answer = self._told(held, CHOICES, is_new=True)
        if answer["kind"] == "preview":
            self._held = held
        return answer

    def choose(self, message: Message) -> Message:
        """Return what the table that is kept would become with other choices."""
        if self._held is None:
            return refusal(ValueError(NO_TABLE))
        return self._told(self._held, message["choices"], is_new=False)

    def use(self, message: Message) -> tuple[str, str, str]:
        """Return the points of the table that is kept, and keep it no longer.

        Returns
        -------
        code, words, names : str
            The points, packed; a sentence about them; what the table calls columns and classes.

        Raises
        ------
        ValueError
            If it holds no points with these choices.
        """
        if self._held is None:
            raise ValueError(NO_TABLE)
        points = self._points_of(self._held, message["choices"])
        self._held = None
        return points

    def read(self, message: Message) -> tuple[str, str, str]:
        """Return the points of a table that nobody has to look at first; as `use`."""
        held = _Held(bytes(message["content"]), message["name"], False)
        return self._points_of(held, CHOICES)

    def _told(self, held: _Held, chosen: Message, is_new: bool) -> Message:
        # The first picture can do without.
        from playground.custom.csv_table import preview
        from playground.custom.table_reading import Choices

        try:
            found = preview(held.content, held.name, Choices(**_whole(chosen)), self._decode)
        except ValueError as problem:
            return refusal(problem)
        facts = {**found._asdict(), "choices": found.choices._asdict()}
        if held.is_cut:
            facts["notes"] = [CUT, *found.notes]
        return {"kind": "preview", "is_new": is_new, "name": held.name, **facts}

    def _points_of(self, held: _Held, chosen: Message) -> tuple[str, str, str]:
        from playground.custom.csv_table import read_table
        from playground.custom.table_reading import Choices

        choices = Choices(**_whole(chosen))
        X, y, words, names, values = read_table(held.content, held.name, choices, self._decode)
        code, lost = code_of(X, y, values)
        if lost:
            words += LOST.format("1 point is" if lost == 1 else f"{lost:,} points are")
        return code, words, names


def refusal(problem: ValueError) -> Message:
    """Return what tells the page that its points stay as they were."""
    return {"kind": "refused", "text": str(problem)}


def whole_lines(content: bytes) -> bytes:
    """Return the *content* up to its last line that has an end; UTF-16 in whole letters."""
    end = max(content.rfind(b"\n"), content.rfind(b"\r")) + 1 or len(content)
    is_wide = b"\0" in content[:100]
    return content[: (end - 1) // 2 * 2 if is_wide else end]


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


def _whole(chosen: Message) -> Message:
    """Return what is *chosen* with columns as Python counts them: JavaScript has only floats."""
    return {name: int(one) if isinstance(one, float) else one for name, one in chosen.items()}
