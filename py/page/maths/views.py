"""The views of the tab "Forward & backward": gradient check, hidden space, loss surface.

The engine paints their canvas and finds the words; here are the menus, the pointer and the keys,
and the list of what ails the network (MicroPython).
"""

from pyscript import document

from page.browser import ARROWS, html, listen_to
from page.points.picking import STILL, show_ring
from page.table import table_of
from playground.look.naming import all_parameters
from playground.settings.lessons import LESSONS, address_of

DEGREES = 10  # that an arrow key turns a space of three units by
DEGREES_A_PIXEL = 0.6  # and a pointer
TURNED = 3  # units whose space is turned; two have a plane, and of more a pair is chosen
CHOICES = ("space", "surface")  # the views that show two of several


class Views:
    """Shows what the engine says of the view that is open, and tells it what the reader chooses.

    Parameters
    ----------
    page : Page
        Through which it talks with the engine.
    """

    def __init__(self, page):
        self._link, self._voice = page.link, page.voice
        self._pane = document.querySelector("#pane-listing")
        self._canvas = document.querySelector("#view")
        self._choices = document.querySelector("#view-choices")
        self._menus = [document.querySelector(f"#view-{which}") for which in ("first", "second")]
        self._open, self._sizes = "", None
        self._offered = None  # the view and the network whose names are in the menus
        self._chosen = {}  # by view: the network, and the two places
        self._turn, self._drag = 0, None
        self._text = ""  # what the view has said last
        self._pressed = 0  # where the pointer went down, from the left
        page.link.commands["view"] = self._on_view
        page.link.commands["health"] = _show_health
        page.link.commands["table"] = self._on_table
        self._table = document.querySelector("#view-table")
        self._as_table = document.querySelector("#view-as")
        listen_to(self._as_table, "click", self._on_as_table)
        for menu in self._menus:
            listen_to(menu, "change", self._on_choice)
        for kind, method in (
            ("pointermove", self._on_move),
            ("pointerdown", self._on_down),
            ("pointerup", self._on_up),
            ("pointercancel", self._on_up),
            ("pointerleave", self._on_leave),
            ("click", self._on_click),
            ("keydown", self._on_key),
            ("blur", self._on_leave),
        ):
            listen_to(self._canvas, kind, method)

    # ---- From the page

    def open(self, view):
        """Follow the reader to another *view*, "lines" and "" are none of them."""
        if view != self._open:
            self._open = view
            self._say("", "", 1)
            self._show_blank(True)
            self._drag = None
            self._show_table(False)
            show_ring("hovered", [])
        self._offer()

    def show(self, picture):
        """Follow a *picture*: another network has other parameters and units."""
        if picture["sizes"] != self._sizes:
            self._sizes = picture["sizes"]
            self._offer()

    # ---- From the engine

    def _on_view(self, message):
        if message["view"] == self._open:
            is_news = message["text"] != self._text
            self._text = message["text"]
            if is_news and not self._table.hidden and html.dataset.state != "running":
                self._link.send("table")
            self._say(message["text"], message["pointed"], message["progress"])
            self._show_blank(message["is_blank"])
            show_ring("hovered", message["at"])

    def _say(self, text, pointed, progress):
        for name, words in (("text", text), ("pointed", pointed)):
            place = document.querySelector(f"#view-{name}")
            if place.textContent != words:
                place.textContent = words
                if name == "pointed" and words and html.dataset.state != "running":
                    self._voice.say(words)
        self._canvas.ariaLabel = text or "Not drawn yet"
        bar = document.querySelector("#view-progress")
        bar.value, bar.hidden = progress, progress == 1

    def _show_blank(self, is_blank):
        """Offer nothing of a picture on which there is nothing."""
        if is_blank:
            self._pane.dataset.blank = ""
        else:
            self._pane.removeAttribute("data-blank")

    # ---- The table

    def _on_as_table(self, _event):
        self._show_table(self._table.hidden)

    def _show_table(self, is_shown):
        """Show the numbers of the view, as they are now, instead of its picture, or no longer."""
        self._table.hidden = not is_shown
        self._as_table.textContent = "As a picture" if is_shown else "As a table"
        self._table.replaceChildren()
        if is_shown:
            self._link.send("table")

    def _on_table(self, message):
        if message["view"] == self._open and not self._table.hidden:
            table = table_of(message["caption"], message["head"], message["rows"])
            self._table.replaceChildren(table)

    # ---- The menus

    def _offer(self):
        """Offer the parameters or units of the network that there is."""
        view, sizes = self._open, self._sizes
        names = names_for(view, sizes) if sizes else []
        self._choices.hidden = not names
        if not sizes or view not in CHOICES or self._offered == (view, sizes):
            return
        self._offered = (view, sizes)
        if view == "space" and _last_hidden(sizes) == TURNED:
            self._pane.dataset.turns = ""
        else:
            self._pane.removeAttribute("data-turns")
        known, pair = self._chosen.get(view, (None, None))
        self._choose(*(pair if known == sizes else usual_choice(view, sizes)))
        for place, menu in enumerate(self._menus):
            menu.replaceChildren(*_options(names))
            menu.value = str(self._chosen[view][1][place])

    def _on_choice(self, event):
        first, second = [int(menu.value) for menu in self._menus]
        if first == second:  # the other one gives way
            other = self._menus[0 if event.target is self._menus[1] else 1]
            other.value = "0" if first else "1"
            first, second = [int(menu.value) for menu in self._menus]
        self._choose(first, second)

    def _choose(self, first, second):
        """Show two parameters or units, by their places among the names."""
        self._chosen[self._open] = (self._sizes, (first, second))
        if self._open == "surface":
            self._link.send("surface", first=first, second=second)
        else:
            self._link.send("space", first=first, second=second, turn=self._turn)

    # ---- Pointer and keys

    def _on_move(self, event):
        if self._drag is not None:
            self._turn_by((event.clientX - self._drag) * DEGREES_A_PIXEL)
            self._drag = event.clientX
        else:
            self._tell_place("hover", event)

    def _on_down(self, event):
        self._pressed = event.clientX
        if self._turns:
            self._drag = event.clientX
            self._canvas.setPointerCapture(event.pointerId)
        else:
            self._tell_place("hover", event)

    def _on_up(self, _event):
        self._drag = None

    def _on_leave(self, event):
        # A finger leaves with every tap, and what it has pointed at is still to be read.
        if self._open and getattr(event, "pointerType", "") != "touch":
            self._link.send("hover", across=-1, down=-1)

    def _on_click(self, event):
        """Follow the point that is there through the network."""
        if abs(event.clientX - self._pressed) <= STILL:
            self._tell_place("follow", event)

    def _on_key(self, event):
        if event.key == "Enter":  # the point that is pointed at already
            self._link.send("follow", across=-1, down=-1)
        if event.key not in ARROWS:
            return
        event.preventDefault()
        across, down = ARROWS[event.key]
        if self._turns and across:
            self._turn_by(DEGREES * across)
        else:
            self._link.send("move", across=across, down=down)

    @property
    def _turns(self):
        return self._open == "space" and self._pane.hasAttribute("data-turns")

    def _turn_by(self, degrees):
        self._turn = (self._turn + degrees) % 360
        self._choose(*self._chosen["space"][1])

    def _tell_place(self, kind, event):
        """Send a message of a *kind* about the place of an *event*, if that is on the canvas."""
        box = self._canvas.getBoundingClientRect()
        across = (event.clientX - box.left) / max(box.width, 1)
        down = (event.clientY - box.top) / max(box.height, 1)
        if 0 <= across <= 1 and 0 <= down <= 1:
            self._link.send(kind, across=across, down=down)


def names_for(view, sizes):
    """Return the names among which the menus of a *view* choose; none if there is no choice."""
    if view == "surface":
        return [parameter.name for parameter in all_parameters(sizes)]
    if view == "space" and _last_hidden(sizes) > TURNED:
        return [f"unit {number + 1}" for number in range(_last_hidden(sizes))]
    return []


def usual_choice(view, sizes):
    """Return the two places that a *view* begins with: W₁[1, 1] and the output's first weight."""
    if view != "surface":
        return 0, 1
    of_output = sum([sizes[layer] * (sizes[layer - 1] + 1) for layer in range(1, len(sizes) - 1)])
    return 0, of_output or 1


def _options(names):
    """Return an option for each name; its value is the name's place."""
    options = []
    for place, name in enumerate(names):
        option = document.createElement("option")
        option.value, option.textContent = str(place), name
        options.append(option)
    return options


def _last_hidden(sizes):
    return sizes[-2] if len(sizes) > 2 else 0


def _show_health(message):
    """List what ails the network, each with the lesson that explains it."""
    place = document.querySelector("#health")
    items = []
    for sentence, name in message["findings"]:
        item = document.createElement("li")
        item.append(sentence)
        for lesson in [lesson for lesson in LESSONS if lesson.name == name]:
            link = document.createElement("a")
            link.href, link.textContent = "#" + address_of(lesson), f"Lesson “{lesson.label}”"
            item.append(" ", link)
        items.append(item)
    place.replaceChildren(*items)
    place.hidden = not items
