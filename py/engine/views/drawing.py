"""What a view wants painted, as plain values: ``engine.canvas.view`` paints them in their order.

Lengths and places are CSS pixels of the view's canvas; outlines are SVG paths.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from playground.checks import Array
from playground.look.style import marker_scale
from playground.picture.surface import Pixels
from playground.picture.ticks import short_texts, ticks

SMALL = 12  # size of letters
LETTER_WIDTH = 6.6  # of one of them, at the most
RADIUS = 5.6  # of a point's marker among few others
NEAR = 20  # how far a pointer may be from what it means
KNOB, TICK, AWAY = 5.5, 5, 4

Size = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom


class Shape(NamedTuple):
    """An outline, filled, drawn along, or both."""

    outline: str
    fill: str = ""
    stroke: str = ""
    width: float = 1.0
    dashes: Sequence[float] = ()
    opacity: float = 1.0


class Letters(NamedTuple):
    """Words that begin, end or have their middle (`align`) at a place on their baseline."""

    across: float
    down: float
    text: str
    color: str
    align: str = "left"
    size: float = SMALL
    halo: str = ""  # the colour of the ground that keeps lines away from them


class Image(NamedTuple):
    """A pixel for each node of a grid, the outermost of which lie on the edges of the box."""

    pixels: Pixels  # (rows, columns, 4), from the top
    box: Box


Drawing = list[Any]  # of these


class Axes(NamedTuple):
    """A box of the canvas that shows a range of two numbers, to the right and upwards."""

    box: Box
    limits: tuple[tuple[float, float], tuple[float, float]]

    def places(self, values: Array) -> Array:
        """Return where *values* (2, n) lie on the canvas: a row for each."""
        left, top, right, bottom = self.box
        (x_low, x_high), (y_low, y_high) = self.limits
        x = left + (right - left) * (values[0] - x_low) / (x_high - x_low)
        y = bottom - (bottom - top) * (values[1] - y_low) / (y_high - y_low)
        return np.column_stack([x, y])

    def drawing(self, names: tuple[str, str], color: str, rule: str) -> Drawing:
        """Return frame, ticks, numbers and the *names* of the axes."""
        left, top, right, bottom = self.box
        drawing: Drawing = [Shape(box_outline(self.box), stroke=rule)]
        along_x, along_y = (ticks(*limits) for limits in self.limits)
        base = self.limits[0][0], self.limits[1][0]
        x = self.places(np.array([along_x, [base[1]] * len(along_x)]))[:, 0].tolist()
        y = self.places(np.array([[base[0]] * len(along_y), along_y]))[:, 1].tolist()
        marks = [f"M{at} {bottom}v{TICK}" for at in x] + [f"M{left} {at}h{-TICK}" for at in y]
        drawing.append(Shape("".join(marks), stroke=rule))
        below = bottom + TICK + SMALL
        for at, text in zip(x, short_texts(along_x), strict=True):
            drawing.append(Letters(at, below, text, color, "center"))
        for at, text in zip(y, short_texts(along_y), strict=True):
            drawing.append(Letters(left - TICK - AWAY, at + SMALL / 3, text, color, "right"))
        drawing.append(Letters(right, below + SMALL + AWAY, names[0], color, "right"))
        drawing.append(Letters(left, top - 2 * AWAY, names[1], color))
        return drawing


def box_outline(box: Box) -> str:
    """Return the outline of a *box*."""
    left, top, right, bottom = box
    return f"M{left:g} {top:g}H{right:g}V{bottom:g}H{left:g}Z"


def polyline(places: Array) -> str:
    """Return the line through *places*, (n, 2); "" if there is none."""
    corners = np.round(places, 2).ravel().tolist()
    return "M" + " ".join(map(str, corners)) if len(places) > 1 else ""


def circles(places: Array, radius: float) -> str:
    """Return circles around *places*, (n, 2)."""
    arc = f"a{radius:g} {radius:g} 0 1 1"
    return _each(places + np.array([radius, 0]), f"{arc}{-2 * radius:g} 0{arc}{2 * radius:g} 0Z")


def triangles(places: Array, radius: float) -> str:
    """Return triangles around *places*, (n, 2)."""
    start = places - np.array([0, radius])
    return _each(start, f"l{-radius:g} {2 * radius:g}h{2 * radius:g}Z")


MARKERS = (circles, triangles)  # of class 0 and class 1, as on the picture


def radius_of_points(n: int, size: float) -> float:
    """Return the radius of the marker of one of *n* points in a box of a *size*."""
    return RADIUS * marker_scale(n, size)


def nearest(places: Array, at: tuple[float, float]) -> int:
    """Return the index of the place nearest to a pointer, -1 if all are too far away."""
    distances = np.hypot(*(places - np.array(at)).T)
    index = int(np.argmin(distances)) if len(places) else -1
    return index if index >= 0 and distances[index] <= NEAR else -1


def _each(starts: Array, outline: str) -> str:
    # Formatted all at once: thousands of points are no rarity.
    rounded = np.round(starts, 2).ravel().tolist()
    return f"M%r %r{outline}" * len(starts) % tuple(rounded)
