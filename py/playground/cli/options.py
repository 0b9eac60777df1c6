"""The options: one for each setting, made from the table, and what a link says."""

import argparse
from collections.abc import Sequence
from typing import NamedTuple

from playground.session.dataset import Values
from playground.settings.address import EPOCH
from playground.settings.kinds import as_text
from playground.settings.link import Link, read_link
from playground.settings.table import (
    BY_NAME,
    DATA,
    NETWORK,
    SETTINGS,
    STOPPING,
    TRAINING,
    VIEW,
    Setting,
)
from playground.settings.values import Problem, defaults, in_words, nearest_name, take

GROUPS = {
    "points": (DATA,),
    "network": (NETWORK,),
    "training": (STOPPING, TRAINING),
    "pictures": (VIEW,),
}
"""The groups of the help, and which effects their settings have."""


class UsageError(ValueError):
    """What somebody asks for cannot be done; the text is for them, and says why."""


class Start(NamedTuple):
    """What to begin with.

    Attributes
    ----------
    values : dict
        A value for every setting.
    epoch : int or None
        Where to pause; None at the end of the training.
    weights : str
        To be set there, as `custom.weights` packs them; "" for none.
    page : str
        Address of the page that the link is of; "" without one.
    problems : list of str
        What of the link cannot be used, in sentences.
    """

    values: Values
    epoch: int | None
    weights: str
    page: str
    problems: list[str]


def add_settings(parser: argparse.ArgumentParser) -> None:
    """Give *parser* an option for each setting."""
    for title, effects in GROUPS.items():
        group = parser.add_argument_group(title)
        for setting in SETTINGS:
            if setting.effect in effects:
                option = option_of(setting.name)
                group.add_argument(option, metavar="VALUE", help=_help(setting))


def option_of(name: str) -> str:
    """Return the option of a setting: "--hidden-units"."""
    return "--" + name.replace("_", "-")


def chosen(arguments: argparse.Namespace) -> list[tuple[str, str]]:
    """Return name and text of each setting that is given as an option."""
    given = [(name, getattr(arguments, name)) for name in BY_NAME]
    return [(name, text) for name, text in given if text is not None]


def start_of(link: str, named: Sequence[tuple[str, str]], epoch: str | None) -> Start:
    """Return what a *link* and options, which come first, ask for.

    Parameters
    ----------
    link : str
        Of the page, or what follows its ``#``; "" for none.
    named : sequence of (str, str)
        Name and text of settings.
    epoch : str, optional
        That of the option.

    Raises
    ------
    UsageError
        If an option is not allowed, or the link has no settings; says what is.
    """
    page, fragment = _parts(link)
    if link and "=" not in fragment:
        raise UsageError(f"{link!r} is no link of the page: it has no settings.")
    said: Link | None = read_link(fragment) if link else None
    values, problems = take(said.values if said else defaults(), list(named))
    if epoch is not None and EPOCH.parse(epoch) is None:
        problems.append(Problem("epoch", epoch, EPOCH.describe()))
    if problems:
        raise UsageError("\n".join(map(in_words, problems)))
    where = EPOCH.parse(epoch) if epoch is not None else said.epoch if said else None
    weights = said.weights if said else ""
    return Start(values, where, weights, page, list(map(in_words, said.problems)) if said else [])


def refuse_unknown(unknown: Sequence[str]) -> None:
    """Raise a `UsageError` for options that there are not; it names the nearest that there is."""
    if unknown:
        name = unknown[0].split("=")[0]
        nearest = nearest_name(name.lstrip("-")) if name.startswith("--") else ""
        meant = f"did you mean {option_of(nearest)}?" if nearest else "there is no such option."
        raise UsageError(f"{name}: {meant}")


def _parts(link: str) -> tuple[str, str]:
    """Return the address of the page and the fragment of a *link*."""
    page, mark, fragment = link.partition("#")
    if mark:
        return page, fragment
    return (link, "") if "://" in link else ("", link)


def _help(setting: Setting) -> str:
    usual = "" if setting.default == "" else f"; the default is {as_text(setting.default)}"
    return f"{setting.help} Takes {setting.allowed.describe()}{usual}.".replace("%", "%%")
