"""The policy of each page: what it allows, and that all that is inline is known by its hash."""

import html.parser
import re

import pytest

from tools.environment import ROOT
from tools.site import release
from tools.site.policy import (
    CARD_POLICY,
    DEMO_POLICY,
    POLICY,
    hash_source,
    with_policy,
    without_policy,
)

# What would let in code or files of others, or text that becomes code.
TOO_MUCH = {"'unsafe-inline'", "'unsafe-eval'", "'unsafe-hashes'", "*", "http:", "https:", "data:"}
BARE = '<!doctype html>\n<head>\n  <meta charset="utf-8">\n  <title>x</title>\n'
# Types of scripts that a browser would run, or take for an import map.
RUN = {None, "module", "importmap", "text/javascript"}


class Inline(html.parser.HTMLParser):
    """All that is inline in a page, and the attributes that would be."""

    def __init__(self, text):
        super().__init__()
        self.texts, self.attributes, self._tag = [], [], None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        self.attributes += [name for name in said if name == "style" or name.startswith("on")]
        is_code = tag == "script" and "src" not in said and said.get("type") in RUN
        self._tag = tag if is_code or tag == "style" else None

    def handle_data(self, data):
        if self._tag:
            self.texts.append((self._tag, data))
            self._tag = None


def read(page):
    """Return the policy of the text of a *page*, by directive."""
    (written,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    parts = [part.split() for part in written.split(";")]
    assert len({name for name, *_ in parts}) == len(parts)  # of two, a browser ignores one
    return {name: sources for name, *sources in parts}


@pytest.fixture(scope="module")
def made():
    return {
        name: text.decode()
        for name, text in release.generated(ROOT).items()
        if name.endswith(".html")
    }


def test_every_page_of_the_site_has_one(made):
    assert {"index.html", release.DEMO, "lessons/xor.html"} <= made.keys()
    written = [name for name in release.page_files(ROOT) if name.endswith(".html")]
    assert set(written) <= made.keys()
    for page in made.values():
        policy = read(page)
        assert policy["default-src"] == policy["base-uri"] == policy["form-action"] == ["'none'"]
        assert policy["require-trusted-types-for"] == ["'script'"]


def test_it_comes_before_all_that_it_is_about(made):
    for page in made.values():
        before = page[: page.index("Content-Security-Policy")]
        assert set(re.findall(r"<(\w+)", before)) == {"html", "head", "meta"}


@pytest.mark.parametrize("policy", [POLICY, CARD_POLICY, DEMO_POLICY])
def test_nothing_is_allowed_that_would_let_in_code_of_others(policy):
    for directive, sources in policy.items():
        too_much = TOO_MUCH - ({"data:"} if directive == "img-src" else set())
        assert too_much.isdisjoint(sources), directive
        assert not [source for source in sources if "//" in source], directive


def test_all_that_is_inline_is_known_by_its_hash_and_no_attribute_is_code_or_style(made):
    for name, page in made.items():
        inline, policy = Inline(page), read(page)
        assert inline.texts, name
        assert inline.attributes == [], name
        for tag, text in inline.texts:
            assert hash_source(text) in policy[f"{tag}-src"], (name, tag)


def test_of_the_page_itself_only_the_import_map_is_inline(made):
    (only,) = Inline(made["index.html"]).texts
    assert only[1].startswith('{"integrity": ')


def test_the_hash_is_the_one_that_browsers_compute():
    # The example of the specification (w3.org/TR/CSP3).
    source = "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"
    assert hash_source("alert('Hello, world.');") == source


def test_one_of_an_earlier_time_is_replaced_and_can_be_taken_out():
    page = BARE + "<style>p {}</style>\n"
    first = with_policy(page, CARD_POLICY)
    other = with_policy(first, POLICY)
    assert read(other)["style-src"] == [*POLICY["style-src"], hash_source("p {}")]
    assert with_policy(other, CARD_POLICY) == first
    assert without_policy(other) == page
    assert "style-src" not in CARD_POLICY  # what is inline in one page changes no other's


def test_no_code_of_the_page_makes_code_or_markup_of_text():
    """All of it is refused at run time; here one hears of it before."""
    refused = re.compile(
        r"\b(inner|outer)HTML\b|document\.write|srcdoc|cssText|\beval\(|\bFunction\("
        r"|ContextualFragment|setAttribute\(.style.|insertAdjacentHTML\((?!.*ownMarkup\()"
    )
    paths = [*(ROOT / "py/page").rglob("*.py"), *(ROOT / "static").glob("*js")]
    assert len(paths) > 50
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in paths
        for line in path.read_text(encoding="utf-8").splitlines()
        if refused.search(line) and not line.lstrip().startswith(("#", "//"))
    ]
    assert found == []
