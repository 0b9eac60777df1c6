"""Activations: what a hidden unit makes of its sum z, and how steep that is.

To add one, add it here and to the menu in ``settings/table.py``: a network needs no more, and
``fast`` makes do with it until it has a kernel of its own.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from playground.checks import Array
from playground.outputs import sigmoid


class Activation(NamedTuple):
    """One of `ACTIVATIONS`."""

    function: Callable[[Array], Array]  # a = function(z)
    derivative: Callable[[Array, Array], Array]  # da/dz, from z and a = function(z)
    bounds: tuple[float, float] | None = None  # least and greatest a; None: it has no bounds


LEAK = 0.01
"""Slope of the leaky ReLU below 0."""

ACTIVATIONS = {
    "tanh": Activation(
        function=np.tanh,
        derivative=lambda z, a: 1 - a**2,  # as in the article: a is there already
        bounds=(-1, 1),
    ),
    "sigmoid": Activation(
        function=sigmoid,
        derivative=lambda z, a: a * (1 - a),
        bounds=(0, 1),
    ),
    # Nair & Hinton, "Rectified linear units improve restricted Boltzmann machines" (2010).
    "relu": Activation(
        function=lambda z: np.maximum(z, 0),
        derivative=lambda z, a: np.where(z > 0, 1.0, 0.0),
    ),
    # Maas, Hannun & Ng, "Rectifier nonlinearities improve neural network acoustic models"
    # (2013): below 0 there is a slope too, so that no unit is lost for good.
    "leaky_relu": Activation(
        function=lambda z: np.maximum(z, LEAK * z),
        derivative=lambda z, a: np.where(z > 0, 1.0, LEAK),
    ),
    # Layers without a bend in between make up one single line, however many they are.
    "linear": Activation(
        function=lambda z: z,
        derivative=lambda z, a: np.ones_like(a),
    ),
}
"""What the hidden units of a network can use, by name; of the output, see ``outputs``."""
