"""What a setting can be, decided by other means than the code uses; and strategies for it."""

import re
import string

from hypothesis import strategies as st
from micropython_cases import TEXTS

from playground.settings.kinds import (
    Code,
    Menu,
    Names,
    Number,
    Segments,
    Several,
    Share,
    Switch,
    Whole,
    WholeOr,
    Widths,
)
from playground.settings.table import CUSTOM, SETTINGS

BY_NAME = {setting.name: setting for setting in SETTINGS}
NAMES = tuple(BY_NAME)


def of_kind(*kinds):
    """Return the names of the settings whose values are of these kinds."""
    return tuple(name for name in NAMES if isinstance(BY_NAME[name].allowed, kinds))


WHOLES = of_kind(Whole, WholeOr)
FRACTIONS = of_kind(Number, Share)
RANGES = WHOLES + FRACTIONS
MENUS = of_kind(Menu, Segments)
SWITCHES = of_kind(Switch)
SEVERAL, WIDTHS, CODES = of_kind(Several), of_kind(Widths), of_kind(Code)
NAME_LISTS = of_kind(Names)

# The grammar of HTML's number inputs, and what browsers let through beside it.
A_NUMBER = r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?"
SPACES = " \t\r\n"  # what may stand around it
LETTERS = string.ascii_letters + string.digits + "-_"


def is_within(name, number):
    """Whether *number* lies in the range of the table."""
    return BY_NAME[name].allowed.low <= number <= BY_NAME[name].allowed.high


def is_allowed(name, value):
    """Whether *value* is one that the table allows, of the type that the engine expects."""
    allowed = BY_NAME[name].allowed
    if name in WHOLES and value != getattr(allowed, "word", None):
        return type(value) is int and is_within(name, value)
    if name in FRACTIONS:
        return type(value) is float and is_within(name, value)
    # All others are text, in the one way in which it is written.
    return type(value) is str and can_be_read(name, value) and meaning_of(name, value) == value


def can_be_read(name, text):
    """Whether *text* means an allowed value, decided by other means than `parse` uses."""
    allowed = BY_NAME[name].allowed
    if name in FRACTIONS:
        # 12 digits count: what differs from the end of the range by less lies in it.
        text = text.strip(SPACES).replace(",", ".", 1)
        is_number = len(text) <= 25 and re.fullmatch(A_NUMBER, text)
        return bool(is_number) and is_within(name, float(f"{float(text):.12g}"))
    if name in WHOLES:
        text, word = text.strip(SPACES), getattr(allowed, "word", None)
        if word and (text == "" or re.fullmatch(word, text, re.ASCII | re.IGNORECASE)):
            return True
        return bool(re.fullmatch("[0-9]{1,10}", text)) and is_within(name, int(text))
    if name in SEVERAL:
        return set(text.split(",")) <= set(allowed.words)
    if name in WIDTHS:
        # Zeros in front are no harm, up to the length of any whole number.
        units = f"0{{0,8}}({'|'.join(map(str, range(1, allowed.max_units + 1)))})"
        most_more = allowed.max_layers - 1
        text = re.sub(", ?", "-", text)
        is_short = all(len(part) <= 10 for part in text.split("-"))
        return bool(re.fullmatch(f"({units}(-{units}){{0,{most_more}}})?", text)) and is_short
    if name in CODES:
        return bool(re.fullmatch("[A-Za-z0-9_-]*", text)) and len(text) <= allowed.max_characters
    if name in NAME_LISTS:
        names = text.split(",")
        is_plain = not re.search(r"[\x00-\x1f\x7f&#=%+]", text)
        is_short = all(len(one) <= allowed.max_characters for one in names)
        return not text or (len(names) == allowed.count and is_short and is_plain)
    older = getattr(allowed, "older", ())
    return text in allowed.words or text in [old for old, _ in older]


def meaning_of(name, text):
    """Return how a *text* that can be read is written."""
    if name in SEVERAL:
        chosen = set(text.split(","))
        return ",".join(sorted(chosen, key=BY_NAME[name].allowed.words.index))
    if name in WIDTHS:
        return re.sub(r"\b0+", "", re.sub(", ?", "-", text))
    return dict(getattr(BY_NAME[name].allowed, "older", ())).get(text, text)


def allowed_values(setting):
    """Return a strategy for the values of a setting."""
    name, allowed = setting.name, setting.allowed
    if name in FRACTIONS:
        least, most = float(allowed.low), float(allowed.high)
        return st.floats(least, most).map(twelve_digits) | st.sampled_from((least, most))
    if name in WHOLES:
        numbers = st.integers(allowed.low, allowed.high)
        return numbers | st.just(allowed.word) if isinstance(allowed, WholeOr) else numbers
    if name in SEVERAL:
        some = st.sets(st.sampled_from(allowed.words), min_size=1)
        return some.map(lambda chosen: ",".join(sorted(chosen, key=allowed.words.index)))
    if name in WIDTHS:
        units = st.integers(1, allowed.max_units)
        return st.lists(units, max_size=allowed.max_layers).map(lambda w: "-".join(map(str, w)))
    if name in CODES:
        # The first letters of a code say how much it holds: there are at least four.
        return st.just("") | st.text(LETTERS, min_size=4, max_size=40)
    if name in NAME_LISTS:
        letters = st.characters(min_codepoint=32, exclude_characters="&#=%+,\x7f", codec="utf-8")
        one = st.text(letters, max_size=allowed.max_characters)
        names = st.lists(one, min_size=allowed.count, max_size=allowed.count).map(",".join)
        return st.just("") | names
    return st.sampled_from(BY_NAME[name].allowed.words)


def twelve_digits(number):
    """Return *number* rounded to the digits that an address keeps, without a negative zero."""
    return float(f"{number:.12g}") + 0.0


NONSENSE = st.text() | st.sampled_from(TEXTS) | st.from_regex(r"\A[-+0-9.eE_ ]{0,9}\Z")


def that_fit(values):
    """Return *values* as they can be: only own points come with points and names."""
    return values if values["shape"] == CUSTOM else {**values, "points": "", "names": ""}


ANY_VALUES = st.fixed_dictionaries(
    {setting.name: allowed_values(setting) for setting in SETTINGS}
).map(that_fit)
