"""The cards: what each lesson's page says to who shares it, and where it leads who opens it."""

import html
import json
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from PIL import Image

from playground.settings.lessons import LESSONS, address_of, lesson_of
from playground.settings.link import read_link
from tools.console import SetupError
from tools.environment import ROOT
from tools.in_pyodide.places import CARD_SIZE
from tools.site import build as builder
from tools.site import cards

SITE = "https://example.org/play/"
NAMES = [lesson.name for lesson in LESSONS]
HOSTILE = """</title></script><script>alert("1")</script>'"&amp;<img src=x onerror=alert(1)>"""

each_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=NAMES)


class Page(HTMLParser):
    """What a reader of Open Graph finds: the tags of a page, and the text of its elements."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.texts = [], {}
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        if self.tags and data.strip():
            self.texts.setdefault(self.tags[-1][0], data)

    def all(self, tag, **attributes):
        """Return the attributes of the elements of that name that have these, among others."""
        return [has for name, has in self.tags if name == tag and attributes.items() <= has.items()]

    def one(self, tag, **attributes):
        (found,) = self.all(tag, **attributes)
        return found

    @property
    def said(self):
        """Open Graph's properties."""
        return {has["property"]: has["content"] for has in self.all("meta") if "property" in has}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The site, built with an address."""
    out = tmp_path_factory.mktemp("site")
    builder.build(ROOT, out, SITE)
    return out


def page_of(built, lesson):
    return Page((built / "lessons" / f"{lesson.name}.html").read_text(encoding="utf-8"))


def file_at(built, address):
    """Return the file of the site at an absolute *address*."""
    assert address.startswith(SITE)
    return built / address.removeprefix(SITE)


def test_every_lesson_has_its_page_and_nothing_else_has():
    made = cards.card_files(ROOT)
    assert set(made) == {f"lessons/{name}.{kind}" for name in NAMES for kind in ("html", "json")}


def test_without_a_picture_there_is_no_page(tmp_path):
    picture = tmp_path / cards.picture_of(LESSONS[1])
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"")
    made = cards.card_files(tmp_path)
    assert set(made) == {f"lessons/{NAMES[1]}.{kind}" for kind in ("html", "json")}


@each_lesson
def test_a_page_says_by_open_graph_what_the_lesson_is(built, lesson):
    page = page_of(built, lesson)
    said = page.said
    assert said["og:title"] == lesson.question
    assert page.texts["title"].startswith(lesson.question)
    assert lesson.label in said["og:description"]
    assert lesson.claim not in said["og:description"]  # who is sent it is to guess first
    assert page.one("meta", name="description")["content"] == said["og:description"]
    assert said["og:url"] == f"{SITE}lessons/{lesson.name}.html"
    assert page.one("link", rel="canonical")["href"] == said["og:url"]
    assert (said["og:type"], said["og:site_name"]) == ("website", cards.TITLE)
    assert page.one("meta", name="twitter:card")["content"] == "summary_large_image"


@each_lesson
def test_its_picture_is_there_and_as_large_as_it_says(built, lesson):
    page = page_of(built, lesson)
    said = page.said
    path = file_at(built, said["og:image"])
    with Image.open(path) as image:
        size = image.size
        assert Image.MIME[image.format] == said["og:image:type"]
    assert size == CARD_SIZE == (int(said["og:image:width"]), int(said["og:image:height"]))
    assert path.stat().st_size < 80_000
    assert said["og:image:alt"].startswith(lesson.label)
    shown = page.one("img")
    assert urljoin(said["og:url"], shown["src"]) == said["og:image"]
    assert shown["alt"] == said["og:image:alt"]


@each_lesson
def test_it_leads_to_exactly_the_settings_of_the_lesson(built, lesson):
    page = page_of(built, lesson)
    (link,) = page.all("a")
    address = urlsplit(urljoin(page.said["og:url"], link["href"]))
    assert address._replace(fragment="").geturl() == SITE
    assert address.fragment == address_of(lesson)
    read = read_link(address.fragment)
    assert (lesson_of(read.values), read.problems) == (lesson, [])


@each_lesson
def test_it_leads_there_with_and_without_scripts(built, lesson):
    page = page_of(built, lesson)
    names = [tag for tag, _ in page.tags]
    refresh = page.one("meta", **{"http-equiv": "refresh"})
    assert refresh["content"] == f"0; url={page.one('a')['href']}"
    # Where scripts run, it would leave an entry in the history.
    assert names[names.index("noscript") + 1] == "meta"
    assert "location.replace(" in page.texts["script"]
    # A page that is left at once need not load its picture.
    assert names.index("script") < names.index("img")
    assert page.one("img")["loading"] == "lazy"


@each_lesson
def test_its_oembed_has_all_that_a_rich_one_needs(built, lesson):
    page = page_of(built, lesson)
    discovered = page.one("link", rel="alternate", type="application/json+oembed")["href"]
    said = json.loads(file_at(built, discovered).read_text(encoding="utf-8"))
    assert (said["version"], said["type"]) == ("1.0", "rich")
    assert (said["title"], said["provider_name"]) == (lesson.question, cards.TITLE)
    assert said["provider_url"] == SITE
    assert said["thumbnail_url"] == page.said["og:image"]
    assert (said["thumbnail_width"], said["thumbnail_height"]) == CARD_SIZE
    frame = Page(said["html"]).one("iframe")
    assert (int(frame["width"]), int(frame["height"])) == (said["width"], said["height"])
    assert frame["title"] == lesson.question
    place, _, fragment = frame["src"].partition("#")
    read = read_link(fragment)
    assert place == SITE
    assert (lesson_of(read.values), read.problems, read.embed) == (lesson, [], True)


def test_without_an_address_relative_ones_stand_in():
    page = Page(cards.page(LESSONS[0], ""))
    assert page.said["og:image"] == "../static/engine/cards/one_line.png"
    assert page.said["og:url"] == "../lessons/one_line.html"
    assert json.loads(cards.oembed(LESSONS[0], ""))["provider_url"] == "../"


def test_the_page_itself_has_a_card_too(built):
    source = (ROOT / "index.html").read_text(encoding="utf-8")
    here, there = Page(source), Page((built / "index.html").read_text(encoding="utf-8"))
    said = there.said
    assert said["og:title"] == said["og:site_name"] == there.texts["title"] == cards.TITLE
    assert said["og:description"] == there.one("meta", name="description")["content"]
    assert said["og:url"] == SITE
    with Image.open(file_at(built, said["og:image"])) as image:
        assert image.size == (int(said["og:image:width"]), int(said["og:image:height"]))
    assert there.one("meta", name="twitter:card")["content"] == "summary_large_image"
    # In the file itself the addresses are relative, and they are all that changes.
    assert {**said, "og:url": "./", "og:image": "static/engine/cards/playground.png"} == here.said


def test_all_links_to_the_page_itself_look_alike_so_it_offers_no_frame():
    page = Page((ROOT / "index.html").read_text(encoding="utf-8"))
    assert page.all("link", rel="alternate") == []


def test_an_address_that_is_there_already_stays():
    page = (ROOT / "index.html").read_text(encoding="utf-8")
    made = cards.with_address(page, SITE)
    assert cards.with_address(made, SITE) == cards.with_address(made, "") == made
    assert cards.with_address(page, "") == page


def test_nothing_in_a_lesson_can_become_markup():
    names = ("question", "claim", "lead", "label", "settings")
    lesson = LESSONS[0]._replace(**dict.fromkeys(names, HOSTILE))
    tame, page = (Page(cards.page(one, SITE)) for one in (LESSONS[0], lesson))
    assert [tag for tag, _ in page.tags] == [tag for tag, _ in tame.tags]
    assert [set(has) for _, has in page.tags] == [set(has) for _, has in tame.tags]
    assert page.said["og:title"] == HOSTILE
    assert page.texts["script"] == tame.texts["script"]
    assert page.one("a")["href"] == f"../#{HOSTILE}&epoch=0"
    (frame,) = Page(json.loads(cards.oembed(lesson, SITE))["html"]).tags
    assert frame[0] == "iframe"
    assert frame[1]["title"] == HOSTILE
    assert frame[1]["src"] == f"{SITE}#{HOSTILE}&epoch=0&embed=1"


def test_an_address_cannot_become_markup_either():
    address = cards.site_address("""https://example.org/"><script>alert(1)</script>""")
    page = cards.with_address('<meta property="og:image" content="a.png">', address)
    assert Page(page).tags == [("meta", {"property": "og:image", "content": address + "a.png"})]
    tame, other = (Page(cards.page(LESSONS[0], one)) for one in (SITE, address))
    assert [tag for tag, _ in other.tags] == [tag for tag, _ in tame.tags]
    assert html.escape(address) in cards.page(LESSONS[0], address)


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("", ""),
        ("https://example.org", "https://example.org/"),
        ("https://example.org/play", "https://example.org/play/"),
        ("http://localhost:8000//", "http://localhost:8000/"),
    ],
)
def test_an_address_ends_with_a_slash(given, meant):
    assert cards.site_address(given) == meant


@pytest.mark.parametrize(
    "given",
    ["example.org", "/play", "ftp://example.org", "https:///play", "https://[", "javascript:1"]
    + [f"https://example.org/{end}" for end in ("?a=1", "#a", " ", "\n")],
)
def test_what_is_no_address_is_refused(given):
    with pytest.raises(SetupError, match="not a site's address"):
        cards.site_address(given)
