"""The few functions of a browser that the painters use: they only remember what they are asked."""

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

    def rect(self, *box):
        self.text = f"rect {box}"


class Image:
    """Keeps the pixels it is given."""

    def __init__(self, width, height):
        self.size = (width, height)
        self.data = SimpleNamespace(assign=lambda pixels: setattr(self, "pixels", pixels))


def constructor(kind):
    return SimpleNamespace(new=kind)
