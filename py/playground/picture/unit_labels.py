"""Where the names of the units stand on a picture: on their lines, and not on each other."""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from playground.checks import Array
from playground.look import style
from playground.picture.limits import Limits
from playground.picture.unit_lines import UnitLine

Place = tuple[float, float]
Area = tuple[float, float, float, float]
"""Left, top, right and bottom, in CSS pixels."""


CELLS = 64
"""Into so many rows and columns the picture is divided to find out where there are points."""

STEP = 30
"""From one place along a line to the next, in CSS pixels, where the ends are taken."""


class UnitLabel(NamedTuple):
    """The name of a unit in a small box."""

    name: str
    color: str
    box: tuple[int, int, int, int]  # left, top, width and height, in device pixels


def labels_on(
    units: Sequence[UnitLine], limits: Limits, points: Array, size: float, density: float
) -> list[UnitLabel]:
    """Return labels for as many of the *units* as there is room for, in their order.

    They keep from each other, and if they can, from the points.

    Parameters
    ----------
    units : sequence of UnitLine
        With their lines on the plane.
    limits : tuple of two (low, high) pairs
        Limits of x₁ and of x₂.
    points : ndarray of shape (cells, cells)
        Where there are points, as of `cells_of`; the first row is the top of the picture.
    size : float
        Width and height of the picture, in CSS pixels.
    density : float
        Device pixels per CSS pixel.
    """
    height = round(style.LABEL_HEIGHT * density)
    labels: list[UnitLabel] = []
    taken: list[tuple[Place, float]] = []  # middles and widths of the boxes
    for lines, color, _, name in units:
        width = style.label_width(name)
        place = None
        for one in _places(lines, limits, width, size):
            if _is_free(one, width, taken):
                place = place or one
                if not _hides_points(one, width, points, size):
                    place = one
                    break
        if place:
            taken.append((place, width))
            x, y = (density * middle for middle in place)
            pixels = round(width * density)
            box = (round(x - pixels / 2), round(y - height / 2), pixels, height)
            labels.append(UnitLabel(name, color, box))
        if len(labels) == style.MOST_LABELS:
            break
    return labels


def cells_of(points: Array) -> Array:
    """Return which cells of the picture have points: (`CELLS`, `CELLS`) bool.

    Parameters
    ----------
    points : ndarray of shape (2, n)
        Places on the picture, across and down, from 0 to 1.
    """
    cells = np.zeros((CELLS, CELLS), dtype=bool)
    across, down = np.clip(points * CELLS, 0, CELLS - 1).astype(int)
    cells[down, across] = True
    return cells


def _hides_points(place: Place, width: float, points: Array, size: float) -> bool:
    """Tell whether a label with its middle at a *place* lies on points."""
    cell = size / len(points)
    across, down = width / 2, style.LABEL_HEIGHT / 2
    rows = slice(int((place[1] - down) / cell), int((place[1] + down) / cell) + 1)
    columns = slice(int((place[0] - across) / cell), int((place[0] + across) / cell) + 1)
    return bool(points[rows, columns].any())


def _is_free(place: Place, width: float, taken: list[tuple[Place, float]]) -> bool:
    gap = style.LABEL_GAP
    return all(
        abs(place[0] - x) >= (width + other) / 2 + gap
        or abs(place[1] - y) >= style.LABEL_HEIGHT + gap
        for (x, y), other in taken
    )


def _places(lines: list[Array], limits: Limits, width: float, size: float) -> Iterator[Place]:
    """Give places for the middle of a label *width* wide, the best first."""
    left, top, right, bottom = style.LABEL_ROOM
    half = style.LABEL_HEIGHT / 2
    room = (left + width / 2, top + half, size - right - width / 2, size - bottom - half)
    (low1, high1), (low2, high2) = limits
    across, up = size / (high1 - low1), size / (high2 - low2)
    if len(lines) == 1 and len(lines[0]) == 2:
        # Without NumPy, which would take longer for a few numbers: this is done for every frame.
        start, end = (((x1 - low1) * across, (high2 - x2) * up) for x1, x2 in lines[0].tolist())
        if math.isfinite(sum(start) + sum(end)):
            yield from _on_straight(start, end, room, size)
    else:
        x1, x2 = np.concatenate(lines).T
        yield from _on_bent(np.column_stack([(x1 - low1) * across, (high2 - x2) * up]), room)


def _on_straight(start: Place, end: Place, room: Area, size: float) -> Iterator[Place]:
    """Give places at the better end of a straight line, at the other, and between them."""
    inside = _clipped(start, end, room)
    if inside:
        first, last = sorted(inside, key=lambda place: _side(place, room))
        way = last[0] - first[0], last[1] - first[1]
        step = STEP / max(math.hypot(*way), STEP)
        for share in (0, step, 1, *(steps * step for steps in range(2, int(1 / step)))):
            yield first[0] + share * way[0], first[1] + share * way[1]
        return
    # It runs along the edge of the plane: beside it.
    seen = _clipped(start, end, (0, 0, size, size))
    if seen:
        across, down = ((one + other) / 2 for one, other in zip(*seen, strict=True))
        left, top, right, bottom = room
        yield min(max(across, left), right), min(max(down, top), bottom)


def _on_bent(corners: Array, room: Area) -> Iterator[Place]:
    """Give the corners (n, 2) of a bent line that are nearest to each side."""
    left, top, right, bottom = room
    x, y = corners.T
    inside = corners[(left <= x) & (x <= right) & (top <= y) & (y <= bottom)]
    if len(inside):
        across, down = inside.T
        for index in (down.argmin(), across.argmax(), down.argmax(), across.argmin()):
            yield float(across[index]), float(down[index])


def _side(place: Place, room: Area) -> int:
    """Return the side that a place is nearest to: 0 top, 1 right, 2 bottom, 3 left.

    The axes have their numbers at the last two.
    """
    (x, y), (left, top, right, bottom) = place, room
    distances = [y - top, right - x, bottom - y, x - left]
    return distances.index(min(distances))


def _clipped(start: Place, end: Place, area: Area) -> tuple[Place, Place] | None:
    """Return the ends of the part of a straight line that lies in an *area*, if there is one."""
    enters, leaves = 0.0, 1.0
    for axis in (0, 1):
        low, high = area[axis], area[axis + 2]
        begin, way = start[axis], end[axis] - start[axis]
        if way:
            crossings = sorted(((low - begin) / way, (high - begin) / way))
            enters, leaves = max(enters, crossings[0]), min(leaves, crossings[1])
        elif not low <= begin <= high:
            return None
    if enters >= leaves:
        return None
    ways = end[0] - start[0], end[1] - start[1]
    one, other = (
        (start[0] + share * ways[0], start[1] + share * ways[1]) for share in (enters, leaves)
    )
    return one, other
