"""Numbers and names on a canvas.

In the picture they are written as matplotlib would, in its letters, on its pixels; elsewhere in the
page's own letters.
"""

import contextlib
import math
from pathlib import Path

from js import FontFace, fontFolder, fonts
from pyodide.ffi import to_js

# Matplotlib's own letters, in the folder that this package lies in; found without importing it.
FONT = Path(__file__).parents[2] / "matplotlib/mpl-data/fonts/ttf/DejaVuSans.ttf"
PAGE_FONT = "Source Sans 3"
# How far to the right the ink of a first letter begins, in 2048ths of the letters' size.
UNITS = 2048
BEARINGS = {
    "−": 217, "0": 135, "1": 225, "2": 150, "3": 156, "4": 100, "5": 158, "6": 143, "7": 168,
    "8": 139, "9": 129, "x": 59,
}  # fmt: skip
SNAPPED = "02689"  # FreeType moves the ink of these to eighths of a pixel


async def load_font():
    """Let the browser write with matplotlib's letters."""
    # A browser may refuse them, and its own letters will do until matplotlib draws.
    with contextlib.suppress(Exception):
        fonts.add(await FontFace.new("DejaVu Sans", to_js(FONT.read_bytes())).load())


async def load_page_font():
    """Let the browser write with the page's letters as well, which the page has asked for."""
    with contextlib.suppress(Exception):
        face = FontFace.new(PAGE_FONT, f"url({fontFolder}source-sans-3.woff2)")
        fonts.add(face)
        await face.load()


def page_font(size):
    """Return the page's own letters of a *size* in CSS pixels, or others until they are there."""
    # A browser that has once looked for a family in vain does not look again.
    is_there = fonts.check(f"{size}px '{PAGE_FONT}'")
    return f"{size}px '{PAGE_FONT}', sans-serif" if is_there else f"{size}px sans-serif"


class Pen:
    """Writes letters of one size.

    Parameters
    ----------
    context : OffscreenCanvasRenderingContext2D
        Where to write.
    size : float
        Of the letters, in device pixels.
    color : str
        Of the letters.

    Attributes
    ----------
    ascent : int
        Height of a tall letter, in device pixels.
    """

    def __init__(self, context, size, color):
        self._context, self._size = context, size
        context.font = f"{size}px 'DejaVu Sans', sans-serif"
        context.fillStyle = color
        self.ascent = ascent(size)

    def write(self, text, x, baseline, share):
        """Write *text* so that this *share* of it lies left of *x*."""
        first, rest = text[:1], text[1:]
        width = self._context.measureText(first).width
        # FreeType metrics in eighths of a pixel.
        x -= share * round(8 * (width + self._context.measureText(rest).width)) / 8
        baseline = math.ceil(baseline - 0.5)
        # matplotlib rounds the place where the ink of the first letter begins, and cuts
        # fractions off where that of the others does.
        bearing = self._size * BEARINGS.get(first, 0) / UNITS
        if first and first in SNAPPED:
            bearing = round(8 * bearing) / 8
        ink = round(x + bearing)
        self._context.fillText(first, ink - math.floor(bearing), baseline)
        self._context.fillText(rest, ink - math.ceil(bearing) + width, baseline)


def ascent(size):
    """Return the height that FreeType gives to a tall letter of this *size*, in whole pixels."""
    # It fits the height of an "x" to the pixels first, and all other heights to that.
    height_of_x = math.floor(0.56 * math.floor(size + 0.5) + 0.625)
    return round(1.36 * height_of_x)
