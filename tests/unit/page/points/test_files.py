"""Which of several files is taken, and what is said of the others."""

import importlib

import fake_page
import pytest


@pytest.fixture
def files(monkeypatch):
    fake_page.install(monkeypatch)
    return importlib.import_module("page.points.files")


@pytest.mark.parametrize(
    ("names", "at"),
    [
        (["a.csv"], 0),
        (["photo.png", "DATA.TSV", "b.csv"], 1),
        (["notes.doc", "iris.data"], 1),
        (["run.json", "code.py"], 0),
    ],
)
def test_the_first_table_is_taken(files, names, at):
    assert files.first_table(names) == at


def test_the_others_are_named(files):
    assert files.in_a_row(["a"]) == "a"
    assert files.in_a_row(["a", "b"]) == "a and b"
    assert files.in_a_row(["a", "b", "c", "d"]) == "a, b, c and d"
    assert files.in_a_row(list("abcdef")) == "a, b, c and 3 others"
