"""A link to what is seen: settings, epoch, weights, what is open, and what a teacher adds.

MicroPython; nothing of it is needed before somebody wants a link.
"""

from page.browser import html, window
from playground.settings.address import EPOCH, MAX_POINTS_IN_ADDRESS
from playground.settings.link import MAX_LINK, OF_TEACHER, extras_of, write_link, write_whole
from playground.settings.link_file import as_file

TOO_MANY = "Your own points are too many for a link, and without them it would show something else."
TOO_LARGE = "One of the weights lies beyond 1000, which no link can set."
TOO_LONG = "This link would have {} characters, and some programs cut what is longer than {}."


class SharedLink:
    """Makes the link anew whenever it is asked for.

    Parameters
    ----------
    page : Page
        Whose state it brings.

    Attributes
    ----------
    added : dict
        What a teacher adds, by the names `OF_TEACHER`: first what the page itself was opened with.
    is_untrained : bool
        Whether the link is to begin at epoch 0, whatever is seen now.
    extras : dict
        What the link says beside the settings, as `write_link` takes it.
    fragment, text, refusal : str
        What follows ``#``, and the whole link; where there can be none that is "", and the last
        says why.
    can_be_file : bool
        Whether what is too much for a link can go into a file.
    """

    def __init__(self, page):
        self._page = page
        self._opened, self.added = None, {}
        self.is_untrained = False
        self.extras = {}
        self.fragment = self.text = self.refusal = ""
        self.can_be_file = False
        self.adopt()

    def adopt(self):
        """Take over what another link, if one was followed, has brought; tell whether it was."""
        opened = self._page.opened
        if opened is self._opened:
            return False
        self._opened, self.added = opened, extras_of(opened, OF_TEACHER)
        return True

    def make(self):
        """Make the link to what is seen now."""
        self.extras = self.seen()
        self.fragment = write_link(self._page.choices.values, **self.extras)
        self.text = _page() + "#" + self.fragment
        self.refusal = self._refusal()
        self.can_be_file = self.refusal not in ("", TOO_LARGE)
        if self.refusal:
            self.text = ""

    def as_file(self):
        """Return the text of a file that brings what the link would."""
        return as_file(_page(), write_whole(self._page.choices.values, **self.extras))

    def seen(self):
        """Return what a link to this moment says beside the settings."""
        extras, tab = dict(self.added), html.dataset.tab
        extras["epoch"] = 0 if self.is_untrained else self._epoch()
        extras["weights"] = "" if self.is_untrained else self._weights()
        extras["tab"] = tab
        maths = self._page.maths
        if tab == "listing":
            extras["inside"] = maths.view if maths else self._page.opened.inside
        if maths and maths.point() >= 0:
            extras["point"] = maths.point() + 1
        return extras

    def _epoch(self):
        """Return where the training stands, in the middle of a run as well; None at its end."""
        page, picture = self._page, self._page.newest_picture
        if picture and picture["state"] == "running" and not page.beginning.is_under_way:
            return min(picture["epoch"], EPOCH.high)
        return page.beginning.epoch_to_keep()

    def _weights(self):
        """Return weights that settings do not lead to, also those that a link is about to bring."""
        page, beginning = self._page, self._page.beginning
        if beginning.brings and beginning.is_to_come:
            return beginning.brings.weights
        return page.weights if page.newest_picture else ""

    def _is_by_hand(self):
        picture = self._page.newest_picture
        return picture is not None and picture["by_hand"]

    def _refusal(self):
        """Say why there is no such link; "" if there can be one."""
        if len(self._page.choices.values["points"]) > MAX_POINTS_IN_ADDRESS:
            return TOO_MANY
        if self._is_by_hand() and not (self._page.weights or self.is_untrained):
            return TOO_LARGE
        length = len(self.text)
        return TOO_LONG.format(length, MAX_LINK) if length > MAX_LINK else ""


def _page():
    return window.location.href.partition("#")[0]
