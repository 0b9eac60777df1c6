"""Writes the training, with every change that was made on the way, and what it has led to."""

from typing import Any, NamedTuple

import numpy as np

from playground.checks import Array
from playground.export.network_code import gradient_names, parameter_names
from playground.export.replay import CHAOTIC, MAX_SECONDS
from playground.export.source import (
    WIDTH,
    Chapter,
    Lines,
    assigned,
    chapter,
    indented,
    numbers,
    unpacked,
)
from playground.optimizers import BETA_1, BETA_2, EPSILON, MOMENTUM, OPTIMIZERS, RMS_DECAY
from playground.parameters import parameters
from playground.session.path import Edit
from playground.session.session import Session

_WORDS = {
    "gradient_descent": "gradient descent",
    "momentum": "momentum",
    "rmsprop": "RMSProp",
    "adam": "Adam",
}
TEST_LOSS = "test_losses.append(loss(forward(X_test)[-2], y_test))"
_MEMORIES = {"gradient_descent": "", "momentum": ", v", "rmsprop": ", s", "adam": ", m, v"}
# The body of each optimizer, and how far a gradient of 1 moves a weight in it.
_BODIES = {
    "gradient_descent": (
        ["w = w - learning_rate * g"],
        "learning_rate",
    ),
    "momentum": (
        [f"v = {MOMENTUM} * v - learning_rate * g", "w = w + v"],
        "learning_rate",
    ),
    "rmsprop": (
        [
            f"s = {RMS_DECAY} * s + (1 - {RMS_DECAY}) * g**2  # the usual size of g, squared",
            f"w = w - learning_rate * g / (np.sqrt(s) + {EPSILON})",
        ],
        f"learning_rate / (np.sqrt(s) + {EPSILON})",
    ),
    "adam": (
        [
            f"m = {BETA_1} * m + (1 - {BETA_1}) * g",
            f"v = {BETA_2} * v + (1 - {BETA_2}) * g**2",
            f"root = np.sqrt(1 - {BETA_2}**t)  # m and v begin at 0: too small at first",
            f"w = w - learning_rate * root / (1 - {BETA_1}**t) * m / (np.sqrt(v) + {EPSILON})",
        ],
        f"learning_rate * root / (np.sqrt(v) + {EPSILON})",
    ),
}


class Change(NamedTuple):
    """What becomes different before an epoch is trained."""

    epoch: int
    choices: dict[str, Any]  # only those that are different
    begins: str  # the optimizer that has no memory of earlier steps from here on, or ""


class Schedule:
    """The path of a session up to the epoch that it shows, as far as it makes a difference.

    Parameters
    ----------
    session : Session

    Attributes
    ----------
    first : dict
        With what the training begins: learning_rate, optimizer, batch_size (the number of points,
        if it is all of them), l1_rate, l2_rate, activation.
    changes : list of Change
        What is different later.
    edits : dict of int to Edit
        What was set by hand.
    """

    def __init__(self, session: Session) -> None:
        self.n, self.last = session.dataset.y.size, session.epoch
        self._has_hidden = len(session.network.layer_sizes) > 2
        path = session.training.path
        self.edits: dict[int, Edit] = path.edits(self.last)
        self.changes: list[Change] = []
        self.first: dict[str, Any] = {}
        now: dict[str, Any] = {}
        for stretch in path.stretches(self.last):
            choices = self._effective(stretch.choices)
            new = {name: value for name, value in choices.items() if now.get(name) != value}
            optimizer = choices["optimizer"]
            forgets = stretch.is_fresh and OPTIMIZERS[optimizer].n_moments > 0
            begins = optimizer if forgets or "optimizer" in new else ""
            if not now:
                self.first = choices
            elif new or begins:
                self.changes.append(Change(stretch.first, new, begins))
            now = choices

    def all_of(self, name: str) -> list[Any]:
        """Return all values that a choice has on the way, in order."""
        later = [change.choices[name] for change in self.changes if name in change.choices]
        return [self.first[name], *later] if self.first else []

    def _effective(self, choices: dict[str, Any]) -> dict[str, Any]:
        kind, size = choices["regularization"], choices["batch_size"]
        rate = choices["regularization_rate"]
        return {
            "learning_rate": choices["learning_rate"],
            "optimizer": choices["optimizer"],
            "batch_size": self.n if size is None else min(size, self.n),
            "l1_rate": rate if kind == "l1" else 0.0,
            "l2_rate": rate if kind == "l2" else 0.0,
            "activation": choices["activation"] if self._has_hidden else "",
        }


def activations_of(session: Session, schedule: Schedule, obstacle: str) -> list[str]:
    """Return the activations of the hidden units on the way; the last is what they have now."""
    if len(session.network.layer_sizes) == 2:
        return [session.network.activation]
    used = [] if obstacle else schedule.all_of("activation")
    return [*used, session.network.activation]


def training_chapter(session: Session, schedule: Schedule) -> Chapter:
    """Write the training from the first weights to those that are shown."""
    training = _Training(session, schedule)
    kinds = " and then ".join(dict.fromkeys(_WORDS[name] for name in schedule.all_of("optimizer")))
    text = f"""Forward, backward, update, and again: {schedule.last} times, by {kinds}. An epoch
        goes through all points once."""
    if training.has_batches:
        text += " They are shuffled anew in each, and dealt out in batches."
    if training.has_l1:
        text += " The L1 penalty pulls every weight towards 0, and no further."
    if training.has_l2:
        text += " The L2 penalty pulls the harder, the larger a weight is."
    if schedule.changes or schedule.edits:
        text += " What was changed on the way is changed here too, at the same epoch."
    return chapter("The training", text, training.lines())


def by_hand_chapter(session: Session, schedule: Schedule) -> Chapter:
    """Write what was set by hand before any training."""
    lines = _edit_lines(session, schedule.edits[0])
    return chapter("By hand", "These weights were set by hand.", lines)


class _Training:
    """Writes a training."""

    def __init__(self, session: Session, schedule: Schedule) -> None:
        self._session, self._schedule = session, schedule
        self._optimizers = schedule.all_of("optimizer")
        self._is_plain = set(self._optimizers) == {"gradient_descent"}
        self._varies = len(set(self._optimizers)) > 1
        self._counts = "adam" in self._optimizers
        self.has_batches = any(size != schedule.n for size in schedule.all_of("batch_size"))
        self.has_l1, self.has_l2 = (any(schedule.all_of(name)) for name in ("l1_rate", "l2_rate"))
        self._has_test = session.dataset.y_test.size > 0

    def lines(self) -> Lines:
        """Return all of it: what it needs, the loop, and what was set by hand after it."""
        schedule = self._schedule
        return [
            *self._functions(),
            *(_edit_lines(self._session, schedule.edits[0]) if 0 in schedule.edits else []),
            *self._beginning(),
            "",
            f"for epoch in range({schedule.last}):",
            *indented(self._changes()),
            *indented(self._epoch()),
            "",
            *(
                _edit_lines(self._session, schedule.edits[schedule.last])
                if schedule.last in schedule.edits
                else []
            ),
            *self._ending(),
        ]

    def _functions(self) -> Lines:
        lines: Lines = []
        if self.has_l1:
            lines += [
                "def shrink(w, threshold):",
                "    return np.sign(w) * np.maximum(np.abs(w) - threshold, 0)",
                *("", ""),
            ]
        if self._is_plain:
            return lines
        t = ", t" if self._counts else ""
        pull = ", pull" if self.has_l1 else ""
        for name in dict.fromkeys(self._optimizers):
            body, step = _BODIES[name]
            memory = _MEMORIES[name]
            lines += [f"def {name}(w, g, learning_rate{t}{pull}{memory}):", *indented(body)]
            if self.has_l1 and name == "momentum":
                lines += indented([f"shrunk = shrink(w, pull * {step})", "v = v + (shrunk - w)"])
                lines += indented(["w = shrunk"])
            elif self.has_l1:
                lines += indented([f"w = shrink(w, pull * ({step}))"])
            lines += [f"    return {f'w{memory}' if memory else '(w,)'}", "", ""]
        names = ", ".join(parameter_names(self._session))
        return [
            *lines,
            "def no_memory(moments):",
            f"    return [[np.zeros_like(w)] * moments for w in ({names})]",
            *("", ""),
        ]

    def _beginning(self) -> Lines:
        first = self._schedule.first
        lines = [f"learning_rate = {first['learning_rate']}"]
        if self.has_batches:
            lines.append(f"n, batch_size = {self._schedule.n}, {first['batch_size']}")
        for name, is_there in (("l1_rate", self.has_l1), ("l2_rate", self.has_l2)):
            if is_there:
                lines.append(f"{name} = {first[name]}")
        if not self._is_plain:
            lines += self._begin_optimizer(first["optimizer"])
        return [*lines, "losses, test_losses = [], []" if self._has_test else "losses = []"]

    def _begin_optimizer(self, name: str) -> Lines:
        lines = [f"optimizer = {name}"] if self._varies else []
        lines.append(f"memory = no_memory({OPTIMIZERS[name].n_moments})")
        return [*lines, "t = 0  # steps so far"] if self._counts else lines

    def _changes(self) -> Lines:
        """Write what is different from some epoch on."""
        lines: Lines = []
        changes = {change.epoch: change for change in self._schedule.changes}
        edited = [epoch for epoch in self._schedule.edits if 0 < epoch < self._schedule.last]
        for epoch in sorted({*changes, *edited}):
            lines.append(f"if epoch == {epoch}:")
            if epoch in edited:
                lines += indented(_edit_lines(self._session, self._schedule.edits[epoch]))
            if epoch in changes:
                lines += indented(self._change_lines(changes[epoch]))
        return lines

    def _change_lines(self, change: Change) -> Lines:
        lines = []
        for name, value in change.choices.items():
            if name == "activation":
                lines.append(f'function, slope = activations["{value}"]')
            elif name != "optimizer":
                lines.append(f"{name} = {value}")
        if change.begins and "optimizer" not in change.choices:
            lines.append("# another optimizer was tried: it has forgotten its steps")
        return lines + (self._begin_optimizer(change.begins) if change.begins else [])

    def _epoch(self) -> Lines:
        test = [TEST_LOSS] if self._has_test else []
        if not self.has_batches:
            return [
                "trace = forward(X)",
                "losses.append(loss(trace[-2], y))",
                *test,
                *self._step("X", "y"),
            ]
        seed = self._session.values["weights_seed"]
        return [
            "losses.append(loss(forward(X)[-2], y))",
            *test,
            f"order = np.random.RandomState([{seed}, epoch]).permutation(n)",
            "for begin in range(0, n, batch_size):",
            *indented(["batch = order[begin : begin + batch_size]"]),
            *indented(["trace = forward(X[:, batch])"]),
            *indented(self._step("X[:, batch]", "y[batch]")),
        ]

    def _step(self, X: str, y: str) -> Lines:
        """Write how a gradient becomes a step."""
        session, value = self._session, f"backward({X}, {y}, trace)"
        if self._is_plain:
            # The step stands in the loop, up to eight places further right.
            lines = unpacked(gradient_names(session), value, "gradients", " " * 8)
            return [*(line[8:] for line in lines), *map(self._descent, parameter_names(session))]
        names = ", ".join(parameter_names(session))
        optimizer = "optimizer" if self._varies else self._optimizers[0]
        arguments = ["w", "g", "learning_rate"]
        lines = [f"gradients = {value}", f"theta = [{names}]"]
        if self._counts:
            arguments.append("t")
            lines.append("t += 1")
        lines.append("for i, (w, g) in enumerate(zip(theta, gradients)):")
        if self.has_l2:
            lines.append("    g = g + l2_rate * w if i % 2 == 0 else g  # biases are free")
        if self.has_l1:
            arguments.append("pull")
            lines.append("    pull = l1_rate if i % 2 == 0 else 0  # biases are free")
        call = f"{optimizer}({', '.join(arguments)}, *memory[i])"
        return [*lines, f"    theta[i], *memory[i] = {call}", f"{names} = theta"]

    def _descent(self, name: str) -> str:
        if name.startswith("b"):
            return f"{name} = {name} - learning_rate * d{name}"
        gradient = f"(d{name} + l2_rate * {name})" if self.has_l2 else f"d{name}"
        step = f"{name} - learning_rate * {gradient}"
        return (
            f"{name} = shrink({step}, l1_rate * learning_rate)"
            if self.has_l1
            else (f"{name} = {step}")
        )

    def _ending(self) -> Lines:
        lines, now = [], self._session.network.activation
        if self._schedule.all_of("activation")[-1] not in ("", now):
            lines.append(f'function, slope = activations["{now}"]  # changed after the training')
        lines += [
            "trace = forward(X)",
            "losses.append(loss(trace[-2], y))",
            *([TEST_LOSS] if self._has_test else []),
            "correct = np.mean((trace[-1][0] > 0.5) == y)",
            f'print(f"Loss at epoch {self._schedule.last}: {{losses[-1]:.4f}}")',
            'print(f"Points classified correctly: {correct:.0%}")',
        ]
        return lines


def comparison_chapter(session: Session) -> Chapter:
    """Write the weights that the page had, and how far from them the training has led."""
    names = ", ".join(parameter_names(session))
    lines = [
        *_carried(session),
        f"reached = [{names}]",
        "difference = max(np.abs(here - there).max() for here, there in zip(reached, playground))",
        'print(f"Largest difference to the playground\'s weights: {difference:.1e}")',
    ]
    text = """The weights that the playground had come to. Another computer may round the last
        digit in another way; on this path that makes a difference of no more than
        1e-9."""
    return chapter("The same weights", text, lines)


def carried_chapter(session: Session, obstacle: str) -> Chapter:
    """Write the weights that the page had, instead of a training that would lead elsewhere."""
    names = ", ".join(parameter_names(session))
    epochs = f"{session.epoch} epoch{'s' if session.epoch > 1 else ''}"
    if obstacle == CHAOTIC:
        text = f"""These are the weights after {epochs} in the playground. The training is not
            repeated here, because its path is chaotic: rounding errors grow on it, so that another
            computer, which rounds the last digit in another way, would end at other weights."""
    else:
        text = f"""These are the weights after {epochs} in the playground. The training is not
            repeated here: it would take more than {MAX_SECONDS:.0f} seconds."""
    lines = [*_carried(session), f"{names} = playground"]
    if not session.dataset.is_empty:
        lines += ["trace = forward(X)", 'print(f"Loss: {loss(trace[-2], y):.4f}")']
    return chapter("The weights", text, lines)


def _carried(session: Session) -> Lines:
    arrays = _arrays(session.training.parameters, session.network.layer_sizes)
    lines = ["playground = ["]
    for name, array in zip(parameter_names(session), arrays, strict=True):
        whole = f"    np.array({array.tolist()}),  # {name}"
        if len(whole) <= WIDTH:
            lines.append(whole)
        else:
            lines += ["    np.array(", *numbers(array, " " * 8), f"    ),  # {name}"]
    return [*lines, "]"]


def _edit_lines(session: Session, edit: Edit) -> Lines:
    """Write what an *edit* has changed: number by number, or a whole array."""
    sizes, lines = session.network.layer_sizes, []
    before, after = (_arrays(theta, sizes) for theta in edit)
    for name, old, new in zip(parameter_names(session), before, after, strict=True):
        changed = np.argwhere(old != new).tolist()
        if 2 * len(changed) > max(new.size, 4):
            lines += assigned(name, new, "  # set by hand")
        else:
            lines += [
                f"{name}[{row}, {column}] = {new[row, column].item()}  # set by hand"
                for row, column in changed
            ]
    return lines


def _arrays(theta: Array, sizes: tuple[int, ...]) -> list[Array]:
    """Return W1, b1, W2, b2, … as arrays of their own."""
    weights, biases = parameters(theta, sizes)
    layers = zip(weights, biases, strict=True)
    return [np.ascontiguousarray(array) for layer in layers for array in layer]
