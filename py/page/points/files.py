"""Tables of own points, and files of this page: chosen, dropped or pasted (MicroPython).

A file of this page is opened as its link would be. Everything else goes to the engine, which tells
what it would become; the reader sees that (page/preview) before it counts.
"""

from pyscript import document, ffi

from messages import MAX_TEXT
from page.browser import html, is_written_in, listen_to, window
from page.later import with_room
from playground.settings.link_file import fragment_in

# How the names of tables end: the first of several files that has one of these is taken.
TABLES = (".csv", ".tsv", ".txt", ".data", ".dat", ".arff")
UNREADABLE = "{} was not loaded. The browser cannot read it: it may have been moved or changed."
FOLDER = "{} is a folder and was not loaded. Open it, and bring a file."
OTHERS = "One table at a time: {} is shown, {} not."
NOT_FETCHED = "{} could not be fetched; please try again."
SOON = "{} is shown as soon as Python has read it."
# What stands for letters that are no UTF-8: other files write those of older days.
BROKEN = "\ufffd"
# Bytes from which on reading takes a moment that has to be told.
LARGE = 500000


class PointFiles:
    """Brings what may be a table to the engine, and its answer before the reader.

    Parameters
    ----------
    page : Page
        Which opens a file of its own.
    editor : PointEditor
        Whose points a table may replace.
    """

    def __init__(self, page, editor):
        self._page, self._editor = page, editor
        self._remark = ""  # about the other files
        self._dialog = None  # `TableDialog`, once somebody brings a table
        page.link.commands["preview"] = self._on_preview
        self._refuse = page.link.commands["refused"]
        page.link.commands["refused"] = self._on_refused
        for element in document.querySelectorAll("input[type=file]"):
            element.disabled = False
            listen_to(element, "change", self._on_choice)
        for button in document.querySelectorAll("[data-ready]"):
            button.disabled = False
            listen_to(button, "click", self._on_ready)
        listen_to(document, "paste", self._on_paste)
        listen_to(document, "dragover", self._on_drag)
        listen_to(document, "dragleave", self._on_leave)
        listen_to(document, "drop", self._on_drop)

    # ---- From the reader

    def _on_choice(self, event):
        element = event.target
        file = element.files.item(0)
        if file:
            self._remark = ""
            self._read_file(file)
            element.value = ""  # the same file, once it is mended, is another choice
            document.querySelector("#headline").scrollIntoView()  # from further down

    def _on_ready(self, event):
        """Take a table that is known."""
        button = event.target
        name = button.dataset.ready
        advice = f"{button.textContent}: {button.nextElementSibling.textContent}"

        def load(texts):
            if texts:
                content = window.TextEncoder.new().encode(next(iter(texts)))
                self._editor.load(content, name, advice)
            else:
                self._editor.say(NOT_FETCHED.format(name))

        # Of static/form.mjs, since MicroPython cannot catch the errors of a browser.
        address = ffi.to_js([f"./static/tables/{name}"])
        window.textsOf(address).then(ffi.create_proxy(load))

    def _on_paste(self, event):
        if not is_written_in(event.target):
            self._take(event.clipboardData)

    def _on_drag(self, event):
        if _has_table(event):
            event.preventDefault()  # or else the browser would open the file in our place
            html.dataset.drop = ""

    def _on_leave(self, event):
        if not event.relatedTarget:  # it has left the page
            html.removeAttribute("data-drop")

    def _on_drop(self, event):
        html.removeAttribute("data-drop")
        if _has_table(event):
            event.preventDefault()
            self._take(event.dataTransfer)

    # ---- What it is

    def _take(self, transfer):
        """Take the file or the text that a *transfer* brings."""
        brought = window.broughtBy(transfer)
        files, folders = list(brought.files), list(brought.folders)
        self._remark = ""
        # A spreadsheet brings a picture of its cells along.
        if brought.text.length and all(file.type.startswith("image/") for file in files):
            self._read(brought.text, "", brought.text.length > MAX_TEXT)
        elif files:
            at = first_table([file.name for file in files])
            others = [file.name for other, file in enumerate(files) if other != at] + folders
            if others:
                self._remark = OTHERS.format(files[at].name, in_a_row(others))
            self._read_file(files[at])
        elif folders:
            self._editor.say(FOLDER.format(folders[0]))

    def _read_file(self, file):
        name, is_cut = file.name, file.size > MAX_TEXT

        def read(content):
            if content is None:
                self._editor.say(UNREADABLE.format(name))
            else:
                self._read(content, name, is_cut)

        window.bytesOf(file, MAX_TEXT).then(ffi.create_proxy(read))

    def _read(self, content, name, is_cut):
        """Open a file of this page, or ask what a table would become."""
        fragment = fragment_in(_as_text(content))
        if fragment:
            self._page.open_address(fragment)
            return
        if content.length > LARGE or not self._page.link.worker:
            self._page.say(SOON.format(name or "The table"))
        content = content.subarray(0, MAX_TEXT)
        self._page.link.send("preview", content=content, name=name, is_cut=is_cut)

    # ---- From the engine

    def _on_preview(self, message):
        def show():
            from page.preview.dialog import TableDialog  # fetched by now

            self._dialog = self._dialog or TableDialog(self._page, self._editor)
            self._dialog.show(message, self._remark)

        with_room("preview", show, self._editor.say)

    def _on_refused(self, message):
        """Tell what cannot be used, and which files came with it."""
        text, self._remark = f"{message['text']} {self._remark}".strip(), ""
        self._refuse({"kind": "refused", "text": text})


def first_table(names):
    """Return the place of the first of the *names* that is a table's, or else of the first."""
    for at, name in enumerate(names):
        if name.lower().endswith(TABLES):
            return at
    return 0


def in_a_row(names):
    """Write the *names* of files in a sentence."""
    if len(names) > 4:
        names = names[:3] + [f"{len(names) - 3} others"]  # noqa: RUF005 - MicroPython
    return " and ".join([", ".join(names[:-1])] * (len(names) > 1) + names[-1:])


def _as_text(content):
    """Return bytes as text, with a letter for each byte if they are none."""
    text = window.TextDecoder.new().decode(content)
    return window.TextDecoder.new("windows-1252").decode(content) if BROKEN in text else text


def _has_table(event):
    """Tell whether a file, or text that is no link, is dragged over a place that is free for it."""
    kinds = list(event.dataTransfer.types)
    is_text = "text/plain" in kinds and "text/uri-list" not in kinds
    return ("Files" in kinds or is_text) and not is_written_in(event.target)
