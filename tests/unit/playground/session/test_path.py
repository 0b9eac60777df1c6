"""The path of a training: whatever a reader does, taking it again leads to the same weights."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.export.replay import replay_steps
from playground.jobs import finished
from playground.network import Network
from playground.session import timeline
from playground.session.path import Path
from playground.session.session import Session
from playground.settings.values import defaults
from playground.training import Trainer

CHOICES = {
    "optimizer": ["gradient_descent", "momentum", "rmsprop", "adam"],
    "learning_rate": [0.05, 0.3],
    "batch_size": ["all", 7],
    "regularization": ["none", "l1", "l2"],
    "regularization_rate": [0.001, 0.1],
    "activation": ["tanh", "relu", "sigmoid"],
    "epochs": [40, 90],
    "early_stopping": ["on", "off"],
}
ACTIONS = st.one_of(
    st.tuples(st.just("train"), st.integers(1, 40)),
    st.tuples(st.just("step"), st.integers(1, 3)),
    st.tuples(
        st.just("change"),
        st.sampled_from([(name, value) for name, some in CHOICES.items() for value in some]),
    ),
    st.tuples(
        st.just("set"),
        st.tuples(st.integers(0, 1), st.integers(-1, 1), st.sampled_from([0.5, -2.0, 0.0])),
    ),
    st.tuples(st.just("set all"), st.integers(0, 9)),
    st.tuples(st.just("undo"), st.none()),
    st.tuples(st.just("go to"), st.floats(0, 1)),
    st.tuples(st.sampled_from(["run", "train on"]), st.integers(1, 30)),
    st.tuples(st.just("begin"), st.integers(0, 30)),
    st.tuples(st.just("reset"), st.none()),
)


def opened(**changed):
    """Return a session that waits at epoch 0, trained by the plain `Trainer`."""
    values = {**defaults(), "n_samples": 24, "epochs": 90, **changed}
    session = Session(values, Trainer)
    session.reset()
    return session


def act(session, action, value):
    """Do with *session* what a reader can do."""
    if action == "train":
        session.training.go_past_stop()
        session.training.train(value)
    elif action == "step":
        for _ in range(value):
            session.step()
    elif action == "change":
        name, chosen = value
        session.apply({**session.values, name: chosen})
        session.pause()
    elif action == "set":
        layer, source, number = value
        session.set_weight(layer, 0, source, number)
    elif action == "set all":
        numbers = np.random.default_rng(value).normal(size=session.training.parameters.size)
        session.set_weights(numbers)
    elif action == "undo":
        session.undo_weights()
    elif action == "go to":
        session.go_to(round(value * session.training.timeline.last))
    elif action in ("run", "train on"):
        getattr(session, action.replace(" ", "_"))()
        session.training.train(value)
        session.pause()
    elif action == "begin":
        session.begin(value)
        session.advance(np.inf)
    else:
        session.reset()


def replayed(session):
    """Return where the path of *session* leads."""
    return finished(replay_steps(session)).tolist()


@given(st.lists(ACTIONS, max_size=14), st.sampled_from([0.0, 0.25]))
@settings(max_examples=400, deadline=None)
def test_whatever_has_been_done_its_path_leads_to_the_weights_that_are_there(actions, fraction):
    session = opened(test_fraction=fraction)
    for action, value in actions:
        act(session, action, value)
    assert replayed(session) == session.training.parameters.tolist()
    session.go_to(session.training.timeline.last // 2)  # and so it is on the way
    assert replayed(session) == session.training.parameters.tolist()


@given(st.lists(ACTIONS, min_size=3, max_size=14))
@settings(max_examples=60, deadline=None)
def test_a_timeline_that_forgets_epochs_has_a_path_all_the_same(actions):
    with pytest.MonkeyPatch.context() as patch:
        small = {"FIRST_ROWS": 4, "MAX_BYTES": 4096}
        for name, number in small.items():
            patch.setattr(timeline, name, number)
        patch.setattr(timeline.Timeline.__init__, "__defaults__", (small["MAX_BYTES"],))
        session = opened()
        for action, value in actions:
            act(session, action, value)
        assert replayed(session) == session.training.parameters.tolist()


def test_choices_that_come_back_before_an_epoch_is_trained_leave_no_trace():
    session = opened()
    session.training.train(10)
    for rate in (0.3, 1.2):
        session.apply({**session.values, "learning_rate": rate})
    session.training.train(5)
    assert [(one.first, one.last) for one in session.training.path.stretches(15)] == [(0, 15)]


def test_an_optimizer_that_comes_back_has_lost_its_memory():
    session = opened(optimizer="adam", learning_rate=0.1)
    session.training.train(10)
    for optimizer in ("momentum", "adam"):
        session.apply({**session.values, "optimizer": optimizer})
    session.training.train(5)
    stretches = session.training.path.stretches(15)
    assert [(one.first, one.is_fresh) for one in stretches] == [(0, True), (10, True)]


def test_only_the_path_up_to_the_epoch_that_is_shown_counts():
    session = opened()
    session.training.train(10)
    session.set_weight(0, 1, 0, 2.5)
    session.apply({**session.values, "learning_rate": 0.3})
    session.training.train(10)
    path = session.training.path
    assert [(one.first, one.last) for one in path.stretches(20)] == [(0, 10), (10, 20)]
    assert [(one.first, one.last) for one in path.stretches(10)] == [(0, 10)]
    assert list(path.edits(10)) == [10]
    assert not path.edits(9)


def test_what_is_undone_was_no_edit():
    path, before = Path(), np.arange(3.0)
    path.edit(4, before, before + 1)
    path.edit(4, before + 1, before + 2)
    assert path.edits(4)[4].before.tolist() == before.tolist()
    path.edit(4, before + 2, before)
    assert not path.edits(4)


def test_the_reset_of_a_training_forgets_all():
    session = opened()
    session.set_weight(0, 0, 0, 3.0)
    session.training.train(10)
    session.reset()
    assert not session.training.path.stretches(0)
    assert not session.training.path.edits(0)
    first = Network((2, 3, 1)).weights[0]
    assert session.network.weights[0].tolist() == first.tolist()
