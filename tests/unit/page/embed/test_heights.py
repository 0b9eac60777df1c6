"""A frame tells its height when it has changed, and no other time."""

import random

import pytest

from page.embed.heights import MAX_HEIGHT, MIN_HEIGHT, Heights


class Measured:
    """A frame of a height that the test sets, and what the host was told."""

    def __init__(self):
        self.height, self.told = 0, []
        self.heights = Heights(lambda: self.height, self.told.append)

    def becomes(self, height):
        self.height = height
        self.heights.follow()


@pytest.fixture
def frame():
    return Measured()


def test_each_change_is_told_once(frame):
    for height in (400, 400, 520, 520, 520):
        frame.becomes(height)
    assert frame.told == [400, 520]


def test_less_than_two_pixels_is_rounding(frame):
    for height in (400, 400.6, 401, 399, 401.4):
        frame.becomes(height)
    assert frame.told == [400]
    frame.becomes(402)
    assert frame.told == [400, 402]


def test_a_slow_drift_is_told_in_the_end(frame):
    for step in range(21):
        frame.becomes(400 + step / 2)
    assert frame.told[-1] == 410


def test_it_stays_between_its_limits(frame):
    for height in (3, 1e9):
        frame.becomes(height)
    assert frame.told == [MIN_HEIGHT, MAX_HEIGHT]


def test_a_frame_that_is_folded_away_tells_nothing(frame):
    frame.becomes(400)
    frame.becomes(0)
    assert frame.told == [400]


def test_there_are_never_more_messages_than_changes(frame):
    generator = random.Random(1)
    for _ in range(100):
        before = len(frame.told)
        frame.becomes(generator.uniform(200, 900))
        frame.heights.follow()
        assert len(frame.told) <= before + 1
