"""How a training begins: where a link, or the last visit, has left it (MicroPython)."""

from page.browser import window

AGAIN = (
    "Python stopped and was started again; "
    "your settings, points, weights and epoch are as they were."
)


class Beginning:
    """Leads the engine to what a link brings, and knows when it is there.

    Parameters
    ----------
    page : Page
        Whose choices and pictures these are.

    Attributes
    ----------
    brings : Link or None
        The last one that was opened, as long as its weights and its point belong to what is there.
    is_under_way : bool
        Whether the training is still on its way to what it shows.
    """

    def __init__(self, page):
        self._page = page
        self.brings, self.is_under_way = None, False
        self._epoch = None  # None at the end of the training
        self._first = None  # the choice that the first picture shows; none once the reader acts
        self._is_second = False  # whether Python has died, and begins again with what was there

    def open(self, link):
        """Begin where a *link* says; what it brings is sent with its settings, or after them."""
        self._is_second = bool(window.begunAgain)
        window.begunAgain = ""  # whatever is opened after that is where the reader goes on
        self.brings, self.is_under_way, self._epoch = link, False, link.epoch

    def send(self):
        """Tell the engine where to begin, with the weights and the point of the link.

        A picture that it has painted between the settings and this counts as neither.
        """
        link, choices = self._page.link, self._page.choices
        choices.begin_anew()
        epoch = -1 if self._epoch is None else self._epoch
        link.send("begin", epoch=epoch, change=choices.change)
        self.is_under_way = True
        if self.brings and self.brings.weights:
            link.send("weights", code=self.brings.weights)
        if self.brings and self.brings.point:
            link.send("point", index=self.brings.point - 1)

    def expect_first(self, is_untouched):
        """Expect the picture with which the page opens, if the reader has not acted already."""
        self._first = self._page.choices.change if is_untouched else None

    def is_first(self, picture):
        """Tell whether a *picture* is of that with which the page has opened."""
        return picture["change"] == self._first

    def give_way(self, kind):
        """Let the reader act, by a message of this *kind*, from wherever the training is."""
        self._first, self.is_under_way = None, False
        if kind in ("draw", "load", "use_table"):  # other points are learned from until the end
            self._epoch = None

    def leave(self):
        """Let other settings be in force than those of the link."""
        self.brings, self.is_under_way, self._is_second = None, False, False

    def arrives(self, picture):
        """Tell whether it is a *picture* of what was to be shown, the first one.

        Until the weights of a link are there, what is to be seen is nobody's doing.
        """
        has_weights = self.brings and self.brings.weights
        is_there = picture["state"] != "running" and (picture["by_hand"] or not has_weights)
        arrives = bool(self.is_under_way and self._page.newest_picture and is_there)
        self.is_under_way = self.is_under_way and not arrives
        return arrives

    def news(self):
        """Return what is to be said on the arrival, sentences."""
        news = [AGAIN] if self._is_second else []
        self._is_second = False
        return news

    @property
    def is_to_come(self):
        """Whether what the link brings is still to come."""
        return self.is_under_way or not self._page.link.worker

    def epoch_to_keep(self):
        """Return the epoch that a link to what is seen says, None at the end of the training."""
        picture = self._page.newest_picture
        if not picture or picture["state"] == "running":
            return self._epoch
        epochs = self._page.choices.values["epochs"]
        is_at_end = picture["state"] != "paused" or picture["epoch"] >= epochs
        return None if is_at_end else picture["epoch"]
