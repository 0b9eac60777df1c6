"""The rows of "Your runs": what is kept of a training, and of many at once (MicroPython).

A row is a dict, as it stands in the browser's storage: see `FIELDS`. Pictures and curves, which
are larger, are kept beside it (`storage`).
"""

import json

from messages import (
    MAX_COUNT,
    MAX_SEEDS,
    STATES,
    is_loss,
    is_result,
    is_share,
    is_text,
    number,
    one_of,
    several,
)
from playground.settings.json_text import read_json
from playground.settings.kinds import as_text
from playground.settings.link import read_link, write_whole
from playground.settings.table import BY_NAME, CUSTOM, SETTINGS, SHAPE, VIEW
from playground.settings.values import defaults, layer_units

# ruff: noqa: RUF005 - MicroPython cannot unpack one list inside another

MAX_ROWS = 50
MAX_NAME = 60  # characters
MIN_POINTS = 4  # characters of the code of points, which say how many there are
# What two rows can differ in: the rest only changes how a training looks.
KEPT = tuple([one.name for one in SETTINGS if one.effect != VIEW])
MEASURES = ("train_loss", "test_loss", "train_accuracy", "test_accuracy")


def is_kept(value):
    """Tell whether *value* says settings as a row keeps them: those that are not the usual ones."""
    if not isinstance(value, dict) or value.get("shape") not in SHAPE.words:
        return False
    return all(name in KEPT and _is_allowed(name, value[name]) for name in value)


# `set` has the settings, of the points only which they are; `link` is what follows # in an address
# that opens the training again, "" if there is none. Of a training that was repeated, `results`
# says how each has ended, and the numbers are the medians.
FIELDS = {
    "id": is_text,
    "time": is_text,  # when it was kept, as ISO 8601 writes it
    "name": lambda value: is_text(value) and len(value) <= MAX_NAME,  # "" is the usual one
    "set": is_kept,
    "link": is_text,
    "state": one_of(STATES),
    "stop_reason": is_text,
    "epoch": number(0, MAX_COUNT),
    "train_loss": is_loss,
    "test_loss": is_loss,
    "train_accuracy": is_share,
    "test_accuracy": is_share,
    "results": several(is_result, 0, MAX_SEEDS),
}


def read_rows(text):
    """Return the whole rows that a *text* from the storage has, the newest first."""
    found = read_json(text)
    return _in_order([row for row in found if is_row(row)]) if isinstance(found, list) else []


def write_rows(rows):
    """Return the text for the storage that `read_rows` reads."""
    return json.dumps(rows)


def is_row(value):
    """Tell whether *value* is a row, and whole."""
    return (
        isinstance(value, dict)
        and len(value) == len(FIELDS)
        and all(name in value and FIELDS[name](value[name]) for name in FIELDS)
    )


def with_row(rows, row):
    """Return *rows* with one more: if they are too many, the oldest without a name goes."""
    rows = _in_order(without(rows, row["id"]) + [row])
    while len(rows) > MAX_ROWS:
        others = [one for one in rows if one["id"] != row["id"]]
        nameless = [one for one in others if not one["name"]]
        rows = without(rows, (nameless or others)[-1]["id"])
    return rows


def without(rows, name):
    """Return *rows* without the one of that id."""
    return [row for row in rows if row["id"] != name]


def renamed(rows, name, text):
    """Return *rows*, that of id *name* with another name; the usual one is none."""
    return [_named(row, text) if row["id"] == name else row for row in rows]


def found(rows, name):
    """Return the row of that id; None if there is none."""
    return next((row for row in rows if row["id"] == name), None)


def same_as(rows, row):
    """Return the row of the same training as *row*, if it is kept already; or None."""
    same = [one for one in rows if _training_of(one) == _training_of(row)]
    return same[0] if same else None


def settings_to_keep(values):
    """Return what a row keeps of *values*: those of a training, where they are not the usual."""
    usual = defaults(values["shape"])
    kept = {name: values[name] for name in KEPT if values[name] != usual[name]}
    kept["shape"] = values["shape"]
    if values["points"]:
        # The first characters say how many points there are (custom/codec.py), the last which.
        points = values["points"]
        kept["points"] = f"{points[:4]}{len(points)}{points[-12:]}"
    return kept


def values_of(row):
    """Return a value for every setting of the training of a *row*; the points are cut."""
    values = defaults(row["set"]["shape"])
    values.update(row["set"])
    return values


def name_of(row):
    """Return what a *row* is called, by the reader or else by its settings: "moons, 3 units"."""
    return row["name"] or usual_name(row)


def usual_name(row):
    """Return what a *row* is called by its settings."""
    values, count = values_of(row), len(row["results"])
    name = f"{_shape(values['shape'])}, {_units(layer_units(values))}"
    return f"{name}, {count} seeds" if count else name


def link_to_result(row, seed):
    """Return what follows # in an address that opens one of the results of a *row*; or ""."""
    if not row["link"]:
        return ""
    return write_whole(dict(read_link(row["link"]).values, weights_seed=seed))


def _named(row, text):
    text = " ".join(text.split())[:MAX_NAME]
    return dict(row, name="" if text == usual_name(row) else text)


def _in_order(rows):
    return sorted(rows, key=lambda row: row["time"], reverse=True)


def _training_of(row):
    """Return what two rows of the same training have in common."""
    loss = row["train_loss"]
    end = [row["state"], row["epoch"], None if loss is None else f"{loss:.6g}"]
    return [sorted(row["set"].items()), end, [result[0] for result in row["results"]]]


def _is_allowed(name, value):
    if value is None or (name == "points" and len(as_text(value)) < MIN_POINTS):
        return False
    return BY_NAME[name].allowed.parse(as_text(value)) == value


def _shape(word):
    text = "own points" if word == CUSTOM else SHAPE.texts[SHAPE.words.index(word)]
    return text if text.upper() == text else text.lower()


def _units(units):
    if not units:
        return "no hidden layer"
    return "1 unit" if units == [1] else "-".join([str(one) for one in units]) + " units"
