"""Slim Pyodide's standard library and wheels. Runs *inside* Pyodide (see `pyodide_run.mjs`).

Every `.py` becomes a `.pyc`, so that the browser compiles nothing; tests, type stubs, sample data
and unused fonts go (`slim_rules.toml` says which). Compiling inside Pyodide gives the right magic
number, and the same bytes on every machine.
"""

import fnmatch
import hashlib
import importlib.util
import io
import json
import pathlib
import tomllib
import zipfile
from importlib import _bootstrap_external

SITE_PACKAGES = "/lib/python3.14/site-packages/"
STDLIB_ZIP = "/lib/python314.zip/"
FONT_FOLDER = "matplotlib/mpl-data/fonts/ttf/"
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
    source_hash = importlib.util.source_hash(source)
    return bytes(_bootstrap_external._code_to_hash_pyc(code, source_hash, checked=False))


def matches(name: str, patterns: list[str]) -> bool:
    """Tell whether any of the shell-style `patterns` fits the archive path `name`."""
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)


def is_licence(name: str) -> bool:
    """Tell whether `name` is a licence text (these move out of the wheels, unread by Python)."""
    folder, _, base = name.rpartition("/")
    return base.upper().startswith(("LICEN", "COPYING", "NOTICE")) or ".dist-info/licen" in folder


def write_zip(members: dict[str, bytes]) -> bytes:
    """Pack `members` (path to content) so that equal members give equal bytes.

    Nothing is compressed: that is done once, for all archives together (see `pack.py`).
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(members):
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.create_system = 3
            info.external_attr = 0o644 << 16
            archive.writestr(info, members[name])
    return buffer.getvalue()


def read_zip(data: bytes) -> dict[str, bytes]:
    """Return path and content of every file in the archive `data`."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {i.filename: archive.read(i) for i in archive.infolist() if not i.is_dir()}


def slim_members(members: dict[str, bytes], rules: dict, prefix: str) -> dict[str, bytes]:
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


def trim_font_list(text: bytes, fonts: dict) -> bytes:
    """Rewrite matplotlib's font list so that it only points at fonts that are kept.

    A removed TrueType family keeps its name but draws with the fallback, so that nothing warns;
    removed styles of a kept family go, so that bold or oblique text finds the regular face.

    Parameters
    ----------
    text : bytes
        The font list, JSON.
    fonts : dict
        `keep`, file names of fonts, and `fallback`, the path of one of them.

    Returns
    -------
    bytes
        The trimmed list.
    """
    listed = json.loads(text)
    kept = [e for e in listed["ttflist"] if e["fname"].rpartition("/")[2] in fonts["keep"]]
    families = {entry["name"] for entry in kept}
    others = [e for e in listed["ttflist"] if e["name"] not in families]
    renamed = [{**entry, "fname": fonts["fallback"]} for entry in others]
    return json.dumps({**listed, "afmlist": [], "ttflist": kept + renamed}, indent=0).encode()


def slim_wheel(name: str, data: bytes, rules: dict) -> bytes:
    """Return the slimmed bytes of the wheel `data` of the package `name`."""
    own = rules["wheels"].get(name, {})
    fonts = [FONT_FOLDER + font for font in rules["fonts"]["keep"]]
    merged = {
        "drop": rules["every_wheel"]["drop"] + own.get("drop", []),
        "keep": own.get("keep", []) + fonts,
        "optimize": rules["optimize"],
    }
    members = slim_members(read_zip(data), merged, SITE_PACKAGES)
    if FONT_LIST in members:
        members[FONT_LIST] = trim_font_list(members[FONT_LIST], rules["fonts"])
    return write_zip(members)


def slim_stdlib(data: bytes, rules: dict) -> bytes:
    """Return the slimmed bytes of `python_stdlib.zip`."""
    own = {**rules["stdlib"], "optimize": rules["optimize"]}
    return write_zip(slim_members(read_zip(data), own, STDLIB_ZIP))


def licences(data: bytes) -> str:
    """Join the licence texts found in the wheel `data`."""
    texts = {n: c.decode("utf-8", "replace") for n, c in read_zip(data).items() if is_licence(n)}
    return "\n".join(f"=== {name} ===\n\n{texts[name].strip()}\n" for name in sorted(texts))


def trim_lock(lock: dict, sha256: dict[str, str]) -> dict:
    """Cut Pyodide's lock down to the packages in `sha256` and put in their new hashes."""
    packages = {}
    for name in sorted(sha256):
        entry = lock["packages"][name]
        depends = [other for other in entry["depends"] if other in sha256]
        packages[name] = {**entry, "depends": depends, "sha256": sha256[name]}
    return {**lock, "packages": packages}


def slim_all(source: pathlib.Path, target: pathlib.Path, names: list[str], rules: dict) -> None:
    """Slim everything in `source` into `target`/pyodide and `target`/licences.

    Parameters
    ----------
    source : pathlib.Path
        Folder with the unmodified files of Pyodide and the wheels.
    target : pathlib.Path
        Folder of the runtime that is being built.
    names : list of str
        Names of the packages to keep, as in Pyodide's lock.
    rules : dict
        Content of `slim_rules.toml`.
    """
    lock = json.loads((source / "pyodide-lock.json").read_text(encoding="utf-8"))
    out, texts = target / "pyodide", target / "licences"
    out.mkdir()
    texts.mkdir()
    for name in CORE_FILES:
        (out / name).write_bytes((source / name).read_bytes())
    stdlib = slim_stdlib((source / "python_stdlib.zip").read_bytes(), rules)
    (out / "python_stdlib.zip").write_bytes(stdlib)
    sha256 = {}
    for name in names:
        file_name = lock["packages"][name]["file_name"]
        original = (source / file_name).read_bytes()
        wheel = slim_wheel(name, original, rules)
        (out / file_name).write_bytes(wheel)
        (texts / f"{name}.txt").write_text(licences(original), encoding="utf-8")
        sha256[name] = hashlib.sha256(wheel).hexdigest()
    trimmed = json.dumps(trim_lock(lock, sha256), separators=(",", ":"))
    (out / "pyodide-lock.json").write_text(trimmed, encoding="utf-8")


def main(tools: pathlib.Path = pathlib.Path("/tools")) -> None:
    """Slim what is mounted at `/in` into `/out`, by the rules in the folder `tools`."""
    names = json.loads((tools / "runtime.json").read_text(encoding="utf-8"))["wheels"]
    rules = tomllib.loads((tools / "slim_rules.toml").read_text(encoding="utf-8"))
    slim_all(pathlib.Path("/in"), pathlib.Path("/out"), names, rules)


if __name__ == "__main__":
    main()
