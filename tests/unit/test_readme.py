"""What the README says is so: its table of settings, its links, its listing."""

import os
import re
import shlex
import subprocess
import sys

import pytest

from playground.settings.kinds import as_text
from playground.settings.table import SETTINGS
from tools.environment import ROOT
from tools.site.embed_lists import with_tables
from tools.site.embedding import ATTRIBUTES, EVENTS, METHODS
from tools.site.settings_markup import with_rows

README = (ROOT / "README.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(\w+)` \| (.+) \| (.+) \| (.+) \|$", re.MULTILINE)


def rows():
    """Return name, default and help of each setting in the README's table."""
    start = README.index("| setting |")
    table = README[start : README.index("\n## ", start)]
    return [(name, default, words) for name, _, default, words in ROW.findall(table)]


def test_the_table_in_the_readme_is_what_the_table_of_settings_makes_of_it():
    assert with_rows(README) == README, "run `python3 py form`"


def test_what_an_embed_understands_stands_in_the_readme_as_the_element_has_it():
    assert with_tables(README) == README, "run `python3 py form`"
    for what in (*ATTRIBUTES, *METHODS, *EVENTS):
        assert f"| `{getattr(what, 'call', what.name)}` |" in README


def test_the_table_in_the_readme_lists_every_setting_with_its_default_and_its_help():
    assert rows() == [
        (row.name, f"`{as_text(row.default)}`" if row.default != "" else "nothing", row.help)
        for row in SETTINGS
    ]


def test_every_path_that_it_names_is_there():
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    paths = re.findall(r"\b(?:py|static|tests)(?:/[\w-]+)+(?:\.\w+)?", README)
    made = ("static/runtime/",)  # by the set-up
    named = {path for path in {*links, *paths} if not path.startswith(made)}
    assert len(named) > 20
    assert {path for path in named if not (ROOT / path).exists()} == set()


@pytest.fixture
def listing(tmp_path, request):
    """One of the README's listings as a file in an empty folder: the first, or another."""
    text = re.findall(r"```python\n(.*?)```", README, re.DOTALL)[getattr(request, "param", 0)]
    path = tmp_path / "listing.py"
    path.write_text(text, encoding="utf-8")
    return path


def run(*command, folder):
    environ = {**os.environ, "PYTHONPATH": str(ROOT / "py"), "MPLBACKEND": "agg"}
    result = subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def test_the_listing_prints_and_draws_what_it_says(listing):
    promised = re.findall(r"print\(.*\)  # (.*)", listing.read_text(encoding="utf-8"))
    assert promised == ["1.0"]
    assert run(listing.name, folder=listing.parent).split() == promised
    made = {path.name: path.read_bytes() for path in listing.parent.iterdir()}
    assert made.keys() == {"listing.py", "moons.png"}
    assert made["moons.png"].startswith(b"\x89PNG")
    assert len(made["moons.png"]) > 10_000


@pytest.mark.parametrize("listing", [0, 1], indirect=True)
def test_the_listing_uses_types_as_they_are_declared(listing):
    options = ["--strict", "--follow-imports=silent", "--python-version=3.11"]
    run("-m", "mypy", *options, f"--cache-dir={ROOT / '.mypy_cache'}", listing, folder=ROOT)


@pytest.mark.parametrize("listing", [1], indirect=True)
def test_the_listing_of_a_broken_network_prints_what_it_says(listing):
    (promised,) = re.findall(r"print\(.*\)  # (.*) …", listing.read_text(encoding="utf-8"))
    assert run(listing.name, folder=listing.parent).startswith(promised + " Worst: W₂[1, ")


@pytest.mark.parametrize("listing", [2], indirect=True)
def test_the_listing_of_a_session_trains_and_draws(listing):
    reason, accuracy = run(listing.name, folder=listing.parent).split()
    assert reason == "epochs"
    assert 0.8 < float(accuracy) <= 1
    assert (listing.parent / "circles.svg").read_bytes().startswith(b"<?xml")


def test_every_command_of_the_readme_is_one(tmp_path):
    commands = re.findall(r"^playground (train|sweep) (.*)$", README, re.MULTILINE)
    assert len(commands) == 3
    for verb, rest in commands:
        few = shlex.split(rest.replace("…/#", "#").replace("--seeds 20", "--seeds 1"))
        run("-m", "playground", verb, *few, "--epochs", "3", folder=tmp_path)
    made = {path.name for path in tmp_path.iterdir()}
    assert made == {"moons.png", "moons.gif", "at-40.svg", "table.md", "figure.png"}
