"""The page: the form and the address in, numbers and sentences out.

Runs in MicroPython on the page's own thread and computes nothing itself: it tells the engine
(``engine.py``, in the worker) what the reader chose and shows what comes back. Choices are
sent one at a time, the newest once the last one has been drawn, so however fast a slider
moves nothing piles up.
"""

import json

from pyscript import document, ffi, when, workers

from playground.settings import SETTINGS, SettingError, from_fragment, parse, to_fragment

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
# Rest after the last news before the address and the sentence below the picture follow: one
# is limited by the browser, the other is read aloud.
MILLISECONDS_UNTIL_SETTLED = 300


class Page:
    """What the reader has chosen, and how much of it the engine has drawn."""

    def __init__(self):
        self._worker = None  # until the engine is up
        self._values = {}
        self._problems = []
        self._change = 0  # counts the reader's choices
        self._sent = 0  # the choice that the engine is working on
        self._drawn = 0  # the choice that is on the screen
        self._unanswered = 0
        self._picture = None
        self._timer = None
        self._on_settled = ffi.create_proxy(self.settle)

    def connect(self, worker):
        """Begin to talk with the engine; from now on it paints the canvas."""
        self._worker = worker
        canvas = document.querySelector("#boundary").transferControlToOffscreen()
        message = ffi.to_js({"kind": "canvas", "canvas": canvas})
        worker.postMessage(message, ffi.to_js([canvas]))
        self.send_view()
        self._send_newest()

    def send(self, kind, **message):
        """Send a message to the engine."""
        message["kind"] = kind
        self._worker.postMessage(ffi.to_js(message))

    def send_view(self):
        """Tell the engine how large, how dense and in which colours to draw."""
        if self._worker is None:
            return
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
            control(name).value = str(value)
        self._take(values)

    def read_form(self):
        """Take over what the form says; if it says something impossible, say so instead."""
        values = {}
        try:
            for setting in SETTINGS:
                values[setting.name] = parse(setting.name, control(setting.name).value)
        except SettingError as problem:
            self._problems = [str(problem)]
            self.settle()
            return
        if values != self._values:
            self._problems = []
            self._take(values)

    def settle(self, *_event):
        """Let the address and the words follow the settings and the picture."""
        window.clearTimeout(self._timer)
        window.history.replaceState(None, "", "#" + to_fragment(self._values))
        if self._picture:
            summary = describe(self._values, self._picture)
            document.querySelector("#boundary").ariaLabel = summary
            status.textContent = " ".join(self._problems + [summary])  # noqa: RUF005

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
        control("hidden_units_shown").value = str(values["hidden_units"])
        self._send_newest()
        self._settle_soon()

    def _settle_soon(self):
        window.clearTimeout(self._timer)
        self._timer = window.setTimeout(self._on_settled, MILLISECONDS_UNTIL_SETTLED)

    def _send_newest(self):
        if self._worker and self._sent == self._drawn < self._change:
            self._sent = self._change
            self.send("settings", values=self._values, change=self._sent)

    def _on_picture(self, picture):
        self._picture = picture
        self._drawn = picture["change"]
        page.dataset.frame = str(picture["frame"])
        control("epoch").value = str(picture["epoch"])
        control("train_loss").value = f"{picture['train_loss']:.4f}"
        control("train_accuracy").value = f"{picture['train_accuracy']:.3f}"
        if page.dataset.state == "loading":
            page.dataset.state = "ready"
        elif self._drawn > 1:
            page.dataset.state = "done" if picture["finished"] else "running"
        self._send_newest()
        self._settle_soon()

    def _on_pong(self, _message):
        self._unanswered = 0

    def _on_fault(self, message):
        print(message["text"])
        fail("Python stopped with an error: " + message["text"].strip().split("\n")[-1])


def describe(values, picture):
    """Say in words what the picture shows."""
    shape, units = values["shape"], values["hidden_units"]
    network = "1 hidden unit" if units == 1 else f"{units} hidden units"
    share = round(100 * picture["train_accuracy"])
    return (
        f"{shape[0].upper()}{shape[1:]}, {network}: after {picture['epoch']} epochs, "
        f"{share} % of the points are on the right side."
    )


def control(name):
    """Return the form's control or read-out of that name."""
    return form.elements.namedItem(name)


def fail(sentence):
    """Let the boot shim show that nothing more will come, with its way out."""
    detail = ffi.to_js({"detail": sentence})
    window.dispatchEvent(window.CustomEvent.new("fault", detail))


this_page = Page()
# What was chosen while this file was on its way counts more than the address.
shown = [(setting, control(setting.name).value) for setting in SETTINGS]
this_page.open_address()
for setting, value in shown:
    if value != str(setting.default):
        control(setting.name).value = value
this_page.read_form()


@when("input", form)
def on_input(_event):
    """Follow a control."""
    this_page.read_form()


@when("hashchange", window)
def on_address(_event):
    """Follow a link to other settings, or the way back."""
    this_page.open_address()


@when("pagehide", window)
def on_leave(_event):
    """Leave an address that brings the reader back to the same settings."""
    this_page.settle()


@when("resize", window)
def on_resize(_event):
    """Follow the size of the window, its zoom, and the density of its screen."""
    this_page.send_view()


@when("change", window.matchMedia("(prefers-color-scheme: dark)"))
def on_theme(_event):
    """Follow the system into the dark and back."""
    this_page.send_view()


# The engine's script has run when its promise resolves; its element then has the worker.
await workers["engine"]  # noqa: F704 - PyScript lets this file wait at its top level
worker = document.querySelector("script[worker]").xworker


@when("message", worker)
def on_message(event):
    """Pass on what the engine says; it says everything in JSON."""
    if isinstance(event.data, str):
        this_page.receive(json.loads(event.data))


this_page.connect(worker)
window.setInterval(ffi.create_proxy(this_page.ping), MILLISECONDS_BETWEEN_PINGS)
