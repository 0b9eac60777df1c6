"""Training for those who want to see no motion: a few stills instead of an animation."""

import math
from time import perf_counter

from playground.look.chart_axes import share_of
from playground.session.session import SLACK, Session
from playground.session.stopping import RUNNING

# Of a run that is watched, from its beginning to its last epoch; they divide the axis of time.
STILLS = 8
# A new choice shows its result; where that takes longer, how far it has come.
SECONDS_UNTIL_SHOWN = 1.0


class Stills:
    """Chooses which states of a training are shown."""

    def __init__(self) -> None:
        self._number = 0  # of the last still
        self._next = 0.0  # when there is another of a training that is not watched

    def is_due(self, session: Session, is_asked_for: bool) -> bool:
        """Tell whether to show a session as it is now.

        Parameters
        ----------
        session : Session
            Which has just been trained a little.
        is_asked_for : bool
            Whether the reader has done something since the last time.
        """
        now, number = perf_counter(), self._number_of(session)
        if session.state != RUNNING:
            is_due = True
        elif session.is_watched:
            is_due = is_asked_for or number != self._number
        else:
            if is_asked_for and now >= self._next:
                self._next = now + SECONDS_UNTIL_SHOWN
            is_due = now >= self._next
        if is_due:
            self._number, self._next = number, now + SECONDS_UNTIL_SHOWN
        return is_due

    def _number_of(self, session: Session) -> int:
        share = share_of(session.epoch, session.last_epoch, session.values["time_scale"])
        return math.floor(STILLS * share + SLACK)
