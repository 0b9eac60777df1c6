"""A reader opens the page and waits for the first picture."""

import collections

import lesson
import numpy as np
import pytest
from conftest import window
from playwright.sync_api import expect
from reader import DEFAULTS, SAME_PICTURE, screenshot

# Keeps every state and every sign of progress, from before the page's first script.
KEEP_NEWS = """
    window.states = [];
    window.progress = [];
    new MutationObserver(() => {
        const { state } = document.documentElement.dataset;
        if (state && state !== states.at(-1)) states.push(state);
        const bar = document.querySelector("#loading progress");
        if (!bar || state !== "loading") return;
        const news = [bar.getAttribute("value"), document.querySelector("#loading output").value];
        if (String(news) !== String(progress.at(-1))) progress.push(news);
    }).observe(document, { subtree: true, childList: true, attributes: true });
"""
# Round corners and a hairline are the page's, not the picture's.
WITHOUT_EDGE = "#stage { border-radius: 0 } #stage::after { display: none }"
PYTHON_IS_HERE = ("static/runtime/pyodide/", "static/runtime/micropython/")


@pytest.fixture(scope="module")
def visit(chromium, site):
    """The first visit to the page, and what the server was asked for."""
    before = len(site.answers)
    with window(chromium, site.address) as reader:
        reader.page.add_init_script(KEEP_NEWS)
        reader.open_and_wait()
        reader.sees_result_of(*DEFAULTS)
        reader.answers = site.answers[before:]
        yield reader


def test_the_page_is_loading_and_then_ready(visit):
    states = visit.page.evaluate("states")
    # A slow machine may be seen to train before its first picture is that of the end.
    assert [state for state in states if state != "running"] == ["loading", "ready"]


def test_python_has_drawn_a_picture(visit):
    assert visit.frame >= 1


def test_the_canvas_shows_the_picture_that_matplotlib_draws(visit):
    shown, true = visit.picture(), visit.true_pictures(*DEFAULTS)[0]
    assert lesson.difference(shown, true) < SAME_PICTURE


def test_the_reader_sees_what_is_on_the_canvas(visit):
    true = visit.true_pictures(*DEFAULTS)[0]
    seen = lesson.read_png(screenshot(visit.canvas, WITHOUT_EDGE))
    # The canvas may begin within a pixel of the screen.
    shifts = [seen[: len(true)], seen[-len(true) :]]
    assert min(lesson.difference(shift, true) for shift in shifts) < SAME_PICTURE


@pytest.mark.parametrize(
    ("right", "down", "bluish"),
    [(0.5, 0.12, True), (0.55, 0.9, False)],
    ids=["above the upper moon", "below the lower moon"],
)
def test_each_side_of_the_line_has_the_colour_of_its_class(visit, right, down, bluish):
    shown, true = visit.picture(), visit.true_pictures(*DEFAULTS)[0]
    point = int(down * len(shown)), int(right * len(shown))
    assert np.abs(shown[point] - true[point]).max() < 0.02
    red, _, blue, alpha = shown[point]
    assert (blue > red + 0.1) == bluish
    assert (red > blue + 0.1) == (not bluish)
    assert alpha == 1


def test_the_line_between_the_classes_is_drawn(visit):
    with_line = visit.true_pictures(*DEFAULTS)[0]
    ink = on_plane(with_line)
    assert ink.sum() > 500
    assert (on_plane(visit.picture()) & ink).sum() > 0.8 * ink.sum()


def on_plane(pixels):
    """Tell which pixels are as dark as the line; neither points nor surface are."""
    return pixels[30:-40, 45:-10, :3].max(axis=2) < 0.2


def test_the_read_outs_are_the_numbers_of_the_lesson(visit):
    visit.sees_numbers_of(*DEFAULTS)
    assert visit.number("train_accuracy") == 1


def test_the_picture_says_in_words_what_it_shows(visit):
    name = visit.canvas.get_attribute("aria-label")
    assert name.startswith(tuple(lesson.summaries(*DEFAULTS)))
    assert name.endswith("The classes are completely separated.")
    assert visit.status.text_content().strip() == name
    # Read aloud once the messages before it have been heard.
    expect(visit.page.locator("[role=status]")).to_contain_text(name, timeout=20_000)
    expect(visit.page.get_by_role("img", name=name)).to_have_count(1)


def test_progress_is_shown_in_numbers_and_words_and_only_grows(visit):
    news = visit.page.evaluate("progress")
    # Before the first script runs, the page's own markup says that something is coming.
    assert all(value is not None and words for value, words in news)
    values = [float(value) for value, _ in news]
    assert values == sorted(values)
    assert len(set(values)) > 5
    assert 0 <= values[0] < values[-1] <= 1
    words = " ".join(words for _, words in news)
    assert "Downloading Python" in words
    assert "Starting Python" in words


def test_progress_makes_way_for_the_picture(visit):
    expect(visit.page.locator("#loading")).to_be_hidden()
    expect(visit.alert).to_be_hidden()
    covered = visit.page.evaluate(
        """() => {
            const { x, y, width, height } = boundary.getBoundingClientRect();
            return document.elementFromPoint(x + width / 2, y + height / 2).id;
        }"""
    )
    assert covered == "boundary"


def test_the_page_has_a_title_one_heading_and_landmarks(visit):
    expect(visit.page).to_have_title("Three lines · Neural Network Playground")
    heading = visit.page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Neural Network Playground")
    for landmark in ("banner", "main", "article"):
        expect(visit.page.get_by_role(landmark)).to_have_count(1)
    for name in ("This page", "Lessons"):
        expect(visit.page.get_by_role("navigation", name=name)).to_have_count(1)
    assert visit.page.locator("html").get_attribute("lang") == "en"


@pytest.mark.parametrize(
    ("role", "name"),
    [
        ("combobox", "Shape"),
        ("textbox", "Hidden units"),
        ("textbox", "Hidden layers"),
        ("textbox", "Learning rate"),
        ("group", "Speed"),
        ("slider", "Timeline"),
        ("tablist", "What there is to see and to set"),
    ],
)
def test_every_control_has_its_name(visit, role, name):
    expect(visit.page.get_by_role(role, name=name)).to_be_visible()


def test_the_address_says_what_is_shown(visit):
    assert visit.page.url == f"{visit.address}#{lesson.fragment(*DEFAULTS)}"


def test_only_this_server_is_asked(visit):
    own = (visit.address, f"blob:{visit.address}")
    assert len(visit.journal.requests) > 20
    assert [url for url in visit.journal.requests if not url.startswith(own)] == []


def test_no_file_is_sent_twice(visit):
    sent = collections.Counter(name for name, status in visit.answers if status == 200)
    assert [name for name, times in sent.items() if times > 1] == []


def test_the_runtime_is_asked_for_once(visit):
    asked = [name for name, _ in visit.answers if name.startswith(PYTHON_IS_HERE)]
    assert len(asked) >= 5
    assert sorted(asked) == sorted(set(asked))


def test_nothing_but_what_the_page_needs_is_asked_for(visit):
    names = {name for name, _ in visit.answers}
    assert not [name for name in names if name.startswith(("py/tools", "tests/"))]
    assert not [name for name in names if "codemirror" in name or "xterm" in name]
