"""Which letters a canvas is asked to write with."""

import asyncio
from types import SimpleNamespace

import pytest
from fake_browser import Worker


class Fonts:
    """The letters that a worker's browser has; it loads those it is given when it is told to."""

    def __init__(self):
        self.added = []

    def add(self, face):
        self.added.append(face)

    def check(self, font):
        return any(face.name in font and face.is_loaded for face in self.added)


class Face:
    is_loaded = False

    def __init__(self, name, source):
        self.name, self.source = name, source

    async def load(self):
        self.is_loaded = True
        return self


@pytest.fixture
def fonts():
    return Fonts()


@pytest.fixture
def text(fonts):
    worker = Worker()
    js = worker.modules["js"]
    js.FontFace, js.fonts, js.fontFolder = SimpleNamespace(new=Face), fonts, "https://a.b/fonts/"
    with worker.importing("engine.canvas.text") as module:
        yield module


def test_the_pages_letters_are_written_once_they_are_there(text, fonts):
    assert text.page_font(13) == "13px sans-serif"
    asyncio.run(text.load_page_font())
    assert fonts.added[0].source == "url(https://a.b/fonts/source-sans-3.woff2)"
    assert text.page_font(13) == "13px 'Source Sans 3', sans-serif"


def test_letters_that_do_not_come_are_done_without(text, fonts, monkeypatch):
    async def fail(_face):
        raise OSError("the server answers 404")

    monkeypatch.setattr(Face, "load", fail)
    asyncio.run(text.load_page_font())
    assert text.page_font(13) == "13px sans-serif"
