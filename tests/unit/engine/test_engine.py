"""The engine, with real messages and stand-ins for the browser: what is shown, and what is said."""

import asyncio
import itertools
from time import perf_counter

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stage import CANVASES, SECONDS_PER_FRAME, VIEW, Chart, Plot, Stage, scene

from engine import engine as engine_module
from engine.engine import NO_MATPLOTLIB
from engine.point_edits import ERASE
from messages import ACTIONS
from playground.custom import codec
from playground.data import MAX_SAMPLES, generate
from playground.fast import trainer as trainer_module
from playground.look.chart_axes import share_of
from playground.session import session as session_module
from playground.session.session import SECONDS_OF_RUN, Session
from playground.settings.table import CUSTOM, NOISE
from playground.settings.values import defaults

NOWHERE = {"layer": -1, "unit": -1}
FEW = codec.pack(np.array([[-0.5, 0.5, 0.1], [0.0, 0.25, -0.4]]), np.array([0, 1, 1]))
TABLE = "1,2,a\n3,5,b\n2,2,a\n"


def middle_of(plane, *places):
    """Return *places* of the plane as shares of the picture."""
    return (plane.to_pixels(np.array(places, dtype=float).T) / plane.pixels).T.tolist()


def drawn(*places, tool="1", begins=True):
    return {"kind": "draw", "tool": tool, "places": list(places), "begins": begins}


def points_of(session):
    return codec.unpack(session.values["points"])


# --- the beginning ---------------------------------------------------------------------


@scene
async def test_the_first_picture_is_of_a_trained_network_and_comes_at_once(stage):
    stage.post_opening(epochs=40)
    await stage.settle()
    (picture,) = stage.sent
    true = Session({**defaults(), "epochs": 40})
    true.advance(float("inf"))
    assert (picture["state"], picture["stop_reason"], picture["problem"]) == ("done", "epochs", "")
    assert (picture["change"], picture["frame"], picture["painter"]) == (2, 1, "sketch")
    assert picture["sizes"] == [2, 3, 1]
    assert picture["inspected"] is None
    for name, value in true.metrics().items():
        assert picture[name] == (value if value is None else pytest.approx(value))


@scene
async def test_it_is_told_when_the_first_picture_is_on_the_screen_and_then_matplotlib_draws(stage):
    await stage.open()
    kinds = [message["kind"] for message in stage.sent if message["kind"] != "chart"]
    assert kinds == ["picture", "shown", "picture"]
    assert [picture["painter"] for picture in stage.pictures] == ["sketch", "matplotlib"]
    # The chart comes after the first picture, and once more with the second.
    assert (stage.display.picture.painted, stage.display.chart.painted) == (1, 2)
    assert stage.marks == ["picture", "matplotlib"]


@scene
async def test_the_first_picture_has_two_frames_to_get_onto_the_screen(stage):
    stage.post_opening()
    await stage.settle()
    await stage.frame()
    assert not stage.all_of("shown")
    await stage.frame()
    assert stage.all_of("shown")


def test_without_matplotlib_the_sketch_goes_on_and_that_is_said_once(capsys):
    async def play():
        async with Stage(plot=ImportError("no such file")) as stage:
            await stage.open()
            stage.choose(hidden_units=2)
            await stage.rest()
            assert [notice["text"] for notice in stage.all_of("notice")] == [NO_MATPLOTLIB]
            assert [picture["painter"] for picture in stage.pictures] == ["sketch"] * 2
            assert stage.last()["sizes"] == [2, 2, 1]
            assert stage.display.chart.painted > 0
            assert not stage.all_of("fault")

    asyncio.run(play())
    assert "no such file" in capsys.readouterr().out


@scene
async def test_nothing_is_done_before_it_is_said_where_how_and_what(stage, capsys):
    stage.choose()
    stage.post("act", action="run")
    stage.post(**VIEW)
    await stage.settle()
    assert stage.sent == []
    await stage.open(hidden_units=5)
    assert stage.last()["sizes"] == [2, 5, 1]
    assert "settings came before canvases" in capsys.readouterr().err


@scene
async def test_other_canvases_are_refused(stage, capsys):
    await stage.open()
    canvas = stage.display.picture.canvas
    stage.post(**CANVASES)
    await stage.rest()
    assert stage.display.picture.canvas is canvas
    assert "canvases has come before" in capsys.readouterr().err


@scene
async def test_what_the_reader_did_before_python_was_there_comes_after_the_first_training(stage):
    stage.post_opening(epochs=40)
    stage.post("go_to", epoch=7)
    await stage.settle()
    (picture,) = stage.pictures
    assert (picture["epoch"], picture["last_epoch"], picture["state"]) == (7, 40, "paused")


# --- the loop --------------------------------------------------------------------------


@scene
async def test_a_single_message_waits_for_no_frame(stage):
    await stage.open()
    before = len(stage.pictures)
    stage.choose(hidden_units=4)
    await stage.settle()
    assert stage.last()["sizes"] == [2, 4, 1]
    assert len(stage.pictures) == before + 1


@scene
async def test_there_is_one_picture_for_each_frame(stage):
    await stage.open()
    before = len(stage.pictures)
    for _ in range(20):
        for unit in range(3):
            stage.post("look", layer=0, unit=unit)
            stage.choose(learning_rate=0.5 + unit)
            await stage.settle()
        await stage.frame()
    # And one for the first message of all, which waited for no frame.
    assert len(stage.pictures) == before + 21


@scene
async def test_a_slider_is_followed_once_for_each_frame(stage, monkeypatch):
    await stage.open()
    applied = []
    apply = stage.session.apply
    monkeypatch.setattr(stage.session, "apply", lambda values: applied.append(1) or apply(values))
    for hundredth in range(60):
        stage.choose(learning_rate=(50 + hundredth) / 100)
    await stage.settle()
    assert applied == [1]
    assert stage.last()["change"] == 62
    assert stage.session.values["learning_rate"] == 1.09


@scene
async def test_a_session_at_rest_asks_for_no_frames(stage):
    await stage.open()
    before = len(stage.sent)
    await stage.frame(5)
    assert stage.waiting == []
    assert len(stage.sent) == before


@scene
async def test_a_hidden_page_which_is_shown_no_frames_lets_everything_rest(stage):
    await stage.open(speed="slow", epochs=40)
    stage.post("act", action="run")
    await stage.settle()
    before = len(stage.pictures)
    for _ in range(5):
        stage.post("inspect", layer=0, unit=1)
        await stage.settle()
    assert len(stage.pictures) == before
    await stage.frame()
    assert len(stage.pictures) == before + 1
    assert stage.last()["inspected"]["unit"] == 1


@scene
async def test_while_nobody_sees_the_page_no_epoch_is_trained_and_then_it_goes_on(stage):
    await stage.open(speed="fast", epochs=3000)
    stage.post("act", action="run")
    await stage.frame(3)
    stage.post("hidden", is_hidden=True)
    await stage.frame()
    pictures, epoch = len(stage.pictures), stage.session.epoch
    await stage.rest()  # nobody waits for a frame any more
    stage.post("inspect", layer=0, unit=1)  # what is asked for is done all the same
    await stage.rest()
    assert (len(stage.pictures), stage.session.epoch) == (pictures + 1, epoch)
    assert stage.last()["state"] == "running"
    stage.post("hidden", is_hidden=False)
    await stage.frame(20)
    assert epoch < stage.session.epoch < 3000
    assert stage.last()["state"] == "running"


@scene
async def test_a_table_is_announced_as_it_may_take_long(stage):
    await stage.open()
    stage.post("load", content=TABLE.encode(), name="")
    await stage.rest()
    kinds = [message["kind"] for message in stage.sent]
    assert kinds.index("busy") < kinds.index("points")


@scene
async def test_a_sign_of_life_is_given_without_a_frame(stage):
    await stage.open(speed="slow", epochs=40)
    stage.post("act", action="run")
    await stage.settle()
    stage.post("ping")
    assert stage.last("pong")["memory"] == 1


# --- actions ---------------------------------------------------------------------------


@scene
async def test_a_watched_training_goes_on_with_each_frame_until_it_is_over(stage):
    await stage.open(speed="fast", epochs=40)
    stage.post("act", action="run")
    await stage.settle()
    seen = [stage.last()["epoch"]]
    while stage.last()["state"] == "running":
        await stage.frame()
        seen.append(stage.last()["epoch"])
    assert seen == sorted(seen)
    assert (seen[0], seen[-1]) == (1, 40)
    # Time passes as on the chart's axis, from the first epoch on.
    seconds = SECONDS_OF_RUN["fast"] * (1 - share_of(1, 40, "log"))
    assert len(seen) * SECONDS_PER_FRAME == pytest.approx(seconds, abs=2.5 * SECONDS_PER_FRAME)
    await stage.rest()
    assert stage.last()["state"] == "done"


@scene
async def test_a_lesson_begins_where_the_page_says(stage):
    await stage.open(begins=0, epochs=40)
    first = stage.pictures[0]
    assert (first["state"], first["epoch"], first["last_epoch"], first["end"]) == (
        "paused",
        0,
        0,
        40,
    )
    stage.choose(epochs=40, hidden_units=2)
    await stage.rest()
    assert (stage.last()["state"], stage.last()["epoch"]) == ("paused", 0)
    stage.begin(7)
    await stage.rest()
    assert (stage.last()["state"], stage.last()["epoch"]) == ("paused", 7)
    stage.begin()
    await stage.rest()
    assert (stage.last()["state"], stage.last()["epoch"]) == ("done", 40)


@scene
async def test_a_picture_says_which_beginning_it_is_of(stage):
    await stage.open(epochs=20)
    stage.choose(epochs=40)
    await stage.rest()
    before = stage.last()
    stage.begin(7)
    await stage.rest()
    assert {one["change"] for one in stage.pictures if one["frame"] > before["frame"]} == {
        before["change"] + 1
    }


@scene
async def test_a_picture_says_how_many_points_there_are_and_where_the_training_ends(stage):
    await stage.open(test_fraction=0.3, epochs=3)
    assert (stage.last()["n_train"], stage.last()["n_test"], stage.last()["end"]) == (70, 30, 3)
    stage.post("act", action="step")
    await stage.rest()
    assert (stage.last()["epoch"], stage.last()["end"]) == (4, 4)


@scene
async def test_weights_set_by_hand_are_told_taken_back_or_trained_on(stage):
    await stage.open(epochs=5)
    before = stage.session.network.weights[0].copy()
    assert not stage.last()["by_hand"]
    stage.post("weight", layer=0, unit=1, source=1, value=-2.5)
    await stage.rest()
    assert stage.last()["by_hand"]
    stage.post("act", action="undo_weights")
    await stage.rest()
    assert not stage.last()["by_hand"]
    assert (stage.session.network.weights[0] == before).all()
    stage.post("weight", layer=0, unit=1, source=1, value=-2.5)
    stage.post("act", action="train_on")
    await stage.rest()
    assert (stage.last()["state"], stage.last()["epoch"], stage.last()["end"]) == ("done", 10, 10)
    assert not stage.last()["by_hand"]


@scene
async def test_pause_step_and_reset(stage):
    await stage.open(epochs=400)
    stage.post("act", action="run")
    await stage.settle()
    stage.post("act", action="pause")
    await stage.frame()
    assert (stage.last()["state"], stage.last()["epoch"]) == ("paused", 1)
    stage.post("act", action="step")
    stage.post("act", action="step")
    await stage.rest()
    assert (stage.last()["state"], stage.last()["epoch"]) == ("paused", 3)
    stage.post("act", action="reset")
    await stage.rest()
    assert (stage.last()["state"], stage.last()["epoch"]) == ("paused", 0)
    assert stage.last()["last_epoch"] == 0
    stage.begin()
    await stage.rest()
    assert (stage.last()["state"], stage.last()["epoch"]) == ("done", 400)


@scene
async def test_one_can_go_to_any_epoch_and_the_last_one_asked_for_counts(stage):
    await stage.open(epochs=100)
    for epoch in range(100, 30, -1):
        stage.post("go_to", epoch=epoch)
    await stage.settle()
    assert (stage.last()["epoch"], stage.last()["last_epoch"]) == (31, 100)
    before = len(stage.pictures)
    stage.post("go_to", epoch=2**53)
    await stage.rest()
    assert stage.last()["epoch"] == 100
    assert len(stage.pictures) == before + 1


# --- looking ---------------------------------------------------------------------------


@scene
async def test_a_unit_is_shown_alone_for_as_long_as_it_is_there(stage):
    await stage.open(layers=2)
    for layer, unit, shown in (
        *((0, 1, (0, 1)), (2, 0, (2, 0)), (0, 3, None), (3, 0, None)),
        *((20000, 0, None), (-1, -1, None), (1, 2, (1, 2))),
    ):
        stage.post("look", layer=layer, unit=unit)
        await stage.rest()
        assert stage.display.unit == stage.display.network.chosen == shown
    stage.choose(layers=1)
    await stage.rest()
    assert stage.display.unit is None


@scene
async def test_the_numbers_of_a_unit_are_told_with_every_picture(stage):
    await stage.open(speed="slow", epochs=5)
    stage.post("inspect", layer=0, unit=2)
    stage.post("act", action="run")
    await stage.settle()
    await stage.frame()
    network = stage.session.network
    assert stage.last()["inspected"] == {
        **{"layer": 0, "unit": 2, "bias": network.biases[0][2, 0]},
        "weights": network.weights[0][2].tolist(),
    }
    stage.post("inspect", **NOWHERE)
    await stage.rest()
    assert stage.last()["inspected"] is None


@scene
async def test_a_weight_is_set_by_hand_if_there_is_such_a_connection(stage):
    await stage.open()
    stage.post("weight", layer=0, unit=1, source=1, value=-2.5)
    stage.post("weight", layer=1, unit=0, source=-1, value=7.0)
    await stage.rest()
    network = stage.session.network
    assert (network.weights[0][1, 1], network.biases[1][0, 0]) == (-2.5, 7.0)
    assert stage.last()["state"] == "paused"
    before = [array.copy() for array in (*network.weights, *network.biases)]
    for layer, unit, source in ((0, 3, 0), (0, 0, 2), (2, 0, 0), (-1, -1, 0), (1, 0, 3)):
        stage.post("weight", layer=layer, unit=unit, source=source, value=1.0)
    await stage.rest()
    now = (*network.weights, *network.biases)
    assert all(np.array_equal(one, other) for one, other in zip(before, now, strict=True))


@scene
async def test_another_view_is_painted_anew_on_the_same_canvases(stage):
    await stage.open()
    before, canvas = len(stage.pictures), stage.display.picture.canvas
    for size in range(400, 430):
        stage.post(**{**VIEW, "size": size, "theme": "dark", "network": [700, 260]})
    await stage.rest()
    assert len(stage.pictures) == before + 1
    picture, network = stage.display.picture, stage.display.network
    assert (picture.name, picture.size, picture.canvas) == ("matplotlib", 429, canvas)
    assert (picture.data_drawn, picture.painted) == (1, 1)
    assert network.size == (700, 260)
    assert stage.display.chart.painted == 1


@scene
async def test_points_are_drawn_anew_only_when_they_are_others(stage):
    await stage.open(test_fraction=0.2)
    picture = stage.display.picture
    assert picture.data_drawn == 1
    stage.choose(test_fraction=0.2, hidden_units=5, surface="confidence")
    await stage.rest()
    assert picture.data_drawn == 1
    assert len(picture.plane.data.groups) == 4
    stage.choose(test_fraction=0.2, hidden_units=5, test_points="off")
    await stage.rest()
    assert picture.data_drawn == 2
    assert len(picture.plane.data.groups) == 2
    stage.choose(test_fraction=0.2, data_seed=1)
    await stage.rest()
    assert picture.data_drawn == 3


# --- the chart -------------------------------------------------------------------------


@pytest.fixture
def slow_chart(monkeypatch):
    """Let a chart take eight frames until it is complete."""
    monkeypatch.setattr(Chart, "needed", 8)


@scene
async def test_a_chart_that_takes_long_is_completed_a_little_in_each_frame(stage, slow_chart):
    await stage.open()
    assert stage.display.chart.painted == 8
    pictures = len(stage.pictures)
    await stage.frame(5)
    assert stage.display.chart.painted == 8
    assert len(stage.pictures) == pictures


@scene
async def test_a_chart_has_one_completion_whatever_the_pointer_does(stage, monkeypatch):
    await stage.open()
    monkeypatch.setattr(Chart, "needed", 1000)
    before = stage.display.chart.painted
    for move in range(20):
        stage.post("look", layer=0, unit=move % 3)
        await stage.frame()
    # One with the first message, which waited for no frame, and one with each frame since then.
    assert stage.display.chart.painted <= before + 21
    assert len(stage.waiting) == 1


@scene
async def test_during_a_training_the_chart_follows_25_times_a_second(stage, monkeypatch):
    await stage.open(speed="slow", epochs=300)
    clock = itertools.count(perf_counter(), 1 / 120)  # a chart looks at it twice
    monkeypatch.setattr("engine.engine.perf_counter", lambda: next(clock))
    before = stage.display.chart.painted
    stage.post("act", action="run")
    await stage.frame(120)
    assert stage.last()["state"] == "running"
    assert 20 <= stage.display.chart.painted - before <= 30


# --- own points ------------------------------------------------------------------------


@scene
async def test_a_stroke_is_on_the_picture_before_the_page_hears_of_it(stage):
    await stage.open(shape=CUSTOM, points=FEW)
    plane, before = stage.display.plane, len(stage.sent)
    stage.post(**drawn(*middle_of(plane, (0.2, 0.3), (-1.0, 0.75))))
    await stage.settle()
    picture, points = [message for message in stage.sent[before:] if message["kind"] != "chart"][:2]
    assert (picture["kind"], picture["change"]) == ("picture", 2)
    assert sum(group.X.shape[1] for group in stage.display.plane.data.groups) == 5
    X, y = codec.unpack(points["code"])
    assert np.allclose(X[:, 3:].T, [(0.2, 0.3), (-1.0, 0.75)], atol=0.001)
    assert y.tolist() == [0, 1, 1, 1, 1]
    assert stage.session.values["points"] == points["code"]
    assert (points["edit"], points["begins"], points["is_copy"]) == (1, True, False)
    assert points["words"] == ""


@scene
async def test_generated_points_become_own_ones_when_a_tool_is_taken(stage):
    await stage.open(noise=0.1, test_fraction=0.2)
    stage.post(**drawn())
    await stage.rest()
    points, values = stage.last("points"), stage.session.values
    assert (points["is_copy"], points["edit"]) == (True, 1)
    assert points["code"] == codec.pack(*generate("moons", noise=0.1))
    assert (values["shape"], values["noise"]) == (CUSTOM, NOISE[CUSTOM])
    assert values["points"] == points["code"]
    assert values["test_fraction"] == 0.2


@scene
async def test_edits_are_counted_from_the_one_that_the_page_knows(stage):
    await stage.open(shape=CUSTOM, points=FEW, edit=7)
    for number in (8, 9):
        stage.post(**drawn([0.5, 0.5], begins=number == 8))
        await stage.rest()
        points = stage.last("points")
        assert (points["edit"], points["begins"]) == (number, number == 8)


@scene
async def test_points_are_packed_once_for_each_picture_and_each_stroke_is_one_edit(
    stage, monkeypatch
):
    await stage.open(shape=CUSTOM, points=FEW)
    packed, pack = [], codec.pack
    monkeypatch.setattr(codec, "pack", lambda X, y: packed.append(len(y)) or pack(X, y))
    pictures = len(stage.pictures)
    for stroke in range(3):
        for move in range(20):
            stage.post(**drawn([0.3 + move / 100, 0.4 + stroke / 10], begins=move == 0))
    await stage.rest()
    assert packed == [23, 43, 63]
    assert len(stage.pictures) == pictures + 3
    assert [points["begins"] for points in stage.all_of("points")] == [True] * 3
    assert [points["edit"] for points in stage.all_of("points")] == [1, 2, 3]


@scene
async def test_an_eraser_takes_points_away(stage):
    await stage.open(shape=CUSTOM, points=FEW)
    stage.post(**drawn(*middle_of(stage.display.plane, (0.5, 0.25)), tool=ERASE))
    await stage.rest()
    X, y = points_of(stage.session)
    assert (X.T.tolist(), y.tolist()) == ([[-0.5, 0.0], [0.1, -0.4]], [0, 1])


@scene
async def test_a_table_becomes_points_and_words(stage):
    await stage.open()
    stage.post("load", content=TABLE.encode(), name="t.csv")
    await stage.rest()
    points = stage.last("points")
    assert points["words"]
    assert (points["begins"], points["is_copy"]) == (True, False)
    assert stage.session.values["points"] == points["code"]
    assert points_of(stage.session)[1].tolist() == [0, 1, 0]


@pytest.mark.parametrize("what", ["table", "stroke"])
@scene
async def test_what_is_refused_changes_nothing(stage, what):
    shape = {"shape": CUSTOM, "points": codec.pack(*generate("moons", MAX_SAMPLES)), "epochs": 1}
    await stage.open(**(shape if what == "stroke" else {}))
    values, network = dict(stage.session.values), stage.session.network
    if what == "stroke":
        stage.post(**drawn([0.5, 0.5]))
    else:
        stage.post("load", content=b"{}", name="t.csv")
    await stage.rest()
    words = stage.last("refused")["text"]
    assert ("20,001 points are too many" if what == "stroke" else "t.csv was not loaded") in words
    assert stage.session.values == values
    assert stage.session.network is network
    assert not stage.all_of("points")


@scene
async def test_settings_that_have_not_heard_of_the_newest_points_leave_them(stage):
    await stage.open()
    stage.post(**drawn([0.5, 0.5]))
    stage.choose(hidden_units=2, noise=0.3)  # on their way meanwhile
    await stage.rest()
    values = stage.session.values
    assert (values["shape"], values["noise"]) == (CUSTOM, NOISE[CUSTOM])
    assert values["points"] == stage.last("points")["code"]
    assert values["hidden_units"] == 2
    assert stage.last()["change"] == 3


@scene
async def test_who_has_heard_of_the_newest_points_can_replace_them(stage):
    await stage.open(shape=CUSTOM, points=FEW)
    stage.post(**drawn([0.5, 0.5]))
    await stage.rest()
    stage.choose(shape=CUSTOM, points=FEW, edit=1)  # as undo does
    await stage.rest()
    assert stage.session.values["points"] == FEW
    stage.choose(shape="circles", edit=1)
    await stage.rest()
    assert stage.session.values["shape"] == "circles"


@scene
async def test_another_shape_that_was_chosen_meanwhile_wins_with_its_noise(stage):
    await stage.open()
    stage.post(**drawn([0.5, 0.5]))
    stage.choose(shape="circles")
    await stage.rest()
    assert (stage.session.values["shape"], stage.session.values["points"]) == ("circles", "")
    stage.choose(shape="circles", noise=0.3)
    await stage.rest()
    assert (stage.session.values["shape"], stage.session.values["noise"]) == ("circles", 0.3)


@scene
async def test_the_page_says_the_new_points_itself_and_nothing_is_made_anew(stage):
    await stage.open()
    stage.post(**drawn([0.5, 0.5]))
    await stage.rest()
    network, points = stage.session.network, stage.last("points")
    stage.choose(shape=CUSTOM, points=points["code"], edit=points["edit"])
    await stage.rest()
    assert stage.session.network is network
    assert stage.last()["change"] == 3


@scene
async def test_a_damaged_link_is_told_with_the_picture(stage):
    await stage.open(shape=CUSTOM, points="AQABAAAA")
    picture = stage.last()
    assert picture["problem"]
    assert picture["state"] == "paused"
    assert (picture["train_loss"], picture["train_accuracy"]) == (None, None)


# --- what goes wrong -------------------------------------------------------------------


@pytest.mark.parametrize("part", ["picture", "network", "chart"])
@scene
async def test_an_error_is_reported_and_is_the_end(stage, part, monkeypatch):
    await stage.open()

    def fail(*_arguments):
        raise ZeroDivisionError("of a painter")

    monkeypatch.setattr(getattr(stage.display, part), "paint", fail)
    stage.post("act", action="step")
    await stage.settle()
    assert "ZeroDivisionError: of a painter" in stage.last("fault")["text"]
    assert stage.task.done()


@scene
async def test_after_an_error_nothing_more_is_said(stage, monkeypatch):
    stage.post_opening()
    await stage.settle()
    monkeypatch.setattr(stage.display.picture, "paint", None)
    stage.post("act", action="step")
    await stage.frame(5)
    assert [message["kind"] for message in stage.sent] == ["picture", "fault"]


def test_an_error_of_what_matplotlib_draws_is_reported():
    class Broken(Plot):
        def __init__(self, *arguments):
            raise ZeroDivisionError("of a plot")

    async def play():
        async with Stage(plot=Broken) as stage:
            await stage.open()
            assert "ZeroDivisionError: of a plot" in stage.last("fault")["text"]
            assert stage.task.done()

    asyncio.run(play())


@scene
async def test_a_loss_beyond_all_numbers_is_told_as_none(stage):
    await stage.open(layers=0, n_samples=20)
    metrics = stage.session.metrics
    stage.session.metrics = lambda: {**metrics(), "penalized_loss": np.inf, "train_loss": np.nan}
    stage.post("inspect", **NOWHERE)
    await stage.rest()
    assert (stage.last()["penalized_loss"], stage.last()["train_loss"]) == (None, None)


# --- anything --------------------------------------------------------------------------

PLACE = {"layer": st.integers(-1, 4), "unit": st.integers(-1, 17)}
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "shape": st.sampled_from(["moons", "circles", CUSTOM]),
        "points": st.sampled_from(["", FEW, "AQABAAAA"]),
        "hidden_units": st.integers(1, 4),
        "layers": st.integers(0, 3),
        "learning_rate": st.sampled_from([0.1, 1.2, 1000.0]),
        "epochs": st.integers(1, 50),
        "speed": st.sampled_from(["slow", "fast"]),
        "mistakes": st.sampled_from(["on", "off"]),
        "test_fraction": st.sampled_from([0.0, 0.3]),
        "features": st.sampled_from(["x1,x2", "x1_squared,x2"]),
    },
)
MESSAGES = st.one_of(
    st.fixed_dictionaries({"kind": st.just("act"), "action": st.sampled_from(ACTIONS)}),
    st.fixed_dictionaries({"kind": st.just("go_to"), "epoch": st.integers(0, 60)}),
    st.fixed_dictionaries({"kind": st.just("look"), **PLACE}),
    st.fixed_dictionaries({"kind": st.just("inspect"), **PLACE}),
    st.fixed_dictionaries(
        {
            **{"kind": st.just("weight"), **PLACE, "source": st.integers(-1, 8)},
            "value": st.floats(-1000, 1000),
        }
    ),
    st.fixed_dictionaries(
        {
            **{"kind": st.just("draw"), "tool": st.sampled_from(["0", "1", ERASE])},
            "places": st.lists(st.lists(st.floats(-1, 2), min_size=2, max_size=2), max_size=3),
            "begins": st.booleans(),
        }
    ),
    st.fixed_dictionaries(
        {
            "kind": st.just("load"),
            "content": st.sampled_from([TABLE.encode(), b"", b"?"]),
            "name": st.text(),
        }
    ),
    st.fixed_dictionaries({"kind": st.just("settings"), "changed": VALUES}),
    st.just(VIEW),
    st.just({"kind": "ping"}),
    st.just(CANVASES),
    st.fixed_dictionaries(
        {"kind": st.just("begin"), "epoch": st.integers(-1, 60), "change": st.just(1)}
    ),
    st.just("frame"),
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(MESSAGES, max_size=12))
def test_no_message_is_the_end_of_the_engine(messages):
    async def play():
        async with Stage() as stage:  # which looks at every message that is sent
            await stage.open(n_samples=20, epochs=5)
            for message in messages:
                if message == "frame":
                    await stage.frame()
                elif message["kind"] == "settings":
                    edits = len(stage.all_of("points"))
                    stage.choose(edit=edits, n_samples=20, **message["changed"])
                else:
                    stage.post(**message)
            await stage.rest()
            assert not stage.all_of("fault")
            assert not stage.task.done()
            frames = [picture["frame"] for picture in stage.pictures]
            assert frames == list(range(1, len(frames) + 1))
            painted, session = stage.display.picture.plane, stage.session
            shown = sum(group.X.shape[1] for group in painted.data.groups)
            assert shown == session.dataset.y.size + session.dataset.y_test.size
            assert stage.last()["epoch"] == session.epoch
            assert stage.last()["state"] == session.state

    asyncio.run(play())


@scene
async def test_junk_changes_nothing(stage, capsys):
    await stage.open()
    before, state = len(stage.sent), (stage.session.values, stage.session.state)
    network = stage.session.network
    for message in (None, {"kind": "act", "action": "_enter"}, {"kind": "_do"}, {"kind": "run"}):
        stage.inbox.put(message)
    await stage.rest()
    assert len(stage.sent) == before
    assert (stage.session.values, stage.session.state) == state
    assert stage.session.network is network
    assert len(capsys.readouterr().err.splitlines()) == 4


# --- epochs that take long ---------------------------------------------------------------


@pytest.fixture
def in_small_turns(monkeypatch):
    """Let every turn train for a single call of NumPy."""
    for module, name, value in (
        (trainer_module, "POINTS_PER_PIECE", 1),
        (session_module, "SECONDS_UNTIL_REST", 0.0),
        (engine_module, "SECONDS_UNTIL_FIRST", 1e-9),
        (engine_module, "SECONDS_OF_TRAINING", 1e-9),
    ):
        monkeypatch.setattr(module, name, value)


@pytest.mark.usefixtures("in_small_turns")
@scene
async def test_the_middle_of_an_epoch_is_not_painted_and_a_pause_is_heard_there(stage):
    stage.post_opening(n_samples=20, batch_size=1, epochs=30)
    await stage.frame(9)
    seen = len(stage.pictures)
    await stage.frame(5)
    assert (stage.session.state, stage.session.training.is_amid) == ("running", True)
    assert len(stage.pictures) == seen
    stage.post("act", action="pause")
    await stage.frame()
    assert (stage.last()["state"], stage.last()["epoch"]) == ("paused", 0)
    await stage.rest()
    seen = len(stage.pictures)
    stage.post("go_to", epoch=3)
    await stage.rest()
    epochs = [picture["epoch"] for picture in stage.pictures[seen:]]
    assert epochs == [0, 1, 2, 3]
    straight = Session({**defaults(), "n_samples": 20, "batch_size": 1, "epochs": 30})
    straight.training.train(3)
    ours, theirs = (one.training.parameters.tobytes() for one in (stage.session, straight))
    assert ours == theirs


# --- for those who do not see it ----------------------------------------------------------


@scene
async def test_what_the_chart_shows_is_told_in_words_once_it_is_complete(stage):
    await stage.open(epochs=40)
    assert not stage.all_of("chart")  # this chart has not looked at the losses
    stage.session.training.curve.points()
    stage.post(**{**VIEW, "theme": "dark"})
    await stage.rest()
    (told,) = stage.all_of("chart")
    first, last = stage.session.training.curve.points()[1][[0, -1], 0]
    assert f"falls from {first:.3g} to {last:.3g} over 40 epochs." in told["text"]
    stage.post("act", action="reset")
    await stage.rest()
    assert "before the training" in stage.all_of("chart")[-1]["text"]
    stage.post("act", action="run")
    await stage.frame()
    assert stage.all_of("chart")[-1]["text"] == ""


@scene
async def test_a_picture_says_where_its_axes_begin_and_end(stage):
    await stage.open()
    plane = stage.display.plane
    assert stage.last()["axes"] == [list(ends) for ends in plane.data.limits]
