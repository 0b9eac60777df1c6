"""zizmor finds nothing in the workflows: `python3 py check --workflows` runs it alone."""

import json
import pathlib
import subprocess
import sys

from gates.gating import ROOT, end

# All that it can see without a network, down to matters of taste.
OPTIONS = ("--offline", "--persona=pedantic", "--format=json", "--no-progress", "--quiet")


def problems_in(folder: pathlib.Path) -> list[str]:
    """Return a sentence for each thing that zizmor finds in the workflows of a *folder*."""
    program = pathlib.Path(sys.executable).with_name("zizmor")
    command = [program, *OPTIONS, folder]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if not result.stdout:
        return [f"zizmor does not run: {result.stderr.strip()[:300]}"]
    return [f"{_place_of(found)}: {found['desc']} [{found['ident']}]" for found in _found(result)]


def _found(result: subprocess.CompletedProcess[str]) -> list[dict]:
    return json.loads(result.stdout)


def _place_of(found: dict) -> str:
    """Return file and line of the first place that a finding names."""
    place = found["locations"][0]
    file = place["symbolic"]["key"]["Local"]["verbatim_path"]
    line = place["concrete"]["location"]["start_point"]["row"] + 1
    return f"{file}:{line}"


if __name__ == "__main__":
    end("Workflows", problems_in(ROOT / ".github"))
