"""The chart of the loss over the epochs, as numbers: it is the timeline of the training as well.

It knows nothing of browsers. `engine.canvas.chart` paints it, and the page finds the epoch under
the pointer by the same `look.chart_axes`.
"""

import math
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from playground.checks import Array
from playground.look import chart_axes
from playground.look.chart_axes import LEAST_TOP, LOG, share_of
from playground.picture.ticks import ticks

LETTERS = 12
"""Size of the letters, in CSS pixels."""

LETTER_WIDTH = 6.3
"""Of one letter or digit, at the most; by it numbers are kept apart."""

GAP = 6
"""Between two numbers along an axis, at the least."""

MAX_POWERS = 4
"""How many intervals a log axis of the loss is divided into, at the most."""

NAME_AT, NAME_AWAY = 72, 16
"""Where the name of the curve begins: along the axis; beside the knob, while it is all there is."""

NOTHING = (np.empty(0), np.empty((0, 2)))
"""No curve."""

HEALTHY = "without the mistake"
"""The name of the curve of the training that nothing is wrong with."""

MIN_TO_NAME = 160
"""How wide the axes are, at the least, for that name to find a place."""

LINE = 14
"""From one number along the axis of the loss to the next, at the least."""

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class Tick(NamedTuple):
    """A number along an axis: how far along it is, in CSS pixels of the chart, and its text."""

    place: float
    text: str


class Chart(NamedTuple):
    """What there is to be painted; places are CSS pixels of the chart, across and down."""

    box: tuple[float, float, float, float]  # left, top, right and bottom of the axes
    time_ticks: list[Tick]  # the last is at the right end
    loss_ticks: list[Tick]  # from bottom to top; without texts where there is no room
    past: list[Array]  # the curves (n, 2) up to the epoch shown: training, and test if there is one
    future: list[Array]  # the same from there on
    playhead: float  # across
    knob: tuple[float, float] | None  # on the curve of the training, if there is one
    name: tuple[float, float, str] | None  # what the curve is; its text begins there
    healthy: Array | None  # (n, 2): the curve of the training without the mistake
    healthy_name: tuple[float, float, str] | None  # what that is; its text begins there


def chart(
    size: tuple[float, float],
    curve: tuple[Array, Array],
    now: tuple[int, float, float],
    last_epoch: int,
    time_scale: str,
    loss_scale: str,
    healthy: tuple[Array, Array] | None = None,
) -> Chart:
    """Return the chart of a training.

    Parameters
    ----------
    size : (width, height)
        Of the chart, in CSS pixels.
    curve : (epochs, losses)
        Of shape (k,) and (k, 2): training and test loss after some epochs; NaN without a test.
        There may be none.
    now : (epoch, train_loss, test_loss)
        Of the picture that is shown beside the chart. Without points the losses are NaN.
    last_epoch : int
        Right end of the axis of time.
    time_scale, loss_scale : str
        "log" or "linear".
    healthy : (epochs, losses), optional
        Like *curve*, of the same training without a mistake.
    """
    (epochs, losses), (epoch, *now_losses) = _until(last_epoch, curve), now
    healthy_epochs, healthy_losses = _until(last_epoch, healthy or NOTHING)
    seen = np.array([*losses.ravel(), *now_losses, *healthy_losses[:, 0]])
    limits = loss_limits(seen[np.isfinite(seen)], loss_scale)
    scales = Scales(_box(*size), last_epoch, time_scale, limits, loss_scale)
    curves = [
        scales.curves(epochs, losses_of_set, epoch, now_loss)
        for losses_of_set, now_loss in zip(losses.T, now_losses, strict=True)
        if not math.isnan(now_loss)
    ]
    past, future = [one for one, _ in curves], [one for _, one in curves]
    twin = scales.places(healthy_epochs, healthy_losses[:, 0]) if len(healthy_epochs) > 1 else None
    here, has_texts = scales.across(epoch), size[0] >= chart_axes.NARROW
    return Chart(
        scales.box,
        _time_ticks(scales.across, last_epoch, time_scale, has_texts),
        _loss_ticks(scales.down, limits, loss_scale, has_texts),
        past,
        future,
        here,
        (here, float(past[0][-1, 1])) if past else None,
        _name(past, future, now) if has_texts and healthy is None else None,
        twin,
        None if twin is None else _healthy_name(twin, [*past, *future], scales.box),
    )


class Scales(NamedTuple):
    """Where epochs and losses stand within the *box* of the axes."""

    box: tuple[float, float, float, float]
    last_epoch: int
    time_scale: str
    limits: tuple[float, float]
    loss_scale: str

    def across(self, epoch: float) -> float:
        """Return how far from the left an epoch stands."""
        left, _, right, _ = self.box
        return left + (right - left) * share_of(epoch, self.last_epoch, self.time_scale)

    def down(self, losses: Array) -> Array:
        """Return how far from the top losses stand."""
        _, top, _, bottom = self.box
        return bottom - (bottom - top) * _shares(losses, self.limits, self.loss_scale)

    def places(self, epochs: Array, losses: Array) -> Array:
        """Return the points (n, 2) of a curve."""
        x = np.array([self.across(one) for one in epochs.tolist()])
        return np.column_stack([x, self.down(losses)])

    def curves(self, epochs: Array, losses: Array, epoch: int, loss: float) -> tuple[Array, Array]:
        """Return a curve up to an *epoch* with its *loss*, and from there on."""
        points = self.places(epochs, losses)
        point = self.places(np.array([epoch]), np.array([loss]))
        past = np.concatenate([points[epochs < epoch], point])
        return past, np.concatenate([point, points[epochs > epoch]])


def _box(width: float, height: float) -> tuple[float, float, float, float]:
    """Return the box of the axes in a chart of this size."""
    left, top, right, bottom = chart_axes.room(width)
    return left, top, width - right, height - bottom


def _until(last_epoch: int, curve: tuple[Array, Array]) -> tuple[Array, Array]:
    """Return epochs and losses of a *curve* up to the *last_epoch*."""
    epochs, losses = curve
    known = epochs <= last_epoch
    return epochs[known], losses[known]


def loss_limits(losses: Array, scale: str) -> tuple[float, float]:
    """Return round limits around *losses*, all finite, so that they seldom change."""
    low, high = (losses.min(), losses.max()) if losses.size else (LEAST_TOP, LEAST_TOP)
    return chart_axes.loss_limits(float(low), float(high), scale)


def number_text(number: float) -> str:
    """Return how a *number* along the axis of the loss is written, in few letters."""
    if number == 0.5:
        return "½"
    if number == 0 or 0.001 < abs(number) < 10_000:
        return f"{number:.10g}"
    exponent = math.floor(math.log10(number) + 1e-9)
    power = "10" + str(exponent).translate(SUPERSCRIPTS)
    factor = round(number / 10.0**exponent)
    return power if factor == 1 else f"{factor}·{power}"


def _shares(losses: Array, limits: tuple[float, float], scale: str) -> Array:
    """Return how high *losses* lie between the *limits*, from 0 to 1."""
    low, high = limits
    inside = np.clip(np.nan_to_num(losses, nan=high, posinf=high), low, high)
    if scale == LOG:
        logs, bottom, top = np.log(inside), math.log(low), math.log(high)
        shares: Array = (logs - bottom) / (top - bottom)
        return shares
    return inside / high


def _time_ticks(
    across: Callable[[float], float], last_epoch: int, scale: str, has_unit: bool
) -> list[Tick]:
    """Return the numbers along the axis of time: the last epoch, and those there is room for."""
    if scale == LOG:
        powers = range(len(str(last_epoch)))
        numbers = [0, *(10**power for power in powers)]
    else:
        numbers = [round(number) for number in ticks(0, last_epoch) if number == round(number)]
    text = f"{last_epoch} epochs" if has_unit and last_epoch > 1 else str(last_epoch)
    last = Tick(across(last_epoch), text)
    # The last text ends where the axis does; the others have their numbers in their middle.
    end, found = last.place - LETTER_WIDTH * len(text) - GAP, []
    for number in reversed(numbers):
        tick, half = Tick(across(number), str(number)), LETTER_WIDTH * len(str(number)) / 2
        if tick.place + half <= end:
            found.append(tick)
            end = tick.place - half - GAP
    return [*reversed(found), last]


def _loss_ticks(
    down: Callable[[Array], Array], limits: tuple[float, float], scale: str, has_texts: bool
) -> list[Tick]:
    """Return the numbers along the axis of the loss, from bottom to top."""
    low, high = limits
    bottom, top = down(np.array(limits)).tolist()
    most = max(1, int((bottom - top) / LINE))  # intervals
    if scale == LOG:
        first, last = round(math.log10(low)), round(math.log10(high))
        stride = math.ceil((last - first) / min(most, MAX_POWERS))
        numbers = [10.0**power for power in range(first, last + 1, stride)]
    else:
        numbers = [low, high / 2, high] if most > 1 else [low, high]
    places = down(np.array(numbers)).tolist()
    texts = [number_text(number) if has_texts else "" for number in numbers]
    return [Tick(*one) for one in zip(places, texts, strict=True)]


def _name(
    past: list[Array], future: list[Array], now: tuple[int, float, float]
) -> tuple[float, float, str] | None:
    """Return what a curve that is alone is called, and where: it must not be crossed by it."""
    if len(past) != 1:
        return None
    curve = np.concatenate([past[0], future[0]])
    if len(curve) == 2:  # twice the point at which the training begins
        x, y = curve[0].tolist()
        y += -LETTERS / 2 if y > 2 * LETTERS else 1.5 * LETTERS  # above the knob, or below it
        return x + NAME_AWAY, y, f"loss before training: {now[1]:.2f}"
    x = float(curve[0, 0]) + NAME_AT
    under = np.array([x, x + 4 * LETTER_WIDTH])
    y = np.interp(under, curve[:, 0], curve[:, 1], right=np.nan).min() - LETTERS / 2
    return None if math.isnan(y) or y < LETTERS else (x, float(y), "loss")


def _healthy_name(
    healthy: Array, others: list[Array], box: tuple[float, float, float, float]
) -> tuple[float, float, str] | None:
    """Return what the curve of the *healthy* training is called, beside it, far from the others.

    None where the *box* of the axes has no room for it.
    """
    left, top, right, bottom = box
    width = LETTER_WIDTH * len(HEALTHY)
    if right - left <= MIN_TO_NAME:
        return None

    def distance(place: tuple[float, float]) -> float:
        """Return how near the name comes to another curve."""
        x, y = place
        under = np.linspace(x, x + width, 9)
        ways = [np.abs(np.interp(under, one[:, 0], one[:, 1]) - y).min() for one in others]
        return float(min(ways, default=0.0))

    beside = [
        place
        for place in _places_beside(healthy, width, right)
        if top + LETTERS <= place[1] <= bottom
    ]
    return (*max(beside, key=distance, default=(right - width, top + LETTERS)), HEALTHY)


def _places_beside(curve: Array, width: float, right: float) -> Iterator[tuple[float, float]]:
    """Give places of a name of this *width* right above and below a *curve*, up to the *right*."""
    start = float(curve[0, 0])
    end = min(right, max(float(curve[-1, 0]), start + width))
    for share in (1, 0.75, 0.5):
        x = start + share * (end - start - width)
        under = np.linspace(x, x + width, 9)
        own = np.interp(under, curve[:, 0], curve[:, 1])
        yield x, float(own.min() - LETTERS / 2)
        yield x, float(own.max() + 1.25 * LETTERS)
