"""The page: the form and the address in, numbers and sentences out.

Runs in MicroPython on the page's own thread and computes nothing itself: it tells the engine
(``engine.py``, in the worker) what the reader chose and shows what comes back. Choices are
sent one at a time, the newest once the last one has been drawn, so however fast a slider
moves nothing piles up.
"""

import json

from playground.settings import SETTINGS, SettingError, from_fragment, parse, to_fragment
from pyscript import document, ffi, when, workers

# The window itself: PyScript's `window` is a module, which MicroPython cannot listen to.
window = document.defaultView
page = document.documentElement
form = document.querySelector("#controls")
status = document.querySelector("#status")

# More device pixels than this per CSS pixel cost time and show nothing more.
MOST_DENSITY = 2.5
MILLISECONDS_BETWEEN_PINGS = 3000
# Pings without an answer after which the worker counts as dead.
PATIENCE = 5
# Rest after the last picture before the sentence below it changes (and is read aloud).
MILLISECONDS_BEFORE_SUMMARY = 400


class Page:
    """What the reader has chosen, and how much of it the engine has drawn."""

    def __init__(self, worker):
        self._worker = worker
        self._values = {}
        self._problems = []
        self._change = 0  # counts the reader's choices
        self._sent = 0  # the choice that the engine is working on
        self._drawn = 0  # the choice that is on the screen
        self._unanswered = 0
        self._summary_timer = None
        self._tell = ffi.create_proxy(self._write_summary)

    def send(self, kind, **message):
        """Send a message to the engine."""
        message["kind"] = kind
        self._worker.postMessage(ffi.to_js(message))

    def give_canvas(self):
        """Hand the canvas to the engine: from now on the worker paints it."""
        canvas = document.querySelector("#boundary").transferControlToOffscreen()
        message = ffi.to_js({"kind": "canvas", "canvas": canvas})
        self._worker.postMessage(message, ffi.to_js([canvas]))

    def send_view(self):
        """Tell the engine how large, how dense and in which colours to draw."""
        is_dark = window.matchMedia("(prefers-color-scheme: dark)").matches
        self.send(
            "view",
            size=document.querySelector("#boundary").clientWidth,
            density=min(window.devicePixelRatio, MOST_DENSITY),
            theme="dark" if is_dark else "light",
        )

    def open_address(self):
        """Set the form from the address, and say which of its values cannot be used."""
        values, self._problems = from_fragment(window.location.hash[1:])
        for name, value in values.items():
            form.elements.namedItem(name).value = str(value)
        self._take(values)

    def read_form(self):
        """Take over what the form says; the address follows."""
        values = {}
        try:
            for setting in SETTINGS:
                values[setting.name] = parse(
                    setting.name, form.elements.namedItem(setting.name).value
                )
        except SettingError as problem:
            self._problems = [str(problem)]
            self._write_summary()
            return
        if values != self._values:
            self._problems = []
            self._take(values)
            window.history.replaceState(None, "", "#" + to_fragment(values))

    def receive(self, message):
        """Do what a message from the engine says."""
        getattr(self, "_on_" + message["kind"])(message)

    def ping(self):
        """Ask the engine for a sign of life; report it dead when it gives none."""
        if document.hidden:
            return
        self._unanswered += 1
        if self._unanswered > PATIENCE:
            fail("Python has stopped answering.")
        else:
            self.send("ping")

    def _take(self, values):
        self._values = values
        self._change += 1
        form.elements.namedItem("hidden_units_shown").value = str(values["hidden_units"])
        self._send_newest()

    def _send_newest(self):
        if self._sent == self._drawn < self._change:
            self._sent = self._change
            self.send("settings", values=self._values, change=self._sent)

    def _on_picture(self, picture):
        self._picture = picture
        self._drawn = picture["change"]
        page.dataset.frame = str(picture["frame"])
        show("epoch", str(picture["epoch"]))
        show("train_loss", "{:.4f}".format(picture["train_loss"]))
        show("train_accuracy", "{:.3f}".format(picture["train_accuracy"]))
        if page.dataset.state == "loading":
            page.dataset.state = "ready"
        elif self._drawn > 1:
            page.dataset.state = "done" if picture["finished"] else "running"
        self._send_newest()
        if picture["finished"]:
            window.clearTimeout(self._summary_timer)
            self._summary_timer = window.setTimeout(self._tell, MILLISECONDS_BEFORE_SUMMARY)

    def _on_pong(self, _message):
        self._unanswered = 0

    def _on_fault(self, message):
        print(message["text"])
        fail("Python stopped with an error: " + message["text"].strip().split("\n")[-1])

    def _write_summary(self, *_event):
        summary = describe(self._values, self._picture)
        document.querySelector("#boundary").ariaLabel = summary
        status.textContent = " ".join(self._problems + [summary])


def describe(values, picture):
    """Say in words what the picture shows."""
    units = values["hidden_units"]
    return "{}, {} hidden unit{}: after {} epochs, {:.0f} % of the points are on the right side.".format(
        values["shape"][0].upper() + values["shape"][1:],
        units,
        "" if units == 1 else "s",
        picture["epoch"],
        100 * picture["train_accuracy"],
    )


def show(name, text):
    """Write a read-out."""
    form.elements.namedItem(name).value = text


def fail(sentence):
    """Let the boot shim show that nothing more will come, with its way out."""
    detail = ffi.to_js({"detail": sentence})
    window.dispatchEvent(window.CustomEvent.new("fault", detail))


# The engine's script has run when its promise resolves; its element then has the worker.
await workers["engine"]  # noqa: F704, PLE1142 - PyScript runs this file in an async context
worker = document.querySelector("script[worker]").xworker
this_page = Page(worker)


@when("message", worker)
def on_message(event):
    """A message from the engine."""
    if isinstance(event.data, str):
        this_page.receive(json.loads(event.data))


@when("input", form)
def on_input(_event):
    """The reader moved a control."""
    this_page.read_form()


@when("hashchange", window)
def on_address(_event):
    """The reader followed a link to other settings, or went back."""
    this_page.open_address()


@when("resize", window)
def on_resize(_event):
    """The window, its zoom or its screen changed."""
    this_page.send_view()


@when("change", window.matchMedia("(prefers-color-scheme: dark)"))
def on_theme(_event):
    """The reader's system went dark or light."""
    this_page.send_view()


this_page.give_canvas()
this_page.send_view()
this_page.open_address()
window.setInterval(ffi.create_proxy(lambda: this_page.ping()), MILLISECONDS_BETWEEN_PINGS)
