"""What a screen reader is told: one message at a time, the newest, and none in haste."""

import fake_page
import pytest
from page_visit import Visit


class Hearing:
    """A voice on a page whose time a test lets pass."""

    def __init__(self, monkeypatch, spoken_at=None, now=0):
        modules, self.document = fake_page.install(monkeypatch)
        self.window = self.document.defaultView
        self.place = self.document.querySelector("#voice")
        if spoken_at is not None:
            self.place.attributes["data-at"] = str(spoken_at)
        self.window.performance = fake_page.SimpleNamespace(now=lambda: now)
        self.voice = modules.voice.Voice()

    def says(self, *texts):
        for text in texts:
            self.voice.say(text)
        return self.place.textContent

    def five_seconds_later(self):
        self.window.rest()
        return self.place.textContent


def test_the_first_message_is_told_at_once_and_of_those_after_it_the_newest(monkeypatch):
    hearing = Hearing(monkeypatch)
    assert hearing.says("one", "two", "three") == "one"
    assert hearing.five_seconds_later() == "three"
    assert hearing.says("four") == "three"
    assert hearing.five_seconds_later() == "four"


def test_after_a_silence_nothing_waits(monkeypatch):
    hearing = Hearing(monkeypatch)
    hearing.says("one")
    assert hearing.five_seconds_later() == "one"
    assert hearing.window.timers == {}
    assert hearing.says("two") == "two"


def test_what_is_true_again_is_not_told_again(monkeypatch):
    hearing = Hearing(monkeypatch)
    hearing.says("one", "two", "one")
    assert hearing.five_seconds_later() == "one"
    assert hearing.says("") == "one"
    assert hearing.says("two") == "two"


def test_it_waits_for_what_was_said_before_python_was_there(monkeypatch):
    hearing = Hearing(monkeypatch, spoken_at=1000.5, now=3000)
    assert hearing.says("one") == ""
    assert hearing.five_seconds_later() == "one"
    assert Hearing(monkeypatch, spoken_at=1000.5, now=7000).says("one") == "one"


# --- what the page tells -----------------------------------------------------------------


@pytest.fixture
def visit(monkeypatch):
    visit = Visit(monkeypatch).connects()
    visit.sees_first_picture()
    return visit


def test_a_choice_of_the_reader_is_told_with_the_picture_that_it_leads_to(visit):
    assert "98 %" in visit.spoken
    visit.chooses("epochs", "many")
    assert visit.spoken.startswith("Epochs takes a whole number")


def test_what_the_chart_shows_is_its_label_and_is_told_when_the_training_is_over(visit):
    words = "The training loss falls from 0.7 to 0.01, in 1000 epochs."
    visit.hears("chart", text=words)
    chart = visit.document.querySelector("#loss")
    assert chart.ariaLabel == f"Chart of the loss over the epochs. {words}"
    assert visit.spoken.endswith(words)
    visit.sees_picture(state="running")
    visit.hears("chart", text="")
    assert words not in chart.ariaLabel
    visit.window.rest()
    assert words not in visit.spoken


def test_a_unit_that_is_shown_alone_is_told_in_the_place_of_all(visit):
    visit.page.tell_unit("Unit 2 alone.")
    assert visit.spoken == "Unit 2 alone."
    label = visit.document.querySelector("#boundary").ariaLabel
    assert label.startswith("Unit 2 alone. Moons, 3 hidden units: after")
    visit.page.tell_unit("")
    assert "Unit 2" not in visit.spoken
    assert "Unit 2" not in visit.document.querySelector("#boundary").ariaLabel
