"""The points of a session: generated or the reader's own, to learn from or kept for the test."""

from typing import NamedTuple

import numpy as np
from numpy.random.mtrand import RandomState  # see data.py

from playground.checks import Labels, Points
from playground.custom.codec import unpack
from playground.custom.points import limits_around
from playground.data import generate
from playground.settings.table import CUSTOM


class Dataset(NamedTuple):
    """Points, one per column, and their true labels, 0 or 1."""

    X: Points  # (2, n), to learn from
    y: Labels  # (n,)
    X_test: Points  # (2, m), kept for the test
    y_test: Labels  # (m,)
    # Limits of the picture, where they do not follow from the points.
    window: tuple[tuple[float, float], tuple[float, float]] | None
    problem: str  # why there are no points, as a sentence, or ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to learn from."""
        return self.y.size == 0

    @classmethod
    def of(cls, values: dict) -> "Dataset":
        """Return the points that the settings *values* ask for."""
        if values["shape"] == CUSTOM:
            return cls._own(values)
        X, y = generate(
            values["shape"],
            values["n_samples"],
            values["noise"],
            values["data_seed"],
            values["balance"],
        )
        return cls._split(X, y, values["test_fraction"])

    @classmethod
    def _own(cls, values):
        problem = ""
        try:
            X, y = unpack(values["points"])
        except ValueError as error:
            problem = str(error)
            X, y = unpack("")
        # They come in the order in which they were drawn, but those for the test are any of
        # them. A further point goes between the others, and leaves these in their order.
        order = RandomState(values["data_seed"]).random_sample(y.size).argsort(kind="stable")
        return cls._split(X[:, order], y[order], values["test_fraction"], limits_around(X), problem)

    @classmethod
    def _split(cls, X, y, test_fraction, limits=None, problem=""):
        # The points come in random order: the last ones are as good a choice as any, and a
        # larger share keeps those that a smaller one had.
        n_train = y.size - round(y.size * test_fraction)
        return cls(
            np.ascontiguousarray(X[:, :n_train]),
            y[:n_train],
            np.ascontiguousarray(X[:, n_train:]),
            y[n_train:],
            limits,
            problem,
        )
