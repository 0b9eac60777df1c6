"""What is on the canvases: one painter for each, made anew only where that is needed."""

import pytest
from stage import VIEW, Canvas, Chart, NetworkDrawing, OpenDisplay, Plot, Sketch, ViewCanvas

from playground.session.session import Session
from playground.settings.values import defaults


@pytest.fixture
def display():
    canvases = {name: Canvas() for name in ("picture", "chart", "network", "view")}
    return OpenDisplay(canvases, VIEW, Sketch, NetworkDrawing, Chart, ViewCanvas)


@pytest.fixture
def session():
    return Session({**defaults(), "epochs": 5})


def test_nothing_is_on_the_screen_until_it_is_shown(display, session):
    assert display.is_stale
    display.show(session, None)
    assert not display.is_stale
    assert display.picture.painted == 1


def test_the_axes_are_called_as_the_readers_table_has_them(display, session):
    display.show(session, None)
    assert display.plane.data.names == ("x₁", "x₂")
    session.apply({**session.values, "shape": "custom", "names": "length,width,aster,rose"})
    display.show(session, None)
    assert display.plane.data.names == ("length", "width")
    session.apply({**session.values, "names": "width,length,aster,rose"})
    display.show(session, None)
    assert display.plane.data.names == ("width", "length")
    assert display.picture.data_drawn == 3


def test_there_is_a_chart_from_the_beginning(display, session):
    assert not display.is_chart_complete
    display.show_chart(session)
    assert display.is_chart_complete
    assert display.chart.painted == 1


def test_better_means_begin_where_the_others_were(display, session):
    display.show(session, None)
    sketch = display.picture
    display.use_picture(Plot)
    assert display.is_stale
    display.show(session, (0, 1))
    assert display.painter == "matplotlib"
    assert display.picture.canvas is sketch.canvas
    assert (sketch.painted, display.picture.painted, display.picture.data_drawn) == (1, 1, 1)


def test_until_it_is_painted_a_new_picture_is_drawn_on_as_the_one_before(display, session):
    display.show(session, None)
    limits = display.plane.data.limits
    for change in (lambda: display.use_picture(Plot), lambda: display.change_view(VIEW)):
        change()
        assert display.is_stale
        assert display.plane.data.limits == limits != ((-1, 1), (-1, 1))


def test_a_better_picture_leaves_the_chart_as_it_is(display, session):
    display.show(session, None)
    display.show_chart(session)
    chart = display.chart
    display.use_picture(Plot)
    assert (display.is_stale, display.is_chart_complete) == (True, True)
    assert display.chart is chart


def test_a_chart_says_itself_when_it_is_complete(display, session, monkeypatch):
    monkeypatch.setattr(Chart, "needed", 3)
    complete = []
    for _ in range(3):
        display.show_chart(session)
        complete.append(display.is_chart_complete)
    assert complete == [False, False, True]


def test_another_view_makes_all_painters_anew(display, session):
    display.show(session, None)
    display.show_chart(session)
    before = display.picture, display.network, display.chart
    display.change_view({**VIEW, "size": 300, "network": [400, 200]})
    after = display.picture, display.network, display.chart
    assert not any(one is other for one, other in zip(before, after, strict=True))
    assert (display.size, display.picture.plane.pixels, display.network.size) == (
        300,
        300,
        (400, 200),
    )
    assert (display.is_stale, display.is_chart_complete) == (True, False)


def test_what_would_look_better_now_is_painted_once_more(display, session):
    display.show(session, None)
    display.show_chart(session)
    display.paint_again()
    assert (display.is_stale, display.is_chart_complete) == (True, False)


def test_the_canvas_of_the_views_has_its_painter_with_the_first_drawing(display):
    assert display.views is None
    display.show_drawing([], (300, 200))
    display.show_drawing(["a shape"], (300, 200))
    assert (display.views.painted, display.views.drawing) == (2, ["a shape"])
    assert (display.views.size, display.views.density) == ((300, 200), VIEW["density"])
    assert display.theme == VIEW["theme"]
