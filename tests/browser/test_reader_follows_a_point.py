"""A reader follows one point through the network, line by line, forward and backward."""

import re

import pytest
from playwright.sync_api import expect
from reader import PAINTED, wait_until

# Where the cells of each line are in the window, and where its row is.
PLACES = """() => [...document.querySelectorAll("#listing .cells")].map((cells) => {
    const { left, right, top, bottom } = cells.getBoundingClientRect();
    const row = cells.closest("li").getBoundingClientRect();
    const canvas = document.querySelector("#cells").getBoundingClientRect();
    return { left, right, top, bottom, row: [row.top, row.bottom],
             canvas: [canvas.left, canvas.right, canvas.top, canvas.bottom] };
})"""

# To within a pixel, for the canvas begins at whole ones.
LIES_ON_CANVAS = """({ left, right, top, bottom, canvas: [first, last, upper, lower] }) =>
    first - 1 <= left && right <= last + 1 && upper - 1 <= top && bottom <= lower + 1
"""

# How far the lines can be scrolled.
HIDDEN_BELOW = """() => {
    const { scrollHeight, clientHeight } = document.querySelector("#lines");
    return scrollHeight - clientHeight;
}"""


@pytest.fixture
def lines(reader):
    """A reader in a large window, with the lines before them and all points."""
    reader.page.set_viewport_size({"width": 1280, "height": 800})
    reader.opens_tab("listing")
    reader.page.locator("[data-view=lines]").click()
    reader.page.locator("#notation [data-notation=maths]").click()
    if reader.page.locator("[data-point=all]").is_enabled():
        reader.page.locator("[data-point=all]").click()
    expect(point(reader)).to_have_text("All 100 points")
    reader.page.mouse.move(5, 5)
    for chosen in reader.page.locator("#listing [aria-current]").all():
        chosen.click()
        reader.page.mouse.move(5, 5)
    return reader


def line(reader, quantity):
    return reader.page.locator(f"#listing [data-quantity={quantity}]")


def point(reader):
    return reader.page.locator("#point b")


def told(reader):
    return reader.page.locator("#told")


def test_a_click_on_the_picture_picks_the_point_that_is_there(lines):
    expect(point(lines)).to_have_text("All 100 points")
    lines.page.locator("[data-point=next]").click()
    expect(point(lines)).to_have_text("Point 1 of 100")
    ring = lines.page.locator("#picked")
    expect(ring).to_be_visible()
    box = ring.bounding_box()
    lines.page.locator("[data-point=all]").click()
    expect(ring).to_be_hidden()
    lines.page.mouse.click(box["x"] + box["width"] / 2 + 1, box["y"] + box["height"] / 2 + 1)
    expect(point(lines)).to_have_text(re.compile(r"Point \d+ of 100"))
    expect(told(lines)).to_contain_text("probability")


def test_the_arrow_keys_lead_from_point_to_point(lines):
    lines.canvas.focus()
    lines.page.keyboard.press("ArrowRight")
    expect(point(lines)).to_have_text("Point 1 of 100")
    lines.page.keyboard.press("ArrowLeft")
    expect(point(lines)).to_have_text("Point 100 of 100")
    lines.page.keyboard.press("Escape")
    expect(point(lines)).to_have_text("All 100 points")


def test_the_cells_are_painted_where_the_lines_are(lines):
    # A picture from before the lines got their room may still be there for a moment.
    wait_until(lines.page, f"() => ({PLACES})().every({LIES_ON_CANVAS})")
    wait_until(lines.page, f"() => ({PAINTED})() > 0.2")
    places = lines.page.evaluate(PLACES)
    assert places
    for place in places:
        assert place["right"] - place["left"] >= 120
        assert place["row"][0] <= place["top"] < place["bottom"] <= place["row"][1]


def test_a_cell_under_the_pointer_says_its_number(lines):
    box = line(lines, "a1").locator(".cells").bounding_box()
    lines.page.mouse.move(box["x"] + 20, box["y"] + box["height"] / 2)
    expect(told(lines)).to_contain_text("a₁")
    lines.page.mouse.move(5, 5)
    expect(told(lines)).to_have_text("")


def test_the_keyboard_hears_a_line_as_a_whole(lines):
    line(lines, "a1").focus()
    lines.page.keyboard.press("ArrowUp")
    expect(told(lines)).to_contain_text("z₁")
    lines.page.keyboard.press("ArrowDown")
    expect(told(lines)).to_contain_text("a₁")
    expect(line(lines, "a1")).to_have_attribute("aria-current", "true")


def test_escape_lets_go_of_the_line_and_of_its_words(lines):
    line(lines, "a1").focus()
    lines.page.keyboard.press("ArrowUp")
    expect(told(lines)).to_contain_text("z₁")
    lines.page.keyboard.press("Escape")
    expect(told(lines)).to_have_text("")
    expect(line(lines, "z1")).to_have_attribute("aria-selected", "false")


def test_the_keyboard_goes_through_the_numbers_of_a_line(lines):
    line(lines, "a1").focus()
    lines.page.keyboard.press("ArrowRight")
    expect(told(lines)).to_contain_text("a₁ of unit 1 at point 1: ")
    lines.page.keyboard.press("ArrowRight")
    expect(told(lines)).to_contain_text("a₁ of unit 1 at point 2: ")
    lines.page.keyboard.press("ArrowDown")
    expect(told(lines)).to_contain_text("z₂ over 100 points: ")


def test_a_finger_that_scrolls_leaves_the_keyboard_its_words(lines):
    box = line(lines, "z1").bounding_box()
    lines.page.mouse.move(box["x"] + 50, box["y"] + 5)
    lines.page.mouse.down()
    lines.page.mouse.move(box["x"] + 50, 5)  # it is let go elsewhere: no click
    lines.page.mouse.up()
    lines.page.keyboard.press("ArrowDown")
    expect(told(lines)).to_contain_text("a₁")


def test_a_line_that_is_broken_on_purpose_is_shown_broken(lines):
    lines.page.locator("[data-view=check]").click()
    lines.page.locator("select[name=mistake]").select_option("doubled")
    lines.page.locator("[data-view=lines]").click()
    broken = line(lines, "dW2")
    expect(broken.locator(".struck")).to_contain_text("1/n")
    expect(broken).to_contain_text("broken")
    expect(line(lines, "dW1").locator("b")).to_have_count(0)
    broken.locator(".shape").click()
    expect(lines.page.locator(".why")).to_contain_text("Broken on purpose: Factor 2")
    lines.page.locator("#notation [data-notation=python]").click()
    expect(broken.locator("ins")).to_have_text("(2 / n)")
    lines.page.locator("[data-action=mend]").click()
    expect(broken.locator("ins")).to_have_count(0)


def test_a_unit_of_the_drawing_marks_its_lines(lines):
    lines.page.locator("#net .unit").nth(1).hover()
    expect(lines.page.locator("#listing .touched")).to_have_count(5)
    lines.page.mouse.move(5, 5)
    expect(lines.page.locator("#listing .touched")).to_have_count(0)


def test_an_update_is_walked_line_by_line_and_moves_the_loss(lines):
    epoch = lines.number("epoch")
    for _ in range(12):
        lines.page.locator("[data-walk=next]").click()
    expect(told(lines)).to_contain_text("moves furthest, by ")
    expect(lines.page.locator("output[name=epoch]")).to_have_text(f"{epoch:.0f}")
    lines.page.locator("[data-walk=next]").click()
    expect(lines.page.locator("output[name=epoch]")).to_have_text(f"{epoch + 1:.0f}")
    expect(told(lines)).to_contain_text(f"Epoch {epoch + 1:.0f}: the loss ")


def test_a_line_of_python_leads_to_its_place(lines):
    lines.page.locator("#notation [data-notation=python]").click()
    link = line(lines, "dW2").locator("a")
    with lines.page.expect_popup() as opened:
        link.click()
    opened.value.wait_for_load_state()
    assert opened.value.url.startswith(f"{lines.address}py/playground/network.py")
    assert "dW = (1 / n) * (dz @ a.T)" in opened.value.locator("body").inner_text()
    opened.value.close()


def test_numpy_refuses_a_product_without_its_transpose(lines):
    line(lines, "dW2").click()
    lines.page.locator("#forget").click()
    refusal = lines.page.locator("#refusal")
    expect(refusal).to_contain_text("(size 3 is different from 100)")
    expect(refusal).to_contain_text("the shape of W₂")
    lines.page.locator("#forget").click()
    expect(refusal).to_be_hidden()


@pytest.mark.parametrize("size", [(1280, 800), (1366, 768)])
def test_all_lines_are_seen_without_scrolling(lines, size):
    lines.page.set_viewport_size({"width": size[0], "height": size[1]})
    lines.page.wait_for_timeout(200)
    assert lines.page.evaluate(HIDDEN_BELOW) <= 1
    heights = [row.bounding_box()["height"] for row in lines.page.locator("#listing li").all()]
    assert min(heights) >= 20
