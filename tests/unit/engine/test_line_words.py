"""What the cells and the lines say in words."""

import math

import numpy as np
import pytest

from engine.line_numbers import LineNumbers
from engine.line_words import words_of_cell, words_of_line, words_of_point, words_of_update
from playground.custom.codec import pack_table
from playground.custom.scale import scale_of_values
from playground.picture.number_text import in_words
from playground.session.session import Session
from playground.settings.values import USUAL_NAMES, defaults, names_in


def trained(point=None, **changed):
    session = Session({**defaults(), "epochs": 20, **changed})
    session.advance(math.inf)
    return LineNumbers(session, point)


def test_a_point_is_told_with_its_place_class_probability_and_loss():
    session = Session({**defaults(), "epochs": 20})
    session.advance(math.inf)
    X, y = session.dataset.X[:, [16]], session.dataset.y[[16]]
    p, loss = session.network.predict_proba(X)[0], session.network.loss(X, y)
    x1, x2, p, loss = (in_words(float(one)) for one in (*X[:, 0], p, loss))
    assert words_of_point(LineNumbers(session, 16), USUAL_NAMES) == (
        f"Point 17 of 100: x = ({x1}, {x2}), class {y[0]}, probability {p}, loss {loss}."
    )


def test_the_place_of_a_point_is_that_in_the_plane_whatever_the_inputs_are():
    plain, other = trained(16), trained(16, standardize="on", features="x1_squared,sin_x2")
    begin = words_of_point(plain, USUAL_NAMES).split("), ")[0]
    assert words_of_point(other, USUAL_NAMES).startswith(begin)


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ([[1700000000001, 1700000000002], [-1.5, 3]], ["1700000000001", "−1.5"]),
        ([[0.1, 0.3], [1e9, 20]], ["0.1", "1000000000"]),
        ([[1 / 3, 2], [7, 7]], ["0.333333", "7"]),
    ],
)
@pytest.mark.parametrize("names", ["", "size,weight,no,yes"])
def test_a_point_of_a_table_is_told_in_the_numbers_of_the_table(numbers, told, names):
    values = np.array(numbers, float)
    code = pack_table(values, np.array([0, 1]), scale_of_values(values))
    session = Session({**defaults("custom"), "points": code, "names": names})
    point = session.dataset.y.tolist().index(0)
    words = words_of_point(LineNumbers(session, point), names_in(session.values))
    x1, x2, zero = ("size", "weight", "no") if names else ("x₁", "x₂", "class 0")
    assert f": {x1} = {told[0]}, {x2} = {told[1]}, {zero}, probability " in words


@pytest.mark.parametrize(
    ("point", "quantity", "cell", "begin"),
    [
        (16, "a1", (1, 0), "a₁ of unit 2 at point 17"),
        (None, "a1", (1, 41), "a₁ of unit 2 at point 42"),
        (None, "z2", (0, 41), "z₂ at point 42"),
        (16, "loss", (0, 0), "loss at point 17"),
        (16, "dW1", (2, 1), "dW₁ of unit 3 from x₂, mean over 100 points"),
        (None, "dW2", (0, 1), "dW₂ from unit 2, mean over 100 points"),
        (None, "db1", (0, 0), "db₁ of unit 1, mean over 100 points"),
    ],
)
def test_a_cell_says_what_it_is_of_whom_and_at_which_point(point, quantity, cell, begin):
    numbers = trained(point)
    value = float(numbers.values(quantity)[cell])
    assert words_of_cell(numbers, quantity, *cell) == f"{begin}: {in_words(value)}"


@pytest.mark.parametrize(
    ("mistake", "quantity", "words"),
    [
        ("no_mean", "dW1", "dW₁, sum over 100 points: "),
        ("no_mean", "db2", "db₂, sum over 100 points: "),
        ("no_derivative", "dW1", "dW₁, mean over 100 points: "),
        ("doubled", "dW1", "dW₁, mean over 100 points: "),
        ("doubled", "dW2", "dW₂, twice the mean over 100 points: "),
        ("doubled", "db2", "db₂, mean over 100 points: "),
    ],
)
def test_of_a_broken_line_it_says_what_it_has_become(mistake, quantity, words):
    numbers = trained(mistake=mistake)
    assert words_of_line(numbers, quantity).startswith(words)
    cell = words_of_cell(numbers, quantity, 0, 0)
    assert words.partition(", ")[2].replace(": ", "") in cell


def test_an_input_is_called_as_in_the_form():
    numbers = trained(features="x1,x2_squared")
    assert words_of_cell(numbers, "dW1", 0, 1).startswith("dW₁ of unit 1 from x₂², ")


def test_a_whole_line_says_all_its_numbers_unit_by_unit():
    numbers = trained(16)
    a = [in_words(float(one)) for one in numbers.values("a1")[:, 0]]
    assert words_of_line(numbers, "a1") == (
        f"a₁ at point 17: unit 1 {a[0]}; unit 2 {a[1]}; unit 3 {a[2]}."
    )
    dW = [", ".join(in_words(float(one)) for one in row) for row in numbers.values("dW1")]
    assert words_of_line(numbers, "dW1") == (
        f"dW₁, mean over 100 points: unit 1 {dW[0]}; unit 2 {dW[1]}; unit 3 {dW[2]}."
    )
    loss = in_words(float(numbers.values("loss")[0, 0]))
    assert words_of_line(numbers, "loss") == f"loss at point 17: {loss}."


def test_of_all_points_a_line_says_where_the_numbers_lie():
    numbers = trained()
    losses = numbers.values("loss")[0]
    low, high, mean = (in_words(float(one)) for one in (losses.min(), losses.max(), losses.mean()))
    assert words_of_line(numbers, "loss") == (
        f"loss over 100 points: from {low} to {high}, mean {mean}."
    )
    assert words_of_line(numbers, "z1").count("; unit ") == 2


def test_many_numbers_are_summed_up():
    numbers = trained(layers=2, hidden_units=16)
    dW = numbers.values("dW2")
    assert words_of_line(numbers, "dW2") == (
        f"dW₂, mean over 100 points: 256 numbers from {in_words(float(dW.min()))} "
        f"to {in_words(float(dW.max()))}."
    )


def test_an_update_says_which_parameter_moves_furthest_and_what_the_loss_does():
    session = Session({**defaults(), "epochs": 20})
    session.advance(math.inf)
    words = words_of_update(LineNumbers(session, None, "update").update)
    network = session.network
    arrays = [*network.weights, *network.biases]
    before, loss = [array.copy() for array in arrays], session.metrics()["train_loss"]
    session.step()
    moves = np.concatenate(
        [(array - old).ravel() for array, old in zip(arrays, before, strict=True)]
    )
    furthest = in_words(float(moves[np.abs(moves).argmax()]))
    assert words.startswith("One update from all points: ")
    now = session.metrics()["train_loss"]
    did = "falls" if now < loss else "rises"
    assert words.endswith(
        f" moves furthest, by {furthest}; the loss {did}, from {in_words(loss)} to {in_words(now)}."
    )
    assert words_of_update(None) == ""
