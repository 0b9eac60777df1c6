"""Colour and width of a weight."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.look.theme import THEMES
from playground.picture.weight_style import LEVELS, MAX_WIDTH, levels, mixed, styles

NUMBERS = st.floats(-1000, 1000)


@settings(deadline=None)
@given(values=st.lists(NUMBERS, min_size=2, max_size=50))
def test_larger_weights_never_look_weaker_and_the_sign_is_kept(values):
    values = np.array(sorted(values))
    found = levels(values)
    assert (np.diff(found) >= 0).all()
    assert (abs(found) <= LEVELS).all()
    assert (found * np.sign(values) >= 0).all()
    assert (levels(-values) == -found).all()


def test_the_scale_tells_usual_weights_apart():
    assert len(set(levels(np.array([0, 0.3, 1, 2, 4, 8, 100.0])))) == 7


def test_a_matrix_keeps_its_shape():
    assert levels(np.zeros((3, 2))).shape == (3, 2)


@pytest.mark.parametrize("theme", THEMES)
def test_the_sign_chooses_the_colour_of_a_class_and_zero_has_neither(theme):
    found = styles(THEMES[theme])
    assert found[-LEVELS][0] == THEMES[theme].classes[0]
    assert found[LEVELS][0] == THEMES[theme].classes[1]
    assert found[0][0] not in THEMES[theme].classes
    assert len({color for color, _ in found.values()}) == 2 * LEVELS + 1


def test_styles_come_from_the_faintest_to_the_strongest_as_they_are_painted():
    found = styles(THEMES["light"])
    assert [abs(level) for level in found] == sorted(
        abs(level) for level in range(-LEVELS, LEVELS + 1)
    )
    widths = [width for _, width in found.values()]
    assert widths == sorted(widths)
    assert widths[-1] == pytest.approx(MAX_WIDTH)


def test_lines_are_thin_where_there_is_little_room():
    assert styles(THEMES["light"], 0.3)[LEVELS][1] < styles(THEMES["light"])[LEVELS][1] / 2
    assert styles(THEMES["light"], 0.3)[0] == styles(THEMES["light"])[0]


def test_a_mixture_lies_between_its_colours():
    assert mixed("#000000", "#ffffff", 0) == "#000000"
    assert mixed("#000000", "#ffffff", 1) == "#ffffff"
    assert mixed("#000000", "#ff8800", 0.5) == "#804400"
