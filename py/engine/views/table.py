"""The numbers of a view as a table, for readers who want them and for those who see no picture."""

from typing import NamedTuple

from playground.picture.number_text import in_words

MAX_ROWS = 200  # a browser takes long to lay out more


class Table(NamedTuple):
    """What a view has in numbers."""

    caption: str
    head: list[str]
    rows: list[list[str]]


def table_of(caption: str, head: list[str], rows: list[list[str | float]]) -> Table:
    """Return a `Table` of the first *rows*, their numbers written as in sentences."""
    if len(rows) > MAX_ROWS:
        caption += f" The first {MAX_ROWS} of {len(rows)} rows."
    written = [
        [cell if isinstance(cell, str) else in_words(float(cell)) for cell in row]
        for row in rows[:MAX_ROWS]
    ]
    return Table(caption, head, written)
