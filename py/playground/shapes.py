"""How each shape draws its points: blobs, circles and moons, xor, spiral, and three curves.

Blobs, circles and moons give exactly the points of their scikit-learn namesakes for the same
seed, so a reader can compare the playground with a notebook. To be equal in every bit, the code
draws the same random numbers in the same order: that is why it uses NumPy's older
``RandomState``, whose stream is frozen for ever, and why the noise is drawn point by point.

Every generator takes the same three parameters and returns the same two arrays:

random : RandomState
    Where the random numbers come from.
sizes : tuple of two int
    Number of points in class 0 and in class 1.
noise : float
    Standard deviation of the Gaussian displacement, in plane units.
points : ndarray of shape (n, 2), dtype float64
    One point per row, as the random numbers are drawn, both classes mixed.
labels : ndarray of shape (n,), dtype int64
    The class of each point, 0 or 1: that of its place before the noise moved it.

Source: scikit-learn 1.9, ``sklearn/datasets/_samples_generator.py`` (BSD-3-Clause).
"""

from collections.abc import Callable
from functools import partial

import numpy as np

# From its own module: the package would load four other generators of random numbers as well.
from numpy.random.mtrand import RandomState

from playground.checks import Labels, Points

Sizes = tuple[int, int]

BLOB_CENTRES = ((-1.0, -1.0), (1.0, 1.0))
"""Centre of class 0 and of class 1. The article draws them at random in [0, 5]²; then the
blobs of one seed in fourteen overlap, and no network could separate them."""

INNER_RADIUS = 0.2
"""Radius of the inner circle; the outer one has radius 1 (scikit-learn's ``factor``)."""

GAP = 0.05
"""Empty space on either side of an axis (`xor`) or a curve, and where a `spiral` begins."""

TURNS = 1.75
"""How often an arm of the spiral goes round, as in the TensorFlow Playground."""


def blobs(random: RandomState, sizes: Sizes, noise: float) -> tuple[Points, Labels]:
    """Draw two round clouds, which one straight line separates."""
    points = [
        random.normal(loc=centre, scale=noise, size=(size, 2))
        for centre, size in zip(BLOB_CENTRES, sizes, strict=True)
    ]
    return _shuffled(random, *points)


def circles(random: RandomState, sizes: Sizes, noise: float) -> tuple[Points, Labels]:
    """Draw a ring (class 0) around a smaller ring (class 1)."""
    outer, inner = (np.linspace(0, 2 * np.pi, size, endpoint=False) for size in sizes)
    points, labels = _shuffled(
        random,
        np.column_stack([np.cos(outer), np.sin(outer)]),
        np.column_stack([np.cos(inner) * INNER_RADIUS, np.sin(inner) * INNER_RADIUS]),
    )
    return _displaced(random, points, noise), labels


def moons(random: RandomState, sizes: Sizes, noise: float) -> tuple[Points, Labels]:
    """Draw two half circles that reach into each other."""
    outer, inner = (np.linspace(0, np.pi, size) for size in sizes)
    points, labels = _shuffled(
        random,
        np.column_stack([np.cos(outer), np.sin(outer)]),
        np.column_stack([1 - np.cos(inner), 1 - np.sin(inner) - 0.5]),
    )
    return _displaced(random, points, noise), labels


def xor(random: RandomState, sizes: Sizes, noise: float) -> tuple[Points, Labels]:
    """Draw four squares; class 1 is where one coordinate is positive, but not both."""
    classes = []
    for size, sign in zip(sizes, (1, -1), strict=True):
        first = np.where(np.arange(size) % 2, 1, -1)  # the two squares of a class take turns
        signs = np.column_stack([first, sign * first])
        classes.append(signs * random.uniform(GAP, 1, (size, 2)))
    points, labels = _shuffled(random, *classes)
    return _displaced(random, points, noise), labels


def spiral(random: RandomState, sizes: Sizes, noise: float) -> tuple[Points, Labels]:
    """Draw two arms that wind around each other, one the other turned by half a turn."""
    arms = []
    for size, sign in zip(sizes, (1, -1), strict=True):
        radius = np.linspace(GAP, 1, size)
        angle = 2 * np.pi * TURNS * radius
        arms.append(np.column_stack([sign * radius * np.sin(angle), sign * radius * np.cos(angle)]))
    points, labels = _shuffled(random, *arms)
    return _displaced(random, points, noise), labels


def beside_curve(
    curve: Callable[[Points], Points], random: RandomState, sizes: Sizes, noise: float
) -> tuple[Points, Labels]:
    """Draw points all over [-1, 1]²; those above the *curve*, x2 > curve(x1), are of class 1.

    Points are drawn, and those too near to the curve refused, until there are enough of both
    classes; so within a class, every place is as likely as any other.
    """
    below = above = np.empty((0, 2))
    while len(below) < sizes[0] or len(above) < sizes[1]:
        drawn = random.uniform(-1, 1, (sum(sizes), 2))
        height = drawn[:, 1] - curve(drawn[:, 0])
        below = np.concatenate([below, drawn[height < -GAP]])
        above = np.concatenate([above, drawn[height > GAP]])
    points, labels = _shuffled(random, below[: sizes[0]], above[: sizes[1]])
    return _displaced(random, points, noise), labels


# Each leaves as much room above it as below.
CURVES: dict[str, Callable[[Points], Points]] = {
    "sine": lambda x1: 0.5 * np.sin(np.pi * x1),
    "cubic": lambda x1: x1**3,
    "absolute": lambda x1: np.abs(x1) - 0.5,
}
"""The curve, x2 as a function of x1, of each shape that is drawn by `beside_curve`."""

GENERATORS: dict[str, Callable[[RandomState, Sizes, float], tuple[Points, Labels]]] = {
    "blobs": blobs,
    "circles": circles,
    "moons": moons,
    "xor": xor,
    "spiral": spiral,
    **{shape: partial(beside_curve, curve) for shape, curve in CURVES.items()},
}
"""The generator of each shape, by the name used in the menu and in links."""


def _shuffled(random: RandomState, class_0: Points, class_1: Points) -> tuple[Points, Labels]:
    """Both classes in one random order, each row (point) with its label."""
    points = np.concatenate([class_0, class_1])  # (n, 2)
    # int64 by name: NumPy's own choice of integer has 32 bits in WebAssembly.
    labels = np.repeat(np.array([0, 1], dtype=np.int64), [len(class_0), len(class_1)])
    order = np.arange(len(points))
    random.shuffle(order)
    return points[order], labels[order]


def _displaced(random: RandomState, points: Points, noise: float) -> Points:
    return points + random.normal(scale=noise, size=points.shape)
