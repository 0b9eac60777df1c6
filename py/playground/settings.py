"""What a reader can set: one table that form, URL, validation and engine share.

The page's form, the address (``#shape=moons&hidden_units=3``), the messages to the
engine and the help all use the names in `SETTINGS`. This module runs under MicroPython
(the page) and under CPython (the engine, the tests), so it keeps to what both have: no
``typing``, no ``dataclasses``, no ``urllib``, and order lives in tuples, never in dicts.

To add a setting, add one row here, one control of the same name to ``index.html``, and
the code that uses it.
"""

from collections import namedtuple

# What a change of the setting makes stale, from the least work to the most. A change of
# the data also asks for a new network, one of the network for a new training run.
VIEW, TRAINING, NETWORK, DATA = 0, 1, 2, 3

Setting = namedtuple("Setting", ("name", "default", "allowed", "effect", "label"))
Range = namedtuple("Range", ("least", "most"))

SETTINGS = (
    Setting("shape", "moons", ("blobs", "circles", "moons"), DATA, "Shape of the data"),
    Setting("hidden_units", 3, Range(1, 16), NETWORK, "Hidden units"),
)

_BY_NAME = {setting.name: setting for setting in SETTINGS}


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
    str or int
        The value, certain to be allowed.

    Raises
    ------
    SettingError
        If *text* is not allowed; the message names the setting and what it can be.
    """
    allowed = _BY_NAME[name].allowed
    if not isinstance(allowed, Range):
        if text in allowed:
            return text
        raise SettingError(f"{name} can be {', '.join(allowed)}; it cannot be {_quote(text)}.")
    # isdigit() alone would let other scripts' digits and long strings through to int().
    if 0 < len(text) <= 6 and all(character in "0123456789" for character in text):
        value = int(text)
        if allowed.least <= value <= allowed.most:
            return value
    raise SettingError(
        f"{name} can be a whole number from {allowed.least} to {allowed.most}; "
        f"it cannot be {_quote(text)}."
    )


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
        One sentence for each value that could not be used.
    """
    values = defaults()
    problems = []
    for part in fragment.split("&"):
        name, _, text = part.partition("=")
        if name in _BY_NAME:
            try:
                values[name] = parse(name, text)
            except SettingError as problem:
                problems.append(str(problem))
    return values, problems


def to_fragment(values):
    """Write *values* the way `from_fragment` reads them, in the order of `SETTINGS`."""
    return "&".join(f"{setting.name}={values[setting.name]}" for setting in SETTINGS)


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


def _quote(text):
    """Show what was typed, cut to a length that fits a sentence."""
    return f'"{text[:20]}…"' if len(text) > 20 else f'"{text}"'
