"""A reader comes back: the page is there at once, without a network, and always of one version."""

import collections
import contextlib
import shutil

import pytest
from conftest import window
from faulty_server import serving
from playwright.sync_api import expect
from reader import PAINTED, TRAINED, Reader, wait_until
from test_reader_brings_own_data import RING, Tools
from test_reader_shares_a_link import sets_by_hand

from tools.environment import ROOT
from tools.site import build as builder
from tools.site.release import SOURCES

WASM = "static/runtime/pyodide/pyodide.asm.wasm"
LISTING = "static/runtime/release.mjs"
# What the page asks for last: once these are kept, all is.
LAST = ("static/engine/inside.tar.gz", "static/runtime/pyodide/matplotlib.tar.gz")
SEEN_BY_EVERY_SERVER = {"", "sw.js"}  # the page itself and its worker, to learn of news

# As soon as the page has loaded everything, it has itself kept.
KEEP = """async () => {
    const { active } = await navigator.serviceWorker.ready;
    const look = resolve => active.state === "activated" && resolve();
    await new Promise(resolve => {
        active.onstatechange = () => look(resolve);
        look(resolve);
    });
}"""
CONTROLLED = "Boolean(navigator.serviceWorker.controller)"
REGISTRATIONS = "navigator.serviceWorker.getRegistrations().then(all => all.length)"
CACHES = "caches.keys()"
# Waits until there are no more caches than so many.
AT_MOST = """async number => {
    while ((await caches.keys()).length > number) await new Promise(done => setTimeout(done, 50));
}"""
# Looks for a new release now, as on every visit; tells whether one has arrived and waits.
UPDATE = """async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update();
    while (registration.installing) await new Promise(done => setTimeout(done, 50));
    return Boolean(registration.waiting);
}"""
TEXT = "path => fetch(path).then(answer => answer.text(), () => null)"
VERSION = f"import('./{LISTING}').then(module => module.default.version)"
# One bit of a kept file falls over; all else about it stays.
FLIP = """async path => {
    const [name] = await caches.keys();
    const cache = await caches.open(name);
    const address = new URL(path, location.href.split("#")[0]);
    const kept = await cache.match(address);
    const body = new Uint8Array(await kept.arrayBuffer());
    body[body.length >> 1] ^= 1;
    await cache.put(address, new Response(body, { headers: kept.headers }));
}"""
EMPTY = """async () => {
    for (const name of await caches.keys()) await caches.delete(name);
}"""


class Publisher:
    """Somebody who changes the page and publishes it, again and again, at the same address."""

    def __init__(self, folder):
        self.checkout, self.out = folder / "checkout", folder / "published"
        self.checkout.mkdir()
        for source in SOURCES:
            copy = shutil.copytree if (ROOT / source).is_dir() else shutil.copyfile
            copy(ROOT / source, self.checkout / source)
        self.publish("A")

    def publish(self, name):
        """Build a site whose files differ from those of any other name."""
        for file in ("py/page/page.py", "py/playground/look/theme.py", "static/icons/192.png"):
            mark = f"\n# release {name}\n".encode()
            (self.checkout / file).write_bytes((ROOT / file).read_bytes() + mark)
        builder.build(self.checkout, self.out)


@pytest.fixture
def publisher(tmp_path):
    return Publisher(tmp_path)


@pytest.fixture
def published(publisher):
    """The server of what has been published last."""
    with serving(publisher.out) as running:
        yield running


@contextlib.contextmanager
def somebody_at(chromium, site):
    with window(chromium, site.address) as reader:
        reader.site = site
        yield reader


@pytest.fixture
def somebody(chromium, faulty_site):
    """A reader at a server of their own."""
    with somebody_at(chromium, faulty_site) as reader:
        yield reader


@pytest.fixture(scope="module")
def _regular(chromium):
    with serving(ROOT) as site, somebody_at(chromium, site) as reader:
        comes_and_goes(reader)
        reader.first_visit = list(site.sent)
        yield reader


@pytest.fixture
def regular(_regular):
    """A reader at a server of their own, where they have been before: the page is kept."""
    yield _regular
    comes_online(_regular)
    _regular.journal.must_be_clean()


@pytest.fixture
def subscriber(chromium, published):
    """A reader who has been at the published page, and sees it again."""
    with somebody_at(chromium, published) as reader:
        comes_and_goes(reader)
        reader.open_and_wait()
        yield reader


def comes_and_goes(reader, fragment=TRAINED):
    """Visit the page for long enough to have it kept."""
    reader.open_and_wait(fragment)
    reader.page.evaluate(KEEP)


def comes_back(reader, fragment=TRAINED):
    """Visit the page once more, from elsewhere."""
    reader.page.goto("about:blank")
    reader.open_and_wait(fragment)


def finds_a_new_release(reader):
    """Have the page look for news; tell whether a new release has arrived whole."""
    reader.sees_painter("matplotlib")
    return reader.page.evaluate(UPDATE)


def offer(reader):
    """Return the button of the notice that a new version is there."""
    return reader.page.locator("#news").get_by_role("button", name="Reload")


def is_of_release(reader, name):
    """Fail unless the page and all that it can ask for are of the release of that name."""
    mark = f"# release {name}"
    for file in ("py/page/page.py", "py/playground/look/theme.py"):
        assert mark in reader.page.evaluate(TEXT, file)
    assert reader.page.evaluate(VERSION) in reader.page.evaluate(TEXT, LISTING)


def goes_offline(reader):
    reader.site.go_away()
    reader.page.context.set_offline(True)


def comes_online(reader):
    reader.site.heal()
    reader.page.context.set_offline(False)


def forgets_its_own_cache(reader):
    """Empty the browser's own cache, which may hold a sound copy of a file."""
    reader.page.context.new_cdp_session(reader.page).send("Network.clearBrowserCache")


def forgive_what_is_not_kept(reader):
    """Chromium asks for a page's icon past its worker; of the posters only the first is kept."""
    reader.journal.forgive("icon.svg")
    reader.journal.forgive("468x1.png")


# ---- The second visit ----


def test_the_first_visit_downloads_nothing_twice(regular):
    times = collections.Counter(name for name, _ in regular.first_visit)
    assert [name for name, number in times.items() if number > 1] == []


def test_the_second_visit_is_served_from_what_was_kept(regular):
    before = len(regular.site.sent), len(regular.site.asked)
    comes_back(regular, "shape=circles&hidden_units=5")
    assert regular.page.evaluate(CONTROLLED)
    regular.sees_picture_of("circles", 5)
    wait_until(regular.page, f"() => ({PAINTED})() > 0.2")  # the numbers of the lines, too
    regular.page.evaluate(KEEP)
    assert set(regular.site.asked[before[1] :]) <= SEEN_BY_EVERY_SERVER
    assert sum(size for _, size in regular.site.sent[before[0] :]) < 20_000


def test_a_link_with_a_query_is_served_from_what_was_kept(regular):
    before = len(regular.site.asked)
    regular.page.goto(f"{regular.address}?from=a-letter#shape=blobs")
    regular.sees_state("ready")
    assert set(regular.site.asked[before:]) <= {"sw.js"}


def test_what_was_kept_has_its_media_type(regular):
    regular.open_and_wait()
    kind = "path => fetch(path).then(answer => answer.headers.get('Content-Type'))"
    assert regular.page.evaluate(kind, WASM) == "application/wasm"
    assert regular.page.evaluate(kind, "static/boot.mjs").startswith("text/javascript")
    assert regular.page.evaluate(kind, "").startswith("text/html")


def test_without_a_network_the_page_works_in_full(regular):
    goes_offline(regular)
    for shape, units in [("moons", 3), ("circles", 2), ("blobs", 4)]:
        comes_back(regular, f"shape={shape}&hidden_units={units}")
        regular.sees_picture_of(shape, units)
        regular.choose_units(1)
        regular.sees_picture_of(shape, 1)
        for action in ("reset", "step"):
            regular.button(action).click()
        expect(regular.page.locator("output[name=epoch]")).to_have_text("1")
    forgive_what_is_not_kept(regular)


# ---- A new release ----


def test_a_new_release_is_taken_up_by_the_tab_that_asks_and_offered_to_the_others(
    subscriber, publisher
):
    other = Reader(subscriber.page.context.new_page(), subscriber.address)
    other.open_and_wait("shape=blobs&hidden_units=2")
    publisher.publish("B")
    asked = len(subscriber.site.asked)
    assert finds_a_new_release(subscriber)
    other.sees_painter("matplotlib")
    for tab in (subscriber, other):
        expect(tab.page.locator("#news")).to_contain_text("A new version of this page is ready.")
        is_of_release(tab, "A")
    subscriber.page.reload()  # also a page that is opened now is of the old release
    subscriber.sees_state("ready")
    is_of_release(subscriber, "A")
    assert "py/page/page.py" in subscriber.site.asked[asked:]  # by the new worker

    subscriber.follow("shape=circles&hidden_units=5")
    subscriber.sees_result_of("circles", 5)
    other.page.evaluate("window.isBefore = true")
    with subscriber.page.expect_event("load"):
        offer(subscriber).press("Enter")
    subscriber.sees_result_of("circles", 5)
    is_of_release(subscriber, "B")
    expect(offer(subscriber)).to_have_count(0)
    # The other goes on with all that it began with, also with what it fetches only now.
    expect(other.page.locator("#news")).to_contain_text("Another tab has a new version")
    is_of_release(other, "A")
    with other.page.expect_download():
        other.page.locator("[data-action=export][data-format=json]").first.click()
    other.follow("shape=moons&hidden_units=2")
    other.sees_result_of("moons", 2)
    assert other.page.evaluate("window.isBefore")
    with other.page.expect_event("load"):
        offer(other).press("Enter")
    other.sees_result_of("moons", 2)
    is_of_release(other, "B")
    finds_a_new_release(other)
    other.page.evaluate(AT_MOST, 1)
    other.journal.must_be_clean()


def test_a_new_release_takes_nothing_from_the_tabs_that_take_it_up(subscriber, publisher):
    other = Reader(subscriber.page.context.new_page(), subscriber.address)
    other.open_and_wait("shape=moons&hidden_units=3&epoch=30")
    tools = Tools(subscriber)
    tools.load(RING)
    tools.sees(100)
    tools.opens()
    tools.press("Clear")
    sets_by_hand(other, "-3.25")
    before = [other.number(name) for name in ("epoch", "train_loss")]
    publisher.publish("B")
    assert finds_a_new_release(subscriber)
    for tab in (subscriber, other):
        with tab.page.expect_event("load"):
            offer(tab).press("Enter")
        tab.sees_state("ready", "paused", "done")
        is_of_release(tab, "B")
    expect(other.page.locator("[data-action=undo_weights]")).to_be_visible()
    assert [other.number(name) for name in ("epoch", "train_loss")] == before
    tools.opens()
    tools.press("Undo")
    tools.sees(100)
    other.journal.must_be_clean()


def test_only_what_is_new_is_downloaded(subscriber, publisher):
    publisher.publish("B")
    before = len(subscriber.site.sent)
    assert finds_a_new_release(subscriber)
    expect(offer(subscriber)).to_be_visible()
    new = {"sw.js", "", LISTING, "py/page/page.py", "py/playground/look/theme.py"}
    assert {name for name, _ in subscriber.site.sent[before:]} == new


def test_an_old_release_can_be_published_again(subscriber, publisher):
    for name in ("B", "A"):
        publisher.publish(name)
        assert finds_a_new_release(subscriber)
        with subscriber.page.expect_event("load"):
            offer(subscriber).click()
        subscriber.sees_state("ready")
        is_of_release(subscriber, name)


def test_a_release_that_is_withdrawn_before_anybody_took_it_up(subscriber, publisher):
    for name in ("B", "A"):
        publisher.publish(name)
        assert finds_a_new_release(subscriber)
    with subscriber.page.expect_event("load"):
        offer(subscriber).click()
    subscriber.sees_state("ready")
    is_of_release(subscriber, "A")


def test_a_release_that_does_not_arrive_whole_is_not_taken_up(subscriber, publisher):
    publisher.publish("B")
    subscriber.site.faults["py/playground/look/theme.py"] = "flipped"
    assert not finds_a_new_release(subscriber)
    subscriber.page.reload()
    subscriber.sees_state("ready")
    is_of_release(subscriber, "A")
    expect(offer(subscriber)).to_have_count(0)
    goes_offline(subscriber)
    subscriber.page.reload()
    subscriber.sees_result_of("moons", 3)
    forgive_what_is_not_kept(subscriber)


def test_a_file_of_a_later_release_is_refused(subscriber, publisher):
    publisher.publish("B")
    assert subscriber.page.evaluate(TEXT, "static/icons/192.png") is None
    is_of_release(subscriber, "A")
    subscriber.journal.forgive("192.png")


def test_a_page_that_lost_its_files_is_mended_by_the_next_release(subscriber, publisher):
    publisher.publish("B")
    forgets_its_own_cache(subscriber)
    subscriber.page.evaluate("""async () => {
        const cache = await caches.open((await caches.keys())[0]);
        await cache.delete(new URL("py/page/page.py", location.href.split("#")[0]));
    }""")
    subscriber.page.reload()
    subscriber.sees_alert()
    with subscriber.page.expect_event("load"):
        offer(subscriber).click()
    subscriber.sees_state("ready")
    is_of_release(subscriber, "B")
    subscriber.journal.problems.clear()


# ---- Damage, and no room ----


@pytest.mark.parametrize("file", [WASM, "py/page/page.py", "static/boot.mjs"])
def test_a_damaged_file_is_an_error_without_a_network_and_replaced_with_one(regular, file):
    true = regular.page.evaluate(TEXT, file)
    goes_offline(regular)
    forgets_its_own_cache(regular)
    regular.page.evaluate(FLIP, file)
    regular.page.reload()
    assert "." in regular.sees_alert()
    assert regular.frame == 0
    regular.journal.problems.clear()
    comes_online(regular)
    regular.open_and_wait()
    is_kept_whole(regular, file, true)


def test_a_damaged_page_is_replaced_and_never_used(regular):
    regular.open_and_wait()
    true = regular.page.evaluate(TEXT, "")
    regular.page.evaluate(FLIP, "")
    regular.open_and_wait()
    is_kept_whole(regular, "", true)
    regular.page.reload()
    regular.sees_result_of("moons", 3)
    forgive_what_is_not_kept(regular)


def is_kept_whole(reader, file, true):
    """Fail unless a *file* is as it was, also without a network and the browser's own cache."""
    assert reader.page.evaluate(TEXT, file) == true
    goes_offline(reader)
    forgets_its_own_cache(reader)
    assert reader.page.evaluate(TEXT, file) == true


def test_what_is_lost_is_downloaded_again(regular):
    regular.page.evaluate(EMPTY)
    regular.open_and_wait()
    for path in LAST:
        regular.wait_until("path => caches.match(path, { ignoreVary: true }).then(Boolean)", path)
    goes_offline(regular)
    regular.page.reload()
    regular.sees_result_of("moons", 3)
    forgive_what_is_not_kept(regular)


STORAGE_REFUSED = {
    "no caches": "Object.defineProperty(self, 'caches', { value: undefined })",
    "caches throw": """Object.defineProperty(self, "caches", {
        get() { throw new DOMException("denied", "SecurityError"); },
    })""",
    "caches refuse": """CacheStorage.prototype.open = async () => {
        throw new DOMException("denied", "SecurityError");
    }""",
    "no room": """Cache.prototype.put = async () => {
        throw new DOMException("full", "QuotaExceededError");
    }""",
    "no workers": "delete Navigator.prototype.serviceWorker",
    "workers throw": """Object.defineProperty(Navigator.prototype, "serviceWorker", {
        get() { throw new DOMException("denied", "SecurityError"); },
    })""",
    "workers refuse": """ServiceWorkerContainer.prototype.register = async () => {
        throw new DOMException("denied", "SecurityError");
    }""",
}


@pytest.mark.parametrize("refusal", STORAGE_REFUSED.values(), ids=STORAGE_REFUSED)
def test_without_storage_every_visit_is_a_first_visit(new_reader, refusal):
    # The empty page in between, which is not a secure one, has nothing of all this anyway.
    new_reader.page.add_init_script(f"if (isSecureContext) {{ {refusal} }}")
    comes_back(new_reader, "shape=moons")
    new_reader.sees_painter("matplotlib")  # after which the page would be kept
    new_reader.sees_picture_of("moons", 3)
    comes_back(new_reader, "shape=circles")
    new_reader.sees_result_of("circles", 3)
    expect(new_reader.page.locator("#news")).to_be_empty()


def test_a_full_disk_leaves_the_page_as_on_a_first_visit(somebody):
    session = somebody.page.context.new_cdp_session(somebody.page)
    quota = {"origin": somebody.address, "quotaSize": 3_000_000}
    session.send("Storage.overrideQuotaForOrigin", quota)
    for shape in ("moons", "circles"):
        comes_back(somebody, f"shape={shape}")
        somebody.sees_painter("matplotlib")
        somebody.page.wait_for_timeout(2000)
        somebody.sees_picture_of(shape, 3)
        assert not somebody.page.evaluate(CONTROLLED)


def test_the_page_works_without_the_file_that_has_it_kept(somebody):
    somebody.site.faults["static/offline.mjs"] = "missing"
    somebody.open_and_wait()
    somebody.sees_picture_of("moons", 3)
    somebody.journal.forgive("offline.mjs", "404")


# ---- Where it is kept ----


def test_a_frame_keeps_nothing(somebody):
    page = somebody.page
    frame = f"<!doctype html><iframe src='{somebody.address}' width=900 height=900></iframe>"
    host = f"{somebody.address}host.html"
    page.route(host, lambda route: route.fulfill(content_type="text/html", body=frame))
    page.goto(host)
    page.frame_locator("iframe").locator("html[data-painter=matplotlib]").wait_for()
    page.wait_for_timeout(1000)
    assert page.evaluate(REGISTRATIONS) == 0
    assert page.evaluate(CACHES) == []


def test_other_pages_of_the_same_server_keep_what_is_theirs(subscriber, publisher):
    theirs = [
        "playground http://other/ 1",
        f"playground {subscriber.address}sub/ 1",
        "somebody else's",
    ]
    subscriber.page.evaluate("names => Promise.all(names.map(name => caches.open(name)))", theirs)
    publisher.publish("B")
    assert finds_a_new_release(subscriber)
    with subscriber.page.expect_event("load"):
        offer(subscriber).click()
    subscriber.sees_state("ready")
    assert set(theirs) < set(subscriber.page.evaluate(CACHES))
    subscriber.page.evaluate(AT_MOST, len(theirs) + 1)
    assert set(theirs) < set(subscriber.page.evaluate(CACHES))


def test_the_page_can_be_installed_as_an_app(regular):
    session = regular.page.context.new_cdp_session(regular.page)
    answer = session.send("Page.getAppManifest")
    assert answer["url"] == f"{regular.address}static/app.webmanifest"
    assert answer["errors"] == []
    # Such a window counts as incognito, where nothing can be installed; nothing else is wrong.
    errors = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {error["errorId"] for error in errors} <= {"in-incognito"}
