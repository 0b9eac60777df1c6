"""The link to what is seen: what it brings, how it is copied, and what a teacher adds."""

import pytest
from page_visit import Visit

from playground.settings.link import MAX_LINK, read_link
from playground.settings.values import defaults

POINT = {"index": 6, "n": 100, "label": 0, "across": 0.5, "down": 0.5, "words": "x"}
TEACHER = "title=Why%3F&note=Try%20it.&goal_accuracy=0.9&goal_units=2"


@pytest.fixture
def visit(monkeypatch):
    return Visit(monkeypatch).connects()


def share(visit):
    """Press the button, and return what was copied last, as a `Link`."""
    visit.page.act("copy_link")
    return read_link(visit.window.copied[-1].partition("#")[2])


def fills(visit, **texts):
    """Write into fields of the dialog."""
    for name, text in texts.items():
        field = visit.document.querySelector(f"#share [name={name}]")
        if name == "untrained":
            field.checked = text
        else:
            field.value = text
        field.send("input")


def says(visit):
    return visit.document.querySelector("#share-says").textContent


def shown(visit):
    return visit.document.querySelector("#share-link").value


def test_nothing_of_the_dialog_is_there_before_it_is_opened(visit):
    assert visit.document.querySelector("#share").children == []
    visit.sees_picture()
    visit.window.rest()
    assert visit.document.querySelector("#share").children == []
    visit.page.act("copy_link")
    assert visit.document.querySelector("#share").open
    assert visit.document.querySelector("#share-embed") is not None
    visit.page.act("copy_link")
    assert len(visit.document.querySelectorAll("#share-link")) == 1


def test_a_click_copies_the_link_and_says_so(visit):
    visit.sees_first_picture()
    link = share(visit)
    assert visit.window.copied == [shown(visit)]
    assert shown(visit).startswith("https://example.org/#v=1&shape=moons&hidden_units=3")
    assert (link.values, link.problems) == (defaults(), [])
    assert (link.epoch, link.tab, link.inside, link.point) == (None, "listing", "lines", None)
    assert "Link copied" in visit.status
    assert "Link copied" in says(visit)


def test_it_brings_epoch_weights_tab_view_and_point(visit):
    visit.hears("weights", code="AQADAADAPwAAesPNzMw9", problem="")
    visit.sees_first_picture(state="paused", epoch=40, by_hand=True, point=POINT)
    visit.document.querySelector("[data-view=space]").click()
    link = share(visit)
    assert (link.epoch, link.weights, link.inside) == (40, "AQADAADAPwAAesPNzMw9", "space")
    assert (link.tab, link.point) == ("listing", 7)
    visit.page.tabs.open("data")
    link = share(visit)
    assert (link.tab, link.inside) == ("data", "")
    assert "weights" not in visit.window.location.hash  # the address stays short


def test_weights_that_are_no_longer_on_the_screen_stay_out(visit):
    visit.hears("weights", code="AQADAADAPwAAesPNzMw9", problem="")
    visit.sees_picture(by_hand=True)
    visit.chooses("shape", "circles")
    assert share(visit).weights == ""


def test_during_a_run_it_is_about_this_moment(visit):
    visit.page.act("run")
    visit.sees_picture(state="running", epoch=123)
    assert share(visit).epoch == 123


def test_an_open_dialog_follows_what_is_seen(visit):
    visit.sees_picture()
    visit.page.act("copy_link")
    visit.chooses("shape", "circles")
    visit.window.rest()
    assert "shape=circles" in shown(visit)
    visit.page.tabs.open("training")
    assert "tab=training" in shown(visit)


def test_where_the_browser_refuses_the_link_is_marked(visit):
    visit.window.may_copy = False
    visit.sees_picture()
    visit.page.act("copy_link")
    field = visit.document.querySelector("#share-link")
    assert visit.document.activeElement is field
    assert field.is_selected
    assert "press Ctrl+C" in visit.status
    assert "press Ctrl+C" in says(visit)


def test_a_teacher_adds_title_note_and_goals(visit):
    visit.sees_picture()
    visit.page.act("copy_link")
    fills(visit, title="Fish & chips", note="One\ntwo", goal_accuracy="0.9", goal_units="2")
    link = read_link(shown(visit).partition("#")[2])
    assert (link.title, link.note) == ("Fish & chips", "One two")
    assert (link.goal_accuracy, link.goal_units, link.goal_epochs) == (0.9, 2, None)
    fills(visit, untrained=True)
    assert read_link(shown(visit).partition("#")[2]).epoch == 0
    visit.document.querySelector("[data-share=copy]").click()
    assert visit.window.copied[-1] == shown(visit)
    assert visit.document.querySelector("#headline").textContent != "Fish & chips"  # not here


def test_what_cannot_be_a_goal_is_left_out_and_said(visit):
    visit.sees_picture()
    visit.page.act("copy_link")
    fills(visit, goal_accuracy="95", goal_units="3")
    assert says(visit) == "Share correct takes 0 to 1, not “95”."
    assert visit.document.querySelector("[name=goal_accuracy]").ariaInvalid == "true"
    link = read_link(shown(visit).partition("#")[2])
    assert (link.goal_accuracy, link.goal_units) == (None, 3)
    fills(visit, goal_accuracy="0.95")
    assert says(visit) == ""


def test_what_a_link_has_brought_is_passed_on_until_another_is_followed(monkeypatch):
    visit = Visit(monkeypatch, f"#shape=circles&{TEACHER}").connects()
    visit.sees_picture()
    link = share(visit)
    assert (link.title, link.note, link.goal_accuracy, link.goal_units) == (
        "Why?",
        "Try it.",
        0.9,
        2,
    )
    assert visit.document.querySelector("#share [name=title]").value == "Why?"
    visit.page.open_address("shape=blobs&title=Other")
    visit.sees_picture()
    assert share(visit).title == "Other"
    assert visit.document.querySelector("#share [name=note]").value == ""


def test_points_that_are_too_many_for_a_link_are_said_to_be(visit):
    visit.page.choose({"shape": "custom", "points": "AQAB" + "A" * 4000})
    visit.sees_picture()
    visit.page.act("copy_link")
    assert visit.window.copied == []
    assert "too many for a link" in says(visit)
    assert shown(visit) == ""
    assert visit.document.querySelector("[data-share=copy]").disabled
    assert "A file can hold it" in says(visit)
    assert not visit.document.querySelector("[data-share=save]").hidden


def test_a_link_that_is_too_long_is_said_to_be(visit):
    visit.hears("weights", code="A" * MAX_LINK, problem="")
    visit.sees_picture(by_hand=True)
    visit.page.act("copy_link")
    assert visit.window.copied == []
    assert f"longer than {MAX_LINK}" in says(visit)


def test_weights_that_no_link_can_set_are_said_to_be(visit):
    visit.hears("weights", code="", problem="")
    visit.sees_picture(by_hand=True)
    visit.page.act("copy_link")
    assert visit.window.copied == []
    assert "beyond 1000" in says(visit)
    assert visit.document.querySelector("[data-share=save]").hidden  # no file brings them either
    fills(visit, untrained=True)  # then they are not needed
    assert (says(visit), read_link(shown(visit).partition("#")[2]).epoch) == ("", 0)


def test_what_keeps_a_link_from_being_is_said_as_soon_as_it_is_so(visit):
    visit.sees_picture()
    visit.page.act("copy_link")
    visit.page.choose({"shape": "custom", "points": "AQAB" + "A" * 4000})
    visit.window.rest()
    assert "too many for a link" in says(visit)
    visit.chooses("shape", "moons")
    visit.window.rest()
    assert says(visit) == ""


def test_a_link_that_is_still_on_its_way_is_passed_on_whole(monkeypatch):
    address = "#shape=moons&epoch=40&weights=AQADAADAPwAAesPNzMw9"
    visit = Visit(monkeypatch, address).connects()
    for state in (None, "running"):
        if state:
            visit.sees_picture(state=state, epoch=7)
        link = share(visit)
        assert (link.epoch, link.weights) == (40, "AQADAADAPwAAesPNzMw9")


def test_escape_closes_it_with_what_it_has_told_and_gives_the_focus_back(visit):
    visit.sees_picture()
    visit.page.act("copy_link")
    visit.document.querySelector("#share-link").send("keydown", key="Escape")
    assert not visit.document.querySelector("#share").open
    assert visit.document.activeElement.dataset.action == "copy_link"
    assert "Link copied" not in visit.status


# --- the lines for somebody's own page ----------------------------------------------------


def opens_code(visit):
    visit.page.act("copy_link")
    part = visit.document.querySelector("#share-embed")
    part.open = True
    part.send("toggle")


def code(visit):
    return visit.document.querySelector("#share-code").value


def picks(visit, name, value):
    """Choose something of the frame's."""
    field = visit.document.querySelector(f"#share-embed [name={name}]")
    field.value = value
    field.send("input")


def ticks(visit, *parts):
    for box in visit.document.querySelectorAll("#share-embed [name=show]"):
        box.checked = box.value in parts
        box.send("input")


def test_the_code_is_only_written_once_somebody_wants_it(visit):
    visit.sees_picture()
    visit.page.act("copy_link")
    assert code(visit) == ""
    assert visit.document.querySelector("#share-preview").children == []
    opens_code(visit)
    assert "<nn-playground" in code(visit)


@pytest.mark.parametrize("tab", ["listing", "data", "network", "training", "view"])
def test_every_part_can_be_shown_whatever_tab_is_open(visit, tab):
    visit.sees_first_picture()
    visit.page.tabs.open(tab)
    opens_code(visit)
    ticks(visit, "listing", "picture")
    assert 'show="picture listing"' in code(visit)
    ticks(visit, "picture", "run", "network", "hidden_units")
    assert "show=" not in code(visit)  # as it is without a word


def test_a_frame_says_in_its_address_what_the_element_says_in_attributes(visit):
    visit.sees_picture()
    opens_code(visit)
    fills(visit, title="Why?")
    picks(visit, "theme", "dark")
    picks(visit, "loading", "lazy")
    assert 'title="Why?" theme="dark" loading="lazy"' in code(visit)
    picks(visit, "form", "frame")
    assert code(visit).startswith("<iframe ")
    assert "&amp;theme=dark" in code(visit)


def test_the_preview_is_what_the_code_makes_and_goes_with_the_dialog(visit):
    visit.sees_picture()
    opens_code(visit)
    preview = visit.document.querySelector("#share-preview nn-playground")
    assert preview.attributes == {"shape": "moons", "hidden-units": "3"}
    assert preview.children[0].src.startswith("data:image/png")
    visit.chooses("shape", "circles")
    visit.window.rest()
    preview = visit.document.querySelector("#share-preview nn-playground")
    assert preview.attributes["shape"] == "circles"
    visit.document.querySelector("#share").send("close")
    assert visit.document.querySelector("#share-preview").children == []


def test_the_picture_of_a_lesson_is_on_the_site_and_others_are_to_be_saved(visit):
    visit.sees_picture()
    opens_code(visit)
    assert 'src="moons-3.png"' in code(visit)
    assert not visit.document.querySelector("#share-picture").hidden
    fills(visit, untrained=True)
    assert "static/engine/three_lines-light-468x1.png" in code(visit)
    assert visit.document.querySelector("#share-picture").hidden


def test_without_a_link_there_is_no_code_either(visit):
    visit.page.choose({"shape": "custom", "points": "AQAB" + "A" * 4000})
    visit.sees_picture()
    opens_code(visit)
    assert code(visit) == ""
    assert visit.document.querySelector("[data-embed-code=copy]").disabled


# --- what a link does to the page that opens it ------------------------------------------


def test_title_note_and_goal_stand_in_the_place_of_the_lesson(monkeypatch):
    visit = Visit(monkeypatch, f"#shape=moons&hidden_units=3&epoch=0&{TEACHER}").connects()
    visit.sees_picture(state="paused", epoch=0, last_epoch=0, train_accuracy=0.5)
    visit.window.rest()
    assert visit.document.querySelector("#headline").textContent == "Why?"
    lead = visit.document.querySelector("#lead")
    goal = "Goal: at least 90 % correct with at most 2 units."
    assert [one.textContent for one in lead.children] == [goal, "Try it."]
    assert visit.document.title.startswith("Why? · ")
    assert all(one.hidden for one in visit.document.querySelectorAll(".guess"))
    for name in ("title=Why", "note=Try", "goal_accuracy=0.9", "goal_units=2"):
        assert name in visit.window.location.hash  # who loads the page anew is asked again


def test_words_of_a_link_are_only_words(monkeypatch):
    visit = Visit(monkeypatch, "#title=%3Cimg%20src=x%20onerror=alert(1)%3E").connects()
    visit.sees_picture()
    visit.window.rest()
    headline = visit.document.querySelector("#headline")
    assert headline.textContent == "<img src=x onerror=alert(1)>"
    assert headline.children == []


def test_the_page_says_when_and_with_what_a_goal_is_reached(monkeypatch):
    visit = Visit(monkeypatch, f"#shape=moons&hidden_units=3&epoch=0&{TEACHER}").connects()
    visit.sees_picture(state="paused", epoch=0, last_epoch=0, train_accuracy=0.5)
    visit.chooses("hidden_units", "2")
    visit.page.act("run")
    visit.sees_picture(state="running", epoch=150, sizes=[2, 2, 1], train_accuracy=0.8)
    assert visit.page.goals.reached is None
    visit.sees_picture(state="running", epoch=214, sizes=[2, 2, 1], train_accuracy=0.93)
    assert visit.page.goals.reached["epoch"] == 214
    visit.sees_picture(epoch=1000, sizes=[2, 2, 1], train_accuracy=0.95)
    visit.window.rest()
    said = visit.document.querySelector("#lead .goal").textContent
    assert said.endswith("Reached at epoch 214 with 2 units.")
    assert "Reached at epoch 214 with 2 units." in visit.status


def test_what_is_only_on_the_way_to_what_a_link_shows_reaches_nothing(monkeypatch):
    address = "#shape=moons&goal_accuracy=0.9&weights=AQADAADAPwAAesPNzMw9&epoch=40"
    visit = Visit(monkeypatch, address).connects()
    visit.sees_picture(state="running", epoch=30)
    visit.sees_picture(state="paused", epoch=40)
    assert visit.page.goals.reached is None
    visit.sees_picture(state="paused", epoch=40, by_hand=True, train_accuracy=0.4)
    visit.sees_picture(state="paused", epoch=40, by_hand=True, train_accuracy=0.95)
    assert visit.page.goals.reached["epoch"] == 40


def test_weights_and_point_of_a_link_follow_where_it_begins(monkeypatch):
    address = "#shape=moons&epoch=40&weights=AQADAADAPwAAesPNzMw9&point=7&tab=listing&inside=space"
    visit = Visit(monkeypatch, address).connects()
    kinds = [message["kind"] for message in visit.worker.messages]
    begin = kinds.index("begin")
    assert visit.worker.messages[begin : begin + 3] == [
        {"kind": "begin", "epoch": 40, "change": visit.page.choices.change},
        {"kind": "weights", "code": "AQADAADAPwAAesPNzMw9"},
        {"kind": "point", "index": 6},
    ]
    visit.sees_first_picture(state="paused", epoch=40)
    assert visit.worker.of_kind("watch")[-1]["view"] == "space"
    visit.page.open_address("shape=circles&tab=data")
    assert visit.document.documentElement.dataset.tab == "data"
    assert len(visit.worker.of_kind("weights")) == 1


def test_weights_do_not_follow_to_another_network(monkeypatch):
    early = {"hidden_units": "5"}
    visit = Visit(monkeypatch, "#weights=AQADAADAPwAAesPNzMw9", early).connects()
    assert visit.worker.of_kind("weights") == []


def test_weights_that_cannot_be_used_are_said_to_be(visit):
    visit.hears("weights", code="", problem="The weights in this link are damaged.")
    visit.sees_picture()
    assert "The weights in this link are damaged." in visit.status
