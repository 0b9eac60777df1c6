"""Settings in words, and the names of files."""

import pytest

from playground.settings.values import defaults, take
from playground.settings.words import as_percent, describe, file_name, say_names


@pytest.mark.parametrize(
    ("named", "words", "name"),
    [
        ({}, "Moons, 3 hidden units", "moons-3.png"),
        ({"hidden_units": "1"}, "Moons, 1 hidden unit", "moons-1.png"),
        ({"layers": "0", "shape": "xor"}, "XOR, no hidden units", "xor-0.png"),
        ({"widths": "8-4"}, "Moons, hidden layers of 8 and 4 units", "moons-8-4.png"),
        ({"layers": "2", "shape": "custom"}, "Own points, 2 hidden layers of 3 units", None),
    ],
)
def test_settings_in_words_and_as_a_name(named, words, name):
    values, _ = take(defaults(), named)
    assert describe(values) == words
    assert file_name(values, "", "png") == (name or "custom-3.png")


def test_a_name_says_what_of_them_is_in_the_file():
    assert file_name(defaults(), "weights", "json") == "moons-3-weights.json"
    assert file_name(defaults(), "curve", "svg") == "moons-3-curve.svg"


@pytest.mark.parametrize(
    ("share", "percent"), [(0, 0), (1, 100), (0.999, 99), (0.001, 1), (0.5, 50), (0.456, 46)]
)
def test_only_all_are_a_hundred_percent(share, percent):
    assert as_percent(share) == percent


def test_a_table_has_a_sentence_on_its_names():
    values = {**defaults("custom"), "names": "size,weight,,yes"}
    assert say_names(values) == (
        " The classes are “class 0” and “yes”, the axes “size” and “weight”."
    )
    assert say_names(defaults("custom")) == ""
