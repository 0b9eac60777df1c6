"""The reader's own points on the page's side: tools, requests to the engine, undo (MicroPython).

The engine draws, shows at once what it has drawn, and then tells the new points, which become
settings like any others.
"""

from pyscript import document

from page.browser import html, is_written_in, letter_of, listen_to
from page.form import control
from playground.settings.kinds import as_text
from playground.settings.table import CUSTOM, NOISE

# What undo brings back.
REMEMBERED = ("shape", "noise", "points", "names")
# Characters of points that undo remembers, in all.
MAX_REMEMBERED = 1000000

canvas = document.querySelector("#boundary")


class PointEditor:
    """Stands between the tools for own points and the page.

    Attributes
    ----------
    tool : str or None
        The class that is drawn, "0" or "1", or "erase"; None while the reader only looks.
    on_drawn : callable or None
        Is called, without arguments, when the engine has told what became of a stroke.
    """

    def __init__(self, page):
        self._page = page
        self.tool = None
        self._past, self._future = [], []
        self._begins = False  # whether the next change is one that undo can take back
        self._is_own = False  # whether the points are the reader's own
        self._is_asked = False  # whether the engine has yet to tell what became of a stroke
        self._overrules = False  # whether the page's points count, whatever the engine still tells
        self._advice = ""  # what to say of the next table
        self.on_drawn = None
        self._deeds = {
            "draw": self.arm,
            "undo": self.undo,
            "redo": self.redo,
            "clear": self.clear,
        }
        page.link.commands.update({"points": self._on_points, "refused": self._on_refused})
        for place in ("#own", "#tools"):
            listen_to(document.querySelector(place), "click", self._on_click)
        listen_to(document, "keydown", self._on_key)
        listen_to(control("shape"), "change", self._on_shape)
        for button in document.querySelectorAll(
            "#tools [data-tool], #own [data-own], #own [type=file]"
        ):
            button.disabled = False
        self._show()

    # ---- From the reader

    def take(self, tool):
        """Take a *tool* into the hand, or none; own points begin with those on the screen."""
        self.tool = tool
        if tool is None:
            html.removeAttribute("data-tool")
            canvas.role = "img"
            canvas.setAttribute("aria-describedby", "boundary-keys")
        else:
            html.dataset.tool = tool
            canvas.role = "application"  # so that a screen reader leaves it the arrow keys
            canvas.setAttribute("aria-describedby", "own-help")
            self.draw([], begins=True)
        self._show()

    def arm(self):
        """Take the pencil for class 0, if there is no tool in the hand."""
        if self.tool is None:
            self.take("0")

    def arm_for(self, shape):
        """Take a pencil for points of one's own."""
        if shape == CUSTOM:
            self.arm()

    def follow(self, values):
        """Put the tool away when other points than one's own are chosen."""
        is_own = values["shape"] == CUSTOM
        if self._is_own and not is_own and self.tool is not None:
            self.take(None)
        self._is_own = is_own
        self._show()

    def draw(self, places, begins=False):
        """Use the tool at *places*, shares of the picture; a stroke *begins* once."""
        self._wait()
        self._page.ask("draw", tool=self.tool, places=places, begins=begins)

    def load(self, content, name, advice):
        """Replace the points by those of a table that needs no look, and say what to try."""
        self._wait()
        self._advice = advice
        self._page.ask("load", content=content, name=name)

    def use_table(self, choices):
        """Replace the points by those of the table that the reader has looked at."""
        self._wait()
        self._advice = ""
        self._page.ask("use_table", choices=choices)

    def say(self, sentence):
        """Tell the reader something about their points, until these change."""
        self._page.say(sentence)
        says = document.querySelector("#own-says")
        says.textContent, says.hidden = sentence, False

    def undo(self):
        """Go back to the points before the last change."""
        self._go(self._past, self._future)

    def redo(self):
        """Take back the last undo."""
        self._go(self._future, self._past)

    @property
    def steps(self):
        """What undo and redo lead to, the next step last in either list."""
        return self._past, self._future

    def bring_back(self, past, future):
        """Let undo and redo lead where they did before the page was loaded again; as `steps`."""
        self._past, self._future = past, future
        self._show()

    def clear(self):
        """Begin with an empty plane."""
        self._overrule()
        self._change(_own_state("", ""), begins=True, keeps=True)

    def _on_click(self, event):
        button = event.target.closest("button")
        if button and button.hasAttribute("data-own"):
            self._deeds[button.dataset.own]()
        elif button and button.hasAttribute("data-tool"):
            self.take(None if button.dataset.tool == self.tool else button.dataset.tool)
            if self.tool is not None and event.detail == 0:  # pressed by a key, not a pointer
                canvas.focus()

    def _on_shape(self, event):
        self.arm_for(event.target.value)

    def _on_key(self, event):
        focus = event.target
        if event.key == "Escape" and self.tool is not None:
            if focus.id == "boundary":
                document.querySelector(f"#tools [data-tool='{self.tool}']").focus()
            self.take(None)
        elif not (event.ctrlKey or event.metaKey) or event.altKey:
            return
        elif is_written_in(focus):
            return  # which has an undo of its own
        elif letter_of(event) in ("z", "y"):
            event.preventDefault()
            is_back = letter_of(event) == "z" and not event.shiftKey
            (self.undo if is_back else self.redo)()

    # ---- From the engine

    def _on_points(self, message):
        self._page.edit = message["edit"]
        self._is_asked = False
        if self._overrules:
            # Of a stroke from before: now that it is known, the engine will let go of it.
            self._page.send_choices()
            return
        # A mere copy of the points on the screen does not replace what the browser keeps.
        own = _own_state(message["code"], message["names"])
        self._change(own, message["begins"], not message["is_copy"])
        if message["words"]:
            self.say(self._advice or message["words"])
        elif self.on_drawn:
            self.on_drawn()

    def _on_refused(self, message):
        self._is_asked = False
        self.say(message["text"])

    def _wait(self):
        """Let what the engine tells from now on count."""
        self._is_asked, self._overrules = True, False

    def _overrule(self):
        """Let the page's points count from now on, whatever the engine still tells."""
        self._is_asked, self._overrules = False, True

    # ---- The points, and the way back

    def _change(self, own, begins, keeps):
        """Let *own* points be the newest ones; what *begins* can be undone as one change."""
        self._begins = self._begins or begins
        before = self._state()
        if before == own:
            return
        if self._begins:
            kept = _own_state(*self._page.storage.latest())
            if before["shape"] != CUSTOM and kept["points"] and kept not in self._past:
                # What is about to be replaced may be the work of an hour, or of another day.
                self._past.append(kept)
            self._past.append(before)
            self._future.clear()
            self._begins = False
            self._page.storage.forget_replaced()
        self._set(own, keeps)

    def _go(self, source, target):
        """Take the last state of *source*, and leave the present one with *target*."""
        is_asked = self._is_asked
        self._overrule()
        if is_asked:
            self._page.send_choices()  # without the stroke that was not even told yet
        elif source:
            target.append(self._state())
            self._set(source.pop(), True)

    def _set(self, state, keeps):
        document.querySelector("#own-says").hidden = True
        if state["shape"] == CUSTOM and keeps:
            self._keep(state)
        # The way back leaves the tool in the hand, and with it the way forth on the picture.
        self._is_own = self._is_own and state["shape"] == CUSTOM
        self._page.choose(state)
        while sum([len(state["points"]) for state in self._past]) > MAX_REMEMBERED:
            self._past.pop(0)
        self._show()

    def _keep(self, state):
        """Have the browser keep own points; what another tab had left there is not lost."""
        points, names = self._page.storage.keep(state["points"], state["names"])
        if points:
            # Undo leads there after all that was in this tab just before.
            self._past.insert(max(len(self._past) - 1, 0), _own_state(points, names))

    def _state(self):
        """Return what `REMEMBERED` says now, as text."""
        values = self._page.choices.values
        return {name: as_text(values[name]) for name in REMEMBERED}

    def _show(self):
        document.querySelector("#tools").hidden = not self._is_own and self.tool is None
        for button in document.querySelectorAll("#tools [data-tool]"):
            button.ariaPressed = "true" if button.dataset.tool == self.tool else "false"
        for name, states in (("undo", self._past), ("redo", self._future)):
            document.querySelector(f"#tools [data-own={name}]").disabled = not states


def are_steps(value):
    """Tell whether *value* is a list of states that undo or redo leads to."""
    return isinstance(value, list) and all(
        isinstance(state, dict)
        and sorted(state) == sorted(REMEMBERED)
        and all(isinstance(state[name], str) for name in REMEMBERED)
        for state in value
    )


def _own_state(points, names):
    """Return what `REMEMBERED` says for own points."""
    noise = as_text(NOISE[CUSTOM])
    return {"shape": CUSTOM, "noise": noise, "points": points, "names": names}
