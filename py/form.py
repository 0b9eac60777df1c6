"""The form's controls, read and written one way whatever kind they are (MicroPython)."""

from pyscript import document

from playground.settings import SWITCH, as_text
from playground.theme import unit_look

form = document.querySelector("#controls")


def control(name):
    """Return the control or the read-out of that name."""
    return form.elements.namedItem(name)


def read(element):
    """Return what a control says, as text."""
    if element.type == "checkbox":
        return SWITCH[0] if element.checked else SWITCH[1]
    return element.value


def write(element, value):
    """Make a control say *value*."""
    if element.type == "checkbox":
        element.checked = value == SWITCH[0]
    else:
        element.value = as_text(value)


def show_units(number, theme):
    """Keep a button for each hidden unit, in the colour of its line."""
    units = document.querySelector("#units")
    while units.children.length > number:
        units.lastElementChild.remove()
    while units.children.length < number:
        units.append(_unit_button(units.children.length))
    for unit in range(number):
        color, dashes = unit_look(theme, unit)
        line = units.children[unit].querySelector("path")
        line.setAttribute("stroke", color)
        line.setAttribute("stroke-dasharray", " ".join([str(2 * length) for length in dashes]))


def _unit_button(unit):
    """Return a list item with the button of hidden *unit*, counted from 0."""
    item, button = document.createElement("li"), document.createElement("button")
    button.type = "button"
    button.dataset.unit = str(unit)
    button.ariaLabel = f"Hidden unit {unit + 1}"
    line = document.querySelector("#legend .wide").cloneNode(True)
    line.querySelector("path").setAttribute("class", "unit")
    button.append(line, str(unit + 1))
    item.append(button)
    return item


def new_seed():
    """Return a seed short enough to be read out to somebody."""
    return int(document.defaultView.Math.random() * 10000)
