"""Formulas as MathML: symbols in italics, functions upright, numbers low, and nothing lost."""

import fake_page
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.network import ACTIVATIONS
from playground.settings.values import defaults

SIZES = st.lists(st.integers(1, 6), min_size=0, max_size=4)


@pytest.fixture(scope="module")
def modules():
    with pytest.MonkeyPatch.context() as patch:
        yield fake_page.install(patch)[0]


def written(element):
    """Return an element of MathML as text."""
    inner = "".join(
        written(node) if isinstance(node, fake_page.Element) else node for node in element.nodes
    )
    return f"<{element.tag}>{inner}</{element.tag}>"


@given(hidden=SIZES, activation=st.sampled_from(sorted(ACTIVATIONS)))
def test_the_parts_of_a_formula_keep_all_of_its_text(modules, hidden, activation):
    for line in modules.lines.lines_of(
        [2, *hidden, 1], 100, {**defaults(), "activation": activation}
    ):
        parts = modules.formula.parts_of(line.formula)
        texts = [
            part.text
            + ("_" + part.low if part.low else "")
            + ("^" + part.high if part.high else "")
            for part in parts
            if part.text not in (modules.formula.TIMES, modules.formula.APPLY)
        ]
        assert "".join(texts) == line.formula.replace(" ", "")


def test_symbols_words_numbers_and_signs_are_told_apart(modules):
    parts = modules.formula.parts_of("dW_2 = 1/n log a_1^T")
    assert [(part.kind, part.text) for part in parts] == [
        *[("symbol", "dW"), ("sign", "="), ("number", "1"), ("sign", "/"), ("symbol", "n")],
        *[("sign", modules.formula.TIMES), ("word", "log"), ("sign", modules.formula.APPLY)],
        ("symbol", "a"),
    ]
    assert (parts[-1].low, parts[-1].high) == ("1", "T")


def test_a_formula_is_mathml(modules):
    math = modules.formula.math_of
    assert written(math("z_1 = −a_1^2")) == (
        "<math><msub><mi>z</mi><mn>1</mn></msub><mo>=</mo><mo>−</mo>"
        "<msubsup><mi>a</mi><mn>1</mn><mn>2</mn></msubsup></math>"
    )
    assert written(math("X^T")) == "<math><msup><mi>X</mi><mi>T</mi></msup></math>"


def test_a_minus_without_a_first_number_is_a_sign_of_its_own(modules):
    forms = [
        sign.getAttribute("form")
        for sign in modules.formula.math_of("L = −y − (−a_1 − b)").querySelectorAll("mo")
        if sign.textContent == "−"
    ]
    assert forms == ["prefix", None, "prefix", None]


def test_what_is_struck_out_stands_together(modules):
    math = modules.formula.math_of("dW_2 = ~1/n~ 2/n dz_2 ~a_1^T~ a_1")
    struck = [one.textContent for one in math.querySelectorAll(".struck")]
    assert struck == ["1/n\u2062", "a1T\u2062"]


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("dW_2 = 1/n dz_2 a_1^T", "dW 2 is 1 over n times dz 2 times a 1 transposed"),
        ("dW_2 = ~1/n~ 2/n dz_2 ~a_1^T~ a_1", "dW 2 is 2 over n times dz 2 times a 1"),
        ("dz_1 = W_2^T dz_2 ~⊙ (1 − a_1^2)~", "dz 1 is W 2 transposed times dz 2"),
    ],
)
def test_a_formula_can_be_read_aloud(modules, formula, words):
    assert modules.formula.in_words(formula) == words


def test_names_of_functions_are_upright(modules):
    names = {
        one.textContent: one.getAttribute("mathvariant")
        for one in modules.formula.math_of("a_1 = tanh(z_1)").querySelectorAll("mi")
    }
    assert names == {"a": None, "tanh": "normal", "z": None}
