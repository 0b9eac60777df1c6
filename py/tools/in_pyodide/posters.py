"""Draw the picture that each lesson begins with, as the page will draw it. Runs *inside* Pyodide.

The page shows one of them until Python is there. Drawn here by the same code in the same Python,
it is the picture that will take its place, but for its colours: 128 of them, which the eye does
not tell from all, make the files a quarter as large. Those of the theme are exact.
"""

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from numpy.typing import NDArray
from PIL import Image, ImageColor

from playground.look.theme import THEMES
from playground.session.session import Session
from playground.settings.lessons import LESSONS
from tools.in_pyodide.first_picture import picture, untrained_session
from tools.in_pyodide.places import OUT

# Width in CSS pixels and density: the picture of a usual window, and that of a usual phone.
SIZES = ((468, 1), (468, 2), (338, 3))
COLORS = 128
Palette = NDArray[np.int64]


def main() -> None:
    """Write one PNG for each lesson, theme and size into `OUT`."""
    for lesson in LESSONS:
        session = untrained_session(lesson)
        for theme in THEMES:
            images = {size: draw(session, *size, theme) for size in SIZES}
            palette = palette_of(images[SIZES[0]], theme)
            for (size, density), image in images.items():
                path = OUT / f"{lesson.name}-{theme}-{size}x{density}.png"
                reduced(image, palette).save(path, compress_level=9)


def draw(session: Session, size: int, density: int, theme: str) -> Image.Image:
    """Return the picture of a *session*."""
    figure = picture(session, size, density, theme).figure
    figure.patch.set(facecolor=THEMES[theme].ground, alpha=1)  # that of the page's stage
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")


def palette_of(image: Image.Image, theme: str) -> Palette:
    """Return the colours for a picture in all sizes, of which *image* is the smallest."""
    exact = [
        ImageColor.getrgb(color)
        for part in THEMES[theme]
        for color in ([part] if isinstance(part, str) else part)
    ]
    few = image.quantize(COLORS - len(exact), Image.Quantize.MEDIANCUT)
    found = np.reshape(few.getpalette() or [], (-1, 3))
    return np.concatenate([exact, found]).astype(np.int64)


def reduced(image: Image.Image, palette: Palette) -> Image.Image:
    """Return *image* with each colour replaced by the nearest one of the *palette*.

    Not dithered, which would not look as smooth.
    """
    red, green, blue = np.moveaxis(np.asarray(image, dtype=np.int64), 2, 0)
    pixels = red << 16 | green << 8 | blue
    numbers, where = np.unique(pixels, return_inverse=True)
    colors = np.stack([numbers >> 16, numbers >> 8 & 255, numbers & 255], axis=1)
    distances = ((colors[:, np.newaxis] - palette) ** 2).sum(axis=2)
    indices = distances.argmin(axis=1)[where].reshape(pixels.shape)
    small = Image.fromarray(indices.astype(np.uint8), "P")
    small.putpalette(palette.ravel().tolist())
    return small


if __name__ == "__main__":
    main()
