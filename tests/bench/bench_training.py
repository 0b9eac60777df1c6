"""How fast training is: in WebAssembly, natively, and in JavaScript of another design.

`python3 py bench --training` prints a table for workers of Chromium, where the page trains,
and one for Node, whose V8 is often older. All contestants run in turn, TURNS times; every
ratio is taken within a turn, and what is printed are medians.
"""

import platform
from statistics import median

import numpy as np
import places
from training_times import SIZES

TURNS = 5
HEAD = """\
                            µs per epoch                   fast, times as fast as      fast,
                  in WebAssembly   native   in JavaScript     in JavaScript           time by
                  Trainer     fast     fast    engine    page   engine   page  Trainer   native"""
GOALS = "Asked for: engine 2.5 (2-3-1) and 4 (2-32-1) or more, time / native 2.5 or less."
NOTES = """\
Trainer is the readable one, fast the page's FastTrainer. The JavaScript engine keeps an object for
each unit and connection and takes one sample at a time, in batches of 10; "page" adds what the
TensorFlow Playground's page does in each epoch: it makes each sample's inputs from the features
that are switched on, and finds the loss."""


def turn(place):
    """Return the times of all contestants, in seconds per epoch, one entry per size."""
    contestants = place.python(), places.native(), place.javascript()
    return [
        {
            "trainer": here["trainer"],
            "fast": here["fast"],
            "native": native["fast"],
            **other,
        }
        for here, native, other in zip(*contestants, strict=True)
    ]


def row(size, times):
    """Return a line of the table."""

    def microseconds(name):
        return 1e6 * median(time[name] for time in times)

    def ratio(slow, fast):
        return median(time[slow] / time[fast] for time in times)

    hidden, n = size
    return (
        f"2-{hidden}-1, n={n}".ljust(17)
        + f"{microseconds('trainer'):9.1f}{microseconds('fast'):9.1f}"
        + f"{microseconds('native'):9.1f}{microseconds('engine'):10.1f}{microseconds('page'):8.1f}"
        + f"{ratio('engine', 'fast'):9.2f}{ratio('page', 'fast'):7.2f}"
        + f"{ratio('trainer', 'fast'):9.2f}{ratio('fast', 'native'):9.2f}"
    )


def main():
    print(f"native: CPython {platform.python_version()}, NumPy {np.__version__}, one thread")
    for opened in (places.chromium(), places.node()):
        with opened as place:
            if place is None:
                continue
            print(f"\nWebAssembly and JavaScript: {place.name}, medians of {TURNS} turns\n{HEAD}")
            turns = [turn(place) for _ in range(TURNS)]
            for index, size in enumerate(SIZES):
                print(row(size, [times[index] for times in turns]), flush=True)
    print(f"\n{GOALS}\n{NOTES}")


if __name__ == "__main__":
    main()
