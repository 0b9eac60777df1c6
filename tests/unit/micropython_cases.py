"""What the settings make of all kinds of addresses and form values, as text.

`report` runs in CPython and in the page's MicroPython, and must give the same bytes in both:
so this file, too, keeps to what both have.
"""

# ruff: noqa: RUF005 - MicroPython cannot unpack one tuple inside another

from playground.settings.address import from_fragment, to_fragment
from playground.settings.kinds import as_text
from playground.settings.lessons import (
    LESSONS,
    address_of,
    follows_nudge,
    guess_of,
    lesson_of,
    next_after,
)
from playground.settings.link import read_link
from playground.settings.table import NOISE, SETTINGS
from playground.settings.values import (
    SettingError,
    are_allowed,
    defaults,
    effect_of,
    layer_units,
    names_in,
    parse,
    sentences,
    take,
)

# Nobody's number, though int(), float() or isdigit() take some of these in one runtime or both.
NOT_NUMBERS = (
    "\xa03",
    "3\x1c",
    "\u20033",
    "3 0",
    "--3",
    "--",
    "-",
    "+",
    "+-3",
    ".",
    "..",
    "-.",
    "e",
    "e5",
    ".e5",
    "1e",
    "1e+",
    "1e5.3",
    "1e5e5",
    "1.5.2",
    "1-",
    "1j",
    "0x3",
    "0x1p3",
    "1_0",
    "three",
    "None",
    "True",
    "NaN",
    "nan",
    "-nan",
    "inf",
    "-inf",
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
# What is not even written, which a batch of all points need not be.
NOTHING = ("", " ", "\n")
# Spaces around a number do no harm.
TYPED = (" 3", "3 ", "3\n", "\t3", "\r\n 3 \t")
# Numbers, but not whole ones, or not written as a whole number is.
NOT_WHOLE = ("3.0", "3.", "+3", "-3", "1e1", "1E1", ".5", "0.5", "-0", "1e-3", "3,0", "0,5", ",5")
LONG_NUMBERS = (
    "0" * 25 + "1",
    "1." + "0" * 24,
    "9" * 26,
    "1" * 5000,
    "0" * 1_000_000 + "3",
    "9" * 1_000_000,
    "0." * 500_000,
    "1e" + "9" * 1_000_000,
)
NUMBERS = (
    "0.0001",
    "1e-4",
    "0.00009",
    "0.000099999999999",
    "0.00009999999999999999",
    "3.3e-4",
    "0.07",
    "0.7",
    "0.06999999999999999",
    "0.30000000000000004",
    "0.35",
    "0.5",
    "0.50",
    "0.500000000001",
    "0.5000000000000001",
    "0.51",
    "5.",
    "1.2",
    "01.2",
    "1.2000000000000002",
    "123.456789012345678",
    "0.1234567890123456789",
    "676.017921446",
    "0.0079447",
    "999.9999999999999",
    "1000",
    "1000.0",
    "1000.0000000000001",
    "1000.1",
    "1e3",
    "1E+3",
    "0.1e4",
    "10000e-1",
    "1001",
    "1e5",
    "1e308",
    "1e309",
    "1e999",
    "-1e999",
    "1e99999999999999999999",
    "1e-5",
    "1e-307",
    "1e-999",
    "-1e-999",
    "-0.0",
    "0e0",
    "0.",
    ".0",
    "+.5",
    "-.5",
    "0." + "0" * 22 + "1",
    "1" * 25,
    "4294967294",
    "4294967295",
    "4294967296",
    "04294967295",
    "0000000000",
    "00000000000",
    "9999999999",
    "99999999999",
    "18446744073709551616",
)
SWITCHES = ("on", "off", "On", "ON", "on ", "true", "false", "yes", "checked", "o", "onoff")
TEXTS = (
    NOT_NUMBERS
    + NOTHING
    + TYPED
    + NOT_WHOLE
    + NUMBERS
    + SWITCHES
    + (
        "log",
        "linear",
        "fastest",
        "slow",
        "normal",
        "fast",
        "5",
        "20",
        "21",
        "10000",
        "10001",
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
        "xor",
        "custom",
        "all",
        "All",
        "20000",
        "20001",
        "x1",
        "x2,x1",
        "x1,x1",
        "x1%2Cx2",
        "x1%2cx2",
        "x1,x3",
        "x1,",
        ",",
        "sin_x2,x1_x2,x1",
        "8-4-2",
        "08-4",
        "16-16-16-16-16-16",
        "1-1-1-1-1-1-1",
        "8-17",
        "8-0",
        "8--4",
        "8,4,2",
        "8, 4",
        "8,,4",
        "ALL ",
        "AQAA-_zZ09",
        "AQ==",
        "A" * 4000,
        "A" * 4001,
    )
)
OTHER_NAMES = (
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
    "&".join(["shape=x"] * 3),
    "&".join(["shape=x"] * 4),
    "&".join(["learning_rate=" + "9" * 50] * 5000) + "&learning_rate=0.07",
    "unit_lines=off&test_points=on&unit_lines=maybe",
    "learning_rate=0.07&test_fraction=.35&data_seed=4294967295&weights_seed=4294967296",
    "noise=0.05&shape=circles",
    "shape=circles&noise=0.1",
    "shape=spiral&shape=xor",
    "shape=custom&points=AQ-_",
    "shape=custom&points=AQ-_&names=L\u00e4nge,\u5e45 in \u00b5m,\U0001f339,a b",
    "shape=custom&points=AQ-_&names=L%C3%A4nge,%e5%b9%85%20in%20%C2%B5m,%F0%9F%8C%B9,a%20b",
    "shape=custom&names=a,b,c",
    "shape=custom&names=" + ",".join(["\U0001f339" * 24] * 4),
    "shape=custom&names=" + ",".join(["%F0%9F%8C%B9" * 24] * 4),
    "shape=custom&names=" + ",".join(["a" * 25] * 4),
    "shape=custom&names=,,,",
    "shape%3Dcustom%26names%3D%E4,b,c,d",
    "names=a,b,c,d&shape=moons",
    "points=" + "A" * 4000,
    "points=" + "A" * 4001,
    "points=" + "A" * 500_000,
    "points=" + "A" * 200_001,
    "layers=3&widths=8-4&features=sin_x2,x1&optimizer=adam&batch_size=10&early_stopping=on",
    "layers=0&widths=8-4-2-1",
    "shape%3Dcircles%26hidden_units%3D5",
    "shape=%63ircles&hidden%5funits=%35%",
    "shape=circles&epoch=0",
    "epoch=40&epoch=x&epoch=10001",
    "epoch=",
    "speed=5&time_scale=linear&noise=0,055&batch_size=All&widths=8,4",
    "noise=0.055&amp;hiddenunits=5&optimiser=adam#shape=blobs",
)
FRAGMENTS = FRAGMENTS + tuple(
    f"{name}={text}" for name in OTHER_NAMES for text in ("", "3", "moons", "x=&y")
)
FRAGMENTS = FRAGMENTS + tuple(f"{setting.name}={text}" for setting in SETTINGS for text in TEXTS)


def report():
    """Return what every function of the settings makes of the cases, a line for each."""
    lines = [to_fragment(defaults(shape)) for shape in sorted(NOISE)]
    for fragment in FRAGMENTS:
        values, problems = from_fragment(fragment)
        lines.append(" | ".join([fragment[:60], to_fragment(values)] + sentences(problems)))
        lines.append(f"units {layer_units(values)} {are_allowed(values)} {len(problems)}")
        lines.append(to_fragment(values, read_link(fragment).epoch))
        lines.append(" ".join(names_in(values)))
        values, _ = take(values, {"optimizer": "adam", "widths": "4-2", "hidden_units": fragment})
        lines.append(to_fragment(values))
    for setting in SETTINGS:
        for text in TEXTS + LONG_NUMBERS:
            lines.append(f"{setting.name} {text[:30]} -> {parsed(setting.name, text)}")
    for lesson in LESSONS:
        values, _ = from_fragment(lesson.leads_to)
        found = [lesson_of(from_fragment(lesson.settings)[0]), lesson_of(values)]
        lines.append(" ".join([address_of(lesson)] + [one.name if one else "-" for one in found]))
        lines.append(f"{follows_nudge(lesson, values)} {next_after(lesson) is None}")
        lines.append(" ".join([guess_of(lesson, share / 20).text for share in range(21)]))
    lines.append(f"effect {effect_of({}, defaults())} {effect_of(defaults(), defaults())}")
    for setting in SETTINGS:
        after = defaults()
        after[setting.name] = "other"
        lines.append(f"effect of {setting.name} {effect_of(defaults(), after)}")
    for seed in range(400):
        # Quotients of whole numbers are rounded alike everywhere: so only the writing differs.
        number = (seed * 7919 % 10007 + 1) / 10 ** (seed % 9)
        lines.append(as_text(number))
        for name in ("learning_rate", "noise", "balance", "regularization_rate"):
            lines.append(parsed(name, as_text(number)))
    return "\n".join(lines)


def parsed(name, text):
    """Return what *text* is parsed to, with its type, or why it is not."""
    try:
        value = parse(name, text)
    except SettingError as problem:
        return f"SettingError: {problem}"
    return f"{type(value).__name__} {as_text(value)}"
