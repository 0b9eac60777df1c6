"""What the reader watches inside the network: lines of the listing, and a point that is picked.

Its numbers are computed only while somebody watches, and as often as the engine asks for them.
"""

from typing import Any

import numpy as np

from engine.inbox import Message
from playground.picture.plane import Plane
from playground.session.session import Session
from playground.settings.values import names_in

LINES, UPDATE = "lines", "update"
NEAR = 20  # CSS pixels from a point within which it is meant


class Inspector:
    """Keeps what is watched, and the newest numbers of it.

    Attributes
    ----------
    line : str
        The quantity of the line that is pointed at; "" is none.
    point : int or None
        Which of the points to learn from is picked.
    """

    def __init__(self) -> None:
        self.line = ""
        self.point: int | None = None
        self._view = ""
        self._numbers: Any = None  # `LineNumbers`, while somebody watches
        self._probe: Message | None = None  # what the reader has asked for last
        self._is_asked, self._told = False, ""

    @property
    def shows_lines(self) -> bool:
        """Whether the lines of the listing are open."""
        return self._view == LINES

    @property
    def is_watched(self) -> bool:
        """Whether somebody needs numbers."""
        return self.shows_lines or self.point is not None

    @property
    def marked(self) -> tuple[str, int]:
        """The line and the cell that the keyboard has led to; "" and -1 are none."""
        probe = self._probe
        return (probe["quantity"], int(probe["cell"])) if probe else ("", -1)

    # ---- What is watched

    def watch(self, view: str) -> None:
        """Take over what is open."""
        self._view = view
        if not self.shows_lines:
            self.point_at("")

    def point_at(self, line: str) -> None:
        """Take over the *line* that is pointed at."""
        self.line = line
        if self._probe and self._probe["quantity"] != line:
            self._probe = None  # nobody reads on there

    def pick(self, session: Session, plane: Plane, place: tuple[float, float], near: float) -> None:
        """Pick the point nearest to a place, if there is one.

        Parameters
        ----------
        session : Session
            With the points.
        plane : Plane
            Where they are on the picture.
        place : (across, down)
            Shares of the picture.
        near : float
            How far away it may be, as a share of the picture.
        """
        places = plane.to_pixels(session.dataset.X) / plane.pixels
        distances = np.hypot(*(places - np.array(place)[:, None]))
        is_near = distances.min(initial=np.inf) <= near
        self._take(int(distances.argmin()) if is_near else None)

    def pick_number(self, session: Session, index: int) -> None:
        """Pick a point by its number; -1 is all."""
        self._take(index if index in range(session.dataset.y.size) else None)

    def _take(self, point: int | None) -> None:
        self.point = point
        self._is_asked = True  # what is told is of another point now

    def ask(self, probe: Message) -> None:
        """Take over what the reader asks for, a message *probe*."""
        self._probe, self._is_asked = probe, True

    # ---- Its numbers

    def is_outdated(self, session: Session) -> bool:
        """Tell whether the numbers are not of what is watched, so that they cannot be shown."""
        numbers, is_needed = self._numbers, self._can_be_watched(session)
        if not numbers or not is_needed:
            return bool(numbers) != is_needed
        return numbers.training is not session.training or numbers.point != self.point

    def look(self, session: Session) -> None:
        """Compute all numbers anew, if somebody watches."""
        n = session.dataset.y.size
        if self.point is not None and self.point >= n:
            self.point = None  # the data are others now
        self._numbers = None
        if self._can_be_watched(session):
            from engine.line_numbers import LineNumbers  # most readers never look inside

            self._numbers = LineNumbers(session, self.point, self.line)

    def _can_be_watched(self, session: Session) -> bool:
        """Tell whether somebody needs numbers, and there are points to compute any of."""
        return self.is_watched and not session.dataset.is_empty

    # ---- What becomes of them

    def cells(self, quantity: str) -> Any:
        """Return the `LineCells` of a line, or None where there are none."""
        numbers = self._numbers
        if not numbers or not numbers.has(quantity):
            return None
        cells, (line, cell) = numbers.cells(quantity), self.marked
        is_marked = line == quantity and cell < cells.values.size
        return cells._replace(marked=cell) if is_marked else cells

    def drawn(self) -> Any:
        """Return the `DrawnNumbers` for the drawing of the network; None for its own."""
        return self._numbers.drawn(self.line) if self._numbers else None

    def picked(self, session: Session, plane: Plane) -> Message | None:
        """Return the picked point, for the page; None if there is none."""
        numbers = self._numbers
        if not numbers or numbers.point is None:
            return None
        from engine.line_words import words_of_point

        across, down = (plane.to_pixels(numbers.x[:, None]) / plane.pixels)[:, 0].tolist()
        return {
            "index": numbers.point,
            "n": numbers.n,
            "label": numbers.label,
            "across": across,
            "down": down,
            "words": words_of_point(numbers, names_in(session.values)),
        }

    def answer(self, width: float, is_at_rest: bool) -> Message | None:
        """Return what to tell of the probe: when it is asked for, and at rest when it is new.

        What there is no longer is told as "".

        Parameters
        ----------
        width : float
            Of the canvas with the cells, in CSS pixels.
        is_at_rest : bool
            Whether nothing changes by itself.
        """
        is_asked, self._is_asked = self._is_asked, False
        if not self._probe or not (is_asked or is_at_rest):
            return None
        text = self._words(width)
        is_news, self._told = text != self._told, text
        if not is_news and not (text and is_asked):
            return None
        return {"kind": "told", "quantity": self._probe["quantity"], "text": text}

    def _words(self, width: float) -> str:
        """Return the probe in words; "" where there is no such line."""
        numbers, quantity = self._numbers, self._probe["quantity"]
        if not numbers:
            return ""
        from engine.line_words import words_of_cell, words_of_line, words_of_update

        if quantity == UPDATE:
            return words_of_update(numbers.update, numbers.has_penalty)
        if not numbers.has(quantity):
            return ""

        cells, (_, marked) = numbers.cells(quantity), self.marked
        across, down = self._probe["across"], self._probe["down"]
        cell = None
        if 0 <= marked < cells.values.size:
            cell = divmod(marked, cells.values.shape[1])
        elif across >= 0 and down >= 0:
            cell = cells.at(across, down, width)
        return words_of_cell(numbers, quantity, *cell) if cell else words_of_line(numbers, quantity)
