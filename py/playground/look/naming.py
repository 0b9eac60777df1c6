"""Which parameter is meant: its place in the network, its place in theta, and its name.

Python counts from 0; the names that readers see count from 1, as the article's do. It runs under
MicroPython (the page) and CPython.
"""

from collections import namedtuple

ZERO = ord("₀")


class Parameter(namedtuple("Parameter", ("layer", "unit", "source"))):
    """One weight or bias: ``weights[layer][unit, source]``, or ``biases[layer][unit, 0]``.

    Attributes
    ----------
    layer, unit : int
        Counted from 0.
    source : int or None
        The unit below from which the weight leads; None of a bias.
    """

    @property
    def name(self) -> str:
        """What a reader calls it: "W₁[2, 1]", or "b₁[2]" for a bias."""
        if self.source is None:
            return f"{symbol('b', self.layer)}[{self.unit + 1}]"
        return f"{symbol('W', self.layer)}[{self.unit + 1}, {self.source + 1}]"


def all_parameters(layer_sizes: list | tuple) -> list[Parameter]:
    """Return the parameters of a network in the order of theta, as ``parameters`` describes it."""
    found = []
    for layer in range(len(layer_sizes) - 1):
        for unit in range(layer_sizes[layer + 1]):
            for source in range(layer_sizes[layer]):
                found.append(Parameter(layer, unit, source))
            found.append(Parameter(layer, unit, None))
    return found


def symbol(letters: str, layer: int) -> str:
    """Return the article's symbol of an array: "W₁" for the *letters* W and layer 0."""
    return letters + subscript(layer + 1)


def subscript(number: int) -> str:
    """Write a *number* small and low."""
    return "".join([chr(ZERO + int(digit)) for digit in str(number)])
