"""The fields of a table: which are numbers, however they are written, and which labels are alike.

How a number is written is a matter of its column: "1,250" beside "980.5" is more than a thousand,
beside "0,75" it is little more than one.
"""

import math
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

POINT, COMMA = ".", ","
MISSING = frozenset(
    ("", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "?", "-", "--", "–", "—", ".")
)
"""What stands where there is nothing; in small letters."""

# Text that begins with one of these is a formula for a spreadsheet, so our own tables have an
# apostrophe before it.
FORMULA = ("=", "+", "-", "@")
UNSEEN = "".join(map(chr, (0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xA0)))
MINUS = re.compile("^[\u2212\u2013]")
CURRENCY = "$€£¥"
OWED = re.compile(f"^-[{CURRENCY}]")
# Groups of three digits, with the same sign between them; none begins with a zero.
GROUPED = r"[1-9]\d{{0,2}}(?:([{between}\s'’])\d{{3}})(?:\1\d{{3}})*"
NUMBER = r"[+-]?(?:{grouped}|\d+)?(?:{decimal}\d*)?(?:[eEdD][+-]?\d+)?"
FORMS = {
    decimal: re.compile(
        NUMBER.format(grouped=GROUPED.format(between=other), decimal=re.escape(decimal))
    )
    for decimal, other in ((POINT, COMMA), (COMMA, POINT))
}
DIGIT = re.compile(r"\d")
# What can be read both ways: one group of three behind a sign that could be the decimal one.
OPEN = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
INFINITE = re.compile(r"[+-]?inf(inity)?", re.IGNORECASE)
# A label that is a number for certain.
PLAIN = re.compile(r"[+\-\u2212]?\d+(\.\d*)?([eE][+-]?\d+)?")
WORDS_ALIKE = frozenset(("true", "false", "yes", "no"))


class Reading(NamedTuple):
    """The numbers of a column, and how they were read."""

    values: NDArray[np.float64]  # (n,); NaN where there is none
    decimal: str  # `POINT` or `COMMA`; "" if it makes no difference
    is_open: bool  # whether it was a guess
    is_grouped: bool  # whether there are signs between thousands


def clean(field: str) -> str:
    """Return a *field* without what nobody sees around it."""
    return field.strip().strip(UNSEEN).strip()


def is_missing(field: str) -> bool:
    """Tell whether a *field* says that there is nothing."""
    return clean(field).casefold() in MISSING


def is_number(field: str) -> bool:
    """Tell whether a *field* is a number, however it is written."""
    plain = _plain(field)
    return any(_fits(plain, decimal) for decimal in FORMS) or _is_infinite(plain)


def are_numbers(fields: Iterable[str]) -> bool:
    """Tell whether at least half of what *fields* say are numbers."""
    said = [field for field in fields if not is_missing(field)]
    return bool(said) and 2 * sum(map(is_number, said)) >= len(said)


def evidence(column: Iterable[str]) -> str:
    """Return the decimal sign that a *column* has for certain, or ""."""
    fits = _fitting(column)
    return fits[0] if len(fits) == 1 else ""


def read_column(
    column: Sequence[str], decimal: str = "", around: str = "", separator: str = ""
) -> Reading:
    """Return the numbers of a *column*.

    Parameters
    ----------
    column : sequence of str
        Its fields.
    decimal : str
        The sign that the reader has chosen where it is open, or "".
    around : str
        The sign that other columns of the table have for certain, or "".
    separator : str
        Between the fields of the table.
    """
    plain = _fast(column)
    if plain is not None and not _could_be_thousands(column):
        return Reading(
            plain, POINT if any(POINT in field for field in column) else "", False, False
        )
    fits = _fitting(column)
    is_open = len(fits) == 2
    sign = (decimal or around or _guess(column, separator)) if is_open else (fits or [""])[0]
    if plain is not None and sign != COMMA:
        return Reading(plain, sign, is_open and not around, False)
    values = np.array([_value(field, sign or POINT) for field in column])
    is_grouped = sign != "" and any(_is_grouped(_plain(field), sign) for field in column)
    return Reading(values, sign, is_open and not around, is_grouped)


def _could_be_thousands(column: Sequence[str]) -> bool:
    """Tell whether each point in a *column* could stand between thousands."""
    marked = (field for field in column if POINT in field)
    return all(OPEN.fullmatch(field.strip()) for field in marked)


def _fitting(column: Iterable[str]) -> list[str]:
    """Return the decimal signs with which the *column* can be read, none if it has no such."""
    marked = [field for field in map(_plain, column) if POINT in field or COMMA in field]
    marked = [field for field in marked if any(_fits(field, decimal) for decimal in FORMS)]
    if not marked:
        return []
    counts = {decimal: sum(_fits(field, decimal) for field in marked) for decimal in FORMS}
    most = max(counts.values())
    return [decimal for decimal, count in counts.items() if count == most]


def _guess(column: Sequence[str], separator: str) -> str:
    """Return the likelier decimal sign of a *column* that can be read both ways."""
    fields = [field for field in map(_plain, column) if DIGIT.search(field)]
    marked = [field for field in fields if OPEN.fullmatch(field)]
    if any(COMMA in field for field in marked):
        return COMMA if separator == ";" else POINT
    # Programs write 1.99 beside 999, and 1.990 beside 999.000.
    is_grouped = len(marked) < len(fields) and any(field.endswith("0") for field in marked)
    return COMMA if is_grouped else POINT


def _fast(column: Sequence[str]) -> NDArray[np.float64] | None:
    """Return the numbers of a *column* as programs write them, or None if it has any others."""
    if any("_" in field for field in column):
        return None
    try:
        values = np.array(list(map(float, column)))
    except ValueError:
        return None
    values[np.isinf(values)] = np.nan
    return values


def _value(field: str, decimal: str) -> float:
    """Return the number in a *field*, or NaN."""
    plain = _plain(field)
    if not _fits(plain, decimal):
        return math.nan
    other = COMMA if decimal == POINT else POINT
    digits = re.sub(rf"[{other}\s'’]", "", plain).replace(decimal, ".")
    value = float(digits.replace("d", "e").replace("D", "e"))
    return value if math.isfinite(value) else math.nan


def _plain(field: str) -> str:
    """Return a *field* without the signs of its unit, with a plain minus."""
    text = clean(field)
    text = MINUS.sub("-", text.removeprefix("'"))
    return OWED.sub("-", text.rstrip("%‰").strip(CURRENCY).strip())


def _fits(plain: str, decimal: str) -> bool:
    return (
        FORMS[decimal].fullmatch(plain) is not None
        and DIGIT.match(plain.lstrip("+-.,")) is not None
    )


def _is_grouped(plain: str, decimal: str) -> bool:
    whole = re.split(f"[{decimal}eEdD]", plain)[0].lstrip("+-")
    return not whole.isdigit() and _fits(plain, decimal) and whole != ""


def _is_infinite(plain: str) -> bool:
    return INFINITE.fullmatch(plain) is not None


# ---- Labels ------------------------------------------------------------------------------


def label_of(field: str) -> str:
    """Return the label that a *field* says, the same for all ways to write it; "" is none.

    Numbers are the same if their values are, words if they look the same; "TRUE" is "True".
    """
    text = unmarked(clean(field))
    if text.casefold() in MISSING - {"-"}:
        return ""
    if text.casefold() in WORDS_ALIKE:
        return text.casefold()
    value = number_of_label(text) if PLAIN.fullmatch(text) else None
    if value is None or float(f"{value:.15g}") != value:
        return text  # more digits than a number keeps
    return f"{value + 0.0:.15g}"


def unmarked(text: str) -> str:
    """Return *text* without the apostrophe that makes it plain text for a spreadsheet."""
    is_marked = text[:1] == "'" and text.lstrip("'").startswith(FORMULA)
    return text[1:] if is_marked else text


def number_of_label(label: str) -> float | None:
    """Return the number that a *label* is, or None."""
    plain = _plain(label)
    decimal = COMMA if COMMA in plain else POINT
    if plain != label.replace("\u2212", "-") or not _fits(plain, decimal):
        return None
    value = _value(plain, decimal)
    return value if math.isfinite(value) else None


def order_of_label(label: str) -> tuple[int, float | str, str]:
    """Return the key by which labels are put in order: numbers first, then words."""
    value = number_of_label(label)
    return (1, label.casefold(), label) if value is None else (0, value, label)
