"""The work of `training.Trainer` without waste, for a page that trains while one watches.

It is the same mathematics: read it in network.py and training.py.

**How far the numbers agree.** Sums are added up in another order here, so the last digits
differ. One update from the same state gives the same state as `training.Trainer`'s, to 1e-12 of
the largest parameter (and of the largest moment), with two exceptions that lie in the
mathematics: RMSProp and Adam divide by the usual size of a gradient, and with it the digits
that differ; and large weights in many layers magnify any last digit, in `Trainer` as well. That
is tested. Of whole runs nothing is promised: where descent is not tame, a last digit grows, and
the weights after a thousand epochs may be others. (To take `Trainer`'s very operations, so that
every bit agrees, was tried: in WebAssembly an epoch then takes 1.2 to 1.6 times as long.)

**What makes it fast.** Each operation is a NumPy call on arrays made once, and an epoch is a
list of such calls, put together from the kernels beside this module. What that brings in a
Chromium worker (WebAssembly, neither BLAS nor SIMD, 0.5 µs and more for any call), step by step,
as `tests/bench` finds 5 and 2.7 for the whole of the article's gradient descent:

===============================================================  ============  =============
epochs per second, times                                         2-3-1, n=200  2-32-1, n=1000
===============================================================  ============  =============
no loss and no look for NaN in every epoch                                1.8            1.2
results into arrays made once; biases as weights of a row of
ones; all parameters in one vector, so one update for all                 2.4            1.1
constants as arrays; learning rate and 1/n put in early                   1.1            1.0
many tanh z, but for small z, as 1 - 2 / (1 + e^2z)                       1.0            1.3
large products by einsum, whose loops beat a matmul without BLAS          1.0            1.2
one hidden layer: dz applied to the inputs, w to the sums                 1.0            1.1
===============================================================  ============  =============

32-bit numbers would bring 1.05 and 1.15, and cost half of the digits: they stay 64-bit.
"""

from collections.abc import Iterator
from functools import partial

import numpy as np
from numpy.random.mtrand import RandomState  # see shapes.py
from numpy.typing import ArrayLike

from playground.checks import Array
from playground.fast.kernels import Calls, kernel_of, output_kernel_of, product
from playground.fast.optimizer_kernels import OPTIMIZER_KERNELS
from playground.fast.penalty_kernels import PENALTY_KERNELS
from playground.network import Network
from playground.parameters import is_weight, parameters, split
from playground.training import check_choices, first_state

# A piece of an epoch is so many calls, times the points that each of them is for: a few
# milliseconds in a browser.
POINTS_PER_PIECE = 10_000


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
        it, then Adam's number of steps. After ``kept = trainer.state.copy()``,
        ``trainer.state[:] = kept`` goes back there.
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
        self._network, self._seed, n = network, int(seed), y.size
        weight_mask = is_weight(network.layer_sizes)
        self.state = first_state(network, optimizer)
        self.theta, memory = np.split(self.state, [weight_mask.size])
        network.weights, network.biases = parameters(self.theta, network.layer_sizes)
        self._update = OPTIMIZER_KERNELS[optimizer](
            self.theta, memory, gradient=np.empty_like(self.theta)
        )
        self._penalty = PENALTY_KERNELS[regularization](self._update, weight_mask)

        # The inputs, a row of ones for the biases, and what the output's kernel needs of y; row
        # by row in memory, however X lies there.
        rows = output_kernel_of(network.output).rows(y)
        self._points = np.ascontiguousarray(np.vstack([X, np.ones(n), rows]))
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
        self._begin(learning_rate)
        with np.errstate(over="ignore", invalid="ignore"):
            for epoch in range(first_epoch, first_epoch + epochs):
                self._shuffle(epoch)
                for call in self._calls:
                    call()
                if record is not None:
                    record[epoch - first_epoch] = self.state

    def pieces(
        self, first_epoch: int, epochs: int, learning_rate: float, record: Array | None = None
    ) -> Iterator[None]:
        """Train as `run` does, in pieces, as `training.TrainerProtocol.pieces` says.

        A piece may end amid an update: all that is on its way lies in arrays that only these calls
        know.
        """
        self._begin(learning_rate)
        size = max(1, POINTS_PER_PIECE // self._batch_size)
        for epoch in range(first_epoch, first_epoch + epochs):
            self._shuffle(epoch)
            for begin in range(0, len(self._calls), size):
                with np.errstate(over="ignore", invalid="ignore"):
                    for call in self._calls[begin : begin + size]:
                        call()
                yield
            if record is not None:
                record[epoch - first_epoch] = self.state

    def _begin(self, learning_rate: float) -> None:
        """Take the numbers that hold for all epochs of a call."""
        if self._network.activation != self._activation:
            self._write()
        factor = self._update.begin(learning_rate)
        self._penalty.begin(self.regularization_rate, learning_rate, factor)
        for batch in self._batches:
            batch.begin(factor)

    def _shuffle(self, epoch: int) -> None:
        """Put the points into the order of this *epoch*, where that matters."""
        if self._random is not None:
            self._random.seed([self._seed, epoch])
            self._order[:] = self._random.permutation(self._order.size)

    def _write(self) -> None:
        """Write down the calls of one epoch with the activation that the network now has."""
        self._activation = self._network.activation
        n, size = self._order.size, self._batch_size
        step = [*self._penalty.before, *self._update.calls, *self._penalty.after]
        network, gradient = self._network, self._update.gradient
        if size == n:
            batch = Batch(network, self.theta, gradient, self._points)
            self._batches, self._calls = [batch], [*batch.calls, *step]
            return
        # One for all batches of the full size, one for the rest; points are copied into them.
        sizes = {size, n % size or size}
        rows = len(self._points)
        batches = {m: Batch(network, self.theta, gradient, np.empty((rows, m))) for m in sizes}
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
    points : ndarray of shape (inputs + 1 + rows, m)
        The points: their inputs, ones, and the rows of the output's kernel.

    Attributes
    ----------
    calls : list
        What is to be called, in this order; before, if the points have changed, `aim`.
    """

    def __init__(self, network: Network, theta: Array, gradient: Array, points: Array) -> None:
        self.points, m = points, points.shape[1]
        sizes, self._kernel = network.layer_sizes, kernel_of(network.activation)
        self._blocks, self._dW = split(theta, sizes), split(gradient, sizes)
        inputs, self._rows = np.split(points, [sizes[0] + 1])
        self._a = [inputs, *(np.ones((units + 1, m)) for units in sizes[1:-1])]
        self._dz = [np.empty((units, m)) for units in sizes[1:]]
        # Until dz is computed, there is room for z.
        self._z = [np.empty_like(dz) if self._kernel.keeps_z else dz for dz in self._dz]
        self._rate, self._minus_rate = np.empty(()), np.empty(())
        self._scaled = np.empty_like(self._rows)
        self.aim = partial(np.multiply, self._rows, self._minus_rate, self._scaled)
        self.calls = [*self._forward(), *self._output(network), *self._backward(network)]

    def begin(self, factor: float) -> None:
        """Take the number by which the optimizer wants the gradient multiplied."""
        rate = factor / self.points.shape[1]
        self._rate[...], self._minus_rate[...] = rate, -rate
        self.aim()

    def _forward(self) -> Calls:
        """Return the calls from the points to the activations of the last hidden layer."""
        calls: Calls = []
        for layer, block in enumerate(self._blocks[:-1]):
            z, a = self._z[layer], self._a[layer + 1][:-1]
            if self._kernel.function is None:
                calls.append(product(block, self._a[layer], a))
            else:
                calls += [product(block, self._a[layer], z), *self._kernel.function(z, a)]
        return calls

    def _output(self, network: Network) -> Calls:
        """Return the calls for dz of the output, times rate: so is then all that follows."""
        dz, kernel = self._dz[-1], output_kernel_of(network.output)
        delta = kernel.delta(dz, self._rows, self._scaled, self._rate)
        return [product(self._blocks[-1], self._a[-1], dz), *delta]

    def _backward(self, network: Network) -> Calls:
        """Return the calls from there back to the first layer."""
        dz, derivative = self._dz, self._kernel.derivative
        calls: Calls = [product(dz[-1], self._a[-1].T, self._dW[-1])]
        for layer in reversed(range(len(dz) - 1)):
            slope, w = self._a[layer + 1][:-1], network.weights[layer + 1].T
            if derivative is not None:
                calls += derivative(self._z[layer], slope)
            if derivative is not None and network.layer_sizes[1:] == (len(slope), 1):
                return [*calls, *_first_of_two(self._a[0], w, dz[1], slope, self._dW[0])]
            calls.append(product(w, dz[layer + 1], dz[layer]))
            if derivative is not None:
                calls.append(partial(np.multiply, dz[layer], slope, dz[layer]))
            calls.append(product(dz[layer], self._a[layer].T, self._dW[layer]))
        return calls


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
