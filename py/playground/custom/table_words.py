"""What a reader is told about a table: how it was understood, and what is wrong with it."""

import numpy as np

from playground.checks import Labels, Points
from playground.custom.scale import Axis, scale_of_values
from playground.custom.table_columns import EMPTY, INDEX, MAX_LABELS, NUMBER, Columns, is_scattered
from playground.custom.table_numbers import COMMA, Reading, is_missing, read_column
from playground.custom.table_reading import (
    RANDOM,
    Choices,
    Numbers,
    Understood,
    class_of,
    names_of,
    values_of,
)
from playground.custom.table_text import ENCODINGS
from playground.data import MAX_SAMPLES

# Of a column, if most numbers lie within so small a share of its range, the farthest is named.
CROWDED = 0.02
# Whole numbers of more digits may not be kept.
MAX_DIGITS = 15


def problem_of(understood: Understood, chosen: Choices) -> str:
    """Say why a table cannot be used as it is understood, with what was *chosen*, or return ""."""
    columns, made, counts = understood.columns, understood.choices, understood.counts
    names = told_names(columns)
    if len({made.x1, made.x2, made.label}) < 3:
        return "x₁, x₂ and the label must be three different columns."
    if not understood.is_whole.any():
        return f"No row has a number in both columns{_first_without(understood)}"
    if not counts:
        return f"{names[made.label]} has no labels."
    if len(counts) == 1:
        only = short(counts[0][0])
        lacking = " that has one" if "" in understood.labels else ""
        return f"Every row{lacking} has the label “{only}”; there must be two."
    is_number = columns.kinds[made.label] == NUMBER
    are_many = len(counts) > MAX_LABELS or (is_number and is_scattered(columns, len(counts)))
    if are_many and not (chosen.zero or chosen.one):
        return (
            f"{names[made.label]} has {len(counts):,} different values, too many for a label: "
            "choose another column, or one value against all others."
        )
    if made.zero == made.one:
        return "Class 0 and class 1 must be two different labels."
    labels = {understood.labels[row] for row in understood.used}
    if len({class_of(label, made.zero, made.one) for label in labels}) < 2:
        first = "." if understood.is_whole.all() else _first_without(understood)
        return f"Only rows of one label have a number in both columns; there must be two{first}"
    return ""


def words_of(understood: Understood, name: str, stays: bool) -> str:
    """Say what was read, and how it was understood, in one sentence or two."""
    choices, used = understood.choices, understood.used
    names = told_names(understood.columns)
    values = values_of(understood)
    ranges = [
        _range(names[at], numbers, axis)
        for at, numbers, axis in zip(
            (choices.x1, choices.x2), values, scale_of_values(values), strict=True
        )
    ]
    *_, zero, one = names_of(understood)
    left = len(understood.labels) - len(used) + len(understood.columns.miscounted)
    return (
        f"Read {_rows(len(used))}{f' of {name}' if name else ''}: {' and '.join(ranges)}, "
        f"{'where they are' if stays else 'each rescaled to −1…1'}. "
        f"Class 0 is “{short(zero)}”, class 1 is “{short(one)}”."
        f"{f' {_rows(left)} {_were(left)} left out.' if left else ''}"
    )


def told_names(columns: Columns) -> list[str]:
    """Return what each column is called in a sentence."""
    return [
        f"“{short(name)}”" if name else f"column {at}" for at, name in enumerate(columns.names, 1)
    ]


def of_writing(understood: Understood) -> list[str]:
    """Say how the text is written, and how its numbers were read."""
    text, columns, choices = understood.text, understood.columns, understood.choices
    notes = []
    if text.encoding != "utf-8":
        notes.append(f"Read as {ENCODINGS[text.encoding]}.")
    names = told_names(columns)
    for at, reading in zip((choices.x1, choices.x2), understood.inputs, strict=True):
        example = _example(columns, at, reading)
        if example:
            notes.append(f"{names[at]}: {example}")
    passed = [names[at] for at, kind in enumerate(columns.kinds) if kind == INDEX]
    if passed:
        verb = "only counts or names" if len(passed) == 1 else "only count or name"
        notes.append(f"{' and '.join(passed)} {verb} the rows.")
    empty = columns.kinds.count(EMPTY)
    if empty:
        notes.append(
            "An empty column is left out." if empty == 1 else f"{empty} empty columns are left out."
        )
    return notes


def _example(columns: Columns, at: int, reading: Reading) -> str:
    """Say how a number was read where there could be doubt, or return ""."""
    if not (reading.is_open or reading.is_grouped or reading.decimal == COMMA):
        return ""
    sign = COMMA if reading.is_open or reading.decimal == COMMA else ""
    for row, value in zip(columns.rows, reading.values.tolist(), strict=True):
        field = row[at].strip()
        is_telling = any(mark in field for mark in (",.'’\u00a0\u202f " if not sign else ",."))
        if value == value and is_telling:
            return f"“{short(field)}” is read as {_tell(value)}."
    return ""


def of_rows(understood: Understood) -> list[str]:
    """Say which rows were left out, and why."""
    columns, choices = understood.columns, understood.choices
    n = len(understood.labels)
    notes = []
    if columns.miscounted:
        (line, fields), number = columns.miscounted[0], len(columns.miscounted)
        notes.append(
            f"{_rows(number)} {_have(number)} another number of columns (line {line}: {fields})."
        )
    lacking = n - int(understood.is_whole.sum())
    if lacking:
        notes.append(
            f"{lacking:,} of {_rows(n)} {'lacks' if lacking == 1 else 'lack'} a number"
            f"{_first_without(understood)}"
        )
    unlabelled = understood.labels.count("")
    if unlabelled:
        notes.append(f"{_rows(unlabelled)} {_have(unlabelled)} no label.")
    others = {
        label: count
        for label, count in understood.counts
        if class_of(label, choices.zero, choices.one) is None
    }
    if others:
        number, first = sum(others.values()), short(next(iter(others)))
        and_more = f" or one of {len(others) - 1:,} more" if len(others) > 1 else ""
        notes.append(f"{_rows(number)} {_have(number)} another label: “{first}”{and_more}.")
    usable = n - lacking
    if choices.rows and usable > MAX_SAMPLES:
        which = "20,000 at random" if choices.rows == RANDOM else "the first 20,000"
        notes.append(f"Of {usable:,} rows, {which} are taken.")
    return notes


def _first_without(understood: Understood) -> str:
    """Name the first row that lacks a number, and what is there instead."""
    columns, choices = understood.columns, understood.choices
    row = int(np.argmin(understood.is_whole))
    fields = [columns.rows[row][at] for at in (choices.x1, choices.x2)]
    odd = next((field for field in fields if not is_missing(field) and _is_odd(field)), "")
    return f" (line {columns.lines[row]}{f': “{short(odd)}”' if odd else ''})."


def _is_odd(field: str) -> bool:
    return not np.isfinite(read_column([field]).values[0])


def of_points(understood: Understood, X: Points, y: Labels) -> list[str]:
    """Say what is unusual about the points."""
    names, choices = told_names(understood.columns), understood.choices
    notes = []
    for at, reading in zip((choices.x1, choices.x2), understood.inputs, strict=True):
        values = reading.values[understood.used]
        fields = {understood.columns.rows[row][at].strip() for row in understood.used}
        if len({field for field in fields if len(field) > MAX_DIGITS}) > len(set(values.tolist())):
            notes.append(f"{names[at]} has more digits than a number keeps: some become the same.")
        if values.min() == values.max():
            notes.append(f"{names[at]} is always {_tell(float(values[0]))}.")
        else:
            far = _farthest(values)
            if far is not None:
                line = understood.columns.lines[understood.used[far]]
                notes.append(
                    f"{names[at]} is {_tell(float(values[far]))} in line {line}, so far from the "
                    "others that these lie close together."
                )
    places: dict[tuple[float, float], set[int]] = {}
    for x1, x2, label in zip(*X.tolist(), y.tolist(), strict=True):
        places.setdefault((x1, x2), set()).add(label)
    both = sum(len(labels) > 1 for labels in places.values())
    if both:
        notes.append(
            f"{'One place has' if both == 1 else f'{both:,} places have'} points of both classes."
        )
    return notes


def _farthest(values: Numbers) -> int | None:
    """Return which of *values* is so far away that nine in ten others are in one spot, or None."""
    low, high = np.quantile(values / 2, [0.05, 0.95])
    middle = np.median(values / 2)
    extent = values.max() / 2 - values.min() / 2
    if len(values) > 4 and high - low < CROWDED * extent:
        return int(np.argmax(np.abs(values / 2 - middle)))
    return None


def _range(name: str, values: Numbers, axis: Axis) -> str:
    low, high = axis.tell(float(values.min())), axis.tell(float(values.max()))
    return f"{name} (always {low})" if low == high else f"{name} from {low} to {high}"


def _tell(number: float) -> str:
    return f"{number + 0.0:.15g}".replace("-", "−")


def _rows(number: int) -> str:
    return "1 row" if number == 1 else f"{number:,} rows"


def _have(number: int) -> str:
    return "has" if number == 1 else "have"


def _were(number: int) -> str:
    return "was" if number == 1 else "were"


def short(text: str, most: int = 20) -> str:
    """Return *text* on one line and cut to a length that fits a sentence."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[:most] + "…"
