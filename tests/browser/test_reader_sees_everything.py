"""In windows of every size a reader sees everything and reaches it: nothing lies over anything."""

import pytest
from conftest import window
from playwright.sync_api import expect
from reader import TRAINED

TABS = ("listing", "data", "network", "training", "view")
# Phones, tablets, frames in a learning platform, a page at 200 %, desktops.
SIZES = [
    (320, 640), (360, 640), (390, 844), (640, 900), (641, 900), (767, 1024), (768, 1024),
    (820, 1180), (844, 390), (800, 600), (640, 400), (960, 700), (1024, 768), (1180, 800),
    (1280, 800), (1366, 768), (1440, 900), (1920, 1080), (2560, 1440),
]  # fmt: skip
ONE_SCREEN = [size for size in SIZES if size[0] >= 1024]
EVERYTHING = (
    "shape=moons&hidden_units=16&layers=3&test_fraction=0.3&noise=0.3&mistakes=on"
    "&regularization=l2&epoch=40"
)
# What the page says and shows at different times.
STATES = {
    "untrained": "",
    "trained": TRAINED,
    "everything": EVERYTHING,
    "diverged": "shape=circles&hidden_units=3&learning_rate=100",
    "own points": "shape=custom&hidden_units=3",
    "a line and a point": TRAINED,
    "a line of Python": EVERYTHING,
}

# What both walks have in common: where a box can be seen, in the window and in all that scrolls.
SEEN = """
    const inWindow = () => ({ left: 0, top: 0, right: innerWidth, bottom: innerHeight });
    const cut = (one, other) => ({
        left: Math.max(one.left, other.left), top: Math.max(one.top, other.top),
        right: Math.min(one.right, other.right), bottom: Math.min(one.bottom, other.bottom),
    });
    const isUnseen = (element) => {
        for (let one = element; one; one = one.parentElement)
            if (getComputedStyle(one).clipPath !== "none") return true;
        return !element.checkVisibility({ visibilityProperty: true });
    };
    const seenOf = (box, holder) => {
        let seen = cut(box, inWindow()), position = "static";
        for (let one = holder; one && one !== document.body; one = one.parentElement) {
            const style = getComputedStyle(one);
            if (position === "absolute" && style.position === "static") continue;
            if (`${style.overflowX}${style.overflowY}` !== "visiblevisible")
                seen = cut(seen, one.getBoundingClientRect());
            ({ position } = style);
            if (position === "fixed") break;
        }
        return seen;
    };
    const isThere = ({ left, top, right, bottom }) => right - left > 2 && bottom - top > 2;
    const short = (element) => element.outerHTML.slice(0, 90);
"""
# Controls and links whose middle is in the window, but lies under something else.
COVERED = f"""() => {{
    {SEEN}
    const found = [];
    for (const element of document.querySelectorAll("a, button, input, select")) {{
        if (isUnseen(element)) continue;
        const [box] = element.getClientRects();
        if (!box || box.width <= 1) continue;
        const x = box.left + box.width / 2, y = box.top + box.height / 2;
        const {{ left, top, right, bottom }} = seenOf(box, element);
        // Less than a pixel from an edge, what is met is a matter of rounding.
        if (x < left + 1 || x > right - 1 || y < top + 1 || y > bottom - 1) continue;
        const met = document.elementFromPoint(x, y);
        const isMet = element.contains(met) || met?.closest("label")?.control === element;
        if (!isMet) found.push(`${{short(element)}} lies under ${{met && short(met)}}`);
    }}
    return found;
}}"""
# Texts whose letters share their place with those of another one.
PRINTED_OVER = f"""() => {{
    {SEEN}
    const ground = (element) => {{
        for (let one = element; one; one = one.parentElement) {{
            const {{ backgroundColor, position }} = getComputedStyle(one);
            const isOpaque = !/^rgba|transparent|\\/|color\\(.*\\/ 0/.test(backgroundColor);
            if (isOpaque && position !== "static" && position !== "relative") return one;
        }}
        return document.body;
    }};
    const texts = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {{
        const node = walker.currentNode, element = node.parentElement;
        const isText = node.data.trim() && !element.closest("script, noscript, option");
        if (!isText || isUnseen(element)) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        for (const {{ left, top, right, bottom, height }} of range.getClientRects()) {{
            // Between the lines there is room in each font that no letter uses.
            const box = {{ left, right, top: top + height / 4, bottom: bottom - height / 4 }};
            const seen = seenOf(box, element);
            if (isThere(seen)) texts.push({{ node, element, seen }});
        }}
    }}
    const found = [];
    for (const [index, one] of texts.entries())
        for (const other of texts.slice(index + 1)) {{
            if (one.node === other.node || !isThere(cut(one.seen, other.seen))) continue;
            if (ground(one.element) !== ground(other.element)) continue;  // the upper one covers
            found.push(`“${{one.node.data.trim()}}” and “${{other.node.data.trim()}}”`);
        }}
    return found;
}}"""
# What the page puts off for a moment comes ten times sooner, and is known until it has come.
HURRY = """() => {
    const later = setTimeout, never = clearTimeout;
    self.putOff = new Set();
    self.setTimeout = (act, milliseconds = 0, ...rest) => {
        if (milliseconds > 300) return later(act, milliseconds, ...rest);
        const id = later(() => { putOff.delete(id); act(...rest); }, milliseconds / 10);
        putOff.add(id);
        return id;
    };
    self.clearTimeout = (id) => { putOff.delete(id); never(id); };
}"""
# Looked at in every frame: one lays out and tells of new sizes, after which more may be put off.
RESTS = """() => new Promise(rested => {
    let still = 0;
    const look = () => {
        still = putOff.size ? 0 : still + 1;
        if (still > 2) rested();
        else requestAnimationFrame(look);
    };
    look();
})"""
TOO_WIDE = """() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth > clientWidth ? ["scrolls sideways"] : [];
}"""

PROBLEMS = f"() => [...({COVERED})(), ...({PRINTED_OVER})(), ...({TOO_WIDE})()]"


def name_of(size):
    return "x".join(map(str, size))


@pytest.fixture(scope="module", params=STATES)
def somebody(request, chromium, site):
    """A reader of the page in one of its states."""
    with window(chromium, site.address, viewport={"width": 1280, "height": 800}) as reader:
        reader.page.add_init_script(f"({HURRY})()")
        reader.open(STATES[request.param])
        reader.sees_state("ready", "diverged", "paused")
        reader.sees_painter("matplotlib")
        if request.param == "own points":
            reader.opens_tab("data")
            reader.page.locator("[data-own=draw]").click()
            expect(reader.page.locator("#tools")).to_be_visible()
        if request.param.startswith("a line"):
            reader.page.locator("[data-point=next]").click()
            if request.param.endswith("Python"):
                reader.page.locator("[data-notation=python][aria-pressed]").click()
            reader.page.locator("#listing [data-quantity=dW2] .shape").click()
            reader.page.locator("#forget").click()
        yield reader


@pytest.fixture(params=SIZES, ids=name_of)
def size(request, somebody):
    """The size of the window.

    For each test: of two fixtures for the module, pytest would open the page for each pair.
    """
    width, height = request.param
    somebody.page.set_viewport_size({"width": width, "height": height})
    return request.param


@pytest.fixture(autouse=True)
def _from_the_top(somebody, size):
    somebody.page.evaluate("scrollTo(0, 0)")
    rests(somebody)


def rests(reader):
    """Wait until the page has followed what was done, also where that may bring more."""
    reader.page.evaluate(RESTS)


def problems_in(reader):
    """Return what lies over something else, and what is wider than the window."""
    return reader.page.evaluate(PROBLEMS)


def test_nothing_lies_over_anything_whatever_tab_is_open(somebody, size):
    found = {}
    for tab in TABS:
        somebody.opens_tab(tab)
        rests(somebody)  # a tab may bring the drawing, which is laid out
        found[tab] = problems_in(somebody)
    assert not any(found.values()), found


def test_nothing_lies_over_anything_while_the_article_is_read(somebody, size):
    page, found = somebody.page, {}
    end = page.evaluate("document.documentElement.scrollHeight - innerHeight")
    for top in range(0, end + size[1] // 2, size[1] // 2):
        page.evaluate("top => scrollTo({ top, behavior: 'instant' })", top)
        if problems := problems_in(somebody):
            found[top] = problems
    assert not found


@pytest.mark.parametrize("size", ONE_SCREEN, ids=name_of, indirect=True)
def test_data_network_picture_and_loss_are_on_one_screen(somebody, size):
    page = somebody.page
    for place in ("#data", "#stage", "#run", "#run > .primary", "#net", "#tabs"):
        box = page.locator(place).bounding_box()
        assert box["x"] >= 0
        assert box["y"] >= 0
        assert box["x"] + box["width"] <= size[0], place
        assert box["y"] + box["height"] <= size[1], place
