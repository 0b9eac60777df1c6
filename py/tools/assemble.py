"""Put the runtime together from the unmodified originals: copy, slim, check, pack."""

import json
import pathlib
import shutil
import zipfile

from tools.console import run, say, step

TOOLS = pathlib.Path(__file__).parent
ARCHIVE = "python.tar.gz"


def assemble(node: str, pinned: dict, originals: pathlib.Path, target: pathlib.Path) -> None:
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
    with step("Checking the slimmed runtime"):
        check(node, target)
    _print_sizes(originals / "pyodide", target / "pyodide")
    with step("Packing the archives into one"):
        pack(node, originals, target)
    say(f"  {(target / 'pyodide' / ARCHIVE).stat().st_size:,} bytes")
    for package in pinned["npm"]:
        _add_licence(package, originals / package["folder"], target / "licences")
    for path in target.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)  # Pyodide lets everyone write its files


def slim(node: str, originals: pathlib.Path, target: pathlib.Path) -> None:
    """Write the slimmed Pyodide, wheels and licences of `originals` to `target`."""
    mounts = {"/tools": TOOLS, "/in": originals / "pyodide", "/out": target}
    _run_in_pyodide(node, originals, "slim.py", mounts, "Slimming failed")


def check(node: str, target: pathlib.Path) -> None:
    """Run `slim_check.py` in the slimmed Pyodide of `target`."""
    _run_in_pyodide(node, target, "slim_check.py", {}, "The slimmed runtime does not work")


def pack(node: str, originals: pathlib.Path, target: pathlib.Path) -> None:
    """Replace the slimmed library and wheels of `target` by one archive."""
    _run_in_pyodide(node, originals, "pack.py", {"/out": target / "pyodide"}, "Packing failed")


def draw_posters(
    node: str, originals: pathlib.Path, python: pathlib.Path, out: pathlib.Path
) -> None:
    """Write the default picture into `out`, drawn by the lesson that lies below `python`."""
    mounts = {"/py": python, "/out": out}
    _run_in_pyodide(node, originals, "draw_posters.py", mounts, "The default picture failed")


def _run_in_pyodide(
    node: str, home: pathlib.Path, script: str, mounts: dict[str, pathlib.Path], failure: str
) -> None:
    arguments = [f"{guest}={host}" for guest, host in mounts.items()]
    command = [node, TOOLS / "pyodide_run.mjs", home / "pyodide", TOOLS / script, *arguments]
    run(command, failure)


def _add_licence(package: dict[str, str], home: pathlib.Path, licences: pathlib.Path) -> None:
    """Say under which licence an npm package is and where its source is."""
    facts = json.loads((home / "package.json").read_text(encoding="utf-8"))
    lines = [f"{package['name']} {package['version']}", f"Licence: {facts['license']}"]
    lines.append(f"Source: {facts['repository']['url']}")
    text = home / "LICENSE"
    if text.is_file():
        lines += ["", text.read_text(encoding="utf-8")]
    (licences / f"{package['folder']}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _print_sizes(before: pathlib.Path, after: pathlib.Path) -> None:
    say("Bytes of each file before and after, archives unpacked:")
    for path in sorted(after.iterdir()):
        sizes = _unpacked_size(before / path.name), _unpacked_size(path)
        say(f"  {sizes[0]:>10,} {sizes[1]:>10,}  {path.name}")


def _unpacked_size(path: pathlib.Path) -> int:
    if path.suffix not in (".whl", ".zip"):
        return path.stat().st_size
    with zipfile.ZipFile(path) as archive:
        return sum(member.file_size for member in archive.infolist())
