"""The names of the units on a matplotlib figure."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgba
from matplotlib.font_manager import FontProperties
from matplotlib.patches import BoxStyle
from matplotlib.transforms import IdentityTransform

from playground.look import style
from playground.picture.surface import Pixels
from playground.picture.unit_labels import UnitLabel


class UnitLabels(Artist):
    """Draws boxes with names; each is drawn once, and then copied to wherever it is needed.

    Parameters
    ----------
    ground : str
        Colour of the boxes.
    pixels : int
        Width and height of the figure in the pixels that the places of labels are given in.

    Attributes
    ----------
    labels : sequence of UnitLabel
        What to draw.
    """

    def __init__(self, ground: str, pixels: int) -> None:
        super().__init__()
        self._ground, self._pixels = to_rgba(ground, style.LABEL_OPACITY), pixels
        self._font = FontProperties(size=style.LABEL_SIZE)
        self._copies: dict[tuple[str, str, float], Pixels] = {}
        self.labels: Sequence[UnitLabel] = ()
        self.zorder = 1.5

    def draw(self, renderer: Any) -> None:
        """Draw all labels."""
        if not self.get_visible():
            return
        figure: Any = self.get_figure(root=True)
        height = figure.bbox.height
        # A script may save the figure with more pixels, or as a drawing without any.
        scale = figure.bbox.width / self._pixels
        context = renderer.new_gc()
        for label in self.labels:
            left, top = label.box[0] * scale, label.box[1] * scale
            if isinstance(renderer, RendererAgg):
                copy = self._copy(label, scale, figure.dpi)
                renderer.draw_image(context, round(left), round(height - top - len(copy)), copy)
            else:
                self._draw_one(renderer, label, left, top, scale, height)
        context.restore()

    def _copy(self, label: UnitLabel, scale: float, dpi: float) -> Pixels:
        """Return a label's pixels, the first row at the bottom, as matplotlib takes images."""
        key = label.name, label.color, dpi
        if key not in self._copies:
            width, height = (round(length * scale) for length in label.box[2:])
            renderer: Any = RendererAgg(width, height, dpi)
            self._draw_one(renderer, label, 0, 0, scale, height)
            self._copies[key] = np.asarray(renderer.buffer_rgba())[::-1].copy()
        return self._copies[key]

    def _draw_one(
        self, renderer: Any, label: UnitLabel, left: float, top: float, scale: float, total: float
    ) -> None:
        """Draw a label with its left upper corner at a place, on a figure of a *total* height."""
        width, height = (round(length * scale) for length in label.box[2:])
        radius = style.LABEL_RADIUS * scale * label.box[3] / style.LABEL_HEIGHT
        outline = BoxStyle.Round(pad=0, rounding_size=radius)
        box = outline(left, total - top - height, width, height, 1)
        context = renderer.new_gc()
        context.set_linewidth(0)
        renderer.draw_path(context, box, IdentityTransform(), self._ground)
        context.set_foreground(label.color)
        across, _, _ = renderer.get_text_width_height_descent(label.name, self._font, False)
        ascent = style.ASCENT * style.LABEL_SIZE * label.box[3] / style.LABEL_HEIGHT * scale
        x = left + (width - across) / 2
        baseline = top + round((height + ascent) / 2)
        y = baseline if renderer.flipy() else total - baseline
        renderer.draw_text(context, x, y, label.name, self._font, 0)
        context.restore()
