"""The numbers of one unit in boxes: its bias and the weights that lead to it (MicroPython)."""

from pyscript import document, ffi

from page.browser import listen_to
from page.network.nodes import enable
from playground.settings.table import MAX_WEIGHT

PROBLEM = f"A weight or a bias can be a number from −{MAX_WEIGHT} to {MAX_WEIGHT}."
# From the unit to the inspector beside it, in CSS pixels.
DISTANCE = 14
BIAS = -1


class Inspector:
    """A small window over the page, open for one unit at a time.

    Parameters
    ----------
    set_number : callable
        ``set_number(place, source, value)``; the source of the bias is -1.
    turn : callable
        ``turn(layer, unit)`` opens the inspector for another unit.
    on_closed : callable
        ``on_closed(place, had_focus)`` gives the focus back if it was here.

    Attributes
    ----------
    place : (layer, unit) or None
        The unit that it is open for, or about to be, once its numbers are known.
    """

    def __init__(self, set_number, turn, on_closed):
        self._set_number, self._turn, self._on_closed = set_number, turn, on_closed
        self._element = document.querySelector("#inspector")
        self._boxes = self._element.querySelector(".boxes")
        self._problem = self._element.querySelector(".problem")
        self._title = self._element.querySelector("h3")
        self.place = None
        self._numbers = self._pending = None
        for kind, function in (("input", self._on_input), ("change", self._on_change)):
            listen_to(self._boxes, kind, function)
        listen_to(self._element, "click", self._on_click)

    def open(self, place, title, names, source, is_touch):
        """Open for a unit as soon as its numbers come.

        Parameters
        ----------
        place : (layer, unit)
            Which one.
        title : str
            What the reader calls it.
        names : list of str
            Of what its weights belong to, in order.
        source : int or None
            The weight to begin with, -1 for the bias.
        is_touch : bool
            Whether a finger has opened it: then no keyboard shall cover it at once.
        """
        self.place, self._numbers = place, None
        self._title.textContent = title
        self._pending = (names, source, is_touch)

    def show(self, numbers):
        """Show the newest numbers, if they are those of the unit that it is open for."""
        if not self.place or not numbers or self.place != (numbers["layer"], numbers["unit"]):
            return
        self._numbers = [numbers["bias"]] + numbers["weights"]
        if self._pending:
            self._build()
        boxes, focus = self._boxes.querySelectorAll("input"), document.activeElement
        for index, value in enumerate(self._numbers):
            # The reader writes in the one with the focus.
            if not boxes[index].isSameNode(focus):
                _write(boxes[index], value)
        if self._pending:
            self._begin()

    def close(self):
        """Go away."""
        place, self.place, self._pending = self.place, None, None
        had_focus = self._element.contains(document.activeElement)
        self._element.hidden = True
        if place:
            self._on_closed(place, had_focus)

    def enable_turns(self, units):
        """Say which way there are more units; its layer has so many."""
        for button in self._element.querySelectorAll("[data-turn]"):
            enable(button, 0 <= self.place[1] + int(button.dataset.turn) < units)

    def stand_beside(self, x, side, width):
        """Stand beside a unit, where there is more room; on a phone the style sheet decides."""
        style = self._element.style
        is_left = x < width / 2
        style.left = f"{x + side / 2 + DISTANCE:.0f}px" if is_left else "auto"
        style.right = "auto" if is_left else f"{width - x + side / 2 + DISTANCE:.0f}px"

    def _build(self):
        self._boxes.replaceChildren()
        names = ["bias"] + [f"from {name}" for name in self._pending[0]]
        for index, name in enumerate(names):
            label, box = document.createElement("label"), document.createElement("input")
            box.type, box.step, box.min, box.max = (
                "number",
                "0.1",
                str(-MAX_WEIGHT),
                str(MAX_WEIGHT),
            )
            box.setAttribute("aria-describedby", "weight-problem")
            box.dataset.source = str(index + BIAS)
            label.append(name, box)
            self._boxes.append(label)
        self._problem.textContent = ""
        self._element.hidden = False

    def _begin(self):
        """Give the focus to the box that the reader has asked for, or to the title."""
        _, source, is_touch = self._pending
        self._pending = None
        box = None if source is None else self._boxes.children[source - BIAS].lastElementChild
        if box:
            box.parentElement.scrollIntoView(ffi.to_js({"block": "nearest"}))
        if box and not is_touch:
            box.focus()
            box.select()
        elif not self._element.contains(document.activeElement):
            self._title.focus()

    def _on_click(self, event):
        button = event.target.closest("button")
        if not button:
            return
        if not button.hasAttribute("data-turn"):
            self.close()
        elif button.ariaDisabled != "true":
            layer, unit = self.place
            self._turn(layer, unit + int(button.dataset.turn))

    def _on_input(self, event):
        """Pass a number on while it is typed; a first minus is none yet."""
        box, self._problem.textContent = event.target, ""
        value = _read(box)
        box.ariaInvalid = "true" if value is None and box.value else "false"
        if value is not None:
            self._set_number(self.place, int(box.dataset.source), value)

    def _on_change(self, event):
        """Say what is wrong with what was left behind, and bring back the last good number."""
        box = event.target
        if _read(box) is None:
            self._problem.textContent = PROBLEM
            box.ariaInvalid = "false"
            _write(box, self._numbers[int(box.dataset.source) - BIAS])


def _read(box):
    """Return the number in a box, or None if there is none that is allowed."""
    try:
        value = float(box.value)
    except ValueError:
        return None
    return value if -MAX_WEIGHT <= value <= MAX_WEIGHT else None


def _write(box, value):
    text = f"{value:.3f}"
    if box.value != text:
        box.value = text
