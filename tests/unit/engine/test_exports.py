"""Files that the engine makes beside all else: each arrives, or it is said why not."""

from stage import Stage, scene

from engine.exports import NOT_LOADED
from messages import FILES

PLAIN = {
    "theme": "light", "scale": 1, "caption": "", "address": "https://example.org/",
    "fragment": "shape=moons&hidden_units=3&epoch=1", "title": "", "task": "", "runs": [],
}  # fmt: skip


def ask(stage, subject, file_format, **others):
    number = stage.asked = getattr(stage, "asked", 0) + 1
    message = {**PLAIN, "subject": subject, "format": file_format, "number": number, **others}
    stage.post("export", **message)


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
        assert news["number"] == stage.asked
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
async def test_a_file_says_what_there_was_when_it_was_asked_for(stage):
    await stage.open(epochs=30)
    ask(stage, "weights", "json")
    await stage.rest()
    await stage.settle()
    for subject, file_format in (("picture", "gif"), ("weights", "json")):
        ask(stage, subject, file_format)
    stage.choose(shape="circles", epochs=5)
    await stage.rest()
    first, film, last = told(stage)
    assert [first["name"], film["name"], last["name"]] == [
        *("moons-3-weights.json", "moons-3.gif", "moons-3-weights.json"),
    ]
    assert stage.files[0] == stage.files[2]
    assert stage.session.values["shape"] == "circles"


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
