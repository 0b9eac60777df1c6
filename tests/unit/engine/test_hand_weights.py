"""Weights set by hand on their way through a link, on the engine's side."""

import numpy as np
from stage import scene

from playground.custom.weights import pack, unpack

CODE = pack(np.linspace(-2, 2, 13))


@scene
async def test_the_page_is_told_the_weights_that_are_set_by_hand_and_when_they_no_longer_are(stage):
    await stage.open()
    assert stage.all_of("weights") == []
    stage.post("weight", layer=0, unit=1, source=1, value=-2.5)
    await stage.rest()
    told = stage.last("weights")
    network = stage.session.network
    np.testing.assert_allclose(
        unpack(told["code"], 13), stage.session.training.parameters, rtol=1e-6
    )
    assert network.weights[0][1, 1] == -2.5
    before = stage.sent.index(told)
    assert stage.sent[before + 1]["kind"] == "picture"  # it is known when the picture is seen
    stage.post("look", layer=0, unit=0)
    await stage.rest()
    assert len(stage.all_of("weights")) == 1
    stage.post("act", action="undo_weights")
    await stage.rest()
    assert stage.last("weights") == {"kind": "weights", "code": "", "problem": ""}


@scene
async def test_a_link_brings_weights_to_the_epoch_that_it_names(stage):
    stage.post_opening(begins=40, epochs=100)
    stage.post("weights", code=CODE)
    await stage.rest()
    assert (stage.last()["by_hand"], stage.last()["epoch"], stage.last()["state"]) == (
        True, 40, "paused",
    )  # fmt: skip
    assert stage.last("weights")["code"] == CODE
    np.testing.assert_array_equal(stage.session.training.parameters, unpack(CODE, 13))


@scene
async def test_weights_of_another_network_are_refused_with_a_sentence(stage):
    await stage.open(hidden_units=4)
    before = stage.session.training.parameters.copy()
    for code in (CODE, "AQ", "x" * 10_000):
        stage.post("weights", code=code)
        await stage.rest()
        assert stage.last("weights")["code"] == ""
        assert stage.last("weights")["problem"].startswith("The weights in this link are ")
    np.testing.assert_array_equal(stage.session.training.parameters, before)
    assert not stage.last()["by_hand"]


@scene
async def test_what_is_trained_on_from_them_is_told_too_since_no_settings_lead_there(stage):
    await stage.open(epochs=100)
    stage.post("weight", layer=0, unit=1, source=1, value=-2.5)
    stage.post("act", action="step")
    await stage.rest()
    assert not stage.last()["by_hand"]
    theta = unpack(stage.last("weights")["code"], 13)
    np.testing.assert_allclose(theta, stage.session.training.parameters, rtol=1e-6)
    stage.post("act", action="reset")
    await stage.rest()
    assert stage.last("weights")["code"] == ""
