"""Which column is what: three roles for three columns, whatever the reader presses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages import CHOICES, REST
from page.preview.roles import ROLES, in_words, next_role, role_of, with_class, with_role

COLUMNS = [["species", "text"], ["length", "number"], ["depth", "number"], ["mass", "number"]]
CHOSEN = {**CHOICES, "x1": 1, "x2": 2, "label": 0, "zero": "Adelie", "one": "Gentoo"}


def test_a_free_column_takes_the_place_of_the_one_before():
    chosen = with_role(CHOSEN, "x2", 3)
    assert [chosen[role] for role in ROLES] == [1, 3, 0]
    assert chosen["zero"] == "Adelie"


def test_two_columns_change_places():
    chosen = with_role(CHOSEN, "x1", 2)
    assert [chosen[role] for role in ROLES] == [2, 1, 0]


def test_another_label_brings_other_classes():
    chosen = with_role(CHOSEN, "label", 3)
    assert (chosen["label"], chosen["zero"], chosen["one"]) == (3, "", "")


@given(st.lists(st.integers(0, 3), max_size=12))
def test_after_any_presses_three_columns_have_three_roles(pressed):
    chosen = CHOSEN
    for column in pressed:
        role = next_role(column, COLUMNS, chosen)
        chosen = with_role(chosen, role, column)
        assert role_of(column, chosen) == role
    assert len({chosen[role] for role in ROLES}) == len(ROLES)


def presses(columns):
    chosen, seen = CHOSEN, []
    for _ in range(4):
        seen.append(next_role(3, columns, chosen))
        chosen = with_role(chosen, seen[-1], 3)
    return seen


def test_presses_lead_through_all_roles_that_a_column_can_have():
    numbers = [(name, "number") for name, _ in COLUMNS]
    assert presses(numbers) == ["x1", "x2", "label", "x1"]
    # A label of words would become an input of words.
    assert presses(COLUMNS) == ["x1", "x2", "x1", "x2"]
    words = {**CHOSEN, "label": 3}
    assert next_role(0, COLUMNS, words) == "label"


@pytest.mark.parametrize(
    ("label", "classes"), [("Chinstrap", ("Chinstrap", "Gentoo")), ("Gentoo", ("Gentoo", "Adelie"))]
)
def test_classes_stay_two(label, classes):
    chosen = with_class(CHOSEN, "zero", label)
    assert (chosen["zero"], chosen["one"]) == classes


def test_a_sentence_says_what_the_table_would_become():
    preview = {"columns": COLUMNS, "choices": CHOSEN, "n": 1276}
    assert in_words(preview) == "1,276 points: length and depth, Adelie against Gentoo"
    preview["choices"] = {**CHOSEN, "one": REST}
    assert in_words(preview).endswith("Adelie against all others")
    preview["choices"] = {**CHOSEN, "zero": "", "one": ""}
    assert in_words(preview) == "1,276 points: length and depth"
