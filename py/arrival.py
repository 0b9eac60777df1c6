"""The arrival of what Python does not start with: matplotlib, and whatever somebody imports.

matplotlib is imported bit by bit, so that the engine goes on answering meanwhile.
"""

import asyncio
import importlib

import js
from pyodide.ffi import JsException

import ondemand

# Imported with a pause after each, for the messages that have come meanwhile.
PARTS = (
    *("matplotlib", "matplotlib.text", "matplotlib.backends.backend_agg", "matplotlib.figure"),
    "plotted",
)


async def import_plotted():
    """Wait for matplotlib's files, import it bit by bit, and return the module `plotted`."""
    await js.loadMatplotlib()
    # Python remembers which files a folder has; these are new.
    importlib.invalidate_caches()
    for name in PARTS:
        module = importlib.import_module(name)
        await asyncio.sleep(0)
    return module


def fetch(archive):
    """Return the bytes of one of the archives beside Python; see `ondemand.fetch`."""
    try:
        return js.fetchArchive(archive).to_bytes()
    except JsException as error:
        raise OSError(error.message) from error


ondemand.fetch = fetch
