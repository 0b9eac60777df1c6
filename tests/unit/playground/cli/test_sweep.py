"""Training for many settings: ranges, and numbers as if each had been trained by itself."""

import csv
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from playground.cli import sweep_table
from playground.cli.main import main
from playground.cli.options import UsageError
from playground.cli.sweep import Row, Spread, Table, combinations, sweep, texts_of
from playground.picture.sweep_figure import sweep_file
from playground.session.session import Session
from playground.settings.table import BY_NAME
from playground.settings.values import defaults, take


@pytest.mark.parametrize(
    ("name", "text", "values"),
    [
        ("hidden_units", "1..4", "1 2 3 4"),
        ("hidden_units", "2,4,2", "2 4"),
        ("hidden_units", "1..9..4", "1 5 9"),
        ("noise", "0..0.03", "0 0.01 0.02 0.03"),
        ("balance", "0.4..0.5", "0.4 0.45 0.5"),
        ("learning_rate", "0.01..0.3", "0.01 0.02 0.05 0.1 0.2 0.3"),
        ("regularization_rate", "0..0.0005", "0 0.0001 0.0002 0.0005"),
        ("target_loss", "0..1..0.5", "0 0.5 1"),
        ("batch_size", "all,10,20", "all 10 20"),
        ("activation", "tanh, relu", "tanh relu"),
        ("widths", "8-4,3", "8-4 3"),
        ("features", "x1,x2", "x1,x2"),
        ("standardize", "on,off", "on off"),
    ],
)
def test_what_a_setting_is_asked_to_be(name, text, values):
    assert texts_of(name, text) == values.split(" ")


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("hidden_units", "1..17", "from 1 to 16, not “17”"),
        ("hidden_units", "8..1", "the smaller number comes first"),
        ("hidden_units", "1..x", "from 1 to 16, not “x”"),
        ("hidden_units", "..", "from 1 to 16, not “”"),
        ("hidden_units", "1..4..0", "needs a step"),
        ("hidden_units", "1..2..3..4", "a range such as 1..8"),
        ("target_loss", "0..1", "needs a step"),
        ("data_seed", "0..100000", "give a larger step"),
        ("noise", "0..1..1e-320", "these are inf values; give a larger step"),
        ("activation", "tanh,rel", "not “rel”"),
        ("learning_rate", "nan..1", "not “nan”"),
        ("batch_size", "all..3", "not “all”"),
    ],
)
def test_what_it_cannot_be_is_said(name, text, words):
    with pytest.raises(UsageError, match=words):
        texts_of(name, text)


numbers = st.integers(0, 2000)


@given(numbers, numbers, st.sampled_from(["n_samples", "epochs", "hidden_units"]))
def test_a_range_of_whole_numbers_has_all_of_them(one, two, name):
    low, high = BY_NAME[name].allowed[:2]
    first, last = sorted((min(max(one, low), high), min(max(two, low), high)))
    if last - first < 1000:
        expected = [str(number) for number in range(first, last + 1)]
        assert texts_of(name, f"{first}..{last}") == expected


def test_too_much_is_refused_before_it_begins():
    named = [("hidden_units", "1..16"), ("n_samples", "20..200")]
    with pytest.raises(UsageError, match="28,960 trainings"):
        combinations(defaults(), named, 10)


def test_seeds_can_be_named_and_what_goes_together_follows():
    named = [("shape", "moons,circles"), ("weights_seed", "3,7")]
    names, found = combinations(defaults(), named, 10)
    assert names == ("shape",)
    assert [texts for texts, _ in found] == [("moons",), ("circles",)]
    assert [one["weights_seed"] for one in found[0][1]] == [3, 7]
    assert [every[0]["noise"] for _, every in found] == [0.05, 0.1]


def achieved(named, seed):
    values, _ = take(defaults(), [*named, ("weights_seed", str(seed))])
    session = Session(values)
    session.begin()
    session.advance(float("inf"))
    return session.metrics()


@pytest.mark.parametrize("kind", ["train", "test"])
def test_its_numbers_are_those_of_each_training_by_itself(kind):
    named = [("epochs", "30"), ("test_fraction", "0.3" if kind == "test" else "0")]
    table = sweep(defaults(), [*named, ("hidden_units", "1..3")], seeds=4, processes=1)
    assert table.names == ("hidden_units",)
    assert table.has_test is (kind == "test")
    for row in table.rows:
        metrics = [achieved([*named, ("hidden_units", row.texts[0])], seed) for seed in range(4)]
        for measure in ("accuracy", "loss"):
            expected = np.quantile([one[f"{kind}_{measure}"] for one in metrics], [0.25, 0.5, 0.75])
            np.testing.assert_array_equal(getattr(row, measure), expected)
        assert row.seeds == 4


def test_where_not_all_have_a_test_every_row_is_of_the_training():
    table = sweep(defaults(), [("epochs", "20"), ("test_fraction", "0,0.3")], 3, processes=1)
    assert not table.has_test
    assert [row.texts for row in table.rows] == [("0",), ("0.3",)]
    for row in table.rows:
        named = [("epochs", "20"), ("test_fraction", row.texts[0])]
        losses = [achieved(named, seed)["train_loss"] for seed in range(3)]
        assert row.loss.median == np.median(losses)


def test_processes_change_nothing():
    named = [("epochs", "2"), ("hidden_units", "1..2")]
    one = sweep(defaults(), named, seeds=15, processes=1)
    assert sweep(defaults(), named, seeds=15, processes=2) == one


def test_an_epoch_to_look_at():
    (row,) = sweep(defaults(), [], seeds=2, epoch=0, processes=1).rows
    first = [achieved_at_once(seed) for seed in range(2)]
    assert row.loss.median == pytest.approx(np.mean(first))


def achieved_at_once(seed):
    session = Session({**defaults(), "weights_seed": seed})
    session.begin(0)
    return session.metrics()["train_loss"]


TABLE = Table(
    ("shape", "hidden_units"),
    True,
    [
        Row((shape, units), 5, Spread(0.5, 0.75, 1.0), Spread(1e-3, 0.01234567, 0.1))
        for shape in ("moons", "xor")
        for units in ("1", "2", "3")
    ],
)


def test_the_table_as_csv():
    header, first, *_ = csv.reader(io.StringIO(sweep_table.as_csv(TABLE), newline=""))
    assert header[:4] == ["shape", "hidden_units", "seeds", "test_accuracy_median"]
    assert first == ["moons", "1", "5", "0.75", "0.5", "1", "0.01235", "0.001", "0.1"]


def test_the_table_as_markdown_and_for_a_terminal():
    lines = sweep_table.as_markdown(TABLE).splitlines()
    assert len(lines) == 8
    assert len({line.count("|") for line in lines}) == 1
    lines = sweep_table.as_text(TABLE).splitlines()
    assert len({len(line) for line in lines}) == 1
    assert "75.0% (50.0% to 100.0%)" in lines[1]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("names", [("shape", "hidden_units"), ("shape",), ()])
def test_the_figure(names, theme):
    rows = [row._replace(texts=row.texts[: len(names)]) for row in TABLE.rows[: 3 ** len(names)]]
    content = sweep_file(names, rows, True, "png", theme)
    image = Image.open(io.BytesIO(content))
    assert image.width == 1720
    assert image.text["Title"].startswith("Accuracy and loss by ")
    assert sweep_file(names, rows, True, "png", theme) == content
    assert sweep_file(names, rows, True, "svg", theme).startswith(b"<?xml")


def test_the_command_prints_and_writes(capsys, tmp_path):
    outs = [str(tmp_path / name) for name in ("a.csv", "a.md", "a.png", "a.svg")]
    arguments = ["--hidden-units", "1..3", "--epochs", "5", "--seeds", "3", "--processes", "1"]
    for out in outs:
        arguments += ["--out", out]
    assert main(["sweep", "#shape=xor", *arguments]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert len(said.out.splitlines()) == 4
    assert len(list(tmp_path.iterdir())) == 4


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--seeds", "0"], "--seeds takes a whole number from 1 to 1000, not “0”."),
        (["--out", "a.gif"], "a.gif must end in .csv, .md, .png or .svg."),
        (["--shape", "custom"], "There are no points to learn from."),
    ],
)
def test_what_the_command_cannot_do_it_says(capsys, arguments, words):
    assert main(["sweep", *arguments]) == 2
    assert words in capsys.readouterr().err
