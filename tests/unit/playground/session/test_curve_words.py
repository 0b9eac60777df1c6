"""What the chart shows, in words: true of whatever curve it is."""

import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.session.curve_words import curve_words
from playground.session.session import Session
from playground.settings.values import defaults

losses = st.floats(0, 1e6) | st.just(math.nan) | st.just(math.inf)


def said(train, test=None):
    """Return the words for losses after the epochs 0, 1, 2, …."""
    test = [math.nan] * len(train) if test is None else test
    return curve_words(np.arange(len(train)), np.array([train, test]).T)


@pytest.mark.parametrize(
    ("train", "words"),
    [
        ([0.7], "The training loss is 0.7 before the training."),
        ([0.7, 0.3, 0.1], "The training loss falls from 0.7 to 0.1 over 2 epochs."),
        ([0.7, 0.9], "The training loss rises from 0.7 to 0.9 in 1 epoch."),
        ([0.7, 0.701], "The training loss stays near 0.7 in 1 epoch."),
        (
            [0.7, 0.2, 0.5],
            "The training loss falls from 0.7 to 0.2 at epoch 1, then rises to 0.5.",
        ),
        ([0.7, 5.0, math.inf], "The training loss rises from 0.7 beyond all bounds."),
        ([], ""),
    ],
)
def test_the_course_of_the_training_loss_is_told(train, words):
    assert said(train) == words


def test_a_test_loss_that_rises_while_the_other_falls_is_called_overfitting():
    assert said([0.7, 0.3, 0.1], [0.7, 0.4, 0.6]).endswith(
        "The test loss falls from 0.7 to 0.4 at epoch 1, then rises to 0.6,"
        " while the training loss still falls: overfitting."
    )
    assert "overfitting" not in said([0.7, 0.3, 0.1], [0.7, 0.4, 0.2])
    assert "overfitting" not in said([0.7, 0.3, 0.5], [0.7, 0.4, 0.6])


@given(st.lists(st.tuples(losses, losses), max_size=30))
def test_whatever_the_curve_does_it_is_said_in_whole_sentences(pairs):
    train, test = zip(*pairs, strict=True) if pairs else ([], [])
    words = said(list(train), list(test))
    assert "nan" not in words
    assert "inf" not in words
    assert re.fullmatch(r"(The (training|test) loss [^.]*(\d[^.]*\.?[^.]*)*\. ?)*", words)


@given(st.lists(st.floats(0.01, 100), min_size=2, max_size=30))
def test_it_begins_where_the_curve_begins_and_ends_where_it_ends(train):
    words = said(train)
    assert f"{train[0]:.3g}" in words
    assert "stays" in words or f"{train[-1]:.3g}" in words
    lowest = f"{min(train):.3g} at epoch"
    assert ("then rises" in words) == (lowest in words)


def test_overfitting_is_found_in_the_lesson_of_that_name():
    session = Session(
        {
            **defaults(),
            "hidden_units": 16,
            "n_samples": 60,
            "noise": 0.35,
            "test_fraction": 0.5,
            "data_seed": 2,
            "weights_seed": 2,
        }
    )
    session.advance(float("inf"))
    assert "overfitting" in curve_words(*session.training.curve.points())
