"""The dialog around a link: it is copied there, and a teacher adds a title, a note, goals to it.

Imported when somebody wants a link; its elements are made when it is opened (MicroPython).
"""

from pyscript import document, ffi

from page.browser import listen_to, window
from page.shared_link import SharedLink
from playground.settings.kinds import as_text
from playground.settings.link import BY_KEY, OF_TEACHER
from playground.settings.values import Problem, in_words

COPIED = "Link copied: it shows what you see now."
NOT_COPIED = "The browser lets this page copy nothing: the link is marked, press Ctrl+C (⌘C)."
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
    on_link : list of callable
        What else in the dialog follows it: each is called with the `SharedLink`.
    """

    def __init__(self, page):
        self._page = page
        self.link, self.on_link = SharedLink(page), []
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
            self._dialog.querySelector("[data-share=copy]").disabled = not self.link.text
            if self.link.refusal != before:
                self._tell(self.link.refusal)
            for function in self.on_link:
                function(self.link)

    def copy(self):
        """Copy the link, and say so; or why there is none."""
        self.follow()
        if self.link.refusal:
            self._say(self.link.refusal)
        else:
            # Of static/form.mjs, since MicroPython cannot catch the errors of a browser.
            window.copyText(self.link.text).then(ffi.create_proxy(self._on_copied))

    def open(self):
        """Show the dialog beside the page, which goes on: what happens there is told there."""
        if not self._is_built:
            self._build()
        self.follow()
        self._tell(self.link.refusal)
        if not self._dialog.open:
            self._dialog.show()

    def close(self):
        """Hide the dialog with what it has told, and give the focus back."""
        self._dialog.close()
        self._page.unsay()
        document.querySelector("[data-action=copy_link]").focus()

    # ---- What it says

    def _on_copied(self, is_done):
        """Say that it is done; where it is not, leave the rest to the reader's own keys."""
        self._say(COPIED if is_done else NOT_COPIED)
        if not is_done and self._is_built:
            self._element("link").focus()
            self._element("link").select()

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
            ("keydown", self._on_key),
        ):
            listen_to(self._dialog, event, method)

    def _fill(self):
        """Let the fields say what the link brings of a teacher."""
        if self._is_built:
            for name in OF_TEACHER:
                value = self.link.added[name]
                self._field(name).value = "" if value is None else as_text(value)

    def _on_click(self, event):
        button = event.target.closest("[data-share]")
        if button and button.dataset.share == "copy":
            self.copy()
        elif button:
            self.close()

    def _on_key(self, event):
        if event.key == "Escape":
            self.close()

    def _on_input(self, _event):
        """Take over what stands in the fields; what cannot be used is left out, and told."""
        self.link.is_untrained = self._field("untrained").checked
        wrong = [sentence for sentence in map(self._take, OF_TEACHER) if sentence]
        self.follow()
        self._tell(self.link.refusal or " ".join(wrong))

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

    def _element(self, name):
        return document.querySelector(f"#share-{name}")
