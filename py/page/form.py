"""The form's controls, read and written one way whatever kind they are (MicroPython)."""

import math

from pyscript import document

from playground.settings.table import CUSTOM, MIN_ON_SLIDER, NOISE, SWITCH
from playground.settings.values import SettingError, as_text, layer_units, parse

form = document.querySelector("#controls")

# What generated points have and one's own have not.
OF_SHAPES = ("n_samples", "noise", "balance")


def control(name):
    """Return the control or the read-out of that name."""
    return form.elements.namedItem(name)


def read(element):
    """Return what a control says, as text."""
    if element.type == "checkbox":
        return SWITCH[0] if element.checked else SWITCH[1]
    if element.type == "fieldset":
        boxes = element.querySelectorAll("input")
        return ",".join([box.value for box in boxes if box.checked])
    return element.value


def write(element, value):
    """Make a control say *value*."""
    if element.type == "checkbox":
        element.checked = value == SWITCH[0]
    elif element.type == "fieldset":
        for box in element.querySelectorAll("input"):
            box.checked = box.value in value.split(",")
    else:
        element.value = as_text(value)


def show(values):
    """Let all that stands beside the controls follow the *values* of the settings."""
    for output in document.querySelectorAll("[data-shows]"):
        value = values[output.dataset.shows]
        is_share = output.hasAttribute("data-percent")
        output.value = f"{round(100 * value)} %" if is_share else as_text(value)
    units = layer_units(values)
    if units and min(units) < max(units):
        document.querySelector("[data-shows=hidden_units]").value = f"{min(units)}–{max(units)}"
    for slider in document.querySelectorAll("[data-log-of]"):
        if slider != document.activeElement:
            number = max(values[slider.dataset.logOf], MIN_ON_SLIDER)
            slider.value = str(math.log(number) / math.log(10))
    for name in OF_SHAPES:
        control(name).disabled = values["shape"] == CUSTOM
        if values["shape"] == CUSTOM:
            document.querySelector(f"[data-shows={name}]").value = "–"


def follow_shape():
    """Take the noise that the chosen shape comes with."""
    write(control("noise"), NOISE[control("shape").value])


def follow_widths():
    """Have a layer for each of the widths that the reader has written."""
    widths = control("widths").value
    try:
        parse("widths", widths)
    except SettingError:
        return  # which the page reports when it reads the form
    if widths:
        write(control("layers"), widths.count("-") + 1)


def make_layers_alike():
    """Let the slider speak for all layers, and for a first one if there is none."""
    write(control("widths"), "")
    if control("layers").value == "0":
        write(control("layers"), 1)


def new_seed():
    """Return a seed short enough to be read out to somebody."""
    return int(document.defaultView.Math.random() * 10000)
