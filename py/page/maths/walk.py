"""One epoch, line by line: forward, loss, backward, and its update, or updates (MicroPython)."""

from pyscript import document

from page.browser import Debounce, is_calm, listen_to
from page.maths.reasons import updates_in

MILLISECONDS_A_LINE = 1200


class Walk:
    """Leads from one line to the next; on the way from the last to the first, the network learns.

    Parameters
    ----------
    listing : Listing
        Whose lines are walked.
    on_line : callable
        Is called with each `Line` on the way.
    act : callable
        ``act("step")`` lets the network make a step.
    say : callable
        Is called with a sentence on what the loss did, "" for none.
    choices : Choices
        What the reader has set.
    """

    def __init__(self, listing, on_line, act, say, choices):
        self._choices = choices
        self._listing, self._on_line, self._act, self._say = listing, on_line, act, say
        self._buttons = document.querySelector("#walk")
        self._play = self._buttons.querySelector("[data-walk=play]")
        self._ticking = Debounce(MILLISECONDS_A_LINE, self._tick)
        self._is_playing = False
        self._picture = None  # the newest
        self._before = self._after = None  # the pictures before and after the step
        listen_to(self._buttons, "click", self._on_click)

    def follow(self, picture):
        """Follow a *picture*; after a step, say what the loss did."""
        self._picture = picture
        before = self._before
        if before and not _is_of(before, picture, 0):  # it may be one from before the step
            self._before = None
            # Where something else has come between, the loss has not moved by the step.
            if _is_of(before, picture, 1):
                self._after = picture
                self._say(_what_the_loss_did(before, picture, self._choices.values))
        elif self._after and not _is_of(self._after, picture, 0):
            self._after = None
            self._say("")

    def stop(self):
        """Walk no further by itself."""
        self._is_playing = False
        self._play.ariaPressed = "false"

    def _on_click(self, event):
        button = event.target.closest("button")
        way = button.dataset.walk if button else ""
        if way == "play" and not self._is_playing:
            self._begin()
        else:
            self.stop()
            if way in ("next", "previous"):
                self._go(1 if way == "next" else -1)

    def _begin(self):
        # Who asks their system for less motion walks by hand.
        if not is_calm():
            self._is_playing = True
            self._play.ariaPressed = "true"
        self._go(1)
        self._ticking.start()

    def _tick(self):
        if self._is_playing:
            self._go(1)
            self._ticking.start()

    def _go(self, step):
        """Go to the next line, or back; the first comes after the last."""
        lines = self._listing.lines
        if not lines:
            return
        self._before = None  # the reader goes on
        self._say("")
        has_come_round = step > 0 and self._listing.chosen == lines[-1].quantity
        if has_come_round:
            self._listing.choose("")
        line = self._listing.choose_next(step)
        if line:
            self._on_line(line)
        if has_come_round:
            self.stop()
            self._before = self._picture
            self._act("step")


def _is_of(before, picture, steps):
    """Tell whether a *picture* is so many *steps* after the one *before*, with the same choices."""
    is_same_choice = picture["change"] == before["change"]
    return is_same_choice and picture["epoch"] == before["epoch"] + steps


def _what_the_loss_did(before, after, values):
    """Say it in a sentence; with a penalty, it is their sum that the updates make smaller."""
    was, now = before["penalized_loss"], after["penalized_loss"]
    if was is None or now is None:
        return ""
    did = "fell" if now < was else "rose" if now > was else "stayed"
    count = updates_in(after["n_train"], values["batch_size"])
    epoch = f"Epoch {after['epoch']}" + (f", {count} updates" if count > 1 else "")
    loss = "loss" if values["regularization"] == "none" else "loss with its penalty"
    # Late steps are small: with four digits, the two would often be the same.
    first, last = f"{was:.4f}", f"{now:.4f}"
    if first == last:
        first, last = f"{was:.8f}", f"{now:.8f}"
    return f"{epoch}: the {loss} {did}, {first} → {last}."
