"""Numbers as a reader sees them: with two or three digits that count, and the true minus sign."""

import math

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
# Numbers below and from here on are written as powers of ten.
MIN_PLAIN, MAX_PLAIN = 1e-3, 1e5
# What there is room for on a connection of the network drawn.
MAX_LETTERS = 5.5


def in_words(value: float) -> str:
    """Write *value* for a sentence: "0.83", "−0.0071", "1.2 × 10⁻⁵"."""
    if _is_plain(value):
        return _plain(value, _places(value))
    digits, power = f"{value:.1e}".split("e")
    return minus(digits) + times_ten(power)


def in_digits(value: float, digits: int) -> str:
    """Write *value* for a sentence with so many *digits* that count, zeros at the end left out."""
    number, _, power = f"{value + 0.0:.{digits}g}".partition("e")
    return minus(number) + (times_ten(power) if power else "")


def in_letters(value: float, letters: float) -> str:
    """Write *value* in at most so many *letters*; "" where that is not possible.

    A point is half as wide as a letter. Where there is no room, digits are lost: −0.0712 becomes
    "−0.071" or "−0.07", and −0.0000123 becomes "−1.2e−5" or "−1e−5".
    """
    texts = [_power(value, 1)]
    if _is_plain(value):
        places = _places(value)
        texts = [_plain(value, places), _plain(value, max(places - 1, 0))]
    texts.append(_power(value, 0))
    return next((text for text in texts if len(text) - text.count(".") / 2 <= letters), "")


def number_text(value: float) -> str:
    """Write a weight or a bias in few letters."""
    size = abs(value)
    if size >= 1e5:
        return number_in_short(value)
    places = 2 if size < 9.995 else 1 if size < 99.95 else 0
    text = f"{value:.{places}f}"
    return "0.00" if text == "-0.00" else minus(text)


def number_in_short(value: float) -> str:
    """Write a number of any size in as many letters as a connection has room for."""
    return in_letters(float(value), MAX_LETTERS)


def _is_plain(value: float) -> bool:
    """Tell whether a number is written without a power of ten."""
    return value == 0 or not math.isfinite(value) or MIN_PLAIN <= abs(value) < MAX_PLAIN


def _power(value: float, places: int) -> str:
    """Write a number as engineers do: "−1.2e−5"."""
    if not math.isfinite(value):
        return _plain(value, places)
    digits, power = f"{value:.{places}e}".split("e")
    return minus(f"{digits}e{int(power)}")


def times_ten(power: str) -> str:
    """Write a power of ten: " × 10⁻⁵"."""
    return f" × 10{str(int(power)).translate(SUPERSCRIPTS)}"


def _places(value: float) -> int:
    """Return how many digits after the point a number needs."""
    size = abs(value)
    if size == 0 or not math.isfinite(size) or size >= 99.95:
        return 0
    if size >= 0.0995:
        return 1 if size >= 9.995 else 2
    return 1 - math.floor(math.log10(size))


def _plain(value: float, places: int) -> str:
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    return minus(f"{value + 0.0:.{places}f}")


def minus(text: str) -> str:
    """Return *text* with the true minus sign."""
    return text.replace("-", "−")
