"""A table of texts, as an element of the page (MicroPython)."""

from pyscript import document


def table_of(caption, head, rows):
    """Return a table with a *caption*, a *head* of texts and *rows* that begin with their name."""
    table = document.createElement("table")
    title = document.createElement("caption")
    title.textContent = caption
    table.append(title, _row(head, "col"))
    for row in rows:
        table.append(_row(row, "row"))
    return table


def _row(texts, scope):
    """Return a row of which all cells are names of columns, or the first one is that of the row."""
    row = document.createElement("tr")
    for place, text in enumerate(texts):
        cell = document.createElement("td" if place and scope == "row" else "th")
        cell.textContent = text
        if cell.tagName == "TH":
            cell.scope = scope
        row.append(cell)
    return row
