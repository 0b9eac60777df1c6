"""What the reader takes home: files of what is there, made beside all else, in slices.

What makes them comes when the first is asked for.
"""

import asyncio
import traceback
from collections.abc import Callable
from time import perf_counter
from typing import Any

from engine.browser import Browser
from engine.inbox import Inbox, Message
from playground.session.session import Session

SECONDS_IN_A_TURN = 0.02
SECONDS_BETWEEN_NEWS = 0.1
NOT_LOADED = "What makes files could not be loaded; please try again."
NOT_MADE = "This file could not be made: {}"


class Exports:
    """Makes one file at a time; another that is asked for takes its place.

    Parameters
    ----------
    session : Session
        What there is to take home.
    browser, inbox
        As of the engine, which is woken when there is something to do.

    Attributes
    ----------
    commands : dict
        For each kind of message about it, what to do.
    """

    def __init__(self, session: Session, browser: Browser, inbox: Inbox) -> None:
        self._session, self._browser, self._inbox = session, browser, inbox
        self._loading: asyncio.Task[None] | None = None
        self._job: Any = None  # a `Job`, while there is one
        self._name = ""  # of its file
        self._next_news = 0.0
        self.commands: dict[str, Callable[[Message], None]] = {
            "export": self._on_export,
            "export_stop": self._on_stop,
        }

    @property
    def is_idle(self) -> bool:
        """Whether there is nothing to do."""
        return self._job is None

    def turn(self) -> None:
        """Go on with the file that is being made."""
        if self._job is None:
            return
        try:
            is_done = self._job.advance(SECONDS_IN_A_TURN)
        except Exception as error:
            print(traceback.format_exc())  # for engineers; the lesson itself goes on
            self._job = None
            self._refuse(NOT_MADE.format(error))
            return
        if is_done:
            self._hand_over(self._job.result)
        elif perf_counter() >= self._next_news:
            self._browser.send("exporting", share=self._job.progress)
            self._next_news = perf_counter() + SECONDS_BETWEEN_NEWS

    def _hand_over(self, content: bytes) -> None:
        self._job = None
        address = self._browser.make_address(content, self._name)
        self._tell(address=address, name=self._name, bytes=len(content))

    def _on_export(self, message: Message) -> None:
        self._on_stop(message)
        self._loading = asyncio.ensure_future(self._begin(message))

    def _on_stop(self, _message: Message) -> None:
        if self._loading:
            self._loading.cancel()
        self._loading = self._job = None

    async def _begin(self, message: Message) -> None:
        try:
            await self._browser.load_exports()
            from playground.export.files import Wish, steps
            from playground.jobs import Job
        except Exception:
            print(traceback.format_exc())
            self._refuse(NOT_LOADED)
            return
        fields = {name: message[name] for name in Wish._fields if name != "file_format"}
        wish = Wish(file_format=message["format"], **fields)
        self._name = wish.file_name(self._session.values)
        self._job = Job(steps(self._session, wish))
        self._inbox.wake()

    def _refuse(self, sentence: str) -> None:
        self._tell(problem=sentence)

    def _tell(self, **fields: Any) -> None:
        self._browser.send(
            "exported", **{"address": "", "name": "", "bytes": 0, "problem": "", **fields}
        )
