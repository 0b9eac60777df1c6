"""What a reader can set: reading, checking and writing the values of the table of settings.

The page's form, the address (``#shape=moons&hidden_units=3``) and the messages to the
engine all use the names in `table.SETTINGS`. This module runs under MicroPython (the page)
and under CPython (the engine, the tests), so it keeps to what both have: no ``typing``, no
``dataclasses``, no ``urllib``, and order lives in tuples, never in dicts.
"""

import re

from playground.settings.table import (
    NOISE,
    SETTINGS,
    Code,
    Menu,
    Number,
    Several,
    Share,
    Whole,
    WholeOr,
    Widths,
)

# Sentences about an address; the page has room for no more.
MAX_PROBLEMS = 3
# Own points that take more characters do not travel in an address.
MAX_IN_ADDRESS = 4000
# What an address always says, because it is what a link is about; the rest only if it differs.
ALWAYS_SAID = ("shape", "hidden_units")

_BY_NAME = {setting.name: setting for setting in SETTINGS}
_LETTERS = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")

# Not every text that float() takes is a number for a form: "nan", "1_0", " 1"; and
# MicroPython's takes even "." and "e5".
_NUMBER = re.compile("[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?")


class SettingError(ValueError):
    """A value that a setting cannot take; the text is a sentence for the reader."""


def defaults(shape="moons"):
    """Return a dict of every setting's name and default value, for this *shape*."""
    values = {setting.name: setting.default for setting in SETTINGS}
    values["shape"], values["noise"] = shape, NOISE[shape]
    return values


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
    value = _value(text, allowed)
    if value is None:
        raise SettingError(f"{name} can be {describe(allowed)}; it cannot be {_quote(text)}.")
    return value


def describe(allowed):
    """Say in words what a setting can be."""
    if isinstance(allowed, Whole):
        return f"a whole number from {allowed.least} to {allowed.most}"
    if isinstance(allowed, WholeOr):
        return f"a whole number from {allowed.least} to {allowed.most}, or {allowed.word}"
    if isinstance(allowed, (Number, Share)):
        return f"a number from {allowed.least} to {allowed.most}"
    if isinstance(allowed, Several):
        return f"one or more of {', '.join(allowed.words)}, with commas between them"
    if isinstance(allowed, Widths):
        units = f"numbers from 1 to {allowed.most_units}"
        return f"up to {allowed.most_layers} {units} with - between them, or nothing"
    if isinstance(allowed, Code):
        return "points as this page packs them"
    return ", ".join(words_of(allowed))


def words_of(allowed):
    """Return the words that a menu or a switch can say."""
    return allowed.words if isinstance(allowed, Menu) else allowed


def from_fragment(fragment):
    """Read settings from the part of an address that follows ``#``.

    Unknown names are ignored, so that links from other versions still open; a value that
    is not allowed is reported and left out. What an address leaves out keeps its default
    (of the noise, that of the shape; of the layers, as many as there are widths); of several
    values for one name, the last that is allowed counts.

    Parameters
    ----------
    fragment : str
        For instance ``"shape=moons&hidden_units=3"``; may be empty or nonsense.

    Returns
    -------
    values : dict
        A value for every setting.
    problems : list of str
        A sentence for each value that could not be used; `MAX_PROBLEMS` of them, and one
        that counts the others.
    """
    named = {}
    problems, more = [], 0
    for part in fragment.split("&"):
        name, _, text = part.partition("=")
        if name in _BY_NAME:
            try:
                named[name] = parse(name, text)
            except SettingError as problem:
                if len(problems) < MAX_PROBLEMS:
                    problems.append(str(problem))
                else:
                    more += 1
    if more:
        problems.append(f"And {more} more.")
    values = defaults(named.get("shape", "moons"))
    values.update(named)
    if "layers" not in named and values["widths"]:
        values["layers"] = values["widths"].count("-") + 1
    return values, problems


def to_fragment(values):
    """Write *values* the way `from_fragment` reads them, in the order of `SETTINGS`.

    Own points that are too many for an address are left out.
    """
    usual = defaults(values["shape"])
    parts = []
    for setting in SETTINGS:
        name, value = setting.name, values[setting.name]
        is_too_long = name == "points" and len(value) > MAX_IN_ADDRESS
        is_said = name in ALWAYS_SAID or (name == "layers" and values["widths"])
        if is_said or (value != usual[name] and not is_too_long):
            parts.append(f"{name}={as_text(value)}")
    return "&".join(parts)


def as_text(value):
    """Write a value the way `parse` reads it: 0.07 as 0.07, in MicroPython too."""
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def layer_units(values):
    """Return the number of units in each hidden layer, a list.

    ``widths`` speaks for the first layers, ``hidden_units`` for those that it leaves out.
    """
    widths = [int(units) for units in values["widths"].split("-") if units]
    alike = [values["hidden_units"]] * values["layers"]
    return (widths + alike[len(widths) :])[: values["layers"]]


def widths_of(units, hidden_units):
    """Write the units of each layer in the settings, as `layer_units` reads them.

    Parameters
    ----------
    units : list of int
        Of each hidden layer.
    hidden_units : int
        What that setting says now.

    Returns
    -------
    widths : str
        Empty where all layers are alike.
    hidden_units : int
        The same as before, unless it can say it for all layers.
    """
    if units and len(set(units)) == 1:
        return "", units[0]
    given = list(units)
    while given and given[-1] == hidden_units:
        given.pop()
    return "-".join(str(number) for number in given), hidden_units


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


def _value(text, allowed):
    """Return the value that *text* stands for, or None if it is not allowed."""
    if isinstance(allowed, Whole):
        return _within(_whole(text), allowed)
    if isinstance(allowed, WholeOr):
        return text if text == allowed.word else _within(_whole(text), allowed)
    if isinstance(allowed, (Number, Share)):
        return _within(_number(text), allowed)
    if isinstance(allowed, Several):
        return _several(text, allowed.words)
    if isinstance(allowed, Widths):
        return _widths(text, allowed)
    if isinstance(allowed, Code):
        is_code = len(text) <= allowed.most_characters and not set(text) - _LETTERS
        return text if is_code else None
    return text if text in words_of(allowed) else None


def _within(value, allowed):
    return value if value is not None and allowed.least <= value <= allowed.most else None


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


def _several(text, words):
    # Some programs write the comma of an address like this.
    chosen = text.replace("%2C", ",").replace("%2c", ",").split(",")
    if any(word not in words for word in chosen):
        return None
    return ",".join([word for word in words if word in chosen])


def _widths(text, allowed):
    if text == "":
        return text
    widths = [_whole(units) for units in text.split("-")]
    is_allowed = len(widths) <= allowed.most_layers and all(
        units is not None and 1 <= units <= allowed.most_units for units in widths
    )
    return "-".join([str(units) for units in widths]) if is_allowed else None


def _quote(text):
    """Show what was typed, cut to a length that fits a sentence."""
    return f'"{text[:20]}…"' if len(text) > 20 else f'"{text}"'


def are_allowed(values):
    """Tell whether *values* are a dict with an allowed value for every setting, and no more."""
    if not isinstance(values, dict) or len(values) != len(SETTINGS):
        return False
    for setting in SETTINGS:
        if setting.name not in values:
            return False
        value = _value(as_text(values[setting.name]), setting.allowed)
        if value is None or value != values[setting.name]:
            return False
    return True
