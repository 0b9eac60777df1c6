"""The settings: whatever somebody wants, allowed values come out, and a clear word."""

import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from micropython_cases import LONG_NUMBERS, NOT_NUMBERS, NOT_WHOLE, NOTHING, NUMBERS, TYPED
from setting_values import (
    ANY_VALUES,
    BY_NAME,
    CODES,
    FRACTIONS,
    LETTERS,
    MENUS,
    NAME_LISTS,
    NAMES,
    NONSENSE,
    RANGES,
    SEVERAL,
    SWITCHES,
    WHOLES,
    WIDTHS,
    allowed_values,
    can_be_read,
    is_allowed,
)

from playground.settings.kinds import Whole, WholeOr, Widths, as_text
from playground.settings.table import (
    DATA,
    NETWORK,
    NOISE,
    OPTIMIZER,
    RATE,
    SEED,
    SETTINGS,
    STOPPING,
    SWITCH,
    TRAINING,
    VIEW,
)
from playground.settings.values import (
    MAX_SENTENCES,
    Problem,
    SettingError,
    are_allowed,
    defaults,
    effect_of,
    in_words,
    layer_units,
    names_in,
    nearest_name,
    parse,
    sentences,
    take,
    widths_of,
)

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
        "names": "",
        "layers": 1,
        "widths": "",
        "activation": "tanh",
        "features": "x1,x2",
        "initialization": "normal",
        "weights_seed": 0,
        "mistake": "none",
        "learning_rate": 1.2,
        "optimizer": "gradient_descent",
        "batch_size": "all",
        "regularization": "none",
        "regularization_rate": 0.001,
        "epochs": 1000,
        "target_loss": 0.0,
        "early_stopping": "off",
        "speed": "normal",
        "surface": "probability",
        "unit_lines": "on",
        "test_points": "on",
        "mistakes": "off",
        "loss_scale": "linear",
        "time_scale": "log",
        "projector": "off",
    }


@pytest.mark.parametrize("name", NAMES)
def test_every_setting_is_of_a_kind_that_form_and_address_know(name):
    allowed = BY_NAME[name].allowed
    if name in RANGES:
        assert allowed.low < allowed.high
        assert math.isfinite(allowed.high)
        assert can_be_read(name, as_text(allowed.low))
        assert can_be_read(name, as_text(allowed.high))
    elif name in MENUS + SEVERAL:
        words = allowed.words
        assert len(set(words)) == len(words) >= 2
        # Words go into an address as they are.
        assert all(re.fullmatch("[a-z0-9_]+", word) for word in words)
    else:
        assert name in WIDTHS + CODES + NAME_LISTS
    if name in MENUS + SEVERAL:
        # A text for each word, and no two alike.
        assert len(set(allowed.texts)) == len(allowed.texts) == len(allowed.words)
    assert BY_NAME[name].effect in (VIEW, STOPPING, TRAINING, NETWORK, DATA)


# The tabs, and what stands outside of their fields: in the gradient check, beside the picture,
# below it, over the network.
SECTIONS = ("data", "network", "training", "view", "check", "shapes", "legend", "run", "drawing")


@pytest.mark.parametrize("name", NAMES)
def test_every_setting_has_its_words_for_the_reader(name):
    setting = BY_NAME[name]
    assert setting.section in SECTIONS
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


@pytest.mark.parametrize("name", [name for name in RANGES if name != "batch_size"])
@pytest.mark.parametrize("text", NOTHING)
def test_nothing_is_no_number(name, text):
    with pytest.raises(SettingError):
        parse(name, text)


@pytest.mark.parametrize("name", ["hidden_units", "batch_size", "learning_rate"])
@pytest.mark.parametrize("text", TYPED)
def test_spaces_around_a_number_do_no_harm(name, text):
    assert parse(name, text) == 3


@pytest.mark.parametrize("name", FRACTIONS)
def test_a_decimal_comma_is_read(name):
    assert parse(name, "0,3") == parse(name, "0.3") == 0.3


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
        if BY_NAME[name].allowed.low == 0:
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


@pytest.mark.parametrize("text", ["1", "007", "20000", " 8 "])
def test_a_batch_is_a_number_of_points_or_all_of_them(text):
    assert BY_NAME["batch_size"].allowed == WholeOr(1, 20000, "all")
    assert parse("batch_size", text) == int(text)
    for word in ("all", "All", "ALL", " all ", "", " "):
        assert parse("batch_size", word) == "all"


@pytest.mark.parametrize("text", ["0", "20001", "al", "alll", "a ll", "none", "-1", "1.0"])
def test_no_other_batch_is_allowed(text):
    with pytest.raises(SettingError):
        parse("batch_size", text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("x1", "x1"),
        ("x2,x1", "x1,x2"),
        ("sin_x2,x1,sin_x2,x1", "x1,sin_x2"),
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
        ("8,4", "8-4"),
        ("8, 4-2", "8-4-2"),
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
        "8,,4",
        "8 4",
        "8 , 4",
        ",",
        "00000000001",
    ],
)
def test_no_other_widths_are_allowed(text):
    with pytest.raises(SettingError):
        parse("widths", text)


def test_own_points_are_letters_of_an_address():
    assert parse("points", "") == ""
    assert parse("points", LETTERS) == LETTERS
    assert parse("points", "A" * 500_000) == "A" * 500_000
    for text in ("A" * 500_001, "A=", "A+B", "A/B", "A B", "A%", "ä", "A\n", "\x00"):
        with pytest.raises(SettingError):
            parse("points", text)


@pytest.mark.parametrize("name", MENUS)
def test_a_refused_choice_names_the_setting_the_choices_and_what_was_typed(name):
    with pytest.raises(SettingError) as refusal:
        parse(name, "nonsense")
    choices = ", ".join(BY_NAME[name].allowed.words)
    assert str(refusal.value) == f"{BY_NAME[name].label} takes {choices}, not “nonsense”."


@pytest.mark.parametrize("name", RANGES)
def test_a_refused_number_names_the_setting_the_range_and_what_was_typed(name):
    allowed = BY_NAME[name].allowed
    with pytest.raises(SettingError) as refusal:
        parse(name, "many")
    kind = "a whole number from " if name in WHOLES else ""
    more = f", or {allowed.word}" if isinstance(allowed, WholeOr) else ""
    takes = f"{kind}{allowed.low} to {allowed.high}{more}"
    assert str(refusal.value) == f"{BY_NAME[name].label} takes {takes}, not “many”."


def test_a_refused_learning_rate_says_its_range():
    with pytest.raises(SettingError) as refusal:
        parse("learning_rate", "x")
    assert str(refusal.value) == "Learning rate takes 0.0001 to 1000, not “x”."


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        (
            "features",
            "x3",
            "Inputs takes one or more of x1, x2, x1_squared, x2_squared, x1_x2, sin_x1, sin_x2, "
            "with commas between them, not “x3”.",
        ),
        (
            "widths",
            "8/4",
            "Units by layer takes up to 6 numbers from 1 to 16 with - between them, or nothing, "
            "not “8/4”.",
        ),
        ("points", "a b", "Own points takes points as this page packs them, not “a b”."),
        ("names", "a,b", "Names takes 4 names of up to 24 characters, or nothing, not “a,b”."),
    ],
)
def test_a_refused_text_names_the_setting_how_it_is_written_and_what_was_typed(
    name, text, sentence
):
    with pytest.raises(SettingError) as refusal:
        parse(name, text)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    "name", [name for name in NAMES if name not in (*WIDTHS, *CODES, *NAME_LISTS, "batch_size")]
)
def test_nothing_is_quoted_as_nothing(name):
    with pytest.raises(SettingError) as refusal:
        parse(name, "")
    assert str(refusal.value).endswith(", not “”.")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("twenty characters ok", "“twenty characters ok”"),
        ("twenty-one characters", "“twenty-one character…”"),
        ("9" * 1_000_000, "“99999999999999999999…”"),
    ],
    ids=["20 characters", "21 characters", "1,000,000 characters"],
)
def test_what_was_typed_is_quoted_and_cut_to_fit_a_sentence(name, text, shown):
    with pytest.raises(SettingError) as refusal:
        parse(name, text)
    assert str(refusal.value).endswith(f", not {shown}.")


# --- what somebody wants -----------------------------------------------------------------

NAMED = st.dictionaries(st.sampled_from(NAMES) | st.text(), NONSENSE, max_size=6)


@st.composite
def allowed_texts(draw, names=NAMES):
    """Texts of allowed values for some settings."""
    chosen = draw(st.sets(st.sampled_from(names), max_size=4))
    return {name: as_text(draw(allowed_values(BY_NAME[name]))) for name in chosen}


@settings(deadline=None)
@given(values=ANY_VALUES, named=NAMED)
def test_whatever_is_wanted_every_value_stays_allowed(values, named):
    before = dict(values)
    taken, _ = take(values, named)
    assert values == before
    assert are_allowed(taken)
    assert all(is_allowed(name, taken[name]) for name in NAMES)


@settings(deadline=None)
@given(values=ANY_VALUES, named=NAMED)
def test_each_text_that_cannot_be_used_is_a_problem_and_no_other_is(values, named):
    _, problems = take(values, named)
    bad = {
        name: text
        for name, text in named.items()
        if name not in NAMES or not can_be_read(name, text)
    }
    assert {problem.name: problem.given for problem in problems} == bad
    for problem in problems:
        known = BY_NAME.get(problem.name)
        assert problem.allowed == (known.allowed.describe() if known else "")


@settings(deadline=None)
@given(values=ANY_VALUES, named=allowed_texts())
def test_what_is_wanted_and_can_be_used_is_so_afterwards(values, named):
    taken, problems = take(values, named)
    assert problems == []
    for name, text in named.items():
        if name not in ("points", "names") or taken["shape"] == "custom":
            assert taken[name] == parse(name, text)


FOLLOWING = {
    "noise": {"shape"},
    "learning_rate": {"optimizer"},
    "layers": {"widths", "hidden_units"},
    "widths": {"hidden_units"},
    "points": {"shape"},
    "names": {"shape"},
}


@settings(deadline=None)
@given(values=ANY_VALUES, named=allowed_texts())
def test_nothing_else_changes_but_what_follows_from_it(values, named):
    taken, _ = take(values, named)
    for name in set(NAMES) - set(named):
        if taken[name] != values[name]:
            assert FOLLOWING[name] & set(named)


@settings(deadline=None)
@given(values=ANY_VALUES, named=allowed_texts())
def test_wanting_it_twice_changes_no_more_than_once(values, named):
    once, _ = take(values, named)
    assert take(once, named) == (once, [])


def test_of_several_texts_for_one_name_the_last_that_can_be_used_counts():
    pairs = [("shape", "circles"), ("shape", "blobs"), ("shape", "squares")]
    values, problems = take(defaults(), pairs)
    assert values == defaults("blobs")
    assert [problem.given for problem in problems] == ["squares"]


@pytest.mark.parametrize("junk", [None, 3, 1.5, ["moons"], {}, b"moons", True])
def test_what_is_no_text_is_a_problem(junk):
    values, problems = take(defaults(), {"shape": junk})
    assert values == defaults()
    assert [problem.given for problem in problems] == [junk]
    assert sentences(problems)[0].startswith("Shape takes blobs, ")


@pytest.mark.parametrize("shape", NOISE)
def test_another_shape_comes_with_its_noise(shape):
    start = "blobs" if shape != "blobs" else "moons"
    values = {**defaults(start), "noise": 0.77}
    assert take(values, {"shape": shape})[0]["noise"] == NOISE[shape]
    assert take(values, {"shape": shape, "noise": "0.3"})[0]["noise"] == 0.3


def test_the_same_shape_again_leaves_the_noise_alone():
    values = {**defaults("circles"), "noise": 0.77}
    assert take(values, {"shape": "circles"})[0]["noise"] == 0.77


@pytest.mark.parametrize("optimizer", OPTIMIZER.words)
def test_another_optimizer_comes_with_its_rate(optimizer):
    assert set(RATE) == set(OPTIMIZER.words)
    values, _ = take(defaults(), {"optimizer": optimizer})
    assert values["learning_rate"] == RATE[optimizer]
    back, _ = take(values, {"optimizer": "gradient_descent"})
    assert back == defaults()


def test_a_rate_that_the_reader_has_set_stays_with_another_optimizer():
    values, _ = take(defaults(), {"learning_rate": "0.3"})
    assert take(values, {"optimizer": "adam"})[0]["learning_rate"] == 0.3
    both = {"optimizer": "adam", "learning_rate": "1.2"}
    assert take(defaults(), both)[0]["learning_rate"] == 1.2


def test_the_number_of_units_speaks_for_all_layers_and_makes_a_first_one():
    values = {**defaults(), "layers": 2, "widths": "8-4"}
    assert layer_units(take(values, {"hidden_units": "5"})[0]) == [5, 5]
    assert layer_units(take({**values, "layers": 0}, {"hidden_units": "5"})[0]) == [5]
    named = {"hidden_units": "5", "widths": "2", "layers": "3"}
    assert layer_units(take(values, named)[0]) == [2, 5, 5]


def test_there_is_a_layer_for_each_of_the_widths():
    values, _ = take(defaults(), {"widths": "8-4-2"})
    assert (values["layers"], layer_units(values)) == (3, [8, 4, 2])
    assert take(values, {"widths": ""})[0]["layers"] == 3


@settings(deadline=None)
@given(units=st.lists(st.integers(1, 16), max_size=6), hidden_units=st.integers(1, 16))
def test_units_of_the_drawn_network_come_back(units, hidden_units):
    widths, hidden_units = widths_of(units, hidden_units)
    named = {"layers": str(len(units)), "widths": widths, "hidden_units": str(hidden_units)}
    assert layer_units(take(defaults(), named)[0]) == units


def test_own_points_belong_to_their_shape():
    values, _ = take(defaults(), {"shape": "custom", "points": "AQAB"})
    assert values["points"] == "AQAB"
    assert take(values, {"shape": "moons"})[0]["points"] == ""
    assert take(defaults(), {"points": "AQAB"})[0]["points"] == ""


def test_names_belong_to_own_points():
    values, _ = take(defaults(), {"shape": "custom", "names": "a,b,c,d"})
    assert values["names"] == "a,b,c,d"
    assert take(values, {"shape": "moons"})[0]["names"] == ""
    assert take(defaults(), {"names": "a,b,c,d"})[0]["names"] == ""


def test_axes_and_classes_are_called_as_the_table_has_them():
    assert names_in(defaults()) == ["x₁", "x₂", "class 0", "class 1"]
    values = {**defaults("custom"), "names": "length,Breite in cm,aster,rose"}
    assert names_in(values) == ["length", "Breite in cm", "aster", "rose"]
    assert names_in({**values, "names": ",,,b"}) == ["x₁", "x₂", "class 0", "b"]


@settings(deadline=None)
@given(values=ANY_VALUES)
def test_values_are_allowed_only_whole_and_each_in_its_range(values):
    assert are_allowed(values)
    for name in NAMES:
        assert not are_allowed({key: value for key, value in values.items() if key != name})
        assert not are_allowed({**values, name: object()})
    assert not are_allowed({**values, "more": 1})
    assert not are_allowed(None)


# --- what was wrong, in words -------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("hiddenunits", "hidden_units"),
        ("hidden-units", "hidden_units"),
        ("Hidden_Units", "hidden_units"),
        ("hidden_unit", "hidden_units"),
        ("learningrate", "learning_rate"),
        ("shap", "shape"),
        ("Shape", "shape"),
        ("nosie", "noise"),
        ("optimiser", "optimizer"),
        ("colour", ""),
        ("lesson", ""),
        ("", ""),
        ("x" * 1_000_000, ""),
    ],
)
def test_of_an_unknown_name_the_nearest_known_one_is_told(name, nearest):
    assert nearest_name(name) == nearest


@given(name=st.sampled_from(NAMES), at=st.integers(0, 30), letter=st.sampled_from("aeiou_"))
def test_one_wrong_letter_is_forgiven(name, at, letter):
    at %= len(name)
    for typed in (name[:at] + letter + name[at:], name[:at] + name[at + 1 :]):
        if typed not in NAMES and len(name) > 4:
            assert nearest_name(typed) in NAMES


def test_unknown_names_are_told_with_the_nearest_or_as_they_are():
    assert in_words(Problem("hiddenunits", "5", "")) == "hiddenunits: did you mean hidden_units?"
    assert in_words(Problem("colour", "5", "")) == "There is no setting “colour”."


def test_the_epoch_of_an_address_is_told_as_a_setting_would_be():
    problem = Problem("epoch", "x", "a whole number from 0 to 10000")
    assert in_words(problem) == "epoch takes a whole number from 0 to 10000, not “x”."


@pytest.mark.parametrize(("bad", "said"), [(0, 0), (1, 1), (3, 3), (4, 4), (10_000, 4)])
def test_many_problems_are_few_sentences(bad, said):
    words = sentences([Problem("hidden_units", "99", "a number")] * bad)
    assert len(words) == said
    assert sum(map(len, words)) < 400
    if bad > MAX_SENTENCES:
        assert words[-1] == f"And {bad - MAX_SENTENCES} more."


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
    **dict.fromkeys(
        ("features", "standardize", "initialization", "weights_seed", "mistake"), NETWORK
    ),
    **dict.fromkeys(("learning_rate", "activation", "optimizer", "batch_size"), TRAINING),
    **dict.fromkeys(("regularization", "regularization_rate"), TRAINING),
    **dict.fromkeys(("epochs", "target_loss", "early_stopping"), STOPPING),
    **dict.fromkeys(("names", "speed", "surface", "unit_lines"), VIEW),
    **dict.fromkeys(("test_points", "mistakes", "loss_scale", "time_scale", "projector"), VIEW),
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
