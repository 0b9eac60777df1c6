"""The timeline: what it keeps is what it was given."""

import itertools
import tracemalloc

import numpy as np
import pytest
from timelines import LITTLE, grow, grown, kept, states

from playground.session.timeline import FIRST_ROWS, MAX_BYTES, Timeline

# --- the timeline ----------------------------------------------------------------------


def test_a_timeline_begins_with_epoch_0():
    timeline = Timeline(np.array([1.5, -2.5, 0.1]))
    assert (timeline.last, timeline.stride) == (0, 1)
    assert timeline.state(0).tolist() == [1.5, -2.5, 0.1]


def test_what_it_begins_with_is_a_copy():
    first = np.array([1.0, 2.0])
    timeline = Timeline(first)
    first[:] = 9
    assert timeline.state(0).tolist() == [1.0, 2.0]


def test_what_it_is_given_is_copied():
    timeline = grown(3)
    rows = np.array([[7.0, 8.0], [9.0, 10.0]])
    timeline.append(rows)
    rows[:] = 0
    assert timeline.last == 5
    assert timeline.state(4).tolist() == [7.0, 8.0]
    assert timeline.state(5).tolist() == [9.0, 10.0]


@pytest.mark.parametrize("piece", [1, 3, 20, FIRST_ROWS - 1, FIRST_ROWS, 1000, 10_000])
def test_nothing_is_lost_while_it_grows(piece):
    timeline = Timeline(np.zeros(2))
    while timeline.last < 2500:
        grow(timeline, piece)
    assert timeline.stride == 1
    assert kept(timeline) == states(0, timeline.last + 1).tolist()


def test_the_nearest_epoch_lies_between_the_first_and_the_last():
    timeline = grown(30)
    assert [timeline.nearest(epoch) for epoch in (-5, 0, 17, 30, 31, 999)] == [0, 0, 17, 30, 30, 30]


@pytest.mark.parametrize("last", [0, 1, 511, 512, 1999])
def test_what_is_kept_is_nearest_to_itself(last):
    timeline = grown(last, max_bytes=LITTLE)
    nearest = [timeline.nearest(epoch) for epoch in range(last + 1)]
    assert timeline.kept() == sorted(set(nearest))


@pytest.mark.parametrize("epoch", [0, 1, 299, 300])
def test_a_cut_forgets_what_came_after(epoch):
    timeline = grown(300)
    timeline.cut(epoch)
    assert timeline.last == epoch
    assert kept(timeline) == kept(grown(300))[: epoch + 1]


def test_after_a_cut_another_way_can_be_taken():
    timeline = grown(300)
    timeline.cut(200)
    grow(timeline, 400, way=5.0)
    assert timeline.last == 600
    assert kept(timeline) == kept(grown(200)) + states(201, 400, way=5.0).tolist()


def test_it_can_be_cut_at_an_epoch_between_those_that_are_kept():
    timeline = grown(1999, max_bytes=LITTLE)
    before = timeline.kept()
    state = np.array([1001.0, 7.0])
    timeline.cut(1001, state)
    state[:] = 0
    assert timeline.kept() == [*[epoch for epoch in before if epoch < 1001], 1001]
    assert timeline.state(1001).tolist() == [1001.0, 7.0]
    assert timeline.nearest(1001) == timeline.nearest(5000) == 1001
    grow(timeline, 9, way=5.0)
    assert timeline.state(1004).tolist() == [1004.0, 5.0]


@pytest.mark.parametrize("last", [0, 1, 40, 255, 256])
def test_another_state_takes_the_place_of_the_latest(last):
    timeline = grown(last)
    state = np.array([-1.0, -2.0])
    timeline.replace(state)
    state[:] = 0
    assert kept(timeline) == [*kept(grown(last))[:-1], [-1.0, -2.0]]
    # It stays when the training goes on from it.
    grow(timeline, 5)
    assert timeline.state(last).tolist() == [-1.0, -2.0]


# --- what memory allows ----------------------------------------------------------------


@pytest.mark.parametrize("piece", [1, 7, 20])
@pytest.mark.parametrize("last", [512, 1000, 1023, 1024, 1025, 5000])
def test_when_memory_is_full_every_second_epoch_is_forgotten(piece, last):
    timeline = Timeline(np.zeros(2), LITTLE)
    while timeline.last < last:
        grow(timeline, min(piece, last - timeline.last))
        # Evenly spaced, and as many as there is room for; the latest in any case.
        spaced = range(0, timeline.last + 1, timeline.stride)
        assert len(spaced) <= 512
        assert timeline.stride == 1 or len(spaced) > 512 // 4
    assert timeline.kept() == sorted({*spaced, last})
    assert kept(timeline) == [[float(epoch), 0.0] for epoch in timeline.kept()]
    assert (timeline.stride > 1) == (last >= 512)


def test_a_forgotten_epoch_is_near_one_that_is_kept():
    timeline = grown(1999, max_bytes=LITTLE)
    assert timeline.stride == 4
    assert [timeline.nearest(epoch) for epoch in (0, 3, 4, 1001, 1996, 1998)] == [
        *(0, 0, 4, 1000, 1996, 1996)
    ]
    assert timeline.nearest(1999) == timeline.nearest(2500) == 1999
    assert timeline.state(1999).tolist() == [1999.0, 0.0]


@pytest.mark.parametrize("epoch", [1000, 1001, 1003, 1004])
def test_a_thinned_timeline_can_be_cut_replaced_and_grown_again(epoch):
    timeline = grown(1999, max_bytes=LITTLE)
    timeline.cut(timeline.nearest(epoch))
    timeline.replace(np.array([-1.0, -2.0]))
    at = timeline.last
    grow(timeline, 3, way=5.0)
    timeline.replace(np.array([-3.0, -4.0]))  # the latest, which is not in the rows
    grow(timeline, 96, way=5.0)
    expected = {epoch: [float(epoch), 0.0 if epoch < at else 5.0] for epoch in range(at + 100)}
    expected[at] = [-1.0, -2.0]
    assert timeline.last == at + 99
    assert kept(timeline) == [expected[epoch] for epoch in timeline.kept()]


def size_of(*layer_sizes, moments=2, counts=1):
    """Return how many numbers the state of a network and its optimizer has: here, Adam."""
    parameters = sum(units * (inputs + 1) for inputs, units in itertools.pairwise(layer_sizes))
    return parameters, (1 + moments) * parameters + counts


def memory_of(make):
    """Return how many bytes what *make* returns keeps, and what it is."""
    tracemalloc.start()
    try:
        made = make()
        return tracemalloc.get_traced_memory()[0], made
    finally:
        tracemalloc.stop()


def test_ten_thousand_epochs_of_the_largest_network_stay_within_memory():
    _, size = size_of(7, 16, 16, 16, 16, 16, 16, 1)

    def train():
        timeline, chunk = Timeline(np.zeros(size)), np.zeros((20, size))
        for epoch in range(0, 10_000, 20):
            chunk[:, 0] = range(epoch + 1, epoch + 21)
            timeline.append(chunk)
        return timeline

    used, timeline = memory_of(train)
    tip = 8 * size
    assert used < MAX_BYTES + 2 * tip
    # And what fits is made use of: one can go back to some hundred moments.
    assert used > MAX_BYTES / 4
    epochs = timeline.kept()
    assert len(epochs) > 250
    assert [timeline.state(epoch)[0] for epoch in epochs] == epochs


def test_a_thousand_epochs_of_the_articles_network_are_all_kept():
    _, size = size_of(2, 16, 1, moments=0, counts=0)
    timeline = Timeline(np.zeros(size))
    timeline.append(np.zeros((10_000, size)))
    assert timeline.stride == 1


# --- states of another size ------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 2, 4, 7])
@pytest.mark.parametrize("last", [1, 30, 300])
def test_another_optimizer_takes_up_the_parameters_without_the_memory(size, last):
    timeline = Timeline(np.array([0.0, 1.0, 2.0, 3.0]))
    timeline.append(np.arange(1.0, last + 1)[:, None] * [1, 1, 1, 1])
    timeline.resize(1, size)
    assert timeline.last == last
    zeros = [0.0] * (size - 1)
    assert kept(timeline) == [[float(epoch), *zeros] for epoch in range(last + 1)]
    timeline.append(np.full((300, size), 9.0))
    assert timeline.last == last + 300
    assert kept(timeline)[: last + 1] == [[float(epoch), *zeros] for epoch in range(last + 1)]
    assert kept(timeline)[last + 1 :] == [[9.0] * size] * 300


def test_a_latest_epoch_between_two_rows_is_resized_as_well():
    timeline = grown(1999, way=3.0, max_bytes=LITTLE)
    timeline.resize(2, 3)
    assert timeline.state(1999).tolist() == [1999.0, 3.0, 0.0]
    assert kept(timeline) == [[float(epoch), 3.0, 0.0] for epoch in timeline.kept()]


def test_larger_states_take_no_more_memory_than_there_is():
    parameters, size = size_of(2, 16, 16, 1)

    def train():
        timeline = Timeline(np.zeros(parameters))
        for _ in range(500):
            timeline.append(np.zeros((20, parameters)))
        rows = len(timeline.kept())
        timeline.resize(parameters, size)
        return timeline, rows

    used, (timeline, rows) = memory_of(train)
    assert rows * size * 8 > MAX_BYTES  # or there would be nothing to see
    assert used < MAX_BYTES + 16 * size
    assert timeline.last == 10_000
    assert timeline.nearest(10_000) == 10_000
    assert timeline.nearest(9_999) % timeline.stride == 0
