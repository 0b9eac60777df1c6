"""Takes the path of a training again, and finds out whether another computer would end there too.

Two programs that compute the same formulas round differently: they add in another order, and their
functions differ in the last digit. Mostly that fades: descent leads from all around into the same
valley. Where the rate is so high that the training jumps about, any last digit grows, until after
some hundred epochs the weights are others: the path is chaotic. Which it is, is measured.
"""

from collections.abc import Generator
from time import perf_counter

import numpy as np
from numpy.random.mtrand import RandomState  # see shapes.py

from playground.checks import Array
from playground.mistakes import BrokenNetwork
from playground.network import Network
from playground.session.path import Edit, Stretch
from playground.session.session import Session
from playground.settings.values import layer_units
from playground.training import Trainer

TOLERANCE = 1e-9
"""How far weights may be from those of the page."""

NOISE, EPOCHS_PER_SHIFT = 1e-13, 20
"""By which share every parameter is shifted, up or down, and how often.

In twenty epochs roundings go to and fro: each shifts a parameter by some units of its last place,
2e-16, and twenty of them together by about √20 times as much. With five units for one epoch, as
sums over a hundred points have them, that is 5e-15: what the noise does is twenty times worse. So a
path that ends within `TOLERANCE` in spite of it can be taken again anywhere.
"""

MARGIN = 50
"""Without noise, the plain `Trainer` is to end so many times nearer than `TOLERANCE`.

It adds in another order than the page, so it differs from that about as much as another computer
would; functions that err by more units of the last place are what the margin is for. This finds
what the noise does not: RMSProp and Adam divide by the usual size of a gradient, and near a minimum
they magnify its rounding errors, not those of the weights.
"""

MAX_SECONDS, SECONDS_TO_ESTIMATE = 20.0, 0.5
"""A path that takes longer is not taken again; how long it would take is known after a while."""

CHAOTIC, TOO_LONG = "chaotic", "too long"


def first_network(session: Session) -> Network:
    """Return the network as it was before the training, with its mistake if it has one."""
    values = session.values
    network = Network(
        (len(session.inputs.names), *layer_units(values), 1),
        values["activation"],
        values["weights_seed"],
        initialization=values["initialization"],
    )
    return network if values["mistake"] == "none" else BrokenNetwork(network, values["mistake"])


def obstacle_steps(session: Session) -> Generator[float, None, str]:
    """Find out why the path of a session cannot be taken again; for a `jobs.Job`.

    If the session goes on meanwhile, what is found out belongs to where it was.

    Yields
    ------
    float
        The share of the work that is done.

    Returns
    -------
    str
        `CHAOTIC` or `TOO_LONG`; "" if it can.
    """
    expected, spent, done = session.training.parameters.copy(), 0.0, 0.0
    for random, limit in ((None, TOLERANCE / MARGIN), (RandomState(0), TOLERANCE)):
        steps, before = replay_steps(session, random), done
        while True:
            begin = perf_counter()
            try:
                done = before + next(steps) / 2
            except StopIteration as end:
                distance = np.abs(end.value - expected).max()
                break
            spent += perf_counter() - begin
            if spent > SECONDS_TO_ESTIMATE and spent / (2 * done) > MAX_SECONDS:
                return TOO_LONG
            yield done
        if not distance <= limit:  # nor is NaN
            return CHAOTIC
    return ""


def replay_steps(
    session: Session, random: RandomState | None = None
) -> Generator[float, None, Array]:
    """Take the path of a session again, up to the epoch that it shows, with the plain `Trainer`.

    Parameters
    ----------
    session : Session
        Stays as it is.
    random : RandomState, optional
        Says which parameters are shifted up and which down, by `NOISE`; without it none is.

    Returns
    -------
    ndarray of shape (parameters,)
        What it leads to, in the order of `playground.parameters`.
    """
    path, last, network = session.training.path, session.epoch, first_network(session)
    edits: dict[int, Edit] = path.edits(last)
    trainer: Trainer | None = None
    for stretch in path.stretches(last):
        trainer = _trainer_for(session, network, stretch, trainer)
        for epoch in range(stretch.first, stretch.last):
            if epoch in edits:
                _set(trainer.theta, edits[epoch])
            if random is not None and epoch % EPOCHS_PER_SHIFT == 0:
                trainer.theta[:] *= 1 + NOISE * random.choice([-1.0, 1.0], trainer.theta.size)
            trainer.run(epoch, 1, stretch.choices["learning_rate"])
            yield (epoch + 1) / last
    if trainer is None:
        trainer = Trainer(network, *session.training.train_set)
    if last in edits:
        _set(trainer.theta, edits[last])
    return trainer.theta.copy()


def _trainer_for(
    session: Session, network: Network, stretch: Stretch, before: Trainer | None
) -> Trainer:
    """Return what trains a *stretch*, with the memory of the trainer *before* it."""
    choices = dict(stretch.choices)
    del choices["learning_rate"]
    network.activation = choices.pop("activation")
    trainer = Trainer(network, *session.training.train_set, **choices)
    if before is not None and not stretch.is_fresh:
        size = trainer.theta.size
        trainer.state[size:] = before.state[size:]
    return trainer


def _set(theta: Array, edit: Edit) -> None:
    """Set by hand what an *edit* has changed."""
    is_set = edit.before != edit.after
    theta[is_set] = edit.after[is_set]
