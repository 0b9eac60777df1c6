"""A reader looks at the drawn network, opens it, and changes it by hand."""

import base64
import re

import lesson
import numpy as np
import pytest
from conftest import window
from playwright.sync_api import expect
from reader import COPY_OF_THE_CANVAS, DEFAULTS, KEEP_REPORTS

from playground.look.diagram import Diagram

SIDES = (("x", "width"), ("y", "height"))
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
    "device_scale_factor": 2,
}
# What the network is drawn with: which elements, with which names, at which places.
DESCRIBE = """() => {
    const stage = document.querySelector("#wires").getBoundingClientRect();
    return [...document.querySelectorAll("#nodes .unit, #nodes .input, #captions > span")].map(
        (element) => {
            const { left, top, width, height } = element.getBoundingClientRect();
            const { layer, unit } = element.dataset;
            const text = element.innerText.trim(); // without words that are not shown
            const place = [left - stage.left + width / 2, top - stage.top + height / 2];
            return { layer, unit, text, place, size: element.className === "unit" ? width : 0 };
        },
    );
}"""
# Whether the network is drawn in the size that its canvas has.
IS_LAID_OUT = """() => {
    const { clientWidth, clientHeight } = document.querySelector("#network");
    const { style } = document.querySelector("#wires");
    const drawn = ["width", "height"].map((name) => style.getPropertyValue(`--drawn-${name}`));
    return drawn.join() === `${clientWidth}px,${clientHeight}px`;
}"""
# What lies over a place of the page.
ON_TOP = "([x, y]) => document.elementFromPoint(x, y)?.closest('#inspector, #wires, #stage')?.id"


def unit(reader, layer, number):
    """Return the button of a unit, both counted from 0."""
    return reader.page.locator(f".unit[data-layer='{layer}'][data-unit='{number}']")


def drawing(reader):
    """Return the pixels of the drawn network."""
    code = COPY_OF_THE_CANVAS.replace("#boundary", "#network")
    return lesson.read_png(base64.b64decode(reader.page.evaluate(code)))


def keeps_reports(reader):
    """Begin to keep what the engine reports, if that has not begun yet."""
    reader.page.evaluate(f"() => window.reports || ({KEEP_REPORTS})()")


def inspected(reader, layer, number):
    """Wait until the engine has reported the numbers of a unit, and return the newest."""
    reader.has_settled()
    wanted = [layer, number]
    return reader.wait_until(
        """([layer, unit]) => {
            const { inspected } = window.reports.at(-1) ?? {};
            return inspected?.layer === layer && inspected.unit === unit && inspected;
        }""",
        arg=wanted,
    )


def sees_it_laid_out(reader):
    """Wait until the drawn network fills the room that it has now."""
    reader.wait_until(IS_LAID_OUT)


def box(reader, label):
    """Return the box of one number of the open unit."""
    return reader.page.locator("#inspector").get_by_label(label, exact=True)


def place_of(reader, sizes, layer, source, number):
    """Return a place on a connection and on no other, seen from the drawing's corner."""
    size = reader.page.locator("#network").bounding_box()
    diagram = Diagram(sizes, size["width"], size["height"])
    begin, end = (column.x for column in diagram.columns[layer : layer + 2])
    middle = range(int(begin) + 40, int(end) - 40, 4)
    return next(
        {"x": x, "y": y}
        for x in middle
        for y in range(20, int(size["height"]), 2)
        if diagram.nearest(x, y, 1) == (layer, source, number)
    )


def sees_eight_units(reader):
    """Wait for a network whose drawing has no room for numbers; return its layers' sizes."""
    reader.follow("shape=moons&hidden_units=8")
    reader.sees_result_of("moons", 8)
    return 2, 8, 1


def differs(picture, other):
    return picture.shape != other.shape or lesson.difference(picture, other) > 0.01


def sees_other_picture(reader, before):
    """Wait until the big picture is another one."""
    for _ in range(100):
        if differs(reader.picture(), before):
            return
        reader.page.wait_for_timeout(50)
    raise AssertionError("the picture stays as it was")


def sees_picture_again(reader, before):
    """Wait until the big picture is as it was."""
    for _ in range(100):
        if not differs(reader.picture(), before):
            return
        reader.page.wait_for_timeout(50)
    raise AssertionError("the picture does not come back")


@pytest.fixture
def still(reader):
    """A reader whose pointer and focus are far from the network."""
    keeps_reports(reader)
    reader.page.mouse.move(1, 1)
    reader.page.evaluate("document.activeElement.blur()")
    if reader.page.locator("#inspector").is_visible():
        reader.page.get_by_role("button", name="Close").click()
        reader.page.evaluate("document.activeElement.blur()")
    reader.page.mouse.move(1, 1)
    return reader


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (1024, 768), (390, 844)])
def test_the_drawing_in_the_page_is_where_python_puts_it(reader_with, width, height):
    reader = reader_with(viewport={"width": width, "height": height})
    reader.page.route("**/python.tar.gz", lambda route: None)
    reader.open(wait_until="commit")
    reader.page.locator("#nodes").wait_for(state="attached")
    if width < 600:
        reader.page.evaluate("document.documentElement.dataset.tab = 'network'")
    reader.wait_until("document.documentElement.dataset.letters !== undefined")
    reader.page.evaluate("document.fonts.ready")
    static = reader.page.evaluate(DESCRIBE)
    # MicroPython does not wait for the engine's archives: it lays out what it finds.
    reader.wait_until("document.querySelector('#nodes .unit').style.left")
    made = reader.page.evaluate(DESCRIBE)
    for one, other in zip(made, static, strict=True):
        # Half a pixel of the drawing's height is a whole one of a picture.
        assert one.pop("place") == pytest.approx(other.pop("place"), abs=1)
        assert one.pop("size") == pytest.approx(other.pop("size"), abs=1)
        assert one == other


def test_units_have_the_look_of_their_lines(still):
    frames = still.page.evaluate(
        """() => [...document.querySelectorAll(".unit[data-layer='0'] rect")]
            .map(rect => getComputedStyle(rect).stroke)"""
    )
    assert frames == ["rgb(122, 47, 158)", "rgb(0, 107, 84)", "rgb(176, 22, 87)"]


def test_pointing_at_a_unit_shows_its_answer_and_going_away_the_whole_network(still):
    before = still.picture()
    unit(still, 0, 1).hover()
    sees_other_picture(still, before)
    still.page.mouse.move(1, 1)
    sees_picture_again(still, before)


def test_a_number_that_stands_on_the_drawing_needs_no_label(still):
    still.page.locator("#wires").hover(position=place_of(still, (2, 3, 1), 1, 2, 0))
    inspected(still, 1, 0)
    expect(still.page.locator("#wire path")).to_have_attribute("d", re.compile("M"))
    expect(still.page.locator("#number")).to_be_hidden()


def test_pointing_at_a_connection_shows_its_weight_as_the_engine_has_it(still):
    sizes = sees_eight_units(still)
    for layer, source, number in ((0, 1, 0), (1, 2, 0)):
        still.page.locator("#wires").hover(position=place_of(still, sizes, layer, source, number))
        true = inspected(still, layer, number)["weights"][source]
        expect(still.page.locator("#number")).to_have_text(f"weight {true:.3f}".replace("-", "−"))
        path = still.page.locator("#wire path").get_attribute("d")
        assert path.count("M") == 1
    still.page.mouse.move(1, 1)
    expect(still.page.locator("#number")).to_be_hidden()


def test_a_weight_changed_by_hand_pauses_and_picture_and_loss_follow(still):
    before, drawn, loss = still.picture(), drawing(still), still.number("train_loss")
    unit(still, 0, 0).click()
    expect(still.page.locator("#inspector")).to_be_visible()
    box(still, "from x₁").fill("-7.5")
    box(still, "from x₁").press("Enter")
    still.sees_state("paused")
    expect(still.page.locator("output[name=train_loss]")).not_to_have_text(f"{loss:.4f}")
    assert inspected(still, 0, 0)["weights"][0] == -7.5
    still.page.keyboard.press("Escape")
    still.page.evaluate("document.activeElement.blur()")
    still.page.mouse.move(1, 1)
    sees_other_picture(still, before)
    assert not np.array_equal(drawing(still), drawn)


def drags(reader, place, up):
    """Take the drawing at a place and pull it up by so many pixels."""
    corner = reader.page.locator("#wires").bounding_box()
    x, y = corner["x"] + place["x"], corner["y"] + place["y"]
    mouse = reader.page.mouse
    mouse.move(x, y)
    reader.has_settled()  # its weight is known by then
    mouse.down()
    mouse.move(x, y - up, steps=5)
    mouse.up()


def test_a_connection_can_be_dragged_to_another_weight(still):
    place = place_of(still, sees_eight_units(still), 1, 2, 0)
    still.page.locator("#wires").hover(position=place)
    before = inspected(still, 1, 0)["weights"]
    drags(still, place, up=50)
    still.sees_state("paused")
    expect(still.page.locator("#number")).to_have_text(
        f"weight {before[2] + 1:.3f}".replace("-", "−")
    )
    after = inspected(still, 1, 0)["weights"]
    before[2] += 1
    assert after == pytest.approx(before, abs=1e-9)
    # It was no click.
    expect(still.page.locator("#inspector")).to_be_hidden()
    expect(still.page.locator("#by-hand")).to_be_visible()


def test_a_weight_changed_by_hand_can_be_taken_back(still):
    place = place_of(still, (2, 3, 1), 1, 2, 0)
    still.page.locator("#wires").hover(position=place)
    before = inspected(still, 1, 0)["weights"]
    drags(still, place, up=-40)
    still.page.get_by_role("button", name="Undo", exact=True).locator("visible=true").click()
    expect(still.page.locator("#by-hand")).to_be_hidden()
    still.page.locator("#wires").hover(position=place)
    assert inspected(still, 1, 0)["weights"] == before


def test_the_card_stands_beside_what_it_changes(still):
    for width, height in ((1280, 800), (1024, 768), (820, 1180)):
        still.page.set_viewport_size({"width": width, "height": height})
        unit(still, 0, 1).click()
        expect(still.page.locator("#inspector")).to_be_visible()
        sees_it_laid_out(still)
        card = still.page.locator("#inspector").bounding_box()
        for selector in ("#wires", "#stage"):
            other = still.page.locator(selector).bounding_box()
            assert (
                card["x"] >= other["x"] + other["width"] - 1
                or card["y"] >= other["y"] + other["height"] - 1
            )
        for number in range(3):
            box_of_unit = unit(still, 0, number).bounding_box()
            middle = [box_of_unit[side] + box_of_unit[length] / 2 for side, length in SIDES]
            assert still.page.evaluate(ON_TOP, middle) == "wires"
        still.page.keyboard.press("Escape")


def test_many_numbers_scroll_in_the_card_and_move_nothing(still):
    still.hidden_units.fill("16")
    still.hidden_units.press("Enter")
    expect(still.page.locator(".unit")).to_have_count(17)
    before = still.page.locator("#wires").bounding_box()
    unit(still, 1, 0).click()
    expect(still.page.locator("#inspector")).to_be_visible()
    assert still.page.locator("#wires").bounding_box() == before
    card = still.page.locator("#inspector").bounding_box()
    assert card["y"] + card["height"] <= before["y"] + before["height"] + 1
    assert box(still, "bias").is_visible()


def test_a_comma_is_a_point(still):
    unit(still, 0, 0).click()
    box(still, "bias").fill("0,3")
    still.sees_state("paused")
    assert inspected(still, 0, 0)["bias"] == 0.3


def test_the_slider_of_a_number_moves_it(still):
    unit(still, 0, 0).click()
    slider = still.page.get_by_label("from x₂, as a slider")
    slider.fill("-1.5")
    still.sees_state("paused")
    assert inspected(still, 0, 0)["weights"][1] == -1.5
    expect(box(still, "from x₂")).to_have_value("-1.500")


def test_a_click_on_a_connection_opens_its_box(still):
    still.page.locator("#wires").click(position=place_of(still, (2, 3, 1), 1, 1, 0))
    expect(box(still, "from unit 2")).to_be_focused()
    true = inspected(still, 1, 0)["weights"][1]
    expect(box(still, "from unit 2")).to_have_value(f"{true:.3f}")


def test_the_bias_of_the_output_can_be_set(still):
    unit(still, 1, 0).click()
    box(still, "bias").fill("1000")
    still.sees_state("paused")
    # Certain of class 1 everywhere: half of the points are.
    expect(still.page.locator("output[name=train_accuracy]")).to_have_text("0.500")
    assert inspected(still, 1, 0)["bias"] == 1000


@pytest.mark.parametrize("text", ["1001", "-5000", "", "1e9"])
def test_what_cannot_be_is_explained_and_the_last_good_number_stays(still, text):
    unit(still, 0, 2).click()
    true = inspected(still, 0, 2)["bias"]
    box(still, "bias").fill("0.25")
    box(still, "bias").press("Enter")
    box(still, "bias").fill(text)
    box(still, "bias").press("Tab")
    expect(still.page.locator("#weight-problem")).to_contain_text("from −1000 to 1000")
    expect(box(still, "bias")).to_have_value("0.250")
    assert inspected(still, 0, 2)["bias"] == 0.25 != true


def test_the_numbers_are_live_while_training(still):
    unit(still, 0, 0).click()
    expect(box(still, "bias")).to_be_visible()
    still.page.locator("[data-action=run]").click()
    still.sees_state("running")
    first = box(still, "bias").input_value()
    expect(box(still, "bias")).not_to_have_value(first)
    still.page.locator("[data-action=pause]").click()
    still.sees_state("paused")
    true = inspected(still, 0, 0)
    expect(box(still, "bias")).to_have_value(f"{true['bias']:.3f}")
    expect(box(still, "from x₂")).to_have_value(f"{true['weights'][1]:.3f}")


def test_units_and_layers_are_added_and_removed_on_the_drawing(still):
    page = still.page
    page.get_by_role("button", name="One unit more in layer 1").click()
    expect(page.locator(".unit")).to_have_count(5)
    expect(still.hidden_units).to_have_value("4")
    expect(page).to_have_url(re.compile("hidden_units=4"))
    page.get_by_role("button", name="One hidden layer more").click()
    expect(page.locator(".unit")).to_have_count(9)
    expect(page).to_have_url(re.compile("layers=2"))
    expect(page.locator("#units .words")).to_have_text("units each")
    for _ in range(2):
        page.get_by_role("button", name="One unit less in layer 2").click()
    expect(page.locator(".unit")).to_have_count(7)
    expect(page).to_have_url(re.compile("widths=4-2"))
    page.get_by_role("button", name="One hidden layer less").click()
    # One layer again, whose units the article's own setting can say.
    expect(page).to_have_url(re.compile("#(?!.*(widths|layers)=).*hidden_units=4"))


def test_layers_and_units_are_typed_between_their_buttons(still):
    page, layers = still.page, still.page.locator("[name=layers]")
    layers.fill("3")
    layers.press("Enter")
    expect(page.locator(".unit")).to_have_count(10)
    still.hidden_units.fill("5")
    still.hidden_units.press("Enter")
    expect(page.locator(".unit")).to_have_count(16)
    still.hidden_units.press("ArrowUp")
    expect(still.hidden_units).to_have_value("6")
    expect(page.locator(".unit")).to_have_count(19)
    layers.press("ArrowDown")
    expect(layers).to_have_value("2")
    expect(page.locator(".unit")).to_have_count(13)
    still.hidden_units.fill("8,4")
    still.hidden_units.press("Enter")
    expect(page.locator(".unit")).to_have_count(13)
    expect(page).to_have_url(re.compile("widths=8-4"))


def test_a_button_at_its_limit_keeps_the_focus_and_does_nothing(still):
    less = still.page.get_by_role("button", name="One unit less in layer 1")
    for _ in range(4):
        less.press("Enter")
    expect(less).to_have_attribute("aria-disabled", "true")
    expect(less).to_be_focused()
    expect(still.page.locator(".unit")).to_have_count(2)
    more = still.page.get_by_role("button", name="One hidden layer more")
    for _ in range(7):
        more.press("Enter")
    expect(more).to_have_attribute("aria-disabled", "true")
    expect(still.page.locator("[name=layers]")).to_have_value("6")


def test_all_of_it_works_with_the_keyboard_alone(still):
    page, before = still.page, still.picture()
    page.get_by_role("button", name="New weights").focus()
    page.keyboard.press("Tab")
    expect(page.locator("#nodes :focus")).to_have_count(1)
    for key in ["ArrowLeft"] * 2 + ["ArrowUp"] * 4 + ["ArrowDown"]:
        page.keyboard.press(key)
    expect(unit(still, 0, 1)).to_be_focused()
    sees_other_picture(still, before)
    true = inspected(still, 0, 1)["bias"]
    expect(unit(still, 0, 1)).to_have_attribute(
        "aria-label", f"Layer 1, unit 2: bias {true:.3f}".replace("-", "−")
    )
    page.keyboard.press("Enter")
    expect(page.locator("#inspector h3")).to_be_focused()
    for _ in range(5):  # past the ways to the next unit and out, and the first slider
        page.keyboard.press("Tab")
    expect(box(still, "from x₁")).to_be_focused()
    page.keyboard.press("ArrowUp")
    still.sees_state("paused")
    page.keyboard.press("Escape")
    expect(unit(still, 0, 1)).to_be_focused()
    expect(page.locator("#inspector")).to_be_hidden()
    page.keyboard.press("ArrowRight")
    expect(unit(still, 1, 0)).to_be_focused()
    # Of several layers, from the last unit to the buttons below it.
    page.get_by_role("button", name="One hidden layer more").press("Enter")
    expect(page.locator(".unit")).to_have_count(7)
    unit(still, 1, 2).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".unit")).to_have_count(6)


def test_the_focus_stays_where_it_can_when_the_network_changes(still):
    unit(still, 0, 2).focus()
    still.follow("shape=moons&hidden_units=2")
    still.sees_result_of("moons", 2)
    expect(unit(still, 0, 1)).to_be_focused()


def test_the_inspector_leads_from_one_unit_to_the_next(still):
    unit(still, 0, 1).click()
    after = still.page.get_by_role("button", name="The next unit")
    after.click()
    expect(still.page.locator("#inspector h3")).to_have_text("Unit 3")
    true = inspected(still, 0, 2)
    expect(box(still, "from x₁")).to_have_value(f"{true['weights'][0]:.3f}")
    expect(after).to_be_focused()
    expect(after).to_have_attribute("aria-disabled", "true")
    still.page.keyboard.press("Escape")
    expect(unit(still, 0, 2)).to_be_focused()


def test_the_inputs_have_their_names_also_when_there_are_as_many_as_before(still):
    unit(still, 0, 0).click()
    expect(still.page.locator("#inspector")).to_be_visible()
    still.follow("shape=moons&features=x1_squared,sin_x2")
    expect(still.page.locator("#nodes .input")).to_have_text(["x12", "sin x2"])
    expect(still.page.locator("#inspector")).to_be_hidden()


def test_keys_open_a_unit_wherever_the_pointer_rests(still):
    unit(still, 1, 0).click()
    expect(still.page.locator("#inspector")).to_be_visible()
    still.page.keyboard.press("Escape")
    still.page.keyboard.press("ArrowLeft")
    still.page.keyboard.press("Enter")
    expect(still.page.locator("#inspector")).to_be_visible()
    expect(still.page.locator("#inspector-title")).to_contain_text("Unit")


def test_the_inspector_goes_when_its_unit_gets_other_weights(still):
    unit(still, 1, 0).click()
    expect(still.page.locator("#inspector")).to_be_visible()
    more = still.page.get_by_role("button", name="One unit more in layer 1")
    more.press("Enter")
    expect(still.page.locator("#inspector")).to_be_hidden()
    expect(more).to_be_focused()


def test_a_finger_looks_opens_and_changes(chromium, site):
    with window(chromium, site.address, **PHONE) as phone:
        phone.open_and_wait("shape=moons&hidden_units=3")
        phone.sees_painter("matplotlib")
        keeps_reports(phone)
        phone.sees_result_of(*DEFAULTS)
        phone.page.get_by_role("tab", name="Network").tap()
        before = phone.picture()
        unit(phone, 0, 1).tap()
        card = phone.page.locator("#inspector")
        expect(card).to_be_visible()
        sees_other_picture(phone, before)
        drawn, place = phone.page.locator("#wires").bounding_box(), card.bounding_box()
        assert place["y"] >= drawn["y"] + drawn["height"] - 1
        box(phone, "bias").fill("3")
        phone.sees_state("paused")
        assert inspected(phone, 0, 1)["bias"] == 3
        card.get_by_role("button", name="Close").tap()
        expect(card).to_be_hidden()
        sees_it_laid_out(phone)  # in all of its room again
        place = place_of(phone, (2, 3, 1), 1, 2, 0)
        phone.page.locator("#wires").tap(position={"x": place["x"], "y": place["y"] + 4})
        true = inspected(phone, 1, 0)["weights"][2]
        expect(card).to_be_visible()
        expect(box(phone, "from unit 3")).to_have_value(f"{true:.3f}")
        phone.page.get_by_role("button", name="Close").tap()
        more = phone.page.get_by_role("button", name="One unit more in layer 1")
        size = more.bounding_box()
        assert min(size["width"], size["height"]) >= 44
        more.tap()
        expect(phone.page.locator(".unit")).to_have_count(5)


def test_what_is_pressed_before_python_is_there_is_done_when_it_is(new_reader):
    held = []
    new_reader.page.route("**/engine.tar.gz", lambda route: held.append(route))
    new_reader.open(wait_until="commit")
    new_reader.page.get_by_role("button", name="One unit more in layer 1").click()
    unit(new_reader, 0, 0).click()
    assert new_reader.frame == 0
    while not held:
        new_reader.page.wait_for_timeout(50)
    held.pop().continue_()
    new_reader.sees_state("ready")
    expect(new_reader.page.locator(".unit")).to_have_count(5)
    expect(new_reader.hidden_units).to_have_value("4")
    expect(new_reader.page.locator("#inspector h3")).to_have_text("Unit 1")
    expect(box(new_reader, "bias")).to_be_visible()


def test_nothing_jumps_when_the_network_arrives_or_changes(new_reader):
    new_reader.page.add_init_script(
        """window.jumps = 0;
        new PerformanceObserver(list => list.getEntries().forEach(({ value }) => jumps += value))
            .observe({ type: "layout-shift", buffered: true });"""
    )
    new_reader.open_and_wait()
    for name in ("One hidden layer more", "One unit more in layer 2"):
        new_reader.page.get_by_role("button", name=name).click()
    unit(new_reader, 0, 0).click()
    new_reader.page.wait_for_timeout(500)
    assert new_reader.page.evaluate("jumps") < 0.05
