"""The small pictures of the shapes: true to the data, and in the colours of the page."""

import re

import numpy as np
import pytest

from playground.data import SHAPES, generate
from tools.in_pyodide import thumbnails
from tools.setup.compiled import ENGINE

MAX_BYTES = 12_000
SYMBOL = re.compile(r'<symbol id="(\w+)" viewBox="0 0 44 44">(.*?)</symbol>')
PATH = re.compile(r'<path [^>]*"var\(--class-(\d)\)"[^>]* d="([^"]*)"/>')
FIRST_POINT = re.compile(r"M([\d.]+) ([\d.]+)")
TOLERANCE = 0.051  # of a coordinate with one decimal


def points_in(symbol):
    """Return the points that a symbol shows, (2, n), and their classes."""
    found = [
        (float(x), float(y) + thumbnails.MARKERS[int(label)][1], int(label))
        for label, path in PATH.findall(symbol)
        for x, y in FIRST_POINT.findall(path)
    ]
    *X, y = np.transpose(found)
    return np.array(X), y.astype(int)


@pytest.fixture(scope="module")
def made():
    return (ENGINE / "shapes.svg").read_text(encoding="utf-8")


def test_there_is_one_of_each_shape_in_a_small_file(made):
    assert [name for name, _ in SYMBOL.findall(made)] == list(SHAPES)
    assert len(made) <= MAX_BYTES


def test_they_show_the_points_of_both_classes(made):
    for name, symbol in SYMBOL.findall(made):
        _, y = generate(name, thumbnails.N_POINTS)
        _, shown = points_in(symbol)
        assert np.bincount(shown).tolist() == np.bincount(y).tolist(), name


@pytest.mark.parametrize("shape", SHAPES)
def test_points_lie_as_in_the_plane(shape):
    X, y = generate(shape, 50, seed=3)
    shown, labels = points_in(thumbnails.symbol(shape, X, y))
    assert np.array_equal(labels, np.sort(y))
    X = X[:, np.argsort(y, kind="stable")]
    assert shown.min() >= thumbnails.MARGIN - TOLERANCE
    assert shown.max() <= thumbnails.SIDE - thumbnails.MARGIN + TOLERANCE
    # One scale for both axes, and the second one points up.
    scale = np.ptp(shown[0]) / np.ptp(X[0])
    moved = shown - scale * X * [[1], [-1]]
    assert np.ptp(moved, axis=1).max() < 3 * TOLERANCE


def test_colours_are_left_to_the_page(made):
    assert not re.search(r"#\w{3}|rgb", made)
    assert {label for label, _ in PATH.findall(made)} == {"0", "1"}
