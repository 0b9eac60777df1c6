"""What the page says of a picture: its numbers, its words, and what can be done next."""

from pyscript import document

from messages import ACCURACIES, LOSSES
from page.browser import html
from page.form import control

NOTHING = "–"
MAX_PLAIN = 1e5  # a loss beyond is written as a power of ten


def show_numbers(picture):
    """Show the numbers of a *picture*, a message from the engine."""
    html.dataset.frame, html.dataset.painter = str(picture["frame"]), picture["painter"]
    control("epoch").value = str(picture["epoch"])
    for name in LOSSES:
        control(name).value = _as_loss(picture[name])
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


def _as_loss(loss):
    """Write a loss; one that explodes in few letters."""
    if loss is None:
        return NOTHING
    return f"{loss:.4f}" if loss < MAX_PLAIN else f"{loss:.3e}"
