"""Which Python runs which module: read off the rooms they lie in, and listed nowhere else."""

import pathlib

PAGE = ("page/**/*.py", "messages.py", "playground/settings/*.py", "playground/look/*.py")
# Of the page's: what only a frame on somebody else's page needs (static/boot.mjs asks for it).
FRAME = ("page/embed/*.py",)
# Of the page's rooms: those that are fetched when somebody first needs them (page/later.py).
LATER = ("hear", "preview", "runs", "takeaway")
ENGINE = ("engine/**/*.py", "messages.py", "playground/**/*.py")
# Of the engine's: what looks inside the network or repeats a training, which waits for the first
# picture.
INSIDE = (
    *("engine/views/*.py", "engine/line_*.py", "engine/canvas/cells.py", "engine/canvas/view.py"),
    *("playground/inspection.py", "playground/gradient_check.py", "playground/loss_surface.py"),
    *("playground/hidden_space.py", "playground/health.py"),
    *("engine/repeat.py", "playground/session/repeat.py"),
)
# And what makes files of a session, which waits until a reader wants one.
EXPORT = (
    "playground/export/*.py",
    *("playground/picture/files.py", "playground/picture/animation.py"),
    *("playground/picture/*_figure.py", "playground/picture/drawing.py"),
)
# The command line, and what it alone draws: nothing for a browser.
COMMAND = (
    *("playground/__main__.py", "playground/cli/*.py", "playground/picture/sweep_figure.py"),
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
    command = _found(py, COMMAND)
    return [name for name in _found(py, ENGINE) if name not in command]


def engine_archives(py: pathlib.Path) -> dict[str, list[str]]:
    """Return the paths of `engine_modules` by the archive in which they reach a browser."""
    every = engine_modules(py)
    later = {
        archive: [name for name in _found(py, patterns) if name in every]
        for archive, patterns in (("inside.tar.gz", INSIDE), ("export.tar.gz", EXPORT))
    }
    first = [name for name in every if not any(name in names for names in later.values())]
    return {"engine.tar.gz": first, **later}


def _found(py: pathlib.Path, patterns: tuple[str, ...]) -> list[str]:
    paths = {path for pattern in patterns for path in py.glob(pattern)}
    return sorted(path.relative_to(py).as_posix() for path in paths)
