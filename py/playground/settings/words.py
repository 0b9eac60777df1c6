"""Settings in words, for a reader, and as the names of files (both Pythons)."""

from playground.settings.table import CUSTOM, SHAPE
from playground.settings.values import layer_units, names_in


def describe(values: dict) -> str:
    """Say in words what is learnt, and by which network: "Moons, 3 hidden units"."""
    return f"{_shape(values)}, {_network(layer_units(values))}"


def say_names(values: dict) -> str:
    """Say what a table calls axes and classes, as a sentence after others; "" if there is none."""
    if not values["names"]:
        return ""
    x1, x2, zero, one = names_in(values)
    return f" The classes are “{zero}” and “{one}”, the axes “{x1}” and “{x2}”."


def as_percent(share: float) -> int:
    """Return a share as a whole number of percent: 100 only of all, and 0 of none."""
    percent = round(100 * share)
    if percent == 100 and share < 1:
        return 99
    return 1 if percent == 0 and share > 0 else percent


def file_name(values: dict, subject: str, ending: str) -> str:
    """Return what a file about these settings is called: "moons-3-weights.json".

    Parameters
    ----------
    values : dict
        A value for every setting.
    subject : str
        What of them is in the file, as "weights"; "" for what its ending says already.
    ending : str
        As "png", without the dot.
    """
    units = values["widths"] or values["hidden_units"] if values["layers"] else 0
    parts = [values["shape"], str(units)] + ([subject] if subject else [])
    return f"{'-'.join(parts)}.{ending}"


def _shape(values: dict) -> str:
    shape = values["shape"]
    return "Own points" if shape == CUSTOM else SHAPE.texts[SHAPE.words.index(shape)]


def _network(units: list) -> str:
    """Say how many hidden units there are in each layer."""
    if not units:
        return "no hidden units"
    if len(units) == 1:
        return "1 hidden unit" if units[0] == 1 else f"{units[0]} hidden units"
    if len(set(units)) == 1:
        return f"{len(units)} hidden layers of {units[0]} unit{'s' if units[0] > 1 else ''}"
    numbers = ", ".join([str(number) for number in units[:-1]])
    return f"hidden layers of {numbers} and {units[-1]} units"
