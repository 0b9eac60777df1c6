"""Which texts are a weight."""

import importlib

import fake_page
import pytest


@pytest.fixture
def read(monkeypatch):
    fake_page.install(monkeypatch)
    return importlib.import_module("page.network.inspector").read


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.3", 0.3),
        ("0,3", 0.3),
        (" -1,25 ", -1.25),
        ("−2.5", -2.5),
        ("1e3", 1000),
        ("", None),
        ("-", None),
        ("1,000,0", None),
        ("1000.1", None),
        ("nan", None),
        ("inf", None),
    ],
)
def test_a_number_may_have_a_comma_or_a_true_minus(read, text, value):
    assert read(text) == value
