"""The page as it is written: its form is the table of settings, and its parts are all there."""

import ast
import json
import re
import tomllib
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from playground.settings import SETTINGS, Range, from_fragment

ROOT = Path(__file__).parents[2]
RUNTIME = "static/runtime/"  # fetched by the set-up, not part of the repository
# Elements without an end tag.
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
FIELDS = {"input", "select", "textarea"}


class Element:
    """An element of a page: its name, attributes, parent, descendants and text."""

    def __init__(self, name, attributes, parent):
        self.name = name
        self.attributes = attributes
        self.parent = parent
        self.descendants = []
        self.text = ""

    def get(self, attribute):
        return self.attributes.get(attribute)

    def all(self, *names, **attributes):
        """Return the descendants that have one of *names* and all *attributes*."""
        return [
            element
            for element in self.descendants
            if (not names or element.name in names)
            and all(element.get(key) == value for key, value in attributes.items())
        ]

    def one(self, *names, **attributes):
        """Return the only such descendant."""
        found = self.all(*names, **attributes)
        assert len(found) == 1, f"{len(found)} elements {names} {attributes}, not one"
        return found[0]

    def ancestors(self):
        element = self
        while element is not None:
            yield element
            element = element.parent


class Page(HTMLParser):
    """Reads a page into elements; every element that has an end must end in its place."""

    def __init__(self, text):
        super().__init__()
        self.root = self._open = Element("", {}, None)
        self.feed(text)
        self.close()
        assert self._open is self.root, f"<{self._open.name}> has no end"

    def handle_starttag(self, name, attributes):
        assert len(attributes) == len(dict(attributes)), f"<{name}> has an attribute twice"
        element = Element(name, dict(attributes), self._open)
        for ancestor in self._open.ancestors():
            ancestor.descendants.append(element)
        if name not in VOID:
            self._open = element

    def handle_startendtag(self, name, attributes):
        self.handle_starttag(name, attributes)
        self.handle_endtag(name)

    def handle_endtag(self, name):
        assert self._open.name == name, f"</{name}> ends <{self._open.name}>"
        self._open = self._open.parent

    def handle_data(self, text):
        for element in self._open.ancestors():
            element.text += text


page = Page((ROOT / "index.html").read_text(encoding="utf-8")).root
form = page.one("form", id="controls")


def fields(name):
    """Return all controls of that name, wherever they are on the page."""
    return page.all(*FIELDS, name=name)


def addresses(*attributes):
    """Return all values of *attributes* on the page, except places on the page itself."""
    values = [
        element.get(attribute)
        for element in page.descendants
        for attribute in attributes
        if element.get(attribute) is not None
    ]
    return [value for value in values if not value.startswith("#")]


def assert_here(address):
    """Fail unless *address* is relative, stays inside the site and leads to a file of it."""
    parts = urlsplit(address)
    assert (parts.scheme, parts.netloc) == ("", ""), f"{address} leads to another site"
    assert not parts.path.startswith("/"), f"{address} would not work below a sub-path"
    path = (ROOT / parts.path).resolve()
    assert path.is_relative_to(ROOT), f"{address} leads out of the site"
    if not path.is_relative_to(ROOT / RUNTIME):
        assert path.is_file(), f"{address} does not exist"


# --- the form and the table ------------------------------------------------------------


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_each_setting_has_one_control_of_its_name_in_the_form(setting):
    assert len(fields(setting.name)) == 1
    assert form.one(*FIELDS, name=setting.name)


def test_the_form_has_no_control_that_is_not_in_the_table():
    names = {field.get("name") for field in form.all(*FIELDS)}
    assert names == {setting.name for setting in SETTINGS}


CHOICES = [setting for setting in SETTINGS if not isinstance(setting.allowed, Range)]
NUMBERS = [setting for setting in SETTINGS if isinstance(setting.allowed, Range)]


@pytest.mark.parametrize("setting", CHOICES, ids=lambda setting: setting.name)
def test_a_menu_offers_what_the_table_allows_and_begins_with_the_default(setting):
    options = form.one("select", name=setting.name).all("option")
    assert [option.get("value") for option in options] == list(setting.allowed)
    assert [option.text.strip().lower() for option in options] == list(setting.allowed)
    selected = [option.get("value") for option in options if "selected" in option.attributes]
    assert selected == [setting.default]
    assert not any("disabled" in option.attributes for option in options)


@pytest.mark.parametrize("setting", NUMBERS, ids=lambda setting: setting.name)
def test_a_slider_has_the_range_and_the_default_of_the_table(setting):
    slider = form.one("input", name=setting.name)
    assert slider.get("type") in ("range", "number")
    assert slider.get("min") == str(setting.allowed.least)
    assert slider.get("max") == str(setting.allowed.most)
    assert slider.get("step") == "1"
    assert slider.get("value") == str(setting.default)


@pytest.mark.parametrize("setting", NUMBERS, ids=lambda setting: setting.name)
def test_the_number_beside_a_slider_begins_with_the_default(setting):
    control = form.one("input", name=setting.name).get("id")
    for output in form.all("output"):
        if control in (output.get("for") or "").split():
            assert output.text == str(setting.default)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_each_control_has_one_visible_label(setting):
    control = form.one(*FIELDS, name=setting.name)
    label = form.one("label", **{"for": control.get("id")})
    assert label.text.strip()


def test_every_label_and_every_reference_belongs_to_something_on_the_page():
    ids = {element.get("id") for element in page.descendants}
    controls = {field.get("id") for field in form.all(*FIELDS)}
    for label in page.all("label"):
        assert label.get("for") in controls
    for element in page.descendants:
        for attribute in ("for", "aria-labelledby", "aria-describedby", "aria-controls", "list"):
            for name in (element.get(attribute) or "").split():
                assert name in ids, f"{attribute}={name}"


def test_every_link_to_settings_can_be_used_as_it_is():
    links = [link.get("href") for link in page.all("a")]
    fragments = [href[1:] for href in links if href.startswith("#") and "=" in href]
    assert fragments
    for fragment in fragments:
        values, problems = from_fragment(fragment)
        assert problems == []
        for part in fragment.split("&"):
            name, _, text = part.partition("=")
            assert str(values[name]) == text


# --- what others rely on ---------------------------------------------------------------


def test_the_page_is_loading_until_python_says_otherwise():
    html = page.one("html")
    assert html.get("data-state") == "loading"
    assert html.get("data-frame") == "0"
    assert html.get("lang") == "en"


@pytest.mark.parametrize("name", ["epoch", "train_loss", "train_accuracy"])
def test_each_measure_has_one_read_out_in_the_form(name):
    assert form.one("output", name=name)
    # `form.elements` finds every control by its name: another of that name would shadow it.
    assert len(page.all(name=name)) == 1


def test_the_picture_has_words_for_those_who_cannot_see_it():
    canvas = page.one("canvas", id="boundary")
    assert canvas.get("role") == "img"
    described_by = (canvas.get("aria-labelledby") or "").split()
    words = canvas.get("aria-label") or " ".join(page.one(id=name).text for name in described_by)
    assert words.strip()


def test_there_is_one_place_for_messages_and_one_for_errors():
    assert page.one(role="status")
    alert = page.one(role="alert")
    assert "hidden" in alert.attributes


def test_every_button_says_what_it_does():
    for button in page.all("button"):
        assert button.get("data-action")
        assert button.get("type") == "button"
        assert button.text.strip() or button.get("aria-label")


def test_ids_and_names_are_unique():
    ids = [element.get("id") for element in page.descendants if element.get("id") is not None]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z][\w-]*", name) for name in ids)
    names = [element.get("name") for element in form.descendants if element.get("name")]
    assert len(names) == len(set(names))


def test_no_handler_hides_in_an_attribute():
    for element in page.descendants:
        for attribute, value in element.attributes.items():
            assert not attribute.startswith("on"), f"<{element.name} {attribute}>"
            assert not (value or "").strip().lower().startswith("javascript:"), value


# --- files -----------------------------------------------------------------------------


def test_every_address_on_the_page_leads_to_a_file_of_the_site():
    found = addresses("href", "src", "action", "poster", "data")
    assert "static/style.css" in found
    for address in found:
        assert_here(address)


def test_the_page_names_no_other_site():
    assert not re.search(r"(https?:)?//\w", (ROOT / "index.html").read_text(encoding="utf-8"))


engine = tomllib.loads((ROOT / "pyscript.toml").read_text(encoding="utf-8"))
interface = json.loads(page.one("mpy-config").text)


@pytest.mark.parametrize("config", [engine, interface], ids=["engine", "interface"])
def test_every_file_of_a_configuration_exists(config):
    assert_here(config["interpreter"])
    for source in config["files"]:
        assert_here(source)


@pytest.mark.parametrize("config", [engine, interface], ids=["engine", "interface"])
def test_python_finds_each_file_where_it_lies_below_py(config):
    for source, target in config["files"].items():
        assert source == f"./py/{target.removeprefix('./')}"


def test_the_engine_gets_the_whole_lesson_and_the_screen():
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "py/playground").rglob("*.py")}
    listed = {source.removeprefix("./") for source in engine["files"]}
    assert listed == modules | {"py/screen.py"}


def test_the_interface_gets_every_module_that_it_imports():
    # All that it loads, it loads before the reader can do anything: so nothing else, either.
    sources = ["py/ui.py", *interface["files"]]
    trees = [ast.parse((ROOT / source).read_text(encoding="utf-8")) for source in sources]
    imported = {
        node.module.replace(".", "/")
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
    }
    ours = {module for module in imported if (ROOT / f"py/{module}.py").exists()}
    listed = {source.removeprefix("./py/").removesuffix(".py") for source in interface["files"]}
    assert listed - {"playground/__init__"} == ours
