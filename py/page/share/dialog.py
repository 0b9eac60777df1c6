"""The dialog around a link: it is copied there, and a teacher adds a title, a note, goals to it.

What is too much for a link goes into a file; `embed_code` has the lines for somebody's own page.
Imported when somebody wants a link; its elements are made when it is opened (MicroPython).
"""

from pyscript import document, ffi

from page.browser import listen_to, save_text, window
from page.share.link import SharedLink
from playground.settings.kinds import as_text
from playground.settings.link import BY_KEY, OF_TEACHER
from playground.settings.link_file import NAME
from playground.settings.values import Problem, in_words

COPIED = "Link copied: it shows what you see now."
NOT_COPIED = "The browser lets this page copy nothing: it is marked, press Ctrl+C (⌘C)."
IN_A_FILE = "A file can hold it: whoever drops that onto this page sees the same."
# What the fields are called where something is wrong with them.
LABELS = {
    "title": "Title",
    "note": "Note",
    "goal_test_loss": "Test loss",
    "goal_accuracy": "Share correct",
    "goal_units": "Hidden units",
    "goal_epochs": "Epochs",
}


class Share:
    """Shows the link to what is seen, copies it, and lets a teacher add to it.

    Parameters
    ----------
    page : Page
        Whose state the link brings.

    Attributes
    ----------
    link : SharedLink
        The newest one.
    """

    def __init__(self, page):
        self._page = page
        self.link = SharedLink(page)
        self._embed = None  # `EmbedCode`, once somebody has opened it
        self._dialog = document.querySelector("#share")
        self._is_built = False

    def follow(self):
        """Let link and dialog follow what is seen."""
        if self.link.adopt():
            self._fill()
        before = self.link.refusal
        self.link.make()
        if self._is_built:
            self._element("link").value = self.link.text
            self._button("copy").disabled = not self.link.text
            self._button("save").hidden = not self.link.can_be_file
            if self.link.refusal != before:
                self._tell(self._refusal())
            if self._embed:
                self._embed.follow(self.link)

    def copy(self):
        """Copy the link, and say so; or why there is none."""
        self.follow()
        if self.link.refusal:
            self._say(self._refusal())
        else:
            self.copy_text(self.link.text, self._element("link"), COPIED)

    def copy_text(self, text, field, words):
        """Copy a *text*, and say so in these *words*; or leave it to the reader's own keys."""

        def on_copied(is_done):
            self._say(words if is_done else NOT_COPIED)
            if not is_done:
                field.focus()
                field.select()

        # Of static/form.mjs, since MicroPython cannot catch the errors of a browser.
        window.copyText(text).then(ffi.create_proxy(on_copied))

    def open(self):
        """Show the dialog beside the page, which goes on: what happens there is told there."""
        if not self._is_built:
            self._build()
        self.follow()
        self._tell(self._refusal())
        if not self._dialog.open:
            self._dialog.show()

    def close(self):
        """Hide the dialog with what it has told, and give the focus back."""
        self._dialog.close()
        self._page.unsay()
        document.querySelector("[data-action=copy_link]").focus()

    # ---- What it says

    def _refusal(self):
        """Say why there is no link, and what there is in its place; "" if there is one."""
        return f"{self.link.refusal} {IN_A_FILE}" if self.link.can_be_file else self.link.refusal

    def _say(self, sentence):
        """Tell everybody, and those who look at the dialog there."""
        self._page.say(sentence)
        self._tell(sentence)

    def _tell(self, sentence):
        if self._is_built:
            place = self._element("says")
            place.textContent, place.hidden = sentence, not sentence

    # ---- Its elements

    def _build(self):
        parts = document.querySelector("#share-parts").content
        self._dialog.append(parts.cloneNode(True))
        self._is_built = True
        self._fill()
        for event, method in (
            ("click", self._on_click),
            ("input", self._on_input),
        ):
            listen_to(self._dialog, event, method)
        # Wherever the focus is: it may have gone on to what lies behind.
        listen_to(document, "keydown", self._on_key)
        listen_to(self._element("embed"), "toggle", self._on_embed)

    def _fill(self):
        """Let the fields say what the link brings of a teacher."""
        if self._is_built:
            for name in OF_TEACHER:
                value = self.link.added[name]
                self._field(name).value = "" if value is None else as_text(value)

    def _on_click(self, event):
        button = event.target.closest("[data-share]")
        if button:
            {"copy": self.copy, "save": self._save, "close": self.close}[button.dataset.share]()

    def _save(self):
        """Keep in a file what is too much for a link."""
        save_text(NAME, self.link.as_file(), "application/json")

    def _on_embed(self, _event):
        """Show the code for somebody's own page, which few ever want."""
        if not self._embed:
            from page.share.embed_code import EmbedCode

            self._embed = EmbedCode(self._page, self)
        self._embed.follow(self.link)

    def _on_key(self, event):
        if event.key == "Escape" and self._dialog.open:
            self.close()

    def _on_input(self, _event):
        """Take over what stands in the fields; what cannot be used is left out, and told."""
        self.link.is_untrained = self._field("untrained").checked
        wrong = [sentence for sentence in map(self._take, OF_TEACHER) if sentence]
        self.follow()
        self._tell(self._refusal() or " ".join(wrong))

    def _take(self, name):
        """Take over one field; return what is wrong with it, or ""."""
        field, key = self._field(name), BY_KEY[name]
        text = " ".join(field.value.split())  # a note may be written in several lines
        value = key.allowed.parse(text) if text else key.default
        is_wrong = text != "" and value is None
        self.link.added[name] = key.default if is_wrong else value
        field.ariaInvalid = "true" if is_wrong else "false"
        return in_words(Problem(LABELS[name], text, key.allowed.describe())) if is_wrong else ""

    def _field(self, name):
        return self._dialog.querySelector(f"[name={name}]")

    def _button(self, name):
        return self._dialog.querySelector(f"[data-share={name}]")

    def _element(self, name):
        return document.querySelector(f"#share-{name}")
