"""What the views look at: a network as it is now, with the points that it learns from."""

from typing import NamedTuple

import numpy as np

from playground.checks import Array, Labels
from playground.network import Network
from playground.parameters import joined
from playground.session.run import TrainingRun
from playground.session.session import Session
from playground.session.stopping import RUNNING
from playground.settings.values import names_in
from playground.stacks import copy_of


class Scene(NamedTuple):
    """A state of a session; it stays what it is if the training goes on."""

    network: Network
    X: Array  # the network's inputs, (inputs, n)
    y: Labels  # (n,)
    classes: list[str]  # what the two are called
    training: TrainingRun
    epoch: int
    last_epoch: int  # where its timeline ends
    penalty: tuple[str, float]
    mistake: str
    is_running: bool

    @property
    def has_penalty(self) -> bool:
        """Whether the loss that training makes smaller has a penalty in it."""
        name, rate = self.penalty
        return name != "none" and rate > 0

    def has_same_run(self, other: "Scene | None") -> bool:
        """Tell whether *other* is the same training with the same settings."""
        return (
            other is not None
            and self.training is other.training
            and self.penalty == other.penalty
            and self.network.activation == other.network.activation
        )

    def is_like(self, other: "Scene | None") -> bool:
        """Tell whether there is nothing new in comparison with *other*."""
        return (
            other is not None
            and self.has_same_run(other)
            and (self.epoch, self.last_epoch) == (other.epoch, other.last_epoch)
            and np.array_equal(_theta(self.network), _theta(other.network))
        )


def scene_of(session: Session, before: Scene | None) -> Scene:
    """Return the scene of a *session*; what is as *before* is not computed anew."""
    values, training = session.values, session.training
    if before is not None and before.training is training:
        X = before.X
    else:
        X = session.inputs.transform(session.dataset.X)
    return Scene(
        copy_of(session.network),
        X,
        session.dataset.y,
        names_in(values)[2:],
        training,
        session.epoch,
        training.timeline.last,
        (values["regularization"], values["regularization_rate"]),
        values["mistake"],
        session.state == RUNNING,
    )


def _theta(network: Network) -> Array:
    return joined(network.weights, network.biases)
