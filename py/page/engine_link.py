"""The page's end of the messages to and from the engine, which `messages` names."""

import json

from messages import TO_ENGINE, TO_PAGE, problem_with

MILLISECONDS_BETWEEN_PINGS = 450
# Pings without a word after which the worker counts as dead: not seconds, as clocks are put
# forward, computers sleep, and browsers slow down the timers of a page that nobody sees.
MAX_UNANSWERED_PINGS = 5
# What the reader asks for while the engine is not up yet waits for it; the rest is sent anew.
WAITING = ("act", "go_to", "draw", "preview", "load")


class EngineLink:
    """Sends what may be sent, and hands over what comes.

    Parameters
    ----------
    post : callable
        ``post(worker, message)`` brings a dict to the worker.

    Attributes
    ----------
    commands : dict
        What to do with each kind of message: a function of the message.
    worker : Worker or None
        The engine's, once it is up.
    """

    def __init__(self, post):
        self._post = post
        self.commands = {"pong": self._on_pong, "busy": self._on_busy}
        self.worker = None
        self._waiting = []
        self._unanswered, self._patience = 0, MAX_UNANSWERED_PINGS

    def connect(self, worker):
        """Begin to talk with the engine."""
        self.worker = worker

    def send_waiting(self):
        """Send what was asked for while the engine was not up; tell whether there was any."""
        waiting, self._waiting = self._waiting, []
        for message in waiting:
            self._post(self.worker, message)
        return bool(waiting)

    def send(self, kind, **message):
        """Send a message; tell whether it is on its way, or waits until it can be.

        The engine takes the newest of its kind, however many there are.
        """
        message["kind"] = kind
        problem = problem_with(message, TO_ENGINE)
        if problem:
            print("Not sent:", problem)
            return False
        if self.worker:
            self._post(self.worker, message)
        elif kind in WAITING:
            self._waiting.append(message)
        return self.worker is not None or kind in WAITING

    def receive(self, text):
        """Do what a message from the engine says, if it is one."""
        message = json.loads(text)
        problem = problem_with(message, TO_PAGE)
        if problem:
            print("Not understood:", problem)
        else:
            self._unanswered = 0  # whatever it says, it is alive
            self.commands[message["kind"]](message)

    def ping(self):
        """Ask for a sign of life; tell whether there were too many without a word."""
        self._unanswered += 1
        self.send("ping")
        return self._unanswered == self._patience + 1

    def _on_pong(self, _message):
        self._patience = MAX_UNANSWERED_PINGS

    def _on_busy(self, message):
        """Wait for as long as the engine says: its next answer to a ping comes after that."""
        pings = int(1000 * message["seconds"] / MILLISECONDS_BETWEEN_PINGS)
        self._patience = max(pings, MAX_UNANSWERED_PINGS)


def as_numbers(values):
    """Return *values* with whole numbers as JavaScript has them: MicroPython would cut 32 bits."""
    return {
        name: float(value) if isinstance(value, int) else value for name, value in values.items()
    }
