"""What a network makes of the plane: surface, boundary, lines of the units and small maps."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from playground.activations import ACTIVATIONS
from playground.checks import Array
from playground.features import FeatureTransform
from playground.network import Network
from playground.outputs import OUTPUTS
from playground.picture.grid import Grid
from playground.picture.surface import nan_to_middle, normalized
from playground.picture.unit_labels import UnitLabel
from playground.picture.unit_lines import UnitLine, straight_line

# Nodes along each side of the small map of a unit; see grid.RESOLUTIONS.
MAP = 21
# The lines of the first layer bend so little that every second node will do.
LINE_STRIDE = 2


class Prediction(NamedTuple):
    """What a picture shows of a network."""

    heights: Array  # (nodes, nodes), the surface from 0 to 1; x₂ grows with the row
    scale: tuple[str, ...]  # the colours that stand for it, "#rrggbb", from 0 to 1
    boundary: list[Array]  # lines (n, 2) along which the probability is 0.5
    units: list[UnitLine]  # the lines of the hidden units
    labels: list[UnitLabel]  # and their names, on them
    mistakes: Array  # (2, k), points on the wrong side of the boundary, to be marked
    # Each unit's activation in small, from 0 to 1: (units, MAP, MAP) for each layer. The inputs
    # come first and the output last; x₂ grows with the row.
    maps: list[Array]


class GridActivations:
    """The activations of a network at the nodes of a grid, and what follows from them.

    Parameters
    ----------
    grid : Grid
        Over the plane.
    network : Network
        Any; without *features*, one with two inputs.
    features : FeatureTransform, optional
        What the network is told about a point; without it, x₁ and x₂.

    Attributes
    ----------
    probability : ndarray of shape (nodes, nodes)
        Of class 1.
    """

    def __init__(self, grid: Grid, network: Network, features: FeatureTransform | None) -> None:
        self._grid, self._network, self._features = grid, network, features
        self._activations = grid.activations(network, features)
        self.probability = nan_to_middle(self._activations[-1][0])

    def activation(self, layer: int, unit: int) -> Array:
        """Return the activation of a hidden unit at the nodes, from 0 to 1: (nodes, nodes)."""
        a = self._activations[layer + 1][[unit]]
        return nan_to_middle(normalized(a, ACTIVATIONS[self._network.activation].bounds)[0])

    def boundary(self) -> list[Array]:
        """Return the lines along which the probability is 0.5, a row for each corner."""
        # From node to node z changes evenly, where the probability may jump.
        output = OUTPUTS[self._network.output]
        level = float(output.inverse(np.array(output.boundary)))
        return self._grid.lines(output.inverse(self.probability), level)

    def zero_lines(self, layer: int, units: Sequence[int]) -> list[list[Array]]:
        """Return for each of the *units* of a layer the lines on which its sum z is zero."""
        features = self._features
        W, b = self._network.weights[layer][units], self._network.biases[layer][units]
        if layer > 0 or (features and not features.is_linear):
            return self._bent_lines(layer, W, b)
        lines = []
        for w, bias in zip(W, b[:, 0], strict=True):
            if features:
                w, bias = features.plane_weights(w, bias)
            lines.append(straight_line(w, bias, self._grid.limits))
        return lines

    def maps(self) -> list[Array]:
        """Return each unit's activation in small; see `Prediction`."""
        stride = (self._grid.nodes - 1) // (MAP - 1)
        small = [a[:, ::stride, ::stride] for a in self._activations]
        hidden, output = ACTIVATIONS[self._network.activation], OUTPUTS[self._network.output]
        bounds = [None, *[hidden.bounds] * (len(small) - 2), output.bounds]
        return [nan_to_middle(normalized(*layer)) for layer in zip(small, bounds, strict=True)]

    def _bent_lines(self, layer: int, W: Array, b: Array) -> list[list[Array]]:
        # One unit alone may be of any layer.
        stride = 1 if len(W) == 1 else LINE_STRIDE
        a = self._activations[layer][:, ::stride, ::stride]
        z = np.tensordot(W, a, 1) + b[:, :, None]  # (units, nodes, nodes)
        return [self._grid.lines(each, 0, stride) for each in z]
