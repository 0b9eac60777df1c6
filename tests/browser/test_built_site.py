"""The built site, in some folder of a plain server that knows nothing of it."""

import re
import subprocess
import sys

import pytest
from conftest import window

from tools.environment import ROOT
from tools.site import build as builder
from tools.site.release import generated

FOLDER = "some/sub/path"
NOT_ON_THE_SITE = re.compile(
    r"(^|/)(__pycache__|tests|tools|\..+|__main__\.py|pyproject\.toml|README.*)(/|$)"
)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The folder that a server would publish, with the built site deep inside it."""
    top = tmp_path_factory.mktemp("published")
    builder.build(ROOT, top / FOLDER)
    return top


@pytest.fixture(scope="module")
def address(built):
    """Where Python's own server serves the built site."""
    command = [sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1"]
    with subprocess.Popen(
        command, cwd=built, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        try:
            top = re.search(r"http://[^ )]+", server.stdout.readline()).group()
            yield f"{top}{FOLDER}/"
        finally:
            server.terminate()


def test_the_built_site_works_below_any_path(chromium, address):
    with window(chromium, address) as reader:
        reader.open_and_wait()
        reader.sees_picture_of("moons", 3)
        reader.page.get_by_role("link", name="One line").click()
        reader.sees_untrained("shape=circles&hidden_units=1")
        asked = [url for url in reader.journal.requests if not url.startswith("blob:")]
        assert [url for url in asked if not url.startswith(address)] == []


def test_the_built_site_holds_nothing_but_the_page(built):
    top = built / FOLDER
    files = {path.relative_to(top).as_posix() for path in top.rglob("*")} - {".nojekyll"}
    assert {"index.html", "py/page/main.py", "static/runtime/pyodide/pyodide.asm.wasm"} <= files
    assert [name for name in files if NOT_ON_THE_SITE.search(name)] == []


def test_the_built_site_is_the_page_of_the_checkout(built):
    made = generated(ROOT)
    for path in (built / FOLDER).rglob("*"):
        if path.is_file() and path.name != ".nojekyll":
            name = path.relative_to(built / FOLDER).as_posix()
            assert path.read_bytes() == (made.get(name) or (ROOT / name).read_bytes())
