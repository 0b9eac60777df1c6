"""Weights on their way through a link: packed for the page, set for the session."""

import numpy as np

from engine.inbox import Message
from playground.checks import Array
from playground.session.session import Session


class HandWeights:
    """Tells the page of weights set by hand, and sets those that a link brings.

    Parameters
    ----------
    session : Session
        Whose weights they are.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._told: Array | None = None  # the parameters that the page knows of

    def news(self) -> Message | None:
        """Return what to tell the page: weights that no settings lead to, if it does not know them.

        They were set by hand, or trained from there, or a setting was changed on the way.
        """
        session = self._session
        is_straight = session.training.is_straight(session.epoch)
        theta = None if is_straight else session.training.parameters
        if np.array_equal(theta, self._told):
            return None
        self._told = None if theta is None else theta.copy()
        return {"kind": "weights", "code": _packed(self._told), "problem": ""}

    def take(self, message: Message) -> Message | None:
        """Set the weights of a link; return what to tell the page if they cannot be set."""
        from playground.custom import weights  # most readers set none

        try:
            theta = weights.unpack(message["code"], self._session.training.parameters.size)
        except ValueError as problem:
            return {"kind": "weights", "code": "", "problem": str(problem)}
        self._session.set_weights(theta)
        return None


def _packed(theta: Array | None) -> str:
    """Return weights as text for a link, "" if there are none, or none that a link may set."""
    if theta is None:
        return ""
    from playground.custom import weights  # most readers set none

    try:
        return weights.pack(theta)
    except ValueError:
        return ""
