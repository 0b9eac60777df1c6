"""The work behind "Your runs": it goes on beside the reader's own training."""

import asyncio

import pytest
from stage import Stage, scene

from playground.session.repeat import Repetition
from playground.session.session import Session
from playground.settings.values import defaults

VALUES = {**defaults(), "epochs": 40}


@scene
async def test_a_training_is_repeated_and_each_end_is_told(stage):
    await stage.open(epochs=40)
    pictures = len(stage.pictures)
    stage.post("repeat", number=1, values=VALUES, seeds=3)
    await stage.rest()
    told = stage.all_of("repeated")
    assert [message["done"] for message in told] == [0, 1, 2, 3]
    assert {message["of"] for message in told} == {3}
    true = Repetition(VALUES, 3)
    while not true.is_done:
        true.advance(1)
    assert told[-1]["results"] == [list(result) for result in true.results]
    assert len(stage.pictures) == pictures  # there is nothing new to be seen


@scene
async def test_it_goes_on_beside_a_run_with_the_settings_that_it_began_with(stage):
    await stage.open(epochs=40)
    stage.post("repeat", number=1, values={**VALUES, "epochs": 2000}, seeds=2)
    stage.post("act", action="run")
    stage.choose(epochs=40, hidden_units=5)
    await stage.rest()
    assert [result[1] for result in stage.last("repeated")["results"]] == [2000, 2000]
    assert stage.last()["state"] == "done"
    assert stage.last()["sizes"] == [2, 5, 1]


@scene
async def test_it_can_be_cancelled_and_begun_anew(stage):
    await stage.open(epochs=40)
    stage.post(
        "repeat", number=1, values={**VALUES, "epochs": 10_000, "n_samples": 2000}, seeds=100
    )
    await stage.frame(2)
    stage.post("repeat_stop")
    await stage.rest()
    assert stage.last("repeated")["done"] < 100
    stage.post("repeat", number=1, values=VALUES, seeds=1)
    await stage.rest()
    assert stage.last("repeated")["done"] == stage.last("repeated")["of"] == 1


@scene
async def test_the_curve_is_that_of_the_training_on_the_screen(stage):
    await stage.open(epochs=40, test_fraction=0.25)
    stage.post("curve")
    await stage.rest()
    curve = stage.last("curve")
    session = Session({**VALUES, "test_fraction": 0.25})
    session.advance(float("inf"))
    epochs, losses = session.training.curve.points()
    assert curve["change"] == 2
    assert curve["epochs"] == epochs.tolist()
    assert curve["train"] == pytest.approx(losses[:, 0], rel=1e-9)
    assert curve["test"] == pytest.approx(losses[:, 1], rel=1e-9)


@scene
async def test_without_points_for_the_test_the_curve_has_none(stage):
    await stage.open(epochs=40)
    stage.post("curve")
    await stage.rest()
    assert set(stage.last("curve")["test"]) == {None}


def test_what_is_asked_for_too_early_waits():
    async def play():
        async with Stage(inside=OSError("no network")) as stage:
            await stage.open(epochs=40)
            stage.post("repeat", number=1, values=VALUES, seeds=1)
            await stage.rest()
            assert stage.all_of("repeated") == []

    asyncio.run(play())
