"""The release: which files the site has, and the hash of each, so that no others are ever used.

Four files follow from others and are made when the page is served or built: the list of what
scripts fetch (`release.mjs`), `index.html` with the hashes of what it names and its policy, the
demonstration with its own, and the service worker with the list of all. Whatever the site holds,
a reader gets these files or none of them. The pages of the lessons (cards.py) and the bill of
materials (shipped.py) are made then, too. They are no part of the release: they only lead to it,
or tell of it.
"""

import fnmatch
import functools
import hashlib
import json
import pathlib
import re
from collections.abc import Mapping
from typing import TypedDict

from tools.console import SetupError
from tools.rooms import COMMAND, page_modules
from tools.site import cards, shipped
from tools.site.hashes import Facts, facts_of
from tools.site.policy import DEMO_POLICY, POLICY, with_policy, without_policy

PAGE, LIST, WORKER = "index.html", "static/runtime/release.mjs", "sw.js"
DEMO = "static/demo/index.html"
GENERATED = PAGE, LIST, WORKER, DEMO, shipped.SBOM
# A service worker looks after the folder it lies in, so the site has it at the top.
WORKER_SOURCE = "static/sw.js"
SOURCES = (PAGE, "pyscript.toml", "static", "py")
LEFT_OUT = (
    *("py/__main__.py", "py/tools/*", "py/startup/*"),
    *(f"py/{pattern}" for pattern in COMMAND),
    "static/screenshot.png",
    "static/runtime/lettering/*",
    WORKER_SOURCE,
)
# Of PyScript the page loads its core; the rest are editors, terminals and games.
PYSCRIPT = "static/runtime/pyscript/*"
PYSCRIPT_LOADED = ("*/core.js", "*/core-*.js", "*/error-*.js", "*/toml-*.js")
# What tags and style sheets load: no script needs to know them.
SHOWN = ("*.png", "*.svg", "*.woff2")
# On the site, but nothing that the page would ever ask for: the engine's Python is in an archive.
FOR_PEOPLE = ("static/licences/*", "static/runtime/licences/*", f"{cards.PICTURES}*", "py/*")

_INTEGRITY = re.compile(r'\s+integrity="[^"]*"|<script type="importmap">.*?</script>\n  ')
_FIRST_MODULE = re.compile(r'<link rel="modulepreload"')
_TAG = re.compile(r"<(?:link|script)\b[^>]*>")
_END = re.compile(r"\s*/?>$")
# What a tag must have, and where it then says which file it loads.
_LOADERS = (
    ('rel="modulepreload"', re.compile(r'\shref="([^"]+)"')),
    ('rel="stylesheet"', re.compile(r'\shref="([^"]+)"')),
    ('type="module"', re.compile(r'\ssrc="([^"]+)"')),
)


def page_files(root: pathlib.Path) -> list[str]:
    """Return the paths of all files that the page needs, relative to `root` and sorted."""
    if not (root / PAGE).is_file():
        raise SetupError(f"There is no {PAGE} to build a site from.")
    found = []
    for source in SOURCES:
        top = root / source
        paths = [top] if top.is_file() else top.rglob("*")
        names = (path.relative_to(root).as_posix() for path in paths if path.is_file())
        found += [name for name in names if _is_for_the_page(name)]
    return sorted(found)


def is_of_the_site(name: str) -> bool:
    """Tell whether a file of this *name*, relative to the top folder, is one of the site."""
    is_source = name.split("/")[0] in SOURCES and _is_for_the_page(name)
    return is_source or name in GENERATED or name in cards.names()


def _is_for_the_page(name: str) -> bool:
    hidden = any(part.startswith(".") or part == "__pycache__" for part in name.split("/"))
    unused = _matches(name, (PYSCRIPT,)) and not _matches(name, PYSCRIPT_LOADED)
    return not (hidden or unused or _matches(name, LEFT_OUT))


def _matches(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)


class Release(TypedDict):
    """The files that make up one release of the page, and a hash of all of them."""

    version: str
    files: dict[str, Facts]


def release(root: pathlib.Path, address: str = "") -> Release:
    """Describe the files that make up one release of the page.

    Parameters
    ----------
    root : pathlib.Path
        Top folder of the project, or of a site built from it.
    address : str
        Of the site, if it is known (see `cards.with_address`).

    Returns
    -------
    dict
        "files" maps each path, relative to `root`, to its "bytes" and its "integrity", which is
        written as in HTML; the page itself, this list and the service worker are not among
        them. "version" is a hexadecimal hash of all of it and of the page.
    """
    interface = {f"py/{name}" for name in page_modules(root / "py")}
    files = {
        name: _facts_of_file(root / name)
        for name in page_files(root)
        if name not in (PAGE, LIST) and (name in interface or not _matches(name, FOR_PEOPLE))
    }
    if DEMO in files:
        files[DEMO] = facts_of(_demonstration(root))
    page = with_policy(_INTEGRITY.sub("", _page(root, address)), POLICY)
    everything = json.dumps([files, page], sort_keys=True).encode()
    return {"version": hashlib.sha256(everything).hexdigest(), "files": files}


def with_integrity(html: str, files: Mapping[str, Facts]) -> str:
    """Return `html` with the hashes of all modules of `files`, and of the style sheets it names."""

    def complete(tag: re.Match[str]) -> str:
        for condition, address in _LOADERS:
            name = address.search(tag[0]) if condition in tag[0] else None
            if name and name[1] in files:
                return _with_attribute(tag[0], "integrity", files[name[1]]["integrity"])
        return tag[0]

    modules = {
        f"./{name}": facts["integrity"] for name, facts in files.items() if name.endswith("js")
    }
    # The tags hold for what they name themselves; this also for what a module imports.
    map_of_hashes = f'<script type="importmap">{json.dumps({"integrity": modules})}</script>\n  '
    html = _TAG.sub(complete, _INTEGRITY.sub("", html))
    return _FIRST_MODULE.sub(lambda tag: map_of_hashes + tag[0], html, count=1)


def _with_attribute(tag: str, name: str, value: str) -> str:
    return _END.sub(lambda end: f' {name}="{value}"{end[0]}', tag)


def _page(root: pathlib.Path, address: str) -> str:
    """Return the text of the page, whose card says where the site is."""
    page = without_policy((root / PAGE).read_text(encoding="utf-8"))
    return cards.with_address(page, address)


def _demonstration(root: pathlib.Path) -> bytes:
    return with_policy((root / DEMO).read_text(encoding="utf-8"), DEMO_POLICY).encode()


def generated(root: pathlib.Path, address: str = "") -> dict[str, bytes]:
    """Return the files that are made from all others, by path; none without a service worker.

    Parameters
    ----------
    root, address
        As of `release`.
    """
    if not (root / PAGE).is_file() or not (root / WORKER_SOURCE).is_file():
        return {}
    made = release(root, address)
    fetched = {name: facts for name, facts in made["files"].items() if not _matches(name, SHOWN)}
    listing = f"export default {json.dumps({**made, 'files': fetched}, indent=1)};\n".encode()
    files = {**made["files"], LIST: facts_of(listing)}
    page = with_policy(with_integrity(_page(root, address), files), POLICY).encode()
    hashes = {name: facts["integrity"] for name, facts in {**files, PAGE: facts_of(page)}.items()}
    known = json.dumps({"version": made["version"], "files": hashes}, indent=1)
    worker = f"const RELEASE = {known};\n".encode() + (root / WORKER_SOURCE).read_bytes()
    made_for_people = {
        **cards.card_files(root, address),
        shipped.SBOM: shipped.sbom(made["version"]),
    }
    demo = {DEMO: _demonstration(root)} if DEMO in files else {}
    return {PAGE: page, LIST: listing, WORKER: worker, **demo, **made_for_people}


def _facts_of_file(path: pathlib.Path) -> Facts:
    status = path.stat()
    return _facts_of_unchanged(path, status.st_mtime_ns, status.st_size)


@functools.lru_cache(maxsize=4096)
def _facts_of_unchanged(path: pathlib.Path, _changed: int, _size: int) -> Facts:
    """Read a file again only when it has changed: the server asks with every page load."""
    return facts_of(path.read_bytes())
