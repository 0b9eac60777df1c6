"""The data of a picture: points, the part of the plane around them, and the grids over it."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from playground.checks import Array, Labels
from playground.custom.scale import Scale
from playground.features import FeatureTransform
from playground.look.style import (
    AXES,
    FULL_SIZE,
    NAME_LETTER,
    NUMBER_ENDS,
    marker_scale,
)
from playground.network import Network
from playground.outputs import OUTPUTS
from playground.picture.grid import FixedPoints, Grid, resolution
from playground.picture.limits import Limits, numbers_along, square_limits


class PointGroup(NamedTuple):
    """The points of one class: where they are, and whether they are drawn filled or hollow."""

    X: Array  # (2, n)
    label: int
    is_filled: bool


class PlaneData:
    """The points that a picture shows, and the axes around them.

    Parameters
    ----------
    X : ndarray of shape (2, n)
        Coordinates of the points to learn from; there may be none.
    y : ndarray of shape (n,)
        Their true labels, 0 or 1.
    X_test, y_test : ndarray of shape (2, m) and (m,), optional
        The points kept for the test, drawn hollow.
    draw_test : bool
        Whether to draw them; the axes leave room for them in any case.
    limits : tuple of two (low, high) pairs, optional
        Limits of x₁ and of x₂, instead of a square around all points.
    size : float
        Width and height of the picture in CSS pixels: for how much there is room.
    enlarged : float
        How much larger the picture is shown than this size.
    names : tuple of str
        Of the axes.
    scale : Scale, optional
        What the numbers along the axes are told in; without it, they are those of the plane.

    Attributes
    ----------
    groups : list of PointGroup
        What is to be drawn, from bottom to top.
    marker_scale : float
        How wide the markers are drawn; 1 is the full width.
    limits : tuple of two (low, high) pairs
        Limits of x₁ and of x₂.
    ticks : list of two lists of (number, text)
        The numbers along each axis: where, in the plane, and what stands there.
    names : tuple of str
        Of the axes.
    """

    def __init__(
        self,
        X: Array,
        y: Labels,
        X_test: Array | None = None,
        y_test: Labels | None = None,
        draw_test: bool = True,
        limits: Limits | None = None,
        size: float = FULL_SIZE,
        enlarged: float = 1.0,
        names: Sequence[str] = AXES,
        scale: Scale | None = None,
    ) -> None:
        if X_test is None or y_test is None:
            X_test, y_test = X[:, :0], y[:0]
        all_X, all_y = np.concatenate([X, X_test], axis=1), np.concatenate([y, y_test])
        self.groups = [PointGroup(X[:, y == label], label, True) for label in (0, 1)]
        if draw_test and y_test.size:
            hollow = [PointGroup(X_test[:, y_test == label], label, False) for label in (0, 1)]
            self.groups += hollow
        self.marker_scale = marker_scale(all_y.size, size * enlarged)
        self.limits = limits or square_limits(all_X)
        self.names = tuple(names)
        (left, right), upright = NUMBER_ENDS
        level = (left, right + NAME_LETTER * max(0, len(names[0]) - len(AXES[0])))
        self.ticks = [
            numbers_along(*ends, size, *free, axis, is_level)
            for ends, free, axis, is_level in zip(
                self.limits, (level, upright), scale or (None, None), (True, False), strict=True
            )
        ]
        n_drawn = all_y.size if draw_test else y.size
        self._X, self._labels = all_X[:, :n_drawn], all_y[:n_drawn]
        self._points = FixedPoints(self._X)
        self._grids: dict[int, Grid] = {}

    def mistakes(self, network: Network, features: FeatureTransform | None) -> Array:
        """Return the drawn points (2, k) that *network* takes for the other class."""
        if not self._labels.size:
            return self._X
        a = self._points.activations(network, features)[-1]
        return self._X[:, OUTPUTS[network.output].decision(a) != self._labels]

    def grid_for(self, network: Network) -> Grid:
        """Return a grid over the plane, as fine as there is time for with *network*."""
        nodes = resolution(network)
        if nodes not in self._grids:
            self._grids[nodes] = Grid(self.limits, nodes)
        return self._grids[nodes]
