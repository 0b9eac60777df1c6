"""Colours, shared by the pictures (CPython) and the page (MicroPython)."""

from collections import namedtuple

# The ink of lines, and of what is written on a picture; numbers beside one; points of class 0 and 1
# and the edge around them; the ground of a page, what is raised above it, thin rules, what can be
# moved, and what is pointed at; the surface from certainly 0 over undecided to certainly 1,
# another one from unsure to sure, and the hidden units.
Theme = namedtuple(
    "Theme",
    "line numbers classes point_edge ground raised rule control mark surface confidence units",
)

# Blue and vermillion of Okabe and Ito, which colour-blind readers tell apart (lightened for
# the dark); the classes differ in their markers as well, and the units in their dashes.
THEMES = {
    "light": Theme(
        line="#1b1b1f",
        numbers="#5c5c66",
        classes=("#0072b2", "#d55e00"),
        point_edge="#faf9f6",
        ground="#faf9f6",
        raised="#ffffff",
        rule="#e2dfd7",
        control="#85858f",
        mark="#ffe69a",
        surface=("#7db9dc", "#f8f7f4", "#eea877"),
        confidence=("#f8f7f4", "#c4bfcc"),
        units=("#7a2f9e", "#006b54", "#b01657", "#5a5200"),
    ),
    "dark": Theme(
        line="#f2f1ee",
        numbers="#a8a8b3",
        classes=("#56b4e9", "#ff9447"),
        point_edge="#121316",
        ground="#121316",
        raised="#1b1c21",
        rule="#2d2e35",
        control="#7c7c88",
        mark="#483a14",
        surface=("#0d4d73", "#23242a", "#86400e"),
        confidence=("#23242a", "#56515f"),
        units=("#dba8f5", "#56dfb9", "#ff8fb9", "#dcd45e"),
    ),
}

# Lengths of a unit's dashes and gaps, in line widths. With four colours: sixteen lines.
DASHES = ((1, 0), (4, 2), (1, 1.2), (5, 1.5, 1, 1.5))


def unit_look(theme: str, unit: int) -> tuple[str, tuple[float, ...]]:
    """Return colour and dashes of the line of hidden *unit*, counted from 0."""
    colors = THEMES[theme].units
    return colors[unit % len(colors)], DASHES[unit // len(colors) % len(DASHES)]
