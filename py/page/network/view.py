"""The buttons over the drawn network: what the reader points at, opens, adds and removes.

The engine paints the drawing (``engine/canvas/network.py``); here lie real buttons in the same
places, for the mouse, the finger and the keyboard (MicroPython).
"""

# ruff: noqa: RUF005 - MicroPython cannot unpack one list inside another

from pyscript import document

from page.browser import listen_to, theme
from page.network.inspector import Inspector
from page.network.nodes import INPUTS, Nodes, enable, name_of_unit
from page.network.pointing import Pointing, unit_of
from playground.look.diagram import Diagram
from playground.settings.table import MAX_HIDDEN_UNITS, MAX_LAYERS
from playground.settings.values import layer_units, widths_of


class NetworkView:
    """Stands between the drawing of the network and the page.

    Parameters
    ----------
    page : Page
        Whose settings it changes, and through which it talks with the engine.
    """

    def __init__(self, page):
        self._page = page
        self._stage = document.querySelector("#wires")
        self._canvas = document.querySelector("#network")
        self._nodes = Nodes(document.querySelector("#nodes"))
        self._pointing = Pointing()
        self._inspector = Inspector(self._set_weight, self._turn, self._on_closed)
        self._values = page.choices.values
        self._built = self._sizes = None
        self._numbers = None  # of the unit that the engine was last asked for
        self._asked = {}  # what the engine was last asked to look at and to inspect
        self._has_picture = False
        self._is_touch = False
        for kind, function in (
            ("pointermove", self._on_move),
            ("pointerleave", self._on_leave),
            ("pointerdown", self._on_down),
            ("click", self._on_click),
            ("focusin", self._on_focus),
            ("focusout", self._on_focus),
            ("keydown", self._on_key),
        ):
            listen_to(self._stage, kind, function)
        listen_to(document.querySelector("#depth"), "click", self._on_depth)

    # ---- From the page

    def show(self, values):
        """Follow the settings; the drawing itself follows with the next picture."""
        self._values = values
        units = layer_units(values)
        document.querySelector("#depth output").value = str(len(units))
        for button in document.querySelectorAll("#depth button"):
            enable(button, 0 <= len(units) + int(button.dataset.deepen) <= MAX_LAYERS)
        if not self._has_picture:
            self._build([len(self._names())] + units + [1])

    def show_numbers(self, picture):
        """Follow a picture: the network on it and the numbers that were asked for."""
        if (picture["sizes"], self._names()) != self._built:
            self._build(picture["sizes"])
        self._numbers = numbers = picture["inspected"]
        if numbers:
            self._nodes.name(numbers)
        self._inspector.show(numbers)
        self._write_label()
        if not self._has_picture:
            # What was asked before the engine was there to hear it.
            self._has_picture, self._asked = True, {}
            self._ask()

    def lay_out(self):
        """Follow the size of the window and the theme."""
        if self._built:
            self._build(self._sizes)

    def _build(self, sizes):
        built = sizes, self._names()
        if built != self._built:
            self._inspector.close()  # its unit may be gone, or has other weights
        self._built, self._sizes = built, sizes
        width, height = self._canvas.clientWidth, self._canvas.clientHeight
        diagram = Diagram(sizes, max(width, 1), max(height, 1))
        self._pointing.diagram = diagram
        self._nodes.build(diagram, self._names(), theme())
        for button in self._stage.querySelectorAll("[data-widen]"):
            units = sizes[int(button.dataset.layer) + 1] + int(button.dataset.widen)
            enable(button, 1 <= units <= MAX_HIDDEN_UNITS)
        self._point_at(None)
        self._place_inspector()

    def _names(self):
        return self._values["features"].split(",")

    # ---- From the reader

    def _on_move(self, event):
        if event.pointerType != "touch":
            self._point_at(self._pointing.thing_at(event), event)

    def _on_leave(self, event):
        if event.pointerType != "touch":
            self._point_at(None)

    def _on_click(self, event):
        button = event.target.closest("[data-widen]")
        if button:
            self._widen(int(button.dataset.layer), int(button.dataset.widen))
            return
        thing = self._pointing.thing_at(event, self._is_touch)
        if event.detail == 0:  # by key: wherever the pointer rests, it is not meant
            self._point_at(None)
        elif self._is_touch:
            self._point_at(thing, event)
        if thing:
            self._open(thing)

    def _on_down(self, event):
        self._is_touch = event.pointerType == "touch"

    def _on_focus(self, event):
        if event.target.closest("#nodes button"):
            self._nodes.make_tab_stop(event.target)
        self._ask()

    def _on_key(self, event):
        self._is_touch = False
        if event.key == "Escape" and self._inspector.place:
            self._inspector.close()
        elif event.target.closest("#nodes button") and self._nodes.move(event.target, event.key):
            event.preventDefault()

    def _on_depth(self, event):
        button = event.target.closest("[data-deepen]")
        if button and button.ariaDisabled != "true":
            units = layer_units(self._values)
            step = int(button.dataset.deepen)
            self._choose(units + [self._values["hidden_units"]] if step > 0 else units[:-1])

    def _widen(self, layer, step):
        units = layer_units(self._values)
        if layer < len(units) and 1 <= units[layer] + step <= MAX_HIDDEN_UNITS:
            units[layer] += step
            self._choose(units)

    def _choose(self, units):
        """Choose how many units each layer has."""
        widths, hidden_units = widths_of(units, self._values["hidden_units"])
        named = {"layers": str(len(units)), "widths": widths, "hidden_units": str(hidden_units)}
        self._page.choose(named)

    def _set_weight(self, place, source, value):
        layer, unit = place
        self._page.ask("weight", layer=layer, unit=unit, source=source, value=value)

    # ---- What is pointed at, and its number

    def _point_at(self, thing, event=None):
        if self._pointing.point_at(thing, event):
            self._ask()

    def _focused(self):
        """Return the unit that has the focus itself or in the inspector, or None."""
        focus = document.activeElement
        unit = focus.closest(".unit")
        if unit:
            return unit_of(unit)
        # Who sets a number wants to see what the whole network makes of it.
        if focus.closest("#inspector") and focus.tagName != "INPUT" and self._inspector.place:
            return self._inspector.place + (None,)
        return None

    def _ask(self):
        """Let the engine report and show what is pointed at or has the focus."""
        thing = self._pointing.thing or self._focused()
        if thing and not self._pointing.thing:
            self._pointing.label_unit(*thing[:2])
        is_hidden = thing and thing[2] is None and thing[0] < len(self._sizes) - 2
        self._send("look", thing[:2] if is_hidden else None)
        self._send("inspect", thing[:2] if thing else self._inspector.place)
        self._write_label()

    def _send(self, kind, place):
        """Send the engine a message, unless it says the same as the last one."""
        layer, unit = place or (-1, -1)
        if self._asked.get(kind, (-1, -1)) != (layer, unit):
            self._asked[kind] = (layer, unit)
            self._page.link.send(kind, layer=layer, unit=unit)

    def _write_label(self):
        thing = self._pointing.thing or self._focused()
        is_open = thing and thing[:2] == self._inspector.place  # where the number stands as well
        self._pointing.write_label(None if is_open else thing, self._numbers)

    # ---- The inspector

    def _open(self, thing):
        layer, unit, source = thing
        if layer:
            names = [f"unit {number + 1}" for number in range(self._sizes[layer])]
        else:
            names = [INPUTS[name] for name in self._names()]
        title = name_of_unit(layer, unit, len(self._sizes))
        self._nodes.mark_open((layer, unit))
        self._inspector.open((layer, unit), title, names, source, self._is_touch)
        self._inspector.enable_turns(self._sizes[layer + 1])
        self._place_inspector()
        if self._numbers and (layer, unit) == (self._numbers["layer"], self._numbers["unit"]):
            self._inspector.show(self._numbers)
        self._ask()

    def _place_inspector(self):
        if self._inspector.place:
            diagram = self._pointing.diagram
            column = diagram.columns[self._inspector.place[0] + 1]
            self._inspector.stand_beside(column.x, column.side, diagram.width)

    def _turn(self, layer, unit):
        self._point_at(None)
        self._open((layer, unit, None))

    def _on_closed(self, place, had_focus):
        self._nodes.mark_open(None)
        if had_focus:
            self._nodes.focus(place)
        self._ask()
