"""A table understood: what the reader has said of it, and what is found out of the rest."""

import random
from collections import Counter
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from playground.custom.table_columns import Columns, Roles, columns_of, roles_of
from playground.custom.table_numbers import (
    POINT,
    Reading,
    evidence,
    label_of,
    order_of_label,
    read_column,
    unmarked,
)
from playground.custom.table_text import Decode, TableText, split
from playground.data import MAX_SAMPLES

REST = " "
"""Stands for all labels but the one of the other class; no label is a space."""

OTHERS = "others"
FIRST, RANDOM = "first", "random"
# Rows of other columns that are looked at for their decimal sign.
SAMPLE_OF_SIGNS = 200

Numbers: TypeAlias = NDArray[np.float64]


class Choices(NamedTuple):
    """What the reader has chosen about a table; "" and -1 are to be found out."""

    encoding: str = ""  # of `ENCODINGS`
    separator: str = ""  # of `SEPARATORS`
    decimal: str = ""  # "." or ",", where numbers can be read both ways
    header: int = -1  # lines
    x1: int = -1  # columns, from 0
    x2: int = -1
    label: int = -1
    zero: str = ""  # the labels of class 0 and 1, or `REST`
    one: str = ""
    rows: str = ""  # `FIRST` or `RANDOM`: which, of more than there can be


AS_FOUND = Choices()


class Understood(NamedTuple):
    """A table with all choices made."""

    text: TableText
    columns: Columns
    choices: Choices
    inputs: list[Reading]
    labels: list[str]  # of each row; "" is none
    counts: list[tuple[str, int]]  # of labels, the most frequent first
    is_whole: NDArray[np.bool_]  # of each row: whether it has a number in both columns
    used: list[int]  # rows that become points


def understand(content: str | bytes, choices: Choices, decode: Decode) -> Understood:
    """Return the table that *content* is; errors are those of `csv_table.read_table`."""
    text = split(content, choices.encoding, choices.separator, decode)
    columns = columns_of(text, choices.header)
    if not columns.rows:
        raise ValueError("There is no row below the names of the columns.")
    roles = _roles(columns, choices)
    inputs, decimal = _inputs(columns, roles, choices.decimal, text.separator)
    labels = _labels(columns, roles.label)
    counts = Counter(label for label in labels if label)
    zero, one = _classes(counts, choices)
    x1, x2 = (np.isfinite(reading.values) for reading in inputs)
    usable = [
        row
        for row, label in enumerate(labels)
        if x1[row] and x2[row] and class_of(label, zero, one) is not None
    ]
    rows = choices.rows or (FIRST if len(usable) > MAX_SAMPLES else "")
    made = Choices(
        *(text.encoding, text.separator, decimal, columns.header, *roles, zero, one, rows)
    )
    ordered = sorted(counts.items(), key=lambda item: (-item[1], order_of_label(item[0])))
    return Understood(
        *(text, columns, made, inputs, labels, ordered, x1 & x2, _taken(usable, rows))
    )


def _roles(columns: Columns, choices: Choices) -> Roles:
    """Return the columns that are chosen, and for the others those that were found."""
    chosen = Roles(choices.x1, choices.x2, choices.label)
    width = len(columns.kinds)
    if min(chosen) < 0 or max(chosen) >= width:
        found = roles_of(columns)
        chosen = Roles(
            *(one if 0 <= one < width else other for one, other in zip(chosen, found, strict=True))
        )
    return chosen


def _inputs(
    columns: Columns, roles: Roles, decimal: str, separator: str
) -> tuple[list[Reading], str]:
    """Return the numbers of both columns, and the sign with which they are read the same again."""
    around = _around(columns, roles)
    inputs: list[Reading] = []
    for at in (roles.x1, roles.x2):
        fields = [row[at] for row in columns.rows]
        reading = read_column(fields, decimal, around, separator)
        inputs.append(reading)
        if reading.is_open:  # what is guessed of one holds for both
            decimal = reading.decimal
    signs = [reading.decimal for reading in inputs if reading.decimal]
    sign = decimal or around
    if signs and sign not in signs:  # it was wanted for nothing
        sign = signs[0]
    return inputs, sign or POINT


def _around(columns: Columns, roles: Roles) -> str:
    """Return the decimal sign that some column of numbers has for certain, the inputs first."""
    others = (at for at in range(len(columns.kinds)) if at not in roles)
    for at in (roles.x1, roles.x2, *others):
        sign = evidence(row[at] for row in columns.rows[:SAMPLE_OF_SIGNS])
        if sign:
            return sign
    return ""


def _labels(columns: Columns, at: int) -> list[str]:
    """Return the label of each row; each way to write one is looked at once."""
    fields = [row[at] for row in columns.rows]
    labels = {field: label_of(field) for field in set(fields)}
    return [labels[field] for field in fields]


def _classes(counts: Counter[str], choices: Choices) -> tuple[str, str]:
    """Return the labels of the two classes: those chosen, or the two most frequent in order."""
    known = {*counts, REST}
    chosen = [label if label in known else "" for label in (choices.zero, choices.one)]
    by_number = sorted(counts, key=lambda label: (-counts[label], order_of_label(label)))
    free = [label for label in by_number if label not in chosen][: 2 - sum(map(bool, chosen))]
    free.sort(key=order_of_label)
    zero, one = (label or (free.pop(0) if free else "") for label in chosen)
    return zero, one


def class_of(label: str, zero: str, one: str) -> int | None:
    """Return the class of a *label*, None if it has none."""
    if not label:
        return None
    if label == zero or (zero == REST and label != one):
        return 0
    return 1 if label == one or one == REST else None


def _taken(usable: list[int], rows: str) -> list[int]:
    """Return as many of the *usable* rows as there can be points."""
    if len(usable) <= MAX_SAMPLES:
        return usable
    if rows == RANDOM:
        return sorted(random.Random(0).sample(usable, MAX_SAMPLES))
    return usable[:MAX_SAMPLES]


def values_of(understood: Understood) -> Numbers:
    """Return the table's own numbers (2, n)."""
    return np.array([reading.values[understood.used] for reading in understood.inputs])


def names_of(understood: Understood) -> tuple[str, str, str, str]:
    """Return what columns and classes are called."""
    choices, names = understood.choices, understood.columns.names
    x1, x2 = unmarked(names[choices.x1]) or "x₁", unmarked(names[choices.x2]) or "x₂"
    zero, one = (OTHERS if label == REST else label for label in (choices.zero, choices.one))
    return x1, x2, zero, one
