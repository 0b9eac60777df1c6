"""The loss surface as a picture: the loss over two parameters, and the way of this run."""

from collections.abc import Generator
from typing import NamedTuple, cast

import numpy as np
from contourpy import contour_generator

from engine.inbox import Message
from engine.views.drawing import (
    KNOB,
    LETTER_WIDTH,
    Axes,
    Drawing,
    Image,
    Letters,
    Shape,
    Size,
    circles,
    polyline,
)
from engine.views.scene import Scene
from engine.views.table import Table, table_of
from engine.views.work import Working
from playground.checks import Array
from playground.look.naming import Parameter, all_parameters
from playground.look.theme import THEMES
from playground.loss_surface import LossSurface
from playground.picture.number_text import in_digits, in_words
from playground.picture.surface import Pixels, color_table, colors_of

ROOM = (52, 24, 14, 40)  # around the plane: left, top, right, bottom
MAX_STATES = 250  # of the path; more would not be seen
LEVELS = 11  # contour lines, evenly spaced in the logarithm of the loss
LEAST_LOSS = 1e-12
STRIDE = 5  # places from one row or column of the table to the next
LABEL = 11  # size of the letters at contour lines
PAST, FUTURE, CONTOUR = 2, 1.2, 0.8  # widths of lines

WHY = (
    " The line is the way of this run, seen in these two parameters: it need not lead downhill, "
    "as all others moved as well."
)


class Section(NamedTuple):
    """A surface that has been computed, and how much of its path the network has behind it."""

    surface: LossSurface
    n_past: int  # states of the path up to the network


class SurfaceView(Working[Section]):
    """Shows the loss over two parameters around where the network is."""

    name, point, picked = "surface", -1, -1

    def __init__(self) -> None:
        self._pair = (-1, -1)
        super().__init__(self._steps)
        self._axes: Axes | None = None
        self._node: tuple[int, int] | None = None  # column and row that are pointed at

    def choose(self, message: Message) -> None:
        """Show two other parameters, by their places in theta; -1 is the usual one."""
        pair = int(message["first"]), int(message["second"])
        if pair != self._pair:
            self._pair, self._node = pair, None
            self._work.restart()

    # ---- For `Views`

    @property
    def text(self) -> str:
        """What the surface shows."""
        surface, scene = self._surface, self._work.scene
        if surface is None or scene is None:
            return "The loss is computed at 41 times 41 places around the network."
        one, other = (parameter.name for parameter in surface.parameters)
        here = scene.network.loss(scene.X, scene.y, *scene.penalty)
        least = min(surface.losses.min(), here)
        loss = "loss with its penalty" if scene.has_penalty else "loss"
        return (
            f"The {loss} over {one} and {other}; all other parameters stay as they are after epoch "
            f"{scene.epoch}. Here it is {in_digits(here, 3)}, the least on this map is "
            f"{in_digits(float(least), 3)}.{WHY}"
        )

    @property
    def pointed(self) -> str:
        """The loss at the place that is pointed at."""
        surface = self._surface
        if surface is None or self._node is None:
            return ""
        column, row = self._node
        (one, other), loss = surface.parameters, surface.losses[row, column]
        x, y = float(surface.x[column]), float(surface.y[row])
        at = f"{one.name} = {in_words(x)}, {other.name} = {in_words(y)}"
        return f"{at}: loss {in_digits(float(loss), 3)}."

    def hover(self, across: float, down: float) -> None:
        """Point at a place of the canvas, in CSS pixels; a negative one is nowhere."""
        self._node = None
        if self._axes and across >= 0:
            left, top, right, bottom = self._axes.box
            x, y = (across - left) / (right - left), (bottom - down) / (bottom - top)
            if 0 <= x <= 1 and 0 <= y <= 1:
                self._node = round(x * (self._nodes - 1)), round(y * (self._nodes - 1))

    def move(self, across: int, down: int) -> None:
        """Point at the next node; at first, at the one nearest to the network."""
        surface = self._surface
        if surface is None:
            return
        if self._node is None:
            axes = zip((surface.x, surface.y), surface.here, strict=True)
            column, row = (int(np.argmin(np.abs(axis - here))) for axis, here in axes)
            self._node = column, row
            return
        column, row = self._node[0] + across, self._node[1] - down
        last = self._nodes - 1
        self._node = min(max(column, 0), last), min(max(row, 0), last)

    def table(self) -> Table | None:
        """Return the loss at some of the places, the highest row first, as in the picture."""
        surface = self._surface
        if surface is None:
            return None
        one, other = surface.parameters
        x, y = surface.x[::STRIDE], surface.y[::STRIDE]
        losses = surface.losses[::STRIDE, ::STRIDE]
        return table_of(
            f"The loss; {one.name} grows to the right, {other.name} upwards.",
            [f"{other.name} \\ {one.name}", *(in_words(float(place)) for place in x)],
            [[in_words(float(place)), *row.tolist()] for place, row in zip(y, losses, strict=True)][
                ::-1
            ],
        )

    def drawing(self, size: Size, theme: str) -> Drawing:
        """Return what is to be painted on a canvas of a *size*."""
        surface, scene = self._surface, self._work.scene
        if surface is None or scene is None:
            return []
        look = THEMES[theme]
        left, top, right, bottom = ROOM
        box = left, top, max(size[0] - right, left + 1.0), max(size[1] - bottom, top + 1.0)
        axes = Axes(box, (_ends(surface.x), _ends(surface.y)))
        self._axes = axes
        heights = np.log(np.clip(np.nan_to_num(surface.losses, nan=1e300), LEAST_LOSS, 1e300))
        drawing: Drawing = [Image(_colors(heights, theme)[::-1], box)]
        drawing += _contours(surface, heights, axes, look.control, look.line, look.raised)
        one, other = surface.parameters
        drawing += axes.drawing((one.name, other.name), look.numbers, look.rule)
        drawing += _path(self._work.result, axes, theme)
        if self._node is not None:
            place = axes.places(np.array([[surface.x[self._node[0]]], [surface.y[self._node[1]]]]))
            drawing.append(Shape(circles(place, 7), stroke=THEMES[theme].mark, width=6))
            drawing.append(Shape(circles(place, 7), stroke=look.line, width=2))
        return drawing

    @property
    def _surface(self) -> LossSurface | None:
        return self._work.result.surface if self._work.result else None

    @property
    def _nodes(self) -> int:
        return len(self._surface.x) if self._surface else 1

    def _steps(self, scene: Scene) -> Generator[float, None, Section]:
        first, second = chosen(scene.network.layer_sizes, *self._pair)
        timeline, epochs = scene.training.timeline, _kept(scene)
        states = [timeline.state(epoch) for epoch in epochs]
        surface = LossSurface(
            scene.network, scene.X, scene.y, first, second, states,
            regularization=scene.penalty[0], regularization_rate=scene.penalty[1],
        )  # fmt: skip
        yield from surface.compute()
        return Section(surface, sum(epoch <= scene.epoch for epoch in epochs))


def chosen(layer_sizes: tuple[int, ...], first: int, second: int) -> tuple[Parameter, Parameter]:
    """Return two parameters of a network: by their places in theta, or the usual ones.

    These are W₁[1, 1] and the first weight of the output; without a hidden layer, which has only
    one of both, the second one of the output.
    """
    parameters = all_parameters(layer_sizes)
    of_output = parameters.index(Parameter(len(layer_sizes) - 2, 0, 0))
    first = first if 0 <= first < len(parameters) else 0
    if not 0 <= second < len(parameters) or second == first:
        second = of_output if of_output != first else first + 1
    return parameters[first], parameters[second]


def _kept(scene: Scene) -> list[int]:
    """Return the epochs of the path, with the one where the network is."""
    kept = scene.training.timeline.kept()
    thinned = kept[:: max(1, -(-len(kept) // MAX_STATES))]
    return sorted({*thinned, kept[-1], scene.epoch} & set(kept))


def _ends(axis: Array) -> tuple[float, float]:
    return float(axis[0]), float(axis[-1])


def _colors(heights: Array, theme: str) -> Pixels:
    """Return pale valleys and dark heights: ink, as none of the two classes is meant."""
    low, high = heights.min(), heights.max()
    share = (heights - low) / (high - low) if high > low else np.zeros_like(heights)
    return colors_of(share, color_table(THEMES[theme].confidence))


def _contours(
    surface: LossSurface, heights: Array, axes: Axes, color: str, ink: str, halo: str
) -> Drawing:
    """Return lines of equal loss; every second one says which, where there is room for it."""
    levels = np.linspace(heights.min(), heights.max(), LEVELS + 2)[1:-1].tolist()
    generator = contour_generator(surface.x, surface.y, heights)
    outline = ""
    labels: list[Letters] = []
    for number, level in enumerate(levels):
        # It can return lines in several forms; this is the usual one.
        found = cast(list[Array], generator.lines(level))
        lines = [axes.places(line.T) for line in found]
        outline += "".join(polyline(line) for line in lines)
        if lines and number % 2:
            longest = max(lines, key=len)
            across, down = longest[len(longest) // 2].tolist()
            text = f"{np.exp(level):.2g}"
            label = Letters(across, down + 4, text, ink, "center", LABEL, halo)
            if not any(_overlap(label, other) or text == other.text for other in labels):
                labels.append(label)
    return [Shape(outline, stroke=color, width=CONTOUR), *labels]


def _overlap(label: Letters, other: Letters) -> bool:
    """Tell whether two labels of contours, centred and of one size, would touch."""
    letters = (len(label.text) + len(other.text)) / 2
    is_beside = abs(label.across - other.across) > letters * LETTER_WIDTH
    return not is_beside and abs(label.down - other.down) <= LABEL


def _path(section: Section, axes: Axes, theme: str) -> Drawing:
    """Return the way of the run up to the network in ink, and from there on as a hairline."""
    look, surface = THEMES[theme], section.surface
    places, here = axes.places(surface.path), axes.places(surface.here[:, None])
    # The last state behind it is the network's own.
    past, future = places[: section.n_past], np.concatenate([here, places[section.n_past :]])
    drawing = [
        Shape(polyline(future), stroke=look.control, width=FUTURE),
        Shape(polyline(past), stroke=look.ground, width=PAST + 2, opacity=0.7),
        Shape(polyline(past), stroke=look.line, width=PAST),
        Shape(circles(places[:1], 4), look.ground, look.line, 1.5),
        Shape(circles(here, KNOB + 1), look.ground),
        Shape(circles(here, KNOB), look.line),
    ]
    return [shape for shape in drawing if shape.outline]
