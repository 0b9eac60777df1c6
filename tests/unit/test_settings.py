"""The settings: whatever an address says, allowed values come out, and a clear word."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import micropython_cases
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from micropython_cases import FRAGMENTS, LONG_NUMBERS, NOT_NUMBERS, TEXTS

from playground.settings import (
    DATA,
    NETWORK,
    SETTINGS,
    TRAINING,
    VIEW,
    Range,
    SettingError,
    defaults,
    effect_of,
    from_fragment,
    parse,
    to_fragment,
)

ROOT = Path(__file__).parents[2]
BY_NAME = {setting.name: setting for setting in SETTINGS}
NAMES = tuple(BY_NAME)
RANGES = tuple(name for name in NAMES if isinstance(BY_NAME[name].allowed, Range))
CHOICES = tuple(name for name in NAMES if name not in RANGES)


def is_allowed(name, value):
    """Whether *value* is one that the table allows, of the type that the engine expects."""
    allowed = BY_NAME[name].allowed
    if isinstance(allowed, Range):
        return type(value) is int and allowed.least <= value <= allowed.most
    return type(value) is str and value in allowed


def can_be_read(name, text):
    """Whether *text* means an allowed value, decided by other means than `parse` uses."""
    allowed = BY_NAME[name].allowed
    if isinstance(allowed, Range):
        return bool(re.fullmatch("[0-9]{1,6}", text)) and is_allowed(name, int(text))
    return is_allowed(name, text)


def known_parts(fragment):
    """Return (name, text) for each part of *fragment* that is about a setting."""
    pairs = [part.partition("=")[::2] for part in fragment.split("&")]
    return [(name, text) for name, text in pairs if name in NAMES]


def allowed_values(setting):
    """Return a strategy for the values of a setting."""
    if isinstance(setting.allowed, Range):
        return st.integers(*setting.allowed)
    return st.sampled_from(setting.allowed)


NONSENSE = st.text() | st.sampled_from(TEXTS) | st.from_regex(r"\A[-+0-9.e ]{0,9}\Z")
PARTS = NONSENSE | st.builds("{}={}".format, st.sampled_from(NAMES) | st.text(), NONSENSE)
ANY_FRAGMENT = st.text() | st.sampled_from(FRAGMENTS) | st.lists(PARTS, max_size=8).map("&".join)
ANY_VALUES = st.fixed_dictionaries({setting.name: allowed_values(setting) for setting in SETTINGS})


# --- the table -------------------------------------------------------------------------


def test_every_name_stands_once_and_fits_form_address_and_python():
    assert len(set(NAMES)) == len(NAMES) == len(SETTINGS)
    for name in NAMES:
        assert re.fullmatch("[a-z]+(_[a-z]+)*", name)


@pytest.mark.parametrize("name", NAMES)
def test_every_default_is_allowed(name):
    assert is_allowed(name, BY_NAME[name].default)
    assert defaults()[name] == BY_NAME[name].default


def test_the_page_opens_with_three_units_on_the_moons():
    assert defaults() == {"shape": "moons", "hidden_units": 3}


def test_one_to_sixteen_hidden_units_are_allowed():
    assert BY_NAME["hidden_units"].allowed == Range(1, 16)
    assert parse("hidden_units", "1") == 1
    assert parse("hidden_units", "16") == 16
    for text in ("0", "17"):
        with pytest.raises(SettingError):
            parse("hidden_units", text)


def test_defaults_are_a_new_dict_each_time():
    defaults()["shape"] = "spoilt"
    assert defaults()["shape"] == "moons"


# --- one value -------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
@settings(deadline=None)
@given(data=st.data())
def test_every_allowed_value_is_parsed_from_its_text(name, data):
    value = data.draw(allowed_values(BY_NAME[name]))
    assert parse(name, str(value)) == value


@pytest.mark.parametrize("name", RANGES)
@pytest.mark.parametrize("text", NOT_NUMBERS)
def test_only_plain_digits_are_a_number(name, text):
    with pytest.raises(SettingError):
        parse(name, text)


@pytest.mark.parametrize("name", RANGES)
@pytest.mark.parametrize("text", LONG_NUMBERS, ids=len)
def test_a_number_of_many_digits_is_refused_unread(name, text):
    # int() itself raises another error from 4,300 digits on, and takes its time before.
    with pytest.raises(SettingError):
        parse(name, text)


@pytest.mark.parametrize("name", NAMES)
@settings(deadline=None)
@given(text=NONSENSE)
def test_any_text_is_parsed_to_an_allowed_value_or_refused(name, text):
    if can_be_read(name, text):
        assert is_allowed(name, parse(name, text))
    else:
        with pytest.raises(SettingError):
            parse(name, text)


@pytest.mark.parametrize("name", CHOICES)
def test_a_refused_choice_names_the_setting_the_choices_and_what_was_typed(name):
    with pytest.raises(SettingError) as refusal:
        parse(name, "nonsense")
    choices = ", ".join(BY_NAME[name].allowed)
    assert str(refusal.value) == f'{name} can be {choices}; it cannot be "nonsense".'


@pytest.mark.parametrize("name", RANGES)
def test_a_refused_number_names_the_setting_the_range_and_what_was_typed(name):
    least, most = BY_NAME[name].allowed
    with pytest.raises(SettingError) as refusal:
        parse(name, "many")
    expected = f'{name} can be a whole number from {least} to {most}; it cannot be "many".'
    assert str(refusal.value) == expected


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", '""'),
        ("twenty characters ok", '"twenty characters ok"'),
        ("twenty-one characters", '"twenty-one character…"'),
        ("9" * 1_000_000, '"99999999999999999999…"'),
    ],
    ids=["nothing", "20 characters", "21 characters", "1,000,000 characters"],
)
def test_what_was_typed_is_quoted_and_cut_to_fit_a_sentence(name, text, shown):
    with pytest.raises(SettingError) as refusal:
        parse(name, text)
    assert str(refusal.value).endswith(f"it cannot be {shown}.")


# --- an address ------------------------------------------------------------------------


@settings(deadline=None)
@given(fragment=ANY_FRAGMENT)
@example("\ud800")  # half of a character
@example("hidden_units=" + "9" * 1_000_000)
def test_any_address_gives_an_allowed_value_for_every_setting(fragment):
    values, _ = from_fragment(fragment)
    assert set(values) == set(NAMES)
    for name, value in values.items():
        assert is_allowed(name, value)


@settings(deadline=None)
@given(fragment=ANY_FRAGMENT)
def test_each_bad_value_is_reported_once_in_order_and_nothing_else_is(fragment):
    _, problems = from_fragment(fragment)
    bad = [name for name, text in known_parts(fragment) if not can_be_read(name, text)]
    assert [problem.split(" can be ")[0] for problem in problems] == bad


@settings(deadline=None)
@given(values=ANY_VALUES)
def test_an_address_brings_back_the_values_it_was_written_from(values):
    assert from_fragment(to_fragment(values)) == (values, [])


@settings(deadline=None)
@given(fragment=ANY_FRAGMENT)
def test_what_an_address_means_does_not_change_when_it_is_written_anew(fragment):
    values, _ = from_fragment(fragment)
    assert from_fragment(to_fragment(values)) == (values, [])


def test_an_address_names_all_settings_in_the_order_of_the_table():
    assert to_fragment({"hidden_units": 3, "shape": "moons"}) == "shape=moons&hidden_units=3"


def test_an_empty_address_means_the_defaults():
    assert from_fragment("") == (defaults(), [])


def test_the_order_in_an_address_does_not_matter():
    expected = {"shape": "circles", "hidden_units": 5}
    assert from_fragment("shape=circles&hidden_units=5") == (expected, [])
    assert from_fragment("hidden_units=5&shape=circles") == (expected, [])


@pytest.mark.parametrize(
    "name", ["later", "Shape", " shape", "shape ", "__proto__", "constructor", "__class__", ""]
)
def test_an_unknown_name_is_ignored_without_a_word(name):
    expected = {**defaults(), "shape": "circles"}
    assert from_fragment(f"{name}=1&shape=circles&{name}=2") == (expected, [])


def test_a_bad_value_leaves_the_default_and_the_other_settings_alone():
    values, problems = from_fragment("shape=squares&hidden_units=5")
    assert values == {**defaults(), "hidden_units": 5}
    assert problems == ['shape can be blobs, circles, moons; it cannot be "squares".']


def test_a_name_without_a_value_is_a_bad_value():
    values, problems = from_fragment("hidden_units")
    assert values == defaults()
    assert problems == [
        'hidden_units can be a whole number from 1 to 16; it cannot be "".',
    ]


def test_the_last_usable_value_of_a_repeated_name_counts():
    assert from_fragment("shape=circles&shape=blobs")[0]["shape"] == "blobs"
    values, problems = from_fragment("shape=circles&shape=squares")
    assert values["shape"] == "circles"
    assert len(problems) == 1


def test_two_bad_values_of_one_name_are_two_problems():
    _, problems = from_fragment("shape=squares&shape=stars")
    assert ["squares" in problems[0], "stars" in problems[1]] == [True, True]
    assert len(problems) == 2


def test_a_name_that_every_object_has_is_no_shape():
    for text in ("__proto__", "constructor", "toString"):
        values, problems = from_fragment(f"shape={text}")
        assert values == defaults()
        assert len(problems) == 1


# --- the effect of a change ------------------------------------------------------------


def test_effects_grow_with_the_work_they_ask_for():
    assert VIEW < TRAINING < NETWORK < DATA


@settings(deadline=None)
@given(values=ANY_VALUES)
def test_the_same_values_have_no_effect(values):
    assert effect_of(values, dict(values)) is None


@settings(deadline=None)
@given(values=ANY_VALUES)
def test_the_first_values_ask_for_new_data(values):
    assert effect_of({}, values) == DATA


@settings(deadline=None)
@given(before=ANY_VALUES, after=ANY_VALUES)
def test_the_largest_effect_among_the_changes_counts(before, after):
    if before["shape"] != after["shape"]:
        expected = DATA
    elif before["hidden_units"] != after["hidden_units"]:
        expected = NETWORK
    else:
        expected = None
    assert effect_of(before, after) == expected


# --- the page's own Python -------------------------------------------------------------


def test_micropython_gives_the_same_answers_byte_for_byte():
    node = os.environ.get("NN_PLAYGROUND_NODE") or shutil.which("node")
    node = node or str(ROOT / ".venv/bin/node")
    here, package = ROOT / "tests/unit", ROOT / "py/playground"
    command = [
        *(node, here / "run_micropython.mjs"),
        ROOT / "static/runtime/micropython/micropython.mjs",
        "import micropython_cases; print(micropython_cases.report(), end='')",
        f"micropython_cases.py={here / 'micropython_cases.py'}",
        f"playground/__init__.py={package / '__init__.py'}",
        f"playground/settings.py={package / 'settings.py'}",
    ]
    answer = subprocess.run(command, capture_output=True, timeout=60, check=False)
    assert answer.returncode == 0, answer.stderr.decode()
    ours = micropython_cases.report().encode()
    # Line by line first: a difference shows its case.
    assert answer.stdout.decode().splitlines() == ours.decode().splitlines()
    assert answer.stdout == ours
