"""A reader sees the lesson and its picture before Python is there, and can already choose."""

import base64

import lesson
import pytest
from conftest import window
from playwright.sync_api import expect
from reader import COPY_OF_THE_CANVAS, SAME_PICTURE, screenshot, wait_until

from playground.settings.lessons import FIRST, LESSONS, address_of

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
# As large that the posters are shown as large as they were made.
DESKTOP = {"width": 1280, "height": 800}
SCREENS = {
    "desktop": {"viewport": DESKTOP},
    "dense desktop": {"viewport": DESKTOP, "device_scale_factor": 2},
    "phone": PHONE,
}
SMALL_PHONE = {**PHONE, "viewport": {"width": 320, "height": 640}}
# A poster has fewer colours than the picture, and is scaled to the screen of a phone: at most 0.004
# of difference. With 8 or 16 lines in as many colours it is 0.005; one unit more or less is 0.01.
SAME_POSTER, SAME_COLORFUL_POSTER = 4 * SAME_PICTURE, 5.5 * SAME_PICTURE
PYTHON = "**/runtime/{pyodide,micropython}/**"
# Round corners and a hairline are the page's, not the picture's.
ALONE = "#stage { border-radius: 0 } #stage::after, #scale { display: none }"

IS_FAINT = """poster => {
    const { opacity, visibility } = getComputedStyle(poster);
    return opacity < 0.5 || visibility === "hidden";
}"""

# Sums up the layout shifts that no deed of the reader explains.
WATCH_SHIFTS = """
    window.shift = 0;
    new PerformanceObserver(list => {
        for (const { value, hadRecentInput } of list.getEntries())
            if (!hadRecentInput) window.shift += value;
    }).observe({ type: "layout-shift", buffered: true });
"""
# Keeps what the canvas shows at the moment when nothing lies over it any more. While the page is
# being read, the canvas may be there before its poster.
WATCH_THE_CHANGE = f"""
    let wasCovered = false;
    new MutationObserver((_, observer) => {{
        const isCovered = document.querySelector("#poster") !== null;
        wasCovered ||= isCovered;
        if (!wasCovered || isCovered) return;
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
        wait_until(self.page, "document.querySelector('#poster img').complete")

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
        return lesson.read_png(screenshot(self.reader.canvas, ALONE))

    def sees_poster_of(self, one):
        """See the picture of a lesson, its question, and where its training stands."""
        expect(self.page.locator("html")).to_have_attribute("data-poster", "true")
        expect(self.poster).to_have_css("opacity", "1")
        expect(self.poster).to_have_attribute("alt", f"{one.label}: not trained yet.")
        assert f"/{one.name}-{self.theme}-" in self.poster.evaluate("image => image.currentSrc")
        expect(self.page.locator("#headline")).to_have_text(one.question)
        expect(self.page.locator("#lessons [aria-current=true]")).to_contain_text(one.label)
        expect(self.page.locator("output[name=epoch]")).to_have_text("0")

    def sees_no_poster(self):
        """See that there is a picture to come, which is not the one that lies there dimmed."""
        assert self.poster.evaluate(IS_FAINT)
        expect(self.poster).to_have_attribute("alt", "")
        for name in ("train_loss", "train_accuracy"):
            expect(self.page.locator(f"output[name={name}]")).to_have_text("–")


@pytest.fixture
def waiting(new_reader):
    new_reader.page.set_viewport_size(DESKTOP)
    return Waiting(new_reader)


@pytest.fixture(scope="module", params=["light", "dark"])
def theme(request):
    return request.param


@pytest.fixture(scope="module", params=SCREENS)
def visit(request, chromium, site, theme):
    """A whole first visit: what was on the screen before Python was there, and after."""
    options = {**SCREENS[request.param], "color_scheme": theme}
    with window(chromium, site.address, **options) as reader:
        visit = Waiting(reader, theme)
        visit.density = options.get("device_scale_factor", 1)
        visit.opens()
        visit.sees_poster_of(FIRST)
        visit.before = visit.sees_the_picture()
        visit.python_arrives()
        reader.sees_untrained(FIRST.settings)
        visit.after = visit.sees_the_picture()
        yield visit


def is_picture_of(seen, session, size, density=1.0, theme="light", most=SAME_POSTER):
    """Tell whether a screenshot shows what matplotlib draws of a *session*."""
    true = lesson.picture_of(session, size, density, theme)
    # The canvas may begin within a pixel of the screen.
    size = len(true)
    shifts = [seen[:size, :size], seen[-size:, -size:]]
    return min(lesson.difference(shift, true) for shift in shifts) < most


def test_before_python_there_is_the_picture_that_matplotlib_draws(visit):
    size = round(visit.reader.canvas.bounding_box()["width"])
    first = lesson.untrained(FIRST.settings)
    assert is_picture_of(visit.before, first, size, visit.density, visit.theme)


def test_nothing_jumps_when_python_takes_over(visit):
    assert visit.before.shape == visit.after.shape
    size = round(visit.reader.canvas.bounding_box()["width"])
    first = lesson.untrained(FIRST.settings)
    assert is_picture_of(visit.after, first, size, visit.density, visit.theme)
    assert visit.page.evaluate("shift") < 0.02


def test_the_canvas_is_never_seen_empty(visit):
    uncovered = lesson.read_png(base64.b64decode(visit.page.evaluate("uncovered")))
    assert lesson.difference(uncovered, visit.reader.picture()) < SAME_PICTURE


def test_nothing_jumps_on_a_small_phone(reader_with):
    waiting = Waiting(reader_with(**SMALL_PHONE))
    waiting.opens()
    waiting.python_arrives()
    waiting.reader.sees_untrained(FIRST.settings)
    assert waiting.page.evaluate("shift") < 0.02


@pytest.mark.parametrize("one", LESSONS, ids=lambda one: one.name)
def test_each_lesson_begins_with_its_own_picture(waiting, one):
    waiting.opens(address_of(one))
    waiting.sees_poster_of(one)
    session = lesson.untrained(one.settings)
    most = SAME_COLORFUL_POSTER if len(session.network.weights[0]) >= 8 else SAME_POSTER
    assert is_picture_of(waiting.sees_the_picture(), session, 468, most=most)


@pytest.mark.parametrize(
    "fragment",
    [
        "shape=moons&hidden_units=3&epoch=0",
        "learning_rate=1.20&epoch=0",
        "speed=slow&loss_scale=log&time_scale=linear&lesson=4&epoch=0",
    ],
)
def test_an_address_that_changes_nothing_in_the_picture_keeps_it(waiting, fragment):
    waiting.opens(fragment)
    waiting.sees_poster_of(FIRST)


@pytest.mark.parametrize(
    "fragment",
    [
        "shape=moons&hidden_units=3",
        "epoch=40",
        "unit_lines=off&epoch=0",
        "weights_seed=7&epoch=0",
        "shape=cubes&epoch=0",
        "hidden_units=&epoch=0",
    ],
)
def test_with_any_other_address_it_fades(waiting, fragment):
    waiting.opens(fragment)
    waiting.sees_no_poster()


def test_an_address_with_other_settings_is_shown_in_the_controls(waiting):
    waiting.opens("shape=circles&hidden_units=1&test_fraction=0.2")
    waiting.sees_no_poster()
    expect(waiting.reader.shape).to_have_value("circles")
    expect(waiting.page.locator(".shapes .chosen")).to_have_text("Circles")
    expect(waiting.reader.hidden_units).to_have_value("1")
    expect(waiting.page.locator("[data-shows=test_fraction]")).to_have_text("20 %")
    waiting.python_arrives()
    expect(waiting.reader.status).to_contain_text("Circles, 1 hidden unit: after")


def test_what_is_chosen_before_python_is_there_counts(waiting):
    waiting.opens()
    waiting.reader.choose_units(5)
    waiting.sees_no_poster()
    waiting.reader.choose_shape("circles")
    expect(waiting.page.locator(".shapes .chosen")).to_have_text("Circles")
    waiting.python_arrives()
    waiting.reader.sees_untrained("shape=circles&hidden_units=5")


def test_going_back_to_the_lesson_brings_its_picture_back(waiting):
    waiting.opens("shape=circles&epoch=0")
    waiting.sees_no_poster()
    waiting.reader.choose_shape("moons")
    waiting.sees_poster_of(FIRST)
    waiting.python_arrives()
    waiting.reader.sees_untrained(FIRST.settings)


def test_a_button_pressed_before_python_is_there_counts(waiting):
    waiting.opens()
    waiting.reader.button("new_data").click()
    waiting.reader.button("new_weights").click()
    waiting.python_arrives()
    for seed in ("data_seed", "weights_seed"):
        assert f"&{seed}=" in waiting.page.url
    assert waiting.page.evaluate("document.documentElement.dataset.poster") == "other"


def test_run_pressed_before_python_is_there_says_that_it_will_start_and_does(waiting):
    waiting.opens()
    run = waiting.reader.button("run")
    run.click()
    expect(run).to_have_text("Starts when ready")
    waiting._is_held_back = False
    for route in waiting._held:
        route.continue_()
    waiting.reader.sees_state("running")
    pause = waiting.reader.button("pause")
    expect(pause).to_have_text("Pause")
    wait_until(waiting.page, "document.querySelector('[name=epoch]').value > 3")
    expect(waiting.page.locator("html")).to_have_attribute("data-phase", "trained")


def test_a_guess_made_before_python_is_there_counts(waiting):
    waiting.opens()
    waiting.page.locator(".guess:visible label").nth(1).click()
    waiting.python_arrives()
    waiting.reader.sees_untrained(FIRST.settings)
    expect(waiting.page.locator(".guess:visible input").nth(1)).to_be_checked()


def test_a_lesson_followed_before_python_is_there_counts(waiting):
    waiting.opens()
    waiting.reader.choose_units(5)
    waiting.page.get_by_role("link", name="One line").click()
    waiting.sees_poster_of(LESSONS[0])
    expect(waiting.reader.hidden_units).to_have_value("1")
    waiting.python_arrives()
    waiting.reader.sees_untrained(LESSONS[0].settings)


def test_what_the_picture_shows_is_read_out_once(waiting):
    waiting.opens()
    expect(waiting.page.get_by_role("img", name="not trained yet")).to_have_count(1)
    waiting.python_arrives()
    words = "Moons, 3 hidden units: after 0 epochs"
    expect(waiting.page.get_by_role("img", name=words)).to_have_count(1)


def test_how_far_python_is_stands_in_the_line_of_the_title(waiting):
    waiting.opens()
    words = waiting.page.locator("#loading output")
    expect(words).to_be_visible()
    expect(words).to_contain_text("Downloading Python")
    top = waiting.page.locator(".top").bounding_box()
    box = words.bounding_box()
    assert box["y"] >= top["y"]
    assert box["y"] + box["height"] <= top["y"] + top["height"]
