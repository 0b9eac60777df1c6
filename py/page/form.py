"""The form: it shows the values that are in force, and says what a reader does to a control."""

import math

from pyscript import document, ffi

from playground.settings.kinds import as_text
from playground.settings.table import BY_NAME, CUSTOM, MIN_ON_SLIDER, SETTINGS, SWITCH
from playground.settings.values import in_words

form = document.querySelector("#controls")

# What generated points have and one's own have not.
OF_SHAPES = ("n_samples", "noise", "balance")
# The factor from one step of the arrow keys to the next, where numbers have equal factors: ten of
# them are a tenfold.
FACTOR = 10**0.1
SMALL_STEP = 0.01  # where they have not


def control(name):
    """Return the control or the read-out of that name."""
    return form.elements.namedItem(name)


def named_by(element):
    """Return the name of the setting that *element* sets and what it says, as a dict of one.

    An element that sets none, such as a guess, gives an empty one.
    """
    group = element.closest("fieldset[name]")
    name = element.getAttribute("data-log-of") or (group.name if group else element.name)
    return {name: _read(control(name))} if name in BY_NAME else {}


def next_number(name, value, is_up):
    """Return the text of the next larger or smaller number that the setting *name* can have.

    It may be one too many, of which the reader is told.
    """
    allowed = BY_NAME[name].allowed
    if allowed.control == "log":
        return f"{_by_factor(value, is_up, allowed.low, allowed.high):.2g}"
    step = getattr(allowed, "step", None) or (1 if isinstance(value, int) else SMALL_STEP)
    if isinstance(value, str):  # a word in the place of a number: "all"
        return "1" if is_up else value
    return as_text(value + (step if is_up else -step))


def _by_factor(value, is_up, low, high):
    """Return the next number where they have equal factors; a small step leads to either end."""
    if is_up:
        return min(max(value * FACTOR, MIN_ON_SLIDER), high)
    return max(value / FACTOR, MIN_ON_SLIDER) if value > MIN_ON_SLIDER else low


def chosen_early():
    """Return what was set before this code had arrived (static/form.mjs has watched)."""
    elements = [control(setting.name) for setting in SETTINGS]
    return {one.name: _read(one) for one in elements if one.hasAttribute("data-chosen")}


class Form:
    """Lets the controls, and what stands beside them, follow the values."""

    def __init__(self):
        self._shown = {}  # what the controls say, as far as that is known

    def show(self, values, problems=()):
        """Let every control say its value, whatever is in it; what was wrong stays beside it."""
        for name in values:
            self._write(name, values[name])
        _show_beside(values)
        _show_problems(problems)

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
            elif element.type == "text" and element.matches(":focus"):
                element.ariaInvalid = "false"
                self._shown.pop(name, None)
            elif self._shown.get(name) != values[name]:
                self._write(name, values[name])
        _show_beside(values)
        _show_problems(problems)

    def _write(self, name, value):
        element = control(name)
        element.ariaInvalid = "false"
        _write(element, value)
        self._shown[name] = value


def _show_problems(problems):
    """Say beside each control what is wrong with it."""
    for place in document.querySelectorAll("[data-problem]"):
        said = [in_words(one) for one in problems if one.name == place.dataset.problem]
        is_new = bool(said) and place.hidden
        place.hidden = not said
        place.textContent = said[0] if said else ""
        if is_new:
            place.scrollIntoView(ffi.to_js({"block": "nearest"}))


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
        control(output.dataset.shows).setAttribute("aria-valuetext", output.value)
    for slider in document.querySelectorAll("[data-log-of]"):
        value = values[slider.dataset.logOf]
        slider.setAttribute("aria-valuetext", as_text(value))
        if not slider.matches(":focus"):
            slider.value = str(math.log(max(value, MIN_ON_SLIDER)) / math.log(10))
    for picture in document.querySelectorAll(".shapes button"):
        picture.className = "chosen" if picture.dataset.shape == values["shape"] else ""
    document.querySelector("[data-action=new_data]").disabled = values["shape"] == CUSTOM
    for name in OF_SHAPES:
        control(name).disabled = values["shape"] == CUSTOM
        if values["shape"] == CUSTOM:
            document.querySelector(f"[data-shows={name}]").value = "–"
