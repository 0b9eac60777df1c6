"""Try the slimmed runtime for real: what the page and a reader's own code need must still work.

Runs *inside* the slimmed Pyodide (see `run.mjs`), where Python starts with what the page
starts with; anything that cannot be had ends in an exception.
"""

import importlib
import io
import logging
import pathlib

import archive_importer
import lazy_modules
from tools.in_pyodide.places import SITE_PACKAGES

MODULES = """
ast asyncio base64 bisect cmath collections contextlib copy csv dataclasses datetime decimal
difflib doctest enum fractions functools graphlib hashlib heapq inspect io itertools json logging
math operator os pathlib pickle platform pprint pydoc queue random re shutil statistics string
struct sys tempfile textwrap threading time timeit tokenize tomllib traceback types typing unittest
urllib.parse uuid warnings weakref xml.etree.ElementTree zipfile zlib
numpy numpy.fft numpy.lib.format numpy.linalg numpy.ma numpy.polynomial numpy.random numpy.testing
numpy.typing contourpy cycler dateutil.parser kiwisolver packaging.version pyparsing six PIL.Image
PIL.ImageDraw PIL.ImageOps PIL.GifImagePlugin PIL.JpegImagePlugin matplotlib matplotlib.animation
matplotlib.backends.backend_agg matplotlib.backends.backend_svg matplotlib.figure matplotlib.pyplot
matplotlib.tri matplotlib.widgets mpl_toolkits.mplot3d pyodide.console pyodide.http
"""


def check_imports() -> None:
    """Import everything that has to stay importable."""
    for name in MODULES.split():
        importlib.import_module(name)


def check_versions() -> None:
    """Ask for the versions in the way a notebook does."""
    from importlib import metadata

    for name in ("numpy", "matplotlib", "pillow"):
        metadata.version(name)


def check_figure(warnings: list[str]) -> None:
    """Draw text, mathematics and contours, and save them in both formats."""
    import numpy as np
    from matplotlib.figure import Figure

    figure = Figure(layout="constrained")
    axes = figure.add_subplot(xlabel="$x_1$", ylabel=r"$\sum_i w_i' \theta$", title="Ä ± σ √ −1")
    plane = np.hypot(*np.mgrid[-1:1:20j, -1:1:20j])
    figure.colorbar(axes.contourf(plane, cmap="PuOr"))
    axes.scatter([1, 2], [3, 4], label="bold", marker="^")
    axes.legend().get_texts()[0].set(weight="bold", style="italic", family="monospace")
    for file_format, magic in (("png", b"\x89PNG"), ("svg", b"<?xml")):
        buffer = io.BytesIO()
        figure.savefig(buffer, format=file_format)
        assert buffer.getvalue().startswith(magic), file_format
    assert not warnings, warnings


def check_other_pictures() -> None:
    """Draw what a reader may add: a surface, a style, a picture of a picture."""
    import matplotlib.pyplot as plt
    import numpy as np
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from mpl_toolkits.mplot3d import Axes3D
    from PIL import Image

    with plt.style.context("ggplot"):
        figure, axes = plt.subplots(subplot_kw={"projection": "3d"})
        assert isinstance(axes, Axes3D)
        axes.plot_surface(*np.mgrid[0:3, 0:3], np.eye(3))
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
    plt.close(figure)
    drawn = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
    for file_format in ("JPEG", "PNG"):
        drawn.save(io.BytesIO(), file_format)


def check_assertions() -> None:
    """See that NumPy's own test functions still fail when they should."""
    import numpy as np

    try:
        np.testing.assert_allclose(1.0, 1.1)
    except AssertionError:
        return
    raise SystemError("numpy.testing accepts what it should not")


def check_traceback() -> None:
    """See that a traceback names the file that a reader would look for."""
    import traceback

    import numpy as np

    try:
        np.linalg.inv(np.zeros((2, 3)))
    except np.linalg.LinAlgError:
        assert SITE_PACKAGES + "numpy/linalg/_linalg.py" in traceback.format_exc()


class Recorder(logging.Handler):
    """Keep every log record: a font that is not found is only logged."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Remember the message."""
        self.messages.append(record.getMessage())


def check_promises() -> None:
    """See that modules hold what was promised before they were read."""
    from lazy_list import PUT_OFF

    for name, promised in PUT_OFF.items():
        if name == "pyscript":
            continue  # it comes with the page
        module = lazy_modules.read(importlib.import_module(name))
        for attribute, kind in promised.items():
            value, real = kind(module, attribute), getattr(module, attribute)
            if isinstance(value, tuple):
                assert sorted(value) == sorted(real), f"{name}.{attribute}"
            elif isinstance(value, str | int):
                assert value == real, f"{name}.{attribute} is {real!r}"


def main() -> None:
    """Run every check."""
    archive_importer.fetch = lambda archive: (pathlib.Path("/runtime") / archive).read_bytes()
    recorder = Recorder()
    logging.getLogger().addHandler(recorder)
    check_imports()
    check_versions()
    check_figure(recorder.messages)
    check_other_pictures()
    check_assertions()
    check_traceback()
    check_promises()


main()
