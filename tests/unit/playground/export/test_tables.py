"""Tables of a session: the page reads its own again, and no spreadsheet computes with them."""

import csv
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from playground.custom import codec
from playground.custom.csv_table import read_table
from playground.custom.scale import scale_of_values, to_plane
from playground.export.tables import data_csv, run_csv, safe
from playground.jobs import finished
from playground.session.session import Session
from playground.settings.address import from_fragment
from playground.settings.table import SHAPE
from playground.settings.values import defaults, take

names = st.lists(
    st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=8)
    | st.sampled_from(["=1+1", "+x", "-", "-1", "@a", "nan", "1", "a;b;c", " ", "'=", "'a"]),
    min_size=4,
    max_size=4,
)


def rows_of(text):
    return list(csv.reader(io.StringIO(text, newline="")))


def session_of(fragment):
    return Session(from_fragment(fragment)[0])


@pytest.mark.parametrize("shape", [shape for shape in SHAPE.words if shape != "custom"])
@pytest.mark.parametrize("test", ["", "&test_fraction=0.3"])
def test_the_page_reads_the_points_again(shape, test):
    session = session_of(f"shape={shape}{test}")
    table = read_table(data_csv(session), "moons.csv")
    data = session.dataset
    np.testing.assert_array_equal(table.y, np.concatenate([data.y, data.y_test]))
    np.testing.assert_array_equal(table.X, np.concatenate([data.X, data.X_test], axis=1))
    assert table.names == ""


def test_every_number_is_there_in_full():
    session = session_of("shape=spiral&noise=0.3")
    _, *rows = rows_of(data_csv(session))
    np.testing.assert_array_equal(np.array([row[:2] for row in rows], float).T, session.dataset.X)


@pytest.mark.parametrize(("fraction", "n_test"), [("0.3", 30), ("0", 0)])
def test_each_point_says_whether_it_is_kept_for_the_test(fraction, n_test):
    session = session_of(f"shape=moons&test_fraction={fraction}")
    header, *rows = rows_of(data_csv(session))
    assert header == ["x1", "x2", "class", "set"]
    assert [row[3] for row in rows] == ["train"] * (100 - n_test) + ["test"] * n_test


NUMBERS = np.array([[5.1, 1700000000001, -0.25, 0.1 + 0.2], [7.0, 1e-9, 1e9, 12.0]])


def table_session(joined, numbers=NUMBERS):
    y = np.arange(numbers.shape[1]) % 2
    code = codec.pack_table(numbers, y, scale_of_values(numbers))
    return Session({**defaults("custom"), "points": code, "names": joined, "test_fraction": 0.3})


def test_the_points_of_a_table_are_written_in_its_own_numbers_and_names():
    session = table_session("size,weight,no,yes")
    header, *rows = rows_of(data_csv(session))
    assert header == ["size", "weight", "class", "set"]
    numbers = {(float(one), float(two), label) for one, two, label, _ in rows}
    assert numbers == {(*pair, ("no", "yes")[at % 2]) for at, pair in enumerate(NUMBERS.T.tolist())}
    assert {"1700000000001", "7", "12", "0.30000000000000004"} <= {
        one for row in rows for one in row
    }


@pytest.mark.parametrize(
    ("joined", "header"),
    [("", ["x₁", "x₂"]), ("x1,x2,a,b", ["x₁", "x₂"]), ("x2,b,0,1", ["x₂", "b"])],
)
def test_a_tables_own_numbers_never_stand_below_the_names_of_places(joined, header):
    assert rows_of(data_csv(table_session(joined)))[0][:2] == header


@given(
    arrays(
        np.float64,
        st.tuples(st.just(2), st.integers(2, 20)),
        elements=st.floats(allow_nan=False, allow_infinity=False),
    )
)
def test_scaled_again_the_numbers_lie_where_they_did(numbers):
    session = table_session("a,b,0,1", numbers)
    _, *rows = rows_of(data_csv(session))
    values = np.array([[float(one) for one in row[:2]] for row in rows]).T
    data = session.dataset
    X = np.concatenate([data.X, data.X_test], axis=1)
    assert to_plane(values, scale_of_values(values)).tolist() == X.tolist()


@given(names)
def test_names_of_ones_own_come_back_and_are_safe(given_names):
    X, y = np.array([[0.0, 1, 0.5], [1, 0, 0.25]]), np.array([1, 0, 1])
    joined = ",".join(given_names)
    values, problems = take({**defaults("custom"), "points": codec.pack(X, y)}, {"names": joined})
    if problems:  # what an address cannot carry
        return
    text = data_csv(Session(values))
    table = read_table(text)
    data = Session(values).dataset
    np.testing.assert_array_equal(table.y, data.y)
    is_of_the_plane = table.values is None  # what has names is a table with its own numbers
    np.testing.assert_array_equal(table.X if is_of_the_plane else table.values, data.X)
    assert is_of_the_plane == text.startswith("x1,x2,class,set")
    formulas = [one for row in rows_of(text) for one in row if one.startswith(("=", "+", "-", "@"))]
    assert all(float(one) is not None for one in formulas)  # numbers are none
    # A name that is kept means the same.
    usual = ["x1", "x2", "0", "1"]
    found = table.names.split(",") if table.names else usual
    for now, before, plain in zip(found, given_names, usual, strict=True):
        assert now in (plain, " ".join(before.replace(";", " ").split()))


@pytest.mark.parametrize("text", ["=1+1", "+x", "-x", "@sum", "\tx", "\rx"])
def test_a_formula_is_marked_as_text(text):
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize("text", ["class 0", "-1", "+2.5", "1e3", "", "x=1", "'a"])
def test_what_is_none_stays(text):
    assert safe(text) == text


@pytest.mark.parametrize("fragment", ["epochs=30", "epochs=30&test_fraction=0.2"])
def test_a_run_has_a_row_for_each_epoch(fragment):
    session = session_of(fragment)
    session.begin()
    session.advance(float("inf"))
    header, *rows = rows_of(finished(run_csv(session)))
    has_test = "test" in fragment
    assert header == ["epoch", "train_loss", *has_test * ["test_loss"], "train_accuracy"] + (
        has_test * ["test_accuracy"]
    )
    assert [int(row[0]) for row in rows] == list(range(31))
    for epoch in (0, 7, 30):
        session.go_to(epoch)
        metrics = session.metrics()
        assert [float(cell) for cell in rows[epoch][1:]] == [metrics[name] for name in header[1:]]


def test_a_run_is_written_epoch_by_epoch():
    session = session_of("epochs=30")
    session.begin()
    session.advance(float("inf"))
    asked, evaluation = [], session.training.evaluation
    session.training.evaluation = lambda epoch: asked.append(epoch) or evaluation(epoch)
    for done, share in enumerate(run_csv(session), 1):
        assert len(asked) == done
        assert share == done / 31
    assert asked == list(range(31))


def test_without_points_there_are_only_the_names():
    session = session_of("shape=custom")
    assert data_csv(session) == "x1,x2,class,set\r\n"
    assert finished(run_csv(session)) == "epoch,train_loss,train_accuracy\r\n"
