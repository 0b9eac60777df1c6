"""What the network is told about each point: x1, x2, or other numbers made of them.

A straight line in x1² and x2² is an ellipse in the plane: with the right inputs, a network
without a hidden layer separates the circles. Features by hand, or units that find them:
that is the choice.
"""

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import ArrayLike

from playground.checks import Points, check_choice

FEATURES: dict[str, Callable[[Points], Points]] = {
    "x1": lambda X: X[0],
    "x2": lambda X: X[1],
    "x1_squared": lambda X: X[0] ** 2,
    "x2_squared": lambda X: X[1] ** 2,
    "x1_x2": lambda X: X[0] * X[1],
    "sin_x1": lambda X: np.sin(X[0]),
    "sin_x2": lambda X: np.sin(X[1]),
}
"""The features by name: each turns points (2, n) into one number for each of them (n,)."""

COORDINATES = ("x1", "x2")


class FeatureTransform:
    """Turns points of the plane into the inputs of a network.

    Parameters
    ----------
    names : iterable of str, default ("x1", "x2")
        Which of `FEATURES`, in the order of the network's inputs.
    standardize : bool, default False
        Whether `fit` learns to shift and stretch each input to mean 0 and standard
        deviation 1, so that none is too large for the first weights. See LeCun, Bottou,
        Orr & Müller, "Efficient BackProp" (1998), section 4.3.

    Attributes
    ----------
    names : tuple of str
        As given.
    mean, scale : ndarray of shape (k, 1)
        What is taken from each of the k features, and what it is then divided by; 0 and 1
        before `fit`, and always without *standardize*.

    Raises
    ------
    ValueError
        If a name is unknown or comes twice, or if there is none.
    """

    def __init__(self, names: Iterable[str] = COORDINATES, standardize: bool = False) -> None:
        self.names = tuple(names)
        for name in self.names:
            check_choice("each of names", name, FEATURES)
        if not self.names or len(set(self.names)) < len(self.names):
            raise ValueError(f"names must be one or more different features, not {self.names}")
        self.standardize = standardize
        self.mean, self.scale = np.zeros((len(self.names), 1)), np.ones((len(self.names), 1))

    @property
    def is_linear(self) -> bool:
        """Whether the inputs are but coordinates: then a unit's line in the plane is straight."""
        return set(self.names) <= set(COORDINATES)

    def fit(self, X: ArrayLike) -> "FeatureTransform":
        """Learn mean and scale from the points to train with, *X* (2, n); return self.

        Of those alone: the test points play the part of points nobody has seen yet.
        """
        if self.standardize:
            features = self._features(X)
            self.mean = features.mean(axis=1, keepdims=True)
            is_constant = np.ptp(features, axis=1, keepdims=True) == 0
            # A feature that is the same for all points is only shifted: it has no deviation.
            self.scale = np.where(is_constant, 1, features.std(axis=1, keepdims=True))
        return self

    def transform(self, X: ArrayLike) -> Points:
        """Return the inputs (k, n) that belong to the points *X* (2, n)."""
        return (self._features(X) - self.mean) / self.scale

    def plane_weights(self, w: ArrayLike, b: float) -> tuple[Points, float]:
        """Return a unit of the first layer as if its inputs were x1 and x2.

        Parameters
        ----------
        w : array_like of shape (k,)
            The unit's weights.
        b : float
            Its bias.

        Returns
        -------
        w : ndarray of shape (2,)
            The weights of x1 and x2 that give the same z; 0 for one that is not an input.
        b : float
            The bias that goes with them.

        Raises
        ------
        ValueError
            If the inputs are not linear in x1 and x2.

        Notes
        -----
        w (x - mean) / scale + b = (w / scale) x + (b - w mean / scale).
        """
        if not self.is_linear:
            raise ValueError(f"no straight line belongs to the inputs {', '.join(self.names)}")
        w = np.asarray(w, dtype=np.float64) / self.scale[:, 0]
        in_plane = np.zeros(2)
        for name, weight in zip(self.names, w, strict=True):
            in_plane[COORDINATES.index(name)] = weight
        return in_plane, float(b - w @ self.mean[:, 0])

    def _features(self, X: ArrayLike) -> Points:
        X = np.asarray(X, dtype=np.float64)
        return np.stack([FEATURES[name](X) for name in self.names])
