"""The names of the layers above the drawn network (MicroPython)."""

from pyscript import document

from page.network.symbols import append_symbols
from playground.look.naming import subscript

# What names with words, and the names of weights between them, need from one column to the next.
ROOM_FOR_WORDS, ROOM_FOR_WEIGHTS, ROOM_FOR_SUMS = 134, 84, 40


class Captions:
    """Says what each column is, and what lies between two of them."""

    def __init__(self):
        self._element = document.querySelector("#captions")

    def build(self, diagram):
        """Name the columns of a `Diagram`."""
        self._element.replaceChildren()
        last = len(diagram.columns) - 1
        for index, column in enumerate(diagram.columns):
            n = subscript(index)
            if index and diagram.spacing >= ROOM_FOR_WEIGHTS:
                self._append(column.x - diagram.spacing / 2, diagram, "", f"W{n} b{n}")
            if index == 0:
                self._append(column.x, diagram, "inputs", "X")
            elif index == last:
                self._append(column.x, diagram, "output", f"a{n}")
            else:
                sums = f"z{n} a{n}" if diagram.spacing >= ROOM_FOR_SUMS else f"a{n}"
                self._append(column.x, diagram, "hidden", sums)

    def _append(self, x, diagram, words, symbols):
        name = document.createElement("span")
        name.style.left = f"{x:.4g}px"
        if diagram.kind == "wide" and diagram.spacing >= ROOM_FOR_WORDS and words:
            name.append(words)
        append_symbols(name, symbols)
        self._element.append(name)
