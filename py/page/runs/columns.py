"""The columns of "Your runs": settings where rows differ, and numbers (MicroPython)."""

from binascii import a2b_base64
from collections import namedtuple

from page.runs.rows import KEPT, MEASURES, settings_to_keep, values_of
from page.runs.spread import spread_of
from playground.settings.kinds import Menu, Several, Share, as_text
from playground.settings.table import BY_NAME
from playground.settings.values import defaults, layer_units
from playground.settings.words import as_percent

# ruff: noqa: RUF005 - MicroPython cannot unpack one list inside another

UNITS = "units"  # three settings say how many there are: they have one column
OF_UNITS = ("hidden_units", "layers", "widths")
SEEDS = ("data_seed", "weights_seed")
NOTHING = "–"
MAX_PLAIN = 1e5  # a loss beyond is written as a power of ten
# Why a training was over; "" is one that was paused.
ENDED = {
    "epochs": "",
    "converged": "converged",
    "target": "target reached",
    "early": "stopped early",
    "diverged": "diverged",
    "": "paused",
}
NOT_TRAINED = "not trained"  # in place of "" where nobody could pause it

Column = namedtuple("Column", ("name", "label"))

NUMBERS = (
    Column("epoch", "Epochs"),
    Column("train_loss", "Loss"),
    Column("test_loss", "Test loss"),
    Column("train_accuracy", "Correct"),
    Column("test_accuracy", "Test correct"),
)


def settings_that_differ(rows):
    """Return a column for each setting in which *rows* differ, in the order of the table."""
    return [
        _column(name) for name in _names() if len({setting_text(row, name) for row in rows}) > 1
    ]


def settings_in_common(rows):
    """Return pairs of label and text: what all *rows* have, and is not usual; and the seeds."""
    if not rows:
        return []
    usual = dict(defaults(rows[0]["set"]["shape"]), hidden_units=-1)
    return [
        (_column(name).label, setting_text(rows[0], name))
        for name in _names()
        if (name in SEEDS + ("shape", UNITS) or values_of(rows[0])[name] != usual[name])
        and len({setting_text(row, name) for row in rows}) == 1
    ]


def setting_text(row, name):
    """Return what a *row* has in the column of a setting."""
    values = values_of(row)
    if name == UNITS:
        return "-".join([str(units) for units in layer_units(values)]) or "none"
    if name == "weights_seed" and row["results"]:
        return f"{row['results'][0][0]}–{row['results'][-1][0]}"
    if name == "points":
        return _count_of(values["points"])
    return _shown(BY_NAME[name].allowed, values[name])


def numbers_in(rows):
    """Return a column for each number; those of the test only where there is one."""
    has_test = any(row["test_loss"] is not None for row in rows)
    return [column for column in NUMBERS if has_test or not column.name.startswith("test")]


def number_text(name, value):
    """Write the number in the column *name*: an epoch, a loss, or a share."""
    if value is None:
        return NOTHING
    if name == "epoch":
        return str(round(value))
    if name.endswith("loss"):
        return f"{value:.4f}" if value < MAX_PLAIN else f"{value:.3e}"
    return f"{as_percent(value)} %"


def range_text(row, name):
    """Write from where to where the results of a *row* go; "" where they are all alike."""
    spread = spread_of(results_in(row, name))
    if not row["results"] or not spread:
        return ""
    texts = [number_text(name, end) for end in (spread.lowest, spread.highest)]
    if texts[0] == texts[1]:
        return ""
    if texts[0].endswith(" %"):
        texts[0] = texts[0][:-2]
    return "–".join(texts)


def results_in(row, name):
    """Return the numbers of that name of all results of a *row*."""
    place = [column.name for column in NUMBERS].index(name) + 1
    return [result[place] for result in row["results"]]


def numbers_of(values, results):
    """Return what a row says of a training that was repeated; its numbers are the medians."""
    row = {"set": settings_to_keep(values), "results": results, "state": "done", "stop_reason": ""}
    for name in MEASURES + ("epoch",):
        spread = spread_of(results_in(row, name))
        row[name] = spread.median if spread else None
    row["epoch"] = row["epoch"] or 0
    return row


def spread_sentence(row):
    """Say of a training that was repeated how alike the results are."""
    results, spread = row["results"], spread_of(results_in(row, "train_loss"))
    if not spread:
        return f"{len(results)} seeds: none of them could be trained."
    median, lower, upper, lowest, highest = [
        number_text("train_loss", loss)
        for loss in (spread.median, spread.lower, spread.upper, spread.lowest, spread.highest)
    ]
    words = f"{len(results)} seeds: median loss {median}, half of them from {lower} to {upper}"
    words += f", all from {lowest} to {highest}."
    perfect = len([result for result in results if result[4] == 1])
    words += f" {perfect} of {len(results)} get every point right."
    diverged = len([result for result in results if result[6] == "diverged"])
    return words + (f" {diverged} of them diverged." if diverged else "")


def _column(name):
    return Column(name, "Hidden units" if name == UNITS else BY_NAME[name].label)


def _names():
    """Return the names of the columns of settings, the units where the first of theirs stands."""
    names = [UNITS if name == "hidden_units" else name for name in KEPT]
    return [name for name in names if name not in OF_UNITS and name != "epochs"]


def _shown(allowed, value):
    if isinstance(allowed, Menu):
        return allowed.texts[allowed.words.index(value)]
    if isinstance(allowed, Several):
        return ", ".join([allowed.texts[allowed.words.index(word)] for word in value.split(",")])
    return f"{as_percent(value)} %" if isinstance(allowed, Share) else as_text(value)


def _count_of(points):
    """Return how many points of one's own there are; custom/codec.py writes that first."""
    if not points:
        return NOTHING
    head = a2b_base64(points[:4].replace("-", "+").replace("_", "/").encode())
    return str(int.from_bytes(head[1:], "big"))
