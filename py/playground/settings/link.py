"""What a link can carry: settings, and what else shapes what is seen, as ``name=text``.

Beside the settings (`address`) there are

- the state: where the training stands, weights set by hand, the tab and the view that are open, the
  point that is picked;
- what a teacher adds: a title, a note, and goals;
- what a frame in another page is to be like.

`read_link` checks all of it, so that nobody who uses a `Link` ever meets a wild value; `write_link`
writes only what `read_link` reads. The format has a version, ``v``; without one it is 1. Runs in
both Pythons.
"""

from collections import namedtuple

from playground.settings.address import (
    EPOCH,
    MAX_POINTS_IN_ADDRESS,
    decoded,
    excess_in,
    parts_of,
    settings_in,
    to_fragment,
)
from playground.settings.kinds import Code, Menu, Number, Text, Whole, as_text
from playground.settings.table import MAX_HIDDEN_UNITS, MAX_LAYERS, MAX_POINTS, SETTINGS
from playground.settings.values import Problem, SettingError, in_words

VERSION = 1
# Some programs cut longer ones, of all characters of an address.
MAX_LINK = 8000
MAX_WEIGHTS = 20000  # of the largest network, with all digits, as a file has them

TABS = ("listing", "data", "network", "training", "view")
VIEWS = ("lines", "check", "space", "surface")  # inside the tab "listing"
# Parts of the page that a frame can show, hide or lock, beside each of the controls.
PARTS = ("picture", "run", "network", "listing", "data", "lessons")
USUAL = ("picture", "run", "network", "hidden_units")  # what a frame shows that says nothing of it
THEMES = ("auto", "light", "dark")
AUTORUNS = ("no", "once", "loop")
LANGUAGES = ("en",)


class Version(Whole):
    """The version of the format."""

    def describe(self, mark: str = "") -> str:
        """Say what it can be."""
        return f"{self.high}, the newest version of links that this page knows"


class Weights(Code):
    """Weights set by hand, as custom/weights.py packs them."""

    def describe(self, mark: str = "") -> str:
        """Say what it can be."""
        return "weights as this page packs them"


class Places(namedtuple("Places", ("words",))):
    """Controls, by the names of their settings, and parts of the page, as HTML writes lists too."""

    control = "text"

    def parse(self, text: str) -> tuple | None:
        """Return the names in their own order, or None."""
        text = text.strip().replace(",", " ").replace("-", "_")
        names = [name for name in text.split(" ", 3 * len(self.words)) if name]
        if any(name not in self.words for name in names):
            return None
        return tuple([word for word in self.words if word in names])

    def describe(self, mark: str = "") -> str:
        """Say what it can be."""
        return "names of settings and of parts of the page, with commas between them"


def _menu(words: tuple) -> Menu:
    return Menu(words, words)


_PLACES = PARTS + tuple([setting.name for setting in SETTINGS])

# `default` is what a `Link` says of what the link leaves out.
Key = namedtuple("Key", ("name", "allowed", "default"))

# fmt: off
KEYS = (
    Key("v", Version(1, VERSION, None), VERSION),
    # ---- State: the epoch is None at the end of the training, points are counted from 1
    Key("epoch", EPOCH, None),
    Key("weights", Weights(MAX_WEIGHTS), ""),
    Key("tab", _menu(TABS), ""),
    Key("inside", _menu(VIEWS), ""),
    Key("point", Whole(1, MAX_POINTS, None), None),
    # ---- Of a teacher: the accuracy is a share, as it is in the settings; the test loss and the
    # accuracy are to be reached, with so many hidden units and epochs at the most
    Key("title", Text(80), ""),
    Key("note", Text(500), ""),
    Key("goal_test_loss", Number(0, 10, None), None),
    Key("goal_accuracy", Number(0, 1, None), None),
    Key("goal_units", Whole(0, MAX_LAYERS * MAX_HIDDEN_UNITS, None), None),
    Key("goal_epochs", Whole(0, EPOCH.high, None), None),
    # ---- Of a frame
    Key("embed", Whole(0, 1, None), 0),
    Key("show", Places(_PLACES), ()),
    Key("hide", Places(_PLACES), ()),
    Key("lock", Places(_PLACES), ()),
    Key("theme", _menu(THEMES), "auto"),
    Key("autorun", _menu(AUTORUNS), "no"),
    Key("lang", _menu(LANGUAGES), "en"),
)
# fmt: on
BY_KEY = {key.name: key for key in KEYS}
# What a link keeps on its way through the page, whatever the reader changes there.
OF_TEACHER = ("title", "note", "goal_test_loss", "goal_accuracy", "goal_units", "goal_epochs")
OF_STATE = ("weights", "point", "inside")
OF_FRAME = ("embed", "show", "hide", "lock", "theme", "autorun", "lang")

# `values` are those of the settings, `problems` as `take` returns them; then each of `KEYS`.
Link = namedtuple(
    "Link",
    "values problems v epoch weights tab inside point title note"
    " goal_test_loss goal_accuracy goal_units goal_epochs"
    " embed show hide lock theme autorun lang",
)

_FINAL = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
_PLAIN = set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~,=&")


def read_link(fragment: str) -> Link:
    """Read all that a link says, from the part of an address that follows ``#``.

    Parameters
    ----------
    fragment : str
        May be empty or nonsense; from anybody.

    Returns
    -------
    Link
        What the link leaves out, or says in a way that cannot be used, has its default; of several
        texts for one name, the last that can be used counts. Its problems are those of the
        settings and of unknown names, then those of what else a link carries.
    """
    parts = parts_of(fragment)
    values, problems = settings_in([part for part in parts if part[0] not in BY_KEY])
    problems = excess_in(fragment) + problems
    found = {key.name: key.default for key in KEYS}
    for name, text in parts:
        if name not in BY_KEY:
            continue
        value = _parse(BY_KEY[name], text)
        if value is None:
            problems.append(Problem(name, text, BY_KEY[name].allowed.describe()))
        else:
            found[name] = value
    return Link(*[values, problems] + [found[key.name] for key in KEYS])


def write_link(values: dict, **extras: object) -> str:
    """Write settings and *extras*, by the names of `KEYS`, the way `read_link` reads them.

    What has its default is left out. Own points that are too many for an address are, too. The last
    character is a letter or a digit, since others get lost where a link is pasted into a text.

    Parameters
    ----------
    values : dict
        A value for every setting.
    **extras
        As a `Link` has them, or as text.

    Raises
    ------
    SettingError
        If one of them is not allowed, or is none.
    """
    for name in extras:
        if name not in BY_KEY:
            raise SettingError(in_words(Problem(name, as_text(extras[name]), "")))
    checked: dict = {key.name: _checked(key, extras) for key in KEYS}
    parts = [to_fragment(values, checked["epoch"])]
    for key in KEYS:
        if checked[key.name] != key.default and key.name not in ("v", "epoch"):
            text = text_of(checked[key.name])
            parts.append(f"{key.name}={_escaped_once(text) if _is_prose(key) else text}")
    is_marked = len(parts) > 1 or "v" in extras
    return _finished(_escaped("&".join(parts)), is_marked)


def write_whole(values: dict, **extras: object) -> str:
    """Write as `write_link` does, but all own points: what fits into no address (`link_file`)."""
    link = write_link(values, **extras)
    is_whole = len(values["points"]) <= MAX_POINTS_IN_ADDRESS
    return link if is_whole else _finished(f"{link}&points={values['points']}", False)


def text_of(value: object) -> str:
    """Write a *value* as a `Link` has it the way it stands in an address."""
    if isinstance(value, (tuple, list)):
        return ",".join(value)
    return as_text(int(value) if value is True or value is False else value)


def extras_of(link: Link, names: tuple) -> dict:
    """Return what a *link* says under these *names*, for `write_link`."""
    return {name: getattr(link, name) for name in names}


def _checked(key: Key, extras: dict) -> object:
    """Return what *extras* say of a *key*, as a `Link` has it."""
    given = extras.get(key.name)
    if given is None or given == key.default:
        return key.default
    value = key.allowed.parse(text_of(given))
    if value is None:
        raise SettingError(in_words(Problem(key.name, text_of(given), key.allowed.describe())))
    return value


def _is_prose(key: Key) -> bool:
    return isinstance(key.allowed, Text)


def _parse(key: Key, text: str) -> object:
    if not _is_prose(key):
        return key.allowed.parse(text)
    # No text that can be used is longer, even if every letter of it has an escape.
    return key.allowed.parse(decoded(text[: 3 * key.allowed.max_characters + 1]))


def _escaped_once(text: str) -> str:
    """Write *text* so that it does not end at an ``&``, which an address knows in three forms."""
    for letter, code in (("%", "%25"), ("&", "%26"), ("+", "%2B")):
        text = text.replace(letter, code)
    return text


def _finished(fragment: str, is_marked: bool) -> str:
    """Return a *fragment* with its version, if it is to have one, and with an end that stays.

    Chat programs take "-", "." or "," at the end of an address for the end of a sentence. There
    the version follows, which ends in a digit and says nothing new.
    """
    version = f"v={VERSION}"
    if fragment[-1] not in _FINAL:
        return f"{fragment}&{version}"
    return f"{version}&{fragment}" if is_marked else fragment


def _escaped(fragment: str) -> str:
    """Write a *fragment* so that it stays one word in a letter or a chat."""
    try:
        letters = fragment.encode()
    except ValueError:  # half of a letter, in somebody's names
        return fragment
    return "".join([chr(one) if one in _PLAIN else f"%{one:02X}" for one in letters])
