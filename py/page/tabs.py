"""The tabs: one pane open at a time; arrow keys lead from one to the next (MicroPython)."""

from pyscript import document

from page.browser import html, listen_to

STEPS = {"ArrowLeft": -1, "ArrowRight": 1}


class Tabs:
    """Keeps one pane open.

    Parameters
    ----------
    on_open : callable
        Is called, without arguments, when another pane is there.
    """

    def __init__(self, on_open):
        self._on_open = on_open
        found = document.querySelectorAll("[role=tab]")
        self._tabs = [found[index] for index in range(found.length)]
        strip = document.querySelector("[role=tablist]")
        self._panes = document.querySelector(".right")
        listen_to(strip, "click", self._on_click)
        listen_to(strip, "keydown", self._on_key)

    def open(self, name):
        """Open the pane of that *name*."""
        html.dataset.tab = name
        # On a phone all panes scroll in one place: each is to begin at its top.
        self._panes.scrollTop = 0
        for tab in self._tabs:
            is_open = tab.dataset.tab == name
            tab.ariaSelected = "true" if is_open else "false"
            tab.tabIndex = 0 if is_open else -1
        self._on_open()

    def _on_click(self, event):
        tab = event.target.closest("[role=tab]")
        if tab:
            self.open(tab.dataset.tab)

    def _on_key(self, event):
        # On a phone they stand in another order.
        shown = sorted(self._tabs, key=lambda tab: tab.offsetLeft)
        if event.key not in STEPS or not event.target.closest("[role=tab]"):
            return
        event.preventDefault()
        at = [tab.dataset.tab for tab in shown].index(event.target.dataset.tab)
        tab = shown[(at + STEPS[event.key]) % len(shown)]
        self.open(tab.dataset.tab)
        tab.focus()
