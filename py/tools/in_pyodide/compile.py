"""Pack the engine's own modules, compiled, with their text beside them. Runs *inside* Pyodide.

Compiled here, they are imported without delay; the text shows in tracebacks, and is what a
reader gets to see. The page's own thread has another Python, and takes the text.
"""

import gzip
import importlib.util
import pathlib

from tools.in_pyodide.archive import write_tar
from tools.in_pyodide.places import OUT, PY, SITE_PACKAGES
from tools.in_pyodide.slim import compile_module
from tools.rooms import engine_archives


def members(folder: pathlib.Path, names: list[str]) -> dict[str, bytes]:
    """Return path and content of the modules *names* below `folder`, and of their bytecode."""
    found = {}
    for name in names:
        found[name] = source = (folder / name).read_bytes()
        compiled = importlib.util.cache_from_source(name)
        found[compiled] = compile_module(source, SITE_PACKAGES + name, optimize=0)
    return found


def main() -> None:
    """Write the archives."""
    for archive, names in engine_archives(PY).items():
        packed = gzip.compress(write_tar(members(PY, names)), compresslevel=9, mtime=0)
        (OUT / archive).write_bytes(packed)


if __name__ == "__main__":
    main()
