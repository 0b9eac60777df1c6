"""The tab "Forward & backward": what the engine hears of it, and what the reader is told."""

import pytest
from page_visit import Visit

POINT = {"index": 16, "n": 100, "label": 1, "across": 0.25, "down": 0.5, "words": "Point 17 …"}


@pytest.fixture
def visit(monkeypatch):
    one = Visit(monkeypatch).connects()
    one.sees_first_picture()
    one.window.rest()
    one.worker.messages.clear()
    return one


def find(visit, selector):
    return visit.document.querySelector(selector)


def item(visit, quantity):
    return find(visit, f"#listing [data-quantity={quantity}]")


def sent(visit, kind, *names):
    """Return what messages of one kind say, in one field or in several."""
    found = [[message[name] for name in names] for message in visit.worker.of_kind(kind)]
    return [one[0] if len(names) == 1 else tuple(one) for one in found]


def focus(visit, quantity):
    """Let the keyboard reach a line."""
    item(visit, quantity).focus()
    item(visit, quantity).send("focusin")


def told(visit):
    return find(visit, "#told").textContent


# --- what is open ------------------------------------------------------------------------


def test_nothing_inside_is_brought_or_watched_before_the_first_picture_is_on_the_screen(
    monkeypatch,
):
    visit = Visit(monkeypatch).connects()
    visit.sees_picture()
    assert visit.page.maths is visit.page.views is None
    assert not visit.worker.of_kind("watch", "cells")
    visit.hears("shown")
    assert sent(visit, "watch", "view", "size") == [("lines", [400, 300])]


def test_another_view_or_another_tab_is_something_else_to_watch(visit):
    for view in ("check", "space", "surface", "lines"):
        find(visit, f"[data-view={view}]").send("click")
        pressed = visit.document.querySelectorAll("#maths-tools [aria-pressed=true]")
        assert [one.getAttribute("data-view") for one in pressed] == [view, None]
        assert find(visit, "#pane-listing").dataset.open == view
    visit.page.tabs.open("data")
    visit.page.tabs.open("listing")
    seen = ["check", "space", "surface", "lines", "", "lines"]
    assert sent(visit, "watch", "view") == seen


def test_what_is_open_already_is_not_said_again(visit):
    find(visit, "[data-view=lines]").send("click")
    visit.page.send_view()
    assert sent(visit, "watch", "view") == []


def test_the_notation_is_another_one(visit):
    find(visit, "[data-notation=python]").send("click")
    assert find(visit, "#pane-listing").dataset.written == "python"
    assert item(visit, "z1").querySelector("code") is not None
    visit.sees_picture()
    assert item(visit, "z1").querySelector("code") is not None


# --- cells -------------------------------------------------------------------------------


def test_the_engine_knows_where_the_cells_are(monkeypatch):
    visit = Visit(monkeypatch).connects()
    visit.sees_first_picture()
    visit.window.rest()
    (message,) = visit.worker.of_kind("cells")
    assert [row[0] for row in message["rows"]] == [
        *["z1", "a1", "z2", "a2", "loss", "dz2", "dW2", "db2", "dz1", "dW1", "db1"]
    ]
    assert message["size"][0] == 400
    visit.page.maths.lay_out()
    visit.window.rest()
    assert len(visit.worker.of_kind("cells")) == 1
    visit.sees_picture(sizes=[2, 1])
    visit.window.rest()
    assert [row[0] for row in visit.worker.of_kind("cells")[-1]["rows"]][-1] == "db1"
    assert len(visit.worker.of_kind("cells")) == 2


def test_cells_that_cannot_be_seen_are_nowhere(visit):
    for place in visit.document.querySelectorAll("#listing .cells"):
        place.clientWidth = 0
    visit.page.maths.lay_out()
    visit.window.rest()
    assert sent(visit, "cells", "rows") == [[]]
    assert find(visit, "#cells").hidden


def test_a_cell_under_the_pointer_is_told(visit):
    item(visit, "a1").send("pointermove", clientX=110, clientY=170)
    assert sent(visit, "probe", "quantity", "across", "down") == [("a1", 0.25, 0.5)]
    visit.hears("told", quantity="a1", text="a₁ of unit 2 at point 17: 0.83")
    assert told(visit) == "a₁ of unit 2 at point 17: 0.83"
    item(visit, "a1").send("pointermove", clientX=110, clientY=170)
    assert len(visit.worker.of_kind("probe")) == 1
    item(visit, "a1").send("pointermove", clientX=900, clientY=170)
    assert told(visit) == ""


def test_an_answer_that_comes_late_is_not_told(visit):
    item(visit, "a1").send("pointermove", clientX=110, clientY=170)
    find(visit, "#listing").send("pointerleave")
    visit.hears("told", quantity="a1", text="late")
    assert told(visit) == ""


def test_a_line_that_the_keyboard_reaches_is_told_as_a_whole(visit):
    focus(visit, "dW1")
    assert sent(visit, "probe", "quantity", "across", "down") == [("dW1", -1, -1)]
    focus(visit, "update")
    assert sent(visit, "probe", "quantity", "across", "down")[-1] == ("update", -1, -1)


def keys(visit, quantity, *names):
    """Press keys on a line, and return the cells that are asked for."""
    for name in names:
        assert item(visit, quantity).send("keydown", key=name).is_prevented
    asked = sent(visit, "probe", "quantity", "cell")
    visit.worker.messages.clear()
    return asked


def test_left_and_right_lead_through_the_numbers_of_a_line(visit):
    focus(visit, "dW1")
    right = ["ArrowRight"] * 7
    found = keys(visit, "dW1", *right)
    assert found == [("dW1", cell) for cell in range(-1, 6)]
    assert keys(visit, "dW1", *["ArrowLeft"] * 7) == [("dW1", cell) for cell in range(4, -2, -1)]
    assert keys(visit, "dW1", "ArrowDown") == []
    focus(visit, "z1")
    assert keys(visit, "z1", "ArrowLeft", "ArrowRight") == [("z1", -1), ("z1", 0)]
    focus(visit, "update")
    assert keys(visit, "update", "ArrowRight") == [("update", -1)]


def test_of_a_point_a_line_has_a_number_for_each_unit(visit):
    visit.sees_picture(point=POINT)
    focus(visit, "a1")
    assert keys(visit, "a1", *["ArrowRight"] * 5) == [("a1", cell) for cell in range(-1, 3)]


def test_a_line_without_cells_is_told_wherever_the_pointer_is(visit):
    item(visit, "update").send("pointermove", clientX=900, clientY=0)
    assert sent(visit, "probe", "quantity", "across", "down") == [("update", -1, -1)]
    visit.hears("told", quantity="update", text="One update …")
    assert told(visit) == "One update …"


def test_the_engine_tells_by_itself_what_has_changed(visit):
    focus(visit, "dW1")
    visit.sees_picture(epoch=1001)
    assert len(visit.worker.of_kind("probe")) == 1
    visit.hears("told", quantity="dW1", text="dW₁ …")
    visit.hears("told", quantity="dW1", text="")
    assert told(visit) == ""


def test_escape_lets_go_of_a_line_and_of_what_was_told(visit):
    focus(visit, "z1")
    visit.hears("told", quantity="z1", text="z₁ …")
    item(visit, "z1").send("keydown", key="Escape")
    assert told(visit) == ""
    assert sent(visit, "line", "quantity") == ["z1", ""]


@pytest.mark.parametrize("chosen", ["z2", "z1"])
def test_a_line_that_goes_away_takes_its_words_along(visit, chosen):
    focus(visit, chosen)
    item(visit, "z2").send("pointermove", clientX=110, clientY=170)
    visit.hears("told", quantity="z2", text="z₂ …")
    visit.sees_picture(sizes=[2, 1])
    assert told(visit) == ""


# --- lines -------------------------------------------------------------------------------


def test_the_marked_line_is_lit_in_the_drawing(visit):
    item(visit, "dz1").send("pointerover", pointerType="mouse")
    item(visit, "update").send("pointerover", pointerType="mouse")
    find(visit, "#listing").send("pointerleave")
    assert sent(visit, "line", "quantity") == ["dz1", "update", ""]


def test_a_line_is_not_lit_while_something_else_is_open(visit):
    visit.page.maths.choose_line("dz1")
    visit.page.tabs.open("data")
    visit.page.tabs.open("listing")
    assert sent(visit, "line", "quantity") == ["dz1", "", "dz1"]


def test_the_article_leads_to_a_line_from_every_view(visit):
    find(visit, "[data-view=check]").send("click")
    visit.page.show_line("dz2")
    assert sent(visit, "watch", "view")[-1] == "lines"
    assert item(visit, "dz2").ariaCurrent == "true"


def test_what_is_pointed_at_on_the_drawing_touches_its_lines(visit):
    visit.page.maths.touch((0, 1, None))
    touched = visit.document.querySelectorAll("#listing .touched")
    assert [one.dataset.quantity for one in touched] == ["z1", "a1", "dz1", "dW1", "db1"]
    visit.page.maths.touch(None)
    assert not visit.document.querySelectorAll("#listing .touched")


# --- points ------------------------------------------------------------------------------


def test_the_toolbar_says_which_point_it_is(visit):
    name, back = find(visit, "#point b"), find(visit, "[data-point=all]")
    assert (name.textContent, back.disabled) == ("All 100 points", True)
    visit.sees_picture(point=POINT)
    assert (name.textContent, back.disabled) == ("Point 17 of 100", False)
    assert told(visit) == "Point 17 …"


def test_its_buttons_lead_to_other_points_and_back_to_all(visit):
    visit.sees_picture(point=POINT)
    for which in ("next", "previous", "all"):
        find(visit, f"[data-point={which}]").send("click")
    assert sent(visit, "point", "index") == [17, 15, -1]


def test_what_changes_in_every_frame_is_not_read_aloud(visit):
    visit.sees_picture(point={**POINT, "words": "In between."}, state="running")
    assert told(visit) == "In between."
    assert "In between." not in visit.spoken
    visit.sees_picture(point=POINT)
    visit.window.rest()
    assert find(visit, "#voice").textContent == told(visit)


# --- one update --------------------------------------------------------------------------


def walk(visit, way):
    find(visit, f"[data-walk={way}]").send("click")


def marked(visit):
    return [one.dataset.quantity for one in visit.document.querySelectorAll("[aria-current=true]")
            if one.hasAttribute("data-quantity")]  # fmt: skip


def test_an_update_is_walked_line_by_line(visit):
    order = []
    for _ in range(12):
        walk(visit, "next")
        order += marked(visit)
    assert order == [one.dataset.quantity for one in find(visit, "#listing").children]
    # What the update will do is told where its line is, and done on the way on.
    assert sent(visit, "probe", "quantity")[-1] == "update"
    assert not visit.worker.of_kind("act")
    walk(visit, "next")
    assert marked(visit) == ["z1"]
    assert sent(visit, "act", "action") == ["step"]
    visit.sees_picture(epoch=1001, penalized_loss=0.0101)
    assert told(visit) == "Epoch 1001: the loss fell, 0.0123 → 0.0101."
    visit.sees_picture(epoch=1001, penalized_loss=0.0101)
    assert told(visit) == "Epoch 1001: the loss fell, 0.0123 → 0.0101."
    walk(visit, "next")
    assert marked(visit) == ["a1"]
    assert told(visit) == ""


@pytest.mark.parametrize("epoch", [0, 7, 1002])
def test_what_a_step_did_is_told_no_longer_when_the_training_goes_on(visit, epoch):
    steps(visit)
    visit.sees_picture(epoch=1001, penalized_loss=0.0101)
    visit.sees_picture(epoch=epoch)
    assert told(visit) == ""


def test_a_small_step_is_told_with_as_many_digits_as_it_needs(visit):
    steps(visit)
    visit.sees_picture(epoch=1001, penalized_loss=0.01229)
    assert told(visit) == "Epoch 1001: the loss fell, 0.01230000 → 0.01229000."


def steps(visit):
    """Make the step of the walk from epoch 1000."""
    visit.page.maths.choose_line("update")
    walk(visit, "next")
    assert sent(visit, "act", "action") == ["step"]


def test_a_picture_from_before_the_step_is_waited_for(visit):
    steps(visit)
    visit.sees_picture(penalized_loss=0.02)
    assert told(visit) == ""
    visit.sees_picture(epoch=1001, penalized_loss=0.0101)
    assert told(visit) == "Epoch 1001: the loss fell, 0.0123 → 0.0101."


def test_what_comes_instead_of_the_step_is_not_taken_for_it(visit):
    steps(visit)  # which does nothing
    visit.page.choose({"mistake": "doubled"})
    visit.sees_picture(epoch=0)
    visit.sees_picture(epoch=1001)
    assert told(visit) == ""


def test_a_step_that_nothing_came_of_is_forgotten_on_the_way_on(visit):
    steps(visit)
    walk(visit, "previous")
    visit.sees_picture(epoch=1001, penalized_loss=0.0101)
    assert told(visit) == ""


def test_an_epoch_of_batches_makes_many_updates(visit):
    visit.page.choose({"batch_size": "10"})
    visit.sees_picture()
    steps(visit)
    visit.sees_picture(epoch=1001, penalized_loss=0.0101)
    assert told(visit) == "Epoch 1001, 10 updates: the loss fell, 0.0123 → 0.0101."


def test_the_way_back_makes_no_step(visit):
    visit.page.maths.choose_line("update")
    walk(visit, "previous")
    assert marked(visit) == ["db1"]
    assert not visit.worker.of_kind("act")


def test_it_plays_until_the_step_is_made(visit):
    walk(visit, "play")
    order = marked(visit)
    for _ in range(20):
        visit.window.rest()
        order += [one for one in marked(visit) if one != order[-1]]
    lines = [one.dataset.quantity for one in find(visit, "#listing").children]
    assert order == [*lines, "z1"]
    assert sent(visit, "act", "action") == ["step"]
    assert find(visit, "[data-walk=play]").ariaPressed == "false"


@pytest.mark.parametrize("stop", ["play", "next"])
def test_it_stops_when_the_reader_walks_or_says_so(visit, stop):
    walk(visit, "play")
    assert find(visit, "[data-walk=play]").ariaPressed == "true"
    walk(visit, stop)
    before = marked(visit)
    visit.window.rest()
    visit.window.rest()
    assert marked(visit) == before


def test_who_asks_for_less_motion_goes_line_by_line(visit):
    visit.window.prefers.add("(prefers-reduced-motion: reduce)")
    walk(visit, "play")
    visit.window.rest()
    assert marked(visit) == ["z1"]


# --- dimensions --------------------------------------------------------------------------


def test_a_product_is_shown_with_the_sizes_that_there_are(visit):
    for quantity, has_product in (("z1", True), ("a1", False), ("dW2", True), ("dz2", False)):
        visit.page.maths.choose_line(quantity)
        assert bool(find(visit, "#blocks").children) == has_product
        assert find(visit, "#forget").hidden == (quantity != "dW2")
    visit.page.maths.choose_line("z1")
    visit.sees_picture(sizes=[2, 7, 1], n_train=60)
    texts = [text.textContent for text in visit.document.querySelectorAll("#blocks .shape")]
    assert texts == ["(7, 2)", "(2, 60)", "(7, 60)"]


def test_without_the_transpose_numpy_refuses(visit):
    visit.page.maths.choose_line("dW2")
    button, refusal = find(visit, "#forget"), find(visit, "#refusal")
    button.send("click")
    assert (refusal.hidden, button.ariaExpanded) == (False, "true")
    assert "(size 3 is different from 100)" in refusal.textContent
    visit.sees_picture(sizes=[2, 5, 1])
    assert "(size 5 is different from 100)" in refusal.textContent
    button.send("click")
    assert (refusal.hidden, button.ariaExpanded) == (True, "false")


def test_another_line_remembers_the_transpose(visit):
    visit.page.maths.choose_line("dW2")
    find(visit, "#forget").send("click")
    item(visit, "a1").send("pointerover", pointerType="mouse")  # on the way to somewhere
    assert not find(visit, "#refusal").hidden
    visit.page.maths.choose_line("a1")
    assert find(visit, "#refusal").hidden
