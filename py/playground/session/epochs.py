"""Epochs on their way: they can rest in the middle, and leave no trace until they are done."""

from time import perf_counter

import numpy as np

from playground.training import TrainerProtocol


class Epochs:
    """The next epochs of a training.

    While they rest, the trainer, and with it the network, stands where they have begun: nobody
    ever sees the middle of an epoch. So they can be dropped at any time; whoever begins the same
    epochs again comes to the same numbers, since each epoch has a shuffle of its own.

    Parameters
    ----------
    trainer : TrainerProtocol
        Nobody else may run it until these are done or dropped.
    first_epoch : int
        How many epochs there have been before.
    epochs : int
        How many there are to be.
    learning_rate : float
        As of `TrainerProtocol.run`.

    Attributes
    ----------
    before : ndarray of shape (numbers,)
        The state with which they begin.
    states : ndarray of shape (epochs, numbers)
        The state after each, once they are done.
    seconds : float
        What they have taken so far.
    """

    def __init__(
        self, trainer: TrainerProtocol, first_epoch: int, epochs: int, learning_rate: float
    ) -> None:
        self._trainer = trainer
        self.before = trainer.state.copy()
        self.states = np.empty((epochs, self.before.size))
        self.seconds = 0.0
        self._amid = self.before  # where they rest
        self._arguments = first_epoch, epochs, learning_rate, self.states
        self._pieces = trainer.pieces(*self._arguments)

    def run(self) -> None:
        """Train them all in one go, which of many short ones is faster."""
        begin = perf_counter()
        self._trainer.run(*self._arguments)
        self.seconds = perf_counter() - begin

    def go_on(self, seconds: float) -> bool:
        """Train on for so many *seconds*, at least a piece; tell whether all epochs are done."""
        begin = perf_counter()
        self._trainer.state[:] = self._amid
        is_done = self._take_pieces(begin + seconds)
        if not is_done:
            self._amid = self._trainer.state.copy()
            self._trainer.state[:] = self.before
        self.seconds += perf_counter() - begin
        return is_done

    def _take_pieces(self, end: float) -> bool:
        """Tell whether the last piece has come before the *end*."""
        return all(perf_counter() <= end for _ in self._pieces)
