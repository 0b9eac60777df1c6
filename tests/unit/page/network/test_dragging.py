"""A connection in the reader's hand: up is more, down is less."""

import pytest

from page.network.dragging import FINE_STEP, STEP, STILL, WireDrag
from playground.settings.table import MAX_WEIGHT

THING = (1, 0, 2)


def test_a_pixel_up_is_a_step_more_and_one_down_a_step_less():
    drag = WireDrag(THING, 100)
    assert drag.move(90, False, 0.5)
    assert drag.value == pytest.approx(0.5 + 10 * STEP)
    assert drag.move(130, False, 99)  # what is heard meanwhile comes late
    assert drag.value == pytest.approx(0.5 - 30 * STEP)


def test_the_shift_key_makes_the_steps_small_from_there_on():
    drag = WireDrag(THING, 100)
    drag.move(90, False, 0)
    drag.move(80, True, 0)
    assert drag.value == pytest.approx(10 * STEP + 10 * FINE_STEP)


def test_a_pointer_that_hardly_moves_may_mean_a_click():
    drag = WireDrag(THING, 100)
    assert not drag.move(100 - STILL, False, 0.5)
    assert not drag.is_moving
    assert drag.move(100 - STILL - 1, False, 0.5)
    assert drag.is_moving


def test_nothing_changes_before_the_weight_is_known():
    drag = WireDrag(THING, 100)
    assert not drag.move(80, False, None)
    assert drag.is_moving
    assert drag.value is None
    # The way until then is not lost.
    assert drag.move(79, False, 1.0)
    assert drag.value == pytest.approx(1.0 + 21 * STEP)


@pytest.mark.parametrize(("y", "end"), [(-1e6, MAX_WEIGHT), (1e6, -MAX_WEIGHT)])
def test_a_weight_stays_within_what_can_be_set(y, end):
    drag = WireDrag(THING, 0)
    drag.move(y, False, 0)
    assert drag.value == end


def test_a_way_to_the_side_changes_nothing():
    drag = WireDrag(THING, 100)
    drag.move(90, False, 0)
    assert not drag.move(90, False, 0)
