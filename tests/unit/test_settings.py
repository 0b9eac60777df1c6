"""The settings: whatever an address says, allowed values come out, and a clear word."""

import math
import os
import re
import shutil
import subprocess
from pathlib import Path

import micropython_cases
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from micropython_cases import FRAGMENTS, LONG_NUMBERS, NOT_NUMBERS, NOT_WHOLE, NUMBERS, TEXTS

from playground.settings import (
    DATA,
    MOST_PROBLEMS,
    NETWORK,
    SEED,
    SETTINGS,
    SWITCH,
    TRAINING,
    VIEW,
    Number,
    SettingError,
    Whole,
    as_text,
    defaults,
    effect_of,
    from_fragment,
    parse,
    to_fragment,
)

ROOT = Path(__file__).parents[2]
BY_NAME = {setting.name: setting for setting in SETTINGS}
NAMES = tuple(BY_NAME)
WHOLES = tuple(name for name in NAMES if isinstance(BY_NAME[name].allowed, Whole))
FRACTIONS = tuple(name for name in NAMES if isinstance(BY_NAME[name].allowed, Number))
RANGES = WHOLES + FRACTIONS
CHOICES = tuple(name for name in NAMES if name not in RANGES)

# The grammar of HTML's number inputs, and what browsers let through beside it.
A_NUMBER = r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?"


def is_allowed(name, value):
    """Whether *value* is one that the table allows, of the type that the engine expects."""
    allowed = BY_NAME[name].allowed
    if isinstance(allowed, Whole):
        return type(value) is int and allowed.least <= value <= allowed.most
    if isinstance(allowed, Number):
        return type(value) is float and allowed.least <= value <= allowed.most
    return type(value) is str and value in allowed


def can_be_read(name, text):
    """Whether *text* means an allowed value, decided by other means than `parse` uses."""
    allowed = BY_NAME[name].allowed
    if isinstance(allowed, Whole):
        return bool(re.fullmatch("[0-9]{1,10}", text)) and is_allowed(name, int(text))
    if isinstance(allowed, Number):
        # 12 digits count: what differs from the end of the range by less lies in it.
        is_number = len(text) <= 25 and re.fullmatch(A_NUMBER, text)
        return bool(is_number) and is_allowed(name, float(f"{float(text):.12g}"))
    return is_allowed(name, text)


def known_parts(fragment):
    """Return (name, text) for each part of *fragment* that is about a setting."""
    pairs = [part.partition("=")[::2] for part in fragment.split("&")]
    return [(name, text) for name, text in pairs if name in NAMES]


def allowed_values(setting):
    """Return a strategy for the values of a setting."""
    if isinstance(setting.allowed, Whole):
        return st.integers(*setting.allowed)
    if isinstance(setting.allowed, Number):
        least, most = map(float, setting.allowed)
        return st.floats(least, most).map(twelve_digits) | st.sampled_from((least, most))
    return st.sampled_from(setting.allowed)


def twelve_digits(number):
    """Return *number* rounded to the digits that an address keeps, without a negative zero."""
    return float(f"{number:.12g}") + 0.0


NONSENSE = st.text() | st.sampled_from(TEXTS) | st.from_regex(r"\A[-+0-9.eE_ ]{0,9}\Z")
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


def test_the_page_opens_with_three_units_on_the_moons_and_the_articles_training():
    assert defaults() == {
        "shape": "moons",
        "test_fraction": 0.0,
        "data_seed": 0,
        "hidden_units": 3,
        "weights_seed": 0,
        "learning_rate": 1.2,
        "epochs": 1000,
        "speed": "5",
        "unit_lines": "on",
        "test_points": "on",
        "loss_scale": "log",
    }


@pytest.mark.parametrize("name", NAMES)
def test_every_setting_is_of_a_kind_that_form_and_address_know(name):
    allowed = BY_NAME[name].allowed
    if name in RANGES:
        assert allowed.least < allowed.most
        assert math.isfinite(allowed.most)
        assert can_be_read(name, as_text(allowed.least))
        assert can_be_read(name, as_text(allowed.most))
    else:
        assert len(set(allowed)) == len(allowed) >= 2
        # Words go into an address as they are.
        assert all(re.fullmatch("[a-z0-9]+", word) for word in allowed)
    assert BY_NAME[name].effect in (VIEW, TRAINING, NETWORK, DATA)


def test_one_to_sixteen_hidden_units_are_allowed():
    assert BY_NAME["hidden_units"].allowed == Whole(1, 16)
    assert parse("hidden_units", "1") == 1
    assert parse("hidden_units", "16") == 16
    for text in ("0", "17"):
        with pytest.raises(SettingError):
            parse("hidden_units", text)


@pytest.mark.parametrize("name", ["data_seed", "weights_seed"])
def test_every_seed_that_numpy_takes_can_be_written(name):
    assert BY_NAME[name].allowed == SEED == Whole(0, 4294967295)
    assert parse(name, "0") == 0
    assert parse(name, "4294967295") == 4294967295
    with pytest.raises(SettingError):
        parse(name, "4294967296")


@pytest.mark.parametrize("name", [name for name in NAMES if BY_NAME[name].allowed == SWITCH])
def test_a_switch_is_on_or_off_and_nothing_else(name):
    assert parse(name, "on") == "on"
    assert parse(name, "off") == "off"
    for text in ("", "On", "true", "1", "yes", "checked", "on "):
        with pytest.raises(SettingError):
            parse(name, text)


def test_the_units_lines_and_the_test_points_are_switches():
    assert BY_NAME["unit_lines"].allowed is BY_NAME["test_points"].allowed is SWITCH


def test_defaults_are_a_new_dict_each_time():
    defaults()["shape"] = "spoilt"
    assert defaults()["shape"] == "moons"


# --- one value -------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
@settings(deadline=None)
@given(data=st.data())
def test_every_allowed_value_is_parsed_from_its_text(name, data):
    value = data.draw(allowed_values(BY_NAME[name]))
    for text in (str(value), as_text(value)):
        assert parse(name, text) == value
        assert is_allowed(name, parse(name, text))


@pytest.mark.parametrize("name", RANGES)
@pytest.mark.parametrize("text", NOT_NUMBERS)
def test_what_is_no_number_is_refused(name, text):
    with pytest.raises(SettingError):
        parse(name, text)


@pytest.mark.parametrize("name", WHOLES)
@pytest.mark.parametrize("text", NOT_WHOLE)
def test_only_plain_digits_are_a_whole_number(name, text):
    with pytest.raises(SettingError):
        parse(name, text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1e-3", 0.001),
        ("1E-3", 0.001),
        (".5", 0.5),
        ("+.5", 0.5),
        ("5.", 5.0),
        ("1e+2", 100.0),
        ("007", 7.0),
        ("0.0001", 0.0001),
        ("1000", 1000.0),
        ("0." + "0" * 17 + "1e16", 0.01),
    ],
)
def test_a_learning_rate_can_be_written_as_numbers_are(text, number):
    assert parse("learning_rate", text) == number
    assert type(parse("learning_rate", text)) is float


@pytest.mark.parametrize(
    "text", ["0", "-0", "0.00009", "1000.1", "1e999", "-1e999", "1e-999", "-1"]
)
def test_a_learning_rate_outside_of_its_range_is_refused(text):
    with pytest.raises(SettingError):
        parse("learning_rate", text)


def test_there_is_no_negative_zero():
    for text in ("-0", "-0.0", "-1e-999"):
        assert math.copysign(1, parse("test_fraction", text)) == 1


@pytest.mark.parametrize("text", NUMBERS)
@pytest.mark.parametrize("name", RANGES)
def test_a_number_is_read_to_twelve_digits_or_refused(name, text):
    if can_be_read(name, text):
        assert parse(name, text) == pytest.approx(float(text), rel=5e-12, abs=0)
    else:
        with pytest.raises(SettingError):
            parse(name, text)


@pytest.mark.parametrize(
    ("value", "text"),
    [(1.2, "1.2"), (0.07, "0.07"), (0.7 / 10, "0.07"), (5.0, "5"), (0.0, "0"), (0.0001, "0.0001")],
)
def test_numbers_are_written_as_people_write_them(value, text):
    assert as_text(value) == text


def test_whole_numbers_and_words_are_written_as_they_are():
    assert as_text(4294967295) == "4294967295"
    assert as_text("moons") == "moons"


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
    kind = "whole number" if name in WHOLES else "number"
    expected = f'{name} can be a {kind} from {least} to {most}; it cannot be "many".'
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
    reported = [problem.split(" can be ")[0] for problem in problems[:MOST_PROBLEMS]]
    assert reported == bad[:MOST_PROBLEMS]
    more = len(bad) - MOST_PROBLEMS
    assert problems[MOST_PROBLEMS:] == ([f"And {more} more."] if more > 0 else [])


@pytest.mark.parametrize(("bad", "sentences"), [(1, 1), (3, 3), (4, 4), (10_000, 4)])
def test_an_address_of_many_bad_values_gives_few_sentences(bad, sentences):
    _, problems = from_fragment("&".join(["hidden_units=99"] * bad))
    assert len(problems) == sentences
    assert sum(map(len, problems)) < 400


def test_what_follows_many_bad_values_still_counts():
    values, problems = from_fragment("shape=x&" * 1000 + "shape=blobs")
    assert values["shape"] == "blobs"
    assert problems[-1] == "And 997 more."


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
    reversed_values = dict(reversed(defaults().items()))
    assert to_fragment(reversed_values) == (
        "shape=moons&test_fraction=0&data_seed=0&hidden_units=3&weights_seed=0"
        "&learning_rate=1.2&epochs=1000&speed=5&unit_lines=on&test_points=on&loss_scale=log"
    )


@settings(deadline=None)
@given(values=ANY_VALUES)
def test_an_address_needs_no_escapes(values):
    # So it is the same address in every browser, message and document.
    assert re.fullmatch("[a-z0-9_=&.-]+", to_fragment(values))


def test_an_empty_address_means_the_defaults():
    assert from_fragment("") == (defaults(), [])


def test_the_order_in_an_address_does_not_matter():
    expected = {**defaults(), "shape": "circles", "hidden_units": 5}
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


EFFECTS = {
    "shape": DATA,
    "test_fraction": DATA,
    "data_seed": DATA,
    "hidden_units": NETWORK,
    "weights_seed": NETWORK,
    "learning_rate": TRAINING,
    "epochs": TRAINING,
    "speed": VIEW,
    "unit_lines": VIEW,
    "test_points": VIEW,
    "loss_scale": VIEW,
}


def test_every_setting_has_the_effect_it_should():
    assert {setting.name: setting.effect for setting in SETTINGS} == EFFECTS


@settings(deadline=None)
@given(before=ANY_VALUES, others=ANY_VALUES, changed=st.sets(st.sampled_from(NAMES), max_size=3))
def test_the_largest_effect_among_the_changes_counts(before, others, changed):
    after = {name: (others if name in changed else before)[name] for name in NAMES}
    effects = [EFFECTS[name] for name in NAMES if before[name] != after[name]]
    assert effect_of(before, after) == max(effects, default=None)


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
