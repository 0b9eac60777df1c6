"""Draw the picture of the default settings, as the page will draw it. Runs *inside* Pyodide.

The page shows it until Python is there. Drawn here by the same code in the same Python, it is
the picture that will take its place, but for its colours: 128 of them, which the eye does not
tell from all, make the files a quarter as large.
"""

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from playground.look.theme import THEMES
from tools.in_pyodide.first_picture import picture, trained_session
from tools.in_pyodide.places import OUT

# Width in CSS pixels and density: the stage beside the controls, and that of a usual phone.
SIZES = ((478, 1), (478, 2), (356, 2))
COLORS = 128


def main() -> None:
    """Write one PNG for each size and theme into `OUT`."""
    session = trained_session()
    for theme, colors in THEMES.items():
        for size, density in SIZES:
            figure = picture(session, size, density, theme).figure
            figure.patch.set(facecolor=colors.ground, alpha=1)  # that of the page's stage
            canvas = FigureCanvasAgg(figure)
            canvas.draw()
            pixels = np.asarray(canvas.buffer_rgba())
            image = reduced(Image.fromarray(pixels).convert("RGB"))
            image.save(OUT / f"{theme}-{size}x{density}.png", optimize=True)


def reduced(image: Image.Image) -> Image.Image:
    """Return *image* with few colours."""
    # Neither dithered, which would not look as smooth, nor with colours of the rare edges only.
    return image.quantize(COLORS, Image.Quantize.MEDIANCUT, kmeans=1, dither=Image.Dither.NONE)


if __name__ == "__main__":
    main()
