"""Tables of one's own: all the ways people write them, and a clear word about the first fault."""

import re
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from playground.custom.csv_table import MAX_IN_A_LINE, read_table
from playground.data import MAX_SAMPLES, generate
from playground.settings.table import MAX_NAME
from playground.settings.values import parse

SMALL = "1,10,no\n2,20,yes\n3,15,no\n"
X_OF_SMALL = [[-1, 0, 1], [-1, 1, 0]]
Y_OF_SMALL = [0, 1, 0]

NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
WORDS = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=12)
LINE_ENDS = st.sampled_from(["\n", "\r\n", "\r"])


def assert_small(text):
    """Fail unless *text* is understood as `SMALL` is; return the words."""
    table = read_table(text)
    assert table.X.tolist() == X_OF_SMALL
    assert table.y.tolist() == Y_OF_SMALL
    assert table.X.dtype == np.float64
    assert table.y.dtype == np.int64
    return table.words


def fault_of(text, name=""):
    """Return what is said against *text*."""
    with pytest.raises(ValueError, match="not loaded") as problem:
        read_table(text, name)
    return str(problem.value)


# ---- How people write tables


@pytest.mark.parametrize(
    "text",
    [
        SMALL,
        SMALL.rstrip(),
        "\ufeff" + SMALL,
        SMALL.replace("\n", "\r\n"),
        SMALL.replace("\n", "\r"),
        SMALL.replace("\n", "\n\n") + " \n,,\n",
        SMALL.replace(",", ";"),
        SMALL.replace(",", "\t"),
        SMALL.replace(",", ", "),
        "x,y,answer\n" + SMALL,
        '"x, cm","y, cm","is it?"\n' + SMALL,
        "\n\nx,y,answer\n\n" + SMALL,
        '"1","10","no"\n"2","20","yes"\n"3","15","no"',
        "1.0;10.;no\n.2e1;+20;yes\n30E-1;15.0;no",
        "1,0;10,0;no\n2,0;2e1;yes\n3;15,;no",
        "1,0\t10,0\tno\n2,0\t2e1\tyes\n3\t15,\tno",
        "1,10,0\n2,20,1\n3,15,0",
        "1,10,-1\n2,20,1\n3,15,-1",
        "1,10,9\n2,20,10\n3,15,9",
        "1,10,2\n2,20,b\n3,15,2",
        "1,10,false\n2,20,true\n3,15,false",
        "no,1,10\nyes,2,20\nno,3,15",
        "1,no,10\n2,yes,20\n3,no,15",
        "answer,x,y\nno,1,10\nyes,2,20\nno,3,15",
        '1,10,"no, never"\n2,20,"yes, ""always"""\n3,15,"no, never"',
        "1;10;no, never\n2;20;yes\n3;15;no, never",
        '"1", "10", "no, never"\n"2", "20", "yes"\n"3", "15", "no, never"',
        '1,10,5" wide\n2,20,6" wide\n3,15,5" wide',
    ],
)
def test_a_table_is_read_however_it_is_written(text):
    assert_small(text)


@given(
    points=st.lists(st.tuples(NUMBERS, NUMBERS, st.booleans()), min_size=2, max_size=30),
    labels=st.tuples(WORDS, WORDS),
    form=st.sampled_from([(",", "."), (";", "."), ("\t", "."), (";", ","), ("\t", ",")]),
    end=LINE_ENDS,
    is_quoted=st.booleans(),
    has_header=st.booleans(),
    label_at=st.integers(0, 2),
)
@settings(deadline=None)
def test_any_table_gives_its_own_points(points, labels, form, end, is_quoted, has_header, label_at):
    separator, decimal = form
    labels = [label.strip() for label in labels]
    assume(len(set(labels)) == 2 and all(label.strip(',;"') for label in labels))
    assume(not any(_is_like_a_number(label) for label in labels))
    is_quoted = is_quoted or any(set(label) & set(',;"') for label in labels)
    points = [*points, (0.0, 0.0, True), (0.0, 0.0, False)]
    rows = []
    for *place, is_one in points:
        row = [repr(number).replace(".", decimal) for number in place]
        row.insert(label_at, labels[is_one])
        rows.append(row)
    if has_header:
        rows.insert(0, ["a", "b", "c"])
    if is_quoted:
        rows = [['"' + field.replace('"', '""') + '"' for field in row] for row in rows]
    table = read_table(end.join(separator.join(row) for row in rows))
    in_order = sorted(labels, key=lambda label: (label.casefold(), label))
    assert table.y.tolist() == [int(labels[is_one] == in_order[1]) for *_, is_one in points]
    columns = np.array([place for *place, _ in points]).T
    assert table.X.shape == columns.shape
    for scaled, values in zip(table.X, columns, strict=True):
        low, high = values.min(), values.max()
        if low == high:
            assert not scaled.any()
        else:
            assert (scaled.min(), scaled.max()) == (-1, 1)
            for is_at, value in zip(scaled.tolist(), map(Fraction, values.tolist()), strict=True):
                share = (value - Fraction(low)) / (Fraction(high) - Fraction(low))
                assert abs(is_at - float(2 * share - 1)) < 1e-12


def _is_like_a_number(label):
    try:
        float(label.replace(",", "."))
    except ValueError:
        return False
    return True


def test_a_table_that_was_written_by_numpy_comes_back():
    X, y = generate("circles", 500)
    rows = "\n".join(
        f"{x1!r},{x2!r},{label}" for (x1, x2), label in zip(X.T.tolist(), y, strict=True)
    )
    table = read_table(rows)
    assert table.y.tolist() == y.tolist()
    low, high = X.min(axis=1, keepdims=True), X.max(axis=1, keepdims=True)
    assert np.allclose(table.X, 2 * (X - low) / (high - low) - 1)


def test_as_many_rows_as_there_can_be():
    text = "x,y,label\n" + "\n".join(f"{row},{-row},{row % 2}" for row in range(MAX_SAMPLES))
    table = read_table(text)
    assert table.X.shape == (2, MAX_SAMPLES)
    assert table.y.sum() == MAX_SAMPLES // 2


def test_a_feature_that_never_changes_is_zero():
    table = read_table("5,1,a\n5,2,b\n")
    assert table.X.tolist() == [[0, 0], [-1, 1]]
    assert "the first column, always 5, and the second from 1 to 2" in table.words


@pytest.mark.parametrize("far", ["1e308", "1.7e308", "5e-324"])
def test_numbers_at_the_limits_of_a_float_are_rescaled_too(far):
    assert read_table(f"-{far},0,a\n{far},1,b").X.tolist() == [[-1, 1], [-1, 1]]


# ---- What is said about it


def test_the_words_say_what_was_read():
    table = read_table("length;width;kind\n-1,5;100;rose\n2,25;1e6;aster", "flowers.csv")
    assert table.words == (
        "Read 2 rows of flowers.csv: “length” from −1.5 to 2.25 and “width” from 100 to 1e+06, "
        "each rescaled to −1…1. Class 0 is “aster”, class 1 is “rose”."
    )


def test_without_names_they_speak_of_columns():
    words = assert_small("no,1,10\nyes,2,20\nno,3,15")
    assert words.startswith("Read 3 rows: the second from 1 to 3 and the third from 10 to 20, ")


def test_long_names_are_cut():
    table = read_table("x" * 99 + ",b,c\n" + "1,2," + "p" * 99 + "\n3,4,q", "f" * 99 + ".csv")
    assert len(table.words) < 250


# ---- What columns and classes are called


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (SMALL, "x₁,x₂,no,yes"),
        ("length,width,kind\n" + SMALL, "length,width,no,yes"),
        ("kind;length;width\nb;1;10\na;2;20", "length,width,a,b"),
        ('"length, in cm","width & height",kind\n' + SMALL, "length in cm,width height,no,yes"),
        ("a#b=c,100 %,kind\n" + SMALL, "a b c,100,no,yes"),
        ("1,2,-\n3,4,+", "x₁,x₂,,-"),
        ("Länge (µm),幅,Art\n" + SMALL, "Länge (µm),幅,no,yes"),
        ("\ta\u00a0 b ;c;d\n1;2;10\n3;4;9", "a b,c,9,10"),
    ],
)
def test_columns_and_classes_are_called_as_the_table_has_them(text, names):
    assert read_table(text).names == names


def test_long_names_of_columns_and_classes_are_cut_to_what_a_setting_takes():
    table = read_table("length of the petals in cm,b,c\n1,2," + "p" * 99 + "\n3,4,q")
    assert table.names == f"length of the petals in,b,{'p' * MAX_NAME},q"


@given(header=st.tuples(WORDS, WORDS), labels=st.tuples(WORDS, WORDS))
@settings(deadline=None)
def test_any_names_are_a_value_of_the_setting(header, labels):
    fields = ['"' + word.replace('"', '""') + '"' for word in (*header, *labels)]
    text = "{},{},c\n1,2,{}\n3,4,{}".format(*fields)
    try:
        names = read_table(text).names
    except ValueError:  # two labels alike, or a header like a number
        assume(False)
    assert parse("names", names) == names


# ---- Faults


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "It is empty."),
        ("\ufeff\n\n ,,\n", "It is empty."),
        ("PK\x03\x04\0\0", "It is not a text file; save the table as CSV in UTF-8."),
        ("x,y,label\n", "There is no row below the names of the columns."),
        ("1,2,a\n3,4,a\n", "Every row has the label “a”; there must be two."),
        ("1,2,a\n\n3,4\n", "Line 3 has 2 columns; there must be three: two numbers and a label."),
        ("1,2,a\n1,2,3,4\n3,4,b", "Line 2 has 4 columns; there must be three: "),
        ("1 2 a\n3 4 b", "Line 1 has 1 column; there must be three: "),
        (",x,y,label\n0,1,2,a\n1,3,4,b", "Line 1 has 4 columns; there must be three: "),
        ("x,y\n1,2\n3,4", "Line 1 has 2 columns; there must be three: "),
        ("1,2,a\n3,four,b\n", "Line 2 has “four” in column 2, which is not a number."),
        ("x,y,l\r\n1,2,a\r\nn/a,4,b", "Line 3 has “n/a” in column 1, which is not a number."),
        ("1,2,a\n,4,b", "Line 2 has nothing in column 1, where a number must be."),
        ("1,2,a\n3,nan,b", "Line 2 has “nan” in column 2, which is not a finite number."),
        ("inf,2,a\n3,1,b", "Line 1 has “inf” in column 1, which is not a finite number."),
        ("1,1e999,a\n3,1,b", "Line 1 has “1e999” in column 2, which is not a finite number."),
        ("1,2,a\n3,4,\n", "Line 2 has no label."),
        ("1,2,a\n1,2,b\n1,2,c\n", "Line 3 has a third label, “c”, beside “a” and “b”"),
        ("1,2,0.5\n1,2,0.7\n1,2,0.9\n", "Line 3 has a third label, “0.9”, beside “0.5” and “0.7”"),
        ("1;2;a\n1.000,5;2;b", "Line 2 has “1.000,5” in column 1, which is not a number."),
        ('"1,5",2,a\n3,4,b\n5,6,b', "Line 1 has “1,5” in column 1, which is not a number."),
        ('1,2,a\n3,"4,b', "Line 2 has 2 columns; "),
        ('1,2,a\n3,4,"b\n5,6,a\n7,8,b', "Line 2 opens quotes that it does not close."),
        ('1,2,a\n3,"4,b\n5",6,a\n7,8,b', "Line 2 opens quotes that it does not close."),
        ('x,y,"l\n1,2,a\n3,4,b', "Line 1 opens quotes that it does not close."),
        (
            '1,2,a\n3,4,"' + "b\n5.000000,6.000000,a\n" * 9_000,
            "Line 2 opens quotes that it does not close.",
        ),
        ("1,2,a\n1,2," + "b" * MAX_IN_A_LINE, "Line 2 has 1,004 characters: this is no table."),
        ("a,1,2\nb,3,x\na,5,6", "Line 2 has “x” in column 3, which is not a number."),
    ],
)
def test_the_first_fault_is_named_with_its_line(text, fault):
    assert fault_of(text).startswith("This table was not loaded. " + fault)
    assert fault_of(text, "data.csv").startswith("data.csv was not loaded. " + fault)


@given(st.integers(2, 60), st.data())
@settings(deadline=None)
def test_the_first_of_several_faults_counts(n, data):
    lines = [f"{row},{row},{row % 2}" for row in range(n)]
    faults = ["1,2", "x,2,1", "1,,1", "1,inf,1", "1,2,3", "1,2,", "1,2,3,4", '1,2,"1']
    places = data.draw(st.sets(st.integers(2, n), min_size=1))
    for at in sorted(places):
        lines.insert(at, data.draw(st.sampled_from(faults)))
    first = min(places) + 1
    assume(first <= 60)
    text = "\n".join([*lines, "1,2,0", "1,2,1"])
    assert re.search(f" Line {first} (has|opens) ", fault_of(text))


def test_one_row_more_is_too_many():
    text = "x,y,l\n" + "1,2,a\n1,2,b\n" * (MAX_SAMPLES // 2) + "1,2,a\n"
    assert "It has 20,001 rows; there can be 20,000." in fault_of(text)


@given(st.text() | st.text(st.sampled_from('12.,;\t"ab\n -'), max_size=80))
@settings(deadline=None, max_examples=500)
def test_any_text_is_a_table_or_a_sentence(text):
    try:
        table = read_table(text)
    except ValueError:
        assert len(fault_of(text)) < 300
    else:
        assert np.abs(table.X).max() <= 1


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("header", "labels", "names"),
    [
        ("x1,x2", "01", ""),
        ("x1,x2", "ab", "x1,x2,a,b"),
        ("petal,'-sepal", "01", "petal,-sepal,0,1"),
        ("petal,sepal", "12", "petal,sepal,1,2"),
    ],
)
def test_points_of_our_own_tables_stay_whatever_they_are_called(header, labels, names, separator):
    zero, one = labels
    rows = [f"{header},class,set", f"0,0.5,{zero},train", f"1,0,{one},train", f"3,2,{one},test"]
    table = read_table("\r\n".join(rows).replace(",", separator))
    assert table.X.tolist() == [[0, 1, 3], [0.5, 0, 2]]
    assert table.y.tolist() == [0, 1, 1]
    assert table.names == names
    assert "to 2, where they are." in table.words


def test_larger_numbers_in_a_table_of_our_own_are_rescaled():
    table = read_table("x1,x2,class,set\n0,1,0,train\n11,0,1,test\n")
    assert table.X.tolist() == [[-1, 1], [1, -1]]
    assert "each rescaled" in table.words


def test_points_of_other_tables_do_not_stay_though_they_have_the_same_names():
    assert read_table("x1,x2,class\n0,1,0\n3,0,1\n").X.tolist() == [[-1, 1], [1, -1]]


def test_of_other_tables_a_fourth_column_is_a_fault():
    with pytest.raises(ValueError, match="4 columns"):
        read_table("x1,x2,class,sort\n0,1,a,train\n1,0,b,test\n")
    with pytest.raises(ValueError, match="Line 3 has 4 columns"):
        read_table("x1,x2,class,set\n0,1,a,train\n1,0,b,other\n")


def test_an_apostrophe_before_a_formula_is_no_part_of_a_name():
    assert read_table("'=x,'y,c\n0,1,'+\n1,0,'@a\n").names == "x,'y,,@a"
