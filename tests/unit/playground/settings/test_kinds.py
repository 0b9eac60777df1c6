"""The kinds of settings: what is said of each, and what lets a reader set it."""

import pytest

from playground.settings.kinds import (
    Code,
    Menu,
    Names,
    Number,
    Segments,
    Several,
    Share,
    Switch,
    Whole,
    WholeOr,
    Widths,
)
from playground.settings.table import SETTINGS


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Whole(1, 16, 1), "a whole number from 1 to 16"),
        (WholeOr(1, 20000, "all"), "a whole number from 1 to 20000, or `all`"),
        (Number(0.0001, 1000, "log"), "0.0001 to 1000"),
        (Share(0, 0.5, 0.05), "0 to 0.5"),
        (Menu(("a", "b"), ("A", "B")), "`a`, `b`"),
        (Switch(("on", "off"), ("On", "Off")), "`on`, `off`"),
        (Segments(("a", "b"), ("A", "B"), (("1", "a"),)), "`a`, `b`"),
        (Several(("a", "b"), ("A", "B")), "one or more of `a`, `b`, with commas between them"),
        (Widths(6, 16), "up to 6 numbers from 1 to 16 with - between them, or nothing"),
        (Names(4, 24), "4 names of up to 24 characters, or nothing"),
        (Code(99), "points as this page packs them"),
    ],
)
def test_each_kind_says_what_it_can_be(kind, words):
    assert kind.describe("`") == words
    assert kind.describe() == words.replace("`", "")


@pytest.mark.parametrize(
    ("kind", "control"),
    [
        (Whole(1, 16, 1), "slider"),
        (Whole(1, 16, None), "number"),
        (WholeOr(1, 9, "all"), "text"),
        (Number(0, 1, 0.01), "slider"),
        (Number(0, 1, "log"), "log"),
        (Number(0, 1, None), "number"),
        (Share(0, 1, 0.05), "slider"),
        (Menu(("a", "b"), ("A", "B")), "menu"),
        (Switch(("on", "off"), ("On", "Off")), "switch"),
        (Segments(("a", "b"), ("A", "B"), ()), "segments"),
        (Several(("a", "b"), ("A", "B")), "boxes"),
        (Widths(6, 16), "hidden"),
        (Names(4, 24), "hidden"),
        (Code(99), "hidden"),
    ],
)
def test_each_kind_has_its_control(kind, control):
    assert kind.control == control


def test_a_kind_is_a_value():
    # So the page, which makes its own table, has the same one as the engine.
    assert Whole(1, 2, 1) == Whole(1, 2, 1) != Whole(1, 3, 1)
    assert len({setting.name for setting in SETTINGS}) == len(SETTINGS)


def test_a_word_of_before_means_one_of_now():
    kind = Segments(("slow", "fast"), ("Slow", "Fast"), (("1", "slow"), ("2", "slow")))
    assert [kind.parse(text) for text in ("slow", "1", "2", "fast")] == ["slow"] * 3 + ["fast"]
    assert kind.parse("3") is None


@pytest.mark.parametrize("text", ["0.3", "0,3", " 0.3", "0,3 ", "\t0.3\r\n", ",3"])
def test_a_number_is_read_as_the_reader_writes_it(text):
    assert Number(0, 1, None).parse(text) == 0.3


@pytest.mark.parametrize("text", ["0,3,1", "0.3,1", "0,3.1", "1,000,000", "0 3", ",", "\u00a00.3"])
def test_one_comma_is_the_most_that_a_number_has(text):
    assert Number(0, 1_000_000, None).parse(text) is None


@pytest.mark.parametrize("text", ["", " ", "all", "All", "ALL", " all "])
def test_nothing_means_the_word_as_well(text):
    assert WholeOr(1, 9, "all").parse(text) == "all"


@pytest.mark.parametrize("text", ["8-4-2", "8,4,2", "8, 4, 2", "8-4, 2"])
def test_the_units_of_layers_are_read_with_commas_too(text):
    assert Widths(6, 16).parse(text) == "8-4-2"


@pytest.mark.parametrize("text", ["", "a,b", "läng,幅", " a ,b c", ",", "abcd,e"])
def test_names_are_as_many_and_as_short_as_they_have_to_be(text):
    assert Names(2, 4).parse(text) == text


@pytest.mark.parametrize(
    "text", ["a", "a,b,c", "abcde,f", *(f"a{mark},b" for mark in "&#=%+\n\x7f")]
)
def test_no_other_names_are_allowed(text):
    assert Names(2, 4).parse(text) is None
