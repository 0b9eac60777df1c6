"""Own data on the engine's side: what is drawn becomes points, and so does a table.

The answers to the page are either the new points, packed, or a sentence that says why there are
none: then the old ones stay.
"""

import numpy as np

from playground.custom import codec, points
from playground.custom.csv_table import read_table
from playground.settings.table import CUSTOM

ERASER = 12  # radius in CSS pixels
ERASE = "erase"


def draw(session, plane, size, tool, places):
    """Answer to a few strokes of a pencil or an eraser.

    Parameters
    ----------
    session : Session
        Whose points there are so far. Generated ones are taken over as they are.
    plane : Plane
        The picture that is drawn on.
    size : int
        Its width in CSS pixels.
    tool : str
        The class to draw, "0" or "1", or `ERASE`.
    places : list of (across, down)
        Where, as shares of the picture; there may be none.

    Returns
    -------
    dict
        A message for the page.
    """
    X, y = points_of(session)
    (low, high), _ = plane.window
    radius = ERASER / size * plane.pixels / plane.box[2] * (high - low)
    try:
        for across, down in places:
            place = plane.place_of(across, down)
            if place is None:
                continue
            if tool == ERASE:
                X, y = points.erase(X, y, place, radius)
            else:
                X, y = points.add(X, y, inside(place, plane.window), int(tool))
    except ValueError as problem:
        return {"kind": "refused", "text": str(problem)}
    left, top, width, height = (length / plane.pixels for length in plane.box)
    box = [left, top, left + width, top + height]
    return {"kind": "points", "code": codec.pack(X, y), "words": "", "box": box}


def load(text, name):
    """Answer to the text of a table from a file of that *name*, which may be empty."""
    try:
        X, y, words = read_table(text, name)
    except ValueError as problem:
        return {"kind": "refused", "text": str(problem)}
    return {"kind": "points", "code": codec.pack(X, y), "words": words}


def points_of(session):
    """Return all points of the *session*: to learn from and for the test."""
    if session.values["shape"] == CUSTOM and not session.dataset.is_empty:
        return codec.unpack(session.values["points"])  # in the order in which they were drawn
    samples = session.dataset
    X = np.concatenate([samples.X, samples.X_test], axis=1)
    return X, np.concatenate([samples.y, samples.y_test])


def inside(place, window):
    """Move a *place* at the very edge inwards, so that the *window* of own points stays."""
    (low, high), _ = window
    if low != -high:
        return place  # the window of another shape, which will not stay in any case
    limit = points.reach(high)
    return tuple(min(max(x, -limit), limit) for x in place)
