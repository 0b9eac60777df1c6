"""How numbers are written: digits that count, the true minus sign, and never too long."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.picture.number_text import in_digits, in_letters, in_words


@pytest.mark.parametrize(
    ("value", "text"),
    [
        *((0.0, "0"), (-0.0, "0"), (0.8312, "0.83"), (-0.8312, "−0.83"), (0.999, "1.00")),
        *((9.994, "9.99"), (9.996, "10.0"), (-12.34, "−12.3"), (123.4, "123"), (99_999, "99999")),
        *((0.0999, "0.10"), (0.0712, "0.071"), (-0.0071, "−0.0071"), (0.001, "0.0010")),
        *((0.000012, "1.2 × 10⁻⁵"), (-0.000999, "−1.0 × 10⁻³"), (123456.0, "1.2 × 10⁵")),
        *((math.inf, "∞"), (-math.inf, "−∞"), (math.nan, "NaN")),
    ],
)
def test_in_a_sentence_two_or_three_digits_count(value, text):
    assert in_words(value) == text


@pytest.mark.parametrize(
    ("value", "letters", "text"),
    [
        *((-0.0712, 5.5, "−0.071"), (-0.0712, 5, "−0.07"), (-0.0712, 4, ""), (0.83, 3.5, "0.83")),
        *((0.00123, 5.5, "0.0012"), (0.00123, 5, "0.001"), (0.00123, 4, "1e−3"), (12.34, 2, "12")),
        *((-0.0000123, 6.5, "−1.2e−5"), (-0.0000123, 5, "−1e−5"), (1234567.0, 4, "1e6")),
        *((0.0, 1, "0"), (math.nan, 3, "NaN"), (math.inf, 1, "∞"), (-math.inf, 1, "")),
    ],
)
def test_a_number_loses_digits_before_it_is_too_long(value, letters, text):
    assert in_letters(value, letters) == text


@given(value=st.floats(), letters=st.integers(1, 9))
def test_it_is_never_too_long(value, letters):
    text = in_letters(value, letters)
    assert len(text) - text.count(".") / 2 <= letters


@given(value=st.floats(-1e6, 1e6).filter(lambda value: value == 0 or abs(value) >= 1e-6))
def test_it_is_the_number_that_is_written(value):
    text = in_letters(value, 10).replace("−", "-")
    assert float(text) == pytest.approx(value, rel=0.06)


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.1234567, "0.123457"), (-2.0, "−2"), (1.5e-9, "1.5 × 10⁻⁹"), (-3e20, "−3 × 10²⁰")],
)
def test_numbers_can_have_as_many_digits_as_a_sentence_wants(value, text):
    assert in_digits(value, 6) == text
