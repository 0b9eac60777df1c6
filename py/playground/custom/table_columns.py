"""The columns of a table: what they are called, what is in them, and which are inputs and label."""

from typing import NamedTuple

from playground.custom.table_numbers import are_numbers, clean, is_missing, is_number, label_of
from playground.custom.table_text import MIN_COLUMNS, Row, TableText, width_of

NUMBER, TEXT, INDEX, EMPTY, CONSTANT = "number", "text", "index", "empty", "constant"

# What the column of the labels is called, the likelier first; what only counts the rows.
LABEL_NAMES = (
    *("label", "labels", "class", "target", "species", "survived", "diagnosis", "outcome"),
    *("category", "variety", "kind", "type", "group", "cluster", "result", "quality", "answer"),
    *("art", "klasse", "classe", "clase", "etykieta"),
)
Y = "y"  # is called a label, too, but only where nothing else can be one
INDEX_NAMES = ("index", "id", "no", "nr", "no.", "row", "rownames", "row.names", "rownum")
PANDAS_INDEX = "unnamed"
# Our own tables (export/tables.py) end with these columns. The last is passed over: how many
# points are kept for the test is a setting.
CLASS, SET, SETS = "class", "set", ("train", "test")
# Rows that are looked at to find out what a column is; more different values than this are no
# label that somebody would choose.
SAMPLE = 200
MAX_LABELS = 30
MAX_NUMBERS = 12  # of these, if they are numbers
# Of a table: nobody finds three columns among more, and a picture in rows of pixels has as many.
MAX_COLUMNS = 1000
# With fewer rows, numbers that count up may be anything.
MIN_ROWS_OF_INDEX = 3
YEARS = range(1900, 2101)


class Columns(NamedTuple):
    """The rows of a table, all of one width, and what their columns are."""

    names: list[str]  # "" where nothing names one
    kinds: list[str]
    header: int  # lines
    rows: list[Row]
    lines: list[int]  # of each row
    miscounted: list[tuple[int, int]]  # line and number of fields of what has another width


class Roles(NamedTuple):
    """Which columns are the inputs, and which is the label."""

    x1: int
    x2: int
    label: int


def columns_of(text: TableText, header: int = -1) -> Columns:
    """Find out the columns of a table, whose *header* has so many lines; -1 is to be found out.

    Raises
    ------
    ValueError
        If there are fewer than three columns, or far too many; a sentence for the reader.
    """
    width = width_of(text.rows)
    if width < MIN_COLUMNS:
        columns = "1 column" if width == 1 else f"{width} columns"
        raise ValueError(f"It has {columns}; there must be three: two numbers and a label.")
    if width > MAX_COLUMNS:
        raise ValueError(
            f"It has {width:,} columns; a table can have up to {MAX_COLUMNS:,} here: two numbers "
            "and a label would do."
        )
    rows: list[Row] = []
    lines, miscounted = [], []
    for row, line in zip(text.rows, text.lines, strict=True):
        fitting = _fitted(row, width, is_first=not rows)
        if fitting is None or (not rows and _is_title(row)):
            miscounted.append((line, len(row)))
        else:
            rows.append(fitting)
            lines.append(line)
    header = _header(rows) if header < 0 else min(header, len(rows))
    names = rows[0] if header else _named(text.names, width)
    names = [clean(" ".join(name.split())) for name in names]
    rows, lines = rows[header:], lines[header:]
    sample = rows[:SAMPLE]
    kinds = [_kind(names, [row[at] for row in sample], rows, at) for at in range(width)]
    return Columns(names, kinds, header, rows, lines, miscounted)


def _is_title(row: Row) -> bool:
    """Tell whether a *row* is but one text, as spreadsheets have above their tables."""
    return not is_number(row[0]) and not any(map(str.strip, row[1:]))


def _fitted(row: Row, width: int, is_first: bool) -> Row | None:
    """Return a *row* with *width* fields, or None if it cannot be one."""
    if len(row) == width:
        return row
    if len(row) > width and not any(map(str.strip, row[width:])):
        return row[:width]
    # R leaves the names of its rows without a name.
    is_r = is_first and len(row) == width - 1 and not any(map(is_number, row))
    return ["", *row] if is_r else None


def _named(candidates: list[Row], width: int) -> Row:
    fitting = [names for names in candidates if len(names) == width]
    return fitting[-1] if fitting else [""] * width


# ---- Header


def _header(rows: list[Row]) -> int:
    """Return how many of the *rows* are a header: none, one, or two with units."""
    if not _is_header(rows):
        return 0
    return 2 if len(rows) > 2 and _has_no_number(rows[1:]) else 1


def _is_header(rows: list[Row]) -> bool:
    return _has_no_number(rows) or _is_header_of_numbers(rows)


def _numeric(rows: list[Row]) -> list[int]:
    """Return the columns that are numbers below the first of *rows*."""
    below = rows[1 : SAMPLE + 1] or rows
    return [at for at in range(len(rows[0])) if are_numbers([row[at] for row in below])]


def _has_no_number(rows: list[Row]) -> bool:
    """Tell whether the first of *rows* has words where those below it have numbers."""
    fields = [rows[0][at] for at in _numeric(rows)]
    if len(rows) == 1:
        return not any(map(is_number, rows[0]))
    return any(not is_missing(field) for field in fields) and not any(map(is_number, fields))


def _is_header_of_numbers(rows: list[Row]) -> bool:
    """Tell whether the first of *rows* names years, and a label that is in no row below."""
    first, below = rows[0], rows[1:]
    numeric = _numeric(rows)
    are_years = all(first[at].strip().isdigit() and int(first[at]) in YEARS for at in numeric)
    for at in range(len(first)):
        name = clean(first[at])
        is_label = name.casefold() in LABEL_NAMES or (are_years and bool(numeric))
        is_word = name != "" and not is_number(name)
        if is_word and is_label and all(clean(row[at]) != name for row in below):
            return True
    return False


# ---- Kinds and roles


def _kind(names: list[str], fields: list[str], rows: list[Row], at: int) -> str:
    """Say what is in a column, of which *fields* are a sample."""
    if all(map(is_missing, fields)) and all(is_missing(row[at]) for row in rows):
        return EMPTY
    if _is_index(names, fields, at):
        return INDEX
    if not are_numbers(fields):
        return TEXT
    is_constant = len(set(fields)) == 1 and all(row[at] == fields[0] for row in rows)
    return CONSTANT if is_constant else NUMBER


def _is_index(names: list[str], fields: list[str], at: int) -> bool:
    """Tell whether a column only counts the rows, or names each."""
    plain = names[at].casefold()
    # Of three nameless columns, all are needed.
    is_nameless = at == 0 and plain == "" and (any(names) or len(names) > MIN_COLUMNS)
    is_called_so = plain in INDEX_NAMES or plain.startswith(PANDAS_INDEX) or plain.endswith("id")
    if not (is_nameless or is_called_so) or len(fields) < MIN_ROWS_OF_INDEX:
        return False
    if len(set(fields)) < len(fields):
        return False
    try:
        numbers = [int(field) for field in fields]
    except ValueError:
        return is_nameless and not are_numbers(fields)  # R's names of rows
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def roles_of(columns: Columns) -> Roles:
    """Choose inputs and label: the label by its name, or for having few values."""
    label = _label(columns)
    numeric = [at for at, kind in enumerate(columns.kinds) if kind == NUMBER and at != label]
    constant = [at for at, kind in enumerate(columns.kinds) if kind == CONSTANT and at != label]
    varied = [at for at in numeric if _is_varied(columns, at)]
    inputs = varied if len(varied) > 1 else [*numeric, *constant]
    if len(inputs) < 2:
        raise ValueError("It has no two columns of numbers beside a label.")
    x1, x2 = sorted(inputs[:2])
    return Roles(x1, x2, label)


def _is_varied(columns: Columns, at: int) -> bool:
    """Tell whether a column of numbers has many of them, rather than a few for some classes."""
    if columns.names[at].casefold() in INDEX_NAMES:
        return False
    fields = [row[at] for row in columns.rows[:SAMPLE]]
    return len(set(fields)) >= min(10, (len(fields) + 1) // 2)


def _label(columns: Columns) -> int:
    usable = [at for at, kind in enumerate(columns.kinds) if kind not in (INDEX, EMPTY)]
    counts = {at: _number_of_labels(columns, at) for at in usable}
    names = [name.casefold() for name in columns.names]
    for name in LABEL_NAMES:
        for at in usable:
            if names[at] == name and counts[at] > 1:
                return at
    few = [at for at in usable if names[at] != SET and 1 < counts[at] <= MAX_LABELS]
    wordy = [at for at in few if columns.kinds[at] == TEXT]
    called = [at for at in few if names[at] == Y and "x" not in names]
    numbers = [at for at in usable if columns.kinds[at] != TEXT]
    repeated = [at for at in few if at in numbers and counts[at] < len(columns.rows[:SAMPLE])]
    chosen = [at for at in repeated if not is_scattered(columns, counts[at])]
    # Two columns of numbers have to be left.
    fewest = sorted(chosen, key=lambda at: -counts[at]) if len(numbers) >= MIN_COLUMNS else []
    texts = [at for at in usable if columns.kinds[at] == TEXT]
    for candidates in (wordy, called, fewest, texts, usable):
        if candidates:
            return candidates[-1]
    return len(names) - 1


def is_scattered(columns: Columns, labels: int) -> bool:
    """Tell whether so many *labels* are rather measured than chosen."""
    return labels > max(MIN_COLUMNS, min(MAX_NUMBERS, len(columns.rows) // 4))


def _number_of_labels(columns: Columns, at: int) -> int:
    return len({label_of(row[at]) for row in columns.rows[:SAMPLE]} - {""})
