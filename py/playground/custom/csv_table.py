"""Tables of one's own: two columns of numbers and a label, as people have them.

Everything about a table is found out, and everything can be said by the reader instead
(`Choices`): how its text is written (table_text.py), what its columns are (table_columns.py), how
its numbers are (table_numbers.py), and what follows (table_reading.py). `preview` tells what was
understood (table_words.py), `read_table` takes it.
"""

from typing import NamedTuple

import numpy as np

from playground.checks import Labels, Points
from playground.custom.scale import scale_of_values, to_plane
from playground.custom.table_columns import CLASS, MAX_LABELS, SET
from playground.custom.table_reading import (
    AS_FOUND,
    Choices,
    Numbers,
    Understood,
    class_of,
    names_of,
    understand,
    values_of,
)
from playground.custom.table_text import Decode
from playground.custom.table_words import (
    of_points,
    of_rows,
    of_writing,
    problem_of,
    short,
    words_of,
)
from playground.settings.table import MAX_NAME

# Our own tables are known by their last two columns (export/tables.py). Their points keep their
# places if the columns have no names, and nobody has made larger numbers of them.
NAMELESS = ("x1", "x2", "0", "1")
MAX_OF_OWN = 10
# What means something in an address cannot be part of a name: this looks like it, or says it.
ALIKE = (
    *(("<=", "≤"), (">=", "≥"), (",", "‚"), ("&", " and "), ("#", "♯")),
    *(("=", ":"), ("%", " percent"), ("+", "⁺")),
)
# Of a preview: rows, and points.
ROWS, POINTS = 6, 300


class Preview(NamedTuple):
    """What was understood of a table, before it counts."""

    columns: list[tuple[str, str]]  # name and kind of each
    rows: list[list[str]]  # the first ones, as they are written
    labels: list[tuple[str, int]]  # with how many rows each has, the most frequent first
    choices: Choices  # all of them
    is_open: bool  # whether numbers can be read in two ways
    notes: list[str]  # sentences
    n: int  # points
    problem: str  # why there are none, or ""
    points: list[tuple[float, float, int]]  # some of them, as they are in the plane


class Table(NamedTuple):
    """The points that a table holds."""

    X: Points  # (2, n), each row from -1 to 1, or as in a table of our own
    y: Labels  # (n,)
    words: str  # what was read, and how it was understood
    names: str  # of the two columns and of the two classes, as the settings have them
    values: Numbers | None  # (2, n), the table's own numbers; None if `X` are


def read_table(
    content: str | bytes,
    name: str = "",
    choices: Choices = AS_FOUND,
    decode: Decode = bytes.decode,
) -> Table:
    """Read points and their classes from a file.

    Parameters
    ----------
    content : str or bytes
        A line for each point, with two numbers and a label among any other columns.
    name : str
        Of the file, for the reader; may be empty.
    choices : Choices
        How it is to be understood; what is not chosen is found out. Class 0 is the smaller of
        two labels, or the first word of the alphabet; of more, the two most frequent are taken.
    decode : callable
        As of `playground.custom.table_text.split`.

    Returns
    -------
    Table
        With each coordinate rescaled to reach from -1 to 1; one that never changes is 0. Points of
        a table that the playground has written, which has columns ``x1``, ``x2``, ``class`` and
        ``set``, stay where they are.

    Raises
    ------
    ValueError
        If this is no such table; the message is for the reader.
    """
    name = short(name, 40)
    understood = _understood(name, content, choices, decode)
    problem = problem_of(understood, choices)
    if problem:
        raise ValueError(_refusal(name, problem))
    X, y, values = _points(understood)
    names = names_of(understood)
    is_nameless = values is None and names == NAMELESS
    named = "" if is_nameless else ",".join(_names_apart(names))
    return Table(X, y, words_of(understood, name, values is None), named, values)


def preview(
    content: str | bytes,
    name: str = "",
    choices: Choices = AS_FOUND,
    decode: Decode = bytes.decode,
) -> Preview:
    """Tell how a table is understood; parameters and errors are those of `read_table`.

    What can be mended by other choices is no error, but the preview's ``problem``.
    """
    understood = _understood(short(name, 40), content, choices, decode)
    problem = problem_of(understood, choices)
    columns, made = understood.columns, understood.choices
    if problem:  # which labels are classes is nobody's choice yet
        made = made._replace(zero=choices.zero, one=choices.one)
    notes = [*of_writing(understood), *of_rows(understood)]
    points: list[tuple[float, float, int]] = []
    if not problem:
        X, y, _ = _points(understood)
        notes += of_points(understood, X, y)
        step = -(-len(y) // POINTS)
        points = list(zip(*X[:, ::step].tolist(), y[::step].tolist(), strict=True))
    return Preview(
        columns=[
            (name or f"column {at}", kind)
            for at, (name, kind) in enumerate(zip(columns.names, columns.kinds, strict=True), 1)
        ],
        rows=columns.rows[:ROWS],
        labels=understood.counts[:MAX_LABELS],
        choices=made,
        is_open=any(reading.is_open for reading in understood.inputs),
        notes=[note[:1].upper() + note[1:] for note in notes],
        n=len(understood.used),
        problem=problem,
        points=points,
    )


def _understood(name: str, content: str | bytes, choices: Choices, decode: Decode) -> Understood:
    """Return the table that *content* is; what makes it none is said of the table with a *name*."""
    try:
        return understand(content, choices, decode)
    except ValueError as problem:
        raise ValueError(_refusal(name, str(problem))) from None


def _refusal(name: str, problem: str) -> str:
    return f"{name or 'This table'} was not loaded. {problem}"


# ---- Points


def _points(understood: Understood) -> tuple[Points, Labels, Numbers | None]:
    """Return places in the plane, classes, and the table's own numbers unless they are places."""
    used, choices = understood.used, understood.choices
    values = values_of(understood)
    classes = [class_of(understood.labels[row], choices.zero, choices.one) for row in used]
    y = np.array(classes, np.int64)
    if _stays(understood) and np.abs(values).max() <= MAX_OF_OWN:
        return values, y, None
    return to_plane(values, scale_of_values(values)), y, values


def _stays(understood: Understood) -> bool:
    """Tell whether this is a table of our own whose columns are those of the plane."""
    return understood.columns.names == [*NAMELESS[:2], CLASS, SET]


def _name(text: str) -> str:
    """Return *text* as a name that fits an address and a picture, "" if none of it does."""
    for sign, alike in ALIKE:
        text = text.replace(sign, alike)
    words = "".join(letter if letter.isprintable() else " " for letter in text).split()
    return " ".join(words)[:MAX_NAME].strip()


def _names_apart(names: tuple[str, str, str, str]) -> list[str]:
    """Return *names* as the setting has them; two classes keep two names."""
    x1, x2, zero, one = map(_name, names)
    if zero == one:
        zero, one = (f"{name[: MAX_NAME - 2]} {number}" for number, name in enumerate((zero, one)))
    return [x1, x2, zero, one]
