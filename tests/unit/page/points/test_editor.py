"""The reader's own points on the page: what is asked of the engine, and the way back."""

import numpy as np
import pytest
from page_visit import Visit

from messages import CHOICES
from playground.custom.codec import pack
from playground.settings.values import defaults


def points(*places):
    """Return the code of points of class 1."""
    return pack(np.array(places, float).reshape(-1, 2).T, np.ones(len(places)))


class Drawing:
    """A reader with the tools, and an engine that answers what it is told to."""

    def __init__(self, monkeypatch, address=""):
        self.visit = Visit(monkeypatch, address)
        self.page, self.document = self.visit.page, self.visit.document
        self.editor = self.visit.editor
        self.visit.connects()
        self.visit.sees_picture()
        self.edit = 0

    def engine_draws(self, code, begins=True, is_copy=False, words="", names=""):
        self.edit += 1
        facts = {"edit": self.edit, "begins": begins, "is_copy": is_copy, "words": words}
        self.visit.hears("points", code=code, names=names, **facts)

    def strokes(self):
        """Begin a stroke, of which the engine has yet to tell."""
        self.editor.tool = "1"
        self.editor.draw([[0.5, 0.5]], True)

    @property
    def asked(self):
        return self.visit.worker.of_kind("draw", "load", "use_table")

    @property
    def values(self):
        return self.page.choices.values

    def press(self, selector):
        self.document.querySelector(selector).send("click")

    def can(self, deed):
        return not self.document.querySelector(f"[data-own={deed}]").disabled


@pytest.fixture
def drawing(monkeypatch):
    return Drawing(monkeypatch)


def test_a_tool_in_the_hand_begins_with_the_points_on_the_screen(drawing):
    drawing.press("[data-tool='1']")
    assert drawing.asked == [{"kind": "draw", "tool": "1", "places": [], "begins": True}]
    drawing.engine_draws(points((0, 0)), is_copy=True)
    assert drawing.values == {**defaults("custom"), "points": points((0, 0))}
    # A mere copy is nothing that a browser would have to keep.
    assert drawing.document.defaultView.kept == {}


def test_a_stroke_is_asked_for_as_it_is_drawn(drawing):
    drawing.press("[data-tool='0']")
    drawing.editor.draw([[0.5, 0.5]], True)
    drawing.editor.draw([[0.6, 0.5], [0.7, 0.5]])
    assert [(one["places"], one["begins"]) for one in drawing.asked[1:]] == [
        ([[0.5, 0.5]], True),
        ([[0.6, 0.5], [0.7, 0.5]], False),
    ]


def test_new_points_go_into_settings_link_and_storage_and_know_their_edit(drawing):
    drawing.engine_draws(points((0, 0), (1, 1)))
    sent = drawing.visit.worker.of_kind("settings")[-1]
    assert sent["values"]["points"] == points((0, 0), (1, 1))
    assert sent["edit"] == 1
    assert list(drawing.document.defaultView.kept.values()) == [points((0, 0), (1, 1))]
    drawing.document.defaultView.rest()
    assert "&points=" in drawing.document.defaultView.location.hash


def test_a_stroke_is_taken_back_whole_and_brought_back(drawing):
    one, two, three = points((0, 0)), points((0, 0), (1, 0)), points((0, 0), (1, 0), (1, 1))
    drawing.engine_draws(one)
    drawing.engine_draws(two)
    drawing.engine_draws(three, begins=False)
    drawing.editor.undo()
    assert drawing.values["points"] == one
    drawing.editor.undo()
    assert drawing.values == defaults()
    assert not drawing.can("undo")
    drawing.editor.redo()
    drawing.editor.redo()
    assert drawing.values["points"] == three
    assert not drawing.can("redo")


def test_a_stroke_whose_beginning_changed_nothing_can_be_taken_back_all_the_same(drawing):
    drawing.engine_draws(points((0, 0)))
    drawing.engine_draws(points((0, 0)), begins=True)  # beside the plane
    drawing.engine_draws(points((0, 0), (1, 1)), begins=False)
    drawing.editor.undo()
    assert drawing.values["points"] == points((0, 0))


def test_a_new_stroke_forgets_what_was_taken_back(drawing):
    drawing.engine_draws(points((0, 0)))
    drawing.editor.undo()
    drawing.strokes()
    drawing.engine_draws(points((1, 1)))
    assert not drawing.can("redo")


def test_clear_is_an_empty_plane_that_can_be_taken_back(drawing):
    drawing.engine_draws(points((0, 0)))
    drawing.press("[data-own=clear]")
    assert drawing.values == {**defaults("custom"), "points": ""}
    drawing.press("[data-own=undo]")
    assert drawing.values["points"] == points((0, 0))


def test_points_that_another_shape_has_covered_come_back_by_undo(drawing):
    drawing.engine_draws(points((0, 0)))
    drawing.page.choose({"shape": "moons"})
    drawing.engine_draws(points((1, 1)))
    drawing.editor.undo()
    assert drawing.values["shape"] == "moons"
    drawing.editor.undo()
    assert drawing.values["points"] == points((0, 0))


def settings_sent(drawing):
    return drawing.visit.worker.of_kind("settings")[-1]


def test_undo_takes_back_a_stroke_of_which_the_engine_has_not_told_yet(drawing):
    drawing.engine_draws(points((0, 0)))
    drawing.strokes()
    drawing.editor.undo()
    drawing.engine_draws(points((0, 0), (1, 1)))
    assert drawing.values["points"] == points((0, 0))
    assert settings_sent(drawing)["values"]["points"] == points((0, 0))
    assert settings_sent(drawing)["edit"] == drawing.edit
    drawing.editor.undo()
    assert drawing.values == defaults()


def test_clear_counts_whatever_of_a_stroke_is_still_on_its_way(drawing):
    drawing.strokes()
    drawing.engine_draws(points((0, 0)))
    drawing.press("[data-own=clear]")
    drawing.engine_draws(points((0, 0), (1, 1)), begins=False)
    assert drawing.values["points"] == settings_sent(drawing)["values"]["points"] == ""
    drawing.strokes()
    drawing.engine_draws(points((1, 0)))
    assert drawing.values["points"] == points((1, 0))


def test_what_is_refused_is_said_and_changes_nothing(drawing):
    drawing.editor.use_table(CHOICES)
    assert drawing.asked[-1] == {"kind": "use_table", "choices": CHOICES}
    drawing.visit.hears("refused", text="table.csv was not loaded.")
    says = drawing.document.querySelector("#own-says")
    assert (says.textContent, says.hidden) == ("table.csv was not loaded.", False)
    assert drawing.values == defaults()
    drawing.engine_draws(points((0, 0)), words="Read 1 row.")
    assert says.textContent == "Read 1 row."


def test_of_a_table_that_is_ready_the_page_says_what_to_try(drawing):
    drawing.editor.load(b"1,2,a", "t.csv", "Try this.")
    assert drawing.asked[-1] == {"kind": "load", "content": b"1,2,a", "name": "t.csv"}
    drawing.engine_draws(points((0, 0)), words="Read 1 row.")
    says = drawing.document.querySelector("#own-says")
    assert says.textContent == "Try this."
    drawing.editor.use_table(CHOICES)
    drawing.engine_draws(points((1, 1)), words="Read 2 rows.")
    assert says.textContent == "Read 2 rows."


@pytest.mark.parametrize(
    ("keys", "is_back"),
    [
        ({"key": "z", "ctrlKey": True}, True),
        ({"key": "Z", "ctrlKey": True, "shiftKey": True}, False),
        ({"key": "y", "metaKey": True}, False),
    ],
)
def test_keys_go_back_and_forth(drawing, keys, is_back):
    drawing.engine_draws(points((0, 0)))
    if not is_back:
        drawing.editor.undo()
    canvas = drawing.document.querySelector("#boundary")
    event = canvas.send("keydown", **keys)
    assert event.is_prevented
    assert (drawing.values == defaults()) == is_back


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        ({"key": "z"}, "#boundary"),
        ({"key": "z", "ctrlKey": True, "altKey": True}, "#boundary"),
        ({"key": "z", "ctrlKey": True}, "[name=data_seed]"),  # a field has an undo of its own
    ],
)
def test_other_keys_leave_the_points_alone(drawing, keys, place):
    drawing.engine_draws(points((0, 0)))
    event = drawing.document.querySelector(place).send("keydown", **keys)
    assert not event.is_prevented
    assert drawing.values["points"] == points((0, 0))


def test_escape_lays_the_tool_down(drawing):
    drawing.press("[data-tool=erase]")
    drawing.document.querySelector("#boundary").send("keydown", key="Escape")
    assert drawing.editor.tool is None
    assert "data-tool" not in drawing.document.documentElement.attributes


def test_undo_remembers_only_so_much(drawing):
    drawing.visit.modules.editor.MAX_REMEMBERED = 10
    for number in range(5):
        drawing.engine_draws(points((number / 10, 0)))
    drawing.editor.undo()
    assert not drawing.can("undo")


# --- a tool in the hand -------------------------------------------------------------------


def test_points_of_ones_own_are_chosen_with_a_pencil(drawing):
    drawing.editor.arm_for("circles")
    assert drawing.editor.tool is None
    drawing.editor.arm_for("custom")
    assert drawing.editor.tool == "0"
    assert not drawing.document.querySelector("#tools").hidden


def test_a_tool_that_is_in_the_hand_stays_there(drawing):
    drawing.press("[data-tool=erase]")
    drawing.editor.arm()
    assert drawing.editor.tool == "erase"
    assert len(drawing.asked) == 1


def test_the_tool_goes_when_other_points_are_chosen(drawing):
    drawing.press("[data-tool='1']")
    drawing.engine_draws(points((0, 0)))
    assert drawing.editor.tool == "1"
    drawing.page.choose({"shape": "moons"})
    assert drawing.editor.tool is None
    assert drawing.document.querySelector("#tools").hidden


def test_the_way_back_leaves_the_tool_in_the_hand(drawing):
    drawing.press("[data-tool='1']")
    drawing.engine_draws(points((0, 0)))
    drawing.editor.undo()
    assert drawing.values == defaults()
    assert drawing.editor.tool == "1"


# --- the names of a table -----------------------------------------------------------------

CALLED = "length,width,aster,rose"


def test_a_tables_names_go_with_its_points(drawing):
    drawing.engine_draws(points((0, 0)), names=CALLED)
    assert drawing.visit.values_sent()["names"] == CALLED
    drawing.page.choose({"shape": "moons"})
    assert drawing.values["names"] == ""
    drawing.page.choose({"shape": "custom"})
    assert (drawing.values["points"], drawing.values["names"]) == (points((0, 0)), CALLED)


def test_legend_and_pencils_call_the_classes_as_the_table_does(drawing):
    def called(label):
        return {
            one.textContent for one in drawing.document.querySelectorAll(f"[data-class='{label}']")
        }

    drawing.engine_draws(points((0, 0)), names=CALLED)
    assert (called(0), called(1)) == ({"aster"}, {"rose"})
    drawing.page.choose({"shape": "moons"})
    assert (called(0), called(1)) == ({"class 0"}, {"class 1"})


def test_the_way_back_brings_names_back_too(drawing):
    drawing.engine_draws(points((0, 0)))
    drawing.engine_draws(points((1, 1)), names=CALLED)
    drawing.press("[data-own=clear]")
    assert drawing.values["names"] == ""
    drawing.editor.undo()
    assert drawing.values["names"] == CALLED
    drawing.editor.undo()
    assert drawing.values["names"] == ""


@pytest.mark.parametrize("names", ["", CALLED, "Länge,幅,a|b,||"])
def test_a_browser_keeps_points_and_names(drawing, names):
    drawing.engine_draws(points((0, 0)), names=names)
    storage = drawing.page.storage
    assert storage.stored() == storage.latest() == (points((0, 0)), names)


def test_points_that_a_browser_has_kept_from_before_there_were_names_come_back(drawing):
    drawing.document.defaultView.kept["nn-playground-points"] = points((0, 0))
    assert drawing.page.storage.latest() == (points((0, 0)), "")


def test_points_of_another_tab_that_make_room_come_back_by_undo(drawing):
    mine, before, theirs = (points((0, 0.1 * number)) for number in range(1, 4))
    drawing.engine_draws(before)
    drawing.document.defaultView.storage.write("nn-playground-points", theirs)
    drawing.engine_draws(mine)
    drawing.visit.sees_picture()
    assert "no longer those that another tab had left" in drawing.visit.status
    drawing.press("[data-own=undo]")
    assert drawing.values["points"] == before
    drawing.press("[data-own=undo]")
    assert drawing.values["points"] == theirs
    drawing.press("[data-own=undo]")
    assert drawing.values["shape"] == "moons"
