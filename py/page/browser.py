"""What the page's Python needs of the browser: its window, events, colours, and the way to fail."""

from pyscript import document, ffi

# The window itself: PyScript's `window` is a module, which MicroPython cannot listen to.
window = document.defaultView
html = document.documentElement
dark = window.matchMedia("(prefers-color-scheme: dark)")
less_motion = window.matchMedia("(prefers-reduced-motion: reduce)")
# What the arrow keys do to a number in its box, and how far they lead across and down.
MORE_OR_LESS = {"ArrowUp": 1, "ArrowDown": -1}
ARROWS = {"ArrowLeft": (-1, 0), "ArrowRight": (1, 0), "ArrowUp": (0, -1), "ArrowDown": (0, 1)}

MILLISECONDS_UNTIL_FORGOTTEN = 60000
MIN_SIZE = 16  # of a canvas that is not shown
FOR_PROJECTOR = 1.3  # as the style sheet has it, too


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


def letter_of(event):
    """Return the letter of a key: by its place where the layout has other letters."""
    key = event.key.lower()
    is_known = len(key) != 1 or "a" <= key <= "z" or not event.code.startswith("Key")
    return key if is_known else event.code[3:].lower()


def is_written_in(element):
    """Tell whether an element takes text, so that keys and what is pasted there are its own."""
    name = getattr(element, "tagName", "")
    return name == "TEXTAREA" or (name == "INPUT" and element.type == "text")


def theme():
    """Return the name of the theme that a frame's author or the reader's system asks for."""
    forced = html.getAttribute("data-theme")
    if forced in ("light", "dark"):
        return forced
    return "dark" if dark.matches else "light"


def is_calm():
    """Tell whether the reader's system asks for less motion, and the reader not for more."""
    return less_motion.matches and not html.hasAttribute("data-animated")


def enlarged():
    """Return how much larger than usual letters, lines and points are drawn."""
    return FOR_PROJECTOR if html.hasAttribute("data-projector") else 1


def set_flag(name, is_on):
    """Set the attribute data-*name* of the page, or take it away."""
    if is_on:
        html.setAttribute(f"data-{name}", "")
    else:
        html.removeAttribute(f"data-{name}")


def size_of(selector):
    """Return width and height of a canvas in CSS pixels; one that is not shown has none."""
    canvas = document.querySelector(selector)
    return [max(canvas.clientWidth, MIN_SIZE), max(canvas.clientHeight, MIN_SIZE)]


def save(name, address):
    """Have the browser keep what lies at an *address* as a file with this *name*."""
    link = document.createElement("a")
    link.href, link.download = address, name
    link.click()


def save_text(name, text, kind):
    """Have the browser keep a *text*, of this MIME type, as a file with this *name*."""
    parts, facts = ffi.to_js([text]), ffi.to_js({"type": kind})
    address = window.URL.createObjectURL(window.Blob.new(parts, facts))
    save(name, address)
    forget_later(address)


def forget_later(address):
    """Give up an *address* of something in memory, once the browser has surely read it."""
    forget = ffi.create_proxy(lambda: window.URL.revokeObjectURL(address))
    window.setTimeout(forget, MILLISECONDS_UNTIL_FORGOTTEN)


def new_seed():
    """Return a seed short enough to be read out to somebody."""
    return int(window.Math.random() * 10000)


def fail(sentence, reason="error"):
    """Let static/restart.mjs begin again; or say that nothing more will come, with its way out.

    The *reason* is "death", or "error" for an exception, which may well come again.
    """
    detail = ffi.to_js({"detail": {"sentence": sentence, "reason": reason}})
    window.dispatchEvent(window.CustomEvent.new("fault", detail))
