"""When a training is over, and why."""

import numpy as np

# What a session can be doing; the page shows it as `data-state`.
RUNNING, PAUSED, DONE, DIVERGED = "running", "paused", "done", "diverged"

# The loss is judged after every so many epochs. They are counted from the first, so that a
# training ends at the same epoch however it is cut into pictures.
EPOCHS_PER_CHECK = 20

# The loss of a network that answers "one half" everywhere is log 2 = 0.69 nats. Ten times
# that is a network that is wrong and certain of it: the steps are too long for it to land.
DIVERGED_LOSS = 10 * float(np.log(2))
# A loss that has moved by less than this in so many epochs has stopped falling.
CONVERGED_FALL = 1e-7
CONVERGED_EPOCHS = 200
# Stopping early waits for a better test loss during so many epochs (Prechelt 1998, "Early
# stopping - but when?").
PATIENCE = 100


class StoppingCriteria:
    """Keeps losses after every `EPOCHS_PER_CHECK` epochs, and says if the training is over."""

    def __init__(self):
        self._losses = {}  # epoch: (training loss, test loss or NaN)
        self._passed = []  # (epoch, target loss that was met there)

    @property
    def has_begun(self) -> bool:
        """Whether it knows the losses of any epoch."""
        return bool(self._losses)

    def begin(self, epoch: int, losses: tuple[float, float]) -> None:
        """Hear the *losses* of the *epoch* from which the training is to be judged."""
        self._losses = {epoch: losses}

    def cut(self, epoch: int) -> None:
        """Forget what came after *epoch*; -1 forgets all."""
        self._losses = {known: loss for known, loss in self._losses.items() if known <= epoch}
        self._passed = [passed for passed in self._passed if passed[0] <= epoch]

    def pass_target(self, epoch: int, target: float) -> None:
        """Hear that the training goes on past a *target* that was met at this *epoch*."""
        self._passed.append((epoch, target))

    def ending(self, epoch: int, losses: tuple[float, float], values: dict) -> str:
        """Hear the *losses* after an *epoch*, and judge.

        Parameters
        ----------
        epoch : int
            Epochs that the training has had.
        losses : (float, float)
            Training and test loss, in nats; the latter NaN where there is no test.
        values : dict
            The settings; `epochs`, `target_loss` and `early_stopping` count here.

        Returns
        -------
        str
            Why the training is over: "diverged", "target" (the loss is as low as asked for, and
            the training has not gone past such a target before),
            "early" (the test loss does not fall any more), "epochs" (this was the last one),
            "converged" (the loss has stopped falling); "" if it is not.
        """
        self._losses[epoch] = losses
        loss = losses[0]
        earlier = self._losses.get(epoch - CONVERGED_EPOCHS, (np.inf, np.nan))[0]
        # Many deep networks begin with a large loss: one that has fallen since does land.
        if loss >= max(DIVERGED_LOSS, self._losses[min(self._losses)][0]):
            return "diverged"
        target = values["target_loss"]
        if target and loss <= target and all(target < passed for _, passed in self._passed):
            return "target"
        if values["early_stopping"] == "on" and epoch - self.best_epoch() >= PATIENCE:
            return "early"
        if epoch >= values["epochs"]:
            return "epochs"
        return "converged" if abs(earlier - loss) < CONVERGED_FALL else ""

    def last_before(self, epoch: int) -> int:
        """Return the latest epoch before this one whose losses it knows, or else this one."""
        return max((known for known in self._losses if known < epoch), default=epoch)

    def best_epoch(self) -> int:
        """Return the epoch with the lowest test loss; the latest where there is no test."""
        tested = {epoch: test for epoch, (_, test) in self._losses.items() if test == test}
        return min(tested, key=tested.get) if tested else max(self._losses)
