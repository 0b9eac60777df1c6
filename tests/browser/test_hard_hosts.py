"""Hard hosts: sandboxes, no storage, servers that send wrong types, frames that are hidden."""

import contextlib
import json
import os
import re

import pytest
from conftest import window
from faulty_server import serving
from playwright.sync_api import expect
from reader import PATIENCE, RESTS, wait_until
from test_author_embeds_it import Blog

ADDRESS = "shape=moons&amp;hidden_units=3&amp;epoch=0&amp;embed=1"
# What WordPress makes of an address that it does not know, and as much of its script as matters.
WORDPRESS = """<script>
    window.told = [];
    addEventListener("message", ({ data, source }) => {
        const frame = document.querySelector(`iframe[data-secret="${data.secret}"]`);
        if (source !== frame?.contentWindow) return;
        told.push(data);
        frame.removeAttribute("style");
        if (data.message === "height") frame.height = Math.max(200, Math.min(1000, data.value));
    });
</script>
<iframe sandbox="allow-scripts" security="restricted" data-secret="s3cret" width="600" height="338"
    style="position: absolute; visibility: hidden;" src="%s#%s#?secret=s3cret"></iframe>"""
PAPER = "rgb(250, 249, 246)"
STORAGE = """() => {
    try { return Boolean(localStorage) } catch { return false }
}"""
# Whether what is drawn on has as many pixels as it takes up on the screen.
IS_SHARP = """() => {
    const { width, clientWidth } = document.querySelector("#boundary");
    return clientWidth > 100 && Math.abs(width - clientWidth * devicePixelRatio) <= 1;
}"""


@contextlib.contextmanager
def blog_in(context, site, folder):
    """Give a page of somebody else's in that *context*; nothing may have gone wrong at the end."""
    with serving(folder) as server:
        blog = Blog(context.new_page(), server, folder, site)
        yield blog
        assert not blog.errors


@pytest.fixture
def blog(chromium, site, tmp_path):
    context = chromium.new_context(viewport={"width": 800, "height": 900})
    with contextlib.closing(context), blog_in(context, site, tmp_path) as one:
        yield one


def embeds(blog, site, attributes="", fragment=ADDRESS):
    """Publish a post with a frame that has these *attributes*; return what is in the frame."""
    frame = f'<iframe width="640" height="420" {attributes} src="{site.address}#{fragment}">'
    blog.writes(f"{frame}</iframe>", script=False)
    return blog.frame


def starts(frame):
    """Wait for the first picture."""
    begun = "html[data-state=ready], html[data-state=paused]"
    frame.locator(begun).wait_for(state="attached", timeout=PATIENCE)


def trains_and_draws(frame):
    """Run the training, and wait until matplotlib has drawn what was learned."""
    frame.locator("#run [data-action=run]").click()
    wait_until(frame, "Number(document.querySelector('output[name=epoch]').value) > 5")
    frame.locator("html[data-painter=matplotlib]").wait_for(state="attached", timeout=PATIENCE)
    assert frame.evaluate(IS_SHARP)


# ---- Sandboxes ----------------------------------------------------------------------------


def test_in_the_sandbox_of_wordpress_it_runs_and_its_link_is_opened_by_the_host(blog, site):
    blog.writes(WORDPRESS % (site.address, ADDRESS), script=False)
    frame = blog.frame
    starts(frame)
    assert frame.evaluate("origin") == "null"
    assert not frame.evaluate(STORAGE)
    assert frame.locator("html").evaluate("e => getComputedStyle(e).backgroundColor") == PAPER
    expect(blog.page.locator("iframe")).to_be_visible()
    height = blog.page.evaluate("told[0]")
    assert (height["message"], height["secret"]) == ("height", "s3cret")
    trains_and_draws(frame)
    frame.get_by_role("link", name="Open full size").click()
    link = blog.page.evaluate("told.at(-1)")
    assert (link["message"], link["secret"]) == ("link", "s3cret")
    assert link["value"].startswith(f"{site.address}#v=1&shape=moons")
    assert len(blog.page.context.pages) == 1


def test_in_a_sandbox_without_new_windows_the_frame_itself_grows_to_full_size(blog, site):
    frame = embeds(blog, site, 'sandbox="allow-scripts"')
    wait_until(frame, "window.host")
    frame.get_by_role("link", name="Open full size").click()
    frame.locator("html:not([data-embed])").wait_for(state="attached")
    assert frame.url.startswith(f"{site.address}?#")
    blog.errors[:] = [one for one in blog.errors if "allow-popups" not in one]


def test_in_a_sandbox_whose_server_shares_nothing_it_says_why(blog, faulty_site):
    faulty_site.keep_to_itself()
    frame = embeds(blog, faulty_site, 'sandbox="allow-scripts"')
    frame.locator("html[data-state=error]").wait_for(state="attached")
    expect(frame.locator("#fault")).to_contain_text("allow-same-origin")
    expect(frame.locator("#fault")).to_contain_text("Access-Control-Allow-Origin")
    blog.errors.clear()


# ---- No storage ---------------------------------------------------------------------------


@contextlib.contextmanager
def without_third_party_cookies(chromium, folder, way):
    """Give a context of another browser, whose reader has blocked what other sites may keep."""
    launch = {"executable_path": os.environ.get("NN_PLAYGROUND_CHROMIUM") or None}
    launch["args"] = ["--no-sandbox"] * (hasattr(os, "geteuid") and os.geteuid() == 0)
    if way == "preference":
        chosen = {"profile": {"cookie_controls_mode": 1, "block_third_party_cookies": True}}
        (folder / "Default").mkdir(parents=True)
        (folder / "Default/Preferences").write_text(json.dumps(chosen), encoding="utf-8")
    else:
        launch["args"].append("--test-third-party-cookie-phaseout")
    context = chromium.browser_type.launch_persistent_context(folder, **launch)
    with contextlib.closing(context):
        yield context


@pytest.mark.parametrize("way", ["preference", "phaseout"])
def test_where_third_parties_may_keep_nothing_it_runs(chromium, site, tmp_path, way):
    post, profile = tmp_path / "post", tmp_path / "profile"
    post.mkdir()
    with (
        without_third_party_cookies(chromium, profile, way) as context,
        blog_in(context, site, post) as blog,
    ):
        frame = embeds(blog, site)
        starts(frame)
        assert not frame.evaluate(STORAGE)
        trains_and_draws(frame)


# ---- Wrong types --------------------------------------------------------------------------


def test_a_server_that_knows_no_webassembly_is_no_obstacle(chromium, faulty_site):
    faulty_site.types[".wasm"] = "application/octet-stream"
    with window(chromium, faulty_site.address) as reader:
        reader.open_and_wait()
        asked = [name for name in faulty_site.asked if name.endswith(".wasm")]
        assert len(asked) == len(set(asked)) == 2


@pytest.mark.parametrize("kind", ["text/plain", "application/octet-stream"])
def test_a_server_that_knows_no_modules_is_told_which_type_they_need(chromium, faulty_site, kind):
    faulty_site.types[".mjs"] = kind
    with window(chromium, faulty_site.address) as reader:
        reader.open()
        sentence = reader.sees_alert()
        # Which one of the first modules it is about, varies.
        assert re.search(rf"sends (form|boot|download)\.mjs as “{kind}”", sentence)
        assert "text/javascript" in sentence
        reader.journal.problems.clear()


# ---- Hidden frames ------------------------------------------------------------------------


FOLDED = """<details><iframe width="640" height="420" src="%s#%s"></iframe></details><script>
    const [details] = document.getElementsByTagName("details");
    const [frame] = document.getElementsByTagName("iframe");
</script>"""
# How a host hides a frame, and shows it again, not always as it was.
HIDING = [
    ("frame.style.display = 'none'", "frame.style.display = ''"),
    ("details.open = false", "details.open = true"),
    ("frame.style.width = 0", "frame.style.width = ''"),
    ("frame.hidden = true", "frame.hidden = false; frame.width = 760; frame.height = 480"),
    ("frame.style.marginTop = '5000px'", "frame.style.marginTop = ''"),
]


def test_hidden_by_the_host_it_rests_and_comes_back_at_the_right_size(blog, site):
    blog.writes(
        FOLDED % (site.address, f"{ADDRESS}&amp;autorun=once&amp;epochs=10000"), script=False
    )
    frame = blog.frame
    starts(frame)
    epoch = "Number(document.querySelector('output[name=epoch]').value)"
    blog.page.wait_for_timeout(500)
    assert frame.evaluate(epoch) == 0, "it runs before anybody has seen it"
    blog.page.evaluate("details.open = true")
    wait_until(frame, f"{epoch} > 0")
    wait_until(frame, IS_SHARP)
    for hide, show in HIDING:
        blog.page.evaluate(f"() => {{ {hide} }}")
        before = wait_until(frame, RESTS)
        blog.page.evaluate(f"() => {{ {show} }}")
        wait_until(frame, f"{epoch} > {before}")
        wait_until(frame, IS_SHARP)
