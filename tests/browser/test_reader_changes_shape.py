"""A reader changes the shape of the data and the number of hidden units."""

import contextlib
import re

import lesson
import pytest
from conftest import DESKTOP
from playwright.sync_api import Error, expect
from reader import DEFAULTS

from playground.session.session import Session
from playground.settings.values import defaults

CHOICES = [(shape, units) for shape in ("blobs", "circles", "moons") for units in (1, 2, 3, 16)]
# In the article, where links show what is trained.
SHOWN = {
    "draws one straight line": ("circles", 1),
    "draw a strip": ("circles", 2),
    "bend around both moons": ("moons", 3),
}
NONSENSE = [
    "%=%",
    "%E0%A4%A",
    "shape=",
    "shape=MOONS",
    "hidden_units=2.5",
    "hidden_units=٣",
    "hidden_units=99999999999999999999999999",
    "__proto__=1&constructor=2",
    "shape=<img src=x onerror=alert(1)>",
    "shape=" + "x" * 100_000,
    "🙂=🙂&shape=🙂",
    "##shape=circles",
    "?shape=circles",
]
# Chooses as fast as a page can: all in one go, or with a breath between any two.
CHOOSE_OFTEN = """async ([choices, breathes]) => {
    const form = document.querySelector("#controls");
    for (const choice of choices) {
        for (const [name, value] of Object.entries(choice)) {
            form.elements[name].value = value;
            form.elements[name].dispatchEvent(new Event("input", { bubbles: true }));
        }
        if (breathes) await new Promise(resolve => setTimeout(resolve));
    }
}"""
KEEP_WORDS = """() => {
    const status = document.querySelector("#status");
    window.words = [];
    const keep = () => words.push(status.textContent, boundary.ariaLabel);
    const watch = { childList: true, characterData: true, attributes: true };
    for (const element of [status, boundary]) new MutationObserver(keep).observe(element, watch);
}"""
KEEP_STATES = """() => {
    const { dataset } = document.documentElement;
    window.states = [dataset.state];
    new MutationObserver(() => {
        if (dataset.state !== states.at(-1)) states.push(dataset.state);
    }).observe(document.documentElement, { attributeFilter: ["data-state"] });
}"""


# ---- By hand ----


@pytest.mark.parametrize(("shape", "units"), CHOICES)
def test_the_picture_and_the_numbers_follow_the_controls(reader, shape, units):
    before = reader.frame
    reader.choose_shape(shape)
    reader.choose_units(units)
    reader.sees_picture_of(shape, units)
    assert reader.frame > before or (shape, units) == DEFAULTS
    if lesson.is_calm(shape, units):
        reported = reader.page.evaluate("reports.at(-1)")
        true, _ = lesson.metrics(shape, units)
        assert {name: reported[name] for name in true} == pytest.approx(true, rel=1e-9)


def test_most_trainings_end_so_that_every_digit_can_be_compared():
    assert sum(lesson.is_calm(*choice) for choice in CHOICES) >= 9


def test_the_reader_watches_the_network_learn(reader):
    reader.page.evaluate("reports.length = 0")
    reader.page.evaluate(KEEP_STATES)
    reader.choose_shape("circles")
    reader.sees_result_of("circles", 3)
    epochs = [report["epoch"] for report in reader.page.evaluate("reports")]
    assert len(epochs) > 1
    assert epochs == sorted(epochs)
    assert epochs[-1] == lesson.metrics("circles", 3)[0]["epoch"]
    assert reader.page.evaluate("states")[-2:] == ["running", "done"]


def test_the_number_beside_a_slider_follows_at_once(reader):
    reader.control("noise").press("ArrowRight")
    expect(reader.page.locator("[data-shows=noise]")).to_have_text("0.06")


def test_a_thumbnail_is_a_shape_for_the_pointer(reader):
    reader.page.locator("[data-shape=circles]").click()
    reader.sees_result_of("circles", 3)
    expect(reader.page.locator(".shapes .chosen")).to_have_text("Circles")


def test_arrow_keys_count_the_units_and_stop_at_their_limits(reader):
    box = reader.hidden_units
    for key, start, end in (("ArrowDown", 3, 1), ("ArrowUp", 15, 16)):
        reader.choose_units(start)
        for _ in range(3):
            box.press(key)
        reader.sees_result_of("moons", end)
    expect(box).to_be_focused()


def test_buttons_count_the_units_and_stop_at_their_limits(reader):
    more = reader.page.get_by_role("button", name="One unit more in layer 1")
    less = reader.page.get_by_role("button", name="One unit less in layer 1")
    more.click()
    reader.sees_result_of("moons", 4)
    for _ in range(3):
        less.click()
    reader.sees_result_of("moons", 1)
    expect(less).to_have_attribute("aria-disabled", "true")
    less.press("Enter")
    reader.sees_result_of("moons", 1)


def test_the_picture_follows_a_slider_while_the_mouse_still_drags_it(reader):
    slider = reader.control("balance")
    mouse, box = reader.page.mouse, slider.bounding_box()
    middle = box["y"] + box["height"] / 2
    mouse.move(box["x"] + 8, middle)
    mouse.down()
    for share in (0.25, 0.5, 0.75):
        before = reader.frame
        mouse.move(box["x"] + share * box["width"], middle, steps=10)
        reader.wait_until(
            "before => Number(document.documentElement.dataset.frame) > before", arg=before
        )
    mouse.move(box["x"] + box["width"], middle, steps=10)
    expect(slider).to_have_value("0.9")
    mouse.up()
    expect(reader.page).to_have_url(re.compile("balance=0.9$"))
    reader.sees_state("done")


@pytest.mark.parametrize("breathes", [False, True], ids=["at once", "one by one"])
def test_of_five_hundred_choices_the_last_one_wins(reader, breathes):
    shapes = ("moons", "circles", "blobs")
    choices = [{"shape": shapes[i % 3], "hidden_units": i % 16 + 1} for i in range(249)]
    choices.append({"shape": "circles", "hidden_units": 7})
    before = reader.frame
    reader.page.evaluate(CHOOSE_OFTEN, [choices, breathes])
    reader.sees_picture_of("circles", 7)
    last = reader.page.evaluate("reports.at(-1)")
    assert last["state"] == "done"
    # Nothing piled up: choices that were out of date before Python was free were never drawn.
    assert reader.frame - before < 500


# ---- By links, the address and the browser's own buttons ----


@pytest.mark.parametrize("words", SHOWN)
def test_what_the_article_shows_is_one_click_away(reader, words):
    shape, units = SHOWN[words]
    reader.choose_units(5)
    reader.sees_result_of("moons", 5)
    reader.page.get_by_role("link", name=words).click()
    reader.sees_picture_of(shape, units)


def test_one_unit_fails_on_circles_and_three_succeed_on_moons(reader):
    reader.follow("shape=circles&hidden_units=1")
    reader.sees_result_of("circles", 1)
    assert reader.number("train_accuracy") < 0.8
    reader.follow("shape=moons&hidden_units=3")
    reader.sees_result_of("moons", 3)
    assert reader.number("train_accuracy") == 1


def test_back_and_forward_lead_through_what_was_shown(reader):
    for words, choice in list(SHOWN.items())[:2]:
        reader.page.get_by_role("link", name=words).click()
        reader.sees_result_of(*choice)
    reader.page.go_back()
    reader.sees_picture_of("circles", 1)
    reader.page.go_back()
    reader.sees_result_of(*DEFAULTS)
    reader.page.go_forward()
    reader.page.go_forward()
    reader.sees_picture_of("circles", 2)


def test_a_link_counts_even_right_after_another_choice(reader):
    reader.page.evaluate(
        """async () => {
            hidden_units.value = 9;
            hidden_units.dispatchEvent(new Event("input", { bubbles: true }));
            // The link is followed at the very moment at which the address is to be rewritten.
            await new Promise(resolve => setTimeout(resolve, 250));
            document.querySelector(".show[href$='circles&hidden_units=1']").click();
            for (const end = performance.now() + 500; performance.now() < end; );
        }"""
    )
    reader.sees_result_of("circles", 1)


def test_a_link_back_to_the_settings_just_left_counts(reader):
    # The address takes a moment to follow the box: until then it equals the link's.
    reader.page.evaluate(
        """() => {
            hidden_units.value = 9;
            hidden_units.dispatchEvent(new Event("input", { bubbles: true }));
            document.querySelector(".show").click();
        }"""
    )
    reader.sees_result_of(*DEFAULTS)


def test_choosing_does_not_bury_the_way_back(reader):
    before = reader.page.evaluate("history.length")
    for units in (5, 9, 2):
        reader.choose_units(units)
        reader.sees_result_of("moons", units)
    assert reader.page.evaluate("history.length") == before


def test_values_that_cannot_be_used_are_replaced_and_reported(reader):
    reader.follow("shape=circles&hidden_units=5")
    reader.sees_result_of("circles", 5)
    reader.follow("hidden_units=99&shape=banana&hiddenunits=4&foo=1")
    expect(reader.status).to_contain_text(re.compile("Hidden units takes .* 1 to 16.*“99”"))
    expect(reader.status).to_contain_text(re.compile("Shape .*blobs, circles, moons.*“banana”"))
    expect(reader.status).to_contain_text("hiddenunits: did you mean hidden_units?")
    expect(reader.status).to_contain_text("And 1 more.")
    assert reader.status.bounding_box()["width"] > 100
    reader.sees_picture_of(*DEFAULTS)
    reader.choose_shape("circles")
    expect(reader.status).to_have_class("unseen")


def test_a_value_that_a_slider_cannot_show_stays_what_it_is(reader):
    reader.follow("shape=moons&hidden_units=3&noise=0.055")
    expect(reader.page.locator("[data-shows=noise]")).to_have_text("0.055")
    reader.choose_units(4)
    expect(reader.page).to_have_url(re.compile("hidden_units=4&noise=0.055$"))
    expect(reader.page.locator("[data-shows=noise]")).to_have_text("0.055")
    reader.control("noise").press("ArrowRight")
    expect(reader.page).to_have_url(re.compile("noise=0.0[67]$"))


def test_another_optimizer_brings_its_rate_unless_the_reader_has_set_one(reader):
    reader.control("optimizer").select_option("adam")
    expect(reader.control("learning_rate")).to_have_value("0.1")
    expect(reader.page).to_have_url(re.compile("learning_rate=0.1&optimizer=adam$"))
    reader.control("optimizer").select_option("gradient_descent")
    expect(reader.control("learning_rate")).to_have_value("1.2")
    reader.control("learning_rate").fill("0.3")
    reader.control("optimizer").select_option("adam")
    expect(reader.control("learning_rate")).to_have_value("0.3")


def test_the_next_good_choice_ends_the_complaint(reader):
    reader.follow("hidden_units=99")
    expect(reader.status).to_contain_text("99")
    reader.choose_shape("blobs")
    reader.sees_result_of("blobs", 3)
    expect(reader.status).to_contain_text(lesson.summaries("blobs", 3)[0])
    expect(reader.status).not_to_contain_text("99")


def test_one_bad_value_does_not_spoil_the_good_one(reader):
    reader.follow("shape=circles&hidden_units=none")
    reader.sees_result_of("circles", 3)


def test_a_link_is_followed_also_when_the_page_writes_its_own_address_meanwhile(reader):
    reader.page.evaluate(
        """() => {
            const here = location.href;
            location.hash = "shape=circles&hidden_units=2";
            history.replaceState(null, "", here);
        }"""
    )
    reader.sees_result_of("circles", 2)


@pytest.mark.parametrize("fragment", NONSENSE, ids=lambda fragment: ascii(fragment)[:30])
def test_no_address_breaks_the_page(reader, fragment):
    reader.follow(fragment)
    reader.sees_result_of(*DEFAULTS)
    expect(reader.alert).to_be_hidden()
    assert reader.status.locator(":not(span)").count() == 0


# ---- Loading again ----


def test_an_address_with_bad_values_opens_with_a_notice_and_loading_again_keeps_choices(new_reader):
    new_reader.open("hidden_units=99&shape=banana&foo=1")
    new_reader.sees_state("ready")
    expect(new_reader.status).to_contain_text("99")
    expect(new_reader.status).to_contain_text("banana")
    new_reader.sees_picture_of(*DEFAULTS)
    new_reader.choose_shape("circles")
    new_reader.choose_units(2)
    new_reader.sees_result_of("circles", 2)
    new_reader.page.reload()
    new_reader.sees_state("ready")
    new_reader.sees_picture_of("circles", 2)


def test_a_choice_made_before_any_python_runs_is_kept(new_reader):
    with held_back(new_reader.page, "**/py/page/main.py"):
        new_reader.open("shape=blobs&hidden_units=5", wait_until="commit")
        new_reader.choose_shape("circles")
        new_reader.choose_units(2)
    new_reader.sees_state("ready")
    new_reader.sees_picture_of("circles", 2)


def test_choices_made_while_the_engine_is_loading_survive_even_a_reload(new_reader):
    with held_back(new_reader.page, "**/python.tar.gz"):
        new_reader.open("shape=blobs&hidden_units=5", wait_until="commit")
        expect(new_reader.hidden_units).to_have_value("5")
        new_reader.choose_shape("circles")
        new_reader.choose_units(1)
        new_reader.page.wait_for_url(f"**#{lesson.fragment('circles', 1)}")
        assert new_reader.state == "loading"
        new_reader.page.reload(wait_until="commit")
    new_reader.sees_state("ready")
    new_reader.sees_picture_of("circles", 1)
    new_reader.journal.forgive("ERR_ABORTED")


@contextlib.contextmanager
def held_back(page, pattern):
    """Let the browser wait for the files that match *pattern* until the end of the block."""
    held = []
    page.route(pattern, lambda route: held.append(route))
    yield
    page.unroute(pattern)
    for route in held:
        with contextlib.suppress(Error):  # the page that asked is gone
            route.continue_()


# ---- On a slow machine ----


def test_no_words_speak_of_a_picture_that_is_not_there_yet(reader):
    reader.page.evaluate(KEEP_WORDS)
    reader.keeps_the_engine_busy()
    reader.follow("shape=circles&hidden_units=1")
    reader.sees_result_of("circles", 1)
    (old, _), (new, _) = lesson.summaries(*DEFAULTS), lesson.summaries("circles", 1)
    mistaken = old.replace("Moons, 3 hidden units", "Circles, 1 hidden unit")
    assert mistaken != new
    assert mistaken not in reader.page.evaluate("words")


def test_the_page_is_not_done_before_the_newest_choice_is(reader):
    reader.keeps_the_engine_busy()
    reader.choose_shape("circles")
    reader.sees_state("done")
    reader.sees_numbers_of("circles", 3)


# ---- Limits and screen ----


def test_the_picture_fits_the_window(reader):
    for width in (1000, 500, 320, 1280):
        reader.page.set_viewport_size({"width": width, "height": 700})
        reader.wait_until("boundary.width === boundary.clientWidth")
        assert reader.canvas.bounding_box()["width"] <= width
        reader.sees_picture_of(*DEFAULTS)


def test_many_sizes_in_a_row_end_in_the_last_one(reader):
    for width in range(1280, 480, -40):
        reader.page.set_viewport_size({"width": width, "height": 700})
    reader.wait_until("boundary.width === boundary.clientWidth")
    reader.sees_picture_of(*DEFAULTS)


@pytest.mark.parametrize(
    "width", [DESKTOP["width"] // 2, DESKTOP["width"]], ids=["zoomed in", "on another screen"]
)
def test_the_picture_follows_a_change_of_density(reader, width):
    window = reader.page.context.new_cdp_session(reader.page)
    metrics = {"width": width, "height": 720, "deviceScaleFactor": 2, "mobile": False}
    window.send("Emulation.setDeviceMetricsOverride", metrics)
    try:
        doubled = "boundary.width === 2 * boundary.clientWidth"
        reader.wait_until(doubled, timeout=10_000)
        reader.sees_picture_of(*DEFAULTS, density=2)
    finally:
        window.detach()


def test_the_picture_is_crisp_on_a_dense_screen(reader_with):
    reader = reader_with(device_scale_factor=3)
    reader.open_and_wait()
    # More than two and a half pixels for one cost time and show nothing more.
    reader.sees_picture_of(*DEFAULTS, density=2.5)


def test_the_picture_follows_into_the_dark_and_back(reader):
    reader.page.emulate_media(color_scheme="dark")
    reader.sees_picture_of(*DEFAULTS, theme="dark")
    reader.page.emulate_media(color_scheme="light")
    reader.sees_picture_of(*DEFAULTS)


@pytest.mark.parametrize("seed", [2**31 - 1, 2**31, 2**32 - 1])
def test_every_seed_that_is_allowed_works(reader, seed):
    reader.follow(f"shape=circles&data_seed={seed}&weights_seed={seed}")
    true = Session()
    true.apply({**defaults("circles"), "data_seed": seed, "weights_seed": seed})
    true.advance(float("inf"))
    expect(reader.control("data_seed")).to_have_value(str(seed))
    reader.sees_state("done")
    expect(reader.page.locator("output[name=train_accuracy]")).to_have_text(
        f"{true.metrics()['train_accuracy']:.3f}"
    )


def test_widths_that_are_written_make_their_layers(reader):
    box, widths = reader.hidden_units, reader.page.locator("[name=widths]")
    box.fill("8, 4,2")
    box.blur()
    expect(widths).to_have_value("8-4-2")
    expect(reader.page.locator("[name=layers]")).to_have_value("3")
    expect(reader.status).to_contain_text("hidden layers of 8, 4 and 2 units")
    box.fill("8-99")
    problem = reader.page.locator("[data-problem=widths]")
    expect(problem).to_contain_text("Units by layer takes up to 6 numbers")
    expect(problem).to_be_visible()
    box.blur()
    expect(widths).to_have_value("8-4-2")
    expect(problem).to_be_visible()
    reader.choose_units(5)
    expect(problem).to_be_hidden()
    expect(reader.status).to_contain_text("3 hidden layers of 5 units")
