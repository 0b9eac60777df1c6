"""A reader loads the page again, in one of several tabs, and finds all that was there."""

import numpy as np
import pytest
from playwright.sync_api import expect
from reader import RESULT, Reader
from test_reader_brings_own_data import RING, Tools, many_points
from test_reader_shares_a_link import sets_by_hand

# What Safari does after a hundred calls in 30 seconds.
REFUSE_ADDRESSES = """history.replaceState = () => {
    throw new DOMException("Attempt to use history.replaceState() too often", "SecurityError");
}"""
MANY = "\n".join(",".join(map(str, row)) for row in np.vstack(many_points()).T.tolist())


def loads_again(reader, *states):
    """Load the page again, and wait until it is there."""
    reader.page.reload()
    reader.sees_state(*(states or ("ready", "done", "paused", "running")))
    reader.sees_painter("matplotlib")


def numbers(reader):
    """Return what the read-outs say."""
    return [reader.number(name) for name in ("epoch", "train_loss")]


@pytest.fixture
def two_tabs(new_reader):
    """Two tabs of one browser."""
    new_reader.open_and_wait()
    other = Reader(new_reader.page.context.new_page(), new_reader.address)
    other.open_and_wait()
    yield new_reader, other
    other.journal.must_be_clean()


def test_each_tab_has_its_own_points_again_and_says_that_it_has_replaced_others(two_tabs):
    one, other = (Tools(reader) for reader in two_tabs)
    one.load(RING)
    one.sees(100)
    expect(one.reader.status).not_to_contain_text("another tab")
    other.load(MANY)
    other.sees(3000)
    expect(other.reader.status).to_contain_text("no longer those that another tab had left")
    expect(other.reader.status).to_contain_text("this browser keeps them")
    for tab, count in ((one, 100), (other, 3000)):
        code = tab.code
        loads_again(tab.reader)
        tab.sees(count)
        assert tab.code == code
        tab.reader.choose_shape("circles")  # under which they still lie
        loads_again(tab.reader)
        tab.reader.choose_shape("custom")
        tab.sees(count)
        assert tab.code == code
    other.opens()
    for _ in range(4):  # two shapes, those of before, and those of the other tab
        if other.code == one.code:
            break
        other.press("Undo")
    assert other.code == one.code


def test_undo_and_redo_of_points_survive(new_reader):
    new_reader.open_and_wait()
    tools = Tools(new_reader)
    tools.load(RING)
    tools.sees(100)
    tools.draws()
    tools.click_at(0.1, 0.1)
    tools.sees(101)
    tools.click_at(0.5, 0.5)
    tools.sees(102)
    tools.press("Undo")
    tools.sees(101)
    loads_again(new_reader)
    tools.opens()
    tools.press("Redo")
    tools.sees(102)
    for count in (101, 100):
        tools.press("Undo")
        tools.sees(count)
    tools.press("Undo")
    expect(new_reader.shape).to_have_value("moons")


def test_weights_set_by_hand_survive_and_can_still_be_trained(new_reader):
    new_reader.open_and_wait("shape=moons&hidden_units=3&epoch=30")
    sets_by_hand(new_reader, "-3.25")
    expect(new_reader.page.locator("html")).to_have_attribute("data-state", "paused")
    before = numbers(new_reader)
    for _ in range(2):
        loads_again(new_reader, "paused", "ready")
        expect(new_reader.page.locator("[data-action=undo_weights]")).to_be_visible()
        assert numbers(new_reader) == before


def test_a_training_that_runs_goes_on_from_where_it_was(new_reader):
    new_reader.open_and_wait("shape=moons&hidden_units=3&epochs=9000&speed=slow&epoch=0")
    new_reader.button("run").click()
    new_reader.wait_until("document.querySelector('output[name=epoch]').value > 40")
    before = numbers(new_reader)[0]
    loads_again(new_reader, "running")
    new_reader.sees_state("running")
    epoch = numbers(new_reader)[0]
    assert before <= epoch < 6000
    new_reader.wait_until(
        "epoch => document.querySelector('output[name=epoch]').value > epoch", arg=epoch
    )


def test_who_comes_to_the_same_address_anew_sees_what_it_says(new_reader):
    address = "shape=moons&hidden_units=3&epoch=30"
    new_reader.open_and_wait(address)
    before = numbers(new_reader)
    sets_by_hand(new_reader, "-3.25")
    new_reader.open_and_wait(address)
    assert numbers(new_reader) == before
    expect(new_reader.page.locator("[data-action=undo_weights]")).to_be_hidden()


def test_without_storage_a_reload_brings_what_the_address_says(new_reader):
    new_reader.page.add_init_script("""Object.defineProperty(window, "sessionStorage", {
        get() { throw new DOMException("no", "SecurityError"); },
    });""")
    new_reader.open_and_wait("shape=circles&hidden_units=5")
    loads_again(new_reader)
    new_reader.sees_result_of("circles", 5)


def test_an_address_that_the_browser_refuses_is_no_obstacle(new_reader):
    new_reader.open_and_wait()
    address = new_reader.page.url
    new_reader.page.evaluate(f"() => {{ {REFUSE_ADDRESSES} }}")
    new_reader.choose_shape("circles")
    expect(new_reader.status).to_contain_text("Circles")
    new_reader.choose_shape("custom")
    expect(new_reader.status).to_contain_text("no points to learn from yet")
    assert new_reader.page.url == address
    new_reader.page.evaluate("() => { delete history.replaceState }")
    there = f"{new_reader.address}#shape=custom&hidden_units=3&epoch=0"
    expect(new_reader.page).to_have_url(there, timeout=RESULT)  # it tries again
