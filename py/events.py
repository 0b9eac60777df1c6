"""What MicroPython needs to follow events."""

from pyscript import document, ffi

window = document.defaultView


class Rest:
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
