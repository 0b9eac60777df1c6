"""The text of a table: which letters its bytes are, where its lines and fields end.

Nothing is asked of the file but its bytes: what the text is encoded in and what separates its
fields is found out, and can be said by the reader instead.
"""

import csv
import re
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from playground.custom.table_numbers import are_numbers

Row: TypeAlias = list[str]  # the fields of a line
Decode: TypeAlias = Callable[[bytes, str, str], str]

ENCODINGS = {
    "utf-8": "Unicode (UTF-8)",
    "utf-16le": "Unicode (UTF-16)",
    "utf-16be": "Unicode (UTF-16, big-endian)",
    "windows-1252": "Western Europe (Windows)",
    "windows-1250": "Central Europe (Windows)",
    "windows-1251": "Cyrillic (Windows)",
    "macintosh": "Western (old Mac)",
}
"""What a table can be encoded in, by names that Python and browsers know, and how it is told, as
in the menu of page/preview."""

SEPARATORS = "\t;,| "
"""What can separate its fields; of those that fit alike, the first is taken."""

MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16le"),
    (b"\xfe\xff", "utf-16be"),
)
# How files begin that are no tables, and what they are.
SAVE_AS = (
    "a workbook: choose “Save as” or “Download” there, then CSV, and bring the file that it makes."
)
WEB = "a web page or a drawing; the table in it has to be copied or saved as CSV."
JSON = "JSON, not a table: save it as CSV."
# A column may be called "<" or "{".
FOREIGN = (
    (b"\x89PNG", "a picture."),
    (b"GIF8", "a picture."),
    (b"\xff\xd8\xff", "a picture."),
    (b"RIFF", "a picture or a sound."),
    (b"%PDF", "a PDF document; the table in it has to be saved as CSV first."),
    (b"\xd0\xcf\x11\xe0", SAVE_AS),
    (b"\x1f\x8b", "an archive; unpack it first."),
    *((b"<" + mark, WEB) for mark in (b"!", b"?", b"html", b"HTML", b"table", b"TABLE", b"svg")),
    *((mark, JSON) for mark in (b'{"', b'{ "', b"{\n", b"{\r", b"[{", b"[[")),
)
IN_WORKBOOKS = (b"xl/", b"[Content_Types]", b"opendocument.spreadsheet")
NO_TEXT = "It is not a text file; save the table as CSV in UTF-8."

# Rows that are looked at to find out how a table is written, and characters that a line may have.
SAMPLE = 50
MAX_IN_A_LINE = 10_000
# Columns of a table of points: two numbers and a label.
MIN_COLUMNS = 3

COMMENT = re.compile("[#%]")
ARFF = re.compile(r"@(relation|attribute|data|end)\b", re.IGNORECASE)
ATTRIBUTE = re.compile(r"""@attribute\s+('[^']*'|"[^"]*"|\S+)""", re.IGNORECASE)
HINT = re.compile(r'"?sep=(.)"?[;,\t]*', re.IGNORECASE)


class TableText(NamedTuple):
    """The fields of a table as they are written."""

    encoding: str  # of `ENCODINGS`
    separator: str  # of `SEPARATORS`
    rows: list[Row]
    lines: list[int]  # the number of each row's line, from 1
    names: list[Row]  # what lines that are no rows may call the columns


def split(
    content: str | bytes, encoding: str = "", separator: str = "", decode: Decode = bytes.decode
) -> TableText:
    """Return the fields of a table.

    Parameters
    ----------
    content : str or bytes
        The whole file.
    encoding, separator : str
        Of `ENCODINGS` and `SEPARATORS`; all others are to be found out.
    decode : callable
        ``decode(content, encoding, "replace")`` returns the text of bytes; Pyodide's own lacks
        most encodings.

    Raises
    ------
    ValueError
        If this is no text, or has no lines; a sentence for the reader.
    """
    text, encoding = _text(content, encoding if encoding in ENCODINGS else "", decode)
    separator = separator if separator in list(SEPARATORS) else ""
    lines, comments = _lines(text)
    if lines and (hint := HINT.fullmatch(lines[0][1])):
        separator = separator or (hint[1] if hint[1] in SEPARATORS else "")
        del lines[0]
    if not lines:
        raise ValueError("It is empty.")
    separator = separator or _separator([line for _, line in lines[:SAMPLE]])
    rows, ends = _rows([line for _, line in lines], separator)
    return TableText(
        encoding, separator, rows, [lines[end][0] for end in ends], _named(comments, separator)
    )


def _text(content: str | bytes, encoding: str, decode: Decode) -> tuple[str, str]:
    """Return the text that *content* is, with line feeds alone, and its encoding."""
    if isinstance(content, bytes):
        _refuse_foreign(content)
        encoding = encoding or _encoding(content)
        if encoding.startswith("utf-16"):
            content = content[: len(content) // 2 * 2]
        content = decode(content, encoding, "replace")
    else:
        _refuse_foreign(content[:SAMPLE].lstrip().encode())
    text = content.removeprefix("\ufeff").rstrip("\x1a")
    if "\0" in text:
        raise ValueError(NO_TEXT)
    return re.sub("\r*\n|\r", "\n", text), encoding or "utf-8"


def _refuse_foreign(content: bytes) -> None:
    beginning = content[: 4 * SAMPLE].removeprefix(MARKS[0][0]).lstrip()
    if beginning.startswith(b"PK\x03\x04"):
        is_workbook = any(part in content for part in IN_WORKBOOKS) or len(content) < SAMPLE
        raise ValueError(f"It is {SAVE_AS if is_workbook else 'an archive; unpack it first.'}")
    for mark, kind in FOREIGN:
        if beginning.startswith(mark):
            raise ValueError(f"It is {kind}")


def _encoding(content: bytes) -> str:
    """Find out what *content* is encoded in."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return encoding
    beginning = content[:4000]
    if 8 * beginning.count(0) > len(beginning):
        # Of the letters that tables are made of, UTF-16 leaves one of two bytes empty.
        return "utf-16le" if beginning[1::2].count(0) > beginning[::2].count(0) else "utf-16be"
    try:
        content.decode()
    except UnicodeDecodeError:
        return _older(content)
    return "utf-8"


def _older(content: bytes) -> str:
    """Guess the encoding of letters from before Unicode, of which nothing says what they are."""
    if b"\r" in content and b"\n" not in content:
        return "macintosh"  # only the old Macintosh ended lines so
    # In Cyrillic whole words are above ASCII; in other letters single ones are.
    return "windows-1251" if re.search(rb"[\xc0-\xff]{4}", content) else "windows-1252"


def _lines(text: str) -> tuple[list[tuple[int, str]], list[str]]:
    """Return the lines of a table with their numbers, and the comments between them."""
    lines: list[tuple[int, str]] = []
    comments: list[tuple[int, str]] = []
    for at, line in enumerate(text.split("\n"), 1):
        # A row of nothing but separators is what spreadsheets make of an empty one.
        if not line.strip(' \t\n,;|"'):
            continue
        if len(line) > MAX_IN_A_LINE:
            raise ValueError(f"Line {at} has {len(line):,} characters: this is no table.")
        # Below the first row such a line is one of the table, or of no width that counts.
        is_comment = not lines and (COMMENT.match(line) or ARFF.match(line))
        (comments if is_comment else lines).append((at, line))
    if not lines and len(comments) > 2:  # rows that begin with a colour, or so
        lines, comments = sorted(lines + comments), []
    return lines, [line for _, line in comments]


def _named(comments: list[str], separator: str) -> list[Row]:
    """Return what *comments* may call the columns, the likeliest last."""
    rows, _ = _rows([comment.lstrip("#% ") for comment in comments], separator)
    attributes = [found[1].strip("'\"") for line in comments if (found := ATTRIBUTE.match(line))]
    return [*rows, attributes]


def _separator(lines: list[str]) -> str:
    """Return the separator that makes a table of points of *lines*."""

    def fits(separator: str) -> tuple[bool, float, int]:
        rows, _ = _rows(lines, separator)
        width = width_of(rows)
        fitting = [row for row in rows if len(row) == width]
        # The first may be a header.
        columns = zip(*(fitting[1:] or fitting), strict=True)
        numeric = sum(map(are_numbers, columns))
        is_table = width >= MIN_COLUMNS and numeric >= MIN_COLUMNS - 1
        return is_table, (width > 1) * len(fitting) / len(rows), numeric

    return max(SEPARATORS, key=fits)


def width_of(rows: list[Row]) -> int:
    """Return how many columns most *rows* have."""
    return Counter(map(len, rows)).most_common(1)[0][0] if rows else 0


def _rows(lines: list[str], separator: str) -> tuple[list[Row], list[int]]:
    """Return the fields of *lines*, and which line each row begins with, from 0."""
    if separator == " ":
        lines = [line.strip().replace("\t", " ") for line in lines]
    is_spaced = separator != "\t"
    try:
        return _read(lines, separator, is_spaced)
    except csv.Error:
        # Quotes that are nowhere closed, or are no quotes: they are to join no lines.
        rows = [
            next(csv.reader([line], delimiter=separator, skipinitialspace=is_spaced))
            for line in lines
        ]
        return rows, list(range(len(rows)))


def _read(lines: list[str], separator: str, is_spaced: bool) -> tuple[list[Row], list[int]]:
    reader = csv.reader(
        (line + "\n" for line in lines),
        delimiter=separator,
        skipinitialspace=is_spaced,
        strict=True,
    )
    rows, begins = [], []
    begin = 0
    for row in reader:
        rows.append(row)
        begins.append(begin)
        begin = reader.line_num
    return rows, begins
