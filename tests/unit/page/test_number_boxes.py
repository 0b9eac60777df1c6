"""Every box for a number takes 0,5 as well as 0.5: half of the world writes the one."""

import re

import pytest
from page_visit import Visit

from playground.settings.kinds import Number
from playground.settings.link import BY_KEY
from playground.settings.table import BY_NAME
from tools.environment import ROOT

PAGE = (ROOT / "index.html").read_text(encoding="utf-8")
# A box says so where a phone is to offer a comma among its keys.
DECIMAL = re.findall(r'<input[^>]*name="(\w+)"[^>]*inputmode="decimal"', PAGE)
SETTINGS = [name for name in DECIMAL if name in BY_NAME]
GOALS = [name for name in DECIMAL if name in BY_KEY]


@pytest.fixture
def visit(monkeypatch):
    visit = Visit(monkeypatch).connects()
    visit.sees_picture()
    return visit


def test_these_are_all_boxes_for_numbers_that_need_not_be_whole():
    fractions = {
        name
        for name, setting in BY_NAME.items()
        if isinstance(setting.allowed, Number) and setting.allowed.control != "slider"
    }
    goals = {name for name, key in BY_KEY.items() if isinstance(key.allowed, Number)}
    assert set(SETTINGS) == fractions
    assert set(GOALS) == goals
    assert len(DECIMAL) == len(SETTINGS + GOALS)
    # Of such a box the browser decides which of the two it takes, and tells nobody of the other.
    assert 'type="number"' not in PAGE


@pytest.mark.parametrize("text", ["0.5", "0,5"])
@pytest.mark.parametrize("name", SETTINGS)
def test_a_box_of_the_form(visit, name, text):
    visit.chooses(name, text)
    assert visit.page.choices.values[name] == 0.5
    assert visit.page.choices.problems == []
    visit.page.show_choices()
    assert visit.control(name).value == "0.5"


@pytest.mark.parametrize("text", ["0.5", "0,5"])
@pytest.mark.parametrize("name", GOALS)
def test_a_box_of_the_dialog_around_a_link(visit, name, text):
    visit.page.share.open()
    field = visit.document.querySelector(f"#share [name={name}]")
    field.value = text
    field.send("input")
    assert visit.page.share.link.added[name] == 0.5
    assert f"{name}=0.5" in visit.page.share.link.text
