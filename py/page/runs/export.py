"""The table of "Your runs" for other programs: as CSV and as Markdown (MicroPython)."""

from page.runs.columns import (
    ENDED,
    NOT_TRAINED,
    NUMBERS,
    SEEDS,
    number_text,
    numbers_in,
    range_text,
    setting_text,
    settings_in_common,
    settings_that_differ,
)
from page.runs.rows import link_to_result, name_of
from playground.settings.table import BY_NAME

# ruff: noqa: RUF005 - MicroPython cannot unpack one list inside another

# A spreadsheet takes what begins with one of these for a formula, which might do anything.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_csv(rows, page):
    """Return *rows* as CSV: a line for each training, also for each that was repeated.

    Parameters
    ----------
    rows : list of dict
        As `rows` has them.
    page : str
        The address of this page, for the links.
    """
    columns = [one for one in settings_that_differ(rows) if one.name not in SEEDS]
    labels = ["Name"] + [column.label for column in columns]
    labels += [BY_NAME[name].label for name in SEEDS]
    labels += [column.label for column in NUMBERS] + ["Ended", "Settings", "Link"]
    lines, common = [labels], _harmless(_all_settings(rows))
    for row in rows:
        first = [name_of(row)] + [setting_text(row, column.name) for column in columns]
        first = [_harmless(text) for text in first] + [setting_text(row, "data_seed")]
        for seed, numbers, reason, link in _trainings_of(row):
            ended = ENDED.get(reason, reason) or "all epochs"
            last = [ended, common, f"{page}#{link}" if link else ""]
            lines.append(first + [seed] + numbers + last)
    return "".join([",".join([_csv_cell(cell) for cell in line]) + "\r\n" for line in lines])


def as_cells(rows):
    """Return *rows* as lines of texts, the first of which names the columns."""
    columns, numbers = settings_that_differ(rows), numbers_in(rows)
    lines = [["Name"] + [column.label for column in columns + numbers]]
    for row in rows:
        cells = [name_of(row)] + [setting_text(row, column.name) for column in columns]
        for column in numbers:
            text, span = number_text(column.name, row[column.name]), range_text(row, column.name)
            cells.append(f"{text} ({span})" if span else text)
        lines.append(cells)
    return lines


def as_markdown(rows):
    """Return *rows* as a table in Markdown, with what they have in common above it."""
    labels, *lines = as_cells(rows)
    count = len(numbers_in(rows))
    rules = ["---" for _ in labels[count:]] + ["---:" for _ in labels[:count]]
    lines = [labels, rules] + lines
    table = "".join(
        [f"| {' | '.join([_markdown_cell(one) for one in line])} |\n" for line in lines]
    )
    common = _all_settings(rows)
    return f"All with: {_markdown_cell(common)}.\n\n{table}" if common else table


def _trainings_of(row):
    """Return of each training of a *row*: seed, numbers, why it was over, and what opens it."""
    if not row["results"]:
        numbers = [_plain(row[column.name]) for column in NUMBERS]
        return [(setting_text(row, "weights_seed"), numbers, row["stop_reason"], row["link"])]
    made = []
    for result in row["results"]:
        numbers = [_plain(number) for number in result[1:6]]
        reason, link = result[6] or NOT_TRAINED, link_to_result(row, result[0])
        made.append((str(result[0]), numbers, reason, link))
    return made


def _plain(number):
    return "" if number is None else f"{number:.6g}"


def _all_settings(rows):
    return ", ".join([f"{label} {text}" for label, text in settings_in_common(rows)])


def _harmless(text):
    """Return *text* so that no spreadsheet takes it for a formula."""
    return "'" + text if text.startswith(DANGEROUS) else text


def _csv_cell(text):
    """Write a cell, quoted where it has to be."""
    if any(letter in text for letter in ',"\r\n'):
        quoted = text.replace('"', '""')
        return f'"{quoted}"'
    return text


def _markdown_cell(text):
    """Write a cell: in one line, and nothing in it ends the cell or is more than text."""
    text = " ".join(text.split())
    for letter in "\\|`*_<[":
        text = text.replace(letter, "\\" + letter)
    return text
