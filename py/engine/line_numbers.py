"""The numbers of every line of the listing, for one state of the network.

They are those of `Network.forward` and `Network.backward`, which `playground.inspection` keeps.
Arrays with a column for each point can be looked at for one point alone; dW and db are means over
all points in any case.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.line_cells import LineCells
from playground.activations import ACTIVATIONS
from playground.checks import Array, Labels
from playground.inspection import Update, inspect, one_update
from playground.network import Network
from playground.outputs import OUTPUTS
from playground.picture.number_text import in_words
from playground.session.dataset import Dataset
from playground.session.session import Session
from playground.training import DivergedError

LOSS, UPDATE = "loss", "update"
# What has a column for each point.
OF_POINTS = ("z", "a", "dz", LOSS)


class DrawnNumbers(NamedTuple):
    """The numbers that stand in the drawing of the network instead of weights and biases.

    Connections and units come in the order of the network's arrays; NaN is not written.
    """

    connections: Array
    units: Array
    inputs: Array
    # The connections that a line touches, and its columns of units, the inputs are 0; both None
    # where no line is pointed at.
    lit: NDArray[np.bool_] | None = None
    columns: tuple[int, ...] | None = None


def place_of(quantity: str) -> tuple[str, int]:
    """Return letters and layer, counted from 0, of a *quantity*; the loss has the last layer."""
    letters = quantity.rstrip("0123456789")
    return letters, int(quantity[len(letters) :] or 0) - 1


def told(dataset: Dataset, point: int) -> list[str]:
    """Return the coordinates of a *point* to learn from as a reader is told them."""
    values = dataset.values[:, point].tolist()
    if dataset.scale is None:
        return [in_words(value) for value in values]
    return [axis.tell(value) for axis, value in zip(dataset.scale, values, strict=True)]


class LineNumbers:
    """The numbers of a session's network, as it is now.

    Parameters
    ----------
    session : Session
        With points.
    point : int or None
        Which point to learn from to look at; None is all of them.
    line : str
        The line that is pointed at: an update is made only for its own.

    Attributes
    ----------
    point
        As given.
    training : TrainingRun
        The one that the network belongs to.
    mistake : str
        The one that has been made on purpose, or "none".
    has_penalty : bool
        Whether the weights' size is part of what the training makes smaller.
    n : int
        How many points there are.
    x, label
        Of the point: its place in the plane, (2,), and its class; None without a point.
    is_of_table : bool
        Whether the points have numbers of a table's own.
    told : list of str
        The point's coordinates as a reader is told them: those numbers, if there are any.
    inputs : tuple of str
        Names of the network's inputs.
    update : Update or None
        What an update from all points would do.
    """

    def __init__(self, session: Session, point: int | None, line: str = "") -> None:
        network, dataset = session.network, session.dataset
        self.point, self.training = point, session.training
        self.x = None if point is None else dataset.X[:, point]
        self.label = None if point is None else int(dataset.y[point])
        self.is_of_table = dataset.scale is not None
        self.told = [] if point is None else told(dataset, point)
        self.inputs, self.mistake = session.inputs.names, session.values["mistake"]
        self.has_penalty = session.values["regularization"] != "none"
        self.n = dataset.y.size
        X = session.inputs.transform(dataset.X)
        with np.errstate(all="ignore"):  # weights may be beyond all measure
            self._arrays = _arrays(network, X, dataset.y)
            self.update = _update(session, X) if line == UPDATE else None
        self._below = [X, *self._arrays["a"]]  # what comes into each layer
        # The training goes on writing into the network's own weights.
        self._weights = [W.copy() for W in network.weights]
        hidden = ACTIVATIONS[network.activation].bounds
        self._bounds = [hidden] * (self.layers - 1) + [OUTPUTS[network.output].bounds]

    @property
    def layers(self) -> int:
        """How many there are."""
        return len(self._weights)

    def has(self, quantity: str) -> bool:
        """Tell whether there is a *quantity*: the network may have changed, or be broken."""
        letters, layer = place_of(quantity)
        return letters == LOSS or (letters in self._arrays and layer < self.layers)

    def values(self, quantity: str) -> Array:
        """Return the numbers of a *quantity*, a row for each unit, or for the loss.

        The columns are the points, the point that is looked at alone, or what comes into the
        unit; db has one.
        """
        letters, _ = place_of(quantity)
        array = self._array(quantity)
        is_of_point = letters in OF_POINTS and self.point is not None
        return array[:, [self.point]] if is_of_point else array

    def cells(self, quantity: str) -> LineCells:
        """Return the numbers of a *quantity* as they are shown in its line.

        A point has the colours that it has among all points.
        """
        letters, layer = place_of(quantity)
        bounds = self._bounds[layer] if letters == "a" else None
        if bounds is None:
            array = self._array(quantity)
            greatest = float(np.abs(array[np.isfinite(array)]).max(initial=0)) or 1.0
            bounds = (-greatest, greatest)
        is_map = letters in OF_POINTS and self.point is None
        has_lines = letters != LOSS and layer == 0 and self.layers > 1
        return LineCells(self.values(quantity), bounds, is_map, has_lines)

    def drawn(self, line: str) -> DrawnNumbers | None:
        """Return the numbers for the drawing, or None for the network's own.

        Parameters
        ----------
        line : str
            The quantity of the line that is pointed at: its numbers, and the weights that it
            needs. Without one, "", the point's activations and what each connection carries of
            them.
        """
        if line == UPDATE:
            return self._drawn_update()
        if line:
            return self._drawn_line(line) if self.has(line) else None
        return None if self.point is None else self._drawn_point()

    def _drawn_point(self) -> DrawnNumbers:
        layers = range(self.layers)
        units = [self.values(f"a{layer + 1}")[:, 0] for layer in layers]
        carried = _joined([self._carried(layer) for layer in layers])
        return DrawnNumbers(carried, _joined(units), self._below[0][:, self.point])

    def _drawn_line(self, line: str) -> DrawnNumbers:
        """Return the numbers of a line, of all points their mean, and what it touches."""
        letters, layer = place_of(line)
        layer = range(self.layers)[layer]  # the loss belongs to the last
        connections = [np.full(W.shape, np.nan) for W in self._weights]
        units = [np.full(len(W), np.nan) for W in self._weights]
        lit = [np.zeros(W.shape, bool) for W in self._weights]
        columns = [layer + 1]
        if letters == "dW":
            connections[layer] = self.values(line)
        else:
            units[layer] = self.values(line).mean(axis=1)
        if letters == "z":
            connections[layer] = self._carried(layer)
        if letters in ("z", "dW"):
            lit[layer][:] = True
            columns.append(layer)
        elif letters == "dz" and layer + 1 < self.layers:  # it comes back from the layer above
            connections[layer + 1] = self._weights[layer + 1]
            lit[layer + 1][:] = True
            columns.append(layer + 2)
        inputs = np.full(self._weights[0].shape[1], np.nan)
        if line in ("z1", "dW1") and self.point is not None:
            inputs = self._below[0][:, self.point]
        numbers = _joined(connections), _joined(units), inputs
        return DrawnNumbers(*numbers, _joined(lit), tuple(columns))

    def _drawn_update(self) -> DrawnNumbers | None:
        """Return by how much an update moves each weight and each bias."""
        if self.update is None:
            return None
        weights, biases = map(_joined, self.update.per_layer(self.update.change))
        no_inputs = np.full(self._weights[0].shape[1], np.nan)
        lit, columns = np.full(len(weights), True), tuple(range(self.layers + 1))
        return DrawnNumbers(weights, biases, no_inputs, lit, columns)

    def _array(self, quantity: str) -> Array:
        """Return the whole array of a *quantity*, of all points, with two dimensions."""
        letters, layer = place_of(quantity)
        array = self._arrays[letters][layer]
        return array.reshape(len(array), -1)  # db without keepdims has lost one

    def _carried(self, layer: int) -> Array:
        """Return what the connections to a *layer* add to z: w·a of the point; of all, just w."""
        W = self._weights[layer]
        return W if self.point is None else W * self._below[layer][:, self.point]


def _arrays(network: Network, X: Array, y: Labels) -> dict[str, list[Array]]:
    """Return what the network computes, by its letters; the loss is a list of one."""
    try:
        seen = inspect(network, X, y)
    except ValueError:  # NumPy refuses the backward pass of a network that is broken on purpose
        trace = network.forward(X)
        losses = OUTPUTS[network.output].losses(trace.z[-1], y.astype(float))
        return {"z": trace.z, "a": trace.a[1:], LOSS: [losses]}
    z, a = seen.trace.z, seen.trace.a[1:]
    return {"z": z, "a": a, LOSS: [seen.losses[None]], **seen.gradients._asdict()}


def _update(session: Session, X: Array) -> Update | None:
    """Return what an update from all points X would do; None if it cannot be made."""
    values = session.values
    state = session.training.timeline.state(session.epoch)
    names = ("optimizer", "regularization", "regularization_rate")
    try:
        return one_update(
            *(session.network, X, session.dataset.y, values["learning_rate"]),
            state=state,
            **{name: values[name] for name in names},
        )
    except (ValueError, DivergedError):  # of a network that is broken, or of too high a rate
        return None


def _joined(arrays: list[Any]) -> Any:
    return np.concatenate([array.ravel() for array in arrays])
