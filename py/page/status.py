"""The sentences of the page, seen and heard: of deeds, and of the picture (MicroPython)."""

from pyscript import document

from page.browser import html
from page.run_watch import OVER
from page.summary import summarize
from playground.settings.values import sentences


class Status:
    """Writes them into ``#status``, and has them said.

    Parameters
    ----------
    page : Page
        Of which it speaks.

    Attributes
    ----------
    said : list of str
        What the reader was told, until their next choice.
    notices : list of str
        What holds for as long as the page is open.
    unit : str
        What the picture shows of a unit alone; "" if it shows none.
    """

    def __init__(self, page):
        self._page = page
        self.said, self.notices = [], []
        self.unit = self._curve = ""

    def show(self, picture):
        """Say what there is to say of the newest *picture*; of None, if it is still to come."""
        page, values = self._page, self._page.choices.values
        words = self.said + self.notices + page.storage.remarks(values["points"])
        if picture and picture["problem"] and values["mistake"] != "none":
            words.append(picture["problem"])  # longer than the headline has room for
        # Before the first picture, index.html says what there is to say, unless it is a problem.
        has_something = words or page.picture or page.choices.problems
        if not has_something or html.dataset.state == "error":  # which says all that is to be said
            return
        elsewhere = sentences(page.choices.problems)
        if page.goals.reached:
            elsewhere.append(page.goals.sentence(picture))
        summary = summarize(values, picture) if picture else ""
        spoken = self._write(words, elsewhere, summary)
        is_over = picture is not None and picture["state"] in OVER
        # Who draws by keys hears of each point instead.
        if words or document.querySelector("#cross").hidden:
            page.voice.say(f"{spoken} {self._curve}".strip() if is_over else spoken)

    def show_curve(self, words):
        """Let the chart say in *words* what its curves do; "" if that is not known yet."""
        self._curve = words
        is_running = self._page.picture["state"] == "running"
        sentence = words or ("They go on." if is_running else "")
        label = f"Chart of the loss over the epochs. {sentence}".strip()
        chart = document.querySelector("#loss")
        if chart.ariaLabel != label:
            chart.ariaLabel = label

    def _write(self, words, elsewhere, summary):
        """Write sentences; return them with what else there is to be seen, for those who hear it.

        Parameters
        ----------
        words, elsewhere : list of str
            Sentences; some stand elsewhere on the page: problems beside their controls, a goal.
        summary : str
            What the picture shows; "" if it is not there yet.
        """
        status = document.querySelector("#status")
        status.className = "" if words else "unseen"
        if summary:
            document.querySelector("#boundary").ariaLabel = f"{self.unit} {summary}".strip()
        news, unseen = status.children
        seen = [one for one in elsewhere if one not in words]
        told = seen + ([summary] if summary else [])
        for place, text in ((news, " ".join(words)), (unseen, " ".join(told))):
            if place.textContent != text:
                place.textContent = text
        return " ".join(words + seen + [self.unit or summary]).strip()
