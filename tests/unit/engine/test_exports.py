"""Files that the engine makes beside all else: each arrives, or it is said why not."""

from stage import Stage, scene

from engine.exports import NOT_LOADED
from messages import FILES

PLAIN = {
    "theme": "light", "scale": 1, "caption": "", "address": "https://example.org/",
    "fragment": "shape=moons&hidden_units=3&epoch=1", "title": "", "task": "", "runs": [],
}  # fmt: skip


def ask(stage, subject, file_format, **others):
    stage.post("export", subject=subject, format=file_format, **{**PLAIN, **others})


def told(stage, kind="exported"):
    return [message for message in stage.sent if message["kind"] == kind]


@scene
async def test_every_file_arrives_under_its_name(stage):
    await stage.open()
    wanted = [(subject, one) for subject in FILES for one in FILES[subject]]
    for subject, file_format in wanted:
        ask(stage, subject, file_format)
        await stage.rest()
        *_, news = told(stage)
        assert news["problem"] == ""
        assert news["name"].startswith("moons-3")
        assert news["name"].endswith(f".{file_format}")
        assert news["bytes"] == len(stage.files[int(news["address"])])
    assert len(told(stage)) == len(wanted)


@scene
async def test_a_long_one_tells_how_far_it_is_and_can_be_stopped(stage):
    await stage.open(epochs=400)
    ask(stage, "picture", "gif")
    while not told(stage, "exporting"):
        await stage.frame()
    assert 0 <= told(stage, "exporting")[0]["share"] < 1
    stage.post("export_stop")
    await stage.rest()
    assert not stage.files


@scene
async def test_what_cannot_be_made_is_said_and_all_else_goes_on(stage):
    await stage.open()
    ask(stage, "network", "gif")
    await stage.rest()
    assert "no gif of the network" in told(stage)[0]["problem"]
    ask(stage, "data", "csv")
    await stage.rest()
    assert stage.files[0].startswith(b"x1,x2")


async def _without_modules():
    async with Stage(exports=OSError("no network")) as stage:
        await stage.open()
        ask(stage, "data", "csv")
        await stage.rest()
        return told(stage)


def test_if_the_modules_do_not_come_that_is_said():
    import asyncio

    (news,) = asyncio.run(_without_modules())
    assert news["problem"] == NOT_LOADED
