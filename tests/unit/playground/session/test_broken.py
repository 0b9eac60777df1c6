"""A session that is broken on purpose: it trains, or says why not; and the healthy curve."""

import numpy as np
import pytest

from playground.custom.codec import pack
from playground.mistakes import MISTAKES, BrokenNetwork
from playground.network import Network
from playground.session.broken import ONE_UNIT, SHAPE_RULE, BrokenRun, HealthyCurve
from playground.session.run import TrainingRun
from playground.session.session import Session
from playground.session.stopping import DIVERGED, DONE, PAUSED
from playground.settings.mistakes import BROKEN, BROKEN_LINES
from playground.settings.table import MISTAKE
from playground.settings.values import defaults
from playground.training import Trainer

REFUSED = ("no_transpose", "no_keepdims")
TRAINED = ("no_mean", "no_derivative", "doubled")
FOREVER = float("inf")


def broken(mistake, **changed):
    """Return a session with a *mistake* that has gone as far as it can."""
    session = Session({**defaults(), "epochs": 40, "mistake": mistake, **changed})
    session.advance(FOREVER)
    return session


def test_the_setting_offers_the_mistakes_that_there_are():
    assert MISTAKE.words == ("none", *MISTAKES)
    assert MISTAKE.texts == ("None", *(one.label for one in BROKEN_LINES))


def test_these_are_all_mistakes():
    assert sorted((*REFUSED, *TRAINED)) == sorted(MISTAKES)


@pytest.mark.parametrize("mistake", TRAINED)
def test_a_broken_network_is_trained_as_the_readable_trainer_does(mistake):
    session = broken(mistake, batch_size=16)
    assert (session.state, session.epoch, session.problem) == (DONE, 40, "")
    X, y = session.inputs.transform(session.dataset.X), session.dataset.y
    network = BrokenNetwork(Network((2, 3, 1)), mistake)
    trainer = Trainer(network, X, y, batch_size=16)
    for _ in range(40):
        trainer.step(session.values["learning_rate"])
    for one, other in zip(session.network.weights, network.weights, strict=True):
        assert np.array_equal(one, other)
    healthy = broken("none", batch_size=16)
    assert not np.allclose(session.network.weights[-1], healthy.network.weights[-1])


@pytest.mark.parametrize("mistake", REFUSED)
@pytest.mark.parametrize("changed", [{}, {"layers": 0}, {"layers": 3}, {"batch_size": 7}])
def test_what_numpy_refuses_pauses_with_its_words_and_the_reason(mistake, changed):
    session = broken(mistake, **changed)
    assert (session.state, session.epoch) == (PAUSED, 0)
    assert session.problem.endswith((BROKEN[mistake].sentence, ONE_UNIT))
    assert session.problem.startswith(("In the ", SHAPE_RULE))
    assert np.isfinite(session.metrics()["train_loss"])


def test_a_refusal_is_known_before_anything_is_trained():
    session = Session({**defaults(), "mistake": "no_transpose"})
    session.begin(0)
    assert "NumPy says: “" in session.problem


def test_the_words_are_numpys_or_those_of_the_rule():
    said = broken("no_transpose").problem
    assert said.startswith("In the backward pass NumPy says: “matmul: ")
    assert "100" in said
    said = broken("no_keepdims").problem
    assert said.startswith("In the next forward pass NumPy says: “operands could not be broadcast")
    # One unit alone keeps a bias of the right shape: NumPy does not mind.
    assert broken("no_keepdims", layers=0).problem == f"{SHAPE_RULE} {ONE_UNIT}"


def test_it_is_tried_with_the_batches_that_there_will_be():
    # Two points at a time are as many as inputs: then dz @ a has the shape of W.
    assert broken("no_transpose", layers=0, batch_size=2, n_samples=20).problem == ""
    assert "4" in broken("no_transpose", layers=0, batch_size=4, n_samples=20).problem
    session = broken("no_transpose", layers=0, batch_size=2, n_samples=20)
    session.apply({**session.values, "batch_size": 5})
    assert session.problem
    session.apply({**session.values, "batch_size": 2})
    assert session.problem == ""
    session.advance(FOREVER)
    assert session.state == DONE


def test_without_points_no_mistake_is_told():
    session = Session({**defaults("custom"), "mistake": "no_transpose"})
    assert type(session.training) is TrainingRun
    assert "NumPy" not in session.problem
    assert session.training.healthy_curve is None


@pytest.mark.parametrize("mistake", REFUSED)
@pytest.mark.parametrize("action", ["run", "step", "train_on", "reset"])
def test_nothing_that_a_reader_does_gets_past_a_refusal(mistake, action):
    session = broken(mistake)
    first = [W.copy() for W in session.network.weights]
    getattr(session, action)()
    session.advance(0.01)
    session.go_to(7)
    session.advance(0.01)
    assert (session.state, session.epoch, session.training.timeline.last) == (PAUSED, 0, 0)
    assert all(np.array_equal(*two) for two in zip(first, session.network.weights, strict=True))
    assert session.problem


def test_what_a_refusal_has_done_of_an_epoch_is_taken_back():
    # All points are as many as inputs and units, a batch of one is not.
    code = pack(np.array([[-0.5, 0.5], [0.25, -0.25]]), np.array([0, 1]))
    session = broken(
        "no_transpose",
        **{"shape": "custom", "points": code, "noise": 0.0},
        hidden_units=2,
        batch_size=1,
    )
    assert (session.state, session.epoch) == (PAUSED, 0)
    assert session.problem
    fresh = Session({**session.values})
    for one, other in zip(session.network.weights, fresh.network.weights, strict=True):
        assert np.array_equal(one, other)


@pytest.mark.parametrize("mistake", REFUSED)
def test_who_mends_it_gets_the_training_that_was_refused(mistake):
    session = broken(mistake)
    session.apply({**session.values, "mistake": "none"})
    session.advance(FOREVER)
    assert (session.state, session.epoch, session.problem) == (DONE, 40, "")
    assert type(session.training) is TrainingRun
    assert type(session.network) is Network


def test_another_mistake_is_another_network():
    session = broken("none")
    before = session.network
    session.apply({**session.values, "mistake": "doubled"})
    session.advance(FOREVER)
    assert session.network is not before
    assert session.state == DONE
    assert isinstance(session.training, BrokenRun)


@pytest.mark.parametrize("mistake", MISTAKES)
@pytest.mark.parametrize(
    "changed", [{"shape": "custom", "points": ""}, {"initialization": "zeros"}, {"layers": 0}]
)
def test_no_mistake_is_the_end_of_a_session(mistake, changed):
    values = {**defaults(changed.get("shape", "moons")), "epochs": 3, "mistake": mistake}
    session = Session({**values, **changed})
    for act in (session.run, session.step, lambda: session.go_to(2), session.reset):
        act()
        session.advance(0.01)
        session.metrics()


@pytest.mark.parametrize("optimizer", ["momentum", "rmsprop", "adam"])
@pytest.mark.parametrize("mistake", TRAINED)
def test_other_optimizers_go_on_with_the_mistake(mistake, optimizer):
    session = broken(mistake)
    session.apply({**session.values, "optimizer": optimizer, "epochs": 60})
    session.advance(FOREVER)
    assert session.state in (DONE, DIVERGED)  # of a gradient 100 times too large, momentum
    assert session.epoch > 0
    assert session.problem == ""


def test_two_points_of_two_inputs_need_no_transpose():
    code = pack(np.array([[-0.5, 0.5], [0.25, -0.25]]), np.array([0, 1]))
    own = {"shape": "custom", "points": code, "noise": 0.0}
    session = broken("no_transpose", hidden_units=2, **own)
    assert (session.epoch, session.problem) == (40, "")
    assert broken("no_transpose", hidden_units=3, **own).problem


# --- the healthy curve -----------------------------------------------------------------


@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_healthy_curve_is_that_of_the_same_training_without_the_mistake(mistake):
    changed = {"learning_rate": 0.7, "weights_seed": 3, "activation": "sigmoid"}
    healthy = broken("none", **changed).training.curve.points()
    session = broken(mistake, **changed)
    curve = session.training.healthy_curve
    found = curve.points()
    assert curve.is_complete
    for one, other in zip(healthy, found, strict=True):
        assert np.allclose(one, other, equal_nan=True)


def test_it_comes_in_slices_and_is_made_only_when_it_is_asked_for(monkeypatch):
    session = broken("doubled", epochs=3000)
    curve = session.training.healthy_curve
    assert isinstance(curve, HealthyCurve)
    assert not curve.is_complete
    slices = [len(curve.points(0.001)[0])]
    while not curve.is_complete:
        slices.append(len(curve.points(0.002)[0]))
    assert len(slices) > 2
    assert session.training.healthy_curve is curve


def test_a_healthy_training_has_none():
    assert broken("none").training.healthy_curve is None


def test_it_follows_the_settings_of_the_training_and_its_length():
    session = broken("doubled")
    before = session.training.healthy_curve.points()[1]
    session.apply({**session.values, "learning_rate": 0.1})
    after = session.training.healthy_curve.points()[1]
    assert len(before) == len(after)
    assert not np.allclose(before[-1, 0], after[-1, 0])
    session.advance(FOREVER)
    session.train_on()
    assert session.training.healthy_curve.points()[0][-1] == 80
    session.apply({**session.values, "activation": "relu"})
    assert session.training.healthy_curve.points()[0][-1] in (40, 80)


def test_a_healthy_training_that_stops_early_is_complete():
    session = broken("doubled", target_loss=0.4)
    curve = session.training.healthy_curve
    epochs, losses = curve.points()
    assert curve.is_complete
    assert epochs[-1] < 40
    assert losses[-1, 0] <= 0.4
