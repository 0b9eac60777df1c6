"""The page as it is written: its form is the table of settings, and its parts are all there."""

import ast
import json
import math
import os
import re
import tarfile
import tomllib
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import fake_page
import pytest

import messages
from playground.look.theme import THEMES, unit_look
from playground.session.session import Session
from playground.settings import link
from playground.settings.address import from_fragment
from playground.settings.kinds import (
    Code,
    Menu,
    Names,
    Number,
    Segments,
    Several,
    Share,
    Switch,
    Whole,
    WholeOr,
    Widths,
    as_text,
)
from playground.settings.lessons import FIRST, LESSONS, address_of, whole
from playground.settings.table import MIN_ON_SLIDER, SETTINGS, SWITCH
from playground.settings.values import SettingError, defaults, parse
from tools.rooms import engine_archives, engine_modules, page_modules
from tools.site.release import GENERATED
from tools.site.settings_markup import with_controls

ROOT = Path(__file__).parents[3]
STYLE = (ROOT / "static/style.css").read_text(encoding="utf-8")
# Made by the set-up, not part of the repository.
MADE = ("static/runtime/", "static/engine/")
# Elements without an end tag.
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
FIELDS = {"input", "select", "textarea"}
# Where the settings of each section of the table stand.
SECTIONS = {
    "shapes": "data",
    "legend": "legend",
    "run": "pace",
    "drawing": "steppers",
    "data": "pane-data",
    "network": "pane-network",
    "check": "view-mistake",
    "training": "pane-training",
    "view": "pane-view",
}
TABS = ("listing", "data", "network", "training", "view")


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
            and all(
                element.get(key.replace("_", "-")) == value for key, value in attributes.items()
            )
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


def is_field(element):
    """Whether *element* is a control, as `form.elements` finds it: some inputs are one group."""
    if element.get("type") == "radio":
        return False
    return element.name in FIELDS or (
        element.name == "fieldset" and element.get("name") is not None
    )


def fields(name):
    """Return all controls of that name, wherever they are on the page."""
    return [element for element in page.all(name=name) if is_field(element)]


def one_field(name):
    """Return the only control of that name in the form."""
    (field,) = (element for element in form.all(name=name) if is_field(element))
    return field


def of_kind(*kinds):
    """Return the settings whose values are of these kinds."""
    return [setting for setting in SETTINGS if type(setting.allowed) in kinds]


def label_of(field):
    """Return the label that names *field* or holds it."""
    found = [
        label
        for label in page.all("label")
        if field in label.descendants or (field.get("id") and label.get("for") == field.get("id"))
    ]
    assert len(found) == 1, f"{len(found)} labels of {field.attributes}"
    return found[0]


def words_of(element):
    """Return the text of *element* as the reader sees it, without its menus' texts."""
    return " ".join(element.text.split())


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
    path = Path(os.path.normpath(ROOT / parts.path))
    assert path.is_relative_to(ROOT), f"{address} leads out of the site"
    is_made = any(path.is_relative_to(ROOT / folder) for folder in MADE)
    if not is_made and parts.path not in GENERATED:
        assert path.is_file(), f"{address} does not exist"


# --- the form and the table ------------------------------------------------------------


each = pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)


def each_of(*kinds):
    """Return a mark for a test of each setting whose values are of these kinds."""
    return pytest.mark.parametrize("setting", of_kind(*kinds), ids=lambda setting: setting.name)


def test_the_form_is_what_the_table_makes_of_it():
    text = (ROOT / "index.html").read_text(encoding="utf-8")
    assert with_controls(text) == text, "run `python3 py form`"


@each
def test_each_setting_has_one_control_of_its_name_in_the_form(setting):
    assert len(fields(setting.name)) == 1, "run `python3 py form`"
    assert one_field(setting.name)


@each
def test_each_control_stands_in_the_section_that_the_table_says(setting):
    ids = [element.get("id") for element in one_field(setting.name).ancestors()]
    assert SECTIONS[setting.section] in ids


def test_the_form_has_no_control_that_is_not_in_the_table():
    names = {element.get("name") for element in form.descendants if is_field(element)} - {None}
    assert names == {setting.name for setting in SETTINGS}


def test_what_has_no_name_is_part_of_a_control_or_none_of_the_settings():
    boxes = [box for setting in of_kind(Several) for box in one_field(setting.name).all("input")]
    for field in form.all(*FIELDS):
        if field.get("name") is None and field not in boxes and field.get("id") != "timeline":
            # A slider beside the number of a setting; or a tool, which holds no setting.
            of_a_setting = field.get("data-log-of")
            assert one_field(of_a_setting) if of_a_setting else is_tool(field), field.attributes


def is_tool(field):
    """Whether *field* belongs to the tools for own points, to what is looked at, or to motion."""
    return any(element.get("id") in ("own", "views", "motion") for element in field.ancestors())


SWITCHES = of_kind(Switch)
NUMBERS = of_kind(Whole, Number, Share)


def test_every_setting_is_of_a_kind_that_is_checked_here():
    known = SWITCHES + NUMBERS + of_kind(Menu, Segments, Several, WholeOr, Widths, Names, Code)
    assert sorted(setting.name for setting in known) == sorted(row.name for row in SETTINGS)


@each_of(Menu)
def test_a_menu_offers_what_the_table_allows_and_begins_with_the_default(setting):
    options = form.one("select", name=setting.name).all("option")
    assert [option.get("value") for option in options] == list(setting.allowed.words)
    assert [words_of(option) for option in options] == list(setting.allowed.texts)
    selected = [option.get("value") for option in options if "selected" in option.attributes]
    assert selected == [setting.default]
    assert not any("disabled" in option.attributes for option in options)


@pytest.mark.parametrize("setting", SWITCHES, ids=lambda setting: setting.name)
def test_a_switch_is_a_checkbox_that_begins_with_the_default(setting):
    box = form.one("input", name=setting.name)
    assert box.get("type") == "checkbox"
    assert ("checked" in box.attributes) == (setting.default == SWITCH.words[0])
    # What it says is `checked`, which form.py turns into words: no value of its own.
    assert box.get("value") is None


@each_of(Several)
def test_a_choice_of_several_is_a_group_of_boxes_that_begins_with_the_default(setting):
    boxes = one_field(setting.name).all("input")
    assert {box.get("type") for box in boxes} == {"checkbox"}
    assert [box.get("value") for box in boxes] == list(setting.allowed.words)
    assert [words_of(label_of(box)) for box in boxes] == list(setting.allowed.texts)
    checked = [box.get("value") for box in boxes if "checked" in box.attributes]
    assert ",".join(checked) == setting.default


@each_of(Segments)
def test_a_choice_of_a_few_is_a_group_of_which_one_is_chosen(setting):
    boxes = one_field(setting.name).all("input")
    assert {box.get("type") for box in boxes} == {"radio"}
    assert {box.get("name") for box in boxes} == {f"{setting.name}-choice"}
    assert [box.get("value") for box in boxes] == list(setting.allowed.words)
    assert [words_of(label_of(box)) for box in boxes] == list(setting.allowed.texts)
    checked = [box.get("value") for box in boxes if "checked" in box.attributes]
    assert checked == [setting.default]


@each_of(WholeOr)
def test_what_is_a_number_or_a_word_is_typed_as_text(setting):
    box = form.one("input", name=setting.name)
    assert box.get("type") == "text"
    assert box.get("value") == as_text(setting.default)


@each_of(Code, Names, Widths)
def test_a_code_is_nothing_that_a_reader_types(setting):
    box = form.one("input", name=setting.name)
    assert (box.get("type"), box.get("value")) == ("hidden", setting.default)


SLIDERS = [row for row in NUMBERS if row.allowed.control == "slider" and row.section != "drawing"]
BOXES = [row for row in NUMBERS if row not in SLIDERS]


@pytest.mark.parametrize("setting", SLIDERS, ids=lambda setting: setting.name)
def test_a_slider_has_range_and_steps_of_the_table(setting):
    box = form.one("input", name=setting.name)
    assert box.get("type") == "range"
    assert box.get("min") == as_text(setting.allowed.low)
    assert box.get("max") == as_text(setting.allowed.high)
    # Both its end and its default are one of its steps.
    step, least, most = (Fraction(box.get(name)) for name in ("step", "min", "max"))
    assert step == Fraction(str(setting.allowed.step)) > 0
    assert (most - least) % step == 0
    assert (Fraction(box.get("value")) - least) % step == 0


@pytest.mark.parametrize("setting", BOXES, ids=lambda setting: setting.name)
def test_a_number_that_is_typed_is_text_so_that_a_decimal_comma_arrives(setting):
    box = form.one("input", name=setting.name)
    is_whole = isinstance(setting.allowed, Whole)
    assert (box.get("type"), box.get("inputmode")) == ("text", "numeric" if is_whole else "decimal")


# Beside Run there is no room for a slider.
LOGS = [row for row in NUMBERS if row.allowed.step == "log" and row.section != "run"]


def test_each_number_with_equal_factors_has_a_slider_for_them_and_no_other_has():
    sliders = [element for element in page.descendants if "data-log-of" in element.attributes]
    assert [slider.get("data-log-of") for slider in sliders] == [row.name for row in LOGS]
    for slider, setting in zip(sliders, LOGS, strict=True):
        assert (slider.name, slider.get("type"), slider.get("name")) == ("input", "range", None)
        # It stands for its number's power of ten, and can be told apart from it.
        assert float(slider.get("value")) == pytest.approx(math.log10(setting.default), abs=0.005)
        assert slider.get("aria-label").startswith(setting.label)
        assert float(slider.get("min")) == math.log10(max(setting.allowed.low, MIN_ON_SLIDER))
        assert float(slider.get("max")) == math.log10(setting.allowed.high)


@each
def test_what_a_control_says_in_the_beginning_is_the_default(setting):
    # As py/page/form.py reads it.
    field = one_field(setting.name)
    if field.name == "select":
        (text,) = (
            option.get("value") for option in field.all("option") if "selected" in option.attributes
        )
    elif field.name == "fieldset":
        boxes = [box for box in field.all("input") if "checked" in box.attributes]
        text = ",".join(box.get("value") for box in boxes)
    elif field.get("type") == "checkbox":
        text = SWITCH.words[0] if "checked" in field.attributes else SWITCH.words[1]
    else:
        text = field.get("value")
    assert parse(setting.name, text) == setting.default


def test_what_lies_outside_of_a_numbers_range_is_refused():
    for setting in NUMBERS:
        allowed = setting.allowed
        for text in (str(float(allowed.low) - 0.01), str(int(float(allowed.high)) + 1)):
            with pytest.raises(SettingError):
                parse(setting.name, text)


def test_each_place_that_shows_a_setting_begins_with_its_default():
    shown = [element for element in page.descendants if "data-shows" in element.attributes]
    sliders = {row.name for row in NUMBERS if one_field(row.name).get("type") == "range"}
    assert {element.get("data-shows") for element in shown} == sliders
    shares = {setting.name for setting in of_kind(Share)}
    for element in shown:
        assert element.name == "output"
        name = element.get("data-shows")
        assert ("data-percent" in element.attributes) == (name in shares)
        value = defaults()[name]
        assert words_of(element) == (f"{100 * value:.0f} %" if name in shares else as_text(value))


@each_of(Whole, WholeOr, Number, Share, Menu, Switch, Several, Segments)
def test_each_control_has_one_visible_label_with_the_words_of_the_table(setting):
    field = one_field(setting.name)
    if setting.section == "drawing":
        assert field.get("aria-label") == setting.label
    elif isinstance(setting.allowed, (Several, Segments)):
        assert words_of(field.one("legend")) == f"{setting.label} {setting.symbol}".strip()
    elif setting.section in ("shapes", "legend"):
        assert words_of(label_of(field)) == setting.label
    else:
        assert words_of(label_of(field)) == f"{setting.label} {setting.symbol}".strip()


@each
def test_each_control_is_described_by_its_line_of_help(setting):
    field = one_field(setting.name)
    if isinstance(setting.allowed, (Code, Names, Widths)) or setting.section in (
        "drawing",
        "legend",
    ):
        return
    told = field.get("aria-describedby").split()
    # What is wrong with it as well, where there is a place for that.
    assert told in ([f"{setting.name}-help"], [f"{setting.name}-help", f"{setting.name}-problem"])
    for name in told:
        assert page.all(id=name), name
    line = page.one("small", id=f"{setting.name}-help")
    assert words_of(line) == setting.help


@each
def test_what_is_wrong_with_a_setting_can_be_said_beside_it(setting):
    # A code cannot be typed; a box to tick or a menu has nothing that can be wrong with it.
    needs_none = isinstance(setting.allowed, (Code, Names)) or setting.section in (
        "legend",
        "shapes",
    )
    places = form.all("p", data_problem=setting.name)
    assert len(places) == (0 if needs_none else 1)
    for place in places:
        # It is read aloud from the place for messages.
        assert place.get("role") is None
        assert "hidden" in place.attributes
        assert SECTIONS[setting.section] in [one.get("id") for one in place.ancestors()] or (
            isinstance(setting.allowed, Widths)
        )


def test_the_timeline_has_a_name_for_those_who_cannot_see_it():
    timeline = form.one("input", id="timeline")
    assert timeline.get("type") == "range"
    assert timeline.get("aria-label")
    assert form.one("output", name="epoch").get("for") == "timeline"


def test_every_label_and_every_reference_belongs_to_something_on_the_page():
    ids = {element.get("id") for element in page.descendants}
    for label in page.all("label"):
        inside = [field for field in page.all(*FIELDS) if field in label.descendants]
        named = [one for one in page.all(id=label.get("for")) if is_field(one)]
        named = named if label.get("for") else []
        assert len(inside + named) == 1
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
            if name == "epoch":
                assert link.read_link(fragment).epoch == int(text)
                continue
            assert as_text(values[name]) == text


# --- what is said of the default settings before any script runs -----------------------


def test_the_words_of_the_first_picture_are_true():
    assert page.one(id="status").text.strip() == ""
    alternative = page.one(id="poster").one("img").get("alt")
    assert alternative == f"{FIRST.label}: not trained yet."
    assert page.one(id="headline").text == FIRST.question


def test_the_first_numbers_are_those_of_a_network_that_is_not_trained():
    said = {output.get("name"): words_of(output) for output in form.all("output")}
    assert said["epoch"] == "0"
    assert {said[name] for name in (*messages.LOSSES, *messages.ACCURACIES)} == {"–"}
    timeline = form.one("input", id="timeline")
    last = str(defaults()["epochs"])
    assert (timeline.get("min"), timeline.get("max"), timeline.get("value")) == ("0", last, "0")


def test_there_is_a_button_for_each_hidden_unit_in_the_colour_of_its_line():
    # As py/page/network/nodes.py makes them; a test in the browser compares all of it.
    *buttons, output = [one for one in page.all("button") if one.get("class") == "unit"]
    assert output.get("aria-label") == "Output"
    assert len(buttons) == defaults()["hidden_units"]
    for unit, button in enumerate(buttons):
        assert button.get("data-unit") == str(unit)
        assert button.get("aria-label") == f"Layer 1, unit {unit + 1}"
        line = button.one("rect")
        assert line.get("stroke") == f"var(--unit-{unit})"
        colors = re.search(rf"--unit-{unit}: light-dark\((#\w+), (#\w+)\);", STYLE)
        for theme, drawn in zip(("light", "dark"), colors.groups(), strict=True):
            color, dashes = unit_look(theme, unit)
            assert drawn == color
            assert line.get("stroke-dasharray") == " ".join(str(2 * length) for length in dashes)


def test_the_poster_has_a_file_for_each_size_and_theme():
    poster = page.one("picture", id="poster")
    files = [poster.one("img").get("src")]
    for element in poster.descendants:
        files += [file.split()[0] for file in element.get("srcset").split(", ")]
    drawn = next(
        ast.literal_eval(node.value)
        for node in tree_of("py/tools/in_pyodide/posters.py").body
        if isinstance(node, ast.Assign) and node.targets[0].id == "SIZES"
    )
    assert set(files) == {
        f"static/engine/{FIRST.name}-{theme}-{size}x{density}.png"
        for theme in THEMES
        for size, density in drawn
    }


# --- what others rely on ---------------------------------------------------------------


def test_the_page_is_loading_until_python_says_otherwise():
    html = page.one("html")
    assert html.get("data-state") == "loading"
    assert html.get("data-frame") == "0"
    assert html.get("lang") == "en"


@pytest.mark.parametrize(
    "name",
    ["epoch", "train_loss", "penalized_loss", "test_loss", "train_accuracy", "test_accuracy"],
)
def test_each_measure_has_one_read_out_in_the_form(name):
    assert form.one("output", name=name)
    # `form.elements` finds every control by its name: another of that name would shadow it.
    assert len(page.all(name=name)) == 1


def test_every_measure_of_the_engine_has_its_read_out():
    session = Session()
    session.apply(defaults())
    outputs = {output.get("name") for output in form.all("output")} - {None}
    # The last epoch is told by the length of the timeline.
    assert outputs == set(session.metrics()) - {"last_epoch"}


def test_there_are_buttons_to_run_step_and_reset_in_this_order():
    buttons = form.one("section", id="run").all("button")
    # And before them, while the network is broken on purpose, the one that mends it.
    assert [button.get("data-action") for button in buttons] == [
        *("mend", "run", "step", "reset", "hear")
    ]
    assert "hidden" in page.one("div", id="broken").attributes


@pytest.mark.parametrize("action", ["new_data", "new_weights"])
def test_new_data_and_new_weights_are_one_click_away(action):
    ancestors = list(form.one("button", data_action=action).ancestors())
    assert not [element for element in ancestors if element.get("role") == "tabpanel"]


def test_the_strip_has_a_link_for_each_lesson_of_which_the_first_is_marked():
    links = page.one("nav", id="lessons").all("a")
    assert [link.get("href") for link in links] == ["#" + address_of(one) for one in LESSONS]
    assert [link.get("data-lesson") for link in links] == [one.name for one in LESSONS]
    assert [link.get("data-question") for link in links] == [one.question for one in LESSONS]
    marked = [link.get("data-lesson") for link in links if link.get("aria-current")]
    assert marked == [FIRST.name]


def test_each_lesson_has_its_guesses_of_which_those_of_the_first_are_seen():
    groups = [group for group in form.all("fieldset") if group.get("class") == "guess"]
    assert [group.get("data-lesson") for group in groups] == [one.name for one in LESSONS]
    seen = [one.get("data-lesson") for one in groups if "hidden" not in one.attributes]
    assert seen == [FIRST.name]
    for group, lesson in zip(groups, LESSONS, strict=True):
        # What stands in brackets is left out where there is little room.
        assert words_of(group.one("legend")) == whole(lesson.asks)
        texts = [words_of(label) for label in group.all("label")]
        assert texts == [whole(guess.text) for guess in lesson.guesses]
        assert {box.get("name") for box in group.all("input")} == {f"guess-{lesson.name}"}


def test_each_tab_has_its_pane_and_the_first_is_open():
    tabs = page.all(role="tab")
    assert [tab.get("data-tab") for tab in tabs] == list(TABS)
    assert [tab.get("aria-selected") for tab in tabs] == ["true"] + ["false"] * 4
    assert [tab.get("tabindex") for tab in tabs] == [None] + ["-1"] * 4
    for tab in tabs:
        pane = page.one(role="tabpanel", id=tab.get("aria-controls"))
        assert pane.get("data-pane") == tab.get("data-tab")
        assert pane.get("aria-labelledby") == tab.get("id")


def test_every_action_of_a_button_or_a_key_is_known(monkeypatch):
    modules, _ = fake_page.install(monkeypatch)
    known = {*messages.ACTIONS, *modules.page.Page().own_actions}
    # Trying again is for static/form.mjs: there may be no Python. Files are for page.takeaway.
    elsewhere = {None, "retry", "export", "export_stop"}
    actions = {button.get("data-action") for button in page.all("button")} - elsewhere
    assert actions == known - {"pause"}  # which run becomes
    (keys,) = (
        ast.literal_eval(node.value)
        for node in ast.walk(tree_of(ENTRY))
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "KEYS"
    )
    assert set(keys.values()) <= known
    # Each key is listed on the page, and nothing else is.
    listed = [words_of(key).lower() for key in page.all("kbd")]
    assert listed == [{" ": "space"}.get(key, key) for key in keys]


def tree_of(source):
    """Return the syntax of a Python file of the site."""
    return ast.parse((ROOT / source).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["boundary", "loss"])
def test_each_picture_has_words_for_those_who_cannot_see_it(name):
    canvas = page.one("canvas", id=name)
    assert canvas.get("role") == "img"
    described_by = (canvas.get("aria-labelledby") or "").split()
    words = canvas.get("aria-label") or " ".join(page.one(id=name).text for name in described_by)
    assert words.strip()


def test_there_is_one_place_for_messages_and_one_for_errors():
    assert page.one(role="status")
    (alert,) = page.all(role="alert")
    assert alert.get("id") == "fault"
    assert "hidden" in alert.attributes


def test_every_button_says_what_it_does():
    for button in page.all("button"):
        assert button.get("type") == "button"
        assert button.text.strip() or button.get("aria-label")


def test_ids_and_names_are_unique():
    ids = [element.get("id") for element in page.descendants if element.get("id") is not None]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z][\w-]*", name) for name in ids)
    named = [one for one in form.descendants if one.get("name") and one.get("type") != "radio"]
    names = [element.get("name") for element in named]
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
# Of the page's Python, what only a frame on somebody else's page fetches.
framed = json.loads(page.one(id="frame-files").text)
# And what is fetched once somebody needs it, by its room.
later = json.loads(page.one(id="later-files").text)
later_files = {f"py/{name}" for names in later.values() for name in names}
ENTRY = "py/page/main.py"


@pytest.mark.parametrize("config", [engine, interface], ids=["engine", "interface"])
def test_every_file_of_a_configuration_exists(config):
    assert_here(config["interpreter"])
    for source in config.get("files", ()):
        assert_here(source)


def test_python_finds_each_file_where_it_lies_below_py():
    for source, target in {**interface["files"], **framed}.items():
        assert source == f"./py/{target.removeprefix('./')}"


def imports_of(source):
    """Return the files below py/ that a Python file imports, by their names."""
    found = set()
    for node in ast.walk(tree_of(source)):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{source} has a relative import"
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.Constant) and source == "py/engine/later_import.py":
            names = [str(node.value)]  # it imports by name
        else:
            continue
        for name in names:
            parts = name.split(".")
            for end in range(1, len(parts) + 1):
                path = "py/" + "/".join(parts[:end])
                found.update({f"{path}.py", f"{path}/__init__.py"})
    return {path for path in found if (ROOT / path).is_file()}


def all_imports_of(entry):
    """Return all files below py/ that an entry needs, without the entry itself."""
    needed, to_read = set(), [entry]
    while to_read:
        new = imports_of(to_read.pop()) - needed
        needed |= new
        to_read += new
    return needed


def test_the_form_furnishes_a_frame_with_the_parts_that_a_link_knows():
    text = (ROOT / "static/form.mjs").read_text(encoding="utf-8")
    parts, usual, of_the_frame = (
        re.search(rf"const {name} = (.*);", text)[1]
        for name in ("PARTS", "USUALLY", "OF_THE_FRAME")
    )
    assert set(re.findall(r"(\w+):", parts)) == set(link.PARTS)
    assert tuple(json.loads(usual)) == link.USUAL
    assert tuple(json.loads(of_the_frame)) == link.OF_FRAME


def test_the_engine_gets_exactly_what_it_imports_and_the_whole_lesson():
    # A reader's own code may import any part of the lesson.
    lesson = {f"py/{name}" for name in engine_modules(ROOT / "py") if "playground/" in name}
    packed = set()
    for name in engine_archives(ROOT / "py"):
        with tarfile.open(ROOT / "static/engine" / name) as archive:
            packed |= {f"py/{name}" for name in archive.getnames() if name.endswith(".py")}
    assert packed == {"py/engine/main.py"} | all_imports_of("py/engine/main.py") | lesson


def test_the_interface_gets_exactly_what_it_imports():
    listed = {source.removeprefix("./") for source in {**interface["files"], **framed}}
    needed = {name for name in all_imports_of(ENTRY) if not name.endswith("__init__.py")}
    assert listed | later_files == needed | {"py/playground/look/style.py"}


def test_what_comes_later_is_imported_only_behind_the_door():
    # In a function, once `page.later` has brought the room.
    for source in interface["files"]:
        at_once = [
            node.module
            for node in tree_of(source.removeprefix("./")).body
            if isinstance(node, ast.ImportFrom)
        ]
        assert not [name for name in at_once if name.split(".")[1:2] in [[room] for room in later]]


def test_only_a_frame_gets_what_only_a_frame_imports():
    own = {source.removeprefix("./") for source in framed}
    needed = set()
    for source in interface["files"]:
        needed |= imports_of(source.removeprefix("./"))
    assert own
    assert not own & needed
    assert not own & set(interface["files"])


def test_a_release_lists_exactly_the_python_that_the_page_fetches():
    modules = {f"py/{name}" for name in page_modules(ROOT / "py")}
    listed = {source.removeprefix("./") for source in {**interface["files"], **framed}}
    assert modules == {ENTRY} | listed | later_files


def test_the_lesson_knows_nothing_of_browsers():
    for path in (ROOT / "py/playground").rglob("*.py"):
        for node in ast.walk(tree_of(path.relative_to(ROOT))):
            names = [node.module] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                assert name.split(".")[0] not in {"js", "pyodide", "pyscript", "polyscript"}


@pytest.mark.parametrize("source", sorted({ENTRY, *interface["files"]}))
def test_the_interface_keeps_to_what_micropython_has(source):
    missing = {"typing", "dataclasses", "enum", "contextlib", "urllib", "textwrap", "warnings"}
    for node in ast.walk(tree_of(source)):
        if isinstance(node, ast.ImportFrom):
            assert node.module.split(".")[0] not in missing | {"__future__"}
        elif isinstance(node, ast.Import):
            assert not missing & {alias.name.split(".")[0] for alias in node.names}
        assert not isinstance(node, ast.Match)
