"""Where the cells of a line lie, what is pointed at, and which colours they have."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.line_cells import CELL, GAP, LineCells


def cells(units, columns, is_map=False, bounds=(-1, 1)):
    values = np.arange(units * columns).reshape(units, columns) / 10
    return LineCells(values, bounds, is_map, has_lines=False)


def test_a_few_cells_have_their_full_width_and_many_share_the_room():
    assert cells(3, 1).layout(400)[2:] == (CELL, GAP)
    layout = cells(16, 16).layout(120)
    assert layout.left(15, 15) + layout.cell == pytest.approx(120)
    assert layout.cell > 0.4


@given(units=st.integers(1, 16), columns=st.integers(1, 16), width=st.floats(120, 400))
def test_the_middle_of_each_cell_is_that_cell(units, columns, width):
    line = cells(units, columns)
    layout = line.layout(width)
    for unit in range(units):
        for column in range(columns):
            middle = layout.left(unit, column) + layout.cell / 2
            assert middle < width
            assert line.at(middle / width, 0.5, width) == (unit, column)
    end = layout.left(units - 1, columns - 1) + layout.cell
    assert end <= width + 1e-6


def test_a_gap_belongs_to_the_cell_before_and_beside_all_there_is_none():
    line = cells(2, 3)
    gap = line.layout(400).left(1, 0) - GAP / 2
    assert line.at(gap / 400, 0, 400) == (0, 2)
    assert line.at(0.99, 0, 400) is None


@pytest.mark.parametrize(
    ("place", "cell"),
    [((0, 0), (0, 0)), ((1, 1), (2, 99)), ((0.505, 0.5), (1, 50)), ((0.999, 0.34), (1, 99))],
)
def test_a_map_has_units_below_each_other_and_points_side_by_side(place, cell):
    assert cells(3, 100, is_map=True).at(*place, width=0) == cell


def test_colours_lie_within_the_scale_and_what_is_no_number_is_the_middle():
    values = np.array([[-2.0, -1, 0, 0.5], [1, 2, math.inf, math.nan]])
    shares = LineCells(values, (-1, 1), False, False).shares
    assert shares.tolist() == [[0, 0, 0.5, 0.75], [1, 1, 1, 0.5]]
