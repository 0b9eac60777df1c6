"""The window's address follows what is seen, as far as the browser lets it."""

import pytest
from page_visit import Visit


@pytest.fixture
def visit(monkeypatch):
    return Visit(monkeypatch).connects()


def test_an_address_that_the_browser_refuses_keeps_no_words_back_and_is_written_later(visit):
    visit.window.may_write = False
    visit.chooses("epochs", "many")
    visit.chooses("shape", "circles")
    visit.sees_picture()
    visit.page.say("So it is.")
    visit.window.rest()
    assert "So it is." in visit.document.querySelector("#status").textContent
    assert visit.window.location.hash == ""
    visit.window.may_write = True
    visit.window.rest()
    assert visit.window.location.hash == "#shape=circles&hidden_units=3"
    assert visit.window.timers == {}
