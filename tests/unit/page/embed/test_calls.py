"""What a frame takes for a call, in both Pythons."""

import importlib.util
import json

import pytest
from in_micropython import output_of

from page.embed.calls import CALLS
from tools.environment import ROOT
from tools.rooms import page_modules
from tools.site.embedding import METHODS, OF_THE_ELEMENT

CASES = ROOT / "tests/unit/page/embed/call_cases.py"
spec = importlib.util.spec_from_file_location("call_cases", CASES)
call_cases = importlib.util.module_from_spec(spec)
spec.loader.exec_module(call_cases)


@pytest.fixture(scope="module")
def problems():
    return json.loads(call_cases.outcome())[0]


def test_good_calls_are_done(problems):
    assert set(problems[: len(call_cases.GOOD)]) == {""}


def test_everything_else_is_refused_with_a_sentence(problems):
    refused = problems[len(call_cases.GOOD) :]
    assert len(refused) == len(call_cases.BAD)
    assert all(problem.endswith(".") for problem in refused)


def test_numbers_are_written_as_in_an_address():
    texts = dict(json.loads(call_cases.outcome())[1])
    assert texts == {"hidden_units": "2", "noise": "0.07", "shape": "moons", "epochs": "1000"}


def test_both_pythons_say_the_same():
    py = ROOT / "py"
    files = {name: py / name for name in page_modules(py) if name != "page/main.py"}
    said = output_of(
        "import call_cases; print(call_cases.outcome())", {**files, "call_cases.py": CASES}
    )
    assert json.loads(said) == json.loads(call_cases.outcome())


def test_there_is_a_call_for_every_method_that_is_not_the_elements_own():
    promised = {method.name for method in METHODS} - set(OF_THE_ELEMENT)
    assert set(CALLS) == promised | {"theme"}  # of which the element makes no method
