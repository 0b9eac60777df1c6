"""The arrival of what Python does not start with: matplotlib, and whatever somebody imports.

matplotlib is imported bit by bit, so that the engine goes on answering meanwhile.
"""

import asyncio
import importlib
import importlib.util
import sys

import js
from pyodide.ffi import JsException

import ondemand

# What to import, in this order, with a pause after each for the messages that have come
# meanwhile. What a module needs stands before it, so that no import takes long.
FIRST = (
    *("packaging.version", "PIL.ExifTags", "PIL._imaging", "PIL.Image", "PIL.PngImagePlugin"),
    *("pyparsing", "kiwisolver", "dateutil.rrule", "unicodedata"),
)
# These are imported by matplotlib's own first lines and so need nothing of it.
PARTS = (
    *("matplotlib._c_internal_utils", "matplotlib.cbook", "matplotlib._path"),
    *("matplotlib.transforms", "matplotlib.ticker", "matplotlib._image", "matplotlib.scale"),
    *("matplotlib.colors", "matplotlib._fontconfig_pattern", "matplotlib.rcsetup"),
    "matplotlib.ft2font",
)
LAST = (
    *("matplotlib.font_manager", "matplotlib.patches", "matplotlib._text_helpers"),
    *("matplotlib.dviread", "matplotlib._mathtext", "matplotlib.textpath", "matplotlib.text"),
    *("matplotlib.backend_bases", "matplotlib.backends.backend_agg", "matplotlib.axis"),
    *("matplotlib.axes._base", "matplotlib.axes", "playground.figure", "playground.chart"),
    "plotted",
)


async def import_plotted():
    """Wait for matplotlib's files, import it bit by bit, and return the module `plotted`."""
    await js.loadMatplotlib()
    # Python remembers which files a folder has; these are new.
    importlib.invalidate_caches()
    await import_all(FIRST)
    await import_in_parts("matplotlib", PARTS)
    return await import_all(LAST)


async def import_all(names):
    """Import modules with a pause after each; return the last one."""
    for name in names:
        module = importlib.import_module(name)
        await asyncio.sleep(0)
    return module


async def import_in_parts(name, parts):
    """Import the package *name*, but first the *parts* of it that it would import itself."""
    spec = importlib.util.find_spec(name)
    package = sys.modules[name] = importlib.util.module_from_spec(spec)
    try:
        await import_all(parts)
        spec.loader.exec_module(package)
    except BaseException:
        del sys.modules[name]  # half a package is of no use to anybody
        raise
    await asyncio.sleep(0)


def fetch(archive):
    """Return the bytes of one of the archives beside Python; see `ondemand.fetch`."""
    try:
        return js.fetchArchive(archive).to_bytes()
    except JsException as error:
        raise OSError(error.message) from error


ondemand.fetch = fetch
