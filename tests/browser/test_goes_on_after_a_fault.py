"""Python dies, hangs or breaks down: the page notices, begins again, and nothing is lost.

The tests share one page, in this order, because each restart takes seconds.
"""

import json
import time

import pytest
from conftest import window
from playwright.sync_api import expect
from reader import PATIENCE, RESTS
from test_reader_brings_own_data import RING, Tools
from test_reader_shares_a_link import sets_by_hand

# Milliseconds; it is less than three seconds on a machine that is free.
NOTICED = 30_000
# While something is imported, silence is no death for 60 s; on a busy machine that may be so long.
NOTICED_AT_LAST = 100_000
AGAIN = "Python stopped and was started again"

# ---- What befalls the engine, from within and from without ----
DIES = "() => { setTimeout(close) }"
HANGS = "() => { setTimeout(() => { for (;;); }) }"
RAISES = """() => {
    OffscreenCanvasRenderingContext2D.prototype.clearRect = () => { throw Error("no painting") };
}"""
# Whatever Python hands over next, its memory is overwritten.
BREAKS_DOWN = """() => {
    const { prototype } = Object.getPrototypeOf(Uint8Array), { set } = prototype;
    prototype.set = function (source, ...rest) {
        if (source.buffer?.byteLength > 1e7) new Uint8Array(source.buffer).fill(255);
        return set.call(this, source, ...rest);
    };
    const { decode } = TextDecoder.prototype;
    TextDecoder.prototype.decode = function (view, ...rest) {
        if (view?.buffer.byteLength > 1e7) new Uint8Array(view.buffer).fill(255);
        return decode.call(this, view, ...rest);
    };
}"""
KILL = """document.querySelector("script[worker]").xworker.terminate()"""

# For which the page's own Python has no use.
NO_NUMBER = """() => {
    const timeline = document.querySelector("#timeline");
    timeline.type = "text";
    timeline.value = "soon";
    timeline.dispatchEvent(new Event("input", { bubbles: true }));
}"""

# All that the page knows of what is there, as it keeps it for a reload.
KEPT = """() => {
    dispatchEvent(new Event("keep"));
    const kept = JSON.parse(window.tabMemory.read("nn-playground-tab-1"));
    window.tabMemory.remove("nn-playground-tab-1");
    return kept;
}"""
HIDE = """isHidden => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => isHidden });
    document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.fixture(scope="module")
def shared(chromium, site):
    """One page for all these tests, each of which may break it."""
    with window(chromium, site.address) as reader:
        reader.times = {}
        yield reader
        for name, (noticed, ready) in reader.times.items():
            print(f"{name}: noticed after {noticed:.0f} ms, ready {ready:.0f} ms later")


@pytest.fixture
def visitor(shared):
    """A reader whose page counts no earlier restarts."""
    shared.page.goto("about:blank")
    yield shared
    # The errors are what this is about.
    shared.journal.problems.clear()


def goes_on_after(reader, name, harm, within=NOTICED):
    """Do *harm*; wait until the page has begun again by itself, and says so.

    The harm is done at once, or at the time that is returned, in milliseconds.
    """
    with reader.page.expect_event("domcontentloaded", timeout=within):
        harmed = 1000 * time.time()
        harmed = harm() or harmed
    begun = reader.page.evaluate("performance.timeOrigin")
    expect(reader.status).to_contain_text(AGAIN, timeout=PATIENCE)
    ready = reader.page.evaluate("Date.now()")
    reader.times[name] = (begun - harmed, ready - begun)
    expect(reader.alert).to_be_hidden()


def kept(reader):
    return reader.page.evaluate(KEPT)


def numbers(reader):
    return [reader.number(name) for name in ("epoch", "train_loss")]


def test_killed_in_a_training_it_goes_on_with_the_points_and_their_undo(visitor):
    visitor.open_and_wait("shape=moons&hidden_units=4&speed=slow&epochs=9000&epoch=0")
    tools = Tools(visitor)
    tools.load(RING)
    tools.sees(100)
    tools.draws()
    tools.click_at(0.1, 0.1)
    tools.sees(101)
    visitor.button("run").click()
    visitor.wait_until("document.querySelector('output[name=epoch]').value > 20")
    before, code = kept(visitor), tools.code
    epoch = visitor.number("epoch")
    goes_on_after(visitor, "killed, training", lambda: visitor.engine.evaluate(DIES))
    visitor.sees_state("running")
    after = kept(visitor)
    assert visitor.number("epoch") >= epoch
    assert tools.code == code
    for name in ("past", "future", "latest", "runs"):
        assert after[name] == before[name]


def test_killed_at_rest_weights_and_focus_are_as_they_were(visitor):
    visitor.open_and_wait("shape=moons&hidden_units=3&epoch=30")
    sets_by_hand(visitor, "-3.25")
    visitor.button("run").focus()
    before, seen = kept(visitor), numbers(visitor)
    goes_on_after(visitor, "killed, at rest", lambda: visitor.page.evaluate(KILL))
    assert (kept(visitor), numbers(visitor)) == (before, seen)
    expect(visitor.button("run")).to_be_focused()
    expect(visitor.page.locator("[data-action=undo_weights]")).to_be_visible()


def test_an_endless_loop_while_drawing_is_noticed(visitor):
    visitor.open_and_wait("shape=blobs&hidden_units=2")
    visitor.sees_painter("matplotlib")
    tools = Tools(visitor)
    tools.draws()
    tools.click_at(0.3, 0.3)
    known = []

    def hangs():
        visitor.page.mouse.move(*tools.on_screen((0.4, 0.4)))
        visitor.page.mouse.down()
        visitor.engine.evaluate(HANGS)
        known.append(kept(visitor))

    goes_on_after(visitor, "hangs, drawing", hangs)
    visitor.page.mouse.up()
    assert kept(visitor)["fragment"] == known[0]["fragment"]


def test_killed_while_it_reads_a_table_it_may_die_three_times_and_then_the_reader_decides(visitor):
    visitor.open_and_wait("shape=circles&hidden_units=5")
    tools = Tools(visitor)
    large = "x;y;side\n" + "".join(f"{row};{row % 97};{row % 2}\n" for row in range(300_000))
    before = kept(visitor)

    def dies_reading():
        visitor.keeps_the_engine_busy(300)
        tools.chooses(large.encode())
        visitor.page.wait_for_timeout(500)
        now = 1000 * time.time()
        visitor.page.evaluate(KILL)
        return now

    goes_on_after(visitor, "killed, reading a table", dies_reading)
    assert kept(visitor) == before
    for _ in range(2):
        goes_on_after(visitor, "killed again", lambda: visitor.page.evaluate(KILL))
    visitor.page.evaluate(KILL)
    assert visitor.sees_alert() == "Python has stopped."
    assert visitor.status.inner_text().strip() == ""
    visitor.tries_again()
    visitor.sees_state("ready")
    visitor.sees_result_of("circles", 5)
    expect(visitor.button("run")).to_be_focused()
    expect(visitor.alert).to_be_hidden()


def test_what_breaks_python_down_is_like_death_and_an_exception_comes_once(visitor):
    visitor.open_and_wait("shape=moons&hidden_units=3&epoch=20")
    visitor.sees_painter("matplotlib")

    def breaks_down():
        visitor.engine.evaluate(BREAKS_DOWN)
        now = 1000 * time.time()
        visitor.button("step").click()
        return now

    goes_on_after(visitor, "fatal error", breaks_down, NOTICED_AT_LAST)
    assert visitor.number("epoch") in (20, 21)

    visitor.sees_painter("matplotlib")  # which would come with a picture, and raise before

    def raises():
        visitor.engine.evaluate(RAISES)
        visitor.button("step").click()

    goes_on_after(visitor, "exception", raises)
    visitor.page.evaluate(NO_NUMBER)
    assert "The page stopped with an error: ValueError" in visitor.sees_alert()


def test_killed_while_it_loads_it_begins_again(visitor):
    visitor.open("shape=circles&hidden_units=5", wait_until="commit")
    visitor.page.locator("#loading output", has_text="NumPy").wait_for(timeout=PATIENCE)
    with visitor.page.expect_event("domcontentloaded", timeout=NOTICED):
        visitor.engine.evaluate(DIES)
    expect(visitor.page.locator("#headline")).to_contain_text("is being started again")
    visitor.sees_state("ready")
    visitor.sees_result_of("circles", 5)
    expect(visitor.status).to_contain_text(AGAIN)


def test_in_a_frame_without_storage_all_comes_back_too(visitor):
    page = visitor.page
    address = f"{visitor.address}#embed=1&shape=moons&hidden_units=3&epoch=30&show=picture,run"
    page.route(
        f"{visitor.address}host.html",
        lambda route: route.fulfill(
            content_type="text/html",
            body=f"<!doctype html><iframe src='{address}' width=700 height=700></iframe>",
        ),
    )
    page.goto(f"{visitor.address}host.html")
    frame = page.frame_locator("iframe")
    frame.locator("html[data-painter=matplotlib]").wait_for(timeout=PATIENCE)
    frame.locator("[data-action=step]").click()
    expect(frame.locator("output[name=epoch]")).to_have_text("31")
    visitor.engine.evaluate(DIES)
    expect(frame.locator("[role=status]")).to_contain_text(AGAIN, timeout=PATIENCE)
    expect(frame.locator("output[name=epoch]")).to_have_text("31")


# ---- What only looks like a fault ----


def test_a_hidden_page_rests_and_neither_sleep_nor_clocks_are_taken_for_death(visitor):
    visitor.open_and_wait("shape=moons&hidden_units=3&speed=slow&epochs=9000&epoch=0")
    visitor.sees_painter("matplotlib")
    page, journey = visitor.page, json.dumps("still the same document")
    page.evaluate(f"window.journey = {journey}")
    visitor.button("run").click()
    visitor.sees_state("running")
    visitor.wait_until("document.querySelector('output[name=epoch]').value > 20")
    page.evaluate(HIDE, True)
    epoch = visitor.wait_until(RESTS)  # from epoch to epoch it takes less
    page.wait_for_timeout(1500)
    assert visitor.number("epoch") == epoch
    page.evaluate(HIDE, False)
    expect(page.locator("output[name=epoch]")).not_to_have_text(str(epoch))
    session = page.context.new_cdp_session(page)
    session.send("Page.setWebLifecycleState", {"state": "frozen"})
    page.wait_for_timeout(3500)
    session.send("Page.setWebLifecycleState", {"state": "active"})
    for clock in (8 * 3_600_000, -50 * 365 * 24 * 3_600_000):
        page.evaluate(f"(() => {{ const now = Date.now; Date.now = () => now() + {clock} }})()")
        page.wait_for_timeout(1000)
    visitor.keeps_the_engine_busy(1500)
    page.wait_for_timeout(2000)
    assert page.evaluate("window.journey") == "still the same document"
    visitor.sees_state("running")
    expect(visitor.alert).to_be_hidden()
    visitor.journal.must_be_clean()


def leaves_and_comes_back(visitor):
    """Leave a page that trains, and come back; tell whether the browser has kept it meanwhile."""
    visitor.sees_painter("matplotlib")
    visitor.button("run").click()
    visitor.page.evaluate("window.isBefore = true")
    visitor.page.goto(f"{visitor.address}py/playground/network.py")
    visitor.page.go_back(wait_until="commit")
    return visitor.page.evaluate("window.isBefore")


def test_gone_and_come_back_the_page_is_as_it_was_left(launch, site):
    # The browser keeps a page that is left, as it is; Playwright would forbid it.
    browser = launch(ignore_default_args=["--disable-back-forward-cache"])
    with browser, window(browser, site.address) as visitor:
        visitor.times = {}
        visitor.open_and_wait("shape=moons&hidden_units=3&speed=slow&epochs=9000&epoch=20")
        # A page that hears from its engine in the very moment is not kept, but loaded again.
        assert any(leaves_and_comes_back(visitor) for _ in range(10)), "never kept"
        epoch = visitor.number("epoch")
        further = "epoch => Number(document.querySelector('output[name=epoch]').value) > epoch"
        visitor.wait_until(further, epoch)
        visitor.button("pause").click()
        visitor.sees_state("paused")
        before, seen = kept(visitor), numbers(visitor)
        goes_on_after(visitor, "killed after its return", lambda: visitor.page.evaluate(KILL))
        assert (kept(visitor), numbers(visitor)) == (before, seen)
        visitor.journal.forgive("favicon")  # for which a browser asks where no page says another
