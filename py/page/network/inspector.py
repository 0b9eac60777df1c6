"""The numbers of one unit, each with a slider and a box, in a card (MicroPython)."""

from pyscript import document, ffi

from page.browser import MORE_OR_LESS, listen_to
from page.network.nodes import enable
from page.network.symbols import append_symbols
from playground.look.naming import subscript
from playground.settings.kinds import Number
from playground.settings.table import MAX_WEIGHT

PROBLEM = f"A weight or a bias can be a number from −{MAX_WEIGHT} to {MAX_WEIGHT}."
WEIGHT = Number(-MAX_WEIGHT, MAX_WEIGHT, None)
BIAS = -1
# A slider reaches so far either way; larger numbers are typed.
REACH, SLIDER_STEP = 6, 0.01
# An arrow key changes the number in a box so much, and with the shift key.
STEP, FINE_STEP = 0.1, 0.01


class Inspector:
    """A card beside the drawing, open for one unit at a time.

    Parameters
    ----------
    set_number : callable
        ``set_number(place, source, value)``; the source of the bias is -1.
    turn : callable
        ``turn(layer, unit)`` opens the inspector for another unit.
    on_closed : callable
        ``on_closed(place, had_focus)`` gives the focus back if it was here.
    say : callable
        ``say(text)`` lets a screen reader hear it.

    Attributes
    ----------
    place : (layer, unit) or None
        The unit that it is open for, or about to be, once its numbers are known.
    """

    def __init__(self, set_number, turn, on_closed, say):
        self._set_number, self._turn = set_number, turn
        self._on_closed, self._say = on_closed, say
        self._element = document.querySelector("#inspector")
        self._hint = document.querySelector("#hint")
        self._list = self._element.querySelector(".numbers")
        self._problem = self._element.querySelector(".problem")
        self._title = self._element.querySelector("h3")
        self._swatch = self._element.querySelector(".swatch")
        self._boxes = []  # in the order of the unit's numbers, the bias last
        self.place = None
        self._numbers = self._pending = None
        for kind, function in (
            ("input", self._on_input),
            ("change", self._on_change),
            ("keydown", self._on_key),
        ):
            listen_to(self._list, kind, function)
        listen_to(self._element, "click", self._on_click)

    def open(self, place, title, color, names, source, is_touch):
        """Open for a unit as soon as its numbers come.

        Parameters
        ----------
        place : (layer, unit)
            Which one.
        title, color : str
            What the reader calls it, and the colour of its line, as CSS.
        names : list of str
            Of what its weights belong to, in order.
        source : int or None
            The weight to begin with, -1 for the bias.
        is_touch : bool
            Whether a finger has opened it: then no keyboard shall cover it at once.
        """
        self.place, self._numbers = place, None
        self._title.textContent = title
        self._swatch.style.borderColor = color
        self._pending = (names, source, is_touch)

    def show(self, numbers):
        """Show the newest numbers, if they are those of the unit that it is open for."""
        if not self.place or not numbers or self.place != (numbers["layer"], numbers["unit"]):
            return
        self._numbers = numbers["weights"] + [numbers["bias"]]
        if self._pending:
            self._build()
        for index in range(len(self._boxes)):
            self._write(index, self._numbers[index])
        if self._pending:
            self._begin()

    def close(self):
        """Go away."""
        place, self.place, self._pending = self.place, None, None
        had_focus = self._element.contains(document.activeElement)
        self._element.hidden, self._hint.hidden = True, False
        if place:
            self._on_closed(place, had_focus)

    def enable_turns(self, units):
        """Say which way there are more units; its layer has so many."""
        for button in self._element.querySelectorAll("[data-turn]"):
            enable(button, 0 <= self.place[1] + int(button.dataset.turn) < units)

    def _build(self):
        names, _, _ = self._pending
        self._list.replaceChildren()
        self._boxes = []
        for index in range(len(names) + 1):
            is_bias = index == len(names)
            symbol = "b" if is_bias else f"w{subscript(index + 1)}"
            name = "bias" if is_bias else f"from {names[index]}"
            slider, box = _slider(name), _box(name)
            for control in (slider, box):
                control.dataset.index = str(index)
            self._list.append(_symbol(symbol, name), slider, box)
            self._boxes.append((slider, box))
        self._problem.textContent = ""
        self._element.hidden, self._hint.hidden = False, True

    def _begin(self):
        """Give the focus to the box that the reader has asked for, or to the title."""
        _, source, is_touch = self._pending
        self._pending = None
        box = None if source is None else self._boxes[source][1]
        if box:
            box.scrollIntoView(ffi.to_js({"block": "nearest"}))
        if box and not is_touch:
            box.focus()
            box.select()
        elif not self._element.contains(document.activeElement):
            self._title.focus()

    def _write(self, index, value, is_typed=False):
        """Let slider and box of a number say it, but for the one that the reader is at."""
        slider, box = self._boxes[index]
        focus = document.activeElement
        if not slider.isSameNode(focus):
            slider.value = f"{value:.2f}"
        text = f"{value:.3f}"
        if not (box.isSameNode(focus) and not is_typed) and box.value != text:
            box.value = text
        slider.ariaValueText = text

    def _on_click(self, event):
        button = event.target.closest("button")
        if not button:
            return
        if not button.hasAttribute("data-turn"):
            self.close()
        elif button.ariaDisabled != "true":
            layer, unit = self.place
            self._turn(layer, unit + int(button.dataset.turn))

    def _set(self, index, value):
        is_bias = index == len(self._boxes) - 1
        self._set_number(self.place, BIAS if is_bias else index, value)

    def _on_input(self, event):
        """Pass a number on while it is typed; a first minus is none yet."""
        control, self._problem.textContent = event.target, ""
        value, index = read(control.value), int(control.dataset.index)
        control.ariaInvalid = "true" if value is None and control.value else "false"
        if value is not None:
            self._set(index, value)
            if control.type == "range":
                self._write(index, value)

    def _on_key(self, event):
        """Change the number in a box by the arrow keys."""
        box, direction = event.target, MORE_OR_LESS.get(event.key)
        value = read(box.value)
        if box.type == "range" or not direction or value is None:
            return
        event.preventDefault()
        changed = value + direction * (FINE_STEP if event.shiftKey else STEP)
        value, index = min(max(changed, -MAX_WEIGHT), MAX_WEIGHT), int(box.dataset.index)
        self._write(index, value, is_typed=True)
        self._set(index, value)

    def _on_change(self, event):
        """Say what is wrong with what was left behind, and bring back the last good number."""
        box = event.target
        if read(box.value) is None:
            self._problem.textContent = PROBLEM
            self._say(PROBLEM)
            box.ariaInvalid = "false"
            index = int(box.dataset.index)
            self._write(index, self._numbers[index], is_typed=True)


def read(text):
    """Return the number that somebody has typed, with a point or a comma, or None if it is none."""
    return WEIGHT.parse(text.replace("−", "-"))


def _symbol(symbol, name):
    label = document.createElement("span")
    label.className, label.title = "symbol", name
    label.setAttribute("aria-hidden", "true")
    append_symbols(label, symbol)
    return label


def _slider(name):
    slider = document.createElement("input")
    slider.type, slider.min, slider.max = "range", str(-REACH), str(REACH)
    slider.step = str(SLIDER_STEP)
    slider.ariaLabel = f"{name}, as a slider"
    return slider


def _box(name):
    box = document.createElement("input")
    box.type, box.inputMode, box.autocomplete = "text", "decimal", "off"
    box.ariaLabel = name
    box.setAttribute("aria-describedby", "weight-problem")
    return box
