"""When a training is over, and why.

Every reason is found after a certain epoch, from what the training had come to by then: so a
training ends at the same epoch, however it is cut into pictures and whatever the machine.
"""

from collections.abc import Callable

import numpy as np

from playground.session.dataset import Values
from playground.settings.table import EARLY_STOPPING_PATIENCE

# What a session can be doing; the page shows it as `data-state`.
RUNNING, PAUSED, DONE, DIVERGED = "running", "paused", "done", "diverged"

# Whether the training diverges or converges is looked at after every so many epochs, counted
# from the first.
EPOCHS_PER_CHECK = 20

# The loss of a network that answers "one half" everywhere is log 2 = 0.69 nats. Ten times
# that is a network that is wrong and certain of it: the steps are too long for it to land.
DIVERGED_LOSS = 10 * float(np.log(2))
# A parameter beyond this is as good as infinite. Within it, the loss of the deepest network is
# still below 1e100, a number that can be drawn and told.
MAX_PARAMETER = 1e12

# A training has converged if it has stood still for so many epochs, ...
CONVERGED_EPOCHS = 200
# ... which is: at every check, no parameter went farther in an epoch than this, times the
# learning rate where that is below 1. In 10,000 epochs it would not come far.
STILL = 1e-7
# A step of this size is nothing but rounding.
ROUNDING = 1e-15


class StoppingCriteria:
    """Says after each epoch whether the training is over, and why.

    It is to be told the loss that the training begins with (`begin`), what every check finds
    (`check`) and, for stopping early, every test loss (`hear`); then `stop_reason` answers.
    """

    def __init__(self) -> None:
        self._first: tuple[int, float] | None = None  # epoch, loss
        self._steps: dict[int, float] = {}  # of each check
        self._verdicts: dict[int, str] = {}  # "diverged" or "converged", by epoch
        self._passed: list[tuple[int, str, float]] = []  # epoch, reason, target loss
        self._best: tuple[int, float] | None = None  # epoch, test loss

    @property
    def has_begun(self) -> bool:
        """Whether it knows the loss that the training began with."""
        return self._first is not None

    @property
    def best_epoch(self) -> int | None:
        """The first epoch with the lowest test loss of which it has heard."""
        return self._best[0] if self._best else None

    def begin(self, epoch: int, loss: float) -> None:
        """Begin to judge the training, at an *epoch*, with a *loss* with its penalty."""
        self._first = epoch, loss
        self._steps, self._verdicts = {}, {}

    def check(
        self,
        epoch: int,
        loss: float,
        step: float,
        learning_rate: float,
        is_minimum: Callable[[], bool],
    ) -> None:
        """Find out whether the training diverges or has converged.

        Parameters
        ----------
        epoch : int
            Epochs that the training has had.
        loss : float
            Its loss with the penalty, in nats.
        step : float
            The farthest that a parameter has gone in this epoch.
        learning_rate : float
            That of this epoch.
        is_minimum : callable
            ``is_minimum() -> bool``: whether no way leads down from here. It is only asked
            where the training stands still: that may be a saddle, which it will leave.
        """
        self._steps[epoch] = step
        # Many deep networks begin with a large loss: one that has fallen since does land.
        if self._first and loss >= max(DIVERGED_LOSS, self._first[1]):
            self._verdicts[epoch] = "diverged"
        elif self._has_converged(epoch, learning_rate, is_minimum):
            self._verdicts[epoch] = "converged"

    def _has_converged(
        self, epoch: int, learning_rate: float, is_minimum: Callable[[], bool]
    ) -> bool:
        checks = range(epoch, epoch - CONVERGED_EPOCHS, -EPOCHS_PER_CHECK)
        steps = [self._steps.get(check, np.inf) for check in checks]  # the latest first
        if max(steps) > STILL * min(learning_rate, 1):
            return False
        if max(steps) <= ROUNDING:
            return True  # it will stay here, even on a saddle
        # Growing steps lead away from where it stands.
        return steps[0] <= steps[-1] and is_minimum()

    def hear(self, epoch: int, test_loss: float) -> None:
        """Hear the *test_loss* after an *epoch*; of none, NaN, there is nothing to remember."""
        if test_loss < (self._best[1] if self._best else np.inf):
            self._best = epoch, test_loss

    def forget_best(self) -> None:
        """Forget all test losses."""
        self._best = None

    def stop_reason(self, epoch: int, train_loss: float, values: Values) -> str:
        """Tell whether the training is over after an *epoch*.

        Parameters
        ----------
        epoch : int
            Epochs that the training has had.
        train_loss : float
            In nats, without the penalty; only needed where there is a target.
        values : dict
            The settings; `epochs`, `target_loss` and `early_stopping` count here.

        Returns
        -------
        str
            Why the training is over: "diverged", "target" (the loss is as low as asked for),
            "early" (the test loss does not fall any more), "epochs" (this was the last one),
            "converged" (it stands still and no way leads down); "" if it is not. A reason that
            the training has gone past before is none.
        """
        verdict, target = self._verdicts.get(epoch, ""), values["target_loss"]
        if verdict == "diverged" and not self._has_passed(verdict):
            return verdict
        if target and train_loss <= target and not self._has_passed("target", target):
            return "target"
        waits = epoch - self._best[0] if self._best else 0
        stops_early = values["early_stopping"] == "on" and not self._has_passed("early")
        if stops_early and waits >= EARLY_STOPPING_PATIENCE:
            return "early"
        if epoch >= values["epochs"]:
            return "epochs"
        return verdict if verdict and not self._has_passed(verdict) else ""

    def go_past(self, epoch: int, reason: str, target: float) -> None:
        """Let the training go on from an *epoch* although it is over for this *reason*.

        From then on the reason does not count; of the targets, only lower ones than *target*.
        """
        self._passed.append((epoch, reason, target if reason == "target" else 0.0))

    def _has_passed(self, reason: str, target: float = 0.0) -> bool:
        return any(passed == reason and target >= limit for _, passed, limit in self._passed)

    def cut(self, epoch: int) -> None:
        """Forget what came after *epoch*."""
        if self._first and self._first[0] > epoch:
            self._first = None
        self._steps = {known: step for known, step in self._steps.items() if known <= epoch}
        self._verdicts = {known: word for known, word in self._verdicts.items() if known <= epoch}
        self._passed = [passed for passed in self._passed if passed[0] <= epoch]
        if self._best and self._best[0] > epoch:
            self._best = None

    def restart(self) -> None:
        """Begin to judge anew: the training takes other steps, or its loss is another one.

        What the training has gone past, and the best test loss, stay.
        """
        self._first = None
        self._steps, self._verdicts = {}, {}
