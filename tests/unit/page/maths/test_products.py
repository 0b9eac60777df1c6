"""Products in the lines: each has one, and NumPy says what the page says."""

import fake_page
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.look.products import product_of, products
from playground.settings.values import defaults

SIZES = st.lists(st.integers(1, 6), min_size=0, max_size=4)


@pytest.fixture(scope="module")
def modules():
    with pytest.MonkeyPatch.context() as patch:
        yield fake_page.install(patch)[0]


@settings(deadline=None)
@given(n_inputs=st.integers(1, 7), hidden=SIZES, n=st.integers(1, 400))
def test_the_lines_have_all_products_of_the_passes(modules, n_inputs, hidden, n):
    sizes = [n_inputs, *hidden, 1]
    lines = modules.lines.lines_of(sizes, n, defaults())
    shown = {product_of(line.quantity, sizes, n) for line in lines} - {None}
    assert shown == set(products(sizes, n))


@settings(deadline=None)
@given(n_inputs=st.integers(1, 7), hidden=SIZES, n=st.integers(1, 30))
def test_without_the_transpose_numpy_says_exactly_this(modules, n_inputs, hidden, n):
    sizes = [n_inputs, *hidden, 1]
    for layer in range(1, len(sizes)):
        product = product_of(f"dW{layer}", sizes, n)
        dz, a = np.ones((sizes[layer], n)), np.ones((sizes[layer - 1], n))
        try:
            dz @ a
            said = ""
        except ValueError as error:
            said = str(error)
        assert modules.products.without_transpose(product) == said
        words = modules.products.why_transpose(product)
        assert ("NumPy says nothing" in words) == (not said)


def test_it_is_explained_with_the_shapes_that_there_are(modules):
    product = product_of("dW2", [2, 3, 1], 100)
    assert modules.products.why_transpose(product) == (
        "dz₂ is (1, 100) and a₁ is (3, 100): the inner sizes, 100 and 3, differ. Only a₁ᵀ, "
        "(100, 3), fits: the product sums over the 100 points and leaves (1, 3), the shape of W₂."
    )


@pytest.mark.parametrize("quantity", ["a1", "dz2", "db1", "loss", "update", "dW3", "z0", ""])
def test_other_lines_are_no_products(modules, quantity):
    assert product_of(quantity, [2, 3, 1], 100) is None


def test_a_product_is_drawn_with_its_sizes_and_said_in_words(modules):
    product = product_of("dW2", [2, 3, 1], 100)
    svg = modules.blocks.blocks_of(product)
    texts = [text.textContent for text in svg.querySelectorAll("text")]
    assert texts == ["dz₂", "(1, 100)", "·", "a₁ᵀ", "(100, 3)", "=", "dW₂", "(1, 3)"]
    # What has to agree is in bold.
    assert [span.textContent for span in svg.querySelectorAll(".inner")] == ["100", "100"]
    words = "dz₂ (1, 100) times a₁ᵀ (100, 3) is dW₂ (1, 3), shaped like W₂"
    assert svg.getAttribute("aria-label") == words


@given(n_inputs=st.integers(1, 7), hidden=SIZES, n=st.integers(1, 2000))
def test_a_block_is_as_large_as_its_array_until_it_is_broken(modules, n_inputs, hidden, n):
    blocks, sizes = modules.blocks, [n_inputs, *hidden, 1]
    product = product_of("z1", sizes, n)
    svg = blocks.blocks_of(product)
    for block, rect in zip(product[:3], svg.querySelectorAll("rect"), strict=True):
        width, height = (float(rect.getAttribute(side)) for side in ("width", "height"))
        assert width == min(block.columns * blocks.SIDE, blocks.MAX_WIDTH)
        assert height == min(block.rows * blocks.SIDE, blocks.MAX_HEIGHT)
    is_broken = [
        block.columns * blocks.SIDE > blocks.MAX_WIDTH
        or block.rows * blocks.SIDE > blocks.MAX_HEIGHT
        for block in product[:3]
    ]
    assert len(svg.querySelectorAll("path")) == sum(is_broken)
