"""Own points drawn on the picture: with mouse, finger, pen or keyboard (MicroPython)."""

from pyscript import document

from page.browser import ARROWS, listen_to
from playground.settings.values import names_in

# In CSS pixels: how far a point of a trail is from the one before, and a step of the cross.
SPACING = {"0": 11, "1": 11, "erase": 5}
STEP, SMALL_STEP = 12, 2

canvas = document.querySelector("#boundary")
cross = document.querySelector("#cross")


class PointDrawing:
    """Turns what is done on the picture into places for `PointEditor.draw`.

    Parameters
    ----------
    page : Page
        Whose voice says where the cross is.
    editor : PointEditor
        Which draws.
    """

    def __init__(self, page, editor):
        self._page, self._editor = page, editor
        editor.on_drawn = self._on_drawn
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
            self._tell("Cross")

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
            self._tell("Cross")
        self._show_cross()

    def _on_drawn(self):
        """Let be heard what a key has done; who sees the pointer sees that, too."""
        tool = self._editor.tool
        if tool is not None and not cross.hidden:
            names = names_in(self._page.choices.values)
            self._tell("Erased" if tool == "erase" else names[2 + int(tool)])

    def _tell(self, what):
        picture = self._page.picture
        if picture:
            names = names_in(self._page.choices.values)
            self._page.voice.say(words_at(what, self._cross_shares(), names, picture))

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


def words_at(what, shares, names, picture):
    """Say where something is, in the numbers beside the picture, and how many points there are.

    Parameters
    ----------
    what : str
        "Cross", or what has been drawn.
    shares : list of float
        Where, across and down, as shares of the picture.
    names : list of str
        Of the two axes, and more.
    picture : dict
        The newest message of that name.
    """
    across, down = shares
    (left, right), (bottom, top) = picture["axes"]
    places = left + across * (right - left), top - down * (top - bottom)
    numbers = [f"{place:.3g}".replace("-", "−") for place in places]
    count = picture["n_train"] + picture["n_test"]
    points = "1 point" if count == 1 else f"{count} points"
    return f"{what} at {names[0]} {numbers[0]}, {names[1]} {numbers[1]}; {points}."


def _shares(place):
    return [place[0] / canvas.clientWidth, place[1] / canvas.clientHeight]
