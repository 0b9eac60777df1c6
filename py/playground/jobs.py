"""Work that is done in slices, so that a page can draw in between, or change its mind."""

from collections.abc import Generator
from time import perf_counter
from typing import Generic, TypeVar

Result = TypeVar("Result")


class Job(Generic[Result]):
    """A long computation that advances when it is asked to. To cancel it, forget it.

    Parameters
    ----------
    steps : generator
        Yields, every few milliseconds, the share of the work that is done, and returns the
        result.

    Attributes
    ----------
    progress : float
        The share of the work that is done, from 0 to 1.
    result : object or None
        What the work has led to; None until it is done.
    """

    def __init__(self, steps: Generator[float, None, Result]) -> None:
        self._steps = steps
        self.progress = 0.0
        self.result: Result | None = None

    def advance(self, seconds: float) -> bool:
        """Work for about so many *seconds*, at least one slice; tell whether it is done."""
        end = perf_counter() + seconds
        while self.result is None:
            self._step()
            if perf_counter() >= end:
                break
        return self.result is not None

    def _step(self) -> None:
        try:
            self.progress = next(self._steps)
        except StopIteration as done:
            self.progress, self.result = 1.0, done.value


def finished(steps: Generator[float, None, Result]) -> Result:
    """Do all the work of *steps* at once, and return its result."""
    while True:
        try:
            next(steps)
        except StopIteration as done:
            result: Result = done.value
            return result
