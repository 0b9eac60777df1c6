"""The numbers of one line of the listing as cells: their colours, and where each lies.

Both the painter of the cells and the one who says what is pointed at go by it.
"""

from typing import NamedTuple

import numpy as np

from playground.checks import Array
from playground.picture.surface import nan_to_middle

# In CSS pixels, at the most: of one cell, and between the cells of two units.
CELL, GAP = 45, 4
# Where there are many units, the gaps take so much of the room.
SHARE_OF_GAPS = 0.1


class LineCells(NamedTuple):
    """The numbers of a line: a row for each unit."""

    values: Array  # (units, columns)
    bounds: tuple[float, float]  # the numbers with the colours at the ends of the scale
    # A map shows the units one below the other, stretched over the whole row; otherwise all
    # cells stand side by side, those of the first unit first.
    is_map: bool
    has_lines: bool  # whether the units have lines in the picture, and so colours of their own
    marked: int = -1  # the cell that the keyboard has led to, counted unit by unit; -1 is none

    @property
    def shares(self) -> Array:
        """The values along the scale of colours, from 0 to 1; what is no number is the middle."""
        low, high = self.bounds
        with np.errstate(all="ignore"):
            return nan_to_middle(np.clip((self.values - low) / (high - low), 0, 1))

    def layout(self, width: float) -> "CellLayout":
        """Return where the cells lie in a row of this *width*, in CSS pixels."""
        units, columns = self.values.shape
        gap = min(GAP, SHARE_OF_GAPS * width / units)
        room = (width - gap * (units - 1)) / (units * columns)
        return CellLayout(units, columns, min(CELL, room), gap)

    def at(self, across: float, down: float, width: float) -> tuple[int, int] | None:
        """Return unit and column of the cell at a place, or None beside all cells.

        Parameters
        ----------
        across, down : float
            Shares of the row, from 0 to 1.
        width : float
            Of the row, in CSS pixels.
        """
        if not self.is_map:
            return self.layout(width).at(across * width)
        units, columns = self.values.shape
        return min(int(down * units), units - 1), min(int(across * columns), columns - 1)

    def box(self, cell: int, width: float, height: float) -> tuple[float, float, float, float]:
        """Return left, top, width and height of a cell, in a row of this *width* and *height*."""
        units, columns = self.values.shape
        unit, column = divmod(cell, columns)
        if self.is_map:
            across, down = width / columns, height / units
            return column * across, unit * down, across, down
        layout = self.layout(width)
        return layout.left(unit, column), 0, layout.cell, height


class CellLayout(NamedTuple):
    """Where cells lie that stand side by side, in CSS pixels."""

    units: int
    columns: int  # of each unit
    cell: float  # width of a cell
    gap: float  # between two units

    @property
    def pitch(self) -> float:
        """From one unit to the next."""
        return self.cell * self.columns + self.gap

    def left(self, unit: int, column: int) -> float:
        """Return where a cell begins."""
        return unit * self.pitch + column * self.cell

    def at(self, x: float) -> tuple[int, int] | None:
        """Return unit and column of the cell at *x*, or None beside all; a gap belongs before."""
        if self.pitch <= 0:  # the page has not said yet how much room there is
            return None
        unit = int(x // self.pitch)
        column = min(int((x - unit * self.pitch) / self.cell), self.columns - 1)
        return (unit, column) if unit in range(self.units) else None
