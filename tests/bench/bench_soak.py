"""Five minutes of wild play: does the memory stay level, and does nothing break?

Run by `python3 py bench --soak`.
"""

import pathlib
import sys

from browsing import ROOT, browsing, open_page, serving

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "browser"))
from restless import memory, play, run_and_pause

WARM_UP, MINUTES, SEED = 30, 5, 0


def main():
    """Print the memory before and after, and every error on the way."""
    with browsing() as launch, serving(ROOT) as address:
        browser = launch()
        page = open_page(browser, address)
        errors = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
        play(page, WARM_UP, SEED)
        before = memory(page)
        run_and_pause(page, 200)
        deeds = play(page, 60 * MINUTES, SEED + 1)
        after = memory(page)
        state = page.locator("html").get_attribute("data-state")
        browser.close()
    print(f"{deeds} deeds in {MINUTES} minutes after 200 runs and pauses; the page is {state}")
    print(f"memory: {before / 1e6:.1f} MB before, {after / 1e6:.1f} MB after: {after / before:.3f}")
    print(f"errors: {errors or 'none'}")


if __name__ == "__main__":
    main()
