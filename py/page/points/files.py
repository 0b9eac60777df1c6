"""Tables of own points, and files of this page: chosen, dropped or pasted (MicroPython)."""

from pyscript import document, ffi

from messages import MAX_TEXT
from page.browser import html, is_written_in, listen_to, window
from playground.settings.link_file import fragment_in

# Twenty thousand rows of what a table of points may hold are far less.
TOO_LARGE = "{} was not loaded. It has more than 5 megabytes."
# How files begin that are no tables: pictures, archives, JSON, a page.
NO_TABLES = ("\x89PNG", "‰PNG", "GIF8", "PK\x03", "{", "<")
FOREIGN = "{} was not loaded. It is no table, and no whole file of this page."
# What stands for letters that are no UTF-8: spreadsheets write those of older days, too.
UNREADABLE = "\ufffd"


class PointFiles:
    """Brings the text of a table to `PointEditor.load`, and what a link says to *open_link*."""

    def __init__(self, editor, open_link):
        self._editor, self._open_link = editor, open_link
        for element in document.querySelectorAll("input[type=file]"):
            element.disabled = False
            listen_to(element, "change", self._on_choice)
        listen_to(document, "paste", self._on_paste)
        listen_to(document, "dragover", self._on_drag)
        listen_to(document, "dragleave", self._on_leave)
        listen_to(document, "drop", self._on_drop)

    def _on_choice(self, event):
        element = event.target
        file = element.files.item(0)
        if file:
            self._load(file)
            element.value = ""  # the same file, once it is mended, is another choice
            document.querySelector("#headline").scrollIntoView()  # from further down

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

    def _take(self, transfer):
        """Load the file or the text that a *transfer* brings; it can only be read at once."""
        file, text = transfer.files.item(0), transfer.getData("text/plain")
        if file:
            self._load(file)
        elif len(text) > MAX_TEXT:
            self._editor.say(TOO_LARGE.format("This table"))
        elif text.strip():
            self._read(text, "")

    def _load(self, file):
        name = file.name

        def load(text):
            self._read(text, name)

        def read(text):
            if UNREADABLE in text:
                file.arrayBuffer().then(ffi.create_proxy(read_older))
            else:
                load(text)

        def read_older(content):
            load(window.TextDecoder.new("windows-1252").decode(content))

        if file.size > MAX_TEXT:
            self._editor.say(TOO_LARGE.format(name))
        else:
            file.text().then(ffi.create_proxy(read))

    def _read(self, text, name):
        """Take a text for what it is."""
        fragment = fragment_in(text)
        if fragment:
            self._open_link(fragment)
        elif text.lstrip().startswith(NO_TABLES):
            self._editor.say(FOREIGN.format(name or "This"))
        else:
            self._editor.load(text, name)


def _has_table(event):
    """Tell whether a file, or text that is no link, is dragged over a place that is free for it."""
    kinds = list(event.dataTransfer.types)
    is_text = "text/plain" in kinds and "text/uri-list" not in kinds
    return ("Files" in kinds or is_text) and not is_written_in(event.target)
