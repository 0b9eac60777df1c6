"""The path of a training: what it was run with from epoch to epoch, and what was set by hand.

From the first weights on it can be taken again, and leads to the same weights: `export` does so.
"""

from typing import Any, NamedTuple

import numpy as np

from playground.checks import Array

Choices = dict[str, Any]  # what a trainer is run with, by the names of the settings


class Stretch(NamedTuple):
    """Epochs that were trained with the same choices."""

    first: int  # the epoch that it goes on from
    last: int
    choices: Choices
    is_fresh: bool  # whether the optimizer begins it without a memory of earlier steps


class Edit(NamedTuple):
    """All parameters before and after some were set by hand, (size,)."""

    before: Array
    after: Array


class Path:
    """Remembers how a training has come to where it is."""

    def __init__(self) -> None:
        self._begun: list[tuple[int, Choices, int]] = []  # epoch, choices, resets by then
        self._edits: dict[int, Edit] = {}
        self._resets = 0

    def go_on(self, epoch: int, choices: Choices) -> None:
        """Train from an *epoch* on, with these *choices*: what came after it is forgotten."""
        self._begun = [one for one in self._begun if one[0] < epoch]
        self._edits = {at: edit for at, edit in self._edits.items() if at <= epoch}
        if not self._begun or self._begun[-1][1:] != (choices, self._resets):
            self._begun.append((epoch, choices, self._resets))

    def forget_steps(self) -> None:
        """Let the optimizer have no memory of its steps, after whatever epoch it goes on from."""
        self._resets += 1

    def edit(self, epoch: int, before: Array, after: Array) -> None:
        """Set parameters by hand after the latest *epoch*; to undo all of it leaves no edit."""
        first = self._edits.pop(epoch, Edit(before, after)).before.copy()
        if not np.array_equal(first, after):
            self._edits[epoch] = Edit(first, after.copy())

    def clear(self) -> None:
        """Go back to the first weights."""
        self._begun, self._edits = [], {}

    def stretches(self, epoch: int) -> list[Stretch]:
        """Return how the training went from epoch 0 to this one."""
        begun = [one for one in self._begun if one[0] < epoch]
        ends = [*(first for first, _, _ in begun[1:]), epoch]
        before = [0, *(resets for _, _, resets in begun)]
        return [
            Stretch(first, last, choices, first == 0 or resets != earlier)
            for (first, choices, resets), last, earlier in zip(begun, ends, before, strict=False)
        ]

    def edits(self, epoch: int) -> dict[int, Edit]:
        """Return what was set by hand, by the epoch after which it was, in order up to this one."""
        return {at: self._edits[at] for at in sorted(self._edits) if at <= epoch}
