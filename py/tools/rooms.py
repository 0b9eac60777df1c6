"""Which Python runs which module: read off the rooms they lie in, and listed nowhere else."""

import pathlib

PAGE = ("page/**/*.py", "messages.py", "playground/settings/*.py", "playground/look/*.py")
# Of the page's: what only a frame on somebody else's page needs (static/boot.mjs asks for it).
FRAME = ("page/embed/*.py",)
ENGINE = ("engine/**/*.py", "messages.py", "playground/**/*.py")
# Of the engine's: what waits for the first picture: what looks inside the network, and what
# repeats a training.
INSIDE = (
    *("engine/views/*.py", "engine/line_*.py", "engine/canvas/cells.py", "engine/canvas/view.py"),
    *("playground/inspection.py", "playground/gradient_check.py", "playground/loss_surface.py"),
    *("playground/hidden_space.py", "playground/health.py", "playground/jobs.py"),
    *("engine/repeat.py", "playground/session/repeat.py"),
)


def page_modules(py: pathlib.Path) -> list[str]:
    """Return the paths, relative to *py*, of what the page's MicroPython imports.

    Without the files that only say what a package is: MicroPython takes any folder for one.
    """
    return [name for name in _found(py, PAGE) if not name.endswith("__init__.py")]


def frame_modules(py: pathlib.Path) -> list[str]:
    """Return those of `page_modules` that only a frame on somebody else's page is given."""
    return [name for name in page_modules(py) if name in _found(py, FRAME)]


def engine_modules(py: pathlib.Path) -> list[str]:
    """Return the paths, relative to *py*, of what the engine's Pyodide imports."""
    return _found(py, ENGINE)


def engine_archives(py: pathlib.Path) -> dict[str, list[str]]:
    """Return the paths of `engine_modules` by the archive in which they reach a browser."""
    inside = _found(py, INSIDE)
    first = [name for name in engine_modules(py) if name not in inside]
    return {"engine.tar.gz": first, "inside.tar.gz": inside}


def _found(py: pathlib.Path, patterns: tuple[str, ...]) -> list[str]:
    paths = {path for pattern in patterns for path in py.glob(pattern)}
    return sorted(path.relative_to(py).as_posix() for path in paths)
