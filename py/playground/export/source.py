"""Pieces of Python source: numbers and arrays as they are written, lines that are not too long."""

import textwrap
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from playground.checks import Array, Labels

WIDTH = 100
Lines = list[str]


class Chapter(NamedTuple):
    """A part of the lesson."""

    title: str
    text: str  # a few sentences
    code: str
    formulas: str  # the same in mathematics, for a notebook: TeX, or ""


def chapter(title: str, text: str, lines: Iterable[str], formulas: str = "") -> Chapter:
    """Return a chapter whose *text* may be written over several lines."""
    return Chapter(title, " ".join(text.split()), "\n".join(lines).strip("\n"), formulas)


def numbers(array: Array | Labels, indent: str = "", unit: str = "") -> Lines:
    """Write an *array* as nested lists, exactly, on lines that are not too long.

    Parameters
    ----------
    array : ndarray
        Of one or two axes.
    indent : str
        What each line begins with.
    unit : str
        What stands behind the last bracket.
    """
    whole = f"{indent}{array.tolist()}{unit}"
    if len(whole) <= WIDTH:
        return [whole]
    inner = indent + "    "
    if array.ndim > 1:
        rows = [line for row in array for line in numbers(row, inner, ",")]
    else:
        text = ", ".join(map(repr, array.tolist()))
        rows = textwrap.wrap(f"{text},", WIDTH - len(inner))
        rows = [inner + row for row in rows]
    return [f"{indent}[", *rows, f"{indent}]{unit}"]


def assigned(name: str, array: Array | Labels, comment: str = "") -> Lines:
    """Write ``name = np.array(…)``."""
    whole = f"{name} = np.array({array.tolist()})"
    if len(whole + comment) <= WIDTH:
        return [whole + comment]
    return [f"{name} = np.array(", *numbers(array, "    "), f"){comment}"]


def unpacked(names: Sequence[str], value: str, at_once: str, indent: str = "") -> Lines:
    """Write ``names = value``; where that is too long, by way of a name for all of it at once."""
    whole = f"{indent}{', '.join(names)} = {value}"
    if len(whole) <= WIDTH:
        return [whole]
    return [f"{indent}{at_once} = {value}", f"{indent}{', '.join(names)} = {at_once}"]


def indented(lines: Iterable[str], by: int = 1) -> Lines:
    """Return *lines* further to the right; empty ones stay empty."""
    return [" " * 4 * by + line if line else line for line in lines]
