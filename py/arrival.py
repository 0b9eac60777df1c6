"""The arrival of matplotlib, while the engine goes on answering."""

import asyncio
import importlib

import js

# What to import, in this order, with a pause after each for the messages that have come
# meanwhile.
STEPS = ("lighten", "playground.figure", "playground.chart", "plotted")


async def import_plotted():
    """Wait for matplotlib's files, import it bit by bit, and return the module `plotted`."""
    await js.loadMatplotlib()
    # Python remembers which files a folder has; these are new.
    importlib.invalidate_caches()
    for name in STEPS:
        module = importlib.import_module(name)
        await asyncio.sleep(0)
    return module
