"""The section "Your runs", as a reader meets it: what becomes a row, and what becomes of it."""

import json
import sys

import pytest
from page_visit import Visit

from playground.settings.link import read_link

NAME = "nn-playground-runs-1"
RESULTS = [[seed, 1000, 0.01 * (seed + 1), None, 1, None, "epochs"] for seed in range(10)]


class Reader(Visit):
    """A reader who has seen the first picture; nothing of it was their doing."""

    def __init__(self, monkeypatch, address="shape=moons&hidden_units=3", rows=()):
        super().__init__(monkeypatch, "#" + address)
        if rows:
            self.window.kept[NAME] = json.dumps(list(rows))
        self.connects()
        self.sees_first_picture()
        self.window.rest()

    def trains(self, **changed):
        """See a training that ends, and rest."""
        self.sees_picture(state="running", epoch=5)
        self.sees_picture(**changed)
        self.window.rest()

    def opens(self, fragment):
        self.page.open_address(fragment)

    @property
    def kept(self):
        return json.loads(self.window.kept.get(NAME, "[]"))

    @property
    def names(self):
        return [box.value for box in self.all("[data-run=name]")]

    def all(self, selector):
        return self.document.querySelector("#runs").querySelectorAll(selector)

    def presses(self, do, place=0):
        self.all(f"button[data-run={do}]")[place].click()

    def checks(self, place):
        box = self.all("[data-run=compare]")[place]
        box.send("change")

    def says(self):
        return self.document.querySelector("#status").textContent

    def words(self):
        return self.document.querySelector("#runs").textContent


@pytest.fixture
def reader(monkeypatch):
    return Reader(monkeypatch)


# ---- What becomes a row


def test_what_the_page_opens_with_is_nobodys_doing(reader):
    assert reader.kept == []
    assert not reader.document.querySelector("#runs-empty").hidden


def test_the_buttons_wait_for_the_first_picture(monkeypatch):
    visit = Visit(monkeypatch).connects()
    buttons = visit.document.querySelectorAll("#runs button")
    assert [button.disabled for button in buttons] == [True, True]
    visit.sees_first_picture()
    assert [button.disabled for button in buttons] == [False, False]


def test_a_training_that_ends_becomes_a_row(reader):
    reader.page.act("run")
    reader.trains()
    (row,) = reader.kept
    assert row["link"] == "shape=moons&hidden_units=3"
    assert (row["state"], row["epoch"], row["train_loss"]) == ("done", 1000, 0.0123)
    assert reader.names == ["moons, 3 units"]
    assert reader.document.querySelector("#runs-empty").hidden
    assert reader.worker.of_kind("curve") == [{"kind": "curve"}]


def test_the_same_training_is_kept_once(reader):
    for _ in range(2):
        reader.page.act("run")
        reader.trains()
    assert len(reader.kept) == 1


def test_each_choice_that_is_trained_to_its_end_becomes_a_row(reader):
    for units in ("4", "5"):
        reader.chooses("hidden_units", units)
        reader.trains(sizes=[2, int(units), 1], train_loss=0.1)
    assert reader.names == ["moons, 5 units", "moons, 4 units"]


def test_what_a_slider_passes_by_does_not(reader):
    reader.chooses("hidden_units", "4")
    reader.sees_picture()
    reader.chooses("hidden_units", "5")
    reader.window.rest()
    assert reader.kept == []


def test_what_is_paused_is_kept_if_the_reader_wants_it(reader):
    reader.sees_picture(state="paused", epoch=77, stop_reason="")
    reader.window.rest()
    assert reader.kept == []
    reader.page.act("keep_run")
    assert reader.kept[0]["epoch"] == 77
    assert read_link(reader.kept[0]["link"]).epoch == 77
    assert "Kept: “moons, 3 units”" in reader.says()
    reader.page.act("keep_run")
    assert "is kept already" in reader.says()
    assert len(reader.kept) == 1


def test_a_training_beyond_its_settings_opens_with_as_many_epochs(reader):
    reader.page.act("train_on")
    reader.trains(epoch=2000, last_epoch=2000, end=2000)
    assert read_link(reader.kept[0]["link"]).values["epochs"] == 2000


def test_weights_set_by_hand_are_part_of_a_row(reader):
    reader.hears("weights", code="AQAB", problem="")
    reader.sees_picture(state="paused", by_hand=True, epoch=1000, stop_reason="")
    reader.page.act("keep_run")
    assert read_link(reader.kept[0]["link"]).weights == "AQAB"


def test_without_points_there_is_nothing_to_keep_or_repeat(reader):
    nothing = dict.fromkeys(("train_loss", "penalized_loss", "train_accuracy"))
    reader.sees_picture(state="paused", n_train=0, **nothing)
    for action in ("keep_run", "repeat_seeds"):
        reader.page.act(action)
        assert "There are no points" in reader.says()
    assert reader.kept == []
    assert reader.worker.of_kind("repeat") == []


def test_a_frame_on_another_page_keeps_nothing(monkeypatch):
    visit = Visit(monkeypatch)
    visit.document.documentElement.setAttribute("data-embed", "")
    visit.page.run_watch = sys.modules["page.run_watch"].RunWatch(visit.page)
    visit.connects()
    visit.sees_first_picture()
    visit.page.act("run")
    visit.sees_picture(state="running")
    visit.sees_picture()
    visit.window.rest()
    assert NAME not in visit.window.kept


# ---- Where it is kept


def test_rows_of_an_earlier_visit_are_there(monkeypatch, reader):
    reader.page.act("run")
    reader.trains()
    again = Reader(monkeypatch, rows=reader.kept)
    assert again.names == ["moons, 3 units"]


def test_a_damaged_storage_is_no_obstacle(monkeypatch):
    reader = Reader(monkeypatch)
    reader.window.kept[NAME] = '[{"id": 3'
    reader.page.act("run")
    reader.trains()
    assert len(reader.kept) == 1


def test_rows_of_another_tab_stay_and_are_shown(reader):
    reader.page.act("run")
    reader.trains()
    (own,) = reader.kept
    other = {**own, "id": "other", "time": "2027", "name": "of the other tab"}
    reader.window.kept[NAME] = json.dumps([other, own])
    for follow in reader.window.listeners["storage"]:
        follow(type("Event", (), {"key": NAME}))
    assert reader.names == ["of the other tab", "moons, 3 units"]
    reader.window.kept[NAME] = json.dumps([other])  # it has deleted ours
    reader.chooses("hidden_units", "5")
    reader.trains()
    assert reader.names == ["of the other tab", "moons, 5 units"]


def test_where_the_browser_keeps_nothing_rows_last_as_long_as_the_page(reader):
    reader.window.storage.write = lambda _name, _text: None
    for units in ("4", "5"):
        reader.chooses("hidden_units", units)
        reader.trains()
    assert reader.kept == []
    assert reader.names == ["moons, 5 units", "moons, 4 units"]
    assert "keeps nothing here" in reader.words()
    reader.presses("delete")
    assert reader.names == ["moons, 4 units"]


# ---- What can be done with a row


@pytest.fixture
def two(reader):
    """A reader with two rows, each with its curve."""
    for units in ("4", "5"):
        reader.chooses("hidden_units", units)
        reader.trains(train_loss=0.1 if units == "4" else 0.2)
        loss = float(units) / 10
        change = reader.page.choices.change
        reader.hears("curve", change=change, epochs=[0, 9], train=[1, loss], test=[None, None])
    return reader


def test_a_row_is_named_by_the_reader(two):
    box = two.all("[data-run=name]")[0]
    box.value = "mine"
    box.send("change")
    assert two.kept[0]["name"] == "mine"
    assert two.names == ["mine", "moons, 4 units"]


def test_a_row_opens_what_it_was(two):
    link = two.all("a[data-run=open]")[1]
    assert read_link(link.attributes["href"][1:]).values["hidden_units"] == 4
    link.click()
    assert two.document.querySelector("#controls").is_in_view


def test_what_is_deleted_comes_back(two):
    before = dict(two.window.kept)
    two.presses("delete")
    assert two.names == ["moons, 4 units"]
    assert len([name for name in two.window.kept if "5" in name]) < len(before)
    undo = two.all("[data-run=undo]")[0]
    assert two.document.activeElement is undo
    two.presses("undo")
    assert two.names == ["moons, 5 units", "moons, 4 units"]
    assert two.window.kept == before
    assert undo.hidden


def test_two_rows_are_compared_and_it_is_said_which_ends_lower(two):
    assert two.all(".compared")[0].hidden
    two.checks(0)
    assert "Choose a second one" in two.words()
    two.checks(1)
    chart = two.all(".chart")[0]
    words = "“moons, 5 units” ends at a loss of 0.5000 after 9 epochs"
    assert words in chart.ariaLabel
    assert "“moons, 4 units” ends lower." in chart.ariaLabel
    assert chart.ariaLabel in two.words()
    assert len(two.all("figure img")) == 2
    two.checks(0)
    assert not two.all(".chart")


def test_of_three_the_first_one_chosen_goes(two):
    two.chooses("hidden_units", "6")
    two.trains(train_loss=0.3)
    for place in (2, 1, 0):
        two.checks(place)
    assert [box.checked for box in two.all("[data-run=compare]")] == [True, True, False]
    assert "No curve was kept" in two.words()


def test_a_curve_of_another_choice_is_not_taken(reader):
    reader.page.act("run")
    reader.trains()
    reader.hears("curve", change=99, epochs=[0], train=[1], test=[None])
    details = next(text for name, text in reader.window.kept.items() if "details" in name)
    assert json.loads(details)["curve"] == []


def test_the_focus_stays_where_it_was_when_the_table_changes(two):
    box = two.all("[data-run=compare]")[1]
    box.focus()
    two.checks(1)
    assert two.document.activeElement is two.all("[data-run=compare]")[1]


def test_the_table_goes_into_files(two):
    two.presses("csv")
    (parts, facts) = two.window.saved[0]
    assert parts[0].startswith("\ufeffName,Hidden units,")
    assert facts["type"] == "text/csv;charset=utf-8"
    two.presses("markdown")
    assert two.window.copied[0].startswith("All with: ")
    two.window.may_copy = False
    two.presses("markdown")
    assert two.window.saved[1][0] == [two.window.copied[0]]


# ---- Ten seeds


def test_a_training_is_repeated_over_ten_seeds(reader):
    reader.page.act("repeat_seeds")
    (asked,) = reader.worker.of_kind("repeat")
    assert (asked["seeds"], asked["values"]["hidden_units"]) == (10, 3)
    again = reader.document.querySelector("[data-action=repeat_seeds]")
    assert again.disabled
    reader.hears("repeated", number=1, done=3, of=10, results=RESULTS[:3])
    assert "3 of 10 seeds" in reader.words()
    reader.chooses("hidden_units", "7")  # it goes on with what it began with
    reader.hears("repeated", number=1, done=10, of=10, results=RESULTS)
    assert reader.names == ["moons, 3 units, 10 seeds"]
    assert "10 seeds: median loss 0.0550" in reader.says()
    assert not again.disabled
    (row,) = reader.kept
    assert row["results"] == RESULTS
    reader.presses("expand")
    links = [link.attributes["href"][1:] for link in reader.all(".result a")]
    assert [read_link(link).values["weights_seed"] for link in links] == list(range(10))
    reader.presses("expand")
    assert not reader.all(".result")


def test_a_repetition_can_be_cancelled(reader):
    reader.page.act("repeat_seeds")
    reader.presses("cancel")
    assert len(reader.worker.of_kind("repeat_stop")) == 1
    reader.hears("repeated", number=1, done=10, of=10, results=RESULTS)  # it was on its way
    assert reader.kept == []
    assert not reader.document.querySelector("[data-action=repeat_seeds]").disabled


def test_pictures_are_kept_beside_the_rows(reader):
    reader.page.act("run")
    reader.trains()
    (name,) = [name for name in reader.window.kept if name.startswith(NAME + "-picture-")]
    assert reader.window.kept[name].startswith("data:image/png")
    assert [image.attributes["src"] for image in reader.all("td img")] == [reader.window.kept[name]]
