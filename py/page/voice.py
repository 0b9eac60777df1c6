"""What a screen reader is told: one region of the page, in no hurry (MicroPython).

Whoever has news says them here, and nowhere else. A message is read to its end before the next
one comes; of those that come meanwhile only the newest is still true.
"""

from pyscript import document, ffi

from page.browser import html, window

# From one message to the next, at the least.
MILLISECONDS = 5000


class Voice:
    """Says one thing after the other in the page's ``[role=status]``."""

    def __init__(self):
        self._place = document.querySelector("#voice")
        self._waiting = ""
        self._is_resting = False
        self._go_on = ffi.create_proxy(self._on_rested)
        spoken_at = self._place.getAttribute("data-at")
        if spoken_at:  # static/loading.mjs has just said something
            self._rest(MILLISECONDS - (window.performance.now() - float(spoken_at)))

    def say(self, text):
        """Say a *text* now, or once the last one has been heard; a newer one takes its place."""
        if text == self._place.textContent or html.getAttribute("data-state") == "error":
            self._waiting = ""  # an error says all that is true then
        elif self._is_resting:
            self._waiting = text
        elif text:
            self._place.textContent = text
            self._rest(MILLISECONDS)

    def _rest(self, milliseconds):
        if milliseconds > 0:
            self._is_resting = True
            window.setTimeout(self._go_on, milliseconds)

    def _on_rested(self, *_event):
        self._is_resting = False
        text, self._waiting = self._waiting, ""
        self.say(text)
