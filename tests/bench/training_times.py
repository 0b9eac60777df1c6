"""Seconds per epoch of `Trainer` and `FastTrainer`; for CPython as well as for Pyodide."""

import json
from time import perf_counter

from playground.data import generate
from playground.fast.trainer import FastTrainer
from playground.network import Network
from playground.training import Trainer

SIZES = ((3, 200), (8, 400), (32, 1000))  # hidden units, points
LEARNING_RATE = 0.3
SLICE = 0.005  # seconds
SLICES = 40  # the fastest counts: what disturbs a slice only makes it slower


def trainer(hidden_units, n_samples):
    """Return a function that trains the readable way for some epochs."""
    steps = Trainer(Network((2, hidden_units, 1)), *generate("circles", n_samples))

    def run(epochs):
        for _ in range(epochs):
            steps.step(LEARNING_RATE)

    return run


def fast_trainer(hidden_units, n_samples):
    """Return a function that trains the page's way for some epochs."""
    fast = FastTrainer(Network((2, hidden_units, 1)), *generate("circles", n_samples))
    return lambda epochs: fast.run(0, epochs, LEARNING_RATE)


def seconds(run, epochs):
    """Return how long *run* takes for so many epochs."""
    begin = perf_counter()
    run(epochs)
    return perf_counter() - begin


def measure():
    """Return for each of `SIZES` the seconds per epoch of both, slice by slice in turn."""
    results = []
    for size in SIZES:
        runs = {"trainer": trainer(*size), "fast": fast_trainer(*size)}
        epochs = {}
        for name, run in runs.items():
            epochs[name] = 1
            while seconds(run, epochs[name]) < SLICE:
                epochs[name] *= 2
        slices = [
            {name: seconds(run, epochs[name]) / epochs[name] for name, run in runs.items()}
            for _ in range(SLICES)
        ]
        results.append({name: min(times[name] for times in slices) for name in runs})
    return results


if __name__ == "__main__":
    print(json.dumps(measure()))
