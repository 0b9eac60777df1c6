"""Places in a network: whether there is a unit, and its numbers."""

import pytest

from engine.units import has_unit, numbers_of, place_in
from playground.network import Network

NETWORK = Network((2, 3, 2, 1), seed=1)


@pytest.mark.parametrize("place", [(0, 0), (0, 2), (1, 1), (2, 0)])
def test_a_units_numbers_are_those_of_the_network(place):
    layer, unit = place
    assert has_unit(NETWORK, place)
    assert numbers_of(NETWORK, place) == {
        "layer": layer,
        "unit": unit,
        "bias": NETWORK.biases[layer][unit, 0],
        "weights": NETWORK.weights[layer][unit].tolist(),
    }


@pytest.mark.parametrize("place", [None, (-1, -1), (-1, 0), (0, -1), (0, 3), (2, 1), (3, 0)])
def test_elsewhere_there_is_no_unit(place):
    assert not has_unit(NETWORK, place)
    assert numbers_of(NETWORK, place) is None


def test_a_place_is_of_whole_numbers_though_javascript_has_but_one_kind():
    place = place_in({"layer": 1.0, "unit": 0.0})
    assert has_unit(NETWORK, place)
    assert numbers_of(NETWORK, place)["layer"] == 1
