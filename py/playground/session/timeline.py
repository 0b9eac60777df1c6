"""What a training leaves behind: its state after every epoch.

A network of two inputs and three hidden units is 13 numbers, so a thousand epochs of it are
smaller than a photograph. Keeping them all lets the reader drag back to any moment. Of a large
network as many epochs are kept as memory allows.
"""

import numpy as np

from playground.checks import Array

FIRST_ROWS = 256
MAX_BYTES = 2**25  # 32 MB, which a phone can spare


class Timeline:
    """The state of a training after its epochs.

    Parameters
    ----------
    state : ndarray of shape (size,)
        The one that the training begins with, after epoch 0.
    max_bytes : int, default 32 MB
        Before there are more, every second epoch is forgotten.

    Attributes
    ----------
    last : int
        The latest epoch that is kept.
    stride : int
        Epochs from one that is kept to the next; the latest is kept in any case.
    """

    def __init__(self, state: Array, max_bytes: int = MAX_BYTES) -> None:
        self._rows = np.empty((FIRST_ROWS, state.size))
        self._rows[0] = self._tip = state.copy()
        self._max_bytes = max_bytes
        self.last, self.stride = 0, 1

    def nearest(self, epoch: int) -> int:
        """Return the latest epoch that is kept and not later than *epoch*."""
        return self.last if epoch >= self.last else max(epoch, 0) // self.stride * self.stride

    def kept(self) -> list[int]:
        """Return all epochs that are kept, in order."""
        return [*range(0, self.last, self.stride), self.last]

    def state(self, epoch: int) -> Array:
        """Return the state after an *epoch* that is kept, (size,): a view, not to be changed."""
        return self._tip if epoch == self.last else self._rows[epoch // self.stride]

    def append(self, states: Array) -> None:
        """Keep the states after the next epochs, (epochs, size); there may be none."""
        if not len(states):
            return
        first = self.last + 1
        self.last += len(states)
        self._make_room()
        skipped = -first % self.stride
        kept = states[skipped :: self.stride]
        row = (first + skipped) // self.stride
        self._rows[row : row + len(kept)] = kept
        self._tip = states[-1].copy()

    def cut(self, epoch: int, state: Array | None = None) -> None:
        """Forget what came after an *epoch*; one that is not kept comes with its *state*."""
        self._tip = (self.state(epoch) if state is None else state).copy()
        self.last = epoch

    def replace(self, state: Array) -> None:
        """Keep another *state* for the latest epoch."""
        self._tip = state.copy()
        if self.last % self.stride == 0:
            self._rows[self.last // self.stride] = state

    def resize(self, n_parameters: int, size: int) -> None:
        """Keep of each state the first *n_parameters* numbers, and zeros up to the new *size*.

        That is what another optimizer can take up: the parameters, with no memory of the steps.
        """
        self._tip = resized(self._tip[None], n_parameters, size)[0]
        rows = self._rows[: self.last // self.stride + 1]
        while len(rows) * size * rows.itemsize > self._max_bytes:
            rows = rows[::2]
            self.stride *= 2
        self._rows = resized(rows, n_parameters, size)

    def _make_room(self) -> None:
        """See that there is a row for the latest epoch, if need be by forgetting others."""
        while self.last // self.stride >= len(self._rows):
            if 2 * self._rows.nbytes > self._max_bytes:
                self._rows[: (len(self._rows) + 1) // 2] = self._rows[::2]
                self.stride *= 2
            else:
                larger = np.empty((2 * len(self._rows), self._rows.shape[1]))
                larger[: len(self._rows)] = self._rows
                self._rows = larger


def resized(rows: Array, n_parameters: int, size: int) -> Array:
    """Return states, (k, size), as another optimizer takes them up; as `Timeline.resize`."""
    resized = np.zeros((len(rows), size))
    resized[:, :n_parameters] = rows[:, :n_parameters]
    return resized
