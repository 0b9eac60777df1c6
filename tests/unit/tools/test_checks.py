"""The checks of `python3 py test` that run no code: each fails where a rule is broken."""

import os
import shutil
import subprocess
import sys

import pytest

from tools import commands
from tools.environment import ROOT

RUFF, _, MYPY, IMPORTS = commands.CHECKS


@pytest.fixture
def failing(tmp_path):
    """Return a function that adds lines to a file of a copy, runs a check there, and says what."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "py", tmp_path / "py", ignore=ignored)
    shutil.copyfile(ROOT / "pyproject.toml", tmp_path / "pyproject.toml")

    def run(check, name="", lines=""):
        if name:
            path = tmp_path / "py" / name
            path.parent.mkdir(exist_ok=True)
            with path.open("a", encoding="utf-8") as file:
                file.write(f"\n{lines}\n")
        environ = {**os.environ, "PYTHONPATH": str(tmp_path / "py"), "COLUMNS": "200"}
        result = subprocess.run(
            [sys.executable, *check],
            cwd=tmp_path,
            env=environ,
            capture_output=True,
            text=True,
            check=False,
        )
        assert bool(result.returncode) == ("BROKEN" in result.stdout or "error" in result.stdout)
        return result.stdout if result.returncode else ""

    return run


def test_every_import_keeps_to_the_rules(failing):
    assert failing(IMPORTS) == ""


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("page/summary.py", "import numpy"),
        ("page/new.py", "import playground.data"),
        ("page/new.py", "from engine import canvas"),
        ("page/points/new.py", "from typing import Any"),
        ("playground/settings/new.py", "import numpy as np"),
        ("playground/settings/values.py", "from typing import Any"),
        ("playground/look/new.py", "from playground import shapes"),
        ("engine/canvas/text.py", "import page.summary"),
        ("engine/point_edits.py", "import js"),
        ("engine/point_edits.py", "from pyodide.ffi import to_js"),
        ("playground/data.py", "import engine.canvas"),
        ("playground/session/new.py", "import messages"),
        ("playground/network.py", "import js"),
        ("playground/network.py", "import pyodide"),
        ("playground/session/session.py", "import matplotlib"),
        ("playground/session/new.py", "def draw():\n    import matplotlib.figure"),
        ("engine/canvas/boundary_sketch.py", "from matplotlib import colors"),
        ("tools/console.py", "import engine.point_edits"),
        ("tools/site/build.py", "from page import summary"),
        ("playground/custom/codec.py", "from tools import console"),
        ("engine/point_edits.py", "import tools.console"),
        ("page/summary.py", "import tools.console"),
    ],
)
def test_an_import_that_breaks_a_rule_is_found(failing, name, line):
    module = name.removesuffix(".py").replace("/", ".")
    assert module in failing(IMPORTS, name, line)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("tools/console.py", "def twice(x):\n    return x + x"),
        ("tools/new.py", "def twice(x: int) -> str:\n    return 2 * x"),
        ("playground/new.py", "def twice(x):\n    return x + x"),
        ("playground/fast/new.py", "def twice(x: int) -> str:\n    return 2 * x"),
        ("engine/new.py", "def twice():\n    return len(2)"),
        ("page/new.py", "def twice():\n    return 2 + 'x'"),
    ],
)
def test_a_wrong_type_is_found(failing, name, lines):
    found = failing([*MYPY, "--cache-dir", str(ROOT / ".mypy_cache")], name, lines)
    assert f"py/{name}:" in found
