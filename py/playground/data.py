"""Points in the plane, in two classes, each with its true label.

`generate` is what the rest of the lesson asks; how a shape looks stands in ``shapes``.
"""

import math

import numpy as np

# From its own module: the package would load four other generators of random numbers as well.
from numpy.random.mtrand import RandomState

from playground.checks import Labels, Points, check_choice, check_integer, check_number
from playground.settings.table import MAX_POINTS, NOISE
from playground.shapes import GENERATORS, Sizes

SHAPES = tuple(GENERATORS)
"""The names of all shapes, in the order of the menu."""

DEFAULT_NOISE = {shape: NOISE[shape] for shape in SHAPES}
"""The noise of each shape, in plane units; the first three are the article's."""

MAX_SAMPLES = MAX_POINTS
MAX_NOISE = 1e6
MAX_SEED = 2**32 - 1  # the largest seed that RandomState takes
MIN_BALANCE, MAX_BALANCE = 0.1, 0.9


def generate(
    shape: str,
    n_samples: int = 100,
    noise: float | None = None,
    seed: int = 0,
    balance: float = 0.5,
) -> tuple[Points, Labels]:
    """Return the points of a shape and their labels; same arguments, same bytes.

    Parameters
    ----------
    shape : str
        One of `SHAPES`.
    n_samples : int, default 100
        Number of points, from 2 (one for each class) to 20,000.
    noise : float, optional
        Standard deviation of the Gaussian displacement of every point, in plane units, from
        0 to 1e6; by default the shape's own (`DEFAULT_NOISE`). Another noise moves the same
        points, farther or less far, in the same directions.
    seed : int, default 0
        From 0 to 2**32 - 1. Another seed, other points.
    balance : float, default 0.5
        The share of class 1, from 0.1 to 0.9; each class has one point at least. If half a
        point is left over, the whole one goes to class 0 of the blobs, else to class 1.

    Returns
    -------
    X : ndarray of shape (2, n_samples), dtype float64
        One point per column, as in the article; row 0 is horizontal, row 1 vertical.
    y : ndarray of shape (n_samples,), dtype int64
        The class of each point, 0 or 1.

    Raises
    ------
    ValueError
        If an argument is not allowed; names the argument, the value and what is allowed.

    Notes
    -----
    Transposed, X equals in every bit ``make_moons(n_samples, noise=noise,
    random_state=seed)``, ``make_circles(..., factor=0.2)`` and ``make_blobs(n_samples,
    centers=[(-1, -1), (1, 1)], cluster_std=noise, random_state=seed)`` of scikit-learn on
    the same machine; with another balance, n_samples there is the pair of the class sizes.
    In a browser, sin and cos come from another library and may differ in the last bit.

    Examples
    --------
    >>> X, y = generate("moons", n_samples=4, noise=0)
    >>> X.shape, y
    ((2, 4), array([1, 1, 0, 0]))
    """
    check_choice("shape", shape, SHAPES)
    check_integer("n_samples", n_samples, 2, MAX_SAMPLES)
    check_integer("seed", seed, 0, MAX_SEED)
    noise = DEFAULT_NOISE[shape] if noise is None else noise
    check_number("noise", noise, 0, MAX_NOISE)
    check_number("balance", balance, MIN_BALANCE, MAX_BALANCE)
    sizes = _class_sizes(shape, int(n_samples), float(balance))
    points, labels = GENERATORS[shape](RandomState(seed), sizes, float(noise))
    return np.ascontiguousarray(points.T), labels


def _class_sizes(shape: str, n_samples: int, balance: float) -> Sizes:
    """Return the number of points in class 0 and in class 1, rounded as scikit-learn does."""
    round_up = shape != "blobs"
    n_1 = balance * n_samples
    n_1 = math.floor(n_1 + 0.5) if round_up else math.ceil(n_1 - 0.5)
    n_1 = min(max(n_1, 1), n_samples - 1)
    return n_samples - n_1, n_1
