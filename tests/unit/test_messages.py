"""The messages between page and engine: what is one, what is none, and how they are written."""

import json
import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from in_micropython import output_of

from messages import (
    ACTIONS,
    CHOICES,
    KINDS,
    MAX_TEXT,
    REST,
    TO_ENGINE,
    TO_PAGE,
    as_json,
    problem_with,
)
from playground.custom import table_columns, table_reading
from playground.custom.csv_table import Preview
from playground.session.session import Session
from playground.settings.values import defaults
from tools.environment import ROOT

JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
GOOD = {
    "view": {
        "size": 478,
        "chart": [478, 160],
        "network": [600, 260.5],
        "density": 2.5,
        "theme": "dark",
        "enlarged": 1.25,
        "is_calm": True,
    },
    "settings": {"values": defaults(), "change": 3, "edit": 0},
    "begin": {"epoch": -1, "change": 4},
    "act": {"action": "run"},
    "go_to": {"epoch": 17},
    "look": {"layer": -1, "unit": -1},
    "inspect": {"layer": 0, "unit": 15},
    "weight": {"layer": 1, "unit": 0, "source": -1, "value": -1000},
    "weights": {"code": "AQAB"},
    "draw": {"tool": "erase", "places": [[0.5, 0.25], (1, 0)], "begins": True},
    "load": {"content": b"1,2,a", "name": ""},
    "preview": {"content": memoryview(b"1,2,a"), "name": "t.csv", "is_cut": True},
    "choose_table": {"choices": {**CHOICES, "x1": 2, "zero": REST}},
    "use_table": {"choices": CHOICES},
    "ping": {},
    "hidden": {"is_hidden": False},
    "surface": {"first": -1, "second": 12},
    "space": {"first": 0, "second": 3, "turn": -30.5},
    "hover": {"across": 0.25, "down": -1},
    "table": {},
    "follow": {"across": 0.25, "down": 0.5},
    "move": {"across": -1, "down": 0},
    "watch": {"view": "lines", "size": [300, 200]},
    "cells": {"size": [240, 300.5], "rows": [["z1", 0, 25], ("loss", 100.5, 25)]},
    "line": {"quantity": "dW12"},
    "pick": {"across": 0.25, "down": 1},
    "point": {"index": -1},
    "probe": {"quantity": "dz1", "across": -1, "down": -1, "cell": -1},
    "curve": {},
    "repeat": {"number": 1, "values": defaults(), "seeds": 10},
    "repeat_stop": {},
    "export": {
        "number": 1,
        "subject": "picture",
        "format": "png",
        "theme": "dark",
        "scale": 2,
        "caption": "Moons",
        "address": "https://example.org/",
        "fragment": "shape=moons",
        "title": "",
        "task": "",
        "runs": [["Name", "Loss"], ["first", "0.1"]],
    },
    "export_stop": {},
}
BAD = [
    ("view", "size", 0),
    ("view", "size", math.inf),
    ("view", "chart", [1]),
    ("view", "theme", "red"),
    ("view", "density", "2"),
    ("view", "enlarged", 0),
    ("view", "is_calm", 1),
    ("settings", "values", {}),
    ("settings", "values", {**defaults(), "shape": "cubes"}),
    ("settings", "values", {**defaults(), "more": 1}),
    ("settings", "change", -1),
    ("settings", "change", 1.5),
    ("begin", "epoch", -2),
    ("begin", "epoch", 1.5),
    ("begin", "epoch", None),
    ("act", "action", "train"),
    ("act", "action", "_enter"),
    ("act", "action", "apply"),
    ("act", "action", None),
    ("go_to", "epoch", math.nan),
    ("go_to", "epoch", True),
    ("weight", "value", 1000.1),
    ("weight", "source", -2),
    ("weights", "code", 3),
    ("draw", "tool", "2"),
    ("draw", "places", [[0.5]]),
    ("draw", "places", [[0.5, math.nan]]),
    ("draw", "begins", 1),
    ("load", "content", "1,2"),
    ("load", "content", bytes(MAX_TEXT + 1)),
    ("preview", "content", None),
    ("preview", "is_cut", 1),
    ("choose_table", "choices", {}),
    ("choose_table", "choices", {**CHOICES, "more": 1}),
    ("choose_table", "choices", {**CHOICES, "x1": -2}),
    ("use_table", "choices", {**CHOICES, "zero": 1}),
    ("watch", "view", "lies"),
    ("watch", "size", [0, 10]),
    ("surface", "first", 0.5),
    ("surface", "second", -2),
    ("space", "turn", math.nan),
    ("hover", "across", 1.5),
    ("follow", "down", -2),
    ("move", "down", 2),
    ("load", "name", None),
    ("watch", "view", "line"),
    ("watch", "size", [300, 0]),
    ("cells", "size", [240]),
    ("cells", "rows", [["z1", 0]]),
    ("cells", "rows", [["z1", -1, 25]]),
    ("cells", "rows", [["", 0, 25]]),
    ("cells", "rows", [["update", 0, 25]]),
    ("line", "quantity", "z"),
    ("line", "quantity", "z0"),
    ("line", "quantity", "W1"),
    ("line", "quantity", "dz1x"),
    ("line", "quantity", None),
    ("pick", "across", 2.1),
    ("pick", "down", math.nan),
    ("point", "index", 0.5),
    ("point", "index", -2),
    ("point", "index", None),
    ("probe", "quantity", ""),
    ("probe", "quantity", "updates"),
    ("probe", "across", 1.1),
    ("export", "subject", "sound"),
    ("export", "format", "exe"),
    ("export", "scale", 5),
    ("export", "runs", [[]]),
    ("export", "runs", [[1]]),
    ("repeat", "seeds", 0),
    ("repeat", "seeds", 101),
    ("repeat", "values", {}),
]


@pytest.mark.parametrize("kind", GOOD)
def test_each_message_to_the_engine_is_known_by_its_fields(kind):
    message = {"kind": kind, **GOOD[kind]}
    assert problem_with(message, TO_ENGINE) == ""
    assert "no field 'more'" in problem_with({**message, "more": 1}, TO_ENGINE)
    for name in GOOD[kind]:
        rest = {key: value for key, value in message.items() if key != name}
        assert problem_with(rest, TO_ENGINE) == f"{kind} lacks {name}"


@pytest.mark.parametrize(("kind", "name", "value"), BAD)
def test_a_field_that_is_something_else_is_a_problem(kind, name, value):
    message = {"kind": kind, **GOOD[kind], name: value}
    assert problem_with(message, TO_ENGINE).startswith(f"{name} of {kind} cannot be ")


def test_every_kind_but_the_canvases_is_tried_here():
    assert set(GOOD) == set(TO_ENGINE) - {"canvases"}


@given(message=JUNK | st.fixed_dictionaries({"kind": st.sampled_from([*TO_ENGINE, *TO_PAGE])}))
def test_junk_is_no_message_and_no_error(message):
    for known in (TO_ENGINE, TO_PAGE):
        problem = problem_with(message, known)
        assert isinstance(problem, str)
        if not problem:
            assert set(message) == {"kind", *known[message["kind"]].fields}


NUMBERS = {"layer": 0, "unit": 2, "bias": 0.5, "weights": [1.5, -2]}


@pytest.mark.parametrize(
    "changed",
    [
        {"bias": None},
        {"weights": []},
        {"weights": [None]},
        {"unit": -1},
        {"more": 1},
        {"layer": "0"},
    ],
)
def test_the_numbers_of_a_unit_are_numbers(changed):
    is_right = TO_PAGE["picture"].fields["inspected"]
    assert is_right(NUMBERS)
    assert is_right(None)
    assert not is_right({**NUMBERS, **changed})


POINT = {"index": 16, "n": 100, "label": 1, "across": 0.5, "down": 0.1, "words": "Point 17 …"}


@pytest.mark.parametrize(
    "changed",
    [{"index": -1}, {"label": 2}, {"across": None}, {"down": 7.0}, {"words": 3}, {"more": 1}],
)
def test_a_point_is_a_number_a_class_a_place_and_words(changed):
    is_right = TO_PAGE["picture"].fields["point"]
    assert is_right(POINT)
    assert is_right(None)
    assert not is_right({**POINT, **changed})


RESULT = [3, 1000, 0.01, None, 0.98, None, "epochs"]


@pytest.mark.parametrize(
    "result",
    [
        [],
        RESULT[:-1],
        [*RESULT, 1],
        [-1, *RESULT[1:]],
        [*RESULT[:2], -0.5, *RESULT[3:]],
        [*RESULT[:4], 1.5, *RESULT[5:]],
        [*RESULT[:-1], None],
        None,
        "results",
    ],
)
def test_a_result_is_seed_epochs_losses_shares_and_a_reason(result):
    is_right = TO_PAGE["repeated"].fields["results"]
    assert is_right([RESULT, RESULT])
    assert not is_right([RESULT, result])


@pytest.mark.parametrize("quantity", ["", "update", "z1", "a12", "loss", "dW100"])
def test_a_line_has_the_name_of_what_it_makes(quantity):
    assert problem_with({"kind": "line", "quantity": quantity}, TO_ENGINE) == ""


def test_each_action_is_one_of_a_session():
    assert all(callable(getattr(Session, action)) for action in ACTIONS)


def test_the_key_of_a_message_is_made_of_its_fields():
    for message in [*TO_ENGINE.values(), *TO_PAGE.values()]:
        assert set(message.key or ()) <= set(message.fields)


@given(message=st.dictionaries(st.text(), JUNK, max_size=4))
def test_what_is_said_is_json_without_numbers_that_are_none(message):
    def fail(constant):
        raise AssertionError(f"{constant} is no JSON")

    json.loads(as_json(message), parse_constant=fail)


def test_a_number_that_is_none_is_null_and_all_others_come_back():
    said = {"loss": math.nan, "more": [math.inf, -math.inf, 1e300, 0.1], "text": "NaN", "on": True}
    heard = {"loss": None, "more": [None, None, 1e300, 0.1], "text": "NaN", "on": True}
    assert json.loads(as_json(said)) == heard


def test_they_say_of_tables_what_the_reader_of_tables_does():
    assert table_reading.AS_FOUND._asdict() == CHOICES
    assert table_reading.REST == REST
    kinds = ("NUMBER", "TEXT", "INDEX", "EMPTY", "CONSTANT")
    assert tuple(getattr(table_columns, kind) for kind in kinds) == KINDS
    assert {*Preview._fields, "is_new", "name"} == set(TO_PAGE["preview"].fields)


def test_micropython_has_the_same_opinion():
    files = {
        f"{path.relative_to(ROOT / 'py')}": path
        for path in [ROOT / "py/messages.py", *(ROOT / "py/playground/settings").glob("*.py")]
    }
    cases = [{"kind": kind, **fields} for kind, fields in GOOD.items()]
    cases += [{"kind": kind, **GOOD[kind], name: value} for kind, name, value in BAD]
    cases = [case for case in cases if not isinstance(case.get("content"), (bytes, memoryview))]
    cases = [case for case in cases if not re.search("NaN|Infinity", json.dumps(case))]
    code = (
        "import json\nfrom messages import TO_ENGINE, problem_with\n"
        f"for case in json.loads({json.dumps(cases)!r}): print(problem_with(case, TO_ENGINE))"
    )
    ours = [problem_with(case, TO_ENGINE) for case in json.loads(json.dumps(cases))]
    theirs = output_of(code, files).splitlines()
    assert [bool(line) for line in theirs] == [bool(line) for line in ours]
