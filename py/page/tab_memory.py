"""What a reload of this tab would lose: kept when the page is left, taken up when it is back.

The address says the settings and the epoch. It does not say weights set by hand, points that are
too many for it, the undo of points, whether a training was running, and what is open. A new version
of the page reloads all tabs at once, also those whose reader has not asked for it. MicroPython.
"""

import json

from page.browser import window
from page.points.editor import are_steps
from page.points.storage import are_points
from playground.settings.json_text import read_json

# In this tab's memory, which forgets it unless the page is loaded again (static/form.mjs and
# restart.mjs); the number is that of the format.
NAME = "nn-playground-tab-1"
# What each part of it can be: extensions and other pages of this origin can write there, too.
FIELDS = {
    "fragment": lambda value: isinstance(value, str),
    "runs": lambda value: value is True or value is False,
    "latest": lambda value: value is None or are_points(value),
    "past": are_steps,
    "future": are_steps,
}


class TabMemory:
    """Keeps what is there, and brings it back.

    Parameters
    ----------
    page : Page
        Whose state it is.
    """

    def __init__(self, page):
        self._page = page
        self._is_run = False  # whether the reader lets it train, at the speed they have chosen
        self._runs_on = False  # whether it is to go on once it is where it was

    def follow(self, kind, message):
        """Follow what the reader asks the engine for."""
        self._is_run = kind == "act" and message["action"] in ("run", "train_on")
        self._runs_on = False

    def keep(self):
        """Keep what is there now; if it is too much for the browser, without the undo."""
        state = self._state()
        if not window.tabMemory.write(NAME, json.dumps(state)):
            state["past"] = state["future"] = []
            window.tabMemory.write(NAME, json.dumps(state))

    def forget(self):
        """Keep nothing: the reader is here and goes on."""
        window.tabMemory.remove(NAME)

    def take(self):
        """Bring back what belongs to no link; return the fragment to open, or "" if none is kept.

        It may be newer than the address: of one that is written while the page is left, a browser
        that loads it again takes no notice.
        """
        state = self._read()
        if not state:
            return ""
        self._runs_on = state["runs"]
        if state["latest"]:
            self._page.storage.note(*state["latest"])
        self._page.editor.bring_back(state["past"], state["future"])
        return state["fragment"]

    def arrive(self):
        """Go on with the training that was running; it has come to where it was."""
        if self._runs_on and self._page.newest_picture["state"] == "paused":
            self._page.act("run")

    def _read(self):
        """Return what was kept, a dict, and keep it no more; {} if it is not whole."""
        state = read_json(window.tabMemory.read(NAME))
        self.forget()
        is_whole = isinstance(state, dict) and all(
            name in state and FIELDS[name](state[name]) for name in FIELDS
        )
        return state if is_whole else {}

    def _state(self):
        page, picture = self._page, self._page.newest_picture
        is_running = picture is not None and picture["state"] == "running"
        is_still_to_run = self._runs_on and page.beginning.is_to_come
        waits_for_python = self._is_run and not page.link.worker
        past, future = page.editor.steps
        return {
            "fragment": self._fragment(is_running),
            "runs": (is_running and self._is_run) or is_still_to_run or waits_for_python,
            "latest": page.storage.of_this_visit,
            "past": past,
            "future": future,
        }

    def _fragment(self, is_running):
        """Return all that a link of any length can say of what is there."""
        # Nothing of it is needed before.
        from page.share.link import SharedLink
        from playground.settings.link import write_whole

        extras = SharedLink(self._page).seen()
        if is_running and not self._is_run:
            # As fast as possible to where it is to be in any case.
            extras["epoch"] = self._page.beginning.epoch_to_keep()
        return write_whole(self._page.choices.values, **extras)
