"""The form: it shows the values that are in force, and says what a reader does to a control."""

import math

from pyscript import document

from playground.settings.kinds import as_text
from playground.settings.table import CUSTOM, MIN_ON_SLIDER, SETTINGS, SWITCH
from playground.settings.values import layer_units

form = document.querySelector("#controls")

# What generated points have and one's own have not.
OF_SHAPES = ("n_samples", "noise", "balance")


def control(name):
    """Return the control or the read-out of that name."""
    return form.elements.namedItem(name)


def named_by(element):
    """Return the name of the setting that *element* sets and what it says, as a dict of one.

    An element that sets none, such as the timeline, gives an empty one.
    """
    group = element.closest("fieldset[name]")
    name = element.getAttribute("data-log-of") or (group.name if group else element.name)
    return {name: _read(control(name))} if name else {}


def chosen_early():
    """Return what was set before this code had arrived (static/form.mjs has watched)."""
    elements = [control(setting.name) for setting in SETTINGS]
    return {one.name: _read(one) for one in elements if one.hasAttribute("data-chosen")}


class Form:
    """Lets the controls, and what stands beside them, follow the values."""

    def __init__(self):
        self._shown = {}  # what the controls say, as far as that is known

    def show(self, values):
        """Let every control say its value, whatever is in it."""
        for name in values:
            self._write(name, values[name])
        _show_beside(values)

    def follow(self, values, problems):
        """Let the controls follow *values*, but for those in which the reader is writing.

        What is in a control and is a problem stays there, and is marked.
        """
        wrong = [problem.name for problem in problems]
        for name in values:
            element = control(name)
            if name in wrong:
                element.ariaInvalid = "true"
                self._shown.pop(name, None)
            elif element.type in ("number", "text") and element.matches(":focus"):
                element.ariaInvalid = "false"
                self._shown.pop(name, None)
            elif self._shown.get(name) != values[name]:
                self._write(name, values[name])
        _show_beside(values)

    def _write(self, name, value):
        element = control(name)
        element.ariaInvalid = "false"
        _write(element, value)
        self._shown[name] = value


def _read(element):
    """Return what a control says, as text."""
    if element.type == "checkbox":
        return SWITCH.words[0] if element.checked else SWITCH.words[1]
    if element.type == "fieldset":
        boxes = element.querySelectorAll("input")
        return ",".join([box.value for box in boxes if box.checked])
    return element.value


def _write(element, value):
    """Make a control say *value*, or the nearest that it can."""
    if element.type == "checkbox":
        element.checked = value == SWITCH.words[0]
    elif element.type == "fieldset":
        for box in element.querySelectorAll("input"):
            box.checked = box.value in value.split(",")
    else:
        element.value = as_text(value)


def _show_beside(values):
    """Let the numbers beside sliders, and sliders beside numbers, follow the values."""
    for output in document.querySelectorAll("[data-shows]"):
        value = values[output.dataset.shows]
        is_share = output.hasAttribute("data-percent")
        output.value = f"{round(100 * value)} %" if is_share else as_text(value)
    units = layer_units(values)
    if units and min(units) < max(units):
        document.querySelector("[data-shows=hidden_units]").value = f"{min(units)}–{max(units)}"
    for slider in document.querySelectorAll("[data-log-of]"):
        if not slider.matches(":focus"):
            number = max(values[slider.dataset.logOf], MIN_ON_SLIDER)
            slider.value = str(math.log(number) / math.log(10))
    for name in OF_SHAPES:
        control(name).disabled = values["shape"] == CUSTOM
        if values["shape"] == CUSTOM:
            document.querySelector(f"[data-shows={name}]").value = "–"
