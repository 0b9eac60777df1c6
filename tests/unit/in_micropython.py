"""Runs code in the page's own Python, with files of this project to import."""

import os
import shutil
import subprocess

from tools.environment import ROOT

HERE = ROOT / "tests/unit"


def output_of(code, files):
    """Return what *code* prints there; *files* are the modules, by the name they have there."""
    node = os.environ.get("NN_PLAYGROUND_NODE") or shutil.which("node")
    command = [
        *(node or ROOT / ".venv/bin/node", HERE / "run_micropython.mjs"),
        *(ROOT / "static/runtime/micropython/micropython.mjs", code),
        *(f"{name}={path}" for name, path in files.items()),
    ]
    answer = subprocess.run(command, capture_output=True, timeout=60, check=False)
    assert answer.returncode == 0, answer.stderr.decode()
    return answer.stdout.decode()
