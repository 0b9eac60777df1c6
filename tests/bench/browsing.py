"""What the benches in a browser share: a server, a browser, a page that is ready."""

import contextlib
import os
import pathlib
import statistics
import tempfile
import threading

from playwright.sync_api import sync_playwright

from tools.server import make_server

ROOT = pathlib.Path(__file__).resolve().parents[2]
DESKTOP = {"width": 1280, "height": 800}


@contextlib.contextmanager
def serving(root):
    """Serve the folder *root*; give the address."""
    server = make_server(root)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


@contextlib.contextmanager
def browsing():
    """Give a function that launches a browser with an empty profile."""
    with sync_playwright() as playwright:
        yield lambda: playwright.chromium.launch(**_options())


@contextlib.contextmanager
def launch_with_profile():
    """Give a browser with a profile of its own on disk, as a reader's browser has."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch_persistent_context(folder, **_options())
        yield browser
        browser.close()


def _options():
    sandbox = [] if os.name == "nt" or os.geteuid() else ["--no-sandbox"]
    path = os.environ.get("NN_PLAYGROUND_CHROMIUM") or None
    return {"executable_path": path, "args": sandbox}


def open_page(browser, address, density=1, before="", viewport=DESKTOP):
    """Open *address*, wait until Python has drawn, and give the page."""
    context = browser.new_context(viewport=viewport, device_scale_factor=density)
    page = context.new_page()
    page.add_init_script(before)
    page.goto(address)
    wait_until_ready(page)
    return page


def wait_until_ready(page):
    """Wait until Python has drawn."""
    page.wait_for_selector("html[data-state=ready]", timeout=120_000, state="attached")


def summary(milliseconds):
    """Say median and 95th percentile of *milliseconds*."""
    ordered = sorted(milliseconds)
    at_95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    return f"median {statistics.median(ordered):.0f} ms, 95th percentile {at_95:.0f} ms"
