"""What the page's policy refuses to strangers, and what a stricter one of the host does to it."""

import pytest
from conftest import window
from faulty_server import serving
from playwright.sync_api import expect
from reader import TRAINED

# The files that a reader takes home, by what they are about.
FILES = ["data csv", "weights npz", "run csv", "code py", "code ipynb", "sheet html"]
VIEWS = ("data", "training", "view", "network", "listing")
TABLE = b"height,weight,kind\n1,2,a\n3,1,b\n2,2,a\n4,3,b\n"

KEEP_VIOLATIONS = """addEventListener("securitypolicyviolation", (event) => {
    (window.violations ??= []).push(`${event.effectiveDirective} ${event.blockedURI}`);
})"""
VIOLATIONS = "(window.violations ?? []).splice(0)"
# Both Pythons' threads ask another origin, in all ways that there are.
FETCH = "address => fetch(address, { mode: 'no-cors' }).then(() => 'came', error => error.name)"
SOCKET = """address => new Promise(told => {
    const request = new XMLHttpRequest();
    request.onload = () => told("came");
    request.onerror = () => told("refused");
    try { request.open("GET", address); request.send(); } catch { told("refused"); }
})"""
IMPORT = "address => import(`${address}x.mjs`).then(() => 'came', error => error.name)"
PICTURE = """address => new Promise(told => {
    const image = new Image();
    [image.onload, image.onerror] = [() => told("came"), () => told("refused")];
    image.src = `${address}x.png`;
})"""
BEACON = "address => { navigator.sendBeacon(address, 'x'); return 'refused'; }"
# Each is tried by the page itself, later: what a test evaluates may do more than the page.
INJECTED = {
    "eval": "eval('window.got = 1')",
    "Function": "Function('window.got = 1')()",
    "a timer of text": "setTimeout('window.got = 1')",
    "an inline script": "document.body.append(Object.assign(document.createElement('script'), "
    "{ text: 'window.got = 1' }))",
    "an inline handler": "{ const b = document.createElement('b'); "
    "b.setAttribute('onclick', 'window.got = 1'); document.body.append(b); b.click(); b.remove() }",
    "a script of others": "document.body.append(Object.assign(document.createElement('script'), "
    "{ src: 'http://localhost:1/x.js', onload() { window.got = 1 } }))",
    "a script as data": "document.body.append(Object.assign(document.createElement('script'), "
    "{ src: 'data:text/javascript,window.got=1' }))",
    "markup": "{ document.body.insertAdjacentHTML('beforeend', '<b id=got>'); "
    "window.got = document.querySelector('#got') }",
    "a worker of others": "window.got = new Worker('data:text/javascript,1')",
    "an address that is code": "{ const a = document.createElement('a'); "
    "a.href = 'javascript:window.got = 1'; document.body.append(a); a.click(); a.remove() }",
    "a base": "{ const b = document.createElement('base'); b.href = 'http://localhost:1/'; "
    "document.head.append(b); window.got = document.baseURI.includes('localhost'); b.remove() }",
}
TRY = """() => new Promise(tried => setTimeout(() => {
    window.got = undefined;
    try { %s; } catch {}
    setTimeout(() => tried(Boolean(window.got)), 50);
}))"""
IS_STYLED = "() => getComputedStyle(document.querySelector('#stage')).position === 'relative'"
# Header, and what the page then says is missing, and where.
STRICTER = [
    ("default-src 'self'", ["forbids", " in "]),  # whichever of all that is missing comes first
    ("default-src 'self' blob: 'unsafe-inline'", ["'wasm-unsafe-eval'", "script-src"]),
    ("connect-src 'none'", ["'self'", "connect-src"]),
    ("style-src 'none'", ["'self'", "style-src-elem"]),
    ("trusted-types mine; require-trusted-types-for 'script'", ["default", "trusted-types"]),
]


# ---- The page's own ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def visit(chromium, site):
    with window(chromium, site.address) as reader:
        reader.page.add_init_script(KEEP_VIOLATIONS)
        reader.open_and_wait()
        reader.sees_painter("matplotlib")
        yield reader


def test_nothing_is_refused_while_a_reader_uses_all_that_there_is(visit):
    page = visit.page
    for view in VIEWS:
        visit.opens_tab(view)
    visit.button("reset").click()
    visit.sees_state("paused", "ready")
    visit.button("run").click()
    visit.sees_state("done")  # which is kept as a run, with its picture
    page.locator("#nodes .unit").nth(1).click()
    expect(page.locator("#inspector")).to_be_visible()
    page.keyboard.press("Escape")
    for name in FILES:
        subject, file_format = name.split()
        of = f"[data-subject={subject}][data-format={file_format}]:not([data-use])"
        with page.expect_download():
            page.locator(f"[data-action=export]{of}").click()
    for file_format in ("png", "svg"):
        with page.expect_download():
            page.locator(f"[data-action=export][data-format={file_format}]").first.click()
    page.locator("[data-format=html][data-use=print]").click()
    sheet = page.frame_locator("#print")
    expect(sheet.locator("h1")).to_have_css("font-family", "Georgia, serif")
    visit.button("copy_link").click()
    page.locator("#share-embed summary").click()
    page.locator("#share-preview").get_by_role("button", name="Start").click()
    preview = page.frame_locator("#share-preview iframe")
    preview.locator("html[data-painter=matplotlib]").wait_for()
    page.keyboard.press("Escape")
    file = {"name": "table.csv", "mimeType": "text/csv", "buffer": TABLE}
    page.locator("#own [type=file]").set_input_files(file)
    expect(page.locator("#table-preview")).to_be_visible()
    page.keyboard.press("Escape")
    visit.choose_shape("custom")
    visit.opens_tab("data")
    page.locator("[data-tool=erase]").first.click()
    assert page.evaluate(VIOLATIONS) == []
    visit.journal.must_be_clean()


@pytest.mark.parametrize("thread", ["page", "engine"])
def test_nobody_else_is_reached(visit, thread, tmp_path):
    ways = [FETCH, SOCKET, IMPORT] + ([PICTURE, BEACON] if thread == "page" else [])
    with serving(tmp_path) as other:
        place = visit.page if thread == "page" else visit.engine
        address = other.address.replace("127.0.0.1", "localhost")
        for way in ways:
            assert place.evaluate(way, address) != "came", way
        visit.page.wait_for_timeout(500)  # a beacon is sent when there is time
        assert other.asked == []
    visit.journal.problems.clear()
    visit.page.evaluate(VIOLATIONS)


def test_what_is_injected_does_not_run(visit):
    ran = [name for name, code in INJECTED.items() if visit.page.evaluate(TRY % code)]
    assert ran == []
    assert visit.state != "error"
    assert len(visit.page.evaluate(VIOLATIONS)) >= len(INJECTED) - 2
    visit.journal.problems.clear()


# ---- A stricter one, of the host -----------------------------------------------------------


@pytest.fixture
def guest(chromium, faulty_site):
    """A reader of a site that is to fail, of whose errors nothing else is asked."""
    with window(chromium, faulty_site.address) as guest:
        yield guest
        guest.journal.problems.clear()


@pytest.mark.parametrize(("policy", "words"), STRICTER)
def test_a_stricter_policy_ends_in_a_sentence_that_names_what_is_missing(
    guest, faulty_site, policy, words
):
    faulty_site.headers["Content-Security-Policy"] = policy
    guest.open(TRAINED)
    sentence = guest.sees_alert()
    assert sentence.startswith(("This page cannot start here", "Python cannot start here"))
    assert all(word in sentence for word in words), sentence
    assert guest.frame == 0


@pytest.mark.parametrize("policy", ["default-src 'none'", "script-src 'none'"])
def test_where_no_script_may_run_the_page_itself_has_the_words(guest, faulty_site, policy):
    faulty_site.headers["Content-Security-Policy"] = policy
    guest.open()
    words = guest.page.locator("#unstarted")
    if policy.startswith("script-src"):
        expect(words).to_be_hidden()  # it may yet start
        wait = words.evaluate("e => e.getAnimations()[0].effect.getComputedTiming().endTime")
        assert wait <= 30_000
        words.evaluate("e => e.getAnimations()[0].finish()")
    expect(words).to_be_in_viewport()
    expect(words).to_contain_text("Content Security Policy")


# ---- The style sheet -----------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["missing", "flipped", "cut"])
def test_a_style_sheet_that_fails_once_is_fetched_again(guest, faulty_site, kind):
    faulty_site.passing["static/style.css"] = kind
    guest.open(TRAINED)
    assert guest.page.evaluate("dress()")
    assert guest.page.evaluate(IS_STYLED)
    assert guest.state != "error"


def test_without_hashes_half_a_style_sheet_is_noticed_too(guest, faulty_site):
    def cut(route):
        whole = route.fetch().text()
        route.fulfill(body=whole[: len(whole) // 2], content_type="text/css")

    def without_hash(route):
        page = route.fetch().text().replace('href="static/style.css" integrity=', "x=")
        route.fulfill(body=page.replace("crossorigin x=", 'href="static/style.css" x='))

    guest.page.route(faulty_site.address, without_hash)
    guest.page.route("**/static/style.css", cut)
    guest.open()
    assert "style sheet" in guest.sees_alert()
    assert guest.frame == 0


@pytest.mark.parametrize("kind", ["missing", "flipped"])
def test_without_its_style_sheet_the_page_never_says_that_it_is_ready(guest, faulty_site, kind):
    faulty_site.faults["static/style.css"] = kind
    guest.open()
    assert "style sheet" in guest.sees_alert()
    expect(guest.alert).to_be_in_viewport()
    faulty_site.heal()
    guest.tries_again()
    guest.sees_state("loading")
    assert guest.page.evaluate("dress()")
