"""Find out what the page needs first, and what next. Runs *inside* the slimmed Pyodide.

It imports and draws what the page imports and draws, and notes the files that are read.
`pack.py` sorts files into archives by these notes. Nothing is lost if something is missing
here: it is only fetched later, when somebody imports it.
"""

import ast
import importlib
import json
import pathlib
import sys

# What a worker of the page imports before its first picture.
FIRST = """
asyncio base64 collections collections.abc contextlib functools importlib json numbers time
traceback zlib numpy numpy.random.mtrand numpy.typing contourpy
"""
# Modules of PyScript's own Python that are not part of the library.
FOREIGN = {"_pyscript", "js", "polyscript", "pyodide", "pyscript", "uio"}
SITE_PACKAGES = "/lib/python3.14/site-packages/"
STDLIB = "/lib/python314.zip/"
FONT = SITE_PACKAGES + "matplotlib/mpl-data/fonts/ttf/DejaVuSans.ttf"

opened: set[str] = set()


def imports_of(folder: pathlib.Path) -> set[str]:
    """Return the modules of the library that the modules in `folder` import first of all."""
    names = set()
    for path in folder.glob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names.add(node.module)
    return {name for name in names if name.partition(".")[0] not in FOREIGN}


def files() -> set[str]:
    """Return the paths in the archive of all modules and other files that were read."""
    modules = [m for m in sys.modules.copy().values() if type(m).__name__ != "Later"]
    origins = {getattr(module.__spec__, "origin", None) or "" for module in modules}
    paths = {
        path.partition(STDLIB)[2] or path.partition(SITE_PACKAGES)[2] for path in origins | opened
    }
    return paths - {""}


def start() -> None:
    """Do what happens before matplotlib is there."""
    for name in [*FIRST.split(), *sorted(imports_of(pathlib.Path("/pyscript")))]:
        importlib.import_module(name)
    import traceback

    import numpy as np
    from contourpy import contour_generator
    from numpy.random.mtrand import RandomState
    from numpy.typing import NDArray

    assert NDArray[np.float64]
    points = RandomState(0).normal(size=(2, 100))
    plane = np.hypot(*np.meshgrid(*np.sort(points)))
    contour_generator(*np.sort(points), plane).lines(0.5)
    with np.errstate(all="ignore"):
        str(np.tanh(plane @ plane))
        np.einsum("ij,jk->ik", plane, plane)
    # As own.py packs points and unpacks them.
    steps = np.diff(points.astype(np.int32), axis=1, prepend=np.int32(0))
    np.column_stack([np.cumsum(steps, axis=1), [0, 0]])
    np.append(np.unpackbits(np.packbits(steps[0] > 0), count=9), 1)
    try:
        raise ValueError
    except ValueError:
        traceback.format_exc()
    with open(FONT, "rb"):
        pass  # the page draws its first letters itself, with this font


def draw() -> None:
    """Draw with matplotlib as the page does."""
    import numpy as np
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.collections import LineCollection
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    figure = Figure(figsize=(5, 5), dpi=144)
    canvas = FigureCanvasAgg(figure)
    axes = figure.add_axes((0.1, 0.1, 0.8, 0.8))
    colors = LinearSegmentedColormap.from_list("two", ["#000", "#fff"])
    surface = axes.imshow(np.eye(9), cmap=colors, interpolation="bilinear", aspect="auto")
    colors(np.eye(9), bytes=True)
    axes.add_collection(LineCollection([[(0, 0), (1, 1)]], linewidths=2), autolim=False)
    for marker in "o^":
        axes.scatter([1, 2], [3, 4], s=46, edgecolors="w", marker=marker)
    (rings,) = axes.plot([], [], "o", markerfacecolor="none")
    axes.text(1, 0, "x₁", transform=axes.transAxes, ha="right", va="top")
    axes.set(xticks=MaxNLocator(6).tick_values(0, 4), xlim=(0, 4))
    axes.axvline(1)
    axes.locator_params(axis="x", nbins=5)
    axes.grid(alpha=0.25)
    canvas.draw()
    surface.set_data(np.zeros((9, 9)))
    surface.set_cmap(LinearSegmentedColormap.from_list("other", ["#000", "#fff"]))
    rings.set_data([1, 2], [3, 4])
    for scale in ("linear", "log"):
        axes.set(yscale=scale, ylim=(0.1, 10))
        axes.yaxis.set_major_formatter("{x:g}")
        axes.tick_params(which="minor", left=False, labelleft=False)
        canvas.draw()
    axes.get_window_extent()
    np.asarray(canvas.buffer_rgba())


def main(notes: pathlib.Path = pathlib.Path("/out/pyodide/trace.json")) -> None:
    """Write down which files are needed at each step."""
    sys.addaudithook(lambda event, facts: event == "open" and opened.add(str(facts[0])))
    before = [*sys.modules["sitecustomize"].BEFORE, "site"]
    zipped = [getattr(sys.modules[name].__spec__, "origin", None) for name in before]
    steps = {"zip": {path.partition(STDLIB)[2] for path in zipped if path} - {""}}
    start()
    steps["python"] = files()
    draw()
    steps["matplotlib"] = files()
    notes.write_text(json.dumps({step: sorted(paths) for step, paths in steps.items()}))


if __name__ == "__main__":
    main()
