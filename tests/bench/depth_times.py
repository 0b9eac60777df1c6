"""Seconds per epoch of `FastTrainer` by depth and width; for CPython as well as for Pyodide."""

import json

from training_times import LEARNING_RATE, SLICE, seconds

from playground.data import generate
from playground.fast.forward import FixedInputForward
from playground.fast.trainer import FastTrainer
from playground.network import Network

LAYERS = (1, 2, 3, 4, 5, 6)
UNITS = (4, 8, 16)
POINTS = (200, 2000)
WAYS = {
    "full batch": {},
    "batches of 10, Adam": {"batch_size": 10, "optimizer": "adam"},
}
SLICES = 10
PICTURE = 101  # places in a row of the picture, and in a column


def epoch(layers, units, n_samples, way):
    """Return the seconds that one epoch takes, those of the fastest slice."""
    network = Network((2, *[units] * layers, 1), initialization="xavier")
    fast = FastTrainer(network, *generate("circles", n_samples), **WAYS[way])
    return fastest(lambda epochs: fast.run(0, epochs, LEARNING_RATE))


def picture(layers, units):
    """Return the seconds of a forward pass all over a picture: readable and fast."""
    network = Network((2, *[units] * layers, 1), initialization="xavier")
    X = generate("blobs", PICTURE**2, noise=1)[0]
    answers = FixedInputForward(X)

    def repeat(function, *arguments):
        return lambda times: [function(*arguments) for _ in range(times)]

    return fastest(repeat(network.forward, X)), fastest(repeat(answers.of, network))


def fastest(run):
    """Return the seconds of one repetition where nothing disturbed it."""
    times = 1
    while seconds(run, times) < SLICE:
        times *= 2
    return min(seconds(run, times) for _ in range(SLICES)) / times


def measure():
    """Return ``[way, layers, units, points, seconds]`` and ``[layers, units, slow, fast]``."""
    epochs = [
        [way, layers, units, n_samples, epoch(layers, units, n_samples, way)]
        for way in WAYS
        for layers in LAYERS
        for units in UNITS
        for n_samples in POINTS
    ]
    pictures = [[layers, 8, *picture(layers, 8)] for layers in LAYERS]
    return {"epochs": epochs, "pictures": pictures}


if __name__ == "__main__":
    print(json.dumps(measure()))
