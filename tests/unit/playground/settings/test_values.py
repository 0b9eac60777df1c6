"""The settings: whatever an address says, allowed values come out, and a clear word."""

import math
import re
import string

import micropython_cases
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from in_micropython import HERE, output_of
from micropython_cases import FRAGMENTS, LONG_NUMBERS, NOT_NUMBERS, NOT_WHOLE, NUMBERS, TEXTS
from random_addresses import RANDOM_ADDRESS

from playground.settings.table import (
    DATA,
    NETWORK,
    NOISE,
    SEED,
    SETTINGS,
    STOPPING,
    SWITCH,
    TRAINING,
    VIEW,
    Code,
    Menu,
    Number,
    Several,
    Share,
    Whole,
    WholeOr,
    Widths,
)
from playground.settings.values import (
    MAX_IN_ADDRESS,
    MAX_PROBLEMS,
    SettingError,
    as_text,
    defaults,
    effect_of,
    from_fragment,
    layer_units,
    parse,
    to_fragment,
)
from tools.environment import ROOT

BY_NAME = {setting.name: setting for setting in SETTINGS}
NAMES = tuple(BY_NAME)


def of_kind(*kinds):
    """Return the names of the settings whose values are of these kinds."""
    return tuple(name for name in NAMES if isinstance(BY_NAME[name].allowed, kinds))


WHOLES = of_kind(Whole, WholeOr)
FRACTIONS = of_kind(Number, Share)
RANGES = WHOLES + FRACTIONS
MENUS = of_kind(Menu)
SWITCHES = tuple(name for name in NAMES if BY_NAME[name].allowed == SWITCH)
CHOICES = MENUS + SWITCHES
SEVERAL, WIDTHS, CODES = of_kind(Several), of_kind(Widths), of_kind(Code)

# The grammar of HTML's number inputs, and what browsers let through beside it.
A_NUMBER = r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?"
LETTERS = string.ascii_letters + string.digits + "-_"
# How programs may write the comma of an address.
COMMA = ",|%2C|%2c"


def words_of(name):
    """Return the words that a choice can be."""
    allowed = BY_NAME[name].allowed
    return allowed if allowed == SWITCH else allowed.words


def is_within(name, number):
    """Whether *number* lies in the range of the table."""
    return BY_NAME[name].allowed.least <= number <= BY_NAME[name].allowed.most


def is_allowed(name, value):
    """Whether *value* is one that the table allows, of the type that the engine expects."""
    allowed = BY_NAME[name].allowed
    if name in WHOLES and value != getattr(allowed, "word", None):
        return type(value) is int and is_within(name, value)
    if name in FRACTIONS:
        return type(value) is float and is_within(name, value)
    # All others are text, in the one way in which it is written.
    return type(value) is str and can_be_read(name, value) and meaning_of(name, value) == value


def can_be_read(name, text):
    """Whether *text* means an allowed value, decided by other means than `parse` uses."""
    allowed = BY_NAME[name].allowed
    if name in FRACTIONS:
        # 12 digits count: what differs from the end of the range by less lies in it.
        is_number = len(text) <= 25 and re.fullmatch(A_NUMBER, text)
        return bool(is_number) and is_within(name, float(f"{float(text):.12g}"))
    if name in WHOLES:
        if text == getattr(allowed, "word", None):
            return True
        return bool(re.fullmatch("[0-9]{1,10}", text)) and is_within(name, int(text))
    if name in SEVERAL:
        return set(re.split(COMMA, text)) <= set(allowed.words)
    if name in WIDTHS:
        # Zeros in front are no harm, up to the length of any whole number.
        units = f"0{{0,8}}({'|'.join(map(str, range(1, allowed.most_units + 1)))})"
        most_more = allowed.most_layers - 1
        is_short = all(len(part) <= 10 for part in text.split("-"))
        return bool(re.fullmatch(f"({units}(-{units}){{0,{most_more}}})?", text)) and is_short
    if name in CODES:
        return bool(re.fullmatch("[A-Za-z0-9_-]*", text)) and len(text) <= allowed.most_characters
    return text in words_of(name)


def meaning_of(name, text):
    """Return how a *text* that can be read is written."""
    if name in SEVERAL:
        chosen = set(re.split(COMMA, text))
        return ",".join(sorted(chosen, key=BY_NAME[name].allowed.words.index))
    if name in WIDTHS:
        return re.sub(r"\b0+", "", text)
    return text


def known_parts(fragment):
    """Return (name, text) for each part of *fragment* that is about a setting."""
    pairs = [part.partition("=")[::2] for part in fragment.split("&")]
    return [(name, text) for name, text in pairs if name in NAMES]


def allowed_values(setting):
    """Return a strategy for the values of a setting."""
    name, allowed = setting.name, setting.allowed
    if name in FRACTIONS:
        least, most = float(allowed.least), float(allowed.most)
        return st.floats(least, most).map(twelve_digits) | st.sampled_from((least, most))
    if name in WHOLES:
        numbers = st.integers(allowed.least, allowed.most)
        return numbers | st.just(allowed.word) if isinstance(allowed, WholeOr) else numbers
    if name in SEVERAL:
        some = st.sets(st.sampled_from(allowed.words), min_size=1)
        return some.map(lambda chosen: ",".join(sorted(chosen, key=allowed.words.index)))
    if name in WIDTHS:
        units = st.integers(1, allowed.most_units)
        return st.lists(units, max_size=allowed.most_layers).map(lambda w: "-".join(map(str, w)))
    if name in CODES:
        return st.text(LETTERS, max_size=40)
    return st.sampled_from(words_of(name))


def what_travels(values):
    """Return *values* as an address brings them back: only own points can be too long for it."""
    is_too_long = len(values["points"]) > MAX_IN_ADDRESS
    return {**values, "points": ""} if is_too_long else values


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
        "hidden_units": 3,
        "n_samples": 100,
        "noise": 0.05,
        "balance": 0.5,
        "test_fraction": 0.0,
        "standardize": "off",
        "data_seed": 0,
        "points": "",
        "layers": 1,
        "widths": "",
        "activation": "tanh",
        "features": "x1,x2",
        "initialization": "normal",
        "weights_seed": 0,
        "learning_rate": 1.2,
        "optimizer": "gradient_descent",
        "batch_size": "all",
        "regularization": "none",
        "regularization_rate": 0.01,
        "epochs": 1000,
        "target_loss": 0.0,
        "early_stopping": "off",
        "speed": "5",
        "surface": "probability",
        "unit_lines": "on",
        "test_points": "on",
        "mistakes": "off",
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
    elif name in CHOICES + SEVERAL:
        words = words_of(name)
        assert len(set(words)) == len(words) >= 2
        # Words go into an address as they are.
        assert all(re.fullmatch("[a-z0-9_]+", word) for word in words)
    else:
        assert name in WIDTHS + CODES
    if name in MENUS + SEVERAL:
        # A text for each word, and no two alike.
        assert len(set(allowed.texts)) == len(allowed.texts) == len(allowed.words)
    assert BY_NAME[name].effect in (VIEW, STOPPING, TRAINING, NETWORK, DATA)


@pytest.mark.parametrize("name", NAMES)
def test_every_setting_has_its_words_for_the_reader(name):
    setting = BY_NAME[name]
    assert setting.section in ("lesson", "data", "network", "training", "transport", "view")
    assert setting.label.strip() == setting.label != ""
    # One line of the form, which is a sentence.
    assert 0 < len(setting.help) <= 80
    assert setting.help.endswith(".")
    assert setting.symbol.strip() == setting.symbol
    assert len({other.label for other in SETTINGS}) == len(SETTINGS)


def test_every_shape_comes_with_its_noise():
    assert set(NOISE) == set(BY_NAME["shape"].allowed.words)
    for noise in NOISE.values():
        assert is_allowed("noise", float(noise))
    assert NOISE["moons"] == BY_NAME["noise"].default


@pytest.mark.parametrize("shape", NOISE)
def test_the_defaults_of_a_shape_are_the_others_with_its_noise(shape):
    assert defaults(shape) == {**defaults(), "shape": shape, "noise": NOISE[shape]}


def test_one_to_sixteen_hidden_units_are_allowed():
    assert BY_NAME["hidden_units"].allowed == Whole(1, 16, 1)
    assert parse("hidden_units", "1") == 1
    assert parse("hidden_units", "16") == 16
    for text in ("0", "17"):
        with pytest.raises(SettingError):
            parse("hidden_units", text)


@pytest.mark.parametrize("name", ["data_seed", "weights_seed"])
def test_every_seed_that_numpy_takes_can_be_written(name):
    assert BY_NAME[name].allowed == SEED == Whole(0, 4294967295, None)
    assert parse(name, "0") == 0
    assert parse(name, "4294967295") == 4294967295
    with pytest.raises(SettingError):
        parse(name, "4294967296")


@pytest.mark.parametrize("name", SWITCHES)
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


@pytest.mark.parametrize("name", WHOLES + WIDTHS)
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
    for name in FRACTIONS:
        if BY_NAME[name].allowed.least == 0:
            for text in ("-0", "-0.0", "-1e-999"):
                assert math.copysign(1, parse(name, text)) == 1


@pytest.mark.parametrize("text", NUMBERS)
@pytest.mark.parametrize("name", RANGES)
def test_a_number_is_read_to_twelve_digits_or_refused(name, text):
    if can_be_read(name, text):
        assert parse(name, text) == pytest.approx(float(text), rel=5e-12, abs=0)
        assert is_allowed(name, parse(name, text))
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


@pytest.mark.parametrize("name", RANGES + WIDTHS)
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


@pytest.mark.parametrize("text", ["1", "007", "20000", "all"])
def test_a_batch_is_a_number_of_points_or_all_of_them(text):
    assert BY_NAME["batch_size"].allowed == WholeOr(1, 20000, "all")
    assert parse("batch_size", text) == ("all" if text == "all" else int(text))


@pytest.mark.parametrize("text", ["", "0", "20001", "All", "all ", "alll", "none", "-1", "1.0"])
def test_no_other_batch_is_allowed(text):
    with pytest.raises(SettingError):
        parse("batch_size", text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("x1", "x1"),
        ("x2,x1", "x1,x2"),
        ("sin_x2,x1,sin_x2,x1", "x1,sin_x2"),
        ("x1%2Cx2", "x1,x2"),
        ("x1_x2,x1", "x1,x1_x2"),
        ("sin_x2,sin_x1,x1_x2,x2_squared,x1_squared,x2,x1", None),
    ],
)
def test_inputs_are_written_in_one_order_and_each_once(text, value):
    everything = ",".join(BY_NAME["features"].allowed.words)
    assert parse("features", text) == (value or everything)


@pytest.mark.parametrize("text", ["", ",", "x1,", ",x1", "x1,,x2", "x3", "x1 ,x2", "x1;x2", "X1"])
def test_inputs_that_there_are_not_are_refused(text):
    with pytest.raises(SettingError):
        parse("features", text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", ""),
        ("8", "8"),
        ("8-4-2", "8-4-2"),
        ("08-4", "8-4"),
        ("16-16-16-16-16-16", "16-16-16-16-16-16"),
        ("0000000001-1", "1-1"),
    ],
)
def test_widths_are_units_of_up_to_six_layers(text, value):
    assert BY_NAME["widths"].allowed == Widths(6, 16)
    assert parse("widths", text) == value


@pytest.mark.parametrize(
    "text",
    [
        "-",
        "8-",
        "-8",
        "8--4",
        "0",
        "8-0",
        "17",
        "8-17",
        "1-1-1-1-1-1-1",
        "8,4",
        "8 4",
        "00000000001",
    ],
)
def test_no_other_widths_are_allowed(text):
    with pytest.raises(SettingError):
        parse("widths", text)


def test_own_points_are_letters_of_an_address():
    assert parse("points", "") == ""
    assert parse("points", LETTERS) == LETTERS
    assert parse("points", "A" * 200_000) == "A" * 200_000
    for text in ("A" * 200_001, "A=", "A+B", "A/B", "A B", "A%", "ä", "A\n", "\x00"):
        with pytest.raises(SettingError):
            parse("points", text)


@pytest.mark.parametrize("name", CHOICES)
def test_a_refused_choice_names_the_setting_the_choices_and_what_was_typed(name):
    with pytest.raises(SettingError) as refusal:
        parse(name, "nonsense")
    choices = ", ".join(words_of(name))
    assert str(refusal.value) == f'{name} can be {choices}; it cannot be "nonsense".'


@pytest.mark.parametrize("name", RANGES)
def test_a_refused_number_names_the_setting_the_range_and_what_was_typed(name):
    allowed = BY_NAME[name].allowed
    with pytest.raises(SettingError) as refusal:
        parse(name, "many")
    kind = "whole number" if name in WHOLES else "number"
    more = f", or {allowed.word}" if isinstance(allowed, WholeOr) else ""
    can_be = f"a {kind} from {allowed.least} to {allowed.most}{more}"
    assert str(refusal.value) == f'{name} can be {can_be}; it cannot be "many".'


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        (
            "features",
            "x3",
            "features can be one or more of x1, x2, x1_squared, x2_squared, x1_x2, sin_x1, sin_x2, "
            'with commas between them; it cannot be "x3".',
        ),
        (
            "widths",
            "8,4",
            "widths can be up to 6 numbers from 1 to 16 with - between them, or nothing; "
            'it cannot be "8,4".',
        ),
        ("points", "a b", 'points can be points as this page packs them; it cannot be "a b".'),
    ],
)
def test_a_refused_text_names_the_setting_how_it_is_written_and_what_was_typed(
    name, text, sentence
):
    with pytest.raises(SettingError) as refusal:
        parse(name, text)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize("name", [name for name in NAMES if name not in WIDTHS + CODES])
def test_nothing_is_quoted_as_nothing(name):
    with pytest.raises(SettingError) as refusal:
        parse(name, "")
    assert str(refusal.value).endswith('it cannot be "".')


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("twenty characters ok", '"twenty characters ok"'),
        ("twenty-one characters", '"twenty-one character…"'),
        ("9" * 1_000_000, '"99999999999999999999…"'),
    ],
    ids=["20 characters", "21 characters", "1,000,000 characters"],
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
    reported = [problem.split(" can be ")[0] for problem in problems[:MAX_PROBLEMS]]
    assert reported == bad[:MAX_PROBLEMS]
    more = len(bad) - MAX_PROBLEMS
    assert problems[MAX_PROBLEMS:] == ([f"And {more} more."] if more > 0 else [])


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
    assert from_fragment(to_fragment(values)) == (what_travels(values), [])


@settings(deadline=None, max_examples=10_000)
@given(fragment=RANDOM_ADDRESS)
def test_ten_thousand_random_addresses_come_back_to_a_valid_state(fragment):
    values, _ = from_fragment(fragment)
    assert set(values) == set(NAMES)
    assert all(is_allowed(name, value) for name, value in values.items())
    written = to_fragment(values)
    assert from_fragment(written) == (what_travels(values), [])
    assert to_fragment(from_fragment(written)[0]) == written


def test_an_address_says_what_it_is_about_and_nothing_that_is_the_default():
    assert to_fragment(defaults()) == "shape=moons&hidden_units=3"


@pytest.mark.parametrize("shape", NOISE)
def test_the_noise_of_a_shape_goes_without_saying(shape):
    assert to_fragment(defaults(shape)) == f"shape={shape}&hidden_units=3"
    assert from_fragment(f"shape={shape}") == (defaults(shape), [])
    assert from_fragment(f"hidden_units=3&noise=0.5&shape={shape}")[0]["noise"] == 0.5


def test_another_shapes_noise_is_said():
    values = {**defaults("circles"), "noise": NOISE["moons"]}
    assert to_fragment(values) == "shape=circles&hidden_units=3&noise=0.05"
    assert from_fragment(to_fragment(values)) == (values, [])


def test_the_noise_follows_the_last_shape_that_is_allowed():
    values, problems = from_fragment("shape=spiral&shape=circles&shape=stars")
    assert values == defaults("circles")
    assert len(problems) == 1


@settings(deadline=None)
@given(values=ANY_VALUES)
def test_an_address_says_exactly_what_differs_from_the_shapes_defaults(values):
    usual = defaults(values["shape"])
    said = [part.split("=")[0] for part in to_fragment(values).split("&")]
    differs = [name for name in NAMES if values[name] != usual[name]]
    # Widths alone would say how many layers there are, so the layers go with them.
    beside = ["layers"] if values["widths"] else []
    assert set(said) == {"shape", "hidden_units", *beside, *differs}


def test_an_address_names_settings_in_the_order_of_the_table():
    values = {
        "loss_scale": "linear", "mistakes": "on", "test_points": "off", "unit_lines": "off",
        "surface": "decision", "speed": "fastest", "early_stopping": "on", "target_loss": 0.01,
        "epochs": 20, "regularization_rate": 0.1, "regularization": "l2", "batch_size": 10,
        "optimizer": "adam", "learning_rate": 0.07, "weights_seed": 2, "initialization": "he",
        "features": "x1,sin_x2", "activation": "leaky_relu", "widths": "8-4", "layers": 3,
        "points": "AQ-_", "data_seed": 1, "standardize": "on", "test_fraction": 0.25,
        "balance": 0.3, "noise": 0.3, "n_samples": 200, "hidden_units": 5, "shape": "spiral",
    }  # fmt: skip
    assert set(values) == set(NAMES)
    assert to_fragment(values) == (
        "shape=spiral&hidden_units=5&n_samples=200&noise=0.3&balance=0.3&test_fraction=0.25"
        "&standardize=on&data_seed=1&points=AQ-_&layers=3&widths=8-4&activation=leaky_relu"
        "&features=x1,sin_x2&initialization=he&weights_seed=2&learning_rate=0.07&optimizer=adam"
        "&batch_size=10&regularization=l2&regularization_rate=0.1&epochs=20&target_loss=0.01"
        "&early_stopping=on&speed=fastest&surface=decision&unit_lines=off&test_points=off"
        "&mistakes=on&loss_scale=linear"
    )
    assert from_fragment(to_fragment(values)) == (values, [])


@pytest.mark.parametrize(("length", "is_said"), [(4000, True), (4001, False), (200_000, False)])
def test_own_points_that_are_too_many_for_an_address_stay_out(length, is_said):
    values = {**defaults("custom"), "points": "A" * length, "layers": 2}
    fragment = to_fragment(values)
    assert ("&points=" in fragment) == is_said
    expected = values if is_said else {**values, "points": ""}
    assert from_fragment(fragment) == (expected, [])


@settings(deadline=None)
@given(values=ANY_VALUES)
def test_an_address_needs_no_escapes(values):
    # So it is the same address in every browser, message and document.
    assert re.fullmatch("[A-Za-z0-9_=&.,-]+", to_fragment(values))


def test_an_empty_address_means_the_defaults():
    assert from_fragment("") == (defaults(), [])


def test_the_order_in_an_address_does_not_matter():
    expected = {**defaults("circles"), "hidden_units": 5}
    assert from_fragment("shape=circles&hidden_units=5") == (expected, [])
    assert from_fragment("hidden_units=5&shape=circles") == (expected, [])


@pytest.mark.parametrize(
    "name", ["later", "Shape", " shape", "shape ", "__proto__", "constructor", "__class__", ""]
)
def test_an_unknown_name_is_ignored_without_a_word(name):
    expected = defaults("circles")
    assert from_fragment(f"{name}=1&shape=circles&{name}=2") == (expected, [])


def test_a_bad_value_leaves_the_default_and_the_other_settings_alone():
    values, problems = from_fragment("shape=squares&hidden_units=5")
    assert values == {**defaults(), "hidden_units": 5}
    shapes = "blobs, circles, moons, xor, spiral, sine, cubic, absolute, custom"
    assert problems == [f'shape can be {shapes}; it cannot be "squares".']


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
    assert VIEW < STOPPING < TRAINING < NETWORK < DATA


@settings(deadline=None)
@given(values=ANY_VALUES)
def test_the_same_values_have_no_effect(values):
    assert effect_of(values, dict(values)) is None


@settings(deadline=None)
@given(values=ANY_VALUES)
def test_the_first_values_ask_for_new_data(values):
    assert effect_of({}, values) == DATA


EFFECTS = {
    **dict.fromkeys(("shape", "n_samples", "noise", "balance", "test_fraction"), DATA),
    **dict.fromkeys(("data_seed", "points"), DATA),
    **dict.fromkeys(("hidden_units", "layers", "widths"), NETWORK),
    **dict.fromkeys(("features", "standardize", "initialization", "weights_seed"), NETWORK),
    **dict.fromkeys(("learning_rate", "activation", "optimizer", "batch_size"), TRAINING),
    **dict.fromkeys(("regularization", "regularization_rate"), TRAINING),
    **dict.fromkeys(("epochs", "target_loss", "early_stopping"), STOPPING),
    **dict.fromkeys(("speed", "surface", "unit_lines"), VIEW),
    **dict.fromkeys(("test_points", "mistakes", "loss_scale"), VIEW),
}


def test_every_setting_has_the_effect_it_should():
    assert {setting.name: setting.effect for setting in SETTINGS} == EFFECTS


@settings(deadline=None)
@given(before=ANY_VALUES, others=ANY_VALUES, changed=st.sets(st.sampled_from(NAMES), max_size=3))
def test_the_largest_effect_among_the_changes_counts(before, others, changed):
    after = {name: (others if name in changed else before)[name] for name in NAMES}
    effects = [EFFECTS[name] for name in NAMES if before[name] != after[name]]
    assert effect_of(before, after) == max(effects, default=None)


# --- the units of the layers -----------------------------------------------------------


@pytest.mark.parametrize(
    ("layers", "widths", "units"),
    [
        (0, "", []),
        (1, "", [3]),
        (3, "", [3, 3, 3]),
        (3, "8-4", [8, 4, 3]),
        (2, "8-4", [8, 4]),
        (1, "8-4-2", [8]),
        (0, "8-4", []),
        (6, "16-16-16-16-16-16", [16] * 6),
    ],
)
def test_widths_speak_for_the_first_layers_and_hidden_units_for_the_others(layers, widths, units):
    values = {**defaults(), "layers": layers, "widths": widths}
    assert layer_units(values) == units


@settings(deadline=None)
@given(values=ANY_VALUES)
def test_there_are_as_many_layers_as_asked_for_each_with_its_units(values):
    units = layer_units(values)
    assert len(units) == values["layers"]
    said = values["widths"].split("-")
    for layer, width in enumerate(units):
        is_said = layer < len(said) and values["widths"]
        assert width == (int(said[layer]) if is_said else values["hidden_units"])


# --- the page's own Python -------------------------------------------------------------


def test_micropython_gives_the_same_answers_byte_for_byte():
    files = {
        "micropython_cases.py": HERE / "micropython_cases.py",
        "playground/settings/table.py": ROOT / "py/playground/settings/table.py",
        "playground/settings/values.py": ROOT / "py/playground/settings/values.py",
    }
    code = "import micropython_cases; print(micropython_cases.report(), end='')"
    # Line by line: a difference shows its case.
    assert output_of(code, files).splitlines() == micropython_cases.report().splitlines()


@pytest.mark.parametrize(
    ("fragment", "layers", "units"),
    [
        ("widths=8-4-2", 3, [8, 4, 2]),
        ("widths=8-4-2&layers=2", 2, [8, 4]),
        ("layers=0&widths=8-4", 0, []),
        ("widths=5&hidden_units=2&layers=2", 2, [5, 2]),
    ],
)
def test_an_address_with_widths_alone_has_a_layer_for_each(fragment, layers, units):
    values, problems = from_fragment(fragment)
    assert problems == []
    assert values["layers"] == layers
    assert layer_units(values) == units
    assert from_fragment(to_fragment(values)) == (values, [])
