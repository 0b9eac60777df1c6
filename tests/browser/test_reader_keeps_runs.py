"""A reader keeps runs: each training is a row, to be named, compared, opened again, repeated."""

import csv

import pytest
from playwright.sync_api import expect

from playground.session.repeat import Repetition
from playground.settings.values import defaults

# What the page would keep, if nobody had been here before.
FORGET = """() => {
    for (const name of Object.keys(localStorage)) localStorage.removeItem(name);
    dispatchEvent(new StorageEvent("storage", { key: "nn-playground-runs-1" }));
}"""
SECONDS = 60_000


@pytest.fixture
def runs(reader):
    """The section, without rows."""
    section = reader.page.locator("#runs")
    expect(section.locator("[data-action=keep_run]")).to_be_enabled()
    # What the start of the page has trained may be kept a moment later.
    reader.has_settled()
    reader.page.wait_for_timeout(1000)
    reader.page.evaluate(FORGET)
    expect(section.locator("tbody tr")).to_have_count(0)
    return section


def trains(reader, fragment, count):
    """Follow a link, and wait until its training is one of *count* rows."""
    reader.follow(fragment)
    expect(reader.page.locator("#runs tbody tr")).to_have_count(count, timeout=SECONDS)


def test_trainings_are_named_compared_and_opened_again(reader, runs):
    trains(reader, "shape=moons&hidden_units=5", 1)
    trains(reader, "shape=circles&hidden_units=4&test_fraction=0.3", 2)
    losses = runs.locator("tbody tr td:nth-of-type(8)")
    name = runs.locator("[data-run=name]").nth(1)
    expect(name).to_have_value("moons, 5 units")
    name.fill("five")
    name.press("Tab")
    expect(runs.get_by_role("checkbox", name="Compare five")).to_be_visible()
    for one in ("five", "circles, 4 units"):
        box = runs.get_by_role("checkbox", name=f"Compare {one}")
        box.focus()
        box.press("Space")
        expect(runs.get_by_role("checkbox", name=f"Compare {one}")).to_be_focused()
    expect(runs.locator("figure img")).to_have_count(2)
    chart = runs.get_by_role("img", name="ends lower").or_(runs.get_by_role("img", name="the same"))
    expect(chart).to_be_visible()
    sizes = runs.locator("img").evaluate_all("all => all.map(one => one.naturalWidth)")
    assert sorted(sizes) == [64, 64, 240, 240]
    assert losses.count() == 2
    runs.get_by_role("link", name="Open five").click()
    reader.sees_state("done")
    expect(reader.hidden_units).to_have_value("5")
    expect(reader.page).to_have_url(f"{reader.address}#shape=moons&hidden_units=5")
    reader.page.wait_for_timeout(1000)
    expect(runs.locator("tbody tr")).to_have_count(2)  # it is the same training


def test_a_row_that_is_deleted_comes_back(reader, runs):
    trains(reader, "shape=moons&hidden_units=6", 1)
    runs.get_by_role("button", name="Delete moons, 6 units").press("Enter")
    expect(runs.locator("tbody tr")).to_have_count(0)
    expect(runs.get_by_role("button", name="Undo")).to_be_focused()
    reader.page.keyboard.press("Enter")
    expect(runs.locator("tbody tr")).to_have_count(1)
    expect(runs.locator("td img")).to_be_visible()


def test_ten_seeds_are_trained_while_the_reader_does_something_else(reader, runs):
    runs.get_by_role("button", name="Repeat over 10 seeds").click()
    reader.button("run").click()
    show = runs.locator("[data-run=expand]")
    show.wait_for(timeout=SECONDS)
    show.click()
    results = runs.locator(".result a")
    expect(results).to_have_count(10)
    assert "weights_seed=9" in results.nth(9).get_attribute("href")
    with reader.page.expect_download() as download:
        runs.get_by_role("button", name="CSV").click()
    with open(download.value.path(), encoding="utf-8-sig", newline="") as file:
        head, *lines = csv.reader(file)
    ten = [line for line in lines if line[0].endswith("10 seeds")]
    true = Repetition(defaults(), 10)
    while not true.is_done:
        true.advance(1)
    for line, result in zip(ten, true.results, strict=True):
        assert int(line[head.index("Weights seed")]) == result.seed
        assert float(line[head.index("Loss")]) == pytest.approx(result.train_loss, rel=1e-3)


@pytest.mark.parametrize(("width", "height"), [(320, 640), (390, 844), (1280, 800)])
def test_the_table_scrolls_in_its_own_box_and_never_the_page(reader, runs, width, height):
    trains(reader, "shape=moons&hidden_units=2&activation=relu", 1)
    trains(reader, "shape=xor&widths=8-4&optimizer=adam&learning_rate=0.05&test_fraction=0.3", 2)
    reader.page.set_viewport_size({"width": width, "height": height})
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= width
    box = runs.get_by_role("region", name="Your runs, as a table")
    box.focus()
    expect(box).to_be_focused()


def test_a_later_visit_has_the_rows_and_a_frame_has_none(reader, runs, site):
    trains(reader, "shape=moons&hidden_units=7", 1)
    other = reader.page.context.new_page()
    try:
        other.goto(f"{site.address}#shape=moons&hidden_units=3")
        expect(other.locator("#runs [data-run=name]")).to_have_value(
            "moons, 7 units", timeout=SECONDS
        )
        other.goto("about:blank")
        other.goto(f"{site.address}#embed=1&shape=moons")
        expect(other.locator("html")).to_have_attribute("data-state", "ready", timeout=SECONDS)
        expect(other.locator("#runs")).to_be_hidden()
    finally:
        other.close()
