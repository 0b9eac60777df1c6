"""The work behind "Your runs": the curve of a training, and its repetition from other seeds."""

from collections.abc import Callable

from engine.inbox import Message
from messages import MAX_CURVE
from playground.session.repeat import Repetition, thinned
from playground.session.session import Session
from playground.session.stopping import RUNNING

# Of each frame, at rest and beside a training that wants the time.
SECONDS_A_FRAME, SECONDS_BESIDE_TRAINING = 0.012, 0.003
# Of a frame, for the curve: a training that goes on leaves out what is not known by then.
SECONDS_FOR_CURVE = 0.004


class RunWork:
    """Repeats a training in slices, and tells the curve of the one on the screen.

    Parameters
    ----------
    session, send
        As of `Background`.
    """

    def __init__(self, session: Session, send: Callable[..., None]) -> None:
        self._session, self._send = session, send
        self._repetition: Repetition | None = None
        self._number = 0  # of the repetition
        self._owes_curve = False

    @property
    def is_idle(self) -> bool:
        """Whether there is nothing to do."""
        return self._repetition is None and not self._owes_curve

    def do(self, message: Message) -> None:
        """Begin with, or end, what a *message* asks for."""
        kind = message["kind"]
        if kind == "curve":
            self._owes_curve = True
        elif kind == "repeat":
            self._repetition = Repetition(message["values"], int(message["seeds"]))
            self._number = int(message["number"])
            self._tell()
        else:
            self._repetition = None

    def turn(self, change: int) -> None:
        """Do a little of it; *change* is the reader's choice that the session follows."""
        is_running = self._session.state == RUNNING
        if self._owes_curve:
            self._tell_curve(change, is_running)
        if self._repetition:
            self._repeat(SECONDS_BESIDE_TRAINING if is_running else SECONDS_A_FRAME)

    def _repeat(self, seconds: float) -> None:
        if self._repetition.advance(seconds):
            self._tell()
        if self._repetition.is_done:
            self._repetition = None

    def _tell(self) -> None:
        results = self._repetition.results
        done, of = len(results), len(self._repetition.seeds)
        self._send("repeated", number=self._number, done=done, of=of, results=results)

    def _tell_curve(self, change: int, is_running: bool) -> None:
        """Tell the curve once it is complete; that of a training that goes on, as far as it is."""
        curve = self._session.training.curve
        epochs, losses = curve.points(SECONDS_FOR_CURVE)
        if is_running or curve.is_complete:
            self._owes_curve = False
            epochs, losses = thinned(epochs, losses, MAX_CURVE)
            train, test = losses.T.tolist()
            self._send("curve", change=change, epochs=epochs.tolist(), train=train, test=test)
