"""What a sweep has found as text: for a terminal, as CSV and as Markdown."""

import csv
import io

from playground.cli.sweep import Row, Table

MEASURES = ("accuracy", "loss")
PARTS = ("median", "low", "high")


def columns_of(table: Table) -> list[str]:
    """Return the names of the columns of a *table*: settings, number of seeds, and quartiles."""
    kind = "test" if table.has_test else "train"
    return [*table.names, "seeds", *(f"{kind}_{one}_{part}" for one in MEASURES for part in PARTS)]


def cells_of(row: Row) -> list[str]:
    """Return what stands in a *row*, its numbers with four digits that count."""
    numbers = [getattr(getattr(row, one), part) for one in MEASURES for part in PARTS]
    return [*row.texts, str(row.seeds), *(f"{number:.4g}" for number in numbers)]


def as_csv(table: Table) -> str:
    """Return a *table* as CSV."""
    buffer = io.StringIO()
    csv.writer(buffer).writerows([columns_of(table), *map(cells_of, table.rows)])
    return buffer.getvalue()


def as_markdown(table: Table) -> str:
    """Return a *table* as Markdown."""
    columns = columns_of(table)
    rows = [columns, ["---:"] * len(columns), *map(cells_of, table.rows)]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def as_text(table: Table) -> str:
    """Return a *table* for a terminal: settings, and median (low to high) of each measure."""
    kind = "test" if table.has_test else "train"
    header = [*table.names, "seeds", *(f"{kind} {one}" for one in MEASURES)]
    rows = [header]
    for row in table.rows:
        accuracy, loss = row.accuracy, row.loss
        rows.append(
            [
                *(*row.texts, str(row.seeds)),
                f"{accuracy.median:.1%} ({accuracy.low:.1%} to {accuracy.high:.1%})",
                f"{loss.median:.3g} ({loss.low:.3g} to {loss.high:.3g})",
            ]
        )
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    )
    return "\n".join(lines)
