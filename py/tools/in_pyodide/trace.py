"""Find out what the page needs first, and what next. Runs *inside* the slimmed Pyodide.

It imports what the engine imports, and has the page's own code make its pictures; it
notes the files of the library that are read. `pack.py` sorts files into archives by these notes.
Nothing is lost if something is missing here: it is only fetched later, when somebody imports it.
"""

import ast
import json
import pathlib
import sys
import traceback
from collections.abc import Iterator
from typing import Any

from tools.in_pyodide import first_picture
from tools.in_pyodide.places import FONT_FOLDER, NOTES, PY, SITE_PACKAGES, STDLIB_IN_ZIP

OWN = {"engine", "messages", "playground"}
# What only a browser, or PyScript in one, has.
FOREIGN = {"js", "polyscript", "pyodide", "pyodide_js"}
FONT = SITE_PACKAGES + FONT_FOLDER + "DejaVuSans.ttf"

opened: set[str] = set()


def imports_of(path: pathlib.Path) -> Iterator[tuple[str, ast.stmt]]:
    """Give the modules that a file imports first of all, each with the statement that does it."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module, node
            yield from ((f"{node.module}.{alias.name}", node) for alias in node.names)


def engine_files() -> list[pathlib.Path]:
    """Return the files of all modules of ours that the engine's entry imports, and they in turn."""
    found: dict[str, pathlib.Path] = {}
    waiting = ["engine.main"]
    while waiting:
        name = waiting.pop()
        path = PY / (name.replace(".", "/") + ".py")
        if name.partition(".")[0] in OWN and name not in found and path.is_file():
            found[name] = path
            waiting += [other for other, _ in imports_of(path)]
    return list(found.values())


def import_library(paths: list[pathlib.Path]) -> None:
    """Import what the files import of the library."""
    for path in paths:
        for name, statement in imports_of(path):
            if name.partition(".")[0] not in OWN | FOREIGN:
                exec(compile(ast.Module([statement], []), path, "exec"), {})


def files() -> set[str]:
    """Return the paths in the archive of all modules and other files that were read."""
    modules = [m for m in sys.modules.copy().values() if type(m).__name__ != "Later"]
    origins = {getattr(module.__spec__, "origin", None) or "" for module in modules}
    return {
        path.partition(STDLIB_IN_ZIP)[2] or path.partition(SITE_PACKAGES)[2]
        for path in origins | opened
    } - {""}


def start() -> None:
    """Do what happens before matplotlib is there."""
    import_library(engine_files())
    session = first_picture.trained_session()
    first_picture.plane(session, 480, 1, "light")
    for scale in ("log", "linear"):
        first_picture.loss_chart(session, scale)
    first_picture.draw_points(session)
    with open(FONT, "rb"):
        pass  # the page writes its first numbers itself, with this font
    try:
        raise ValueError
    except ValueError:
        traceback.format_exc()


def draw() -> None:
    """Draw with matplotlib, as the page does next."""
    first_picture.read_points()
    session = first_picture.trained_session()
    for theme in ("light", "dark"):
        picture = first_picture.picture(session, 480, 1.5, theme)
        for layer in (picture.surface, picture.lines, picture.frame, picture.rings):
            layer()


def note(event: str, facts: tuple[Any, ...]) -> None:
    """Remember which files are opened."""
    if event == "open":
        opened.add(str(facts[0]))


def main() -> None:
    """Write down which files are needed at each step."""
    sys.addaudithook(note)
    before = [*sys.modules["sitecustomize"].BEFORE, "site"]
    zipped = [getattr(sys.modules[name].__spec__, "origin", None) for name in before]
    steps = {"zip": {path.partition(STDLIB_IN_ZIP)[2] for path in zipped if path} - {""}}
    start()
    steps["python"] = files()
    draw()
    steps["matplotlib"] = files()
    NOTES.write_text(json.dumps({step: sorted(paths) for step, paths in steps.items()}))


if __name__ == "__main__":
    main()
