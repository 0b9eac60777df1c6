"""Settings in an address: whatever it says, allowed values come out; and they come back."""

import re
from urllib.parse import quote

import micropython_cases
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from in_micropython import HERE, output_of
from micropython_cases import FRAGMENTS
from random_addresses import RANDOM_ADDRESS
from setting_values import ANY_VALUES, NAMES, NONSENSE, can_be_read, is_allowed

from playground.settings.address import (
    MAX_CHARACTERS,
    MAX_PARTS,
    MAX_POINTS_IN_ADDRESS,
    from_fragment,
    to_fragment,
)
from playground.settings.link import read_link, write_whole
from playground.settings.table import MAX_NAME, NOISE
from playground.settings.values import defaults, layer_units, sentences
from tools.environment import ROOT

SETTINGS_ROOM = ROOT / "py/playground/settings"
PARTS = NONSENSE | st.builds("{}={}".format, st.sampled_from(NAMES) | st.text(), NONSENSE)
ANY_FRAGMENT = st.text() | st.sampled_from(FRAGMENTS) | st.lists(PARTS, max_size=8).map("&".join)


def what_travels(values):
    """Return *values* as an address brings them back: only own points can be too long for it."""
    is_too_long = len(values["points"]) > MAX_POINTS_IN_ADDRESS
    return {**values, "points": ""} if is_too_long else values


def unescaped(text):
    """Return *text* with letters for their codes, if these stand for letters."""
    code = rb"%(7[0-9A-E]|[2-689A-F][0-9A-F])"
    try:
        letters = re.sub(
            code,
            lambda found: bytes.fromhex(found[1].decode()),
            text.encode(),
            flags=re.IGNORECASE,
        )
        return letters.decode()
    except UnicodeError:
        return text


def parts_of(fragment):
    """Return (name, text) for each part of *fragment* that has a name, as others would read it."""
    text = fragment[:MAX_CHARACTERS].replace("&amp;", "&").partition("#")[0]
    pairs = [part.partition("=")[::2] for part in unescaped(text).split("&")[:MAX_PARTS]]
    return [(name, text) for name, text in pairs if name]


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
def test_each_part_that_cannot_be_used_is_reported_in_order_and_nothing_else_is(fragment):
    _, problems = from_fragment(fragment)
    bad = [
        (name, text)
        for name, text in parts_of(fragment)
        if name != "epoch" and (name not in NAMES or not can_be_read(name, text))
    ]
    found = [(problem.name, problem.given) for problem in problems]
    # Those of the epoch, which is no setting, come last.
    assert found[: len(bad)] == bad
    assert {name for name, _ in found[len(bad) :]} <= {"epoch"}


def test_what_follows_many_bad_values_still_counts():
    values, problems = from_fragment("shape=x&" * (MAX_PARTS - 1) + "shape=blobs")
    assert values["shape"] == "blobs"
    assert sentences(problems)[-1] == f"And {MAX_PARTS - 4} more."


@pytest.mark.parametrize(
    ("fragment", "sentence"),
    [
        ("shape=circles&" + "A" * MAX_CHARACTERS, "up to 600000 characters, not “600014”"),
        ("shape=circles" + "&" * 200_000, "up to 500 parts, not “200001”"),
        ("=&" * MAX_PARTS, "up to 500 parts, not “501”"),
    ],
)
def test_of_an_address_beyond_all_measure_the_beginning_counts_and_that_is_told(fragment, sentence):
    for values, problems in (from_fragment(fragment), read_link(fragment)[:2]):
        assert values["shape"] == ("circles" if "circles" in fragment else "moons")
        assert sentences(problems)[0] == f"A link takes {sentence}."


def test_a_file_brings_as_many_points_as_there_can_be():
    values = {**defaults("custom"), "points": "A" * 500_000, "names": "a,b,c,d", "speed": "fast"}
    link = read_link(write_whole(values, note="🌹" * 500, epoch=3))
    assert (link.values, link.epoch, link.problems) == (values, 3, [])


@pytest.mark.parametrize(
    "fragment",
    [
        "shape=circles&amp;hidden_units=5",
        "shape%3Dcircles%26hidden_units%3D5",
        "shape%3dcircles&hidden%5funits=5",
        "shape=circles&hidden_units=5#noise=0.9",
        "shape=circles&hidden_units=5#",
        "shape=circles&features=x1%2Cx2&hidden_units=5",
        "&&shape=circles&&hidden_units=%35&",
    ],
)
def test_what_programs_make_of_an_address_on_its_way_is_understood(fragment):
    assert from_fragment(fragment) == ({**defaults("circles"), "hidden_units": 5}, [])


@pytest.mark.parametrize("text", ["%", "%2", "%zz", "%00", "%0A", "%7F", "%C3", "%E4", "100%"])
def test_no_other_escape_is_changed(text):
    _, problems = from_fragment(f"shape={text}")
    assert [problem.given for problem in problems] == [text]


NON_ASCII = "Länge,幅 in µm,🌹,Ωmega"


@pytest.mark.parametrize("names", [NON_ASCII, ",".join(["🌹" * MAX_NAME] * 4), "a b,-,.,(c)"])
def test_names_come_back_as_a_browser_writes_them(names):
    values = {**defaults("custom"), "points": "AQAB", "names": names}
    fragment = to_fragment(values)
    assert from_fragment(fragment) == (values, [])
    # A browser leaves what means something in an address as it is; some programs do not.
    for safe in ("=&,", ""):
        quoted = quote(fragment, safe=safe)
        assert from_fragment(quoted) == (values, [])
        in_small = re.sub("%..", lambda code: code[0].lower(), quoted)
        assert from_fragment(in_small) == (values, [])


@pytest.mark.parametrize("fragment", ["%41\ud800", "\ud800%41", "%ED%A0%80", "%C3&names=%A4"])
def test_half_of_a_letter_does_no_harm(fragment):
    values, problems = from_fragment(fragment)
    assert values == defaults()
    assert problems


def test_a_value_that_no_slider_has_comes_back():
    values, problems = from_fragment("noise=0.055&learning_rate=0.0123")
    assert (values["noise"], values["learning_rate"], problems) == (0.055, 0.0123, [])
    assert "noise=0.055" in to_fragment(values)


def test_an_optimizer_in_an_address_keeps_the_rate_that_it_had_before_there_were_several():
    assert from_fragment("optimizer=adam")[0]["learning_rate"] == 1.2
    assert from_fragment("optimizer=adam&learning_rate=0.1")[0]["learning_rate"] == 0.1


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
        "projector": "on",
        "time_scale": "linear", "loss_scale": "log", "mistakes": "on", "test_points": "off",
        "unit_lines": "off",
        "surface": "decision", "speed": "fast", "early_stopping": "on", "target_loss": 0.01,
        "epochs": 20, "regularization_rate": 0.1, "regularization": "l2", "batch_size": 10,
        "optimizer": "adam", "learning_rate": 0.07, "mistake": "doubled",
        "weights_seed": 2, "initialization": "he",
        "features": "x1,sin_x2", "activation": "leaky_relu", "widths": "8-4", "layers": 3,
        "names": "a,b,c,d", "points": "AQ-_", "data_seed": 1, "standardize": "on",
        "test_fraction": 0.25, "balance": 0.3, "noise": 0.3, "n_samples": 200, "hidden_units": 5,
        "shape": "custom",
    }  # fmt: skip
    assert set(values) == set(NAMES)
    assert to_fragment(values) == (
        "shape=custom&hidden_units=5&n_samples=200&noise=0.3&balance=0.3&test_fraction=0.25"
        "&standardize=on&data_seed=1&points=AQ-_&names=a,b,c,d&layers=3&widths=8-4"
        "&activation=leaky_relu&features=x1,sin_x2&initialization=he&weights_seed=2"
        "&mistake=doubled&learning_rate=0.07&optimizer=adam"
        "&batch_size=10&regularization=l2&regularization_rate=0.1&epochs=20&target_loss=0.01"
        "&early_stopping=on&speed=fast&surface=decision&unit_lines=off&test_points=off"
        "&mistakes=on&loss_scale=log&time_scale=linear&projector=on"
    )
    assert from_fragment(to_fragment(values)) == (values, [])


@pytest.mark.parametrize(("length", "is_said"), [(4000, True), (4001, False), (500_000, False)])
def test_own_points_that_are_too_many_for_an_address_stay_out(length, is_said):
    values = {**defaults("custom"), "points": "A" * length, "layers": 2}
    fragment = to_fragment(values)
    assert ("&points=" in fragment) == is_said
    expected = values if is_said else {**values, "points": ""}
    assert from_fragment(fragment) == (expected, [])


@settings(deadline=None)
@given(values=ANY_VALUES)
def test_an_address_needs_no_escapes_but_for_names(values):
    # So it is the same address in every browser, message and document.
    assert re.fullmatch("[A-Za-z0-9_=&.,-]+", to_fragment({**values, "names": ""}))


def test_an_empty_address_means_the_defaults():
    assert from_fragment("") == (defaults(), [])


def test_the_order_in_an_address_does_not_matter():
    expected = {**defaults("circles"), "hidden_units": 5}
    assert from_fragment("shape=circles&hidden_units=5") == (expected, [])
    assert from_fragment("hidden_units=5&shape=circles") == (expected, [])


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("hiddenunits", "hiddenunits: did you mean hidden_units?"),
        ("Shape", "Shape: did you mean shape?"),
        (" shape", " shape: did you mean shape?"),
        ("colour", "There is no setting “colour”."),
        ("__proto__", "There is no setting “__proto__”."),
        ("constructor", "There is no setting “constructor”."),
    ],
)
def test_an_unknown_name_changes_nothing_and_is_told_with_the_nearest_known_one(name, sentence):
    values, problems = from_fragment(f"{name}=1&shape=circles")
    assert values == defaults("circles")
    assert sentences(problems) == [sentence]


def test_a_part_without_a_name_is_nothing():
    assert from_fragment("=1&shape=circles&=&&") == (defaults("circles"), [])


def test_a_bad_value_leaves_the_default_and_the_other_settings_alone():
    values, problems = from_fragment("shape=squares&hidden_units=5")
    assert values == {**defaults(), "hidden_units": 5}
    shapes = "blobs, circles, moons, xor, spiral, sine, cubic, absolute, custom"
    assert sentences(problems) == [f"Shape takes {shapes}, not “squares”."]


def test_a_name_without_a_value_is_a_bad_value():
    values, problems = from_fragment("hidden_units")
    assert values == defaults()
    assert sentences(problems) == [
        "Hidden units takes a whole number from 1 to 16, not “”.",
    ]


def test_the_last_usable_value_of_a_repeated_name_counts():
    assert from_fragment("shape=circles&shape=blobs")[0]["shape"] == "blobs"
    values, problems = from_fragment("shape=circles&shape=squares")
    assert values["shape"] == "circles"
    assert len(problems) == 1


def test_a_name_that_every_object_has_is_no_shape():
    for text in ("__proto__", "constructor", "toString"):
        values, problems = from_fragment(f"shape={text}")
        assert values == defaults()
        assert len(problems) == 1


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


# --- where the training stands ---------------------------------------------------------


@settings(deadline=None)
@given(values=ANY_VALUES, epoch=st.none() | st.integers(0, 10_000))
def test_an_address_brings_back_the_epoch(values, epoch):
    fragment = to_fragment(values, epoch)
    assert read_link(fragment).epoch == epoch
    assert from_fragment(fragment) == (values, [])


@pytest.mark.parametrize(
    ("fragment", "epoch"),
    [
        ("", None),
        ("shape=moons", None),
        ("epoch=0", 0),
        ("epoch=0&shape=moons", 0),
        ("epoch=40", 40),
        ("epoch=0040", 40),
        ("epoch=40&epoch=60", 60),
        ("epoch=40&epoch=x", 40),
        ("shape=moons&amp;epoch=40", 40),
        ("shape%3Dmoons%26epoch%3D40", 40),
        ("epochs=40", None),
        ("epoch=10000", 10_000),
        ("epoch=0#epoch=3", 0),
    ],
)
def test_the_last_usable_epoch_of_an_address_is_where_it_begins(fragment, epoch):
    assert read_link(fragment).epoch == epoch


@pytest.mark.parametrize("text", ["", "x", "-1", "1.5", "10001", "9" * 100])
def test_an_epoch_that_cannot_be_is_told_and_means_the_end(text):
    fragment = f"epoch={text}&shape=circles"
    assert read_link(fragment).epoch is None
    values, problems = from_fragment(fragment)
    assert values == defaults("circles")
    (sentence,) = sentences(problems)
    assert sentence.startswith("epoch takes a whole number from 0 to 10000, not “")


@pytest.mark.parametrize(
    ("older", "speed"),
    [("1", "slow"), ("2", "normal"), ("5", "normal"), ("20", "fast"), ("fastest", "fast")],
)
def test_links_that_say_epochs_to_a_picture_keep_their_speed(older, speed):
    values, problems = from_fragment(f"speed={older}")
    assert (values["speed"], problems) == (speed, [])
    assert "speed=" + older not in to_fragment(values)


def test_decimal_commas_and_what_else_readers_write_is_understood():
    values, problems = from_fragment("noise=0,3&batch_size=All&widths=8,4")
    assert problems == []
    assert (values["noise"], values["batch_size"], values["widths"]) == (0.3, "all", "8-4")
    assert "noise=0.3&" in to_fragment(values)


# --- the page's own Python -------------------------------------------------------------


def test_micropython_gives_the_same_answers_byte_for_byte():
    files = {
        "micropython_cases.py": HERE / "micropython_cases.py",
        **{f"playground/settings/{path.name}": path for path in SETTINGS_ROOM.glob("*.py")},
    }
    code = "import micropython_cases; print(micropython_cases.report(), end='')"
    # Line by line: a difference shows its case.
    assert output_of(code, files).splitlines() == micropython_cases.report().splitlines()
