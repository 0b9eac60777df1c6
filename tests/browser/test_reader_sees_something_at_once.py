"""A reader sees the default picture before Python is there, and can already choose."""

import base64

import lesson
import pytest
from conftest import DESKTOP, window
from playwright.sync_api import expect
from reader import COPY_OF_THE_CANVAS, DEFAULTS, SAME_PICTURE

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
SCREENS = {
    "desktop": {"viewport": DESKTOP},
    "dense desktop": {"viewport": DESKTOP, "device_scale_factor": 2},
    "phone": PHONE,
}
SMALL_PHONE = {**PHONE, "viewport": {"width": 320, "height": 640}}
# The poster has fewer colours than the picture; one unit more or less is 0.01.
SAME_POSTER = 3 * SAME_PICTURE
PYTHON = "**/runtime/{pyodide,micropython}/**"
WITHOUT_THE_NOTICE = "#loading { visibility: hidden }"
YET_TO_DRAW = "Python has yet to draw"

# Sums up the layout shifts that no deed of the reader explains.
WATCH_SHIFTS = """
    window.shift = 0;
    new PerformanceObserver(list => {
        for (const { value, hadRecentInput } of list.getEntries())
            if (!hadRecentInput) window.shift += value;
    }).observe({ type: "layout-shift", buffered: true });
"""
# Keeps what the canvas shows at the moment when nothing lies over it any more.
WATCH_THE_CHANGE = f"""
    new MutationObserver((_, observer) => {{
        if (!document.querySelector("#boundary") || document.querySelector("#poster")) return;
        observer.disconnect();
        window.uncovered = ({COPY_OF_THE_CANVAS})();
    }}).observe(document, {{ subtree: true, childList: true }});
"""


class Waiting:
    """A reader whose Python does not arrive before `python_arrives` is called."""

    def __init__(self, reader, theme="light"):
        self.reader, self.theme = reader, theme
        self.page = reader.page
        self.poster = self.page.locator("#poster img")
        self._held, self._is_held_back = [], True
        self.page.add_init_script(WATCH_SHIFTS + WATCH_THE_CHANGE)
        self.page.route(PYTHON, self._on_request)

    def opens(self, fragment=""):
        self.reader.open(fragment, wait_until="domcontentloaded")
        self.page.wait_for_function("document.querySelector('#poster img').complete")

    def python_arrives(self):
        self._is_held_back = False
        for route in self._held:
            route.continue_()
        self.reader.sees_state("ready")
        expect(self.poster).to_have_count(0)

    def _on_request(self, route):
        if self._is_held_back:
            self._held.append(route)
        else:
            route.continue_()

    def sees_the_picture(self):
        return lesson.read_png(self.reader.canvas.screenshot(style=WITHOUT_THE_NOTICE))

    def sees_the_poster_dimmed(self):
        assert float(self.poster.evaluate("img => getComputedStyle(img).opacity")) < 0.5
        expect(self.poster).to_have_attribute("alt", "")
        expect(self.reader.status).to_contain_text(YET_TO_DRAW)
        for name in ("epoch", "train_loss", "train_accuracy"):
            expect(self.page.locator(f"output[name={name}]")).to_have_text("–")

    def sees_the_poster_as_the_truth(self):
        expect(self.poster).to_have_css("opacity", "1")
        words = self.poster.get_attribute("alt")
        assert words in lesson.summaries(*DEFAULTS)
        expect(self.reader.status).to_have_text(words)
        self.reader.sees_numbers_of(*DEFAULTS)


@pytest.fixture
def waiting(new_reader):
    return Waiting(new_reader)


@pytest.fixture(scope="module", params=["light", "dark"])
def theme(request):
    return request.param


@pytest.fixture(scope="module", params=SCREENS)
def visit(request, chromium, site, theme):
    """A whole visit with the default settings: what was on the screen before, and after."""
    options = {**SCREENS[request.param], "color_scheme": theme}
    with window(chromium, site.address, **options) as reader:
        visit = Waiting(reader, theme)
        visit.density = options.get("device_scale_factor", 1)
        visit.opens()
        visit.sees_the_poster_as_the_truth()
        visit.before = visit.sees_the_picture()
        visit.python_arrives()
        reader.sees_result_of(*DEFAULTS)
        visit.after = visit.sees_the_picture()
        yield visit


def test_before_python_there_is_the_picture_that_matplotlib_draws(visit):
    true = visit.reader.true_pictures(*DEFAULTS, visit.density, visit.theme)[0]
    paper = visit.before[2, len(visit.before) // 2, 0]
    # The canvas may begin within a pixel of the screen.
    size = len(true)
    shifts = [visit.before[:size, :size], visit.before[-size:, -size:]]
    true = lesson.on_paper(true, paper)
    assert min(lesson.difference(shift, true) for shift in shifts) < SAME_POSTER


def test_nothing_jumps_when_python_takes_over(visit):
    assert lesson.difference(visit.before, visit.after) < SAME_POSTER
    assert visit.page.evaluate("shift") < 0.02


def test_the_canvas_is_never_seen_empty(visit):
    uncovered = lesson.read_png(base64.b64decode(visit.page.evaluate("uncovered")))
    assert lesson.difference(uncovered, visit.reader.picture()) < SAME_PICTURE


def test_nothing_jumps_on_a_small_phone(reader_with):
    waiting = Waiting(reader_with(**SMALL_PHONE))
    waiting.opens()
    waiting.python_arrives()
    waiting.reader.sees_result_of(*DEFAULTS)
    assert waiting.page.evaluate("shift") < 0.02


def test_an_address_with_other_settings_dims_the_picture(waiting):
    waiting.opens("shape=circles&hidden_units=1&test_fraction=0.2")
    waiting.sees_the_poster_dimmed()
    expect(waiting.reader.shape).to_have_value("circles")
    expect(waiting.reader.hidden_units).to_have_value("1")
    expect(waiting.page.locator("[data-shows=test_fraction]")).to_have_text("20 %")
    waiting.python_arrives()
    expect(waiting.reader.status).to_contain_text("Circles, 1 hidden unit: after")


@pytest.mark.parametrize(
    "fragment",
    [
        lesson.fragment(*DEFAULTS),
        "shape=moons&hidden_units=3",
        "learning_rate=1.20",
        "speed=1&loss_scale=linear&lesson=4",
    ],
)
def test_an_address_that_changes_nothing_in_the_picture_keeps_it(waiting, fragment):
    waiting.opens(fragment)
    waiting.sees_the_poster_as_the_truth()


@pytest.mark.parametrize(
    "fragment", ["unit_lines=off", "epochs=20", "weights_seed=7", "shape=cubes", "hidden_units="]
)
def test_any_other_address_dims_it(waiting, fragment):
    waiting.opens(fragment)
    waiting.sees_the_poster_dimmed()


def test_what_is_chosen_before_python_is_there_counts(waiting):
    waiting.opens()
    waiting.reader.choose_units(5)
    expect(waiting.page.locator("[data-shows=hidden_units]")).to_have_text("5")
    waiting.sees_the_poster_dimmed()
    waiting.reader.shape.select_option("circles")
    waiting.python_arrives()
    waiting.reader.sees_picture_of("circles", 5)


def test_going_back_to_the_default_brings_the_picture_back(waiting):
    waiting.opens("shape=circles")
    waiting.sees_the_poster_dimmed()
    waiting.reader.shape.select_option("moons")
    waiting.sees_the_poster_as_the_truth()
    waiting.python_arrives()
    waiting.reader.sees_picture_of(*DEFAULTS)


def test_a_button_pressed_before_python_is_there_counts(waiting):
    waiting.opens()
    waiting.reader.button("new_data").click()
    waiting.reader.button("new_weights").click()
    waiting.python_arrives()
    for seed in ("data_seed", "weights_seed"):
        assert f"&{seed}=" in waiting.page.url
    assert waiting.page.evaluate("document.documentElement.dataset.poster") == "other"


def test_a_link_followed_before_python_is_there_counts(waiting):
    waiting.opens()
    waiting.reader.choose_units(5)
    waiting.page.get_by_role("link", name="One hidden unit").click()
    waiting.sees_the_poster_dimmed()
    expect(waiting.reader.hidden_units).to_have_value("1")
    waiting.python_arrives()
    waiting.reader.sees_picture_of("circles", 1)


def test_what_the_picture_shows_is_read_out_once(waiting):
    waiting.opens()
    (words, *_) = lesson.summaries(*DEFAULTS)
    expect(waiting.page.get_by_role("img", name=words)).to_have_count(1)
    waiting.python_arrives()
    expect(waiting.page.get_by_role("img", name=words)).to_have_count(1)


def test_how_far_python_is_covers_nothing_but_the_numbers_of_the_axis(waiting):
    waiting.opens()
    notice = waiting.page.locator("#loading")
    expect(notice).to_be_visible()
    expect(notice).to_contain_text("Downloading Python")
    stage = waiting.page.locator("#stage").bounding_box()
    assert notice.bounding_box()["height"] < 0.1 * stage["height"]
