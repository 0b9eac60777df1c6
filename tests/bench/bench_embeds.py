"""What a post costs its reader with one and with five playgrounds: bytes, requests, time, memory.

Run by `python3 py bench --embeds`. The post has another origin than the playground, which comes as
GitHub Pages sends it. Memory is the proportional share of all of the browser's processes (Linux).
"""

import contextlib
import json
import pathlib
import tempfile

from browsing import ROOT, browsing, serving
from pages_server import serving_like_pages

from tools.site.build import build

NUMBERS = (1, 5)
RUNS = 3
POST = '<!doctype html><link rel="icon" href="data:,"><script src="{}static/embed.js"></script>'
ELEMENT = '<p><nn-playground shape="{}" hidden-units="3" epoch="0"></nn-playground></p>'
LOAD = """async (element) => {
    const begin = performance.now();
    await element.load();
    return performance.now() - begin;
}"""
SHAPES = ("moons", "circles", "blobs", "xor", "spiral")


def memory(pids):
    """Return the proportional memory of processes, in bytes."""
    kilobytes = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            lines = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            kilobytes += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return 1000 * kilobytes


def processes(browser):
    """Return the numbers of all processes of a browser."""
    session = browser.new_browser_cdp_session()
    return [one["id"] for one in session.send("SystemInfo.getProcessInfo")["processInfo"]]


def longest_task(trace):
    """Return the longest stretch, in ms, for which the element's script had the main thread."""
    events = json.loads(trace)["traceEvents"]
    own = [
        event.get("dur", 0) / 1000
        for event in events
        if event["name"] in ("EvaluateScript", "FunctionCall")
        and "embed.js" in event.get("args", {}).get("data", {}).get("url", "")
    ]
    return max(own, default=0)


def cost(site):
    """Return requests and bytes since the last call."""
    sent, site.sent[:] = list(site.sent), []
    return len(sent), sum(size for _, size in sent)


def said(name, number_and_bytes, more=""):
    print(f"  {name:>24}: {number_and_bytes[0]:3} requests, {number_and_bytes[1]:>9,} bytes{more}")


def visit(launch, site, post, number):
    """Print what each stage of one visit costs; return the bytes of all."""
    browser = launch()
    page = browser.new_page(viewport={"width": 800, "height": 4000})
    cost(site)
    browser.start_tracing(page=page)
    page.goto(post)
    page.wait_for_load_state("networkidle")
    task = longest_task(browser.stop_tracing())
    before = memory(processes(browser))
    posters = cost(site)
    said("before a click", posters, f", longest task of the element {task:.1f} ms")
    total = posters[1]
    for place in range(number):
        milliseconds = page.locator("nn-playground").nth(place).evaluate(LOAD)
        page.wait_for_timeout(3000)  # what comes after the first picture
        alive, spent = len(page.frames) - 1, cost(site)
        total += spent[1]
        growth = (memory(processes(browser)) - before) / 1e6
        more = f", ready in {milliseconds / 1000:.1f} s, {alive} alive, {growth:+.0f} MB"
        said(f"playground {place + 1}", spent, more)
    browser.close()
    return total


def main():
    """Print the costs of every run, and the ratio of each."""
    with tempfile.TemporaryDirectory() as folder, browsing() as launch:
        blog, built = pathlib.Path(folder, "blog"), pathlib.Path(folder, "site")
        blog.mkdir()
        build(ROOT, built)
        with serving_like_pages(built) as site, serving(blog) as address:
            post = address.replace("127.0.0.1", "localhost")
            for run in range(RUNS):
                totals = []
                for number in NUMBERS:
                    text = POST.format(site.address) + "".join(map(ELEMENT.format, SHAPES[:number]))
                    (blog / "index.html").write_text(text, encoding="utf-8")
                    print(f"Run {run + 1}, a post with {number}:")
                    totals.append(visit(launch, site, post, number))
                print(f"  bytes of five to those of one: {totals[1] / totals[0]:.3f}")


if __name__ == "__main__":
    main()
