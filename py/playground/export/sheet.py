"""A sheet to print for a lesson: task, pictures, a table of runs, and a code that leads back."""

import base64
from collections.abc import Sequence
from html import escape
from typing import NamedTuple

import segno

from playground.export.sheet_style import STYLE
from playground.settings.link_file import NAME

# What a blank table asks for, and how many runs have room on one page of A4.
COLUMNS = ("Run", "What I changed", "Epochs", "Training loss", "Test loss", "Correct", "What I saw")
BLANK_ROWS, MAX_ROWS = 5, 8
MORE = "The newest {} of {} runs."
# Lines to write on, by what is to be written there.
QUESTIONS = ("Before I press Run, I expect", "What happened, and why")
LINES = 2
# A code holds no more; a longer address would be refused by most telephones anyway, and typed
# by nobody.
MAX_CODE = 1200
# Two dashes, in JSON, in a comment of HTML, which they would end.
JSON_DASHES = "\\u002d\\u002d"
TOO_LONG = "The link is too long for paper; the file {file} brings it."


class Figure(NamedTuple):
    """A picture of the sheet: an SVG, and what it shows."""

    svg: bytes
    alt: str


def sheet(
    title: str,
    task: str,
    figures: Sequence[Figure],
    settings: str,
    link: str,
    runs: Sequence[Sequence[str]] = (),
    record: str = "",
) -> str:
    """Return a page of HTML that needs nothing else, made to be printed on A4.

    Parameters
    ----------
    title, task : str
        What it is about, and what is to be done.
    figures : sequence of three Figure
        The picture, the network, and the curve of the loss.
    settings : str
        What is set, in words.
    link : str
        The address that leads back. One that no telephone reads is not printed.
    runs : sequence of sequence of str
        Rows of a table that is filled, the first of which names the columns; without them there is
        one to fill.
    record : str
        The line by which the page finds in a file where it comes from.
    """
    picture, network, curve = map(_image, figures)
    head, *rows = runs or [COLUMNS, *([str(row + 1)] for row in range(BLANK_ROWS))]
    write = "".join(
        f'<div class="write">{escape(question)}{"<i></i>" * LINES}</div>' for question in QUESTIONS
    )
    return f"""<!DOCTYPE html>
<!-- {record.replace("--", JSON_DASHES)} -->
<html lang="en">
<meta charset="utf-8">
<title>{escape(title)}</title>
<style>{STYLE}</style>
<body>
<p class="name">Name <i></i> Date <i class="date"></i></p>
<h1>{escape(title)}</h1>
<p class="task">{escape(task)}</p>
<div class="pictures">{picture}<div>{network}{curve}</div></div>
<p class="settings">{escape(settings)}</p>
{_table(head, rows[:MAX_ROWS], is_blank=not runs)}
{f"<p>{MORE.format(MAX_ROWS, len(rows))}</p>" if len(rows) > MAX_ROWS else ""}
{write}
{_footer(link)}
</body>
</html>
"""


def _image(figure: Figure) -> str:
    # Each is a file of its own, so that their names inside cannot meet.
    data = base64.b64encode(figure.svg).decode()
    return f'<img src="data:image/svg+xml;base64,{data}" alt="{escape(figure.alt)}">'


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], is_blank: bool) -> str:
    names = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    lines = "".join(f"<tr>{_cells(row, len(head))}</tr>" for row in rows)
    look = ' class="blank"' if is_blank else ""
    return f"<table{look}><thead><tr>{names}</tr></thead><tbody>{lines}</tbody></table>"


def _cells(row: Sequence[str], count: int) -> str:
    filled = [*row, *[""] * (count - len(row))]
    return "".join(f"<td>{escape(text)}</td>" for text in filled)


def _footer(link: str) -> str:
    """Say where the sheet is from, by a QR code and in letters, unless the *link* is too long."""
    code, words = "", TOO_LONG.format(file=NAME)
    if len(link) <= MAX_CODE:
        made = segno.make(link, micro=False, error="l")
        code, words = made.svg_inline(border=0, scale=1, omitsize=True), link
    return f"<footer>{code}<p>Neural Network Playground<br>{escape(words)}</p></footer>"
