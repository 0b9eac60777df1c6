"""What a training leaves behind: its state after every epoch, and the losses it had.

A network of two inputs and three hidden units is 13 numbers, so a thousand epochs of it are
smaller than a photograph. Keeping them all lets the reader drag back to any moment. Of a large
network as many epochs are kept as memory allows.
"""

from collections.abc import Callable
from time import perf_counter

import numpy as np

FIRST_ROWS = 256
MAX_BYTES = 2**25  # 32 MB, which a phone can spare

# Points on the curve of the loss, at the most; more would not be seen.
MAX_LOSSES = 250


class Timeline:
    """The state of a training after its epochs.

    Parameters
    ----------
    state : ndarray of shape (size,)
        The one that the training begins with, after epoch 0.
    most_bytes : int, default 32 MB
        Before there are more, every second epoch is forgotten.

    Attributes
    ----------
    last : int
        The latest epoch that is kept.
    stride : int
        Epochs from one that is kept to the next; the latest is kept in any case.
    """

    def __init__(self, state: np.ndarray, most_bytes: int = MAX_BYTES):
        self._rows = np.empty((FIRST_ROWS, state.size))
        self._rows[0] = self._tip = state.copy()
        self._most_bytes = most_bytes
        self.last, self.stride = 0, 1

    def nearest(self, epoch: int) -> int:
        """Return the latest epoch that is kept and not later than *epoch*."""
        return self.last if epoch >= self.last else max(epoch, 0) // self.stride * self.stride

    def state(self, epoch: int) -> np.ndarray:
        """Return the state after an *epoch* that is kept, (size,): a view, not to be changed."""
        return self._tip if epoch == self.last else self._rows[epoch // self.stride]

    def append(self, states: np.ndarray) -> None:
        """Keep the states after the next epochs, (epochs, size)."""
        first = self.last + 1
        self.last += len(states)
        self._make_room()
        skipped = -first % self.stride
        kept = states[skipped :: self.stride]
        row = (first + skipped) // self.stride
        self._rows[row : row + len(kept)] = kept
        self._tip = states[-1].copy()

    def cut(self, epoch: int) -> None:
        """Forget what came after an *epoch* that is kept."""
        self._tip = self.state(epoch).copy()
        self.last = epoch

    def replace(self, state: np.ndarray) -> None:
        """Keep another *state* for the latest epoch."""
        self._tip = state.copy()
        if self.last % self.stride == 0:
            self._rows[self.last // self.stride] = state

    def resize(self, n_parameters: int, size: int) -> None:
        """Keep of each state the first *n_parameters* numbers, and zeros up to the new *size*.

        That is what another optimizer can take up: the parameters, with no memory of the steps.
        """
        self._tip = _resized(self._tip[None], n_parameters, size)[0]
        rows = self._rows[: self.last // self.stride + 1]
        while len(rows) * size * rows.itemsize > self._most_bytes:
            rows = rows[::2]
            self.stride *= 2
        self._rows = _resized(rows, n_parameters, size)

    def _make_room(self):
        """See that there is a row for the latest epoch, if need be by forgetting others."""
        while self.last // self.stride >= len(self._rows):
            if 2 * self._rows.nbytes > self._most_bytes:
                self._rows[: (len(self._rows) + 1) // 2] = self._rows[::2]
                self.stride *= 2
            else:
                larger = np.empty((2 * len(self._rows), self._rows.shape[1]))
                larger[: len(self._rows)] = self._rows
                self._rows = larger


class LossCurve:
    """The training and the test loss along a timeline, at evenly spaced epochs.

    Parameters
    ----------
    timeline : Timeline
        Where the states are taken from.
    losses_of : callable
        ``losses_of(state) -> (train_loss, test_loss)``, in nats.
    """

    def __init__(self, timeline: Timeline, losses_of: Callable[[np.ndarray], tuple[float, float]]):
        self._timeline = timeline
        self._losses_of = losses_of
        self._stride = 1
        self._losses: list[tuple[float, float]] = []

    def cut(self, epoch: int) -> None:
        """Forget what came after *epoch*; -1 forgets all."""
        if self._stride > self._timeline.stride and 2 * epoch // self._stride < MAX_LOSSES:
            # What is left has room for a finer curve: begin it anew.
            self._stride, self._losses = self._timeline.stride, []
        del self._losses[epoch // self._stride + 1 :]

    def points(self, seconds: float = np.inf) -> tuple[np.ndarray, np.ndarray]:
        """Return the curve as far as the timeline goes, or as far as there is time.

        Parameters
        ----------
        seconds : float
            How long it may take; `is_complete` tells whether that was enough.

        Returns
        -------
        epochs : ndarray of shape (k,)
            At most `MAX_LOSSES` epochs, the first is 0.
        losses : ndarray of shape (k, 2)
            Training and test loss after each, in nats.
        """
        while self._is_too_fine():
            self._stride *= 2
            del self._losses[1::2]
        end = perf_counter() + seconds
        is_late = False
        while not self.is_complete and not is_late:
            epoch = len(self._losses) * self._stride
            self._losses.append(self._losses_of(self._timeline.state(epoch)))
            is_late = perf_counter() > end
        epochs = self._stride * np.arange(len(self._losses))
        return epochs, np.array(self._losses)

    @property
    def is_complete(self) -> bool:
        """Whether the curve goes as far as the timeline."""
        return len(self._losses) * self._stride > self._timeline.last

    def _is_too_fine(self):
        timeline = self._timeline
        return timeline.last // self._stride >= MAX_LOSSES or self._stride < timeline.stride


def _resized(rows, n_parameters, size):
    resized = np.zeros((len(rows), size))
    resized[:, :n_parameters] = rows[:, :n_parameters]
    return resized
