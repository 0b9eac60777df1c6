"""Units of a network by their place: (layer, unit); layer 0 is the first hidden one."""

from typing import Any

from playground.network import Network

Place = tuple[int, int]


def place_in(message: dict[str, Any]) -> Place:
    """Return the place that a *message* speaks of; there need not be a unit."""
    return int(message["layer"]), int(message["unit"])


def has_unit(network: Network, place: Place | None) -> bool:
    """Tell whether *network* has a unit at this *place*."""
    layer, unit = place or (-1, -1)
    return layer in range(len(network.biases)) and unit in range(len(network.biases[layer]))


def numbers_of(network: Network, place: Place | None) -> dict[str, Any] | None:
    """Return the bias and the weights of the unit at *place*, or None if there is none."""
    if place is None or not has_unit(network, place):
        return None
    layer, unit = place
    bias, weights = network.biases[layer][unit, 0], network.weights[layer][unit]
    return {"layer": layer, "unit": unit, "bias": float(bias), "weights": weights.tolist()}
