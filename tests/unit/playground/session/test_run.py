"""A course of training: to the last bit the same, however it is cut and wherever it has been."""

import gc
import itertools
import weakref

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.data import generate
from playground.fast.trainer import FastTrainer
from playground.network import Network
from playground.session.run import TrainingRun
from playground.session.stopping import EPOCHS_PER_CHECK
from playground.settings.values import defaults

OPTIMIZERS = ("gradient_descent", "momentum", "rmsprop", "adam")
EPOCHS = 100


def values_of(**changed):
    """Return settings for a course of 100 epochs."""
    return {**defaults(), "epochs": EPOCHS, "learning_rate": 0.1, **changed}


def begun(sizes=(2, 3, 1), n_test=0, **changed):
    """Return a course that has not trained yet."""
    values = values_of(**changed)
    X, y = generate("moons", 60)
    n = y.size - n_test
    network = Network(sizes, values["activation"], values["weights_seed"])
    return TrainingRun(network, (X[:, :n], y[:n]), (X[:, n:], y[n:]), values)


def trained(course, pieces=None):
    """Train *course* to its end, in calls of so many epochs each, and return it."""
    for epochs in pieces or itertools.repeat(EPOCHS_PER_CHECK):
        if course.train(epochs):
            break
    return course


def rows(course):
    """Return all states of the timeline, as bytes."""
    return [course.timeline.state(epoch).tobytes() for epoch in range(course.timeline.last + 1)]


any_way = pytest.mark.parametrize("optimizer", OPTIMIZERS)
any_batch = pytest.mark.parametrize("batch_size", ["all", 16, 1000])


@any_way
@any_batch
def test_a_course_is_a_descent_that_is_remembered(optimizer, batch_size):
    course = trained(begun(optimizer=optimizer, batch_size=batch_size, weights_seed=4))
    descent = FastTrainer(
        Network((2, 3, 1), seed=4),
        *generate("moons", 60),
        optimizer=optimizer,
        batch_size=None if batch_size == "all" else batch_size,
        seed=4,
    )
    record = np.empty((EPOCHS, descent.state.size))
    first = descent.state.tobytes()
    descent.run(0, EPOCHS, 0.1, record)
    assert rows(course) == [first, *(row.tobytes() for row in record)]
    assert course.epoch == course.timeline.last == EPOCHS


@settings(deadline=None, max_examples=60)
@given(
    optimizer=st.sampled_from(OPTIMIZERS),
    batch_size=st.sampled_from(["all", 16]),
    pieces=st.lists(st.integers(1, 50), min_size=1).map(itertools.cycle),
    back=st.lists(st.integers(0, EPOCHS), max_size=3),
)
def test_pieces_and_ways_back_make_no_difference(optimizer, batch_size, pieces, back):
    straight = trained(begun(optimizer=optimizer, batch_size=batch_size))
    course = trained(begun(optimizer=optimizer, batch_size=batch_size), pieces)
    for epoch in back:
        course.go_to(epoch)
        course.train(next(pieces))
    trained(course, pieces)
    assert rows(course) == rows(straight)
    assert course.metrics() == straight.metrics()
    one, other = course.curve.points(), straight.curve.points()
    assert np.array_equal(one[0], other[0])
    assert np.array_equal(one[1], other[1], equal_nan=True)


def test_training_stops_where_the_loss_is_judged():
    course = begun()
    course.train(7)
    assert course.epoch == 7
    course.train(1000)
    assert course.epoch == EPOCHS_PER_CHECK
    course.train(1000)
    assert course.epoch == 2 * EPOCHS_PER_CHECK


def test_without_epochs_left_it_is_over_at_once():
    course = trained(begun())
    before = rows(course)
    assert course.train(5) == "epochs"
    assert (course.epoch, rows(course)) == (EPOCHS, before)


def test_the_pace_is_known_once_it_has_trained():
    course = begun()
    assert course.seconds_per_epoch == 0
    course.train(3)
    assert course.seconds_per_epoch > 0


@any_way
def test_another_rate_keeps_the_memory_of_the_optimizer(optimizer):
    course = trained(begun(optimizer=optimizer), [EPOCHS_PER_CHECK, 10])
    course.change(values_of(optimizer=optimizer, learning_rate=0.01))
    course.train(10)
    descent = FastTrainer(Network((2, 3, 1)), *generate("moons", 60), optimizer=optimizer)
    descent.run(0, 30, 0.1)
    descent.run(30, 10, 0.01)
    assert course.timeline.state(40).tobytes() == descent.state.tobytes()


@pytest.mark.parametrize("others", list(itertools.permutations(OPTIMIZERS, 2)), ids=" ".join)
def test_another_optimizer_takes_up_the_weights_without_memory(others):
    one, other = others
    course = trained(begun(optimizer=one), [EPOCHS_PER_CHECK, 10])
    theta = course.timeline.state(30)[:13].copy()
    course.change(values_of(optimizer=other))
    course.go_to(course.epoch)
    course.train(10)
    descent = FastTrainer(Network((2, 3, 1)), *generate("moons", 60), optimizer=other)
    descent.theta[:] = theta
    descent.run(30, 10, 0.1)
    assert course.timeline.state(40).tobytes() == descent.state.tobytes()
    # The way back is open, too.
    course.reset()
    assert rows(trained(course)) == rows(trained(begun(optimizer=other)))


@any_way
def test_reset_begins_with_the_first_weights_and_no_memory(optimizer):
    course = trained(begun(optimizer=optimizer))
    before = rows(course)
    course.go_to(0)
    course.set_weight(0, 2, 1, 5.0)
    course.train(10)
    course.set_weight(1, 0, -1, 5.0)
    course.reset()
    assert (course.epoch, course.timeline.last) == (0, 0)
    assert rows(course) == before[:1]
    assert rows(trained(course)) == before


@pytest.mark.parametrize(("layer", "unit", "source"), [(0, 0, -1), (0, 2, 1), (1, 0, 2)])
def test_a_number_set_by_hand_is_kept_with_its_losses(layer, unit, source):
    course = trained(begun(optimizer="adam"), [EPOCHS_PER_CHECK, 5])
    course.curve.points()
    memory = course.timeline.state(25)[13:].copy()
    course.set_weight(layer, unit, source, -4.0)
    array = course.network.biases if source < 0 else course.network.weights
    assert array[layer][unit, max(source, 0)] == -4.0
    _, losses = course.curve.points()
    assert losses[25, 0] == course.metrics()["train_loss"]
    assert course.timeline.state(25)[13:].tolist() == memory.tolist()


@pytest.mark.parametrize("activation", ["relu", "linear"])
def test_another_activation_is_told_in_the_past_as_well(activation):
    course = trained(begun(n_test=20), [EPOCHS_PER_CHECK, 10])
    course.curve.points()
    course.change(values_of(activation=activation))
    epochs, losses = course.curve.points()
    for epoch in epochs:
        course.go_to(epoch)
        metrics = course.metrics()
        assert losses[epoch].tolist() == [metrics["train_loss"], metrics["test_loss"]]


def test_numbers_beyond_all_bounds_lead_back_to_the_last_finite_ones():
    course = begun(activation="linear", learning_rate=1000.0, batch_size=1)
    with np.errstate(all="ignore"):
        assert trained(course).metrics()["train_loss"] < np.inf
    assert course.epoch == course.timeline.last < EPOCHS
    assert np.isfinite(course.timeline.state(course.epoch)).all()


@any_way
@any_batch
def test_a_course_that_is_over_leaves_nothing_for_the_garbage_collector(optimizer, batch_size):
    course = trained(begun(optimizer=optimizer, batch_size=batch_size, n_test=9))
    course.curve.points()
    course.metrics()
    course.change(values_of(activation="relu", optimizer="momentum"))
    left = [weakref.ref(part) for part in (course, course.timeline, course.curve, course.network)]
    gc.disable()
    try:
        del course
        assert [one() for one in left] == [None] * 4
    finally:
        gc.enable()
