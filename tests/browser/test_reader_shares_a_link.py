"""A reader shares what they see: the link of one browser shows the same in another."""

import base64

import lesson
import numpy as np
import pytest
from playwright.sync_api import expect
from reader import COPY_OF_THE_CANVAS, SAME_PICTURE

from playground.settings.link import read_link

MAY_COPY = {"permissions": ["clipboard-read", "clipboard-write"]}
DESK = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
# As in a frame that may not write to the clipboard.
REFUSE = """Object.defineProperty(navigator, "clipboard", { value: {
    writeText: () => Promise.reject(new DOMException("", "NotAllowedError")),
} })"""
# As on a page that came over plain HTTP.
HAVE_NONE = "Object.defineProperty(navigator, 'clipboard', { value: undefined })"
PASTE = """field => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", "1,2,a\\n3,4,b\\n");
    const options = { clipboardData, bubbles: true, cancelable: true };
    field.dispatchEvent(new ClipboardEvent("paste", options));
}"""
TASK = "shape=moons&hidden_units=3&test_fraction=0.25&epoch=0"


def share_button(reader):
    """Return the button, which on a low window stands under View."""
    button = reader.page.locator("[data-action=copy_link]")
    if not button.is_visible():
        reader.opens_tab("view")
    return button


def copied(reader):
    """Press Share, and return what is in the clipboard then: what follows the #."""
    share_button(reader).click()
    expect(reader.status).to_contain_text("Link copied")
    link = reader.page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{reader.address}#")
    reader.page.keyboard.press("Escape")
    expect(reader.page.locator("#share")).to_be_hidden()
    return link.partition("#")[2]


def drawing(reader):
    """Return the pixels of the drawn network."""
    code = COPY_OF_THE_CANVAS.replace("#boundary", "#network")
    return lesson.read_png(base64.b64decode(reader.page.evaluate(code)))


def sees_the_same(one, other):
    """Wait until *other* shows the picture and the numbers that *one* shows."""
    for name in ("epoch", "train_loss", "test_loss", "train_accuracy", "test_accuracy"):
        css = f"output[name={name}]"
        expect(other.page.locator(css)).to_have_text(one.page.locator(css).text_content())
    expect(other.page.locator("#point b")).to_have_text(one.page.locator("#point b").inner_text())
    wanted = one.picture()
    for _ in range(100):
        shown = other.picture()
        if shown.shape == wanted.shape and lesson.difference(shown, wanted) < SAME_PICTURE:
            return
        other.page.wait_for_timeout(100)
    raise AssertionError("the link shows another picture")


def sets_by_hand(reader, value):
    """Change one weight by hand, and let go of its unit."""
    reader.opens_tab_of(reader.page.locator(".unit[data-layer='0'][data-unit='0']")).click()
    box = reader.page.locator("#inspector").get_by_label("from x₁", exact=True)
    box.fill(value)
    box.press("Enter")
    reader.sees_state("paused")
    reader.page.keyboard.press("Escape")
    reader.page.evaluate("document.activeElement.blur()")
    reader.page.mouse.move(1, 1)


@pytest.fixture
def pair(reader_with):
    """Two readers, each in a browser of their own; the first may use the clipboard."""
    return reader_with(**DESK, **MAY_COPY), reader_with(**DESK)


def test_weights_by_hand_point_epoch_tab_and_view_come_along(pair):
    one, other = pair
    one.open_and_wait("shape=moons&hidden_units=3&epoch=200")
    one.sees_painter("matplotlib")
    sets_by_hand(one, "-3.25")
    for _ in range(3):
        one.page.locator("[data-point=next]").click()
    expect(one.page.locator("#point b")).to_have_text("Point 3 of 100")
    one.page.locator("[data-view=space]").click()
    link = copied(one)
    said = read_link(link)
    assert (said.epoch, said.point, said.tab, said.inside) == (200, 3, "listing", "space")
    assert said.weights
    other.open_and_wait(link)
    other.sees_painter("matplotlib")
    sees_the_same(one, other)
    expect(other.page.locator("[data-view=space]")).to_have_attribute("aria-pressed", "true")
    expect(other.page.locator("#view-text")).to_have_text(
        one.page.locator("#view-text").inner_text()
    )
    assert np.abs(drawing(one) - drawing(other)).mean() < SAME_PICTURE
    # It counts as set by hand there, too, and can be taken back.
    expect(other.page.locator("#by-hand")).to_be_visible()
    other.page.locator("[data-action=undo_weights]").click()
    expect(other.page.locator("#by-hand")).to_be_hidden()
    expect(other.page).to_have_url(f"{other.address}#shape=moons&hidden_units=3&epoch=200")


def test_own_points_and_another_tab_come_along(pair):
    one, other = pair
    one.open_and_wait()
    one.sees_painter("matplotlib")
    one.choose_shape("custom")
    for across, down, tool in ((0.3, 0.3, "0"), (0.7, 0.7, "1"), (0.3, 0.7, "1")):
        button = one.page.locator(f"#tools [data-tool='{tool}']")
        if button.get_attribute("aria-pressed") == "false":
            button.click()
        box = one.canvas.bounding_box()
        one.page.mouse.click(box["x"] + across * box["width"], box["y"] + down * box["height"])
    one.page.keyboard.press("Escape")
    one.opens_tab("training")
    one.has_settled()
    one.page.wait_for_timeout(500)
    link = copied(one)
    other.open_and_wait(link)
    other.sees_painter("matplotlib")
    expect(other.page.locator("html")).to_have_attribute("data-tab", "training")
    sees_the_same(one, other)


def test_points_that_are_too_many_for_a_link_travel_in_a_file(pair, tmp_path):
    one, other = pair
    one.open_and_wait()
    one.sees_painter("matplotlib")
    random = np.random.default_rng(1)
    rows = [f"{x},{y},{'ab'[int(x > y)]}" for x, y in random.integers(0, 1000, (2000, 2))]
    table = tmp_path / "table.csv"
    table.write_text("\n".join(["x,y,label", *rows]), encoding="utf-8")
    one.page.locator("#table").set_input_files(table)
    one.page.get_by_role("button", name="Use these points").press("Enter")
    expect(one.page.locator("#shape")).to_have_value("custom")
    one.has_settled()
    one.page.wait_for_timeout(500)
    share_button(one).click()
    expect(one.page.locator("#share-says")).to_contain_text("A file can hold it")
    with one.page.expect_download() as download:
        one.page.get_by_role("button", name="Save it as a file").click()
    assert download.value.suggested_filename == "playground.json"
    file = tmp_path / "playground.json"
    download.value.save_as(file)
    other.open_and_wait()
    other.sees_painter("matplotlib")
    other.page.locator("#table").set_input_files(file)
    expect(other.page.locator("#shape")).to_have_value("custom")
    other.has_settled()
    other.page.wait_for_timeout(500)
    sees_the_same(one, other)


def test_a_link_works_on_a_phone_as_well(reader_with):
    one, other = reader_with(**DESK, **MAY_COPY), reader_with(**PHONE)
    one.open_and_wait("shape=circles&hidden_units=4&epoch=60")
    sets_by_hand(one, "2")
    loss = one.page.locator("output[name=train_loss]").inner_text()
    other.open_and_wait(copied(one))
    expect(other.page.locator("output[name=train_loss]")).to_have_text(loss)
    assert other.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_task_says_its_goal_and_when_and_with_what_it_was_reached(pair):
    teacher, student = pair
    teacher.open_and_wait(TASK)
    share_button(teacher).click()
    share = teacher.page.locator("#share")
    share.get_by_label("Title").fill("Fish & chips: <b>how few</b> units?")
    share.get_by_label("Note or question").fill("One line.\nAnother, 100% plain.")
    share.get_by_label("Test loss below").fill("0.05")
    share.get_by_label("Hidden units up to").fill("3")
    share.get_by_role("button", name="Copy link").click()
    expect(teacher.page.locator("#share-says")).to_contain_text("Link copied")
    link = teacher.page.evaluate("navigator.clipboard.readText()").partition("#")[2]
    student.open_and_wait(link)
    page = student.page
    expect(page.locator("#headline")).to_have_text("Fish & chips: <b>how few</b> units?")
    expect(page.locator("#lead .note")).to_have_text("One line. Another, 100% plain.")
    goal = page.locator("#lead .goal")
    expect(goal).to_have_text("Goal: test loss below 0.05 with at most 3 units.")
    expect(page).to_have_title("Fish & chips: <b>how few</b> units? · Neural Network Playground")
    student.chooses("speed", "fast")
    student.button("run").click()
    student.sees_state("done")
    expect(goal).to_contain_text("Reached at epoch ")
    expect(goal).to_contain_text(" with 3 units.")
    expect(student.status).to_contain_text("Reached at epoch ")  # for those who do not see it
    # Who loads the page anew has the same task.
    page.reload()
    student.sees_state("ready")
    expect(page.locator("#headline")).to_have_text("Fish & chips: <b>how few</b> units?")
    # Another lesson is another matter.
    page.locator("#lessons a").first.click()
    expect(page.locator("#headline")).to_have_text("What can one straight line do against a ring?")


def test_a_goal_with_too_many_units_is_not_reached(reader):
    reader.follow(f"{TASK}&hidden_units=5&goal_accuracy=0.9&goal_units=4")
    goal = reader.page.locator("#lead .goal")
    expect(goal).to_have_text("Goal: at least 90 % correct with at most 4 units.")
    reader.chooses("speed", "fast")
    reader.button("run").click()
    reader.sees_state("done")
    reader.page.wait_for_timeout(500)
    expect(goal).to_have_text("Goal: at least 90 % correct with at most 4 units.")


@pytest.mark.parametrize("script", [REFUSE, HAVE_NONE], ids=["refused", "none"])
def test_where_the_clipboard_is_refused_the_link_is_marked(reader_with, script):
    reader = reader_with(**DESK)
    reader.page.add_init_script(script)
    reader.open_and_wait()
    share_button(reader).click()
    expect(reader.status).to_contain_text("press Ctrl+C")
    field = reader.page.locator("#share-link")
    expect(field).to_be_focused()
    marked = "e => e.value.slice(e.selectionStart, e.selectionEnd)"
    assert field.evaluate(marked) == field.input_value() != ""


def test_who_is_quicker_than_python_has_the_title_and_later_the_link(reader_with):
    reader = reader_with(**DESK, **MAY_COPY)
    reader.open(f"{TASK}&title=Fish%20%2526%20chips", wait_until="commit")
    share_button(reader).click()
    expect(reader.page.locator("#headline")).to_have_text("Fish & chips")
    reader.sees_state("ready")
    expect(reader.page.locator("#share")).to_be_visible()
    expect(reader.page.locator("#share").get_by_label("Title")).to_have_value("Fish & chips")


def test_nothing_of_the_dialog_is_built_before_it_is_opened(reader):
    assert reader.page.locator("#share *").count() == 0
    reader.button("copy_link").click()
    share = reader.page.locator("#share")
    expect(share).to_be_visible()
    expect(share.get_by_role("button", name="Copy link")).to_be_focused()
    reader.page.keyboard.press("Escape")
    expect(share).to_be_hidden()
    expect(reader.button("copy_link")).to_be_focused()


def test_letters_that_are_written_in_the_dialog_are_only_letters(reader):
    before = reader.page.url
    reader.button("copy_link").click()
    note = reader.page.locator("#share").get_by_label("Note or question")
    note.press_sequentially("r s w d")
    note.evaluate(PASTE)  # no table either
    reader.page.wait_for_timeout(500)
    assert reader.page.url == before
    assert reader.shape.input_value() == "moons"
    reader.page.locator("[data-share=close]").click()


def test_what_is_not_allowed_is_said_and_left_out(reader):
    reader.button("copy_link").click()
    share = reader.page.locator("#share")
    share.get_by_label("Share correct from").fill("95")
    expect(reader.page.locator("#share-says")).to_have_text("Share correct takes 0 to 1, not “95”.")
    assert "goal_accuracy" not in reader.page.locator("#share-link").input_value()
    share.get_by_label("Share correct from").fill("")
    reader.page.locator("[data-share=close]").click()


@pytest.mark.parametrize(
    "fragment",
    [
        "weights=AQADAADAPwAAesPNzMw9",  # of another network
        "weights=AQAN" + "AADAfwAAwH8AAMB_" * 4 + "AADAfw",  # none of them is a number
        "title=%3Cscript%3Ealert(1)%3C/script%3E&note=%3Cimg src=x onerror=alert(1)%3E",
        "v=99&tab=../..&inside=__proto__&point=99999&goal_units=-1&theme=url(x)",
        "title=" + "%F0%9F%8C%B9" * 81,
        "note=" + "%25" * 5000,
    ],
)
def test_a_hostile_link_changes_no_more_than_it_may(reader, fragment):
    reader.follow(f"shape=moons&hidden_units=3&{fragment}")
    expect(reader.status).to_contain_text("Moons, 3 hidden units")
    reader.sees_state("ready", "done", "paused")
    assert reader.page.locator("#headline *, #lead script, #lead img").count() == 0
    assert reader.page.locator("#by-hand").is_hidden()


@pytest.mark.parametrize("width", [320, 390, 768, 1024, 1280, 2560])
def test_button_and_dialog_have_room_at_any_width(reader, width):
    reader.page.set_viewport_size({"width": width, "height": 800})
    reader.page.wait_for_timeout(200)
    button = share_button(reader)
    box = button.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert min(box["width"], box["height"]) >= (44 if width < 768 else 24)
    button.click()
    box = reader.page.locator("#share").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["y"] + box["height"] <= 800
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= width
    reader.page.keyboard.press("Escape")
