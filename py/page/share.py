"""The link to what is seen, and the dialog in which a teacher adds a title, a note, goals to it.

Imported when somebody wants a link; its elements are made when it is opened (MicroPython).
"""

from pyscript import document, ffi

from page.browser import html, listen_to, window
from playground.settings.address import EPOCH, MAX_POINTS_IN_ADDRESS
from playground.settings.kinds import as_text
from playground.settings.link import BY_KEY, MAX_LINK, OF_TEACHER, extras_of, write_link
from playground.settings.values import Problem, in_words

COPIED = "Link copied: it shows what you see now."
NOT_COPIED = "The browser lets this page copy nothing: the link is marked for you, press Ctrl+C."
TOO_MANY = "Your own points are too many for a link, and without them it would show something else."
TOO_LONG = "This link would have {} characters, and some programs cut what is longer than {}."
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
    """Makes the link, copies it, and lets a teacher add to it.

    Parameters
    ----------
    page : Page
        Whose state the link brings.

    Attributes
    ----------
    link : str
        The newest link; "" where there can be none.
    on_link : list of callable
        What else in the dialog follows the link: each is called with what stands behind its ``#``.
    """

    def __init__(self, page):
        self._page = page
        self.link, self.on_link = "", []
        self._dialog = document.querySelector("#share")
        self._is_built = False
        self._opened = page.opened  # the link with which the page began
        self._added = extras_of(page.opened, OF_TEACHER)
        self._is_untrained = False

    # ---- The link

    def follow(self):
        """Make the link anew, and let the dialog follow; return why there is none, or ""."""
        if self._page.opened is not self._opened:  # the reader has followed another one
            self._opened = self._page.opened
            self._added = extras_of(self._opened, OF_TEACHER)
            self._fill()
        fragment = write_link(self._page.choices.values, **self._extras())
        link = window.location.href.partition("#")[0] + "#" + fragment
        refusal = self._refusal(link)
        self.link = "" if refusal else link
        if self._is_built:
            self._element("link").value = self.link
            self._dialog.querySelector("[data-share=copy]").disabled = bool(refusal)
            for function in self.on_link:
                function(fragment)
        return refusal

    def _extras(self):
        """Return what the link says beside the settings."""
        page, tab = self._page, html.dataset.tab
        extras, picture = dict(self._added), page.newest_picture
        extras["epoch"] = page.epoch_to_keep()
        if picture and picture["state"] == "running":
            extras["epoch"] = min(picture["epoch"], EPOCH.high)
        if self._is_untrained:
            extras["epoch"] = 0
        elif picture and picture["by_hand"]:
            extras["weights"] = page.weights
        extras["tab"] = tab
        if tab == "listing":
            extras["inside"] = page.maths.view
        if page.maths.point() >= 0:
            extras["point"] = page.maths.point() + 1
        return extras

    def _refusal(self, link):
        """Say why there is no such *link*; "" if there can be one."""
        if len(self._page.choices.values["points"]) > MAX_POINTS_IN_ADDRESS:
            return TOO_MANY
        return TOO_LONG.format(len(link), MAX_LINK) if len(link) > MAX_LINK else ""

    def copy(self):
        """Copy the link, and say so."""
        refusal = self.follow()
        if refusal:
            self._say(refusal)
        else:
            # Of static/form.mjs, since MicroPython cannot catch the errors of a browser.
            window.copyText(self.link).then(ffi.create_proxy(self._on_copied))

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

    # ---- The dialog

    def open(self):
        """Show the dialog beside the page, which goes on: what happens there is told there."""
        if not self._is_built:
            self._build()
        self._tell(self.follow())
        if not self._dialog.open:
            self._dialog.show()

    def close(self):
        """Hide the dialog with what it has told, and give the focus back."""
        self._dialog.close()
        self._page.unsay()
        document.querySelector("[data-action=copy_link]").focus()

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
                value = self._added[name]
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
        self._is_untrained = self._field("untrained").checked
        problems = []
        for name in OF_TEACHER:
            field, key = self._field(name), BY_KEY[name]
            text = " ".join(field.value.split())  # a note may be written in several lines
            value = key.allowed.parse(text) if text else key.default
            is_wrong = text != "" and value is None
            field.ariaInvalid = "true" if is_wrong else "false"
            self._added[name] = key.default if is_wrong else value
            if is_wrong:
                problems.append(in_words(Problem(LABELS[name], text, key.allowed.describe())))
        self._tell(self.follow() or " ".join(problems))

    def _field(self, name):
        return self._dialog.querySelector(f"[name={name}]")

    def _element(self, name):
        return document.querySelector(f"#share-{name}")
