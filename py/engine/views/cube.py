"""A cube seen from the side: what a space of three units takes place in.

Three lines of mathematics do what would else have to be loaded with matplotlib's 3-D axes.
"""

import math

import numpy as np

from engine.views.drawing import Box, polyline
from playground.checks import Array

TILT = 20.0  # how far from above one looks at it, in degrees
ROOM = 1.6  # half of the square that it fits into at every turn


class Camera:
    """Looks at the cube from -1 to 1 from the side, without perspective.

    Parameters
    ----------
    turn : float
        Around the upright axis, in degrees.
    box : tuple
        Of the canvas, that the cube fits into at every turn.
    """

    def __init__(self, turn: float, box: Box) -> None:
        t, u = math.radians(turn), math.radians(TILT)
        right = [-math.sin(t), math.cos(t), 0]
        up = [-math.sin(u) * math.cos(t), -math.sin(u) * math.sin(t), math.cos(u)]
        self.towards = np.array([math.cos(u) * math.cos(t), math.cos(u) * math.sin(t), math.sin(u)])
        left, top, end, bottom = box
        scale = min(end - left, bottom - top) / 2 / ROOM
        self._way = scale * np.array([right, [-one for one in up]])
        self._middle = np.array([(left + end) / 2, (top + bottom) / 2])

    def places(self, points: Array) -> Array:
        """Return where *points* (3, n) are seen, a row for each."""
        places: Array = (self._way @ points).T + self._middle
        return places

    def edges(self) -> str:
        """Return the twelve edges of the cube."""
        ends = [(-1.0, 1.0)] * 3
        lines = []
        for axis in range(3):
            others = np.array(np.meshgrid(*ends[:2])).reshape(2, -1)
            for fixed in others.T:
                pair = np.insert(np.tile(fixed[:, None], 2), axis, ends[axis], axis=0)
                lines.append(polyline(self.places(pair)))
        return "".join(lines)

    def ends(self) -> Array:
        """Return where the names of the three axes stand."""
        return self.places(1.25 * np.eye(3) - np.array([[0, 1, 1], [1, 0, 1], [1, 1, 0]]).T)


def cut(w: Array, b: float) -> Array:
    """Return the corners of the plane w · a + b = 0 within the cube from -1 to 1, in order."""
    signs = np.array(np.meshgrid(*[[-1.0, 1.0]] * 3)).reshape(3, -1).T
    found = []
    for corner in signs:
        for axis in range(3):
            if corner[axis] < 0 and w[axis]:
                # Along the edge that begins here, where is the sum 0?
                t = -(w @ corner + b) / w[axis]
                if 0 <= t <= 2:
                    found.append(corner + t * np.eye(3)[axis])
    if len(found) < 3:
        return np.empty((0, 3))
    corners = np.array(found)
    centre = corners.mean(axis=0)
    one = corners[0] - centre
    other = np.cross(w, one)
    # Seen along w, around their middle.
    around = corners - centre
    angles = np.arctan2(around @ other / np.linalg.norm(w), around @ one)
    ordered: Array = corners[np.argsort(angles)]
    return ordered
