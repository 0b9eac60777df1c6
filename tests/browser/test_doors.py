"""What nobody should bring, at the doors of the page that is open: it stays sound, and says why.

How many cases each door holds on CPython, tests/unit/test_doors.py tries; here the browser, the
page's own Python and the engine are the real ones.
"""

import contextlib
import itertools
import json

import pytest
from faulty_server import serving
from hostile import BOMB, DEEP, LARGE, MARKUP, OBJECTS, SMALL
from playwright.sync_api import expect
from reader import DEFAULTS, TRAINED
from test_author_embeds_it import Blog

from playground.settings.link import KEYS
from playground.settings.link_file import as_file
from playground.settings.table import SETTINGS

CASES = 500
NAMES = [*(setting.name for setting in SETTINGS), *(key.name for key in KEYS)]
# What nothing from outside may change: what all objects have, and elements that do something.
SOUND = """() => {
    const active = "script, iframe, object, embed, base, link, style, img[onerror], svg[onload]";
    return [
        Object.getOwnPropertyNames(Object.prototype).sort().join(),
        typeof window.pwned,
        document.querySelectorAll(active).length,
    ].join(" ");
}"""
# Brings every case to the function that `open` is, one after the other; answers how many.
BRING = """async ([cases, open]) => {
    const bring = eval(open);
    let count = 0;
    for (const one of JSON.parse(cases)) {
        await bring(one);
        await new Promise((next) => setTimeout(next));
        count += 1;
    }
    return count;
}"""
FOLLOW = """(text) => {
    const newURL = `${location.href.split("#")[0]}#${text}`;
    dispatchEvent(new HashChangeEvent("hashchange", { newURL }));
}"""
# Pastes or drops a table, and waits for what the engine says of it.
TABLE = """async ([kind, name, text]) => {
    const brought = new DataTransfer(), worker = document.querySelector("script[worker]").xworker;
    const answer = new Promise((told) => {
        worker.addEventListener("message", function hear({ data }) {
            if (!/"kind": "(preview|refused)"/.test(data)) return;
            worker.removeEventListener("message", hear);
            told();
        });
    });
    if (kind === "paste") brought.setData("text/plain", text);
    else brought.items.add(new File([text], name));
    const facts = { clipboardData: brought, dataTransfer: brought, bubbles: true };
    const event = kind === "paste" ? ClipboardEvent : DragEvent;
    if (kind === "paste" && !text.trim()) return;
    document.body.dispatchEvent(new event(kind, { ...facts, cancelable: true }));
    await answer;
}"""
WAIT = "await answer;"


def truncations(text):
    """Return all beginnings of a *text*."""
    return [text[:end] for end in range(len(text))]


def spread(cases):
    """Return `CASES` of the *cases*, from all over."""
    cases = list(cases)
    return cases[:: max(len(cases) // CASES, 1)][:CASES]


@pytest.fixture
def sound(reader):
    """A reader whose page has to be as sound after the test as before."""
    before = reader.page.evaluate(SOUND)
    yield reader
    assert reader.page.evaluate(SOUND) == before
    assert reader.state != "error"
    reader.page.keyboard.press("Escape")
    reader.follow(TRAINED)
    reader.sees_result_of(*DEFAULTS)
    reader.journal.must_be_clean()


def brings(reader, cases, how):
    """Bring *cases* to the page one after the other, and see that each has come."""
    cases = list(cases)
    assert reader.page.evaluate(BRING, [json.dumps(cases), how]) == len(cases)


def test_addresses(sound):
    named = (f"{name}={text}" for name, text in itertools.product(NAMES, SMALL))
    cut = truncations("shape=circles&hidden_units=5&epoch=40&title=a%20b")
    bombs = [f"shape=custom&points={BOMB}", *(f"shape=moons&{text}" for text in LARGE)]
    brings(sound, [*spread([*named, *cut])[: CASES - len(bombs)], *bombs], FOLLOW)


def test_an_address_of_nothing_but_separators_is_told_and_keeps_the_page_awake(sound):
    for text in ("&" * 200_000, "shape=circles" + "&" * 200_000):
        sound.page.evaluate("text => { location.hash = text; }", text)
    sound.sees_state("ready", "done")
    expect(sound.status).to_contain_text("A link takes up to 500 parts, not “200001”.")
    expect(sound.shape).to_have_value("circles")


def test_tables(sound):
    rows = "x,y,label\n1,10,no\n2,20,yes\n3,15,no\n"
    makers = [rows + one for one in ("{},1,no", "5,{},yes", "6,7,{}", "{0},{0},{0}", "5\n{}\n")]
    makers += ["{},y,label\n1,2,a\n3,4,b\n", "{}\n" + rows, "x;y;l\n{};2;a\n3;4;b", "{}"]
    made = [maker.format(text) for maker, text in itertools.product(makers, SMALL)]
    texts = [*made, *truncations(rows), *LARGE, DEEP]
    names = itertools.cycle((*SMALL, "a.csv"))
    brought = zip(itertools.cycle(("paste", "drop")), names, spread(texts), strict=False)
    brings(sound, map(list, brought), TABLE)


def test_files_of_this_page(sound):
    fragments = [f"{name}={text}" for name, text in itertools.product(NAMES, SMALL)]
    files = [as_file("", fragment) for fragment in spread(fragments)]
    brings(sound, [["drop", "moons.json", file] for file in files], TABLE.replace(WAIT, ""))


def test_what_the_browser_keeps_is_not_trusted_when_the_page_is_loaded_again(sound):
    """A deep list in any of these places would end MicroPython if it were compared (json_text)."""
    tab = {"fragment": "shape=circles&hidden_units=5", "runs": True, "latest": [BOMB, "<b>,,,"]}
    tab |= {"past": "deep", "future": [{"points": MARKUP[0]}]}
    sound.page.evaluate(
        """([tab, deep, markup]) => {
            addEventListener("pagehide", () => {
                sessionStorage.setItem("nn-playground-tab-1", tab);
                sessionStorage.setItem("nn-playground-points", markup);
                localStorage.setItem("nn-playground-points", "A".repeat(600000));
                localStorage.setItem("nn-playground-runs-1", `[${deep}, {"id": ${deep}}]`);
            });
        }""",
        [json.dumps(tab).replace('"deep"', DEEP), DEEP, "".join(MARKUP)],
    )
    sound.page.goto(sound.page.url.split("#")[0] + "#shape=custom")
    sound.page.reload()
    sound.sees_state("ready", "paused")
    expect(sound.shape).to_have_value("custom")
    sound.page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")


# ---- A frame, and the page around it ------------------------------------------------------


@pytest.fixture
def blog(chromium, site, tmp_path):
    context = chromium.new_context()
    with serving(tmp_path) as server, contextlib.closing(context):
        one = Blog(context.new_page(), server, tmp_path, site)
        yield one
        assert not one.errors


FRAMED = (
    '<nn-playground shape="moons" hidden-units="3" epoch="0" loading="eager"></nn-playground>'
    '<iframe id="stranger" srcdoc="<p>"></iframe>'
)
# Sends every case to the frame, as from the page around it or from another frame there.
SEND = """([cases, from]) => {
    const frame = document.querySelector("nn-playground").shadowRoot.querySelector("iframe");
    const sender = from === "host" ? window : document.querySelector("#stranger").contentWindow;
    const send = sender.eval("(to, what) => to.postMessage(what, '*')");
    for (const one of JSON.parse(cases)) {
        const data = one.id === "own" ? { ...one, id: frame.name } : one;
        send(frame.contentWindow, data);
    }
}"""


# Lets another frame, and the page itself, tell the element what its own frame would.
PRETEND = """() => {
    const { name } = document.querySelector("nn-playground").shadowRoot.querySelector("iframe");
    const stranger = document.querySelector("#stranger").contentWindow;
    for (const sender of [window, stranger])
        for (const event of ["done", "error", "height"])
            sender.eval("(to, what) => to.postMessage(what, '*')")(
                window, { nn: 1, id: name, event, detail: { height: 1e9, message: "pretended" } }
            );
}"""
# Makes an element with one attribute each, and tells where its link leads to.
ELEMENTS = """(cases) => JSON.parse(cases).map(([name, text]) => {
    const one = document.createElement("nn-playground");
    one.setAttribute(name, text);
    document.body.append(one);
    const { href } = one.shadowRoot.querySelector("a");
    one.setAttribute(name, text + text);
    one.remove();
    return href;
})"""


def messages():
    """Return messages that a frame is not to follow, whoever sends them."""
    calls = ("run", "set", "setState", "goTo", "step", "theme", "toBlob", "hear", *OBJECTS)
    arguments = [[text] for text in SMALL] + [[{text: text}] for text in SMALL]
    arguments += [
        [],
        None,
        7,
        [[]],
        [json.loads("[" * 500 + "]" * 500)],
        ["=" * 800_000],
        [{"__proto__": {"a": 1}}],
    ]
    bad = [
        {"nn": 1, "id": "own", "n": number, "call": call, "args": given}
        for number, (call, given) in enumerate(itertools.product(calls, arguments), 10_000)
        if not (call in ("run", "step", "toBlob") and given == [])
    ]
    return spread(bad)


def valid(**changed):
    """Return calls that would change something if the frame followed them."""
    call = {"nn": 1, "id": "own", "n": 1, "call": "set", "args": [{"shape": "circles"}]}
    return {**call, **changed}


def test_a_frame_follows_nobody_but_its_host_and_that_only_in_calls_that_there_are(blog):
    blog.writes(FRAMED)
    blog.waits_for("ready")
    before = blog.asks("e.getState()")
    (frame,) = [one for one in blog.page.frames if one.name.startswith("nn-")]
    sound = frame.evaluate(SOUND)
    blog.page.evaluate(SEND, [json.dumps(messages()), "host"])
    wrong = [
        {"id": "x"},
        {"nn": 2},
        {"nn": "1"},
        {"id": None},
        {"n": "1"},
        {"n": 1e300},
        {"n": None},
    ]
    blog.page.evaluate(SEND, [json.dumps([valid(**one) for one in wrong]), "host"])
    blog.page.evaluate(SEND, [json.dumps([valid()] * CASES), "stranger"])
    blog.page.evaluate(PRETEND)
    blog.asks("e.set({ hidden_units: 3 })")  # which is so; its answer comes after all that
    assert blog.asks("e.getState()") == before
    assert blog.told("done") == blog.told("error") == []
    assert frame.evaluate(SOUND) == sound
    blog.asks("e.set({ shape: 'circles' })")
    assert "shape=circles" in blog.asks("e.getState()")


def test_attributes_of_the_element(blog, site):
    blog.writes("<p>A post</p>")
    before = blog.page.evaluate(SOUND)
    attributes = [*(name.replace("_", "-") for name in NAMES), "height", "loading", "theme"]
    cases = spread(itertools.product(attributes, SMALL))
    links = blog.page.evaluate(ELEMENTS, json.dumps([case for case in cases if case[1] != "eager"]))
    assert len(links) == len(cases)
    assert all(link.startswith(site.address) for link in links)
    assert blog.page.evaluate(SOUND) == before
