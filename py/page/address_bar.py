"""The window's address, which says what is seen (MicroPython)."""

from pyscript import document

from page.browser import Debounce, window

# Rest before the address is written again that the browser has refused: Safari takes a hundred in
# 30 seconds.
MILLISECONDS_UNTIL_WRITTEN = 5000


class AddressBar:
    """Lets the window, and a print of it, have the newest address."""

    def __init__(self):
        self._fragment = ""
        self._retry = Debounce(MILLISECONDS_UNTIL_WRITTEN, self._write)

    def write(self, fragment):
        """Write an address that ends in this *fragment*."""
        self._fragment = fragment
        self._write()

    def _write(self):
        page = window.location.href.partition("#")[0]
        document.querySelector("#address").textContent = f"{page}#{self._fragment}"
        # A function of static/form.mjs, since MicroPython cannot catch the errors of a browser.
        if not window.writeAddress(f"#{self._fragment}"):
            self._retry.start()
