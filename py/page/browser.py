"""What MicroPython needs to follow events."""

from pyscript import document, ffi

# The window itself: PyScript's `window` is a module, which MicroPython cannot listen to.
window = document.defaultView
# Ways across and down.
ARROWS = {"ArrowLeft": (-1, 0), "ArrowRight": (1, 0), "ArrowUp": (0, -1), "ArrowDown": (0, 1)}


class Debounce:
    """Calls a function once nothing has happened for some *milliseconds*."""

    def __init__(self, milliseconds, function):
        self._milliseconds = milliseconds
        self._function = ffi.create_proxy(lambda *_event: function())
        self._timer = None

    def start(self):
        """Something has happened: wait from now on."""
        window.clearTimeout(self._timer)
        self._timer = window.setTimeout(self._function, self._milliseconds)


def listen_to(element, event, method):
    """Have a *method* called with every *event* of an element; `when` takes functions only."""
    element.addEventListener(event, ffi.create_proxy(method))
