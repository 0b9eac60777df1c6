"""The list of what `static/runtime` holds: written last, checked first.

Size and SHA-256 of every file let the next run know that nothing is missing or altered; the first
line carries the stamp of the recipe that made it, which tells whether it is up to date. (What the
page checks its files against is another list, of the whole site: see release.py.)
"""

import base64
import hashlib
import json
import pathlib

NAME = "manifest.mjs"
_STAMP = "// Made by `python3 py`; recipe "
_EXPORT = "export default "


def describe(folder: pathlib.Path) -> dict[str, dict[str, int | str]]:
    """Return size and Subresource Integrity hash of every file below `folder`, by path."""
    files = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name != NAME:
            content = path.read_bytes()
            digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
            files[name] = {"bytes": len(content), "integrity": f"sha256-{digest}"}
    return files


def write(folder: pathlib.Path, stamp: str) -> None:
    """Write the manifest of `folder`, made by the recipe `stamp`."""
    listing = json.dumps(describe(folder), indent=2, sort_keys=True)
    text = f"{_STAMP}{stamp}\n{_EXPORT}{listing};\n"
    (folder / NAME).write_text(text, encoding="utf-8")


def is_current(folder: pathlib.Path, stamp: str) -> bool:
    """Tell whether `folder` is whole: the recipe is `stamp` and no file is missing or altered."""
    try:
        first, _, rest = (folder / NAME).read_text(encoding="utf-8").partition("\n")
        listed = json.loads(rest.removeprefix(_EXPORT).rstrip().removesuffix(";"))
        return first == _STAMP + stamp and describe(folder) == listed
    except (OSError, ValueError):
        return False
