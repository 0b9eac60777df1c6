"""The work of `training.Trainer` without waste, for a page that trains while one watches.

It is the same mathematics: read it in network.py and training.py; a test proves that the
numbers agree. Here each operation is a NumPy call on arrays made once, and an epoch is a
list of such calls, put together from ``recipes`` and ``updates``. What that brings in a Chromium
worker (WebAssembly, neither BLAS nor SIMD, 0.5 µs and more for any call), step by step, as
`tests/bench` finds 5 and 2.7 for the whole of the article's gradient descent:

===============================================================  ============  =============
epochs per second, times                                         2-3-1, n=200  2-32-1, n=1000
===============================================================  ============  =============
no loss and no look for NaN in every epoch                                1.8            1.2
results into arrays made once; biases as weights of a row of
ones; all parameters in one vector, so one update for all                 2.4            1.1
constants as arrays; learning rate and 1/n put in early                   1.1            1.0
tanh z as 1 - 2 / (1 + e^2z): NumPy's exp takes 5 ns, tanh 20             1.2            1.7
large products by einsum, whose loops beat a matmul without BLAS          1.0            1.2
one hidden layer: dz applied to the inputs, w to the sums                 1.0            1.1
===============================================================  ============  =============

32-bit numbers would bring 1.05 and 1.15, and cost half of the digits: they stay 64-bit.
"""

from functools import partial

import numpy as np
from numpy.random.mtrand import RandomState  # see shapes.py
from numpy.typing import ArrayLike

from playground.fast.kernels import KERNELS, Calls, logistic, parameters, product, split
from playground.fast.optimizer_kernels import OPTIMIZER_KERNELS, penalty_calls
from playground.network import Array, Network
from playground.training import check_choices


class FastTrainer:
    """Training as a list of NumPy calls, written once, run every epoch.

    Parameters
    ----------
    network : Network
        Begins with the parameters it has. Its `weights` and `biases` become views into
        `theta`: whatever asks the network sees the newest parameters, without a copy.
    X : array_like of shape (inputs, n)
        The network's inputs, one column for each point; never changed.
    y : array_like of shape (n,)
        The points' true labels, 0 or 1; never changed.
    optimizer, batch_size, regularization, regularization_rate, seed
        As for `training.Trainer`.

    Attributes
    ----------
    state : ndarray of shape (numbers,)
        All that training changes: `theta`, then the optimizer's moments, each shaped like
        it, then Adam's number of steps. After ``kept = descent.state.copy()``,
        ``descent.state[:] = kept`` goes back there.
    theta : ndarray of shape (parameters,)
        All parameters, a view into `state`: layer by layer, unit by unit, a unit's weights
        and then its bias.
    regularization_rate : float
        May be changed between calls of `run`, like ``network.activation``.

    Raises
    ------
    ValueError
        If X and y do not fit the network, or if another argument is not allowed.
    """

    def __init__(
        self,
        network: Network,
        X: ArrayLike,
        y: ArrayLike,
        *,
        optimizer: str = "gradient_descent",
        batch_size: int | None = None,
        regularization: str = "none",
        regularization_rate: float = 0.0,
        seed: int = 0,
    ) -> None:
        X, y = network.check_samples(X, y)
        check_choices(optimizer, batch_size, regularization, regularization_rate, seed)
        self.regularization_rate = regularization_rate
        self._network, self._regularization, self._seed = network, regularization, int(seed)
        sizes, n, update = network.layer_sizes, y.size, OPTIMIZER_KERNELS[optimizer]
        layers = zip(network.weights, network.biases, strict=True)
        theta = np.concatenate([np.hstack(layer).ravel() for layer in layers])
        memory = np.zeros(update.n_moments * theta.size + update.n_counts)
        self.state = np.concatenate([theta, memory])
        self.theta, memory = self.state[: theta.size], self.state[theta.size :]

        network.weights, network.biases = parameters(self.theta, sizes)
        self._gradient, self._shrink = np.empty_like(theta), np.empty_like(theta)
        self._is_weight = np.ones_like(theta)
        for block in split(self._is_weight, sizes):
            block[:, -1] = 0
        self._update = update(self.theta, memory, self._gradient)

        # The inputs, a row of ones for the biases, and 1 for each point of class 0.
        self._points = np.vstack([X, np.ones(n), 1 - y])
        self._batch_size = min(batch_size or n, n)
        self._order = np.arange(n)
        self._random = RandomState(0) if self._batch_size < n else None
        self._write()

    def run(
        self, first_epoch: int, epochs: int, learning_rate: float, record: Array | None = None
    ) -> None:
        """Train for some epochs; whether the numbers stay finite is the caller's to look at.

        Parameters
        ----------
        first_epoch : int
            How many epochs there have been before; says how the points are shuffled.
        epochs : int
            How many times to go through all points.
        learning_rate : float
            How far to go against the gradient.
        record : ndarray of shape (epochs or more, numbers), optional
            Row i receives `state` as it is after i + 1 of these epochs.
        """
        if self._network.activation != self._activation:
            self._write()
        with np.errstate(over="ignore", invalid="ignore"):
            factor = self._update.begin(learning_rate)
            np.multiply(self._is_weight, factor * self.regularization_rate, self._shrink)
            for batch in self._batches:
                batch.begin(factor)
            for epoch in range(first_epoch, first_epoch + epochs):
                if self._random is not None:
                    self._random.seed([self._seed, epoch])
                    self._order[:] = self._random.permutation(self._order.size)
                for call in self._calls:
                    call()
                if record is not None:
                    record[epoch - first_epoch] = self.state

    def _write(self) -> None:
        """Write down the calls of one epoch with the activation that the network now has."""
        self._activation = self._network.activation
        n, size = self._order.size, self._batch_size
        step = [
            *penalty_calls(self._regularization, self.theta, self._shrink, self._gradient),
            *self._update.calls,
        ]
        if size == n:
            batch = Batch(self._network, self.theta, self._gradient, self._points)
            self._batches, self._calls = [batch], [*batch.calls, *step]
            return
        # One for all batches of the full size, one for the rest; points are copied into them.
        sizes = {size, n % size or size}
        rows = len(self._points)
        batches = {
            m: Batch(self._network, self.theta, self._gradient, np.empty((rows, m))) for m in sizes
        }
        self._batches, self._calls = list(batches.values()), []
        for begin in range(0, n, size):
            chosen = self._order[begin : begin + size]
            batch = batches[chosen.size]
            # No index needs clipping; but with "raise", NumPy would fill an array in between.
            take = partial(self._points.take, chosen, 1, batch.points, "clip")
            self._calls += [take, batch.aim, *batch.calls, *step]


class Batch:
    """Forward and backward pass of m points, as calls that leave their gradient.

    Parameters
    ----------
    network : Network
        Its `weights` are views into *theta*.
    theta : ndarray of shape (parameters,)
        Its parameters, as in `FastTrainer`.
    gradient : ndarray of shape (parameters,)
        Receives the derivatives of the mean loss, multiplied by a factor.
    points : ndarray of shape (inputs + 2, m)
        The points: their inputs, ones, and 1 for class 0, 0 for class 1.

    Attributes
    ----------
    calls : list
        What is to be called, in this order; before, if the points have changed, `aim`.
    """

    def __init__(self, network: Network, theta: Array, gradient: Array, points: Array) -> None:
        self.points, m = points, points.shape[1]
        sizes, recipe = network.layer_sizes, KERNELS[network.activation]
        a = [points[:-1], *(np.ones((units + 1, m)) for units in sizes[1:-1])]
        dz = [np.empty((units, m)) for units in sizes[1:]]
        self._rate, target = np.empty(()), np.empty((1, m))
        self.aim = partial(np.multiply, points[-1:], self._rate, target)

        self.calls, scaled = [], theta
        if recipe.factor != 1 and len(sizes) > 2:
            # Multiplying the few weights by `factor` spares multiplying each z.
            factors, scaled = np.ones_like(theta), np.empty_like(theta)
            factors[: -(sizes[-2] + 1)] = recipe.factor
            self.calls.append(partial(np.multiply, theta, factors, scaled))
        *hidden, last = split(scaled, sizes)
        for layer, block in enumerate(hidden):
            z = a[layer + 1][:-1]
            self.calls += [product(block, a[layer], z), *recipe.function(z, dz[layer])]
        # dz is rate * (sigmoid(z) - y), so that what follows from it is multiplied as well.
        # sigmoid(z) - y is computed as (1 - y) - 1 / (1 + e^z).
        self.calls += [product(last, a[-1], dz[-1]), *logistic(dz[-1], target, self._rate)]
        dW = split(gradient, sizes)
        self.calls.append(product(dz[-1], a[-1].T, dW[-1]))
        for layer in reversed(range(len(hidden))):
            slope, w = a[layer + 1][:-1], network.weights[layer + 1].T
            if recipe.derivative:
                self.calls += recipe.derivative(slope, dz[layer])
            if recipe.derivative and len(hidden) == 1:
                self.calls += _first_of_two(a[0], w, dz[1], slope, dW[0])
                continue
            self.calls.append(product(w, dz[layer + 1], dz[layer]))
            if recipe.derivative:
                self.calls.append(partial(np.multiply, dz[layer], slope, dz[layer]))
            self.calls.append(product(dz[layer], a[layer].T, dW[layer]))

    def begin(self, factor: float) -> None:
        """Take the number by which the optimizer wants the gradient multiplied."""
        self._rate[...] = factor / self.points.shape[1]
        self.aim()


def _first_of_two(a: Array, w: Array, dz: Array, slope: Array, dW: Array) -> Calls:
    """Return the calls for dW = (w * dz * slope) @ a.T, the first of two layers' gradient.

    dz, the single output's, can go to the few inputs a, and w to the result.
    """
    weighted = np.empty_like(a)
    return [
        partial(np.multiply, a, dz, weighted),
        product(slope, weighted.T, dW),
        partial(np.multiply, dW, w, dW),
    ]
