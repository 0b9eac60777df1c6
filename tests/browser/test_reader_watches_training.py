"""Run, pause, step, reset, the timeline and the chart."""

import re

import lesson
import numpy as np
import pytest
from playwright.sync_api import expect
from restless import EVERY_CHOICE, need_most, play, run_and_pause
from soak import LEVEL_MEMORY, Soak

from playground.look.chart_axes import epoch_at, room
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


def see_address_with(reader, setting):
    expect(reader.page).to_have_url(re.compile(f"[#&]{re.escape(setting)}(&|$)"))


def test_a_run_begins_at_the_first_weights_and_can_be_paused(reader):
    reader.chooses("speed", "slow")
    press(reader, "run")
    reader.sees_state("running")
    reader.wait_until("document.querySelector('[name=epoch]').value > 5")
    press(reader, "pause")
    reader.sees_state("paused")
    epoch, frame = reader.number("epoch"), reader.frame
    assert 5 < epoch < 1000
    expect(reader.button("run")).to_have_text("Run")
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
    expect(timeline).to_have_attribute("max", "1000")
    for epoch in (300, 12):
        timeline.fill(str(epoch))
        true.go_to(epoch)
        see_numbers_of(reader, true)
        see_address_with(reader, f"epoch={epoch}")
    press(reader, "step")
    see_epoch(reader, 13)
    timeline.press("ArrowLeft")
    see_epoch(reader, 12)
    timeline.press("End")  # which has to be trained anew: the step has gone another way
    see_epoch(reader, 1000)


def test_a_pointer_goes_to_any_moment_on_the_chart(reader):
    true = session()
    true.advance(float("inf"))
    box = reader.page.locator("#chart").bounding_box()
    left, _, right, _ = room(box["width"])
    mouse, middle = reader.page.mouse, box["y"] + box["height"] / 2
    mouse.move(box["x"] + box["width"] - right, middle)
    mouse.down()
    for share in (0.9, 0.5, 0.7):
        mouse.move(box["x"] + left + share * (box["width"] - left - right), middle, steps=5)
        epoch = epoch_at(share, 1000, "log")
        reader.wait_until(
            """epoch => {
                const shown = document.querySelector("[name=epoch]").value;
                return Math.abs(shown - epoch) <= 0.02 * epoch;
            }""",
            arg=epoch,
        )
        true.go_to(int(reader.number("epoch")))
        see_numbers_of(reader, true)
    mouse.up()
    expect(reader.page.locator("#timeline")).to_be_focused()
    mouse.move(box["x"] + left, middle)
    see_numbers_of(reader, true)


def test_a_step_at_the_end_goes_past_it(reader):
    press(reader, "step")
    see_epoch(reader, 1001)
    expect(reader.page.locator("#timeline")).to_have_attribute("max", "1001")
    press(reader, "reset")
    expect(reader.page.locator("#timeline")).to_have_attribute("max", "1000")


# From the next click on until the training is over, in seconds.
TIMED = """() => {
    let begin;
    addEventListener("click", () => (begin = performance.now()), { capture: true, once: true });
    new MutationObserver((_, observer) => {
        if (!begin || document.documentElement.dataset.state !== "done") return;
        window.duration = (performance.now() - begin) / 1000;
        observer.disconnect();
    }).observe(document.documentElement, { attributeFilter: ["data-state"] });
}"""


@pytest.mark.parametrize(("speed", "seconds"), [("normal", 8), ("fast", 4)])
def test_a_run_takes_as_long_as_its_speed_says(reader, speed, seconds):
    reader.chooses("speed", speed)
    reader.sees_state("ready", "done")
    reader.page.evaluate(TIMED)
    press(reader, "run")
    reader.sees_state("running")
    reader.sees_state("done")
    # A busy machine may take longer; and the first epoch, a tenth of the axis, is there at once.
    assert reader.page.evaluate("window.duration") > 0.85 * seconds
    reader.sees_numbers_of("moons", 3)


def test_a_slow_run_shows_the_first_ten_epochs_one_by_one(reader):
    reader.chooses("speed", "slow")
    reader.page.evaluate("reports.length = 0")
    press(reader, "run")
    reader.sees_state("running")
    reader.wait_until("document.querySelector('[name=epoch]').value > 12")
    press(reader, "pause")
    epochs = [report["epoch"] for report in reader.page.evaluate("reports")]
    assert set(range(1, 11)) < set(epochs)


@pytest.mark.parametrize(("name", "text"), [("shape", "circles"), ("hidden_units", "5")])
def test_what_is_changed_while_a_run_is_watched_goes_on_being_watched(reader, name, text):
    reader.chooses("speed", "slow")
    press(reader, "run")
    reader.sees_state("running")
    reader.wait_until("document.querySelector('[name=epoch]').value > 20")
    reader.chooses(name, text)
    see_address_with(reader, f"{name}={text}")
    reader.wait_until("document.querySelector('[name=epoch]').value < 15")
    reader.sees_state("running")
    press(reader, "pause")
    reader.sees_state("paused")


def test_until_it_runs_what_is_changed_stays_untrained(reader):
    reader.follow("shape=moons&hidden_units=3&epoch=0")
    see_epoch(reader, 0)
    html = reader.page.locator("html")
    expect(html).to_have_attribute("data-phase", "untrained")
    reader.choose_shape("circles")
    see_address_with(reader, "shape=circles")
    reader.choose_units(5)
    see_address_with(reader, "hidden_units=5")
    see_numbers_of(reader, session(shape="circles", hidden_units=5))
    expect(html).to_have_attribute("data-phase", "untrained")
    press(reader, "run")
    reader.sees_result_of("circles", 5)
    reader.choose_units(4)  # from now on at once
    reader.sees_result_of("circles", 4)


def test_a_new_learning_rate_holds_without_a_new_start(reader):
    reader.chooses("speed", "slow")
    press(reader, "run")
    reader.sees_state("running")
    reader.wait_until("document.querySelector('[name=epoch]').value > 20")
    reader.chooses("learning_rate", "0.5")
    see_address_with(reader, "learning_rate=0.5")
    assert reader.number("epoch") > 20
    reader.sees_state("running")


def test_too_high_a_rate_is_explained_and_the_button_lowers_it_until_the_network_learns(reader):
    reader.chooses("learning_rate", "1000")
    reader.sees_state("diverged")
    ending = reader.page.locator("#diverged")
    expect(ending).to_contain_text("each step jumps over the valley")
    assert np.isfinite(reader.number("train_loss"))
    for rate in ("100", "10", "1"):
        press(reader, "lower_rate")
        reader.has_settled()
        see_address_with(reader, f"learning_rate={rate}")
        if reader.page.locator("html[data-state=done]").count():
            break
    reader.sees_state("done")
    expect(ending).to_be_hidden()


@pytest.mark.parametrize("unit", [0, 2])
def test_pointing_at_a_unit_shows_what_it_answers(reader, unit):
    true = session()
    true.advance(float("inf"))
    reader.page.locator(f"[data-layer='0'][data-unit='{unit}']").hover()
    see_picture(reader, true, unit=(0, unit))
    reader.page.mouse.move(0, 0)
    see_picture(reader, true)
    reader.page.locator(f"[data-layer='0'][data-unit='{unit}']").focus()
    see_picture(reader, true, unit=(0, unit))
    reader.page.locator(f"[data-layer='0'][data-unit='{unit}']").blur()


def test_the_lines_of_the_units_can_be_switched_off(reader):
    true = session()
    true.advance(float("inf"))
    reader.control("unit_lines").uncheck()
    see_picture(reader, true, unit_lines=False)
    see_address_with(reader, "unit_lines=off")


def test_points_kept_for_the_test_are_drawn_hollow_and_measured(reader):
    true = session(test_fraction=0.3)
    true.advance(float("inf"))
    reader.control("test_fraction").fill("0.3")
    reader.sees_state("done")
    see_numbers_of(reader, true)
    test_loss = f"{true.metrics()['test_loss']:.4f}"
    expect(reader.page.locator("output[name=test_loss]")).to_have_text(test_loss)
    see_picture(reader, true)


def test_the_chart_shows_the_loss_on_either_scale(reader):
    chart = reader.page.locator("#loss")
    seen = [chart.screenshot()]
    reader.chooses("loss_scale", "log")
    see_address_with(reader, "loss_scale=log")
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
    page.locator("#help").click()
    page.locator("#shortcuts").uncheck()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("s")
    page.wait_for_timeout(300)
    see_epoch(reader, 0)
    page.locator("#shortcuts").check()
    page.locator("#help").click()
    expect(page.locator("#keys")).to_be_hidden()


def test_nothing_breaks_and_no_memory_is_lost_in_wild_play(reader):
    need_most(reader.page)
    run_and_pause(reader.page, 200)
    soak = Soak(reader.page, seed=1)
    soak.play(30, deeds=100, samples=3)
    assert soak.growth <= LEVEL_MEMORY
    assert soak.differences() == []
    assert not soak.has_begun_again()


def test_no_setting_breaks_anything_in_wild_play(reader):
    play(reader.page, 20, seed=3, choices=EVERY_CHOICE)
    reader.follow("shape=circles&hidden_units=4")
    reader.sees_result_of("circles", 4)


def see_picture(reader, session, **view):
    """Wait until the canvas shows what matplotlib draws of a *session*."""
    size = reader.canvas.evaluate("canvas => canvas.clientWidth")
    true = lesson.picture_of(session, size, **view)
    for _ in range(100):
        difference = lesson.difference(reader.picture(), true)
        if difference < SAME_PICTURE:
            return
        reader.page.wait_for_timeout(50)
    raise AssertionError(f"the canvas shows another picture, {difference:.4f} away")
