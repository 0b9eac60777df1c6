"""Sort the slimmed files into the archives that the page loads. Runs *inside* Pyodide.

`python.tar.gz` is what the first picture needs, `matplotlib.tar.gz` what the page needs next
(trace.py has found out), `rest.tar.gz` everything else. One stream compresses better than many
small files, and the page unpacks it while it arrives.
"""

import gzip
import hashlib
import json

from tools.in_pyodide.archive import read_tar, read_zip, write_tar, write_zip
from tools.in_pyodide.places import LOCK, NOTES, OUT, SITE_PACKAGES, STDLIB_ZIP
from tools.in_pyodide.slim import EVERYTHING, compile_module

FOLDER = OUT / "pyodide"
INDEX = "archive_index.pyc"
FIRST, NEXT, REST = "python.tar.gz", "matplotlib.tar.gz", "rest.tar.gz"


def module_name(path: str) -> str | None:
    """Return the name of the module that the file `path` of an archive is; None if it is none."""
    folders, _, base = path.rpartition("/")
    stem, _, ending = base.partition(".")
    if not ending.endswith(("pyc", "so")):
        return None
    parts = folders.split("/") if folders else []
    return ".".join(parts if stem == "__init__" else [*parts, stem])


def sort_files(files: dict[str, bytes], notes: dict[str, list[str]]) -> dict[str, dict[str, bytes]]:
    """Return path and content of the members of each archive.

    Parameters
    ----------
    files : dict of str to bytes
        All files, by their path in site-packages.
    notes : dict
        What trace.py wrote: the paths that belong to each step, a later step includes the
        earlier ones.

    Returns
    -------
    dict of str to dict
        In the order in which the page loads them; every file is in one of them.
    """
    first, both = {LOCK, *notes["python"]}, set(notes["matplotlib"])
    zipped = {path: files[path] for path in notes["zip"]}
    archives = {FIRST: {STDLIB_ZIP: write_zip(zipped)}, NEXT: {}, REST: {}}
    for path, content in files.items():
        if path not in zipped:
            archive = FIRST if path in first else NEXT if path in both else REST
            archives[archive][path] = content
    return archives


def compress(members: dict[str, bytes]) -> bytes:
    """Return the archive of `members`, which depends on nothing else."""
    return gzip.compress(write_tar(members), compresslevel=9, mtime=0)


def index_of(archives: dict[str, dict[str, bytes]], packed: dict[str, bytes]) -> str:
    """Return the source of the module that says which module is in which of the `packed` ones."""
    modules = {
        archive: {name for path in members if (name := module_name(path)) is not None}
        for archive, members in archives.items()
    }
    known = set().union(*modules.values())
    index = {}
    for archive, data in packed.items():
        # A folder without code of its own can be imported as well: a namespace package.
        folders = {name.rpartition(".")[0] for name in modules[archive]} - known - {""}
        names = sorted(modules[archive] | folders)
        index[archive] = {"sha256": hashlib.sha256(data).hexdigest(), "modules": names}
    return f"INDEX = {index!r}\n"


def main() -> None:
    """Replace the archive of everything by those that the page loads."""
    everything = FOLDER / EVERYTHING
    files = read_tar(everything.read_bytes())
    files |= read_zip(files.pop(STDLIB_ZIP))
    archives = sort_files(files, json.loads(NOTES.read_text(encoding="utf-8")))
    packed = {name: compress(archives[name]) for name in (NEXT, REST)}
    source = index_of(archives, packed).encode()
    path = SITE_PACKAGES + INDEX.removesuffix("c")
    archives[FIRST][INDEX] = compile_module(source, path, optimize=2)
    packed[FIRST] = compress(archives[FIRST])
    for name, data in packed.items():
        (FOLDER / name).write_bytes(data)
    everything.unlink()


if __name__ == "__main__":
    main()
