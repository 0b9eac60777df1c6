"""What is on the canvases: one painter for each, made anew only where that is needed."""

import pytest
from stage import VIEW, Canvas, Cells, Chart, NetworkDrawing, OpenDisplay, Plot, Sketch, ViewCanvas

from playground.session.session import Session
from playground.settings.values import defaults


@pytest.fixture
def display():
    canvases = {name: Canvas() for name in ("picture", "chart", "network", "cells", "view")}
    return OpenDisplay(canvases, VIEW, Sketch, NetworkDrawing, Chart, Cells, ViewCanvas)


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


PLACES = {"kind": "cells", "size": [240, 100], "rows": [["z1", 0, 25], ["z9", 25, 25]]}


def test_cells_are_painted_where_the_page_has_the_lines(display):
    display.show_lines(str)
    assert display.cells is None
    display.place_lines(PLACES)
    display.show_lines(lambda name: name.upper() if name == "z1" else None)
    assert (display.cells.size, display.cells.canvas) == ((240, 100), display._canvases["cells"])
    assert display.cells.lines == [(0, 25, "Z1")]


def test_the_painter_of_the_cells_is_made_anew_only_where_that_is_needed(display):
    display.place_lines(PLACES)
    display.show_lines(str)
    painter = display.cells
    display.place_lines({**PLACES, "rows": [["a1", 0, 25]]})
    display.show_lines(str)
    assert display.cells is painter
    assert display.cells.lines == [(0, 25, "a1")]
    display.place_lines({**PLACES, "size": [300, 100]})
    display.show_lines(str)
    assert display.cells.size == (300, 100)
    display.change_view({**VIEW, "theme": "dark"})
    display.show_lines(str)
    assert display.cells.look == (1, "dark")


def test_what_is_enlarged_is_painted_smaller_in_a_higher_density(display, session):
    display.show(session, None)
    display.place_lines(PLACES)
    usual = display.plane.data.marker_scale
    display.change_view({**VIEW, "enlarged": 1.25})
    display.show(session, None)
    display.show_lines(str)
    display.show_drawing([], (300, 200))
    assert (display.picture.size, display.network.size) == (480 / 1.25, (600 / 1.25, 260 / 1.25))
    assert (display.cells.size, display.cells.look) == ((240 / 1.25, 80), (1.25, "light"))
    assert display.cells.lines[1] == (20, 20, "z9")
    assert display.views.density == 1.25
    # As many pixels as before, and points as large for their picture: they grow with it.
    assert display.plane.pixels == 480
    assert display.plane.data.marker_scale == usual
    # Where the reader draws, a length is one on their screen.
    assert display.size == 480
