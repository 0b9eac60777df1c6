"""A reader without a pointer: the whole lesson by keys, on a desktop and in a phone's window."""

import itertools
import re

import pytest
from conftest import DESKTOP, window
from playwright.sync_api import expect

PHONE = {"width": 390, "height": 844}
ZOOMED = {"width": 320, "height": 256}  # 1280 x 1024 at 400 %
MAX_STOPS = 90  # of the tab key, once around the page
# What is passed by who goes on and on.
ORDER = {
    DESKTOP["width"]: [
        *("links", "lessons", "stage", "run", "data", "net", "tablist", "pane-listing"),
        *("runs", "take-home", "article", "about"),
    ],
    PHONE["width"]: [
        *("links", "lessons", "stage", "run", "tablist", "pane-listing"),
        *("runs", "take-home", "article", "about"),
    ],
}

# What has the focus: how it is marked, by itself or by what stands for it, and what covers it. A
# control that is smaller than its label or lies unseen over its picture is where that is.
FOCUS = """() => {
    const focus = document.activeElement;
    if (!focus || focus === document.body) return null;
    const stand_in = focus.id === "shape" ? document.querySelector(".shapes .chosen")
        : focus.id === "timeline" ? document.querySelector("#chart")
        : focus.matches(".segmented input, .guess input") ? focus.nextElementSibling
        : focus.type === "file" ? focus.closest("label") : focus;
    const [box] = stand_in.getClientRects(); // a link may go on in the next line
    const seen = ([x, y]) => {
        const there = document.elementFromPoint(x, y);
        return there && (stand_in.contains(there) || there.contains(stand_in)
            || there === focus || there.closest("label")?.contains(focus)
            || there.closest("#stage") && focus.id === "boundary");
    };
    const [left, right, top, bottom] = [box.left + 2, box.right - 2, box.top + 2, box.bottom - 2];
    const places = [[left, top], [right, top], [left, bottom], [right, bottom],
        [(left + right) / 2, (top + bottom) / 2]];
    const isInside = ([x, y]) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight;
    const style = getComputedStyle(stand_in);
    return {
        place: [...document.querySelectorAll("*")].indexOf(focus),
        name: focus.id || focus.name || focus.dataset.action
            || focus.textContent.trim().slice(0, 30),
        part: focus.closest("#links, #keys, #lessons, .stage, #run, #data, #net, [role=tablist], "
            + ".pane, #take-home, #article, #about, #runs, #share")?.id
            || focus.closest(".stage, .pane")?.className
            || focus.closest("[role=tablist]")?.role || "",
        hidden: places.filter(isInside).filter(place => !seen(place)).length,
        outside: places.filter(place => !isInside(place)).length,
        outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    };
}"""


# When something is read aloud, in milliseconds.
LISTEN = """() => {
    window.spoken = [];
    document.addEventListener("DOMContentLoaded", () => {
        const voice = document.querySelector("#voice");
        const note = () => window.spoken.push([performance.now(), voice.textContent]);
        if (voice) new MutationObserver(note).observe(voice, { childList: true });
    });
}"""
HEARD_ALOUD = """() => [...document.querySelectorAll(
        "output, [role=status], [role=alert], [aria-live]")]
    .filter(element => element.ariaLive !== "off").map(element => element.id)"""


@pytest.fixture(scope="module", params=["desktop", "phone"])
def keys(request, chromium, site):
    """A reader who has only keys, before the first lesson; the tests of a window share it."""
    viewport = {"desktop": DESKTOP, "phone": PHONE}[request.param]
    with window(chromium, site.address, viewport=viewport) as reader:
        reader.page.add_init_script(f"({LISTEN})()")
        reader.open()
        reader.sees_state("ready")
        reader.sees_painter("matplotlib")
        yield reader


def focus_of(reader):
    """Return what is known of the focus, which has to be seen and to lie under nothing."""
    found = reader.page.evaluate(FOCUS)
    if found:
        assert found["outline"] >= 2, found
        assert found["hidden"] == 0, found
        assert found["outside"] < 5, found
    return found


def tabs_to(reader, selector, key="Tab"):
    """Press the tab *key* until the focus is on *selector*; each stop has to be seen."""
    place = reader.page.locator(selector).first
    for _ in range(MAX_STOPS):
        reader.page.keyboard.press(key)
        focus_of(reader)
        if place.evaluate("element => element === document.activeElement"):
            return place
    raise AssertionError(f"no way of keys leads to {selector}")


def test_every_stop_is_seen_under_nothing_and_in_the_order_of_the_page(keys):
    stops = []
    keys.page.evaluate("document.activeElement.blur(), scrollTo(0, 0)")
    for _ in range(MAX_STOPS):
        keys.page.keyboard.press("Tab")
        found = focus_of(keys)
        if not found:
            break
        stops.append(found)
    places = [stop["place"] for stop in stops]
    assert len(places) == len(set(places)), "a trap"
    parts = [part for part, _ in itertools.groupby(stop["part"] for stop in stops)]
    assert parts == ORDER[keys.page.viewport_size["width"]]


def test_the_whole_lesson_is_learnt_by_keys_alone(keys):
    press = keys.page.keyboard.press
    tabs_to(keys, "#listing [tabindex='0']")
    press("Escape")  # a line that is read takes the headline's room on a phone
    tabs_to(keys, "[data-lesson=one_line]")
    press("Enter")
    keys.sees_untrained("shape=circles&hidden_units=1")
    tabs_to(keys, ".guess[data-lesson=one_line] input")
    press("Space")
    press("ArrowRight")
    tabs_to(keys, "#run [data-action=run]")
    press("Enter")
    keys.sees_state("done")
    expect(keys.page.locator("#lead")).to_contain_text("You said about 70: it got")
    tabs_to(keys, "#lead a", "Shift+Tab")
    press("Enter")
    expect(keys.hidden_units).to_have_value("2")


def test_a_unit_is_opened_changed_and_left_by_keys_alone(keys):
    keys.opens_tab("network")
    unit = tabs_to(keys, ".unit[tabindex='0']")
    keys.page.keyboard.press("Enter")
    expect(keys.page.locator("#inspector-title")).to_be_focused()
    expect(keys.canvas).to_have_attribute("aria-label", re.compile("Unit 1 alone, .* z = "))
    keys.page.keyboard.press("r")  # a letter here throws no training away
    tabs_to(keys, "#inspector [aria-label='from x₂']")
    keys.page.keyboard.type("5")
    keys.page.keyboard.press("Escape")
    expect(unit).to_be_focused()
    expect(keys.page.locator("#by-hand")).to_be_visible()


def test_points_are_drawn_by_keys_alone_and_told(keys):
    keys.opens_tab("data")
    tabs_to(keys, "[data-own=draw]")
    keys.page.keyboard.press("Enter")
    tabs_to(keys, "#tools [data-tool='1']")
    keys.page.keyboard.press("Enter")
    expect(keys.canvas).to_be_focused()
    for key in ("ArrowRight", "ArrowUp", "Enter"):
        keys.page.keyboard.press(key)
        focus_of(keys)
    expect(keys.page.locator("#cross")).to_be_visible()
    told = re.compile("^class 1 at x₁ .*, x₂ .*; 101 points")
    expect(keys.page.locator("#voice")).to_have_text(told, timeout=15_000)
    keys.page.keyboard.press("Escape")
    expect(keys.page.locator("#tools [data-tool='1']")).to_be_focused()


def test_at_four_hundred_percent_all_is_there_and_nothing_lies_over_the_focus(keys):
    before = keys.page.viewport_size
    keys.page.set_viewport_size(ZOOMED)
    keys.page.evaluate("document.activeElement.blur(), scrollTo(0, 0)")
    tabs_to(keys, "#run [data-action=run]")
    for tab in ("data", "network"):
        keys.opens_tab(tab)
        assert keys.page.evaluate("document.documentElement.scrollWidth") == ZOOMED["width"], tab
        tabs_to(keys, f"#pane-{tab} :is(input, select, button) >> visible=true")
    keys.page.set_viewport_size(before)


def test_one_place_is_read_aloud_and_no_two_messages_within_five_seconds(keys):
    assert sorted(keys.page.evaluate(HEARD_ALOUD)) == ["fault", "voice"]
    spoken = keys.page.evaluate("spoken")
    assert len(spoken) > 2
    times = [time for time, _ in spoken]
    assert all(later - earlier > 4900 for earlier, later in itertools.pairwise(times)), spoken


def test_whether_letters_are_keys_is_remembered(keys):
    keys.page.set_viewport_size(DESKTOP)
    keys.page.locator("#help").click()
    keys.page.locator("#shortcuts").uncheck()
    assert keys.page.evaluate("storage.read('nn-playground-shortcuts')") == "off"
    keys.open()
    keys.sees_state("ready")
    expect(keys.page.locator("#shortcuts")).not_to_be_checked()
