"""The gates that take seconds are held, and see what they are there for."""

import json

import pytest
from gates import gate_coverage, gate_html, gate_lighthouse, gate_workflows

from tools.environment import ROOT
from tools.site import build as site

UNPINNED = """
name: Check
on: push
jobs:
  test:
    name: Test
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v4
      - run: echo ${{ github.event.head_commit.message }}
"""


def test_the_pages_of_the_site_are_valid(tmp_path):
    site.build(ROOT, tmp_path / "site", "https://example.org/play/")
    pages = sorted((tmp_path / "site").rglob("*.html"))
    assert tmp_path / "site" / "index.html" in pages
    assert gate_html.problems_in(pages) == []


def test_what_is_wrong_with_a_page_is_said_with_its_place(tmp_path):
    page = tmp_path / "page.html"
    page.write_text("<!doctype html>\n<html lang=en><title>A page</title>\n<p><div></p></div>")
    problems = gate_html.problems_in([page])
    assert any(problem.startswith(f"{page}:3: ") for problem in problems)


def test_the_workflows_ask_for_little_and_pin_what_they_use():
    assert gate_workflows.problems_in(ROOT / ".github") == []


def test_a_workflow_that_trusts_too_much_is_refused(tmp_path):
    workflows = tmp_path / ".github" / "workflows"
    workflows.mkdir(parents=True)
    (workflows / "check.yml").write_text(UNPINNED)
    problems = "\n".join(gate_workflows.problems_in(tmp_path / ".github"))
    for rule in ("unpinned-uses", "template-injection", "excessive-permissions", "artipacked"):
        assert f"[{rule}]" in problems


@pytest.mark.parametrize(("taken", "is_held"), [(95, True), (94, False)])
def test_too_few_branches_are_told(tmp_path, capsys, taken, is_held):
    counts = {"covered_branches": taken, "num_branches": 100}
    report = tmp_path / "report.json"
    report.write_text(json.dumps({"totals": counts, "files": {"some.py": {"summary": counts}}}))
    assert (gate_coverage.problems_in(report) == []) == is_held
    assert "some.py" in capsys.readouterr().out


def report_of(score, **others):
    scores = dict.fromkeys(gate_lighthouse.LEAST, score) | others
    return {"categories": {name: {"score": scores[name]} for name in scores}}


def test_the_median_of_lighthouses_marks_counts():
    marks = gate_lighthouse.marks_of([report_of(0.2), report_of(1), report_of(0.96)])
    assert marks == dict.fromkeys(gate_lighthouse.LEAST, 96)
    assert gate_lighthouse.problems_of("desktop", marks) == []


def test_a_mark_that_is_too_low_is_told_unless_it_is_known():
    low = gate_lighthouse.marks_of([report_of(1, performance=0.7, accessibility=0.9)])
    for preset, number in (("desktop", 2), ("phone", 1)):
        problems = gate_lighthouse.problems_of(preset, low)
        assert len(problems) == number
        assert any("accessibility" in problem for problem in problems)
