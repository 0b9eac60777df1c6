"""What the reader points at on the drawn network, and its number beside it (MicroPython).

A thing is (layer, unit, source): the connection from a source to a unit, or without a source
the unit itself. Layer 0 is the first hidden one.
"""

from pyscript import document

from page.browser import enlarged
from page.network.nodes import as_number

# How far from a connection it is still meant, in CSS pixels: by a mouse, and by a finger.
REACH, FINGER_REACH = 7, 16
# A label that begins further to the right than this share of the drawing ends at the pointer.
FAR_RIGHT = 0.7


class Pointing:
    """Finds the thing under a pointer, lights it and places its label.

    Attributes
    ----------
    thing : tuple or None
        What the pointer is at.
    diagram : Diagram or None
        Of the network as it is painted.
    """

    def __init__(self):
        self._stage = document.querySelector("#wires")
        self._canvas = document.querySelector("#network")
        self._label = document.querySelector("#number")
        self._wire = document.querySelector("#wire path")
        self.thing = None
        self.diagram = None

    def thing_at(self, event, is_touch=False):
        """Return the unit or the connection under the pointer, or None."""
        unit = event.target.closest(".unit")
        if unit:
            return unit_of(unit)
        if event.target.closest("button, #inspector"):
            return None
        reach = FINGER_REACH if is_touch else REACH
        found = self.diagram.nearest(*self._place_of(event), reach)
        return (found.layer, found.unit, found.source) if found else None

    def point_at(self, thing, event=None):
        """Let the pointer be at a *thing*, or at none; tell whether that is another one."""
        is_new = thing != self.thing
        if is_new:
            self.thing = thing
            is_wire = thing and thing[2] is not None
            self._stage.style.cursor = "ns-resize" if is_wire else ""
        if thing and event:
            self._place_label(*self._place_of(event))
        return is_new

    def light(self, thing):
        """Lay the highlighter under a connection, or under all of a unit, or nowhere."""
        if not thing:
            self._wire.setAttribute("d", "")
            return
        layer, unit, source = thing
        curve, columns = self.diagram.curve, self.diagram.columns
        if source is not None:
            curves = [curve(layer, source, unit)]
        else:
            curves = [curve(layer, before, unit) for before in range(columns[layer].units)]
            if layer + 2 < len(columns):
                after = range(columns[layer + 2].units)
                curves += [curve(layer + 1, unit, target) for target in after]
        self._wire.setAttribute("d", "".join(curves))

    def label_unit(self, layer, unit):
        """Place the label at the corner of a unit, where no pointer says another place."""
        column = self.diagram.columns[layer + 1]
        x, y = self.diagram.place(layer + 1, unit)
        self._place_label(x + column.side / 2, y + column.side / 2)

    def write_label(self, thing, value):
        """Say the number of a *thing*, or nothing while that is not known."""
        self._label.hidden = value is None
        if value is not None:
            name = "bias" if thing[2] is None else "weight"
            self._label.textContent = f"{name} {as_number(value)}"

    def _place_of(self, event):
        """Return where on the drawing something happened, in lengths of the diagram."""
        box = self._canvas.getBoundingClientRect()
        return (event.clientX - box.left) / enlarged(), (event.clientY - box.top) / enlarged()

    def _place_label(self, x, y):
        x, y = x * enlarged(), y * enlarged()
        style = self._label.style
        style.left, style.top = f"{x:.0f}px", f"{y:.0f}px"
        is_far = x > FAR_RIGHT * self._stage.clientWidth
        self._label.className = "leftwards" if is_far else ""


def number_of(thing, numbers):
    """Return the number of a *thing* among those of its unit, or None if these are of another."""
    if not thing or not numbers or thing[:2] != (numbers["layer"], numbers["unit"]):
        return None
    source = thing[2]
    return numbers["bias"] if source is None else numbers["weights"][source]


def unit_of(button):
    """Return the thing that a unit's button stands for."""
    return int(button.dataset.layer), int(button.dataset.unit), None
