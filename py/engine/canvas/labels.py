"""The names of the units on the page's canvas: each is drawn once, and then copied."""

from js import Path2D

from engine.canvas.layers import CanvasLayer
from playground.look import style
from playground.look.theme import THEMES


class LabelStamps:
    """Draws boxes with names; the browser does so for both painters of the picture.

    Parameters
    ----------
    density : float
        Device pixels per CSS pixel.
    theme : str
        A key of `theme.THEMES`.
    """

    def __init__(self, density, theme):
        self._density, self._ground = density, THEMES[theme].raised
        self._stamps = {}  # by name and colour

    def draw(self, context, labels):
        """Draw *labels*, of `UnitLabel`, at their places."""
        for label in labels:
            left, top, _, _ = label.box
            context.drawImage(self._stamp(label).canvas, left, top)

    def _stamp(self, label):
        key = label.name, label.color
        if key not in self._stamps:
            self._stamps[key] = self._new_stamp(label)
        return self._stamps[key]

    def _new_stamp(self, label):
        _, _, width, height = label.box
        layer, size = CanvasLayer(width, height), style.LABEL_SIZE * self._density
        context = layer.context
        context.globalAlpha, context.fillStyle = style.LABEL_OPACITY, self._ground
        context.fill(Path2D.new(box_of(width, height, style.LABEL_RADIUS * self._density)))
        context.globalAlpha, context.fillStyle = 1, label.color
        context.font, context.textAlign = f"{size}px 'DejaVu Sans', sans-serif", "center"
        context.fillText(label.name, width / 2, round((height + style.ASCENT * size) / 2))
        return layer


def box_of(width, height, radius):
    """Return a box with round corners as SVG path."""
    right, bottom = width - radius, height - radius
    arc = f"A{radius} {radius} 0 0 1"
    return (
        f"M{radius} 0H{right}{arc} {width} {radius}V{bottom}{arc} {right} {height}"
        f"H{radius}{arc} 0 {bottom}V{radius}{arc} {radius} 0Z"
    )
