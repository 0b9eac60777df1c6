"""The gradient check as a picture: one cell for each parameter, shaped like the matrices."""

import math
import re
from collections.abc import Generator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.inbox import Message
from engine.views.drawing import LETTER_WIDTH, Drawing, Letters, Shape, Size
from engine.views.scene import Scene
from engine.views.table import Table, table_of
from engine.views.work import Working
from playground.checks import Array
from playground.gradient_check import TOLERANCE, Comparison, GradientCheck, check_in_slices
from playground.look.naming import all_parameters, symbol
from playground.look.theme import THEMES
from playground.parameters import parameters
from playground.picture.number_text import in_digits, minus, times_ten
from playground.picture.surface import color_table, colors_of

SIDES = range(40, 2, -1)  # of a cell, from the largest
GAP, EDGE, CAPTION = 18, 6, 22  # between matrices; around all; above each for its name
GOOD = 1e-12  # errors up to here have the quietest colour
LEVELS = 8  # of colours between that and the tolerance
HARMLESS = " The mistake changes no gradient here."
INVITATION = " Break a line on purpose and see."
KINK = (
    " Within the step some point crosses a kink, where the loss has no derivative: there, a "
    "difference may be honest."
)

Matrix = tuple[str, NDArray[np.intp]]  # its name, and the index in theta of each of its parameters


class Block(NamedTuple):
    """A matrix of cells: its name, the place of its corner, and each cell's index in theta."""

    name: str
    left: float
    top: float
    indices: NDArray[np.intp]


class CheckView(Working[GradientCheck]):
    """Checks every gradient of the network, and shows what it has found.

    With a mistake, it is the broken backward pass whose gradients are checked.
    """

    name = "check"

    def __init__(self) -> None:
        super().__init__(_steps)
        self._layout: tuple[tuple[int, ...], Size, float, list[Block]] | None = None
        self._at = -1  # the parameter that is pointed at, by its index in theta

    # ---- For `Views`

    @property
    def text(self) -> str:
        """What the check has found."""
        check, scene = self._work.result, self._work.scene
        if scene is None:
            return "Each derivative is compared with what the loss does when its parameter moves."
        if check is None:
            return f"There is no gradient to check. {_refusal(scene)}"
        invites = ""
        if check.is_right:
            invites = INVITATION if scene.mistake == "none" else HARMLESS
        return _as_printed(f"After epoch {scene.epoch}: {check.sentence}{invites}")

    @property
    def pointed(self) -> str:
        """What the check says of the parameter that is pointed at."""
        check = self._work.result
        return _words(check.of(self._at)) if check and 0 <= self._at < check.error.size else ""

    point = picked = -1

    def choose(self, message: Message) -> None:
        """There is nothing to choose."""

    def hover(self, across: float, down: float) -> None:
        """Point at a place of the canvas, in CSS pixels; a negative one is nowhere."""
        self._at = -1
        if self._layout and across >= 0:
            _, _, side, blocks = self._layout
            for block in blocks:
                row, column = int((down - block.top) // side), int((across - block.left) // side)
                rows, columns = block.indices.shape
                if 0 <= row < rows and 0 <= column < columns:
                    self._at = int(block.indices[row, column])

    def move(self, across: int, down: int) -> None:
        """Point at the next cell in a direction; at the first, if at none."""
        if self._layout is None:
            return
        blocks = self._layout[3]
        for at, block in enumerate(blocks):
            rows, columns = np.nonzero(block.indices == self._at)
            if len(rows):
                self._at = _next(blocks, at, int(rows[0]) + down, int(columns[0]) + across)
                return
        self._at = 0

    def table(self) -> Table | None:
        """Return what the check says of each parameter."""
        check, scene = self._work.result, self._work.scene
        if check is None or scene is None:
            return None
        names = [parameter.name for parameter in all_parameters(check.layer_sizes)]
        columns = check.analytic.tolist(), check.numeric.tolist(), check.error.tolist()
        return table_of(
            f"Every derivative after epoch {scene.epoch}.",
            ["Parameter", "Backward pass", "Difference", "Relative error"],
            [list(row) for row in zip(names, *columns, strict=True)],
        )

    def drawing(self, size: Size, theme: str) -> Drawing:
        """Return what is to be painted on a canvas of a *size*."""
        check = self._work.result
        if check is None:
            return []
        if self._layout is None or self._layout[:2] != (check.layer_sizes, size):
            self._layout = (check.layer_sizes, size, *layout(check.layer_sizes, size))
        _, _, side, blocks = self._layout
        look = THEMES[theme]
        drawing: Drawing = [
            Letters(block.left, block.top - CAPTION / 3, block.name, look.numbers)
            for block in blocks
        ]
        corners = _corners(blocks, side, check.error.size)
        drawing += _cells(check, corners, side, theme)
        if 0 <= self._at < check.error.size:
            outline = _squares(corners[[self._at]] - 1, side + 1)
            drawing.append(Shape(outline, stroke=THEMES[theme].mark, width=5))
            drawing.append(Shape(outline, stroke=look.line, width=1.5))
        return drawing


def layout(layer_sizes: tuple[int, ...], size: Size) -> tuple[float, list[Block]]:
    """Return the side of a cell, and a block for each matrix, as large as the canvas allows."""
    width, height = size
    shaped = parameters(np.arange(_count(layer_sizes), dtype=float), layer_sizes)
    layers = [
        [
            (symbol(letter, layer), array.astype(np.intp))
            for letter, array in zip("Wb", pair, strict=True)
        ]
        for layer, pair in enumerate(zip(*shaped, strict=True))
    ]
    for side in SIDES:
        blocks, right, bottom = _flow(layers, side, width)
        if right <= width and bottom <= height:
            break
    return side, blocks


def _flow(
    layers: list[list[Matrix]], side: float, width: float
) -> tuple[list[Block], float, float]:
    """Set the matrices of each layer beside each other, and one layer beside or below the other.

    Return them, and how far they reach.
    """
    blocks, left, top = [], float(EDGE), float(EDGE + CAPTION)
    rightmost = lowest = 0.0
    for matrices in layers:
        widths = [
            max(indices.shape[1] * side, LETTER_WIDTH * len(name)) for name, indices in matrices
        ]
        gap = min(GAP, 2 * side)
        if left > EDGE and left + sum(widths) + gap > width - EDGE:
            left, top = float(EDGE), lowest + CAPTION + EDGE
        for (name, indices), needed in zip(matrices, widths, strict=True):
            blocks.append(Block(name, left, top, indices))
            rightmost = max(rightmost, left + needed)
            left += needed + gap
            lowest = max(lowest, top + indices.shape[0] * side)
    return blocks, rightmost + EDGE, lowest + EDGE


def _next(blocks: list[Block], at: int, row: int, column: int) -> int:
    """Return the index at a *row* and *column* of a block; beyond its sides lie its neighbours."""
    columns = blocks[at].indices.shape[1]
    if column < 0 and at > 0:
        at, column = at - 1, blocks[at - 1].indices.shape[1] - 1
    elif column >= columns and at + 1 < len(blocks):
        at, column = at + 1, 0
    indices = blocks[at].indices
    rows, columns = indices.shape
    return int(indices[min(max(row, 0), rows - 1), min(max(column, 0), columns - 1)])


def _steps(scene: Scene) -> Generator[float, None, GradientCheck]:
    return check_in_slices(scene.network, scene.X, scene.y.astype(float), *scene.penalty)


def _count(layer_sizes: tuple[int, ...]) -> int:
    return sum((inputs + 1) * units for inputs, units in pairwise(layer_sizes))


def _corners(blocks: list[Block], side: float, count: int) -> Array:
    """Return the upper left corner of each parameter's cell, (count, 2)."""
    corners = np.empty((count, 2))
    for block in blocks:
        rows, columns = np.indices(block.indices.shape)
        corners[block.indices, 0] = block.left + columns * side
        corners[block.indices, 1] = block.top + rows * side
    return corners


def _cells(check: GradientCheck, corners: Array, side: float, theme: str) -> Drawing:
    """Return a cell for each parameter: wrong ones are crossed out, those at a kink hatched."""
    look, inner = THEMES[theme], side - 1
    quiet = [look.raised, look.confidence[1]]
    share = (np.log10(np.maximum(check.error, GOOD)) - np.log10(GOOD)) / np.log10(TOLERANCE / GOOD)
    level = np.clip(np.nan_to_num(share, nan=1.0) * LEVELS, 0, LEVELS - 1).astype(int)
    colors = colors_of(np.arange(LEVELS) / (LEVELS - 1) * 0.999, color_table(quiet))
    wrong, kink = check.is_wrong, check.differs & ~check.is_wrong
    drawing: Drawing = []
    for number, color in enumerate(colors.tolist()):
        outline = _squares(corners[(level == number) & ~wrong & ~kink], inner)
        drawing.append(Shape(outline, "#{:02x}{:02x}{:02x}".format(*color), look.rule))
    drawing.append(Shape(_squares(corners[kink], inner), look.raised, look.control, 1, (2, 2)))
    drawing.append(Shape(_hatches(corners[kink], inner), stroke=look.control))
    # The one colour that the page has for what is wrong; the cross says so without it.
    drawing.append(Shape(_squares(corners[wrong], inner), look.classes[1], look.line))
    drawing.append(Shape(_crosses(corners[wrong], inner), stroke=look.ground, width=side / 12 + 1))
    return [shape for shape in drawing if shape.outline]


def _squares(corners: Array, side: float) -> str:
    return "".join(
        f"M{across:g} {down:g}h{side:g}v{side:g}h{-side:g}Z" for across, down in corners.tolist()
    )


def _crosses(corners: Array, side: float) -> str:
    edge = side / 4
    inner = side - 2 * edge
    return "".join(
        f"M{across + edge:g} {down + edge:g}l{inner:g} {inner:g}m{-inner:g} 0l{inner:g} {-inner:g}"
        for across, down in corners.tolist()
    )


def _hatches(corners: Array, side: float) -> str:
    half = side / 2
    return "".join(
        f"M{across:g} {down + half:g}l{half:g} {-half:g}m{half:g} 0l{-side:g} {side:g}"
        f"m{half:g} 0l{half:g} {-half:g}"
        for across, down in corners.tolist()
    )


def _words(found: Comparison) -> str:
    """Say of one parameter what the backward pass and the difference say."""
    words = f"{found.parameter.name}: {in_digits(found.analytic, 6)} by the backward pass"
    if not math.isfinite(found.numeric):
        return words + "; no small step moves so large a weight, so there is nothing to compare."
    words += f", {in_digits(found.numeric, 6)} by the difference"
    if found.error <= TOLERANCE:
        words += "; the same."
    elif found.factor is None:
        words += "."
    else:
        words += f": {in_digits(found.factor, 3)} times what it should be."
    return words + (KINK if found.has_kink else "")


def _as_printed(sentence: str) -> str:
    """Return a *sentence* with its numbers as in print: "3e-10" becomes "3 × 10⁻¹⁰"."""
    return minus(re.sub(r"e([+-]\d+)", lambda found: times_ten(found[1]), sentence))


def _refusal(scene: Scene) -> str:
    from playground.session.broken import refusal_in_words

    return refusal_in_words(scene.mistake, scene.network, scene.X, scene.y)
