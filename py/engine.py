"""The engine: the worker's entry. Messages in; training, pictures and numbers out.

It runs in Pyodide, in a thread of its own, so that the page stays free while Python works.
The page sends

    {"kind": "canvas", "canvas": …}                    once: where to paint
    {"kind": "view", "size", "density", "theme"}       how large, how dense, which colours
    {"kind": "settings", "values", "change"}           what the reader chose; the newest wins
    {"kind": "ping"}                                   are you alive?

and the engine answers with JSON text: ``picture`` after each picture, ``pong``, ``fault``.
"""

import asyncio
import contextlib
import json
import traceback

from polyscript import xworker
from pyodide.ffi import create_proxy

from playground.figure import Picture
from playground.session import Session
from playground.settings import DATA
from screen import Screen

# Long enough to train a good part of a network, short enough to look like motion.
SECONDS_OF_TRAINING_PER_PICTURE = 0.02


class Engine:
    """Keeps one session and its picture on the reader's screen."""

    def __init__(self):
        self._session = Session()
        self._screen = self._picture = self._loop = None
        self._pictures = 0
        self._change = None

    def receive(self, message):
        """Do what a *message* from the page asks for."""
        getattr(self, f"_on_{message['kind']}")(message)

    def _on_canvas(self, message):
        self._screen = Screen(message["canvas"])

    def _on_view(self, message):
        self._picture = Picture(message["size"], message["density"], message["theme"])
        if self._change is not None:
            self._show_data()
            self._paint()

    def _on_settings(self, message):
        is_first = self._change is None
        self._change = message["change"]
        effect = self._session.apply(message["values"])
        if effect == DATA:
            self._show_data()
        if is_first:
            # Nothing is on the screen yet: the fastest way to a true picture is one picture.
            self._session.advance(float("inf"))
        if self._loop is None or self._loop.done():
            self._loop = asyncio.create_task(self._train())

    def _on_ping(self, _message):
        send(kind="pong")

    async def _train(self):
        """Train and paint in turn until the network is finished.

        Settings that arrive meanwhile change the session between two pictures.
        """
        with reporting():
            while True:
                self._session.advance(SECONDS_OF_TRAINING_PER_PICTURE)
                self._paint()
                if self._session.finished:
                    break
                await asyncio.sleep(0)

    def _show_data(self):
        self._picture.show_data(self._session.X, self._session.y)
        self._screen.show_frame(self._picture)

    def _paint(self):
        self._picture.show_network(self._session.network)
        self._screen.paint(self._picture)
        self._pictures += 1
        send(
            kind="picture",
            change=self._change,
            frame=self._pictures,
            finished=self._session.finished,
            **self._session.measures(),
        )


def send(**message):
    """Send *message* to the page."""
    xworker.postMessage(json.dumps(message))


@contextlib.contextmanager
def reporting():
    """Tell the page about an exception: in a worker nobody else would see it."""
    try:
        yield
    except Exception:
        send(kind="fault", text=traceback.format_exc())
        raise


def receive(event):
    """Hand a message from the page to the engine."""
    with reporting():
        engine.receive(event.data.to_py())


engine = Engine()
xworker.onmessage = create_proxy(receive)
