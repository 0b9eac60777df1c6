"""What the colour of the plane says: activations become numbers from 0 to 1, these colours."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from playground.checks import Array
from playground.outputs import log_odds

Pixels = NDArray[np.uint8]
"""Red, green, blue and opacity, along the last axis."""

# Steps of the scale of colours.
COLORS = 256

# Where the log odds change less from one node to the next, there is no edge.
FLAT = 1e-12


def probability(p: Array) -> Array:
    """Return *p*: from surely class 0 over undecided to surely class 1."""
    return p


def decision(p: Array) -> Array:
    """Return 1 where the network decides for class 1, and 0 elsewhere.

    Parameters
    ----------
    p : ndarray of shape (nodes, nodes)
        The probability of class 1 at each node of a grid.

    Returns
    -------
    ndarray of shape (nodes, nodes)
        Within half a step of the boundary the values lie between 0 and 1, so that the edge
        follows the boundary and not the nodes.
    """
    # From node to node z changes evenly, where the probability of a network that is sure of
    # itself jumps: so it tells better where, between two nodes, p is one half.
    z = log_odds(p)
    steepness = np.hypot(*np.gradient(z))  # per step of the grid
    distance = z / np.maximum(steepness, FLAT)  # from the boundary, in steps
    return np.where(steepness > FLAT, np.clip(distance + 0.5, 0, 1), p > 0.5)


def confidence(p: Array) -> Array:
    """Return how sure the network is, whatever of: |2p - 1|."""
    return np.abs(2 * p - 1)


SURFACES = {"probability": probability, "decision": decision, "confidence": confidence}
"""What the colour of the plane can say, by name: functions of the probability."""


def normalized(a: Array, bounds: tuple[float, float] | None = None) -> Array:
    """Return the activations of units, stretched to fit from 0 to 1.

    Parameters
    ----------
    a : ndarray of shape (units, …)
        The activations of each unit at some points.
    bounds : (low, high), optional
        The least and the greatest that there can be. Without them the greatest of a unit's
        absolute activations is as far from the middle as can be, and 0 is the middle.
    """
    if bounds:
        low, high = bounds
        return (a - low) / (high - low)
    greatest = np.abs(a).max(axis=tuple(range(1, a.ndim)), keepdims=True)
    return 0.5 + 0.5 * (a / np.where(greatest > 0, greatest, 1))


def nan_to_middle(values: Array) -> Array:
    """Return *values*, with the middle in the place of those that are no numbers."""
    return values if np.isfinite(values).all() else np.nan_to_num(values, nan=0.5)


def colors_of(values: Array, table: Pixels) -> Pixels:
    """Return *values* from 0 to 1 as colours of a `color_table`: another axis of 4, uint8."""
    return table[np.minimum((values * COLORS).astype(np.intp), COLORS - 1)]


def color_table(colors: Sequence[str]) -> Pixels:
    """Return the scale that leads evenly through *colors* ("#rrggbb"): (COLORS, 4) uint8."""
    stops = np.array([[*bytes.fromhex(color[1:]), 255] for color in colors]) / 255
    # Written, and rounded down, as matplotlib does, so that not one step differs.
    at = np.linspace(0, 1, len(stops)) * (COLORS - 1)
    steps = (COLORS - 1) * np.linspace(0, 1, COLORS)
    after = np.searchsorted(at, steps)[1:-1]
    share = (steps[1:-1] - at[after - 1]) / (at[after] - at[after - 1])
    between = share[:, None] * (stops[after] - stops[after - 1]) + stops[after - 1]
    table = np.clip([stops[0], *between, stops[-1]], 0, 1) * 255
    return np.asarray(table, dtype=np.uint8)
