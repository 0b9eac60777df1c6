"""A reader who cannot leave anything alone: the same wild play for the same seed."""

import random
import time

from playground.settings.kinds import Code, Menu, Names, Segments, Several, WholeOr, Widths, as_text
from playground.settings.table import SETTINGS

BUTTONS = ("run", "step", "reset", "new_data", "new_weights")
CHOICES = {
    "shape": ("blobs", "circles", "moons"),
    "test_fraction": ("0", "0.2", "0.5"),
    "hidden_units": tuple(str(units) for units in range(1, 17)),
    "learning_rate": ("0.01", "0.3", "1.2", "3", "1000"),
    "epochs": ("50", "1000", "3000"),
    "speed": ("slow", "normal", "fast"),
    "loss_scale": ("log", "linear"),
}

SET = """([name, value]) => {
  const control = document.querySelector(`#controls [name=${name}]`);
  if (control.type === "fieldset" && control.querySelector("[type=radio]")) {
    control.querySelector(`[value=${value}]`).click();
  } else if (control.type === "fieldset") {
    const boxes = [...control.querySelectorAll("[type=checkbox]")];
    const isWanted = (box) => value.split(",").includes(box.value);
    // The wanted ones first: the last one cannot be switched off.
    for (const box of boxes) if (isWanted(box) && !box.checked) box.click();
    for (const box of boxes) if (!isWanted(box) && box.checked) box.click();
  } else if (control.type === "checkbox") {
    if (control.checked !== (value === "on")) control.click();
  } else {
    control.value = value;
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }
}"""
DRAG_TIMELINE = """(share) => {
  const timeline = document.querySelector("#timeline");
  timeline.value = Math.round(share * timeline.max);
  timeline.dispatchEvent(new Event("input", { bubbles: true }));
}"""
RUN_OR_PAUSE = "document.querySelector('[data-action=run], [data-action=pause]').click()"
CLICK = "(action) => document.querySelector(`[data-action=${action}]`)?.click()"

# Asks the engine for a sign of life and returns the bytes that Python holds.
MEMORY = """() => new Promise((resolve) => {
  const engine = document.querySelector("script[worker]").xworker;
  const listen = ({ data }) => {
    const message = typeof data === "string" ? JSON.parse(data) : {};
    if (message.kind !== "pong") return;
    engine.removeEventListener("message", listen);
    resolve(message.memory);
  };
  engine.addEventListener("message", listen);
  engine.postMessage({ kind: "ping" });
})"""


def some_of(allowed):
    """Return texts of values that a setting can have, the extreme ones among them."""
    if isinstance(allowed, Menu | Segments):
        return allowed.words
    if isinstance(allowed, Several):
        return (*allowed.words, ",".join(allowed.words))
    if isinstance(allowed, Widths):
        return ("", "1", "16-1-5", "-".join(["16"] * allowed.max_layers))
    word = [allowed.word] if isinstance(allowed, WholeOr) else []
    return (*word, *(str(number) for number in (allowed.low, allowed.high)))


EVERY_CHOICE = {
    setting.name: (as_text(setting.default), *some_of(setting.allowed))
    for setting in SETTINGS
    if not isinstance(setting.allowed, Code | Names)  # which come with points
}

# The longest training of the largest network that `play` may choose.
MOST = {"hidden_units": "16", "epochs": "3000", "learning_rate": "0.01", "speed": "fast"}


def need_most(page):
    """Have Python take all the memory that it will ever need: it never gives any back."""
    for name, value in MOST.items():
        page.evaluate(SET, [name, value])
    page.wait_for_timeout(1000)  # a number counts once it is typed
    page.evaluate(CLICK, "reset")
    page.wait_for_selector("html[data-state=paused]", state="attached")
    page.evaluate(CLICK, "run")
    page.wait_for_selector("html[data-state=done]", state="attached")


def play(page, seconds, seed, choices=CHOICES):
    """Use everything on the page at random for some seconds; return how often."""
    chance = random.Random(seed)
    end, deeds = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        deed = chance.random()
        if deed < 0.3:
            page.evaluate(CLICK, chance.choice(BUTTONS))
        elif deed < 0.85:
            name = chance.choice(list(choices))
            page.evaluate(SET, [name, chance.choice(choices[name])])
        else:
            page.evaluate(DRAG_TIMELINE, chance.random())
        page.wait_for_timeout(chance.choice((0, 10, 50, 200)))
        deeds += 1
    return deeds


def run_and_pause(page, times):
    """Press the button that runs and pauses, again and again."""
    for _ in range(times):
        page.evaluate(RUN_OR_PAUSE)
        page.wait_for_timeout(20)
        page.evaluate(RUN_OR_PAUSE)


def memory(page):
    """Return the bytes of memory that Python holds; it gives none back, so less is no news."""
    return page.evaluate(MEMORY)
