"""How far results lie apart: median, quartiles and the ends (MicroPython)."""

from collections import namedtuple

Spread = namedtuple("Spread", ("lowest", "lower", "median", "upper", "highest"))


def spread_of(numbers):
    """Return the `Spread` of some *numbers*, of which those that are None do not count.

    Between two numbers the quartiles lie as `numpy.percentile` has them. None if there are none.
    """
    numbers = sorted([number for number in numbers if number is not None])
    if not numbers:
        return None
    return Spread(*[_at(numbers, share) for share in (0, 0.25, 0.5, 0.75, 1)])


def _at(numbers, share):
    place = share * (len(numbers) - 1)
    below = int(place)
    if below == len(numbers) - 1:
        return numbers[-1]
    first, second = numbers[below], numbers[below + 1]
    # Never beyond either of them, however the steps are rounded.
    return min(max(first + (place - below) * (second - first), first), second)
