"""Tables of a session as CSV (RFC 4180): its points, and what each epoch has achieved.

The page reads its own table of points again (`custom.csv_table`): as the same points and classes,
with the same names.
"""

import csv
import io
from collections.abc import Generator, Iterable

import numpy as np

from playground.custom.csv_table import NAMELESS
from playground.custom.table_columns import CLASS, SET, SETS
from playground.custom.table_numbers import FORMULA, order_of_label
from playground.session.session import Session

X1, X2, *CLASSES = NAMELESS
# What columns with these names are called where their numbers are no places in the plane.
OF_TABLE = {X1: "x₁", X2: "x₂"}


def data_csv(session: Session) -> str:
    """Return the points of a *session*, a row for each: x1, x2, class and set.

    Coordinates are in full precision, those of a table in its own numbers. They and the classes
    have the names that the settings know; by the other two columns, the page knows the table again,
    and by x1 and x2 that they are places in the plane. ``set`` is "train", or "test" where
    points are kept for it; these come last.
    """
    data = session.dataset
    columns, classes = _names(session.values["names"])
    if data.scale is not None and not all(axis.is_of_plane for axis in data.scale):
        columns = [OF_TABLE.get(name, name) for name in columns]
    values = np.concatenate([data.values, data.values_test], axis=1)
    y = np.concatenate([data.y, data.y_test])
    write = repr if data.scale is None else _as_number
    rows = [
        [*map(write, numbers), classes[label], SETS[number >= data.y.size]]
        for number, (*numbers, label) in enumerate(zip(*values.tolist(), y.tolist(), strict=True))
    ]
    return _table([[*columns, CLASS, SET], *rows])


def run_csv(session: Session) -> Generator[float, None, str]:
    """Write what a *session* has achieved after each epoch that its timeline keeps.

    Losses are in nats, without the penalty of a regularization; accuracies are shares of 1. The
    columns of the test are there only if there are points for it.

    Yields
    ------
    float
        After each epoch, the share that is done: with many points, all of them take long.

    Returns
    -------
    str
    """
    has_test = session.dataset.y_test.size > 0
    names = ["train_loss", "test_loss", "train_accuracy", "test_accuracy"]
    shown = [name for name in names if has_test or name.startswith("train")]
    rows: list[list[str]] = [["epoch", *shown]]
    if not session.dataset.is_empty:
        epochs = list(session.training.timeline.kept())
        for done, epoch in enumerate(epochs, 1):
            achieved = session.training.evaluation(epoch)
            rows.append([str(epoch), *(repr(float(getattr(achieved, name))) for name in shown)])
            yield done / len(epochs)
    return _table(rows)


def safe(text: str) -> str:
    """Return *text* as a cell that no spreadsheet takes for a formula."""
    # One that has an apostrophe already gets another, so that it comes back as it was.
    is_formula = text.lstrip("'").startswith((*FORMULA, "\t", "\r")) and not _is_number(text)
    return f"'{text}" if is_formula else text


def _names(names: str) -> tuple[list[str], list[str]]:
    """Return the names of the two columns and the two classes that a table can be read by."""
    # Beside commas, a reader might take semicolons for what separates columns.
    given = names.replace(";", " ").split(",") if names else [""] * 4
    one, two, zero, first = (name.strip() for name in given)
    # Columns that have numbers for names would look like a row.
    columns = [
        usual if not name or _is_number(name) else safe(name)
        for name, usual in ((one, X1), (two, X2))
    ]
    # Otherwise the classes would change places, or be one.
    is_clear = zero and first and order_of_label(zero) < order_of_label(first)
    return columns, [safe(zero), safe(first)] if is_clear else CLASSES


def _as_number(value: float) -> str:
    """Write a number in full, a whole one as tables have it."""
    text = repr(value)
    return text[:-2] if text.endswith(".0") else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _table(rows: Iterable[list[str]]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue()
