"""Half an hour of wild play: do memory and frames stay level, and does nothing break?

Run by `python3 py bench --soak`. NN_PLAYGROUND_MINUTES says how long instead.
"""

import os
import pathlib
import sys

from browsing import ROOT, browsing, open_page, serving

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "browser"))
from restless import need_most
from soak import LEVEL_FRAMES, LEVEL_MEMORY, Soak

MINUTES, DEEDS, SAMPLES, SEED = 30, 1000, 10, 0


def main():
    """Print the curves of memory and frames, and every error on the way."""
    minutes = float(os.environ.get("NN_PLAYGROUND_MINUTES", MINUTES))
    with browsing() as launch, serving(ROOT) as address:
        browser = launch()
        page = open_page(browser, address)
        errors = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
        page.wait_for_selector("html[data-painter=matplotlib]", state="attached")
        need_most(page)
        soak = Soak(page, SEED)
        soak.play(60 * minutes, DEEDS, SAMPLES, show=print)
        differences = soak.differences()
        restarts = soak.has_begun_again()
        browser.close()
    print(f"{soak.deeds} deeds in {minutes:g} minutes")
    print(f"Python's memory at the end, of that before: {soak.growth:.3f} (up to {LEVEL_MEMORY})")
    print(f"frames at the end, of those before: {soak.pace:.3f} (from {LEVEL_FRAMES})")
    print(f"what the address brings is another: {differences or 'nothing'}")
    print(f"begun again: {restarts}; errors: {errors or 'none'}")


if __name__ == "__main__":
    main()
