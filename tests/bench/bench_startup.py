"""From navigation to the first picture that Python has drawn, against the naive page.

Both pages in turn, each time in a browser with an empty profile; only the ratio means
something on a shared machine. Run by `python3 py bench --startup`.
"""

import pathlib
import statistics
import tempfile

from browsing import ROOT, browsing, open_page, serving

RUNS = 7

# The moment is noted in the page itself, so that the bench's own waiting does not count.
WATCH = """
new MutationObserver((_, observer) => {
  if (document.documentElement?.dataset.state !== "ready") return;
  observer.disconnect();
  window.readyAfter = performance.now();
}).observe(document, { subtree: true, childList: true, attributeFilter: ["data-state"] });
"""


def lay_out(folder):
    """Put the playground and the naive page, with its unmodified files, side by side."""
    originals = ROOT / ".cache" / "runtime" / "originals"
    (folder / "playground").symlink_to(ROOT)
    naive = folder / "naive"
    naive.mkdir()
    (naive / "index.html").symlink_to(pathlib.Path(__file__).parent / "naive.html")
    (naive / "pyscript").symlink_to(originals / "pyscript" / "dist")
    (naive / "pyodide").symlink_to(originals / "pyodide")


def main():
    """Print the times of both pages and their ratio."""
    times = {"naive": [], "playground": []}
    with tempfile.TemporaryDirectory() as folder, browsing() as launch:
        lay_out(pathlib.Path(folder))
        with serving(folder) as address:
            for _ in range(RUNS):
                for name, taken in times.items():
                    browser = launch()
                    page = open_page(browser, f"{address}{name}/", before=WATCH)
                    taken.append(page.evaluate("readyAfter"))
                    browser.close()
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    for name, taken in times.items():
        runs = " ".join(f"{milliseconds:.0f}" for milliseconds in taken)
        print(f"{name:>12}: median {medians[name]:.0f} ms of {runs}")
    print(f"       ratio: {medians['playground'] / medians['naive']:.3f}")


if __name__ == "__main__":
    main()
