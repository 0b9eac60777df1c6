"""Training for many settings and seeds: what the median of them achieves, and how far they spread.

One seed says little: the same network may solve the moons from one first weights and not from
others. So every combination of settings is trained from several.
"""

import itertools
import math
import os
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import NamedTuple

import numpy as np
from tqdm import tqdm

from playground.cli.options import UsageError
from playground.session.dataset import Values
from playground.session.session import Session
from playground.settings.kinds import Menu, Number, Segments, Whole, WholeOr, Widths, as_text
from playground.settings.table import BY_NAME
from playground.settings.values import Problem, in_words, take

MAX_RUNS, MAX_VALUES = 20_000, 1000
FEW = 24  # runs that are over before other processes have started
SEED = "weights_seed"
# The shares of the runs that are below the lower end, the middle and the upper end.
QUARTILES = (0.25, 0.5, 0.75)


class Achieved(NamedTuple):
    """Loss and accuracy on some points."""

    loss: float
    accuracy: float


class Run(NamedTuple):
    """What one training has achieved; without points for the test, test is None."""

    train: Achieved
    test: Achieved | None


class Spread(NamedTuple):
    """A number over several seeds: the middle half of the runs lies from low to high."""

    low: float
    median: float
    high: float

    @classmethod
    def of(cls, numbers: Sequence[float]) -> "Spread":
        """Return the quartiles of some *numbers*."""
        return cls(*np.quantile(np.array(numbers), QUARTILES).tolist())


class Row(NamedTuple):
    """What a combination of settings has achieved from all seeds."""

    texts: tuple[str, ...]  # the values of the settings that differ
    seeds: int
    accuracy: Spread
    loss: Spread


class Table(NamedTuple):
    """What a sweep has found.

    Attributes
    ----------
    names : tuple of str
        The settings that differ from row to row.
    has_test : bool
        Whether the numbers are those of the test points: if every training had some. Otherwise all
        are those of the points to learn from, so that one column holds one kind.
    rows : list of Row
        One for each combination, in order.
    """

    names: tuple[str, ...]
    has_test: bool
    rows: list[Row]


def texts_of(name: str, text: str) -> list[str]:
    """Return the values that *text* asks of a setting: "1..8", "0..1..0.25", "tanh,relu", "0.3".

    Parameters
    ----------
    name : str
        Of the setting.
    text : str
        A range of numbers, with both ends, and a step if there is a second ``..``; a list with
        commas; or one value. Without a step, whole numbers follow one another, numbers follow the
        steps of their slider, and rates go up as 1, 2, 5, 10.

    Raises
    ------
    UsageError
        If there is no such range, or a value is not allowed.
    """
    allowed = BY_NAME[name].allowed
    found = [text]
    if isinstance(allowed, (Whole, WholeOr, Number)) and ".." in text:
        found = _range(name, text)
    elif isinstance(allowed, (Whole, WholeOr, Number, Menu, Segments, Widths)):
        found = [part.strip() for part in text.split(",")]
    wrong = [part for part in found if allowed.parse(part) is None]
    if wrong:
        raise UsageError(in_words(Problem(name, wrong[0], allowed.describe())))
    return list(dict.fromkeys(as_text(allowed.parse(part)) for part in found))


def combinations(
    values: Values, named: Sequence[tuple[str, str]], seeds: int
) -> tuple[tuple[str, ...], list[tuple[tuple[str, ...], list[Values]]]]:
    """Return the settings that differ, and the values of each combination with every seed.

    Parameters
    ----------
    values : dict
        What the settings have that are not named.
    named : sequence of (str, str)
        Name and text, as `texts_of` takes it, of others.
    seeds : int
        How many first weights to train each from, unless ``weights_seed`` says which.

    Raises
    ------
    UsageError
        If a value is not allowed, or if there is too much to do.
    """
    lists = {name: texts_of(name, text) for name, text in named}
    all_seeds = lists.pop(SEED, [str(seed) for seed in range(seeds)])
    differing = tuple(name for name in lists if len(lists[name]) > 1)
    count = math.prod(len(texts) for texts in lists.values()) * len(all_seeds)
    if count > MAX_RUNS:
        raise UsageError(f"These are {count:,} trainings; there can be {MAX_RUNS:,}.")
    found = []
    for texts in itertools.product(*lists.values()):
        pairs = list(zip(lists, texts, strict=True))
        shown = tuple(text for name, text in pairs if name in differing)
        found.append((shown, [take(values, [*pairs, (SEED, seed)])[0] for seed in all_seeds]))
    return differing, found


def sweep(
    values: Values,
    named: Sequence[tuple[str, str]],
    seeds: int = 10,
    epoch: int | None = None,
    processes: int | None = None,
) -> Table:
    """Train every combination of some settings from several first weights.

    Parameters
    ----------
    values, named, seeds
        As of `combinations`.
    epoch : int, optional
        After which to look; without it, at the end of each training.
    processes : int, optional
        How many train at the same time; by default as many as there are processors.

    Returns
    -------
    Table

    Raises
    ------
    UsageError
        If something is not allowed; says what is.
    """
    names, found = combinations(values, named, seeds)
    tasks = [(one, epoch) for _, every in found for one in every]
    runs = _all(tasks, processes or os.cpu_count() or 1)
    tests = [run.test for run in runs if run.test]
    has_test = len(tests) == len(runs)
    achieved = iter(tests if has_test else [run.train for run in runs])
    rows = [_row(texts, [next(achieved) for _ in every]) for texts, every in found]
    return Table(names, has_test, rows)


def _row(texts: tuple[str, ...], achieved: Sequence[Achieved]) -> Row:
    """Return what has been *achieved* from all seeds."""
    accuracy, loss = (
        Spread.of([getattr(one, measure) for one in achieved]) for measure in ("accuracy", "loss")
    )
    return Row(texts, len(achieved), accuracy, loss)


def run(task: tuple[Values, int | None]) -> Run:
    """Train with some values, up to an epoch or to the end, and return what came of it."""
    values, epoch = task
    session = Session(values)
    if session.dataset.is_empty:
        raise UsageError(session.problem or "There are no points to learn from.")
    session.begin(epoch)
    session.advance(math.inf)
    train, test = (_achieved(session, kind) for kind in ("train", "test"))
    assert train is not None
    return Run(train, test)


def _achieved(session: Session, kind: str) -> Achieved | None:
    """Return what a *session* has achieved on its points of a *kind*; None if it has none."""
    metrics = session.metrics()
    loss, accuracy = metrics[f"{kind}_loss"], metrics[f"{kind}_accuracy"]
    return None if loss is None or accuracy is None else Achieved(loss, accuracy)


def _all(tasks: Sequence[tuple[Values, int | None]], processes: int) -> list[Run]:
    """Do all tasks, in order."""
    if processes == 1 or len(tasks) <= FEW:
        return list(_watched(map(run, tasks), len(tasks)))
    chunk = max(1, len(tasks) // (8 * processes))
    with ProcessPoolExecutor(processes) as pool:
        return list(_watched(pool.map(run, tasks, chunksize=chunk), len(tasks)))


def _watched(runs: Iterable[Run], total: int) -> Iterable[Run]:
    yield from tqdm(runs, total=total, unit=" runs", leave=False, disable=not sys.stderr.isatty())


# ---- Ranges


def _range(name: str, text: str) -> list[str]:
    """Return the numbers of a range as text."""
    allowed, parts = BY_NAME[name].allowed, text.split("..")
    if len(parts) > 3:
        raise UsageError(f"{BY_NAME[name].label} takes a range such as 1..8, not “{text[:20]}”.")
    ends = [allowed.parse(part) for part in parts[:2]]
    for part, end in zip(parts, ends, strict=False):
        if not isinstance(end, (int, float)):
            raise UsageError(in_words(Problem(name, part, allowed.describe())))
    low, high = map(float, ends)
    step = _step(allowed, parts)
    if low > high or step is None or step <= 0:
        words = "in a range the smaller number comes first" if low > high else _NO_STEP
        raise UsageError(f"{BY_NAME[name].label}: {words}, unlike in “{text[:20]}”.")
    if step == math.inf:
        return [as_text(number) for number in _rates(low, high)]
    steps = (high - low) / step + 1e-9  # may be infinite
    if steps >= MAX_VALUES:
        count = f"{steps + 1:,.0f}"
        raise UsageError(f"{BY_NAME[name].label}: these are {count} values; give a larger step.")
    numbers = [low + step * index for index in range(int(steps) + 1)]
    is_whole = isinstance(allowed, (Whole, WholeOr))
    return [as_text(round(number) if is_whole else number) for number in numbers]


_NO_STEP = "a range of these numbers needs a step, as 0..1..0.25 has"


def _step(allowed: object, parts: Sequence[str]) -> float | None:
    """Return the step of a range; infinity where each number is a multiple of the last."""
    if len(parts) > 2:
        number = Number(0, math.inf, None).parse(parts[2])
        return None if number is None else float(number)
    if isinstance(allowed, (Whole, WholeOr)):
        return 1.0
    step = allowed.step if isinstance(allowed, Number) else None
    return math.inf if step == "log" else step


def _rates(low: float, high: float) -> list[float]:
    """Return the numbers 1, 2, 5, 10, … times a power of ten from *low* to *high*."""
    if low <= 0:
        return [0.0, *_rates(0.0001, high)] if high > 0 else [0.0]
    powers = range(math.floor(math.log10(low)) - 1, math.ceil(math.log10(high)) + 1)
    numbers = [float(f"{digit}e{power}") for power in powers for digit in (1, 2, 5)]
    inside = [number for number in numbers if low < number < high]
    return [low, *inside, high] if low < high else [low]
