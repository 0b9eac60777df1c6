"""Forward and backward: the lines are the article's, and their shapes those of a real network."""

import re

import fake_page
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.network import ACTIVATIONS, Network

SIZES = st.lists(st.integers(1, 6), min_size=0, max_size=4)


@pytest.fixture(scope="module")
def listing():
    with pytest.MonkeyPatch.context() as patch:
        yield fake_page.install(patch)[0].listing


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
def test_the_shapes_are_those_of_a_real_networks_arrays(listing, n_inputs, hidden, n):
    sizes = [n_inputs, *hidden, 1]
    lines = listing.lines_of(sizes, n, "tanh")
    shown = {line.quantity: line.shape for line in lines if line.quantity}
    assert shown == shapes_of(sizes, n)
    assert len(shown) == len(lines) - 1  # the update makes no array of its own
    assert lines[-1].shape is None


@settings(deadline=None)
@given(n_inputs=st.integers(1, 7), hidden=SIZES, n=st.integers(1, 400))
def test_a_product_of_shapes_fits_and_gives_the_shape_of_its_line(listing, n_inputs, hidden, n):
    for line in listing.lines_of([n_inputs, *hidden, 1], n, "tanh"):
        product = re.match(r"\((\d+), (\d+)\)\((\d+), (\d+)\)", line.made_of)
        if product:
            rows, inner, same, columns = map(int, product.groups())
            assert inner == same
            assert (rows, columns) == line.shape


def test_one_hidden_layer_is_the_articles_listing_in_its_order(listing):
    lines = listing.lines_of([2, 3, 1], 100, "tanh")
    assert [line.quantity for line in lines] == [
        "z1", "a1", "z2", "a2", "loss", "dz2", "dW2", "db2", "dz1", "dW1", "db1", "",
    ]  # fmt: skip
    assert [line.formula for line in lines] == [
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
    assert [line.way for line in lines] == ["forward"] * 5 + ["backward"] * 6 + ["update"]


def test_without_a_hidden_layer_the_output_learns_from_the_points_themselves(listing):
    lines = listing.lines_of([2, 1], 100, "tanh")
    assert [line.quantity for line in lines] == ["z1", "a1", "loss", "dz1", "dW1", "db1", ""]
    assert lines[4].formula == "dW_1 = 1/n dz_1 X^T"


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_has_its_function_and_its_slope(listing, activation):
    lines = listing.lines_of([2, 3, 1], 100, activation)
    formulas = {line.quantity: line.formula for line in lines}
    assert formulas["a1"].count("z_1") == 1
    assert "{}" not in "".join(formulas.values())
    assert all(line.why for line in lines)


@given(hidden=SIZES, activation=st.sampled_from(sorted(ACTIVATIONS)))
def test_the_parts_of_a_formula_keep_all_of_its_text(listing, hidden, activation):
    for line in listing.lines_of([2, *hidden, 1], 100, activation):
        signs = {"sub": "_", "sup": "^"}
        written = [signs.get(tag, "") + text for tag, text in listing.parts_of(line.formula)]
        assert "".join(written) == line.formula


def test_symbols_are_in_italics_and_words_are_not(listing):
    assert listing.parts_of("dW_2 = log a_1^T") == [
        *[("i", "dW"), ("sub", "2"), ("", " "), ("", "="), ("", " "), ("", "log"), ("", " ")],
        *[("i", "a"), ("sub", "1"), ("sup", "T")],
    ]


# --- on the page -------------------------------------------------------------------------


@pytest.fixture
def shown(monkeypatch):
    """Return the listing of a network on the page, and the page."""
    modules, document = fake_page.install(monkeypatch)
    one = modules.listing.Listing()
    one.show([2, 3, 1], 100, "tanh")
    return one, document


def items(document):
    return document.querySelector("#listing").children


def test_each_line_stands_there_with_its_shape(shown):
    _, document = shown
    first = items(document)[0]
    assert len(items(document)) == 12
    assert first.querySelector(".formula").textContent == "z1 = W1 X + b1"
    assert first.querySelector(".shape").textContent == "(3, 100)"
    assert first.querySelector(".from").textContent == "(3, 2)(2, 100) + (3, 1)"
    assert (first.dataset.quantity, first.dataset.shape) == ("z1", "3,100")
    assert items(document)[-1].querySelector(".shape") is None


def test_another_network_has_other_lines_and_the_same_one_keeps_them(shown):
    listing, document = shown
    before = items(document)
    listing.show([2, 3, 1], 100, "tanh")
    assert [one is other for one, other in zip(items(document), before, strict=True)] == [True] * 12
    listing.show([2, 4, 1], 100, "tanh")
    assert items(document)[0].dataset.shape == "4,100"


def test_the_line_under_the_pointer_says_why_it_is_so(shown):
    _, document = shown
    why = document.querySelector(".why")
    hint = why.textContent
    items(document)[5].querySelector(".formula").send("pointerover")
    assert why.textContent != hint
    assert [one.ariaCurrent for one in items(document)].index("true") == 5
    items(document)[0].send("click")
    marked = [one.ariaCurrent for one in items(document)]
    assert (marked[0], marked.count("true")) == ("true", 1)
