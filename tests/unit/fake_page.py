"""As much of a browser as the page's own Python needs, around the real index.html.

MicroPython's `pyscript` is replaced by `install`; elements are those of the page, and an event
reaches whoever listens to it.
"""

import functools
import importlib
import itertools
import re
import sys
from html.parser import HTMLParser
from types import SimpleNamespace

from tools.environment import ROOT

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
FIELDS = ("input", "select", "textarea", "fieldset", "output")
TYPES = {"select": "select-one", "fieldset": "fieldset", "output": "output"}
COMPOUND = re.compile(
    r"(?P<tag>[a-z-]+)?(?:#(?P<id>[\w-]+))?(?P<classes>(?:\.[\w-]+)*)"
    r"(?P<attributes>(?:\[[^\]]+\])*)(?P<focus>:focus(?:-visible)?)?$"
)
# Of the keys that are held down while something else happens, none.
NO_KEYS = dict.fromkeys(("altKey", "ctrlKey", "metaKey", "shiftKey"), False)
ATTRIBUTE = re.compile(r"\[([\w-]+)(?:='?([^\]']*)'?)?\]")


def is_match(element, selector):
    """Tell whether an element fits one of the selectors, of those that the page uses."""
    return any(_fits(element, compounds) for compounds in _parsed(selector))


@functools.cache
def _parsed(selector):
    return [[_compound(text) for text in one.split()] for one in selector.split(",")]


def _compound(text):
    """Return tag, id, classes, attributes and whether it asks for the focus."""
    parts = COMPOUND.match(text)
    assert parts, f"{text} is more than this stand-in knows"
    classes = set(parts["classes"].split(".")) - {""}
    return (
        parts["tag"],
        parts["id"],
        classes,
        ATTRIBUTE.findall(parts["attributes"]),
        parts["focus"],
    )


def _fits(element, compounds):
    *outer, (tag, name, classes, attributes, has_focus) = compounds
    own = element.attributes
    if tag not in (None, element.tag) or name not in (None, own.get("id")):
        return False  # as most do: the cheap tests come first
    fits = (
        (not classes or classes <= set(element.className.split()))
        and all(key in own and value in ("", own[key]) for key, value in attributes)
        and (not has_focus or element.document.activeElement is element)
    )
    if not (fits and outer):
        return fits
    return any(_fits(ancestor, outer) for ancestor in element.ancestors())


class Dataset:
    """The attributes data-… of an element, under names as JavaScript has them."""

    def __init__(self, element):
        object.__setattr__(self, "_element", element)

    def __getattr__(self, name):
        try:
            return self._element.attributes[_dashed(name)]
        except KeyError:
            raise AttributeError(name) from None

    def __setattr__(self, name, value):
        assert isinstance(value, str), f"data attributes are text, not {value!r}"
        self._element.attributes[_dashed(name)] = value


def _dashed(name):
    return "data-" + re.sub("[A-Z]", lambda letter: f"-{letter[0].lower()}", name)


class NodeList(list):
    """A list that says its length as JavaScript's does."""

    @property
    def length(self):
        return len(self)


class Element:
    """An element of the page; what it holds, elements and texts, are its `nodes`."""

    def __init__(self, tag, attributes, parent, document):
        self.tag, self.attributes, self.parent, self.document = tag, attributes, parent, document
        self.nodes, self.listeners = [], {}
        self.dataset, self.style = Dataset(self), SimpleNamespace()
        self.tagName, self.id = tag.upper(), attributes.get("id", "")
        self.name = attributes.get("name", "")
        self.type = attributes.get("type") or TYPES.get(tag, "text")
        self.value = attributes.get("value", "")
        self.checked, self.disabled = "checked" in attributes, "disabled" in attributes
        self.hidden = "hidden" in attributes
        self.clientWidth, self.clientHeight = 400, 300
        self.offsetWidth, self.offsetHeight, self.offsetLeft = 100, 0, 0
        self.files, self.captured, self.is_in_view = None, None, False
        self.scrollLeft = self.scrollHeight = self.offsetTop = 0
        self.open, self.is_selected = False, False
        self.shadowRoot = None  # no element of this page is one's own

    def __getattr__(self, name):
        if not name.startswith("aria"):
            raise AttributeError(name)
        return self.attributes.get(f"aria-{name[4:].lower()}")

    def __setattr__(self, name, value):
        if not name.startswith("aria"):
            object.__setattr__(self, name, value)
        elif value is None:
            self.removeAttribute(f"aria-{name[4:].lower()}")
        else:
            self.setAttribute(f"aria-{name[4:].lower()}", value)

    @property
    def children(self):
        return NodeList(node for node in self.nodes if isinstance(node, Element))

    @property
    def textContent(self):
        return "".join(node if isinstance(node, str) else node.textContent for node in self.nodes)

    @textContent.setter
    def textContent(self, text):
        assert isinstance(text, str), f"the text of an element is text, not {text!r}"
        self.nodes = [text] if text else []

    @property
    def tabIndex(self):
        return int(self.attributes.get("tabindex", 0))

    @tabIndex.setter
    def tabIndex(self, number):
        self.attributes["tabindex"] = str(number)

    @property
    def className(self):
        return self.attributes.get("class", "")

    @className.setter
    def className(self, names):
        self.attributes["class"] = names

    @property
    def nextElementSibling(self):
        return self._beside(1)

    @property
    def previousElementSibling(self):
        return self._beside(-1)

    def _beside(self, step):
        siblings = self.parent.children
        place = siblings.index(self) + step
        return siblings[place] if 0 <= place < len(siblings) else None

    def ancestors(self):
        """Give the elements around this one, from the inside out."""
        element = self.parent
        while element is not None:
            yield element
            element = element.parent

    def descendants(self):
        """Give the elements inside this one, in the order of the page."""
        waiting = self.nodes[::-1]
        while waiting:
            node = waiting.pop()
            if isinstance(node, Element):
                yield node
                waiting += node.nodes[::-1]

    def querySelectorAll(self, selector):
        return NodeList(self._found(selector))

    def querySelector(self, selector):
        return next(self._found(selector), None)

    def _found(self, selector):
        return (one for one in self.descendants() if is_match(one, selector))

    def closest(self, selector):
        around = itertools.chain([self], self.ancestors())
        return next((one for one in around if is_match(one, selector)), None)

    def matches(self, selector):
        return is_match(self, selector)

    def hasAttribute(self, name):
        return name in self.attributes

    def getAttribute(self, name):
        return self.attributes.get(name)

    def setAttribute(self, name, value):
        assert isinstance(value, str), f"attributes are text, not {value!r}"
        self.attributes[name] = value

    def removeAttribute(self, name):
        self.attributes.pop(name, None)

    def addEventListener(self, kind, function):
        self.listeners.setdefault(kind, []).append(function)

    def focus(self, *_options):
        self.document.activeElement = self

    def select(self):
        self.is_selected = True

    def show(self):
        self.open = True

    def close(self):
        self.open = False

    @property
    def content(self):
        """What a template holds, which is not part of the page."""
        return self._template

    def cloneNode(self, _is_deep):
        clone = Element(self.tag, dict(self.attributes), None, self.document)
        clone.append(
            *[node if isinstance(node, str) else node.cloneNode(True) for node in self.nodes]
        )
        return clone

    def click(self):
        self.send("click")

    def contains(self, other):
        return other is self or other in self.descendants()

    def remove(self):
        self.parent.nodes.remove(self)

    def append(self, *nodes):
        for node in nodes:
            if isinstance(node, Element) and not node.tag:  # a fragment: what is in it
                self.append(*node.nodes)
                continue
            if isinstance(node, Element):
                node.parent = self
            self.nodes.append(node)

    def replaceChildren(self, *nodes):
        self.nodes = []
        self.append(*nodes)

    def setPointerCapture(self, pointer):
        self.captured = pointer

    def scrollIntoView(self, *_options):
        self.is_in_view = True

    def getBoundingClientRect(self):
        return SimpleNamespace(left=10, top=20, width=self.clientWidth, height=self.clientHeight)

    def getContext(self, _kind):
        return SimpleNamespace(drawImage=lambda *_facts: None)

    def toDataURL(self, kind, _quality=None):
        return f"data:{kind};base64,"

    def transferControlToOffscreen(self):
        return SimpleNamespace(getContext=lambda _kind: None)

    def send(self, kind, **facts):
        """Let an event happen to this element, and to those around it."""
        event = SimpleNamespace(target=self, type=kind, **{"detail": 1, **NO_KEYS, **facts})
        event.is_prevented = False
        event.preventDefault = lambda: setattr(event, "is_prevented", True)
        for element in [self, *self.ancestors(), self.document]:
            for function in element.listeners.get(kind, []):
                function(event)
        return event


class Markup(HTMLParser):
    """Notes what there is in the markup of a page, in its order."""

    def __init__(self, text):
        super().__init__()
        self.parts = []  # (tag, attributes) where one begins, a text, or None where a tag ends
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.parts.append((tag, {name: value or "" for name, value in attributes}))
        if tag in VOID:
            self.parts.append(None)

    def handle_startendtag(self, tag, attributes):
        self.parts += [(tag, dict(attributes)), None]

    def handle_endtag(self, _tag):
        self.parts.append(None)

    def handle_data(self, text):
        self.parts.append(text)


@functools.cache
def _parts_of(text):
    return Markup(text).parts


class Document:
    """The page, read from its markup."""

    def __init__(self, text, window):
        self.defaultView, self.hidden, self.activeElement = window, False, None
        self.listeners, self.title = {}, ""
        self._top = Element("", {}, None, self)
        self._fill(_parts_of(text))
        self.documentElement = self._top.querySelector("html")
        self.head = self._top.querySelector("head")
        for template in self.querySelectorAll("template"):
            template._template = Element("", {}, None, self)
            template._template.append(*template.nodes)
            template.nodes = []
        for menu in self.querySelectorAll("select"):
            chosen = [one for one in menu.children if "selected" in one.attributes]
            menu.value = (chosen or menu.children)[0].value
        form = self.querySelector("#controls")
        form.elements = SimpleNamespace(namedItem=self._control)

    def _fill(self, parts):
        around = self._top
        for part in parts:
            if part is None:
                around = around.parent
            elif isinstance(part, str):
                around.nodes.append(part)
            else:
                tag, attributes = part
                element = Element(tag, dict(attributes), around, self)
                around.nodes.append(element)
                around = element

    def createElement(self, tag):
        return Element(tag, {}, None, self)

    def createElementNS(self, _namespace, tag):
        return Element(tag, {}, None, self)

    def getElementById(self, name):
        return self._top.querySelector(f"#{name}")

    def querySelector(self, selector):
        return self._top.querySelector(selector)

    def querySelectorAll(self, selector):
        return self._top.querySelectorAll(selector)

    def addEventListener(self, kind, function):
        self.listeners.setdefault(kind, []).append(function)

    def _control(self, name):
        there = self._top.descendants()
        return next((one for one in there if one.name == name and one.tag in FIELDS), None)


class ResizeObserver:
    """Tells nothing: no element of this page ever gets another size."""

    @classmethod
    def new(cls, _function):
        return cls()

    def observe(self, element):
        pass

    def disconnect(self):
        pass


class Storage:
    """Keeps texts in a dict, as long as it *has_room*; as static/form.mjs makes it."""

    def __init__(self, kept):
        self.read, self._kept, self.has_room = kept.get, kept, True

    def write(self, name, text):
        if self.has_room:
            self._kept[name] = text
        return self.has_room

    def remove(self, name):
        self._kept.pop(name, None)


class MediaQuery:
    """What a reader's system prefers, as it is at the moment."""

    def __init__(self, window, query):
        self._window, self._query = window, query

    matches = property(lambda self: self._query in self._window.prefers)


class Window:
    """The browser's window: an address, a storage, timers that wait until they are told to."""

    def __init__(self):
        self.location = SimpleNamespace(hash="", href="https://example.org/")
        self.may_write = True
        self.kept, self.kept_by_tab = {}, {}
        self.storage, self.tabStorage = Storage(self.kept), Storage(self.kept_by_tab)
        self.tabMemory, self.begunAgain = self.tabStorage, ""
        self.listeners, self.saved = {}, []
        self._dates = itertools.count()
        self.Date = SimpleNamespace(new=lambda: SimpleNamespace(toISOString=self._now))
        self.Blob = SimpleNamespace(new=lambda parts, facts: (parts, facts))
        self.URL = SimpleNamespace(
            createObjectURL=self._keep_file, revokeObjectURL=lambda _address: None
        )
        self.timers, self._numbers = {}, itertools.count(1)
        self.devicePixelRatio, self.events = 1.0, []
        self.ResizeObserver = ResizeObserver
        self.scrolled_to = None
        self.copied, self.may_copy = [], True
        self.prefers = set()  # the media queries that match
        self.Math = SimpleNamespace(random=lambda: 0.4321)
        self.CustomEvent = SimpleNamespace(new=lambda kind, facts: (kind, facts))
        self.dispatchEvent = self.events.append

    def addEventListener(self, kind, function):
        self.listeners.setdefault(kind, []).append(function)

    def _now(self):
        """Return another time at each call, a second later."""
        return f"2026-01-01T00:{next(self._dates):05.2f}Z"

    def _keep_file(self, blob):
        self.saved.append(blob)
        return "blob:"

    def copyText(self, text):
        if self.may_copy:
            self.copied.append(text)
        return SimpleNamespace(then=lambda function: function(self.may_copy))

    def scrollTo(self, left, top):
        self.scrolled_to = (left, top)

    def writeAddress(self, address):
        if self.may_write:
            self.location.hash = address
        return self.may_write

    def matchMedia(self, query):
        return MediaQuery(self, query)

    def setTimeout(self, function, _milliseconds):
        number = next(self._numbers)
        self.timers[number] = function
        return number

    def clearTimeout(self, number):
        self.timers.pop(number, None)

    def rest(self):
        """Let all timers that run now come to their end."""
        timers, self.timers = self.timers, {}
        for function in timers.values():
            function()


def install(monkeypatch):
    """Replace what only a browser has; return the page's modules, imported anew, and the document.

    The modules are attributes of the first: ``modules.page`` is `page.page`, and so on.
    """
    window = Window()
    document = Document((ROOT / "index.html").read_text(encoding="utf-8"), window)
    ffi = SimpleNamespace(to_js=lambda value, *_: value, create_proxy=lambda function: function)
    pyscript = SimpleNamespace(document=document, ffi=ffi)
    for name in [name for name in sys.modules if name.split(".")[0] == "page"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyscript", pyscript)
    names = (
        *("article", "browser", "choices", "engine_link", "form", "lessons", "page"),
        *("readouts", "tabs", "timeline", "voice", "points.editor", "points.picking"),
        *(
            "maths.blocks",
            "maths.formula",
            "maths.lines",
            "maths.listing",
            "maths.pane",
            "maths.products",
            "maths.walk",
        ),
    )
    # Nothing has to be fetched.
    rooms = {"hear", "runs", "takeaway"}
    monkeypatch.setattr(importlib.import_module("page.later"), "_here", rooms)
    modules = {name.split(".")[-1]: importlib.import_module(f"page.{name}") for name in names}
    return SimpleNamespace(**modules), document
