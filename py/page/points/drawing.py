"""Own points drawn on the picture: with mouse, finger, pen or keyboard (MicroPython)."""

from pyscript import document

from page.browser import ARROWS, listen_to

# In CSS pixels: how far a point of a trail is from the one before, and a step of the cross.
SPACING = {"0": 11, "1": 11, "erase": 5}
STEP, SMALL_STEP = 12, 2

canvas = document.querySelector("#boundary")
cross = document.querySelector("#cross")


class PointDrawing:
    """Turns what is done on the picture into places for `PointEditor.draw`."""

    def __init__(self, editor):
        self._editor = editor
        self._pointer = None  # the one that draws
        self._last = None  # where it was when it last drew
        self._cross = (0.5, 0.5)  # shares of the plane
        for event, method in (
            ("pointerdown", self._on_down),
            ("pointermove", self._on_move),
            ("pointerup", self._on_up),
            ("pointercancel", self._on_up),
            ("keydown", self._on_key),
            ("focus", self._on_focus),
            ("blur", self._on_blur),
        ):
            listen_to(canvas, event, method)

    # ---- Pointers

    def _on_down(self, event):
        if self._editor.tool is None or self._pointer is not None or event.button != 0:
            return
        canvas.setPointerCapture(event.pointerId)
        self._pointer, self._last = event.pointerId, (event.offsetX, event.offsetY)
        cross.hidden = True
        self._editor.draw([_shares(self._last)], True)

    def _on_move(self, event):
        if event.pointerId != self._pointer or self._editor.tool is None:
            return
        # A fast pointer leaves gaps, which are filled evenly.
        (x, y), spacing = self._last, SPACING[self._editor.tool]
        right, down = event.offsetX - x, event.offsetY - y
        way = (right**2 + down**2) ** 0.5
        places = []
        for step in range(1, int(way / spacing) + 1):
            self._last = (x + right * spacing / way * step, y + down * spacing / way * step)
            places.append(_shares(self._last))
        if places:
            self._editor.draw(places)

    def _on_up(self, event):
        if event.pointerId == self._pointer:
            self._pointer = None

    # ---- Keyboard

    def _on_focus(self, _event):
        # A click has no need of a cross.
        if self._editor.tool is not None and canvas.matches(":focus-visible"):
            self._show_cross()

    def _on_blur(self, _event):
        cross.hidden = True

    def _on_key(self, event):
        if self._editor.tool is None or event.ctrlKey or event.metaKey or event.altKey:
            return
        if event.key == "Enter":
            event.preventDefault()
            self._editor.draw([self._cross_shares()], True)
        elif event.key in ARROWS:
            event.preventDefault()
            self._move_cross(*ARROWS[event.key], SMALL_STEP if event.shiftKey else STEP)
        self._show_cross()

    def _move_cross(self, right, down, pixels):
        width = canvas.clientWidth
        across = self._cross[0] + right * pixels / width
        below = self._cross[1] + down * pixels / width
        self._cross = (min(max(across, 0), 1), min(max(below, 0), 1))

    def _cross_shares(self):
        # Not quite to the edge, beside which there is nothing to draw on.
        return [min(max(share, 0.001), 0.999) for share in self._cross]

    def _show_cross(self):
        across, down = self._cross_shares()
        cross.style.left, cross.style.top = f"{100 * across}%", f"{100 * down}%"
        cross.hidden = False


def _shares(place):
    return [place[0] / canvas.clientWidth, place[1] / canvas.clientHeight]
