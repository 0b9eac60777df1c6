"""Forward and backward: the lines are the article's, and their shapes those of a real network."""

import re
from urllib.parse import unquote

import fake_page
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.network import ACTIVATIONS, Network
from playground.settings.values import defaults
from tools.environment import ROOT

SIZES = st.lists(st.integers(1, 6), min_size=0, max_size=4)


@pytest.fixture(scope="module")
def lines():
    with pytest.MonkeyPatch.context() as patch:
        yield fake_page.install(patch)[0].lines


def shapes_of(sizes, n):
    """Return the shapes of all arrays of a network of these *sizes*, by their quantity."""
    network, X = Network(tuple(sizes)), np.ones((sizes[0], n))
    shapes = {"loss": (1, n)}
    a = X
    for layer, (W, b) in enumerate(zip(network.weights, network.biases, strict=True), 1):
        z = W @ a + b
        a = np.tanh(z)
        shapes |= {f"{name}{layer}": z.shape for name in ("z", "a", "dz")}
        shapes |= {f"dW{layer}": W.shape, f"db{layer}": b.shape}
    return shapes


@settings(deadline=None)
@given(n_inputs=st.integers(1, 7), hidden=SIZES, n=st.integers(1, 400))
def test_the_shapes_are_those_of_a_real_networks_arrays(lines, n_inputs, hidden, n):
    sizes = [n_inputs, *hidden, 1]
    *arrays, update = lines.lines_of(sizes, n, defaults())
    assert {line.quantity: line.shape for line in arrays} == shapes_of(sizes, n)
    # It makes no array of its own.
    assert (update.quantity, update.shape) == ("update", None)


@settings(deadline=None)
@given(n_inputs=st.integers(1, 7), hidden=SIZES, n=st.integers(1, 400))
def test_a_product_of_shapes_fits_and_gives_the_shape_of_its_line(lines, n_inputs, hidden, n):
    for line in lines.lines_of([n_inputs, *hidden, 1], n, defaults()):
        product = re.match(r"\((\d+), (\d+)\)\((\d+), (\d+)\)", line.made_of)
        if product:
            rows, inner, same, columns = map(int, product.groups())
            assert inner == same
            assert (rows, columns) == line.shape


def test_one_hidden_layer_is_the_articles_listing_in_its_order(lines):
    found = lines.lines_of([2, 3, 1], 100, defaults())
    assert [line.quantity for line in found] == [
        "z1", "a1", "z2", "a2", "loss", "dz2", "dW2", "db2", "dz1", "dW1", "db1", "update",
    ]  # fmt: skip
    assert [line.formula for line in found] == [
        "z_1 = W_1 X + b_1",
        "a_1 = tanh(z_1)",
        "z_2 = W_2 a_1 + b_2",
        "a_2 = σ(z_2)",
        "L = −y log a_2 − (1 − y) log(1 − a_2)",
        "dz_2 = a_2 − y",
        "dW_2 = 1/n dz_2 a_1^T",
        "db_2 = 1/n Σ dz_2",
        "dz_1 = W_2^T dz_2 ⊙ (1 − a_1^2)",
        "dW_1 = 1/n dz_1 X^T",
        "db_1 = 1/n Σ dz_1",
        "W ← W − α dW,  b ← b − α db",
    ]
    assert [line.way for line in found] == ["forward"] * 5 + ["backward"] * 6 + ["update"]


def test_without_a_hidden_layer_the_output_learns_from_the_points_themselves(lines):
    found = lines.lines_of([2, 1], 100, defaults())
    quantities = [line.quantity for line in found]
    assert quantities == ["z1", "a1", "loss", "dz1", "dW1", "db1", "update"]
    assert found[4].formula == "dW_1 = 1/n dz_1 X^T"


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_has_its_function_and_its_slope(lines, activation):
    found = lines.lines_of([2, 3, 1], 100, {**defaults(), "activation": activation})
    formulas = {line.quantity: line.formula for line in found}
    assert formulas["a1"].count("z_1") == 1
    assert "{}" not in "".join([line.formula + line.why for line in found])
    assert all(line.why for line in found)


def test_a_gradient_says_to_what_it_belongs(lines):
    why = {line.quantity: line.why for line in lines.lines_of([2, 3, 1], 100, defaults())}
    assert why["dW1"].endswith("A gradient has the shape of what it belongs to: W₁.")
    assert why["db2"].endswith("A gradient has the shape of what it belongs to: b₂.")


# --- broken on purpose, and other settings ---------------------------------------------------


def line_of(lines, quantity, sizes=(2, 3, 1), n=100, **changed):
    found = lines.lines_of(list(sizes), n, {**defaults(), **changed})
    return next(line for line in found if line.quantity == quantity)


@pytest.mark.parametrize(
    ("mistake", "quantity", "formula"),
    [
        ("no_mean", "dW2", "dW_2 = ~1/n~ dz_2 a_1^T"),
        ("no_mean", "db1", "db_1 = ~1/n~ Σ dz_1"),
        ("no_derivative", "dz1", "dz_1 = W_2^T dz_2 ~⊙ (1 − a_1^2)~"),
        ("no_transpose", "dW1", "dW_1 = 1/n dz_1 ~X^T~ X"),
        ("no_transpose", "dW2", "dW_2 = 1/n dz_2 ~a_1^T~ a_1"),
        ("doubled", "dW2", "dW_2 = ~1/n~ 2/n dz_2 a_1^T"),
    ],
)
def test_a_mistake_is_seen_in_its_line(lines, mistake, quantity, formula):
    line = line_of(lines, quantity, mistake=mistake)
    assert line.formula == formula
    assert line.mistake.name == mistake
    assert line.why == f"Broken on purpose: {line.mistake.label}. {line.mistake.sentence}"
    assert "on average" not in line.why


def test_a_mistake_breaks_the_lines_of_its_arrays_alone(lines):
    def broken(mistake, activation="tanh"):
        values = {**defaults(), "mistake": mistake, "activation": activation}
        found = lines.lines_of([2, 3, 4, 1], 100, values)
        return [line.quantity for line in found if line.mistake]

    assert broken("none") == []
    assert broken("no_mean") == ["dW3", "db3", "dW2", "db2", "dW1", "db1"]
    assert broken("no_derivative") == ["dz2", "dz1"]
    assert broken("no_derivative", "linear") == []  # its slope is 1
    assert broken("no_transpose") == ["dW3", "dW2", "dW1"]
    assert broken("no_keepdims") == ["db3", "db2", "db1"]
    assert broken("doubled") == ["dW3"]


def test_without_the_transpose_the_shapes_do_not_fit(lines):
    line = line_of(lines, "dW1", mistake="no_transpose")
    assert line.made_of == "(3, 100)(2, 100)"


@pytest.mark.parametrize(
    ("changed", "formula", "words"),
    [
        ({}, "W ← W − α dW,  b ← b − α db", "learning rate"),
        ({"optimizer": "momentum"}, "W ← W + β v − α dW", "Momentum keeps"),
        ({"optimizer": "rmsprop"}, "W ← W − α dW / √s", "divides each gradient by"),
        ({"optimizer": "adam"}, "W ← W − α m / √v", "Adam divides"),
        ({"regularization": "l2"}, "W ← W − α dW,  b ← b − α db", "adds λW to dW."),
        ({"regularization": "l1"}, "W ← W − α dW,  b ← b − α db", "nearer to 0."),
        (
            {"batch_size": 8},
            "W ← W − α dW,  b ← b − α db",
            "13 such updates, each from 8 points at",
        ),
        ({"batch_size": 1}, "W ← W − α dW,  b ← b − α db", "100 such updates, each from 1 point."),
    ],
)
def test_the_update_is_the_one_that_the_settings_ask_for(lines, changed, formula, words):
    line = line_of(lines, "update", **changed)
    assert line.formula == formula
    assert words in line.why
    assert ("Then the next epoch begins." in line.why) == ("batch_size" not in changed)


def test_an_activation_says_what_it_does_itself(lines):
    assert "squeezes" in line_of(lines, "a1").why
    for activation in ("relu", "leaky_relu", "linear"):
        assert "squeezes" not in line_of(lines, "a1", activation=activation).why


def test_only_units_of_the_first_layer_draw_lines(lines):
    why = {line.quantity: line.why for line in lines.lines_of([2, 3, 2, 1], 100, defaults())}
    assert [name for name in ("z1", "z2", "z3") if "its line" in why[name]] == ["z1"]
    assert "boundary" in line_of(lines, "z1", sizes=(2, 1)).why


# --- the code ----------------------------------------------------------------------------


def test_each_line_of_python_stands_in_the_code_once_and_as_it_is(lines):
    for source in lines.SOURCES.values():
        written = (ROOT / lines.path_of(source)).read_text(encoding="utf-8").splitlines()
        found = [line for line in written if line.split("  # ")[0].strip() == source.text]
        assert len(found) == 1, source


def test_the_address_of_a_line_of_python_marks_it(lines):
    for source in lines.SOURCES.values():
        path, text = lines.address_of(source).split("#:~:text=")
        assert path == lines.path_of(source)
        assert unquote(text) == source.text
        # These would mean something: more than one text, or words before and after it.
        assert not set(text) & set(",-& #")


def test_every_line_has_its_python(lines):
    found = lines.lines_of([2, 3, 2, 1], 100, {**defaults(), "activation": "relu"})
    kinds = {line.quantity.rstrip("0123456789"): line.source for line in found}
    assert kinds == {
        name: lines.SOURCES[name] for name in ("z", "a", "loss", "dz", "dW", "db", "update")
    }
    (error,) = (line for line in found if line.quantity == "dz3")
    assert error.source is lines.SOURCES["dz_out"]


# --- the drawing -------------------------------------------------------------------------


@given(hidden=SIZES, data=st.data())
def test_what_is_on_the_drawing_is_in_lines_that_are_there(lines, hidden, data):
    sizes = [2, *hidden, 1]
    layer = data.draw(st.integers(0, len(sizes) - 2))
    quantities = [line.quantity for line in lines.lines_of(sizes, 100, defaults())]
    for source in (None, 0):
        touched = lines.touched_by(layer, 0, source)
        assert touched
        assert set(touched) <= set(quantities)


def test_a_unit_is_in_its_own_lines_and_a_connection_in_both_ways_through_it(lines):
    assert lines.touched_by(0, 2, None) == ["z1", "a1", "dz1", "dW1", "db1"]
    assert lines.touched_by(0, 2, 1) == ["z1", "dW1"]
    assert lines.touched_by(1, 0, 1) == ["z2", "dW2", "dz1"]
