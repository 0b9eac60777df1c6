"""How thick, how large, how far: what every painter of the pictures goes by.

Lengths are in CSS pixels; the size of a point's marker is an area, as matplotlib has it. The
colours are in theme.py.
"""

# The lines of the units, and the boundary.
UNIT_WIDTH, BOUNDARY_WIDTH = 1.8, 2.4

# Of class 0 and class 1.
CLASS_MARKERS = ("o", "^")
# Area and edge of the marker of a point: those to learn from are filled, those of the test hollow.
FILLED, HOLLOW = (46, 0.9), (36, 1.6)
# Diameter and width of the ring around a mistake.
RING = (13.5, 1.6)

# Numbers along the axes and the axes' names, and how far from the plane they stand.
NUMBER_SIZE, NUMBER_DISTANCE = 10.5, 5
NAME_SIZE, NAME_DISTANCE = 12, 7

# Of more points each is drawn smaller, so that they leave something of the plane to be seen:
# up to so many, at this share of the full width.
CROWDS = ((500, 1.0), (2000, 0.65), (float("inf"), 0.42))


def marker(is_filled: bool, scale: float) -> tuple[float, float]:
    """Return area and edge of a point's marker at a *scale*."""
    area, edge = FILLED if is_filled else HOLLOW
    return area * scale**2, edge * scale


def ring(scale: float) -> tuple[float, float]:
    """Return diameter and width of the ring around a mistake at a *scale* of the markers."""
    diameter, width = RING
    return diameter * scale, width * scale


def marker_scale(n_points: int) -> float:
    """Return how wide the marker of a point is among *n_points*; 1 is the full width."""
    return next(scale for limit, scale in CROWDS if n_points <= limit)
