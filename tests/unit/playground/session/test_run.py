"""A training run: to the last bit the same, however it is cut and wherever it has been."""

import gc
import itertools
import weakref

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.data import generate
from playground.fast import trainer as trainer_module
from playground.fast.trainer import FastTrainer
from playground.network import Network
from playground.parameters import joined, parameters
from playground.session.run import TrainingRun
from playground.session.stopping import EPOCHS_PER_CHECK, MAX_PARAMETER
from playground.session.timeline import FIRST_ROWS
from playground.settings.table import EARLY_STOPPING_PATIENCE
from playground.settings.values import defaults
from playground.training import Trainer

OPTIMIZERS = ("gradient_descent", "momentum", "rmsprop", "adam")
EPOCHS = 100


def values_of(**changed):
    """Return settings for a run of 100 epochs."""
    return {**defaults(), "epochs": EPOCHS, "learning_rate": 0.1, **changed}


def begun(sizes=(2, 3, 1), n_test=0, **changed):
    """Return a run that has not trained yet."""
    values = values_of(**changed)
    X, y = generate("moons", 60)
    n = y.size - n_test
    network = Network(sizes, values["activation"], values["weights_seed"])
    return TrainingRun(network, (X[:, :n], y[:n]), (X[:, n:], y[n:]), values)


def trained(run, pieces=None):
    """Train *run* to its end, in calls of so many epochs each, and return it."""
    for epochs in pieces or itertools.repeat(EPOCHS_PER_CHECK):
        run.train(epochs)
        if run.stop_reason:
            break
    return run


def rows(run):
    """Return all states of the timeline, as bytes."""
    return [run.timeline.state(epoch).tobytes() for epoch in range(run.timeline.last + 1)]


@pytest.fixture
def small_pieces(monkeypatch):
    """Let the page's trainer rest after every single call."""
    monkeypatch.setattr(trainer_module, "POINTS_PER_PIECE", 1)


any_way = pytest.mark.parametrize("optimizer", OPTIMIZERS)
any_batch = pytest.mark.parametrize("batch_size", ["all", 16, 1000])


@any_way
@any_batch
def test_a_run_remembers_every_state_of_its_trainer(optimizer, batch_size):
    run = trained(begun(optimizer=optimizer, batch_size=batch_size, weights_seed=4))
    trainer = FastTrainer(
        Network((2, 3, 1), seed=4),
        *generate("moons", 60),
        optimizer=optimizer,
        batch_size=None if batch_size == "all" else batch_size,
        seed=4,
    )
    record = np.empty((EPOCHS, trainer.state.size))
    first = trainer.state.tobytes()
    trainer.run(0, EPOCHS, 0.1, record)
    assert rows(run) == [first, *(row.tobytes() for row in record)]
    assert run.epoch == run.timeline.last == EPOCHS


@settings(deadline=None, max_examples=60)
@given(
    optimizer=st.sampled_from(OPTIMIZERS),
    batch_size=st.sampled_from(["all", 16]),
    pieces=st.lists(st.integers(1, 50), min_size=1).map(itertools.cycle),
    back=st.lists(st.integers(0, EPOCHS), max_size=3),
)
def test_pieces_and_ways_back_make_no_difference(optimizer, batch_size, pieces, back):
    straight = trained(begun(optimizer=optimizer, batch_size=batch_size))
    run = trained(begun(optimizer=optimizer, batch_size=batch_size), pieces)
    for epoch in back:
        run.go_to(epoch)
        run.train(next(pieces))
    trained(run, pieces)
    assert rows(run) == rows(straight)
    assert run.metrics() == straight.metrics()
    one, other = run.curve.points(), straight.curve.points()
    assert np.array_equal(one[0], other[0])
    assert np.array_equal(one[1], other[1], equal_nan=True)


def test_training_stops_where_the_loss_is_judged():
    run = begun()
    run.train(7)
    assert run.epoch == 7
    run.train(1000)
    assert run.epoch == EPOCHS_PER_CHECK
    run.train(1000)
    assert run.epoch == 2 * EPOCHS_PER_CHECK


def test_without_epochs_left_it_is_over_at_once():
    run = trained(begun())
    before = rows(run)
    run.train(5)
    assert run.stop_reason == "epochs"
    assert (run.epoch, rows(run)) == (EPOCHS, before)


def test_the_pace_is_known_once_it_has_trained():
    run = begun()
    assert run.seconds_per_epoch == 0
    run.train(3)
    assert run.seconds_per_epoch > 0


@any_way
def test_another_rate_keeps_the_memory_of_the_optimizer(optimizer):
    run = trained(begun(optimizer=optimizer), [EPOCHS_PER_CHECK, 10])
    run.change(values_of(optimizer=optimizer, learning_rate=0.01))
    run.train(10)
    trainer = FastTrainer(Network((2, 3, 1)), *generate("moons", 60), optimizer=optimizer)
    trainer.run(0, 30, 0.1)
    trainer.run(30, 10, 0.01)
    assert run.timeline.state(40).tobytes() == trainer.state.tobytes()


@pytest.mark.parametrize("others", list(itertools.permutations(OPTIMIZERS, 2)), ids=" ".join)
def test_another_optimizer_takes_up_the_weights_without_memory(others):
    one, other = others
    run = trained(begun(optimizer=one), [EPOCHS_PER_CHECK, 10])
    theta = run.timeline.state(30)[:13].copy()
    run.change(values_of(optimizer=other))
    run.go_to(run.epoch)
    run.train(10)
    trainer = FastTrainer(Network((2, 3, 1)), *generate("moons", 60), optimizer=other)
    trainer.theta[:] = theta
    trainer.run(30, 10, 0.1)
    assert run.timeline.state(40).tobytes() == trainer.state.tobytes()
    # The way back is open, too.
    run.reset()
    assert rows(trained(run)) == rows(trained(begun(optimizer=other)))


@any_way
def test_reset_begins_with_the_first_weights_and_no_memory(optimizer):
    run = trained(begun(optimizer=optimizer))
    before = rows(run)
    run.go_to(0)
    run.set_weight(0, 2, 1, 5.0)
    run.train(10)
    run.set_weight(1, 0, -1, 5.0)
    run.reset()
    assert (run.epoch, run.timeline.last) == (0, 0)
    assert rows(run) == before[:1]
    assert rows(trained(run)) == before


@pytest.mark.parametrize(("layer", "unit", "source"), [(0, 0, -1), (0, 2, 1), (1, 0, 2)])
def test_a_number_set_by_hand_is_kept_with_its_losses(layer, unit, source):
    run = trained(begun(optimizer="adam"), [EPOCHS_PER_CHECK, 5])
    run.curve.points()
    memory = run.timeline.state(25)[13:].copy()
    run.set_weight(layer, unit, source, -4.0)
    array = run.network.biases if source < 0 else run.network.weights
    assert array[layer][unit, max(source, 0)] == -4.0
    _, losses = run.curve.points()
    assert losses[25, 0] == run.metrics()["train_loss"]
    assert run.timeline.state(25)[13:].tolist() == memory.tolist()


@pytest.mark.parametrize("activation", ["relu", "linear"])
def test_another_activation_is_told_in_the_past_as_well(activation):
    run = trained(begun(n_test=20), [EPOCHS_PER_CHECK, 10])
    run.curve.points()
    run.change(values_of(activation=activation))
    epochs, losses = run.curve.points()
    for epoch in epochs:
        run.go_to(epoch)
        metrics = run.metrics()
        assert losses[epoch].tolist() == [metrics["train_loss"], metrics["test_loss"]]


def test_numbers_beyond_all_bounds_lead_back_to_the_last_finite_ones():
    run = begun(activation="linear", learning_rate=1000.0, batch_size=1)
    with np.errstate(all="ignore"):
        assert trained(run).metrics()["train_loss"] < np.inf
    assert run.epoch == run.timeline.last < EPOCHS
    assert np.isfinite(run.timeline.state(run.epoch)).all()


# --- an epoch in pieces ------------------------------------------------------------------

AT_ONCE = 0.0  # seconds until a single epoch rests


def amid(run):
    """Return *run* in the middle of its next epoch."""
    while True:
        for _ in range(9):  # pieces; an epoch has more of them
            run.train(1, AT_ONCE)
        if run.is_amid:
            return run


@pytest.mark.usefixtures("small_pieces")
@any_way
@pytest.mark.parametrize("batch_size", ["all", 16])
@pytest.mark.parametrize("changed", [{}, {"regularization": "l1", "regularization_rate": 0.01}])
def test_in_pieces_a_training_is_the_same_in_every_bit_and_shows_whole_epochs_only(
    optimizer, batch_size, changed
):
    changed = {"optimizer": optimizer, "batch_size": batch_size, "epochs": 6, **changed}
    whole, run = trained(begun(**changed)), begun(**changed)
    calls = 0
    while not run.stop_reason:
        run.train(1, AT_ONCE)
        calls += 1
        assert run.parameters.tobytes() == rows(whole)[run.epoch][: run.parameters.nbytes]
        assert run.metrics()["train_loss"] == whole.evaluation(run.epoch).train_loss
        assert run.timeline.last == run.epoch
    assert calls > 6 * 10
    assert rows(run) == rows(whole)
    assert run.stop_reason == whole.stop_reason
    assert run.path.stretches(6) == whole.path.stretches(6)
    assert np.array_equal(run.curve.points()[1], whole.curve.points()[1], equal_nan=True)


DEEDS = {
    "goes back": lambda run: run.go_to(1),
    "sets a weight": lambda run: run.set_weight(0, 0, 1, 3.0),
    "changes the rate": lambda run: run.change(values_of(batch_size=16, learning_rate=0.5)),
    "changes the optimizer": lambda run: run.change(values_of(batch_size=16, optimizer="adam")),
    "changes the batches": lambda run: run.change(values_of(batch_size=7)),
    "changes the activation": lambda run: run.change(values_of(batch_size=16, activation="relu")),
    "begins anew": lambda run: run.reset(),
    "trains an epoch": lambda run: run.train(1),
    "rests": lambda run: None,
}


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
def test_what_is_done_amid_an_epoch_is_done_to_the_whole_one_before_it(deed):
    runs = begun(batch_size=16), begun(batch_size=16)
    for run in runs:
        run.train(3)
    amid(runs[1])
    for run in runs:
        deed(run)
        run.train(2)
    whole, cut = (trained(run) for run in runs)
    assert cut.epoch == whole.epoch
    assert cut.stop_reason == whole.stop_reason
    assert cut.timeline.state(cut.epoch).tobytes() == whole.timeline.state(whole.epoch).tobytes()
    assert cut.path.stretches(cut.epoch) == whole.path.stretches(whole.epoch)


def test_several_epochs_are_as_many_as_there_is_time_for_and_come_in_one_go():
    run = begun(batch_size=16)
    run.train(5, AT_ONCE)
    assert (run.epoch, run.is_amid) == (5, False)


# --- any trainer -----------------------------------------------------------------------


class StandIn:
    """A trainer that does what a test wants: ``path(epoch)`` are the parameters after it."""

    def __init__(self, path, network, memory=0):
        self._path = path
        theta = joined(network.weights, network.biases)
        self.state = np.append(theta, np.zeros(memory))
        self.theta = self.state[: theta.size]
        network.weights, network.biases = parameters(self.theta, network.layer_sizes)
        self.regularization_rate, self.rates = 0.0, []

    def run(self, first_epoch, epochs, learning_rate, record=None):
        self.rates.append(learning_rate)
        for number in range(epochs):
            self.theta[:] = self._path(first_epoch + number + 1)
            if record is not None:
                record[number] = self.state

    def pieces(self, *arguments):
        self.run(*arguments)
        yield


def led(path, memory=0, n_test=0, **changed):
    """Return a run of a network without hidden units, led along a *path* of its 3 parameters."""
    values = values_of(layers=0, **changed)
    X, y = generate("moons", 60)
    n = y.size - n_test
    return TrainingRun(
        Network((2, 1)),
        (X[:, :n], y[:n]),
        (X[:, n:], y[n:]),
        values,
        lambda network, *_, **__: StandIn(path, network, memory),
    )


def away_from(epoch):
    """Return a path that comes nearest to a good network after *epoch*."""

    def path(at):
        return np.array([1.0, -2.0, 0.5]) * (1 - abs(at - epoch) / 1000)

    return path


@any_way
@any_batch
@pytest.mark.parametrize("regularization", ["none", "l1", "l2"])
def test_the_readable_trainer_will_do(optimizer, batch_size, regularization):
    values = values_of(
        optimizer=optimizer,
        batch_size=batch_size,
        regularization=regularization,
        regularization_rate=0.1,
        epochs=60,
    )
    X, y = generate("moons", 60)
    run = TrainingRun(Network((2, 3, 1)), (X, y), (X[:, :0], y[:0]), values, Trainer)
    network = Network((2, 3, 1))
    trainer = Trainer(
        network,
        X,
        y,
        optimizer=optimizer,
        batch_size=None if batch_size == "all" else batch_size,
        regularization=regularization,
        regularization_rate=0.1,
    )
    trained(run, [7, 30, 13, 11])
    run.go_to(20)
    trained(run)
    assert (run.epoch, run.stop_reason) == (60, "epochs")
    for epoch in range(60):
        state = run.timeline.state(epoch)
        assert state[:13].tolist() == joined(network.weights, network.biases).tolist()
        trainer.step(0.1)
    assert run.metrics()["train_loss"] == network.loss(X, y)


def test_any_trainer_will_do():
    run = trained(led(lambda epoch: np.full(3, epoch / 100), learning_rate=0.3, epochs=50))
    assert (run.epoch, run.stop_reason) == (50, "epochs")
    for epoch in range(1, 51):
        assert run.timeline.state(epoch).tolist() == [epoch / 100] * 3
    run.go_to(20)
    assert run.network.biases[0][0, 0] == 0.2
    network = Network((2, 1)).with_parameters([np.full((1, 2), 0.2)], [np.full((1, 1), 0.2)])
    assert run.metrics()["train_loss"] == network.loss(*generate("moons", 60))


@given(last=st.integers(1, 400), pieces=st.lists(st.integers(1, 30), min_size=1))
@settings(deadline=None, max_examples=30)
def test_parameters_beyond_all_bounds_are_never_shown(last, pieces):
    def path(epoch):
        # Later numbers, which are fine again, must not hide them.
        beyond = {last + 1: np.nan, last + 2: 1.1 * MAX_PARAMETER}
        return np.full(3, beyond.get(epoch, 0.1 * (-1) ** epoch))

    run = trained(led(path, epochs=1000), itertools.cycle(pieces))
    assert (run.stop_reason, run.epoch, run.timeline.last) == ("diverged", last, last)
    assert np.abs(run.timeline.state(last)[:3]).max() == 0.1


@pytest.mark.parametrize("best", [1, 57, 300, 611])
@pytest.mark.parametrize("memory", [0, 20_000])
def test_stopping_early_goes_to_the_best_epoch_kept_or_not(best, memory):
    path = away_from(best)
    run = trained(led(path, memory, n_test=20, early_stopping="on", epochs=2000))
    assert (run.stop_reason, run.epoch) == ("early", best)
    assert run.timeline.state(best)[:3].tolist() == path(best).tolist()
    if memory and best + EARLY_STOPPING_PATIENCE >= FIRST_ROWS:
        assert run.timeline.stride > 1  # or there would be nothing to see
    elif not memory:
        assert run.timeline.last == best + EARLY_STOPPING_PATIENCE


def test_while_nobody_asks_for_it_stopping_early_learns_nothing_but_makes_up_for_it():
    path = away_from(60)
    values = {"n_test": 20, "epochs": 2000}
    run = led(path, early_stopping="on", **values)
    trained(run, [20, 10])
    run.change({**run._values, "early_stopping": "off"})
    trained(run, [20, 20, 20, 5])
    run.change({**run._values, "early_stopping": "on"})
    trained(run)
    assert (run.stop_reason, run.epoch) == ("early", 60)
    assert run.timeline.last == 60 + EARLY_STOPPING_PATIENCE


@pytest.mark.parametrize("met", [1, 57, 300, 311])
def test_a_target_is_met_at_the_first_epoch_with_such_a_loss_even_if_it_rises_again(met):
    path = away_from(met)
    target = (
        led(path)
        .network.with_parameters(*parameters(path(met), (2, 1)))
        .loss(*generate("moons", 60))
    )
    run = trained(led(path, target_loss=target, epochs=2000))
    assert (run.stop_reason, run.epoch, run.timeline.last) == ("target", met, met)


# --- what a penalty adds ---------------------------------------------------------------


def test_the_loss_with_its_penalty_decides_about_divergence():
    penalty = {"regularization": "l2", "regularization_rate": 10.0}

    def path(epoch):
        return np.array([1.0, -1.0, 0.0]) * epoch / 5

    assert trained(led(path, **penalty)).stop_reason == "diverged"
    assert trained(led(path)).stop_reason == "epochs"


def test_a_penalty_that_is_added_later_is_not_divergence():
    run = begun(learning_rate=0.01)
    trained(run, [20, 20, 5])
    values = values_of(learning_rate=0.01, regularization="l2", regularization_rate=10.0)
    run.change(values)
    assert run.metrics()["penalized_loss"] > 10
    trained(run)
    assert run.stop_reason == "epochs"


@pytest.mark.parametrize("hidden_units", [1, 3])
def test_a_penalty_that_explodes_is_divergence_with_numbers_all_the_way(hidden_units):
    run = trained(
        begun(
            (2, hidden_units, 1),
            learning_rate=1.2,
            regularization="l2",
            regularization_rate=10.0,
        )
    )
    assert run.stop_reason == "diverged"
    for epoch in run.timeline.kept():
        run.go_to(epoch)
        assert np.isfinite(run.metrics()["penalized_loss"])


@any_way
@any_batch
def test_a_run_that_is_over_leaves_nothing_for_the_garbage_collector(optimizer, batch_size):
    run = trained(begun(optimizer=optimizer, batch_size=batch_size, n_test=9))
    run.curve.points()
    run.metrics()
    run.change(values_of(activation="relu", optimizer="momentum"))
    left = [weakref.ref(part) for part in (run, run.timeline, run.curve, run.network)]
    gc.disable()
    try:
        del run
        assert [one() for one in left] == [None] * 4
    finally:
        gc.enable()
