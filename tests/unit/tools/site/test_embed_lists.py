"""The lists of the element and the tables of the README follow from the tables in Python."""

import json
import re

from playground.settings.lessons import LESSONS
from playground.settings.link import BY_KEY
from playground.settings.table import SETTINGS
from tools.environment import ROOT
from tools.site import embedding
from tools.site.embed_lists import ELEMENT, with_lists, with_tables

SCRIPT = "  // lists: old words\n  const OLD = 1;\n  // end\n  rest\n"
README = "<!-- embed: methods -->\nold\n<!-- end -->\n"
element = (ROOT / ELEMENT).read_text(encoding="utf-8")


def words(name, script):
    """Return the words of one of the lists."""
    return re.search(rf'const {name} = "([^"]*)"', script)[1].split(" ")


def test_the_element_has_the_lists_that_follow_from_the_tables():
    assert with_lists(element) == element, "run `python3 py form`"


def test_every_setting_is_an_attribute():
    assert words("SETTINGS", element) == [*(setting.name for setting in SETTINGS), "epoch"]


def test_what_goes_into_the_address_is_what_a_link_can_carry():
    assert set(words("FRAME", element)) < set(BY_KEY)
    assert "embed" not in words("FRAME", element)


def test_methods_and_events_are_those_that_are_promised():
    calls = [one.name for one in embedding.METHODS if one.name not in embedding.OF_THE_ELEMENT]
    assert words("CALLS", element) == calls
    assert words("EVENTS", element) == [event.name for event in embedding.EVENTS]


def test_each_lesson_has_a_poster_under_its_settings():
    found = json.loads(re.search(r"const LESSONS = (\{.*?\});", element, re.DOTALL)[1])
    assert sorted(found.values()) == sorted(lesson.name for lesson in LESSONS)
    assert found["hidden_units=3&shape=moons"] == "three_lines"
    assert all(key.split("&") == sorted(key.split("&")) for key in found)


def test_only_the_lists_are_written():
    written = with_lists(SCRIPT)
    assert "OLD" not in written
    assert written.startswith("  // lists: old words\n  const SETTINGS")
    assert written.endswith("  // end\n  rest\n")
    assert with_lists(written) == written


def test_a_table_has_a_row_for_each_method():
    written = with_tables(README)
    assert written.count("\n| `") == len(embedding.METHODS)
    assert "old" not in written
    assert with_tables(written) == written
