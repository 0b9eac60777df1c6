"""Forward and backward: the article's lines, with the shape of each array (MicroPython).

A formula is written with ``_`` before what stands low and ``^`` before what stands high; capital
and small letters that stand alone are symbols.
"""

from collections import namedtuple

from pyscript import document

from page.browser import listen_to

# A line: the array that it makes, "" for the update; its formula; its shape; how that comes about,
# in shapes; which part of the computation it belongs to; and why it is so.
Line = namedtuple("Line", "quantity formula shape made_of way why")

DERIVATIVES = {
    "tanh": "(1 − a_{}^2)",
    "sigmoid": "a_{} ⊙ (1 − a_{})",
    "relu": "[z_{} > 0]",
    "leaky_relu": "slope(z_{})",
    "linear": "",
}
FUNCTIONS = {
    "tanh": "tanh", "sigmoid": "σ", "relu": "max", "leaky_relu": "leaky", "linear": "",
}  # fmt: skip

WHY = {
    "z": "Each unit weighs what comes in and adds its bias: zero on its line.",
    "a": "The activation squeezes the sum: which side of the line, and how surely.",
    "z_out": "The output weighs what the units say.",
    "a_out": "The sigmoid turns that sum into a probability of class 1.",
    "loss": "How surprised the network is by the true class y; training makes the mean small.",
    "dz_out": "The output’s error: what it said minus what is true.",
    "dW": "How the loss changes with each weight: error times what came in, on average.",
    "db": "The same for each bias: the error itself, on average.",
    "dz": "Each unit’s part in the error: back through the weights, times its slope.",
    "update": "One step of the learning rate downhill; then the next epoch begins.",
}
HINT = "Point at a line to see why it is so. The chips say the shape of what it makes."


def lines_of(sizes, n, activation):
    """Return the lines for a network of these layer *sizes* and *n* points.

    Parameters
    ----------
    sizes : list of int
        From the inputs to the output.
    n : int
        Points to learn from, one in each column.
    activation : str
        Of the hidden units.
    """
    last = len(sizes) - 1
    lines = []
    for layer in range(1, last + 1):
        units, inputs = sizes[layer], sizes[layer - 1]
        is_output = layer == last
        came_in = f"a_{layer - 1}" if layer > 1 else "X"
        made = f"({units}, {inputs})({inputs}, {n}) + ({units}, 1)"
        formula = f"z_{layer} = W_{layer} {came_in} + b_{layer}"
        why = WHY["z_out" if is_output else "z"]
        lines.append(Line(f"z{layer}", formula, (units, n), made, "forward", why))
        function = "σ" if is_output else FUNCTIONS[activation]
        argument = f"{function}(z_{layer})" if function else f"z_{layer}"
        if function == "max":
            argument = f"max(0, z_{layer})"
        formula = f"a_{layer} = {argument}"
        why = WHY["a_out" if is_output else "a"]
        lines.append(
            Line(f"a{layer}", formula, (units, n), "each number for itself", "forward", why)
        )
    formula = f"L = −y log a_{last} − (1 − y) log(1 − a_{last})"
    lines.append(Line("loss", formula, (1, n), "", "forward", WHY["loss"]))
    for layer in range(last, 0, -1):
        lines.extend(_backward(sizes, n, activation, layer))
    lines.append(Line("", "W ← W − α dW,  b ← b − α db", None, "", "update", WHY["update"]))
    return lines


def _backward(sizes, n, activation, layer):
    last, units, inputs = len(sizes) - 1, sizes[layer], sizes[layer - 1]
    came_in = f"a_{layer - 1}^T" if layer > 1 else "X^T"
    if layer == last:
        formula, made = f"dz_{layer} = a_{layer} − y", f"({units}, {n}) − ({units}, {n})"
        why = WHY["dz_out"]
    else:
        slope = DERIVATIVES[activation].replace("{}", str(layer))
        formula = f"dz_{layer} = W_{layer + 1}^T dz_{layer + 1}"
        if slope:
            formula += f" ⊙ {slope}"
        above = sizes[layer + 1]
        made = f"({units}, {above})({above}, {n})" + (f" ⊙ ({units}, {n})" if slope else "")
        why = WHY["dz"]
    return [
        Line(f"dz{layer}", formula, (units, n), made, "backward", why),
        Line(
            f"dW{layer}", f"dW_{layer} = 1/n dz_{layer} {came_in}", (units, inputs),
            f"({units}, {n})({n}, {inputs})", "backward", WHY["dW"],
        ),
        Line(
            f"db{layer}", f"db_{layer} = 1/n Σ dz_{layer}", (units, 1),
            "summed over its columns", "backward", WHY["db"],
        ),
    ]  # fmt: skip


def parts_of(formula):
    """Return a *formula* as pairs: a tag, "" for plain text, and what stands in it."""
    parts, at = [], 0
    while at < len(formula):
        letter = formula[at]
        if letter in "_^":
            parts.append(("sub" if letter == "_" else "sup", formula[at + 1]))
            at += 2
            continue
        end = at
        while end < len(formula) and (formula[end].isalpha() or formula[end] in GREEK):
            end += 1
        word = formula[at:end]
        if word in SYMBOLS:
            parts.append(("i", word))
        elif word:
            parts.append(("", word))
        else:
            parts.append(("", letter))
            end = at + 1
        at = end
    return parts


# Letters that MicroPython does not take for some.
GREEK = "ασ"
SYMBOLS = ("z", "a", "W", "X", "b", "L", "y", "n", "dz", "dW", "db", "α", "σ")


class Listing:
    """Shows the lines of the network that is on the picture."""

    def __init__(self):
        self._list = document.querySelector("#listing")
        self._why = document.querySelector(".why")
        self._why.textContent = HINT
        self._shown = None
        self._lines = []
        for event in ("pointerover", "click", "focusin"):
            listen_to(self._list, event, self._on_point)
        listen_to(self._list, "keydown", self._on_key)

    def show(self, sizes, n, activation):
        """Show the lines of a network, as `lines_of`."""
        if (sizes, n, activation) != self._shown:
            self._shown = (sizes, n, activation)
            self._lines = lines_of(sizes, n, activation)
            items = [_item(line) for line in self._lines]
            items[0].tabIndex = 0
            self._list.replaceChildren(*items)
            self._why.textContent = HINT

    def mark(self, quantity):
        """Mark the line that makes a *quantity*, and say why it is so."""
        for line, item in zip(self._lines, self._list.children):  # noqa: B905
            item.ariaCurrent = "true" if line.quantity == quantity else None
            if line.quantity == quantity:
                self._why.textContent = line.why

    def _on_key(self, event):
        """Lead from one line to the next."""
        item = event.target.closest("li")
        ways = {"ArrowDown": "nextElementSibling", "ArrowUp": "previousElementSibling"}
        to = getattr(item, ways[event.key]) if item and event.key in ways else None
        if to:
            event.preventDefault()
            item.tabIndex, to.tabIndex = -1, 0
            to.focus()

    def _on_point(self, event):
        item = event.target.closest("li")
        if item:
            self.mark(item.getAttribute("data-quantity") or "")


def _item(line):
    item = document.createElement("li")
    item.dataset.way, item.tabIndex = line.way, -1
    if line.quantity:
        item.dataset.quantity = line.quantity
    formula = document.createElement("span")
    formula.className = "formula"
    for tag, text in parts_of(line.formula):
        if tag:
            element = document.createElement(tag)
            element.textContent = text
            formula.append(element)
        else:
            formula.append(text)
    item.append(formula)
    if line.shape:
        item.dataset.shape = ",".join([str(length) for length in line.shape])
        shape = document.createElement("span")
        shape.className, shape.textContent = "shape", f"({line.shape[0]}, {line.shape[1]})"
        made_of = document.createElement("span")
        made_of.className, made_of.textContent = "from", line.made_of
        item.append(shape, made_of)
    return item
