"""What goes on beside the reader's own training: it waits until its modules have come."""

from collections.abc import Callable
from typing import Any

from engine.inbox import Message
from playground.session.session import Session


class Background:
    """Keeps what is asked for "Your runs" until there is what can do it.

    Parameters
    ----------
    session : Session
        The reader's own, which is never changed.
    send : callable
        ``send(kind, **fields)`` tells the page something.

    Attributes
    ----------
    can_work : bool
        Whether the modules for that are there.
    """

    def __init__(self, session: Session, send: Callable[..., None]) -> None:
        self._session, self._send = session, send
        self._waiting: list[Message] = []
        self._work: Any = None  # the `engine.repeat.RunWork`, once something is asked for
        self.can_work = False

    def take(self, message: Message) -> None:
        """Keep a *message* until the end of the turn."""
        self._waiting.append(message)

    def is_idle(self) -> bool:
        """Tell whether there is nothing to do."""
        return not self.can_work or (not self._waiting and (not self._work or self._work.is_idle))

    def turn(self, change: int) -> None:
        """Do what has been asked for, and a little of what takes long.

        Parameters
        ----------
        change : int
            The number of the reader's choice that the session follows.
        """
        if self.is_idle():
            return
        if not self._work:
            from engine.repeat import RunWork

            self._work = RunWork(self._session, self._send)
        waiting, self._waiting = self._waiting, []
        for message in waiting:
            self._work.do(message)
        self._work.turn(change)
