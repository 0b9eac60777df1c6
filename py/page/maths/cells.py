"""The cells beside the lines: where they are, and which one is pointed at (MicroPython).

The engine paints all of them on one canvas, which lies over the lines and lets every event pass.
"""

from pyscript import document, ffi

from page.browser import Debounce, listen_to, window

MILLISECONDS_UNTIL_LAID_OUT = 60


class Cells:
    """Tells the engine where the cells are, and what the reader wants to know of them.

    Parameters
    ----------
    send : callable
        ``send(kind, **message)`` sends the engine a message.
    on_probe : callable
        Is called with the quantity of the line whose cells are asked for; "" for none any more.
    """

    def __init__(self, send, on_probe):
        self._send, self._on_probe = send, on_probe
        self._list = document.querySelector("#listing")
        self._canvas = document.querySelector("#cells")
        self._laying_out = Debounce(MILLISECONDS_UNTIL_LAID_OUT, self._lay_out)
        self._sizes = window.ResizeObserver.new(ffi.create_proxy(lambda *_news: self.lay_out()))
        self._sent = None  # sizes and places that the engine knows
        self._asked = None  # the last probe
        listen_to(self._list, "pointermove", self._on_move)
        listen_to(self._list, "click", self._on_move)
        listen_to(self._list, "pointerleave", lambda _event: self.let_go())

    def follow(self):
        """Follow other lines: where their cells are, also once other letters have arrived."""
        self._sizes.disconnect()
        first = self._list.querySelector(".cells")
        if first:
            self._sizes.observe(first)
        if self._asked and not self._item(self._asked["quantity"]):
            self.let_go()
        self.lay_out()

    def lay_out(self):
        """Follow the lines and the window, once they rest."""
        self._laying_out.start()

    def _lay_out(self):
        boxes = []
        for place in self._list.querySelectorAll(".cells"):
            box = place.getBoundingClientRect()
            if box.width >= 1 and box.height >= 1:
                boxes.append((place.closest("li").dataset.quantity, box))
        self._canvas.hidden = not boxes
        size, rows = self._cover(boxes) if boxes else ([1, 1], [])
        if (size, rows) != self._sent:
            self._sent = (size, rows)
            self._send("cells", size=size, rows=rows)

    def _cover(self, boxes):
        """Let the canvas cover the *boxes*, by quantity; return its size, and their rows on it."""
        outer = self._list.getBoundingClientRect()
        _, first = boxes[0]
        _, last = boxes[-1]
        width, height = first.width, max(last.top + last.height - outer.top, 1)
        style = self._canvas.style
        style.left = f"{first.left - outer.left:g}px"
        style.width, style.height = f"{width:g}px", f"{height:g}px"
        rows = [[quantity, max(box.top - outer.top, 0), box.height] for quantity, box in boxes]
        return [width, height], rows

    # ---- What is asked for

    def probe(self, quantity, across=-1, down=-1, cell=-1):
        """Ask for the number at a place of a line's cells, or of one; or for the whole line."""
        asked = {"quantity": quantity, "across": across, "down": down, "cell": cell}
        if asked != self._asked:
            self._asked = asked
            self._on_probe(quantity)
            self._send("probe", **asked)

    def turn_to(self, quantity, step, count):
        """Ask for the next of a line's *count* numbers, or the one before; before all is all."""
        asked = self._asked
        cell = asked["cell"] if asked and asked["quantity"] == quantity else -1
        self.probe(quantity, cell=min(max(cell + step, -1), count - 1))

    def let_go(self):
        """Ask for nothing any more."""
        if self._asked:
            self._asked = None
            self._on_probe("")

    def _item(self, quantity):
        return self._list.querySelector(f"[data-quantity={quantity}]")

    def _on_move(self, event):
        item = event.target.closest("li")
        where = _shares(item, event) if item else None
        if where:
            self.probe(item.dataset.quantity, *where)
        elif event.type != "click":
            self.let_go()


def _shares(item, event):
    """Return where in a line's cells a pointer is, or None; without cells, all of it is meant."""
    place = item.querySelector(".cells")
    if not place:
        return -1, -1
    box = place.getBoundingClientRect()
    across = (event.clientX - box.left) / max(box.width, 1)
    down = (event.clientY - box.top) / max(box.height, 1)
    return (across, down) if 0 <= across <= 1 and 0 <= down <= 1 else None
