"""Rooms of the page whose code is fetched when somebody first needs it (MicroPython).

A first visit does without them. `tools.rooms` says which they are, index.html which files they
consist of.
"""

import json
import os

from pyscript import document, ffi

from page.browser import window

NOT_THERE = "A part of this page could not be loaded; please try again."

_here: set[str] = set()  # the rooms that have come


def with_room(name, use, fail):
    """Fetch the modules of a room, unless they are there, and call *use*, which may import them.

    Parameters
    ----------
    name : str
        Of a folder in py/page.
    use : callable
        Without arguments.
    fail : callable
        ``fail(sentence)`` is called if they do not come.
    """
    if name in _here:
        use()
        return
    paths = json.loads(document.querySelector("#later-files").textContent)[name]

    def take(texts):
        for path, text in zip(paths, texts):  # noqa: B905 - MicroPython
            _write(path, text)
        _here.add(name)
        use()

    # Of static/form.mjs, since MicroPython cannot catch the errors of a browser.
    addresses = ffi.to_js([f"./py/{path}" for path in paths])
    window.textsOf(addresses).then(
        ffi.create_proxy(lambda texts: take(list(texts)) if texts else fail(NOT_THERE))
    )


def _write(path, text):
    folder = path.rpartition("/")[0]
    if folder.rpartition("/")[2] not in os.listdir(folder.rpartition("/")[0]):
        os.mkdir(folder)
    with open(path, "w") as file:
        file.write(text)
