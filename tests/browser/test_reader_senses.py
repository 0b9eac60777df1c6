"""Less motion, a projector, sound and paper: the same lesson for other senses."""

import re

import pytest
from conftest import window
from playwright.sync_api import expect
from reader import KEEP_REPORTS

from engine.stills import STILLS
from page.hear.tones import HIGHEST, LOWEST, STEPS

# Keeps what is played: the tones of each voice, and whether one of them is heard now.
KEEP_TONES = """() => {
    window.tones = [];
    const heard = new Set();
    window.heard = () => heard.size;
    const { setValueCurveAtTime } = AudioParam.prototype;
    AudioParam.prototype.setValueCurveAtTime = function (curve, start, seconds) {
        window.tones.push([...curve]);
        return setValueCurveAtTime.call(this, curve, start, seconds);
    };
    const { start, stop } = OscillatorNode.prototype;
    OscillatorNode.prototype.start = function (when) {
        heard.add(this);
        this.addEventListener("ended", () => heard.delete(this));
        start.call(this, when);
    };
    OscillatorNode.prototype.stop = function (when) {
        if (when === undefined) heard.delete(this); // at once
        stop.call(this, when);
    };
}"""


@pytest.fixture(scope="module")
def calm(chromium, site):
    """A reader whose system asks for less motion, before the page trained."""
    with window(chromium, site.address, reduced_motion="reduce") as reader:
        reader.open_and_wait()
        reader.sees_painter("matplotlib")
        reader.page.evaluate(KEEP_REPORTS)
        yield reader


# The pictures of a run, from its first on, once it is over.
RUN = """(() => {
    const first = window.reports.findIndex(({ state }) => state === "running");
    const { state, epoch } = window.reports.at(-1) ?? {};
    return first >= 0 && state === "done" && epoch === 1000 && window.reports.slice(first);
})()"""


def pictures_of_a_run(reader):
    """Let it run, fast, and return the pictures of that."""
    reader.chooses("speed", "fast")
    reader.page.evaluate("window.reports = []")
    reader.page.locator("#run > .primary").click()
    return reader.wait_until(RUN)


def test_who_asks_for_less_motion_sees_stills_until_they_ask_for_more(calm):
    stills = pictures_of_a_run(calm)
    assert STILLS <= len(stills) <= STILLS + 4
    # Nothing of the page moves either; "deaf" moves nothing.
    assert set(calm.page.evaluate("document.getAnimations().map(one => one.animationName)")) <= {
        "deaf"
    }
    # A change shows its result, and nothing on the way.
    calm.page.evaluate("window.reports = []")
    calm.choose_units(5)
    calm.wait_until("window.reports.some(({ state }) => state === 'done')")
    assert len(calm.page.evaluate("window.reports")) <= 2
    calm.opens_tab("view")
    wish = calm.page.get_by_label("Animate the training")
    wish.check()
    assert len(pictures_of_a_run(calm)) > 3 * STILLS
    calm.open_and_wait()  # this browser remembers it
    calm.page.evaluate(KEEP_REPORTS)
    calm.opens_tab("view")
    expect(wish).to_be_checked()
    wish.uncheck()


def test_others_are_not_asked(reader):
    reader.opens_tab("view")
    expect(reader.page.get_by_label("Animate the training")).to_be_hidden()
    expect(reader.page.get_by_label("Projector")).to_be_visible()


def test_a_projector_gets_larger_letters_lines_and_points(reader):
    size = "element => parseFloat(getComputedStyle(element).fontSize)"
    before, letters = inked(reader), reader.page.locator("#headline").evaluate(size)
    reader.opens_tab("view")
    reader.page.get_by_label("Projector").check()
    reader.page.wait_for_url(re.compile("projector=on"))
    reader.wait_until("document.querySelector('#boundary').width < 388")
    assert reader.page.locator("#headline").evaluate(size) >= 1.2 * letters
    assert inked(reader) > 1.3 * before
    # What is pointed at is where it is seen.
    unit = reader.page.locator(".unit").first
    unit.hover()
    expect(reader.page.locator("#alone")).to_contain_text("Unit 1 alone")
    box = reader.page.locator("#chart").bounding_box()
    reader.page.mouse.click(box["x"] + 0.5 * box["width"], box["y"] + box["height"] / 2)
    expect(reader.page.locator("output[name=epoch]")).not_to_have_text("1000")
    at = reader.page.evaluate("window.reports.at(-1).epoch")
    assert 20 < at < 50  # the middle of a logarithmic axis that ends at 1000
    reader.page.get_by_label("Projector").uncheck()


def inked(reader):
    """Return which share of the picture is as dark as a line."""
    pixels = reader.picture()[..., :3]
    return float((pixels.max(axis=2) < 0.25).mean())


def test_the_loss_is_heard_and_stopped(calm):
    calm.page.evaluate(KEEP_TONES)
    button = calm.page.get_by_role("button", name="Hear the loss")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    calm.wait_until("window.heard() === 1")
    (tones,) = calm.page.evaluate("window.tones")
    assert len(tones) == STEPS
    assert LOWEST <= tones[-1] < 0.5 * tones[0] < HIGHEST
    expect(calm.status).to_contain_text("The higher the tone, the larger the loss")
    calm.page.keyboard.press("Escape")
    calm.wait_until("window.heard() === 0")
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(calm.status).not_to_contain_text("tone")
    # With points kept for the test there is a second voice; the second press stops both.
    calm.follow("shape=moons&hidden_units=3&test_fraction=0.3")
    expect(calm.page.locator("output[name=test_loss]")).not_to_have_text("–")
    calm.page.evaluate("window.tones = []")
    button.click()
    calm.wait_until("window.heard() === 2")
    expect(calm.status).to_contain_text("the test at your right")
    button.click()
    calm.wait_until("window.heard() === 0")
    assert len(calm.page.evaluate("window.tones")) == 2


def test_it_is_heard_until_its_end_in_a_frame_too(chromium, site):
    with window(chromium, site.address) as reader:
        reader.open_and_wait("shape=moons&hidden_units=3&embed=1")
        reader.page.evaluate(KEEP_TONES)
        button = reader.page.get_by_role("button", name="Hear the loss")
        button.click()
        reader.wait_until("window.heard() === 1")
        expect(button).to_have_attribute("aria-pressed", "false", timeout=10_000)


def test_a_print_is_light_and_has_no_controls(reader):
    reader.page.emulate_media(color_scheme="dark")
    reader.wait_until("document.documentElement.dataset.painted === 'dark'")
    assert reader.page.pdf(format="A4").startswith(b"%PDF")
    reader.page.emulate_media(media="print", color_scheme="dark")
    page = reader.page
    for selector in ("#boundary", "#loss", "#network", "#headline", "#address", ".readout"):
        expect(page.locator(selector).first).to_be_visible()
    # The units are part of the drawing, and what runs are called is part of their table.
    seen = "one => one.checkVisibility() && !one.matches('.unit') && !one.closest('#runs')"
    controls = page.locator("button, input:not(#timeline), select, [role=tablist], dialog")
    assert controls.evaluate_all(f"all => all.filter({seen}).map(one => one.outerHTML)") == []
    ink = page.locator("#headline").evaluate("element => getComputedStyle(element).color")
    assert ink == "rgb(27, 27, 31)"
    stuck = "all => all.filter(one => ['sticky', 'fixed'].includes(getComputedStyle(one).position)"
    assert page.locator("body *").evaluate_all(f"{stuck} && one.checkVisibility()).length") == 0
    # What was painted for the dark is turned, and no canvas is torn from what lies on it.
    page.evaluate("document.documentElement.dataset.painted = 'dark'")
    turned = page.locator("#boundary").evaluate("one => getComputedStyle(one).filter")
    assert turned == "invert(1) hue-rotate(180deg)"
    network, wires = (page.locator(one).bounding_box() for one in ("#network", "#wires"))
    assert network == wires
    page.emulate_media(media="screen", color_scheme="light")
