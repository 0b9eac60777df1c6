"""Forward and backward: the lines on the page, and which of them is meant (MicroPython).

`page.maths.lines` says what there is to be shown.
"""

from pyscript import document, ffi

from page.browser import listen_to
from page.maths.broken import shape_of
from page.maths.formula import in_words, math_of
from page.maths.lines import NEEDED, address_of, lines_of, path_of

WAYS = {"ArrowDown": "nextElementSibling", "ArrowUp": "previousElementSibling"}
CELLS = {"ArrowRight": 1, "ArrowLeft": -1}
NEAREST = ffi.to_js({"block": "nearest"})


class Listing:
    """Shows the lines of the network that is on the picture.

    One line at a time is marked: the one under the pointer, or else the one that was chosen by a
    click, by the keyboard or by a link. For a screen reader they are the options of a list.

    Parameters
    ----------
    on_mark : callable
        Is called with the `Line` that is marked now, or None.
    on_focus : callable
        Is called with a line to which the keyboard has led.
    on_cell : callable
        Is called with that line, and 1 or -1 for the next of its numbers or the one before.

    Attributes
    ----------
    lines : list of Line
        In their order on the page.
    chosen : str
        The quantity of the line that was chosen; "" for none.
    marked : Line or None
        The one that is marked.
    """

    def __init__(self, on_mark, on_focus, on_cell):
        self._list = document.querySelector("#listing")
        self._on_mark, self._on_focus, self._on_cell = on_mark, on_focus, on_cell
        self._shown = None
        self._touched = []
        self.lines, self.chosen, self.marked = [], "", None
        for event, method in (
            ("pointerover", self._on_over),
            ("pointerleave", self._on_leave),
            ("click", self._on_click),
            ("focusin", self._on_focusin),
            ("keydown", self._on_key),
        ):
            listen_to(self._list, event, method)

    # ---- What there is

    def show(self, sizes, n, values, is_python):
        """Show the lines of a network, as `lines_of`; as Python or as formulas.

        Tells whether they are others than before.
        """
        shown = (sizes, n, is_python, [values[name] for name in NEEDED])
        if shown == self._shown:
            return False
        had_focus = self._list.contains(document.activeElement)
        self._shown = shown
        self.lines = lines_of(sizes, n, values)
        items = [_item(line, is_python) for line in self.lines]
        self._list.replaceChildren(*items)
        if not self._line(self.chosen):
            self.chosen = ""
        stop = self._place(self.chosen) if self.chosen else 0
        items[stop].tabIndex = 0
        self._touched = []
        self._mark(self.chosen, True)
        if had_focus:
            items[stop].focus()
        return True

    # ---- Which one is meant

    def choose(self, quantity):
        """Choose the line that makes a *quantity*; "" for none."""
        self.chosen = quantity if self._line(quantity) else ""
        self._mark(self.chosen, True)

    def choose_next(self, step):
        """Choose a line *step* lines further on, if there is one; return it."""
        place = self._place(self.chosen) + step if self.chosen else max(step - 1, 0)
        if not 0 <= place < len(self.lines):
            return None
        line = self.lines[place]
        self.choose(line.quantity)
        self.bring_into_view()
        return line

    def bring_into_view(self):
        """Let the chosen line be seen."""
        if self.chosen:
            self._list.children[self._place(self.chosen)].scrollIntoView(NEAREST)

    def touch(self, quantities):
        """Mark lightly the lines of what is pointed at on the drawing; the focus stays."""
        if quantities != self._touched:
            self._touched = quantities
            for line, item in zip(self.lines, self._list.children):  # noqa: B905
                item.className = "touched" if line.quantity in quantities else ""

    def _mark(self, quantity, is_anew=False):
        line = self._line(quantity)
        if line == self.marked and not is_anew:
            return
        self.marked = line
        for line, item in zip(self.lines, self._list.children):  # noqa: B905
            item.ariaCurrent = "true" if line.quantity == quantity else None
            item.ariaSelected = "true" if line.quantity == self.chosen else "false"
        self._on_mark(self.marked)

    def _line(self, quantity):
        found = [line for line in self.lines if line.quantity == quantity]
        return found[0] if found else None

    def _place(self, quantity):
        return [line.quantity for line in self.lines].index(quantity)

    # ---- From the reader

    def _on_over(self, event):
        item = event.target.closest("li")
        if item and event.pointerType != "touch":
            self._mark(item.dataset.quantity)

    def _on_leave(self, _event):
        self._mark(self.chosen)

    def _on_click(self, event):
        item = event.target.closest("li")
        if item and not event.target.closest("a"):
            self._stop_at(item)
            quantity = item.dataset.quantity
            self.choose("" if quantity == self.chosen else quantity)

    def _on_focusin(self, event):
        item = event.target.closest("li")
        # A pointer chooses by its click, and asks for what is below it.
        if item and item.matches(":focus-visible"):
            self.choose(item.dataset.quantity)
            self._on_focus(self._line(item.dataset.quantity))

    def _on_key(self, event):
        """Lead from one line to the next, through its numbers, or to its place in the code."""
        item = event.target.closest("li")
        to = getattr(item, WAYS[event.key]) if item and event.key in WAYS else None
        if to:
            event.preventDefault()
            self._stop_at(to)
            to.focus()
        elif event.key in CELLS and item:
            event.preventDefault()
            if self.chosen != item.dataset.quantity:
                self.choose(item.dataset.quantity)
            self._on_cell(self.marked, CELLS[event.key])
        elif event.key == "Escape":
            self.choose("")
        # A link that has the focus itself is opened by the browser.
        elif event.key == "Enter" and event.target is item and item.querySelector("a"):
            item.querySelector("a").click()

    def _stop_at(self, item):
        """Let the tab key come back to this line."""
        for other in self._list.querySelectorAll("[tabindex='0']"):
            other.tabIndex = -1
        item.tabIndex = 0


def _item(line, is_python):
    item = document.createElement("li")
    item.dataset.way, item.dataset.quantity, item.tabIndex = line.way, line.quantity, -1
    item.role = "option"
    shown = [_code(line) if is_python else _formula(line)]
    if line.shape:
        shape = _span("shape", shape_of(line.mistake, line.shape))
        shown += [shape, _span("from", line.made_of), _span("cells", "")]
    for part in shown:
        part.ariaHidden = "true"
    item.append(_span("unseen", _read_aloud(line, is_python)), *shown)
    return item


def _read_aloud(line, is_python):
    """Return what a screen reader says of a line."""
    words = line.source.text if is_python else in_words(line.formula)
    if line.mistake:
        words = f"{words}, broken on purpose: {line.mistake.label}"
        if is_python:
            words = words.replace(line.mistake.right, line.mistake.wrong, 1)
    if line.shape:
        words += f"; shape {shape_of(line.mistake, line.shape)}"
    return words


def _formula(line):
    span = _span("formula", "")
    span.append(math_of(line.formula), *_sign(line))
    return span


def _code(line):
    """Return a line of Python with a link to its place, which Enter follows for the keyboard.

    Of a broken one, what is right is struck out, and stands at that place.
    """
    code, words, text = _span("code", ""), document.createElement("code"), line.source.text
    if line.mistake:
        before, right, after = text.partition(line.mistake.right)
        words.append(before, _element("del", right), _element("ins", line.mistake.wrong), after)
    else:
        words.textContent = words.title = text
    code.append(words, *_sign(line), _link(line.source))
    return code


def _sign(line):
    """Return what says of a line that it is broken, in a list; of others, nothing."""
    return [_element("b", "broken")] if line.mistake else []


def _link(source):
    link = document.createElement("a")
    link.href, link.target, link.rel, link.tabIndex = address_of(source), "_blank", "noopener", -1
    link.className, link.textContent = "source", "↗"
    link.ariaLabel = link.title = f"This line in {path_of(source)}"
    return link


def _span(name, text):
    span = _element("span", text)
    span.className = name
    return span


def _element(tag, text):
    element = document.createElement(tag)
    element.textContent = text
    return element
