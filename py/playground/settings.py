"""What a reader can set: reading, checking and writing the values of the table of settings.

The page's form, the address (``#shape=moons&hidden_units=3``) and the messages to the
engine all use the names in `table.SETTINGS`. This module runs under MicroPython (the page)
and under CPython (the engine, the tests), so it keeps to what both have: no ``typing``, no
``dataclasses``, no ``urllib``, and order lives in tuples, never in dicts.
"""

import re

from playground.table import NOISE, SETTINGS, Code, Number, Several, Whole, WholeOr, Widths

# Sentences about an address; the page has room for no more.
MOST_PROBLEMS = 3
# Own points that take more characters do not travel in an address.
MOST_IN_ADDRESS = 4000

_BY_NAME = {setting.name: setting for setting in SETTINGS}

# Not every text that float() takes is a number for a form: "nan", "1_0", " 1"; and
# MicroPython's takes even "." and "e5".
_NUMBER = re.compile("[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?")


class SettingError(ValueError):
    """A value that a setting cannot take; the text is a sentence for the reader."""


def defaults():
    """Return a dict of every setting's name and default value."""
    return {setting.name: setting.default for setting in SETTINGS}


def parse(name, text):
    """Turn *text*, from a form or an address, into the setting's value.

    Parameters
    ----------
    name : str
        Name of a row of `SETTINGS`.
    text : str
        What the reader chose or typed.

    Returns
    -------
    str, int or float
        The value, certain to be allowed.

    Raises
    ------
    SettingError
        If *text* is not allowed; the message names the setting and what it can be.
    """
    allowed = _BY_NAME[name].allowed
    if isinstance(allowed, Whole):
        value = _whole(text)
    elif isinstance(allowed, Number):
        value = _number(text)
    else:
        value = text if text in allowed else None
    if value is None or (isinstance(allowed, (Whole, Number)) and not _lies_in(value, allowed)):
        raise SettingError(f"{name} can be {describe(allowed)}; it cannot be {_quote(text)}.")
    return value


def describe(allowed):
    """Say in words what a setting can be."""
    if isinstance(allowed, Whole):
        return f"a whole number from {allowed.least} to {allowed.most}"
    if isinstance(allowed, Number):
        return f"a number from {allowed.least} to {allowed.most}"
    return ", ".join(allowed)


def from_fragment(fragment):
    """Read settings from the part of an address that follows ``#``.

    Unknown names are ignored, so that links from other versions still open; a value that
    is not allowed is reported and left out. What an address leaves out keeps its default;
    of several values for one name, the last that is allowed counts.

    Parameters
    ----------
    fragment : str
        For instance ``"shape=moons&hidden_units=3"``; may be empty or nonsense.

    Returns
    -------
    values : dict
        A value for every setting.
    problems : list of str
        A sentence for each value that could not be used; `MOST_PROBLEMS` of them, and one
        that counts the others.
    """
    values = defaults()
    problems, more = [], 0
    for part in fragment.split("&"):
        name, _, text = part.partition("=")
        if name in _BY_NAME:
            try:
                values[name] = parse(name, text)
            except SettingError as problem:
                if len(problems) < MOST_PROBLEMS:
                    problems.append(str(problem))
                else:
                    more += 1
    if more:
        problems.append(f"And {more} more.")
    return values, problems


def to_fragment(values):
    """Write *values* the way `from_fragment` reads them, in the order of `SETTINGS`."""
    return "&".join(f"{setting.name}={as_text(values[setting.name])}" for setting in SETTINGS)


def as_text(value):
    """Write a value the way `parse` reads it: 0.07 as 0.07, in MicroPython too."""
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def effect_of(before, after):
    """Return the largest effect among the settings that differ, or None if none does.

    Parameters
    ----------
    before, after : dict
        Values as `from_fragment` returns them. *before* may be empty (nothing exists yet).
    """
    effects = [
        setting.effect for setting in SETTINGS if before.get(setting.name) != after[setting.name]
    ]
    return max(effects) if effects else None


def _lies_in(value, allowed):
    return allowed.least <= value <= allowed.most


def _whole(text):
    # isdigit() alone would let other scripts' digits and long strings through to int().
    is_whole = 0 < len(text) <= 10 and all(character in "0123456789" for character in text)
    return int(text) if is_whole else None


def _number(text):
    match = _NUMBER.match(text) if len(text) <= 25 else None
    if not match or match.group(0) != text:
        return None
    # As many digits as `as_text` writes, so that an address brings back the same number, and
    # no negative zero.
    return float(as_text(float(text))) + 0.0


def _quote(text):
    """Show what was typed, cut to a length that fits a sentence."""
    return f'"{text[:20]}…"' if len(text) > 20 else f'"{text}"'
