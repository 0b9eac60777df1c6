"""An author puts the playground onto a page of their own, which has another origin."""

import contextlib
import gzip
import re

import pytest
from faulty_server import serving
from pages_server import serving_like_pages
from playwright.sync_api import expect
from reader import PATIENCE, wait_until

from tools.environment import ROOT
from tools.site.build import build
from tools.site.embedding import EVENTS, MEGABYTES, METHODS

MOONS = '<nn-playground shape="moons" hidden-units="3" epoch="0"></nn-playground>'
# Keeps what the elements of a page tell.
LISTEN = """() => {
    window.told = [];
    for (const element of document.querySelectorAll("nn-playground"))
        for (const name of %s)
            element.addEventListener(name, ({ detail }) =>
                told.push({ name, detail, from: element.id, at: performance.now() }));
}""" % [event.name for event in EVENTS]

# Whether an element that is alive and one that shows its cover are about as high.
ARE_ALIKE = """() => {
    const all = [...document.querySelectorAll("nn-playground")];
    const [alive, cover] = all.map((one) => one.getBoundingClientRect().height);
    return Math.abs(alive - cover) < 24;
}"""
# Whether what is in a frame fills it, and no more than that.
IS_FILLED = """() => [document.documentElement, document.body].every(
    (one) => one.scrollWidth === innerWidth && one.scrollHeight === innerHeight
)"""


class Blog:
    """A page of somebody else's, of another origin than the playground."""

    def __init__(self, page, server, folder, site):
        self.page, self._folder, self._site = page, folder, site
        self.address = server.address.replace("127.0.0.1", "localhost")
        self.errors = []
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda one: self.errors.append(one.text) if one.type == "error" else 0)

    def writes(self, body, script=True, head=""):
        """Publish a post with this *body*, and read it."""
        tag = f'<script src="{self._site.address}static/embed.js"></script>' * script
        text = f'<!doctype html><link rel="icon" href="data:,">{head}{tag}<body>{body}'
        (self._folder / "index.html").write_text(text, encoding="utf-8")
        self.page.goto(self.address)
        if not head:  # whose policy forbids to evaluate anything
            self.page.evaluate(LISTEN)

    def publishes_from(self, site):
        """Take the playground from another server."""
        self._site = site

    def element(self, place=0):
        return self.page.locator("nn-playground").nth(place)

    def asks(self, code, place=0):
        """Return what *code* makes of an element `e`."""
        return self.element(place).evaluate(f"async e => {code}")

    def waits_for(self, event, times=1):
        wait_until(
            self.page,
            "([name, times]) => told.filter((one) => one.name === name).length >= times",
            arg=[event, times],
            timeout=PATIENCE,
        )
        return self.told(event)

    def told(self, event):
        return self.page.evaluate("name => told.filter((one) => one.name === name)", event)

    def has_frames(self, number):
        """Wait until so many frames are alive."""
        for _ in range(50):
            if len(self.page.frames) == number + 1:
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"there are {len(self.page.frames) - 1} frames")

    @property
    def frame(self):
        """What is in the last of its frames."""
        return self.page.frames[-1]


@pytest.fixture
def blog(chromium, site, tmp_path):
    context = chromium.new_context(viewport={"width": 800, "height": 900})
    with serving(tmp_path) as server, contextlib.closing(context):
        site.sent.clear()
        yield Blog(context.new_page(), server, tmp_path, site)


# ---- Before the click ---------------------------------------------------------------------


def test_the_element_is_small():
    assert len(gzip.compress((ROOT / "static/embed.js").read_bytes(), 9)) < 5000


def test_until_the_click_there_is_a_poster_and_a_button_that_names_the_download(blog, site):
    blog.writes(MOONS)
    button = blog.element().get_by_role("button")
    expect(button).to_contain_text(f"Runs Python in your browser: {MEGABYTES} MB, once")
    blog.page.wait_for_load_state("networkidle")
    names = [name for name, _ in site.sent]
    assert names == ["static/embed.js", "static/engine/three_lines-light-468x1.png"]
    assert sum(size for _, size in site.sent) < 60_000
    assert len(blog.page.frames) == 1
    assert not blog.page.workers
    link = blog.element().get_by_role("link", name="Open full size")
    expect(link).to_have_attribute("href", f"{site.address}#shape=moons&hidden_units=3&epoch=0")
    assert not blog.errors


def test_without_any_script_there_is_a_picture_that_leads_to_the_playground(blog, site):
    picture = f'<a href="{site.address}"><img src="{site.address}static/icon.svg" alt="Moons"></a>'
    blog.writes(MOONS.replace("></", f">{picture}</"), script=False)
    expect(blog.page.get_by_role("link", name="Moons")).to_be_visible()


def test_the_connection_is_made_when_the_pointer_comes(blog, site):
    blog.writes(MOONS + MOONS)
    links = blog.page.locator("link[rel=preconnect]")
    expect(links).to_have_count(0)
    blog.element(0).hover()
    blog.element(1).hover()
    expect(links).to_have_count(1)
    expect(links).to_have_attribute("href", site.address.rstrip("/"))


# ---- One frame ----------------------------------------------------------------------------


def test_the_author_drives_it_by_methods_and_hears_what_happens(blog):
    blog.writes(MOONS)
    # A call before the click loads.
    assert blog.asks("e.getState()") == "shape=moons&hidden_units=3&epoch=0"
    (progress, *_), _ = blog.told("progress"), blog.waits_for("ready")
    assert 0 <= progress["detail"]["share"] <= 1
    blog.asks("e.step()")
    blog.asks("e.step()")
    assert blog.asks("e.getState()").endswith("epoch=2")
    blog.asks("e.goTo(40)")
    assert blog.asks("e.getState()").endswith("epoch=40")
    assert blog.asks("e.set({'hidden-units': 2, epochs: '100'})") == ""
    change = blog.told("change")[-1]["detail"]
    assert (change["byReader"], change["settings"]["hidden_units"]) == (False, "2")
    blog.asks("e.set({speed: 'fast'})")
    blog.asks("e.run()")
    done = blog.waits_for("done", 2)[-1]["detail"]
    assert (done["epoch"], done["reason"]) == (100, "epochs")
    assert blog.asks("e.getState()") == "shape=moons&hidden_units=2&epochs=100&speed=fast"
    blog.asks("e.reset()")
    assert blog.asks("e.getState()") == "shape=moons&hidden_units=3&epoch=0"
    state = "shape=circles&hidden_units=4&epoch=7"
    blog.asks(f"e.setState('{state}')")
    assert blog.asks("e.getState()") == state
    size = blog.asks(
        "e.toBlob({scale: 2, type: 'image/webp'}).then((blob) => [blob.type, blob.size])"
    )
    assert size[0] == "image/webp"
    assert size[1] > 5000
    refused = blog.asks("e.set({epochs: 'many'}).catch((error) => error.message)")
    assert refused == "Epochs takes a whole number from 1 to 10000, not “many”."
    assert not blog.errors


def test_the_elements_attributes_are_followed_in_place(blog):
    blog.writes(MOONS)
    blog.asks("e.load()")
    blog.element().evaluate("e => e.setAttribute('hidden-units', '5')")
    blog.waits_for("change")
    assert "hidden_units=5" in blog.asks("e.getState()")
    assert len(blog.told("ready")) == 1


def test_the_reader_changes_it_within_what_the_author_has_locked(blog):
    blog.writes(MOONS.replace("></", ' show="picture run noise hidden_units" lock="noise"></'))
    blog.element().get_by_role("button").click()
    blog.waits_for("ready")
    frame = blog.frame
    assert frame.locator("#noise").evaluate("e => e.closest('[inert]') !== null")
    expect(frame.locator("#net")).to_be_hidden()
    expect(frame.locator("#tabs")).to_be_hidden()
    frame.get_by_role("button", name="One unit more in layer 1").click()
    (change,) = blog.waits_for("change")
    assert (change["detail"]["byReader"], change["detail"]["settings"]["hidden_units"]) == (
        True,
        "4",
    )
    # What was changed is taken back by Reset.
    frame.locator("[data-action=reset]").click()
    blog.waits_for("change", 2)
    assert blog.asks("e.getState()") == "shape=moons&hidden_units=3&epoch=0"


def test_removed_it_ends_and_moved_fifty_times_it_leaves_nothing_behind(blog):
    blog.writes(MOONS + "<div></div>")
    blog.asks("e.load()")
    blog.has_frames(1)
    before = blog.page.evaluate("document.querySelectorAll('*').length")
    blog.page.evaluate("""() => {
        const [element, box] = document.querySelectorAll("nn-playground, div");
        for (let i = 0; i < 50; i++) i % 2 ? document.body.append(element) : box.append(element);
    }""")
    expect(blog.element().get_by_role("button")).to_have_count(1)
    blog.has_frames(0)
    assert blog.page.evaluate("document.querySelectorAll('*').length") == before
    blog.asks("e.load()")
    blog.has_frames(1)
    blog.asks("e.destroy()")
    blog.has_frames(0)
    expect(blog.element().get_by_role("button")).to_have_count(1)
    assert not blog.errors


# ---- Several ------------------------------------------------------------------------------


def test_of_three_embeds_two_are_alive_and_the_third_sleeps_and_wakes_where_it_was(blog):
    blog.writes(
        "".join(MOONS.replace("<nn-playground", f'<nn-playground id="e{i}"') for i in "012")
    )
    states = []
    for place in range(3):
        blog.asks("e.load()", place)
        blog.asks(f"e.goTo({10 + place})", place)
        states.append(blog.asks("e.getState()", place))
    blog.has_frames(2)
    expect(blog.element(0).get_by_role("button", name="Go on")).to_be_visible()
    assert [blog.asks("e.getState()", place) for place in (0, 1, 2)] == states
    blog.has_frames(2)
    # One Python began after the other was ready.
    starts = {one["from"]: one["at"] for one in reversed(blog.told("progress"))}
    ready = {one["from"]: one["at"] for one in reversed(blog.told("ready"))}
    assert starts["e1"] > ready["e0"]
    assert starts["e2"] > ready["e1"]
    assert not blog.errors


def test_five_embeds_cost_hardly_more_bytes_than_one(blog, tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    build(ROOT, folder)
    with serving_like_pages(folder) as site:
        blog.publishes_from(site)
        blog.writes(5 * MOONS)
        spent = []
        for place in range(5):
            blog.asks("e.load()", place)
            blog.page.wait_for_timeout(2000)  # what comes after the first picture
            spent.append(sum(size for _, size in site.sent))
        assert spent[-1] <= 1.05 * spent[0]
        blog.has_frames(2)


# ---- A good guest -------------------------------------------------------------------------


def test_hostile_messages_have_no_effect(blog, site):
    blog.writes(MOONS + f'<iframe id="other" src="{site.address}static/icon.svg"></iframe>')
    blog.asks("e.load()")
    name = blog.element().evaluate("e => e.shadowRoot.querySelector('iframe').name")
    before = blog.asks("e.getState()")
    # To the element: from its own page, from another frame, from the right one with wrong fields.
    blog.page.evaluate(
        """id => {
            window.hurt = 0;
            document.querySelector("nn-playground").addEventListener("done", () => hurt++);
            postMessage({ nn: 1, id, event: "done", detail: {} }, "*");
            postMessage("{", "*");
        }""",
        name,
    )
    stranger = next(one for one in blog.page.frames if one.url.endswith("icon.svg"))
    forged = "id => parent.postMessage({ nn: 1, id, event: 'done', detail: {} }, '*')"
    stranger.evaluate(forged, name)
    playground = next(one for one in blog.page.frames if "embed=1" in one.url)
    playground.evaluate("parent.postMessage({ nn: 1, id: 'nn-0', event: 'done', detail: {} }, '*')")
    # To the frame: from another frame, itself, and from the host with what is no call.
    step = "{ nn: 1, id, n: 9, call: 'step', args: [] }"
    stranger.evaluate(f"id => parent.frames[0].postMessage({step}, '*')", name)
    playground.evaluate(f"id => postMessage({step}, '*')", name)
    blog.page.evaluate(
        """id => {
            const { shadowRoot } = document.querySelector("nn-playground");
            const frame = shadowRoot.querySelector("iframe");
            const wrong = [
                null, 7, "step", [], { nn: 2, id, n: 1, call: "step", args: [] },
                { nn: 1, id: "nn-0", n: 1, call: "step", args: [] },
                { nn: 1, id, n: "1", call: "step", args: [] },
                { nn: 1, id, n: 1, call: "__init__", args: [] },
                { nn: 1, id, n: 2, call: "step", args: [1] },
                { nn: 1, id, n: 3, call: "step", args: { length: 0 } },
                { nn: 1, id, n: 4, call: "goTo", args: ["1"] },
                { nn: 1, id, n: 5, call: "goTo", args: [-1] },
                { nn: 1, id, n: 6, call: "set", args: [{ __class__: "1" }] },
                { nn: 1, id, n: 7, call: "set", args: [{ shape: { toString: "1" } }] },
                { nn: 1, id, n: 8, call: "set", args: [{ names: "<img src=x>,b,c,d" }] },
                { nn: 1, id, n: 10, call: "toBlob", args: [{ type: "text/html", scale: 1 }] },
                { nn: 1, id, n: 11, call: "toBlob", args: [{ scale: 1e9 }] },
                { nn: 1, id, n: 12, call: "setState", args: ["x".repeat(1e6)] },
                { nn: 1, id, n: 13, call: ["step"], args: [] },
            ];
            for (const message of wrong) frame.contentWindow.postMessage(message, "*");
        }""",
        name,
    )
    blog.page.wait_for_timeout(1500)
    assert blog.page.evaluate("hurt") == 0
    assert blog.asks("e.getState()") == before
    expect(playground.locator("img[src=x]")).to_have_count(0)
    expect(playground.locator("html")).to_have_attribute("data-state", re.compile("ready|paused"))
    assert not blog.errors


def test_the_hosts_focus_and_scroll_stay_where_they_are(blog):
    tall = '<input><div style="height: 700px"></div>'
    blog.writes(tall + MOONS.replace("></", ' loading="lazy" autorun="once"></') + tall)
    blog.page.locator("input").first.focus()
    blog.page.mouse.wheel(0, 500)
    blog.waits_for("done")
    top = blog.page.evaluate("scrollY")
    assert blog.page.evaluate("document.activeElement.tagName") == "INPUT"
    # Even what asks for it inside moves nothing outside.
    frame = blog.frame
    for code in ("document.querySelector('#timeline').focus()", "document.body.scrollIntoView()"):
        frame.evaluate(code)
    blog.page.wait_for_timeout(200)
    assert blog.page.evaluate("scrollY") == top
    # The wheel goes on to the host over every part of it.
    blog.page.evaluate("scrollTo(0, 400)")
    box = blog.element().bounding_box()
    for across in (0.2, 0.8):
        before = blog.page.evaluate("scrollY")
        blog.page.mouse.move(box["x"] + across * box["width"], box["y"] + 60)
        blog.page.mouse.wheel(0, 40)
        wait_until(blog.page, "before => scrollY > before", arg=before)
        box["y"] -= 40
    # Letters are the host's.
    frame.locator("#boundary").click()
    blog.page.keyboard.press("r")
    blog.page.wait_for_timeout(300)
    assert blog.asks("e.getState()") == "shape=moons&hidden_units=3"


def test_a_lesson_in_the_frame_is_no_step_of_the_hosts_history(blog):
    blog.writes(MOONS.replace("></", ' show="picture run lessons"></'))
    blog.asks("e.load()")
    before = blog.page.evaluate("history.length")
    blog.frame.locator("[data-lesson=xor]").first.click()
    blog.waits_for("change")
    assert blog.page.evaluate("history.length") == before
    assert blog.asks("e.getState()").startswith("shape=xor")
    expect(blog.frame.locator("html")).to_have_attribute("data-embed", "")
    wait_until(blog.frame, "location.hash.includes('embed=1')")


def test_who_asks_for_less_motion_gets_a_cover_with_a_button(blog):
    blog.page.emulate_media(reduced_motion="reduce")
    blog.writes(MOONS.replace("></", ' autorun="loop"></'))
    blog.asks("e.load()")
    assert blog.asks("e.getState()") == "shape=moons&hidden_units=3&epoch=0"
    blog.frame.get_by_role("button", name="Show the training").click()
    blog.waits_for("done")


def test_it_fits_every_width_at_the_height_that_it_asks_for(blog):
    blog.page.set_viewport_size({"width": 1040, "height": 900})
    blog.writes(f"<div>{MOONS}{MOONS}</div>")
    blog.asks("e.load()")
    for width in (280, 320, 480, 640, 800, 1000):
        blog.page.locator("body > div").evaluate(
            "(e, width) => { e.style.width = `${width}px`; }", width
        )
        blog.page.wait_for_timeout(500)
        wait_until(blog.page, ARE_ALIKE, width)
        wait_until(blog.frame, IS_FILLED, width)
        for part in ("#stage", "#net", "#run", "#units", "#full"):
            expect(blog.frame.locator(part)).to_be_in_viewport(ratio=0.95)


def test_a_strict_policy_of_the_host_lets_it_pass(blog, site):
    own = site.address.rstrip("/")
    policy = f"default-src 'none'; script-src {own}; frame-src {own}; img-src {own} blob: data:"
    policy += "; require-trusted-types-for 'script'; trusted-types 'none'"
    blog.writes(MOONS, head=f'<meta http-equiv="Content-Security-Policy" content="{policy}">')
    blog.element().get_by_role("button", name="Start").click()
    blog.has_frames(1)
    frame = blog.page.frame_locator("nn-playground iframe")
    expect(frame.locator("html[data-state=ready]")).to_have_count(1, timeout=PATIENCE)
    assert not blog.errors


def test_it_is_dark_on_a_dark_page_and_follows_when_that_turns(blog):
    style = """<style>
        body { background: #101014; color: oklch(0.9 0 0) }
        .day body { background: #fdfcf8; color: #222 }
    </style>"""
    turn = "document.documentElement.classList.toggle('day')"
    blog.page.emulate_media(color_scheme="light")  # whatever the system is
    blog.writes(style + MOONS + MOONS)
    poster = blog.element(1).locator("img")
    expect(poster).to_have_attribute("src", re.compile("three_lines-dark"))
    blog.asks("e.load()")
    paper = "getComputedStyle(document.documentElement).backgroundColor === 'rgb(%s)'"
    wait_until(blog.frame, paper % "18, 19, 22")
    blog.page.evaluate(turn)
    expect(poster).to_have_attribute("src", re.compile("three_lines-light"))
    wait_until(blog.frame, paper % "250, 249, 246")
    assert blog.asks("e.getState()") == "shape=moons&hidden_units=3&epoch=0"  # nothing is lost
    blog.element().evaluate("e => e.setAttribute('theme', 'dark')")
    wait_until(blog.frame, paper % "18, 19, 22")
    assert len(blog.told("ready")) == 1
    assert not blog.errors


def test_it_is_dark_where_the_page_leaves_its_colours_to_a_dark_system(blog):
    blog.page.emulate_media(color_scheme="dark")
    blog.writes(MOONS, head='<meta name="color-scheme" content="light dark">')
    poster = blog.element().locator("img")
    expect(poster).to_have_attribute("src", re.compile("three_lines-dark"))
    blog.writes(MOONS)  # which knows no dark
    expect(poster).to_have_attribute("src", re.compile("three_lines-light"))


@pytest.mark.parametrize("form", ["element", "frame"])
def test_the_code_of_the_share_dialog_works_as_it_is(blog, reader_with, form):
    author = reader_with(permissions=["clipboard-read", "clipboard-write"])
    author.open_and_wait("shape=circles&hidden_units=4&epoch=60&title=A%20%2526%20B")
    author.button("copy_link").click()
    share = author.page.locator("#share")
    share.get_by_text("Embed it in your own page").click()
    share.locator("[name=form]").select_option(form)
    share.locator("[name=theme]").select_option("dark")
    share.get_by_label("Shapes").check()
    share.get_by_role("button", name="Copy code").click()
    expect(author.page.locator("#share-says")).to_have_text("Code copied.")
    code = author.page.evaluate("navigator.clipboard.readText()")
    if form == "element":
        # The preview is this element; it goes with the dialog.
        preview = share.locator("nn-playground")
        assert preview.locator("img").first.get_attribute("src").startswith("data:image/png")
        preview.get_by_role("button", name="Start").click()
        inside = author.page.frame_locator("#share-preview iframe")
        expect(inside.locator("html[data-state=ready]")).to_have_count(1, timeout=PATIENCE)
        share.get_by_label("Close").click()
        expect(author.page.locator("#share-preview iframe")).to_have_count(0)
    blog.writes(code, script=False)
    if form == "element":
        blog.asks("e.load()")
    frame = blog.page.frame_locator("iframe")
    expect(frame.locator("html[data-state=ready]")).to_have_count(1, timeout=PATIENCE)
    expect(frame.locator("output[name=epoch]")).to_have_text("60")
    expect(frame.locator("#headline")).to_have_text("A & B")
    expect(frame.locator(".shapes")).to_be_visible()
    expect(frame.locator("html")).to_have_attribute("data-theme", "dark")


def test_what_does_not_answer_is_given_up_with_a_sentence(blog):
    blog.page.clock.install()
    blog.page.route(re.compile("embed=1|127.0.0.1:[0-9]+/$"), lambda route: None)
    blog.writes(MOONS)
    blog.element().get_by_role("button").click()
    blog.has_frames(1)
    blog.page.clock.fast_forward(61_000)
    expect(blog.element().get_by_role("button")).to_contain_text("It cannot be reached.")
    blog.has_frames(0)


def test_a_plain_frame_tells_its_height_in_three_dialects_and_only_when_it_changes(blog, site):
    blog.writes(
        """<script>
            window.heard = [];
            addEventListener("message", ({ data }) => heard.push(data));
        </script>"""
        f'<iframe width="640" height="420" src="{site.address}#shape=moons&amp;hidden_units=3'
        '&amp;epoch=0&amp;embed=1#?secret=s3cret"></iframe>'
    )
    for one in ("event === 'ready'", "secret === 's3cret'"):
        wait_until(blog.page, f"heard.some((one) => one.{one})")
    blog.page.wait_for_timeout(500)
    heights = """() => [
        heard.filter((one) => one.event === "height").map((one) => one.detail.height),
        heard.filter((one) => typeof one === "string").map((one) => JSON.parse(one).height),
        heard.filter((one) => one.message === "height" && one.secret === "s3cret")
            .map((one) => one.value),
    ]"""
    first, *others = blog.page.evaluate(heights)
    assert others == [first, first]
    assert len(first) == 1
    # A host that does as it is told, and a width that changes a hundred times.
    blog.page.evaluate("""async () => {
        const frame = document.querySelector("iframe");
        addEventListener("message", ({ data }) => {
            if (data.event === "height") frame.height = data.detail.height;
        });
        heard.length = 0;
        for (let width = 300; width < 700; width += 4) {
            frame.width = width;
            await new Promise(requestAnimationFrame);
        }
    }""")
    blog.page.wait_for_timeout(1000)
    told, *_ = blog.page.evaluate(heights)
    assert len(told) <= 100
    inside = blog.frame.evaluate("[innerHeight, document.documentElement.scrollHeight]")
    assert inside == [told[-1]] * 2
    # Folded away, it says nothing; back again, it is as it was.
    blog.page.evaluate("heard.length = 0; document.querySelector('iframe').style.display = 'none'")
    blog.page.wait_for_timeout(400)
    blog.page.evaluate("document.querySelector('iframe').style.display = ''")
    blog.page.wait_for_timeout(400)
    assert blog.page.evaluate(heights)[0] == []
    expect(blog.frame.locator("#stage")).to_be_visible()


def test_the_post_of_the_demonstration_drives_its_playground(blog, site):
    post = (ROOT / "static/demo/index.html").read_text(encoding="utf-8")
    for folder, address in (("../../", ""), ("../", "static/")):  # where it stands, and here
        post = post.replace(f'"{folder}', f'"{site.address}{address}')
    blog.writes(post, script=False)
    expect(blog.page.locator("nn-playground")).to_have_count(3)
    blog.page.get_by_role("button", name="Three units").click()
    blog.waits_for("done")
    expect(blog.page.locator("#news")).to_have_text("100 % are right.")
    assert "hidden_units=3" in blog.asks("e.getState()", 1)
    assert not blog.errors


def test_every_method_that_is_promised_is_there(blog):
    blog.writes(MOONS)
    names = [method.name for method in METHODS]
    assert blog.asks(f"{names}.filter((name) => typeof e[name] !== 'function')") == []
