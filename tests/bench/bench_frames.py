"""How smooth and how prompt the page is. Run by `python3 py bench --frames`.

Frames per second while a training is watched, at two densities of the screen, with the long
tasks of the page's own thread; and the time from a change of a control to the next picture
and to the picture of the network at the end of its training.
"""

import time

from browsing import ROOT, browsing, open_page, serving, summary

SECONDS = 8
CHANGES = 40
NETWORKS = {"1 layer of 3": "hidden_units=3", "3 layers of 8": "layers=3&hidden_units=8"}

NOTE_LONG_TASKS = """
window.longTasks = [];
new PerformanceObserver((list) => longTasks.push(...list.getEntries().map((e) => e.duration)))
  .observe({ type: "longtask" });
"""

# Changes the control, and notes when the first and the last picture of the change are there.
CHANGE = """
([name, value]) => new Promise((resolve) => {
  const control = document.querySelector(`[name=${name}]`);
  const begin = performance.now();
  let first;
  const observer = new MutationObserver(() => {
    const now = performance.now() - begin;
    first ??= now;
    if (document.documentElement.dataset.state !== "done") return;
    observer.disconnect();
    resolve([first, now]);
  });
  observer.observe(document.documentElement, { attributeFilter: ["data-frame"] });
  control.value = value;
  control.dispatchEvent(new Event("input", { bubbles: true }));
})
"""


def frames(page):
    """Watch a training for some seconds; return frames per second and the long tasks."""
    page.evaluate(NOTE_LONG_TASKS)
    page.click("[data-action=run]")
    time.sleep(1)
    count = "Number(document.documentElement.dataset.frame)"
    begin, first = time.perf_counter(), page.evaluate(count)
    time.sleep(SECONDS)
    passed = page.evaluate(count) - first
    rate = passed / (time.perf_counter() - begin)
    page.click("[data-action=pause]")
    return rate, page.evaluate("longTasks")


def changes(page, name, values):
    """Change a control again and again; return the times of the first and last pictures."""
    times = []
    for index in range(CHANGES):
        times.append(page.evaluate(CHANGE, [name, values[index % len(values)]]))
        time.sleep(0.1)
    return zip(*times, strict=True)


def main():
    """Print all of it."""
    with browsing() as launch, serving(ROOT) as address:
        browser = launch()
        for density in (1, 2):
            for network, fragment in NETWORKS.items():
                page = open_page(browser, f"{address}#epochs=10000&{fragment}", density)
                rate, long_tasks = frames(page)
                page.context.close()
                tasks = ", ".join(f"{task:.0f} ms" for task in long_tasks) or "none"
                print(
                    f"{network}, density {density}: {rate:.1f} pictures a second; "
                    f"long tasks: {tasks}"
                )
        page = open_page(browser, address)
        for name, values in (
            ("hidden_units", ["1", "2", "4", "8", "16", "3"]),
            ("shape", ["circles", "blobs", "moons"]),
        ):
            first, last = changes(page, name, values)
            print(f"{name}: first picture {summary(first)}; trained {summary(last)}")
        browser.close()


if __name__ == "__main__":
    main()
