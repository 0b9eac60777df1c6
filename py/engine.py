"""The engine: the worker's entry. Messages in; training, pictures and numbers out.

It runs in Pyodide, in a thread of its own, so that the page stays free while Python works.
The page sends

    {"kind": "canvases", "picture": …, "chart": …}     once: where to paint
    {"kind": "view", "size", "chart", "density", "theme"}   how large, how dense, which colours
    {"kind": "settings", "values", "change"}           what the reader chose; the newest wins
    {"kind": "act", "action", "arguments"}             train, run, pause, step, reset, go_to
    {"kind": "look", "unit"}                           at one hidden unit; -1: at them all
    {"kind": "ping"}                                   are you alive?

and the engine answers with JSON text: ``picture`` after each picture, ``shown`` when the first is
on the screen, ``pong`` (with the bytes of memory that Python holds), ``fault``.
"""

import asyncio
import contextlib
import json
import traceback
from time import perf_counter

from js import requestAnimationFrame
from polyscript import xworker
from pyodide.ffi import create_once_callable, create_proxy
from pyodide_js import _module

import lighten  # noqa: F401 - before the rest of matplotlib
from playground.chart import LossChart
from playground.figure import Picture
from playground.session import RUNNING, Session
from playground.settings import DATA
from screen import Screen

# Training between two pictures where speed counts: with the painting it fills a frame.
SECONDS_OF_TRAINING = 0.008
# The chart follows the picture at this distance; nobody reads it faster.
SECONDS_BETWEEN_CHARTS = 0.1


class Engine:
    """Keeps one session and its pictures on the reader's screen."""

    def __init__(self):
        self._session = Session()
        self._pictures = 0
        self._change = None
        self._unit = -1
        self._loop = None
        self._next_chart = 0.0

    def receive(self, message):
        """Do what a *message* from the page asks for."""
        getattr(self, f"_on_{message['kind']}")(message)

    def _on_canvases(self, message):
        self._picture_screen = Screen(message["picture"])
        self._chart_screen = Screen(message["chart"])

    def _on_view(self, message):
        density, theme = message["density"], message["theme"]
        self._picture = Picture(message["size"], density, theme)
        self._chart = None
        self._chart_view = (*message["chart"], density, theme)
        if self._change is not None:
            self._show_data()
            self._paint()
            self._paint_chart()

    def _on_settings(self, message):
        is_first = self._change is None
        before = self._session.values.get("test_points")
        self._change = message["change"]
        effect = self._session.apply(message["values"])
        if effect == DATA or before != message["values"]["test_points"]:
            self._show_data()
        if is_first:
            # Nothing is on the screen yet: the fastest way to a true picture is one picture.
            self._session.advance(float("inf"))
        self._go_on()

    def _on_act(self, message):
        getattr(self._session, message["action"])(*message["arguments"])
        self._go_on()

    def _on_look(self, message):
        self._unit = message["unit"]
        self._go_on()

    def _on_ping(self, _message):
        send(kind="pong", memory=_module.HEAP8.length)

    def _go_on(self):
        """Paint, and train on if the session is running; the loop may be doing so already."""
        if self._loop is None or self._loop.done():
            self._loop = asyncio.create_task(self._train())

    async def _train(self):
        """Paint and train in turn, once for each frame that the browser shows.

        Settings and actions that arrive meanwhile change the session between two pictures.
        A hidden page is shown no frames, so training rests until it comes back.
        """
        with reporting():
            self._session.advance(SECONDS_OF_TRAINING)
            self._paint()
            while self._session.state == RUNNING:
                await next_frame()
                self._session.advance(SECONDS_OF_TRAINING)
                self._paint()
                if perf_counter() > self._next_chart:
                    self._paint_chart()
            self._paint_chart()

    def _show_data(self):
        session = self._session
        draw_test = session.values["test_points"] == "on"
        self._picture.show_data(session.X, session.y, session.X_test, session.y_test, draw_test)
        self._picture_screen.put("frame", self._picture.frame())

    def _paint(self):
        session = self._session
        lines = session.values["unit_lines"] == "on"
        unit = self._unit if self._unit in range(len(session.network.weights[0])) else None
        self._picture.show_network(session.network, lines, unit)
        self._picture_screen.put("surface", self._picture.surface())
        self._picture_screen.put("lines", self._picture.lines())
        box = self._picture.axes_box()
        self._picture_screen.show("lines", "frame", grid="surface", box=box)
        self._pictures += 1
        send(
            kind="picture",
            change=self._change,
            frame=self._pictures,
            state=session.state,
            ending=session.ending,
            **session.measures(),
        )
        if self._pictures == 1:
            self._shown = asyncio.create_task(tell_when_shown())

    def _paint_chart(self):
        session = self._session
        epochs, losses = session.curve.points()
        values = session.values
        if self._chart is None:
            self._chart = LossChart(*self._chart_view)
        is_new = self._chart.show(
            epochs, losses, session.epoch, values["epochs"], values["loss_scale"]
        )
        if is_new:
            self._chart_screen.put("frame", self._chart.frame())
        self._chart_screen.put("lines", self._chart.lines())
        self._chart_screen.show("frame", "lines")
        self._next_chart = perf_counter() + SECONDS_BETWEEN_CHARTS


async def next_frame():
    """Wait until the browser is about to show the next frame."""
    shown = asyncio.get_running_loop().create_future()
    requestAnimationFrame(create_once_callable(lambda _: shown.set_result(None)))
    await shown


async def tell_when_shown():
    """Tell the page when what has just been painted is on the screen.

    The browser takes it from the worker after the next frame's own code: so in the frame after
    that it has certainly been there.
    """
    await next_frame()
    await next_frame()
    send(kind="shown")


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
