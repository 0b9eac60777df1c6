"""JSON from anybody: from the browser's storage, a file, or the page around a frame.

Runs in both Pythons. MicroPython reads lists of any depth, but dies of a deep one as soon as it
is compared with another: the browser ends the program, and no ``except`` hears of it. And what it
takes to read one text in it grows with the square of its length: 1.3 s for half a megabyte.
"""

import json

# What this page writes is 6 deep at the most; the longest, rows of "Your runs", has 4 MB.
MAX_DEPTH, MAX_CHARACTERS = 12, 5000000
# Of one text in it: the longest says a link with 500,000 characters of points.
MAX_TEXT = 600000


def read_json(text: object) -> object:
    """Return what a *text* says in JSON; None if it is none, too long, or nested too deep."""
    if not isinstance(text, str) or len(text) > MAX_CHARACTERS or _has_long_text(text):
        return None
    try:
        value: object = json.loads(text)
    except (ValueError, RuntimeError):  # CPython's reader minds the depth itself
        return None
    return value if is_shallow(value) else None


def _has_long_text(json_text: str) -> bool:
    """Tell whether more than `MAX_TEXT` characters lie between two quotes; quickly, by leaps."""
    json_text, at = json_text.replace('\\"', ""), 0
    while len(json_text) - at > MAX_TEXT:
        at = json_text.rfind('"', at + 1, at + 1 + MAX_TEXT)
        if at < 0:
            return True
    return False


def is_shallow(value: object, depth: int = MAX_DEPTH) -> bool:
    """Tell whether no more than *depth* lists and dicts lie in each other."""
    if not isinstance(value, (list, dict)):
        return True
    inside = value.values() if isinstance(value, dict) else value
    return depth > 0 and all(is_shallow(one, depth - 1) for one in inside)
