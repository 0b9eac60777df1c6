"""Gradient check: whether what the backward pass computes is the derivative of the loss.

A derivative says how much the loss changes with one parameter w. That can be tried: make w a
little larger, then a little smaller, and look at the loss (a central difference)::

    (loss(w + h) - loss(w - h)) / 2h  =  dloss/dw + terms of the size h²

It takes two forward passes for each parameter and knows nothing of the chain rule, so it shares
no mistake with the backward pass. See Goodfellow, Bengio & Courville, "Deep Learning" (2016),
section 11.5.
"""

import math
from collections.abc import Generator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from playground.activations import ACTIVATIONS
from playground.checks import Array
from playground.jobs import finished
from playground.look.naming import Parameter, all_parameters, symbol
from playground.network import Network, Trace
from playground.parameters import is_weight, joined, parameters, split
from playground.regularization import PENALTIES
from playground.stacks import copy_of, losses, slices, stacked

STEP = float(np.finfo(np.float64).eps) ** (1 / 3)  # 6e-6
"""A shorter step loses digits: the loss is rounded to a share ε = 2.2e-16 of itself, which makes an
error of about ε / h. A longer one bends: that makes an error of about h². Their sum is smallest
where h is about the cube root of ε; both are some 4e-11 then, if the loss and its third derivative
are about 1. It does not grow with the weight, as one often sees it: how fast the loss bends depends
on the size of the inputs, not of the weight. What w ± h loses by rounding is allowed for."""

TOLERANCE = 1e-5
"""Relative errors up to here are those of the difference: for 900 random networks, with inputs up
to 10 and weights up to 1000 times N(0, 1), they reach 7e-7. A mistake in the backward pass makes
far larger ones: a factor of 2 makes 0.5."""

FLOOR = 1e-4
"""Smaller derivatives (times the loss, if it is above 1) are compared as if they were this large:
what the difference misses by rounding, some 1e-10, would be a large part of them."""

JUMP = 0.1
"""The derivative of an activation has a kink where it changes by more than this within a step;
along a curve that bends gently it changes by about h."""

PerLayer = tuple[list[Array], list[Array]]  # shaped like the weights, and like the biases


class Comparison(NamedTuple):
    """What the check says of one parameter."""

    parameter: Parameter
    analytic: float  # from the backward pass, in nats per unit
    numeric: float  # the central difference
    error: float  # how far they are apart, as a share of the larger one
    has_kink: bool  # whether the loss has a kink within the step

    @property
    def factor(self) -> float | None:
        """How many times as large as the difference the gradient is; None if there is no saying."""
        is_known = self.numeric != 0 and math.isfinite(self.analytic / self.numeric)
        return self.analytic / self.numeric if is_known else None


class GradientCheck(NamedTuple):
    """The derivatives by all parameters, in the order of theta (see ``parameters``)."""

    layer_sizes: tuple[int, ...]
    analytic: Array  # from the backward pass, in nats per unit
    numeric: Array  # the central differences; NaN where no step moves the parameter
    error: Array  # |analytic - numeric| as a share of the larger one
    has_kink: NDArray[np.bool_]  # whether the loss has a kink within the step

    def per_layer(self, values: Array) -> PerLayer:
        """Return one of the arrays above in pieces shaped like `weights` and like `biases`."""
        return parameters(values, self.layer_sizes)

    @property
    def differs(self) -> NDArray[np.bool_]:
        """Where analytic and numeric derivative are too far apart; also if one is NaN."""
        return ~(self.error <= TOLERANCE)

    @property
    def is_wrong(self) -> NDArray[np.bool_]:
        """Where they differ, although there is a difference and no kink explains it."""
        return self.differs & ~self.has_kink & np.isfinite(self.numeric)

    @property
    def is_right(self) -> bool:
        """Whether the gradients are those of the loss, wherever it has any."""
        return not self.is_wrong.any()

    @property
    def worst(self) -> Comparison:
        """The parameter with the largest error that nothing explains, if there is any such."""
        explained = self.differs & ~self.is_wrong
        error = np.where(explained, -1, np.nan_to_num(self.error, nan=np.inf))
        return self.of(int(np.argmax(error)))

    @property
    def sentence(self) -> str:
        """What the check has found, for readers."""
        worst, count = self.worst, self.error.size
        if not self.is_right:
            by = "" if worst.factor is None else f", {worst.factor:.3g} times what it should be"
            wrong = int(self.is_wrong.sum())
            return f"{wrong} of {count} derivatives wrong. Worst: {worst.parameter.name}{by}."
        is_untried = ~np.isfinite(self.numeric)
        agree = f"{count - int(self.differs.sum())} of {count} derivatives agree with the loss."
        if (self.differs & self.has_kink & ~is_untried).any():
            agree += (
                " Others lie at a kink, where the loss has no derivative: there, a difference is "
                "no mistake."
            )
        if is_untried.any():
            agree += (
                f" {int(is_untried.sum())} cannot be tried: no small step moves so large weights."
            )
        if self.differs.any():
            return agree
        return (
            f"All {count} derivatives agree with the loss. Largest relative error: "
            f"{worst.error:.0e}, of {worst.parameter.name}."
        )

    def of(self, index: int) -> Comparison:
        """Return what is said of the parameter at an *index* of theta."""
        return Comparison(
            all_parameters(self.layer_sizes)[index],
            float(self.analytic[index]),
            float(self.numeric[index]),
            float(self.error[index]),
            bool(self.has_kink[index]),
        )


def check_gradients(
    network: Network,
    X: ArrayLike,
    y: ArrayLike,
    regularization: str = "none",
    regularization_rate: float = 0.0,
    step: float = STEP,
    gradients: PerLayer | None = None,
) -> GradientCheck:
    """Compare the derivative by every weight and bias with a central difference of the loss.

    Parameters
    ----------
    network : Network
        Its `gradients` are checked, by its `loss`; both stay as they are.
    X : array_like of shape (inputs, n)
        The network's inputs, one column for each point.
    y : array_like of shape (n,)
        The points' true labels.
    regularization, regularization_rate
        The penalty that is part of the loss, as for `Network.loss`.
    step : float, default 6e-6
        How far each parameter is moved, either way.
    gradients : (dW, db), optional
        Check these instead, as `Network.gradients` would return them.

    Returns
    -------
    GradientCheck
        Where the activation has a kink (ReLU) or the penalty has one ("l1", at 0), the loss may
        have no derivative, and the two may differ although nothing is wrong: `has_kink` says so.

    Raises
    ------
    ValueError
        If an argument is not allowed, or if a gradient is not shaped like what it belongs to.

    Examples
    --------
    >>> from playground.data import generate
    >>> X, y = generate("moons")
    >>> check_gradients(Network((2, 3, 1)), X, y).is_right
    True
    """
    return finished(
        check_in_slices(network, X, y, regularization, regularization_rate, step, gradients)
    )


def check_in_slices(
    network: Network,
    X: ArrayLike,
    y: ArrayLike,
    regularization: str = "none",
    regularization_rate: float = 0.0,
    step: float = STEP,
    gradients: PerLayer | None = None,
) -> Generator[float, None, GradientCheck]:
    """Do what `check_gradients` does, and yield after each slice the share that is done.

    For a ``jobs.Job``; meanwhile the network may go on training.
    """
    X, y = network.check_samples(X, y)
    network = copy_of(network)
    penalty = (regularization, regularization_rate)
    dW, db = gradients or network.gradients(X, y, *penalty)
    _check_shapes("dW", dW, "W", network.weights)
    _check_shapes("db", db, "b", network.biases)

    theta = joined(network.weights, network.biases)
    centre = network.forward(X)
    numeric, has_kink = np.empty(theta.size), np.empty(theta.size, bool)
    begin = 0  # of a layer, in theta
    for layer, block in enumerate(split(theta, network.layer_sizes)):
        for part in slices(block.size, network, 2 * y.size):
            moved, width = _moved(block, part, step)
            stack = stacked(network, {layer: moved})
            trace = stack.forward(X)
            higher, lower = losses(stack, trace, y, *penalty).reshape(2, -1)
            here = slice(begin + part.start, begin + part.stop)
            numeric[here] = np.divide(
                higher - lower, width, where=width > 0, out=np.full(width.size, np.nan)
            )
            has_kink[here] = _crosses_kink(network, centre, trace)
            yield here.stop / theta.size
        begin += block.size
    has_kink |= _penalty_has_kink(theta, network.layer_sizes, *penalty, step)

    analytic = joined(dW, db)
    loss = network.loss(X, y, *penalty)
    error = _relative_error(analytic, numeric, FLOOR * max(1, loss))
    return GradientCheck(network.layer_sizes, analytic, numeric, error, has_kink)


def _check_shapes(
    letter: str, gradients: Sequence[Array], of: str, parameters: Sequence[Array]
) -> None:
    """Raise a ValueError unless each gradient has the shape of what it belongs to."""
    for layer, (gradient, parameter) in enumerate(zip(gradients, parameters, strict=True)):
        if gradient.shape != parameter.shape:
            raise ValueError(
                f"{symbol(letter, layer)} must have the shape of {symbol(of, layer)}, "
                f"{parameter.shape}, not {gradient.shape}"
            )


def _moved(block: Array, part: slice, step: float) -> tuple[Array, Array]:
    """Move each parameter in a *part* of a layer's by itself.

    Returns
    -------
    moved : ndarray of shape (2k, units, inputs + 1)
        The layer with the first of k parameters larger, with the second larger, ...; then with
        the first smaller, ...
    width : ndarray of shape (k,)
        How far apart the two are: 2 * step, but for rounding.
    """
    indices = np.arange(part.start, part.stop)
    moved = np.tile(block.ravel(), (2, indices.size, 1))
    each = np.arange(indices.size)
    moved[0, each, indices] += step
    moved[1, each, indices] -= step
    width = moved[0, each, indices] - moved[1, each, indices]
    return moved.reshape(-1, *block.shape), width


def _crosses_kink(network: Network, centre: Trace, moved: Trace) -> NDArray[np.bool_]:
    """Tell of each of k parameters whether, in either step, a point crosses a unit's kink."""
    derivative = ACTIVATIONS[network.activation].derivative
    crosses = np.zeros(len(moved.z[-1]), bool)
    for layer in range(len(network.weights) - 1):
        before = derivative(centre.z[layer], centre.a[layer + 1])  # (units, n)
        after = derivative(moved.z[layer], moved.a[layer + 1])  # the same, or (2k, units, n)
        crosses |= np.any(np.abs(after - before) > JUMP, axis=(-2, -1))
    larger, smaller = crosses.reshape(2, -1)
    return larger | smaller


def _penalty_has_kink(
    theta: Array, layer_sizes: Sequence[int], regularization: str, rate: float, step: float
) -> NDArray[np.bool_]:
    """Tell where 0 lies within a step of a weight that pays by its absolute value."""
    if PENALTIES[regularization].proximal is None or rate == 0:
        return np.zeros(theta.size, bool)
    near: NDArray[np.bool_] = (np.abs(theta) < step) & (is_weight(layer_sizes) == 1)
    return near


def _relative_error(analytic: Array, numeric: Array, floor: float) -> Array:
    size = np.maximum(np.abs(analytic), np.abs(numeric))
    return np.abs(analytic - numeric) / np.maximum(size, floor)
