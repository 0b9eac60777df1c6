"""The gates that take seconds are held, and see what they are there for."""

from gates import gate_html, gate_workflows

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
