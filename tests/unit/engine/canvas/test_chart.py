"""The chart of the loss on its canvas: what the browser is asked for."""

import pytest
from fake_browser import Canvas, Worker

from playground.look.theme import THEMES
from playground.session.session import Session
from playground.settings.values import defaults


@pytest.fixture
def worker():
    """The chart, in a worker."""
    with Worker().importing("engine.canvas.chart") as module:
        module.SECONDS_FOR_LOSSES = float("inf")
        yield module


def painted(worker, session, density=1, theme="light", size=(480, 90)):
    """Return the canvas on which the losses of a *session* have been painted, all of them."""
    canvas = Canvas()
    chart = worker.LossChart(canvas, *size, density, theme)
    assert chart.paint(session) is True
    return canvas


def session_at(epoch, **changed):
    """Return a session after 100 epochs that shows an earlier one."""
    session = Session({**defaults(), "epochs": 100, **changed})
    session.advance(float("inf"))
    session.go_to(epoch)
    return session


def strokes(canvas):
    """Return the outline, the dashes and the look of each stroke."""
    found, dashes = [], []
    for name, arguments, look in canvas.context.calls:
        if name == "setLineDash":
            dashes = list(arguments[0])
        elif name == "stroke":
            found.append((arguments[0].text, dashes, look))
    return found


def test_the_canvas_gets_the_size_of_the_chart(worker):
    canvas = painted(worker, session_at(50), density=2.5)
    assert (canvas.width, canvas.height) == (1200, 225)


@pytest.mark.parametrize("theme", THEMES)
def test_the_past_is_ink_and_what_was_trained_beyond_it_a_hairline(worker, theme):
    _, future, past, playhead, edge = strokes(painted(worker, session_at(40), theme=theme))
    looks = THEMES[theme]
    assert (past[2]["strokeStyle"], past[2]["lineWidth"]) == (looks.line, 2)
    assert (future[2]["strokeStyle"], future[2]["lineWidth"]) == (looks.control, 1.2)
    assert past[1] == future[1] == []
    # Both have the knob for one end.
    assert past[0].split()[-2:] == future[0][1:].split()[:2]
    assert playhead[2]["strokeStyle"] == looks.line
    assert edge[2]["strokeStyle"] == looks.ground


def test_the_test_is_dashed_in_the_same_ink(worker):
    drawn = strokes(painted(worker, session_at(40, test_fraction=0.3)))
    _, future, future_test, past, past_test, _, _ = drawn
    assert past_test[1] == future_test[1] == [5, 3]
    assert past[1] == future[1] == []
    assert past_test[2]["strokeStyle"] == past[2]["strokeStyle"] == THEMES["light"].line


def test_at_the_end_there_is_no_future(worker):
    _, past, playhead, _ = strokes(painted(worker, session_at(100)))
    assert past[2]["lineWidth"] == 2
    assert float(playhead[0][1:].split()[0]) == pytest.approx(471)


def test_before_the_training_there_are_axes_and_the_knob(worker):
    session = Session({**defaults(), "epochs": 100, "loss_scale": "linear"})
    canvas = painted(worker, session)
    _, playhead, _ = strokes(canvas)
    assert float(playhead[0][1:].split()[0]) == 36
    assert len(canvas.context.named("fill")) == 1
    texts = [arguments[0] for _, arguments, _ in canvas.context.named("fillText")]
    assert texts[:4] == ["0", "1", "10", "100 epochs"]
    assert texts[4:7] == ["0", "½", "1"]
    assert texts[7].startswith("loss before training: 0.")


def test_without_points_there_are_axes_and_the_playhead(worker):
    canvas = painted(worker, Session({**defaults("custom"), "points": ""}))
    assert len(strokes(canvas)) == 2
    assert not canvas.context.named("fill")


def test_rules_lie_on_device_pixels(worker):
    for density in (1, 1.5, 2):
        outline, _, _ = strokes(painted(worker, session_at(40), density))[0]
        rules = [rule for rule in outline.split("M") if "H" in rule]
        places = [float(rule.split("H")[0].split()[1]) * density for rule in rules]
        assert len(places) >= 2
        assert [place % 1 for place in places] == pytest.approx([0.5] * len(places))


def test_scales_are_those_of_the_settings(worker):
    def texts(**changed):
        canvas = painted(worker, session_at(40, **changed))
        return [arguments[0] for _, arguments, _ in canvas.context.named("fillText")]

    assert "½" in texts(loss_scale="linear")
    assert "½" not in texts(loss_scale="log")


def test_of_many_losses_a_part_comes_with_each_painting(worker, monkeypatch):
    monkeypatch.setattr(worker, "SECONDS_FOR_LOSSES", 0)
    session = session_at(40)
    chart = worker.LossChart(Canvas(), 480, 90, 1, "light")
    complete = [chart.paint(session) for _ in range(101)]
    assert complete[0] is False
    assert complete[-1] is True


def test_a_chart_takes_few_calls(worker):
    # Each costs some microseconds on the way from Python to the browser.
    canvas = painted(worker, session_at(40, test_fraction=0.3))
    assert len(canvas.context.calls) < 40


def test_the_healthy_curve_is_a_hairline_with_a_name(worker):
    session = session_at(40, mistake="doubled")
    canvas = painted(worker, session)
    _, healthy, *_ = strokes(canvas)
    assert (healthy[2]["lineWidth"], healthy[2]["strokeStyle"]) == (1.2, THEMES["light"].numbers)
    texts = [arguments[0] for _, arguments, _ in canvas.context.named("fillText")]
    assert "without the mistake" in texts
    assert len(canvas.context.calls) < 40


def test_the_chart_is_complete_when_the_healthy_curve_is(worker, monkeypatch):
    monkeypatch.setattr(worker, "SECONDS_FOR_LOSSES", 0.001)
    session = session_at(40, mistake="doubled", epochs=2000)
    chart = worker.LossChart(Canvas(), 480, 90, 1, "light")
    complete = [chart.paint(session) for _ in range(500)]
    assert complete[0] is False
    assert complete[-1] is True


def test_a_refused_training_has_the_healthy_curve_alone(worker):
    session = session_at(0, mistake="no_transpose")
    texts = [arguments[0] for _, arguments, _ in painted(worker, session).context.named("fillText")]
    assert "without the mistake" in texts
    assert not any(text.startswith("loss before") for text in texts)
