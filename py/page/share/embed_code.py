"""The part of the share dialog that gives the lines for somebody's own page, with a preview.

Imported when a reader opens it (MicroPython).
"""

from pyscript import document

from page.browser import listen_to, save, size_of, window
from page.summary import summarize
from playground.settings import snippet
from playground.settings.lessons import lesson_of
from playground.settings.link import AUTORUNS, OF_STATE, THEMES, USUAL

ELEMENT = "static/embed.js"
COPIED = "Code copied."


class EmbedCode:
    """Follows the link with the code, and with the very element that the code makes.

    Parameters
    ----------
    page : Page
        Whose settings and picture the code brings.
    share : Share
        The dialog: copies, and tells.
    """

    def __init__(self, page, share):
        self._page, self._share = page, share
        self._part = document.querySelector("#share-embed")
        self._place = document.querySelector("#share-preview")
        self._preview, self._attributes = None, []
        self._picture = ""  # as a data URL
        listen_to(self._part, "click", self._on_click)
        listen_to(document.querySelector("#share"), "close", lambda _event: self._end())
        self._begin()

    def follow(self, link):
        """Write the code of a `SharedLink` anew, and show what it makes."""
        if not self._part.open:
            self._end()
            return
        extras = dict(link.extras)
        extras.update(self._chosen())
        if "listing" not in extras["show"] or extras.get("inside") == "lines":
            extras["inside"] = ""  # what stands beside the listing, if that is shown
        self._code().value = "" if link.refusal else self._written(extras)
        for button in self._part.querySelectorAll("button"):
            button.disabled = bool(link.refusal)
        document.querySelector("#share-picture").hidden = _built(self._values(), extras) != ""
        if not link.refusal and document.querySelector("#share").open:
            self._show(snippet.attributes_of(self._values(), extras))

    # ---- What is chosen here

    def _chosen(self):
        """Return what the frame is to be like."""
        boxes = self._part.querySelectorAll("[name=show]")
        shown = tuple([box.value for box in boxes if box.checked])
        is_usual = sorted(shown) == sorted(USUAL) or not shown
        return {
            "show": () if is_usual else shown,
            "theme": _chosen_of(self._field("theme"), THEMES),
            "autorun": _chosen_of(self._field("autorun"), AUTORUNS),
        }

    def _written(self, extras):
        address, values = _address(), self._values()
        if self._field("form").value == "frame":
            return snippet.frame(address, values, extras)
        loading = self._field("loading").value
        return snippet.element(address, values, extras, self._image(extras), loading)

    def _image(self, extras):
        """Return the address of a picture for the code, and what it shows."""
        values, picture = self._values(), self._page.newest_picture
        alt = summarize(values, picture) if picture else ""
        return _built(values, extras) or snippet.picture_name(values), alt

    # ---- The preview

    def _begin(self):
        """Have the browser learn the element, as the author's page will."""
        script = document.createElement("script")
        script.src = ELEMENT
        document.head.append(script)

    def _show(self, attributes):
        """Let the element follow: one that is alive goes on, a picture of it is another one."""
        if self._preview and _is_alive(self._preview):
            if _lasting(attributes) != _lasting(self._attributes):
                self._preview.destroy()
            self._change(attributes)
        else:
            self._end()
            picture = self._page.newest_picture
            if picture and picture["state"] != "running":
                self._picture = _picture()
            self._preview = document.createElement("nn-playground")
            if self._picture:
                image = document.createElement("img")
                image.src, image.alt = self._picture, "The picture as it is now"
                self._preview.append(image)
            self._change(attributes)
            self._place.replaceChildren(self._preview)
        self._attributes = attributes

    def _change(self, attributes):
        names = [name for name, _ in attributes]
        for name, _ in self._attributes:
            if name not in names:
                self._preview.removeAttribute(name)
        for name, text in attributes:
            if (name, text) not in self._attributes:
                self._preview.setAttribute(name, text)

    def _end(self):
        """Let the preview go, with its Python."""
        self._preview, self._attributes = None, []
        self._place.replaceChildren()

    # ---- Events

    def _on_click(self, event):
        button = event.target.closest("[data-embed-code]")
        if button and button.dataset.embedCode == "copy":
            self._share.copy_text(self._code().value, self._code(), COPIED)
        elif button:
            save(snippet.picture_name(self._values()), _picture())

    def _values(self):
        return self._page.choices.values

    def _field(self, name):
        return self._part.querySelector(f"[name={name}]")

    def _code(self):
        return document.querySelector("#share-code")


def _built(values, extras):
    """Return the address of a picture of these settings that the site has; "" if it has none."""
    lesson = lesson_of(values)
    is_built = lesson is not None and extras["epoch"] == 0 and not extras["weights"]
    return f"{_address()}static/engine/{lesson.name}-light-468x1.png" if is_built else ""


def _chosen_of(field, words):
    return field.value if field.value in words else words[0]


def _lasting(attributes):
    """Return those of the *attributes* that a frame takes at its start alone."""
    return [one for one in attributes if one[0] in OF_STATE]


def _is_alive(element):
    root = element.shadowRoot
    return bool(root) and bool(root.querySelector("iframe"))


def _address():
    """Return the address of this page, up to the last slash."""
    address = window.location.href.partition("#")[0].partition("?")[0]
    return address[: address.rfind("/") + 1]


def _picture():
    """Return what the picture shows, as a data URL."""
    canvas, size = document.createElement("canvas"), 2 * size_of("#boundary")[0]
    canvas.width = canvas.height = size
    canvas.getContext("2d").drawImage(document.querySelector("#boundary"), 0, 0, size, size)
    return canvas.toDataURL("image/png")
