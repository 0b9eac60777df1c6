"""Of the branches of `playground` its own tests take 95 %: `python3 py check --coverage`."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

from gates.gating import ROOT, end

LEAST = 95.0
# Each case once more in a tracer takes long; what is run does not depend on how often.
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
    share = measured["totals"]["percent_covered"]
    print(f"{share:.1f} % of the lines and branches of playground are run by its tests; least:")
    files = measured["files"].items()
    for name, file in sorted(files, key=lambda one: one[1]["summary"]["percent_covered"])[:SHOWN]:
        print(f"  {file['summary']['percent_covered']:5.1f} %  {name}")
    return [f"Less than {LEAST:.0f} % are run by the tests."] * (share < LEAST)


def _coverage(environ: dict[str, str], *arguments: str) -> int:
    command = [sys.executable, "-m", "coverage", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environ, check=False).returncode


if __name__ == "__main__":
    main()
