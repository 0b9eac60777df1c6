"""A real Chromium before a real server: what all browser tests share."""

import contextlib
import functools
import os

import pytest
from faulty_server import serving
from playwright.sync_api import sync_playwright
from reader import DEFAULTS, KEEP_REPORTS, TRAINED, Reader

from tools.environment import ROOT

DESKTOP = {"width": 1280, "height": 720}
# With each window Chromium makes two hidden pages of its own, in which its address line would
# suggest something. Without them a start of our page takes a tenth less of the processors' time.
SUGGESTIONS = "WebUIOmniboxPopup,WebUIOmniboxAimPopup"


def pytest_collection_modifyitems(items):
    """Let the browser's tests come last.

    Playwright's event loop, once started, runs until the end of the session, and `asyncio.run`
    refuses to start another one in its thread.
    """
    items.sort(key=lambda item: "browser" in item.path.parts)


@pytest.fixture(scope="session")
def launch():
    """Starts a browser, with what else Playwright's `launch` is to know."""
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        program = os.environ.get("NN_PLAYGROUND_CHROMIUM") or None
        start = functools.partial(playwright.chromium.launch, executable_path=program)
        args = ["--no-sandbox"] if as_root else []
        yield functools.partial(start, args=[*args, without_suggestions(start, args)])


def without_suggestions(start, args):
    """Return the option for Chromium that switches off what Playwright does, and `SUGGESTIONS`."""
    with start(args=[*args, "--enable-automation"]) as browser:
        session = browser.new_browser_cdp_session()
        line = session.send("Browser.getBrowserCommandLine")["arguments"]
    # Of two such options the last one counts.
    (others,) = (option for option in line if option.startswith("--disable-features="))
    return f"{others},{SUGGESTIONS}"


@pytest.fixture(scope="session")
def chromium(launch):
    """The browser; every test opens windows of its own in it."""
    with launch() as browser:
        yield browser


@pytest.fixture(scope="session")
def site():
    """The page as it is, on a server without faults."""
    with serving(ROOT) as running:
        yield running


@pytest.fixture
def faulty_site():
    """A server of one's own, to be broken."""
    with serving(ROOT) as running:
        yield running


@contextlib.contextmanager
def window(chromium, address, **options):
    """Give a reader with a fresh browser profile; nothing may have gone wrong at the end."""
    context = chromium.new_context(**options)
    try:
        reader = Reader(context.new_page(), address)
        yield reader
        reader.journal.must_be_clean()
    finally:
        context.close()


@pytest.fixture
def new_reader(chromium, site):
    """A reader who has not opened the page yet."""
    with window(chromium, site.address) as reader:
        yield reader


@pytest.fixture
def reader_with(chromium, site):
    """Makes readers whose browser has other properties (Playwright's context options)."""
    with contextlib.ExitStack() as windows:
        yield lambda **options: windows.enter_context(window(chromium, site.address, **options))


@pytest.fixture(scope="module")
def _open_page(chromium, site):
    with window(chromium, site.address) as reader:
        reader.open_and_wait()
        reader.sees_painter("matplotlib")  # whose first picture would be one more than expected
        reader.page.evaluate(KEEP_REPORTS)
        yield reader


@pytest.fixture
def reader(_open_page):
    """A reader before the open page, with the settings as they are at first.

    The tests of a module share the page, because loading it takes seconds.
    """
    shape, hidden_units = DEFAULTS
    _open_page.page.set_viewport_size(DESKTOP)
    _open_page.page.emulate_media(color_scheme="light")
    _open_page.follow(TRAINED)
    _open_page.sees_result_of(shape, hidden_units)
    yield _open_page
    _open_page.journal.must_be_clean()
