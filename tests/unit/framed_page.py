"""A page in a frame, and the host around it. On CPython."""

import importlib
import json
from types import SimpleNamespace

from page_visit import Visit

MOONS = "#shape=moons&hidden_units=3&epoch=0&embed=1"


class Host:
    """Stands for static/host.mjs: keeps what the host's page is told, and passes its calls on."""

    def __init__(self):
        self.told, self.heights, self.pictures, self.files = [], [], [], []
        self._hear, self._number = None, 0

    def listen(self, function):
        self._hear = function

    def tell(self, text):
        self.told.append(json.loads(text))

    def height(self, height):
        self.heights.append(height)

    def picture(self, *wish):
        self.pictures.append(wish)

    def give(self, *file):
        self.files.append(file)

    def hear(self, text):
        """Pass on what has come, whatever it is."""
        self._hear(text)

    def calls(self, call, *arguments):
        """Ask for something; return the number of the call."""
        self._number += 1
        self._hear(json.dumps({"n": self._number, "call": call, "args": arguments}))
        return self._number

    def answer(self, number):
        """Return the answer to the call of this number, without the number; {} if none came."""
        (answer,) = [one for one in self.told if one.get("reply") == number] or [{}]
        return {name: answer[name] for name in answer if name != "reply"}

    def events(self, name):
        return [one["detail"] for one in self.told if one.get("event") == name]


class Observer:
    """Tells that something is seen, or of another size, when the test says so."""

    made = ()

    @classmethod
    def new(cls, function):
        one = cls()
        one.tell = function
        cls.made = (*cls.made, one)
        return one

    def observe(self, element):
        pass


class Entries(list):
    @property
    def length(self):
        return len(self)


class Framed:
    """A page in a frame, its host, and the clock."""

    def __init__(self, monkeypatch, address=MOONS, prefers=(), is_seen=True):
        self.visit = Visit(monkeypatch, address)
        window = self.visit.window
        window.prefers = set(prefers)
        self.now = 0
        window.performance = SimpleNamespace(now=lambda: self.now)
        self._eyes = type("Eyes", (Observer,), {})
        window.IntersectionObserver = self._eyes
        self.host = Host()
        frame = importlib.import_module("page.embed.frame")
        frame.Frame(self.visit.page, self.host).start()
        self.visit.connects()
        if is_seen:
            self.is_seen(True)

    def begins(self, **picture):
        """Let the first picture be there."""
        self.visit.sees_picture(**{**UNTRAINED, **picture})
        self.visit.hears("shown")
        return self

    def is_seen(self, is_seen):
        (eyes,) = self._eyes.made
        eyes.tell(Entries([SimpleNamespace(isIntersecting=is_seen)]))

    def asked(self, *kinds):
        """Return what the engine was asked for since the last time, apart from *settings*."""
        found = [one for one in self.visit.worker.messages if one["kind"] in kinds]
        self.visit.worker.messages.clear()
        return found


UNTRAINED = {"state": "paused", "stop_reason": "", "epoch": 0, "last_epoch": 0}
