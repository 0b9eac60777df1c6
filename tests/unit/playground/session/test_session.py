"""The session: what each change rebuilds, and training that ends the same however it is cut."""

import itertools
import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_addresses import RANDOM_ADDRESS

from playground.custom.codec import pack
from playground.data import SHAPES, generate
from playground.fast.trainer import FastTrainer
from playground.features import FeatureTransform
from playground.look.chart_axes import share_of, time_at
from playground.network import Network
from playground.picture.chart import chart
from playground.session import dataset as dataset_module
from playground.session import epochs as epochs_module
from playground.session import run as run_module
from playground.session import session as session_module
from playground.session import timeline as timeline_module
from playground.session.session import (
    MAX_SECONDS,
    SECONDS_OF_RUN,
    SECONDS_UNTIL_REST,
    Session,
)
from playground.session.stopping import (
    CONVERGED_EPOCHS,
    DIVERGED,
    DIVERGED_LOSS,
    DONE,
    EPOCHS_PER_CHECK,
    PAUSED,
    RUNNING,
)
from playground.settings.address import from_fragment
from playground.settings.table import (
    DATA,
    EARLY_STOPPING_PATIENCE,
    NETWORK,
    SETTINGS,
    SPEED,
    SWITCH,
    TRAINING,
    VIEW,
)
from playground.settings.values import defaults
from playground.training import EPOCHS, Trainer, train

ARTICLE = ("blobs", "circles", "moons")
FOREVER = math.inf
# How long an epoch takes on the tests' clock: a number that adds up without rounding.
QUICK = 2**-20
ANY_VALUES = st.builds(
    lambda shape, hidden_units: {**defaults(shape), "hidden_units": hidden_units},
    st.sampled_from(SHAPES),
    st.integers(1, 16),
)
SPEEDS = list(SPEED.words)
MANY = pack(*generate("moons", 20_000))
OWN = pack(np.array([[0.0, 1.0, 2.0, -1.0], [0.0, 1.0, -1.0, 2.0]]), np.array([0, 1, 1, 0]))
VIEW_SETTINGS = [setting for setting in SETTINGS if setting.effect == VIEW]


def with_settings(**changed):
    """Return the default settings of a shape with some of them changed."""
    return {**defaults(changed.get("shape", "moons")), **changed}


def session_of(values):
    """Return a session with these settings, whose training takes its time from `CLOCK`."""
    return Session(values, CLOCK.trainer)


def opened(**changed):
    """Return a session that has just taken over its first settings."""
    return session_of(with_settings(**changed))


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


def show_next_picture(session, seconds=MAX_SECONDS):
    """Let *session* train for the next picture of a watched run, so long after the last."""
    CLOCK.now += seconds
    session.advance(0)


def watched_to_the_end(session):
    """Show *session* running, picture by picture, until it stops running."""
    session.run()
    while session.state == RUNNING:
        show_next_picture(session)
    return session


def parameters(network):
    """Return all weights and biases of *network* as bytes."""
    return b"".join(array.tobytes() for array in network.weights + network.biases)


def last_epoch(session):
    """Return the latest epoch of the timeline."""
    return session.training.timeline.last


def state_of(session, epoch):
    """Return the parameters after *epoch*, as the timeline keeps them."""
    sizes = session.network.layer_sizes
    n_parameters = sum(n_out * (n_in + 1) for n_in, n_out in itertools.pairwise(sizes))
    return session.training.timeline.state(epoch)[:n_parameters]


def history(session):
    """Return the parameters after every epoch of the timeline, as bytes."""
    kept = [state_of(session, epoch) for epoch in range(last_epoch(session) + 1)]
    return np.array(kept).tobytes()


def kept_losses(session, every=1):
    """Return the training loss after every epoch of the timeline, from the network alone."""
    network = Network(session.network.layer_sizes, session.network.activation)
    losses = []
    for epoch in range(0, last_epoch(session) + 1, every):
        row = state_of(session, epoch)
        network.weights, network.biases = unpacked(row, network.layer_sizes)
        losses.append(network.loss(session.inputs.transform(session.dataset.X), session.dataset.y))
    return np.array(losses)


def unpacked(flat, layer_sizes):
    """Return weights and biases from one row of a timeline."""
    weights, biases = [], []
    for n_in, n_out in itertools.pairwise(layer_sizes):
        layer, flat = flat[: n_out * (n_in + 1)].reshape(n_out, -1), flat[n_out * (n_in + 1) :]
        weights.append(layer[:, :-1])
        biases.append(layer[:, -1:])
    return weights, biases


class Clock:
    """A clock that only training moves on: as slow as a test needs it, on any machine."""

    def __init__(self):
        self.now = 0.0
        self.seconds_per_epoch = QUICK

    def read(self):
        return self.now

    def trainer(self, *arguments, **choices):
        """Return a `FastTrainer` that takes its time."""
        trainer = FastTrainer(*arguments, **choices)
        run = trainer.run

        def run_slowly(first_epoch, epochs, *others):
            run(first_epoch, epochs, *others)
            self.now += epochs * self.seconds_per_epoch

        pieces = trainer.pieces

        def take_pieces_slowly(first_epoch, epochs, *others):
            yield from pieces(first_epoch, epochs, *others)
            self.now += epochs * self.seconds_per_epoch

        trainer.run, trainer.pieces = run_slowly, take_pieces_slowly
        return trainer


CLOCK = Clock()


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """Let the session and its training read another clock."""
    CLOCK.__init__()
    for module in (session_module, run_module, epochs_module):
        monkeypatch.setattr(module, "perf_counter", CLOCK.read)
    return CLOCK


@pytest.fixture
def slowly(clock):
    """Let every epoch take a second."""
    clock.seconds_per_epoch = 1


# --- settings --------------------------------------------------------------------------


def test_a_session_is_complete_when_it_is_made():
    session = Session()
    assert session.values == defaults()
    X, y = generate("moons")
    assert np.array_equal(session.dataset.X, X)
    assert np.array_equal(session.dataset.y, y)
    assert session.network.layer_sizes == (2, 3, 1)
    assert session.metrics()["epoch"] == 0
    assert (session.state, session.stop_reason) == (RUNNING, "")
    other = Session(with_settings(shape="circles", hidden_units=2))
    assert np.array_equal(other.dataset.X, generate("circles")[0])
    assert other.network.layer_sizes == (2, 2, 1)


@pytest.mark.parametrize(
    "refused",
    [
        {"shape": "hexagon"},
        {"n_samples": 1},
        {"data_seed": 5, "features": "x3"},
        {"data_seed": 5, "initialization": "ones"},
        {"hidden_units": 0},
        {"optimizer": "newton"},
    ],
    ids=str,
)
@pytest.mark.parametrize("state", [RUNNING, PAUSED, DONE])
def test_what_is_refused_changes_nothing_at_all(refused, state, slowly):
    session = opened(epochs=60)
    session.advance(FOREVER if state == DONE else 25)
    if state == PAUSED:
        session.pause()
    parts = session.values, session.dataset, session.inputs, session.network, session.training
    before = history(session), session.metrics(), session.state, session.stop_reason
    with pytest.raises(ValueError, match="must be"):
        session.apply({**session.values, **refused})
    after = session.values, session.dataset, session.inputs, session.network, session.training
    assert all(one is other for one, other in zip(parts, after, strict=True))
    assert (history(session), session.metrics(), session.state, session.stop_reason) == before
    # And it goes on as if nobody had asked.
    session.run()
    session.advance(FOREVER)
    assert history(watched_to_the_end(session)) == history(finished(epochs=60))


@pytest.mark.parametrize("shape", [shape for shape in SHAPES if shape != "moons"])
def test_another_shape_makes_other_data_and_a_new_network(shape):
    session = opened()
    trained = session.network
    session.advance(FOREVER)
    assert session.apply(with_settings(shape=shape)) == DATA
    X, y = generate(shape)
    assert np.array_equal(session.dataset.X, X)
    assert np.array_equal(session.dataset.y, y)
    assert session.network is not trained
    assert parameters(session.network) == parameters(Network((2, 3, 1)))


def test_other_hidden_units_make_a_new_network_for_the_same_data():
    session = opened(hidden_units=3)
    X, y, trained = session.dataset.X, session.dataset.y, session.network
    session.advance(FOREVER)
    assert session.apply(with_settings(hidden_units=5)) == NETWORK
    assert session.dataset.X is X
    assert session.dataset.y is y
    assert session.network is not trained
    assert parameters(session.network) == parameters(Network((2, 5, 1)))


def test_standardized_inputs_are_other_features_of_the_same_points():
    session = finished(features="x1,x2_squared")
    dataset = session.dataset
    changed = with_settings(features="x1,x2_squared", standardize="on")
    assert session.apply(changed) == NETWORK
    assert session.dataset is dataset
    inputs = session.inputs.transform(dataset.X)
    assert inputs.mean(axis=1) == pytest.approx(0, abs=1e-12)
    assert inputs.std(axis=1) == pytest.approx(1)
    session.advance(FOREVER)
    straight = session_of(changed)
    straight.advance(FOREVER)
    assert history(session) == history(straight)


def test_two_changes_at_once_have_the_larger_effect():
    session = opened(shape="moons", hidden_units=3)
    assert session.apply(with_settings(shape="blobs", hidden_units=2)) == DATA
    assert np.array_equal(session.dataset.X, generate("blobs")[0])
    assert session.network.layer_sizes == (2, 2, 1)


def test_the_same_settings_again_change_nothing(slowly):
    session = opened()
    session.advance(10)
    X, y, network = session.dataset.X, session.dataset.y, session.network
    before, metrics = parameters(network), session.metrics()
    assert metrics["epoch"] > 0
    assert session.apply(defaults()) is None
    assert session.dataset.X is X
    assert session.dataset.y is y
    assert session.network is network
    assert parameters(network) == before
    assert session.metrics() == metrics


def test_settings_are_compared_with_what_they_were_not_with_what_the_caller_made_of_them():
    values = defaults()
    session = Session(values)
    values["hidden_units"] = 7
    assert session.apply(values) == NETWORK
    assert session.network.layer_sizes == (2, 7, 1)


@pytest.mark.parametrize("changed", [{"hidden_units": 4}, {"shape": "circles"}])
def test_a_change_in_the_middle_of_training_starts_again_from_epoch_0(slowly, changed):
    session = opened()
    session.advance(10)
    assert 0 < session.metrics()["epoch"] < EPOCHS
    session.apply(with_settings(**changed))
    assert session.metrics()["epoch"] == 0
    assert session.metrics() == opened(**changed).metrics()
    assert session.state == RUNNING


def test_a_change_after_the_last_epoch_starts_again_from_epoch_0():
    session = opened()
    session.advance(FOREVER)
    session.apply(with_settings(hidden_units=2))
    assert (session.state, session.stop_reason) == (RUNNING, "")
    assert session.metrics() == opened(hidden_units=2).metrics()


@pytest.mark.parametrize("name", ["data_seed", "weights_seed"])
def test_each_seed_makes_its_own_anew_and_nothing_else(name):
    first, second = opened(), opened(**{name: 4294967295})
    is_data = name == "data_seed"
    assert np.array_equal(first.dataset.X, second.dataset.X) != is_data
    assert (parameters(first.network) == parameters(second.network)) == is_data
    assert (
        second.dataset.X.tobytes()
        == generate("moons", seed=second.values["data_seed"])[0].tobytes()
    )
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
def test_what_only_changes_the_view_leaves_the_training_alone(setting, state, slowly):
    session = opened(epochs=60)
    session.advance(FOREVER if state == DONE else 1)
    if state == PAUSED:
        session.pause()
    before = history(session), session.metrics()
    words = ("length,width,rose,aster",) if setting.name == "names" else setting.allowed.words
    other = next(word for word in words if word != setting.default)
    assert session.apply(with_settings(epochs=60, **{setting.name: other})) == VIEW
    assert session.state == state
    assert (history(session), session.metrics()) == before


@settings(deadline=None)
@given(way=st.lists(st.tuples(ANY_VALUES, st.integers(0, 4)), min_size=1, max_size=6))
def test_what_the_reader_gets_depends_on_the_settings_not_on_the_way_there(way):
    session, direct = session_of(defaults()), session_of(defaults())
    for values, training in way:
        if session.apply(values) is not None:
            direct = session_of(values)
        session.advance(10 * training * QUICK)
        direct.advance(10 * training * QUICK)
    assert session.metrics() == direct.metrics()
    assert parameters(session.network) == parameters(direct.network)
    assert session.dataset.X.tobytes() == direct.dataset.X.tobytes()
    assert session.dataset.y.tobytes() == direct.dataset.y.tobytes()


# --- training --------------------------------------------------------------------------


@pytest.mark.parametrize("hidden_units", [1, 3, 16])
def test_training_without_a_limit_ends_after_the_last_epoch(hidden_units):
    session = opened(hidden_units=hidden_units)
    session.advance(FOREVER)
    assert (session.state, session.stop_reason) == (DONE, "epochs")
    assert session.metrics()["epoch"] == EPOCHS
    end = parameters(session.network)
    session.advance(FOREVER)
    assert session.metrics()["epoch"] == EPOCHS
    assert parameters(session.network) == end


def test_training_stops_when_its_time_is_over(slowly):
    session = opened()
    session.advance(0)
    assert session.metrics()["epoch"] == 0
    session.advance(10)
    assert session.metrics()["epoch"] == 10
    session.advance(0.5)
    # Less than an epoch there is not.
    assert session.metrics()["epoch"] == 11
    session.advance(100)
    assert session.metrics()["epoch"] == 111


@pytest.mark.parametrize("speed", SPEEDS)
def test_a_picture_does_not_wait_for_epochs_that_take_too_long(clock, speed):
    session = finished()
    session.go_to(500)
    clock.seconds_per_epoch = 0.03
    session.apply(with_settings(speed=speed))
    session.run()
    for _ in range(10):
        before, epoch = clock.now, session.epoch
        session.advance(0.001)
        assert session.epoch > epoch
        assert clock.now - before < MAX_SECONDS + 0.03


# --- run, pause, step, reset, the timeline ---------------------------------------------


FRAME = 1 / 60


@pytest.mark.parametrize("speed", SPEEDS)
@pytest.mark.parametrize("scale", ["log", "linear"])
def test_a_watched_run_crosses_the_axis_of_time_at_an_even_speed(speed, scale):
    session = paused(speed=speed, time_scale=scale)
    session.run()
    first = share_of(1, EPOCHS, scale)
    for picture in itertools.count(1):
        show_next_picture(session, FRAME)
        if session.state != RUNNING:
            break
        due = time_at(first + picture * FRAME / SECONDS_OF_RUN[speed], EPOCHS, scale)
        assert session.epoch == pytest.approx(due, abs=1, rel=0.01)
    # The training itself takes a little of the time, too.
    assert (session.state, session.epoch) == (DONE, EPOCHS)
    expected = (1 - first) * SECONDS_OF_RUN[speed]
    assert picture * FRAME == pytest.approx(expected, rel=0.01)


def test_slowly_means_that_the_first_ten_epochs_can_be_told_apart():
    session = paused(speed="slow")
    session.run()
    shown = []
    while session.epoch <= 10:
        show_next_picture(session, FRAME)
        shown.append(session.epoch)
    # A quarter of a second for each of the first five, and a tenth for each that follows.
    assert [epoch for epoch, _ in itertools.groupby(shown)] == list(range(1, 12))
    assert all(shown.count(epoch) >= 0.25 / FRAME for epoch in range(1, 6))
    assert all(shown.count(epoch) >= 0.1 / FRAME for epoch in range(6, 11))


@pytest.mark.parametrize("speed", SPEEDS)
@pytest.mark.parametrize("epoch", [0, 1, 7, 300])
def test_the_first_picture_of_a_run_shows_another_epoch(speed, epoch):
    session = finished()
    session.go_to(epoch)
    session.apply(with_settings(speed=speed))
    session.run()
    show_next_picture(session, FRAME)
    assert epoch < session.epoch <= epoch + 10


def test_a_pause_takes_no_time_of_a_watched_run():
    session = paused()
    session.run()
    show_next_picture(session)
    session.pause()
    epoch = session.epoch
    CLOCK.now += 1000
    session.run()
    show_next_picture(session, FRAME)
    assert session.epoch == epoch + 1


def test_a_page_that_was_hidden_goes_on_where_it_was():
    # Nobody asks for pictures there; the next one is not 1000 seconds further on.
    session = paused()
    session.run()
    show_next_picture(session)
    show_next_picture(session, 1000)
    assert session.epoch < 5


@pytest.mark.parametrize("speed", SPEEDS)
def test_every_speed_leads_to_the_same_weights_to_the_last_bit(speed):
    session = watched_to_the_end(paused(speed=speed, epochs=333))
    assert (session.state, session.epoch) == (DONE, 333)
    assert history(session) == history(finished(epochs=333))


def test_the_speed_can_change_while_it_runs():
    session = paused(speed="slow")
    session.run()
    for _ in range(80):
        show_next_picture(session)
    # Half of the time has passed, and half of the axis from the first epoch on.
    share = share_of(1, EPOCHS, "log") + 80 * MAX_SECONDS / SECONDS_OF_RUN["slow"]
    assert session.epoch == pytest.approx(time_at(share, EPOCHS, "log"), abs=1)
    session.apply(with_settings(speed="fast"))
    assert session.state == RUNNING
    for _ in range(20):
        show_next_picture(session)
    assert session.state == DONE


def test_run_begins_again_after_the_last_epoch_and_shows_the_same_again():
    session = finished(epochs=50)
    before = history(session)
    session.run()
    assert (session.state, session.epoch) == (RUNNING, 0)
    session.advance(0)
    assert session.epoch == 1
    assert watched_to_the_end(session).epoch == 50
    assert history(session) == before


def test_run_goes_on_from_where_it_was_paused():
    session = stepped(paused(), 7)
    session.run()
    assert (session.state, session.epoch) == (RUNNING, 7)


def test_run_shows_from_the_start_what_is_being_retrained_unwatched():
    session = opened()
    session.advance(3 * QUICK)
    assert session.epoch == 3
    session.run()
    assert (session.state, session.epoch) == (RUNNING, 0)
    session.advance(FOREVER)
    assert session.epoch == 1


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
    reason = session.stop_reason
    session.pause()
    assert (session.state, session.stop_reason) == (state, reason)


@settings(deadline=None, max_examples=30)
@given(epochs=st.lists(st.integers(0, 50), max_size=5), data=st.data())
def test_a_step_is_one_epoch_from_any_paused_epoch(epochs, data):
    straight = finished(epochs=60)
    session = finished(epochs=60)
    for epoch in epochs:
        session.go_to(data.draw(st.integers(0, min(epoch, last_epoch(session)))))
        before = session.epoch
        session.step()
        assert session.epoch == last_epoch(session) == before + 1
        assert session.state == PAUSED
        row = state_of(session, session.epoch)
        assert row.tobytes() == state_of(straight, before + 1).tobytes()


def test_a_step_while_it_runs_is_one_epoch_and_a_pause(slowly):
    session = opened()
    session.advance(3)
    epoch = session.epoch
    session.step()
    assert (session.state, session.epoch) == (PAUSED, epoch + 1)


def test_a_step_at_the_last_epoch_goes_on_past_it():
    session = stepped(paused(epochs=5), 5)
    assert (session.state, session.stop_reason, session.epoch) == (DONE, "epochs", 5)
    assert session.last_epoch == 5
    session.step()
    assert (session.state, session.stop_reason, session.epoch) == (DONE, "epochs", 6)
    assert session.last_epoch == last_epoch(session) == 6
    assert history(session) == history(finished(epochs=6))
    # A run begins from the start, and shows all that there is now; a reset forgets what was added.
    watched_to_the_end(session)
    assert session.epoch == 6
    session.reset()
    assert session.last_epoch == 5


@pytest.mark.parametrize("changed", [{"epochs": 8}, {"hidden_units": 2}])
def test_what_steps_have_added_is_forgotten_with_what_it_was_added_to(changed):
    session = stepped(paused(epochs=5), 7)
    assert session.last_epoch == 7
    session.apply(with_settings(**{"epochs": 5, **changed}))
    assert session.last_epoch == changed.get("epochs", 5)


@pytest.mark.parametrize("state", [RUNNING, PAUSED, DONE, DIVERGED])
def test_reset_goes_back_to_the_first_weights_to_the_last_bit(state, slowly):
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
    assert (session.state, session.stop_reason) == (PAUSED, "")
    assert session.epoch == last_epoch(session) == 0
    epochs, _ = session.training.curve.points()
    assert epochs.tolist() == [0]
    assert session.metrics() == opened(learning_rate=rate, weights_seed=7).metrics()


def test_what_follows_a_reset_is_the_first_run_again():
    session = finished(epochs=100)
    before = history(session)
    session.reset()
    assert history(watched_to_the_end(session)) == before


def test_the_timeline_keeps_every_epoch():
    session, trainer = finished(epochs=600), None
    assert last_epoch(session) == 600
    network = Network((2, 3, 1))
    trainer = Trainer(network, *generate("moons"))
    for epoch in range(601):
        session.go_to(epoch)
        ours = np.concatenate([array.ravel() for array in session.network.weights])
        theirs = np.concatenate([array.ravel() for array in network.weights])
        assert ours == pytest.approx(theirs, rel=1e-9), epoch
        trainer.step(1.2)
    assert last_epoch(session) == 600


@pytest.mark.parametrize("epoch", [0, 1, 19, 20, 137, 199, 200])
def test_going_on_from_a_moment_of_the_past_leads_where_the_straight_way_did(epoch):
    session = finished(epochs=200)
    before, metrics = history(session), session.metrics()
    session.go_to(epoch)
    assert (session.state, session.stop_reason, session.epoch) == (PAUSED, "", epoch)
    assert last_epoch(session) == 200
    watched_to_the_end(session)
    assert session.state == DONE
    assert history(session) == before
    assert session.metrics() == metrics


def test_the_timeline_has_a_first_and_a_last_moment():
    session = finished(epochs=30)
    session.go_to(99)
    assert session.epoch == 30
    session.go_to(-1)
    assert session.epoch == 0
    assert parameters(session.network) == parameters(Network((2, 3, 1)))


def test_looking_at_the_past_pauses_a_running_training(slowly):
    session = opened()
    session.advance(14)
    session.go_to(10)
    session.advance(FOREVER)
    assert (session.state, session.epoch) == (PAUSED, 10)


# --- another learning rate, another number of epochs -----------------------------------


def test_another_learning_rate_holds_from_the_next_epoch_on():
    session = opened()
    session.advance(30 * QUICK)
    assert session.apply(with_settings(learning_rate=0.03)) == TRAINING
    assert (session.state, session.epoch) == (RUNNING, 30)
    session.advance(30 * QUICK)
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
    assert (session.state, session.epoch, last_epoch(session)) == (PAUSED, 40, 100)
    assert history(session) == before
    session.step()
    network = Network((2, 3, 1))
    trainer = FastTrainer(network, *generate("moons"))
    trainer.run(0, 40, 1.2)
    trainer.run(40, 1, 0.1)
    assert parameters(session.network) == parameters(network)
    assert last_epoch(session) == 41


@pytest.mark.parametrize("before", [{}, {"learning_rate": 1000.0}, {"epochs": 40}])
def test_another_learning_rate_after_the_end_trains_anew(before):
    session = finished(**before)
    assert session.state in (DONE, DIVERGED)
    session.apply(with_settings(**{**before, "learning_rate": 0.5}))
    assert (session.state, session.stop_reason, session.epoch) == (RUNNING, "", 0)
    session.advance(FOREVER)
    assert history(session) == history(finished(**{**before, "learning_rate": 0.5}))


def test_more_epochs_after_the_end_go_on_from_there():
    session = finished(epochs=50)
    session.apply(with_settings(epochs=130))
    assert (session.state, session.stop_reason, session.epoch) == (RUNNING, "", 50)
    session.advance(FOREVER)
    assert (session.state, session.epoch) == (DONE, 130)
    assert history(session) == history(finished(epochs=130))


@pytest.mark.parametrize("fewer", [1, 70, 99])
def test_fewer_epochs_after_the_end_go_back(fewer):
    session = finished(epochs=100)
    session.apply(with_settings(epochs=fewer))
    session.advance(FOREVER)
    assert (session.state, session.stop_reason, session.epoch) == (DONE, "epochs", fewer)
    assert history(session) == history(finished(epochs=fewer))
    assert session.metrics() == finished(epochs=fewer).metrics()


@pytest.mark.parametrize("is_watched", [False, True])
def test_fewer_epochs_than_it_has_run_already_end_a_running_training_there(is_watched, slowly):
    session = opened()
    if is_watched:
        session.run()
        while session.epoch <= 100:
            show_next_picture(session)
    else:
        session.advance(130)
    assert (session.state, session.epoch > 100) == (RUNNING, True)
    session.apply(with_settings(epochs=70))
    session.advance(FOREVER)
    assert (session.state, session.stop_reason, session.epoch) == (DONE, "epochs", 70)
    assert history(session) == history(finished(epochs=70))
    assert session.metrics() == finished(epochs=70).metrics()


@pytest.mark.parametrize("epoch", [30, 70, 90])
def test_fewer_epochs_shorten_the_timeline_of_a_paused_session(epoch):
    session = finished(epochs=100)
    session.go_to(epoch)
    session.apply(with_settings(epochs=70))
    assert (session.state, session.epoch) == (PAUSED, min(epoch, 70))
    assert history(session) == history(finished(epochs=70))
    session.step()
    session.step()
    assert session.epoch == min(epoch, 70) + 2


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
    assert session.metrics() == finished(**changed).metrics()


def test_a_link_to_the_same_settings_brings_a_paused_session_to_its_end():
    session = stepped(paused(), 9)
    session.begin()
    session.advance(FOREVER)
    assert session.state == DONE
    assert session.metrics() == finished().metrics()


@pytest.mark.parametrize("change", [{"hidden_units": 2}, {"shape": "circles"}, {"weights_seed": 3}])
def test_a_change_in_a_watched_run_goes_on_running_watched_from_the_start(change):
    session = paused()
    session.run()
    for _ in range(20):
        show_next_picture(session)
    assert session.epoch > 1
    session.apply(with_settings(**change))
    assert (session.state, session.epoch) == (RUNNING, 0)
    session.advance(FOREVER)
    assert (session.state, session.epoch) == (RUNNING, 1)


def test_a_change_of_the_training_in_a_watched_run_goes_on_running_watched():
    session = paused()
    session.run()
    for _ in range(20):
        show_next_picture(session)
    epoch = session.epoch
    session.apply(with_settings(learning_rate=0.3))
    assert (session.state, session.epoch) == (RUNNING, epoch)
    show_next_picture(session, FRAME)
    assert epoch <= session.epoch <= epoch + 1


# --- where a lesson begins -------------------------------------------------------------


@pytest.mark.parametrize("change", [{}, {"hidden_units": 2}, {"shape": "circles"}])
def test_a_lesson_that_begins_untrained_waits_for_the_reader(change):
    session = opened()
    session.begin(0)
    session.apply(with_settings(**change))
    for _ in range(3):
        session.advance(FOREVER)
        assert (session.state, session.epoch, last_epoch(session)) == (PAUSED, 0, 0)
    assert session.metrics() == paused(**change).metrics()
    assert watched_to_the_end(session).epoch == EPOCHS
    # Now it has been trained once: what is new is shown at its end.
    session.apply(with_settings(data_seed=5))
    session.advance(FOREVER)
    assert (session.state, session.epoch) == (DONE, EPOCHS)


def test_after_a_reset_it_waits_too():
    session = finished()
    session.reset()
    session.apply(with_settings(hidden_units=2))
    session.advance(FOREVER)
    assert (session.state, session.epoch) == (PAUSED, 0)


@pytest.mark.parametrize("epoch", [1, 40, 999])
def test_a_lesson_can_begin_at_any_epoch(epoch):
    session = stepped(paused(), 9)
    session.begin(epoch)
    session.advance(FOREVER)
    assert (session.state, session.epoch, last_epoch(session)) == (PAUSED, epoch, epoch)
    assert history(session) == history(finished(epochs=epoch))


@pytest.mark.parametrize("epoch", [None, EPOCHS, EPOCHS + 1])
def test_a_lesson_can_begin_at_its_end(epoch):
    session = opened()
    session.begin(epoch)
    session.advance(FOREVER)
    assert (session.state, session.stop_reason, session.epoch) == (DONE, "epochs", EPOCHS)


def test_a_lesson_that_is_over_before_the_epoch_it_begins_at_is_over():
    session = opened(shape="xor", layers=0)
    session.begin(900)
    session.advance(FOREVER)
    assert (session.state, session.stop_reason) == (DONE, "converged")


@pytest.mark.parametrize("epoch", [1, 137, 998])
def test_an_epoch_that_has_not_come_yet_is_trained_for(epoch):
    session = opened()
    session.begin(0)
    session.go_to(epoch)
    assert session.state == RUNNING
    session.advance(FOREVER)
    assert (session.state, session.epoch) == (PAUSED, epoch)
    session.go_to(0)
    assert (session.state, session.epoch, last_epoch(session)) == (PAUSED, 0, epoch)


@pytest.mark.parametrize("epochs", [EPOCHS, 2**53])
def test_an_epoch_beyond_the_last_one_is_the_last_one(epochs):
    session = finished()
    session.go_to(epochs)
    session.advance(FOREVER)
    assert (session.state != RUNNING, session.epoch) == (True, EPOCHS)


@pytest.mark.parametrize("state", [DONE, DIVERGED])
def test_whatever_else_is_trained_anew_unwatched(state, slowly):
    session = opened(learning_rate=1000.0 if state == DIVERGED else 1.2)
    watched_to_the_end(session)
    assert session.state == state
    session.apply(with_settings(hidden_units=2))
    assert (session.state, session.stop_reason, session.epoch) == (RUNNING, "", 0)
    session.advance(33)
    assert session.epoch == 33


CHANGES = {
    "shape": [*SHAPES, "custom"],
    "points": ["", OWN, "damaged"],
    "test_fraction": [0.0, 0.2, 0.5],
    "standardize": ["on", "off"],
    "hidden_units": [1, 2, 3, 4],
    "layers": [0, 1, 2],
    "features": ["x1", "x1,x2", "x1_squared,sin_x2"],
    "initialization": ["normal", "zeros"],
    "learning_rate": [0.0001, 0.3, 1.2, 30.0, 1000.0],
    "activation": ["tanh", "relu", "linear"],
    "optimizer": ["gradient_descent", "momentum", "rmsprop", "adam"],
    "batch_size": ["all", 30],
    "regularization": ["none", "l1", "l2"],
    "regularization_rate": [0.0, 0.01, 10.0],
    "epochs": [1, 7, 20, 55, 300],
    "target_loss": [0.0, 0.1, 0.6],
    "early_stopping": ["on", "off"],
    "speed": SPEEDS,
}
# --- other ways to train ---------------------------------------------------------------

# What changes the training, and what it is for `Trainer` or the network.
OTHERS = {
    "learning_rate": 0.03,
    "activation": "sigmoid",
    "optimizer": "momentum",
    "batch_size": 16,
    "regularization": "l2",
    "regularization_rate": 0.2,
}
BEFORE = {"regularization": "l1", "test_fraction": 0.3, "speed": "normal", "epochs": 100}
of_the_training = pytest.mark.parametrize("name", OTHERS)


def changed_training(name):
    """Return the settings `BEFORE`, with another value for *name*."""
    return with_settings(**{**BEFORE, name: OTHERS[name]})


def oracle(session, name, change, epochs):
    """Return the losses of a readable training which has *name* changed at an epoch."""
    network = Network((2, 3, 1))
    losses = []
    for values, first, last in (
        (with_settings(**BEFORE), 0, change),
        (changed_training(name), change, epochs),
    ):
        network.activation = values["activation"]
        trainer = Trainer(
            network,
            session.dataset.X,
            session.dataset.y,
            optimizer=values["optimizer"],
            batch_size=None if values["batch_size"] == "all" else values["batch_size"],
            regularization=values["regularization"],
            regularization_rate=values["regularization_rate"],
        )
        trainer.epoch = first
        losses += [trainer.step(values["learning_rate"]) for _ in range(first, last)]
    return [*losses, network.loss(session.dataset.X, session.dataset.y)]


@of_the_training
def test_a_change_while_it_runs_goes_on_from_the_same_epoch(name):
    session = opened(**BEFORE)
    session.advance(30 * QUICK)
    network, past = session.network, history(session)
    assert session.apply(changed_training(name)) == TRAINING
    assert (session.state, session.epoch, last_epoch(session)) == (RUNNING, 30, 30)
    assert session.network is network
    assert history(session) == past
    session.advance(30 * QUICK)
    assert (session.state, session.epoch) == (RUNNING, 60)
    assert history(session).startswith(past)
    expected = oracle(session, name, 30, 60)
    if name == "activation":
        # The past is told in the words of the present network.
        assert kept_losses(session)[30:] == pytest.approx(expected[30:], rel=1e-9)
    else:
        assert kept_losses(session) == pytest.approx(expected, rel=1e-9)
    assert_in_order(session)


@of_the_training
def test_a_change_while_it_is_paused_holds_from_the_next_step(name):
    session = finished(**BEFORE)
    session.go_to(40)
    before = history(session)
    session.apply(changed_training(name))
    assert (session.state, session.epoch, last_epoch(session)) == (PAUSED, 40, 100)
    assert history(session) == before
    assert_in_order(session)
    stepped(session, 3)
    assert (session.state, session.epoch, last_epoch(session)) == (PAUSED, 43, 43)
    assert kept_losses(session)[40:] == pytest.approx(oracle(session, name, 40, 43)[40:], rel=1e-9)


@of_the_training
@pytest.mark.parametrize("rate", [1.2, 1000.0])
def test_a_change_after_the_end_begins_anew(name, rate):
    session = finished(**{**BEFORE, "learning_rate": rate})
    assert session.state == (DONE if rate < 1000 else DIVERGED)
    changed = {**BEFORE, "learning_rate": rate, name: OTHERS[name]}
    session.apply(with_settings(**changed))
    assert (session.state, session.stop_reason, session.epoch) == (RUNNING, "", 0)
    session.advance(FOREVER)
    straight = finished(**changed)
    assert (session.state, session.stop_reason) == (straight.state, straight.stop_reason)
    assert history(session) == history(straight)
    assert session.metrics() == straight.metrics()


@pytest.mark.parametrize("optimizer", ["momentum", "rmsprop", "adam"])
def test_an_optimizer_keeps_its_memory_when_the_rate_changes(optimizer):
    values = {"optimizer": optimizer, "learning_rate": 0.1, "epochs": 100}
    session = stepped(paused(**values), 30)
    session.apply(with_settings(**{**values, "learning_rate": 0.02}))
    stepped(session, 30)
    trainer = Trainer(Network((2, 3, 1)), *generate("moons"), optimizer=optimizer)
    losses = [trainer.step(0.1 if epoch < 30 else 0.02) for epoch in range(61)]
    assert kept_losses(session) == pytest.approx(losses, rel=1e-7)


@pytest.mark.parametrize("name", ["batch_size", "regularization"])
def test_an_optimizer_keeps_its_memory_when_the_batches_or_the_penalty_change(name):
    values = {"optimizer": "adam", "learning_rate": 0.1, "epochs": 100}
    session = stepped(paused(**values), 30)
    kept = session.training.timeline.state(30).copy()
    session.apply(with_settings(**{**values, name: OTHERS[name]}))
    session.step()
    trainer = FastTrainer(
        Network((2, 3, 1)),
        *generate("moons"),
        optimizer="adam",
        regularization_rate=defaults()["regularization_rate"],
        **{name: OTHERS[name]},
    )
    trainer.state[:] = kept
    trainer.run(30, 1, 0.1)
    assert session.training.timeline.state(31).tobytes() == trainer.state.tobytes()


@settings(deadline=None, max_examples=30)
@given(
    optimizer=st.sampled_from(["momentum", "rmsprop", "adam"]),
    batch_size=st.sampled_from(["all", 7, 30]),
    cuts=st.lists(st.integers(1, 40), min_size=1, max_size=6),
    back=st.lists(st.integers(0, 99), max_size=3),  # a step from the end makes the run longer
)
def test_memory_and_minibatches_come_back_with_the_past(optimizer, batch_size, cuts, back):
    values = {
        **{"optimizer": optimizer, "batch_size": batch_size},
        **{"learning_rate": 0.05, "epochs": 100, "weights_seed": 3},
    }
    straight = finished(**values)
    session = opened(**values)
    for epochs in cuts:
        session.advance(epochs * QUICK)
    for epoch in back:
        session.go_to(epoch)
        session.step()
    watched_to_the_end(session)
    rows = [one.training.timeline.state(100).tobytes() for one in (session, straight)]
    assert rows[0] == rows[1]
    assert history(session) == history(straight)
    assert session.metrics() == straight.metrics()


def test_the_penalty_is_told_beside_the_loss():
    session = finished(regularization="l2", regularization_rate=0.02, epochs=50)
    metrics = session.metrics()
    squares = sum(float((W**2).sum()) for W in session.network.weights)
    expected = metrics["train_loss"] + 0.02 / 2 * squares
    assert metrics["penalized_loss"] == pytest.approx(expected)
    without = finished(epochs=50).metrics()
    assert without["penalized_loss"] == without["train_loss"]


@pytest.mark.parametrize("layers", [0, 1, 3, 6])
@pytest.mark.parametrize("features", ["x1", "x1,x2", "x1_squared,x1_x2,sin_x2"])
@pytest.mark.parametrize("standardize", SWITCH.words)
def test_inputs_and_layers_are_those_of_the_settings(layers, features, standardize):
    values = {"layers": layers, "features": features, "standardize": standardize}
    session = finished(**values, widths="5-2", activation="relu", initialization="he", epochs=20)
    names = tuple(features.split(","))
    X, y = generate("moons")
    inputs = FeatureTransform(names, standardize == "on").fit(X)
    sizes = (len(names), *[5, 2, 3, 3, 3, 3][:layers], 1)
    assert session.network.layer_sizes == sizes
    network = Network(sizes, "relu", initialization="he")
    train(network, inputs.transform(X), y, 20, 1.2)
    assert session.metrics()["train_loss"] == pytest.approx(
        network.loss(inputs.transform(X), y), rel=1e-6
    )


# --- target loss, stopping early -------------------------------------------------------


@pytest.mark.parametrize("speed", SPEEDS)
@pytest.mark.parametrize("target", [0.6, 0.3, 0.1, 0.03])
def test_a_target_ends_the_training_at_the_first_epoch_with_such_a_loss(target, speed):
    losses = kept_losses(finished())
    first = int(np.argmax(losses <= target))
    session = watched_to_the_end(paused(target_loss=target, speed=speed))
    assert (session.state, session.stop_reason) == (DONE, "target")
    assert session.epoch == last_epoch(session) == first
    assert session.metrics()["train_loss"] <= target < losses[first - 1]
    assert_in_order(session)


def test_a_lower_target_goes_on_and_no_target_goes_to_the_last_epoch():
    session = finished(target_loss=0.1)
    session.apply(with_settings(target_loss=0.03))
    assert session.state == RUNNING
    assert session.epoch > 0
    session.advance(FOREVER)
    straight = finished(target_loss=0.03)
    assert (session.stop_reason, session.epoch) == ("target", straight.epoch)
    assert history(session) == history(straight)
    session.apply(with_settings())
    session.advance(FOREVER)
    assert (session.stop_reason, session.epoch) == ("epochs", EPOCHS)
    assert history(session) == history(finished())


def test_a_reader_who_goes_on_past_the_target_is_not_brought_back():
    session = finished(target_loss=0.1)
    met = session.epoch
    for epoch in range(met + 1, met + 2 * EPOCHS_PER_CHECK):
        session.step()
        assert (session.state, session.epoch, session.stop_reason) == (PAUSED, epoch, "")
    watched_to_the_end(session)
    assert (session.stop_reason, session.epoch) == ("epochs", EPOCHS)
    assert history(session) == history(finished())
    # From before the target, it is a target again.
    session.go_to(met - 1)
    watched_to_the_end(session)
    assert (session.stop_reason, session.epoch) == ("target", met)


def test_a_lower_target_that_was_passed_too_has_the_training_begin_anew():
    session = finished(target_loss=0.1)
    session.step()
    watched_to_the_end(session)
    assert session.epoch == EPOCHS
    session.apply(with_settings(target_loss=0.08))
    session.advance(FOREVER)
    straight = finished(target_loss=0.08)
    assert (session.stop_reason, session.epoch) == ("target", straight.epoch)


def test_a_weight_set_past_the_target_is_not_undone_by_it():
    session = finished(target_loss=0.1)
    session.step()
    changed = session.epoch
    session.set_weight(0, 0, 0, float(session.network.weights[0][0, 0]) + 0.01)
    watched_to_the_end(session)
    assert (session.stop_reason, session.epoch) == ("target", changed)


@pytest.mark.parametrize("epoch", [217, 11 * EPOCHS_PER_CHECK])
def test_a_target_that_was_met_still_ends_a_training_that_may_have_more_epochs(epoch):
    target = float(kept_losses(finished())[epoch])
    session = finished(target_loss=target)
    assert session.epoch == epoch
    session.apply(with_settings(target_loss=target, epochs=2 * EPOCHS))
    session.advance(FOREVER)
    assert (session.stop_reason, session.epoch, last_epoch(session)) == ("target", epoch, epoch)


def test_a_target_after_the_last_epoch_changes_nothing_but_is_no_error():
    session = finished(epochs=100)
    session.apply(with_settings(epochs=100, target_loss=1e-6))
    session.advance(FOREVER)
    assert (session.state, session.stop_reason, session.epoch) == (DONE, "epochs", 100)


OVERFITS = {
    **{"hidden_units": 16, "n_samples": 60, "noise": 0.35, "test_fraction": 0.5},
    **{"data_seed": 2, "weights_seed": 2, "early_stopping": "on"},
}


@pytest.mark.parametrize("change", [{"target_loss": 0.3}, {"early_stopping": "on"}])
def test_what_would_have_ended_a_training_earlier_has_it_begin_anew(change):
    data = {**OVERFITS, "early_stopping": "off"}
    session = finished(**data)
    session.apply(with_settings(**{**data, **change}))
    session.advance(FOREVER)
    straight = finished(**{**data, **change})
    assert (session.stop_reason, session.epoch) == (straight.stop_reason, straight.epoch)
    assert session.stop_reason in ("target", "early")
    assert history(session) == history(straight)


def test_stopping_early_goes_back_over_a_change_of_the_optimizer(monkeypatch):
    # To an epoch that the timeline has no room for.
    monkeypatch.setattr(timeline_module, "FIRST_ROWS", 4)
    monkeypatch.setattr(timeline_module.Timeline.__init__, "__defaults__", (2**13,))
    best = finished(**OVERFITS).epoch
    session = paused(**OVERFITS)
    session.go_to(best + 20)
    session.advance(FOREVER)
    assert session.training.timeline.nearest(best) != best
    session.apply({**session.values, "optimizer": "adam", "learning_rate": 0.0001})
    session.go_to(session.last_epoch)
    session.advance(FOREVER)
    assert session.stop_reason == "early"


@pytest.mark.parametrize("speed", SPEEDS)
def test_stopping_early_goes_back_to_the_lowest_test_loss_of_all_epochs(speed):
    session = watched_to_the_end(paused(**OVERFITS, speed=speed))
    assert (session.state, session.stop_reason) == (DONE, "early")
    best, end = session.epoch, last_epoch(session)
    assert 0 < best == end - EARLY_STOPPING_PATIENCE < end < EPOCHS
    tested = []
    for epoch in range(end + 1):
        session.go_to(epoch)
        tested.append(session.metrics()["test_loss"])
    assert tested.index(min(tested)) == best


def test_stopping_early_says_lowest_of_an_epoch_where_the_test_loss_was_lowest():
    values, _ = from_fragment(
        "shape=xor&hidden_units=16&n_samples=100&noise=0.4&test_fraction=0.5"
        "&early_stopping=on&learning_rate=3"
    )
    session = session_of(values)
    session.advance(FOREVER)
    assert session.stop_reason == "early"
    _, losses = session.training.curve.points()
    assert session.metrics()["test_loss"] == losses[:, 1].min()


def test_stopping_early_finds_the_best_of_what_was_before_it_was_asked_for():
    session = finished(**{**OVERFITS, "early_stopping": "off"}, epochs=300)
    session.go_to(250)
    session.apply(with_settings(**OVERFITS, epochs=300))
    straight = finished(**OVERFITS, epochs=300)
    session.run()
    session.advance(FOREVER)
    assert (session.stop_reason, session.epoch) == ("early", straight.epoch)
    assert session.metrics()["test_loss"] == straight.metrics()["test_loss"]


def test_without_a_test_nothing_stops_early():
    session = finished(early_stopping="on", epochs=300)
    assert (session.stop_reason, session.epoch) == ("epochs", 300)
    assert history(session) == history(finished(epochs=300))


# --- however it is cut -----------------------------------------------------------------

# Every way to train, and to end: many of these diverge, others are over early.
TRAININGS = st.fixed_dictionaries(
    {
        "shape": st.sampled_from(SHAPES),
        "n_samples": st.sampled_from([20, 100]),
        "noise": st.sampled_from([0.0, 0.1, 0.5]),
        "test_fraction": st.sampled_from([0.0, 0.2, 0.5]),
        "hidden_units": st.sampled_from([1, 2, 4, 16]),
        "layers": st.sampled_from([0, 1, 2, 6]),
        "activation": st.sampled_from(["tanh", "sigmoid", "relu", "leaky_relu", "linear"]),
        "initialization": st.sampled_from(["normal", "article", "he", "zeros"]),
        "learning_rate": st.sampled_from([0.001, 0.1, 1.2, 10.0, 100.0, 1000.0]),
        "optimizer": st.sampled_from(["gradient_descent", "momentum", "rmsprop", "adam"]),
        "batch_size": st.sampled_from(["all", "all", 7]),
        "regularization": st.sampled_from(["none", "none", "l1", "l2"]),
        "regularization_rate": st.sampled_from([0.01, 1.0, 10.0]),
        "epochs": st.sampled_from([1, 20, 55, 230, 300]),
        "target_loss": st.sampled_from([0.0, 0.0, 0.1, 0.6]),
        "early_stopping": st.sampled_from(SWITCH),
        "data_seed": st.integers(0, 2**32 - 1),
        "weights_seed": st.integers(0, 2**32 - 1),
    }
)


def end_of(session):
    """Return when and why the training of *session* has ended, and all that led there."""
    end = session.state, session.stop_reason, session.epoch
    return *end, last_epoch(session), parameters(session.network), history(session)


@settings(deadline=None, max_examples=150)
@given(
    changed=TRAININGS,
    pieces=st.lists(st.integers(1, 60), min_size=1, max_size=8).map(itertools.cycle),
    looks=st.lists(st.booleans(), min_size=1, max_size=5).map(itertools.cycle),
)
def test_how_a_training_ends_does_not_depend_on_how_it_is_cut(changed, pieces, looks):
    straight = finished(**changed)
    session = opened(**changed)
    while session.state == RUNNING:
        session.advance(next(pieces) * QUICK)
        if next(looks):
            json.dumps(session.metrics(), allow_nan=False)
            session.training.curve.points()
    assert end_of(session) == end_of(straight)
    assert session.metrics() == straight.metrics()


def test_a_training_that_diverges_between_two_checks_has_diverged_at_any_speed():
    values, _ = from_fragment(
        "shape=circles&hidden_units=16&layers=6&activation=relu&learning_rate=10&epochs=100"
    )
    fast, slow = session_of(values), session_of(values)
    fast.advance(FOREVER)
    while slow.state == RUNNING:
        slow.advance(QUICK)
    assert end_of(slow) == end_of(fast)
    assert slow.state == DIVERGED


# --- points of one's own ---------------------------------------------------------------


def assert_waits(session):
    """Fail unless *session* waits at epoch 0, whatever is asked of it, without points."""
    for action in ("run", "step", "pause", "reset", "train_on", "begin", "undo_weights"):
        getattr(session, action)()
        session.advance(FOREVER)
        assert (session.state, session.stop_reason) == (PAUSED, "")
        assert session.epoch == last_epoch(session) == 0
    metrics = session.metrics()
    assert (metrics.pop("epoch"), metrics.pop("last_epoch")) == (0, 0)
    assert set(metrics.values()) == {None}


@pytest.mark.parametrize("changed", [{}, {"layers": 0}, {"test_fraction": 0.5}])
def test_without_points_there_is_a_network_to_look_at_and_nothing_to_train(changed):
    session = opened(shape="custom", **changed)
    assert session.dataset.is_empty
    assert session.dataset.X.shape == session.dataset.X_test.shape == (2, 0)
    units = [3] * changed.get("layers", 1)
    assert session.network.layer_sizes == (2, *units, 1)
    assert session.dataset.problem == ""
    assert_waits(session)


@pytest.mark.parametrize("name", [*OTHERS, "epochs", "target_loss"])
def test_other_settings_of_the_training_do_not_start_it_without_points(name):
    session = opened(shape="custom")
    value = {"epochs": 5, "target_loss": 0.5, **OTHERS}[name]
    session.apply(with_settings(shape="custom", **{name: value}))
    assert_waits(session)


def test_damaged_points_are_said_to_be_and_leave_nothing_to_train():
    session = opened(shape="custom", points="AQAB")
    assert "damaged" in session.dataset.problem
    assert_waits(session)


def test_the_first_points_of_ones_own_are_trained_on():
    session = opened(shape="custom")
    session.apply(with_settings(shape="custom", points=OWN))
    assert session.state == RUNNING
    session.advance(FOREVER)
    assert session.state == DONE
    assert session.dataset.X.shape == (2, 4)
    session.apply(with_settings(shape="custom"))
    assert_waits(session)


# --- a number of the network, set by hand ----------------------------------------------


@pytest.mark.parametrize(
    ("layer", "unit", "source"), [(0, 2, 1), (0, 0, -1), (1, 3, 2), (2, 0, 3), (2, 0, -1)]
)
@pytest.mark.parametrize("state", [RUNNING, PAUSED, DONE])
def test_setting_a_number_changes_it_alone_and_pauses(layer, unit, source, state, slowly):
    values = {"layers": 2, "widths": "3-4", "epochs": 60}
    session = opened(**values)
    session.advance(FOREVER if state == DONE else 25)
    if state == PAUSED:
        session.pause()
    epoch, before = session.epoch, state_of(session, session.epoch).copy()
    session.set_weight(layer, unit, source, 2.5)
    assert (session.state, session.stop_reason, session.epoch) == (PAUSED, "", epoch)
    array = session.network.biases if source < 0 else session.network.weights
    assert array[layer][unit, max(source, 0)] == 2.5
    assert (state_of(session, epoch) != before).sum() == 1
    assert_in_order(session)
    # It stays, in the past as well.
    session.go_to(0)
    session.go_to(epoch)
    assert array[layer][unit, max(source, 0)] == 2.5


def test_training_goes_on_from_a_number_set_by_hand():
    session = finished(epochs=100)
    past = history(session)
    session.go_to(40)
    session.set_weight(0, 1, 0, -3.0)
    assert last_epoch(session) == 40
    stepped(session, 10)
    network = Network((2, 3, 1))
    trainer = Trainer(network, *generate("moons"))
    for _ in range(40):
        trainer.step(1.2)
    network.weights[0] = network.weights[0].copy()
    network.weights[0][1, 0] = -3.0
    losses = [trainer.step(1.2) for _ in range(10)] + [network.loss(*generate("moons"))]
    assert kept_losses(session)[40:] == pytest.approx(losses, rel=1e-9)
    assert history(session)[: 40 * 13 * 8] == past[: 40 * 13 * 8]


OPTIMIZERS = ["gradient_descent", "momentum", "rmsprop", "adam"]


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_what_was_set_by_hand_can_be_taken_back(optimizer):
    session = finished(epochs=100, optimizer=optimizer)
    session.go_to(40)
    before, expected = (
        parameters(session.network),
        history(finished(epochs=41, optimizer=optimizer)),
    )
    assert not session.is_by_hand
    session.set_weight(0, 1, 0, -3.0)
    session.set_weight(1, 0, -1, 2.0)
    assert session.is_by_hand
    assert (session.state, session.epoch) == (PAUSED, 40)
    session.undo_weights()
    assert not session.is_by_hand
    assert parameters(session.network) == before
    assert (session.state, session.epoch) == (PAUSED, 40)
    # With all that the optimizer remembers.
    session.step()
    assert history(session) == expected


def test_without_anything_set_by_hand_there_is_nothing_to_take_back():
    session = finished(epochs=60)
    before = end_of(session)
    session.undo_weights()
    assert end_of(session) == before


@pytest.mark.parametrize("optimizer", OPTIMIZERS[1:])
def test_what_was_set_by_hand_is_taken_back_under_another_optimizer_too(optimizer):
    session = finished(epochs=100)
    before = parameters(session.network)
    session.set_weight(0, 1, 0, -3.0)
    session.apply(with_settings(epochs=100, optimizer=optimizer))
    assert session.is_by_hand
    session.undo_weights()
    assert parameters(session.network) == before
    assert_in_order(session)


@pytest.mark.parametrize("epoch", [0, 40, 100])
@pytest.mark.parametrize("action", ["run", "train_on"])
def test_a_run_trains_on_from_weights_set_by_hand(action, epoch):
    session = finished(epochs=100)
    session.go_to(epoch)
    session.set_weight(0, 1, 0, -3.0)
    by_hand = parameters(session.network)
    getattr(session, action)()
    assert session.state == RUNNING
    assert (session.epoch, parameters(session.network)) == (epoch, by_hand)
    assert not session.is_by_hand
    watched_to_the_end(session)
    # At the end, as many epochs again.
    assert (session.state, session.epoch) == (DONE, 200 if epoch == 100 else 100)
    assert session.network.weights[0][1, 0] != -3.0
    session.go_to(epoch)
    assert parameters(session.network) == by_hand


@pytest.mark.parametrize(
    "deed",
    [
        lambda session: session.step(),
        lambda session: session.go_to(20),
        lambda session: session.reset(),
        lambda session: session.begin(),
        lambda session: session.apply(with_settings(epochs=100, hidden_units=2)),
        lambda session: session.apply(with_settings(epochs=30)),
    ],
    ids=["step", "go to", "reset", "begin", "another network", "fewer epochs"],
)
def test_what_was_set_by_hand_stays_once_something_has_come_after_it(deed):
    session = finished(epochs=100)
    session.go_to(40)
    session.set_weight(0, 1, 0, -3.0)
    deed(session)
    assert not session.is_by_hand
    session.advance(FOREVER)
    before = end_of(session)
    session.undo_weights()
    assert end_of(session) == before


def test_training_on_from_the_end_does_as_many_epochs_again():
    session = finished(epochs=60)
    session.train_on()
    assert (session.state, session.epoch, session.last_epoch) == (RUNNING, 60, 120)
    while session.state == RUNNING:
        show_next_picture(session)
    assert history(session) == history(finished(epochs=120))


@pytest.mark.parametrize("epochs", [0, 1, 30])
def test_reset_brings_back_the_first_weights_after_numbers_set_by_hand(epochs):
    session = paused()
    first = parameters(session.network)
    session.set_weight(1, 0, -1, 9.0)
    stepped(session, epochs)
    session.set_weight(0, 0, 0, -9.0)
    session.reset()
    assert parameters(session.network) == first
    assert session.epoch == last_epoch(session) == 0
    session.set_weight(0, 0, 0, -9.0)
    session.reset()
    assert history(watched_to_the_end(session)) == history(finished())


@pytest.mark.parametrize("value", [1000.1, -1e9, math.inf, math.nan])
def test_a_number_beyond_all_bounds_is_refused_by_its_name(value):
    session = stepped(paused(), 3)
    before = history(session)
    with pytest.raises(ValueError, match="value must be a number from -1000 to 1000"):
        session.set_weight(0, 0, 0, value)
    assert (history(session), session.epoch) == (before, 3)


# --- whatever happens ------------------------------------------------------------------


ACTIONS = st.one_of(
    st.tuples(st.sampled_from(["run", "pause", "step", "reset", "train_on", "undo_weights"])),
    st.tuples(st.just("begin"), st.sampled_from([None, 0, 40])),
    st.tuples(st.just("go_to"), st.integers(-5, 400)),
    st.tuples(st.just("advance"), st.integers(0, 4).map(lambda epochs: 10 * epochs * QUICK)),
    st.tuples(
        st.just("set_weight"),
        *(st.just(0), st.just(0), st.sampled_from([-1, 0])),
        st.sampled_from([0.0, 1.5, -1000.0]),
    ),
    st.sampled_from(sorted(CHANGES)).flatmap(
        lambda name: st.tuples(st.just(name), st.sampled_from(CHANGES[name]))
    ),
)


@settings(deadline=None, max_examples=150)
@given(actions=st.lists(ACTIONS, max_size=25))
def test_whatever_the_reader_does_the_session_stays_in_order(actions):
    session = opened(epochs=55)
    for name, *arguments in actions:
        if name in session.values:
            session.apply({**session.values, name: arguments[0]})
        else:
            getattr(session, name)(*arguments)
        assert_in_order(session)
    # And it comes to an end.
    watched_to_the_end(session)
    assert session.state in ((PAUSED,) if session.dataset.is_empty else (DONE, DIVERGED))
    assert_in_order(session)


def assert_in_order(session):
    """Fail unless all parts of *session* tell the same story."""
    assert 0 <= session.epoch <= last_epoch(session) <= session.last_epoch
    assert (session.stop_reason == "") == (session.state in (RUNNING, PAUSED))
    assert (session.stop_reason == "diverged") == (session.state == DIVERGED)
    weights, biases = unpacked(state_of(session, session.epoch), session.network.layer_sizes)
    network = session.network
    for array, kept in zip(network.weights + network.biases, weights + biases, strict=True):
        assert np.array_equal(array, kept)
        assert np.isfinite(array).all()
    metrics = session.metrics()
    json.dumps(metrics, allow_nan=False)
    assert metrics["epoch"] == session.epoch
    assert metrics["last_epoch"] == last_epoch(session)
    if session.dataset.is_empty:
        assert (session.state, session.epoch, last_epoch(session)) == (PAUSED, 0, 0)
        assert metrics["train_loss"] is None
        return
    epochs, losses = session.training.curve.points()
    assert epochs[-1] <= last_epoch(session)
    if session.epoch in epochs:
        assert losses[epochs.tolist().index(session.epoch), 0] == metrics["train_loss"]


@settings(deadline=None, max_examples=200)
@given(fragment=RANDOM_ADDRESS)
def test_a_session_accepts_whatever_an_address_says(fragment):
    values, _ = from_fragment(fragment)
    # Its data, its network and its training, if not for long.
    values["n_samples"], values["epochs"] = min(values["n_samples"], 200), 2
    session = session_of(values)
    session.advance(FOREVER)
    cannot_train = values["shape"] == "custom" or session.training.refusal
    assert session.state in ((PAUSED,) if cannot_train else (DONE, DIVERGED))
    assert_in_order(session)


# --- divergence and convergence --------------------------------------------------------


@pytest.mark.parametrize("shape", ["circles", "moons"])
@pytest.mark.parametrize("seed", range(20))
def test_a_learning_rate_of_1000_diverges_with_finite_numbers(shape, seed):
    session = finished(shape=shape, learning_rate=1000.0, data_seed=seed, weights_seed=seed)
    assert (session.state, session.stop_reason) == (DIVERGED, "diverged")
    assert 0 < session.epoch < EPOCHS
    assert_in_order(session)
    assert session.metrics()["train_loss"] >= DIVERGED_LOSS
    _, losses = session.training.curve.points()
    assert np.isfinite(losses[:, 0]).all()


@pytest.mark.parametrize("speed", SPEEDS)
@pytest.mark.parametrize("learning_rate", [30.0, 1000.0])
@pytest.mark.parametrize("steps", [0, 3])
def test_divergence_comes_at_the_same_epoch_however_it_is_watched(speed, learning_rate, steps):
    straight = finished(shape="circles", learning_rate=learning_rate)
    session = stepped(paused(shape="circles", learning_rate=learning_rate, speed=speed), steps)
    watched_to_the_end(session)
    assert session.state == straight.state == DIVERGED
    assert session.epoch == straight.epoch
    assert history(session) == history(straight)


@pytest.mark.parametrize("seed", range(5))
def test_a_deep_network_that_begins_with_a_large_loss_and_falls_has_not_diverged(seed):
    session = finished(
        **{"activation": "relu", "layers": 6, "hidden_units": 16, "learning_rate": 1e-4},
        **{"optimizer": "adam", "weights_seed": seed, "epochs": 60},
    )
    losses = kept_losses(session)
    assert losses[0] > losses[20] > DIVERGED_LOSS  # or there would be nothing to see
    assert (session.state, session.stop_reason) == (DONE, "epochs")
    # Nor is one that is wrong because somebody has set a number so, if it falls from there.
    session = stepped(paused(learning_rate=0.1), 30)
    session.set_weight(1, 0, -1, 100.0)
    assert session.metrics()["train_loss"] > DIVERGED_LOSS
    session.run()
    session.advance(0)
    stepped(session, 30)
    assert session.state == PAUSED


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
    assert (session.state, session.stop_reason, session.epoch) == (DIVERGED, "diverged", 5)
    assert parameters(session.network) == last
    assert_in_order(session)


def test_after_divergence_a_lower_rate_learns():
    session = finished(learning_rate=1000.0)
    session.apply(with_settings(learning_rate=1.0))
    session.advance(FOREVER)
    assert (session.state, session.stop_reason) == (DONE, "epochs")
    assert session.metrics()["train_accuracy"] == 1.0


def flat(**changed):
    """Return the settings of a network whose weights, all zero, have no gradient."""
    return {"initialization": "zeros", **changed}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_flat_loss_ends_as_converged(shape):
    session = watched_to_the_end(paused(**flat(shape=shape)))
    assert (session.state, session.stop_reason) == (DONE, "converged")
    assert session.epoch == CONVERGED_EPOCHS
    assert session.metrics()["train_loss"] == pytest.approx(math.log(2))
    assert not any(array.any() for array in session.network.weights)


def test_what_has_converged_can_be_stepped_on_and_shown_again():
    session = watched_to_the_end(paused(**flat()))
    epoch = session.epoch
    session.step()
    assert (session.state, session.stop_reason, session.epoch) == (PAUSED, "", epoch + 1)
    session.run()
    assert (session.state, session.epoch) == (RUNNING, epoch + 1)


def test_a_plateau_that_the_descent_leaves_is_not_the_end_of_it():
    values, _ = from_fragment(
        "shape=moons&hidden_units=4&layers=3&initialization=article&epochs=10000"
    )
    session = session_of(values)
    session.advance(FOREVER)
    assert (session.stop_reason, session.epoch) == ("epochs", 10000)
    assert session.metrics()["train_accuracy"] == 1.0


@settings(deadline=None, max_examples=25)
@given(
    changed=st.fixed_dictionaries(
        {
            "shape": st.sampled_from(SHAPES),
            "n_samples": st.integers(20, 60),
            "noise": st.floats(0, 0.6),
            "hidden_units": st.integers(1, 8),
            "layers": st.integers(0, 3),
            "activation": st.sampled_from(["tanh", "sigmoid", "relu", "leaky_relu"]),
            "initialization": st.sampled_from(["zeros", "article", "normal", "xavier", "he"]),
            "learning_rate": st.sampled_from([0.1, 0.5, 1.2]),
            "optimizer": st.sampled_from(["gradient_descent", "momentum", "adam", "rmsprop"]),
            "batch_size": st.sampled_from(["all", "all", "all", 16]),
            "regularization": st.sampled_from(["none", "l2", "l2"]),
            "regularization_rate": st.floats(0.001, 0.3),
            "balance": st.sampled_from([0.5, 0.3]),
            "data_seed": st.integers(0, 1000),
            "weights_seed": st.integers(0, 1000),
        }
    )
)
def test_what_has_converged_would_not_get_visibly_better(changed):
    session = finished(**changed, epochs=2000)
    if session.stop_reason == "converged":
        end, loss = session.epoch, session.metrics()["penalized_loss"]
        session.apply({**session.values, "epochs": 10000})
        watched_to_the_end(stepped(session, 1))
        assert (session.stop_reason, session.epoch) == ("epochs", 10000)
        for epoch in range(end, 10001, EPOCHS_PER_CHECK):
            session.go_to(epoch)
            assert session.metrics()["penalized_loss"] > loss - 1e-3


# --- going on --------------------------------------------------------------------------

# Settings of a training that is over before its last epoch, by the reason.
STOPPED = {
    "converged": flat(epochs=400),
    "target": {"target_loss": 0.1, "epochs": 400},
    "early": {**OVERFITS, "epochs": 400},
}


@pytest.mark.parametrize("reason", STOPPED)
@pytest.mark.parametrize("action", ["run", "step"])
def test_a_reader_can_always_go_on_to_the_last_epoch(reason, action):
    session = finished(**STOPPED[reason])
    stopped = session.epoch
    assert (session.state, session.stop_reason) == (DONE, reason)
    getattr(session, action)()
    if action == "run":
        assert (session.state, session.stop_reason, session.epoch) == (RUNNING, "", stopped)
    else:
        assert (session.state, session.stop_reason, session.epoch) == (PAUSED, "", stopped + 1)
    watched_to_the_end(session)
    assert (session.stop_reason, session.epoch) == ("epochs", 400)
    without = {**STOPPED[reason], "target_loss": 0.0, "early_stopping": "off"}
    if reason != "converged":
        assert history(session) == history(finished(**without))
    # From the start, it is over there again.
    session.go_to(0)
    watched_to_the_end(session)
    assert (session.stop_reason, session.epoch) == (reason, stopped)


@pytest.mark.parametrize("reason", STOPPED)
def test_another_rate_lets_what_was_gone_past_alone(reason):
    session = finished(**STOPPED[reason])
    stepped(session, 3)
    session.apply(with_settings(**{**STOPPED[reason], "learning_rate": 1.0}))
    watched_to_the_end(session)
    assert (session.stop_reason, session.epoch) == ("epochs", 400)


def test_a_step_goes_on_after_divergence_while_there_are_numbers():
    session = finished(shape="circles", learning_rate=30.0)
    assert session.state == DIVERGED
    epoch = session.epoch
    session.step()
    assert (session.state, session.stop_reason, session.epoch) == (PAUSED, "", epoch + 1)


@pytest.mark.parametrize("reason", STOPPED)
@pytest.mark.parametrize("other", [500, 350])
def test_what_is_over_stays_over_if_only_the_last_epoch_is_another(reason, other):
    session = finished(**STOPPED[reason])
    session.apply(with_settings(**{**STOPPED[reason], "epochs": other}))
    session.advance(FOREVER)
    straight = finished(**{**STOPPED[reason], "epochs": other})
    assert (session.stop_reason, session.epoch) == (straight.stop_reason, straight.epoch)
    assert history(session) == history(straight)


# --- points kept for the test ----------------------------------------------------------


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    ("share", "kept"), [(0.0, 0), (0.01, 1), (0.05, 5), (0.25, 25), (0.3, 30), (0.5, 50)]
)
def test_a_share_of_the_points_is_kept_for_the_test(shape, share, kept):
    session = opened(shape=shape, test_fraction=share)
    assert session.dataset.X.shape == (2, 100 - kept)
    assert session.dataset.X_test.shape == (2, kept)
    assert session.dataset.y.shape == (100 - kept,)
    assert session.dataset.y_test.shape == (kept,)
    points = [*zip(*session.dataset.X, session.dataset.y, strict=True)]
    points += zip(*session.dataset.X_test, session.dataset.y_test, strict=True)
    X, y = generate(shape)
    assert sorted(points) == sorted(zip(*X, y, strict=True))


@settings(deadline=None, max_examples=50)
@given(shares=st.tuples(st.floats(0, 0.5), st.floats(0, 0.5)), seed=st.integers(0, 2**32 - 1))
def test_a_larger_share_keeps_the_points_of_a_smaller(shares, seed):
    small, large = (
        {*zip(*session.dataset.X_test, session.dataset.y_test, strict=True)}
        for session in (opened(test_fraction=share, data_seed=seed) for share in sorted(shares))
    )
    assert small <= large


def test_there_are_always_both_classes_to_learn_from():
    for seed in range(50):
        for shape in SHAPES:
            session = opened(shape=shape, test_fraction=0.5, data_seed=seed)
            assert set(session.dataset.y.tolist()) == {0, 1}


def test_the_split_belongs_to_the_data_not_to_the_weights():
    first = opened(test_fraction=0.3)
    second = opened(test_fraction=0.3, weights_seed=9, hidden_units=5)
    assert first.dataset.X_test.tobytes() == second.dataset.X_test.tobytes()
    assert first.dataset.y_test.tobytes() == second.dataset.y_test.tobytes()


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"optimizer": "adam", "batch_size": 16},
        {"standardize": "on", "features": "x1,x2,x1_squared"},
        {"layers": 2, "regularization": "l2"},
    ],
    ids=str,
)
def test_points_of_the_test_do_not_take_part_in_the_training(monkeypatch, changed):
    straight = finished(test_fraction=0.3, epochs=100, **changed)
    is_test = dataset_module.kept_for_test(generate("moons")[1], 0.3)

    def spoilt(*arguments, **options):
        X, y = generate(*arguments, **options)
        X[:, is_test] = X[::-1, is_test] * 100
        return X, y

    monkeypatch.setattr(dataset_module, "generate", spoilt)
    session = finished(test_fraction=0.3, epochs=100, **changed)
    assert session.dataset.X_test.tobytes() != straight.dataset.X_test.tobytes()
    assert history(session) == history(straight)
    assert session.metrics()["train_loss"] == straight.metrics()["train_loss"]
    assert session.metrics()["test_loss"] != straight.metrics()["test_loss"]
    # The same points without a test are learned as well, and lead elsewhere.
    assert history(finished(epochs=100, **changed)) != history(straight)


def test_the_curve_of_the_test_is_the_loss_of_its_points():
    session = finished(test_fraction=0.3, epochs=100)
    epochs, losses = session.training.curve.points()
    for epoch, (train_loss, test_loss) in zip(epochs, losses, strict=True):
        session.go_to(epoch)
        assert train_loss == session.network.loss(session.dataset.X, session.dataset.y)
        assert test_loss == session.network.loss(session.dataset.X_test, session.dataset.y_test)


def test_looking_at_the_curve_leaves_the_network_as_it_is():
    session = stepped(paused(), 30)
    before = parameters(session.network)
    session.training.curve.points()
    assert parameters(session.network) == before


# --- numbers ---------------------------------------------------------------------------


@pytest.mark.parametrize("training", [0, FOREVER])
@pytest.mark.parametrize("share", [0.0, 0.2])
@pytest.mark.parametrize("learning_rate", [1.2, 1000.0])
def test_measures_are_plain_numbers_that_survive_json(training, share, learning_rate):
    session = opened(test_fraction=share, learning_rate=learning_rate)
    session.advance(training)
    metrics = session.metrics()
    of_test = float if share else type(None)
    assert {name: type(value) for name, value in metrics.items()} == {
        "epoch": int,
        "last_epoch": int,
        "train_loss": float,
        "train_accuracy": float,
        "penalized_loss": float,
        "test_loss": of_test,
        "test_accuracy": of_test,
    }
    assert json.loads(json.dumps(metrics, allow_nan=False)) == metrics


def test_measures_belong_to_the_network_of_the_moment():
    session = opened(test_fraction=0.2)
    untrained = session.metrics()
    session.advance(FOREVER)
    trained = session.metrics()
    assert trained["train_loss"] < untrained["train_loss"]
    assert trained["train_loss"] == session.network.loss(session.dataset.X, session.dataset.y)
    assert trained["train_accuracy"] == session.network.accuracy(
        session.dataset.X, session.dataset.y
    )
    assert trained["test_loss"] == session.network.loss(
        session.dataset.X_test, session.dataset.y_test
    )
    assert trained["test_accuracy"] == session.network.accuracy(
        session.dataset.X_test, session.dataset.y_test
    )


# --- numbers that grow beyond all bounds -----------------------------------------------


@pytest.mark.parametrize(
    "fragment",
    [
        "shape=moons&activation=linear&layers=2&learning_rate=50",
        "shape=circles&activation=linear&layers=2&learning_rate=5",
        "shape=moons&activation=relu&layers=3&learning_rate=1000",
        "shape=moons&learning_rate=1000&regularization=l2&regularization_rate=10&batch_size=50",
        "shape=spiral&activation=linear&layers=6&learning_rate=20&optimizer=momentum",
    ],
)
def test_however_it_diverges_all_numbers_can_be_told_and_drawn(fragment):
    values, problems = from_fragment(fragment)
    assert problems == []
    session = session_of(values)
    session.advance(FOREVER)
    json.dumps(session.metrics(), allow_nan=False)
    curve = session.training.curve.points()
    for scale in ("log", "linear"):
        now = session.epoch, session.metrics()["train_loss"], np.nan
        shown = chart((400, 120), curve, now, values["epochs"], "log", scale)
        assert np.isfinite(np.concatenate([*shown.past, *shown.future])).all()


# --- epochs that take long ---------------------------------------------------------------


@pytest.fixture
def slow(monkeypatch):
    """Return a session of 20,000 points, one for an update, on whose clock each look takes time.

    So an epoch rests after two pieces.
    """
    ticks = itertools.count(0, SECONDS_UNTIL_REST * 0.6)
    for module in (session_module, epochs_module):
        monkeypatch.setattr(module, "perf_counter", lambda: next(ticks))
    values = {**defaults("custom"), "points": MANY, "batch_size": 1, "epochs": 3}
    session = Session(values)
    session.begin(0)
    return session


def test_a_turn_makes_so_many_updates_and_no_more_however_long_an_epoch_is(slow, monkeypatch):
    pieces = []
    take = FastTrainer.pieces
    monkeypatch.setattr(
        FastTrainer,
        "pieces",
        lambda *arguments: (pieces.append(one) for one in take(*arguments)),
    )
    slow.run()
    slow.advance(1e-9)
    assert 1 <= len(pieces) <= 4
    slow.advance(1e-9)
    assert len(pieces) <= 8
    assert (slow.epoch, slow.state, slow.training.is_amid) == (0, RUNNING, True)


def test_who_pauses_amid_an_epoch_sees_the_one_before_it_and_can_go_on(slow):
    slow.run()
    slow.advance(1e-9)
    slow.pause()
    assert (slow.epoch, slow.state) == (0, PAUSED)
    assert slow.metrics()["train_loss"] == Session(slow.values).metrics()["train_loss"]
    slow.begin()
    while slow.state == RUNNING:
        slow.advance(FOREVER)
    straight = Session(slow.values)
    straight.training.train(3)
    assert slow.training.parameters.tobytes() == straight.training.parameters.tobytes()


def test_a_step_that_takes_long_goes_on_until_its_epoch_is_done_or_it_is_called_off(slow):
    slow.step()
    assert (slow.epoch, slow.state) == (0, RUNNING)
    turns = 0
    while slow.state == RUNNING:
        slow.advance(1e-9)
        turns += 1
    assert turns > 1
    assert (slow.epoch, slow.state) == (1, PAUSED)
    slow.step()
    slow.pause()
    slow.advance(1e-9)
    assert (slow.epoch, slow.state) == (1, PAUSED)
