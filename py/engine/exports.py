"""What the reader takes home: files of what is there, made beside all else, in slices.

What makes them comes when the first is asked for.
"""

import asyncio
import copy
import traceback
from collections.abc import Callable
from time import perf_counter
from typing import Any

from engine.browser import SECONDS_OF_SILENCE, Browser
from engine.inbox import Inbox, Message
from playground.jobs import Job
from playground.session.session import Session

SECONDS_IN_A_TURN = 0.02
SECONDS_BETWEEN_NEWS = 0.1
NOT_LOADED = "What makes files could not be loaded; please try again."
NOT_MADE = "This file could not be made: {}"


class Exports:
    """Makes one file after the other, each of what there was when it was asked for.

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
        self._waiting: list[tuple[Message, Session]] = []
        self._job: Job[bytes] | None = None
        self._number, self._name = 0, ""  # of the file that is being made
        self._next_news = 0.0
        self._loading: asyncio.Task[None] | None = None
        self._is_loaded = False
        self.commands: dict[str, Callable[[Message], None]] = {
            "export": self._on_export,
            "export_stop": self._on_stop,
        }

    @property
    def is_idle(self) -> bool:
        """Whether there is nothing to do."""
        return self._job is None and not (self._waiting and self._is_loaded)

    def turn(self) -> None:
        """Go on with the file that is being made, or with the next."""
        if self.is_idle:
            return
        try:
            self._job = self._job or self._next_job()
            if self._job.advance(SECONDS_IN_A_TURN):
                self._hand_over(self._job.result or b"")
            elif perf_counter() >= self._next_news:
                self._browser.send("exporting", number=self._number, share=self._job.progress)
                self._next_news = perf_counter() + SECONDS_BETWEEN_NEWS
        except Exception as error:
            print(traceback.format_exc())  # for engineers; the lesson itself goes on
            self._job = None
            self._tell(self._number, problem=NOT_MADE.format(error))

    def _next_job(self) -> Job[bytes]:
        from playground.export.files import Wish, steps

        # Its modules come with the first.
        self._browser.send("busy", seconds=SECONDS_OF_SILENCE)
        message, session = self._waiting.pop(0)
        self._number = int(message["number"])
        fields = {name: message[name] for name in Wish._fields if name != "file_format"}
        wish = Wish(file_format=message["format"], **fields)
        self._name = wish.file_name(session.values)
        return Job(steps(session, wish))

    def _hand_over(self, content: bytes) -> None:
        self._job = None
        address = self._browser.make_address(content, self._name)
        self._tell(self._number, address=address, name=self._name, bytes=len(content))

    def _on_export(self, message: Message) -> None:
        self._waiting.append((message, copy.deepcopy(self._session)))
        if not self._is_loaded and self._loading is None:
            self._loading = asyncio.ensure_future(self._load())

    def _on_stop(self, _message: Message) -> None:
        self._waiting, self._job = [], None

    async def _load(self) -> None:
        try:
            await self._browser.load_exports()
            self._is_loaded = True
            self._inbox.wake()
        except Exception:
            print(traceback.format_exc())
            refused, self._waiting = self._waiting, []
            for message, _ in refused:
                self._tell(int(message["number"]), problem=NOT_LOADED)
        finally:
            self._loading = None

    def _tell(self, number: int, **fields: Any) -> None:
        nothing = {"address": "", "name": "", "bytes": 0, "problem": ""}
        self._browser.send("exported", number=number, **{**nothing, **fields})
