"""Settings in the part of an address that follows ``#``: ``shape=moons&hidden_units=3``.

An address also says where the training stands: ``epoch=0`` is untrained, without an epoch it is
trained to its end. What else a link can carry, `link` adds. Runs in both Pythons.
"""

# ruff: noqa: RUF005 - MicroPython cannot unpack one list inside another

from playground.settings.kinds import Whole, as_text
from playground.settings.table import BY_NAME, RATE, SETTINGS
from playground.settings.values import Problem, defaults, take

# Own points that take more characters do not travel in an address.
MAX_POINTS_IN_ADDRESS = 4000
# What is looked at: no address that this page writes comes near, and its files, which bring up to
# 500,000 characters of points, have room. The longest note, in letters that take four bytes each,
# has 2,000 escapes.
MAX_CHARACTERS, MAX_PARTS, MAX_ESCAPES = 600000, 500, 4000
# Where the training may stand.
EPOCH = Whole(0, BY_NAME["epochs"].allowed.high, None)
# What an address always says, because it is what a link is about; the rest only if it differs.
ALWAYS_SAID = ("shape", "hidden_units")


def from_fragment(fragment: str) -> tuple[dict, list]:
    """Read settings from the part of an address that follows ``#``.

    What an address leaves out keeps its default (of the noise, that of the shape; of the layers, as
    many as there are widths; the learning rate is 1.2 with any optimizer); of several texts for one
    name, the last that can be used counts. Some programs change an address on its way: ``&amp;``
    and ``%26`` mean ``&``, ``%3D`` means ``=``, and a second ``#`` ends it.

    Parameters
    ----------
    fragment : str
        May be empty or nonsense.

    Returns
    -------
    values : dict
        A value for every setting.
    problems : list of Problem
        As `take` returns them.
    """
    parts = parts_of(fragment)
    values, problems = settings_in([part for part in parts if part[0] != "epoch"])
    problems = excess_in(fragment) + problems
    wrong = [text for name, text in parts if name == "epoch" and EPOCH.parse(text) is None]
    return values, problems + [Problem("epoch", text, EPOCH.describe()) for text in wrong]


def settings_in(parts: list) -> tuple[dict, list]:
    """Read settings from the *parts* of an address, pairs of name and text; as `from_fragment`."""
    # An address of before the optimizers had rates of their own still means what it meant.
    return take(defaults(), [("learning_rate", as_text(RATE["gradient_descent"]))] + parts)


def to_fragment(values: dict, epoch: int | None = None) -> str:
    """Write *values* the way `from_fragment` reads them, in the order of `SETTINGS`.

    Own points that are too many for an address are left out. The *epoch* is where the training
    stands, None at its end.
    """
    usual = defaults(values["shape"])
    parts = []
    for setting in SETTINGS:
        name, value = setting.name, values[setting.name]
        is_too_long = name == "points" and len(value) > MAX_POINTS_IN_ADDRESS
        is_said = name in ALWAYS_SAID or (name == "layers" and values["widths"])
        if is_said or (value != usual[name] and not is_too_long):
            parts.append(f"{name}={as_text(value)}")
    if epoch is not None:
        parts.append(f"epoch={epoch}")
    return "&".join(parts)


def excess_in(fragment: str) -> list:
    """Return what is wrong with the size of a *fragment*, as `take` does; an empty list if nothing.

    Nothing is split before this is known: what `str.split` takes in MicroPython grows with the
    square of the parts, 27 seconds for 200,000 of them.
    """
    if len(fragment) > MAX_CHARACTERS:
        return [Problem("A link", f"{len(fragment)}", f"up to {MAX_CHARACTERS} characters")]
    count = fragment.count("&") + 1
    return [Problem("A link", f"{count}", f"up to {MAX_PARTS} parts")] if count > MAX_PARTS else []


def parts_of(fragment: str) -> list:
    """Return name and text of each part, in order; without a name there is none."""
    text = decoded(fragment[:MAX_CHARACTERS].replace("&amp;", "&").split("#", 1)[0])
    pairs = [part.partition("=") for part in text.split("&", MAX_PARTS)[:MAX_PARTS]]
    return [(name, value) for name, _, value in pairs if name]


def decoded(text: str) -> str:
    """Return *text* with %26 as &, and so on; what stands for no letter stays as it is."""
    if "%" not in text:
        return text
    try:
        return _joined(text).decode()
    except ValueError:  # or it holds half of a letter
        return text


def _joined(text: str) -> bytes:
    first, *rest = text.split("%", MAX_ESCAPES)
    pieces = [first.encode()]
    for piece in rest:
        code = piece[:2].upper()
        is_code = len(code) == 2 and all(letter in "0123456789ABCDEF" for letter in code)
        is_letter = is_code and code >= "20" and code != "7F"
        # Beyond 7F, several stand for one letter (UTF-8).
        meant = bytes([int(code, 16)]) + piece[2:].encode() if is_letter else None
        pieces.append(meant or ("%" + piece).encode())
    return b"".join(pieces)
