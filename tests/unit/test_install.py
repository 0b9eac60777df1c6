"""`pip install .` gives the package `playground`, and nothing else."""

import os
import pathlib
import shutil
import subprocess
import sys
import venv

import numpy
import pytest

from tools.environment import ROOT, SCRIPTS

SOURCES = ("pyproject.toml", "README.md", "LICENSE", "py")
TRAIN = """
from playground.data import generate
from playground.network import Network
from playground.training import train

X, y = generate("moons", n_samples=100, seed=0)
network = Network((2, 3, 1), seed=0)
train(network, X, y, epochs=1000, learning_rate=1.2)
print(playground.__file__, network.accuracy(X, y))
"""
DRAW = """
from playground.picture.figure import Picture
from playground.session.session import Session
Session(), Picture()
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Install the project into an environment of its own; return the folder of its packages.

    Without a network: built with the setuptools of the tests, and without what it depends on.
    """
    folder = tmp_path_factory.mktemp("install")
    project, environment = folder / "project", folder / "environment"
    project.mkdir()
    for name in SOURCES:
        if (ROOT / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, project / name, ignore=ignored)
        else:
            shutil.copyfile(ROOT / name, project / name)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    offline = ["--no-deps", "--no-index", "--quiet"]
    wheel = [*pip, "wheel", *offline, "--no-build-isolation", "--wheel-dir", folder, project]
    subprocess.run(wheel, check=True, cwd=folder)
    venv.create(environment, with_pip=False)
    python = environment / SCRIPTS / "python"
    (made,) = folder.glob("*.whl")
    install = [*pip, "--python", python, "install", *offline, made]
    subprocess.run(install, check=True, cwd=folder)
    return environment


def test_only_the_package_is_installed(installed):
    (packages,) = installed.rglob("site-packages")
    found = {path.name for path in packages.iterdir()}
    assert "playground" in found
    others = {name for name in found if not name.startswith("neural_network_playground-")}
    assert others == {"playground"}
    (metadata,) = packages.glob("neural_network_playground-*/METADATA")
    required = metadata.read_text(encoding="utf-8")
    assert "Requires-Dist: numpy" in required
    assert "Requires-Dist: matplotlib" in required
    sources = {path.relative_to(ROOT / "py") for path in (ROOT / "py/playground").rglob("*.py")}
    assert {path.relative_to(packages) for path in packages.rglob("*.py")} == sources


def test_it_trains_and_draws_far_from_the_project(installed, tmp_path):
    code = f"import playground{TRAIN}{DRAW}"
    # NumPy and matplotlib, which pip would fetch, are those of the tests.
    environ = {**os.environ, "PYTHONPATH": str(pathlib.Path(numpy.__file__).parents[1])}
    said = subprocess.run(
        [installed / SCRIPTS / "python", "-c", code],
        cwd=tmp_path,
        env=environ,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    place, accuracy = said.rsplit(maxsplit=1)
    assert pathlib.Path(place).is_relative_to(installed)
    assert float(accuracy) == 1
