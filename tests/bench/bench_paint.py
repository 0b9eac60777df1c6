"""When something true is on the screen, and whether anything jumps until Python is ready.

Each load in a browser with an empty profile. LCP is the moment of the largest contentful paint,
CLS the sum of all layout shifts. Run by `python3 py bench --paint`.
"""

import statistics

from browsing import ROOT, browsing, open_page, serving

RUNS = 7
SCREENS = {
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    "phone": {"viewport": {"width": 390, "height": 844}, "density": 2},
    "small phone": {"viewport": {"width": 320, "height": 640}, "density": 2},
}
WATCH = """
window.shift = 0;
const observe = (type, note) => {
  const observer = new PerformanceObserver((list) => list.getEntries().forEach(note));
  observer.observe({ type, buffered: true });
};
observe("layout-shift", ({ value }) => { window.shift += value; });
observe("largest-contentful-paint", ({ startTime, element }) => {
  window.largest = [startTime, element?.id || element?.parentElement?.id || element?.tagName];
});
"""


def main():
    """Print the medians of every screen."""
    with browsing() as launch, serving(ROOT) as address:
        for name, screen in SCREENS.items():
            times, shifts, elements = [], [], set()
            for _ in range(RUNS):
                browser = launch()
                page = open_page(browser, address, before=WATCH, **screen)
                milliseconds, element = page.evaluate("largest")
                times.append(milliseconds)
                elements.add(element)
                shifts.append(page.evaluate("shift"))
                browser.close()
            runs = " ".join(f"{milliseconds:.0f}" for milliseconds in times)
            print(
                f"{name:>12}: LCP median {statistics.median(times):.0f} ms of {runs} "
                f"({', '.join(sorted(elements))}); CLS median {statistics.median(shifts):.4f}"
            )


if __name__ == "__main__":
    main()
