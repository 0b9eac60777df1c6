"""The worker's entry: it connects the engine with the page, its canvases and its frames.

It runs in Pyodide, in a thread of its own, so that the page stays free while Python works.
"""

import asyncio
import gc
import traceback

from js import URL, Blob, Object, TextDecoder, performance, requestAnimationFrame
from polyscript import xworker
from pyodide.ffi import create_once_callable, create_proxy, to_js
from pyodide_js import _module

from engine.browser import Browser, reporting
from engine.canvas.boundary_sketch import BoundarySketch
from engine.canvas.chart import LossChart
from engine.canvas.network import NetworkDrawing
from engine.canvas.text import load_font, load_page_font
from engine.display import Display
from engine.engine import serve
from engine.inbox import Inbox
from engine.later_import import import_plot, load_exports, load_inside
from messages import as_json

# Of the files that a reader takes home, by how their names end.
TYPES = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "gif": "image/gif",
    "csv": "text/csv",
    "json": "application/json",
    "npz": "application/octet-stream",
    "py": "text/x-python",
    "ipynb": "application/x-ipynb+json",
    "html": "text/html",
}


async def start():
    """Begin to listen to the page."""
    performance.mark("lesson")
    letters = asyncio.create_task(load_page_font())
    await load_font()
    browser = Browser(
        *(send, next_frame, import_plot, arrive_inside, load_exports, make_address, decode),
        performance.mark,
    )
    inbox = Inbox({"ping": answer_ping})

    def open_display(canvases, view):
        """Return the display on the page's *canvases*, which begins with what is there at once."""
        display = Display(
            canvases, view, BoundarySketch, NetworkDrawing, LossChart, make_cells, open_views
        )

        def write_again(_letters):
            display.paint_again()
            inbox.wake()

        if not letters.done():  # nobody waits for them
            letters.add_done_callback(write_again)
        return display

    work = asyncio.create_task(serve(inbox, open_display, browser))

    def receive(event):
        """Put a message from the page into the inbox; after a fault nobody would take it."""
        if not work.done():
            with reporting(send):
                data = event.data
                message = data.to_py() if hasattr(data, "to_py") else data
                tidy(message)
                inbox.put(message)

    asyncio.get_running_loop().set_exception_handler(report)
    xworker.onmessage = create_proxy(receive)


def report(_loop, context):
    """Tell the page of an exception in a callback, which nobody waits for."""
    error = context.get("exception")
    if isinstance(error, Exception):
        send("fault", text="".join(traceback.format_exception(error)))


def tidy(message):
    """Free what nobody needs any more, before settings make more of it.

    Networks and trainings refer to themselves in circles, which Python by itself looks for so
    rarely here that the memory, of which a browser takes none back, would grow.
    """
    if isinstance(message, dict) and message.get("kind") == "settings":
        gc.collect()


async def arrive_inside():
    """Bring what looks inside the network; of all that is there by then nothing goes again."""
    await load_inside()
    gc.collect()
    gc.freeze()  # which makes collecting quick


def make_cells(*arguments):
    """Return the painter of the listing's cells, which is not needed before somebody opens it."""
    from engine.canvas.cells import CellPainter

    return CellPainter(*arguments)


def open_views(canvas):
    """Return what paints the views beside the listing on their *canvas*."""
    # Nobody needs it at the start.
    from engine.canvas.view import ViewCanvas

    return ViewCanvas(canvas)


def send(kind, **fields):
    """Send a message to the page."""
    xworker.postMessage(as_json({"kind": kind, **fields}))


def make_address(content, name):
    """Return an address of the bytes *content*, from which the page can save them as a file."""
    kind = {"type": TYPES[name.rpartition(".")[2]]}
    blob = Blob.new(to_js([to_js(content)]), to_js(kind, dict_converter=Object.fromEntries))
    return URL.createObjectURL(blob)


def decode(content, encoding, _errors):
    """Return the text of bytes in any encoding; what is no letter of it is replaced."""
    return TextDecoder.new(encoding).decode(to_js(content))


def answer_ping():
    """Tell that Python is alive, and how many bytes of memory it holds."""
    send("pong", memory=_module.HEAP8.length)


async def next_frame():
    """Wait until the browser is about to show the next frame."""
    shown = asyncio.get_running_loop().create_future()

    def tell(_time):
        if not shown.done():  # nobody waits any more if there was an error meanwhile
            shown.set_result(None)

    requestAnimationFrame(create_once_callable(tell))
    await shown
