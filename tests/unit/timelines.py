"""Timelines of made-up states, which tests can tell apart."""

import numpy as np

from playground.session.timeline import Timeline

# As much memory as this keeps 512 states of two numbers, and no more.
LITTLE = 512 * 2 * 8


def states(first, epochs, way=0.0):
    """Return made-up states of two numbers, the epoch and the *way*, from epoch *first* on."""
    return np.stack([np.arange(first, first + epochs, dtype=float), np.full(epochs, way)], axis=1)


def grow(timeline, epochs, way=0.0):
    """Let *timeline* go on by *epochs*."""
    timeline.append(states(timeline.last + 1, epochs, way))


def grown(last, way=0.0, **options):
    """Return a timeline as far as epoch *last*, which has grown as a training does."""
    timeline = Timeline(states(0, 1, way)[0], **options)
    while timeline.last < last:
        grow(timeline, min(20, last - timeline.last), way)
    return timeline


def kept(timeline):
    """Return all states that *timeline* keeps, as lists."""
    return [timeline.state(epoch).tolist() for epoch in timeline.kept()]
