"""What a sweep over settings and seeds has found, drawn: medians, and between what half lies."""

import itertools
import math
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from playground.look.theme import DASHES, THEMES, Theme
from playground.picture.figure_layers import FigureLayers
from playground.picture.files import Marks, pixels_of, png, svg
from playground.settings.table import BY_NAME

# In CSS pixels, of which a PNG has two for one: the figure, and where in it the charts are.
DENSITY, WIDTH, HEIGHT, BOTTOM, UP = 2, 860, 352, 57, 258
# What the key above them takes: at all, for each line, for each entry and each of its letters.
KEY, KEY_LINE, KEY_SAMPLE, KEY_LETTER = 14, 18, 52, 6.8
LETTERS, SMALL = 12, 11
STROKE, MARKER, BAND = 2, 5.5, 0.16
MAX_LINES = 16  # more could not be told apart
MAX_TICKS, MAX_LETTERS = 12, 60  # along the lower axis, and all of their letters
LOG_FROM = 30  # the losses reach over so large a factor
PARTS = ("low", "median", "high")
# Controls of settings whose values are words, in no order; how far apart they stand side by side.
WORDS, BESIDE = ("menu", "switch", "segments", "hidden", "boxes"), 0.09


class SpreadLike(Protocol):
    """A number over several seeds."""

    @property
    def low(self) -> float:
        """The lower quartile."""

    @property
    def median(self) -> float:
        """The middle."""

    @property
    def high(self) -> float:
        """The upper quartile."""


class RowLike(Protocol):
    """What a combination of settings has achieved, as `cli.sweep.Row` has it."""

    @property
    def texts(self) -> tuple[str, ...]:
        """The values of the settings."""

    @property
    def seeds(self) -> int:
        """From how many first weights."""

    @property
    def accuracy(self) -> SpreadLike:
        """The share that is correct."""

    @property
    def loss(self) -> SpreadLike:
        """In nats."""


def sweep_file(
    names: Sequence[str],
    rows: Sequence[RowLike],
    has_test: bool,
    file_format: str = "png",
    theme: str = "light",
) -> bytes:
    """Return the figure of a sweep as the content of a file, "png" or "svg".

    The other parameters are those of `sweep_figure`.
    """
    figure = sweep_figure(names, rows, has_test, theme)
    what = ", ".join(BY_NAME[name].label.lower() for name in names) or "one setting"
    seeds = f"Medians over {rows[0].seeds} first weights, and the middle half of them."
    marks = Marks(f"Accuracy and loss by {what}", seeds, "", "")
    if file_format == "png":
        return png(pixels_of(figure), marks)
    return svg(figure, marks, DENSITY)


def sweep_figure(
    names: Sequence[str], rows: Sequence[RowLike], has_test: bool, theme: str = "light"
) -> Figure:
    """Return accuracy and loss by the first of some settings, a line for each of the others.

    Parameters
    ----------
    names : sequence of str
        The settings that differ.
    rows : sequence of Row
        What `cli.sweep.sweep` has found: for each combination, in the order of `itertools.product`.
    has_test : bool
        Whether the numbers are those of the test points.
    theme : str
        A key of `theme.THEMES`.
    """
    colors = THEMES[theme]
    kind = "test" if has_test else "training"
    along = _along(names)
    lines = _lines_of(rows, along)
    columns = _columns_of_key(list(lines))
    height = HEIGHT
    if len(lines) > 1:
        height += KEY + KEY_LINE * math.ceil(len(lines) / columns)
    figure = FigureLayers(WIDTH, height, DENSITY).figure
    figure.patch.set(facecolor=colors.ground, alpha=1)
    values = list(dict.fromkeys(row.texts[along] if names else "" for row in rows))
    is_number = not names or BY_NAME[names[along]].allowed.control not in WORDS
    for index, (measure, title) in enumerate(
        (("accuracy", f"Correct, of the {kind} points"), ("loss", f"{kind.capitalize()} loss"))
    ):
        box = 0.07 + 0.49 * index, BOTTOM / height, 0.42, UP / height
        axes = figure.add_axes(box)
        _style(axes, colors)
        for number, (name, points) in enumerate(lines.items()):
            spreads = [getattr(row, measure) for row in points]
            look = _look(number, colors)
            if is_number and len(spreads) > 1:
                _draw_line(axes, spreads, name, look)
            else:
                _draw_bars(axes, spreads, name, look, number - (len(lines) - 1) / 2)
        _name_axis(axes, values, BY_NAME[names[along]].label if names else "", colors)
        axes.set_title(title, loc="left", color=colors.line, fontsize=LETTERS, pad=8)
        if measure == "accuracy":
            axes.yaxis.set_major_formatter(FuncFormatter(lambda share, _: f"{100 * share:.4g} %"))
        elif _is_wide([getattr(row, measure) for row in rows]):
            axes.set_yscale("log")
    if len(lines) > 1:
        _write_key(figure, [name for name in names if name != names[along]], columns, colors)
    return figure


def _along(names: Sequence[str]) -> int:
    """Return which setting has its values along the axis: the first number, or the first."""
    numbers = (
        index for index, name in enumerate(names) if BY_NAME[name].allowed.control not in WORDS
    )
    return next(numbers, 0)


def _lines_of(rows: Sequence[RowLike], along: int) -> dict[str, list[RowLike]]:
    """Return the rows by the settings but the one that has its values *along* the axis."""
    found: dict[str, list[RowLike]] = {}
    for row in rows:
        others = (text for index, text in enumerate(row.texts) if index != along)
        found.setdefault(", ".join(others), []).append(row)
    return dict(itertools.islice(found.items(), MAX_LINES))


def _look(number: int, colors: Theme) -> dict[str, Any]:
    """Return colour and dashes of a line, much as units have them in the plane."""
    inks = (colors.line, *colors.units)
    dashes = DASHES[number // len(inks) % len(DASHES)]
    return {
        "color": inks[number % len(inks)],
        "linestyle": "solid" if dashes[1] == 0 else (0, dashes),
    }


def _draw_line(axes: Axes, spreads: Sequence[SpreadLike], name: str, look: dict[str, Any]) -> None:
    at = np.arange(len(spreads))
    low, middle, high = ([getattr(one, part) for one in spreads] for part in PARTS)
    axes.plot(at, middle, marker="o", markersize=MARKER, linewidth=STROKE, label=name, **look)
    axes.fill_between(at, low, high, color=look["color"], alpha=BAND, linewidth=0)


def _draw_bars(
    axes: Axes, spreads: Sequence[SpreadLike], name: str, look: dict[str, Any], place: float
) -> None:
    """Draw what no line leads through: words, or a single number."""
    at = np.arange(len(spreads)) + BESIDE * place
    low, middle, high = ([getattr(one, part) for one in spreads] for part in PARTS)
    axes.plot(at, middle, "o", markersize=MARKER + 1.5, color=look["color"], label=name)
    axes.vlines(at, low, high, linewidth=STROKE, colors=look["color"])


def _style(axes: Axes, colors: Theme) -> None:
    axes.set_facecolor("none")
    axes.set_axisbelow(True)
    axes.grid(axis="y", color=colors.rule, linewidth=1)
    axes.tick_params(length=4, width=1, color=colors.rule, labelcolor=colors.numbers)
    axes.tick_params(which="both", axis="y", length=0)
    axes.tick_params(labelsize=SMALL)
    for side, spine in axes.spines.items():
        spine.set(visible=side == "bottom", color=colors.rule, linewidth=1)


def _name_axis(axes: Axes, values: Sequence[str], label: str, colors: Theme) -> None:
    letters = len(values) * max(map(len, values))
    stride = max(1, -(-len(values) // MAX_TICKS), -(-letters // MAX_LETTERS))
    axes.set_xticks(range(0, len(values), stride), values[::stride])
    axes.set_xlim(-0.5, len(values) - 0.5)
    axes.set_xlabel(label, color=colors.line, fontsize=LETTERS, labelpad=8)


def _is_wide(spreads: Sequence[SpreadLike]) -> bool:
    """Tell whether losses need an axis of powers of ten."""
    low, high = min(one.low for one in spreads), max(one.high for one in spreads)
    return low > 0 and high > LOG_FROM * low


def _columns_of_key(labels: Sequence[str]) -> int:
    """Return how many *labels* there is room for side by side."""
    longest = max(map(len, labels))
    return max(1, int(0.9 * WIDTH / (KEY_LETTER * longest + KEY_SAMPLE)))


def _write_key(figure: Figure, names: Sequence[str], columns: int, colors: Theme) -> None:
    """Say above both charts which line is which."""
    handles, labels = figure.axes[0].get_legend_handles_labels()
    title = ", ".join(BY_NAME[name].label for name in names)
    key = figure.legend(
        handles,
        labels,
        title=f"{title}:",
        loc="upper left",
        bbox_to_anchor=(0.06, 1.0),
        ncols=min(len(labels), columns),
        frameon=False,
        fontsize=SMALL,
        title_fontsize=SMALL,
        labelcolor=colors.line,
        alignment="left",
    )
    key.get_title().set_color(colors.numbers)
