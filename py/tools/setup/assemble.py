"""Put the runtime together from the unmodified originals: copy, slim, check, pack."""

import json
import pathlib
import shutil
from collections.abc import Mapping, Sequence
from typing import Any

from tools.console import run, say, step
from tools.environment import ROOT

SCRIPTS = ROOT / "py" / "tools" / "in_pyodide"
# What the page loads, in this order; the last one only if something asks for it.
ARCHIVES = ("python.tar.gz", "matplotlib.tar.gz", "rest.tar.gz")
EVERYTHING = "everything.tar"  # until it is sorted into these
NOTES = ".needs.json"


def assemble(
    node: str, pinned: dict[str, Any], originals: pathlib.Path, target: pathlib.Path
) -> None:
    """Fill the empty folder `target` with all that the page loads of others' work.

    Parameters
    ----------
    node : str
        Path of Node.
    pinned : dict
        Content of `runtime.json`.
    originals : pathlib.Path
        The unmodified packages, unpacked.
    target : pathlib.Path
        Where the runtime goes.
    """
    scripts = originals / "pyscript" / "dist"
    shutil.copytree(scripts, target / "pyscript", ignore=shutil.ignore_patterns("*.map"))
    (target / "micropython").mkdir()
    for name in ("micropython.mjs", "micropython.wasm"):
        shutil.copyfile(originals / "micropython" / name, target / "micropython" / name)
    with step("Slimming Pyodide and the wheels (in Pyodide itself)"):
        slim(node, originals, target)
    with step("Sorting what is left into archives"):
        trace(node, target, [EVERYTHING], target)
        pack(node, target)
    with step("Checking the slimmed runtime"):
        check(node, target)
    with step("Cutting the page's fonts down"):
        cut_fonts(node, originals, target)
    for name in ARCHIVES:
        say(f"  {(target / 'pyodide' / name).stat().st_size:>10,} bytes  {name}")
    fonts = sorted((target / "fonts").iterdir())
    say(f"  {sum(font.stat().st_size for font in fonts):>10,} bytes  {len(fonts)} fonts")
    for package in pinned["npm"]:
        _add_licence(package, originals / package["folder"], target / "licences")
    for path in target.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)  # Pyodide lets everyone write its files


def slim(node: str, originals: pathlib.Path, target: pathlib.Path) -> None:
    """Write the slimmed Pyodide, its whole library and the licences of `originals` to `target`."""
    mounts = {"/in": originals / "pyodide", "/out": target}
    run_in_pyodide(node, originals, "slim.py", "Slimming failed", mounts)


def trace(node: str, home: pathlib.Path, archives: Sequence[str], target: pathlib.Path) -> None:
    """Write to `target` what the page needs of the library that lies in `archives` of `home`."""
    failure = "Drawing in Pyodide failed"
    run_in_pyodide(node, home, "trace.py", failure, {"/out": target}, archives)


def pack(node: str, target: pathlib.Path) -> None:
    """Sort the library in `target` into archives, by what `trace` has found out."""
    run_in_pyodide(node, target, "pack.py", "Packing failed", {"/out": target}, [EVERYTHING])


def check(node: str, target: pathlib.Path) -> None:
    """Run `check.py` in the slimmed Pyodide of `target`, where it starts as on the page."""
    mounts = {"/runtime": target / "pyodide"}
    failure = "The slimmed runtime does not work"
    run_in_pyodide(node, target, "check.py", failure, mounts, ARCHIVES[:2])


def cut_fonts(node: str, originals: pathlib.Path, target: pathlib.Path) -> None:
    """Write the page's own fonts, cut down from those of `originals`, to `target`."""
    mounts = {"/in": originals, "/out": target}
    run_in_pyodide(node, originals, "web_fonts.py", "Cutting the fonts failed", mounts)


def run_in_pyodide(
    node: str,
    home: pathlib.Path,
    script: str | pathlib.Path,
    failure: str,
    mounts: Mapping[str, pathlib.Path],
    archives: Sequence[str] = (),
) -> None:
    """Run a script inside Pyodide (see `run.mjs`).

    Parameters
    ----------
    node : str
        Path of Node.
    home : pathlib.Path
        Folder with the folder `pyodide`.
    script : str or pathlib.Path
        Path, relative to `in_pyodide`.
    failure : str
        What to say if it fails.
    mounts : dict of str to pathlib.Path
        Folders that the script can see: its name for each, and where it is. This project's
        Python is always `/py`.
    archives : sequence of str
        Files of the folder `pyodide` to unpack before Python starts, instead of the whole library.
    """
    pyodide = home / "pyodide"
    folders = {"/py": ROOT / "py", **mounts}
    arguments = [
        *(str(pyodide / name) for name in archives),
        *(f"{guest}={host}" for guest, host in folders.items()),
    ]
    run([node, SCRIPTS / "run.mjs", pyodide, SCRIPTS / script, *arguments], failure)


def _add_licence(package: dict[str, str], home: pathlib.Path, licences: pathlib.Path) -> None:
    """Say under which licence an npm package is and where its source is."""
    facts = json.loads((home / "package.json").read_text(encoding="utf-8"))
    lines = [f"{package['name']} {package['version']}", f"Licence: {facts['license']}"]
    lines.append(f"Source: {facts['repository']['url']}")
    text = home / "LICENSE"
    if text.is_file():
        lines += ["", text.read_text(encoding="utf-8")]
    (licences / f"{package['folder']}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
