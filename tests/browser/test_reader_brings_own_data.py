"""A reader brings points of their own: drawn, loaded, pasted, dropped; and meets them again."""

import numpy as np
import pytest
from conftest import window
from playwright.sync_api import expect

from playground.custom import codec
from playground.custom.csv_table import read_table
from playground.custom.points import limits_around
from playground.data import generate
from playground.picture.plane import Plane
from playground.settings.address import MAX_POINTS_IN_ADDRESS

RING = "x;y;side\n" + "".join(
    f"{row % 10};{row // 10};{'in' if 2 < row % 10 < 7 and 2 < row // 10 < 7 else 'out'}\n"
    for row in range(100)
)
BAD = b"{}"
PASTE = """([text, where, picture]) => {
    const clipboardData = new DataTransfer();
    if (picture) clipboardData.items.add(new File(["?"], picture, { type: "image/png" }));
    clipboardData.setData("text/plain", text);
    const options = { clipboardData, bubbles: true, cancelable: true };
    document.querySelector(where).dispatchEvent(new ClipboardEvent("paste", options));
}"""
DRAG = """([kind, text, names]) => {
    const dataTransfer = new DataTransfer();
    for (const name of names)
        dataTransfer.items.add(new File([text], name, { type: "text/csv" }));
    if (text && !names.length) dataTransfer.setData("text/plain", text);
    const options = { dataTransfer, bubbles: true, cancelable: true };
    return !document.querySelector("h1").dispatchEvent(new DragEvent(kind, options));
}"""
# Control and a key, as a keyboard of another layout sends it.
PRESS = """([key, code]) => {
    const options = { key, code, ctrlKey: true, bubbles: true, cancelable: true };
    document.body.dispatchEvent(new KeyboardEvent("keydown", options));
}"""
FORBID_STORAGE = """for (const name of NAMES) Object.defineProperty(window, name, {
    get() { throw new DOMException("no", "SecurityError"); },
});"""


class Tools:
    """The tools for own points, in the hand of a reader."""

    def __init__(self, reader):
        self.reader = reader
        self.page = reader.page
        self.preview = reader.page.locator("#table-preview")
        self.use = self.preview.get_by_role("button", name="Use these points")

    # ---- What they do

    def opens(self):
        """Open the tab with what there is for own points."""
        self.reader.opens_tab("data")

    def take(self, name):
        """Press the button of a tool, and wait until there are own points."""
        if not self.button(name).is_visible():
            self.draws()
        if self.button(name).get_attribute("aria-pressed") == "false":
            self.press(name)

    def draws(self):
        """Press the button that puts a pencil into the hand."""
        self.opens()
        self.press("Draw")

    def press(self, name):
        self.button(name).click()
        self.reader.has_settled()

    def button(self, name):
        place = "#own" if name in ("Draw", "Clear") else "#tools"
        return self.page.locator(place).get_by_role("button", name=name)

    def load(self, text, name="table.csv", encoding="utf-8"):
        """Choose a file, and take what the preview shows."""
        self.chooses(text.encode(encoding), name)
        self.accepts()

    def chooses(self, content, name="table.csv"):
        """Choose a file, and look at it."""
        file = {"name": name, "mimeType": "text/csv", "buffer": content}
        self.page.locator("#own [type=file]").set_input_files(file)

    def accepts(self):
        """Take the table that the preview shows: one Enter."""
        expect(self.preview).to_be_visible()
        expect(self.use).to_be_focused()
        self.page.keyboard.press("Enter")
        expect(self.preview).to_be_hidden()

    def paste(self, text, where="h1", picture=""):
        self.page.evaluate(PASTE, [text, where, picture])

    def drag(self, kind, text="", *names):
        """Let something be dragged over the page, or dropped; tell whether the page wants it."""
        return self.page.evaluate(DRAG, [kind, text, names])

    def menu(self, name):
        return self.preview.locator(f"select[name={name}]")

    def sees_words(self, words):
        expect(self.preview.locator("#table-preview-words")).to_have_text(words)

    def click_at(self, *place):
        self.page.mouse.click(*self.on_screen(place))
        self.reader.has_settled()

    def stroke(self, *places):
        """Draw from place to place without lifting the pencil."""
        self.page.mouse.move(*self.on_screen(places[0]))
        self.page.mouse.down()
        for place in places[1:]:
            self.page.mouse.move(*self.on_screen(place), steps=8)
        self.page.mouse.up()
        self.reader.has_settled()

    # ---- What they see

    @property
    def shape(self):
        return self.reader.shape.input_value()

    @property
    def code(self):
        return self.page.locator("[name=points]").input_value()

    @property
    def points(self):
        """The points: X and y; a damaged link has none."""
        try:
            return codec.unpack(self.code)
        except ValueError:
            return codec.unpack("")

    def sees(self, number):
        """Wait for so many points."""
        for _ in range(100):
            if self.points[1].size == number:
                break
            self.page.wait_for_timeout(50)
        assert self.points[1].size == number
        self.reader.has_settled()

    def on_screen(self, place):
        """Return where a place of the plane is on the screen, in CSS pixels."""
        box = self.reader.canvas.bounding_box()
        plane = Plane(round(box["width"]), 1.0, "light")
        X, y = self.points
        plane.show_data(X, y, limits=limits_around(X))
        across, down = plane.to_pixels(np.array([place]).T)[:, 0]
        return box["x"] + float(across), box["y"] + float(down)


def starts_with(reader, points, more=""):
    """Open the page with own *points* in the address."""
    reader.follow(f"shape=custom&hidden_units=3&points={codec.pack(*points)}{more}")
    tools = Tools(reader)
    tools.opens()
    expect(reader.page.locator("[name=points]")).to_have_value(codec.pack(*points))
    reader.has_settled()
    return tools


@pytest.fixture
def tools(reader):
    """A reader with a few own points on the screen and no tool in the hand."""
    reader.page.keyboard.press("Escape")
    reader.page.evaluate("localStorage.clear()")
    points = (np.array([[-0.5, 0.5, 0.5], [-0.5, 0.5, -0.5]]), np.array([0, 1, 1]))
    yield starts_with(reader, points)
    reader.page.keyboard.press("Escape")
    reader.page.evaluate("localStorage.clear()")


# ---- Drawing


def test_a_click_puts_a_point_where_it_is(tools):
    for name, label, place in (("class 0", 0, (-0.8, 0.6)), ("class 1", 1, (0.25, -0.9))):
        tools.take(name)
        tools.click_at(*place)
        X, y = tools.points
        assert y[-1] == label
        assert np.abs(X[:, -1] - place).max() < 0.01
    tools.sees(5)


def test_points_are_drawn_on_and_the_network_learns_them(tools):
    frame = tools.reader.frame
    tools.take("class 0")
    tools.click_at(0, 1)
    assert tools.reader.frame > frame
    expect(tools.reader.status).to_contain_text("Own points, 3 hidden units: after")
    before = tools.reader.number("train_loss")
    tools.click_at(0.5, 0.45)
    assert tools.reader.number("train_loss") != before


def test_a_drag_leaves_an_even_trail_and_is_one_step_to_undo(tools):
    before = tools.code
    tools.take("class 1")
    tools.stroke((-1, 1), (1, 1))
    X, y = tools.points
    trail = X[:, 3:]
    assert y[3:].all()
    assert 20 < trail.shape[1] < 60
    assert np.abs(trail[1] - 1).max() < 0.01
    steps = np.diff(trail[0])
    assert steps.max() < 1.2 * steps.min()
    tools.press("Undo")
    assert tools.code == before


def test_no_part_of_a_stroke_is_lost_while_the_engine_is_busy(tools):
    tools.take("class 1")
    tools.stroke((-1, 1), (1, 1))
    usual = tools.points[1].size
    tools.press("Undo")
    tools.reader.keeps_the_engine_busy()
    tools.stroke((-1, 1), (1, 1))
    tools.sees(usual)


def test_drawing_at_the_edge_does_not_move_the_plane(tools):
    before = limits_around(tools.points[0])
    tools.take("class 0")
    for corner in ((-1.19, 1.19), (1.19, -1.19)):
        tools.click_at(*corner)
    tools.sees(5)
    assert limits_around(tools.points[0]) == before


def test_nothing_is_drawn_beside_the_plane_or_without_a_tool(tools):
    before = tools.code
    tools.click_at(0, 0)
    tools.take("class 0")
    tools.click_at(0, -1.3)
    tools.click_at(-1.3, 0)
    tools.press("class 0")  # once more puts it away
    tools.click_at(0, 0)
    assert tools.code == before


def test_the_eraser_takes_what_is_under_it_and_nothing_else(tools):
    tools.take("Erase")
    tools.click_at(0.52, 0.48)
    tools.sees(2)
    X, y = tools.points
    assert X.T.tolist() == [[-0.5, -0.5], [0.5, -0.5]]
    assert y.tolist() == [0, 1]
    tools.stroke((-0.5, 0), (-0.5, -1))
    tools.sees(1)
    assert tools.points[0].T.tolist() == [[0.5, -0.5]]


def test_without_points_there_is_a_plane_and_a_hint(tools):
    tools.press("Clear")
    assert tools.points[1].size == 0
    expect(tools.reader.status).to_contain_text("no points to learn from yet")
    assert tools.reader.state == "paused"
    tools.take("class 1")
    tools.click_at(0.3, 0.3)
    tools.sees(1)


def test_drawing_begins_with_the_points_on_the_screen(tools):
    tools.reader.follow("shape=moons&hidden_units=3&test_fraction=0.2")
    expect(tools.reader.shape).to_have_value("moons")
    tools.reader.has_settled()
    tools.opens()
    tools.take("class 0")
    tools.sees(100)
    assert tools.shape == "custom"
    X, y = generate("moons")
    assert {(*place, label) for *place, label in np.rint([*(1000 * X), y]).T.tolist()} == {
        (*place, label)
        for *place, label in np.rint([*(1000 * tools.points[0]), tools.points[1]]).T.tolist()
    }
    tools.click_at(2.2, 1.5)
    tools.sees(101)
    tools.press("Undo")
    tools.sees(100)
    tools.press("Undo")
    assert tools.shape == "moons"
    assert tools.code == ""


def test_the_tools_are_on_the_picture_while_there_are_own_points(tools):
    bar = tools.page.locator("#tools")
    expect(bar).to_be_visible()
    tools.reader.choose_shape("moons")
    expect(bar).to_be_hidden()
    tools.draws()
    expect(bar).to_be_visible()
    inner, outer = bar.bounding_box(), tools.reader.canvas.bounding_box()
    assert outer["x"] <= inner["x"]
    assert inner["x"] + inner["width"] <= outer["x"] + outer["width"]
    assert outer["y"] <= inner["y"]


def test_who_chooses_their_own_points_has_a_pencil_in_the_hand(tools):
    tools.reader.choose_shape("circles")
    tools.page.locator("[data-shape=custom]").click()
    expect(tools.button("class 0")).to_have_attribute("aria-pressed", "true")
    tools.reader.has_settled()
    before = tools.points[1].size
    tools.click_at(0.1, 0.1)
    tools.sees(before + 1)
    tools.page.locator("[data-shape=moons]").click()
    expect(tools.page.locator("html[data-tool]")).to_have_count(0)


def test_a_tool_is_seen_to_be_in_the_hand(tools):
    tools.take("class 1")
    expect(tools.button("class 1")).to_have_attribute("aria-pressed", "true")
    expect(tools.button("class 0")).to_have_attribute("aria-pressed", "false")
    assert tools.reader.canvas.evaluate("canvas => getComputedStyle(canvas).cursor") == "crosshair"
    tools.page.keyboard.press("Escape")
    expect(tools.button("class 1")).to_have_attribute("aria-pressed", "false")
    assert tools.reader.canvas.evaluate("canvas => getComputedStyle(canvas).cursor") == "auto"


# ---- Keyboard


def test_the_keyboard_draws_too(tools):
    cross = tools.page.locator("#cross")
    tools.button("class 0").press("Enter")
    expect(tools.reader.canvas).to_be_focused()
    expect(cross).to_be_visible()
    tools.reader.has_settled()
    tools.page.keyboard.press("Enter")
    tools.sees(4)
    assert np.abs(tools.points[0][:, -1]).max() < 0.01
    for key in ("ArrowUp", "ArrowUp", "ArrowRight", "Shift+ArrowRight", "Enter"):
        tools.page.keyboard.press(key)
    tools.sees(5)
    pixel = 2.4 / (tools.on_screen((1.2, 0))[0] - tools.on_screen((-1.2, 0))[0])
    assert np.abs(tools.points[0][:, -1] - [14 * pixel, 24 * pixel]).max() < 0.01
    tools.page.keyboard.press("Escape")
    expect(cross).to_be_hidden()
    expect(tools.button("class 0")).to_be_focused()


def test_the_cross_stays_on_the_plane(tools):
    tools.button("class 1").press("Enter")
    tools.reader.has_settled()
    for _ in range(60):
        tools.page.keyboard.press("ArrowLeft")
        tools.page.keyboard.press("ArrowDown")
    tools.page.keyboard.press("Enter")
    tools.sees(4)
    assert tools.points[0][:, -1].max() < -1.1


def test_keys_undo_and_redo(tools):
    before = tools.code
    tools.take("class 1")
    tools.click_at(0, 0)
    after = tools.code
    assert after != before
    for keys, code in (
        ("Control+z", before),
        ("Control+Shift+z", after),
        ("Control+z", before),
        ("Control+y", after),
    ):
        tools.page.keyboard.press(keys)
        expect(tools.page.locator("[name=points]")).to_have_value(code)
        tools.reader.has_settled()


def test_keys_undo_and_redo_on_a_cyrillic_keyboard(tools):
    before = tools.code
    tools.take("class 1")
    tools.click_at(0, 0)
    after = tools.code
    for key, place, code in (("я", "KeyZ", before), ("н", "KeyY", after)):
        tools.page.evaluate(PRESS, [key, place])
        expect(tools.page.locator("[name=points]")).to_have_value(code)
        tools.reader.has_settled()


def test_undo_belongs_to_a_field_that_is_being_typed_in(tools):
    tools.take("class 1")
    tools.click_at(0, 0)
    code = tools.code
    tools.reader.control("data_seed").focus()
    tools.page.keyboard.press("Control+z")
    tools.reader.has_settled()
    assert tools.code == code


def test_a_new_stroke_ends_redo(tools):
    tools.take("class 1")
    tools.click_at(0, 0)
    tools.press("Undo")
    expect(tools.button("Redo")).to_be_enabled()
    tools.click_at(0.7, 0.7)
    expect(tools.button("Redo")).to_be_disabled()


# ---- Tables


def test_a_file_is_read_and_the_page_says_how(tools):
    tools.load(RING, "ring.csv")
    tools.sees(100)
    table = read_table(RING, "ring.csv")
    expect(tools.reader.status).to_contain_text(table.words)
    X, y = tools.points
    assert np.abs(X - table.X).max() <= 0.0005
    assert y.tolist() == table.y.tolist()
    tools.press("Undo")
    tools.sees(3)


def test_a_file_in_the_letters_of_older_days_is_read_too(tools):
    tools.load("Länge;Größe;Tier\n1,5;2;Bär\n2,5;3;Löwe\n", encoding="cp1252")
    tools.sees(2)
    expect(tools.reader.status).to_contain_text("“Länge” from 1.5 to 2.5")
    expect(tools.reader.status).to_contain_text("Class 0 is “Bär”, class 1 is “Löwe”")


def test_a_table_can_be_pasted(tools):
    tools.paste(RING)
    expect(tools.preview.get_by_role("heading")).to_have_text("Pasted table")
    tools.accepts()
    tools.sees(100)
    expect(tools.reader.status).to_contain_text("Read 100 rows: ")


def test_what_is_pasted_into_a_field_belongs_to_it(tools):
    tools.reader.control("data_seed").focus()
    tools.paste(RING, "#data_seed")
    tools.reader.has_settled()
    expect(tools.preview).to_be_hidden()
    tools.sees(3)


def test_a_file_can_be_dropped_and_the_page_shows_that_it_wants_it(tools):
    def frame():
        return tools.page.evaluate("getComputedStyle(stage, '::before').content")

    assert frame() == "none"
    assert tools.drag("dragover", RING, "ring.csv")
    assert "Drop a table" in frame()
    tools.drag("dragleave")
    assert frame() == "none"
    tools.drag("dragover", RING, "ring.csv")
    assert tools.drag("drop", RING, "ring.csv")
    assert frame() == "none"
    tools.accepts()
    tools.sees(100)
    expect(tools.reader.status).to_contain_text("of ring.csv")


def test_text_can_be_dropped(tools):
    assert tools.drag("dragover", RING)
    assert tools.drag("drop", RING)
    tools.accepts()
    tools.sees(100)


def test_a_file_that_is_no_table_is_told_and_the_old_points_stay(tools):
    before = tools.code
    tools.chooses(BAD, "bad.csv")
    expect(tools.reader.status).to_contain_text("bad.csv was not loaded.")
    expect(tools.preview).to_be_hidden()
    assert tools.code == before
    # The same file, mended, is read.
    tools.load(RING, "bad.csv")
    expect(tools.reader.status).to_contain_text("Read 100 rows of bad.csv")


def test_no_more_of_python_is_fetched_for_it(faulty_site, chromium):
    with window(chromium, faulty_site.address) as reader:
        reader.open_and_wait()
        reader.sees_painter("matplotlib")
        tools = Tools(reader)
        tools.opens()
        seen = len(reader.journal.requests)
        assert any("python.tar.gz" in address for address in reader.journal.requests)
        tools.take("class 1")
        tools.click_at(0, 0)
        tools.load('"1,5";2;a\n3;4;b')
        tools.sees(2)
        assert not any("rest.tar.gz" in address for address in reader.journal.requests[seen:])


def test_a_table_may_be_loaded_over_any_shape(tools):
    tools.reader.follow("shape=spiral&hidden_units=3")
    expect(tools.reader.shape).to_have_value("spiral")
    tools.load(RING)
    tools.sees(100)
    assert tools.shape == "custom"


# ---- A preview before it counts

FLOWERS = "length,width,depth,kind\n" + "".join(
    f"{row % 7},{row % 5},{row % 3},{'rose' if row < 20 else 'lily' if row < 30 else 'iris'}\n"
    for row in range(40)
)
WORDS = "30 points: length and width, lily against rose"


@pytest.fixture
def looking(tools):
    """A reader before the preview of a table with four columns and three labels."""
    tools.page.locator("#table").focus()
    tools.chooses(FLOWERS.encode(), "flowers.csv")
    expect(tools.preview).to_be_visible()
    yield tools
    if tools.preview.is_visible():
        tools.page.keyboard.press("Escape")


def test_a_preview_says_and_shows_what_the_table_would_become(looking):
    dialog = looking.preview
    expect(dialog.get_by_role("heading")).to_have_text("flowers.csv")
    expect(dialog).to_have_attribute("aria-labelledby", "table-preview-title")
    heads = dialog.locator("th").all_inner_texts()
    assert [head.split() for head in heads][-1] == ["label", "kind"]
    expect(dialog.locator("tbody tr").first).to_have_text("000rose")
    marks = [path.get_attribute("d") for path in dialog.locator(".plot path").all()]
    assert [mark.count("M") > 5 for mark in marks] == [True, True]
    assert looking.points[1].size == 3  # nothing counts yet


def test_one_enter_takes_it_and_one_undo_takes_it_back(looking):
    before = looking.code
    looking.accepts()
    looking.reader.has_settled()
    assert looking.points[1].size > 20
    looking.press("Undo")
    assert looking.code == before


@pytest.mark.parametrize("way", ["Escape", "Cancel"])
def test_nothing_is_lost_on_cancel(looking, way):
    before, undo = looking.code, looking.button("Undo").is_enabled()
    looking.menu("x1").select_option("2")
    if way == "Escape":
        looking.page.keyboard.press("Escape")
    else:
        looking.preview.get_by_text("Cancel").click()
    expect(looking.preview).to_be_hidden()
    looking.reader.has_settled()
    assert looking.code == before
    assert looking.button("Undo").is_enabled() == undo
    expect(looking.page.locator("#table")).to_be_focused()


def test_columns_and_classes_are_chosen_in_menus(looking):
    looking.menu("x1").select_option("2")
    looking.menu("zero").select_option("iris")
    looking.menu("one").select_option(label="all others")
    looking.sees_words("40 points: depth and width, iris against all others")
    looking.accepts()
    looking.sees(40)
    assert int(looking.points[1].sum()) == 30
    assert looking.page.locator("[name=names]").input_value().startswith("depth,width,iris,")


def test_a_column_gets_another_role_by_its_name(looking):
    looking.menu("zero").select_option("lily")
    looking.menu("one").select_option("rose")
    looking.sees_words(WORDS)
    depth = looking.preview.locator("[data-column='2']")
    depth.click()
    looking.sees_words("30 points: depth and width, lily against rose")
    expect(depth).to_be_focused()
    expect(depth).to_contain_text("x₁")
    depth.click()
    looking.sees_words("30 points: width and depth, lily against rose")
    expect(looking.menu("x2")).to_have_value("2")


def test_the_keyboard_alone_is_enough(looking):
    page = looking.page
    expect(looking.use).to_be_focused()
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        if looking.menu("x1").evaluate("menu => menu === document.activeElement"):
            break
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(looking.menu("x1")).to_have_value("2")
    before = looking.reader.frame
    page.keyboard.press("r")  # resets the training elsewhere
    for _ in range(40):
        page.keyboard.press("Tab")
        if looking.use.evaluate("button => button === document.activeElement"):
            break
    looking.accepts()
    looking.reader.has_settled()
    assert looking.reader.frame >= before
    assert looking.page.locator("[name=names]").input_value().startswith("depth,length")


def test_what_cannot_be_used_says_why_and_can_be_changed(looking):
    looking.menu("x1").select_option("3")
    problem = looking.preview.locator("#table-preview-problem")
    expect(problem).to_be_visible()
    expect(looking.use).to_be_disabled()
    assert "table-preview-problem" in looking.use.get_attribute("aria-describedby")
    looking.menu("label").select_option("3")
    expect(problem).to_be_hidden()
    expect(looking.use).to_be_enabled()


def test_the_page_still_has_one_status_and_one_alert(looking):
    for role in ("status", "alert"):
        assert looking.page.locator(f"[role={role}]").count() == 1


def test_of_several_files_the_first_table_is_taken_and_the_others_are_named(tools):
    tools.drag("drop", RING, "notes.md", "ring.csv", "more.csv")
    expect(tools.preview.get_by_role("heading")).to_have_text("ring.csv")
    remark = "One table at a time: ring.csv is shown, notes.md and more.csv not."
    expect(tools.preview.locator("#table-preview-remark")).to_have_text(remark)
    tools.accepts()
    tools.sees(100)


def test_a_folder_is_told(tools):
    tools.page.evaluate("""() => {
        DataTransferItem.prototype.webkitGetAsEntry = () => ({ isDirectory: true, name: "data" });
    }""")
    tools.drag("drop", RING, "data")
    expect(tools.reader.status).to_contain_text("data is a folder and was not loaded.")
    tools.page.evaluate("delete DataTransferItem.prototype.webkitGetAsEntry")


def test_a_file_that_cannot_be_read_is_told(tools):
    tools.page.evaluate("""() => {
        window.kept = Blob.prototype.arrayBuffer;
        Blob.prototype.arrayBuffer = () => Promise.reject(new DOMException("", "NotFoundError"));
    }""")
    tools.drag("drop", RING, "gone.csv")
    expect(tools.reader.status).to_contain_text("gone.csv was not loaded. The browser cannot read")
    tools.page.evaluate("() => { Blob.prototype.arrayBuffer = window.kept; }")


def test_a_picture_beside_text_in_the_clipboard_does_not_hide_it(tools):
    tools.paste(RING, picture="cells.png")
    expect(tools.preview.get_by_role("heading")).to_have_text("Pasted table")
    tools.accepts()
    tools.sees(100)


def test_rare_letters_survive(tools):
    tools.paste("x,y,kind\n1,2,🐧\n2,1,🦭\n3,3,🐧\n")
    expect(tools.preview.locator("td", has_text="🦭")).to_be_visible()
    tools.accepts()
    tools.sees(3)
    for animal in ("🐧", "🦭"):
        expect(tools.reader.status).to_contain_text(animal)


def test_of_more_rows_than_can_be_used_the_reader_chooses_some(tools):
    rows = "".join(f"{row % 101},{row % 97},{'ab'[row // 3 % 2]}\n" for row in range(25_000))
    tools.chooses(rows.encode(), "many.csv")
    tools.sees_words("20,000 points: column 1 and column 2, a against b")
    menu = tools.menu("rows")
    expect(menu).to_have_value("first")
    menu.select_option("random")
    expect(tools.preview.locator("li", has_text="20,000")).to_be_visible()
    tools.accepts()
    tools.sees(20_000)


def test_of_a_huge_file_the_beginning_is_read_and_the_page_says_so(tools):
    rows = b"1,2,a\n2,1,b\n" * 500_000
    tools.chooses(rows, "huge.csv")
    expect(tools.preview).to_be_visible(timeout=60_000)
    expect(tools.preview.locator("li", has_text="5 megabytes")).to_be_visible()
    tools.sees_words("20,000 points: column 1 and column 2, a against b")
    tools.page.keyboard.press("Escape")


def test_another_table_takes_the_place_of_the_one_that_is_shown(looking):
    looking.drag("drop", RING, "ring.csv")
    expect(looking.preview.get_by_role("heading")).to_have_text("ring.csv")
    looking.drag("drop", "{}", "bad.csv")
    expect(looking.preview.locator("#table-preview-problem")).to_contain_text("bad.csv was not")
    looking.accepts()
    looking.sees(100)


@pytest.mark.parametrize(
    ("name", "number", "words"),
    [
        ("Iris", 100, "a single straight line"),
        ("Penguins", 333, "One unit is helpless"),
        ("Weather", 309, "Do ten units find more"),
        ("Travel", 122, "keep 30 % for testing"),
    ],
)
def test_a_table_that_is_ready_is_one_click(tools, name, number, words):
    before = tools.code
    tools.page.locator("#ready").get_by_role("button", name=name).click()
    tools.sees(number)
    expect(tools.preview).to_be_hidden()
    expect(tools.reader.status).to_contain_text(words)
    tools.press("Undo")
    assert tools.code == before


def test_a_ready_table_that_does_not_come_is_told(new_reader):
    new_reader.page.route("**/iris.csv", lambda route: route.fulfill(status=404))
    new_reader.open_and_wait()
    tools = Tools(new_reader)
    tools.opens()
    tools.page.locator("#ready").get_by_role("button", name="Iris").click()
    expect(new_reader.status).to_contain_text("iris.csv could not be fetched")
    new_reader.journal.forgive("404", "iris.csv")


# ---- Meeting them again


@pytest.fixture
def newcomer(new_reader):
    """A reader with a browser of their own, at the page."""
    new_reader.open_and_wait()
    tools = Tools(new_reader)
    tools.opens()
    return tools


def many_points(number=3000):
    return generate("moons", number)


def test_few_points_travel_in_the_address(newcomer, reader_with):
    newcomer.load(RING)
    newcomer.sees(100)
    newcomer.page.wait_for_url(f"**points={newcomer.code}**")
    friend = reader_with()
    friend.open(newcomer.page.url.partition("#")[2])
    friend.sees_state("ready", "done")
    expect(friend.shape).to_have_value("custom")
    assert Tools(friend).code == newcomer.code
    expect(friend.status).to_contain_text("Own points, 3 hidden units")


def test_many_points_stay_in_the_browser_and_the_page_says_so(newcomer):
    X, y = many_points()
    rows = zip(*X.tolist(), y.tolist(), strict=True)
    newcomer.load("\n".join(",".join(map(str, row)) for row in rows))
    newcomer.sees(3000)
    code = newcomer.code
    assert len(code) > MAX_POINTS_IN_ADDRESS
    words = "Your 3000 points are too many for a link; this browser keeps them."
    expect(newcomer.reader.status).to_contain_text(words)
    newcomer.page.wait_for_url("**#shape=custom&hidden_units=3&names=*")
    newcomer.page.reload()
    newcomer.reader.sees_state("ready", "done")
    assert newcomer.code == code
    expect(newcomer.reader.status).to_contain_text(words)


def test_other_shapes_in_between_do_no_harm(newcomer):
    newcomer.load(RING)
    newcomer.sees(100)
    code = newcomer.code
    newcomer.reader.choose_shape("circles")
    newcomer.reader.has_settled()
    assert newcomer.code == ""
    newcomer.page.wait_for_url("**#shape=circles&hidden_units=3")
    newcomer.page.reload()
    newcomer.reader.sees_state("ready", "done")
    newcomer.reader.choose_shape("custom")
    newcomer.reader.has_settled()
    assert newcomer.code == code


def test_taking_a_tool_does_not_replace_the_drawing_of_another_day(newcomer):
    newcomer.load(RING)
    newcomer.sees(100)
    code = newcomer.code
    newcomer.page.goto("about:blank")
    newcomer.reader.open_and_wait("shape=moons&hidden_units=3")
    newcomer.opens()
    newcomer.take("class 0")
    newcomer.sees(100)
    assert newcomer.code != code
    kept = newcomer.page.evaluate("localStorage['nn-playground-points']")
    assert kept == f"{code}|x,y,in,out"
    newcomer.click_at(2, 2)
    newcomer.sees(101)
    for _ in range(3):
        newcomer.press("Undo")
    assert newcomer.code == code


def test_points_that_another_shape_has_covered_come_back_by_undo(newcomer):
    newcomer.load(RING)
    newcomer.sees(100)
    code = newcomer.code
    newcomer.reader.choose_shape("circles")
    newcomer.reader.sees_state("done")
    newcomer.take("class 0")
    newcomer.sees(100)
    newcomer.click_at(0.1, 0.1)
    newcomer.sees(101)
    for _ in range(3):
        newcomer.press("Undo")
    assert newcomer.code == code


@pytest.mark.parametrize(
    ("refused", "words"),
    [
        (["localStorage", "sessionStorage"], "and this browser keeps nothing"),
        (["localStorage"], "this tab keeps them until it is closed"),
    ],
)
def test_without_storage_the_page_says_that_the_points_go(new_reader, refused, words):
    new_reader.page.add_init_script(FORBID_STORAGE.replace("NAMES", str(refused)))
    new_reader.open_and_wait()
    tools = Tools(new_reader)
    X, y = many_points()
    rows = zip(*X.tolist(), y.tolist(), strict=True)
    tools.load("\n".join(",".join(map(str, row)) for row in rows))
    tools.sees(3000)
    expect(new_reader.status).to_contain_text("too many for a link")
    expect(new_reader.status).to_contain_text(words)


def test_what_is_drawn_and_loaded_before_python_is_up_is_not_lost(new_reader):
    held = []
    new_reader.page.route("**/python.tar.gz", lambda route: held.append(route))
    new_reader.open("shape=custom&hidden_units=3")
    tools = Tools(new_reader)
    tools.opens()
    expect(tools.button("class 1")).to_be_enabled()
    tools.button("class 1").click()
    tools.page.mouse.click(*tools.on_screen((-1.1, 0)))
    tools.chooses(RING.encode(), "ring.csv")
    expect(new_reader.status).to_contain_text("ring.csv is shown as soon as Python")
    for route in held:
        route.continue_()
    new_reader.page.wait_for_selector("#table-preview[open]")  # Python takes its time
    tools.accepts()
    tools.sees(100)
    tools.press("Undo")
    tools.sees(1)
    assert tools.points[1][-1] == 1


def test_who_has_no_points_yet_gets_an_empty_plane_and_the_tools(newcomer):
    newcomer.reader.choose_shape("custom")
    newcomer.reader.has_settled()
    expect(newcomer.reader.status).to_contain_text("no points to learn from yet")
    expect(newcomer.button("class 0")).to_be_visible()
    newcomer.take("class 0")
    newcomer.click_at(-0.5, 0.5)
    newcomer.take("class 1")
    newcomer.click_at(0.5, 0.5)
    newcomer.sees(2)
    expect(newcomer.reader.status).to_contain_text("100 % of the points are classified correctly")


@pytest.mark.parametrize("code", ["AQABeNpjYIACAAAJ", "AAAA", "x" * 300])
def test_a_damaged_link_is_reported_and_the_page_goes_on(tools, code):
    tools.reader.follow(f"shape=custom&hidden_units=3&points={code}")
    expect(tools.reader.status).to_contain_text("The points in this link are")
    tools.reader.has_settled()
    tools.take("class 0")
    tools.click_at(0, 0)
    tools.sees(1)


# ---- On a phone


PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


def swipe(page, *places):
    """Put a finger on the screen, move it from place to place, and lift it."""
    session = page.context.new_cdp_session(page)
    kinds = ["touchStart"] + ["touchMove"] * (len(places) - 1)
    for kind, (x, y) in zip(kinds, places, strict=True):
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    session.detach()
    page.wait_for_timeout(300)


def test_a_finger_draws_with_a_tool_and_scrolls_without(reader_with):
    reader = reader_with(**PHONE)
    reader.open_and_wait("shape=custom&hidden_units=3")
    tools = Tools(reader)

    def scrolled():
        return reader.page.evaluate("scrollY")

    tools.opens()
    tools.take("class 1")
    tools.page.evaluate("scrollTo(0, 0)")
    x, top = tools.on_screen((0, 0.8))
    _, bottom = tools.on_screen((0, 0.1))
    way_up = [(x, bottom + (top - bottom) * share / 8) for share in range(9)]
    swipe(reader.page, *way_up)
    assert scrolled() == 0
    reader.has_settled()
    X, y = tools.points
    assert y.size > 5
    assert y.all()
    assert np.abs(X[0]).max() < 0.02
    reader.page.touchscreen.tap(*tools.on_screen((-0.6, 0.6)))
    tools.sees(y.size + 1)
    tools.press("class 1")  # which puts it away
    swipe(reader.page, *way_up)
    tools.sees(y.size + 1)
    assert scrolled() > 0


def test_on_a_phone_one_sees_what_was_wrong_with_a_file(reader_with):
    reader = reader_with(**PHONE)
    reader.open_and_wait()
    tools = Tools(reader)
    tools.opens()
    says = reader.page.locator("#own-says")
    expect(says).to_be_hidden()
    tools.chooses(BAD, "bad.csv")
    # Beside its button, and over the picture, which is always in view.
    for place in (says, reader.status):
        expect(place).to_contain_text("bad.csv was not loaded.")
    expect(reader.status).to_be_in_viewport()
    tools.load(RING, "ring.csv")
    expect(says).to_contain_text("Read 100 rows of ring.csv")
    tools.sees(100)
    tools.press("Clear")
    expect(says).to_be_hidden()


@pytest.mark.parametrize("size", [(390, 844), (320, 568)])
def test_on_a_phone_the_preview_is_a_sheet_with_its_button_in_view(reader_with, size):
    width, height = size
    reader = reader_with(**{**PHONE, "viewport": {"width": width, "height": height}})
    reader.open_and_wait()
    tools = Tools(reader)
    tools.opens()
    tools.chooses(FLOWERS.encode(), "flowers.csv")
    expect(tools.preview).to_be_visible()
    box = tools.preview.bounding_box()
    assert (box["x"], round(box["width"])) == (0, width)
    assert box["y"] + box["height"] <= height
    for scrolled in (0, 10_000):
        tools.preview.locator(".sheet").evaluate(
            "(sheet, top) => { sheet.scrollTop = top }", scrolled
        )
        expect(tools.use).to_be_in_viewport(ratio=1)
    assert tools.page.evaluate("document.documentElement.scrollWidth") <= width
    small = "box => box.checkVisibility() && box.getBoundingClientRect().height < 44"
    for control in tools.preview.locator("select, footer button, header button").all():
        assert not control.evaluate(small)
    tools.use.tap()
    expect(tools.preview).to_be_hidden()
    tools.reader.has_settled()
    assert tools.points[1].size > 20
