"""The page's state: what the reader has chosen, and how much of it the engine has drawn.

Runs in MicroPython on the page's own thread and computes nothing itself. Choices are sent
to the engine one at a time, the newest once the last one has been drawn, so however fast a
slider moves nothing piles up.
"""

from pyscript import document, ffi

from page.browser import Debounce, window
from page.form import control, follow_shape, make_layers_alike, new_seed, read, show, write
from page.points.storage import Kept
from page.summary import describe
from playground.settings.table import SETTINGS
from playground.settings.values import SettingError, as_text, from_fragment, parse, to_fragment

html = document.documentElement
dark = window.matchMedia("(prefers-color-scheme: dark)")

# More device pixels than this per CSS pixel cost time and show nothing more.
MAX_DENSITY = 2.5
MIN_SIZE = 100
# Pings without an answer after which the worker counts as dead.
PATIENCE = 5
# Rest after the last news before the address and the sentence below the picture follow: one
# is limited by the browser, the other is read aloud.
MILLISECONDS_UNTIL_SETTLED = 300


class Page:
    """Stands between the form and the address on one side and the engine on the other."""

    def __init__(self):
        self.view = None  # the buttons over the drawn network, which ui.py makes
        self.kept = Kept()  # own points
        self._worker = None  # until the engine is up
        self._values = {}
        self._problems, self._notices = [], []
        self._change = 0  # counts the reader's choices
        self._sent = 0  # the choice that the engine is working on
        self._drawn = 0  # the choice that is on the screen
        self._first = 0  # the choice that the first picture shows; none once the reader acts
        self._unanswered = 0
        self._picture = None
        self._early = []  # what the reader asked of the engine before it was up
        self._rest = Debounce(MILLISECONDS_UNTIL_SETTLED, self.settle)

    # ---- To the engine

    def connect(self, worker):
        """Begin to talk with the engine; from now on it paints the canvases."""
        self._worker = worker
        self._first = self._change
        picture = document.querySelector("#boundary").transferControlToOffscreen()
        chart = document.querySelector("#loss").transferControlToOffscreen()
        network = document.querySelector("#network").transferControlToOffscreen()
        canvases = {"kind": "canvases", "picture": picture, "chart": chart, "network": network}
        worker.postMessage(ffi.to_js(canvases), ffi.to_js([picture, chart, network]))
        self.send_view()
        self._send_newest()
        for message in self._early:
            self._first = None
            worker.postMessage(ffi.to_js(message))

    def send(self, kind, **message):
        """Send a message to the engine; what the reader asks for waits until it is up."""
        message["kind"] = kind
        if self._worker:
            self._worker.postMessage(ffi.to_js(message))
        elif kind in ("act", "draw", "csv"):
            self._early.append(message)

    def ask(self, kind, **message):
        """Send a message that builds on what the reader has chosen, or is still typing."""
        self.read_form()
        self._send_choice()
        self._first = None
        self.send(kind, **message)

    def send_view(self):
        """Tell the engine how large, how dense and in which colours to draw."""
        chart, network = document.querySelector("#loss"), document.querySelector("#network")
        self.send(
            "view",
            # A frame that is not shown has no size, but a picture needs one.
            size=max(document.querySelector("#boundary").clientWidth, MIN_SIZE),
            chart=[max(chart.clientWidth, MIN_SIZE), max(chart.clientHeight, MIN_SIZE)],
            network=[max(network.clientWidth, MIN_SIZE), max(network.clientHeight, MIN_SIZE)],
            density=min(window.devicePixelRatio, MAX_DENSITY),
            theme=theme(),
        )
        self.view.lay_out()

    def act(self, action, *arguments):
        """Do what a button, a key or a link asks for."""
        if action == "new_data":
            self.change("data_seed", new_seed())
        elif action == "new_weights":
            self.change("weights_seed", new_seed())
        elif action == "lower_rate":
            self.change("learning_rate", self._values["learning_rate"] / 10)
            # The button that had the focus goes away with the problem.
            document.querySelector("[data-action=run], [data-action=pause]").focus()
        else:
            if action == "run" and html.dataset.state == "running":
                action = "pause"
            self.ask("act", action=action, arguments=arguments)

    def ping(self):
        """Ask the engine for a sign of life; report it dead when it gives none."""
        if document.hidden:
            return
        self._unanswered += 1
        if self._unanswered == PATIENCE + 1:
            fail("Python has stopped answering.")
        else:
            self.send("ping")

    # ---- From the reader

    def start(self):
        """Begin with the address, and with what was chosen before this code had arrived."""
        chosen = []
        for setting in SETTINGS:
            element = control(setting.name)
            if element.hasAttribute("data-chosen"):  # index.html has watched the form
                chosen.append((element, read(element)))
        self.open_address()
        for element, text in chosen:
            write(element, text)
        names = [element.name for element, _ in chosen]
        if "shape" in names and "noise" not in names:
            follow_shape()
        if "hidden_units" in names and "layers" not in names and "widths" not in names:
            make_layers_alike()
        self.read_form()

    def open_address(self):
        """Set the form from the address, and say which of its values cannot be used."""
        values, problems = from_fragment(window.location.hash[1:])
        for name, value in values.items():
            write(control(name), value)
        # The form has the last word: a slider has its steps.
        self._take(self._read()[0], problems)
        if self._worker:
            # A link promises a trained network, also to a reader who has paused elsewhere.
            self.act("train")

    def read_form(self):
        """Take over what the form says; what is impossible keeps its value and is reported."""
        values, problems = self._read()
        if values != self._values:
            self._take(values, problems)
        elif problems:
            self._problems = problems
            self.settle()

    def correct_form(self):
        """Let every control say the value that is in force."""
        for name, value in self._values.items():
            write(control(name), value)
            control(name).ariaInvalid = "false"

    def change(self, name, value):
        """Set one control as if the reader had."""
        write(control(name), value)
        self.read_form()

    def say(self, sentence):
        """Tell the reader something, until the next choice."""
        self._problems = [sentence]
        self.settle()

    def settle(self):
        """Let the address and the words follow the settings and the picture."""
        window.history.replaceState(None, "", "#" + to_fragment(self._values))
        words = self._problems + self._notices + self.kept.remarks(self._values)
        if self._picture and self._drawn == self._change:
            summary = describe(self._values, self._picture)
            document.querySelector("#boundary").ariaLabel = summary
            words.append(summary)
        # Before the first picture, index.html says what there is to say, unless it is a problem.
        if words or self._picture:
            document.querySelector("#status").textContent = " ".join(words)

    def _read(self):
        """Return the value of every control, or the last good one, and what is wrong."""
        values, problems = {}, []
        for setting in SETTINGS:
            name, element = setting.name, control(setting.name)
            text, before = read(element), self._values.get(name, setting.default)
            try:
                # Thousands of points of one's own need not be looked at again.
                values[name] = before if text == as_text(before) else parse(name, text)
                element.ariaInvalid = "false"
            except SettingError as problem:
                values[name] = before
                element.ariaInvalid = "true"
                problems.append(str(problem))
        self.kept.complete(values)
        return values, problems

    def _take(self, values, problems):
        self._values, self._problems = values, problems
        self._change += 1
        show(values)
        self.view.show(values)
        self._send_newest()
        self._rest.start()

    def _send_newest(self):
        if self._sent == self._drawn:
            self._send_choice()

    def _send_choice(self):
        if self._worker and self._sent < self._change:
            self._sent = self._change
            self.send("settings", values=as_numbers(self._values), change=self._sent)
            if html.dataset.state in ("ready", "done", "diverged"):
                html.dataset.state = "running"  # what is on the screen is not it yet

    # ---- From the engine

    def listen(self, kind, function):
        """Have *function* called with every message of this *kind*."""
        setattr(self, "_on_" + kind, function)

    def receive(self, message):
        """Do what a message from the engine says; nothing follows an error."""
        if html.dataset.state == "error":
            return
        getattr(self, "_on_" + message["kind"])(message)

    def _on_picture(self, picture):
        has_news = not self._picture or picture["state"] != self._picture["state"]
        self._picture = picture
        self._drawn = picture["change"]
        html.dataset.frame, html.dataset.painter = str(picture["frame"]), picture["painter"]
        control("epoch").value = str(picture["epoch"])
        for name in ("train_loss", "penalized_loss", "test_loss"):
            control(name).value = "–" if picture[name] is None else f"{picture[name]:.4f}"
        for name in ("train_accuracy", "test_accuracy"):
            control(name).value = "–" if picture[name] is None else f"{picture[name]:.3f}"
        timeline = document.querySelector("#timeline")
        timeline.max = str(picture["last_epoch"])
        timeline.value = str(picture["epoch"])
        self.view.show_numbers(picture)
        self._show_state(picture)
        self._send_newest()
        if has_news or picture["state"] != "running":
            self._rest.start()

    def _show_state(self, picture):
        is_untouched = self._drawn == self._first
        state = picture["state"]
        html.dataset.state = "ready" if is_untouched and state in ("done", "paused") else state
        button = document.querySelector("[data-action=run], [data-action=pause]")
        button.dataset.action, button.textContent = (
            ("pause", "Pause") if state == "running" else ("run", "Run")
        )
        document.querySelector("#ending").hidden = state != "diverged"

    def _on_notice(self, message):
        self._notices.append(message["text"])
        html.dataset.painter = "only the sketch"
        self.settle()

    def _on_shown(self, _message):
        document.querySelector("#poster").remove()

    def _on_pong(self, _message):
        self._unanswered = 0

    def _on_fault(self, message):
        print(message["text"])
        fail("Python stopped with an error: " + message["text"].strip().split("\n")[-1])


def as_numbers(values):
    """Return *values* with whole numbers as JavaScript has them: MicroPython would cut 32 bits."""
    return {
        name: float(value) if isinstance(value, int) else value for name, value in values.items()
    }


def theme():
    """Return the name of the theme that the reader's system asks for."""
    return "dark" if dark.matches else "light"


def fail(sentence):
    """Let static/loading.mjs show that nothing more will come, with its way out."""
    detail = ffi.to_js({"detail": sentence})
    window.dispatchEvent(window.CustomEvent.new("fault", detail))
