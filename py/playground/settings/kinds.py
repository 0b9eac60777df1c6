"""What a setting can be: how a value of each kind is read from text, and what is said of it.

Every kind has

``parse(text)``
    the value that *text* stands for, or None if it is not allowed;
``describe(mark="")``
    in words what it can be; the *mark* stands around what is to be written as it is;
``control``
    what lets a reader set it: a slider, a box for a number, a menu, ….

Runs in both Pythons, so a kind is a namedtuple with methods.
"""

import re
from collections import namedtuple

# Not every text that float() takes is a number for a form: "nan", "1_0", " 1"; and
# MicroPython's takes even "." and "e5".
_NUMBER = re.compile("[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?")
_LETTERS = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
MAX_CHARACTERS = 25  # of a number
SPACES = " \t\r\n"  # around it; the Pythons differ on others


class Whole(namedtuple("Whole", ("low", "high", "step"))):
    """A whole number; with a step it has a slider."""

    def parse(self, text: str) -> int | None:
        """Return the number, or None."""
        number = _whole(text.strip(SPACES))
        return number if _is_within(number, self.low, self.high) else None

    def describe(self, mark: str = "") -> str:
        """Say what it can be."""
        return f"a whole number from {self.low} to {self.high}"

    @property
    def control(self) -> str:
        """What lets a reader set it."""
        return "number" if self.step is None else "slider"


class WholeOr(namedtuple("WholeOr", ("low", "high", "word"))):
    """A whole number, or a word."""

    control = "text"

    def parse(self, text: str) -> int | str | None:
        """Return the number or the word, which nothing stands for as well, or None."""
        text = text.strip(SPACES)
        if text.lower() in ("", self.word):
            return str(self.word)
        number = _whole(text)
        return number if _is_within(number, self.low, self.high) else None

    def describe(self, mark: str = "") -> str:
        """Say what it can be."""
        return f"a whole number from {self.low} to {self.high}, or {mark}{self.word}{mark}"


class Number(namedtuple("Number", ("low", "high", "step"))):
    """A number; with a step it has a slider, with "log" a box and a slider of equal factors."""

    def parse(self, text: str) -> float | None:
        """Return the number, or None."""
        number = _number(text)
        return number if _is_within(number, self.low, self.high) else None

    def describe(self, mark: str = "") -> str:
        """Say what it can be."""
        return f"{self.low} to {self.high}"

    @property
    def control(self) -> str:
        """What lets a reader set it."""
        return {None: "number", "log": "log"}.get(self.step, "slider")


class Share(Number):
    """A number that is shown as a percentage."""


class Menu(namedtuple("Menu", ("words", "texts"))):
    """One of some words, each with the text that a reader sees."""

    control = "menu"

    def parse(self, text: str) -> str | None:
        """Return the word, or None."""
        return text if text in self.words else None

    def describe(self, mark: str = "") -> str:
        """Say what it can be."""
        return _marked(self.words, mark)


class Switch(Menu):
    """On or off."""

    control = "switch"


class Segments(namedtuple("Segments", ("words", "texts", "older"))):
    """One of a few words, which stand side by side; `older` pairs say what links of before mean."""

    control = "segments"

    def parse(self, text: str) -> str | None:
        """Return the word, or None."""
        for old, word in self.older:
            text = word if text == old else text
        return text if text in self.words else None

    def describe(self, mark: str = "") -> str:
        """Say what it can be."""
        return _marked(self.words, mark)


class Several(namedtuple("Several", ("words", "texts"))):
    """One or more of some words, with commas between them."""

    control = "boxes"

    def parse(self, text: str) -> str | None:
        """Return the words in their own order, or None."""
        chosen = text.split(",", len(self.words))
        if any(word not in self.words for word in chosen):
            return None
        return ",".join([word for word in self.words if word in chosen])

    def describe(self, mark: str = "") -> str:
        """Say what it can be."""
        return f"one or more of {_marked(self.words, mark)}, with commas between them"


class Widths(namedtuple("Widths", ("max_layers", "max_units"))):
    """The units of each layer, "8-4-2"; nothing where all layers are alike."""

    control = "hidden"

    def parse(self, text: str) -> str | None:
        """Return the text without needless zeros and with - between the numbers, or None."""
        if text == "":
            return text
        text = text.replace(", ", "-").replace(",", "-")
        widths = [_whole(units) for units in text.split("-", self.max_layers)]
        is_allowed = len(widths) <= self.max_layers and all(
            units is not None and 1 <= units <= self.max_units for units in widths
        )
        return "-".join([str(units) for units in widths]) if is_allowed else None

    def describe(self, mark: str = "") -> str:
        """Say what it can be."""
        most = f"up to {self.max_layers} numbers from 1 to {self.max_units}"
        return f"{most} with - between them, or nothing"


class Names(namedtuple("Names", ("count", "max_characters"))):
    """So many names with commas between them, or nothing."""

    control = "hidden"

    def parse(self, text: str) -> str | None:
        """Return the text, or None."""
        names = text.split(",", self.count)
        is_short = all(len(name) <= self.max_characters for name in names)
        # What means something in an address cannot be part of a name.
        is_plain = all(character >= " " and character not in "&#=%+\x7f" for character in text)
        return text if is_plain and is_short and (not text or len(names) == self.count) else None

    def describe(self, mark: str = "") -> str:
        """Say what it can be."""
        return f"{self.count} names of up to {self.max_characters} characters, or nothing"


class Code(namedtuple("Code", ("max_characters",))):
    """Points of one's own, as custom/codec.py packs them."""

    control = "hidden"

    def parse(self, text: str) -> str | None:
        """Return the text, or None."""
        is_code = len(text) <= self.max_characters and not set(text) - _LETTERS
        return text if is_code else None

    def describe(self, mark: str = "") -> str:
        """Say what it can be."""
        return "points as this page packs them"


class Text(namedtuple("Text", ("max_characters",))):
    """Words of somebody's own: one line, without what a reader could not see."""

    control = "text"

    def parse(self, text: str) -> str | None:
        """Return the text without spaces around it, or None."""
        if len(text) > self.max_characters + MAX_CHARACTERS:
            return None  # whatever spaces there are
        text = text.strip(SPACES)
        is_plain = all(_is_seen(ord(character)) for character in text)
        return text if is_plain and len(text) <= self.max_characters else None

    def describe(self, mark: str = "") -> str:
        """Say what it can be."""
        return f"one line of up to {self.max_characters} characters"


def as_text(value: object) -> str:
    """Write a value the way it is parsed: 0.07 as 0.07, in MicroPython too."""
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def _is_seen(code: int) -> bool:
    """Tell whether this is no control character, no half of one, and turns no other ones round."""
    is_control = code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000
    return not (is_control or 0x2028 <= code < 0x202F or 0x2066 <= code < 0x206A)


def _marked(words: tuple, mark: str) -> str:
    return ", ".join([f"{mark}{word}{mark}" for word in words])


def _is_within(number: float | None, low: float, high: float) -> bool:
    return number is not None and low <= number <= high


def _whole(text: str) -> int | None:
    # isdigit() alone would let other scripts' digits and long strings through to int().
    is_whole = 0 < len(text) <= 10 and all(character in "0123456789" for character in text)
    return int(text) if is_whole else None


def _number(text: str) -> float | None:
    # Half of the world writes 0,3.
    text = text.strip(SPACES).replace(",", ".", 1)
    match = _NUMBER.match(text) if len(text) <= MAX_CHARACTERS else None
    if not match or match.group(0) != text:
        return None
    # As many digits as `as_text` writes, so that an address brings back the same number, and
    # no negative zero.
    return float(as_text(float(text))) + 0.0
