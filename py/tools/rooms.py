"""Which Python runs which module: read off the rooms they lie in, and listed nowhere else."""

import pathlib

PAGE = ("page/**/*.py", "messages.py", "playground/settings/*.py", "playground/look/*.py")
# Of the page's: what only a frame on somebody else's page needs (static/boot.mjs asks for it).
FRAME = ("page/embed/*.py",)
# Of the page's rooms: those that are fetched when somebody first needs them (page/later.py).
LATER = ("takeaway",)
ENGINE = ("engine/**/*.py", "messages.py", "playground/**/*.py")
# Of the engine's: what looks inside the network, which waits for the first picture.
INSIDE = (
    *("engine/views/*.py", "engine/line_*.py", "engine/canvas/cells.py", "engine/canvas/view.py"),
    *("playground/inspection.py", "playground/gradient_check.py", "playground/loss_surface.py"),
    *("playground/hidden_space.py", "playground/health.py", "playground/jobs.py"),
)
# Of the engine's: what makes files to take home, which waits until somebody wants one.
EXPORT = (
    *("playground/export/*.py", "playground/picture/files.py", "playground/picture/sheet.py"),
    *("playground/picture/chart_figure.py", "playground/picture/network_figure.py"),
    "playground/picture/animation.py",
)


def page_modules(py: pathlib.Path) -> list[str]:
    """Return the paths, relative to *py*, of what the page's MicroPython imports.

    Without the files that only say what a package is: MicroPython takes any folder for one.
    """
    return [name for name in _found(py, PAGE) if not name.endswith("__init__.py")]


def frame_modules(py: pathlib.Path) -> list[str]:
    """Return those of `page_modules` that only a frame on somebody else's page is given."""
    return [name for name in page_modules(py) if name in _found(py, FRAME)]


def later_modules(py: pathlib.Path) -> dict[str, list[str]]:
    """Return those of `page_modules` that are fetched later, by their room."""
    modules = page_modules(py)
    return {room: [name for name in modules if name.startswith(f"page/{room}/")] for room in LATER}


def engine_modules(py: pathlib.Path) -> list[str]:
    """Return the paths, relative to *py*, of what the engine's Pyodide imports."""
    return _found(py, ENGINE)


def engine_archives(py: pathlib.Path) -> dict[str, list[str]]:
    """Return the paths of `engine_modules` by the archive in which they reach a browser."""
    inside, export = _found(py, INSIDE), _found(py, EXPORT)
    first = [name for name in engine_modules(py) if name not in inside + export]
    return {"engine.tar.gz": first, "inside.tar.gz": inside, "export.tar.gz": export}


def _found(py: pathlib.Path, patterns: tuple[str, ...]) -> list[str]:
    paths = {path for pattern in patterns for path in py.glob(pattern)}
    return sorted(path.relative_to(py).as_posix() for path in paths)
