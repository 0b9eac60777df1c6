"""The hidden space: where the last hidden layer puts the points.

The output unit draws a straight line, as any unit does: not between the points as they are given,
but between the activations of the last hidden layer. So that is what hidden layers do: they move
the points until one straight line can separate the classes.
"""

from typing import NamedTuple

import numpy as np

from playground.activations import ACTIVATIONS
from playground.checks import Array, check_integer
from playground.network import Network, Trace
from playground.outputs import OUTPUTS

MARGIN = 0.05  # around the points, as a share of their range, where the activation has no bounds
Range = tuple[float, float]


class HiddenSpace(NamedTuple):
    """The points as two units of the last hidden layer see them."""

    points: Array  # (2, n): their activations
    limits: tuple[Range, Range]  # least and greatest value to be shown, for each unit
    line: Array | None  # (2, 2), a row for each end: where the output decides anew


def hidden_space(network: Network, trace: Trace, first: int = 0, second: int = 1) -> HiddenSpace:
    """Return the points in the plane of two units of the last hidden layer.

    Parameters
    ----------
    network : Network
        With at least one hidden layer, the last one of at least two units.
    trace : Trace
        What its `forward` returned. All activations of the layer are ``trace.a[-2]``, (units, n).
    first, second : int
        The units to the right and upwards, counted from 0.

    Returns
    -------
    HiddenSpace
        With more than two units the output's line is a plane in more dimensions, and no line in
        this one: then, and where the line does not cross the limits, it is None.

    Raises
    ------
    ValueError
        If there is no such layer or no such unit.
    """
    hidden = network.layer_sizes[1:-1]
    if not hidden or hidden[-1] < 2:
        raise ValueError(
            f"the last hidden layer must have at least 2 units, not {hidden[-1] if hidden else 0}"
        )
    for name, unit in (("first", first), ("second", second)):
        check_integer(name, unit, 0, hidden[-1] - 1)

    points = trace.a[-2][[first, second]]
    bounds = ACTIVATIONS[network.activation].bounds
    limits = (bounds, bounds) if bounds else (_around(points[0]), _around(points[1]))
    if hidden[-1] > 2 or first == second:
        return HiddenSpace(points, limits, None)
    output = OUTPUTS[network.output]
    w, b = network.weights[-1][0, [first, second]], network.biases[-1][0, 0]
    level = float(output.inverse(np.array(output.boundary)))  # the z at which it decides anew
    return HiddenSpace(points, limits, line_within(w, b - level, limits))


def line_within(w: Array, b: float, limits: tuple[Range, Range]) -> Array | None:
    """Return the part of the line w · a + b = 0 that lies within the *limits*.

    Parameters
    ----------
    w : ndarray of shape (2,)
        What the two axes count.
    b : float
        The bias.
    limits : tuple of two (low, high) pairs
        Of each axis.

    Returns
    -------
    ndarray of shape (2, 2) or None
        A row for each end; None if no part of the line lies there.
    """
    if w @ w == 0:
        return None
    # From the point of the line nearest to 0, t says how far to go along it.
    origin, along = -b * w / (w @ w), np.array([-w[1], w[0]])
    low, high = -np.inf, np.inf
    for axis, (least, greatest) in enumerate(limits):
        if along[axis] == 0:
            if not least <= origin[axis] <= greatest:
                return None
            continue
        t = sorted((limit - origin[axis]) / along[axis] for limit in (least, greatest))
        low, high = max(low, t[0]), min(high, t[1])
    return np.array([origin + low * along, origin + high * along]) if low < high else None


def _around(values: Array) -> Range:
    """Return a range around the *values* that is not empty, whatever they are."""
    low, high = float(values.min()), float(values.max())
    margin = MARGIN * (high - low) or max(1.0, abs(low))
    return low - margin, high + margin
