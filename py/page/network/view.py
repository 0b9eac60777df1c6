"""The buttons over the drawn network: what the reader points at, opens, adds and removes.

The engine paints the drawing (``engine/canvas/network.py``); here lie real buttons in the same
places, for the mouse, the finger and the keyboard (MicroPython).
"""

# ruff: noqa: RUF005 - MicroPython cannot unpack one list inside another

from pyscript import document

from page.browser import enlarged, listen_to, theme
from page.network.by_hand import ByHand
from page.network.captions import Captions
from page.network.dragging import WireDrag
from page.network.inspector import Inspector
from page.network.nodes import INPUTS, Nodes, short_name_of_unit
from page.network.pointing import Pointing, number_of, unit_of
from page.network.steppers import Steppers
from page.readouts import show_scale
from page.summary import describe_unit
from playground.look.diagram import Diagram
from playground.look.theme import THEMES
from playground.settings.values import layer_units


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
        self._captions, self._steppers, self._by_hand = Captions(), Steppers(page), ByHand()
        self._inspector = Inspector(self._set_weight, self._turn, self._on_closed, page.voice.say)
        self._values = page.choices.values
        self._built = self._sizes = None
        self._numbers = None  # of the unit that the engine was last asked for
        self._asked = {}  # what the engine was last asked to look at and to inspect
        self._alone = None  # the unit that the picture shows
        self._has_picture = False
        self._is_touch = False
        self._drag = None  # the connection in the reader's hand
        self._has_dragged = False  # until the click that ends it has been
        for kind, function in (
            ("pointermove", self._on_move),
            ("pointerleave", self._on_leave),
            ("pointerdown", self._on_down),
            ("touchmove", self._on_touch_move),
            ("pointerup", self._on_up),
            ("pointercancel", self._on_cancel),
            ("click", self._on_click),
            ("focusin", self._on_focus),
            ("focusout", self._on_focus),
            ("keydown", self._on_key),
        ):
            listen_to(self._stage, kind, function)
        for kind in ("focusin", "focusout"):
            listen_to(document.querySelector("#inspector"), kind, self._on_focus)
        listen_to(document.querySelector("#inspector"), "keydown", self._on_key)

    # ---- From the page

    def show(self, values):
        """Follow the settings; the drawing itself follows with the next picture."""
        self._values = values
        if self._sizes:
            show_scale(values, self._sizes, self._alone)
        self._steppers.show(values)
        if not self._has_picture:
            self._build([len(self._names())] + layer_units(values) + [1])

    def show_numbers(self, picture):
        """Follow a picture: the network on it and the numbers that were asked for."""
        if (picture["sizes"], self._names()) != self._built:
            self._build(picture["sizes"])
        self._numbers = numbers = picture["inspected"]
        if numbers:
            self._nodes.name(numbers)
        if picture["state"] != "running":  # or the words would be others in every frame
            self._tell_alone()
        self._inspector.show(numbers)
        self._by_hand.show(picture)
        self._write_label()
        if not self._has_picture:
            # What was asked before the engine was there to hear it.
            self._has_picture, self._asked = True, {}
            self._ask()

    def look_at(self, layer, unit):
        """Hold a unit, if it is there: it is shown alone, its numbers in the card."""
        if layer + 1 < len(self._sizes) and unit < self._sizes[layer + 1]:
            self._open((layer, unit, None))

    def lay_out(self):
        """Follow the size of the window and the theme."""
        if not self._canvas.clientWidth:
            self._inspector.close()  # its tab was left: nothing there could let go of a unit
        if self._built:
            self._build(self._sizes)

    def _build(self, sizes):
        built = sizes, self._names()
        if built != self._built:
            self._inspector.close()  # its unit may be gone, or has other weights
        self._built, self._sizes = built, sizes
        lengths = self._canvas.clientWidth, self._canvas.clientHeight
        for name, length in zip(("width", "height"), lengths):  # noqa: B905 - MicroPython
            self._stage.style.setProperty(f"--drawn-{name}", f"{length}px")  # for a print
        diagram = Diagram(sizes, *[max(length / enlarged(), 1) for length in lengths])
        self._pointing.diagram = diagram
        self._nodes.build(diagram, self._names(), theme())
        self._captions.build(diagram)
        self._steppers.place(diagram)
        self._point_at(None)
        self._light()
        show_scale(self._values, sizes, self._alone)

    def _names(self):
        return self._values["features"].split(",")

    # ---- From the reader

    def _on_move(self, event):
        if self._drag and not event.buttons:
            self._drag = None  # it was let go elsewhere
        if self._drag:
            self._pull(event)
        elif event.pointerType != "touch":
            self._point_at(self._pointing.thing_at(event), event)

    def _on_touch_move(self, event):
        if self._drag:
            event.preventDefault()  # or else the panel would scroll as well

    def _on_leave(self, event):
        if event.pointerType != "touch" and not self._drag:
            self._point_at(None)

    def _on_click(self, event):
        button = event.target.closest("[data-widen]")
        if button:
            self._steppers.widen(int(button.dataset.layer), int(button.dataset.widen))
            return
        if self._has_dragged and event.detail:
            self._has_dragged = False
            return
        thing = self._pointing.thing_at(event, self._is_touch)
        if event.detail == 0:  # by key: wherever the pointer rests, it is not meant
            self._point_at(None)
        elif self._is_touch:
            self._point_at(thing, event)
        if thing:
            self._open(thing)

    def _on_down(self, event):
        self._is_touch, self._has_dragged = event.pointerType == "touch", False
        thing = self._pointing.thing_at(event, self._is_touch) if event.button == 0 else None
        if thing and thing[2] is not None:
            self._drag = WireDrag(thing, event.clientY)
            self._point_at(thing, event)

    def _pull(self, event):
        """Change the weight of the connection in the reader's hand."""
        drag = self._drag
        known, was_moving = number_of(drag.thing, self._numbers), drag.is_moving
        if drag.move(event.clientY, event.shiftKey, known):
            layer, unit, source = drag.thing
            self._set_weight((layer, unit), source, drag.value)
        if drag.is_moving and not was_moving:
            self._stage.setPointerCapture(event.pointerId)
        if drag.is_moving:
            self._point_at(drag.thing, event)
            self._write_label()

    def _on_up(self, _event):
        self._has_dragged = bool(self._drag and self._drag.is_moving)
        self._drag = None

    def _on_cancel(self, _event):
        self._drag = None  # the browser scrolls instead

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

    def _set_weight(self, place, source, value):
        layer, unit = place
        self._page.ask("weight", layer=layer, unit=unit, source=source, value=value)

    # ---- What is pointed at, and its number

    def _point_at(self, thing, event=None):
        if self._pointing.point_at(thing, event):
            self._ask()

    def _focused(self):
        """Return the unit that has the focus, or that is held open, or None."""
        unit = document.activeElement.closest(".unit")
        if unit:
            return unit_of(unit)
        # Who sets a number wants to see what the whole network makes of it.
        is_setting = document.activeElement.closest("#inspector input")
        return self._inspector.place + (None,) if self._inspector.place and not is_setting else None

    def _ask(self):
        """Let the engine report and show what is pointed at, has the focus or is held open."""
        thing = self._pointing.thing or self._focused()
        if thing and not self._pointing.thing:
            self._pointing.label_unit(*thing[:2])
        is_hidden = thing and thing[2] is None and thing[0] < len(self._sizes) - 2
        self._alone = thing[:2] if is_hidden else None
        self._send("look", self._alone)
        show_scale(self._values, self._sizes, self._alone)
        self._send("inspect", thing[:2] if thing else self._inspector.place)
        self._light()
        self._write_label()
        self._tell_alone()

    def _tell_alone(self):
        """Say in words which unit the picture shows alone."""
        words, numbers = "", self._numbers
        if self._alone:
            layer, unit = self._alone
            name = short_name_of_unit(layer, unit, len(self._sizes))
            is_known = numbers and self._alone == (numbers["layer"], numbers["unit"])
            inputs = [] if layer else [INPUTS[one] for one in self._names()]
            words = describe_unit(name, inputs, numbers if is_known else None)
        self._page.tell_unit(words)

    def _light(self):
        thing = self._pointing.thing or self._focused()
        if not thing and self._inspector.place:
            thing = self._inspector.place + (None,)
        self._pointing.light(thing)
        if self._page.maths:
            self._page.maths.touch(thing)

    def _send(self, kind, place):
        """Send the engine a message, unless it says the same as the last one."""
        layer, unit = place or (-1, -1)
        if self._asked.get(kind, (-1, -1)) != (layer, unit):
            self._asked[kind] = (layer, unit)
            self._page.link.send(kind, layer=layer, unit=unit)

    def _write_label(self):
        thing = self._pointing.thing or self._focused()
        value = number_of(thing, self._numbers)
        if self._drag and self._drag.is_moving:
            thing, value = self._drag.thing, self._drag.value
        elif thing and thing[:2] == self._inspector.place:
            value = None  # it stands in the card
        if thing and self._is_written(thing):
            value = None  # it stands on the drawing, and a label would hide others
        self._pointing.write_label(thing, value)

    def _is_written(self, thing):
        """Tell whether the drawing has room for the number of a *thing*."""
        layer, unit, source = thing
        diagram = self._pointing.diagram
        if source is None:
            return diagram.bias_place(layer + 1, unit) is not None
        return diagram.number_place(layer, source, unit) is not None

    # ---- The inspector

    def _open(self, thing):
        layer, unit, source = thing
        if layer:
            names = [f"unit {number + 1}" for number in range(self._sizes[layer])]
        else:
            names = [INPUTS[name] for name in self._names()]
        title = short_name_of_unit(layer, unit, len(self._sizes))
        color = unit_color(layer, unit) if layer < len(self._sizes) - 2 else "var(--ink)"
        self._nodes.mark_open((layer, unit))
        self._inspector.open((layer, unit), title, color, names, source, self._is_touch)
        self._inspector.enable_turns(self._sizes[layer + 1])
        if self._numbers and (layer, unit) == (self._numbers["layer"], self._numbers["unit"]):
            self._inspector.show(self._numbers)
        self._ask()

    def _turn(self, layer, unit):
        self._point_at(None)
        self._open((layer, unit, None))

    def _on_closed(self, place, had_focus):
        self._nodes.mark_open(None)
        if had_focus:
            self._nodes.focus(place)
        self._ask()


def unit_color(layer, unit):
    """Return the colour of a hidden unit's frame: those of the first layer have their line's."""
    colors = len(THEMES["light"].units)
    return "var(--control)" if layer else f"var(--unit-{unit % colors})"
