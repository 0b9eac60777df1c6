"""A person at the page: what they do, what they see, and what went wrong meanwhile."""

import base64
import contextlib
import re
import time

import lesson
from playwright.sync_api import Error, TimeoutError, expect

# Generous: a busy machine is no defect. Nothing here asserts how fast the page is.
PATIENCE, RESULT = 60_000, 20_000
expect.set_options(timeout=RESULT)
DEFAULTS = ("moons", 3)
# Opens them trained; without any settings the page opens its first lesson, untrained.
TRAINED = "shape=moons&hidden_units=3"
# Mean difference of a pixel, from 0 to 1. Browser and matplotlib round alike (0.0003 apart);
# the two most similar pictures of this page, three and four units for the moons, are 0.01.
SAME_PICTURE = 0.001

# What the canvas with the cells shows, as pixels that are not transparent: a share of all.
PAINTED = """() => {
    const from = document.querySelector("#cells"), to = document.createElement("canvas");
    [to.width, to.height] = [from.width, from.height];
    const context = to.getContext("2d");
    context.drawImage(from, 0, 0);
    const { data } = context.getImageData(0, 0, to.width, to.height);
    let painted = 0;
    for (let at = 3; at < data.length; at += 4) if (data[at]) painted++;
    return painted / (to.width * to.height);
}"""
# Reads the picture although the canvas belongs to the worker: by drawing it elsewhere.
COPY_OF_THE_CANVAS = """() => {
    const from = document.querySelector("#boundary"), to = document.createElement("canvas");
    [to.width, to.height] = [from.width, from.height];
    to.getContext("2d").drawImage(from, 0, 0);
    return to.toDataURL("image/png").split(",")[1];
}"""

# Keeps the exact numbers of every picture that the engine reports from now on.
KEEP_REPORTS = """() => {
    window.reports = [];
    document.querySelector("script[worker]").xworker.addEventListener("message", ({ data }) => {
        const report = typeof data === "string" ? JSON.parse(data) : {};
        if (report.kind === "picture") window.reports.push(report);
    });
}"""

# Clicks a link, and waits until the page has taken note of it.
FOLLOW = """async address => {
    const link = document.body.appendChild(document.createElement("a"));
    link.href = address;
    const { promise, resolve } = Promise.withResolvers();
    if (link.hash === location.hash) resolve();
    else addEventListener("hashchange", resolve, { once: true });
    link.click();
    link.remove();
    await promise;
}"""

# Keeps the engine from hearing anything for a while, as a slow machine would.
KEEP_BUSY = """milliseconds => {
    setTimeout(() => {
        for (const end = performance.now() + milliseconds; performance.now() < end; );
    });
}"""

# The epoch, which is not 0, once the training has stood still there for a while.
RESTS = """async () => {
    const { value } = document.querySelector("output[name=epoch]");
    await new Promise((passed) => setTimeout(passed, 700));
    return document.querySelector("output[name=epoch]").value === value && Number(value);
}"""

TWO_FRAMES = """() => new Promise((shown) => {
    requestAnimationFrame(() => requestAnimationFrame(shown));
})"""

# The name of the tab under which an element lies, if it cannot be seen.
TAB_OF = """element => {
    if (element.checkVisibility()) return null;
    if (element.closest("#net")) return "network";
    return element.closest("#data") ? "data" : element.closest("[data-pane]")?.dataset.pane;
}"""

# Looks again and again, where `expect` would look less and less often; and unlike Playwright's
# `wait_for_function`, which evaluates a string in the page, the page's policy does not forbid it.
WAIT_UNTIL = """([arg, patience]) => new Promise((found, given_up) => {
    const end = performance.now() + patience;
    const value = () => {
        const given = (%s); // may use any name of the page's
        return typeof given === "function" ? given(arg) : given;
    };
    const look = async () => {
        try {
            const seen = await value();
            if (seen) found(seen);
            else if (performance.now() > end) given_up(new Error("waited in vain"));
            else setTimeout(look, 15);
        } catch (error) {
            given_up(error);
        }
    };
    look();
})"""

WEAR = """(_, css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets.push(sheet);
}"""

HAS_SETTLED = """([texts, fragment]) => {
    const status = document.querySelector("#status").textContent;
    return location.hash === `#${fragment}` && texts.some(text => status.includes(text));
}"""


def wait_until(place, expression, arg=None, timeout=PATIENCE):
    """Wait until JavaScript's *expression* is true in a page or frame, and return its value.

    It may be a function, which is then called with *arg*, and a promise.
    """
    while True:
        try:
            return place.evaluate(WAIT_UNTIL % expression, [arg, timeout])
        except Error as error:
            if "waited in vain" in error.message:
                raise TimeoutError(f"never true for {arg}: {expression}") from None
            if "context was destroyed" not in error.message:  # another page is being loaded
                raise


def screenshot(locator, css):
    """Return a screenshot of an element while the page has *css* besides its own style sheet.

    Playwright's `style` would be an element of the page, which its policy forbids.
    """
    locator.evaluate(WEAR, css)
    picture = locator.screenshot()
    locator.evaluate("() => document.adoptedStyleSheets.pop()")
    return picture


class Journal:
    """Keeps what no reader should ever meet: errors, failed requests, other people's servers."""

    def __init__(self, page, address):
        origin = "/".join([*address.split("/")[:3], ""])
        self._own = (origin, f"blob:{origin}", "data:")
        self.problems = []
        self.requests = []
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self._note("exception", error))
        page.on("request", self._on_request)
        page.on("response", self._on_response)
        page.on("requestfailed", self._on_failure)

    def forgive(self, *words):
        """Forget the problems that contain one of *words*, because the test causes them."""
        self.problems = [
            problem for problem in self.problems if not any(word in problem for word in words)
        ]

    def must_be_clean(self):
        """Fail if anything went wrong since the last time this was asked."""
        problems, self.problems = self.problems, []
        assert not problems, "\n".join(problems)

    def _note(self, kind, what):
        self.problems.append(f"{kind}: {what}")

    def _on_console(self, message):
        if message.type == "error":
            self._note("console", f"{message.text} ({message.location['url']})")

    def _on_request(self, request):
        self.requests.append(request.url)
        if not request.url.startswith(self._own):
            self._note("foreign", request.url)

    def _on_failure(self, request):
        # Whoever leaves a page does not wait for what it has asked for.
        if request.failure != "net::ERR_ABORTED":
            self._note(f"failed ({request.failure})", request.url)

    def _on_response(self, response):
        if response.status >= 400:
            self._note(f"status {response.status}", response.url)


class Reader:
    """One page and the person in front of it."""

    def __init__(self, page, address):
        self.page = page
        self.address = address
        self.journal = Journal(page, address)
        page.set_default_timeout(PATIENCE)
        self.canvas = page.locator("#boundary")
        self.status = page.locator("#status")
        self.alert = page.locator("#fault")
        self.shape = page.locator("select[name=shape]")
        self.hidden_units = page.locator("input[name=hidden_units]")

    # ---- What they do ----

    def open(self, fragment="", wait_until="load"):
        """Load the page, with settings in its address if there are any."""
        if self.page.url.startswith(self.address):
            self.page.goto("about:blank")  # from the page itself, a fragment loads nothing
        self.page.goto(self.address + (f"#{fragment}" if fragment else ""), wait_until=wait_until)

    def open_and_wait(self, fragment=TRAINED):
        """Load the page and wait for the first picture."""
        self.open(fragment)
        self.sees_state("ready")

    def follow(self, fragment):
        """Go to other settings on the page that is open, by a link.

        Assigning `location.hash` would do nothing where the page has the same address already.
        """
        self.page.evaluate(FOLLOW, f"#{fragment}")

    def opens_tab(self, name):
        """Open the tab of that name, if it is not open."""
        if self.page.locator("html").get_attribute("data-tab") != name:
            self.page.locator(f"[data-tab={name}][role=tab]").click()

    def opens_tab_of(self, element):
        """Open the tab under which *element* is folded away, and return the element."""
        tab = element.evaluate(TAB_OF)
        if tab:
            self.opens_tab(tab)
        return element

    def control(self, name):
        """Return the control of that name, where it can be seen."""
        return self.opens_tab_of(self.page.locator(f"#controls [name={name}]"))

    def button(self, action):
        """Return the button that asks for *action*, where it can be seen."""
        return self.opens_tab_of(self.page.locator(f"[data-action={action}]"))

    def choose_shape(self, shape):
        """Choose a shape in the menu, which is for the keyboard."""
        self.opens_tab_of(self.shape).select_option(shape)

    def choose_units(self, number):
        """Write the number of units into its box, and leave it."""
        box = self.opens_tab_of(self.hidden_units)
        box.fill(str(number))
        box.press("Tab")

    def chooses(self, name, value):
        """Set the control of that name, of whatever kind it is."""
        control = self.control(name)
        kind = control.evaluate("control => control.type")
        if kind == "fieldset":
            control.locator(f"[value={value}]").check()
        elif kind == "select-one":
            control.select_option(value)
        else:
            control.fill(value)

    def tries_again(self):
        """Press the button that an error comes with."""
        self.alert.get_by_role("button", name="Try again").click()

    def keeps_the_engine_busy(self, milliseconds=1500):
        """Let the engine answer late for once."""
        self.engine.evaluate(KEEP_BUSY, milliseconds)

    @property
    def engine(self):
        """The worker in which Python runs; another one downloads."""
        for worker in self.page.workers:
            with contextlib.suppress(Error):  # the other one has ended meanwhile
                if worker.evaluate("'loadMatplotlib' in self"):
                    return worker
        raise LookupError("no worker runs Python")

    # ---- What they see ----

    @property
    def state(self):
        """The page's own word for what it is doing."""
        return self.page.locator("html").get_attribute("data-state")

    @property
    def frame(self):
        """How many pictures Python has drawn."""
        return int(self.page.locator("html").get_attribute("data-frame"))

    def number(self, name):
        """Return the read-out of that name; it must be a plain number."""
        return float(self.page.locator(f"output[name={name}]").text_content())

    def picture(self):
        """Return the pixels of the canvas, (height, width, 4) in [0, 1]."""
        return lesson.read_png(base64.b64decode(self.page.evaluate(COPY_OF_THE_CANVAS)))

    def true_pictures(self, shape, hidden_units, density=1.0, theme="light"):
        """Return what the canvas ought to show: one picture for either end of the training."""
        size = self.canvas.evaluate("canvas => canvas.clientWidth")
        return lesson.pictures(shape, hidden_units, size, density, theme)

    def wait_until(self, expression, arg=None, timeout=PATIENCE):
        """Wait until JavaScript's *expression* is true on the page, and return its value."""
        return wait_until(self.page, expression, arg, timeout)

    def has_settled(self):
        """Wait until nothing is under way any more of what was done here last."""
        # It reaches the engine, which answers within a turn.
        for place in (self.engine, self.page):
            place.evaluate(TWO_FRAMES)
        self.sees_state("ready", "done", "paused", "diverged")

    def sees_state(self, *states):
        """Wait for one of *states*."""
        css = ", ".join(f"html[data-state={state}]" for state in states)
        self.page.locator(css).wait_for(state="attached", timeout=PATIENCE)

    def sees_result_of(self, shape, hidden_units):
        """Wait until controls, words, address and numbers are those of the trained network."""
        summaries = lesson.summaries(shape, hidden_units)
        fragment = lesson.fragment(shape, hidden_units)
        with contextlib.suppress(TimeoutError):  # the next lines say better what is missing
            arguments = [summaries, fragment]
            self.wait_until(HAS_SETTLED, arguments, RESULT)
        words = any_of(summaries)
        expect(self.status).to_contain_text(words)
        expect(self.canvas).to_have_attribute("aria-label", words)
        expect(self.shape).to_have_value(shape)
        expect(self.hidden_units).to_have_value(str(hidden_units))
        expect(self.page).to_have_url(f"{self.address}#{fragment}")
        self.sees_state("ready", "done")
        self.sees_numbers_of(shape, hidden_units)

    def sees_untrained(self, address):
        """Wait until address and numbers are those of a network that has not begun to train."""
        expect(self.page).to_have_url(f"{self.address}#{address}&epoch=0")
        expect(self.page.locator("html")).to_have_attribute("data-phase", "untrained")
        self.sees_state("ready", "paused")
        loss = lesson.untrained(address).metrics()["train_loss"]
        expect(self.page.locator("output[name=epoch]")).to_have_text("0")
        expect(self.page.locator("output[name=train_loss]")).to_have_text(f"{loss:.4f}")

    def sees_numbers_of(self, shape, hidden_units):
        """Wait until the read-outs, which are plain numbers, are those of the lesson."""
        end = time.monotonic() + RESULT / 1000
        while not self._has_numbers_of(shape, hidden_units):
            assert time.monotonic() < end, "the read-outs are those of another network"
            self.page.wait_for_timeout(50)

    def _has_numbers_of(self, shape, hidden_units):
        true = lesson.metrics(shape, hidden_units)
        loss, accuracy = self.number("train_loss"), self.number("train_accuracy")
        return (
            self.number("epoch") == true[0]["epoch"]
            and min(abs(loss - one["train_loss"]) for one in true) <= 1e-4
            and accuracy in [round(one["train_accuracy"], 3) for one in true]
        )

    def sees_picture_of(self, shape, hidden_units, density=1.0, theme="light"):
        """Wait for the result and compare the picture with matplotlib's own."""
        self.sees_result_of(shape, hidden_units)
        true = self.true_pictures(shape, hidden_units, density, theme)
        end = time.monotonic() + RESULT / 1000
        while True:
            shown = self.picture()
            if any(lesson.difference(shown, one) < SAME_PICTURE for one in true):
                return
            assert time.monotonic() < end, "the canvas shows another picture"
            self.page.wait_for_timeout(50)

    def sees_painter(self, name):
        """Wait for a picture by the sketch or by matplotlib."""
        css = f"html[data-painter={name}]"
        self.page.locator(css).wait_for(state="attached", timeout=PATIENCE)

    def sees_alert(self):
        """Wait for an error with its way out, and return its sentence."""
        self.sees_state("error")
        expect(self.alert).to_be_visible()
        expect(self.alert.get_by_role("button", name="Try again")).to_be_visible()
        return self.alert.locator("p").inner_text()


def any_of(texts):
    """Return a pattern for any of *texts*."""
    return re.compile("|".join(map(re.escape, texts)))
