"""What the reader has chosen: values that fit together, own points that come back."""

from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_addresses import RANDOM_ADDRESS
from setting_values import NAMES, NONSENSE, is_allowed

from page.choices import Choices
from playground.settings.address import from_fragment
from playground.settings.values import defaults


def storage(points="", names=""):
    """A storage of points that remembers what it was told."""
    noted = [(points, names)]
    return SimpleNamespace(latest=lambda: noted[-1], note=lambda *both: noted.append(both))


@pytest.fixture
def choices():
    return Choices(storage())


def test_it_begins_with_the_defaults(choices):
    assert (choices.values, choices.problems, choices.change) == (defaults(), [], 0)


def test_only_what_changes_a_value_is_another_choice(choices):
    assert choices.take({"hidden_units": "5"})
    assert not choices.take({"hidden_units": "5"})
    assert not choices.take({"hidden_units": "50"})
    assert choices.change == 1
    assert choices.values["hidden_units"] == 5
    assert [problem.given for problem in choices.problems] == ["50"]
    assert not choices.take({})
    assert choices.problems == []


def test_a_value_that_no_control_can_show_stays_while_others_change(choices):
    choices.open("noise=0.055")
    choices.take({"hidden_units": "4"})
    assert choices.values["noise"] == 0.055


@settings(deadline=None)
@given(
    deeds=st.lists(
        RANDOM_ADDRESS | st.dictionaries(st.sampled_from(NAMES) | st.text(), NONSENSE, max_size=4),
        max_size=6,
    )
)
def test_whatever_is_chosen_all_values_are_allowed_and_choices_are_counted(deeds):
    choices = Choices(storage("AQAB"))
    for deed in deeds:
        before, change = choices.values, choices.change
        if isinstance(deed, str):
            choices.open(deed)
        else:
            choices.take(deed)
        assert all(is_allowed(name, choices.values[name]) for name in NAMES)
        # An address begins anew, whatever it says.
        assert choices.change == change + (isinstance(deed, str) or choices.values != before)


def test_an_address_means_the_same_whatever_was_chosen_before(choices):
    choices.take({"shape": "spiral", "layers": "4", "learning_rate": "3"})
    choices.open("shape=circles&hidden_units=2")
    assert choices.values == from_fragment("shape=circles&hidden_units=2")[0]


def test_own_points_come_back_with_their_shape():
    choices = Choices(storage("AQAB"))
    choices.take({"shape": "custom"})
    assert choices.values["points"] == "AQAB"
    choices.take({"shape": "moons"})
    assert choices.values["points"] == ""
    choices.open("shape=custom")
    assert choices.values["points"] == "AQAB"


def test_the_names_of_a_table_come_back_with_its_points():
    choices = Choices(storage("AQAB", "a,b,c,d"))
    choices.take({"shape": "custom"})
    assert choices.values["names"] == "a,b,c,d"
    choices.take({"names": "e,f,g,h"})
    choices.take({"shape": "moons"})
    assert choices.values["names"] == ""
    choices.take({"shape": "custom"})
    assert choices.values["names"] == "e,f,g,h"


def test_points_of_a_link_are_the_latest_for_this_visit():
    choices = Choices(storage("AQAB"))
    choices.open("shape=custom&points=BBBB")
    choices.take({"shape": "moons"})
    choices.take({"shape": "custom"})
    assert choices.values["points"] == "BBBB"


def test_a_plane_that_was_cleared_stays_empty(choices):
    choices.take({"shape": "custom", "points": "AQAB"})
    choices.take({"points": ""})
    assert choices.values["points"] == ""
