"""From navigation to the first picture that Python has drawn, against the naive page.

Three tables, all of medians; on a shared machine only the ratios mean something. Cold: each
page in turn, each time in a browser with an empty profile. Again: the second visit of the same
browser, and one without network. Slow: both over a simulated line, compressed as GitHub Pages
does it. Run by `python3 py bench --startup`.
"""

import contextlib
import pathlib
import statistics
import tempfile

from browsing import ROOT, browsing, launch_with_profile, wait_until_ready
from pages_server import Line, serving_like_pages

from tools.site import build as site

RUNS = 7
SLOW_RUNS = 3
SLOW = {"bits": 9e6, "delay": 0.06}

# Moments are noted in the page itself, so that the bench's own waiting does not count.
WATCH = """
addEventListener("py:progress", ({ detail }) => performance.mark(detail));
new MutationObserver((_, observer) => {
  if (document.documentElement?.dataset.state !== "ready") return;
  observer.disconnect();
  performance.mark("ready");
}).observe(document, { subtree: true, childList: true, attributeFilter: ["data-state"] });
"""
MARKS = """[
  performance.timeOrigin,
  performance.getEntriesByType("mark").map(({ name, startTime }) => [name, startTime]),
]"""


def lay_out(folder):
    """Put the playground and the naive page, with its unmodified files, side by side."""
    originals = ROOT / ".cache" / "runtime" / "originals"
    site.build(ROOT, folder / "playground")
    naive = folder / "naive"
    naive.mkdir()
    (naive / "index.html").symlink_to(pathlib.Path(__file__).parent / "naive.html")
    (naive / "pyscript").symlink_to(originals / "pyscript" / "dist")
    (naive / "pyodide").symlink_to(originals / "pyodide")


def marks_of(page):
    """Return when the page and its workers reached what, in ms since navigation."""
    start, marks = page.evaluate(MARKS)
    for worker in page.workers:
        with contextlib.suppress(Exception):  # a worker that is busy or gone
            origin, others = worker.evaluate(MARKS)
            marks += [[name, origin - start + moment] for name, moment in others]
    return dict(reversed(marks))  # of several marks of a name the first counts


def visit(browser, address):
    """Open *address* in a new window and return its marks once Python has drawn."""
    page = browser.new_page()
    page.add_init_script(WATCH)
    page.goto(address)
    wait_until_ready(page)
    marks = marks_of(page)
    page.close()
    return marks


def cold(launch, address, runs):
    """Visit both pages *runs* times, each time for the first time."""
    found = {"naive": [], "playground": []}
    for _ in range(runs):
        for name, visits in found.items():
            browser = launch()
            visits.append(visit(browser, f"{address}{name}/"))
            browser.close()
    return found


def again(server, runs):
    """Visit the playground a second time, with the network and without."""
    found = {"second visit": [], "offline": []}
    sent = []
    for _ in range(runs):
        with launch_with_profile() as browser:
            page = browser.new_page()
            page.goto(f"{server.address}playground/")
            page.evaluate("navigator.serviceWorker.ready.then(() => null)")
            page.close()
            server.sent.clear()
            found["second visit"].append(visit(browser, f"{server.address}playground/"))
            sent.append(sum(size for _, size in server.sent))
            browser.set_offline(True)
            found["offline"].append(visit(browser, f"{server.address}playground/"))
    print(f"A second visit transfers {statistics.median(sent):,.0f} bytes.")
    return found


def median(visits, name):
    """Return the median moment of *name*, of the visits that have it."""
    moments = [marks[name] for marks in visits if name in marks]
    return statistics.median(moments) if moments else None


def print_table(title, visits):
    """Print the moments in their order, and how long after the one before they come."""
    names = sorted({name for marks in visits for name in marks}, key=lambda n: median(visits, n))
    print(f"\n{title}: milliseconds since navigation, and since the line before")
    before = 0
    for name in names:
        moment = median(visits, name)
        print(f"  {moment:7.0f} {moment - before:+7.0f}  {name}")
        before = moment
    print("  all runs: " + " ".join(f"{marks['ready']:.0f}" for marks in visits))


def print_ratio(title, visits, naive):
    """Print how the start compares with the naive page's."""
    ratio = median(visits, "ready") / median(naive, "ready")
    print(f"  {title}: {ratio:.3f} of the naive page", flush=True)


def main():
    """Print the tables and the ratios, each as soon as it is known."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        lay_out(folder)
        with serving_like_pages(folder) as server:
            with browsing() as launch:
                first = cold(launch, server.address, RUNS)
            for title, visits in first.items():
                print_table(title, visits)
            print_ratio("cold", first["playground"], first["naive"])
            for title, visits in again(server, RUNS).items():
                print_table(title, visits)
                print_ratio(title, visits, first["naive"])
        with serving_like_pages(folder, Line(**SLOW)) as server, browsing() as launch:
            slow = cold(launch, server.address, SLOW_RUNS)
            for title, visits in slow.items():
                print_table(f"{title}, slow line", visits)
            print_ratio("9 Mbit/s, 60 ms", slow["playground"], slow["naive"])
            print_sizes(server.sent)


def print_sizes(sent):
    """Print what a first visit transfers, file by file."""
    sizes = dict(entry for entry in sent if entry[0].startswith("playground/"))
    print(f"\nA first visit transfers {sum(sizes.values()):,} bytes in {len(sizes)} files:")
    for name, size in sorted(sizes.items(), key=lambda entry: -entry[1]):
        print(f"  {size:>9,}  {name.removeprefix('playground/')}")


if __name__ == "__main__":
    main()
