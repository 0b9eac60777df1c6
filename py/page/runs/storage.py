"""Where the rows of "Your runs" are kept: in the browser, as far as it allows (MicroPython).

The storage is the truth, and every change begins with what stands there: another tab of this page
may have changed it since.
"""

import json

from page.browser import window
from page.run_watch import NAME
from page.runs.rows import read_rows, without, write_rows
from playground.settings.json_text import read_json

# Of each row, under its id behind this: a small picture; and what comparing needs, as JSON.
THUMBNAIL, DETAILS = NAME + "-picture-", NAME + "-details-"


class RunStorage:
    """Keeps rows, their pictures and curves; where the browser does not, until the page is closed.

    Attributes
    ----------
    is_refused : bool
        Whether the last change was not kept by the browser.
    """

    def __init__(self):
        # Made by static/form.mjs, since MicroPython cannot catch the errors of a browser.
        self._storage = window.storage
        self._own = {}  # what the browser has not kept, by its name there
        self.is_refused = False

    def rows(self):
        """Return all rows, the newest first."""
        return read_rows(self._read(NAME) or "")

    def change(self, how):
        """Replace the rows by what *how*, a function, makes of them; forget all of lost ones."""
        before = self.rows()
        after = how(before)
        self.is_refused = not self._write(NAME, write_rows(after))
        kept = [row["id"] for row in after]
        for row in before:
            if row["id"] not in kept:
                for name in (THUMBNAIL, DETAILS):
                    self._storage.remove(name + row["id"])
                    self._own.pop(name + row["id"], None)

    def take_out(self, name):
        """Remove the row of that id; return what `put_back` needs."""
        removed = [row for row in self.rows() if row["id"] == name]
        beside = [(prefix + name, self._read(prefix + name)) for prefix in (THUMBNAIL, DETAILS)]
        self.change(lambda rows: without(rows, name))
        return removed, beside

    def put_back(self, taken, with_row):
        """Undo what `take_out` has done; *with_row* adds one row to others."""
        removed, beside = taken
        for row in removed:
            self.change(lambda rows: with_row(rows, row))  # noqa: B023 - called at once
        for name, text in beside:
            if text:
                self._write(name, text)

    def thumbnail(self, name):
        """Return the address of the small picture of a row; "" if there is none."""
        address = self._read(THUMBNAIL + name) or ""
        return address if address.startswith("data:image/") else ""

    def keep_thumbnail(self, name, address):
        """Keep the small picture of a row."""
        self._write(THUMBNAIL + name, address)

    def details(self, name):
        """Return the `picture` of a row, an address, and its `curve`: epochs and both losses."""
        found = read_json(self._read(DETAILS + name))
        details = {"picture": "", "curve": []}
        if isinstance(found, dict) and str(found.get("picture", "")).startswith("data:image/"):
            details["picture"] = found["picture"]
        if isinstance(found, dict) and _is_curve(found.get("curve")):
            details["curve"] = found["curve"]
        return details

    def keep_details(self, name, **more):
        """Keep *more* of the details of a row: its picture, its curve."""
        details = self.details(name)
        details.update(more)
        self._write(DETAILS + name, json.dumps(details))

    def _read(self, name):
        return self._own[name] if name in self._own else self._storage.read(name)

    def _write(self, name, text):
        """Write to the browser's storage, or else keep it here; tell whether the browser has."""
        self._storage.write(name, text)
        if self._storage.read(name) == text:
            self._own.pop(name, None)
            return True
        self._own[name] = text
        return False


def _is_curve(value):
    """Tell whether *value* is epochs, training losses and test losses; None is no loss."""
    if not isinstance(value, list) or len(value) != 3 or not value[0]:
        return False
    epochs, *losses = value
    are_alike = all(isinstance(one, list) and len(one) == len(epochs) for one in value)
    return are_alike and all(
        isinstance(number, (int, float)) or (number is None and place)
        for place, numbers in enumerate([epochs] + losses)  # noqa: RUF005 - for MicroPython
        for number in numbers
    )
