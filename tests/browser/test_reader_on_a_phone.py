"""A reader opens the page on a phone, upright, by day and by night."""

import pytest
from conftest import window
from reader import DEFAULTS

PHONES = {
    "large, light": ({"width": 390, "height": 844}, "light"),
    "small, dark": ({"width": 320, "height": 640}, "dark"),
}
# Smallest side of a target: WCAG 2.2, criterion 2.5.8; and what a thumb meets for certain.
TARGET, THUMB = 24, 44
# A checkbox has the whole of the label around it.
TARGETS = """() => [...document.querySelectorAll("a, button, input, select")]
    .filter(element => element.checkVisibility({ visibilityProperty: true }))
    .map(element => {
        const { width, height } = (element.closest("label") ?? element).getBoundingClientRect();
        return { width, height, html: element.outerHTML.slice(0, 80) };
    })"""
OVERFLOWS = """() => [...document.body.querySelectorAll("*")]
    .filter(element => element.checkVisibility() && !element.closest("pre"))
    .filter(element => {
        const { left, right } = element.getBoundingClientRect();
        return left < 0 || right > document.documentElement.clientWidth;
    })
    .map(element => element.outerHTML.slice(0, 80))"""


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


def test_nothing_is_wider_than_the_screen(phone):
    assert phone.page.evaluate(OVERFLOWS) == []
    width = phone.page.evaluate("Math.max(innerWidth, document.documentElement.scrollWidth)")
    assert width == phone.screen["width"]


def test_picture_and_controls_are_on_one_screen(phone):
    parts = [phone.canvas, phone.shape, phone.hidden_units]
    boxes = [part.bounding_box() for part in parts]
    top = min(box["y"] for box in boxes)
    bottom = max(box["y"] + box["height"] for box in boxes)
    assert bottom - top <= phone.screen["height"]
    if phone.screen["height"] >= 844:
        assert top >= 0
        assert bottom <= phone.screen["height"]


def test_a_finger_meets_every_target(phone):
    targets = phone.page.evaluate(TARGETS)
    assert len(targets) >= 5
    assert [target for target in targets if min(target["width"], target["height"]) < TARGET] == []
    for control in (phone.shape, phone.hidden_units):
        assert control.bounding_box()["height"] >= THUMB


def test_text_is_large_enough_to_read(phone):
    sizes = phone.page.evaluate(
        """() => [...document.body.querySelectorAll("*")]
            .filter(element => element.checkVisibility() && element.innerText?.trim())
            .map(element => parseFloat(getComputedStyle(element).fontSize))"""
    )
    assert min(sizes) >= 12
    # Smaller text in a control makes some phones zoom in when it is touched.
    assert phone.shape.evaluate("select => parseFloat(getComputedStyle(select).fontSize)") >= 16


def test_the_picture_is_sharp_and_in_the_colours_of_the_system(phone):
    phone.follow("anew")
    phone.sees_picture_of(*DEFAULTS, density=2, theme=phone.theme)
    paper = phone.page.evaluate("getComputedStyle(document.body).backgroundColor")
    brightness = sum(int(part) for part in paper[4:-1].split(",")) / (3 * 255)
    assert (brightness < 0.5) == (phone.theme == "dark")


def test_a_touch_moves_the_slider(phone):
    phone.follow("anew")
    phone.sees_result_of(*DEFAULTS)
    box = phone.hidden_units.bounding_box()
    phone.hidden_units.tap(position={"x": box["width"] - 10, "y": box["height"] / 2})
    phone.sees_picture_of("moons", 16, density=2, theme=phone.theme)


def test_a_touch_opens_an_insight(phone):
    phone.page.get_by_role("link", name="One hidden unit").tap()
    phone.sees_result_of("circles", 1)
