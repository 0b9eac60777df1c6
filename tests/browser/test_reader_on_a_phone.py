"""A reader opens the page on a phone, upright, by day and by night."""

import pytest
from conftest import window
from playwright.sync_api import expect
from reader import DEFAULTS, TRAINED

from playground.settings.lessons import FIRST

PHONES = {
    "large, light": ({"width": 390, "height": 844}, "light"),
    "small, dark": ({"width": 320, "height": 640}, "dark"),
}
# Smallest side of a target: WCAG 2.2, criterion 2.5.8; and what a thumb meets for certain.
TARGET, THUMB = 24, 44
# A checkbox has the whole of the label around it; the menu of shapes is for the keyboard, and a
# link in a sentence is as high as its line.
TARGETS = """() => [...document.querySelectorAll("a, button, input, select")]
    .filter(element => element.checkVisibility({ visibilityProperty: true }))
    .filter(element => element.id !== "shape" && !element.closest("#article p, #article li"))
    .map(element => {
        const { width, height } = (element.closest("label") ?? element).getBoundingClientRect();
        return { width, height, html: element.outerHTML.slice(0, 80) };
    })"""
# What swipes sideways may be wider.
OVERFLOWS = """() => [...document.body.querySelectorAll("*")]
    .filter(element => element.checkVisibility())
    .filter(element => !element.closest("pre, #lessons, .shapes, #maths-tools"))
    .filter(element => {
        const { left, right } = element.getBoundingClientRect();
        return left < 0 || right > document.documentElement.clientWidth;
    })
    .map(element => element.outerHTML.slice(0, 80))"""
TABS = ("data", "network", "listing", "training", "view")


@pytest.fixture(scope="module", params=PHONES)
def phone(request, chromium, site):
    """A reader with one of the phones; the page is open."""
    viewport, theme = PHONES[request.param]
    options = {"is_mobile": True, "has_touch": True, "device_scale_factor": 2}
    with window(chromium, site.address, viewport=viewport, color_scheme=theme, **options) as reader:
        reader.open_and_wait()
        reader.theme = theme
        reader.screen = viewport
        yield reader


@pytest.mark.parametrize("tab", TABS)
def test_nothing_is_wider_than_the_screen(phone, tab):
    phone.opens_tab(tab)
    assert phone.page.evaluate(OVERFLOWS) == []
    width = phone.page.evaluate("Math.max(innerWidth, document.documentElement.scrollWidth)")
    assert width == phone.screen["width"]


def test_picture_run_curve_and_tabs_are_on_one_screen(phone):
    for place in ("#lessons", "#headline", "#stage", ".readout", "#chart", "[role=tablist]"):
        box = phone.page.locator(place).bounding_box()
        assert box["y"] >= 0, place
        assert box["y"] + box["height"] <= phone.screen["height"], place
    assert phone.button("run").bounding_box()["y"] < phone.screen["height"]


def test_the_question_its_guesses_and_run_are_on_one_screen(phone):
    phone.follow("shape=circles&hidden_units=1&epoch=0")
    phone.sees_untrained("shape=circles&hidden_units=1")
    for place in ("#headline", ".guess:visible", "[data-action=run]", "[role=tablist]"):
        box = phone.page.locator(place).bounding_box()
        assert box["y"] >= 0, place
        assert box["y"] + box["height"] <= phone.screen["height"], place
    phone.follow(TRAINED)
    phone.sees_result_of(*DEFAULTS)


def test_the_picture_stays_where_it_is_while_tabs_change_and_scroll(phone):
    phone.opens_tab("data")
    expect(phone.page.locator("#headline")).to_have_text(FIRST.claim)
    place = phone.page.locator("#stage").bounding_box()
    share = place["width"] / phone.screen["width"], place["height"] / phone.screen["height"]
    assert max(share) > 0.35
    for tab in TABS:
        phone.opens_tab(tab)
        phone.page.mouse.move(phone.screen["width"] / 2, phone.screen["height"] - 80)
        phone.page.mouse.wheel(0, 400)
        phone.page.wait_for_timeout(200)
        assert phone.page.locator("#stage").bounding_box() == place
        phone.page.evaluate("scrollTo(0, 0)")


@pytest.mark.parametrize("tab", TABS)
def test_a_finger_meets_every_target(phone, tab):
    phone.opens_tab(tab)
    targets = phone.page.evaluate(TARGETS)
    assert len(targets) >= 5
    assert [target for target in targets if min(target["width"], target["height"]) < TARGET] == []
    for control in (phone.button("run"), phone.page.locator(f"[role=tab][data-tab={tab}]")):
        assert control.bounding_box()["height"] >= THUMB


@pytest.mark.parametrize("tab", TABS)
def test_text_is_large_enough_to_read(phone, tab):
    phone.opens_tab(tab)
    sizes = phone.page.evaluate(
        """() => [...document.body.querySelectorAll("*")]
            .filter(element => element.checkVisibility() && element.innerText?.trim())
            .filter(element => !element.matches("sub, sup"))
            .map(element => parseFloat(getComputedStyle(element).fontSize))"""
    )
    assert min(sizes) >= 12
    # Smaller text in a control makes some phones zoom in when it is touched.
    typed = phone.page.evaluate(
        """() => [...document.querySelectorAll("select, input[type=text]")]
            .filter(element => element.checkVisibility())
            .map(element => parseFloat(getComputedStyle(element).fontSize))"""
    )
    assert min(typed, default=16) >= 16


def test_the_picture_is_sharp_and_in_the_colours_of_the_system(phone):
    phone.follow(TRAINED)
    phone.sees_picture_of(*DEFAULTS, density=2, theme=phone.theme)
    paper = phone.page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    brightness = sum(int(part) for part in paper[4:-1].split(",")) / (3 * 255)
    assert (brightness < 0.5) == (phone.theme == "dark")


def test_a_touch_moves_a_slider(phone):
    phone.follow(TRAINED)
    phone.sees_result_of(*DEFAULTS)
    slider = phone.control("test_fraction")
    box = slider.bounding_box()
    slider.tap(position={"x": box["width"] - 10, "y": box["height"] / 2})
    expect(phone.page.locator("[data-shows=test_fraction]")).to_have_text("50 %")
    expect(phone.page.locator(".readout div.if-test")).to_be_visible()


def test_a_touch_adds_a_unit(phone):
    phone.follow(TRAINED)
    phone.sees_result_of(*DEFAULTS)
    phone.opens_tab("network")
    phone.page.get_by_role("button", name="One unit more in layer 1").tap()
    phone.sees_picture_of("moons", 4, density=2, theme=phone.theme)


def test_a_touch_opens_a_lesson(phone):
    phone.page.get_by_role("link", name="One line").tap()
    phone.sees_untrained("shape=circles&hidden_units=1")


def test_a_touch_of_a_shape_shows_its_picture_at_once(phone):
    phone.follow(TRAINED)
    phone.opens_tab("data")
    phone.page.locator("[data-shape=blobs]").tap()
    phone.sees_result_of("blobs", 3)
    box = phone.canvas.bounding_box()
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= phone.screen["height"]
