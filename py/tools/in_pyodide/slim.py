"""Slim Pyodide's standard library and wheels. Runs *inside* Pyodide (see `run.mjs`).

Every `.py` becomes a `.pyc`, so that the browser compiles nothing; tests, type stubs, sample data
and unused fonts go (`slim_rules.toml` says which). Compiling inside Pyodide gives the right magic
number, and the same bytes on every machine.
"""

import fnmatch
import json
import marshal
import pathlib
import sys
import tomllib
from importlib.util import MAGIC_NUMBER, source_hash
from typing import Any

from tools.in_pyodide import fonts
from tools.in_pyodide.archive import read_zip, write_tar, write_zip
from tools.in_pyodide.places import (
    FONT_FOLDER,
    IN,
    LOCK,
    OUT,
    PY,
    SITE_PACKAGES,
    STDLIB,
    STDLIB_ZIP,
)

EVERYTHING = "everything.tar"
HASHED = 0b01  # the flag of PEP 552 for a hash that is not checked
FONT_LIST = "matplotlib/fontlist.json"
CORE_FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")


def compile_module(source: bytes, path: str, optimize: int) -> bytes:
    """Return the bytes of the `.pyc` for `source`.

    Parameters
    ----------
    source : bytes
        Text of the module.
    path : str
        Where the module will lie at run time; tracebacks show it.
    optimize : int
        Level of optimisation, as for :func:`compile`.

    Returns
    -------
    bytes
        A hash-based pyc that is never checked against a source (there will be none).
    """
    code = compile(source, path, "exec", dont_inherit=True, optimize=optimize)
    flags = HASHED.to_bytes(4, "little")
    return MAGIC_NUMBER + flags + source_hash(source) + marshal.dumps(code)


def matches(name: str, patterns: list[str]) -> bool:
    """Tell whether any of the shell-style `patterns` fits the archive path `name`."""
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)


def is_licence(name: str) -> bool:
    """Tell whether `name` is a licence text (these move out of the wheels, unread by Python)."""
    folder, _, base = name.rpartition("/")
    return base.upper().startswith(("LICEN", "COPYING", "NOTICE")) or ".dist-info/licen" in folder


def slim_members(members: dict[str, bytes], rules: dict[str, Any], prefix: str) -> dict[str, bytes]:
    """Drop what the rules name and compile the rest.

    Parameters
    ----------
    members : dict of str to bytes
        Path and content of each file of an archive.
    rules : dict
        `drop` and `keep`, lists of patterns of paths (`keep` wins), and `optimize`.
    prefix : str
        Folder that the archive is unpacked into (or mounted at) in the browser.

    Returns
    -------
    dict of str to bytes
        What stays, every `.py` replaced by a `.pyc` beside where it was.
    """
    slim = {}
    for name, content in members.items():
        dropped = matches(name, rules["drop"]) and not matches(name, rules["keep"])
        if dropped or is_licence(name):
            continue
        if name.endswith(".py"):
            slim[name + "c"] = compile_module(content, prefix + name, rules["optimize"])
        elif name.endswith(".dist-info/METADATA"):
            slim[name] = content.partition(b"\n\n")[0] + b"\n"  # headers only
        else:
            slim[name] = content
    return slim


def slim_wheel(name: str, data: bytes, rules: dict[str, Any]) -> dict[str, bytes]:
    """Return path and content of all that stays of the wheel `data` of the package `name`."""
    own = rules["wheels"].get(name, {})
    kept_fonts = [FONT_FOLDER + font for font in rules["fonts"]["keep"]]
    merged = {
        "drop": rules["every_wheel"]["drop"] + own.get("drop", []),
        "keep": own.get("keep", []) + kept_fonts,
        "optimize": rules["optimize"],
    }
    members = slim_members(read_zip(data), merged, SITE_PACKAGES)
    if FONT_LIST in members:
        members[FONT_LIST] = fonts.trim_list(members[FONT_LIST], rules["fonts"])
        text_font = FONT_FOLDER + rules["fonts"]["keep"][0]
        members[text_font] = fonts.subset(members[text_font], rules["fonts"]["characters"])
    return members


def slim_stdlib(data: bytes, rules: dict[str, Any]) -> dict[str, bytes]:
    """Return path and content of all that stays of `python_stdlib.zip`."""
    own = {**rules["stdlib"], "optimize": rules["optimize"]}
    return slim_members(read_zip(data), own, STDLIB)


def startup_modules(
    folder: pathlib.Path, versions: dict[str, str], rules: dict[str, Any]
) -> dict[str, bytes]:
    """Return path and compiled content of our own modules in `folder`; one has the *versions*."""
    sources = {path.name: path.read_bytes() for path in sorted(folder.glob("*.py"))}
    sources["package_versions.py"] = f"VERSIONS = {versions!r}\n".encode()
    return slim_members(sources, {"drop": [], "keep": [], **rules}, SITE_PACKAGES)


def licences(data: bytes) -> str:
    """Join the licence texts found in the wheel `data`."""
    texts = {n: c.decode("utf-8", "replace") for n, c in read_zip(data).items() if is_licence(n)}
    return "\n".join(f"=== {name} ===\n\n{texts[name].strip()}\n" for name in sorted(texts))


def slim_all(
    source: pathlib.Path, target: pathlib.Path, pinned: dict[str, Any], rules: dict[str, Any]
) -> None:
    """Slim everything in `source` into `target`/pyodide and `target`/licences.

    Parameters
    ----------
    source : pathlib.Path
        Folder with the unmodified files of Pyodide and the wheels.
    target : pathlib.Path
        Folder of the runtime that is being built.
    pinned : dict
        Content of `runtime.json`: the packages to keep are its `wheels`, which Pyodide's lock
        knows, and its `index_wheels`.
    rules : dict
        Content of `slim_rules.toml`.
    """
    lock = json.loads((source / LOCK).read_text(encoding="utf-8"))
    out, texts = target / "pyodide", target / "licences"
    out.mkdir()
    texts.mkdir()
    for name in CORE_FILES:
        (out / name).write_bytes((source / name).read_bytes())
    stdlib = slim_stdlib((source / STDLIB_ZIP).read_bytes(), rules)
    # Pyodide compares its own version with the lock's; there are no packages to choose from.
    empty_lock = json.dumps({"info": lock["info"], "packages": {}}).encode()
    members = {STDLIB_ZIP: write_zip(stdlib), LOCK: empty_lock}
    packages = {name: lock["packages"][name] for name in pinned["wheels"]} | pinned["index_wheels"]
    versions = {name: package["version"] for name, package in packages.items()}
    members |= startup_modules(PY / "startup", versions, rules)
    for name, package in packages.items():
        original = (source / package["file_name"]).read_bytes()
        members |= slim_wheel(name, original, rules)
        (texts / f"{name}.txt").write_text(licences(original), encoding="utf-8")
    (out / EVERYTHING).write_bytes(write_tar(members))


def main() -> None:
    """Slim what is mounted at `/in` into `/out`, by `slim_rules.toml`."""
    sys.path += map(str, IN.glob("fonttools-*.whl"))  # a wheel can be imported from
    pinned = json.loads((PY / "tools/setup/runtime.json").read_text(encoding="utf-8"))
    rules = tomllib.loads((PY / "tools/in_pyodide/slim_rules.toml").read_text(encoding="utf-8"))
    slim_all(IN, OUT, pinned, rules)


if __name__ == "__main__":
    main()
