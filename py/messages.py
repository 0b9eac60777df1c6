"""Every message between the page and the engine: its kind, its fields, and what they can be.

Both sides look a message up here before they do anything with it, so that nothing but what is
written here can reach them. Messages to the engine are objects, since some carry canvases; what
the engine says is JSON. Runs in both Pythons.
"""

import json
from collections import namedtuple

from playground.settings.table import MAX_POINTS, MAX_WEIGHT
from playground.settings.values import are_allowed

# Of a picture or a drawing on the screen, in CSS pixels, and of a table, in characters.
MAX_SIZE, MAX_TEXT = 20000, 5000000
MAX_SECONDS = 600  # of silence that can be announced
MAX_COUNT = 2**53  # the largest whole number that JavaScript knows exactly
MAX_LOSS = 1e308  # about the largest number of all

# The numbers that a picture comes with, each with a read-out of its name on the page.
LOSSES = ("train_loss", "penalized_loss", "test_loss")
ACCURACIES = ("train_accuracy", "test_accuracy")

# What a reader can ask for with a button or a key; `session.Session` has a method for each.
ACTIONS = ("run", "pause", "step", "reset", "train_on", "undo_weights")
TOOLS = ("0", "1", "erase")
STATES = ("running", "paused", "done", "diverged")
# What the engine paints.
CANVASES = ("picture", "chart", "network", "cells", "view")
# What can be open in the tab "Forward & backward"; "" is nothing of it.
VIEWS = ("", "lines", "check", "space", "surface")
# What can be taken home: of each subject, the kinds of files there are.
FILES = {
    "picture": ("png", "svg", "gif"),
    "curve": ("png", "svg"),
    "network": ("png", "svg"),
    "data": ("csv",),
    "run": ("csv",),
    "weights": ("json", "npz"),
    "code": ("py", "ipynb"),
    "sheet": ("html",),
}
FORMATS = tuple(sorted({one for formats in FILES.values() for one in formats}))
MIN_SCALE, MAX_SCALE = 0.1, 4  # pixels of a picture that is taken home, per CSS pixel
# Letters of the arrays that the lines of the listing make, each with the number of its layer.
ARRAYS = ("z", "a", "dz", "dW", "db")
MAX_ROWS = 1000  # of the listing
MAX_ENLARGED = 2  # letters, lines and points, for a projector
MAX_SEEDS = 100  # that a training is repeated with
MAX_CURVE = 120  # points of a curve that the page keeps
# What a reader can choose about a table (playground.custom.csv_table); "" and -1 mean that it is
# found out.
CHOICES = {
    "encoding": "",
    "separator": "",
    "decimal": "",
    "header": -1,
    "x1": -1,
    "x2": -1,
    "label": -1,
    "zero": "",
    "one": "",
    "rows": "",
}
REST = " "  # as a class: every label that is not the other class; none is a space
KINDS = ("number", "text", "index", "empty", "constant")  # of columns


# ---- What a field can be -----------------------------------------------------------------


def is_canvas(value: object) -> bool:
    """Tell whether *value* is something to paint on."""
    return hasattr(value, "getContext")


def is_text(value: object) -> bool:
    """Tell whether *value* is text of a length that makes sense."""
    return isinstance(value, str) and len(value) <= MAX_TEXT


def is_content(value: object) -> bool:
    """Tell whether *value* is the bytes of a file: an array of the browser's, or Python's own."""
    if hasattr(value, "byteLength"):
        return value.byteLength <= MAX_TEXT
    return isinstance(value, (bytes, memoryview)) and len(value) <= MAX_TEXT


def is_flag(value: object) -> bool:
    """Tell whether *value* is True or False."""
    return value is True or value is False


def whole(low, high):
    """Return what tells whether a value is a whole number from *low* to *high*."""
    return lambda value: is_number(value) and low <= value <= high and value == int(value)


def number(low, high):
    """Return what tells whether a value is a number from *low* to *high*; NaN is none."""
    return lambda value: is_number(value) and low <= value <= high


def one_of(words):
    """Return what tells whether a value is one of *words*."""
    return lambda value: value in words


def several(is_one, low, high):
    """Return what tells whether a value is a list of *low* to *high* values of one sort."""
    return lambda value: (
        isinstance(value, (list, tuple))
        and low <= len(value) <= high
        and all(is_one(one) for one in value)
    )


def optional(is_one):
    """Return what tells whether a value is None or *is_one*."""
    return lambda value: value is None or is_one(value)


def is_number(value):
    """Tell whether *value* is a number, and not True or False."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def is_numbers_of_a_unit(value):
    """Tell whether *value* says bias and weights of a unit, as the inspector shows them."""
    return (
        isinstance(value, dict)
        and sorted(value) == ["bias", "layer", "unit", "weights"]
        and is_count(value["layer"])
        and is_count(value["unit"])
        and is_number(value["bias"])
        and several(is_number, 1, MAX_SIZE)(value["weights"])
    )


def is_quantity(value):
    """Tell whether *value* names what a line of the listing makes: "z1", "dW2" or "loss"."""
    if not isinstance(value, str):
        return False
    letters = value.rstrip("0123456789")
    layer = value[len(letters) :]
    is_array = letters in ARRAYS and 0 < len(layer) < 4 and layer[0] != "0"
    return is_array or value == "loss"


def is_line(value):
    """Tell whether *value* names a line of the listing; "" is none."""
    return value == "" or is_told_of(value)


def is_told_of(value):
    """Tell whether *value* names a line of which there are numbers to tell."""
    return value == "update" or is_quantity(value)


def is_row(value):
    """Tell whether *value* says where a line of the listing is: quantity, top and height."""
    return (
        isinstance(value, (list, tuple))
        and len(value) == 3
        and is_quantity(value[0])
        and several(number(0, MAX_SIZE), 2, 2)(value[1:])
    )


def is_point(value):
    """Tell whether *value* says which point is picked, where on the picture, and its numbers."""
    return (
        isinstance(value, dict)
        and sorted(value) == ["across", "down", "index", "label", "n", "words"]
        and is_count(value["index"])
        and is_count(value["n"])
        and value["label"] in (0, 1)
        and is_near_picture(value["across"])
        and is_near_picture(value["down"])
        and is_text(value["words"])
    )


def are_choices(value):
    """Tell whether *value* says what is chosen about a table: all of `CHOICES`."""
    return (
        isinstance(value, dict)
        and sorted(value) == sorted(CHOICES)
        and all(
            is_text(value[name]) if usual == "" else whole(-1, MAX_SIZE)(value[name])
            for name, usual in CHOICES.items()
        )
    )


def is_column(value):
    """Tell whether *value* is name and kind of a column."""
    return several(is_text, 2, 2)(value) and value[1] in KINDS


def is_counted(value):
    """Tell whether *value* is a text, and how often there is one."""
    return (
        isinstance(value, (list, tuple))
        and len(value) == 2
        and is_text(value[0])
        and is_count(value[1])
    )


def is_labelled(value):
    """Tell whether *value* is a place of the plane, and the class of the point there."""
    return several(number(-MAX_SIZE, MAX_SIZE), 3, 3)(value) and value[2] in (0, 1)


def is_result(value):
    """Tell whether *value* is a `playground.session.repeat.Result`."""
    return (
        isinstance(value, (list, tuple))
        and len(value) == 7
        and is_count(value[0])
        and is_count(value[1])
        and all(is_loss(loss) for loss in value[2:4])
        and all(is_share(share) for share in value[4:6])
        and is_text(value[6])
    )


# ---- The messages ------------------------------------------------------------------------

# `fields` says for each what it can be. While a message waits, a newer one with the same kind and
# the same values of the fields in `key` takes its place: the newest wins. Without a key, each one
# counts. See `engine.inbox`, which keeps the order where it matters.
Message = namedtuple("Message", ("fields", "key"))

is_count = whole(0, MAX_COUNT)
is_loss, is_share = optional(number(0, MAX_LOSS)), optional(number(0, 1))
# A unit, (layer, unit); -1 is none. Layer 0 is the first hidden one, the last is the output.
PLACE = {"layer": whole(-1, MAX_SIZE), "unit": whole(-1, MAX_SIZE)}
is_size = number(1, MAX_SIZE)
# A place on a canvas, as shares of its width and height; -1 is nowhere.
AT = {"across": number(-1, 1), "down": number(-1, 1)}
# A share of the picture's width or height; what is beside it is not far.
is_near_picture = number(-1, 2)

TO_ENGINE = {
    # Once: where to paint.
    "canvases": Message(dict.fromkeys(CANVASES, is_canvas), None),
    # How large, how dense, in which colours; how much larger than usual letters, lines and points
    # are; and whether the training is shown in a few stills, as who wants no motion has it.
    "view": Message(
        {
            "size": is_size,
            "chart": several(is_size, 2, 2),
            "network": several(is_size, 2, 2),
            "density": number(0.1, 10),
            "theme": one_of(("light", "dark")),
            "enlarged": number(1, MAX_ENLARGED),
            "is_calm": is_flag,
        },
        (),
    ),
    # What the reader has chosen; which choice it is, and the last edit of points that it knows of.
    "settings": Message({"values": are_allowed, "change": is_count, "edit": is_count}, ()),
    # Begin with the first weights, and train up to an epoch; -1 is the end. It counts as a choice.
    "begin": Message({"epoch": whole(-1, MAX_COUNT), "change": is_count}, None),
    "act": Message({"action": one_of(ACTIONS)}, None),
    "go_to": Message({"epoch": is_count}, ()),
    # Show one unit alone; report the numbers of one; set one of them (source -1 is the bias).
    "look": Message(PLACE, ()),
    "inspect": Message(PLACE, ()),
    "weight": Message(
        dict(PLACE, source=whole(-1, MAX_SIZE), value=number(-MAX_WEIGHT, MAX_WEIGHT)),
        ("layer", "unit", "source"),
    ),
    # Set all of them, as a link has them (custom/weights.py); where the training is on its way to
    # an epoch, there.
    "weights": Message({"code": is_text}, None),
    # Points of one's own: a stroke at places, shares of the picture; or a table.
    "draw": Message(
        {
            "tool": one_of(TOOLS),
            "places": several(several(is_near_picture, 2, 2), 0, MAX_POINTS),
            "begins": is_flag,
        },
        None,
    ),
    # A table, to be looked at before it counts: the engine keeps it, and tells what it would
    # become; and again with other choices. Of a file that is too large, it is the beginning.
    "preview": Message({"content": is_content, "name": is_text, "is_cut": is_flag}, ()),
    "choose_table": Message({"choices": are_choices}, ()),
    # Use the table that is kept, or one that is known.
    "use_table": Message({"choices": are_choices}, None),
    "load": Message({"content": is_content, "name": is_text}, None),
    # Are you alive?
    "ping": Message({}, ()),
    # Whether nobody can see the page: then everything rests.
    "hidden": Message({"is_hidden": is_flag}, ()),
    # ---- Forward & backward: lines and points
    # What is open, and the size of its own canvas.
    "watch": Message({"view": one_of(VIEWS), "size": several(is_size, 2, 2)}, ()),
    # The size of the canvas with the cells, and where on it the lines of the listing are.
    "cells": Message({"size": several(is_size, 2, 2), "rows": several(is_row, 0, MAX_ROWS)}, ()),
    # The line that is pointed at.
    "line": Message({"quantity": is_line}, ()),
    # Pick the point to learn from nearest to a place, a share of the picture; or by its number,
    # -1 is all points.
    "pick": Message({"across": is_near_picture, "down": is_near_picture}, ()),
    "point": Message({"index": whole(-1, MAX_COUNT)}, ()),
    # Say a number in words: at a place, shares of the line's cells; or that of a cell, counted unit
    # by unit, which is marked then. All -1 is the whole line.
    "probe": Message(dict(AT, quantity=is_told_of, cell=whole(-1, MAX_COUNT)), ()),
    # ---- Forward & backward: check, hidden space, loss surface
    # The two parameters of the loss surface, by their places in theta; -1 is the usual one.
    "surface": Message({"first": whole(-1, MAX_COUNT), "second": whole(-1, MAX_COUNT)}, ()),
    # The two units of the hidden space, -1 is the usual one, and its turn in degrees.
    "space": Message(
        {
            "first": whole(-1, MAX_SIZE),
            "second": whole(-1, MAX_SIZE),
            "turn": number(-MAX_SIZE, MAX_SIZE),
        },
        (),
    ),
    # What the pointer is at; and in which direction an arrow key leads from there.
    "hover": Message(AT, ()),
    "move": Message({"across": whole(-1, 1), "down": whole(-1, 1)}, None),
    # Tell the numbers of the view that is open.
    "table": Message({}, ()),
    # ---- To take home
    # Make a file of what is there now; the answers have its number. Of a picture: in which colours,
    # how dense, and what stands below it; what a link to it says, and on which page; of a sheet:
    # what the task is, and the runs that are known, in rows, the first of which names the columns.
    "export": Message(
        {
            "number": is_count,
            "subject": one_of(tuple(FILES)),
            "format": one_of(FORMATS),
            "theme": one_of(("light", "dark")),
            "scale": number(MIN_SCALE, MAX_SCALE),
            "caption": is_text,
            "address": is_text,
            "fragment": is_text,
            "title": is_text,
            "task": is_text,
            "runs": several(several(is_text, 1, 100), 0, MAX_ROWS),
        },
        None,
    ),
    "export_stop": Message({}, ()),
    # Follow the point through that is at a place; -1, -1 is the one that is pointed at.
    "follow": Message(AT, None),
    # ---- Your runs
    # Tell the curve of the training that is there.
    "curve": Message({}, ()),
    # Train with these settings again and again, from other first weights each time; or no longer.
    "repeat": Message(
        {"number": is_count, "values": are_allowed, "seeds": whole(1, MAX_SEEDS)}, ()
    ),
    "repeat_stop": Message({}, ()),
}

TO_PAGE = {
    # After each picture: what is on it.
    "picture": Message(
        {
            "change": is_count,
            "frame": is_count,
            "painter": is_text,
            "state": one_of(STATES),
            "stop_reason": is_text,
            "problem": is_text,
            "sizes": several(is_count, 2, 100),
            "inspected": optional(is_numbers_of_a_unit),
            "by_hand": is_flag,  # whether weights have been set by hand since the last training
            # Where the training stands, how far it has come, and where it is over at the latest.
            "epoch": is_count,
            "last_epoch": is_count,
            "end": is_count,
            # How many points there are to learn from, and how many for the test.
            "n_train": is_count,
            "n_larger": is_count,  # of those, how many are of the larger class
            "n_test": is_count,
            "point": optional(is_point),  # the one that is picked
            # From where to where the axes of x₁ and of x₂ go, in the numbers beside them.
            "axes": several(several(is_number, 2, 2), 2, 2),
        },
        None,
    ),
    # The first picture is on the screen.
    "shown": Message({}, None),
    # Something is missing; the lesson goes on.
    "notice": Message({"text": is_text}, None),
    # What the chart shows, in words; "" while it is not complete.
    "chart": Message({"text": is_text}, None),
    # Alive, and how many bytes of memory Python holds.
    "pong": Message({"memory": is_count}, None),
    # Alive, too: but now comes something during which there may be no answer for so long.
    "busy": Message({"seconds": number(0, MAX_SECONDS)}, None),
    # The end: nothing more will come.
    "fault": Message({"text": is_text}, None),
    # The reader's own points are others now: packed, their names, the number of the edit, whether
    # it can be taken back by one undo, and what there is to say.
    "points": Message(
        {
            "code": is_text,
            "names": is_text,
            "edit": is_count,
            "begins": is_flag,
            "is_copy": is_flag,  # of the points on the screen: nothing was drawn yet
            "words": is_text,
        },
        None,
    ),
    # The weights that are set by hand, packed for a link, "" when they no longer are; and why those
    # of a link cannot be used.
    "weights": Message({"code": is_text, "problem": is_text}, None),
    # What a table would become: the fields of `playground.custom.csv_table.Preview`, its name, and
    # whether it is another table or has other choices.
    "preview": Message(
        {
            "is_new": is_flag,
            "name": is_text,
            "columns": several(is_column, 1, MAX_SIZE),
            "rows": several(several(is_text, 0, MAX_SIZE), 0, MAX_ROWS),
            "labels": several(is_counted, 0, MAX_ROWS),
            "choices": are_choices,
            "is_open": is_flag,
            "notes": several(is_text, 0, MAX_ROWS),
            "n": is_count,
            "problem": is_text,
            "points": several(is_labelled, 0, MAX_ROWS),
        },
        None,
    ),
    # They stayed as they were, because …
    "refused": Message({"text": is_text}, None),
    # The numbers of a view: names of the columns, and the rows.
    "table": Message(
        {
            "view": one_of(VIEWS),
            "caption": is_text,
            "head": several(is_text, 0, MAX_SIZE),
            "rows": several(several(is_text, 1, MAX_SIZE), 0, MAX_ROWS),
        },
        None,
    ),
    # What a view of the tab "Forward & backward" says: of all of it; of what is pointed at, and
    # where that is if it is a point to learn from, shares of the picture; whether there is nothing
    # to be seen; and how far its computation is.
    "view": Message(
        {
            "view": one_of(VIEWS),
            "text": is_text,
            "pointed": is_text,
            "at": several(is_near_picture, 0, 2),
            "is_blank": is_flag,
            "progress": number(0, 1),
        },
        None,
    ),
    # What ails the network: sentences, each with the name of a lesson that explains it, or "".
    "health": Message({"findings": several(several(is_text, 2, 2), 0, MAX_SIZE)}, None),
    # How much of a file is made; and where it is, for a moment, or why there is none.
    "exporting": Message({"number": is_count, "share": number(0, 1)}, None),
    "exported": Message(
        {
            "number": is_count,
            "address": is_text,
            "name": is_text,
            "bytes": is_count,
            "problem": is_text,
        },
        None,
    ),
    # What a number is that was asked for: the answer to a probe; "" where there is none any more.
    "told": Message({"quantity": is_told_of, "text": is_text}, None),
    # The losses after some epochs of the training that shows a choice; of the test there may be
    # none.
    "curve": Message(
        {
            "change": is_count,
            "epochs": several(is_count, 1, MAX_CURVE),
            "train": several(is_loss, 1, MAX_CURVE),
            "test": several(is_loss, 1, MAX_CURVE),
        },
        None,
    ),
    # Of a repetition: how many of its trainings are over, of how many, and how each has ended.
    "repeated": Message(
        {
            "number": is_count,
            "done": is_count,
            "of": is_count,
            "results": several(is_result, 0, MAX_SEEDS),
        },
        None,
    ),
}


TO_PAGE["picture"].fields.update(dict.fromkeys(LOSSES, is_loss))
TO_PAGE["picture"].fields.update(dict.fromkeys(ACCURACIES, is_share))


def problem_with(message, known):
    """Say what is wrong with a *message*; "" if it is one of the *known* ones.

    Parameters
    ----------
    message : dict
        From the other side, or from anybody.
    known : dict
        `TO_ENGINE` or `TO_PAGE`.
    """
    kind = message.get("kind") if isinstance(message, dict) else None
    if not isinstance(kind, str) or kind not in known:
        return f"no message is called {_short(kind)}"
    fields = known[kind].fields
    for name in message:
        if name != "kind" and name not in fields:
            return f"{kind} has no field {_short(name)}"
    for name, is_right in fields.items():
        if name not in message:
            return f"{kind} lacks {name}"
        if not _is(is_right, message[name]):
            return f"{name} of {kind} cannot be {_short(message[name])}"
    return ""


def as_json(message):
    """Return a *message* as JSON, in which a number that is none (NaN, infinity) is null.

    Letters stand as they are: MicroPython would read an escaped emoji as two halves.
    """
    return json.dumps(_finite(message), ensure_ascii=False)


def _finite(value):
    if isinstance(value, float):
        return value if -MAX_LOSS <= value <= MAX_LOSS else None
    if isinstance(value, dict):
        return {name: _finite(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(one) for one in value]
    return value


def _is(is_right, value):
    try:
        return is_right(value)
    except ValueError:  # a whole number too long to be written
        return False


def _short(value):
    try:
        text = repr(value)
    except ValueError:
        text = "a number too long to be written"
    return text if len(text) <= 40 else text[:40] + "…"
