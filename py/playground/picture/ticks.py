"""Round numbers along an axis, and how they are written: as matplotlib does both."""

import math
import sys

import numpy as np

# An axis has at most so many intervals, if nothing else is said, and at least so many numbers.
MAX_INTERVALS = 6
MIN_TICKS = 2
# An axis this many times farther from zero than it is wide is counted from a round number
# nearby, so that no digits are lost.
FAR = 100
# Beyond and below such numbers, an axis is counted in others.
LARGE = 1e200

# Significant digits of a number, beyond the first.
DIGITS = 16
# Characters for which there is room beside an axis; a table's own numbers get more.
ROOM, ROOM_OF_TABLE = 5, 9


def ticks(low: float, high: float, intervals: int = MAX_INTERVALS) -> list[float]:
    """Return the round numbers from *low* to *high*, the same as matplotlib's `MaxNLocator`.

    Parameters
    ----------
    low, high : float
        Limits of the axis.
    intervals : int, default `MAX_INTERVALS`
        How many there can be.

    Returns
    -------
    list of float
        Multiples of 1, 2 or 5 times a power of ten.
    """
    if (factor := _factor(low, high)) != 1:
        found = ticks(low * factor, high * factor, intervals)
        # Of numbers that are hardly any, several can be the same.
        return sorted({number / factor for number in found if low <= number / factor <= high})
    width, middle = high - low, (low + high) / 2
    is_far = abs(middle) / width >= FAR
    origin = math.copysign(_power_of_ten(abs(middle)), middle) if is_far else 0
    near_low, near_high = low - origin, high - origin
    interval = (near_high - near_low) / intervals
    unit = _power_of_ten(width / intervals)
    steps = [factor * unit for factor in (0.1, 0.2, 0.5, 1, 2, 5, 10)]
    too_short = [step for step in steps if step < interval]
    for step in reversed(steps[: len(too_short) + 1]):
        first = near_low // step * step
        numbers = np.arange(round((near_high - first) / step) + 2) * step + first
        if np.sum((near_low <= numbers) & (numbers <= near_high)) >= MIN_TICKS:
            break
    return [number for number in (numbers + origin).tolist() if low <= number <= high]


def texts(numbers: list[float]) -> list[str]:
    """Return *numbers* as text, with as many decimals as are needed to tell them apart.

    Parameters
    ----------
    numbers : list of float
        Round numbers, as from `ticks`.

    Returns
    -------
    list of str
        With a true minus sign.
    """
    if not numbers:
        return []
    largest = max(map(abs, numbers))
    spread = min(max(numbers) - min(numbers) or largest or 1, sys.float_info.max)
    magnitude = math.floor(math.log10(spread))
    decimals = max(0, 3 - magnitude)
    while decimals > 0 and all(
        abs(number - round(number, decimals - 1)) < 1e-3 * 10**magnitude for number in numbers
    ):
        decimals -= 1
    # Adding zero takes the sign from a zero.
    rounded = [round(number, decimals) + 0.0 for number in numbers]
    return [f"{number:.{decimals}f}".replace("-", "−") for number in rounded]


def short_texts(numbers: list[float], room: int = ROOM) -> list[str]:
    """Return *numbers* as `texts` does, or as 2.5e−7 where those are too long for the *room*."""
    plain = texts(numbers)
    if _longest(plain) <= room:
        return plain
    interval = numbers[1] - numbers[0] if numbers[1:] else 0
    numbers = [0 if abs(number) < 1e-3 * interval else number for number in numbers]
    decimals = 0
    while decimals < DIGITS and any(
        abs(number - float(f"{number:.{decimals}e}")) > 1e-3 * interval for number in numbers
    ):
        decimals += 1
    powers = [_as_power(number, decimals) for number in numbers]
    return powers if _longest(powers) < _longest(plain) else plain


def _as_power(number: float, decimals: int) -> str:
    mantissa, _, exponent = f"{number:.{decimals}e}".partition("e")
    return f"{mantissa}e{int(exponent)}".replace("-", "−") if number else "0"


def _longest(texts: list[str]) -> int:
    return max(map(len, texts), default=0)


def _factor(low: float, high: float) -> float:
    """Return what the ends of an axis are multiplied by, so that nothing between is lost."""
    if max(abs(low), abs(high)) > LARGE:
        return 1 / LARGE
    return LARGE if high - low < 1 / LARGE else 1


def _power_of_ten(number: float) -> float:
    """Return the largest power of ten that is not larger than *number*."""
    return 10 ** (math.log10(number) // 1)
