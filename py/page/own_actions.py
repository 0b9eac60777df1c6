"""What buttons and keys ask of the page itself, not of the engine (MicroPython)."""

from pyscript import document

from page.browser import new_seed, window
from page.later import with_room
from playground.settings.kinds import as_text
from playground.settings.table import CUSTOM


class OwnActions:
    """The deeds of those buttons and keys.

    Parameters
    ----------
    page : Page
        Whose choices it changes, and whose share dialog and runs it asks.

    Attributes
    ----------
    commands : dict
        A function, without arguments, for each action.
    """

    def __init__(self, page):
        self._page = page
        self._sound = self._player = None  # `Player`, once somebody wants to hear the loss
        self.commands = {
            "new_data": self._new_data,
            "new_weights": self._new_weights,
            "copy_link": self._copy_link,
            "hear": self._hear,
            "lower_rate": self._lower_rate,
            "mend": self._mend,
            "keep_run": lambda: page.run_watch.keep(),
            "repeat_seeds": lambda: page.run_watch.repeat(),
        }

    def _new_data(self):
        """Choose other points, but never in the place of the reader's own."""
        if self._page.choices.values["shape"] != CUSTOM:
            self._page.choose({"data_seed": str(new_seed())})

    def _new_weights(self):
        """Choose other first weights."""
        self._page.choose({"weights_seed": str(new_seed())})

    def _copy_link(self):
        """Copy a link to what is seen, and show it with what can be added to it."""
        self._page.share.open()
        self._page.share.copy()

    def _hear(self):
        """Let the loss be heard, or no longer; a browser gives sound at a click alone."""
        self._sound = self._sound or window.AudioContext.new()
        with_room("hear", lambda: self._hearing().press(), self._page.say)

    def _hearing(self):
        if not self._player:
            from page.hear.player import Player

            self._player = Player(self._page, self._sound)
        return self._player

    def _lower_rate(self):
        """Take a tenth of the learning rate."""
        rate = self._page.choices.values["learning_rate"]
        self._page.choose({"learning_rate": as_text(rate / 10)})
        _focus_run()

    def _mend(self):
        """Take back the mistake that was made on purpose."""
        self._page.choose({"mistake": "none"})
        _focus_run()


def _focus_run():
    """Take the focus from a button that goes away with its problem."""
    document.querySelector("[data-action=run], [data-action=pause]").focus()
