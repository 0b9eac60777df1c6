"""Own points in the browser's storage: each tab has its own, and tells if it replaces another's."""

import fake_page
import numpy as np
import pytest

from playground.custom.codec import pack


@pytest.fixture
def opened(monkeypatch):
    """Return a function that opens tabs of one browser; with *own*, the same tab again."""
    _modules, document = fake_page.install(monkeypatch)
    from page.points.storage import PointStorage

    def open_tab(own=None):
        document.defaultView.tabStorage = own or fake_page.Storage({})
        tab = PointStorage()
        tab.own = document.defaultView.tabStorage
        return tab

    open_tab.shared = document.defaultView.storage
    return open_tab


def test_a_new_tab_has_what_was_kept_last(opened):
    opened().keep("AQAB", "a,b,c,d")
    assert opened().latest() == ("AQAB", "a,b,c,d")


def test_a_tab_that_is_loaded_again_has_its_own_whatever_others_have_kept(opened):
    one, other = opened(), opened()
    one.keep("AQAB", "")
    other.keep("AQAC", "")
    assert opened(one.own).latest() == ("AQAB", "")
    assert opened(other.own).latest() == ("AQAC", "")
    assert opened().latest() == ("AQAC", "")


def test_what_another_tab_had_left_is_handed_over_and_told_once(opened):
    one, other = opened(), opened()
    assert one.keep("AQAB", "") == ("", "")
    assert other.keep("AQAC", "") == ("AQAB", "")
    assert "another tab" in other.remarks("AQAC")[0]
    assert other.remarks("") == []  # another shape is shown
    assert other.keep("AQAD", "") == ("", "")
    assert other.remarks("AQAD") != []  # the same stroke
    other.forget_replaced()
    assert other.remarks("AQAD") == []
    assert one.keep("AQAE", "a,b,c,d") == ("AQAD", "")


def test_a_tab_that_is_loaded_again_does_not_know_what_others_have_kept_meanwhile(opened):
    one, other = opened(), opened()
    one.keep("AQAB", "")
    other.keep("AQAC", "a,b,c,d")
    assert opened(one.own).keep("AQAD", "") == ("AQAC", "a,b,c,d")


def test_what_was_there_at_the_start_or_is_the_same_is_nobody_elses(opened):
    opened().keep("AQAB", "")
    one, other = opened(), opened()
    assert one.keep("AQAC", "") == ("", "")
    assert other.keep("AQAC", "") == ("", "")


@pytest.mark.parametrize(
    ("shared", "own", "words"),
    [
        (True, True, "; this browser keeps them."),
        (False, True, "; this tab keeps them until it is closed."),
        (False, False, ", and this browser keeps nothing, so they go when this page is closed."),
    ],
)
def test_points_that_are_too_many_for_a_link_come_with_what_becomes_of_them(
    opened, shared, own, words
):
    random = np.random.RandomState(0)
    points = pack(random.standard_normal((2, 3000)), random.permutation(3000) % 2)
    tab = opened()
    opened.shared.has_room, tab.own.has_room = shared, own
    assert tab.keep(points, "") == ("", "")
    assert tab.remarks(points) == [f"Your 3000 points are too many for a link{words}"]


@pytest.mark.parametrize("points", ["A" * 4004, "_" * 4004, "AQAA" + "A" * 4000, "Af__" * 1001])
def test_of_damaged_points_nobody_says_how_many_there_are(opened, points):
    assert opened().remarks(points) == []


@pytest.mark.parametrize(
    "kept", ["<b>", "A" * 500_001, "AQAB|a,b", "AQAB|<b>,,,,", "AQAB|a,b,c,d&"]
)
def test_what_somebody_else_has_put_into_the_storage_is_no_points(opened, kept):
    opened.shared.write("nn-playground-points", kept)
    assert opened().latest() == ("", "")


def test_a_full_storage_replaces_nothing(opened):
    one, other = opened(), opened()
    one.keep("AQAB", "")
    opened.shared.has_room = False
    assert other.keep("AQAC", "") == ("", "")
    assert other.remarks("AQAC") == []
