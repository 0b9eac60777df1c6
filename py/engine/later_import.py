"""The arrival of what Python does not start with: matplotlib, what looks inside, and all else.

matplotlib is imported bit by bit, so that the engine goes on answering meanwhile.
"""

import asyncio
import importlib

import js
from pyodide.ffi import JsException

import archive_importer
from engine.browser import SECONDS_OF_SILENCE
from messages import as_json

# Imported with a pause after each, for the messages that have come meanwhile.
PARTS = (
    *("matplotlib", "matplotlib.text", "matplotlib.backends.backend_agg", "matplotlib.figure"),
    "engine.canvas.boundary_plot",
)


async def import_plot():
    """Wait for matplotlib's files, import it bit by bit, and return what draws with it."""
    await js.loadMatplotlib()
    # Python remembers which files a folder has; these are new.
    importlib.invalidate_caches()
    for name in PARTS:
        announce_silence()
        importlib.import_module(name)
        await asyncio.sleep(0)
    from engine.canvas.boundary_plot import BoundaryPlot

    return BoundaryPlot


def announce_silence():
    """Tell the page that Python may give no answer for a while, although it is alive."""
    js.postMessage(as_json({"kind": "busy", "seconds": SECONDS_OF_SILENCE}))


async def load_inside():
    """Wait for the modules that look inside the network, which then can be imported."""
    await js.loadInside()
    importlib.invalidate_caches()


async def load_exports():
    """Wait for the modules that make files, which then can be imported."""
    await js.loadExports()
    importlib.invalidate_caches()


def fetch(archive):
    """Return the bytes of one of the archives beside Python; see `archive_importer.fetch`."""
    try:
        return js.fetchArchive(archive).to_bytes()
    except JsException as error:
        raise OSError(error.message) from error


archive_importer.fetch = fetch
