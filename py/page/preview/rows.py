"""The first rows of a table, each column under its name and its role (MicroPython)."""

from pyscript import document

from page.preview.roles import role_of

MAX_COLUMNS = 40  # that are shown; the menus have them all
WORDS = {"x1": "x₁", "x2": "x₂", "label": "label", "": "left out"}


def fill(table, preview):
    """Let the element *table* show the first rows of a *preview*."""
    choices = preview["choices"]
    shown = range(min(len(preview["columns"]), MAX_COLUMNS))
    roles = [role_of(column, choices) for column in shown]
    head, body = document.createElement("thead"), document.createElement("tbody")
    row = document.createElement("tr")
    for column in shown:
        row.append(_head(column, preview["columns"][column][0], roles[column]))
    head.append(row)
    for fields in preview["rows"]:
        row = document.createElement("tr")
        for column in shown:
            cell = document.createElement("td")
            cell.dataset.role = roles[column]
            cell.textContent = fields[column] if column < len(fields) else ""
            row.append(cell)
        body.append(row)
    table.replaceChildren(head, body)


def _head(column, name, role):
    """Return the head of a column: a button that gives it another role."""
    cell, button = document.createElement("th"), document.createElement("button")
    cell.scope, cell.dataset.role = "col", role
    button.type, button.dataset.column = "button", str(column)
    title, word = document.createElement("span"), document.createElement("b")
    title.textContent, word.textContent = name, WORDS[role]
    button.append(word, " ", title)
    cell.append(button)
    return cell
