"""The views on the page: menus, pointer, keys, words; what ails; the sign of a break."""

import pytest
from page_visit import Visit

from playground.look.naming import all_parameters
from playground.mistakes import MISTAKES
from playground.settings.lessons import LESSONS, address_of
from playground.settings.mistakes import BROKEN


@pytest.fixture
def visit(monkeypatch):
    one = Visit(monkeypatch).connects()
    one.sees_first_picture()
    return one


def opens(visit, view, sizes=(2, 3, 1)):
    visit.sees_picture(sizes=list(sizes))
    visit.page.views.open(view)


def says(visit, view, text="Words.", pointed="", at=(), is_blank=False, progress=1):
    told = {"text": text, "pointed": pointed, "at": list(at), "is_blank": is_blank}
    visit.hears("view", view=view, progress=progress, **told)


def element(visit, name):
    return visit.document.querySelector(f"#view-{name}" if name else "#view")


def canvas(visit):
    return element(visit, "")


def options(visit, which="first"):
    return [option.textContent for option in element(visit, which).children]


def last(visit, kind):
    message = dict(visit.worker.of_kind(kind)[-1])
    del message["kind"]
    return message


# --- words -------------------------------------------------------------------------------


def test_the_words_of_a_view_stand_below_it_and_stand_for_it(visit):
    opens(visit, "check")
    says(visit, "check", "All 13 agree.", "W₁[1, 1]: 0.5", progress=0.4)
    assert element(visit, "text").textContent == "All 13 agree."
    assert element(visit, "pointed").textContent == "W₁[1, 1]: 0.5"
    assert canvas(visit).ariaLabel == "All 13 agree."
    bar = element(visit, "progress")
    assert (bar.value, bar.hidden) == (0.4, False)
    says(visit, "check", "All 13 agree.")
    assert bar.hidden


def test_words_of_a_view_that_was_left_are_not_shown(visit):
    opens(visit, "check")
    says(visit, "check", "All 13 agree.")
    visit.page.views.open("space")
    assert element(visit, "text").textContent == ""
    says(visit, "check", "All 13 agree.")
    assert element(visit, "text").textContent == ""


def test_the_numbers_of_a_view_are_shown_as_a_table_until_another_is_opened(visit):
    opens(visit, "check")
    table, button = element(visit, "table"), element(visit, "as")
    assert table.hidden
    button.click()
    assert (table.hidden, button.textContent) == (False, "As a picture")
    assert len(visit.worker.of_kind("table")) == 1
    told = {"caption": "After epoch 3.", "head": ["Parameter", "Error"], "rows": [["b₁[1]", "0"]]}
    visit.hears("table", view="check", **told)
    cells = table.children[0].querySelectorAll("th, td")
    assert [cell.textContent for cell in cells] == ["Parameter", "Error", "b₁[1]", "0"]
    says(visit, "check", text="After epoch 4.")
    assert len(visit.worker.of_kind("table")) == 2
    visit.page.views.open("space")
    assert (table.hidden, button.textContent) == (True, "As a table")
    visit.hears("table", view="check", **told)
    assert not table.children


# --- menus -------------------------------------------------------------------------------


@pytest.mark.parametrize("sizes", [(2, 1), (2, 3, 1), (7, 4, 2, 1)])
def test_the_menus_of_the_surface_offer_all_parameters_in_the_order_of_theta(visit, sizes):
    opens(visit, "surface", sizes)
    expected = [parameter.name for parameter in all_parameters(sizes)]
    assert options(visit, "first") == options(visit, "second") == expected
    assert not element(visit, "choices").hidden
    usual = last(visit, "surface")
    assert expected[usual["first"]] == "W₁[1, 1]"
    low = "₀₁₂₃"[len(sizes) - 1]
    assert expected[usual["second"]] == (f"W{low}[1, 1]" if len(sizes) > 2 else "W₁[1, 2]")


def test_a_choice_is_sent_and_two_are_never_the_same(visit):
    opens(visit, "surface")
    first, second = element(visit, "first"), element(visit, "second")
    first.value = "4"
    first.send("change")
    assert last(visit, "surface") == {"first": 4, "second": 9}
    second.value = "4"
    second.send("change")
    chosen = last(visit, "surface")
    assert (chosen["second"], chosen["first"]) == (4, 0)
    assert first.value == "0"


def test_what_was_chosen_is_still_chosen_when_the_reader_comes_back(visit):
    opens(visit, "surface")
    element(visit, "first").value = "4"
    element(visit, "first").send("change")
    visit.page.views.open("check")
    assert element(visit, "choices").hidden
    visit.page.views.open("surface")
    assert not element(visit, "choices").hidden
    assert element(visit, "first").value == "4"
    assert last(visit, "surface") == {"first": 4, "second": 9}
    visit.sees_picture(sizes=[2, 4, 1])
    assert last(visit, "surface") == {"first": 0, "second": 12}


def test_a_choice_of_units_is_offered_where_there_are_more_than_three(visit):
    opens(visit, "space", (2, 8, 5, 1))
    assert options(visit) == [f"unit {number}" for number in range(1, 6)]
    assert last(visit, "space") == {"first": 0, "second": 1, "turn": 0}
    for sizes in ((2, 1), (2, 1, 1), (2, 2, 1), (2, 3, 1)):
        visit.sees_picture(sizes=list(sizes))
        assert element(visit, "choices").hidden


# --- pointer and keys --------------------------------------------------------------------


def test_the_pointer_is_told_in_shares_of_the_canvas(visit):
    opens(visit, "check")
    canvas(visit).send("pointermove", clientX=110, clientY=170, pointerType="mouse")
    assert last(visit, "hover") == {"across": 0.25, "down": 0.5}
    before = len(visit.worker.of_kind("hover"))
    canvas(visit).send("pointermove", clientX=5, clientY=170, pointerType="mouse")
    assert len(visit.worker.of_kind("hover")) == before
    canvas(visit).send("pointerleave", pointerType="touch")
    assert len(visit.worker.of_kind("hover")) == before
    canvas(visit).send("pointerleave", pointerType="mouse")
    assert last(visit, "hover") == {"across": -1, "down": -1}


@pytest.mark.parametrize(
    ("key", "across", "down"),
    [("ArrowRight", 1, 0), ("ArrowLeft", -1, 0), ("ArrowUp", 0, -1), ("ArrowDown", 0, 1)],
)
def test_the_arrow_keys_move_what_is_pointed_at(visit, key, across, down):
    opens(visit, "check")
    event = canvas(visit).send("keydown", key=key, code=key)
    assert event.is_prevented
    assert last(visit, "move") == {"across": across, "down": down}


def test_the_point_that_is_pointed_at_has_a_ring_on_the_picture(visit):
    opens(visit, "space")
    ring = visit.document.querySelector("#hovered")
    says(visit, "space", at=(0.25, 0.5))
    assert (ring.hidden, ring.style.left, ring.style.top) == (False, "25%", "50%")
    says(visit, "space")
    assert ring.hidden
    says(visit, "space", at=(0.25, 0.5))
    visit.page.views.open("check")
    assert ring.hidden


def test_other_keys_are_left_alone(visit):
    opens(visit, "check")
    assert not canvas(visit).send("keydown", key="Tab", code="Tab").is_prevented
    assert not visit.worker.of_kind("move")


def test_a_space_of_three_units_is_turned_by_keys_and_by_the_pointer(visit):
    opens(visit, "space", (2, 3, 1))
    canvas(visit).send("keydown", key="ArrowRight", code="ArrowRight")
    canvas(visit).send("keydown", key="ArrowRight", code="ArrowRight")
    assert last(visit, "space") == {"first": 0, "second": 1, "turn": 20}
    canvas(visit).send("keydown", key="ArrowDown", code="ArrowDown")
    assert last(visit, "move") == {"across": 0, "down": 1}
    canvas(visit).send("pointerdown", clientX=100, clientY=50, pointerId=1, button=0)
    canvas(visit).send("pointermove", clientX=50, clientY=50, pointerId=1, pointerType="mouse")
    assert last(visit, "space")["turn"] == 350
    canvas(visit).send("pointerup", clientX=50, clientY=50, pointerId=1)
    turns = len(visit.worker.of_kind("space"))
    canvas(visit).send("pointermove", clientX=90, clientY=50, pointerId=1, pointerType="mouse")
    assert len(visit.worker.of_kind("space")) == turns
    assert visit.worker.of_kind("hover")


def test_who_turns_a_space_follows_no_point(visit):
    opens(visit, "space", (2, 3, 1))
    canvas(visit).send("pointerdown", clientX=100, clientY=50, pointerId=1, button=0)
    canvas(visit).send("click", clientX=40, clientY=50)
    assert not visit.worker.of_kind("follow")


@pytest.mark.parametrize("sizes", [(2, 2, 1), (2, 3, 1)])
def test_a_click_and_enter_follow_a_point(visit, sizes):
    opens(visit, "space", sizes)
    canvas(visit).send("pointerdown", clientX=110, clientY=170, pointerId=1, button=0)
    canvas(visit).send("click", clientX=111, clientY=170)
    assert last(visit, "follow") == {"across": pytest.approx(0.2525), "down": 0.5}
    canvas(visit).send("keydown", key="Enter", code="Enter")
    assert last(visit, "follow") == {"across": -1, "down": -1}
    before = len(visit.worker.of_kind("follow"))
    canvas(visit).send("keydown", key=" ", code="Space")  # which runs and pauses the training
    assert len(visit.worker.of_kind("follow")) == before


def test_a_plane_is_not_turned(visit):
    opens(visit, "space", (2, 3, 1))
    visit.sees_picture(sizes=[2, 2, 1])
    canvas(visit).send("keydown", key="ArrowRight", code="ArrowRight")
    assert last(visit, "move") == {"across": 1, "down": 0}


# --- what ails ---------------------------------------------------------------------------


def test_what_ails_the_network_is_listed_with_the_lesson_that_explains_it(visit):
    place = visit.document.querySelector("#health")
    assert place.hidden
    visit.hears("health", findings=[["All 3 units are alike.", "zeros"], ["Unit 2 is dead.", ""]])
    first, second = place.children
    link = first.querySelector("a")
    (zeros,) = [lesson for lesson in LESSONS if lesson.name == "zeros"]
    assert first.textContent == f"All 3 units are alike. Lesson “{zeros.label}”"
    assert link.href == "#" + address_of(zeros)
    assert second.textContent == "Unit 2 is dead."
    assert not place.hidden
    visit.hears("health", findings=[])
    assert place.hidden


# --- broken on purpose -------------------------------------------------------------------


def sign(visit):
    return visit.document.querySelector("#broken")


def test_a_network_that_is_whole_has_no_sign(visit):
    visit.sees_picture()
    assert sign(visit).hidden


@pytest.mark.parametrize("name", MISTAKES)
def test_a_sign_says_which_mistake_it_is_and_one_click_mends_it(visit, name):
    visit.page.choose({"mistake": name})
    visit.sees_picture()
    assert not sign(visit).hidden
    text = " ".join(sign(visit).textContent.split())
    assert text.startswith(f"Broken on purpose: {BROKEN[name].label}")
    visit.page.act("mend")
    assert visit.page.choices.values["mistake"] == "none"
    assert visit.control("mistake").value == "none"
    assert sign(visit).hidden
    assert visit.document.activeElement.dataset.action == "run"


def test_the_lines_of_a_broken_network_are_given_room_on_a_phone(visit):
    html = visit.document.documentElement
    visit.sees_picture()
    assert not html.hasAttribute("data-reads")
    visit.page.choose({"mistake": "no_mean"})
    visit.sees_picture()
    assert html.hasAttribute("data-reads")
    visit.page.act("mend")
    visit.sees_picture()
    assert not html.hasAttribute("data-reads")


@pytest.mark.parametrize("lesson", LESSONS, ids=[lesson.name for lesson in LESSONS])
def test_no_lesson_claims_anything_of_a_broken_network(visit, lesson):
    visit.page.open_address(address_of(lesson))
    visit.page.choose({"mistake": "doubled"})
    visit.sees_picture()
    visit.window.rest()
    headline = visit.document.querySelector("#headline").textContent
    assert headline not in [one.claim for one in LESSONS]
    assert headline not in [one.finding for one in LESSONS]


def test_what_numpy_says_is_told_in_full(visit):
    visit.page.choose({"mistake": "no_transpose"})
    visit.sees_picture(state="paused", epoch=0, last_epoch=0, problem="NumPy says: “no”. Why.")
    assert "NumPy says: “no”. Why." in visit.status
    # And once: the summary does not repeat it.
    assert visit.status.count("NumPy says") == 1
    assert "broken on purpose: Transpose forgotten" in visit.status
    # The chart has the healthy curve, so it is there before there is one of this network.
    assert visit.document.documentElement.dataset.phase == "trained"


def test_an_untrained_network_that_is_whole_shows_no_chart(visit):
    visit.sees_picture(state="paused", epoch=0, last_epoch=0)
    assert visit.document.documentElement.dataset.phase == "untrained"
