"""Draw a small picture of each shape, for the menu of shapes. Runs *inside* Pyodide.

One SVG file holds them all, each as a symbol that goes by the name of its shape; its colours are
those of the page that uses it.
"""

import numpy as np

from playground.checks import Labels, Points
from playground.data import SHAPES, generate
from tools.in_pyodide.places import OUT

SIDE, MARGIN = 44, 2.4  # of a picture, in CSS pixels
N_POINTS = 70
# Of each class: what is drawn at a point, and how far above it that begins. A circle is the
# round end of a line without a length, which takes the fewest bytes.
MARKERS = ("h0", 0.0), ("l1.9 3.3h-3.8z", 2.2)
STYLES = (
    'fill="none" stroke="var(--class-0)" stroke-width="3.4" stroke-linecap="round"',
    'fill="var(--class-1)"',
)


def main() -> None:
    """Write the file into `OUT`."""
    symbols = "\n".join(symbol(shape, *generate(shape, N_POINTS)) for shape in SHAPES)
    text = f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'
    (OUT / "shapes.svg").write_text(text, encoding="utf-8")


def symbol(name: str, X: Points, y: Labels) -> str:
    """Return the picture of the points *X* of the classes *y*, as the symbol *name*."""
    placed = placed_in_square(X)
    paths = "".join(
        f'<path {STYLES[label]} d="{path(placed[:, y == label], label)}"/>' for label in (0, 1)
    )
    return f'<symbol id="{name}" viewBox="0 0 {SIDE} {SIDE}">{paths}</symbol>'


def placed_in_square(X: Points) -> Points:
    """Return where the points lie in the picture: in its middle, both axes on one scale."""
    low, high = X.min(axis=1, keepdims=True), X.max(axis=1, keepdims=True)
    scale = (SIDE - 2 * MARGIN) / (high - low).max()
    to_picture = np.array([[scale], [-scale]])  # where y points down
    placed: Points = SIDE / 2 + (X - (low + high) / 2) * to_picture
    return placed


def path(X: Points, label: int) -> str:
    """Return the markers of class *label* at all points, with one decimal."""
    marker, height = MARKERS[label]
    return "".join(f"M{x:.4g} {y:.4g}{marker}" for x, y in np.round(X - [[0], [height]], 1).T)


if __name__ == "__main__":
    main()
