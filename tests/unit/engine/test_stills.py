"""Training for those who want no motion: a few pictures of a run, and the result of a choice."""

import itertools

import pytest
from stage import VIEW, scene

from engine import stills
from playground.session.session import SECONDS_OF_RUN

CALM = {**VIEW, "is_calm": True}


async def frames_of(stage, seconds):
    """Let so many *seconds* pass, a tenth in each frame; return the pictures of that time."""
    before = len(stage.pictures)
    await stage.frame(10 * seconds)
    return stage.pictures[before:]


@pytest.mark.parametrize("time_scale", ["log", "linear"])
@scene
async def test_a_run_is_a_few_stills_that_divide_the_axis_of_time(stage, time_scale):
    await stage.open(epochs=1000, time_scale=time_scale)
    stage.post(**CALM)
    stage.post("act", action="run")
    shown = await frames_of(stage, SECONDS_OF_RUN["normal"] + 1)
    epochs = [picture["epoch"] for picture in shown]
    assert stage.session.state == "done"
    assert epochs[-1] == 1000
    assert stills.STILLS <= len(epochs) <= stills.STILLS + 2
    if time_scale == "linear":
        assert max(b - a for a, b in itertools.pairwise(epochs)) < 150
    else:
        assert epochs[4] < 100


@scene
async def test_without_the_wish_it_is_an_animation(stage):
    await stage.open(epochs=1000)
    stage.post("act", action="run")
    assert len(await frames_of(stage, SECONDS_OF_RUN["normal"] + 1)) > 5 * stills.STILLS


@scene
async def test_who_asks_for_motion_has_it_at_once(stage):
    await stage.open(epochs=1000)
    stage.post(**CALM)
    stage.post("act", action="run")
    await frames_of(stage, 1)
    stage.post(**VIEW)
    assert len(await frames_of(stage, 3)) == 30


@scene
async def test_a_choice_shows_its_result_and_nothing_on_the_way(stage, monkeypatch):
    await stage.open(epochs=1)
    stage.post(**CALM)
    await stage.rest()
    before = len(stage.pictures)
    monkeypatch.setattr(stills, "SECONDS_UNTIL_SHOWN", 600)
    stage.choose(epochs=3000, hidden_units=8)
    await stage.rest()
    (picture,) = stage.pictures[before:]
    assert (picture["state"], picture["epoch"]) == ("done", 3000)


@scene
async def test_a_result_that_takes_long_is_shown_as_far_as_it_has_come(stage, monkeypatch):
    monkeypatch.setattr(stills, "SECONDS_UNTIL_SHOWN", 0)
    await stage.open(epochs=1)
    stage.post(**CALM)
    await stage.rest()
    before = len(stage.pictures)
    stage.choose(epochs=3000, hidden_units=8)
    await stage.rest()
    assert len(stage.pictures) - before > 1


@scene
async def test_what_the_reader_does_meanwhile_is_seen(stage):
    await stage.open(epochs=1000)
    stage.post(**CALM)
    stage.post("act", action="run")
    await stage.frame(3)
    stage.post("look", layer=0, unit=1)
    await stage.frame()
    assert stage.display.unit == (0, 1)
    stage.post("act", action="pause")
    await stage.frame()
    assert stage.last()["state"] == "paused"
    assert stage.last()["epoch"] == stage.session.epoch


@scene
async def test_the_chart_stands_still_between_two_stills(stage):
    await stage.open(epochs=1000)
    stage.post(**CALM)
    stage.post("act", action="run")
    await stage.frame(5)
    charts, pictures = stage.display.chart.painted, len(stage.pictures)
    await stage.frame(20)
    new = len(stage.pictures) - pictures
    assert stage.display.chart.painted - charts <= new < 20
