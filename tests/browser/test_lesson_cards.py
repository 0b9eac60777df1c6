"""Somebody follows a shared link to a lesson's own page, and goes back."""

import re

from playwright.sync_api import expect

from playground.settings.lessons import LESSONS

SPIRAL = LESSONS[-1]


def test_a_lessons_page_opens_the_lesson_and_back_leaves(new_reader):
    page = new_reader.page
    page.goto(f"{new_reader.address}static/demo/")  # where the link might stand
    page.goto(f"{new_reader.address}lessons/{SPIRAL.name}.html")
    page.wait_for_url(f"{new_reader.address}#*")
    new_reader.sees_untrained(SPIRAL.settings)
    expect(page.locator("#headline")).to_have_text(SPIRAL.question)
    expect(page).to_have_title(re.compile(SPIRAL.label))
    # The page is left before it loads its picture, and before it is an entry in the history.
    assert [url for url in new_reader.journal.requests if "/cards/" in url] == []
    page.go_back()
    page.wait_for_url(f"{new_reader.address}static/demo/")


def test_without_scripts_it_leads_there_too(reader_with):
    reader = reader_with(java_script_enabled=False)
    reader.page.goto(f"{reader.address}lessons/{SPIRAL.name}.html")
    reader.page.wait_for_url(f"{reader.address}#{SPIRAL.settings}&epoch=0")
    reader.journal.forgive("(csp)")  # of the page's scripts there, none may run
