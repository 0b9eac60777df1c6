"""How many layers and units: buttons for one more or less, with a box between (MicroPython).

The boxes are the form's own controls `layers` and `hidden_units`. With several layers the latter
is what all of them have; each has buttons of its own on the drawing.
"""

# ruff: noqa: RUF005 - MicroPython cannot unpack one list inside another

from pyscript import document

from page.browser import MORE_OR_LESS, enlarged, listen_to
from page.form import control
from page.network.nodes import enable
from playground.settings.table import MAX_HIDDEN_UNITS, MAX_LAYERS
from playground.settings.values import layer_units, widths_of


class Steppers:
    """The row of steppers below the drawn network.

    Parameters
    ----------
    page : Page
        Whose settings they change.
    """

    def __init__(self, page):
        self._page = page
        self._values = page.choices.values
        self._net = document.querySelector("#net")
        self._units = document.querySelector("#units")
        self._layers = document.querySelector("#depth")
        row = document.querySelector("#steppers")
        for kind, function in (
            ("click", self._on_click),
            ("keydown", self._on_key),
            ("input", self._on_text),
            ("change", self._on_text),
        ):
            listen_to(row, kind, function)

    def show(self, values):
        """Follow the settings."""
        self._values = values
        units = layer_units(values)
        self._net.dataset.depth = str(min(len(units), 2))
        for button in self._layers.querySelectorAll("button"):
            enable(button, 0 <= len(units) + int(button.dataset.deepen) <= MAX_LAYERS)
        for button in self._units.querySelectorAll("button"):
            step = int(button.dataset.widen)
            enable(button, 1 <= self._number() + step <= MAX_HIDDEN_UNITS)
            words = "more" if step > 0 else "less"
            button.ariaLabel = f"One unit {words} in {_where(units)}"
        _say(self._layers, "layer" if len(units) == 1 else "layers")
        _say(self._units, _unit_words(units))

    def place(self, diagram):
        """Put the units below their column, where there is one."""
        if len(diagram.columns) == 3:
            self._units.style.setProperty("--x", f"{diagram.columns[1].x * enlarged():.4g}px")

    def widen(self, layer, step):
        """Give one layer so many units more."""
        units = layer_units(self._values)
        if layer < len(units) and 1 <= units[layer] + step <= MAX_HIDDEN_UNITS:
            units[layer] += step
            self._choose(units)

    def _number(self):
        """Return what the box of the units says."""
        units = layer_units(self._values)
        return units[0] if len(units) == 1 else self._values["hidden_units"]

    def _deepen(self, step):
        units = layer_units(self._values)
        if 0 <= len(units) + step <= MAX_LAYERS:
            self._choose(units + [self._values["hidden_units"]] if step > 0 else units[:-1])

    def _widen_all(self, step):
        number = self._number() + step
        if 1 <= number <= MAX_HIDDEN_UNITS:
            control("hidden_units").value = str(number)
            self._page.choose({"hidden_units": str(number)})

    def _choose(self, units):
        """Choose how many units each layer has."""
        widths, hidden_units = widths_of(units, self._values["hidden_units"])
        # The form leaves alone the box in which the reader is.
        control("layers").value = str(len(units))
        named = {"layers": str(len(units)), "widths": widths, "hidden_units": str(hidden_units)}
        self._page.choose(named)

    def _on_click(self, event):
        button = event.target.closest("button")
        if not button or button.ariaDisabled == "true":
            return
        self._page.take_typed()
        if button.hasAttribute("data-deepen"):
            self._deepen(int(button.dataset.deepen))
        elif button.hasAttribute("data-widen"):
            self._widen_all(int(button.dataset.widen))

    def _on_key(self, event):
        step = MORE_OR_LESS.get(event.key)
        if event.target.tagName == "INPUT" and step:
            event.preventDefault()
            event.stopPropagation()
            self._page.take_typed()
            if event.target.name == "layers":
                self._deepen(step)
            else:
                self._widen_all(step)

    def _on_text(self, event):
        """Take "8,4" in the box of the units for what it is: the units of each layer."""
        box = event.target
        if box.name == "hidden_units" and ("," in box.value or "-" in box.value):
            event.stopPropagation()
            named = {"widths": box.value}
            if event.type == "change":
                self._page.correct(named)
            else:
                self._page.type(named)


def _where(units):
    return "layer 1" if len(units) == 1 else "each layer"


def _unit_words(units):
    if len(units) < 2:
        return "unit" if units == [1] else "units"
    return "units each" if len(set(units)) == 1 else "to all"


def _say(stepper, words):
    stepper.querySelector(".words").textContent = words
