"""What is said of a picture: its data, its network, its training, and why that is over."""

import numpy as np
import pytest

from page import summary
from page.summary import summarize
from playground.custom.codec import pack
from playground.session.dataset import ONE_CLASS
from playground.session.session import Session
from playground.settings.values import defaults


def said(**changed):
    """Return the words for a session at its end."""
    values = {**defaults(changed.get("shape", "moons")), **changed}
    session = Session()
    session.apply(values)
    session.advance(float("inf"))
    picture = {
        "state": session.state,
        "stop_reason": session.stop_reason,
        "problem": session.dataset.problem,
        "n_train": session.dataset.y.size,
        "n_larger": session.dataset.n_larger,
    }
    return summarize(values, {**picture, **session.metrics()})


@pytest.mark.parametrize(
    ("layers", "widths", "expected"),
    [
        (0, "", "no hidden units"),
        (1, "1", "1 hidden unit"),
        (1, "", "3 hidden units"),
        (3, "8-8-8", "3 hidden layers of 8 units"),
        (2, "1-1", "2 hidden layers of 1 unit"),
        (3, "8-4", "hidden layers of 8, 4 and 3 units"),
    ],
)
def test_the_network_is_told_by_its_layers(layers, widths, expected):
    text = said(layers=layers, widths=widths, epochs=1)
    assert text.startswith(f"Moons, {expected}: after 1 epoch, ")


def test_shapes_have_the_names_of_the_menu():
    assert said(shape="xor", epochs=1).startswith("XOR, ")
    assert said(shape="absolute", epochs=1).startswith("Absolute value, ")


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"target_loss": 0.3}, "target"),
        ({"learning_rate": 100.0, "shape": "circles"}, "diverged"),
        ({"layers": 0, "shape": "xor"}, "converged"),
        (
            {
                **{"hidden_units": 16, "n_samples": 60, "noise": 0.35, "test_fraction": 0.5},
                **{"data_seed": 2, "weights_seed": 2, "early_stopping": "on"},
            },
            "early",
        ),
    ],
)
def test_why_a_training_is_over_is_said_in_words(settings, reason):
    assert said(**settings).endswith(summary.STOP_REASONS[reason])


def test_zeros_are_explained_where_there_is_a_symmetry_to_break():
    assert said(initialization="zeros").endswith(summary.NO_SYMMETRY)
    assert summary.NO_SYMMETRY not in said(initialization="zeros", layers=0)


def test_before_the_training_zeros_are_not_explained_since_a_lesson_asks():
    values = {**defaults(), "initialization": "zeros"}
    session = Session()
    session.apply(values)
    session.begin(0)
    sizes = {"n_train": 100, "n_larger": 50}
    picture = {"state": session.state, "stop_reason": "", "problem": "", **sizes}
    assert summary.NO_SYMMETRY not in summarize(values, {**picture, **session.metrics()})


def test_stopping_early_without_a_test_is_explained():
    assert said(early_stopping="on", epochs=5).endswith(summary.NO_TEST)
    assert summary.NO_TEST not in said(early_stopping="on", epochs=5, test_fraction=0.2)


def test_an_empty_plane_says_how_points_come_onto_it():
    assert said(shape="custom") == summary.NO_POINTS


def test_a_training_set_of_one_class_is_told():
    points = pack(np.array([[0.0, 1.0], [0.0, 1.0]]), np.array([1, 1]))
    assert said(shape="custom", points=points, epochs=5).endswith(ONE_CLASS)


def test_one_unit_has_no_other_to_be_equal_to():
    assert summary.NO_SYMMETRY not in said(initialization="zeros", hidden_units=1)


def test_the_names_of_a_table_are_said():
    points = pack(np.array([[0.0, 1.0], [0.0, 1.0]]), np.array([0, 1]))
    named = said(shape="custom", points=points, names="size,weight,no,yes", epochs=5)
    assert named.endswith(" The classes are “no” and “yes”, the axes “size” and “weight”.")
    assert "axes" not in said(shape="custom", points=points, epochs=5)


@pytest.mark.parametrize(
    ("accuracy", "n_larger", "words"),
    [
        (1.0, 50, "completely"),
        (0.99, 50, "almost completely"),
        (0.9, 50, "for the most part"),
        (0.7, 50, "in part"),
        (0.6, 50, "hardly"),
        (0.5, 50, "hardly"),
        (0.9, 90, "hardly"),
        (0.1, 90, "hardly"),
        (0.95, 90, "almost completely"),
    ],
)
def test_how_well_the_classes_are_separated_is_said_in_words(accuracy, n_larger, words):
    picture = {"train_accuracy": accuracy, "n_train": 100, "n_larger": n_larger}
    assert summary.separated(picture) == words


def test_what_guesses_one_class_for_all_separates_nothing():
    assert "The classes are hardly separated." in said(initialization="zeros")
    assert "The classes are completely separated." in said()
    points = pack(np.zeros((2, 10)), np.array([0] * 9 + [1]))
    assert "The classes are hardly separated." in said(shape="custom", points=points)


def test_a_unit_that_is_alone_is_told_with_its_line_where_that_is_one_of_the_inputs():
    numbers = {"layer": 0, "unit": 1, "bias": -0.25, "weights": [-1.5, 0.304]}
    assert summary.describe_unit("Unit 2", ["x₁", "x₂"], numbers) == (
        "Unit 2 alone, and the line where its sum z is 0: z = −1.50 x₁ + 0.30 x₂ − 0.25."
    )
    positive = {"layer": 0, "unit": 1, "bias": 0.25, "weights": [1.5]}
    assert summary.describe_unit("Unit 2", ["x₁"], positive).endswith("z = 1.50 x₁ + 0.25.")
    alone = "Layer 2, unit 1 alone, and the line where its sum z is 0."
    assert summary.describe_unit("Layer 2, unit 1", [], numbers) == alone
    assert summary.describe_unit("Layer 2, unit 1", ["x₁"], None) == alone
