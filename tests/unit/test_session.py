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
from playground.fast import Descent
from playground.network import Network
from playground.session import (
    CHUNK,
    CONVERGED_EPOCHS,
    CONVERGED_FALL,
    DIVERGED,
    DIVERGED_LOSS,
    DONE,
    PAUSED,
    RUNNING,
    Session,
)
from playground.settings import DATA, NETWORK, SETTINGS, TRAINING, VIEW, defaults
from playground.training import EPOCHS, Trainer, train

SHAPES = ["blobs", "circles", "moons"]
FOREVER = math.inf
ANY_VALUES = st.fixed_dictionaries(
    {"shape": st.sampled_from(SHAPES), "hidden_units": st.integers(1, 16)}
).map(lambda changed: {**defaults(), **changed})
VIEW_SETTINGS = [setting for setting in SETTINGS if setting.effect == VIEW]


def with_settings(**changed):
    """Return the default settings with some of them changed."""
    return {**defaults(), **changed}


def opened(**changed):
    """Return a session that has just taken over its first settings."""
    session = Session()
    session.apply(with_settings(**changed))
    return session


def paused(**changed):
    """Return a session that waits at epoch 0."""
    session = opened(**changed)
    session.pause()
    return session


def finished(**changed):
    """Return a session that has trained as far as its settings say."""
    session = opened(**changed)
    session.advance(FOREVER)
    return session


def stepped(session, epochs):
    """Take so many steps with *session*, and return it."""
    for _ in range(epochs):
        session.step()
    return session


def watched_to_the_end(session):
    """Show *session* running, picture by picture, until it stops running."""
    session.run()
    while session.state == RUNNING:
        session.advance(0)
    return session


def parameters(network):
    """Return all weights and biases of *network* as bytes."""
    return b"".join(array.tobytes() for array in network.weights + network.biases)


def history(session):
    """Return the parameters after every epoch of the timeline, as bytes."""
    kept = [session.timeline.parameters(epoch) for epoch in range(session.timeline.last + 1)]
    return np.array(kept).tobytes()


def kept_losses(session, every=1):
    """Return the training loss after every epoch of the timeline, from the network alone."""
    network, flat = Network(session.network.layer_sizes), session.timeline
    losses = []
    for epoch in range(0, session.timeline.last + 1, every):
        network.weights, network.biases = unpacked(flat.parameters(epoch), network.layer_sizes)
        losses.append(network.loss(session.X, session.y))
    return np.array(losses)


def unpacked(flat, layer_sizes):
    """Return weights and biases from one row of a timeline."""
    weights, biases = [], []
    for n_in, n_out in itertools.pairwise(layer_sizes):
        layer, flat = flat[: n_out * (n_in + 1)].reshape(n_out, -1), flat[n_out * (n_in + 1) :]
        weights.append(layer[:, :-1])
        biases.append(layer[:, -1:])
    return weights, biases


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
    assert (session.state, session.ending) == (RUNNING, "")


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
    assert session.state == RUNNING


def test_a_change_after_the_last_epoch_starts_again_from_epoch_0():
    session = opened()
    session.advance(FOREVER)
    session.apply(with_settings(hidden_units=2))
    assert (session.state, session.ending) == (RUNNING, "")
    assert session.measures() == opened(hidden_units=2).measures()


@pytest.mark.parametrize("name", ["data_seed", "weights_seed"])
def test_each_seed_makes_its_own_anew_and_nothing_else(name):
    first, second = opened(), opened(**{name: 4294967295})
    is_data = name == "data_seed"
    assert np.array_equal(first.X, second.X) != is_data
    assert (parameters(first.network) == parameters(second.network)) == is_data
    assert second.X.tobytes() == generate("moons", seed=second.values["data_seed"])[0].tobytes()
    seeded = Network((2, 3, 1), seed=second.values["weights_seed"])
    assert parameters(second.network) == parameters(seeded)


@pytest.mark.parametrize("name", ["data_seed", "weights_seed", "shape", "test_fraction"])
def test_the_way_back_to_earlier_settings_leads_to_the_same_training(name):
    other = {"data_seed": 5, "weights_seed": 5, "shape": "blobs", "test_fraction": 0.25}[name]
    straight = finished(epochs=100)
    session = finished(epochs=100)
    session.apply(with_settings(epochs=100, **{name: other}))
    session.advance(FOREVER)
    assert history(session) != history(straight)
    session.apply(with_settings(epochs=100))
    session.advance(FOREVER)
    assert history(session) == history(straight)


@pytest.mark.parametrize("setting", VIEW_SETTINGS, ids=lambda setting: setting.name)
@pytest.mark.parametrize("state", [RUNNING, PAUSED, DONE])
def test_what_only_changes_the_view_leaves_the_training_alone(setting, state, clock):
    session = opened(epochs=60)
    session.advance(FOREVER if state == DONE else 1)
    if state == PAUSED:
        session.pause()
    before = history(session), session.measures()
    other = next(word for word in setting.allowed if word != setting.default)
    assert session.apply(with_settings(epochs=60, **{setting.name: other})) == VIEW
    assert session.state == state
    assert (history(session), session.measures()) == before


@settings(deadline=None)
@given(way=st.lists(st.tuples(ANY_VALUES, st.integers(0, 4)), min_size=1, max_size=6))
def test_what_the_reader_gets_depends_on_the_settings_not_on_the_way_there(way):
    session = Session()
    with pytest.MonkeyPatch.context() as patch:
        seconds = itertools.count()
        patch.setattr(session_module, "perf_counter", lambda: next(seconds))
        for values, training in way:
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
    assert (session.state, session.ending) == (DONE, "epochs")
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
    # The clock is read once for each so many epochs.
    assert 0 < after_ten <= 10 * CHUNK
    session.advance(10)
    assert session.measures()["epoch"] == 2 * after_ten


@pytest.mark.parametrize("shape", ["blobs", "circles", "moons"])
@pytest.mark.parametrize("slice_length", [3, 7, 100])
def test_training_in_slices_gives_the_weights_of_one_go_to_the_last_bit(clock, shape, slice_length):
    session = opened(shape=shape)
    for _ in range(EPOCHS):
        session.advance(slice_length)
    assert session.state == DONE
    in_one_go = opened(shape=shape)
    in_one_go.advance(FOREVER)
    assert parameters(session.network) == parameters(in_one_go.network)
    assert session.measures() == in_one_go.measures()


@pytest.mark.parametrize(("shape", "hidden_units"), [("circles", 1), ("moons", 3), ("blobs", 16)])
def test_the_page_trains_as_a_script_does(shape, hidden_units):
    # The page's fast descent is the readable one but for the last bits of rounding, which
    # these settings do not blow up.
    session = finished(shape=shape, hidden_units=hidden_units)
    X, y = generate(shape)
    network = Network((2, hidden_units, 1))
    losses = train(network, X, y)
    for ours, script in zip(
        session.network.weights + session.network.biases,
        network.weights + network.biases,
        strict=True,
    ):
        assert ours == pytest.approx(script, rel=1e-9, abs=1e-9)
    measures = session.measures()
    assert measures["train_loss"] == pytest.approx(losses[-1], rel=1e-9)
    assert measures["train_accuracy"] == network.accuracy(X, y)
    assert kept_losses(session) == pytest.approx(losses, rel=1e-9)


@pytest.mark.parametrize(("shape", "hidden_units"), [("circles", 1), ("moons", 3), ("blobs", 16)])
def test_the_page_trains_as_the_descent_does_to_the_last_bit(shape, hidden_units):
    session = finished(shape=shape, hidden_units=hidden_units)
    network = Network((2, hidden_units, 1))
    record = np.empty((EPOCHS, session.timeline.parameters(0).size))
    Descent(network, *generate(shape)).run(EPOCHS, 1.2, record)
    assert parameters(session.network) == parameters(network)
    assert history(session) == session.timeline.parameters(0).tobytes() + record.tobytes()


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


# --- run, pause, step, reset, the timeline ---------------------------------------------


@pytest.mark.parametrize("speed", ["1", "2", "5", "20"])
def test_a_watched_training_does_as_many_epochs_a_picture_as_the_reader_chose(speed):
    session = paused(speed=speed)
    session.run()
    for picture in range(1, 11):
        session.advance(0)
        assert session.epoch == picture * int(speed)
    assert session.state == RUNNING


def test_as_fast_as_possible_means_until_the_time_is_over(clock):
    session = paused(speed="fastest")
    session.run()
    session.advance(3)
    assert session.epoch == 3 * CHUNK - CHUNK
    assert session.state == RUNNING


@pytest.mark.parametrize("speed", ["1", "2", "5", "20", "fastest"])
def test_every_speed_leads_to_the_same_weights_to_the_last_bit(speed, clock):
    session = paused(speed=speed, epochs=333)
    session.run()
    for _ in range(333):
        session.advance(2)
    assert (session.state, session.epoch) == (DONE, 333)
    assert history(session) == history(finished(epochs=333))


def test_the_speed_can_change_while_it_runs():
    session = paused(speed="1")
    session.run()
    session.advance(0)
    session.apply(with_settings(speed="20"))
    session.advance(0)
    session.advance(0)
    # Up to the epoch at which the loss is judged next, and from there 20 by 20.
    assert session.epoch == 40
    assert session.state == RUNNING


def test_run_begins_again_after_the_last_epoch_and_shows_the_same_again():
    session = finished(epochs=50)
    before = history(session)
    session.run()
    assert (session.state, session.epoch) == (RUNNING, 0)
    session.advance(0)
    assert session.epoch == 5
    assert watched_to_the_end(session).epoch == 50
    assert history(session) == before


def test_run_goes_on_from_where_it_was_paused():
    session = stepped(paused(), 7)
    session.run()
    assert (session.state, session.epoch) == (RUNNING, 7)


def test_run_shows_from_the_start_what_is_being_retrained_unwatched(clock):
    session = opened()
    session.advance(3)
    session.run()
    assert (session.state, session.epoch) == (RUNNING, 0)
    session.advance(FOREVER)
    assert session.epoch == 5


def test_a_second_run_does_not_begin_again():
    # Two keys in quick succession, before the page has heard of the first.
    session = stepped(paused(), 7)
    session.run()
    session.advance(0)
    epoch = session.epoch
    session.run()
    assert (session.state, session.epoch) == (RUNNING, epoch)


def test_a_paused_session_stays_where_it_is():
    session = stepped(paused(), 3)
    before = parameters(session.network)
    session.advance(FOREVER)
    session.pause()
    session.advance(FOREVER)
    assert (session.state, session.epoch) == (PAUSED, 3)
    assert parameters(session.network) == before


@pytest.mark.parametrize("state", [DONE, DIVERGED])
def test_pausing_what_is_over_changes_nothing(state):
    session = finished() if state == DONE else finished(learning_rate=1000.0)
    ending = session.ending
    session.pause()
    assert (session.state, session.ending) == (state, ending)


@settings(deadline=None, max_examples=30)
@given(epochs=st.lists(st.integers(0, 50), max_size=5), data=st.data())
def test_a_step_is_one_epoch_from_any_paused_epoch(epochs, data):
    straight = finished(epochs=60)
    session = finished(epochs=60)
    for epoch in epochs:
        session.go_to(data.draw(st.integers(0, min(epoch, session.timeline.last))))
        before = session.epoch
        session.step()
        assert session.epoch == session.timeline.last == before + 1
        assert session.state == PAUSED
        row = session.timeline.parameters(session.epoch)
        assert row.tobytes() == straight.timeline.parameters(before + 1).tobytes()


def test_a_step_while_it_runs_is_one_epoch_and_a_pause(clock):
    session = opened()
    session.advance(3)
    epoch = session.epoch
    session.step()
    assert (session.state, session.epoch) == (PAUSED, epoch + 1)


def test_steps_end_with_the_last_epoch():
    session = stepped(paused(epochs=5), 5)
    assert (session.state, session.ending, session.epoch) == (DONE, "epochs", 5)
    before = parameters(session.network)
    session.step()
    assert (session.state, session.ending, session.epoch) == (DONE, "epochs", 5)
    assert parameters(session.network) == before


@pytest.mark.parametrize("state", [RUNNING, PAUSED, DONE, DIVERGED])
def test_reset_goes_back_to_the_first_weights_to_the_last_bit(state, clock):
    rate = 1000.0 if state == DIVERGED else 1.2
    session = opened(learning_rate=rate, weights_seed=7)
    first = parameters(session.network)
    assert first == parameters(Network((2, 3, 1), seed=7))
    session.advance(2 if state in (RUNNING, PAUSED) else FOREVER)
    if state == PAUSED:
        session.pause()
    assert session.state == state
    assert parameters(session.network) != first
    session.reset()
    assert parameters(session.network) == first
    assert (session.state, session.ending) == (PAUSED, "")
    assert session.epoch == session.timeline.last == 0
    epochs, _ = session.curve.points()
    assert epochs.tolist() == [0]
    assert session.measures() == opened(learning_rate=rate, weights_seed=7).measures()


def test_what_follows_a_reset_is_the_first_run_again():
    session = finished(epochs=100)
    before = history(session)
    session.reset()
    assert history(watched_to_the_end(session)) == before


def test_the_timeline_keeps_every_epoch():
    session, trainer = finished(epochs=600), None
    assert session.timeline.last == 600
    network = Network((2, 3, 1))
    trainer = Trainer(network, *generate("moons"))
    for epoch in range(601):
        session.go_to(epoch)
        ours = np.concatenate([array.ravel() for array in session.network.weights])
        theirs = np.concatenate([array.ravel() for array in network.weights])
        assert ours == pytest.approx(theirs, rel=1e-9), epoch
        trainer.step(1.2)
    assert session.timeline.last == 600


@pytest.mark.parametrize("epoch", [0, 1, 19, 20, 137, 199, 200])
def test_going_on_from_a_moment_of_the_past_leads_where_the_straight_way_did(epoch):
    session = finished(epochs=200)
    before, measures = history(session), session.measures()
    session.go_to(epoch)
    assert (session.state, session.ending, session.epoch) == (PAUSED, "", epoch)
    assert session.timeline.last == 200
    watched_to_the_end(session)
    assert session.state == DONE
    assert history(session) == before
    assert session.measures() == measures


def test_the_timeline_has_a_first_and_a_last_moment():
    session = finished(epochs=30)
    session.go_to(99)
    assert session.epoch == 30
    session.go_to(-1)
    assert session.epoch == 0
    assert parameters(session.network) == parameters(Network((2, 3, 1)))


def test_looking_at_the_past_pauses_a_running_training(clock):
    session = opened()
    session.advance(4)
    session.go_to(10)
    session.advance(FOREVER)
    assert (session.state, session.epoch) == (PAUSED, 10)


# --- another learning rate, another number of epochs -----------------------------------


def test_another_learning_rate_holds_from_the_next_epoch_on():
    session = paused(speed="5")
    session.run()
    for _ in range(6):
        session.advance(0)
    assert session.apply(with_settings(speed="5", learning_rate=0.03)) == TRAINING
    assert (session.state, session.epoch) == (RUNNING, 30)
    for _ in range(6):
        session.advance(0)
    assert (session.state, session.epoch) == (RUNNING, 60)

    network = Network((2, 3, 1))
    trainer = Trainer(network, *generate("moons"))
    losses = [trainer.step(1.2 if epoch < 30 else 0.03) for epoch in range(61)]
    assert kept_losses(session) == pytest.approx(losses, rel=1e-9)


def test_another_learning_rate_leaves_the_past_and_the_future_of_a_paused_session():
    session = finished(epochs=100)
    session.go_to(40)
    before = history(session)
    session.apply(with_settings(epochs=100, learning_rate=0.1))
    assert (session.state, session.epoch, session.timeline.last) == (PAUSED, 40, 100)
    assert history(session) == before
    session.step()
    network = Network((2, 3, 1))
    descent = Descent(network, *generate("moons"))
    descent.run(40, 1.2)
    descent.run(1, 0.1)
    assert parameters(session.network) == parameters(network)
    assert session.timeline.last == 41


@pytest.mark.parametrize("before", [{}, {"learning_rate": 1000.0}, {"epochs": 40}])
def test_another_learning_rate_after_the_end_trains_anew(before):
    session = finished(**before)
    assert session.state in (DONE, DIVERGED)
    session.apply(with_settings(**{**before, "learning_rate": 0.5}))
    assert (session.state, session.ending, session.epoch) == (RUNNING, "", 0)
    session.advance(FOREVER)
    assert history(session) == history(finished(**{**before, "learning_rate": 0.5}))


def test_more_epochs_after_the_end_go_on_from_there():
    session = finished(epochs=50)
    session.apply(with_settings(epochs=130))
    assert (session.state, session.ending, session.epoch) == (RUNNING, "", 50)
    session.advance(FOREVER)
    assert (session.state, session.epoch) == (DONE, 130)
    assert history(session) == history(finished(epochs=130))


@pytest.mark.parametrize("fewer", [1, 70, 99])
def test_fewer_epochs_after_the_end_go_back(fewer):
    session = finished(epochs=100)
    session.apply(with_settings(epochs=fewer))
    session.advance(FOREVER)
    assert (session.state, session.ending, session.epoch) == (DONE, "epochs", fewer)
    assert history(session) == history(finished(epochs=fewer))
    assert session.measures() == finished(epochs=fewer).measures()


@pytest.mark.parametrize("is_watched", [False, True])
def test_fewer_epochs_than_it_has_run_already_end_a_running_training_there(is_watched, clock):
    session = opened()
    if is_watched:
        session.run()
        for _ in range(30):
            session.advance(0)
    else:
        session.advance(8)
    assert (session.state, session.epoch > 100) == (RUNNING, True)
    session.apply(with_settings(epochs=70))
    session.advance(FOREVER)
    assert (session.state, session.ending, session.epoch) == (DONE, "epochs", 70)
    assert history(session) == history(finished(epochs=70))
    assert session.measures() == finished(epochs=70).measures()


@pytest.mark.parametrize("epoch", [30, 70, 90])
def test_fewer_epochs_shorten_the_timeline_of_a_paused_session(epoch):
    session = finished(epochs=100)
    session.go_to(epoch)
    session.apply(with_settings(epochs=70))
    assert (session.state, session.epoch) == (PAUSED, min(epoch, 70))
    assert history(session) == history(finished(epochs=70))
    session.step()
    session.step()
    assert session.epoch == min(epoch + 2, 70)


@pytest.mark.parametrize(
    "changed",
    [{"shape": "blobs"}, {"data_seed": 3}, {"weights_seed": 3}, {"hidden_units": 5}],
    ids=lambda changed: next(iter(changed)),
)
def test_a_paused_session_trains_what_is_new_from_its_start_to_its_end(changed):
    session = stepped(paused(), 9)
    session.apply(with_settings(**changed))
    session.advance(FOREVER)
    assert session.state == DONE
    assert session.measures() == finished(**changed).measures()


def test_a_link_to_the_same_settings_brings_a_paused_session_to_its_end():
    session = stepped(paused(), 9)
    session.train()
    session.advance(FOREVER)
    assert session.state == DONE
    assert session.measures() == finished().measures()


@pytest.mark.parametrize("state", [RUNNING, DONE, DIVERGED])
def test_whatever_else_is_trained_anew_unwatched(state, clock):
    session = opened(learning_rate=1000.0 if state == DIVERGED else 1.2)
    session.run()
    session.advance(0)
    if state != RUNNING:
        watched_to_the_end(session)
    assert session.state == state
    session.apply(with_settings(hidden_units=2))
    assert (session.state, session.ending, session.epoch) == (RUNNING, "", 0)
    session.advance(3)
    assert session.epoch == 2 * CHUNK


ACTIONS = st.one_of(
    st.tuples(st.sampled_from(["run", "pause", "step", "reset"])),
    st.tuples(st.just("go_to"), st.integers(-5, 400)),
    st.tuples(st.just("advance"), st.integers(0, 4)),
    st.tuples(st.just("learning_rate"), st.sampled_from([0.0001, 0.3, 1.2, 30.0, 1000.0])),
    st.tuples(st.just("epochs"), st.sampled_from([1, 7, 20, 55, 300])),
    st.tuples(st.just("speed"), st.sampled_from(["1", "5", "20", "fastest"])),
    st.tuples(st.just("hidden_units"), st.integers(1, 4)),
    st.tuples(st.just("test_fraction"), st.sampled_from([0.0, 0.2, 0.5])),
    st.tuples(st.just("shape"), st.sampled_from(SHAPES)),
)


@settings(deadline=None, max_examples=150)
@given(actions=st.lists(ACTIONS, max_size=25))
def test_whatever_the_reader_does_the_session_stays_in_order(actions):
    session = opened(epochs=55)
    with pytest.MonkeyPatch.context() as patch:
        seconds = itertools.count()
        patch.setattr(session_module, "perf_counter", lambda: next(seconds))
        for name, *arguments in actions:
            if name in session.values:
                session.apply({**session.values, name: arguments[0]})
            else:
                getattr(session, name)(*arguments)
            assert_in_order(session)
        # And it comes to an end.
        session.run()
        for _ in range(400):
            session.advance(3)
        assert session.state in (DONE, DIVERGED)
        assert_in_order(session)


def assert_in_order(session):
    """Fail unless all parts of *session* tell the same story."""
    assert 0 <= session.epoch <= session.timeline.last <= session.values["epochs"]
    assert (session.ending == "") == (session.state in (RUNNING, PAUSED))
    assert (session.ending == "diverged") == (session.state == DIVERGED)
    row = session.timeline.parameters(session.epoch)
    weights, biases = unpacked(row, session.network.layer_sizes)
    network = session.network
    for array, kept in zip(network.weights + network.biases, weights + biases, strict=True):
        assert np.array_equal(array, kept)
        assert np.isfinite(array).all()
    measures = session.measures()
    assert measures["epoch"] == session.epoch
    assert measures["last_epoch"] == session.timeline.last
    json.dumps(measures, allow_nan=False)
    epochs, losses = session.curve.points()
    assert epochs[-1] <= session.timeline.last
    if session.epoch in epochs:
        assert losses[epochs.tolist().index(session.epoch), 0] == measures["train_loss"]


# --- divergence and convergence --------------------------------------------------------


@pytest.mark.parametrize("shape", ["circles", "moons"])
@pytest.mark.parametrize("seed", range(20))
def test_a_learning_rate_of_1000_diverges_with_finite_numbers(shape, seed):
    session = finished(shape=shape, learning_rate=1000.0, data_seed=seed, weights_seed=seed)
    assert (session.state, session.ending) == (DIVERGED, "diverged")
    assert 0 < session.epoch < EPOCHS
    assert_in_order(session)
    assert session.measures()["train_loss"] >= DIVERGED_LOSS
    _, losses = session.curve.points()
    assert np.isfinite(losses[:, 0]).all()


@pytest.mark.parametrize("speed", ["1", "5", "20", "fastest"])
@pytest.mark.parametrize("learning_rate", [30.0, 1000.0])
@pytest.mark.parametrize("steps", [0, 3])
def test_divergence_comes_at_the_same_epoch_however_it_is_watched(speed, learning_rate, steps):
    straight = finished(shape="circles", learning_rate=learning_rate)
    session = stepped(paused(shape="circles", learning_rate=learning_rate, speed=speed), steps)
    session.run()
    for _ in range(EPOCHS):
        session.advance(0.001)
    assert session.state == straight.state == DIVERGED
    assert session.epoch == straight.epoch
    assert history(session) == history(straight)


@pytest.mark.parametrize("learning_rate", [1.2, 3.0])
@pytest.mark.parametrize("hidden_units", range(1, 9))
def test_a_sensible_learning_rate_is_never_said_to_diverge(learning_rate, hidden_units):
    # The losses are highest in the beginning. Once, 1000 epochs of all shapes: none above 2.4.
    for seed in range(20):
        session = finished(
            learning_rate=learning_rate, hidden_units=hidden_units, weights_seed=seed, epochs=200
        )
        assert session.state == DONE
        assert kept_losses(session, every=5).max() < DIVERGED_LOSS / 2


def overflow(session):
    """Give the network weights whose products are beyond all numbers."""
    session.network.weights[0][...] = 1e200
    session.network.weights[1][...] = 1e308


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("action", ["step", "run"])
def test_numbers_beyond_all_bounds_end_with_the_last_finite_ones(action):
    session = stepped(paused(), 5)
    last = parameters(session.network)
    overflow(session)
    getattr(session, action)()
    session.advance(0)
    assert (session.state, session.ending, session.epoch) == (DIVERGED, "diverged", 5)
    assert parameters(session.network) == last
    assert_in_order(session)


def test_after_divergence_a_lower_rate_learns():
    session = finished(learning_rate=1000.0)
    session.apply(with_settings(learning_rate=1.0))
    session.advance(FOREVER)
    assert (session.state, session.ending) == (DONE, "epochs")
    assert session.measures()["train_accuracy"] == 1.0


def flatten(session):
    """Give the network weights that do not look at anything: all its gradients are zero."""
    for array in session.network.weights + session.network.biases:
        array[...] = 0


@pytest.mark.parametrize("shape", SHAPES)
def test_a_flat_loss_ends_as_converged(shape):
    session = paused(shape=shape)
    flatten(session)
    watched_to_the_end(session)
    assert (session.state, session.ending) == (DONE, "converged")
    # Epoch 0 has the weights from before; all that follow are flat.
    assert session.epoch == CONVERGED_EPOCHS + CHUNK
    assert session.measures()["train_loss"] == pytest.approx(math.log(2))
    assert not any(array.any() for array in session.network.weights)


def test_what_has_converged_can_be_stepped_on_and_shown_again():
    session = paused()
    flatten(session)
    watched_to_the_end(session)
    epoch = session.epoch
    session.step()
    assert (session.state, session.ending, session.epoch) == (PAUSED, "", epoch + 1)
    session.run()
    assert (session.state, session.epoch) == (RUNNING, epoch + 1)


def assert_not_too_early(session):
    """Fail if the training has been ended although the loss was still falling."""
    if session.ending == "converged":
        losses = kept_losses(session)
        before, after = losses[:-CONVERGED_EPOCHS], losses[-CONVERGED_EPOCHS:]
        assert before.min() - after.min() < 2 * CONVERGED_FALL
        assert abs(losses[-1 - CONVERGED_EPOCHS] - losses[-1]) < CONVERGED_FALL


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("hidden_units", range(1, 17))
def test_a_falling_loss_never_counts_as_converged(shape, hidden_units):
    session = finished(shape=shape, hidden_units=hidden_units)
    assert_not_too_early(session)
    every = kept_losses(session, every=CHUNK)
    if every[-1 - CONVERGED_EPOCHS // CHUNK] - every[-1] > CONVERGED_FALL:
        assert (session.ending, session.epoch) == ("epochs", EPOCHS)


@pytest.mark.parametrize("seed", range(5))
def test_what_counts_as_converged_has_stopped_falling(seed):
    session = finished(hidden_units=1, learning_rate=3.0, weights_seed=seed)
    assert session.ending == "converged"
    assert_not_too_early(session)


# --- points kept for the test ----------------------------------------------------------


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    ("share", "kept"), [(0.0, 0), (0.01, 1), (0.05, 5), (0.25, 25), (0.3, 30), (0.5, 50)]
)
def test_a_share_of_the_points_is_kept_for_the_test(shape, share, kept):
    session = opened(shape=shape, test_fraction=share)
    assert session.X.shape == (2, 100 - kept)
    assert session.X_test.shape == (2, kept)
    assert session.y.shape == (100 - kept,)
    assert session.y_test.shape == (kept,)
    points = [*zip(*session.X, session.y, strict=True)]
    points += zip(*session.X_test, session.y_test, strict=True)
    X, y = generate(shape)
    assert sorted(points) == sorted(zip(*X, y, strict=True))


@settings(deadline=None, max_examples=50)
@given(shares=st.tuples(st.floats(0, 0.5), st.floats(0, 0.5)), seed=st.integers(0, 2**32 - 1))
def test_a_larger_share_keeps_the_points_of_a_smaller(shares, seed):
    small, large = (
        {*zip(*session.X_test, session.y_test, strict=True)}
        for session in (opened(test_fraction=share, data_seed=seed) for share in sorted(shares))
    )
    assert small <= large


def test_there_are_always_both_classes_to_learn_from():
    for seed in range(50):
        for shape in SHAPES:
            session = opened(shape=shape, test_fraction=0.5, data_seed=seed)
            assert set(session.y.tolist()) == {0, 1}


def test_the_split_belongs_to_the_data_not_to_the_weights():
    first = opened(test_fraction=0.3)
    second = opened(test_fraction=0.3, weights_seed=9, hidden_units=5)
    assert first.X_test.tobytes() == second.X_test.tobytes()
    assert first.y_test.tobytes() == second.y_test.tobytes()


def test_points_of_the_test_do_not_take_part_in_the_training(monkeypatch):
    straight = finished(test_fraction=0.3, epochs=100)

    def spoilt(*arguments, **options):
        X, y = generate(*arguments, **options)
        X[:, 70:] = X[::-1, 70:] * 100
        y[70:] = 1 - y[70:]
        return X, y

    monkeypatch.setattr(session_module, "generate", spoilt)
    session = finished(test_fraction=0.3, epochs=100)
    assert session.X_test.tobytes() != straight.X_test.tobytes()
    assert history(session) == history(straight)
    assert session.measures()["train_loss"] == straight.measures()["train_loss"]
    assert session.measures()["test_loss"] != straight.measures()["test_loss"]
    # The same points without a test are learned as well, and lead elsewhere.
    assert history(finished(epochs=100)) != history(straight)


def test_the_curve_of_the_test_is_the_loss_of_its_points():
    session = finished(test_fraction=0.3, epochs=100)
    epochs, losses = session.curve.points()
    for epoch, (train_loss, test_loss) in zip(epochs, losses, strict=True):
        session.go_to(epoch)
        assert train_loss == session.network.loss(session.X, session.y)
        assert test_loss == session.network.loss(session.X_test, session.y_test)


def test_looking_at_the_curve_leaves_the_network_as_it_is():
    session = stepped(paused(), 30)
    before = parameters(session.network)
    session.curve.points()
    assert parameters(session.network) == before


# --- numbers ---------------------------------------------------------------------------


@pytest.mark.parametrize("training", [0, FOREVER])
@pytest.mark.parametrize("share", [0.0, 0.2])
@pytest.mark.parametrize("learning_rate", [1.2, 1000.0])
def test_measures_are_plain_numbers_that_survive_json(training, share, learning_rate):
    session = opened(test_fraction=share, learning_rate=learning_rate)
    session.advance(training)
    measures = session.measures()
    of_test = float if share else type(None)
    assert {name: type(value) for name, value in measures.items()} == {
        "epoch": int,
        "last_epoch": int,
        "train_loss": float,
        "train_accuracy": float,
        "test_loss": of_test,
        "test_accuracy": of_test,
    }
    assert json.loads(json.dumps(measures, allow_nan=False)) == measures


def test_measures_belong_to_the_network_of_the_moment():
    session = opened(test_fraction=0.2)
    untrained = session.measures()
    session.advance(FOREVER)
    trained = session.measures()
    assert trained["train_loss"] < untrained["train_loss"]
    assert trained["train_loss"] == session.network.loss(session.X, session.y)
    assert trained["train_accuracy"] == session.network.accuracy(session.X, session.y)
    assert trained["test_loss"] == session.network.loss(session.X_test, session.y_test)
    assert trained["test_accuracy"] == session.network.accuracy(session.X_test, session.y_test)
