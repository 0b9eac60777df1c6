"""How long a table of 20,000 rows takes, from handing it over to the picture of its points.

In a browser with an empty profile, on the page as it is built. Beside the whole, which is what
a reader waits for, the parts that pass until the preview is there, which is accepted at once, and
until the engine has read and packed them. Run by `python3 py bench --own_data`.
"""

from browsing import ROOT, browsing, open_page, serving, summary

from playground.data import MAX_SAMPLES, generate

RUNS = 15
# The moments, counted from the choice of a file, of the preview, of the engine's answer and of its
# first picture of these points: a change more has been drawn.
WATCH = """
window.load = (text) => new Promise((resolve) => {
  const { xworker } = document.querySelector("script[worker]");
  const chooser = document.querySelector("#own [type=file]");
  const transfer = new DataTransfer();
  transfer.items.add(new File([text], "table.csv", { type: "text/csv" }));
  chooser.files = transfer.files;
  const begin = performance.now();
  let shown, answered, old;
  const dialog = document.querySelector("#table-preview");
  const eye = new MutationObserver(() => {
    if (!dialog.open) return;
    eye.disconnect();
    shown = performance.now() - begin;
    dialog.querySelector("[data-table=use]").click();
  });
  eye.observe(dialog, { attributeFilter: ["open"] });
  const watch = ({ data }) => {
    const { kind, change } = typeof data === "string" ? JSON.parse(data) : {};
    if (kind === "points") answered = performance.now() - begin;
    if (kind !== "picture") return;
    if (answered === undefined) return void (old = change);
    if (change === old) return;
    xworker.removeEventListener("message", watch);
    resolve([shown, answered, performance.now() - begin]);
  };
  xworker.addEventListener("message", watch);
  chooser.dispatchEvent(new Event("change", { bubbles: true }));
});
"""
NAMES = (
    "until the preview is shown",
    "until they are points",
    "until their picture is on the canvas",
)


def table(seed):
    """Return a table as a spreadsheet writes it."""
    X, y = generate("moons", MAX_SAMPLES, noise=0.3, seed=seed)
    rows = zip(*X.round(6).tolist(), y.tolist(), strict=True)
    return "x,y,label\n" + "".join(f"{x1},{x2},{label}\n" for x1, x2, label in rows)


def main():
    """Print the medians."""
    with browsing() as launch, serving(ROOT) as address:
        browser = launch()
        page = open_page(browser, address, before=WATCH)
        page.wait_for_selector("html[data-painter=matplotlib]", state="attached")
        times = [page.evaluate("load", table(seed)) for seed in range(RUNS)]
        browser.close()
    print(f"A table of {MAX_SAMPLES:,} rows ({len(table(0)) / 1e6:.1f} MB), {RUNS} times:")
    for name, milliseconds in zip(NAMES, zip(*times, strict=True), strict=True):
        print(f"{name:>40}: {summary(milliseconds)}")


if __name__ == "__main__":
    main()
