"""The classic mistakes in a backward pass, one changed line each: to break a network on purpose.

Most of them raise no error. The network even learns something, and only the loss curve, or a
gradient check, shows the damage. Weights that all begin at zero are a classic mistake, too, but
no mistake of the backward pass: they are among the initializations (``network``).
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from playground.activations import ACTIVATIONS
from playground.checks import Array, check_choice
from playground.network import Gradients, Network, Trace
from playground.outputs import OUTPUTS


class Lines(NamedTuple):
    """The lines of `Network.backward` that can be wrong; as they stand here, they are right."""

    share: Callable[[int], float] = lambda n: 1 / n
    dW: Callable[[Array, Array], Array] = lambda dz, a: dz @ a.T
    db: Callable[[Array], Array] = lambda dz: np.sum(dz, axis=1, keepdims=True)
    dz: Callable[[Array, Array, Array], Array] = lambda W, dz, slope: (W.T @ dz) * slope
    factor: float = 1  # of the last layer's dW; a correct program has none


MISTAKES = {
    "no_mean": Lines(share=lambda n: 1),
    "no_derivative": Lines(dz=lambda W, dz, slope: W.T @ dz),
    "no_transpose": Lines(dW=lambda dz, a: dz @ a),
    "no_keepdims": Lines(db=lambda dz: np.sum(dz, axis=1)),
    "doubled": Lines(factor=2),
}
"""The mistakes by name; ``settings.mistakes`` says in words what goes wrong."""


class BrokenNetwork(Network):
    """A network like another one, with a mistake in its backward pass.

    A `training.Trainer` trains it as it trains any network (the fast one does not ask for
    `backward`). With "no_keepdims" it raises NumPy's ValueError, as db does not fit.

    Parameters
    ----------
    network : Network
        Gives layers, activation, output and parameters, which are copied.
    mistake : str
        One of `MISTAKES`.

    Attributes
    ----------
    lines : Lines
        Those of its backward pass.

    Raises
    ------
    ValueError
        If there is no such mistake.
    """

    def __init__(self, network: Network, mistake: str) -> None:
        check_choice("mistake", mistake, MISTAKES)
        super().__init__(network.layer_sizes, network.activation, output=network.output)
        self.weights = [W.copy() for W in network.weights]
        self.biases = [b.copy() for b in network.biases]
        self.lines = MISTAKES[mistake]

    def backward(self, trace: Trace, y: Array) -> Gradients:
        """Do what `Network.backward` does, line by line, by `lines`."""
        lines, n, last = self.lines, y.size, len(self.weights) - 1
        derivative = ACTIVATIONS[self.activation].derivative
        layers: list[tuple[Array, Array, Array]] = []
        dz = OUTPUTS[self.output].delta(trace.a[-1], y)
        for layer in reversed(range(len(self.weights))):
            W, a = self.weights[layer], trace.a[layer]
            dW = lines.share(n) * lines.dW(dz, a) * (lines.factor if layer == last else 1)
            db = lines.share(n) * lines.db(dz)
            layers.insert(0, (dz, dW, db))
            if layer > 0:
                dz = lines.dz(W, dz, derivative(trace.z[layer - 1], a))
        dzs, dWs, dbs = zip(*layers, strict=True)
        return Gradients(list(dzs), list(dWs), list(dbs))


class Attempt(NamedTuple):
    """What comes of a step with a mistake."""

    gradients: Gradients | None  # None if NumPy refused to compute them
    error: str  # NumPy's own words, "" if it did not notice
    where: str  # what it refused: "backward", the "forward" pass after the update, or ""


def attempt(mistake: str, network: Network, X: ArrayLike, y: ArrayLike) -> Attempt:
    """Make a step of gradient descent with a *mistake*, as far as NumPy goes along.

    Parameters
    ----------
    mistake : str
        One of `MISTAKES`.
    network : Network
        Stays as it is.
    X : array_like of shape (inputs, n)
        The network's inputs, one column for each point.
    y : array_like of shape (n,)
        The points' true labels.

    Raises
    ------
    ValueError
        If there is no such mistake, or X and y do not fit the network.
    """
    X, y = network.check_samples(X, y)
    broken = BrokenNetwork(network, mistake)
    gradients, where = None, "backward"
    try:
        gradients = broken.backward(broken.forward(X), y)
        where = "forward"
        broken.weights = [W - dW for W, dW in zip(broken.weights, gradients.dW, strict=True)]
        broken.biases = [b - db for b, db in zip(broken.biases, gradients.db, strict=True)]
        broken.forward(X)
    except ValueError as error:
        return Attempt(gradients, str(error), where)
    return Attempt(gradients, "", "")
