"""All weights set at once, as a link brings them: they count as set by hand."""

import math

import numpy as np
import pytest

from playground.session.session import Session
from playground.session.stopping import DONE, PAUSED, RUNNING
from playground.settings.values import defaults

THETA = np.linspace(-2, 2, 13)


def session_at(epoch, **changed):
    """Return a session that is on its way to an *epoch*, None is the end."""
    session = Session({**defaults(), "epochs": 60, **changed})
    session.begin(epoch)
    return session


def theta_of(session):
    return session.training.parameters.copy()


def test_they_are_set_at_the_end_of_the_way_and_can_be_taken_back():
    session, other = session_at(40), session_at(40)
    session.set_weights(THETA)
    assert session.state == RUNNING  # the way there belongs to the chart
    for one in (session, other):
        one.advance(math.inf)
    np.testing.assert_array_equal(theta_of(session), THETA)
    assert (session.epoch, session.state, session.is_by_hand) == (40, PAUSED, True)
    assert session.metrics()["train_loss"] != other.metrics()["train_loss"]
    session.undo_weights()
    np.testing.assert_array_equal(theta_of(session), theta_of(other))
    assert not session.is_by_hand


def test_at_the_end_of_the_training_they_open_it_again():
    session = session_at(None)
    session.set_weights(THETA)
    session.advance(math.inf)
    assert (session.epoch, session.state, session.is_by_hand) == (60, PAUSED, True)
    session.undo_weights()
    session.run()
    session.advance(math.inf)
    assert not session.is_by_hand


@pytest.mark.parametrize("epoch", [0, 40])
def test_where_it_stands_still_they_are_set_at_once(epoch):
    session = session_at(epoch)
    session.advance(math.inf)
    session.set_weights(THETA)
    np.testing.assert_array_equal(theta_of(session), THETA)
    assert (session.epoch, session.is_by_hand) == (epoch, True)


def test_a_second_time_the_way_back_leads_to_what_was_trained():
    session = session_at(40)
    session.advance(math.inf)
    trained = theta_of(session)
    session.set_weights(THETA)
    session.set_weights(2 * THETA)
    session.undo_weights()
    np.testing.assert_array_equal(theta_of(session), trained)


@pytest.mark.parametrize("deed", ["run", "pause", "step", "reset", "train_on", "begin"])
def test_whatever_the_reader_does_first_is_done_instead(deed):
    session = session_at(40)
    session.set_weights(THETA)
    getattr(session, deed)()
    for _ in range(100):
        session.advance(math.inf)
        if session.state != RUNNING:
            break
    assert not session.is_by_hand


def test_another_network_has_no_use_for_them():
    session = session_at(40)
    session.set_weights(THETA)
    session.apply({**session.values, "hidden_units": 4})
    session.advance(math.inf)
    assert (session.state, session.is_by_hand) == (DONE, False)


def test_weights_come_to_a_network_that_cannot_be_trained():
    session = session_at(40, mistake="no_keepdims")
    session.set_weights(THETA)
    session.advance(math.inf)
    np.testing.assert_array_equal(theta_of(session), THETA)
