"""A computation that follows a network: anew when it has changed, in slices, never too often."""

from collections.abc import Callable, Generator
from time import perf_counter
from typing import Generic, TypeVar

from engine.views.scene import Scene
from playground.jobs import Job

Result = TypeVar("Result")

# Of each frame, at rest and beside a training that wants the time.
SECONDS_A_FRAME, SECONDS_BESIDE_TRAINING = 0.008, 0.003
# From one computation to the next while the network trains.
SECONDS_BETWEEN = 1.0


class Work(Generic[Result]):
    """Keeps the result of a computation up to date with the scene.

    Parameters
    ----------
    begin : callable
        ``begin(scene)`` returns the steps of a `Job`, which works on copies.

    Attributes
    ----------
    result, scene : object or None
        Of the last computation that has come to its end: its result, and of which scene it is.
        A scene without a result is one that NumPy has refused.
    """

    def __init__(self, begin: Callable[[Scene], Generator[float, None, Result]]) -> None:
        self._begin = begin
        self._job: Job[Result] | None = None
        self._of: Scene | None = None  # the scene that is worked on, or that the result is of
        self._begun = 0.0
        self.result: Result | None = None
        self.scene: Scene | None = None

    @property
    def progress(self) -> float:
        """The share of the work under way that is done; 1 at rest."""
        return self._job.progress if self._job else 1.0

    def is_done_with(self, scene: Scene) -> bool:
        """Tell whether there is nothing more to compute for a *scene*."""
        return self._job is None and scene.is_like(self._of)

    def restart(self) -> None:
        """Forget everything: something else is to be computed."""
        self._job = self._of = self.result = self.scene = None

    def follow(self, scene: Scene) -> bool:
        """Compute a little for a *scene*; tell whether `result` and `scene` are others now."""
        before = self.scene
        if not scene.is_like(self._of) and self._may_begin(scene):
            if not scene.has_same_run(self._of):
                self.result = self.scene = None  # of another network: nothing to be seen any more
            self._job, self._of, self._begun = Job(self._begin(scene)), scene, perf_counter()
        if self._job:
            self._work(SECONDS_BESIDE_TRAINING if scene.is_running else SECONDS_A_FRAME)
        return self.scene is not before

    def _may_begin(self, scene: Scene) -> bool:
        """Tell whether to begin anew: at rest at once; a training lets what is begun be ended."""
        if not scene.is_running or not scene.has_same_run(self._of):
            return True
        return self._job is None and perf_counter() - self._begun >= SECONDS_BETWEEN

    def _work(self, seconds: float) -> None:
        job = self._job
        assert job is not None
        try:
            is_done = job.advance(seconds)
        except ValueError:
            if self._of is None or self._of.mistake == "none":
                raise
            is_done = True
        if is_done:
            self._job, self.result, self.scene = None, job.result, self._of


class Working(Generic[Result]):
    """What all views have in common that compute in slices.

    Parameters
    ----------
    begin : callable
        As of `Work`.
    """

    def __init__(self, begin: Callable[[Scene], Generator[float, None, Result]]) -> None:
        self._work: Work[Result] = Work(begin)

    def follow(self, scene: Scene) -> bool:
        """Go on with the computation for a *scene*; tell whether there is more to be shown."""
        return self._work.follow(scene)

    def is_done_with(self, scene: Scene) -> bool:
        """Tell whether all of a *scene* is computed."""
        return self._work.is_done_with(scene)

    def forget(self) -> None:
        """Forget what has been computed."""
        self._work.restart()

    @property
    def progress(self) -> float:
        """The share of the work under way that is done."""
        return self._work.progress
