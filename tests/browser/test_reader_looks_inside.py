"""A reader checks the gradients, looks into the hidden space, and at the loss from above."""

import re
from itertools import pairwise

import pytest
from conftest import window
from playwright.sync_api import expect
from reader import PATIENCE, wait_until

# The picture of a view as text, by drawing the worker's canvas elsewhere.
SEEN = """() => {
    const from = document.querySelector("#view"), to = document.createElement("canvas");
    [to.width, to.height] = [from.width, from.height];
    to.getContext("2d").drawImage(from, 0, 0);
    return to.toDataURL();
}"""
# How many different colours there are on it.
COLORS = """() => {
    const from = document.querySelector("#view"), to = document.createElement("canvas");
    [to.width, to.height] = [from.width, from.height];
    const context = to.getContext("2d");
    context.drawImage(from, 0, 0);
    const { data } = context.getImageData(0, 0, to.width, to.height);
    return new Set(new Uint32Array(data.buffer)).size;
}"""
# Keeps what the engine says of views and of what ails the network from now on.
KEEP_WORDS = """() => {
    const kept = window.said = [];
    document.querySelector("script[worker]").xworker.addEventListener("message", ({ data }) => {
        const message = typeof data === "string" ? JSON.parse(data) : {};
        if (["view", "health"].includes(message.kind)) kept.push(message);
    });
}"""
# A network whose loss surface takes a while.
LARGE = "shape=moons&hidden_units=16&layers=2&n_samples=2000&epochs=20"


class Inside:
    """What a reader does and sees under "Forward & backward"."""

    def __init__(self, reader):
        self.reader, self.page = reader, reader.page
        self.text = reader.page.locator("#view-text")
        self.pointed = reader.page.locator("#view-pointed")
        self.canvas = reader.page.locator("#view")
        self.menus = [reader.page.locator(f"#view-{which}") for which in ("first", "second")]

    def opens(self, view):
        self.reader.opens_tab("listing")
        self.page.locator(f"#maths-tools [data-view={view}]").click()

    def goes_to(self, fragment):
        self.reader.follow(fragment)
        self.reader.sees_state("running", "ready", "done")

    def presses(self, *keys):
        self.canvas.focus()
        for key in keys:
            self.page.keyboard.press(key)

    def picture(self):
        return self.page.evaluate(SEEN)

    def sees_another_picture_than(self, before):
        wait_until(self.page, f"before => ({SEEN})() !== before", arg=before)

    def sees_something_painted(self):
        wait_until(self.page, f"() => ({COLORS})() > 20")

    def keeps_words(self):
        self.page.evaluate(KEEP_WORDS)

    def said(self):
        return self.page.evaluate("window.said")


@pytest.fixture
def inside(reader):
    """A reader in a large window, who points at nothing."""
    reader.page.set_viewport_size({"width": 1280, "height": 800})
    inside = Inside(reader)
    inside.opens("lines")
    if reader.page.locator("[data-point=all]").is_enabled():
        reader.page.locator("[data-point=all]").click()
    reader.page.mouse.move(5, 5)
    return inside


# ---- Gradient check


def test_all_derivatives_agree_until_a_line_is_broken(inside):
    inside.opens("check")
    expect(inside.text).to_contain_text("All 13 derivatives agree with the loss.")
    expect(inside.text).to_contain_text("Break a line on purpose")
    expect(inside.canvas).to_have_attribute("aria-label", re.compile("All 13 derivatives agree"))
    inside.reader.control("mistake").select_option("doubled")
    expect(inside.text).to_contain_text("3 of 13 derivatives wrong. Worst: W₂[1, ")
    expect(inside.text).to_contain_text("2 times what it should be.")
    expect(inside.page.locator("#broken")).to_contain_text("Factor 2 in the last dW")
    expect(inside.page).to_have_url(re.compile("mistake=doubled"))
    inside.page.get_by_role("button", name="Mend it").click()
    expect(inside.text).to_contain_text("All 13 derivatives agree with the loss.")
    expect(inside.page.locator("select[name=mistake]")).to_have_value("none")
    expect(inside.page.locator("#broken")).to_be_hidden()


def test_the_numbers_of_the_check_are_a_table_too(inside):
    inside.opens("check")
    expect(inside.text).to_contain_text("13 derivatives agree")
    inside.page.get_by_role("button", name="As a table").click()
    table = inside.page.get_by_role("table", name=re.compile("Every derivative after epoch"))
    expect(table.get_by_role("row")).to_have_count(14)
    row = table.get_by_role("row", name=re.compile(r"^W₂\[1, 3\]"))
    backward, difference = row.get_by_role("cell").all_text_contents()[:2]
    assert backward == difference != "0"
    expect(inside.canvas).not_to_be_visible()
    inside.page.get_by_role("button", name="As a picture").click()
    expect(inside.canvas).to_be_visible()
    expect(table).to_be_hidden()


def test_a_mistake_that_numpy_refuses_is_explained_in_its_words(inside):
    inside.opens("check")
    inside.reader.control("mistake").select_option("no_transpose")
    expect(inside.text).to_contain_text("There is no gradient to check.")
    expect(inside.text).to_contain_text("matmul")
    inside.page.get_by_role("button", name="Mend it").click()
    expect(inside.text).to_contain_text("All 13 derivatives agree")


def test_the_arrow_keys_lead_from_parameter_to_parameter(inside):
    inside.opens("check")
    expect(inside.text).to_contain_text("derivatives agree")
    inside.presses("ArrowRight")
    expect(inside.pointed).to_contain_text("W₁[1, 1]: ")
    inside.presses("ArrowRight", "ArrowRight")
    expect(inside.pointed).to_contain_text("b₁[1]: ")
    inside.presses("ArrowDown")
    expect(inside.pointed).to_contain_text("b₁[2]: ")
    expect(inside.pointed).to_contain_text("by the difference; the same.")


# ---- Hidden space


def test_two_units_make_a_plane_with_the_outputs_line(inside):
    inside.opens("space")
    inside.goes_to("shape=moons&hidden_units=2")
    expect(inside.text).to_contain_text("until one straight line ")
    expect(inside.text).to_contain_text(re.compile(r"After epoch 1000, \d+ of 100 points"))
    inside.sees_something_painted()
    expect(inside.page.locator("#view-choices")).to_be_hidden()


def test_a_point_of_the_hidden_space_is_ringed_on_the_picture_and_can_be_picked(inside):
    inside.opens("space")
    inside.goes_to("shape=moons&hidden_units=2")
    expect(inside.text).to_contain_text("one straight line")
    picked, hovered = (inside.page.locator(name) for name in ("#picked", "#hovered"))
    expect(hovered).to_be_hidden()
    inside.presses("ArrowRight")
    expect(inside.pointed).to_contain_text("Point 1 of 100: a₁ = (")
    expect(hovered).to_be_visible()
    place = hovered.bounding_box()
    inside.canvas.blur()
    expect(hovered).to_be_hidden()
    before = inside.picture()
    inside.presses("ArrowRight")
    expect(inside.pointed).to_contain_text("Point 1 of 100")
    inside.presses("Enter")
    expect(inside.page.locator("#point b")).to_have_text("Point 1 of 100")
    expect(picked).to_be_visible()
    assert picked.bounding_box() == pytest.approx(place, abs=1)
    inside.canvas.blur()
    expect(hovered).to_be_hidden()
    expect(inside.pointed).to_have_text("")
    # On the canvas, too, the point that is followed keeps its ring.
    inside.sees_another_picture_than(before)


def test_a_space_of_three_units_turns_by_an_arrow_key(inside):
    inside.opens("space")
    expect(inside.text).to_contain_text("until one straight plane ")
    inside.sees_something_painted()
    before = inside.picture()
    inside.presses("ArrowRight")
    inside.sees_another_picture_than(before)
    turned = inside.picture()
    inside.presses("ArrowLeft")
    inside.sees_another_picture_than(turned)


def test_of_five_units_two_are_chosen(inside):
    inside.opens("space")
    inside.goes_to("shape=moons&hidden_units=5")
    expect(inside.text).to_contain_text("Seen here are two of 5 units")
    for menu in inside.menus:
        expect(menu).to_be_visible()
        expect(menu.locator("option")).to_have_count(5)
    inside.sees_something_painted()
    before = inside.picture()
    inside.menus[0].select_option(label="unit 4")
    inside.sees_another_picture_than(before)


# ---- Loss surface


def test_the_loss_surface_follows_its_menus_and_says_the_loss(inside):
    inside.opens("surface")
    expect(inside.text).to_contain_text("The loss over W₁[1, 1] and W₂[1, 1]")
    here = re.search(r"Here it is ([\d.e−-]+),", inside.text.text_content()).group(1)
    assert float(here) == pytest.approx(inside.reader.number("train_loss"), abs=6e-5)
    inside.sees_something_painted()
    before = inside.picture()
    inside.menus[0].select_option(label="b₁[2]")
    expect(inside.text).to_contain_text("The loss over b₁[2] and W₂[1, 1]")
    inside.sees_another_picture_than(before)
    inside.presses("ArrowRight")
    expect(inside.pointed).to_contain_text(re.compile(r"b₁\[2\] = .*: loss [\d.e−-]+\."))


def test_a_change_under_way_begins_the_surface_anew(inside):
    inside.goes_to(LARGE)
    inside.reader.sees_state("ready", "done")
    inside.keeps_words()
    inside.opens("surface")
    wait_until(inside.page, "said.some(({ progress }) => progress > 0.02 && progress < 1)")
    inside.goes_to(LARGE + "&weights_seed=1")
    expect(inside.text).to_contain_text("after epoch 20. Here it is", timeout=PATIENCE)
    expect(inside.page.locator("#view-progress")).to_be_hidden()
    said = [one for one in inside.said() if one["view"] == "surface"]
    shares = [one["progress"] for one in said]
    assert any(later < share < 1 for share, later in pairwise(shares))
    # The network that is gone is never told of.
    texts = {one["text"] for one in said if "Here it is" in one["text"]}
    assert len(texts) == 1


# ---- What ails the network


def test_units_that_are_alike_are_told_with_the_lesson_on_them(inside):
    health = inside.page.locator("#health")
    expect(health).to_be_hidden()
    inside.goes_to("shape=circles&initialization=zeros")
    expect(health).to_be_visible()
    expect(health).to_contain_text("All 3 units each answer the same for all 100 points.")
    health.get_by_role("link", name="Zeros").first.click()
    inside.reader.sees_untrained("shape=circles&initialization=zeros")


# ---- Only while it is open


@pytest.mark.parametrize("view", ["lines", "check", "space", "surface"])
def test_nothing_is_computed_while_the_tab_is_closed(inside, view):
    inside.opens(view)
    inside.reader.sees_painter("matplotlib")
    inside.page.wait_for_timeout(500)
    inside.reader.opens_tab("data")
    inside.reader.has_settled()
    inside.page.wait_for_timeout(500)
    inside.keeps_words()
    inside.goes_to("shape=circles&hidden_units=2&initialization=zeros")
    inside.reader.sees_state("ready", "done")
    inside.page.wait_for_timeout(1000)
    assert inside.said() == []
    inside.opens(view)
    wait_until(inside.page, "said.length > 0")


# ---- On a phone


@pytest.fixture(scope="module")
def on_phone(chromium, site):
    options = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    with window(chromium, site.address, **options) as reader:
        reader.open("shape=moons&hidden_units=3&mistake=no_mean")
        reader.sees_state("diverged")  # much is told about it
        yield Inside(reader)


@pytest.mark.parametrize("size", [(390, 844), (360, 740), (320, 640)])
def test_the_sign_of_a_broken_network_leaves_the_toolbar_in_reach(on_phone, size):
    page = on_phone.page
    page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
    page.locator("[role=tab][data-tab=listing]").tap()
    page.locator("#maths-tools [data-view=lines]").tap()
    expect(page.locator("#broken")).to_be_in_viewport()
    page.locator("#listing li").first.locator(".formula").tap(trial=True, timeout=3000)
    page.locator("#maths-tools [data-view=check]").tap(timeout=3000)
    expect(on_phone.text).to_contain_text("derivatives wrong")
    page.locator("select[name=mistake]").tap(trial=True, timeout=3000)


def test_a_finger_reads_the_words_above_the_canvas_and_taps_it(on_phone):
    page = on_phone.page
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator("[role=tab][data-tab=listing]").tap()
    page.locator("#maths-tools [data-view=check]").tap()
    expect(on_phone.text).to_contain_text("derivatives wrong")
    hint = page.evaluate(
        "getComputedStyle(document.querySelector('#view-pointed'), '::after').content"
    )
    assert hint == '"Tap the picture."'
    assert on_phone.text.bounding_box()["y"] < on_phone.canvas.bounding_box()["y"]
    box = on_phone.canvas.bounding_box()
    page.touchscreen.tap(box["x"] + 20, box["y"] + 40)
    expect(on_phone.pointed).to_contain_text("W₁[1, 1]: ")
    expect(on_phone.pointed).to_be_in_viewport(ratio=0.9)
