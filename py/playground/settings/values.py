"""The values of the settings, and the one way by which they change: `take`.

The form, an address, the drawn network, points of one's own, an embedding page: whoever wants a
setting changed hands over names and texts, and gets back values that fit together, and what was
wrong. Runs in both Pythons, so it keeps to what both have: no ``typing``, no ``dataclasses``, no
``urllib``, and order lives in tuples, never in dicts.
"""

from collections import namedtuple

from playground.settings.kinds import as_text
from playground.settings.table import BY_NAME, CUSTOM, NOISE, RATE, SETTINGS

# Letters that a name may differ in from the one that is meant.
MAX_DISTANCE = 3
MAX_NAME, MAX_GIVEN = 30, 20  # letters that are looked at, and told
MAX_SENTENCES = 3  # the page has room for no more
# Of the axes and the classes, where a table says nothing.
USUAL_NAMES = ("x₁", "x₂", "class 0", "class 1")

# What could not be used: the name of a setting, or one that is none; the text that was given; and
# what is allowed, in words, or "" where there is no such setting.
Problem = namedtuple("Problem", ("name", "given", "allowed"))


class SettingError(ValueError):
    """A value that a setting cannot take; the text is a sentence for the reader."""


def defaults(shape: str = "moons") -> dict:
    """Return a dict of every setting's name and default value, for this *shape*."""
    values = {setting.name: setting.default for setting in SETTINGS}
    values["shape"], values["noise"] = shape, NOISE[shape]
    return values


def take(values: dict, named: dict | list) -> tuple[dict, list]:
    """Return *values* changed as somebody wants them, and what could not be used.

    Parameters
    ----------
    values : dict
        An allowed value for every setting; not changed.
    named : dict, or list of pairs
        The text that somebody wants for each of some settings, by name; anything. Of several for
        one name, the last that can be used counts.

    Returns
    -------
    values : dict
        An allowed value for every setting. What cannot be used stays as it was; and what goes
        together follows: see `_follow`.
    problems : list of Problem
        For each text that could not be used, in order.
    """
    taken, chosen, problems = dict(values), set(), []
    # A dict has no order in MicroPython.
    for name, text in sorted(named.items()) if isinstance(named, dict) else named:
        allowed = BY_NAME[name].allowed if name in BY_NAME else None
        value = allowed.parse(text) if allowed and isinstance(text, str) else None
        if value is None:
            problems.append(Problem(name, text, allowed.describe() if allowed else ""))
        else:
            taken[name] = value
            chosen.add(name)
    _follow(values, taken, chosen)
    return taken, problems


def _follow(before: dict, taken: dict, chosen: set) -> None:
    """Let settings that nobody has *chosen* follow those that somebody has.

    - The noise is that of the shape.
    - The learning rate is that of the optimizer, unless the reader has set another one.
    - The number of units speaks for all layers, and makes a first one if there is none.
    - There is a layer for each of the widths.
    - Points of one's own, and their names, belong to their shape.
    """
    if "shape" in chosen and "noise" not in chosen and taken["shape"] != before["shape"]:
        taken["noise"] = NOISE[taken["shape"]]
    is_own_rate = before["learning_rate"] != RATE[before["optimizer"]]
    if "optimizer" in chosen and "learning_rate" not in chosen and not is_own_rate:
        taken["learning_rate"] = RATE[taken["optimizer"]]
    if "hidden_units" in chosen and "layers" not in chosen and "widths" not in chosen:
        taken["widths"], taken["layers"] = "", max(taken["layers"], 1)
    if "widths" in chosen and "layers" not in chosen and taken["widths"]:
        taken["layers"] = taken["widths"].count("-") + 1
    if taken["shape"] != CUSTOM:
        taken["points"] = taken["names"] = ""


def parse(name: str, text: str) -> str | int | float:
    """Return the value of the setting *name* that *text* stands for.

    Raises
    ------
    SettingError
        If *text* is not allowed; the message names the setting and what it can be.
    """
    allowed = BY_NAME[name].allowed
    value: str | int | float | None = allowed.parse(text)
    if value is None:
        raise SettingError(in_words(Problem(name, text, allowed.describe())))
    return value


def are_allowed(values: object) -> bool:
    """Tell whether *values* are a dict with an allowed value for every setting, and no more."""
    if not isinstance(values, dict) or len(values) != len(SETTINGS):
        return False
    return all(
        setting.name in values
        and setting.allowed.parse(as_text(values[setting.name])) == values[setting.name]
        for setting in SETTINGS
    )


# ---- What was wrong, in words ------------------------------------------------------------


def in_words(problem: Problem) -> str:
    """Say in one sentence what is wrong."""
    name, given, allowed = problem
    if allowed and name not in BY_NAME:
        return f"{name} takes {allowed}, not {_quoted(given)}."
    if name in BY_NAME:
        return f"{BY_NAME[name].label} takes {allowed}, not {_quoted(given)}."
    nearest = nearest_name(name)
    if nearest:
        return f"{_short(name)}: did you mean {nearest}?"
    return f"There is no setting {_quoted(name)}."


def sentences(problems: list) -> list[str]:
    """Say what is wrong: a sentence for each of `MAX_SENTENCES`, and one that counts the others."""
    said = [in_words(problem) for problem in problems[:MAX_SENTENCES]]
    more = len(problems) - len(said)
    if more:
        said.append(f"And {more} more.")
    return said


def nearest_name(name: str) -> str:
    """Return the setting whose name is like *name*, or "" if none is."""
    name = name[:MAX_NAME].lower().replace("-", "_")
    least, nearest = MAX_DISTANCE + 1, ""
    for setting in SETTINGS:
        if abs(len(name) - len(setting.name)) > MAX_DISTANCE:
            continue  # nor can it be less far: in MicroPython each takes milliseconds
        distance = _distance(name, setting.name)
        # Of a short name, most letters are the same by chance.
        if distance < least and 2 * distance < len(setting.name):
            least, nearest = distance, setting.name
    return nearest


def _distance(one: str, other: str) -> int:
    """Return how many letters make the difference (Levenshtein, 1965)."""
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one):
        above, row[0] = row[0], at + 1
        for to in range(len(other)):
            best = min(above + (letter != other[to]), row[to] + 1, row[to + 1] + 1)
            above, row[to + 1] = row[to + 1], best
    return row[-1]


def _quoted(text: object) -> str:
    return f"“{_short(text)}”"


def _short(text: object) -> str:
    """Return what was given, cut to a length that fits a sentence."""
    text = str(text)
    return f"{text[:MAX_GIVEN]}…" if len(text) > MAX_GIVEN else text


# ---- What follows from the values --------------------------------------------------------


def layer_units(values: dict) -> list[int]:
    """Return the number of units in each hidden layer, a list.

    ``widths`` speaks for the first layers, ``hidden_units`` for those that it leaves out.
    """
    widths = [int(units) for units in values["widths"].split("-") if units]
    alike = [values["hidden_units"]] * values["layers"]
    return (widths + alike[len(widths) :])[: values["layers"]]


def widths_of(units: list[int], hidden_units: int) -> tuple[str, int]:
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
    return "-".join([str(number) for number in given]), hidden_units


def names_in(values: dict) -> list[str]:
    """Return the names of x₁, x₂ and the two classes, as the reader's table has them."""
    names = values["names"].split(",") if values["names"] else [""] * len(USUAL_NAMES)
    # Of a class "+", an address can carry nothing.
    return [name or usual for name, usual in zip(names, USUAL_NAMES)]  # noqa: B905


def effect_of(before: dict, after: dict) -> int | None:
    """Return the largest effect among the settings that differ, or None if none does.

    Parameters
    ----------
    before, after : dict
        A value for every setting. *before* may be empty (nothing exists yet).
    """
    effects = [
        setting.effect for setting in SETTINGS if before.get(setting.name) != after[setting.name]
    ]
    return max(effects) if effects else None
