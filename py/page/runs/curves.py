"""The curves of two trainings in one chart: where they lie, and what they say (MicroPython)."""

import math

from page.runs.columns import number_text
from playground.look.chart_axes import LOG, share_of

LEAST = 1e-6  # the lowest loss on a logarithmic scale
DECADES = (0, 1, 10, 100, 1000, 10000)
ALIKE = 0.01  # losses that differ by a smaller share count as the same


class Axes:
    """Both axes of a chart that has room for all *curves*.

    Parameters
    ----------
    curves : list
        Of each training epochs, training losses and test losses; None is no loss.
    time_scale, loss_scale : str
        "log" or "linear", as in the settings.
    """

    def __init__(self, curves, time_scale, loss_scale):
        self._time, self._loss = time_scale, loss_scale
        self.last = max([1] + [curve[0][-1] for curve in curves])
        losses = [loss for curve in curves for part in curve[1:] for loss in part if loss]
        highest, lowest = [max(loss, LEAST) for loss in (max(losses or [1]), min(losses or [1]))]
        self.top = _round_above(highest)
        # Whole powers of ten, so that their names stand at the lines.
        self._high = math.ceil(math.log10(highest))
        self._low = min(math.floor(math.log10(lowest)), self._high - 1)

    def across(self, epoch):
        """Return where an epoch lies, from 0 on the left to 1."""
        return share_of(epoch, self.last, self._time)

    def up(self, loss):
        """Return where a loss lies, from 0 at the bottom to 1."""
        if self._loss != LOG:
            return min(max(loss / self.top, 0), 1)
        height = math.log10(max(loss, LEAST)) - self._low
        return min(max(height / (self._high - self._low), 0), 1)

    def epochs(self):
        """Return the epochs that are named."""
        if self._time == LOG:
            return [epoch for epoch in DECADES if epoch <= self.last]
        return [0, self.last // 2, self.last]

    def losses(self):
        """Return the losses that are named, from the lowest on."""
        if self._loss != LOG:
            return [0, self.top / 2, self.top]
        step = max(1, (self._high - self._low) // 3)
        return [10.0**power for power in range(self._low, self._high + 1, step)]


def stretches(epochs, losses):
    """Return the parts of a curve that hang together: lists of pairs, without those of no loss."""
    parts: list[list[tuple[int, float]]] = []
    is_going_on = False
    for place, loss in enumerate(losses):
        if loss is not None and is_going_on:
            parts[-1].append((epochs[place], loss))
        elif loss is not None:
            parts.append([(epochs[place], loss)])
        is_going_on = loss is not None
    return parts


def ends_in_words(names, curves):
    """Say where two curves end, and which of them ends lower."""
    ends = [_last(curve[1]) for curve in curves]
    words = [
        f"“{name}” ends at a loss of {number_text('train_loss', end)} after {curve[0][-1]} epochs"
        for name, end, curve in zip(names, ends, curves)  # noqa: B905
    ]
    verdict = _lower(names, ends, "ends lower")
    tests = [_last(curve[2]) for curve in curves]
    if None not in tests:
        first, second = [number_text("test_loss", loss) for loss in tests]
        verdict += f" On the test points they end at {first} and {second}:"
        verdict += f" {_lower(names, tests, 'is lower there')}"
    return f"{words[0]}, {words[1]}: {verdict}"


def _round_above(number):
    """Return a round number that is not smaller."""
    unit = 10.0 ** math.floor(math.log10(number))
    return next((step * unit for step in (1, 2, 5) if step * unit >= number), 10 * unit)


def _lower(names, ends, what):
    first, second = [math.inf if end is None else end for end in ends]
    if first == second or abs(first - second) <= ALIKE * min(first, second):
        return "they are about the same."
    return f"“{names[0] if first < second else names[1]}” {what}."


def _last(losses):
    known = [loss for loss in losses if loss is not None]
    return known[-1] if known else None
