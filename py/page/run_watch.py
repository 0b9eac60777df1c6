"""Notices what "Your runs" is for, and brings it then; it is not needed before (MicroPython)."""

from pyscript import document

from page.browser import Debounce, html, window
from page.later import with_room

OVER = ("done", "diverged")
# Rest after a training has ended before it is kept: whoever moves a slider is still choosing.
MILLISECONDS_UNTIL_KEPT = 700
# In the browser's storage, which all pages of a site share; the number is that of the format.
NAME = "nn-playground-runs-1"


class RunWatch:
    """Stands in for `page.runs` until there is a run to be kept, or rows of earlier visits.

    Parameters
    ----------
    page : Page
        Whose trainings are watched.
    """

    def __init__(self, page):
        self._page, self._runs = page, None
        self._is_off = html.hasAttribute("data-embed")  # in a frame nobody looks for their runs
        self._seen = None  # how the training stood on the last picture
        self._rest = Debounce(MILLISECONDS_UNTIL_KEPT, self._keep)

    def begin(self):
        """Offer what can be done, now that there is a picture; show rows of earlier visits."""
        if self._is_off:
            return
        for button in document.querySelectorAll("#runs button, #take-home button"):
            button.disabled = False
        if window.storage.read(NAME):
            self._use(lambda _runs: None)

    def follow(self, picture, is_first):
        """Follow a *picture*; how the first one ends, on which the page opens, nobody has seen."""
        names = ("change", "state", "stop_reason", "last_epoch")
        now = [picture[name] for name in names]
        is_news = now != self._seen and not is_first and not self._is_off
        if is_news and picture["state"] in OVER:
            self._rest.start()
        self._seen = now

    def keep(self):
        """Keep what is on the screen, whether its training is over or not."""
        self._use(lambda runs: runs.keep(True))

    def repeat(self):
        """Train from several seeds."""
        self._use(lambda runs: runs.repeat())

    def _keep(self):
        if self._is_over():
            self._use(lambda runs: self._is_over() and runs.keep(False))

    def _is_over(self):
        picture = self._page.newest_picture
        return picture and picture["state"] in OVER and picture["n_train"]

    def _use(self, deed):
        """Call *deed* with the section, which comes when it is first needed."""
        with_room("runs", lambda: deed(self._section()), self._page.say)

    def _section(self):
        if not self._runs:
            from page.runs.section import Runs

            self._runs = Runs(self._page)
        return self._runs
