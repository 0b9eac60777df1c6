"""The tables that are ready: what they hold, where they are from, and how small they are."""

import re

import pytest

from playground.custom.csv_table import read_table
from tools.environment import ROOT

TABLES = ROOT / "static/tables"
# Rows, and of each class how many.
KNOWN = {
    "iris.csv": ("petal_length,petal_width,versicolor,virginica", [50, 50]),
    "penguins.csv": ("bill_length_mm,body_mass_g,female,male", [165, 168]),
    "travel.csv": ("income,train_minutes,car,train", [59, 63]),
    "weather.csv": ("temp_min,temp_max,rain,sun", [191, 118]),
}
# Of the sources: what they say about the use of the data.
LICENCES = {
    "iris.csv": "BSD-3-Clause",
    "penguins.csv": "CC-0",
    "travel.csv": "“This is public domain.”",
    "weather.csv": "public domain",
}


def test_all_of_them_are_small_and_known():
    files = {path.name: path.stat().st_size for path in TABLES.iterdir()}
    assert set(files) == set(KNOWN)
    assert sum(files.values()) < 20_000


@pytest.mark.parametrize("name", KNOWN)
def test_each_is_read_as_it_is(name):
    table = read_table((TABLES / name).read_bytes(), name)
    names, counts = KNOWN[name]
    assert table.names == names
    assert [int((table.y == label).sum()) for label in (0, 1)] == counts


@pytest.mark.parametrize("name", KNOWN)
def test_each_says_its_source_and_licence(name):
    text = (TABLES / name).read_text(encoding="utf-8")
    notes = " ".join(line for line in text.splitlines() if line.startswith("# "))
    assert "Taken from" in notes
    assert LICENCES[name] in notes


def test_the_page_offers_each_with_its_source_and_what_to_try():
    page = (ROOT / "index.html").read_text(encoding="utf-8")
    offers = re.findall(
        r'data-ready="([^"]+)" title="[^"]*\d{4}[^"]*" disabled>\w+</button> <span>[^<]+</span>',
        page,
    )
    assert sorted(offers) == sorted(KNOWN)
