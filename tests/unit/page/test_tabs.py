"""The tabs, the timeline, the article's links, and keys by their place: what each leads to."""

from types import SimpleNamespace

import pytest
from page_visit import Visit

from playground.look.chart_axes import room, share_of


@pytest.fixture
def visit(monkeypatch):
    return Visit(monkeypatch).connects()


# --- tabs --------------------------------------------------------------------------------


def tabs(visit):
    return visit.document.querySelectorAll("[role=tab]")


def opened(visit):
    """Return the name of the open tab; it is the only one that Tab leads to."""
    (one,) = (tab for tab in tabs(visit) if tab.ariaSelected == "true")
    assert [tab.tabIndex for tab in tabs(visit)] == [0 if tab is one else -1 for tab in tabs(visit)]
    assert visit.document.documentElement.dataset.tab == one.dataset.tab
    return one.dataset.tab


@pytest.mark.parametrize("name", ["listing", "data", "network", "training", "view"])
def test_a_click_opens_one_tab(visit, name):
    visit.document.querySelector(f"[role=tab][data-tab={name}]").send("click")
    assert opened(visit) == name


@pytest.mark.parametrize(
    ("begin", "key", "end"),
    [
        ("listing", "ArrowRight", "data"),
        ("data", "ArrowLeft", "listing"),
        ("view", "ArrowRight", "listing"),
        ("listing", "ArrowLeft", "view"),
    ],
)
def test_the_arrow_keys_lead_around(visit, begin, key, end):
    for place, tab in enumerate(tabs(visit)):
        tab.offsetLeft = place
    event = visit.document.querySelector(f"[role=tab][data-tab={begin}]").send("keydown", key=key)
    assert opened(visit) == end
    assert visit.document.activeElement.dataset.tab == end
    assert event.is_prevented


def test_the_arrow_keys_follow_what_is_seen(visit):
    # On a phone the first tab comes last.
    for place, tab in zip([9, 1, 2, 3, 4], tabs(visit), strict=True):
        tab.offsetLeft = place
    visit.document.querySelector("[role=tab][data-tab=data]").send("keydown", key="ArrowRight")
    assert opened(visit) == "network"
    visit.document.querySelector("[role=tab][data-tab=view]").send("keydown", key="ArrowRight")
    assert opened(visit) == "listing"


def test_other_keys_are_left_alone(visit):
    visit.document.querySelector("[role=tab][data-tab=data]").send("click")
    event = visit.document.querySelector("[role=tab][data-tab=data]").send("keydown", key="Enter")
    assert not event.is_prevented
    assert opened(visit) == "data"


# --- the timeline ------------------------------------------------------------------------


def pointer(visit, kind, epoch, scale="log", **facts):
    """Let a pointer do something where the *epoch* lies on the chart."""
    chart = visit.document.querySelector("#chart")
    left, _, right, _ = room(chart.clientWidth)
    width = chart.clientWidth - left - right
    x = 10 + left + width * share_of(epoch, 1000, scale)
    chart.send(kind, **{"pointerId": 1, "button": 0, "clientX": x, **facts})


def gone_to(visit):
    return [message["epoch"] for message in visit.worker.of_kind("go_to")]


@pytest.mark.parametrize("scale", ["log", "linear"])
@pytest.mark.parametrize("epoch", [0, 1, 10, 300, 1000])
def test_a_pointer_leads_to_the_epoch_under_it(visit, scale, epoch):
    visit.page.choose({"time_scale": scale})
    visit.sees_picture()
    pointer(visit, "pointerdown", epoch, scale)
    assert gone_to(visit) == [epoch]
    assert visit.document.activeElement.id == "timeline"
    assert visit.document.querySelector("#chart").captured == 1


def test_it_follows_the_pointer_while_it_is_down(visit):
    visit.sees_picture()
    pointer(visit, "pointermove", 5)
    pointer(visit, "pointerdown", 10)
    pointer(visit, "pointermove", 20)
    pointer(visit, "pointermove", 500, pointerId=2)
    pointer(visit, "pointerdown", 700, pointerId=2)
    pointer(visit, "pointerup", 20)
    pointer(visit, "pointermove", 30)
    assert gone_to(visit) == [10, 20]
    pointer(visit, "pointerdown", 30, pointerId=2)
    pointer(visit, "pointercancel", 30, pointerId=2)
    pointer(visit, "pointermove", 40, pointerId=2)
    assert gone_to(visit) == [10, 20, 30]


@pytest.mark.parametrize(("x", "epoch"), [(-500, 0), (5000, 1000)])
def test_beyond_the_ends_of_the_axis_is_the_end(visit, x, epoch):
    visit.sees_picture()
    pointer(visit, "pointerdown", 0, clientX=x)
    assert gone_to(visit) == [epoch]


def test_another_button_of_the_mouse_goes_nowhere(visit):
    visit.sees_picture()
    pointer(visit, "pointerdown", 10, button=2)
    assert gone_to(visit) == []


def test_the_axis_ends_where_the_training_does(visit):
    visit.sees_picture(end=40, epoch=12, train_loss=0.12345)
    timeline = visit.document.querySelector("#timeline")
    assert (timeline.max, timeline.value) == ("40", "12")
    assert timeline.getAttribute("aria-valuetext") == "epoch 12, loss 0.123"
    pointer(visit, "pointerdown", 1000)
    assert gone_to(visit) == [40]


def test_without_points_there_is_no_loss_to_tell(visit):
    visit.sees_picture(epoch=0, train_loss=None, train_accuracy=None, penalized_loss=None)
    timeline = visit.document.querySelector("#timeline")
    assert timeline.getAttribute("aria-valuetext") == "epoch 0"


# --- the article -------------------------------------------------------------------------


@pytest.fixture
def article(visit):
    return visit.modules.article.Article(visit.page)


@pytest.mark.usefixtures("article")
def test_a_link_of_the_article_shows_it_on_the_bench_and_there_is_a_way_back(visit):
    link = visit.document.querySelector(".show")
    link.send("click")
    assert visit.window.scrolled_to == (0, 0)
    assert link.ariaCurrent == "true"
    back = visit.document.querySelector("#back")
    assert not back.hidden
    visit.document.querySelectorAll(".show")[-1].send("click")
    assert link.ariaCurrent is None
    back.send("click")
    assert back.hidden
    last = visit.document.querySelectorAll(".show")[-1]
    assert last.is_in_view
    assert visit.document.activeElement is last


@pytest.mark.usefixtures("article")
def test_a_line_of_the_listing_is_shown_by_the_article(visit):
    visit.sees_first_picture()
    lines = visit.document.querySelectorAll(".show[data-line]")
    assert lines
    for link in lines:
        link.send("click")
        assert opened(visit) == "listing"
        marked = visit.document.querySelectorAll("#listing [aria-current]")
        assert [one.dataset.quantity for one in marked] == [link.dataset.line]


@pytest.mark.usefixtures("article")
def test_a_unit_is_shown_by_the_article(visit):
    links = visit.document.querySelectorAll(".show[data-look]")
    assert links
    for link in links:
        link.send("click")
        layer, unit = link.dataset.look.split(",")
        assert visit.page.view.looked[-1] == (int(layer), int(unit))


# --- keys --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "code", "letter"),
    [
        ("z", "KeyZ", "z"),
        ("Z", "KeyZ", "z"),
        ("y", "KeyZ", "y"),  # a German keyboard: the letter counts
        ("я", "KeyZ", "z"),  # a Russian one has no z: the place counts
        ("σ", "KeyS", "s"),
        ("Escape", "Escape", "escape"),
        (" ", "Space", " "),
        ("1", "Digit1", "1"),
    ],
)
def test_a_key_is_its_letter_or_its_place_where_the_layout_has_others(visit, key, code, letter):
    assert visit.modules.browser.letter_of(SimpleNamespace(key=key, code=code)) == letter
