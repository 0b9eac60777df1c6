"""The numbers of the lines in words, for what is pointed at and for readers who do not see it."""

from collections.abc import Sequence

import numpy as np

from engine.line_numbers import LOSS, OF_POINTS, LineNumbers, place_of
from playground.checks import Array
from playground.inspection import Update
from playground.look.naming import all_parameters, symbol
from playground.picture.number_text import in_words
from playground.settings.table import FEATURES

# A line with more numbers than these is summed up.
MAX_NUMBERS, MAX_UNITS = 16, 4
NAMES_OF_INPUTS = dict(zip(FEATURES.words, FEATURES.texts, strict=True))


def words_of_point(numbers: LineNumbers, names: Sequence[str]) -> str:
    """Return a sentence on the point that *numbers* are of.

    Parameters
    ----------
    numbers : LineNumbers
        With a point.
    names : sequence of str
        Of the two axes and the two classes, as `settings.values.names_in` returns them.
    """
    place = f"x = ({', '.join(numbers.told)})"
    if numbers.is_of_table:
        place = ", ".join(
            f"{name} = {text}" for name, text in zip(names[:2], numbers.told, strict=True)
        )
    p, loss = (
        in_words(float(numbers.values(quantity)[0, 0])) for quantity in (f"a{numbers.layers}", LOSS)
    )
    return (
        f"Point {numbers.point + 1} of {numbers.n}: {place}, {names[2 + numbers.label]}, "
        f"probability {p}, loss {loss}."
    )


def words_of_cell(numbers: LineNumbers, quantity: str, unit: int, column: int) -> str:
    """Return what one cell of a line says: "a₁ of unit 2 at point 17: 0.83"."""
    values, (letters, _) = numbers.values(quantity), place_of(quantity)
    words = _name(quantity)
    if len(values) > 1:
        words += f" of unit {unit + 1}"
    if letters == "dW":
        words += f" from {_source(numbers, quantity, column)}"
    if letters in OF_POINTS:
        point = column if numbers.point is None else numbers.point
        words += f" at point {point + 1}"
    else:
        words += f", {_over_points(numbers, quantity)}"
    return f"{words}: {in_words(float(values[unit, column]))}"


def words_of_line(numbers: LineNumbers, quantity: str) -> str:
    """Return what a whole line says, as a sentence."""
    values, (letters, _) = numbers.values(quantity), place_of(quantity)
    name = _name(quantity)
    if letters not in OF_POINTS:
        return f"{name}, {_over_points(numbers, quantity)}: {_all_or_extremes(values)}."
    if numbers.point is not None:
        return f"{name} at point {numbers.point + 1}: {_all_or_extremes(values)}."
    return f"{name} over {_points(numbers)}: {_ranges(values)}."


def words_of_update(update: Update | None, has_penalty: bool = False) -> str:
    """Return what an update does, as a sentence; "" if there is none.

    With a penalty, it is their sum that is made smaller.
    """
    if update is None:
        return ""
    largest = update.largest
    step = float(update.change[all_parameters(update.layer_sizes).index(largest)])
    before, after = update.loss_before, update.loss_after
    did = "falls" if after < before else "rises" if after > before else "stays"
    loss = "loss with its penalty" if has_penalty else "loss"
    return (
        f"One update from all points: {largest.name} moves furthest, by {in_words(step)}; "
        f"the {loss} {did}, from {in_words(before)} to {in_words(after)}."
    )


def _all_or_extremes(values: Array) -> str:
    """Return all numbers, unit by unit, or where they begin and end."""
    if values.size > MAX_NUMBERS:
        return f"{values.size} numbers {_range(values)}"
    rows = [", ".join(in_words(float(value)) for value in row) for row in values]
    if len(rows) == 1:
        return rows[0]
    return "; ".join(f"unit {unit + 1} {row}" for unit, row in enumerate(rows))


def _ranges(values: Array) -> str:
    """Return where the numbers of each unit begin and end, and their mean."""
    if len(values) > MAX_UNITS:
        return f"{len(values)} units, {_range(values)}, mean {in_words(float(values.mean()))}"
    rows = [f"{_range(row)}, mean {in_words(float(row.mean()))}" for row in values]
    if len(rows) == 1:
        return rows[0]
    return "; ".join(f"unit {unit + 1} {row}" for unit, row in enumerate(rows))


def _range(values: Array) -> str:
    return f"from {in_words(float(np.min(values)))} to {in_words(float(np.max(values)))}"


def _name(quantity: str) -> str:
    letters, layer = place_of(quantity)
    return LOSS if letters == LOSS else symbol(letters, layer)


def _source(numbers: LineNumbers, quantity: str, column: int) -> str:
    _, layer = place_of(quantity)
    return f"unit {column + 1}" if layer else NAMES_OF_INPUTS[numbers.inputs[column]]


def _over_points(numbers: LineNumbers, quantity: str) -> str:
    """Return what a gradient takes of its points: the mean, unless that is broken on purpose."""
    letters, layer = place_of(quantity)
    what = "mean"
    if numbers.mistake == "no_mean":
        what = "sum"
    elif numbers.mistake == "doubled" and letters == "dW" and layer == numbers.layers - 1:
        what = "twice the mean"
    return f"{what} over {_points(numbers)}"


def _points(numbers: LineNumbers) -> str:
    return "1 point" if numbers.n == 1 else f"{numbers.n} points"
