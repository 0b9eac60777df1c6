"""The article below the bench: what it speaks of, the bench shows (MicroPython)."""

from pyscript import document, ffi

from page.browser import listen_to, window


class Article:
    """Takes the reader to the bench, and back to where they were reading.

    Parameters
    ----------
    page : Page
        Opens the address of a link, and shows a unit or a line.
    """

    def __init__(self, page):
        self._page = page
        self._back = document.querySelector("#back")
        self._link = None  # the one that was followed
        listen_to(document.querySelector("#article"), "click", self._on_click)
        listen_to(self._back, "click", self._on_back)

    def _on_click(self, event):
        link = event.target.closest(".show")
        if not link or event.ctrlKey or event.metaKey:  # which open it elsewhere
            return
        for other in document.querySelectorAll(".show[aria-current]"):
            other.removeAttribute("aria-current")
        link.ariaCurrent = "true"
        self._link = link
        self._back.hidden = False
        self._page.unmark()
        window.scrollTo(0, 0)
        self._back.focus()
        if link.hasAttribute("data-line"):
            self._page.show_line(link.dataset.line)
        if link.hasAttribute("data-look"):
            layer, unit = link.dataset.look.split(",")
            self._page.show_unit(int(layer), int(unit))

    def _on_back(self, _event):
        self._back.hidden = True
        self._link.scrollIntoView(ffi.to_js({"block": "center"}))
        self._link.focus(ffi.to_js({"preventScroll": True}))
