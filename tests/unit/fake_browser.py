"""The few functions of a browser that the painters use: they only remember what they are asked."""

import contextlib
import importlib
import sys
from types import SimpleNamespace


class Context:
    """Keeps every call, and the properties it was made with, in `calls`."""

    def __init__(self):
        object.__setattr__(self, "calls", [])
        object.__setattr__(self, "look", {})

    def __setattr__(self, name, value):
        self.look[name] = value

    def __getattr__(self, name):
        return lambda *arguments: self.calls.append((name, arguments, dict(self.look)))

    def measureText(self, text):
        return SimpleNamespace(width=6.0 * len(text))

    def named(self, *names):
        return [call for call in self.calls if call[0] in names]


class Canvas:
    def __init__(self, width=0, height=0):
        self.width, self.height = width, height
        self.context = Context()

    def getContext(self, _kind):
        return self.context


class Path2D:
    def __init__(self, text=""):
        self.text = text


class Image:
    """Keeps the pixels it is given."""

    def __init__(self, width, height):
        self.size = (width, height)
        self.data = SimpleNamespace(assign=lambda pixels: setattr(self, "pixels", pixels))


HEAP = SimpleNamespace(length=4096)


def constructor(kind):
    return SimpleNamespace(new=kind)


class Worker:
    """What a worker's Python can import: the browser's functions, and the way to the page.

    Attributes
    ----------
    said : list of str
        What has been posted to the page.
    announced : list of str
        What has been posted there past the engine: that it will be silent for a while.
    waiting : list of callable
        Who waits for the next frame.
    """

    def __init__(self):
        self.said, self.waiting, self.marks = [], [], []
        self.announced = []
        ffi = SimpleNamespace(
            to_js=lambda value, **_options: list(value),
            create_proxy=lambda function: function,
            create_once_callable=lambda function: function,
            JsException=OSError,
        )
        self.xworker = SimpleNamespace(postMessage=self.said.append, onmessage=None)
        self.modules = {
            "js": SimpleNamespace(
                Path2D=constructor(Path2D),
                OffscreenCanvas=constructor(Canvas),
                ImageData=constructor(Image),
                FontFace=None,
                fonts=SimpleNamespace(check=lambda _font: False),
                fontFolder="",
                URL=SimpleNamespace(createObjectURL=lambda blob: f"blob:{blob}"),
                Blob=constructor(lambda parts, _kind: len(parts)),
                Object=SimpleNamespace(fromEntries=dict),
                performance=SimpleNamespace(mark=self.marks.append),
                requestAnimationFrame=self.waiting.append,
                postMessage=self.announced.append,
                TextDecoder=None,  # no table is read here
                loadMatplotlib=self._load,
                loadInside=self._load,
                loadExports=self._load,
            ),
            "pyodide": SimpleNamespace(ffi=ffi),
            "pyodide.ffi": ffi,
            "pyodide_js": SimpleNamespace(_module=SimpleNamespace(HEAP8=HEAP)),
            "polyscript": SimpleNamespace(xworker=self.xworker),
            "archive_importer": SimpleNamespace(fetch=None),
        }

    async def _load(self):
        pass

    @contextlib.contextmanager
    def importing(self, name):
        """Give the module *name*, imported in such a worker."""
        before = dict(sys.modules)
        sys.modules.update(self.modules)
        for one in _of_the_worker():
            del sys.modules[one]
        try:
            yield importlib.import_module(name)
        finally:
            for one in _of_the_worker():
                del sys.modules[one]
            for one in self.modules:
                sys.modules.pop(one)
            sys.modules.update({one: before[one] for one in before if one in self.modules})

    def post(self, data):
        """Post to the worker what a browser would hand over as a proxy."""
        self.xworker.onmessage(SimpleNamespace(data=data))


def _of_the_worker():
    """Return the modules that are bound to a browser once they are imported."""
    rooms = ("engine.canvas", "engine.main", "engine.later_import")
    return [name for name in sys.modules if name.startswith(rooms)]
