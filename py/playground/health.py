"""Health of a network, in words: units and layers that can hardly learn, and why.

A network can fail to learn without any error. The signs are in the numbers of a forward and a
backward pass: activations that are the same for all points, slopes near 0, gradients that vanish
on their way down. Glorot & Bengio, "Understanding the difficulty of training deep feedforward
neural networks" (2010), look at the same.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from playground.activations import ACTIVATIONS, Activation
from playground.checks import Array
from playground.network import Gradients, Network, Trace

CONSTANT = 1e-3  # activations that differ by a smaller share of the largest are one number
ALIKE = 1e-2  # units that differ by a smaller share of what they vary by are one unit
FLAT = 1e-2  # slopes below this share of the slope at z = 0 are flat: for tanh, from |z| = 3 on
NEARLY_ALL = 0.95  # of the points
VANISHED = 1e-3  # share of the last layer's gradient below which another's has vanished

SENTENCES = {  # of one unit, and of several
    "dead": (
        "is dead: its ReLU is 0 for all {n} points.",
        "are dead: their ReLU is 0 for all {n} points.",
    ),
    "constant": (
        "answers the same for all {n} points.",
        "each answer the same for all {n} points.",
    ),
    "saturated": (
        "is saturated: for nearly all points its slope is so small that it hardly learns.",
        "are saturated: for nearly all points their slope is so small that they hardly learn.",
    ),
    "alike": (
        "",
        "are alike: they do the work of one unit.",
    ),
}

Mask = NDArray[np.bool_]  # (units,)


class Finding(NamedTuple):
    """Something that is worth saying about some units of a layer, or about the layer."""

    kind: str  # "vanishing", or one of `SENTENCES`
    layer: int  # counted from 0
    units: tuple[int, ...]  # counted from 0; () for the layer as a whole
    sentence: str  # for readers, who count from 1
    lesson: str = ""  # the name of the one in ``settings/lessons.py`` that explains it, if any does


def gradient_sizes(gradients: Gradients) -> list[float]:
    """Return for each layer the root mean square of its gradient, in nats per unit."""
    return [
        float(np.sqrt(np.mean(np.hstack([dW, db]) ** 2)))
        for dW, db in zip(gradients.dW, gradients.db, strict=True)
    ]


def health(network: Network, trace: Trace, gradients: Gradients) -> list[Finding]:
    """Return what is wrong with a network; nothing, if all is well.

    Parameters
    ----------
    network : Network
        In the state that is looked at.
    trace : Trace
        What its `forward` returned for the points to learn from.
    gradients : Gradients
        What its `backward` returned for them.
    """
    n = trace.a[0].shape[1]
    if n < 2:
        return []  # of one point alone, everything is the same for all points
    findings = []
    for layer in range(len(network.weights) - 1):
        for kind, mask in _ailing_units(network, trace.z[layer], trace.a[layer + 1]):
            units = tuple(int(unit) for unit in np.flatnonzero(mask))
            sentence = _sentence(kind, network, layer, units, n)
            lesson = "zeros" if _are_equal(network, layer, units) else ""
            findings.append(Finding(kind, layer, units, sentence, lesson))
    return findings + list(_vanishing(network, gradient_sizes(gradients)))


def _ailing_units(network: Network, z: Array, a: Array) -> Iterator[tuple[str, Mask]]:
    """Yield which units of a layer have what; each unit only what says most about it.

    *z* and *a* are those of the layer, (units, n).
    """
    activation = ACTIVATIONS[network.activation]
    dead = np.all(z <= 0, axis=1) & (network.activation == "relu")
    constant = ~dead & (np.ptp(a, axis=1) <= CONSTANT * np.abs(a).max(axis=1))
    saturated = ~dead & ~constant & _are_flat(activation, z, a)
    for kind, mask in (("dead", dead), ("constant", constant), ("saturated", saturated)):
        if mask.any():
            yield kind, mask
    for mask in _groups_alike(activation, a, left=~dead & ~constant):
        yield "alike", mask


def _are_flat(activation: Activation, z: Array, a: Array) -> Mask:
    """Tell which units with a bounded activation have hardly any slope for nearly all points."""
    if activation.bounds is None:
        return np.zeros(len(a), bool)
    zero = np.zeros(1)
    steepest = activation.derivative(zero, activation.function(zero))
    share = np.mean(activation.derivative(z, a) < FLAT * steepest, axis=1)
    flat: Mask = share >= NEARLY_ALL
    return flat


def _groups_alike(activation: Activation, a: Array, left: Mask) -> Iterator[Mask]:
    """Yield groups of units, of those *left*, whose answers are equal for all points.

    Or opposite, if the activation is as symmetric as tanh: what the one says with a weight w, the
    other says with -w.
    """
    for unit in range(len(a)):
        differences = np.abs(a - a[unit]).max(axis=1)
        if activation.bounds is not None:
            opposite = sum(activation.bounds) - a[unit]
            differences = np.minimum(differences, np.abs(a - opposite).max(axis=1))
        spread = np.maximum(np.ptp(a, axis=1), np.ptp(a[unit]))
        group = left & (differences <= ALIKE * spread)
        if left[unit] and group.sum() > 1:
            left = left & ~group
            yield group


def _are_equal(network: Network, layer: int, units: tuple[int, ...]) -> bool:
    """Tell whether several units have the same parameters: then nothing tells them apart."""
    rows = np.hstack([network.weights[layer], network.biases[layer]])[list(units)]
    return len(units) > 1 and bool(np.all(rows == rows[0]))


def _sentence(kind: str, network: Network, layer: int, units: tuple[int, ...], n: int) -> str:
    numbers, several = _listed([str(unit + 1) for unit in units]), len(units) > 1
    if not several:
        who = f"Unit {numbers}"
    elif len(units) < network.layer_sizes[layer + 1]:
        who = f"Units {numbers}"
    else:
        who = f"All {len(units)} units"
    of_layer = f" of layer {layer + 1}" if len(network.weights) > 2 else ""
    return f"{who}{of_layer} {SENTENCES[kind][several].format(n=n)}"


def _vanishing(network: Network, sizes: list[float]) -> Iterator[Finding]:
    """Yield the layers that receive hardly any gradient, compared with the last."""
    last = sizes[-1]
    for layer, size in enumerate(sizes[:-1]):
        if size == 0:
            sentence = f"No gradient reaches layer {layer + 1}: it does not learn."
        elif size < VANISHED * last:
            times = float(f"{last / size:.2g}")
            sentence = (
                f"The gradient of layer {layer + 1} is {times:,.0f} times smaller than the last "
                "layer’s: it hardly learns."
            )
        else:
            continue
        # A layer of zeros passes nothing down.
        is_cut_off = any(not W.any() for W in network.weights[layer + 1 :])
        yield Finding("vanishing", layer, (), sentence, "zeros" if is_cut_off else "")


def _listed(words: list[str]) -> str:
    """Return the *words* as a list within a sentence: "1, 2 and 3"."""
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last
