"""A training begins where a link, or the last visit, has left it."""

import pytest
from page_visit import Visit

from playground.settings.values import defaults


@pytest.fixture
def visit(monkeypatch):
    return Visit(monkeypatch).connects()


def _sent(message):
    return message["kind"], message["epoch"]


@pytest.mark.parametrize(("said", "epoch"), [("", -1), ("&epoch=0", 0), ("&epoch=40", 40)])
def test_a_link_begins_where_it_says_also_for_a_reader_who_has_paused(visit, said, epoch):
    visit.page.open_address(f"shape=blobs&hidden_units=1{said}")
    assert visit.values_sent() == {**defaults("blobs"), "hidden_units": 1}
    assert _sent(visit.worker.messages[-1]) == ("begin", epoch)


@pytest.mark.parametrize(
    ("address", "epoch"), [("", 0), ("#article", 0), ("#shape=moons", -1), ("#epoch=7", 7)]
)
def test_a_visit_begins_untrained_unless_its_address_has_settings(monkeypatch, address, epoch):
    visit = Visit(monkeypatch, address).connects()
    assert [_sent(message) for message in visit.worker.of_kind("begin")] == [("begin", epoch)]
    assert visit.values_sent() == defaults()


@pytest.mark.parametrize("is_up", [False, True])
def test_a_training_that_settings_alone_begin_is_not_yet_what_a_link_shows(monkeypatch, is_up):
    visit = Visit(monkeypatch, "#shape=circles&epoch=7")
    if is_up:
        visit.connects().sees_picture(state="done")
        visit.page.open_address("shape=moons&epoch=40")
    else:
        visit.connects()
    (settings, begin) = (visit.worker.of_kind(kind)[-1] for kind in ("settings", "begin"))
    before = visit.state
    visit.sees_picture(state="done", epoch=1000, change=settings["change"])
    assert visit.state == before
    assert visit.page.beginning.is_under_way
    visit.sees_picture(state="paused", epoch=40, change=begin["change"])
    assert visit.state == ("paused" if is_up else "ready")
    assert not visit.page.beginning.is_under_way


@pytest.mark.parametrize(
    ("state", "epoch", "said"),
    [
        *(("paused", 0, "&epoch=0"), ("paused", 40, "&epoch=40"), ("paused", 1000, "")),
        # A run that is reloaded asks again.
        *(("running", 40, "&epoch=0"), ("done", 40, ""), ("diverged", 40, "")),
    ],
)
def test_the_address_says_where_a_pause_is(visit, state, epoch, said):
    visit.sees_picture(state=state, epoch=epoch)
    visit.window.rest()
    assert visit.window.location.hash == f"#shape=moons&hidden_units=3{said}"


AGAIN = "Python stopped and was started again"


@pytest.fixture
def survivor(monkeypatch):
    """A visit of a page whose Python had died; the engine is not up yet."""
    return Visit(monkeypatch, "shape=moons&epoch=20", begun_again="death")


def test_who_had_to_begin_again_says_so_once_all_is_as_it_was(survivor):
    survivor.connects()
    survivor.sees_picture(state="running", stop_reason="")
    assert AGAIN not in survivor.status
    survivor.sees_picture(state="paused", stop_reason="")
    assert AGAIN in survivor.status
    survivor.chooses("shape", "circles")
    survivor.sees_picture()
    assert AGAIN not in survivor.status


def test_who_presses_a_button_meanwhile_is_told_too(survivor):
    survivor.page.act("step")
    survivor.connects().sees_picture(state="paused", stop_reason="")
    assert AGAIN in survivor.status


@pytest.mark.parametrize("is_up", [False, True])
def test_who_goes_elsewhere_meanwhile_has_no_use_for_that(survivor, is_up):
    if is_up:
        survivor.connects().page.act("step")
        survivor.page.open_address("shape=circles")
    else:
        survivor.chooses("shape", "circles")
        survivor.connects()
    survivor.sees_picture()
    assert AGAIN not in survivor.status
