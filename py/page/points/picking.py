"""A point picked on the picture, while no tool for drawing is in the hand (MicroPython)."""

from pyscript import document

from page.browser import ARROWS, listen_to

# How far a pointer may move between down and up, in CSS pixels, and still mean a click.
STILL = 5

canvas = document.querySelector("#boundary")


class PointPicking:
    """Turns a click on the picture, and its arrow keys, into the point that is meant.

    Parameters
    ----------
    page : Page
        Which asks the engine.
    editor : PointEditor
        Which knows whether a tool is in the hand.
    """

    def __init__(self, page, editor):
        self._page, self._editor = page, editor
        self._down = None  # where the pointer went down
        canvas.tabIndex = 0
        for event, method in (
            ("pointerdown", self._on_down),
            ("click", self._on_click),
            ("keydown", self._on_key),
        ):
            listen_to(canvas, event, method)

    def _on_down(self, event):
        is_looking = self._editor.tool is None and event.button == 0
        self._down = (event.offsetX, event.offsetY) if is_looking else None

    def _on_click(self, event):
        down, self._down = self._down, None
        x, y = event.offsetX, event.offsetY
        if down and max(abs(x - down[0]), abs(y - down[1])) <= STILL:
            across, below = x / canvas.clientWidth, y / canvas.clientHeight
            self._page.link.send("pick", across=across, down=below)

    def _on_key(self, event):
        is_taken = self._editor.tool is not None or event.ctrlKey or event.metaKey or event.altKey
        if is_taken or not self._page.maths:
            return
        if event.key in ARROWS:
            event.preventDefault()
            self._page.maths.turn_point(sum(ARROWS[event.key]))
        elif event.key == "Escape":
            self._page.maths.let_go()


def show_ring(name, at):
    """Show the ring called *name* at a place, shares of the picture; nowhere if there are none."""
    ring = document.querySelector("#" + name)
    ring.hidden = not at
    if at:
        ring.style.left, ring.style.top = [f"{100 * share:.5g}%" for share in at]
