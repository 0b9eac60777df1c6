"""Run, pause, step, reset, the timeline and the chart."""

import re

import lesson
import numpy as np
import pytest
from playwright.sync_api import expect
from restless import EVERY_CHOICE, memory, need_most, play, run_and_pause

from playground.picture.figure import Picture
from playground.session.session import Session
from playground.settings.values import defaults

SAME_PICTURE = 0.001


def session(**settings):
    """A session of the lesson's own, untrained."""
    one = Session()
    one.apply({**defaults(settings.get("shape", "moons")), **settings})
    return one


def press(reader, action):
    reader.button(action).click()


def see_epoch(reader, epoch):
    expect(reader.page.locator("output[name=epoch]")).to_have_text(str(epoch))


def see_numbers_of(reader, one):
    """Wait for the numbers of the session *one*."""
    true = one.metrics()
    see_epoch(reader, true["epoch"])
    expect(reader.page.locator("output[name=train_loss]")).to_have_text(f"{true['train_loss']:.4f}")


def choose(reader, name, value):
    control = reader.control(name)
    if control.evaluate("control => control.localName") == "select":
        control.select_option(value)
    else:
        control.fill(value)


def see_address_with(reader, setting):
    expect(reader.page).to_have_url(re.compile(f"[#&]{re.escape(setting)}(&|$)"))


def test_a_run_begins_at_the_first_weights_and_can_be_paused(reader):
    choose(reader, "speed", "1")
    press(reader, "run")
    reader.sees_state("running")
    reader.page.wait_for_function("document.querySelector('[name=epoch]').value > 5")
    press(reader, "pause")
    reader.sees_state("paused")
    epoch, frame = reader.number("epoch"), reader.frame
    assert 5 < epoch < 1000
    reader.page.wait_for_timeout(300)
    assert (reader.number("epoch"), reader.frame) == (epoch, frame)


def test_a_step_is_exactly_one_epoch(reader):
    press(reader, "reset")
    true = session()
    for _ in range(3):
        true.step()
        press(reader, "step")
        see_numbers_of(reader, true)
    reader.sees_state("paused")


def test_reset_brings_back_the_same_first_weights(reader):
    press(reader, "reset")
    see_numbers_of(reader, session())
    press(reader, "run")
    reader.sees_state("done")
    reader.sees_result_of("moons", 3)
    press(reader, "reset")
    see_numbers_of(reader, session())


def test_new_weights_and_new_data_have_seeds_that_can_be_seen_and_shared(reader):
    for action, name in (("new_weights", "weights_seed"), ("new_data", "data_seed")):
        press(reader, action)
        seed = reader.page.locator(f"[name={name}]").input_value()
        see_address_with(reader, f"{name}={seed}")
        reader.sees_state("done")


def test_the_timeline_brings_back_any_moment_and_training_goes_on_from_there(reader):
    true = session()
    true.advance(float("inf"))
    timeline = reader.page.locator("#timeline")
    for epoch in (300, 12):
        timeline.fill(str(epoch))
        true.go_to(epoch)
        see_numbers_of(reader, true)
    press(reader, "step")
    see_epoch(reader, 13)
    expect(timeline).to_have_attribute("max", "13")


def test_a_new_learning_rate_holds_without_a_new_start(reader):
    choose(reader, "speed", "1")
    press(reader, "run")
    reader.page.wait_for_function("document.querySelector('[name=epoch]').value > 20")
    choose(reader, "learning_rate", "0.5")
    see_address_with(reader, "learning_rate=0.5")
    assert reader.number("epoch") > 20
    reader.sees_state("running")


def test_too_high_a_rate_is_explained_and_the_button_lowers_it_until_the_network_learns(reader):
    choose(reader, "learning_rate", "1000")
    reader.sees_state("diverged")
    ending = reader.page.locator("#diverged")
    expect(ending).to_contain_text("learning rate")
    assert np.isfinite(reader.number("train_loss"))
    for rate in ("100", "10", "1"):
        press(reader, "lower_rate")
        see_address_with(reader, f"learning_rate={rate}")
        if reader.page.locator("html[data-state=done]").count():
            break
    reader.sees_state("done")
    expect(ending).to_be_hidden()


@pytest.mark.parametrize("unit", [0, 2])
def test_pointing_at_a_unit_shows_what_it_answers(reader, unit):
    true = session()
    true.advance(float("inf"))
    picture = Picture(reader.canvas.evaluate("canvas => canvas.clientWidth"))
    picture.show_data(true.dataset.X, true.dataset.y)
    picture.show_network(true.network, true.inputs, unit=(0, unit))
    reader.page.locator(f"[data-layer='0'][data-unit='{unit}']").hover()
    see_picture(reader, picture)
    reader.page.mouse.move(0, 0)
    picture.show_network(true.network, true.inputs)
    see_picture(reader, picture)
    reader.page.locator(f"[data-layer='0'][data-unit='{unit}']").focus()
    picture.show_network(true.network, true.inputs, unit=(0, unit))
    see_picture(reader, picture)
    reader.page.locator(f"[data-layer='0'][data-unit='{unit}']").blur()


def test_the_lines_of_the_units_can_be_switched_off(reader):
    true = session()
    true.advance(float("inf"))
    picture = Picture(reader.canvas.evaluate("canvas => canvas.clientWidth"))
    picture.show_data(true.dataset.X, true.dataset.y)
    picture.show_network(true.network, unit_lines=False)
    reader.control("unit_lines").uncheck()
    see_picture(reader, picture)
    see_address_with(reader, "unit_lines=off")


def test_points_kept_for_the_test_are_drawn_hollow_and_measured(reader):
    true = session(test_fraction=0.3)
    true.advance(float("inf"))
    reader.control("test_fraction").fill("0.3")
    reader.sees_state("done")
    see_numbers_of(reader, true)
    test_loss = f"{true.metrics()['test_loss']:.4f}"
    expect(reader.page.locator("output[name=test_loss]")).to_have_text(test_loss)
    picture = Picture(reader.canvas.evaluate("canvas => canvas.clientWidth"))
    picture.show_data(*true.dataset[:4])
    picture.show_network(true.network, true.inputs)
    see_picture(reader, picture)


def test_the_chart_shows_the_loss_on_either_scale(reader):
    chart = reader.page.locator("#loss")
    seen = [chart.screenshot()]
    choose(reader, "loss_scale", "linear")
    see_address_with(reader, "loss_scale=linear")
    seen.append(chart.screenshot())
    assert seen[0] != seen[1]
    ink = lesson.read_png(seen[1])[..., :3].min(axis=2) < 0.3
    assert ink.sum() > 200  # the curve is there


def test_the_keyboard_runs_pauses_steps_and_resets(reader):
    page = reader.page
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("r")
    see_epoch(reader, 0)
    page.keyboard.press("s")
    see_epoch(reader, 1)
    page.keyboard.press(" ")
    reader.sees_state("running")
    page.keyboard.press(" ")
    reader.sees_state("paused")


def test_keys_that_belong_to_a_control_or_are_switched_off_do_nothing_else(reader):
    page = reader.page
    press(reader, "reset")
    see_epoch(reader, 0)
    reader.control("epochs").focus()
    page.keyboard.press("s")
    reader.opens_panel_of(page.locator("#shortcuts"))
    page.locator("#shortcuts").uncheck()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("s")
    page.wait_for_timeout(300)
    see_epoch(reader, 0)
    page.locator("#shortcuts").check()


def test_nothing_breaks_and_no_memory_is_lost_in_wild_play(reader):
    need_most(reader.page)
    play(reader.page, 10, seed=1)
    before = memory(reader.page)
    run_and_pause(reader.page, 200)
    play(reader.page, 20, seed=2)
    assert memory(reader.page) <= 1.05 * before
    assert reader.state in ("running", "paused", "done", "diverged")


def test_no_setting_breaks_anything_in_wild_play(reader):
    play(reader.page, 20, seed=3, choices=EVERY_CHOICE)
    reader.follow("shape=circles&hidden_units=4")
    reader.sees_result_of("circles", 4)


def see_picture(reader, picture):
    """Wait until the canvas shows what matplotlib draws of *picture*."""
    canvas = picture.figure.canvas
    canvas.draw()
    true = np.array(canvas.buffer_rgba()) / 255
    for _ in range(100):
        difference = lesson.difference(reader.picture(), true)
        if difference < SAME_PICTURE:
            return
        reader.page.wait_for_timeout(50)
    raise AssertionError(f"the canvas shows another picture, {difference:.4f} away")
