"""What the gates share: their end, in one sentence for each thing that is wrong."""

import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]


def end(gate: str, problems: list[str]) -> None:
    """Say how a gate has ended, and end the program so."""
    for problem in problems:
        print(problem)
    print(f"{gate}: {'not held' if problems else 'held'}", flush=True)
    sys.exit(bool(problems))
