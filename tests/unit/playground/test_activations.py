"""The activations: their values, and derivatives that are the slopes of their functions."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.activations import ACTIVATIONS
from playground.settings.table import SETTINGS


def test_the_activations_are_those_of_the_settings():
    row = next(row for row in SETTINGS if row.name == "activation")
    assert tuple(ACTIVATIONS) == row.allowed.words


@pytest.mark.parametrize(
    ("name", "z", "a", "slope"),
    [
        ("tanh", math.log(2), 0.6, 0.64),
        ("sigmoid", math.log(3), 0.75, 0.1875),
        ("relu", 2.0, 2.0, 1.0),
        ("relu", -2.0, 0.0, 0.0),
        ("leaky_relu", 2.0, 2.0, 1.0),
        ("leaky_relu", -2.0, -0.02, 0.01),
        ("linear", -2.0, -2.0, 1.0),
    ],
)
def test_values_and_slopes_worked_by_hand(name, z, a, slope):
    function, derivative, _ = ACTIVATIONS[name]
    z = np.array([z])
    assert function(z) == pytest.approx([a])
    assert derivative(z, np.array([a])) == pytest.approx([slope])


@given(name=st.sampled_from(sorted(ACTIVATIONS)), z=st.floats(-30, 30))
def test_the_derivative_is_the_slope_of_the_function(name, z):
    function, derivative, _ = ACTIVATIONS[name]
    around = np.array([z - 1e-6, z, z + 1e-6])
    if np.sign(around[0]) != np.sign(around[2]):  # where ReLUs bend, there is none
        return
    a = function(around)
    slope = (a[2] - a[0]) / 2e-6
    assert derivative(around, a)[1] == pytest.approx(slope, rel=1e-4, abs=1e-9)


@given(name=st.sampled_from(sorted(ACTIVATIONS)), z=st.floats(-1e6, 1e6))
def test_no_value_lies_beyond_the_bounds_and_both_are_reached(name, z):
    function, _, bounds = ACTIVATIONS[name]
    a = function(np.array([-1e6, z, 1e6]))
    if bounds is None:
        assert np.ptp(a) >= 1e6
    else:
        assert (a[0], a[2]) == bounds
        assert bounds[0] <= a[1] <= bounds[1]
