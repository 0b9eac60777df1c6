"""How long each file takes, and a repetition over ten seeds: in the page, and natively.

Run by `python3 py bench --exports`. The page is on this machine, so nothing but work takes time;
the first file of all brings the modules that make files. A sweep is that of the README.
"""

import pathlib
import subprocess
import sys
import tempfile
import time

from browsing import ROOT, browsing, open_page, serving

from playground.export.files import MAKERS, Wish, steps
from playground.jobs import finished
from playground.session.session import Session

RUNS = 3
PAUSE = 150  # milliseconds: of more than ten downloads in a second Chromium loses some
BUTTON = "[data-action=export][data-format={}]:not([data-use])"
SWEEP = "sweep --hidden-units 1..8 --seeds 20 --out sweep.csv"


def natively():
    """Return seconds and bytes of each file."""
    session = Session()
    session.begin()
    while session.state == "running":
        session.advance(1)
    made = {}
    for what in MAKERS:
        seconds, content = [], b""
        for _ in range(RUNS):
            begin = time.perf_counter()
            content = finished(steps(session, Wish(*what, fragment="shape=moons&hidden_units=3")))
            seconds.append(time.perf_counter() - begin)
        made[what] = min(seconds), len(content)
    return made


def in_page(page, what):
    """Return seconds from the press of a button to the file, and its bytes."""
    subject, file_format = what
    words = BUTTON.format(file_format)
    if subject in ("picture", "curve", "network") and file_format != "gif":
        page.locator("#take-home [name=subject]").select_option(subject)
    else:
        words += f"[data-subject={subject}]"
    page.wait_for_timeout(PAUSE)
    begin = time.perf_counter()
    with page.expect_download() as download:
        page.locator(words).click()
    path = pathlib.Path(download.value.path())
    return time.perf_counter() - begin, path.stat().st_size


def main():
    """Print a table, and the times of the repetition and of the sweep."""
    native = natively()
    with browsing() as launch, serving(ROOT) as address:
        browser = launch()
        page = open_page(browser, f"{address}#shape=moons&hidden_units=3")
        page.wait_for_selector("html[data-painter=matplotlib]", state="attached")
        page.locator("#take-home [name=scale]").select_option("1")
        print(f"the first file: {in_page(page, ('data', 'csv'))[0]:.2f} s")
        print(f"{'':14} {'natively':>10} {'in the page':>12} {'bytes':>10}")
        for what, (seconds, size) in native.items():
            there = min(in_page(page, what)[0] for _ in range(RUNS))
            print(f"{' '.join(what):14} {seconds:>8.3f} s {there:>10.3f} s {size:>10,}")
        begin = time.perf_counter()
        page.get_by_role("button", name="Repeat over 10 seeds").click()
        page.locator("#runs table").wait_for(timeout=120_000)
        print(f"ten seeds in the page: {time.perf_counter() - begin:.1f} s")
        browser.close()
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "playground", *SWEEP.split()]
        begin = time.perf_counter()
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        print(f"{SWEEP}: {time.perf_counter() - begin:.1f} s")


if __name__ == "__main__":
    main()
