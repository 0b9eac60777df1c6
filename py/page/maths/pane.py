"""The tab "Forward & backward": what its parts tell each other and the engine (MicroPython)."""

from page.browser import html, size_of
from page.maths.cells import Cells
from page.maths.footer import Footer
from page.maths.lines import count_of, touched_by
from page.maths.listing import Listing
from page.maths.toolbar import Toolbar
from page.maths.walk import Walk
from playground.look.products import product_of


class MathsPane:
    """Stands between the tab and the page.

    Parameters
    ----------
    page : Page
        Through which it talks with the engine.

    Attributes
    ----------
    listing : Listing
        The lines.
    """

    def __init__(self, page):
        self._page = page
        # The last message of each kind.
        self._sent = {"line": {"quantity": ""}}
        self._picture = None
        self._must_scroll = False  # whether its own choice has moved the chosen line
        self._told = ""  # the quantity of which something is to be told
        self._footer = Footer(self._on_refusal, page.voice.say)
        self._toolbar = Toolbar(self._on_change, self._on_point)
        self.listing = Listing(self._on_mark, self._on_focus, self._on_cell)
        self._cells = Cells(page.link.send, self._on_probe)
        self._walk = Walk(
            self.listing,
            self._ask_for,
            page.act,
            self._say_step,
            page.choices,
        )
        page.link.commands["told"] = self._on_told

    @property
    def view(self):
        """What is open: "lines", "check", "space" or "surface"."""
        return self._toolbar.view

    # ---- From the page

    def open(self, view):
        """Open what a link leads to."""
        self._toolbar.open(view)

    def show(self, picture):
        """Follow a *picture*, a message from the engine."""
        self._picture = picture
        self._make_room()
        is_running = picture["state"] == "running"
        self._show_lines()
        point = picture["point"]
        self._toolbar.show_point(point, picture["n_train"])
        self._footer.tell("point", point["words"] if point else "", is_running)
        self._walk.follow(picture)

    def lay_out(self):
        """Tell the engine what is open, and how large: the tab, the view or the window changed."""
        view = self._view()
        self._send("watch", view=view, size=size_of("#view"))
        self._page.views.open(view)
        self._send_line()
        if view == "lines":
            self._cells.lay_out()
            if self._must_scroll:
                self._must_scroll = False
                self.listing.bring_into_view()
        else:
            self._walk.stop()
            self._cells.let_go()

    def choose_line(self, quantity):
        """Choose the line that makes a *quantity*, and show it; "" for none."""
        if quantity:
            self._toolbar.open("lines")
        self.listing.choose(quantity)

    def touch(self, thing):
        """Mark the lines of a *thing* of the drawing, (layer, unit, source), or of None."""
        self.listing.touch(touched_by(*thing) if thing else [])

    def turn_point(self, step):
        """Pick the next point, or the one before, in the order of the data."""
        n = self._picture["n_train"] if self._picture else 0
        if n:
            index = self.point()
            first = 0 if step > 0 else n - 1
            index = first if index < 0 else (index + step) % n
            self._page.link.send("point", index=index)

    def let_go(self):
        """Go back to all points; one may be picked that is not shown, as NumPy refuses it."""
        self._page.link.send("point", index=-1)

    # ---- From its parts

    def _on_change(self):
        """Follow the toolbar: another view, or another notation."""
        self._make_room()
        if self._picture:
            self._show_lines()
        self.lay_out()

    def _on_point(self, which):
        if which == "all":
            self.let_go()
        else:
            self.turn_point(1 if which == "next" else -1)

    def _on_mark(self, line):
        """Explain the marked line, and let the drawing light what it touches."""
        product = None
        if not line:
            self._cells.let_go()  # nothing is read any more
        else:
            picture = self._picture
            product = product_of(line.quantity, picture["sizes"], picture["n_train"])
        if not self.listing.chosen.startswith("dW"):
            self._footer.close()
        self._footer.explain(line, product)
        self._make_room()
        self._send_line()

    def _make_room(self):
        """On a phone, let what is read have more room than the picture: a line, or a view.

        Of a broken network, all lines are.
        """
        is_broken = self._page.choices.values["mistake"] != "none"
        reads = is_broken or bool(self.listing.chosen) or self._toolbar.view != "lines"
        did_read = html.hasAttribute("data-reads")
        if reads and not did_read:
            html.dataset.reads = ""
            self._must_scroll = True
        elif did_read and not reads:
            html.removeAttribute("data-reads")

    def _on_focus(self, line):
        self._walk.stop()
        self._cells.probe(line.quantity)

    def _on_cell(self, line, step):
        count = count_of(line, self.point() >= 0)
        if count:
            self._cells.turn_to(line.quantity, step, count)

    def _on_refusal(self):
        self.listing.bring_into_view()

    def _say_step(self, sentence):
        self._footer.tell("walk", sentence)

    def _ask_for(self, line):
        """Let the engine say a line as a whole, or what the update would do."""
        self._cells.probe(line.quantity)

    def _on_probe(self, quantity):
        self._told = quantity
        self._footer.tell("walk", "")  # the reader asks for something else
        if not quantity:
            self._footer.tell("probe", "")

    def _on_told(self, message):
        if message["quantity"] == self._told:
            is_running = self._picture["state"] == "running"
            self._footer.tell("probe", message["text"], is_running)

    # ---- To the engine

    def _show_lines(self):
        picture, values = self._picture, self._page.choices.values
        network = picture["sizes"], picture["n_train"], values
        if self.listing.show(*network, self._toolbar.is_python):
            self._cells.follow()

    def _view(self):
        return self._toolbar.view if html.dataset.tab == "listing" else ""

    def point(self):
        """Return the number of the point that is picked, -1 for all."""
        point = self._picture["point"] if self._picture else None
        return point["index"] if point else -1

    def _send_line(self):
        line = self.listing.marked
        is_shown = line and self._view() == "lines"
        self._send("line", quantity=line.quantity if is_shown else "")

    def _send(self, kind, **message):
        """Send a message, unless it says the same as the last one of its kind."""
        if self._sent.get(kind) != message:
            self._sent[kind] = dict(message)
            self._page.link.send(kind, **message)
