"""axe-core finds nothing to complain of, in whatever state the page is; nor do we beside it."""

import pytest
from conftest import DESKTOP, window
from playwright.sync_api import expect

from tools.npm_for_tests import folder_of

PHONE = {"width": 390, "height": 844}
# By evaluation, as the page's policy lets no foreign script in.
SCAN = """async () => {
    const { violations } = await axe.run(document, { resultTypes: ["violations"] });
    return violations.map(({ id, nodes }) =>
        `${id}: ${nodes.map(({ target, failureSummary }) => `${target} (${failureSummary})`)}`);
}"""
# What axe counts by other rules: targets that are too small. Links in a sentence may be, and lines
# of the listing, since the buttons below it lead from line to line, too.
SMALL = """() => [...document.querySelectorAll("a, button, input, select, summary")]
    .filter(element => element.checkVisibility({ visibilityProperty: true }))
    .filter(element => element.id !== "shape" && !element.closest("p, #article li"))
    .filter(element => {
        const { width, height } = (element.closest("label") ?? element).getBoundingClientRect();
        return width < 24 || height < 24;
    })
    .map(element => element.outerHTML.slice(0, 80))"""
# WCAG 2.2, criterion 1.4.12.
SPACE_TEXT = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
        word-spacing: .16em !important } p { margin-bottom: 2em !important }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
# Text that is cut where nobody can scroll to it; of the listing, what a line is made of is also
# told by its formula, and names of classes, which may be long, have a title.
CUT = """() => [...document.querySelectorAll("main *")]
    .filter(({ childNodes }) =>
        [...childNodes].some(({ nodeType, data }) => nodeType === 3 && data.trim()))
    .filter(element => element.checkVisibility({ visibilityProperty: true }))
    .filter(element => !element.closest(".unseen, .from, [data-class]"))
    .filter(element => {
        const range = document.createRange();
        range.selectNodeContents(element);
        const text = range.getBoundingClientRect();
        for (let around = element; around !== document.body; around = around.parentElement) {
            const { overflowX, overflowY } = getComputedStyle(around);
            if (overflowX === "visible" && overflowY === "visible") continue;
            if (/auto|scroll/.test(overflowX + overflowY)) return false;
            const box = around.getBoundingClientRect();
            return text.right > box.right + 2 || text.bottom > box.bottom + 2;
        }
    })
    .map(element => element.textContent.trim().slice(0, 40))"""
TABS = ("data", "network", "training", "view", "listing")
VIEWS = ("check", "space", "surface", "lines")
TABLE = "length,width,kind\n1,2,a\n2,1,b\n3,3,a\n2,4,b\n"


def must_be_clean(page, state):
    """Fail with all that axe finds in a *state* of the page."""
    if not page.evaluate("'axe' in window"):
        page.evaluate((folder_of("axe-core") / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate(SCAN)
    assert found == [], f"{state}: " + "\n".join(found)


@pytest.fixture(scope="module", params={"desktop": DESKTOP, "phone": PHONE}.items(), ids=str)
def page(request, chromium, site):
    """The page from its first moment on; the tests of a window share it."""
    name, viewport = request.param
    options = {"is_mobile": True, "has_touch": True} if name == "phone" else {}
    with window(chromium, site.address, viewport=viewport, **options) as reader:
        reader.open(wait_until="commit")
        reader.page.locator("#take-home").wait_for(state="attached")
        must_be_clean(reader.page, "loading")
        reader.sees_state("ready")
        reader.sees_painter("matplotlib")
        yield reader


def test_in_every_state_of_the_training(page):
    must_be_clean(page.page, "untrained")
    page.follow("shape=spiral&hidden_units=16&epochs=10000&speed=slow&epoch=0")
    page.sees_untrained("shape=spiral&hidden_units=16&epochs=10000&speed=slow")
    page.button("run").click()
    page.sees_state("running")
    must_be_clean(page.page, "running")
    page.button("pause").click()
    page.sees_state("paused")
    must_be_clean(page.page, "paused")
    page.follow("shape=circles&hidden_units=4&learning_rate=1000")
    page.sees_state("diverged")
    must_be_clean(page.page, "diverged")
    page.follow("hidden_units=99&shape=moons")
    expect(page.status).to_contain_text("99")
    must_be_clean(page.page, "a value is refused")


def test_in_every_tab_and_with_a_unit_open(page):
    page.follow("shape=moons&hidden_units=3&layers=2&regularization=l2&test_fraction=0.3")
    page.sees_state("done")
    for tab in TABS:
        page.opens_tab(tab)
        must_be_clean(page.page, tab)
    for view in VIEWS:
        page.page.locator(f"[data-view={view}]").click()
        must_be_clean(page.page, view)
    page.opens_tab_of(page.page.locator(".unit").first).focus()
    page.page.keyboard.press("Enter")
    expect(page.page.locator("#inspector")).to_be_visible()
    must_be_clean(page.page, "inspector")
    page.page.keyboard.press("Escape")


def test_in_dialogs_and_with_a_tool_in_the_hand(page):
    page.page.evaluate("document.querySelector('[data-action=copy_link]').click()")
    expect(page.page.locator("#share")).to_be_visible()
    page.page.locator("#share summary").click()
    must_be_clean(page.page, "share")
    page.page.locator("#share [aria-label=Close]").click()
    page.opens_tab("data")
    table = {"name": "kinds.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    page.page.locator("#table").set_input_files(table)
    expect(page.page.locator("#table-preview")).to_be_visible()
    must_be_clean(page.page, "preview of a table")
    page.page.locator("#table-preview [data-table=use]").click()
    expect(page.page.locator("#tools")).to_be_visible()
    page.page.locator("#tools [data-tool='1']").click()
    must_be_clean(page.page, "a tool in the hand")
    page.page.keyboard.press("Escape")


def test_targets_are_large_enough_and_text_may_be_spaced(page):
    page.follow("shape=moons&hidden_units=3&test_fraction=0.3")
    page.sees_state("done")
    cut_before = {}
    for tab in TABS:
        page.opens_tab(tab)
        assert page.page.evaluate(SMALL) == [], tab
        cut_before[tab] = page.page.evaluate(CUT)
    page.page.evaluate(SPACE_TEXT)
    for tab in TABS:
        page.opens_tab(tab)
        assert [text for text in page.page.evaluate(CUT) if text not in cut_before[tab]] == [], tab
        width = page.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert width[0] <= width[1], tab
    page.page.evaluate("document.adoptedStyleSheets = document.adoptedStyleSheets.slice(0, -1)")


@pytest.mark.parametrize(
    "media",
    [
        {"color_scheme": "dark"},
        {"color_scheme": "light", "forced_colors": "active"},
        {"color_scheme": "dark", "forced_colors": "active"},
    ],
    ids=["dark", "forced, light", "forced, dark"],
)
def test_in_other_colours(page, media):
    page.page.emulate_media(**media)
    for tab in ("listing", "training", "data"):
        page.opens_tab(tab)
        must_be_clean(page.page, tab)
    page.page.emulate_media(color_scheme="light", forced_colors="none")


def test_when_python_cannot_start(new_reader):
    new_reader.page.route("**/micropython.mjs", lambda route: route.abort())
    new_reader.open()
    new_reader.sees_alert()
    must_be_clean(new_reader.page, "error")
    label = new_reader.canvas.get_attribute("aria-label")
    assert label == "The decision boundary, which Python has yet to draw."
    new_reader.journal.forgive("micropython", "ERR_FAILED", "dynamically imported")


def test_in_a_frame(reader_with):
    framed = reader_with(viewport={"width": 640, "height": 480})
    framed.open("embed=1&show=picture,run,network,hidden_units,data,listing&shape=circles")
    framed.sees_state("ready")
    must_be_clean(framed.page, "frame")
