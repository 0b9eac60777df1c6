"""The tests of `playground` take 95 % of its branches: `python3 py check --coverage` counts."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

from gates.gating import ROOT, end

LEAST = 95.0
TESTS = ("tests/unit/playground", "--hypothesis-profile=ci", "--numprocesses=2", "-q")
SHOWN = 10


def main() -> None:
    """Run the tests, and say which files have the most branches that none of them takes."""
    with tempfile.TemporaryDirectory() as folder:
        environ = {**os.environ, "COVERAGE_FILE": str(pathlib.Path(folder) / "coverage")}
        tested = _coverage(environ, "run", "-m", "pytest", *TESTS)
        _coverage(environ, "combine", "-q")
        report = pathlib.Path(folder) / "report.json"
        _coverage(environ, "json", "-q", "-o", str(report))
        end("Coverage", ["The tests of playground fail."] * bool(tested) + problems_in(report))


def problems_in(report: pathlib.Path) -> list[str]:
    """Return a sentence if coverage's *report*, in JSON, tells of too little."""
    measured = json.loads(report.read_text(encoding="utf-8"))
    share = _taken(measured["totals"])
    print(f"Of the branches of playground its tests take {share:.1f} %; least:")
    files = {name: _taken(file["summary"]) for name, file in measured["files"].items()}
    for name in sorted(files, key=files.__getitem__)[:SHOWN]:
        print(f"  {files[name]:5.1f} %  {name}")
    return [f"The tests take less than {LEAST:.0f} % of the branches."] * (share < LEAST)


def _taken(counts: dict) -> float:
    """Return the share of the branches that are taken; without any, all are."""
    return (
        100 * counts["covered_branches"] / counts["num_branches"] if counts["num_branches"] else 100
    )


def _coverage(environ: dict[str, str], *arguments: str) -> int:
    command = [sys.executable, "-m", "coverage", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environ, check=False).returncode


if __name__ == "__main__":
    main()
