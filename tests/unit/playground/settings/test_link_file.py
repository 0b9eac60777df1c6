"""A link as a file: what is written is read back, and nothing else is taken for one."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.settings.link import read_link, write_whole
from playground.settings.link_file import MARK, as_file, fragment_in
from playground.settings.values import defaults, take

MANY = "AQAB" + "A" * 8000


def test_own_points_that_no_link_can_bring_are_in_it():
    values, _ = take(defaults(), [("shape", "custom"), ("points", MANY)])
    fragment = fragment_in(as_file("https://example.org/", write_whole(values, epoch=7)))
    link = read_link(fragment)
    assert (link.values, link.epoch, link.problems) == (values, 7, [])


@given(st.text())
def test_what_is_written_is_read_back(fragment):
    assert fragment_in(as_file("https://example.org/", fragment)) == fragment


@given(st.text(), st.text(), st.text(st.characters(exclude_characters='"{}')))
def test_it_is_found_in_whatever_stands_around_it(fragment, address, other):
    record = as_file(address, fragment)
    around = ["# %s\nprint({1: 2})", "PNG\0%s\0{}", '{"weights": [{}], "record": %s, "b": {}}']
    for text in around:
        assert fragment_in(other + text % record + other) == fragment


def test_in_a_file_of_xml_it_means_the_same():
    record = as_file("https://example.org/", "shape=circles&hidden_units=4")
    link = read_link(fragment_in(f"<svg>{record.replace('&', '&amp;')}</svg>"))
    assert (link.values["shape"], link.values["hidden_units"]) == ("circles", 4)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x1,x2,label\n1,2,a\n",
        f"{MARK},x2,label\n1,2,a\n",
        as_file("", "shape=moons")[:-2],
        json.dumps([MARK]),
        json.dumps({MARK: 2, "fragment": "shape=moons"}),
        json.dumps({MARK: 1}),
        json.dumps({MARK: 1, "fragment": ["shape=moons"]}),
        json.dumps({MARK: 1, "fragment": None}),
        f'{{"{MARK}": 1, "fragment": ' + "[" * 100000,
    ],
)
def test_another_file_is_not_taken_for_one(text):
    assert fragment_in(text) == ""
