"""Messages from the page, until the engine takes them: the newest of its kind wins.

The page posts freely. However fast a slider moves and however long a picture takes, nothing piles
up, because what has been overtaken is never looked at.
"""

import asyncio
import sys
from collections.abc import Callable
from typing import Any

from messages import TO_ENGINE, problem_with

Message = dict[str, Any]
"""See `messages`."""

# These change only what is shown, so they may come before or after any other message.
OF_THE_VIEW = (
    *("view", "hidden", "look", "inspect", "watch", "cells", "line"),
    *("surface", "space"),
)
# After one of these the reader is to see new points before anything else happens.
EDITS = ("draw", "load", "use_table")


class Inbox:
    """Keeps messages, in order, without those that a newer one has overtaken.

    Parameters
    ----------
    at_once : dict of str to callable
        What to call for a message of such a kind, which then does not wait to be taken.
    """

    def __init__(self, at_once: dict[str, Callable[[], None]]) -> None:
        self._at_once = at_once
        self._waiting: list[Message] = []
        self._news = asyncio.Event()

    @property
    def is_empty(self) -> bool:
        """Whether no message waits."""
        return not self._waiting

    def put(self, message: Any) -> None:
        """Take in a *message*; one that `messages` does not know is refused."""
        problem = problem_with(message, TO_ENGINE)
        if problem:
            refuse(problem)
        elif message["kind"] in self._at_once:
            self._at_once[message["kind"]]()
        else:
            self._add(message)
            self.wake()

    def take(self) -> list[Message]:
        """Return the messages that wait, up to the first edit of points."""
        edits = [at for at, message in enumerate(self._waiting) if message["kind"] in EDITS]
        end = edits[0] + 1 if edits else len(self._waiting)
        taken, self._waiting = self._waiting[:end], self._waiting[end:]
        return taken

    async def next(self, kind: str) -> Message:
        """Wait for a message of this *kind*; others are refused until it is there."""
        while True:
            while self._waiting:
                message = self._waiting.pop(0)
                if message["kind"] == kind:
                    return message
                refuse(f"{message['kind']} came before {kind}")
            await self.news()

    async def news(self) -> None:
        """Wait until there is a new message, or until somebody calls `wake`."""
        await self._news.wait()
        self._news.clear()

    def wake(self) -> None:
        """Have whoever waits for news look around."""
        self._news.set()

    def _add(self, message: Message) -> None:
        waiting = self._waiting
        if waiting and _goes_on(waiting[-1], message):
            places = waiting[-1]["places"] + message["places"]
            waiting[-1] = {**waiting[-1], "places": places}
            return
        overtaken = self._overtaken_by(message)
        if overtaken is None:
            waiting.append(message)
        else:
            waiting[overtaken] = message

    def _overtaken_by(self, message: Message) -> int | None:
        """Return the place of the message that this one replaces, or None."""
        kind = message["kind"]
        for place in reversed(range(len(self._waiting))):
            other = self._waiting[place]
            if other["kind"] == kind and _is_about_the_same(other, message):
                return place
            # Settings before an action are others than settings after it.
            if kind not in OF_THE_VIEW and other["kind"] not in (kind, *OF_THE_VIEW):
                return None
        return None


def refuse(problem: str) -> None:
    """Say in the console why a message changes nothing."""
    print(f"A message to the engine is refused: {problem}.", file=sys.stderr)


def _is_about_the_same(message: Message, other: Message) -> bool:
    """Tell whether the newer of two messages of one kind replaces the older."""
    key = TO_ENGINE[message["kind"]].key
    return key is not None and all(message[name] == other[name] for name in key)


def _goes_on(message: Message, other: Message) -> bool:
    """Tell whether *other* goes on with the stroke of *message*."""
    return (
        message["kind"] == other["kind"] == "draw"
        and message["tool"] == other["tool"]
        and not other["begins"]
    )
