"""The points of a session: generated or the reader's own, to learn from or kept for the test."""

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.random.mtrand import RandomState  # see data.py
from numpy.typing import NDArray

from playground.checks import Labels, Points
from playground.custom import codec
from playground.custom.points import limits_around
from playground.custom.scale import Scale
from playground.data import generate
from playground.picture.limits import Limits
from playground.settings.table import CUSTOM

Values = dict[str, Any]  # of the settings, by name

ONE_CLASS = "All points to learn from are of one class, so there is nothing to tell apart."


class Dataset(NamedTuple):
    """Points, one per column, and their true labels, 0 or 1."""

    X: Points  # (2, n), to learn from
    y: Labels  # (n,)
    X_test: Points  # (2, m), kept for the test
    y_test: Labels  # (m,)
    limits: Limits | None  # of the picture, where they do not follow from the points
    problem: str  # why there are no points, or what they lack, as a sentence, or ""
    # The numbers that are told of them: a table's own, in the scale that the plane is of them;
    # X and X_test themselves, and None, where there are no others.
    values: Points
    values_test: Points
    scale: Scale | None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to learn from."""
        return self.y.size == 0

    @property
    def n_larger(self) -> int:
        """How many points to learn from are of the larger class."""
        ones = int(self.y.sum())
        return max(ones, self.y.size - ones)

    @classmethod
    def of(cls, values: Values) -> "Dataset":
        """Return the points that the settings *values* ask for.

        Raises
        ------
        ValueError
            If there can be no such points; says why. Own points that cannot be read are none.
        """
        if values["shape"] == CUSTOM:
            return cls._custom(values)
        X, y = generate(
            values["shape"],
            values["n_samples"],
            values["noise"],
            values["data_seed"],
            values["balance"],
        )
        return cls._split(X, y, values["test_fraction"])

    @classmethod
    def _custom(cls, values: Values) -> "Dataset":
        problem = ""
        try:
            own = codec.read(values["points"])
        except ValueError as error:
            problem = str(error)
            own = codec.read("")
        # They come in the order in which they were drawn, but those for the test are any of
        # them. A further point goes between the others, and leaves these in their order.
        draws = RandomState(values["data_seed"]).random_sample(own.y.size)
        order, limits = draws.argsort(kind="stable"), limits_around(own.X)
        dataset = cls._split(
            own.X[:, order], own.y[order], values["test_fraction"], limits, problem
        )
        if own.scale is None:
            return dataset
        is_test = kept_for_test(own.y[order], values["test_fraction"])
        told = own.values[:, order]
        return dataset._replace(
            values=told[:, ~is_test], values_test=told[:, is_test], scale=own.scale
        )

    @classmethod
    def _split(
        cls,
        X: Points,
        y: Labels,
        test_fraction: float,
        limits: Limits | None = None,
        problem: str = "",
    ) -> "Dataset":
        is_test = kept_for_test(y, test_fraction)
        y_train = y[~is_test]
        if y_train.size and (y_train == y_train[0]).all():
            problem = ONE_CLASS
        X_train, X_test = (np.ascontiguousarray(X[:, one]) for one in (~is_test, is_test))
        return cls(
            *(X_train, y_train, X_test, y[is_test]), limits, problem, X_train, X_test, scale=None
        )


def kept_for_test(y: Labels, fraction: float) -> NDArray[np.bool_]:
    """Choose the points for the test: of each class the same share, as near as can be.

    How many of each class is the rule of scikit-learn's ``train_test_split(..., stratify=y)``:
    ``ceil(fraction * n)`` points in all. Where half a point is left over, scikit-learn draws a
    lot; here it goes to the class with more points. A class with a single point keeps it for
    learning; scikit-learn refuses such data. Which points it takes are the last of their class,
    as good a choice as any since the points come in random order: so a larger fraction keeps
    the points that a smaller one had.

    Parameters
    ----------
    y : ndarray of shape (n,)
        The points' labels, 0 or 1; there may be none.
    fraction : float
        The share to keep, from 0 to 1; of each class one point at least remains.

    Returns
    -------
    ndarray of shape (n,), dtype bool
        True for each point that is kept for the test.

    Notes
    -----
    A further point changes what becomes of two others at most, one in each class.
    """
    classes = [np.flatnonzero(y == label) for label in (0, 1)]
    fewer, more = sorted(classes, key=len)
    n, n_test = y.size, math.ceil(fraction * y.size)
    # The nearest whole number to n_test * len(fewer) / n; of two, the lower.
    n_fewer = -((n - 2 * n_test * len(fewer)) // (2 * n)) if n else 0
    is_test = np.zeros(n, bool)
    for members, count in ((fewer, n_fewer), (more, n_test - n_fewer)):
        is_test[members[max(len(members) - count, 1) :]] = True
    return is_test
