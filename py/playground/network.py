"""The neural network: forward pass, loss and backward pass.

The article's network has two layers: W1, b1 lead to the hidden units, W2, b2 to the output.
Here the number of layers is free, so its formulas stand in a loop. Python counts from 0:
``weights[0]`` is the article's W1. Samples are columns: X is (2, n), for n points.
"""

import copy
import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.random.mtrand import RandomState  # see data.py
from numpy.typing import ArrayLike

from playground.activations import ACTIVATIONS
from playground.checks import Array, check_choice, check_integer
from playground.data import MAX_SEED
from playground.outputs import OUTPUTS
from playground.regularization import penalized, penalty

MAX_UNITS = 1000  # in one layer

INITIALIZATIONS: dict[str, Callable[[RandomState, tuple[int, int]], Array]] = {
    "normal": lambda random, shape: random.standard_normal(shape),
    "article": lambda random, shape: 0.01 * random.standard_normal(shape),
    # Both keep the numbers about as large from layer to layer: for tanh, variance
    # 2 / (inputs + units): Glorot & Bengio, "Understanding the difficulty of training deep
    # feedforward neural networks" (2010), equation 12 ...
    "xavier": lambda random, shape: math.sqrt(2 / sum(shape)) * random.standard_normal(shape),
    # ... and for ReLU, which makes half of them 0, variance 2 / inputs: He, Zhang, Ren & Sun,
    # "Delving deep into rectifiers" (2015), equation 10.
    "he": lambda random, shape: math.sqrt(2 / shape[1]) * random.standard_normal(shape),
    "zeros": lambda random, shape: np.zeros(shape),
}
"""How the weights of a layer begin, by name; a shape is (units, inputs). Biases begin at 0.

From "zeros" a network cannot learn. All units of a layer give the same answer, so they receive
the same gradient and stay equal for ever: the layer is no more than one unit. With tanh, that
unit even answers 0 for every point, and the weights above it, 0 too, pass nothing down: no
weight receives any gradient at all, only the output's bias learns the share of class 1. Drawing
the weights at random is what breaks this symmetry.
"""


class Trace(NamedTuple):
    """All that a forward pass computes: layer l turns ``a[l]`` into ``a[l + 1]``."""

    z: list[Array]  # z[l] = weights[l] @ a[l] + biases[l]; the last one is the logit (1, n)
    a: list[Array]  # a[0] is X, a[1] the article's a1, the last one the probability (1, n)


class Gradients(NamedTuple):
    """All that a backward pass computes: derivatives of the mean loss, one entry per layer."""

    dz: list[Array]  # by z, times n: the article leaves the 1/n to dW and db
    dW: list[Array]  # by the weights, in nats per unit; dW[l] is shaped like weights[l]
    db: list[Array]  # by the biases, in nats per unit; db[l] is shaped like biases[l]


class Network:
    """A network of fully connected layers that gives the probability of class 1.

    Parameters
    ----------
    layer_sizes : sequence of int
        Number of inputs, of units in each hidden layer, and of outputs (1). The article's
        network with three hidden units is (2, 3, 1); (2, 1) has no hidden layer.
    activation : str, default "tanh"
        One of `ACTIVATIONS`, used in all hidden layers; may be assigned anew at any time.
    seed : int, default 0
        From 0 to 2**32 - 1. Layer l draws its weights, row by row, from NumPy's
        ``RandomState([seed, l])``: not the numbers that the data draw from the same seed, and
        in the article's network a further hidden unit leaves the others' weights as they were.
    initialization : str, default "normal"
        One of `INITIALIZATIONS`: "normal" draws the weights from N(0, 1), "article" from
        0.01 N(0, 1). Such tiny weights make all hidden units begin almost alike and lose time
        growing apart: three units separate the moons within 1000 epochs for 69 % of 1000
        seeds, and for 95 % from N(0, 1). "xavier" and "he" are made for many layers.
    output : str, default "sigmoid"
        One of `OUTPUTS`: what the last layer makes of its z, with the loss that goes with it.

    Attributes
    ----------
    weights : list of ndarray
        ``weights[l]`` has shape (layer_sizes[l + 1], layer_sizes[l]): a row for each unit.
    biases : list of ndarray
        ``biases[l]`` has shape (layer_sizes[l + 1], 1).

    Raises
    ------
    ValueError
        If an argument, or the X or y of a method, is not allowed; says what is.
    """

    def __init__(
        self,
        layer_sizes: Sequence[int],
        activation: str = "tanh",
        seed: int = 0,
        *,
        initialization: str = "normal",
        output: str = "sigmoid",
    ) -> None:
        check_choice("output", output, OUTPUTS)
        sizes, units = tuple(layer_sizes), OUTPUTS[output].units
        for size in sizes:
            check_integer("each of layer_sizes", size, 1, MAX_UNITS)
        if len(sizes) < 2 or sizes[-1] != units:
            raise ValueError(
                f"layer_sizes must look like (2, 3, {units}) and end in {units}, not {sizes}"
            )
        check_integer("seed", seed, 0, MAX_SEED)
        check_choice("activation", activation, ACTIVATIONS)
        check_choice("initialization", initialization, INITIALIZATIONS)

        self.layer_sizes, self.activation, self.output = sizes, activation, output
        draw = INITIALIZATIONS[initialization]
        self.weights = [
            draw(RandomState([int(seed), layer]), (n_out, n_in))
            for layer, (n_in, n_out) in enumerate(pairwise(sizes))
        ]
        self.biases = [np.zeros((n_out, 1)) for n_out in sizes[1:]]

    def with_parameters(self, weights: Sequence[Array], biases: Sequence[Array]) -> "Network":
        """Return a network like this one with other parameters; this one stays as it is.

        Parameters
        ----------
        weights, biases : sequence of ndarray
            Shaped like this network's own. They are not copied: what is written into them
            later changes the new network too.

        Raises
        ------
        ValueError
            If the shapes differ from those of this network's own.
        """
        for name, given, own in (
            ("weights", weights, self.weights),
            ("biases", biases, self.biases),
        ):
            shapes, expected = [array.shape for array in given], [array.shape for array in own]
            if shapes != expected:
                raise ValueError(f"{name} must have the shapes {expected}, not {shapes}")
        other = copy.copy(self)
        other.weights, other.biases = list(weights), list(biases)
        return other

    def forward(self, X: Array) -> Trace:
        """Go from the points to their probabilities, keeping every value on the way.

        *X* has shape (layer_sizes[0], n); `check_samples` has seen it, it is not checked here.
        """
        hidden = ACTIVATIONS[self.activation].function
        activations = [hidden] * (len(self.weights) - 1) + [OUTPUTS[self.output].function]
        z, a = [], [X]
        for W, b, activation in zip(self.weights, self.biases, activations, strict=True):
            z.append(W @ a[-1] + b)  # (units, n) = (units, inputs) @ (inputs, n) + (units, 1)
            a.append(activation(z[-1]))  # (units, n)
        return Trace(z, a)

    def backward(self, trace: Trace, y: Array) -> Gradients:
        """Run the article's Listing 1, from the output back to the first layer.

        Its first line depends on the output: for the sigmoid and the log loss it is a - y, as
        their derivatives cancel to that. *trace* is what `forward` returned for the same
        weights, *y* the true labels, 0.0 or 1.0, of shape (n,).
        """
        n = y.size
        derivative = ACTIVATIONS[self.activation].derivative
        layers: list[tuple[Array, Array, Array]] = []
        dz = OUTPUTS[self.output].delta(trace.a[-1], y)  # (1, n)
        for layer in reversed(range(len(self.weights))):
            W, a = self.weights[layer], trace.a[layer]  # (units, inputs), (inputs, n)
            dW = (1 / n) * (dz @ a.T)  # (units, inputs)
            db = (1 / n) * np.sum(dz, axis=1, keepdims=True)  # (units, 1)
            layers.insert(0, (dz, dW, db))
            if layer > 0:  # below the first layer lie the points, which do not learn
                dz = (W.T @ dz) * derivative(trace.z[layer - 1], a)  # (inputs, n)
        dzs, dWs, dbs = zip(*layers, strict=True)
        return Gradients(list(dzs), list(dWs), list(dbs))

    def predict_proba(self, X: ArrayLike) -> Array:
        """Return the probability of class 1 for each column of *X*, shape (n,)."""
        p: Array = self.forward(self._check_points(X)).a[-1][0]
        return p

    def loss(
        self,
        X: ArrayLike,
        y: ArrayLike,
        regularization: str = "none",
        regularization_rate: float = 0.0,
    ) -> float:
        """Return the mean loss of the true labels *y* of the points *X*, in nats.

        With one of `regularization.PENALTIES`, its penalty for the weights is added.
        """
        X, y = self.check_samples(X, y)
        cost = penalty(self.weights, regularization, regularization_rate)
        return OUTPUTS[self.output].loss(self.forward(X).z[-1], y) + cost

    def accuracy(self, X: ArrayLike, y: ArrayLike) -> float:
        """Return the share of the points, in [0, 1], for which the network decides rightly."""
        X, y = self.check_samples(X, y)
        return float(np.mean(OUTPUTS[self.output].decision(self.forward(X).a[-1]) == y))

    def gradients(
        self,
        X: ArrayLike,
        y: ArrayLike,
        regularization: str = "none",
        regularization_rate: float = 0.0,
    ) -> tuple[list[Array], list[Array]]:
        """Return the derivatives of `loss` by `weights` (dW) and by `biases` (db), same shapes.

        "l1" has none by a weight that is 0: what stands for it is 0 if the weight rests there.
        """
        X, y = self.check_samples(X, y)
        grads = self.backward(self.forward(X), y)
        dW = penalized(grads.dW, self.weights, regularization, regularization_rate)
        return dW, grads.db

    def check_samples(self, X: ArrayLike, y: ArrayLike) -> tuple[Array, Array]:
        """Return *X* and *y* as float64 arrays, or raise if they do not fit this network."""
        X = self._check_points(X)
        y = np.asarray(y, dtype=np.float64)
        if y.shape != X.shape[1:]:
            raise ValueError(f"y must hold one label per column of X {X.shape}, not {y.shape}")
        classes = OUTPUTS[self.output].classes
        if sum(np.count_nonzero(y == label) for label in classes) < y.size:
            raise ValueError(f"y must hold only the labels {' and '.join(map(str, classes))}")
        return X, y

    def _check_points(self, X: ArrayLike) -> Array:
        X = np.asarray(X, dtype=np.float64)
        if X.ndim != 2 or X.shape[0] != self.layer_sizes[0] or X.size == 0:
            raise ValueError(f"X must have shape ({self.layer_sizes[0]}, 1 or more), not {X.shape}")
        if not np.isfinite(X).all():
            raise ValueError("X must hold only finite numbers, not NaN or infinity")
        return X
