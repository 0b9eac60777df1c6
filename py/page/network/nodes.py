"""The buttons of the drawn network, as elements of the page (MicroPython).

They are made anew only where the network has other units than before, so that the one with the
focus keeps it. The tab key reaches one of them, arrows lead to the others.
"""

from pyscript import document

from page.browser import ARROWS
from page.network.symbols import append_symbols
from playground.look.theme import unit_look
from playground.settings.table import FEATURES, MAX_HIDDEN_UNITS

# How the inputs are written in formulas.
INPUTS = dict(zip(FEATURES.words, FEATURES.texts))  # noqa: B905 - MicroPython has no strict
# Of a unit's frame, in CSS pixels; dashes are given in such widths.
FRAME = 2
SVG = "http://www.w3.org/2000/svg"


class Nodes:
    """Keeps a column of buttons for each layer.

    Parameters
    ----------
    element : HTMLElement
        Its children are the columns: inputs, hidden layers, output.
    """

    def __init__(self, element):
        self._element = element
        self._columns = element.children

    # ---- What there is

    def build(self, diagram, names, theme):
        """Show the units of *diagram* in their places.

        Parameters
        ----------
        diagram : Diagram
            Of the network as it is painted.
        names : list of str
            Of its inputs, as in the table of settings.
        theme : str
            A key of `theme.THEMES`.
        """
        focus = document.activeElement
        has_focus = self._element.contains(focus)
        output = self._element.lastElementChild
        while self._columns.length > len(diagram.columns):
            output.previousElementSibling.remove()
        while self._columns.length < len(diagram.columns):
            output.before(_hidden_column(self._columns.length - 2))
        for index, column in enumerate(diagram.columns):
            style = self._columns[index].style
            style.setProperty("--side", f"{column.side}px")
            style.setProperty("--pitch", f"{column.pitch:.4g}px")
        self._show_inputs(names, diagram.columns[0])
        last = len(diagram.columns) - 2
        for layer in range(last):
            self._show_units(layer, diagram.columns[layer + 1])
            self._show_steps(layer, diagram)
        self._show_looks(diagram.columns[1].units if last else 0, theme)
        button = output.firstElementChild
        button.dataset.layer = str(last)
        _put(button, diagram.place(last + 1, 0))
        if has_focus and not self._element.contains(focus):
            # The unit that had the focus is gone: the one before it is the nearest.
            self._units(min(int(focus.dataset.layer), last))[-1].focus()
        if not self._element.querySelector("[tabindex='0']"):
            button.tabIndex = 0

    def _show_inputs(self, names, column):
        labels = self._columns[0]
        while labels.children.length > len(names):
            labels.lastElementChild.remove()
        while labels.children.length < len(names):
            label = document.createElement("span")
            label.className = "input"
            labels.append(label)
        for row, name in enumerate(names):
            label = labels.children[row]
            label.replaceChildren()
            append_symbols(label, INPUTS[name])
            _put(label, column.place(row))

    def _show_units(self, layer, column):
        units = self._units(layer)
        while len(units) > column.units:
            units.pop().remove()
        while len(units) < column.units:
            button = _unit_button(layer, len(units))
            if units:
                units[-1].after(button)
            else:
                self._columns[layer + 1].prepend(button)
            units.append(button)
        for unit, button in enumerate(units):
            _put(button, column.place(unit))

    def _show_steps(self, layer, diagram):
        """Let a layer among several have two buttons of its own, if there is room for them."""
        column, x = self._columns[layer + 1], diagram.columns[layer + 1].x
        buttons = column.querySelectorAll(".widen")
        if diagram.has_buttons and not buttons.length:
            column.append(_widen_button(layer, -1), _widen_button(layer, 1))
        elif not diagram.has_buttons:
            for button in buttons:
                button.remove()
        for button in column.querySelectorAll(".widen"):
            button.style.left = f"{x:.4g}px"
            units = diagram.columns[layer + 1].units + int(button.dataset.widen)
            enable(button, 1 <= units <= MAX_HIDDEN_UNITS)

    def _show_looks(self, number, theme):
        """Give the units of the first hidden layer the look of their lines in the plane."""
        for unit, button in enumerate(self._units(0)[:number]):
            color, dashes = unit_look(theme, unit)
            frame = button.querySelector("rect")
            frame.setAttribute("stroke", color)
            lengths = " ".join([str(FRAME * length) for length in dashes])
            frame.setAttribute("stroke-dasharray", lengths)

    def _units(self, layer):
        found = self._columns[layer + 1].querySelectorAll(".unit")
        return [found[index] for index in range(found.length)]

    # ---- What it says

    def name(self, numbers):
        """Let a unit's name say its bias."""
        layer, unit = numbers["layer"], numbers["unit"]
        name = name_of_unit(layer, unit, self._columns.length)
        self._units(layer)[unit].ariaLabel = f"{name}: bias {as_number(numbers['bias'])}"

    def mark_open(self, place):
        """Mark the unit that the inspector is open for, or none."""
        for button in self._element.querySelectorAll("[aria-expanded='true']"):
            button.ariaExpanded = "false"
        if place:
            self._units(place[0])[place[1]].ariaExpanded = "true"

    # ---- The keyboard

    def focus(self, place):
        """Give the focus to a unit, if it is still there."""
        layer, unit = place
        if layer + 1 < self._columns.length:
            units = self._units(layer)
            units[min(unit, len(units) - 1)].focus()

    def make_tab_stop(self, button):
        """Let the tab key come back to this button."""
        for other in self._element.querySelectorAll("[tabindex='0']"):
            other.tabIndex = -1
        button.tabIndex = 0

    def move(self, button, key):
        """Give the focus to the next button in the direction of an arrow key; tell if it is one."""
        across, down = ARROWS.get(key, (0, 0))
        column = button.parentElement
        row, units = _row_of(button, column)
        if across:
            index = int(button.dataset.layer) + 1 + across
            if 1 <= index < self._columns.length:
                column = self._columns[index]
                # At the same height: the first beside the first, the last beside the last.
                share = min(row, units - 1) / (units - 1) if units > 1 else 0.5
                row = int(share * (column.querySelectorAll(".unit").length - 1) + 0.5)
        row = min(max(row + down, 0), column.children.length - 1)
        column.children[row].focus()
        return bool(across or down)


def name_of_unit(layer, unit, columns):
    """Return how a unit is called among all; there are so many *columns*."""
    return "Output" if layer == columns - 2 else f"Layer {layer + 1}, unit {unit + 1}"


def short_name_of_unit(layer, unit, columns):
    """Return how a unit is called where it is clear which layer is meant."""
    is_only_layer = columns == 3 and layer == 0
    return f"Unit {unit + 1}" if is_only_layer else name_of_unit(layer, unit, columns)


def as_number(value):
    """Write a weight or a bias for the reader to look at."""
    return f"{value:.3f}".replace("-", "−")


def enable(button, is_enabled):
    """Say whether a button does anything; disabled in earnest it would lose the focus."""
    button.ariaDisabled = "false" if is_enabled else "true"


def _row_of(button, column):
    """Return which of the buttons of a column it is, and how many units are among them."""
    buttons = column.children
    for row in range(buttons.length):
        if buttons[row].isSameNode(button):
            return row, column.querySelectorAll(".unit").length


def _hidden_column(layer):
    """Return a column with no units yet."""
    column = document.createElement("div")
    column.className = "column"
    column.role = "group"
    column.ariaLabel = f"Hidden layer {layer + 1}"
    return column


def _widen_button(layer, step):
    button = _button("widen", layer)
    button.dataset.widen = str(step)
    button.ariaLabel = f"One unit {'more' if step > 0 else 'less'} in layer {layer + 1}"
    button.textContent = "+" if step > 0 else "−"
    return button


def _unit_button(layer, unit):
    button = _button("unit", layer)
    button.dataset.unit = str(unit)
    button.ariaLabel = f"Layer {layer + 1}, unit {unit + 1}"
    button.ariaExpanded = "false"
    frame = document.createElementNS(SVG, "svg")
    frame.setAttribute("aria-hidden", "true")
    frame.append(document.createElementNS(SVG, "rect"))
    button.append(frame)
    return button


def _button(kind, layer):
    button = document.createElement("button")
    button.type, button.className, button.tabIndex = "button", kind, -1
    button.dataset.layer = str(layer)
    return button


def _put(element, place):
    """Put the middle of an element at a place on the drawing."""
    x, y = place
    element.style.left, element.style.top = f"{x:.5g}px", f"{y:.5g}px"
