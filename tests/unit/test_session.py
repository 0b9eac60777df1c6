"""The session: what each change rebuilds, and training that ends the same however it is cut."""

import itertools
import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground import session as session_module
from playground.data import generate
from playground.network import Network
from playground.session import Session
from playground.settings import DATA, NETWORK, defaults
from playground.training import EPOCHS, train

FOREVER = math.inf
ANY_VALUES = st.fixed_dictionaries(
    {"shape": st.sampled_from(["blobs", "circles", "moons"]), "hidden_units": st.integers(1, 16)}
)


def with_settings(**changed):
    """Return the default settings with some of them changed."""
    return {**defaults(), **changed}


def opened(**changed):
    """Return a session that has just taken over its first settings."""
    session = Session()
    session.apply(with_settings(**changed))
    return session


def parameters(network):
    """Return all weights and biases of *network* as bytes."""
    return b"".join(array.tobytes() for array in network.weights + network.biases)


@pytest.fixture
def clock(monkeypatch):
    """Give the session a clock that goes on by one second whenever it is read."""
    seconds = itertools.count()
    monkeypatch.setattr(session_module, "perf_counter", lambda: next(seconds))


# --- settings --------------------------------------------------------------------------


def test_the_first_settings_make_data_and_a_network():
    session = Session()
    assert session.apply(defaults()) == DATA
    X, y = generate("moons")
    assert np.array_equal(session.X, X)
    assert np.array_equal(session.y, y)
    assert session.network.layer_sizes == (2, 3, 1)
    assert session.measures()["epoch"] == 0
    assert not session.finished


@pytest.mark.parametrize("shape", ["blobs", "circles"])
def test_another_shape_makes_other_data_and_a_new_network(shape):
    session = opened()
    trained = session.network
    session.advance(FOREVER)
    assert session.apply(with_settings(shape=shape)) == DATA
    X, y = generate(shape)
    assert np.array_equal(session.X, X)
    assert np.array_equal(session.y, y)
    assert session.network is not trained
    assert parameters(session.network) == parameters(Network((2, 3, 1)))


def test_other_hidden_units_make_a_new_network_for_the_same_data():
    session = opened(hidden_units=3)
    X, y, trained = session.X, session.y, session.network
    session.advance(FOREVER)
    assert session.apply(with_settings(hidden_units=5)) == NETWORK
    assert session.X is X
    assert session.y is y
    assert session.network is not trained
    assert parameters(session.network) == parameters(Network((2, 5, 1)))


def test_two_changes_at_once_have_the_larger_effect():
    session = opened(shape="moons", hidden_units=3)
    assert session.apply(with_settings(shape="blobs", hidden_units=2)) == DATA
    assert np.array_equal(session.X, generate("blobs")[0])
    assert session.network.layer_sizes == (2, 2, 1)


def test_the_same_settings_again_change_nothing(clock):
    session = opened()
    session.advance(10)
    X, y, network = session.X, session.y, session.network
    before, measures = parameters(network), session.measures()
    assert measures["epoch"] > 0
    assert session.apply(defaults()) is None
    assert session.X is X
    assert session.y is y
    assert session.network is network
    assert parameters(network) == before
    assert session.measures() == measures


def test_settings_are_compared_with_what_they_were_not_with_what_the_caller_made_of_them():
    session, values = Session(), defaults()
    session.apply(values)
    values["hidden_units"] = 7
    assert session.apply(values) == NETWORK
    assert session.network.layer_sizes == (2, 7, 1)


@pytest.mark.parametrize("changed", [{"hidden_units": 4}, {"shape": "circles"}])
def test_a_change_in_the_middle_of_training_starts_again_from_epoch_0(clock, changed):
    session = opened()
    session.advance(10)
    assert 0 < session.measures()["epoch"] < EPOCHS
    session.apply(with_settings(**changed))
    assert session.measures()["epoch"] == 0
    assert session.measures() == opened(**changed).measures()


def test_a_change_after_the_last_epoch_starts_again_from_epoch_0():
    session = opened()
    session.advance(FOREVER)
    session.apply(with_settings(hidden_units=2))
    assert not session.finished
    assert session.measures() == opened(hidden_units=2).measures()


@settings(deadline=None)
@given(history=st.lists(st.tuples(ANY_VALUES, st.integers(0, 20)), min_size=1, max_size=6))
def test_what_the_reader_gets_depends_on_the_settings_not_on_the_way_there(history):
    session = Session()
    with pytest.MonkeyPatch.context() as patch:
        seconds = itertools.count()
        patch.setattr(session_module, "perf_counter", lambda: next(seconds))
        for values, training in history:
            if session.apply(values) is not None:
                direct = Session()
                direct.apply(values)
            session.advance(training)
            direct.advance(training)
    assert session.measures() == direct.measures()
    assert parameters(session.network) == parameters(direct.network)
    assert session.X.tobytes() == direct.X.tobytes()
    assert session.y.tobytes() == direct.y.tobytes()


# --- training --------------------------------------------------------------------------


@pytest.mark.parametrize("hidden_units", [1, 3, 16])
def test_training_without_a_limit_ends_after_the_last_epoch(hidden_units):
    session = opened(hidden_units=hidden_units)
    session.advance(FOREVER)
    assert session.finished
    assert session.measures()["epoch"] == EPOCHS
    end = parameters(session.network)
    session.advance(FOREVER)
    assert session.measures()["epoch"] == EPOCHS
    assert parameters(session.network) == end


def test_training_stops_when_its_time_is_over(clock):
    session = opened()
    session.advance(0)
    assert session.measures()["epoch"] == 0
    session.advance(10)
    after_ten = session.measures()["epoch"]
    assert 0 < after_ten <= 10
    session.advance(10)
    assert session.measures()["epoch"] == 2 * after_ten


@pytest.mark.parametrize("shape", ["blobs", "circles", "moons"])
@pytest.mark.parametrize("slice_length", [3, 7, 100])
def test_training_in_slices_gives_the_weights_of_one_go_to_the_last_bit(clock, shape, slice_length):
    session = opened(shape=shape)
    for _ in range(EPOCHS):
        session.advance(slice_length)
    assert session.finished
    in_one_go = opened(shape=shape)
    in_one_go.advance(FOREVER)
    assert parameters(session.network) == parameters(in_one_go.network)
    assert session.measures() == in_one_go.measures()


@pytest.mark.parametrize(("shape", "hidden_units"), [("circles", 1), ("moons", 3), ("blobs", 16)])
def test_the_page_trains_as_a_script_does_to_the_last_bit(shape, hidden_units):
    session = opened(shape=shape, hidden_units=hidden_units)
    session.advance(FOREVER)
    X, y = generate(shape)
    network = Network((2, hidden_units, 1))
    losses = train(network, X, y)
    assert parameters(session.network) == parameters(network)
    assert session.measures() == {
        "epoch": EPOCHS,
        "train_loss": losses[-1],
        "train_accuracy": network.accuracy(X, y),
    }


def test_training_never_changes_points_or_labels():
    # One unit gets many of the circles' points wrong: its predictions are not the labels.
    session = opened(shape="circles", hidden_units=1)
    session.advance(FOREVER)
    assert session.measures()["train_accuracy"] < 0.8
    X, y = generate("circles")
    assert session.X.tobytes() == X.tobytes()
    assert session.y.tobytes() == y.tobytes()
    session.apply(with_settings(shape="circles", hidden_units=3))
    assert session.y.tobytes() == y.tobytes()


# --- numbers ---------------------------------------------------------------------------


@pytest.mark.parametrize("training", [0, FOREVER])
def test_measures_are_plain_numbers_that_survive_json(training):
    session = opened()
    session.advance(training)
    measures = session.measures()
    assert {name: type(value) for name, value in measures.items()} == {
        "epoch": int,
        "train_loss": float,
        "train_accuracy": float,
    }
    assert json.loads(json.dumps(measures, allow_nan=False)) == measures


def test_measures_belong_to_the_network_of_the_moment():
    session = opened()
    untrained = session.measures()
    session.advance(FOREVER)
    trained = session.measures()
    assert trained["train_loss"] < untrained["train_loss"]
    assert trained["train_loss"] == session.network.loss(session.X, session.y)
    assert trained["train_accuracy"] == session.network.accuracy(session.X, session.y)
