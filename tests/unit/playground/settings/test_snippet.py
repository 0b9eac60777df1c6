"""The lines for somebody's own page: they say what a link says, whatever letters there are."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.settings import snippet
from playground.settings.link import read_link
from playground.settings.table import SETTINGS
from playground.settings.values import defaults, take

PAGE = "https://example.org/nn/"
EXTRAS = {
    "epoch": 40,
    "weights": "AQADAADAPwAAesPNzMw9",
    "tab": "listing",
    "title": 'Fish & "chips" <b>',
    "goal_units": 3,
    "show": ("run", "picture"),
    "theme": "dark",
}
WORDS = st.text(st.characters(exclude_categories=("C", "Z")), max_size=20)


class Tags(HTMLParser):
    """The tags of a text, with their attributes."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))

    def __getitem__(self, tag):
        (attributes,) = [attributes for name, attributes in self.found if name == tag]
        return attributes


def fragment(address):
    return address.removeprefix(f"{PAGE}#")


def test_an_element_has_what_differs_as_attributes():
    values, _ = take(defaults(), [("shape", "circles"), ("learning_rate", "0.3")])
    tags = Tags(snippet.element(PAGE, values, EXTRAS, ("moons.png", "Two <moons>"), "lazy"))
    assert [name for name, _ in tags.found] == ["script", "nn-playground", "a", "img"]
    assert tags["script"]["src"] == f"{PAGE}static/embed.js"
    assert tags["nn-playground"] == {
        "shape": "circles",
        "hidden-units": "3",
        "learning-rate": "0.3",
        "epoch": "40",
        "weights": EXTRAS["weights"],
        "title": EXTRAS["title"],
        "goal-units": "3",
        "show": "run picture",
        "theme": "dark",
        "loading": "lazy",
    }
    assert (tags["img"]["src"], tags["img"]["alt"]) == ("moons.png", "Two <moons>")


def test_link_and_frame_say_the_same():
    tags = Tags(snippet.element(PAGE, defaults(), EXTRAS, ("", "")))
    link = read_link(fragment(tags["a"]["href"]))
    framed = Tags(snippet.frame(PAGE, defaults(), EXTRAS))["iframe"]
    frame = read_link(fragment(framed["src"]))
    assert framed["title"] == EXTRAS["title"]
    assert (link.embed, frame.embed) == (0, 1)
    assert frame._replace(embed=0) == link
    assert (link.title, link.epoch, link.show) == (EXTRAS["title"], 40, ("picture", "run"))
    assert (link.problems, link.tab) == ([], "")


@given(title=WORDS, note=WORDS, alt=WORDS)
def test_whatever_letters_there_are_the_tags_stay_the_same(title, note, alt):
    extras = {"epoch": None, "title": title, "note": note}
    tags = Tags(snippet.element(PAGE, defaults(), extras, ("a.png", alt)))
    assert [name for name, _ in tags.found] == ["script", "nn-playground", "a", "img"]
    assert tags["nn-playground"].get("title", "") == title
    assert tags["nn-playground"].get("note", "") == note
    assert tags["img"]["alt"] == alt
    link = read_link(fragment(tags["a"]["href"]))
    assert (link.title, link.note, link.problems) == (title, note, [])


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_can_be_an_attribute(setting):
    values = defaults()
    if setting.name != "layers":
        assert dict(snippet.said_in(values, {})).get(setting.name, "") in ("", "moons", "3")
    text = {"points": "AQAB", "names": "a,b", "widths": "2-3"}.get(setting.name)
    words = getattr(setting.allowed, "words", ())
    other = text or next((one for one in words if one != values[setting.name]), "2")
    changed, problems = take(values, [(setting.name, other)])
    if not problems and changed[setting.name] != values[setting.name]:
        assert dict(snippet.attributes_of(changed, {}))[setting.name.replace("_", "-")] == other


@pytest.mark.parametrize(
    ("named", "name"),
    [
        ([], "moons-3.png"),
        ([("shape", "xor"), ("layers", "0")], "xor-0.png"),
        ([("layers", "2"), ("widths", "4-2")], "moons-4-2.png"),
    ],
)
def test_a_picture_is_called_after_shape_and_units(named, name):
    assert snippet.picture_name(take(defaults(), named)[0]) == name
