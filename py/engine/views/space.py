"""The hidden space as a picture: where the last hidden layer puts the points."""

from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from engine.inbox import Message
from engine.views.cube import Camera, cut
from engine.views.drawing import (
    MARKERS,
    Axes,
    Box,
    Drawing,
    Image,
    Letters,
    Shape,
    Size,
    circles,
    nearest,
    polyline,
    radius_of_points,
)
from engine.views.scene import Scene
from engine.views.table import Table, table_of
from playground.checks import Array
from playground.hidden_space import HiddenSpace, hidden_space, line_within
from playground.look.naming import symbol
from playground.look.style import BOUNDARY_WIDTH
from playground.look.theme import THEMES
from playground.network import Trace
from playground.outputs import OUTPUTS
from playground.picture.number_text import in_words
from playground.picture.surface import color_table, colors_of

ROOM = (48, 24, 14, 40)  # around the plane: left, top, right, bottom
PAD = 0.06  # of the axes beyond the limits, so that no marker is cut
RING = 9  # radius of the ring around a point
NODES = 41  # of the colours along each side
TURN = -60.0  # degrees: of a space of three units, as it is first seen
SECONDS_BETWEEN = 0.04  # from one drawing to the next while the network trains
OTHER_AXES = 3  # units that can be drawn with all of their axes

NO_LAYER = (
    "There is no hidden layer, so nothing moves the points: the output draws its straight line "
    "between them as they are given, on the picture."
)
ONE_UNIT = (
    "The last hidden layer has one unit: it puts all points on a single line, and the output can "
    "only cut that line in two. A second unit makes it a plane."
)
WHY = (
    "This is what a hidden layer does: it moves the points until one straight {line} can separate "
    "the classes."
)
NOT_YET = (
    "A hidden layer can move the points until one straight {line} separates the classes: here it "
    "does not, or not yet."
)
SEPARATED = 0.9  # the share of points on their side from which on the layer does it
PAIR = (
    " Seen here are two of {units} units; the output weighs all of them, so that no line in this "
    "plane is its boundary."
)


class SpaceView:
    """Shows the points as two or three units of the last hidden layer see them."""

    name, progress = "space", 1.0

    def __init__(self) -> None:
        self._scene: Scene | None = None
        self._trace: Trace | None = None
        self._next = 0.0
        self._pair, self._turn = (-1, -1), 0.0
        self._places: Array = np.empty((0, 2))  # of the points on the canvas, in CSS pixels
        self.point = self.picked = -1  # of those that are pointed at and followed through

    def choose(self, message: Message) -> None:
        """Show two units, -1 is the first and the second; and turn a space of three, in degrees."""
        self._pair = int(message["first"]), int(message["second"])
        self._turn = float(message["turn"])

    # ---- For `Views`

    def forget(self) -> None:
        """Forget where the points lay."""
        self._scene = self._trace = None
        self.point = -1

    def follow(self, scene: Scene) -> bool:
        """Look at a *scene*; tell whether there is news."""
        if self.is_done_with(scene) or (scene.is_running and perf_counter() < self._next):
            return False
        self._next = perf_counter() + SECONDS_BETWEEN
        if self._scene and self._scene.training is not scene.training:
            self.point = -1  # it may be another point now, or none
        self._scene, self._trace = scene, scene.network.forward(scene.X)
        return True

    def is_done_with(self, scene: Scene) -> bool:
        """Tell whether a *scene* has been looked at."""
        return scene.is_like(self._scene)

    @property
    def text(self) -> str:
        """Why the points lie there, and how well that has come out."""
        if self._scene is None or self._trace is None:
            return ""
        units = self._units
        if units == 0:
            return NO_LAYER
        if units == 1:
            return ONE_UNIT
        network, y = self._scene.network, self._scene.y
        n_right = int(np.sum(OUTPUTS[network.output].decision(self._trace.a[-1]) == y))
        line = {2: "line", 3: "plane"}.get(units, f"cut through {units} dimensions")
        text = (WHY if n_right >= SEPARATED * y.size else NOT_YET).format(line=line)
        if units > OTHER_AXES:
            text += PAIR.format(units=units)
        return (
            f"{text} After epoch {self._scene.epoch}, {n_right} of {y.size} points lie on their "
            "side of it."
        )

    @property
    def pointed(self) -> str:
        """What there is to say of the point that is pointed at."""
        if self._scene is None or self._trace is None or not 0 <= self.point < self._scene.y.size:
            return ""
        trace, at, layer = self._trace, self.point, len(self._trace.z) - 2
        numbers = ", ".join(in_words(number) for number in trace.a[-2][:, at].tolist())
        name = self._scene.classes[int(self._scene.y[at])]
        return (
            f"Point {at + 1} of {self._scene.y.size}: {symbol('a', layer)} = ({numbers}), {name}, "
            f"probability {in_words(float(trace.a[-1][0, at]))}."
        )

    def hover(self, across: float, down: float) -> None:
        """Point at a place of the canvas, in CSS pixels; a negative one is nowhere."""
        self.point = nearest(self._places, (across, down)) if across >= 0 else -1

    def move(self, across: int, down: int) -> None:
        """Point at the next point, or the one before."""
        if len(self._places):
            self.point = (self.point + (across or down)) % len(self._places)

    def table(self) -> Table | None:
        """Return what the last hidden layer makes of each point."""
        if self._scene is None or self._trace is None or not self._units:
            return None
        a, p, y = self._trace.a[-2], self._trace.a[-1][0], self._scene.y
        name = symbol("a", len(self._trace.a) - 3)
        return table_of(
            f"The hidden space after epoch {self._scene.epoch}.",
            ["Point", "Class", *(f"{name} of unit {unit + 1}" for unit in range(len(a))), "Output"],
            [
                [str(point + 1), str(int(y[point])), *a[:, point].tolist(), float(p[point])]
                for point in range(y.size)
            ],
        )

    def drawing(self, size: Size, theme: str) -> Drawing:
        """Return what is to be painted on a canvas of a *size*."""
        if self._scene is None or self._trace is None or self._units < 2:
            self._places = np.empty((0, 2))
            return []
        if self._units == OTHER_AXES:
            drawing = self._in_space(size, theme)
        else:
            drawing = self._in_plane(size, theme)
        if 0 <= self.picked < len(self._places):
            ring = circles(self._places[[self.picked]], RING)
            drawing.append(Shape(ring, stroke=THEMES[theme].line, width=2.5))
        if 0 <= self.point < len(self._places):
            ring = circles(self._places[[self.point]], RING)
            drawing.append(Shape(ring, stroke=THEMES[theme].mark, width=6))
            drawing.append(Shape(ring, stroke=THEMES[theme].line, width=2))
        return drawing

    # ---- Two units

    @property
    def _units(self) -> int:
        """The number of units in the last hidden layer; 0 if there is none."""
        assert self._scene is not None
        hidden = self._scene.network.layer_sizes[1:-1]
        return hidden[-1] if hidden else 0

    def _chosen(self) -> tuple[int, int]:
        """Return the two units that are shown: those chosen, as far as there are such."""
        first, second = self._pair
        first = first if 0 <= first < self._units else 0
        return first, second if 0 <= second < self._units else (1 if first == 0 else 0)

    def _in_plane(self, size: Size, theme: str) -> Drawing:
        assert self._scene is not None
        assert self._trace is not None
        network, look = self._scene.network, THEMES[theme]
        first, second = self._chosen()
        space = hidden_space(network, self._trace, first, second)
        axes = Axes(_square(size), (_padded(space.limits[0]), _padded(space.limits[1])))
        self._places = axes.places(space.points)
        name = symbol("a", len(network.weights) - 2)
        drawing: Drawing = []
        if self._units == 2:
            colors = _probabilities(axes, network.weights[-1][0], network.biases[-1][0, 0], theme)
            drawing.append(Image(colors, axes.box))
        names = (f"{name} of unit {first + 1}", f"{name} of unit {second + 1}")
        drawing += axes.drawing(names, look.numbers, look.rule)
        if space.line is not None:
            ends = _to_the_edge(space, axes)
            drawing.append(Shape(polyline(axes.places(ends.T)), "", look.line, BOUNDARY_WIDTH))
        everywhere = np.ones(self._scene.y.size, bool)
        return drawing + self._markers(everywhere, axes.box[2] - axes.box[0], theme)

    @property
    def _bias(self) -> float:
        """The output's bias, less the sum at which it decides anew."""
        assert self._scene is not None
        network = self._scene.network
        output = OUTPUTS[network.output]
        level = float(output.inverse(np.array(output.boundary)))
        return float(network.biases[-1][0, 0]) - level

    def _markers(self, which: NDArray[np.bool_], side: float, theme: str) -> Drawing:
        """Return the points that *which* is true of, each class in its form and colour."""
        assert self._scene is not None
        look, radius = THEMES[theme], radius_of_points(self._scene.y.size, side)
        return [
            Shape(
                MARKERS[label](self._places[which & (self._scene.y == label)], radius),
                look.classes[label],
                look.point_edge,
            )
            for label in (0, 1)
        ]

    # ---- Three units

    def _in_space(self, size: Size, theme: str) -> Drawing:
        """Return points, the box of the activations, and the plane on which the output says ½."""
        assert self._scene is not None
        assert self._trace is not None
        network, look, box = self._scene.network, THEMES[theme], _square(size, names=False)
        points = self._trace.a[-2]
        limits = [hidden_space(network, self._trace, unit, unit).limits[0] for unit in range(3)]
        low, high = np.array(limits).T[:, :, None]
        seen = Camera(TURN + self._turn, box)
        unit_box = 2 * (points - low) / (high - low) - 1  # each activation from -1 to 1
        self._places = seen.places(unit_box)
        # The same plane for numbers from -1 to 1.
        w = network.weights[-1][0] * (high - low)[:, 0] / 2
        b = self._bias + float(network.weights[-1][0] @ ((high + low)[:, 0] / 2))
        drawing: Drawing = [Shape(seen.edges(), stroke=look.rule)]
        # What lies behind the plane is drawn before it, so that it covers these points.
        side = w @ unit_box + b > 0
        is_behind = side != bool(w @ seen.towards > 0)
        width = box[2] - box[0]
        drawing += self._markers(is_behind, width, theme)
        plane = cut(w, b)
        if len(plane) > 2:
            outline = polyline(seen.places(plane.T)) + "Z"
            drawing.append(Shape(outline, look.raised, opacity=0.6))
            drawing.append(Shape(outline, stroke=look.line, width=1.5))
        drawing += self._markers(~is_behind, width, theme)
        name = symbol("a", len(network.weights) - 2)
        for unit, (across, down) in enumerate(seen.ends().tolist(), 1):
            text = f"{name} of unit {unit}"
            drawing.append(Letters(across, down, text, look.numbers, "center", halo=look.ground))
        return drawing


def _square(size: Size, names: bool = True) -> Box:
    """Return the largest square on a canvas of a *size*, with room for names around it."""
    left, top, right, bottom = ROOM if names else (10, 10, 10, 10)
    side = max(min(size[0] - left - right, size[1] - top - bottom), 1)
    begin = left + (size[0] - left - right - side) / 2
    return begin, top, begin + side, top + side


def _padded(limits: tuple[float, float]) -> tuple[float, float]:
    low, high = limits
    return low - PAD * (high - low), high + PAD * (high - low)


def _to_the_edge(space: HiddenSpace, axes: Axes) -> Array:
    """Return the output's line as far as the axes go."""
    assert space.line is not None
    (x, y), along = space.line[0], space.line[1] - space.line[0]
    w = np.array([-along[1], along[0]])
    line = line_within(w, float(-w @ np.array([x, y])), axes.limits)
    return space.line if line is None else line


def _probabilities(axes: Axes, w: Array, bias: float, theme: str) -> NDArray[np.uint8]:
    """Return the colour of the probability at each place of the plane, from the top."""
    (left, right), (low, high) = axes.limits
    x, y = np.meshgrid(np.linspace(left, right, NODES), np.linspace(high, low, NODES))
    p = OUTPUTS["sigmoid"].function(w[0] * x + w[1] * y + bias)
    return colors_of(p, color_table(THEMES[theme].surface))
