"""Which parameter is meant: its place in the network, its place in theta, and its name.

Python counts from 0; the names that readers see count from 1, as the article's do.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


class Parameter(NamedTuple):
    """One weight or bias: ``weights[layer][unit, source]``, or ``biases[layer][unit, 0]``."""

    layer: int
    unit: int
    source: int | None = None  # the unit below from which the weight leads; None: the bias

    @property
    def name(self) -> str:
        """What a reader calls it: "W₁[2, 1]", or "b₁[2]" for a bias."""
        if self.source is None:
            return f"{symbol('b', self.layer)}[{self.unit + 1}]"
        return f"{symbol('W', self.layer)}[{self.unit + 1}, {self.source + 1}]"


def all_parameters(layer_sizes: Sequence[int]) -> list[Parameter]:
    """Return the parameters of a network in the order of theta, as ``parameters`` describes it."""
    return [
        Parameter(layer, unit, source)
        for layer, (inputs, units) in enumerate(pairwise(layer_sizes))
        for unit in range(units)
        for source in (*range(inputs), None)
    ]


def symbol(letter: str, layer: int) -> str:
    """Return the article's symbol of an array: "W₁" for the *letter* W and layer 0."""
    return letter + str(layer + 1).translate(SUBSCRIPTS)


def listed(words: Sequence[str]) -> str:
    """Return the *words* as a list within a sentence: "1, 2 and 3"."""
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last
