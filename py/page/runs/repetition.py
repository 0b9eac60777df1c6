"""A training that is repeated from other seeds, beside what the reader does (MicroPython)."""

from page.engine_link import as_numbers
from page.runs.parts import button, element

SEEDS = 10


class Repetition:
    """Asks the engine for it, and shows how far it is.

    Parameters
    ----------
    link : EngineLink
        To the engine.
    on_end : callable
        Is called with the settings and the results.

    Attributes
    ----------
    bar : Element
        What shows the progress, hidden at rest.
    """

    def __init__(self, link, on_end):
        self._link, self._on_end = link, on_end
        self._values = None  # the settings of the one that is on its way
        self._number = 0  # of the last one
        self._progress = element("progress", max=SEEDS, value=0, aria_label="Seeds trained")
        self._words = element("span")
        self.bar = element(
            "p", self._progress, self._words, button("Cancel", "cancel"), class_="row"
        )
        self.bar.hidden = True
        link.commands["repeated"] = self._on_repeated

    @property
    def is_running(self):
        """Whether one is on its way."""
        return self._values is not None

    def begin(self, values):
        """Begin with *values*: whatever is chosen meanwhile, it goes on with these."""
        self._values = dict(values)
        self._number += 1
        self._show(0)
        self._link.send("repeat", number=self._number, values=as_numbers(values), seeds=SEEDS)

    def cancel(self):
        """End it without a result."""
        self._link.send("repeat_stop")
        self._values, self.bar.hidden = None, True

    def _on_repeated(self, message):
        if not self.is_running or message["number"] != self._number:
            return  # it was cancelled when this was on its way
        self._show(message["done"])
        if message["done"] == message["of"]:
            values, self._values = self._values, None
            self.bar.hidden = True
            self._on_end(values, message["results"])

    def _show(self, done):
        self.bar.hidden = False
        self._progress.value = done
        self._words.textContent = f"{done} of {SEEDS} seeds"
