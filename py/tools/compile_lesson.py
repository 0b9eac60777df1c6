"""Pack the engine's own modules, compiled, with their text beside them. Runs *inside* Pyodide.

Compiled here, they are imported without delay; the text shows in tracebacks, and is what a
reader gets to see. The page's own thread has another Python, and takes the text.
"""

import gzip
import importlib.util
import pathlib

from tools.archive import write_tar
from tools.slim import SITE_PACKAGES, compile_module

PYTHON = pathlib.Path("/py")
# The page's own modules, and the tools' entry.
OTHERS = (
    *("__main__.py", "form.py", "page.py", "ui.py", "words.py"),
    *("inspector.py", "network_nodes.py", "network_view.py"),
    *("csv_input.py", "events.py", "kept.py", "own_points.py", "pencil.py"),
)


def members(folder: pathlib.Path) -> dict[str, bytes]:
    """Return path and content of the engine's modules below `folder`, and of their bytecode."""
    paths = [path for path in folder.glob("*.py") if path.name not in OTHERS]
    found = {}
    for path in [*paths, *(folder / "playground").glob("*.py")]:
        name, source = path.relative_to(folder).as_posix(), path.read_bytes()
        found[name] = source
        compiled = importlib.util.cache_from_source(name)
        found[compiled] = compile_module(source, SITE_PACKAGES + name, optimize=0)
    return found


packed = gzip.compress(write_tar(members(PYTHON)), compresslevel=9, mtime=0)
pathlib.Path("/out/lesson.tar.gz").write_bytes(packed)
