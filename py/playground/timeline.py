"""What a training leaves behind: the parameters after every epoch, and the losses they had.

A network of two inputs and three hidden units is 13 numbers, so a thousand epochs of it are
smaller than a photograph. Keeping them all lets the reader drag back to any moment.
"""

from collections.abc import Callable

import numpy as np

FIRST_ROWS = 256

# Points on the curve of the loss, at the most; more would not be seen.
MOST_LOSSES = 250


class Timeline:
    """The parameters of a network after each epoch of one training.

    Parameters
    ----------
    parameters : ndarray of shape (n_parameters,)
        Those the training begins with, after epoch 0.

    Attributes
    ----------
    last : int
        The latest epoch that is kept.
    """

    def __init__(self, parameters: np.ndarray):
        self._rows = np.empty((FIRST_ROWS, parameters.size))
        self._rows[0] = parameters
        self.last = 0

    def parameters(self, epoch: int) -> np.ndarray:
        """Return the parameters after *epoch*, (n_parameters,): a view, not to be changed."""
        return self._rows[epoch]

    def grow(self, epochs: int) -> np.ndarray:
        """Make room for so many further *epochs* and return it, (epochs, n_parameters), to fill."""
        first, self.last = self.last + 1, self.last + epochs
        if self.last >= len(self._rows):
            larger = np.empty((2 * self.last, self._rows.shape[1]))
            larger[:first] = self._rows[:first]
            self._rows = larger
        return self._rows[first : self.last + 1]

    def cut(self, epoch: int) -> None:
        """Forget what came after *epoch*."""
        self.last = min(self.last, epoch)


class LossCurve:
    """The training and the test loss along a timeline, at evenly spaced epochs.

    Parameters
    ----------
    timeline : Timeline
        Where the parameters are taken from.
    losses_of : callable
        ``losses_of(parameters) -> (train_loss, test_loss)``, in nats.
    """

    def __init__(self, timeline: Timeline, losses_of: Callable[[np.ndarray], tuple[float, float]]):
        self._timeline = timeline
        self._losses_of = losses_of
        self._stride = 1
        self._losses: list[tuple[float, float]] = []

    def cut(self, epoch: int) -> None:
        """Forget what came after *epoch*."""
        if self._stride > 1 and 2 * epoch // self._stride < MOST_LOSSES:
            # What is left has room for a finer curve: begin it anew.
            self._stride, self._losses = 1, []
        del self._losses[epoch // self._stride + 1 :]

    def points(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the curve as far as the timeline goes.

        Returns
        -------
        epochs : ndarray of shape (k,)
            At most `MOST_LOSSES` epochs, the first is 0.
        losses : ndarray of shape (k, 2)
            Training and test loss after each, in nats.
        """
        while self._timeline.last // self._stride >= MOST_LOSSES:
            self._stride *= 2
            del self._losses[1::2]
        while (epoch := len(self._losses) * self._stride) <= self._timeline.last:
            self._losses.append(self._losses_of(self._timeline.parameters(epoch)))
        epochs = self._stride * np.arange(len(self._losses))
        return epochs, np.array(self._losses)
