"""Whether the training is shown as an animation, to those whose system asks for less (MicroPython).

They see a few stills of it, until they ask for more under View; this browser remembers that.
"""

from pyscript import document

from page.browser import html, less_motion, listen_to, set_flag, window

NAME = "nn-playground-motion-1"  # in the browser's storage; the number is that of the format


class Motion:
    """Follows the system and the reader.

    Parameters
    ----------
    on_change : callable
        Is called, without arguments, when there is to be more or less motion.
    """

    def __init__(self, on_change):
        self._on_change = on_change
        self._box = document.querySelector("#animate")
        set_flag("animated", window.storage.read(NAME) == "on")
        self._box.checked = html.hasAttribute("data-animated")
        listen_to(self._box, "change", self._on_wish)
        listen_to(less_motion, "change", lambda _event: on_change())

    def _on_wish(self, _event):
        is_wanted = self._box.checked
        set_flag("animated", is_wanted)
        if is_wanted:
            window.storage.write(NAME, "on")
        else:
            window.storage.remove(NAME)
        self._on_change()
