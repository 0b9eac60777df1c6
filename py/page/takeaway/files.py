"""What the reader takes home: the engine makes a file, the page saves, copies or prints it.

MicroPython; fetched when somebody presses one of the buttons (`page.later`).
"""

from pyscript import document, ffi

from page.browser import save, theme, window
from page.later import with_room
from page.share.link import SharedLink
from page.summary import describe, summarize
from page.takeaway.task import task_of
from playground.settings.link import write_whole

MAKING = "Making the file …"
SAVED, COPIED, STOPPED = "{} saved ({}).", "Picture copied.", "Cancelled."
NOT_COPIED = "This browser does not let pages copy pictures; save it instead."
# An address is given up once the browser has surely read it.
MILLISECONDS_UNTIL_FORGOTTEN = 60000


class Takeaway:
    """Follows the buttons of the section, and asks the engine for one file after the other.

    Parameters
    ----------
    page : Page
        What there is to take home.
    """

    def __init__(self, page):
        self._page = page
        self._wishes = []  # what was asked for and is not there yet: the message, and who waits
        page.link.commands.update({"exporting": self._on_progress, "exported": self._on_file})

    def press(self, button):
        """Follow a *button*."""
        if button.dataset.action == "export_stop":
            self._stop()
            return
        uses = {"copy": self._copy, "print": self._print}
        subject = button.getAttribute("data-subject") or _field("subject").value
        wish = {
            "theme": _field("colours").value or theme(),
            "scale": int(_field("scale").value),
        }
        if _field("caption").checked:
            wish["caption"] = self._words()
        use = uses.get(button.getAttribute("data-use"), self._save)

        def make():
            self.make(subject, button.dataset.format, use, self._show, **wish)

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
        self._wishes.append((message, use, refuse))
        if len(self._wishes) == 1:
            self._ask()

    def _ask(self):
        self._show(MAKING, 0)
        self._page.link.send("export", **self._wishes[0][0])

    def _stop(self):
        self._wishes = []
        self._page.link.send("export_stop")
        self._show(STOPPED)

    def _words(self):
        """Say what the picture shows."""
        values, picture = self._page.choices.values, self._page.newest_picture
        return summarize(values, picture) if picture else describe(values)

    # ---- From the engine

    def _on_progress(self, message):
        if self._wishes:
            self._show(MAKING, message["share"])

    def _on_file(self, message):
        if not self._wishes:  # it was called off
            return
        _, use, refuse = self._wishes.pop(0)
        self._show("")
        if message["problem"]:
            refuse(message["problem"])
        else:
            use(message)
            forget = ffi.create_proxy(lambda: window.URL.revokeObjectURL(message["address"]))
            window.setTimeout(forget, MILLISECONDS_UNTIL_FORGOTTEN)
        if self._wishes:
            self._ask()

    # ---- What is done with a file

    def _save(self, message):
        save(message["name"], message["address"])
        self._show(SAVED.format(message["name"], as_size(message["bytes"])))

    def _copy(self, message):
        def tell(is_done):
            self._show(COPIED if is_done else NOT_COPIED)

        window.copyPicture(message["address"]).then(ffi.create_proxy(tell))

    def _print(self, message):
        """Print the sheet, which is a page of its own, from a frame that nobody sees."""
        for before in document.querySelectorAll("#print"):
            before.remove()
        frame = document.createElement("iframe")
        frame.id, frame.src, frame.title = "print", message["address"], "Sheet to print"
        frame.ariaHidden, frame.tabIndex = "true", -1
        frame.addEventListener("load", ffi.create_proxy(lambda _event: frame.contentWindow.print()))
        document.body.append(frame)
        self._show("")

    # ---- What is told

    def _show(self, sentence, share=None):
        place = document.querySelector("#taking")
        bar = place.querySelector("progress")
        bar.hidden = place.querySelector("button").hidden = share is None
        bar.value = share or 0
        place.querySelector("output").textContent = sentence


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
