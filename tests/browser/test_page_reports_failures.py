"""Something goes wrong: the page says what, and offers a way out. It never waits for ever."""

import re
import time

import lesson
import pytest
from conftest import window
from faulty_server import serving
from playwright.sync_api import expect
from reader import PATIENCE

from tools.environment import ROOT

RUNTIME = "static/runtime"
SCRIPTS = ROOT / RUNTIME / "pyscript"
CORE = next(SCRIPTS.glob("core-*.js"), SCRIPTS / "core-.js")
TOML = next(SCRIPTS.glob("toml-V*.js"), SCRIPTS / "toml-V.js")
PYODIDE = f"{RUNTIME}/pyodide"
LESSON = "static/engine/engine.tar.gz"
# Without any of these the page cannot start.
NEEDED = [
    "pyscript.toml",
    "py/page/form.py",
    "py/page/main.py",
    "py/page/page.py",
    "py/page/summary.py",
    "py/playground/look/theme.py",
    "py/playground/settings/values.py",
    LESSON,
    "static/boot.mjs",
    "static/form.mjs",
    "static/interpreter.mjs",
    "static/loading.mjs",
    "static/no-storage.mjs",
    "static/pyodide.mjs",
    "static/restart.mjs",
    "static/verified.mjs",
    f"{RUNTIME}/micropython/micropython.mjs",
    f"{RUNTIME}/micropython/micropython.wasm",
    f"{PYODIDE}/pyodide.asm.mjs",
    f"{PYODIDE}/pyodide.asm.wasm",
    f"{PYODIDE}/pyodide.mjs",
    f"{PYODIDE}/python.tar.gz",
    f"{RUNTIME}/pyscript/core.js",
    f"{RUNTIME}/pyscript/{CORE.name}",
    f"{RUNTIME}/pyscript/{TOML.name}",
    f"{RUNTIME}/release.mjs",
]
# What comes in a way of its own; what else is needed comes as one of the next three does.
SPECIAL = [
    "pyscript.toml",
    "py/page/main.py",
    LESSON,
    "static/form.mjs",
    "static/verified.mjs",
    f"{RUNTIME}/micropython/micropython.wasm",
    f"{PYODIDE}/pyodide.asm.wasm",
    f"{RUNTIME}/pyscript/core.js",
    f"{RUNTIME}/pyscript/{TOML.name}",
    f"{RUNTIME}/release.mjs",
]
# A file of each sort: a module, what PyScript fetches, what the page counts and unpacks.
EVERY_SORT = ["static/boot.mjs", "py/page/page.py", f"{PYODIDE}/python.tar.gz"]
EVERY_WAY = ["missing", "broken", "cut", "html", "refused", "hanging"]
FAULTS = [
    *((file, "flipped") for file in NEEDED),
    *((file, "missing") for file in SPECIAL),
    *((file, kind) for file in EVERY_SORT for kind in EVERY_WAY),
    ("static/style.css", "hanging"),
]
SETTINGS = ("circles", 5)
ADDRESS = "shape=circles&hidden_units=5"

# The page's patience, and how often it looks whether the engine is alive, in milliseconds.
PAGE_UNEASY, PAGE_PATIENCE, HEARTBEAT, HEARTBEATS = 8_100, 31_000, 3_100, 8
ALL_BUT_ONE = re.compile("Downloading Python: [89][0-9] %")
NO_STORAGE = """Object.defineProperty(self, "indexedDB", {
    configurable: true,
    get() { throw new DOMException("storage is blocked", "SecurityError") },
})"""
UNKNOWN_MESSAGE = """() =>
    document.querySelector("script[worker]").xworker.postMessage({ kind: "nonsense" })"""


@pytest.fixture
def broken(chromium, faulty_site):
    """A reader at a server with faults, whose clock can be put forward."""
    with window(chromium, faulty_site.address) as reader:
        reader.site = faulty_site
        reader.page.clock.install()
        yield reader
        reader.journal.problems.clear()  # errors are what these tests are about


def waits_for_the_error(reader):
    """Wait for the page to give up; where it is only its patience that ends, end it now."""
    (file,) = reader.site.faults
    end = time.monotonic() + 60
    while file not in reader.site.asked:
        assert time.monotonic() < end, f"nobody asks for {file}"
        reader.page.wait_for_timeout(50)
    for _ in range(8):
        for _ in range(10):
            if reader.state == "error":
                return reader.sees_alert()
            reader.page.wait_for_timeout(200)
        reader.page.clock.fast_forward(PAGE_PATIENCE)
    raise AssertionError("the page waits for ever")


def is_for_people(sentence):
    """Tell whether *sentence* is one, and speaks of things that a reader knows."""
    return (
        re.fullmatch(r"[A-Z].{20,}\.", sentence, re.DOTALL)
        and re.search("Python|page|browser|frame", sentence)
        and not re.search(r"\[object|Traceback|undefined", sentence)
    )


# ---- Files that do not arrive as they are ----


@pytest.mark.parametrize(("file", "kind"), FAULTS)
def test_a_file_that_fails_is_an_error_with_a_way_out(broken, file, kind):
    broken.site.faults[file] = kind
    broken.open(ADDRESS, wait_until="commit")
    sentence = waits_for_the_error(broken)
    assert is_for_people(sentence), sentence
    assert broken.frame == 0


@pytest.mark.parametrize(
    "file",
    [
        "static/boot.mjs",
        f"{RUNTIME}/micropython/micropython.wasm",
    ],
)
def test_trying_again_works_and_keeps_the_settings(broken, file):
    broken.site.faults[file] = "missing"
    broken.open(ADDRESS, wait_until="commit")
    waits_for_the_error(broken)
    broken.site.heal()
    broken.tries_again()
    broken.sees_state("ready")
    broken.sees_picture_of(*SETTINGS)
    expect(broken.alert).to_be_hidden()


def test_a_damaged_copy_in_the_cache_is_replaced(broken):
    broken.site.faults[f"{PYODIDE}/python.tar.gz"] = "flipped"
    broken.open(ADDRESS, wait_until="commit")
    waits_for_the_error(broken)
    broken.site.heal()
    broken.tries_again()
    broken.sees_state("ready")
    broken.sees_result_of(*SETTINGS)


@pytest.mark.parametrize("file", [f"{PYODIDE}/python.tar.gz", "static/boot.mjs"])
def test_choices_made_before_the_error_are_kept(broken, file):
    broken.site.faults[file] = "hanging"
    broken.open(ADDRESS, wait_until="commit")
    expect(broken.hidden_units).to_have_value("5")
    switch = broken.control("unit_lines")
    broken.choose_units(2)
    switch.uncheck()
    waits_for_the_error(broken)
    broken.site.heal()
    broken.tries_again()
    broken.sees_state("ready")
    expect(broken.status).to_contain_text(lesson.summaries("circles", 2)[0])
    expect(switch).not_to_be_checked()


@pytest.mark.parametrize("kind", ["missing", "flipped"])
def test_without_what_is_not_needed_the_page_still_works(broken, kind):
    files = (
        "static/icon.svg",
        "static/offline.mjs",
        "static/app.webmanifest",
        "static/engine/shapes.svg",
        "static/engine/three_lines-light-468x1.png",
        f"{RUNTIME}/fonts/source-sans-3.woff2",
        f"{RUNTIME}/fonts/source-serif-4.woff2",
    )
    broken.site.faults.update(dict.fromkeys(files, kind))
    broken.open(ADDRESS)
    broken.sees_state("ready")
    broken.sees_result_of(*SETTINGS)


@pytest.mark.parametrize("kind", ["missing", "cut"])
def test_without_matplotlib_the_sketch_goes_on_and_the_page_says_what_is_missing(broken, kind):
    broken.site.faults[f"{PYODIDE}/matplotlib.tar.gz"] = kind
    broken.open(ADDRESS)
    broken.sees_state("ready")
    expect(broken.status).to_contain_text("matplotlib could not be loaded", timeout=PATIENCE)
    broken.choose_shape("blobs")
    broken.sees_result_of("blobs", 5)
    expect(broken.alert).to_be_hidden()


def test_a_slow_file_is_waited_for_in_words(broken):
    broken.site.faults[f"{PYODIDE}/python.tar.gz"] = "hanging"
    broken.open(ADDRESS, wait_until="commit")
    words = broken.page.locator("#loading output")
    expect(words).to_contain_text(ALL_BUT_ONE)
    broken.page.clock.fast_forward(PAGE_UNEASY)
    expect(words).to_contain_text("still trying")
    assert broken.state == "loading"
    broken.site.heal()  # this answer is over, so the page asks anew
    broken.sees_state("ready")
    broken.sees_result_of(*SETTINGS)


@pytest.mark.parametrize("kinds", [("flipped", "broken", "cut"), ("cut", "flipped", "broken")])
def test_a_fault_that_passes_is_not_noticed(broken, kinds):
    files = (f"{PYODIDE}/pyodide.asm.wasm", "py/page/page.py", LESSON)
    broken.site.passing.update(zip(files, kinds, strict=True))
    broken.open(ADDRESS)
    broken.sees_state("ready")
    broken.sees_result_of(*SETTINGS)
    assert not broken.site.passing


# ---- Python after it has started; how it fails, test_goes_on_after_a_fault.py says ----


def test_an_engine_that_answers_is_left_alone(broken):
    broken.open(ADDRESS)
    broken.sees_state("ready")
    # While matplotlib arrives, answers take longer than the real time that is given them here.
    broken.sees_painter("matplotlib")
    broken.engine.evaluate("() => new Promise(rested => setTimeout(rested, 200))")
    for _ in range(2 * HEARTBEATS):
        broken.page.clock.fast_forward(HEARTBEAT)
        broken.page.wait_for_timeout(50)
    assert broken.state == "ready"
    expect(broken.alert).to_be_hidden()
    broken.page.evaluate(UNKNOWN_MESSAGE)  # which is refused, and changes nothing
    broken.page.wait_for_timeout(1000)
    assert broken.state == "ready"


# ---- Browsers and places without what Python needs ----


def test_without_webassembly_the_page_says_so(new_reader):
    new_reader.page.add_init_script("delete window.WebAssembly")
    new_reader.open()
    assert "WebAssembly" in new_reader.sees_alert()


def test_blocked_storage_is_no_obstacle(new_reader):
    new_reader.page.add_init_script(NO_STORAGE)
    new_reader.open(ADDRESS)
    new_reader.sees_state("ready")
    new_reader.sees_result_of(*SETTINGS)


@pytest.fixture
def framed(chromium, site, tmp_path):
    """Shows the page in a frame of somebody else's page, with attributes on the frame."""
    context = chromium.new_context()
    with serving(tmp_path) as host:

        def show(attributes=""):
            frame = f'<iframe {attributes} src="{site.address}#{ADDRESS}"></iframe>'
            (tmp_path / "index.html").write_text(f"<!doctype html><title>Blog</title>{frame}")
            page = context.new_page()
            page.goto(f"http://localhost:{host.port}/")
            return page.frames[1]

        yield show
        context.close()


def test_the_page_works_in_a_foreign_frame_without_storage(framed):
    frame = framed('sandbox="allow-scripts allow-same-origin"')
    refused = "() => { try { return localStorage && false } catch { return true } }"
    assert frame.evaluate(refused), "this browser grants storage to foreign frames"
    frame.locator("html[data-state=ready]").wait_for(state="attached", timeout=60_000)
    expect(frame.locator("#status")).to_contain_text("Circles, 5 hidden units")


def test_a_page_opened_as_a_file_says_what_it_needs(chromium):
    with window(chromium, (ROOT / "index.html").as_uri()) as reader:
        reader.open()
        assert "server" in reader.sees_alert()
        expect(reader.alert).to_have_css("position", "absolute")  # its style sheet is there
        reader.journal.problems.clear()


def test_without_javascript_the_page_says_that_it_needs_it(reader_with):
    reader = reader_with(java_script_enabled=False)
    reader.open()
    notice = reader.page.locator("noscript p")
    expect(notice).to_be_visible()
    expect(notice).to_contain_text("needs JavaScript")
    expect(reader.page.get_by_role("heading", level=1)).to_be_visible()
    on_top = notice.evaluate(
        """notice => {
            const { x, y, width, height } = notice.getBoundingClientRect();
            return document.elementFromPoint(x + width / 2, y + height / 2) === notice;
        }"""
    )
    assert on_top
    reader.journal.forgive("(csp)")  # so are scripts called that may not run
