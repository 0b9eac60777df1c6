"""Rows of "Your runs": how they are kept, named, told apart, and written for other programs."""

import csv
import io
import json

import numpy as np
import pytest
import runs_cases
from hypothesis import given
from hypothesis import strategies as st
from in_micropython import HERE, output_of
from runs_cases import FRAGMENTS, RESULTS, row
from setting_values import ANY_VALUES

from page.runs.columns import (
    number_text,
    numbers_in,
    numbers_of,
    range_text,
    setting_text,
    settings_in_common,
    settings_that_differ,
    spread_sentence,
)
from page.runs.curves import ends_in_words, stretches
from page.runs.export import DANGEROUS, as_csv, as_markdown
from page.runs.rows import (
    MAX_ROWS,
    is_row,
    link_to_result,
    name_of,
    read_rows,
    renamed,
    same_as,
    settings_to_keep,
    values_of,
    with_row,
    without,
    write_rows,
)
from page.runs.spread import spread_of
from playground.settings.link import read_link
from playground.settings.table import SETTINGS, VIEW
from playground.settings.values import defaults
from tools.environment import ROOT
from tools.rooms import page_modules

MOONS = FRAGMENTS[0]
NUMBERS = st.lists(st.floats(0, 1e9, allow_nan=False), min_size=1, max_size=30)


def repeated(results=RESULTS):
    values = read_link(MOONS).values
    return {**row(9, MOONS), **numbers_of(values, results)}


# ---- What is kept


def test_rows_come_back_from_the_storage_the_newest_first():
    rows = [row(number, fragment) for number, fragment in enumerate(FRAGMENTS)]
    assert read_rows(write_rows(rows)) == rows[::-1]


@pytest.mark.parametrize("text", ["", "{", "null", "3", '{"a": 1}', '"rows"', "[1, null, {}]"])
def test_a_damaged_storage_has_no_rows(text):
    assert read_rows(text) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"id": 3},
        {"set": {}},
        {"set": {"shape": "cubes"}},
        {"set": {"shape": "moons", "hidden_units": 99}},
        {"set": {"shape": "moons", "speed": "slow"}},
        {"set": {"shape": "moons", "hidden_units": None}},
        {"set": {"shape": "custom", "points": 5}},
        {"set": {"shape": "custom", "points": "AQ"}},
        {"epoch": None},
        {"train_loss": -1},
        {"train_accuracy": 2},
        {"state": "asleep"},
        {"results": [[1]]},
        {"name": "x" * 61},
        {"more": 1},
    ],
)
def test_a_damaged_row_is_left_out_and_the_others_stay(changed):
    good, bad = row(1, MOONS), {**row(2, MOONS), **changed}
    assert is_row(good)
    assert read_rows(json.dumps([bad, good])) == [good]


@given(values=ANY_VALUES)
def test_a_row_knows_the_settings_of_its_training(values):
    kept = settings_to_keep(values)
    made = {**row(1, MOONS), "set": kept}
    assert is_row(json.loads(json.dumps(made)))
    points = values["points"]
    for setting in SETTINGS:
        if setting.effect != VIEW and setting.name != "points":
            assert values_of(made)[setting.name] == values[setting.name]
    assert len(values_of(made)["points"]) < 40
    assert bool(values_of(made)["points"]) == bool(points)


def test_beyond_the_limit_the_oldest_without_a_name_goes_and_then_the_oldest():
    rows = []
    for number in range(MAX_ROWS):
        name = "mine" if number < 2 else ""
        rows = with_row(rows, row(number, MOONS, time=f"{number:03d}", name=name))
    rows = with_row(rows, row(99, MOONS, time="099"))
    assert len(rows) == MAX_ROWS
    assert [one["id"] for one in rows][-2:] == ["1", "0"]
    assert "2" not in [one["id"] for one in rows]
    named = [{**one, "name": "mine"} for one in rows]
    named = with_row(named, row(100, MOONS, time="100"))
    assert named[0]["id"] == "100"
    assert "0" not in [one["id"] for one in named]


def test_a_row_is_replaced_by_one_of_its_id_and_goes_by_it():
    rows = with_row([row(1, MOONS)], row(1, MOONS, epoch=5))
    assert [one["epoch"] for one in rows] == [5]
    assert without(rows, "1") == []


def test_the_same_training_is_known_again_whatever_it_is_called_and_looks_like():
    first = row(1, MOONS, name="mine")
    assert same_as([first], row(2, MOONS, train_loss=first["train_loss"])) is first
    other = row(2, MOONS, train_loss=first["train_loss"], epoch=999)
    assert same_as([first], other) is None
    assert same_as([first], row(2, MOONS)) is None  # another loss: it came another way


# ---- Names and columns


@pytest.mark.parametrize(
    ("fragment", "name"),
    [
        ("shape=moons&hidden_units=3", "moons, 3 units"),
        ("shape=circles&hidden_units=1", "circles, 1 unit"),
        ("shape=xor&layers=0", "XOR, no hidden layer"),
        ("shape=absolute&widths=8-4", "absolute value, 8-4 units"),
        ("shape=custom&layers=2&hidden_units=4", "own points, 4-4 units"),
    ],
)
def test_a_run_is_called_by_its_shape_and_units(fragment, name):
    assert name_of(row(1, fragment)) == name


def test_the_reader_names_a_run_and_takes_the_name_away():
    rows = renamed([row(1, MOONS), row(2, MOONS)], "1", "  the  good\none ")
    assert [name_of(one) for one in rows] == ["the good one", "moons, 3 units"]
    for text in ("", "moons, 3 units"):
        assert renamed(rows, "1", text)[0]["name"] == ""
    assert len(renamed(rows, "1", "x" * 500)[0]["name"]) == 60


def test_only_settings_in_which_rows_differ_have_a_column():
    rows = [row(1, MOONS), row(2, "shape=moons&widths=4-2&test_fraction=0.25")]
    columns = settings_that_differ(rows)
    assert [column.label for column in columns] == ["Hidden units", "Kept for testing"]
    assert [setting_text(rows[1], column.name) for column in columns] == ["4-2", "25 %"]
    assert settings_in_common(rows) == [
        ("Shape", "Moons"),
        ("Data seed", "0"),
        ("Weights seed", "0"),
    ]


def test_what_all_have_is_said_once_if_it_is_not_usual():
    both = "shape=moons&learning_rate=0.3&weights_seed=4"
    common = settings_in_common([row(1, both), row(2, both + "&activation=relu")])
    assert ("Learning rate", "0.3") in common
    assert ("Weights seed", "4") in common
    assert "Noise" not in [label for label, _ in common]
    assert settings_in_common([]) == []


def test_numbers_of_the_test_have_a_column_if_there_are_any():
    assert len(numbers_in([row(1, MOONS)])) == 3
    assert len(numbers_in([row(1, MOONS), row(2, MOONS, test_loss=0.5)])) == 5


def test_own_points_are_counted():
    assert setting_text(row(1, FRAGMENTS[3]), "points") == "2"
    assert setting_text(row(1, MOONS), "points") == "–"


# ---- Many results


@given(numbers=NUMBERS)
def test_median_and_quartiles_are_those_of_numpy(numbers):
    spread = spread_of([*numbers, None])
    assert spread == pytest.approx(np.percentile(numbers, [0, 25, 50, 75, 100]), rel=1e-9)
    assert list(spread) == sorted(spread)
    assert (spread.lowest, spread.highest) == (min(numbers), max(numbers))


@given(numbers=NUMBERS, seed=st.randoms())
def test_the_order_of_the_results_does_not_matter(numbers, seed):
    shuffled = list(numbers)
    seed.shuffle(shuffled)
    assert spread_of(shuffled) == spread_of(numbers)


def test_of_no_results_there_is_no_spread():
    assert spread_of([]) is spread_of([None]) is None


def test_a_row_of_many_results_says_the_medians_and_how_far_they_lie_apart():
    many = repeated()
    assert is_row(many)
    assert (many["epoch"], many["train_loss"]) == (640, pytest.approx((0.0035 + 0.0615) / 2))
    assert name_of(many) == "moons, 3 units, 3 seeds"
    assert setting_text(many, "weights_seed") == "0–2"
    assert range_text(many, "train_loss") == "0.0035–0.0615"
    assert range_text(many, "train_accuracy") == "97–100 %"
    assert range_text(many, "test_loss") == ""  # one alone: from it to itself
    assert spread_sentence(many) == (
        "3 seeds: median loss 0.0325, half of them from 0.0180 to 0.0470, all from 0.0035 to"
        " 0.0615. 1 of 3 get every point right. 1 of them diverged."
    )
    failed = repeated([[1, 0, None, None, None, None, ""]] * 2)
    assert spread_sentence(failed) == "2 seeds: none of them could be trained."
    assert is_row(failed)


def test_each_result_opens_with_its_own_seed():
    link = read_link(link_to_result(repeated(), 2))
    assert link.values == {**defaults(), "weights_seed": 2}
    assert link_to_result({**repeated(), "link": ""}, 2) == ""


# ---- For other programs


def lines_of(rows):
    return list(csv.reader(io.StringIO(as_csv(rows, "https://example.org/"), newline="")))


def test_the_csv_has_a_line_for_each_training():
    head, *lines = lines_of([row(1, MOONS), repeated()])
    assert all(len(line) == len(head) for line in lines)
    assert [line[head.index("Weights seed")] for line in lines] == ["0", "0", "1", "2"]
    assert [line[head.index("Loss")] for line in lines] == ["1.0035", "0.0035", "0.0615", ""]
    assert lines[0][head.index("Ended")] == "all epochs"
    assert lines[-1][head.index("Ended")] == "diverged"
    assert lines[-1][-1] == "https://example.org/#shape=moons&hidden_units=3&weights_seed=2"


@given(name=st.text(max_size=40))
def test_no_spreadsheet_takes_a_name_for_a_formula(name):
    rows = renamed([row(1, MOONS)], "1", name)
    cell = lines_of(rows)[1][0]
    assert not cell.startswith(DANGEROUS)
    assert cell in (rows[0]["name"] or "moons, 3 units", "'" + rows[0]["name"])


@given(name=st.text(max_size=40))
def test_no_name_ends_a_cell_or_a_line_of_the_markdown(name):
    table = as_markdown(renamed([row(1, MOONS), row(2, FRAGMENTS[1])], "1", name))
    lines = table.partition("\n\n")[2].splitlines()
    plain = [line.replace("\\\\", "").replace("\\|", "") for line in lines]
    assert len({line.count("|") for line in plain}) == 1
    assert len(lines) == 4


# ---- Curves


def test_a_curve_is_interrupted_where_there_is_no_loss():
    assert stretches([0, 1, 2, 3], [None, 0.5, None, 0.1]) == [[(1, 0.5)], [(3, 0.1)]]
    assert stretches([0, 1], [None, None]) == []


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        (0.1, 0.2, "“A” ends lower."),
        (0.2, 0.1, "“B” ends lower."),
        (0.1, 0.1001, "they are about the same."),
        (None, 0.1, "“B” ends lower."),
        (None, None, "they are about the same."),
    ],
)
def test_it_is_said_which_curve_ends_lower(first, second, words):
    curves = [[[0, 5], [first, first], [None, None]], [[0, 9], [second, second], [None, None]]]
    assert ends_in_words(["A", "B"], curves).endswith(words)


def test_the_test_points_have_their_own_word():
    curves = [[[0], [0.1], [0.4]], [[0], [0.2], [0.3]]]
    assert ends_in_words(["A", "B"], curves) == (
        "“A” ends at a loss of 0.1000 after 0 epochs, “B” ends at a loss of 0.2000 after 0 epochs:"
        " “A” ends lower. On the test points they end at 0.4000 and 0.3000: “B” is lower there."
    )


@pytest.mark.parametrize("number", [0.0001, 12.5, 99999])
def test_a_loss_is_written_in_few_letters(number):
    assert len(number_text("train_loss", number)) <= 10


def test_micropython_makes_the_same_of_them():
    names = [one for one in page_modules(ROOT / "py") if "pyscript" not in source_of(one)]
    files = {name: ROOT / "py" / name for name in names}
    files["runs_cases.py"] = HERE / "runs_cases.py"
    code = "import runs_cases; print(runs_cases.report(), end='')"
    assert output_of(code, files).splitlines() == runs_cases.report().splitlines()


def source_of(name):
    return (ROOT / "py" / name).read_text(encoding="utf-8")
