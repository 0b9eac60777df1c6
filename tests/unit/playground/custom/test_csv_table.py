"""Tables of one's own: all the ways people write them, and a clear word about the first fault."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from playground.custom.csv_table import preview, read_table
from playground.custom.table_numbers import label_of
from playground.custom.table_reading import RANDOM, REST, Choices
from playground.custom.table_text import ENCODINGS, MAX_IN_A_LINE, SEPARATORS
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


def choices_of(text):
    return preview(text).choices


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
    # What is no label at all, or begins another kind of file.
    assume(all(label_of(label) == label and label[0] not in "#%<{[" for label in labels))
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
    assert "column 1 (always 5) and column 2 from 1 to 2" in table.words


@pytest.mark.parametrize("far", ["1e308", "1.7e308", "5e-324"])
def test_numbers_at_the_limits_of_a_float_are_rescaled_too(far):
    assert read_table(f"-{far},0,a\n{far},1,b").X.tolist() == [[-1, 1], [-1, 1]]


# ---- What is said about it


def test_the_words_say_what_was_read():
    table = read_table("length;width;kind\n-1,5;100;rose\n2,25;1e6;aster", "flowers.csv")
    assert table.words == (
        "Read 2 rows of flowers.csv: “length” from −1.5 to 2.25 and “width” from 100 to 1000000, "
        "each rescaled to −1…1. Class 0 is “aster”, class 1 is “rose”."
    )


def test_without_names_they_speak_of_columns():
    words = assert_small("no,1,10\nyes,2,20\nno,3,15")
    assert words.startswith("Read 3 rows: column 2 from 1 to 3 and column 3 from 10 to 20, ")


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
        (
            '"length, in cm","width & height",kind\n' + SMALL,
            "length‚ in cm,width and height,no,yes",
        ),
        ("a#b=c,100 %,kind\n" + SMALL, "a♯b:c,100 percent,no,yes"),
        ("1,2,-\n3,4,+", "x₁,x₂,⁺,-"),
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


# ---- Any mixture of the ways in which programs write tables


NAMES = ["length", "width", "kind"]
SIGNS = st.sampled_from(["-", "\u2212"])


@st.composite
def dialects(draw):
    """Return how a table is written: what `written` needs to know."""
    separator = draw(st.sampled_from(sorted(SEPARATORS)))
    decimal = draw(st.sampled_from(".,"))
    return {
        "separator": separator,
        "decimal": decimal,
        "group": draw(
            st.sampled_from(["", *{".": ",", ",": "."}[decimal], "'", "\u202f", "\u00a0"])
        ),
        "minus": draw(SIGNS),
        "is_quoted": draw(st.booleans()),
        "encoding": draw(st.sampled_from([*ENCODINGS, "utf-8-sig", "utf-16"])),
        "end": draw(st.sampled_from(["\n", "\r\n", "\r", "\r\r\n"])),
        "header": draw(st.integers(0, 2)),
        "label_at": draw(st.integers(0, 2)),
        "has_index": draw(st.booleans()),
        "has_empty": draw(st.booleans()),
        "has_comment": draw(st.booleans()),
        "has_hint": draw(st.booleans()),
        "is_marked_at_its_end": draw(st.booleans()),
        "missing": draw(st.sampled_from(["NA", "", "nan", "?"])),
    }


def number_in(form, value, decimals):
    """Return *value* / 10 ** *decimals* as a dialect writes it."""
    digits = str(abs(value)).rjust(decimals + 1, "0")
    whole, rest = digits[: len(digits) - decimals], digits[len(digits) - decimals :]
    grouped = f"{int(whole):,}".replace(",", form["group"])
    sign = form["minus"] if value < 0 else ""
    return sign + grouped + (form["decimal"] + rest if rest else "")


def written(form, rows, decimals):
    """Return a table as bytes: *rows* of two whole numbers and a label, None is missing."""
    is_spaced = form["separator"] == " "
    missing = "NA" if is_spaced else form["missing"]
    fields = []
    for at, (*place, label) in enumerate(rows):
        row = [missing if value is None else number_in(form, value, decimals) for value in place]
        row.insert(form["label_at"], label)
        fields.append(([str(at)] if form["has_index"] else []) + row)
    names = [name for name in NAMES if name != "kind"]
    names.insert(form["label_at"], "kind")
    header = [names, ["cm" if name != "kind" else "" for name in names]][: form["header"]]
    if is_spaced:
        header = [[name or "-" for name in line] for line in header]
    if form["has_index"]:
        header = [["-" if is_spaced and line else "", *names] for line, names in enumerate(header)]
        if is_spaced and header:
            header[0] = header[0][1:]  # as R does it
    lines = [*header, *fields]
    if form["has_empty"] and not is_spaced:
        lines = [[*line, ""] for line in lines]
    is_needed = form["separator"] in (form["decimal"], form["group"]) or is_spaced
    if form["is_quoted"] or is_needed:
        lines = [[f'"{field}"' for field in line] for line in lines]
    texts = [form["separator"].join(line) for line in lines]
    if form["has_comment"]:
        texts[:0] = ["# measured in the first week of May", ""]
    if form["has_hint"]:
        texts.insert(0, f"sep={form['separator']}")
    text = form["end"].join(texts) + form["end"] + "\x1a" * form["is_marked_at_its_end"]
    return text.encode(form["encoding"], "replace")


@given(form=dialects(), data=st.data())
@settings(deadline=None, max_examples=400)
def test_any_mixture_of_dialects_is_read_back_the_same(form, data):
    decimals = data.draw(st.integers(0, 4))
    whole = st.integers(-(10**8), 10**8)
    row = st.tuples(whole, whole, st.sampled_from(["rose", "aster"]))
    rows = data.draw(st.lists(row, min_size=10, max_size=25))
    rows += [(1, 2, "rose"), (2, 1, "aster")]
    holes = data.draw(st.sets(st.integers(1, len(rows) - 3), max_size=3))
    rows = [(None, *row[1:]) if at in holes else row for at, row in enumerate(rows)]
    if form["encoding"] in ("windows-1252", "windows-1250", "windows-1251", "macintosh"):
        # Not even the letters of all signs are there.
        form = {**form, "minus": "-", "group": form["group"].replace("\u202f", "'")}
    content = written(form, rows, decimals)
    chosen = Choices(encoding=form["encoding"] if form["encoding"] in ENCODINGS else "")
    seen = preview(content, choices=chosen)
    if seen.is_open:  # one click reads it the other way
        chosen = chosen._replace(decimal=form["decimal"])
    table = read_table(content, choices=chosen)
    expected = [row for row in rows if row[0] is not None]
    assert table.y.tolist() == [int(label == "rose") for *_, label in expected]
    for values, place in zip(table.values.tolist(), (0, 1), strict=True):
        assert values == [row[place] / 10**decimals for row in expected]
    assert table.names == ("length,width,aster,rose" if form["header"] else "x₁,x₂,aster,rose")
    assert any("lack" in note for note in seen.notes) == bool(holes)
    # What was shown, with all that was found out, is what is used.
    shown = preview(content, choices=chosen).choices
    assert read_table(content, choices=shown).values.tolist() == table.values.tolist()


def test_rows_that_begin_with_a_colour_are_no_comments():
    text = "#ff0000,1,2,a\n#00ff00,3,4,b\n#0000ff,2,2,a\n"
    assert read_table(text).values.tolist() == [[1, 3, 2], [2, 4, 2]]


# ---- How it is understood


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a;b;c\n1.990;1;x\n999;2;y", [1990, 999]),
        ("a,b,c\n1.990,1,x\n999,2,y", [1990, 999]),
        ("a,b,c\n1.994,1,x\n999,2,y", [1.994, 999]),
        ('a,b,c\n"1,250",1,x\n980,2,y', [1250, 980]),
        ("a\tb\tc\n1,250\t1\tx\n980\t2\ty", [1250, 980]),
        ("a;b;c\n1,250;1;x\n2,310;2;y", [1.25, 2.31]),
    ],
)
def test_what_can_be_read_both_ways_is_said_and_can_be_changed(text, values):
    assert read_table(text).values[0].tolist() == values
    seen = preview(text)
    assert seen.is_open
    assert "is read as" in seen.notes[0]
    other = {".": ",", ",": "."}[seen.choices.decimal]
    changed = read_table(text, choices=Choices(decimal=other)).values[0].tolist()
    assert changed != values
    assert changed[0] in (1000 * values[0], values[0] / 1000)


@pytest.mark.parametrize(
    ("text", "decimal", "values"),
    [
        ("a;b;c\n1.250;1.234;x\n980;5;y\n", "", [[1250, 980], [1234, 5]]),
        ("a;b;c\n2.5;1.250;x\n5;980;y\n", ",", [[2.5, 5], [1250, 980]]),
        ("a;b;c;d\n2.5;1.250;0,5;x\n5;980;0,7;y\n", "", [[2.5, 5], [1.25, 980]]),
    ],
)
def test_what_was_shown_is_what_is_used(text, decimal, values):
    chosen = Choices(decimal=decimal)
    assert read_table(text, choices=chosen).values.tolist() == values
    shown = preview(text, choices=chosen).choices
    assert read_table(text, choices=shown).values.tolist() == values
    assert preview(text, choices=shown).choices == shown


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ('a,b,c\n"1,250","0,5",x\n980,2,y', [1.25, 980]),
        ("a;b;c\n1.250;0,5;x\n980;2;y", [1250, 980]),
        ("a;b;c\n1,250;0.5;x\n980;2;y", [1250, 980]),
        ('a,b,c\n"1,250,000",1,x\n980,2,y', [1250000, 980]),
        ("a;b;c\n1.250,5;1;x\n980;2;y", [1250.5, 980]),
        ("a;b;c\n0.250;1;x\n980;2;y", [0.25, 980]),
        ("a;b;c\n1'250;1;x\n980;2;y", [1250, 980]),
        ("a;b;c\n15 %;1;x\n3 %;2;y", [15, 3]),
        ("a;b;c\n$1.5;1;x\n3 €;2;y", [1.5, 3]),
        ("a;b;c\n-$1.5;1;x\n\u2212€3;2;y", [-1.5, -3]),
        ("a;b;c\n1.5D+03;1;x\n3;2;y", [1500, 3]),
        ("a;b;c\n\u22121.5;1;x\n3;2;y", [-1.5, 3]),
    ],
)
def test_the_rest_of_the_table_says_how_numbers_are_read(text, values):
    assert read_table(text).values[0].tolist() == values
    assert not preview(text).is_open


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        (",x1,x2,label\n0,1,2,a\n1,3,4,b\n2,3,4,a", (1, 2, 3)),
        ('"x","y","l"\n"1",1,2,"a"\n"2",3,4,"b"\n"3",3,4,"b"', (1, 2, 3)),
        ("mpg,cyl,am\nMazda,21,6,1\nDatsun,22,4,1\nHornet,21,6,0\nFiat,32,4,1", (1, 2, 3)),
        ("id,a,b,kind\n7,1,2,p\n8,3,4,q\n9,3,4,p", (1, 2, 3)),
        ("label,x1,x2\n0,1.5,2\n1,3,4\n0,3,5", (1, 2, 0)),
        ("Survived,Age,Fare\n0,22,7.25\n1,38,71.28\n1,26,7.93", (1, 2, 0)),
        ("BMI,Age,Outcome\n20.5,31,0\n27,42,1\n33,50,0", (0, 1, 2)),
        ("<,{,l\n20.5,31,0\n27,42,1\n33,50,0", (0, 1, 2)),
        ("{,<,l\n20.5,31,0\n27,42,1\n33,50,0", (0, 1, 2)),
        ("t,y,l\n1,1,a\n2,2,b\n3,3,a", (0, 1, 2)),
        ("x1,x2,y\n1,5,0\n2,6,1\n3,7,0", (0, 1, 2)),
        ("1,2,3,0\n4,5,6,1\n7,8,9,0", (0, 1, 3)),
        ("0,1.5,7,a\n1,2.5,3,b\n1,3.5,4,a\n0,4.5,6,b\n0,5.5,8,a", (1, 2, 3)),
        (
            "day,a,b,weather\n2012-01-01,1,2,rain\n2012-01-02,3,4,sun\n2012-01-03,3,5,rain",
            (1, 2, 3),
        ),
    ],
)
def test_inputs_and_label_are_found(text, roles):
    choices = choices_of(text)
    assert (choices.x1, choices.x2, choices.label) == roles


@pytest.mark.parametrize(
    ("text", "header", "names"),
    [
        ("1,2,a\n3,4,b", 0, "x₁,x₂,a,b"),
        ("NA,NA,a\n3,4,b\n5,1,a", 0, "x₁,x₂,a,b"),
        ("length,width,kind\ncm,cm,\n1,2,a\n3,4,b", 2, "length,width,a,b"),
        ("2019,2020,label\n1.5,2.5,a\n2.5,1.5,b", 1, "2019,2020,a,b"),
        ("2019,2020,farm\n1.5,2.5,a\n2.5,1.5,b\n2,2,a", 1, "2019,2020,a,b"),
        ("# x1,x2,y\n1,2,a\n3,4,b", 0, "x1,x2,a,b"),
        ("% old\n@relation r\n@attribute x numeric\n@attribute 'y z' numeric\n"
         "@attribute c {a,b}\n@data\n1,2,a\n3,4,b", 0, "x,y z,a,b"),
        ("| p | q | r |\n|---|---|---|\n| 1 | 2 | a |\n| 3 | 4 | b |", 2, "p,q,a,b"),
    ],
)  # fmt: skip
def test_the_header_is_found(text, header, names):
    assert choices_of(text).header == header
    assert read_table(text).names == names


@pytest.mark.parametrize(
    ("labels", "shown"),
    [
        (["1", "1.0", "0", "-0"], ["0", "1"]),
        (["TRUE", "True", "false", "FALSE"], ["false", "true"]),
        (["no", "no ", "\u00a0yes", "yes\u200b"], ["no", "yes"]),
        (["-1.0", "1.0", "-1", "1"], ["-1", "1"]),
        (["-", "+", "-", "+"], ["+", "-"]),
        (["10", "9", "9", "10"], ["9", "10"]),
    ],
)
def test_labels_that_are_the_same_are_one(labels, shown):
    text = "".join(f"{row},{row * row},{label}\n" for row, label in enumerate(labels))
    choices = choices_of("x,y,label\n" + text)
    assert [choices.zero, choices.one] == shown


def test_of_three_labels_two_are_chosen_or_one_against_the_rest():
    text = "x,y,kind\n1,2,c\n2,3,b\n3,4,a\n4,1,b\n5,2,a\n"
    seen = preview(text)
    assert seen.labels == [("a", 2), ("b", 2), ("c", 1)]
    assert (seen.choices.zero, seen.choices.one) == ("a", "b")
    assert seen.notes == ["1 row has another label: “c”."]
    other = read_table(text, choices=Choices(zero="c", one="a"))
    assert (other.y.tolist(), other.names) == ([0, 1, 1], "x,y,c,a")
    rest = read_table(text, choices=Choices(zero="c", one=REST))
    assert (rest.y.tolist(), rest.names) == ([0, 1, 1, 1, 1], "x,y,c,others")
    rest = read_table(text, choices=Choices(zero=REST, one="c"))
    assert rest.y.tolist() == [1, 0, 0, 0, 0]


def test_an_asterisk_is_a_label_like_others():
    table = read_table("x,y,kind\n1,2,*\n2,3,+\n3,4,o\n4,1,*\n5,2,o\n")
    assert (table.y.tolist(), table.names) == ([0, 1, 0, 1], "x,y,*,o")


def test_a_column_with_too_many_values_is_no_label_by_itself():
    text = "x,y,price\n" + "".join(f"{row},{-row},{row / 7:.3f}\n" for row in range(50))
    assert "50 different values, too many for a label" in preview(text).problem
    assert read_table(text, choices=Choices(zero="0.143", one=REST)).y.sum() == 49


def test_other_columns_can_be_chosen():
    text = "sl,sw,pl,pw,species\n5.1,3.5,1.4,0.2,p\n7,3.2,4.7,1.4,q\n6.3,3.3,6,2.5,p\n"
    table = read_table(text, choices=Choices(x1=2, x2=3))
    assert table.values.tolist() == [[1.4, 4.7, 6.0], [0.2, 1.4, 2.5]]
    assert table.names == "pl,pw,p,q"
    assert preview(text, choices=Choices(x1=2, x2=2)).problem.startswith("x₁, x₂ and the label")


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("windows-1252", "Größe;Länge;Art\n1,5;2;Bär\n3,5;4;Löwe\n"),
        ("windows-1251", "Длина;Ширина;Класс\n1,5;2;да\n3,5;4;нет\n"),
        ("utf-16le", "Größe;Länge;Art\n1,5;2;Bär\n3,5;4;Löwe\n"),
        ("utf-16be", "Größe;Länge;Art\n1,5;2;Bär\n3,5;4;Löwe\n"),
        ("utf-8", "Größe;Länge;Art\n1,5;2;🐻\n3,5;4;🦁\n"),
        ("macintosh", "Größe;Länge;Art\r1,5;2;Bär\r3,5;4;Löwe\r"),
    ],
)
def test_the_encoding_is_found(encoding, words):
    seen = preview(words.encode(encoding))
    assert seen.choices.encoding == encoding
    assert seen.columns[0][0] == words.partition(";")[0]
    assert bool(seen.notes[0].startswith("Read as")) == (encoding != "utf-8")


def test_another_encoding_can_be_chosen():
    content = "Długość;b;c\n1;2;źle\n3;4;dobrze\n".encode("windows-1250")
    assert "Długość" in read_table(content, choices=Choices(encoding="windows-1250")).words


@pytest.mark.parametrize(
    ("labels", "names"),
    [
        (("A", "A+"), "A,A⁺"),
        (("<=50K", ">50K"), "≤50K,>50K"),
        (("C", "C#"), "C,C♯"),
        (("50", "50%"), "50,50 percent"),
        (("International Business Machines East", "International Business Machines West"), None),
    ],
)
def test_two_classes_never_share_a_name(labels, names):
    zero, one = labels
    named = read_table(f"x,y,label\n1,2,{zero}\n3,4,{one}\n5,6,{zero}\n").names
    assert len(set(named.split(","))) == 4
    assert names is None or named == f"x,y,{names}"


def test_numbers_of_too_many_digits_are_named():
    start = 1700000000000000001
    text = "t,y,l\n" + "".join(f"{start + row},{row},{'ab'[row % 2]}\n" for row in range(4))
    notes = preview(text).notes
    assert "“t” has more digits than a number keeps: some become the same." in notes
    labels = "x,y,label\n1,2,1234567890123456789\n3,4,1234567890123456790\n"
    assert read_table(labels).y.tolist() == [0, 1]


@pytest.mark.parametrize(
    "text",
    [
        "name,x,y,label\n#1,1,2,a\nb2,3,4,b\n#3,5,6,a\n",
        "label,x,y\na,1,2\n#b,3,4\na,5,6\n",
        'x,y,label\n1,2,"a\n#b"\n3,4,c\n5,6,c\n',
    ],
)
def test_below_the_header_a_row_is_a_row(text):
    assert read_table(text).values.tolist() == [[1, 3, 5], [2, 4, 6]]


def test_a_title_above_a_table_is_no_header():
    text = "My measurements of 2020,,\n,,\nx,y,label\n1,2,a\n3,4,b\n"
    assert read_table(text).names == "x,y,a,b"


def test_far_away_values_are_named_and_none_is_lost():
    text = "x,y,l\n" + "".join(f"{row},{row % 7},{'ab'[row % 2]}\n" for row in range(20))
    text += "1000000000,3,a\n"
    assert len(set(read_table(text).X[0].tolist())) == 21
    assert preview(text).notes == [
        "“x” is 1000000000 in line 22, so far from the others that these lie close together."
    ]


def test_what_is_unusual_about_the_points_is_said():
    notes = preview("x,y,l\n5,2,a\n5,2,b\n5,3,a\n").notes
    assert notes == ["“x” is always 5.", "One place has points of both classes."]


# ---- What is left out, and what is no table


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "It is empty."),
        ("\ufeff\n\n ,,\n", "It is empty."),
        ("x,y,label\n", "There is no row below the names of the columns."),
        ("1,2,a\n3,4,a\n", "Every row has the label “a”; there must be two."),
        ("1,2,a\n3,4,\n", "Every row that has one has the label “a”; there must be two."),
        ("x,y\n1,2\n3,4", "It has 2 columns; there must be three: two numbers and a label."),
        (
            (",".join(["1"] * 1001) + "\n") * 3,
            "It has 1,001 columns; a table can have up to 1,000 here: two numbers and a label",
        ),
        ("a,b,c\nd,e,f", "It has no two columns of numbers beside a label."),
        (
            "1,2,a\n3,nan,b",
            "Only rows of one label have a number in both columns; there must be two (line 2).",
        ),
        (
            "1,2,a\n3,4,a\n5,1e999,b",
            "Only rows of one label have a number in both columns; "
            "there must be two (line 3: “1e999”).",
        ),
        ("1,2,a\n1,2," + "b" * (MAX_IN_A_LINE + 1), "Line 2 has 10,005 characters: this is no"),
        ("PK\x03\x04\0\0", "It is a workbook: choose “Save as” or “Download” there, then CSV"),
        (b"\x89PNG\r\n\x1a\n\0\0", "It is a picture."),
        (b"BM\x36\x10\x0e\0\0\0\0\0\x36\0\0\0\x28\0\0\0", "It is not a text file"),
        (b"PK\x03\x04\0\0 [Content_Types].xml " + b"\0" * 60, "It is a workbook: "),
        (b"PK\x03\x04\0\0 photos " + b"\0" * 60, "It is an archive; unpack it first."),
        ("<table><tr><td>1</td></tr></table>", "It is a web page or a drawing; "),
        (' {"x": 1}', "It is JSON, not a table: save it as CSV."),
        ('[{"x":1,"y":2,"label":"a"}]', "It is JSON, not a table: save it as CSV."),
        ("1,2,a\n3,4,b\0\n", "It is not a text file"),
    ],
)
def test_what_is_no_table_of_points_is_refused_in_a_sentence(text, fault):
    assert fault_of(text).startswith("This table was not loaded. " + fault)
    assert fault_of(text, "data.csv").startswith("data.csv was not loaded. " + fault)


@pytest.mark.parametrize("missing", ["NA", "nan", "NaN", "", "?", "null", "None", "-", " "])
def test_rows_that_lack_a_number_are_left_out_and_counted(missing):
    text = f"x,y,l\n1,10,no\n{missing},3,yes\n2,20,yes\n3,15,no\n4,{missing},no\n"
    assert preview(text).notes == ["2 of 5 rows lack a number (line 3)."]
    assert assert_small(text).endswith(" 2 rows were left out.")


@pytest.mark.parametrize("odd", ["six", "inf", "-inf", "1e400", "1_000", "0x10", "2020-01-01"])
def test_what_is_no_number_is_named_with_its_line(odd):
    text = SMALL + f"{odd},1,no\n"
    assert preview(text).notes == [f"1 of 4 rows lacks a number (line 4: “{odd}”)."]
    assert_small(text)


@pytest.mark.parametrize("missing", ["NA", "nan", "", "?", "null", "None"])
def test_a_missing_label_is_never_a_class(missing):
    text = SMALL + f"7,8,{missing}\n"
    assert preview(text).notes == ["1 row has no label."]
    assert_small(text)


def test_rows_of_another_width_are_left_out_and_said():
    text = "A title\nx,y,answer\n" + SMALL + "7,8\n1,2,3,4\n"
    assert preview(text).notes == ["3 rows have another number of columns (line 1: 1)."]
    assert_small(text)


def test_of_more_rows_than_there_can_be_the_first_or_random_ones_are_taken():
    text = "x,y,l\n" + "".join(f"{row},{-row},{'ab'[row % 2]}\n" for row in range(20_500))
    first = read_table(text)
    assert first.values[0].tolist() == list(range(20_000))
    assert preview(text).notes[-1] == "Of 20,500 rows, the first 20,000 are taken."
    anyhow = read_table(text, choices=Choices(rows=RANDOM))
    taken = anyhow.values[0].tolist()
    assert len(set(taken)) == 20_000
    assert taken == sorted(taken)
    assert taken[-1] > 20_000
    assert "20,000 at random are taken" in preview(text, choices=Choices(rows=RANDOM)).notes[-1]


@given(st.text() | st.text(st.sampled_from('12.,;|\t"ab\n -#'), max_size=80) | st.binary())
@settings(deadline=None, max_examples=500)
def test_any_content_is_a_table_or_a_sentence(content):
    try:
        table = read_table(content)
    except ValueError:
        assert len(fault_of(content)) < 300
    else:
        assert np.abs(table.X).max() <= 1
        assert np.isfinite(table.values).all()
        assert set(table.y.tolist()) == {0, 1}


# ---- Tables of our own


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("header", "labels", "names"),
    [
        ("x1,x2", "01", ""),
        ("x1,x2", "ab", "x1,x2,a,b"),
    ],
)
def test_points_of_our_own_tables_of_the_plane_stay(header, labels, names, separator):
    zero, one = labels
    rows = [f"{header},class,set", f"0,0.5,{zero},train", f"1,0,{one},train", f"3,2,{one},test"]
    table = read_table("\r\n".join(rows).replace(",", separator))
    assert table.X.tolist() == [[0, 1, 3], [0.5, 0, 2]]
    assert table.y.tolist() == [0, 1, 1]
    assert table.names == names
    assert table.values is None
    assert "to 2, where they are." in table.words


def test_a_table_of_our_own_with_names_has_its_own_numbers():
    table = read_table("petal,'-sepal,class,set\n5,0.5,a,train\n6,0,b,test\n")
    assert table.X.tolist() == [[-1, 1], [1, -1]]
    assert table.values.tolist() == [[5, 6], [0.5, 0]]
    assert table.names == "petal,-sepal,a,b"


def test_larger_numbers_in_a_table_of_our_own_are_rescaled():
    table = read_table("x1,x2,class,set\n0,1,0,train\n11,0,1,test\n")
    assert table.X.tolist() == [[-1, 1], [1, -1]]
    assert "each rescaled" in table.words


def test_points_of_other_tables_do_not_stay_though_they_have_the_same_names():
    assert read_table("x1,x2,class\n0,1,0\n3,0,1\n").X.tolist() == [[-1, 1], [1, -1]]


def test_an_apostrophe_before_a_formula_is_no_part_of_a_name():
    assert read_table("'=x,'y,c\n0,1,'+\n1,0,'@a\n").names == ":x,'y,⁺,@a"
