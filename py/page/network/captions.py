"""The names of the layers above the drawn network (MicroPython)."""

from pyscript import document

from page.network.symbols import append_symbols


class Captions:
    """Says what each column is, and what lies between two of them."""

    def __init__(self):
        self._element = document.querySelector("#captions")

    def build(self, diagram):
        """Name the columns of a `Diagram`."""
        self._element.replaceChildren()
        for x, word, symbols in diagram.captions():
            name = document.createElement("span")
            name.style.left = f"{x:.4g}px"
            if word:
                name.append(word)
            append_symbols(name, symbols)
            self._element.append(name)
