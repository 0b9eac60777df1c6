"""What the reader takes home: the engine makes a file, the page saves, copies or prints it.

MicroPython; fetched when somebody presses one of the buttons (`page.later`).
"""

from pyscript import document, ffi

from page.browser import forget_later, save, theme, window
from page.later import with_room
from page.share.link import SharedLink
from page.summary import summarize
from page.takeaway.task import task_of
from playground.settings.link import write_whole
from playground.settings.words import describe

MAKING = "Making the file …"
SAVED, COPIED, STOPPED = "{} saved ({}).", "Picture copied.", "Cancelled."
NOT_COPIED = "This browser did not let the page copy the picture; try again, or save it."
NOT_SENT = "This file cannot be made."
TOO_MANY = "One file after the other, please: the first are still being made."
MAX_WAITING = 5


class Takeaway:
    """Follows the buttons of the section, and asks the engine for files.

    Parameters
    ----------
    page : Page
        What there is to take home.
    """

    def __init__(self, page):
        self._page = page
        self._wishes = {}  # who waits for a file, by its number
        self._number = 0  # of the last one
        self._pressed = None  # the last button
        page.link.commands.update({"exporting": self._on_progress, "exported": self._on_file})

    def press(self, button):
        """Follow a *button*."""
        if button.dataset.action == "export_stop":
            self._stop()
            return
        if button.ariaBusy == "true":  # pressed twice
            return
        self._pressed = button
        uses = {"copy": self._copying, "print": lambda: self._print}
        subject = button.getAttribute("data-subject") or _field("subject").value
        wish = {
            "theme": _field("colours").value or theme(),
            "scale": int(_field("scale").value),
        }
        if _field("caption").checked:
            wish["caption"] = self._words()
        use = uses.get(button.getAttribute("data-use"), lambda: self._save)()

        def finish(deed):
            def do(what):
                button.ariaBusy = "false"
                deed(what)

            return do

        def make():
            button.ariaBusy = "true"
            self.make(subject, button.dataset.format, finish(use), finish(self._show), **wish)

        def make_with_runs():
            wish["runs"] = runs_as_cells()
            make()

        if subject == "sheet" and _field("runs").checked:
            with_room("runs", make_with_runs, self._show)
        else:
            make()

    def make(self, subject, file_format, use, refuse, **wish):
        """Have a file made of what is there now.

        Parameters
        ----------
        subject, file_format : str
            As in `messages.FILES`.
        use, refuse : callable
            ``use(message)`` is called once it is there, with its name, address and bytes; or
            ``refuse(sentence)``.
        **wish
            Fields of the message that are to be others than usual.
        """
        address, fragment = link_of(self._page)
        title, task = task_of(self._page)
        message = {
            "subject": subject,
            "format": file_format,
            "theme": theme(),
            "scale": 1,
            "caption": self._words() if subject == "sheet" else "",
            "address": address,
            "fragment": fragment,
            "title": title,
            "task": task,
            "runs": [],
        }
        message.update(wish)
        if len(self._wishes) == MAX_WAITING:
            refuse(TOO_MANY)
            return
        self._number += 1
        if self._page.link.send("export", number=self._number, **message):
            self._wishes[self._number] = (use, refuse)
            self._show(MAKING, 0)
        else:
            refuse(NOT_SENT)

    def _stop(self):
        self._wishes = {}
        for button in document.querySelectorAll("#take-home [aria-busy]"):
            button.ariaBusy = "false"
        self._page.link.send("export_stop")
        self._show(STOPPED)

    def _words(self):
        """Say what the picture shows."""
        values, picture = self._page.choices.values, self._page.newest_picture
        return summarize(values, picture) if picture else describe(values)

    # ---- From the engine

    def _on_progress(self, message):
        if message["number"] in self._wishes:
            self._show(MAKING, message["share"])

    def _on_file(self, message):
        if message["address"]:
            forget_later(message["address"])
        if message["number"] not in self._wishes:  # it was called off
            return
        use, refuse = self._wishes.pop(message["number"])
        if message["problem"]:
            refuse(message["problem"])
        else:
            use(message)
        if self._wishes:
            self._show(MAKING, 0)

    # ---- What is done with a file

    def _save(self, message):
        save(message["name"], message["address"])
        self._show(SAVED.format(message["name"], as_size(message["bytes"])))

    def _copying(self):
        """Return what copies a picture: some browsers let a page do so only at the very press."""

        def tell(is_done):
            self._show(COPIED if is_done else NOT_COPIED)

        clipboard = window.copyPicture()
        clipboard.done.then(ffi.create_proxy(tell))
        return lambda message: clipboard.take(message["address"])

    def _print(self, message):
        """Print the sheet, which is a page of its own, from a frame that nobody sees."""
        for before in document.querySelectorAll("#print"):
            before.remove()
        frame = document.createElement("iframe")
        frame.id, frame.src, frame.title = "print", message["address"], "Sheet to print"
        frame.ariaHidden, frame.tabIndex = "true", -1
        frame.setAttribute("sandbox", "allow-same-origin allow-modals")  # it is a page, no program
        frame.addEventListener("load", ffi.create_proxy(lambda _event: frame.contentWindow.print()))
        document.body.append(frame)
        self._show("")

    # ---- What is told

    def _show(self, sentence, share=None):
        place = document.querySelector("#taking")
        bar, cancel = place.querySelector("progress"), place.querySelector("button")
        if share is None and self._pressed and document.activeElement is cancel:
            self._pressed.focus()  # from a button that goes away
        bar.hidden = cancel.hidden = share is None
        bar.value = share or 0
        place.querySelector("output").textContent = sentence
        if share is None:
            self._page.voice.say(sentence)


def link_of(page):
    """Return the address of this page, and what a link to this moment says after ``#``."""
    address = window.location.href.partition("#")[0]
    return address, write_whole(page.choices.values, **SharedLink(page).seen())


def runs_as_cells():
    """Return the table of "Your runs", whose room has to be there; none if there are no runs."""
    from page.runs.export import as_cells
    from page.runs.storage import RunStorage

    rows = RunStorage().rows()
    return as_cells(rows) if rows else []


def as_size(count):
    """Write a number of bytes for people."""
    return f"{count / 1000000:.1f} MB" if count >= 1000000 else f"{max(1, round(count / 1000))} kB"


def _field(name):
    return document.querySelector(f"#take-home [name={name}]")
