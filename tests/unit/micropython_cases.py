"""What the settings make of all kinds of addresses and form values, as text.

`report` runs in CPython and in the page's MicroPython, and must give the same bytes in both:
so this file, too, keeps to what both have.
"""

# ruff: noqa: RUF005 - MicroPython cannot unpack one tuple inside another

from playground.settings import (
    SETTINGS,
    SettingError,
    defaults,
    effect_of,
    from_fragment,
    parse,
    to_fragment,
)

# Nobody's whole number, though int() or isdigit() take some of these.
NOT_NUMBERS = (
    "",
    " ",
    " 3",
    "3 ",
    "3\n",
    "\t3",
    "3.0",
    "3.",
    "+3",
    "-3",
    "--3",
    "1e1",
    "0x3",
    "1_0",
    "3,0",
    "three",
    "None",
    "True",
    "NaN",
    "Infinity",
    "１",  # noqa: RUF001 - a full-width digit is the case
    "٣",
    "³",
    "Ⅲ",
    "3\u0301",
    "\u200b3",
    "3\x00",
    "[3]",
    "%33",
)
LONG_NUMBERS = ("9999999", "1" * 5000, "0" * 1_000_000 + "3", "9" * 1_000_000)
TEXTS = NOT_NUMBERS + (
    "0",
    "1",
    "2",
    "3",
    "03",
    "000003",
    "0000003",
    "15",
    "16",
    "17",
    "-1",
    "999999",
    "moons",
    "Moons",
    " moons",
    "moons ",
    "circles",
    "blobs",
    "moon",
    "mo\u0131ns",
    "blobs, circles",
    "('blobs', 'circles', 'moons')",
    "<b>moons</b>",
    '"',
    "'",
    "\\",
    "\n",
    "\x00",
    "\x7f",
    "=",
    "==3",
    "a=b",
    "&",
    "twenty characters ok",
    "twenty-one characters",
    "\u00e9" * 19,
    "\u00e9" * 20,
    "\u00e9" * 21,
    "\U0001f600" * 20,
    "\U0001f600" * 21,
    "__proto__",
    "constructor",
    "undefined",
    "null",
)
NAMES = (
    "shape",
    "hidden_units",
    "Shape",
    "SHAPE",
    " shape",
    "shape ",
    "shape[]",
    "__proto__",
    "constructor",
    "toString",
    "__class__",
    "name",
    "",
    "\U0001f600",
)
FRAGMENTS = (
    "",
    "&",
    "&&&&",
    "=",
    "=&=&=",
    "shape",
    "hidden_units",
    "shape&hidden_units",
    "shape=circles&hidden_units=5",
    "hidden_units=5&shape=circles",
    "&shape=circles&&hidden_units=5&",
    "shape=circles;hidden_units=5",
    "shape=circles&amp;hidden_units=5",
    "shape=circles#hidden_units=5",
    "#shape=circles",
    "?shape=circles",
    "shape=circles&shape=blobs",
    "shape=circles&shape=squares",
    "shape=squares&shape=circles",
    "shape=squares&shape=triangles&hidden_units=0&hidden_units=99",
    "hidden_units=1&hidden_units=2&hidden_units=3&hidden_units=x",
    "hidden_units==4",
    "hidden_units=4=",
    "later=1&shape=circles&other=2",
    "__proto__=1&constructor=2&shape=circles&__proto__[shape]=blobs",
    "shape=circles" + "&x=1" * 1000,
    "&" * 10_000 + "hidden_units=7",
) + tuple(f"{name}={text}" for name in NAMES for text in TEXTS)


def report():
    """Return what every function of the settings makes of the cases, a line for each."""
    lines = [to_fragment(defaults())]
    for fragment in FRAGMENTS:
        values, problems = from_fragment(fragment)
        lines.append(" | ".join([fragment[:60], to_fragment(values)] + problems))
    for setting in SETTINGS:
        for text in TEXTS + LONG_NUMBERS:
            lines.append(f"{setting.name} {text[:30]} -> {parsed(setting.name, text)}")
    for before in ({}, defaults(), {"shape": "blobs", "hidden_units": 3}):
        for units in (3, 4):
            after = {"shape": "moons", "hidden_units": units}
            lines.append(f"effect {effect_of(before, after)}")
    return "\n".join(lines)


def parsed(name, text):
    """Return what *text* is parsed to, with its type, or why it is not."""
    try:
        value = parse(name, text)
    except SettingError as problem:
        return f"SettingError: {problem}"
    return f"{type(value).__name__} {value}"
