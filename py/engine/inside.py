"""What the reader sees inside the network: the lines of the listing, a point, and the views.

It waits until the modules that compute it have come, and computes only what is open.
"""

from collections.abc import Callable
from time import perf_counter
from typing import Any

from engine.display import Display
from engine.inbox import Message
from engine.inspection import NEAR, Inspector
from playground.session.session import Session
from playground.session.stopping import RUNNING

# A reader cannot follow numbers that change faster.
SECONDS_BETWEEN_NUMBERS = 1 / 15


class Inside:
    """Follows what is open under "Forward & backward", and the point that is picked.

    Parameters
    ----------
    session : Session
        What is looked into.
    display : Display
        Where it is shown.
    send : callable
        ``send(kind, **fields)`` tells the page something.

    Attributes
    ----------
    commands : dict
        For each kind of message about it, what to do.
    can_look : bool
        Whether the modules for that are there.
    """

    def __init__(self, session: Session, display: Display, send: Callable[..., None]) -> None:
        self._session, self._display, self._send = session, display, send
        self._inspector = Inspector()
        self._next_numbers = 0.0  # when it is time for those of the lines
        self._has_numbers = False  # whether this turn has brought new ones
        self._views: Any = None  # of `engine.views.views`, once one of them is open
        self._watched: Message | None = None  # what is open
        self._chosen: dict[str, Message] = {}  # in the views, by their names
        self.can_look = False
        self.commands: dict[str, Callable[[Message], Message | None]] = {
            "watch": self._on_watch,
            "cells": self._on_cells,
            "line": self._on_line,
            "pick": self._on_pick,
            "point": self._on_point,
            "probe": self._on_probe,
            "surface": self._on_choice,
            "space": self._on_choice,
            "hover": self._on_hover,
            "move": self._on_move,
            "follow": self._on_follow,
            "table": self._on_table,
        }

    # ---- In each turn of the engine

    def is_idle(self) -> bool:
        """Tell whether there is nothing to do."""
        if not self.can_look:
            return True
        are_views_idle = self._views.is_idle(self._session) if self._views else not self._is_open
        return are_views_idle and not self._inspector.is_outdated(self._session)

    def look(self, is_new: bool) -> bool:
        """Compute numbers if it is time; tell whether the drawing of the network has to follow.

        It can only be time if there *is new* training to be shown, or something else to watch.
        """
        is_time = is_new and self._inspector.is_watched and self._is_time_for_numbers
        is_due = is_time or self._inspector.is_outdated(self._session)
        self._has_numbers = self.can_look and is_due
        if self._has_numbers:
            self._inspector.look(self._session)
            self._next_numbers = perf_counter() + SECONDS_BETWEEN_NUMBERS
        return self._has_numbers

    def show(self) -> None:
        """Show what is new of lines and views, and tell what was asked of them."""
        if self._has_numbers:
            self._show_lines()
        answer = self._inspector.answer(self._display.lines_width, self._is_at_rest)
        if answer:
            self._send(**answer)
        self._turn_views()

    def drawn(self) -> Any:
        """Return the `DrawnNumbers` for the drawing of the network; None for its own."""
        return self._inspector.drawn()

    def picked(self) -> Message | None:
        """Return the picked point, for the page; None if there is none."""
        return self._inspector.picked(self._session, self._display.plane)

    def paint_again(self) -> None:
        """Paint what is open once more, since sizes, density or colours are others."""
        self._watch_views()
        if self._views:
            self._views.paint_again()

    def _turn_views(self) -> None:
        """Let the view that is open go on."""
        if self._views is None and self.can_look and self._is_open:
            from engine.views.views import Views

            self._views = Views(self._send, self._display.show_drawing)
            for choice in self._chosen.values():
                self._views.choose(choice)
            self._watch_views()
        if self._views:
            picked = self._inspector.point
            picked = -1 if picked is None else picked
            display = self._display
            self._views.turn(self._session, display.theme, display.plane, picked)

    def _watch_views(self) -> None:
        if self._views and self._watched:
            size = self._display.smaller(self._watched["size"])
            self._views.watch({**self._watched, "size": size})

    def _show_lines(self) -> None:
        if self.can_look and self._inspector.shows_lines:
            self._display.show_lines(self._inspector.cells)

    @property
    def _is_open(self) -> bool:
        return bool(self._watched and self._watched["view"])

    @property
    def _is_at_rest(self) -> bool:
        return self._session.state != RUNNING

    @property
    def _is_time_for_numbers(self) -> bool:
        return self._is_at_rest or perf_counter() > self._next_numbers

    # ---- Commands

    def _on_watch(self, message: Message) -> None:
        self._inspector.watch(message["view"])
        self._watched = message
        self._watch_views()

    def _on_cells(self, message: Message) -> None:
        self._display.place_lines(message)
        self._show_lines()

    def _on_line(self, message: Message) -> None:
        self._inspector.point_at(message["quantity"])

    def _on_pick(self, message: Message) -> None:
        display, place = self._display, (message["across"], message["down"])
        self._inspector.pick(self._session, display.plane, place, NEAR / display.size)

    def _on_point(self, message: Message) -> None:
        self._inspector.pick_number(self._session, int(message["index"]))

    def _on_probe(self, message: Message) -> None:
        before = self._inspector.marked[1]
        self._inspector.ask(message)
        if max(before, self._inspector.marked[1]) >= 0:  # a mark is there, or goes away
            self._show_lines()

    def _on_choice(self, message: Message) -> None:
        self._chosen[message["kind"]] = message
        if self._views:
            self._views.choose(message)

    def _on_hover(self, message: Message) -> None:
        if self._views:
            self._views.hover(message)

    def _on_follow(self, message: Message) -> None:
        if not self._views:
            return
        if message["across"] >= 0:
            self._views.hover(message)
        if self._views.point >= 0:
            self._inspector.pick_number(self._session, self._views.point)

    def _on_table(self, _message: Message) -> Message | None:
        table: Message | None = self._views.table() if self._views else None
        return table

    def _on_move(self, message: Message) -> None:
        if self._views:
            self._views.move(message)
