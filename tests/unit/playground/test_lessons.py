"""The five lessons: each link shows what it promises, and the one beside it is the cure.

The insights of the article are tested in test_insights.py.
"""

import functools
import re
from html import unescape

import pytest

from playground.session.session import Session
from playground.settings.values import from_fragment
from tools.environment import ROOT

LINK = re.compile(r'<a href="#(shape=[^"]+)"(?: class="cure")?>(?:<b>)?([^<]+)')


@functools.cache
def links():
    """Return the settings of each link of the page, by its first words."""
    page = (ROOT / "index.html").read_text(encoding="utf-8")
    return {words: unescape(fragment) for fragment, words in LINK.findall(page)}


def trained(words, **other):
    """Return the session that the link with these *words* leads to, at its end."""
    values, problems = from_fragment(links()[words])
    assert problems == []
    session = Session()
    session.apply({**values, **other})
    session.advance(float("inf"))
    return session


def accuracy(words, part="train", **other):
    return trained(words, **other).metrics()[f"{part}_accuracy"]


def test_there_are_three_insights_and_five_lessons_with_their_cures():
    assert len(links()) == 3 + 2 * 5


@pytest.mark.parametrize("seed", range(10))
def test_xor_needs_a_hidden_layer(seed):
    assert accuracy("XOR needs a hidden layer.", data_seed=seed) < 0.7
    assert accuracy("Four hidden units", data_seed=seed) > 0.95


@pytest.mark.parametrize("seed", range(10))
def test_too_high_a_rate_diverges(seed):
    assert trained("Too high a rate diverges.", weights_seed=seed).stop_reason == "diverged"
    assert trained("A hundredth of the rate", weights_seed=seed).stop_reason != "diverged"


@pytest.mark.parametrize("seed", range(10))
def test_zeros_cannot_break_symmetry(seed):
    network = trained("Zeros cannot break symmetry.", data_seed=seed).network
    first, *others = network.weights[0]
    assert all((other == first).all() for other in others)
    assert accuracy("Zeros cannot break symmetry.", data_seed=seed) < 0.7
    assert accuracy("Random weights", data_seed=seed) > 0.7


def test_sixteen_units_learn_thirty_noisy_points_by_heart_and_an_l2_penalty_cures_it():
    overfitted, cured = trained("Overfitting."), trained("With an L2 penalty")
    assert overfitted.dataset.y.size == 30
    assert overfitted.network.layer_sizes == (2, 16, 1)
    before, after = overfitted.metrics(), cured.metrics()
    assert before["train_accuracy"] == 1
    assert before["test_loss"] > 10 * before["train_loss"]
    assert after["test_loss"] < before["test_loss"] / 2
    assert after["test_accuracy"] > before["test_accuracy"]
    # The loss of the test points rises, which the chart shows.
    _, losses = overfitted.training.curve.points()
    assert losses[-1, 1] > 2 * losses[:, 1].min()


@pytest.mark.parametrize("seed", range(5))
def test_a_spiral_takes_depth(seed):
    shallow = accuracy("A spiral by depth.", data_seed=seed, weights_seed=seed)
    assert shallow < 0.93
    assert accuracy("Three layers", data_seed=seed, weights_seed=seed) > 0.98
