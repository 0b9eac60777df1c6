"""The engine: the worker's entry. Messages in; training, pictures and numbers out.

It runs in Pyodide, in a thread of its own, so that the page stays free while Python works.
The page sends

    {"kind": "canvases", "picture": …, "chart": …, "network": …}     once: where to paint
    {"kind": "view", "size", "chart", "network", "density", "theme"}   how large, which colours
    {"kind": "settings", "values", "change"}           what the reader chose; the newest wins
    {"kind": "act", "action", "arguments"}             train, run, pause, step, reset, go_to
    {"kind": "look", "layer", "unit"}                  at one unit; layer -1: at the whole network
    {"kind": "inspect", "layer", "unit"}               report the numbers of a unit; layer -1: none
    {"kind": "weight", "layer", "unit", "source", "value"}  set one; source -1: the bias
    {"kind": "draw", "tool", "places"}                 own points: shares of the picture
    {"kind": "csv", "text", "name"}                    own points: a table
    {"kind": "ping"}                                   are you alive?

and the engine answers with JSON text: ``picture`` after each picture, ``shown`` when the first is
on the screen, ``notice`` when something is missing, ``pong`` (with the bytes of memory that Python
holds), ``fault``; and to what concerns own points with ``points`` or ``refused``.

The first pictures are sketched by the browser itself, which takes no time to load; meanwhile
matplotlib arrives, and goes on where the sketch was.
"""

import asyncio
import contextlib
import json
import traceback
from time import perf_counter

from js import performance, requestAnimationFrame
from polyscript import xworker
from pyodide.ffi import create_once_callable, create_proxy
from pyodide_js import _module

from engine.canvas.boundary_sketch import BoundarySketch
from engine.canvas.network import NetworkDrawing
from engine.canvas.text import load_font
from engine.matplotlib_import import import_plots
from playground.session.session import Session
from playground.session.stopping import RUNNING
from playground.settings.table import DATA

# The first picture shows a network that is trained, if that does not take too long.
SECONDS_UNTIL_FIRST = 0.5
# Training between two pictures where speed counts: with the painting it fills a frame.
SECONDS_OF_TRAINING = 0.008
# The chart follows the picture at this distance; nobody reads it faster.
SECONDS_BETWEEN_CHARTS = 0.1

NO_CHART = (
    "The chart of the loss is missing, because matplotlib could not be loaded; "
    "loading this page again may help."
)


class Engine:
    """Keeps one session and its pictures on the reader's screen."""

    def __init__(self):
        self._session = Session()
        self._pictures = 0
        self._change = None
        self._looked = self._inspected = None  # (layer, unit)
        self._loop = None
        self._next_chart = 0.0
        self._plots = None  # what draws with matplotlib, once it is there
        self._arrival = self._completion = None

    def receive(self, message):
        """Do what a *message* from the page asks for."""
        getattr(self, f"_on_{message['kind']}")(message)

    def _on_canvases(self, message):
        self._picture_canvas, self._chart_canvas = message["picture"], message["chart"]
        self._network_canvas = message["network"]

    def _on_view(self, message):
        look = message["density"], message["theme"]
        self._picture_view = message["size"], *look
        self._chart_view = *message["chart"], *look
        self._wiring = NetworkDrawing(self._network_canvas, *message["network"], *look)
        self._make_painters()
        if self._change is not None:
            self._paint_chart()

    def _make_painters(self):
        """Begin to paint anew: after a change of the view, or with better means."""
        Painter = self._plots[0] if self._plots else BoundarySketch
        self._painter = Painter(self._picture_canvas, *self._picture_view)
        self._chart = None
        if self._change is not None:
            self._show_data()
            self._paint()

    def _on_settings(self, message):
        is_first = self._change is None
        before = self._session.values.get("test_points")
        self._change = message["change"]
        effect = self._session.apply(message["values"])
        if effect == DATA or before != message["values"]["test_points"]:
            self._show_data()
        if is_first:
            # Nothing is on the screen yet: the fastest way to a true picture is one picture.
            self._session.advance(SECONDS_UNTIL_FIRST)
        self._go_on()

    def _on_act(self, message):
        getattr(self._session, message["action"])(*message["arguments"])
        self._go_on()

    def _on_look(self, message):
        self._looked = message["layer"], message["unit"]
        self._go_on()

    def _on_inspect(self, message):
        self._inspected = message["layer"], message["unit"]
        self._go_on()

    def _on_weight(self, message):
        layer, unit, source = (message[name] for name in ("layer", "unit", "source"))
        network = self._session.network
        # The network may have changed while the message was on its way.
        if has_unit(network, (layer, unit)) and source < network.layer_sizes[layer]:
            self._session.set_weight(layer, unit, source, message["value"])
        self._go_on()

    def _on_draw(self, message):
        from engine import point_edits  # not before it is needed: the first picture can do without

        tool, places = message["tool"], message["places"]
        plane, (size, *_) = self._painter.plane, self._picture_view
        send(**point_edits.draw(self._session, plane, size, tool, places))

    def _on_csv(self, message):
        from engine import point_edits

        send(**point_edits.load(message["text"], message["name"]))

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

    async def _replace_sketch(self):
        """Let matplotlib draw from now on; if it does not come, the sketch goes on."""
        performance.mark("picture")
        await tell_when_shown()
        # The reader has a picture: now there is time.
        try:
            self._plots = await import_plots()
        except Exception:
            print(traceback.format_exc())  # for engineers: the lesson itself goes on
            send(kind="notice", text=NO_CHART)
            return
        with reporting():
            self._make_painters()
            await asyncio.sleep(0)
            self._paint_chart()
        performance.mark("matplotlib")

    def _show_data(self):
        samples, values = self._session.dataset, self._session.values
        self._painter.show_data(
            samples.X,
            samples.y,
            samples.X_test,
            samples.y_test,
            draw_test=values["test_points"] == "on",
            window=samples.limits,
        )

    def _paint(self):
        session, values = self._session, self._session.values
        network = session.network
        unit = self._looked if has_unit(network, self._looked) else None
        self._painter.show_network(
            network,
            session.inputs,
            surface=values["surface"],
            unit_lines=values["unit_lines"] == "on",
            unit=unit,
            mistakes=values["mistakes"] == "on",
        )
        self._painter.paint()
        self._wiring.paint(network, self._painter.plane.maps, unit)
        self._pictures += 1
        send(
            kind="picture",
            change=self._change,
            frame=self._pictures,
            painter=self._painter.name,
            state=session.state,
            stop_reason=session.stop_reason,
            problem=session.dataset.problem,
            sizes=network.layer_sizes,
            inspected=numbers_of(network, self._inspected),
            **session.metrics(),
        )
        if self._pictures == 1:
            self._arrival = asyncio.create_task(self._replace_sketch())

    def _paint_chart(self):
        if not self._plots:
            return
        if self._chart is None:
            self._chart = self._plots[1](self._chart_canvas, *self._chart_view)
        is_complete = self._chart.paint(self._session)
        self._next_chart = perf_counter() + SECONDS_BETWEEN_CHARTS
        if not is_complete and self._session.state != RUNNING:
            self._completion = asyncio.create_task(self._complete_chart())

    async def _complete_chart(self):
        """Go on with a chart that takes longer than a frame."""
        with reporting():
            await next_frame()
            self._paint_chart()


def has_unit(network, place):
    """Tell whether *network* has a unit at this *place*, (layer, unit)."""
    layer, unit = place or (-1, -1)
    return layer in range(len(network.biases)) and unit in range(len(network.biases[layer]))


def numbers_of(network, place):
    """Return the bias and the weights of the unit at *place*, or None if there is none."""
    if not has_unit(network, place):
        return None
    layer, unit = place
    bias, weights = network.biases[layer][unit, 0], network.weights[layer][unit]
    return {"layer": layer, "unit": unit, "bias": float(bias), "weights": weights.tolist()}


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


async def start():
    """Begin to listen to the page."""
    performance.mark("lesson")
    await load_font()
    engine = Engine()

    def receive(event):
        """Hand a message from the page to the engine."""
        with reporting():
            engine.receive(event.data.to_py())

    xworker.onmessage = create_proxy(receive)
