"""The release: the list of the site's files, the hashes in the page, the service worker."""

import base64
import hashlib
import json
import re

import pytest

from playground.settings.lessons import FIRST
from tools.environment import ROOT
from tools.rooms import later_modules
from tools.site import build as site
from tools.site import release

HTML = """<!doctype html>
<link rel="icon" href="static/icon.svg">
<link rel="stylesheet" href="static/style.css">
<link rel="modulepreload" href="static/boot.mjs">
<link rel="modulepreload" href="static/runtime/release.mjs" />
<script type="module" src="static/boot.mjs"></script>
<script type="mpy" src="py/page/main.py"></script>
"""
FILES = {
    "index.html": HTML,
    "static/icon.svg": "<svg/>",
    "static/style.css": "p {}",
    "static/boot.mjs": "1",
    "static/sw.js": "// the worker\n",
    "static/screenshot.png": "picture",
    "static/engine/xor-light-468x1.png": "picture",
    "static/engine/cards/xor.png": "picture",
    "static/runtime/fonts/source-sans-3.woff2": "font",
    "static/runtime/licences/numpy.txt": "BSD",
    "static/runtime/lettering/headline.ttf": "font",
    "static/runtime/pyscript/core.js": "2",
    "static/runtime/pyscript/core-C9KDLldu.js": "3",
    "static/runtime/pyscript/xterm-Bdboj2r8.js": "4",
    "static/runtime/pyscript/core.css": "",
    "py/page/main.py": "5",
    "py/engine/main.py": "6",
    "py/tools/cli.py": "7",
}
SHOWN = {
    "static/icon.svg",
    "static/engine/xor-light-468x1.png",
    "static/runtime/fonts/source-sans-3.woff2",
}
LISTED = SHOWN | {
    "static/style.css",
    "static/boot.mjs",
    "static/runtime/pyscript/core.js",
    "static/runtime/pyscript/core-C9KDLldu.js",
    "py/page/main.py",
}


@pytest.fixture
def root(tmp_path):
    for name, content in FILES.items():
        path = tmp_path / "project" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return tmp_path / "project"


def integrity(content):
    return "sha256-" + base64.b64encode(hashlib.sha256(content).digest()).decode()


def worker_list(worker):
    first = worker.decode().partition(";\n")[0]
    return json.loads(first.removeprefix("const RELEASE = "))


def test_every_file_that_the_page_loads_is_listed_with_its_size_and_hash(root):
    files = release.release(root)["files"]
    assert set(files) == LISTED
    for name, facts in files.items():
        content = (root / name).read_bytes()
        assert facts == {"bytes": len(content), "integrity": integrity(content)}


def test_the_version_is_a_hash_that_stays_while_nothing_changes(root):
    version = release.release(root)["version"]
    assert re.fullmatch("[0-9a-f]{64}", version)
    assert release.release(root)["version"] == version


@pytest.mark.parametrize("name", ["index.html", "py/page/main.py", "static/new.mjs", *SHOWN])
def test_a_change_makes_another_version(root, name):
    before = release.release(root)["version"]
    (root / name).write_text("something else")
    assert release.release(root)["version"] != before


def test_a_file_with_another_name_makes_another_version(root):
    before = release.release(root)["version"]
    (root / "static/boot.mjs").rename(root / "static/start.mjs")
    assert release.release(root)["version"] != before


@pytest.mark.parametrize(
    "name",
    [
        "static/screenshot.png",
        "static/engine/cards/xor.png",
        "py/engine/main.py",
        "py/tools/cli.py",
    ],
)
def test_what_the_page_never_loads_makes_no_version(root, name):
    before = release.release(root)["version"]
    (root / name).write_text("something else")
    assert release.release(root)["version"] == before


def test_the_built_site_is_the_release_of_its_source(root, tmp_path):
    site.build(root, tmp_path / "out")
    assert release.release(tmp_path / "out") == release.release(root)


def test_cards_are_on_the_site_but_nobody_fetches_them_in_advance(root, tmp_path):
    site.build(root, tmp_path / "out")
    for name in ("static/engine/cards/xor.png", "lessons/xor.html", "lessons/xor.json"):
        assert (tmp_path / "out" / name).is_file()
        assert name not in (tmp_path / "out" / "sw.js").read_text()
    assert not (tmp_path / "out" / "static/runtime/lettering").exists()


def test_a_site_that_knows_its_address_is_a_release_of_its_own(root, tmp_path):
    card = '<meta property="og:image" content="card.png">'
    (root / "index.html").write_text(HTML + card)
    address = "https://example.org/play/"
    site.build(root, tmp_path / "out", address)
    assert f'content="{address}card.png"' in (tmp_path / "out" / "index.html").read_text()
    made = release.release(tmp_path / "out")
    assert made == release.release(root, address)
    assert made["version"] != release.release(root)["version"]


def test_modules_and_style_sheets_get_their_hash_and_nothing_else_changes():
    files = {name: {"integrity": f"sha256-{name}"} for name in FILES}
    html = release.with_integrity(HTML, files)
    lines = [
        '<link rel="stylesheet" href="static/style.css" integrity="sha256-static/style.css">',
        '<link rel="modulepreload" href="static/boot.mjs" integrity="sha256-static/boot.mjs">',
        '<script type="module" src="static/boot.mjs" integrity="sha256-static/boot.mjs"></script>',
    ]
    before, listed, rest = re.split('<script type="importmap">(.*)</script>\n  ', html)
    modules = {f"./{name}": f"sha256-{name}" for name in FILES if name.endswith("js")}
    assert json.loads(listed) == {"integrity": modules}
    assert "module" not in before
    assert [line for line in (before + rest).splitlines() if "integrity" in line] == lines
    assert re.sub(' integrity="[^"]*"', "", before + rest) == HTML


def test_a_tag_with_an_end_of_its_own_keeps_it():
    files = {"static/runtime/release.mjs": {"integrity": "sha256-x"}}
    html = release.with_integrity(HTML, files)
    assert 'href="static/runtime/release.mjs" integrity="sha256-x" />' in html


def test_hashes_of_before_are_replaced():
    old = {"static/boot.mjs": {"integrity": "sha256-old"}}
    new = {"static/boot.mjs": {"integrity": "sha256-new"}}
    html = release.with_integrity(release.with_integrity(HTML, old), new)
    assert html == release.with_integrity(HTML, new)


def test_the_worker_knows_the_page_and_the_list_besides_the_files(root):
    made = release.generated(root)
    known = worker_list(made["sw.js"])
    assert known["version"] == release.release(root)["version"]
    assert set(known["files"]) == LISTED | {"index.html", "static/runtime/release.mjs"}
    for name in ("index.html", "static/runtime/release.mjs"):
        assert known["files"][name] == integrity(made[name])
    assert made["sw.js"].decode().endswith(";\n" + FILES["static/sw.js"])


def test_the_list_is_a_module_of_what_scripts_fetch_and_the_page_has_its_hash(root):
    made = release.generated(root)
    listing = made["static/runtime/release.mjs"]
    text = listing.decode().removeprefix("export default ").removesuffix(";\n")
    whole = release.release(root)
    assert json.loads(text) == {
        "version": whole["version"],
        "files": {name: whole["files"][name] for name in LISTED - SHOWN},
    }
    assert f'release.mjs" integrity="{integrity(listing)}" />' in made["index.html"].decode()


def test_a_page_without_a_worker_is_left_as_it_is(root):
    (root / "static/sw.js").unlink()
    assert release.generated(root) == {}


def test_the_page_names_its_modules_so_that_they_are_checked():
    html = release.generated(ROOT)["index.html"].decode()
    tags = re.findall(r"<(?:link|script)[^>]*(?:modulepreload|stylesheet|module\")[^>]*>", html)
    assert len(tags) >= 6
    assert [tag for tag in tags if 'integrity="sha256-' not in tag] == []


def test_the_worker_keeps_at_once_the_first_lessons_pictures_and_no_others():
    text = (ROOT / release.WORKER_SOURCE).read_text(encoding="utf-8")
    when_used = re.compile(re.search(r"^const WHEN_USED = /(.*)/;$", text, re.M)[1])
    pictures = [name for name in release.page_files(ROOT) if name.startswith("static/engine/")]
    assert len(pictures) > 40
    at_once = {name for name in pictures if not when_used.search(name)}
    first = {name for name in pictures if name.startswith(f"static/engine/{FIRST.name}-")}
    others = {"engine.tar.gz", "inside.tar.gz", "shapes.svg"}
    assert at_once == first | {f"static/engine/{name}" for name in others}


def test_the_worker_keeps_at_once_what_a_page_without_a_network_needs():
    text = (ROOT / release.WORKER_SOURCE).read_text(encoding="utf-8")
    when_used = re.compile(re.search(r"^const WHEN_USED = /(.*)/;$", text, re.M)[1])
    rooms = later_modules(ROOT / "py")
    at_once = [*rooms["runs"], *rooms["preview"]]
    assert not [name for name in at_once if when_used.search(f"py/{name}")]
    # Without a network there are tables all the same.
    assert not when_used.search("static/tables/iris.csv")
    assert all(when_used.search(f"py/{name}") for name in rooms["takeaway"])
    assert not when_used.search("py/page/page.py")
