"""The recipes of the page's descent: the readable activations, to the last digits."""

import numpy as np
import pytest

from playground.fast.kernels import KERNELS
from playground.network import ACTIVATIONS


def z_of_all_sizes():
    return np.concatenate([np.linspace(-800, 800, 4001), np.linspace(-3, 3, 4001), [0, 1e300]])


def carry_out(calls):
    with np.errstate(over="ignore", invalid="raise", divide="raise"):
        for call in calls:
            call()


def test_there_is_a_recipe_for_every_activation():
    assert list(KERNELS) == list(ACTIVATIONS)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_a_recipe_computes_its_activation_to_the_last_digits(name):
    recipe, z = KERNELS[name], z_of_all_sizes()
    for sign in (1, -1):
        place = recipe.factor * sign * z
        carry_out(recipe.function(place, np.empty_like(place)))
        a = ACTIVATIONS[name].function(sign * z)
        np.testing.assert_allclose(place, a, rtol=0, atol=5e-16)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_a_recipe_computes_the_derivative_in_every_bit(name):
    a = ACTIVATIONS[name].function(z_of_all_sizes())
    expected = ACTIVATIONS[name].derivative(a)
    if KERNELS[name].derivative is None:
        assert (expected == 1).all()
        return
    carry_out(KERNELS[name].derivative(a, np.empty_like(a)))
    assert np.array_equal(a, expected)


@pytest.mark.parametrize("name", ["tanh", "sigmoid"])
@pytest.mark.parametrize("z", [np.inf, -np.inf])
def test_an_infinite_sum_gives_the_limit(name, z):
    place = np.full((1, 1), KERNELS[name].factor * z)
    carry_out(KERNELS[name].function(place, np.empty_like(place)))
    assert place.item() == ACTIVATIONS[name].function(np.array(z))
