"""Points in the plane, in two classes: blobs, circles and moons.

Every shape gives exactly the points of its scikit-learn namesake for the same seed, so a
reader can compare the playground with a notebook. To be equal in every bit, the code draws
the same random numbers in the same order: that is why it uses NumPy's older ``RandomState``,
whose stream is frozen for ever, and why the noise is drawn point by point.

Source: scikit-learn 1.9, ``sklearn/datasets/_samples_generator.py`` (BSD-3-Clause).
"""

from collections.abc import Callable, Iterable
from numbers import Integral, Real

import numpy as np

# From its own module: the package would load four other generators of random numbers as well.
from numpy.random.mtrand import RandomState
from numpy.typing import NDArray

Points = NDArray[np.float64]
Labels = NDArray[np.int64]

BLOB_CENTRES = ((-1.0, -1.0), (1.0, 1.0))
"""Centre of class 0 and of class 1. The article draws them at random in [0, 5]²; then the
blobs of one seed in fourteen overlap, and no network could separate them."""

INNER_RADIUS = 0.2
"""Radius of the inner circle; the outer one has radius 1 (scikit-learn's ``factor``)."""

DEFAULT_NOISE = {"blobs": 0.2, "circles": 0.1, "moons": 0.05}
"""The article's noise for each shape, in plane units."""

MAX_SAMPLES = 20_000
MAX_NOISE = 1e6
MAX_SEED = 2**32 - 1  # the largest seed that RandomState takes


def blobs(random: RandomState, n_samples: int, noise: float) -> tuple[Points, Labels]:
    """Draw two round clouds, which one straight line separates.

    The parameters and the result are those of every generator in `GENERATORS`.

    Parameters
    ----------
    random : RandomState
        Where the random numbers come from.
    n_samples : int
        Number of points; an odd one puts the extra point in class 0 (here), in class 1
        (`circles`, `moons`).
    noise : float
        Standard deviation of the Gaussian displacement, in plane units.

    Returns
    -------
    points : ndarray of shape (n_samples, 2), dtype float64
        One point per row, as the random numbers are drawn.
    labels : ndarray of shape (n_samples,), dtype int64
        0 or 1.
    """
    sizes = (n_samples - n_samples // 2, n_samples // 2)
    points = [
        random.normal(loc=centre, scale=noise, size=(size, 2))
        for centre, size in zip(BLOB_CENTRES, sizes, strict=True)
    ]
    return _shuffled(random, *points)


def circles(random: RandomState, n_samples: int, noise: float) -> tuple[Points, Labels]:
    """Draw a ring (class 0) around a smaller ring (class 1); parameters as for `blobs`."""
    n_outer = n_samples // 2
    outer = np.linspace(0, 2 * np.pi, n_outer, endpoint=False)
    inner = np.linspace(0, 2 * np.pi, n_samples - n_outer, endpoint=False)
    points, labels = _shuffled(
        random,
        np.column_stack([np.cos(outer), np.sin(outer)]),
        np.column_stack([np.cos(inner) * INNER_RADIUS, np.sin(inner) * INNER_RADIUS]),
    )
    return points + random.normal(scale=noise, size=points.shape), labels


def moons(random: RandomState, n_samples: int, noise: float) -> tuple[Points, Labels]:
    """Draw two half circles that reach into each other; parameters as for `blobs`."""
    n_outer = n_samples // 2
    outer = np.linspace(0, np.pi, n_outer)
    inner = np.linspace(0, np.pi, n_samples - n_outer)
    points, labels = _shuffled(
        random,
        np.column_stack([np.cos(outer), np.sin(outer)]),
        np.column_stack([1 - np.cos(inner), 1 - np.sin(inner) - 0.5]),
    )
    return points + random.normal(scale=noise, size=points.shape), labels


GENERATORS: dict[str, Callable[[RandomState, int, float], tuple[Points, Labels]]] = {
    "blobs": blobs,
    "circles": circles,
    "moons": moons,
}
"""The generator of each shape, by the name used in the menu and in links."""

SHAPES = tuple(GENERATORS)
"""The names of all shapes, in the order of the menu."""


def generate(
    shape: str, n_samples: int = 100, noise: float | None = None, seed: int = 0
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
    the same machine. In a browser, sin and cos come from another library and may differ in
    the last bit.

    Examples
    --------
    >>> X, y = generate("moons", n_samples=4, noise=0)
    >>> X.shape, y
    ((2, 4), array([1, 1, 0, 0]))
    """
    check_choice("shape", shape, SHAPES)
    check_integer("n_samples", n_samples, 2, MAX_SAMPLES)
    check_integer("seed", seed, 0, MAX_SEED)
    if noise is None:
        noise = DEFAULT_NOISE[shape]
    # NaN fails the comparison too: it lies in no range.
    if isinstance(noise, bool) or not (isinstance(noise, Real) and 0 <= noise <= MAX_NOISE):
        raise ValueError(f"noise must be a number from 0 to {MAX_NOISE:g}, not {noise!r}")
    points, labels = GENERATORS[shape](RandomState(seed), int(n_samples), float(noise))
    return np.ascontiguousarray(points.T), labels


def check_integer(name: str, value: object, low: int, high: int | None = None) -> None:
    """Raise a ValueError unless *value* is a whole number from *low* to *high*.

    Parameters
    ----------
    name : str
        What the caller calls the value; the message starts with it.
    value : object
        Anything; True and False are not numbers here, and 3.0 is not whole.
    low, high : int
        The allowed range, both ends included; without *high* there is no upper end.

    Raises
    ------
    ValueError
        ``n_samples must be a whole number from 2 to 20000, not 1``.
    """
    whole = isinstance(value, Integral) and not isinstance(value, bool)
    if not whole or value < low or (high is not None and value > high):
        allowed = f"of at least {low}" if high is None else f"from {low} to {high}"
        raise ValueError(f"{name} must be a whole number {allowed}, not {value!r}")


def check_choice(name: str, value: object, allowed: Iterable[str]) -> None:
    """Raise a ValueError, which says what is *allowed*, unless *value* is one of that."""
    if value not in tuple(allowed):
        raise ValueError(f"{name} must be one of {', '.join(allowed)}, not {value!r}")


def _shuffled(random: RandomState, class_0: Points, class_1: Points) -> tuple[Points, Labels]:
    """Both classes in one random order, each row (point) with its label."""
    points = np.concatenate([class_0, class_1])  # (n, 2)
    # int64 by name: NumPy's own choice of integer has 32 bits in WebAssembly.
    labels = np.repeat(np.array([0, 1], dtype=np.int64), [len(class_0), len(class_1)])
    order = np.arange(len(points))
    random.shuffle(order)
    return points[order], labels[order]
