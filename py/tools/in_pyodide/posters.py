"""Draw the picture of the default settings, as the page will draw it. Runs *inside* Pyodide.

The page shows it until Python is there. Drawn here by the same code in the same Python, it is
the picture that will take its place, but for its colours: 128 of them, which the eye does not
tell from all, make the files a quarter as large.
"""

import pathlib
import sys

import pyodide_js

FOLDER = pathlib.Path("/out")
# Width in CSS pixels and density: the stage beside the controls, and that of a usual phone.
SIZES = ((478, 1), (478, 2), (356, 2))
COLORS = 128


async def main() -> None:
    """Write one PNG for each size and theme into `FOLDER`."""
    await pyodide_js.loadPackage("matplotlib", messageCallback=lambda _: None)
    sys.path.insert(0, "/py")
    from playground.look.theme import THEMES
    from playground.session.session import Session
    from playground.settings.values import defaults

    session = Session()
    session.apply(defaults())
    session.advance(float("inf"))
    for theme, colors in THEMES.items():
        for size, density in SIZES:
            path = FOLDER / f"{theme}-{size}x{density}.png"
            draw(session, size, density, theme, colors.ground).save(path, optimize=True)


def draw(session, size, density, theme, ground):
    """Return the picture of *session* on the plain *ground* of the page's stage."""
    import numpy as np
    from PIL import Image

    from playground.picture.figure import Picture

    picture = Picture(size, density, theme)
    samples = session.dataset
    picture.show_data(samples.X, samples.y, samples.X_test, samples.y_test)
    picture.show_network(session.network, session.inputs)
    picture.figure.patch.set(facecolor=ground, alpha=1)
    canvas = picture.figure.canvas
    canvas.draw()
    image = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
    # Neither dithered, which would not look as smooth, nor with colours of the rare edges only.
    return image.quantize(COLORS, Image.Quantize.MEDIANCUT, kmeans=1, dither=Image.Dither.NONE)


await main()  # Pyodide allows this at the top level
