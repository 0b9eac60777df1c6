"""The toolbar of "Forward & backward": what is shown, how it is written, and of which point.

Runs in MicroPython.
"""

from pyscript import document

from page.browser import listen_to


class Toolbar:
    """Keeps what the reader has chosen there.

    Parameters
    ----------
    on_change : callable
        Is called, without arguments, when another view or another notation is chosen.
    on_point : callable
        Is called with "previous", "next" or "all".

    Attributes
    ----------
    view : str
        "lines", "check", "space" or "surface".
    is_python : bool
        Whether lines are written as Python, and not as formulas.
    """

    def __init__(self, on_change, on_point):
        self._on_change, self._on_point = on_change, on_point
        self._bar = document.querySelector("#maths-tools")
        self._pane = document.querySelector("#pane-listing")
        self._name = document.querySelector("#point b")
        self._all = document.querySelector("#point [data-point=all]")
        self._next = document.querySelector("#point [data-point=next]")
        self.view, self.is_python = "lines", False
        listen_to(self._bar, "click", self._on_click)

    def show_point(self, point, n):
        """Say which *point* is picked, of *n*: as in the message "picture", None for all."""
        all_points = "1 point" if n == 1 else f"All {n} points"
        text = f"Point {point['index'] + 1} of {point['n']}" if point else all_points
        if self._name.textContent != text:
            self._name.textContent = text
        if not point and document.activeElement == self._all:
            self._next.focus()  # a button that can do nothing loses the focus
        self._all.disabled = not point

    def open(self, view):
        """Show another *view*."""
        if view != self.view:
            _press(self._bar.querySelector(f"[data-view={view}]"))
            self.view = self._pane.dataset.open = view
            self._on_change()

    def _on_click(self, event):
        button = event.target.closest("button")
        if not button:
            return
        if button.hasAttribute("data-point"):
            self._on_point(button.dataset.point)
            return
        if button.hasAttribute("data-view"):
            self.open(button.dataset.view)
        else:
            _press(button)
            self.is_python = button.dataset.notation == "python"
            self._pane.dataset.written = button.dataset.notation
            self._on_change()


def _press(button):
    """Show one button of several as the one that is chosen."""
    for other in button.closest(".segmented").querySelectorAll("button"):
        other.ariaPressed = "false"
    button.ariaPressed = "true"
