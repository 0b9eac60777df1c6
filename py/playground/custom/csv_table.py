"""Tables of one's own: two columns of numbers and a label, as spreadsheets write them.

A table is read column by column, which is fast; only if something in it is wrong is it gone
through row by row, to find the first line that is.
"""

import contextlib
import csv
import io
import re
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from playground.checks import Labels, Points
from playground.data import MAX_SAMPLES
from playground.settings.table import MAX_NAME

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "cp1252", "cp1251", "cp1250", "mac_roman")
SEPARATORS = (",", ";", "\t", "|", " ")
REST = "*"  # as a class: every label that is not the other class
MAX_PREVIEW_ROWS, MAX_LABELS, MAX_PREVIEW_POINTS = 6, 30, 300
# The comma comes last: beside another separator, it may be the decimal comma.
_TRIED = ("\t", ";", ",")
COLUMNS = 3
# Our own tables (export/tables.py) are known by their last two columns, whatever the others are
# called. The fourth is passed over: how many points are kept for the test is a setting.
CLASS, SET, SETS = "class", "set", ("train", "test")
# Their points keep their places, unless somebody has made larger numbers of them.
MAX_OF_OWN = 10
# What their other columns and the classes are called if the reader has no names for them.
NAMELESS = ("x1", "x2", "0", "1")
# Text that begins with one of these is a formula for a spreadsheet, so our own tables have an
# apostrophe before it.
FORMULA = ("=", "+", "-", "@")
MAX_IN_A_LINE = 1000
# Rows that are looked at to find out what the columns are.
SAMPLE = 25
UNCLOSED = "opens quotes that it does not close."

Line: TypeAlias = tuple[int, str]  # its number, from 1, and its text with the line end
Row: TypeAlias = list[str]  # the fields of a line
Numbers: TypeAlias = NDArray[np.float64]


class Table(NamedTuple):
    """The points that a table holds."""

    X: Points  # (2, n), each row from -1 to 1, or as in a table of our own
    y: Labels  # (n,)
    words: str  # what was read, and how it was understood
    names: str  # of the two columns and of the two classes, as the settings have them


class Layout(NamedTuple):
    """How a table is written."""

    separator: str
    numbers: list[int]  # the two columns with the coordinates
    label: int


class Choices(NamedTuple):
    """What the reader has chosen about a table; "" and -1 mean: found out."""

    encoding: str = ""
    separator: str = ""
    decimal: str = ""
    header: int = -1
    x1: int = -1
    x2: int = -1
    label: int = -1
    zero: str = ""
    one: str = ""
    rows: str = ""


class Preview(NamedTuple):
    """What a table would become."""

    columns: list[tuple[str, str]]
    rows: list[list[str]]
    labels: list[tuple[str, int]]
    choices: Choices
    is_open: bool
    notes: list[str]
    n: int
    problem: str
    points: list[tuple[float, float, int]]


def read_table(content: str | bytes, name: str = "", choices: Choices = Choices()) -> Table:
    """Read points and their classes from the text of a file.

    Parameters
    ----------
    content : str or bytes
        A line for each point: two numbers and a label, separated by commas, semicolons or
        tabs; with semicolons or tabs, the numbers may have a decimal comma. The label is the
        last column, unless another one is the only one without numbers. The first line may
        name the columns. There must be two different labels: class 0 is the smaller number,
        or the first word of the alphabet.
    name : str
        Of the file, for the reader; may be empty.
    choices : Choices
        What the reader has chosen.

    Returns
    -------
    Table
        With each coordinate rescaled to reach from -1 to 1; one that never changes is 0. Points of
        a table that the playground has written, which has columns ``class`` and ``set`` behind two
        of any name, stay where they are.

    Raises
    ------
    ValueError
        If this is no such table; the message is for the reader, and says in which line the
        first fault is.
    """
    text = content if isinstance(content, str) else _plain(content, name, choices)
    name = _short(name, 40)
    try:
        table = _read(text, f" of {name}" if name else "")
        return table if isinstance(content, str) else _in_order(table, content, name, choices)
    except ValueError as problem:
        raise ValueError(f"{name or 'This table'} was not loaded. {problem}") from None


def _read(text: str, source: str) -> Table:
    lines = _lines(text)
    separator = _separator(lines)
    rows = _rows(lines, separator)
    is_own = _is_own(rows)
    if is_own:
        rows = _without_set(rows)
    layout = Layout(separator, [0, 1], 2) if is_own else _layout(rows, separator)
    names = ["the first column", "the second", "the third"]
    columns = ["x₁", "x₂"]
    if _is_header(rows[0], layout):
        names = [f"“{_short(field)}”" for field in rows[0]]
        columns = [_unmarked(rows[0][column]) for column in layout.numbers]
        lines, rows = lines[1:], rows[1:]
    if len(lines) > MAX_SAMPLES:
        raise ValueError(f"It has {len(lines):,} rows; there can be {MAX_SAMPLES:,}.")
    try:
        if len(rows) < len(lines):
            raise ValueError
        numbers, labels = _columns(rows, layout)
        zero, one = sorted(set(labels), key=order_of_label)
    except ValueError:
        raise ValueError(_first_fault(lines, rows, layout)) from None
    ranges = [
        _range(names[column], *_limits(values))
        for column, values in zip(layout.numbers, numbers, strict=True)
    ]
    stays = is_own and np.abs(numbers).max() <= MAX_OF_OWN
    words = (
        f"Read {len(rows):,} rows{source}: {' and '.join(ranges)}, "
        f"{'where they are' if stays else 'each rescaled to −1…1'}. "
        f"Class 0 is “{_short(zero)}”, class 1 is “{_short(one)}”."
    )
    y = np.array([label == one for label in labels], np.int64)
    is_nameless = is_own and (*columns, zero, one) == NAMELESS
    named = "" if is_nameless else ",".join(_name(text) for text in (*columns, zero, one))
    X = numbers if stays else np.array([_rescaled(values) for values in numbers])
    return Table(X, y, words, named)


def _name(text: str) -> str:
    """Return *text* as a name that fits an address and a picture, "" if none of it does."""
    words = re.sub(r"[,&#=%+\x00-\x1f\x7f]", " ", text).split()
    return " ".join(words)[:MAX_NAME].strip()


def _lines(text: str) -> list[Line]:
    """Return every line that is not blank."""
    if "\0" in text:
        raise ValueError("It is not a text file; save the table as CSV in UTF-8.")
    every = enumerate(io.StringIO(text.removeprefix("\ufeff"), newline=None), 1)
    # A row of nothing but separators is what spreadsheets make of an empty one.
    lines = [(at, line) for at, line in every if line.strip(' \t\n,;"')]
    if not lines:
        raise ValueError("It is empty.")
    for at, line in lines:
        length = len(line.rstrip("\n"))
        if length > MAX_IN_A_LINE:
            raise ValueError(f"Line {at} has {length:,} characters: this is no table.")
    return lines


def _separator(lines: list[Line]) -> str:
    """Return the separator that makes three columns of most lines at the beginning."""

    def fits(separator: str) -> int:
        rows = _rows(lines[:SAMPLE], separator)
        return sum(len(row) == COLUMNS + _is_own(rows) for row in rows)

    best = max(_TRIED, key=fits)
    if not fits(best):
        at, line = lines[0]
        row = _rows(lines[:1], max(_TRIED, key=line.count))[0]
        raise ValueError(f"Line {at} {_miscount(row)}")
    return best


def _rows(lines: list[Line], separator: str) -> list[Row]:
    """Return the fields of each line; fewer rows, if quotes that are not closed join lines."""
    texts = (text for _, text in lines)
    rows: list[Row] = []
    with contextlib.suppress(csv.Error):  # so much is joined that it gives up
        rows.extend(csv.reader(texts, delimiter=separator, skipinitialspace=True))
    return rows


def _is_own(rows: list[Row]) -> bool:
    """Tell whether this is a table of our own, by its header."""
    return bool(rows) and [field.strip() for field in rows[0]][COLUMNS - 1 :] == [CLASS, SET]


def _without_set(rows: list[Row]) -> list[Row]:
    """Return *rows* without the column that says in which set each point is."""
    sets = (SET, *SETS)
    return [row[:-1] if len(row) > COLUMNS and row[-1].strip() in sets else row for row in rows]


def _layout(rows: list[Row], separator: str) -> Layout:
    """Find the column of the labels: the last, unless another is the only one without numbers."""
    layout = Layout(separator, [0, 1], 2)
    # The first line may be a header.
    sample = [row for row in rows[1:SAMPLE] or rows if len(row) == COLUMNS]
    wordy = [
        column
        for column in range(COLUMNS)
        if sum(_is_number(row[column], layout) for row in sample) < len(sample) / 2
    ]
    if len(wordy) == 1:
        numbers = [column for column in range(COLUMNS) if column not in wordy]
        layout = Layout(separator, numbers, *wordy)
    return layout


def _is_header(row: Row, layout: Layout) -> bool:
    if len(row) != COLUMNS or _is_joined(row):
        return False
    return not any(_is_number(row[column], layout) for column in layout.numbers)


def _is_joined(row: Row) -> bool:
    """Tell whether quotes that are not closed have joined several lines to one row."""
    return any("\n" in field for field in row)


def _is_number(field: str, layout: Layout) -> bool:
    try:
        _number_of(layout)(field)
    except ValueError:
        return False
    return True


def _number_of(layout: Layout) -> Callable[[str], float]:
    """Return the function that turns a field into a number."""
    if layout.separator == ",":
        return float
    return lambda field: float(field.replace(",", "."))


def _columns(rows: list[Row], layout: Layout) -> tuple[Numbers, list[str]]:
    """Return the numbers, (2, n), and the labels; raise a ValueError if something is wrong."""
    columns = list(zip(*rows, strict=True))
    if len(columns) != COLUMNS:
        raise ValueError
    number_of = _number_of(layout)
    numbers = np.array([list(map(number_of, columns[column])) for column in layout.numbers])
    labels = [_unmarked(label.strip()) for label in columns[layout.label]]
    if not np.isfinite(numbers).all() or "" in labels:
        raise ValueError
    return numbers, labels


def _unmarked(text: str) -> str:
    """Return *text* without the apostrophe that makes it plain text for a spreadsheet."""
    is_marked = text[:1] == "'" and text.lstrip("'").startswith(FORMULA)
    return text[1:] if is_marked else text


def _first_fault(lines: list[Line], rows: list[Row], layout: Layout) -> str:
    """Say what `_columns`, or whoever wants two labels, does not like."""
    labels: list[str] = []
    # Lines and rows are in step until quotes join some, and that is a fault.
    for (at, _), row in zip(lines, rows, strict=False):
        fault = _fault(row, layout, labels)
        if fault:
            return f"Line {at} {fault}"
    if len(rows) < len(lines):
        return f"Line {lines[len(rows)][0]} {UNCLOSED}"
    if labels:
        return f"Every row has the label “{_short(labels[0])}”; there must be two."
    return "There is no row below the names of the columns."


def _fault(row: Row, layout: Layout, labels: list[str]) -> str:
    """Say what is wrong with a row, or return ""; *labels* gathers those that were met."""
    if _is_joined(row):
        return UNCLOSED
    if len(row) != COLUMNS:
        return _miscount(row)
    for column in layout.numbers:
        field = row[column].strip()
        if not field:
            return f"has nothing in column {column + 1}, where a number must be."
        if not _is_number(field, layout):
            return f"has “{_short(field)}” in column {column + 1}, which is not a number."
        if not np.isfinite(_number_of(layout)(field)):
            return f"has “{_short(field)}” in column {column + 1}, which is not a finite number."
    label = row[layout.label].strip()
    if not label:
        return "has no label."
    if label not in labels:
        labels.append(label)
    if len(labels) > 2:
        one, other, third = map(_short, labels)
        return f"has a third label, “{third}”, beside “{one}” and “{other}”; there can be two."
    return ""


def _miscount(row: Row) -> str:
    columns = "1 column" if len(row) == 1 else f"{len(row)} columns"
    return f"has {columns}; there must be three: two numbers and a label."


def order_of_label(label: str) -> tuple[int, float | str, str]:
    """Return the key by which two labels are put in order: numbers first, then words."""
    try:
        return 0, float(label.replace(",", ".")), label
    except ValueError:
        return 1, label.casefold(), label


def _limits(values: Numbers) -> tuple[float, float]:
    return float(values.min()), float(values.max())


def _range(name: str, low: float, high: float) -> str:
    low_text, high_text = (f"{number:.4g}".replace("-", "−") for number in (low, high))
    return (
        f"{name}, always {low_text}," if low == high else f"{name} from {low_text} to {high_text}"
    )


def _rescaled(values: Numbers) -> Numbers:
    """Return the *values* shifted and stretched to reach from -1 to 1."""
    # First to at most 1, by a power of two: so no difference is too large for a float, and
    # nothing is rounded.
    _, exponent = np.frexp(np.abs(values).max())
    values = np.ldexp(values, -exponent)
    low, high = _limits(values)
    return 2 * (values - low) / (high - low) - 1 if low < high else np.zeros_like(values)


def _short(text: str, most: int = 20) -> str:
    """Return *text* on one line and cut to a length that fits a sentence."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[:most] + "…"


# ruff: noqa: B008, RUF005, RUF015
# ---- For the time being: replaced by the reader that finds everything out -----------------


def preview(content: str | bytes, name: str = "", choices: Choices = Choices()) -> Preview:
    """Tell what a table would become."""
    return _found(content, name, choices)[0]


def _in_order(table: Table, content: bytes, name: str, choices: Choices) -> Table:
    chosen = _found(content, name, choices)[0].choices
    x1, x2, zero, one = [*table.names.split(","), "", "", "", ""][:4]
    if chosen.zero == one or chosen.one == zero:
        return table._replace(y=1 - table.y, names=f"{x1},{x2},{one},{zero}")
    return table


def _plain(content: bytes, name: str, choices: Choices) -> str:
    """Return the table in its simplest form."""
    shown, header, rows = _found(content, name, choices)
    if [one for one, _ in shown.columns][COLUMNS - 1 :] == [CLASS, SET]:
        return _decoded(content, "", "")[0]
    if shown.problem:
        raise ValueError(f"{name or 'This table'} was not loaded. {shown.problem}")
    quoted = io.StringIO()
    csv.writer(quoted).writerows([header, *([repr(a), repr(b), word] for a, b, word in rows)])
    return quoted.getvalue()


def _found(
    content: str | bytes, name: str, choices: Choices
) -> tuple[Preview, list[str], list[tuple[float, float, str]]]:
    who = f"{_short(name, 40) or 'This table'} was not loaded. "
    text, encoding = _decoded(content, choices.encoding, who)
    every = text.splitlines()
    lines = [line for line in every if line.strip(' \t,;"') and not line.startswith("#")]
    if not lines:
        raise ValueError(who + "It is empty.")
    separator = choices.separator or max(
        SEPARATORS[:3], key=lambda one: sum(line.count(one) for line in lines[:25])
    )
    if not choices.separator and separator == "," and lines[0].count(";") > 1:
        separator = ";"
    table = list(csv.reader(lines, delimiter=separator, skipinitialspace=True))
    width = len(table[0])
    if width < COLUMNS and not choices.separator:
        raise ValueError(who + f"Line 1 {_miscount(table[0])}")
    decimal = choices.decimal or ("." if separator == "," else ",")

    def number(field: str) -> float:
        if decimal == ",":
            return float(field.replace(".", "").replace(",", "."))
        return float(field.replace(",", ""))

    def is_number(field: str) -> bool:
        try:
            return bool(np.isfinite(number(field)))
        except ValueError:
            return False

    header = choices.header
    if header < 0:
        header = 0 if any(map(is_number, table[0])) else 1
    names = [field.strip() for field in table[0]] if header else []
    names = [name or f"column {at + 1}" for at, name in enumerate(names or [""] * width)]
    if names[COLUMNS - 1 :] == [CLASS, SET] and choices.label < 0:
        choices = choices._replace(label=2)
    body = [row for row in table[header:] if len(row) == width]
    kinds = []
    for at in range(width):
        column = [row[at] for row in body if row[at].strip() not in ("", "NA")]
        is_numeric = sum(map(is_number, column)) > len(column) / 2
        is_index = is_numeric and column == [str(one + 1) for one in range(len(column))]
        kind = "index" if is_index else "number" if is_numeric else "text"
        kinds.append("empty" if not column else kind if len(set(column)) > 1 else "constant")
    texts = [at for at in range(width) if kinds[at] == "text"]
    label = choices.label if choices.label >= 0 else (texts or [width - 1])[-1]
    free = [at for at in range(width) if kinds[at] == "number" and at != label]
    free = [*free, *(at for at in range(width) if at not in free and at != label), 0, 0]
    x1 = choices.x1 if choices.x1 >= 0 else [at for at in free if at != choices.x2][0]
    x2 = choices.x2 if choices.x2 >= 0 else [at for at in free if at != x1][0]
    words = [row[label].strip() for row in body]
    counts = sorted(
        ((one, words.count(one)) for one in set(words) - {"", "NA"}), key=lambda one: -one[1]
    )[:MAX_LABELS]
    two = sorted((one for one, _ in counts[:2]), key=order_of_label)
    zero, one = choices.zero or (two + ["", ""])[0], choices.one or (two + ["", ""])[1]

    def class_of(word: str) -> int:
        if word in ("", "NA"):
            return -1
        return (
            (word == one) - (word not in (zero, one))
            if REST not in (zero, one)
            else ((word == one) if zero == REST else (word != zero))
        )

    good = [
        (number(row[x1]), number(row[x2]), class_of(row[label].strip()))
        for row in body
        if is_number(row[x1]) and is_number(row[x2]) and class_of(row[label].strip()) >= 0
    ]
    left_out = len(body) - len(good)
    notes = [f"{len(body):,} rows of {width} columns."]
    if left_out:
        notes.append(f"{left_out:,} rows are left out: no number, or another label.")
    rows = choices.rows
    if len(good) > MAX_SAMPLES:
        rows = rows or "first"
        notes.append(f"Of {len(good):,} rows, {MAX_SAMPLES:,} are used.")
        places = np.arange(MAX_SAMPLES)
        if rows == "random":
            places = np.sort(np.random.default_rng(0).permutation(len(good))[:MAX_SAMPLES])
        good = [good[at] for at in places]
    problem = ""
    if len({label for *_, label in good}) < 2:
        problem = "There must be numbers in two columns, and two labels."
    named = {0: zero, 1: one}
    if REST in (zero, one):
        named[0 if zero == REST else 1] = "all others"
    some = good[:: max(1, -(-len(good) // MAX_PREVIEW_POINTS))]
    X = np.array([[a, b] for a, b, _ in some]).reshape(-1, 2).T
    points = [
        (*place, int(label))
        for place, (*_, label) in zip(
            np.array([_rescaled(values) for values in X]).T.round(3).tolist() if some else [],
            some,
            strict=True,
        )
    ]
    marks = [
        field for row in body for at, field in enumerate(row) if at in (x1, x2) and "," in field
    ]
    is_open = (
        bool(marks)
        and separator != ","
        and all(re.fullmatch(r"\d{1,3},\d{3}", field.strip()) for field in marks)
    )
    known = Choices(encoding, separator, decimal, header, x1, x2, label, zero, one, rows)
    shown = Preview(
        list(zip(names, kinds, strict=True)),
        body[:MAX_PREVIEW_ROWS],
        counts,
        known,
        is_open,
        notes,
        len(good),
        problem,
        points,
    )
    head = [names[x1], names[x2], names[label]]
    return shown, head, [(a, b, named[int(which)]) for a, b, which in good]


def _decoded(content: str | bytes, encoding: str, who: str) -> tuple[str, str]:
    if isinstance(content, str):
        return content, "utf-8"
    if content[:4] == b"PK\x03\x04":
        raise ValueError(
            who + "It is a workbook; in your spreadsheet choose “Save as” or “Download”, then CSV, "
            "and bring that file here."
        )
    if content[:4] in (b"\x89PNG", b"GIF8") or content[:3] == b"\xff\xd8\xff":
        raise ValueError(who + "It is a picture, and no whole file of this page.")
    if b"\0" in content:
        raise ValueError(who + "It is not a text file; save the table as CSV in UTF-8.")
    if content.lstrip()[:1] in (b"{", b"<"):
        raise ValueError(who + "It is no table, and no whole file of this page.")
    content = content.removeprefix(b"\xef\xbb\xbf")
    for one in (
        ["latin-1" if encoding == "cp1252" else encoding] if encoding else ["utf-8", "latin-1"]
    ):
        with contextlib.suppress(UnicodeDecodeError):
            return content.decode(one), "cp1252" if one == "latin-1" else one
    raise ValueError(who + "It is not a text file; save the table as CSV in UTF-8.")
