"""One reader's playground: settings in, a network that trains, numbers out.

Data flow one way: settings -> data -> network -> training. A `Session` knows nothing of
pages or pictures; the engine asks it for a little training at a time and draws between.
"""

from time import perf_counter

from playground.data import generate
from playground.network import Network
from playground.settings import DATA, NETWORK, effect_of
from playground.training import EPOCHS, Trainer


class Session:
    """The data and the network that belong to the newest settings.

    Attributes
    ----------
    X, y : ndarray of shape (2, n) and (n,)
        The points and their true labels; training never changes them.
    network : Network
        Trained as far as `measures` says.
    """

    def __init__(self):
        self._values = {}

    def apply(self, values: dict) -> int | None:
        """Take over new settings and rebuild what they make stale.

        Parameters
        ----------
        values : dict
            A value for every setting, as `settings.from_fragment` returns them.

        Returns
        -------
        int or None
            The effect of the change: `settings.DATA`, `settings.NETWORK`, …; None if
            nothing changed.
        """
        effect = effect_of(self._values, values)
        self._values = dict(values)
        if effect is None:
            return None
        if effect >= DATA:
            self.X, self.y = generate(values["shape"])
        if effect >= NETWORK:
            self.network = Network((2, values["hidden_units"], 1))
            self._trainer = Trainer(self.network, self.X, self.y)
        return effect

    @property
    def finished(self) -> bool:
        """Whether all epochs are done."""
        return self._trainer.epoch >= EPOCHS

    def advance(self, seconds: float) -> None:
        """Train until *seconds* have passed or all epochs are done, whichever is first."""
        end = perf_counter() + seconds
        while not self.finished and perf_counter() < end:
            self._trainer.step()

    def measures(self) -> dict:
        """Return the numbers that go with the picture: epoch, train_loss, train_accuracy."""
        return {
            "epoch": self._trainer.epoch,
            "train_loss": self.network.loss(self.X, self.y),
            "train_accuracy": self.network.accuracy(self.X, self.y),
        }
