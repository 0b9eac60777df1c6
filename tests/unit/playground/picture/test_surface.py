"""What the colour of the plane says, in numbers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from matplotlib.colors import LinearSegmentedColormap

from playground.picture.surface import (
    SURFACES,
    color_table,
    confidence,
    decision,
    nan_to_middle,
    normalized,
)

pytestmark = pytest.mark.filterwarnings("error")

COLOR = st.integers(0, 0xFFFFFF).map("#{:06x}".format)
PROBABILITIES = arrays(np.float64, (7, 7), elements=st.floats(0, 1))
ACTIVATIONS = arrays(np.float64, (3, 4, 4), elements=st.floats(-1e6, 1e6))


@settings(deadline=None)
@given(colors=st.lists(COLOR, min_size=2, max_size=5))
def test_any_scale_of_colours_is_matplotlibs(colors):
    true = LinearSegmentedColormap.from_list("", colors)(np.arange(256), bytes=True)
    assert np.array_equal(color_table(colors), true)


@settings(deadline=None)
@given(p=PROBABILITIES)
@pytest.mark.parametrize("name", SURFACES)
def test_every_surface_has_values_from_0_to_1(name, p):
    values = SURFACES[name](p)
    assert values.shape == p.shape
    assert values.min() >= 0
    assert values.max() <= 1


@settings(deadline=None)
@given(p=PROBABILITIES)
def test_a_decision_is_on_the_side_of_its_probability(p):
    values = decision(p)
    assert np.all(values[p > 0.5] >= 0.5)
    assert np.all(values[p < 0.5] <= 0.5)


@pytest.mark.parametrize(("p", "decided"), [(0.0, 0), (0.4999, 0), (0.5, 0), (0.5001, 1), (1.0, 1)])
def test_where_nothing_changes_it_is_decided_as_accuracy_counts_it(p, decided):
    assert np.all(decision(np.full((4, 4), p)) == decided)


@pytest.mark.parametrize("steepness", [0.1, 1, 30, 1e5])
def test_the_edge_of_a_decision_lies_on_the_boundary_and_is_narrow(steepness):
    # The boundary is the straight line across + 2 down = 12.3.
    down, across = np.mgrid[:21, :21]
    z = (across + 2 * down - 12.3) / np.sqrt(5)  # distance from it, in steps of the grid
    values = decision(1 / (1 + np.exp(-np.clip(steepness * z, -700, 700))))
    assert np.all(values[z > 1] == 1)
    assert np.all(values[z < -1] == 0)
    assert np.all((values > 0.5) == (z > 0))


def test_confidence_is_about_both_classes():
    p = np.array([[0, 0.25, 0.5, 0.75, 1]])
    assert confidence(p) == pytest.approx(np.array([[1, 0.5, 0, 0.5, 1]]))


def test_activations_with_bounds_are_measured_by_them():
    a = np.array([[[-1, 0.5], [0, 1]]])
    assert normalized(a, (-1, 1)) == pytest.approx((a + 1) / 2)
    assert np.array_equal(normalized(np.abs(a), (0, 1)), np.abs(a))


@settings(deadline=None)
@given(a=ACTIVATIONS)
def test_other_activations_are_measured_by_the_greatest_and_zero_is_the_middle(a):
    found = normalized(a)
    assert found.min() >= 0
    assert found.max() <= 1
    for unit, share in zip(a, found, strict=True):
        assert np.all(share[unit == 0] == 0.5)
        greatest = np.abs(unit).max()
        if greatest > 0:
            assert share == pytest.approx(0.5 + unit / greatest / 2)
            assert np.abs(share - 0.5).max() == pytest.approx(0.5)


def test_what_is_no_number_has_the_colour_of_the_middle():
    assert nan_to_middle(np.array([0.25, np.nan, 1])).tolist() == [0.25, 0.5, 1]
    numbers = np.array([0.25, 1])
    assert nan_to_middle(numbers) is numbers
