"""A reader types numbers as they are used to, and presses keys of any layout."""

import itertools
import re

import pytest
from playwright.sync_api import expect

# A key as a keyboard of another layout sends it: its letter is not the one on its place.
PRESS = """([key, code]) => {
    const options = { key, code, bubbles: true, cancelable: true };
    document.body.dispatchEvent(new KeyboardEvent("keydown", options));
}"""


def see_address_with(reader, setting):
    expect(reader.page).to_have_url(re.compile(f"[#&]{re.escape(setting)}(&|$)"))


def see_address_without(reader, name):
    expect(reader.page).not_to_have_url(re.compile(f"[#&]{name}="))


def type_into(reader, name, text):
    """Write a text into a box and leave it; return the box."""
    box = reader.control(name)
    box.fill(text)
    box.press("Tab")
    return box


# ---- Numbers


@pytest.mark.parametrize(
    ("text", "number"), [("0,3", "0.3"), (" 0.3 ", "0.3"), ("3e-1", "0.3"), (",5", "0.5")]
)
def test_a_number_can_be_written_as_half_of_the_world_does(reader, text, number):
    box = type_into(reader, "learning_rate", text)
    see_address_with(reader, f"learning_rate={number}")
    expect(box).to_have_value(number)


def test_arrow_keys_change_the_learning_rate_by_a_factor_and_never_get_stuck(reader):
    box = reader.control("learning_rate")
    box.press("ArrowUp")
    expect(box).to_have_value("1.5")
    rates = [1.5]
    for _ in range(60):
        box.press("ArrowDown")
        rates.append(float(box.input_value()))
        if rates[-1] <= 0.0001:
            break
    assert rates[-1] == 0.0001
    for before, after in itertools.pairwise(rates):
        assert 0.75 <= after / before <= 0.85
    box.press("ArrowUp")
    expect(box).not_to_have_value("0.0001")
    reader.sees_state("done")


def test_arrow_keys_count_whole_numbers(reader):
    box = reader.control("epochs")
    box.press("ArrowUp")
    expect(box).to_have_value("1001")
    see_address_with(reader, "epochs=1001")
    for _ in range(2):
        box.press("ArrowDown")
    see_address_with(reader, "epochs=999")


@pytest.mark.parametrize("text", ["All", "ALL", "", " all "])
def test_all_points_make_a_batch_however_that_is_written(reader, text):
    type_into(reader, "batch_size", "10")
    see_address_with(reader, "batch_size=10")
    box = type_into(reader, "batch_size", text)
    see_address_without(reader, "batch_size")
    expect(box).to_have_value("all")
    expect(reader.page.locator("[data-problem=batch_size]")).to_be_hidden()


def test_what_is_impossible_is_said_beside_its_control_until_the_next_choice(reader):
    box = reader.control("learning_rate")
    problem = reader.page.locator("[data-problem=learning_rate]")
    box.fill("x")
    expect(problem).to_have_text("Learning rate takes 0.0001 to 1000, not “x”.")
    expect(problem).to_be_visible()
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(reader.status).to_have_class("unseen")
    expect(reader.status).to_contain_text("Learning rate takes 0.0001 to 1000")
    box.press("Tab")
    expect(box).to_have_value("1.2")
    expect(box).to_have_attribute("aria-invalid", "false")
    expect(problem).to_be_visible()
    box.fill("1.3")
    expect(problem).to_be_hidden()


@pytest.mark.parametrize(
    ("name", "text", "label"),
    [
        ("epochs", "0", "Epochs"),
        ("batch_size", "0", "Batch size"),
        ("data_seed", "-1", "Data seed"),
        ("hidden_units", "17", "Hidden units"),
        ("layers", "7", "Hidden layers"),
    ],
)
def test_a_problem_speaks_the_label_of_its_control(reader, name, text, label):
    reader.control(name).fill(text)
    problem = reader.page.locator(f"[data-problem={name}]")
    expect(problem).to_contain_text(f"{label} takes a whole number from ")
    expect(problem).to_be_visible()
    reader.control(name).fill("1")
    expect(problem).to_be_hidden()


# ---- What sliders say aloud


def test_sliders_read_out_what_they_show(reader):
    reader.control("test_fraction").fill("0.2")
    expect(reader.control("test_fraction")).to_have_attribute("aria-valuetext", "20 %")
    reader.control("noise").fill("0.1")
    expect(reader.control("noise")).to_have_attribute("aria-valuetext", "0.1")


def test_a_slider_with_equal_factors_reads_out_its_number(reader):
    box = reader.control("regularization_rate")
    slider = reader.page.get_by_role("slider", name="Regularization rate")
    expect(slider).to_have_attribute("aria-valuetext", "0.001")
    slider.press("ArrowRight")
    number = box.input_value()
    assert 0.001 < float(number) < 0.0013
    expect(slider).to_have_attribute("aria-valuetext", number)
    box.fill("0,05")
    expect(slider).to_have_attribute("aria-valuetext", "0.05")
    assert float(slider.input_value()) == pytest.approx(-1.3)


def test_the_timeline_reads_out_epoch_and_loss(reader):
    loss = f"{reader.number('train_loss'):.3g}"
    timeline = reader.page.get_by_role("slider", name="Timeline")
    expect(timeline).to_have_attribute("aria-valuetext", f"epoch 1000, loss {loss}")


# ---- Keys


@pytest.mark.parametrize(("key", "code"), [("s", "KeyS"), ("ы", "KeyS"), ("S", "KeyS")])
def test_a_key_counts_by_its_place_where_it_has_another_letter(reader, key, code):
    reader.button("reset").click()
    epoch = reader.page.locator("output[name=epoch]")
    expect(epoch).to_have_text("0")
    reader.page.evaluate("document.activeElement.blur()")
    reader.page.evaluate(PRESS, [key, code])
    expect(epoch).to_have_text("1")


def test_a_latin_letter_counts_wherever_it_lies(reader):
    reader.button("reset").click()
    epoch = reader.page.locator("output[name=epoch]")
    expect(epoch).to_have_text("0")
    reader.page.evaluate("document.activeElement.blur()")
    reader.page.evaluate(PRESS, ["s", "Semicolon"])  # as on a Dvorak keyboard
    expect(epoch).to_have_text("1")
    reader.page.evaluate(PRESS, ["o", "KeyS"])
    reader.page.wait_for_timeout(300)
    expect(epoch).to_have_text("1")


def test_the_page_shows_which_keys_there_are(reader):
    button = reader.page.get_by_role("button", name="Keyboard")
    keys = reader.page.locator("#keys")
    button.click()
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(keys).to_be_visible()
    expect(keys).to_contain_text("step by one epoch")
    reader.page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    expect(button).to_have_attribute("aria-expanded", "false")
