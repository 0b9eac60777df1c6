"""The worker's entry in a stand-in for a worker, with the true painters: JSON out of messages."""

import asyncio
import gc
import json
import math
from types import SimpleNamespace

import pytest
from fake_browser import Canvas, Worker
from stage import VIEW

from messages import CANVASES, TO_PAGE, problem_with
from playground.settings.values import defaults

SETTINGS = {"kind": "settings", "values": {**defaults(), "epochs": 40}, "change": 1, "edit": 0}


def proxy(message):
    """Return *message* as it arrives in Python."""
    return SimpleNamespace(to_py=lambda: message)


class Page:
    """Posts to a worker, and looks at what is painted and said there."""

    def __init__(self, worker, main):
        self._worker, self.main = worker, main
        self.canvases = {name: Canvas() for name in CANVASES}

    def post(self, kind, **fields):
        self._worker.post(proxy({"kind": kind, **fields}))

    async def open(self):
        await self.main.start()
        self.post("canvases", **self.canvases)
        self.post(**VIEW)
        self.post(**SETTINGS)
        self.post("begin", epoch=-1, change=1)
        await self.rest()

    async def rest(self):
        waiting = self._worker.waiting
        for _ in range(200):
            due, waiting[:] = list(waiting), []
            for one in due:
                one(0.0)
            for _ in range(10):
                await asyncio.sleep(0)

    @property
    def heard(self):
        return [json.loads(text) for text in self._worker.said]

    def all_of(self, kind):
        return [message for message in self.heard if message["kind"] == kind]


@pytest.fixture
def worker():
    return Worker()


def play(worker, scene):
    """Run an async *scene* with a page and its worker."""

    async def run():
        await scene(Page(worker, main))

    try:
        with worker.importing("engine.main") as main:
            asyncio.run(run())
    finally:
        gc.unfreeze()


def test_a_page_gets_its_pictures_its_chart_and_its_network_drawn(worker):
    async def scene(page):
        await page.open()
        kinds = ["picture", "chart", "shown", "picture"]
        assert [message["kind"] for message in page.heard] == kinds
        assert [picture["painter"] for picture in page.all_of("picture")] == [
            *("sketch", "matplotlib"),
        ]
        assert all(problem_with(message, TO_PAGE) == "" for message in page.heard)
        for name in ("cells", "view"):  # nobody has opened these
            assert page.canvases.pop(name).context.calls == []
        size = {name: (canvas.width, canvas.height) for name, canvas in page.canvases.items()}
        assert size == {"picture": (480, 480), "chart": (480, 160), "network": (600, 260)}
        assert all(canvas.context.named("drawImage", "stroke") for canvas in page.canvases.values())
        assert worker.marks == ["lesson", "picture", "matplotlib"]

    play(worker, scene)


def test_a_page_gets_the_cells_of_its_lines_painted(worker):
    async def scene(page):
        await page.open()
        page.post("watch", view="lines", size=[300, 200])
        page.post("cells", size=[240, 300], rows=[["z1", 0, 25], ["dW1", 25, 25]])
        page.post("point", index=0)
        page.post("line", quantity="dW1")
        page.post("probe", quantity="dW1", across=-1, down=-1, cell=-1)
        await page.rest()
        canvas = page.canvases["cells"]
        assert (canvas.width, canvas.height) == (240, 300)
        assert len(canvas.context.named("fillText")) == 3 + 6
        assert page.all_of("told")[0]["text"].startswith("dW₁, mean over 100 points: unit 1 ")
        assert page.all_of("picture")[-1]["point"]["words"].startswith("Point 1 of 100: ")
        assert not page.all_of("fault")

    play(worker, scene)


def test_a_sign_of_life_tells_how_much_memory_python_holds(worker):
    async def scene(page):
        await page.main.start()
        page.post("ping")
        assert page.heard == [{"kind": "pong", "memory": 4096}]

    play(worker, scene)


def test_before_each_part_of_matplotlib_the_page_is_told_to_expect_silence(worker):
    async def scene(page):
        await page.open()
        told = [json.loads(text) for text in worker.announced]
        assert [message["kind"] for message in told] == ["busy"] * 5
        assert all(problem_with(message, TO_PAGE) == "" for message in told)

    play(worker, scene)


def test_new_settings_free_what_nobody_needs_any_more(worker):
    class Circle:
        alive = 0

        def __init__(self):
            Circle.alive += 1
            self.itself = self

        def __del__(self):
            Circle.alive -= 1

    async def scene(page):
        await page.open()
        gc.disable()
        Circle()
        page.post(**SETTINGS)
        assert Circle.alive == 0

    try:
        play(worker, scene)
    finally:
        gc.enable()


def test_an_exception_in_a_callback_is_reported(worker):
    async def scene(page):
        await page.open()
        asyncio.get_running_loop().call_soon(lambda: 1 / 0)
        await page.rest()
        (fault,) = page.all_of("fault")
        assert "ZeroDivisionError" in fault["text"]

    play(worker, scene)


def test_what_is_not_even_an_object_is_refused(worker, capsys):
    async def scene(page):
        await page.open()
        before = page.heard
        for data in ("hello", 3, None, proxy([1, 2]), proxy({"kind": "nonsense"})):
            worker.post(data)
        await page.rest()
        assert page.heard == before
        assert capsys.readouterr().err.count("is refused") == 5

    play(worker, scene)


def test_after_an_error_nothing_is_taken_any_more(worker, monkeypatch):
    async def scene(page):
        await page.open()
        page.canvases["picture"].context.__dict__["clearRect"] = None  # which cannot be called
        page.post("act", action="step")
        await page.rest()
        (fault,) = page.all_of("fault")
        assert "TypeError" in fault["text"]
        before = page.heard
        for _ in range(3):
            page.post("act", action="step")
            page.post("ping")
        await page.rest()
        assert page.heard == before

    play(worker, scene)


@pytest.mark.parametrize("number", [math.inf, -math.inf, math.nan])
def test_what_is_said_is_valid_json_whatever_the_numbers(worker, number):
    async def scene(page):
        page.main.send("picture", train_loss=number, inspected={"weights": [number, 1.5]})
        assert page.heard == [
            {"kind": "picture", "train_loss": None, "inspected": {"weights": [None, 1.5]}}
        ]

    play(worker, scene)
