"""The loss chart as the timeline: a pointer goes to any epoch on it (MicroPython).

The keyboard has a range of its own, ``#timeline``, whose value is the epoch.
"""

from pyscript import document

from page.browser import enlarged, listen_to
from playground.look.chart_axes import epoch_at, room


class Timeline:
    """Brings the reader to the epoch at which they point.

    Parameters
    ----------
    page : Page
        Which asks the engine.
    """

    def __init__(self, page):
        self._page = page
        self._chart = document.querySelector("#chart")
        self._range = document.querySelector("#timeline")
        self._pointer = None
        self._end = 1000
        for event, method in (
            ("mousedown", _keep_focus),
            ("pointerdown", self._on_down),
            ("pointermove", self._on_move),
            ("pointerup", self._on_up),
            ("pointercancel", self._on_up),
        ):
            listen_to(self._chart, event, method)
        # The range's own way with pointers goes by an even axis.
        for event in ("mousedown", "touchstart"):
            listen_to(self._range, event, lambda event: event.preventDefault())

    def show(self, picture):
        """Follow a *picture*: where it is, and where the axis ends."""
        self._end = picture["end"]
        control = self._range
        control.max, control.value = str(picture["end"]), str(picture["epoch"])
        control.setAttribute("aria-valuetext", _as_text(picture))

    def _on_down(self, event):
        if self._pointer is None and event.button == 0:
            self._chart.setPointerCapture(event.pointerId)
            self._pointer = event.pointerId
            self._range.focus()
            self._go_to(event)

    def _on_move(self, event):
        if event.pointerId == self._pointer:
            self._go_to(event)

    def _on_up(self, event):
        if event.pointerId == self._pointer:
            self._pointer = None

    def _go_to(self, event):
        box, factor = self._chart.getBoundingClientRect(), enlarged()
        width, across = box.width / factor, (event.clientX - box.left) / factor
        left, _, right, _ = room(width)
        share = (across - left) / max(width - left - right, 1)
        scale = self._page.choices.values["time_scale"]
        self._page.ask("go_to", epoch=epoch_at(share, self._end, scale))


def _keep_focus(event):
    # A browser takes the focus away from what is pointed at but cannot have it.
    event.preventDefault()


def _as_text(picture):
    loss = picture["train_loss"]
    return f"epoch {picture['epoch']}" + ("" if loss is None else f", loss {loss:.3g}")
