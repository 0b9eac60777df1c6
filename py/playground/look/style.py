"""How thick, how large, how far: what every painter of the pictures goes by.

Lengths are in CSS pixels; the size of a point's marker is an area, as matplotlib has it. The
colours are in theme.py.
"""

# The lines of the units, and the boundary.
UNIT_WIDTH, BOUNDARY_WIDTH = 1.8, 2.6

# Of class 0 and class 1.
CLASS_MARKERS = ("o", "^")
# Area and edge of the marker of a point: those to learn from are filled, those of the test hollow,
# with a wider stroke of the ground under the one in the colour of the class.
FILLED, HOLLOW, HALO = (70, 1.1), (64, 1.7), 2.6
# Diameter and width of the ring around a mistake.
RING = (16, 1.4)

# The axes' marks, and how much of their ink can be seen.
TICK_LENGTH, TICK_WIDTH, TICK_INK = 5, 1, "8c"
# Numbers along the axes and the axes' names stand on the plane, so far from its edges, and the name
# of x₂ as far below the upper one; never in the middle of a device pixel, which painters might
# round differently.
NUMBER_SIZE, NUMBER_AWAY = 10.5, 12
NAME_SIZE, NAME_AWAY, NAME_BELOW = 13, 9.1, 19.1
AXES, NAME_LETTER = ("x₁", "x₂"), 8  # the names, where there are no others, and a letter's width
# Where numbers would meet a name, there are none: so far from the low and the high end of x₁ and
# of x₂; a longer name than x₁ needs more.
NUMBER_ENDS = ((30, 40), (24, 34))
# Of a number along an axis: the width of a letter, and how far it keeps from the next one.
NUMBER_LETTER, NUMBER_GAP = 6.7, 8
# A picture that is smaller has half as many.
FEW_NUMBERS = 260

# The name of a unit stands in a box on its line: height, and width by the letters.
LABEL_SIZE, LABEL_HEIGHT, LABEL_PADDING, LABEL_LETTER = 11, 19, 16, 5.4
LABEL_RADIUS, LABEL_OPACITY = 4, 0.92
# Of the letters of the pictures: how tall a tall one is, as a share of their size.
ASCENT = 0.76
# How far boxes keep from the edges of the plane (left, top, right, bottom; the axes' numbers and
# names are at the left and at the bottom), and from each other.
LABEL_ROOM, LABEL_GAP = (38, 4, 4, 22), 3
# More boxes would hide what is below them.
MOST_LABELS = 8

# Of more points each is drawn smaller, so that they leave something of the plane to be seen:
# up to so many, at this share of the full width.
CROWDS = ((500, 1.0), (2000, 0.65), (float("inf"), 0.42))
# The size of the picture at which a marker has its full width, and the limits of its scale.
FULL_SIZE, SMALLEST, LARGEST = 440, 0.62, 1.15


def marker(is_filled: bool, scale: float) -> tuple[float, float]:
    """Return area and edge of a point's marker at a *scale*."""
    area, edge = FILLED if is_filled else HOLLOW
    return area * scale**2, edge * scale


def ring(scale: float) -> tuple[float, float]:
    """Return diameter and width of the ring around a mistake at a *scale* of the markers."""
    diameter, width = RING
    return diameter * scale, width  # a thinner one would be overlooked


def marker_scale(n_points: int, size: float = FULL_SIZE) -> float:
    """Return how wide a point's marker is among *n_points* on a picture of a *size*.

    1 is the full width.
    """
    crowd = next(scale for limit, scale in CROWDS if n_points <= limit)
    return crowd * min(max(size / FULL_SIZE, SMALLEST), LARGEST)


def label_width(name: str) -> float:
    """Return the width of the box of a *name*."""
    return LABEL_PADDING + LABEL_LETTER * len(name)
