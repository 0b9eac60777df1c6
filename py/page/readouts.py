"""What the page says of a picture: its numbers, its words, and what can be done next."""

from pyscript import document

from messages import ACCURACIES, LOSSES
from page.browser import html
from page.form import control

NOTHING = "–"


def show_numbers(picture):
    """Show the numbers of a *picture*, a message from the engine."""
    html.dataset.frame, html.dataset.painter = str(picture["frame"]), picture["painter"]
    control("epoch").value = str(picture["epoch"])
    for name in LOSSES:
        control(name).value = NOTHING if picture[name] is None else f"{picture[name]:.4f}"
    for name in ACCURACIES:
        control(name).value = NOTHING if picture[name] is None else f"{picture[name]:.3f}"
    timeline = document.querySelector("#timeline")
    timeline.max, timeline.value = str(picture["last_epoch"]), str(picture["epoch"])


def show_state(state, is_first):
    """Show what the engine is doing; of its first picture, only that it is there."""
    html.dataset.state = "ready" if is_first and state in ("done", "paused") else state
    button = document.querySelector("[data-action=run], [data-action=pause]")
    button.dataset.action, button.textContent = (
        ("pause", "Pause") if state == "running" else ("run", "Run")
    )
    document.querySelector("#diverged").hidden = state != "diverged"


def show_words(words, summary):
    """Show sentences; the *summary* of what the picture shows, "" if it is not there yet."""
    if summary:
        document.querySelector("#boundary").ariaLabel = summary
        words.append(summary)
    document.querySelector("#status").textContent = " ".join(words)
