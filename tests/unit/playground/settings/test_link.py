"""All that a link can carry: it comes back, and nothing wild comes in."""

import re
import string

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from in_micropython import HERE, output_of
from micropython_cases import FRAGMENTS
from random_addresses import RANDOM_ADDRESS
from setting_values import ANY_VALUES, LETTERS, NONSENSE

from playground.settings.address import MAX_CHARACTERS, MAX_PARTS, from_fragment, to_fragment
from playground.settings.kinds import Text
from playground.settings.link import (
    AUTORUNS,
    BY_KEY,
    KEYS,
    MAX_LINK,
    PARTS,
    TABS,
    THEMES,
    VIEWS,
    Link,
    extras_of,
    read_link,
    write_link,
    write_whole,
)
from playground.settings.table import SETTINGS
from playground.settings.values import SettingError, are_allowed, defaults, sentences
from tools.environment import ROOT

SETTINGS_ROOM = ROOT / "py/playground/settings"
PLACES = (*PARTS, *(setting.name for setting in SETTINGS))

# Version 1, for ever: what a link of it says beside the settings.
STORED = [
    ("", {}),
    ("shape=circles&hidden_units=5", {}),
    ("v=1&shape=moons&hidden_units=3&epoch=0", {"epoch": 0}),
    ("v=1&shape=moons&hidden_units=3&epoch=214&tab=listing&inside=space&point=7",
     {"epoch": 214, "tab": "listing", "inside": "space", "point": 7}),
    ("v=1&shape=moons&hidden_units=3&weights=AQADAADAPwAAesPNzMw9&tab=network",
     {"weights": "AQADAADAPwAAesPNzMw9", "tab": "network"}),
    ("shape=circles&title=Can%20two%20lines%20do%20it%3F&note=Fish%20%2526%20chips%20%2B%201",
     {"title": "Can two lines do it?", "note": "Fish & chips + 1"}),
    ("v=1&shape=moons&hidden_units=3&title=K%C3%B6nnen%20100%2525%20%F0%9F%8C%B9",
     {"title": "Können 100% 🌹"}),
    ("title=Plain words&note=100% sure", {"title": "Plain words", "note": "100% sure"}),
    ("goal_test_loss=0.1&goal_accuracy=0.95&goal_units=3&goal_epochs=300",
     {"goal_test_loss": 0.1, "goal_accuracy": 0.95, "goal_units": 3, "goal_epochs": 300}),
    ("goal_units=0&goal_accuracy=1", {"goal_units": 0, "goal_accuracy": 1.0}),
    ("embed=1&show=picture,run&hide=noise&lock=network,shape&theme=dark&autorun=loop&lang=en",
     {"embed": 1, "show": ("picture", "run"), "hide": ("noise",), "lock": ("network", "shape"),
      "theme": "dark", "autorun": "loop"}),
    ("embed=1&title=One#?secret=abc&title=Two", {"embed": 1, "title": "One"}),
    ("embed%3D1%26theme%3Dlight", {"embed": 1, "theme": "light"}),
    ("embed=1&amp;theme=light", {"embed": 1, "theme": "light"}),
]  # fmt: skip
# What a hostile, an old or a mistyped link says, and the sentence about it.
REFUSED = [
    ("v=2", "v takes 1, the newest version of links that this page knows, not “2”."),
    ("v=0", "v takes 1, the newest version of links that this page knows, not “0”."),
    ("tab=<script>", "tab takes listing, data, network, training, view, not “<script>”."),
    ("inside=constructor", "inside takes lines, check, space, surface, not “constructor”."),
    ("point=0", "point takes a whole number from 1 to 20000, not “0”."),
    ("point=-1", "point takes a whole number from 1 to 20000, not “-1”."),
    ("weights=%3Cb%3E", "weights takes weights as this page packs them, not “<b>”."),
    ("goal_accuracy=95", "goal_accuracy takes 0 to 1, not “95”."),
    ("goal_test_loss=nan", "goal_test_loss takes 0 to 10, not “nan”."),
    ("goal_units=97", "goal_units takes a whole number from 0 to 96, not “97”."),
    ("embed=yes", "embed takes a whole number from 0 to 1, not “yes”."),
    ("theme=javascript:1", "theme takes auto, light, dark, not “javascript:1”."),
    ("autorun=", "autorun takes no, once, loop, not “”."),
    ("lang=xx", "lang takes en, not “xx”."),
    ("show=picture,nothing",
     "show takes names of settings and of parts of the page, with commas between them,"
     " not “picture,nothing”."),
    ("lock=__proto__",
     "lock takes names of settings and of parts of the page, with commas between them,"
     " not “__proto__”."),
    ("title=" + "a" * 81,
     "title takes one line of up to 80 characters, not “aaaaaaaaaaaaaaaaaaaa…”."),
    ("title=a\tb", "title takes one line of up to 80 characters, not “a\tb”."),
    ("note=a\u202eb", "note takes one line of up to 500 characters, not “a\u202eb”."),
    ("titel=x", "There is no setting “titel”."),
]  # fmt: skip

LETTER = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cf"))
PROSE = {
    name: st.text(LETTER, max_size=BY_KEY[name].allowed.max_characters).map(
        lambda text: text.strip(" \t\r\n")
    )
    for name in ("title", "note")
}
PLACE_LISTS = st.sets(st.sampled_from(PLACES), max_size=5).map(
    lambda chosen: tuple(name for name in PLACES if name in chosen)
)
ANY_EXTRAS = st.fixed_dictionaries(
    {},
    optional={
        "epoch": st.none() | st.integers(0, 10_000),
        "weights": st.text(LETTERS, max_size=200),
        "tab": st.sampled_from(("", *TABS)),
        "inside": st.sampled_from(("", *VIEWS)),
        "point": st.none() | st.integers(1, 20_000),
        **PROSE,
        "goal_test_loss": st.none() | st.integers(0, 1000).map(lambda number: number / 100),
        "goal_accuracy": st.none() | st.integers(0, 100).map(lambda number: number / 100),
        "goal_units": st.none() | st.integers(0, 96),
        "goal_epochs": st.none() | st.integers(0, 10_000),
        "embed": st.integers(0, 1) | st.booleans(),
        **dict.fromkeys(("show", "hide", "lock"), PLACE_LISTS),
        "theme": st.sampled_from(THEMES),
        "autorun": st.sampled_from(AUTORUNS),
        "lang": st.just("en"),
    },
)
KEY_PARTS = st.builds("{}={}".format, st.sampled_from(tuple(BY_KEY)), NONSENSE | st.text())
ANY_FRAGMENT = (
    st.text()
    | st.sampled_from(FRAGMENTS)
    | RANDOM_ADDRESS
    | st.lists(KEY_PARTS | RANDOM_ADDRESS, max_size=8).map("&".join)
)


UNSEEN = "[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"


def is_sane(link):
    """Whether nothing in a *link* is anything but what the contract says, by other means."""
    counts = ((link.epoch, 0, 10_000), (link.point, 1, 20_000), (link.goal_units, 0, 96))
    return (
        are_allowed(link.values)
        and len(link.title) <= 80
        and len(link.note) <= 500
        and not re.search(UNSEEN, link.title + link.note)
        and all(
            one is None or (type(one) is int and low <= one <= most) for one, low, most in counts
        )
        and all(one is None or 0 <= one <= 10 for one in (link.goal_test_loss, link.goal_accuracy))
        and set(link.weights) <= set(string.ascii_letters + string.digits + "-_")
        and (link.v, link.lang) == (1, "en")
        and link.embed in (0, 1)
        and link.tab in ("", *TABS)
        and link.inside in ("", *VIEWS)
        and link.theme in THEMES
        and link.autorun in AUTORUNS
        and all(set(names) <= set(PLACES) for names in (link.show, link.hide, link.lock))
    )


def test_a_link_has_an_attribute_for_each_key():
    assert Link._fields == ("values", "problems", *(key.name for key in KEYS))
    assert not set(BY_KEY) & {setting.name for setting in SETTINGS}


@pytest.mark.parametrize(("fragment", "said"), STORED)
def test_a_link_of_version_1_keeps_its_meaning(fragment, said):
    link = read_link(fragment)
    assert link.problems == []
    defaults_of_keys = {key.name: key.default for key in KEYS}
    assert extras_of(link, tuple(BY_KEY)) == {**defaults_of_keys, **said}


@pytest.mark.parametrize(("fragment", "sentence"), REFUSED)
def test_what_cannot_be_used_has_its_default_and_a_sentence(fragment, sentence):
    link = read_link(f"{fragment}&shape=circles")
    assert sentences(link.problems) == [sentence]
    assert extras_of(link, tuple(BY_KEY)) == {key.name: key.default for key in KEYS}
    assert link.values == defaults("circles")


@settings(deadline=None)
@given(values=ANY_VALUES, extras=ANY_EXTRAS)
@example(values=dict(defaults("custom"), points="AQ-"), extras={})
@example(values=dict(defaults("custom"), names="a,b,c,"), extras={"epoch": None})
@example(values=defaults(), extras={"title": "a=b&c%26d+e#f;g", "note": "%41 &amp; \\ < > \" '"})
def test_a_link_brings_back_what_it_was_written_from(values, extras):
    fragment = write_link(values, **extras)
    link = read_link(fragment)
    assert (link.values, link.problems) == (values, [])
    for name, value in extras.items():
        assert getattr(link, name) == (BY_KEY[name].default if value is None else value), name
    assert write_link(link.values, **extras_of(link, tuple(BY_KEY))) in (
        fragment,
        f"v=1&{fragment}",
    )
    # One word, in a letter or a chat, of which no program takes the end for that of a sentence.
    for written in (fragment, write_whole(values, **extras)):
        assert re.fullmatch(r"[A-Za-z0-9_.~,=&%-]*[A-Za-z0-9]", written)
        assert read_link(written)._replace(v=1) == link


@pytest.mark.parametrize("title", ["Why?", "a-", "(so)", "a.", "a_", "a,", "a~", "a*", "é", "a'"])
def test_a_link_ends_in_a_letter_or_a_digit(title):
    for extras in ({"title": title}, {"title": title, "v": 1}):
        fragment = write_link(defaults(), **extras)
        assert fragment[-1].isalnum()
        assert fragment.count("v=1") == 1
        assert read_link(fragment).title == title


def test_so_do_points_that_are_too_many_for_an_address():
    values = dict(defaults("custom"), points="AQ" * 2500 + "_-")
    assert write_whole(values).endswith("_-&v=1")
    assert read_link(write_whole(values)).values == values
    assert write_link(values)[-1].isalnum()


@settings(deadline=None, max_examples=500)
@given(fragment=ANY_FRAGMENT)
@example("title=\ud800")
@example("note=%ED%A0%80")
@example("title=%2525%25")
def test_any_fragment_gives_a_sane_link(fragment):
    link = read_link(fragment)
    assert is_sane(link)
    again = read_link(write_link(link.values, **extras_of(link, tuple(BY_KEY))))
    assert again.problems == []
    for name in BY_KEY:
        assert getattr(again, name) == getattr(link, name)


@settings(deadline=None)
@given(fragment=ANY_FRAGMENT)
def test_settings_and_epoch_are_read_as_the_address_reads_them(fragment):
    link = read_link(fragment)
    assert link.values == from_fragment(fragment)[0]
    assert link.epoch == read_link(fragment).epoch


@settings(deadline=None)
@given(values=ANY_VALUES, epoch=st.none() | st.integers(0, 10_000))
def test_without_more_a_link_is_an_address(values, epoch):
    values = {**values, "names": ""}
    assert write_link(values, epoch=epoch) == to_fragment(values, epoch)


@pytest.mark.parametrize(
    "extras",
    [
        {"tab": "lessons"}, {"point": 0}, {"title": "a\nb"}, {"title": "a" * 81},
        {"goal_accuracy": 95}, {"show": ("all",)}, {"embed": 2}, {"v": 2}, {"titel": "x"},
        {"weights": "+"}, {"epoch": -1}, {"lang": "de"},
    ],
)  # fmt: skip
def test_what_could_not_be_read_is_not_written(extras):
    with pytest.raises(SettingError):
        write_link(defaults(), **extras)


def test_the_longest_note_fits_a_link():
    longest = write_link(defaults(), note="\U0001f339" * 500)
    assert len(longest) < MAX_LINK
    assert read_link(longest).note == "\U0001f339" * 500
    assert read_link(write_link(defaults(), note="&" * 500)).note == "&" * 500


@pytest.mark.parametrize(
    "text", ["a\tb", "a\x7fb", "a\x85b", "\u2028", "\u202e", "\u2066", "\ud800", "a" * 10, "\x00"]
)
def test_prose_is_one_line_without_what_nobody_sees(text):
    assert Text(9).parse(text) is None


@pytest.mark.parametrize("text", ["", "Ä 🌹", "<b>&amp;</b>", "a" * 9, "שלום"])
def test_other_prose_is_taken_as_it_is(text):
    assert Text(20).parse(f" {text} \n") == text


HOSTILE = {
    "escapes": "%41",
    "escapes of escapes": "title=%2541&",
    "commas": "show=,,,,",
    "percent signs": "note=%%%%&",
    "keys": "point=x&",
    "places": "lock=shape,",
    "half letters": "%C3",
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_however_long_a_hostile_link_is_no_more_than_so_much_of_it_is_looked_at(piece):
    link = read_link(piece * 1_000_000)
    assert len(link.problems) <= MAX_PARTS + 1  # the first says that there is more
    assert all(len(problem.given) <= MAX_CHARACTERS for problem in link.problems)


def test_micropython_reads_and_writes_the_same_links():
    files = {f"playground/settings/{path.name}": path for path in SETTINGS_ROOM.glob("*.py")}
    files["link_cases.py"] = HERE / "link_cases.py"
    cases = [fragment for fragment, _ in STORED + REFUSED] + [
        piece * 50 for piece in HOSTILE.values()
    ]
    code = f"import link_cases; print(link_cases.report({cases!r}), end='')"
    import link_cases

    assert output_of(code, files).splitlines() == link_cases.report(cases).splitlines()
