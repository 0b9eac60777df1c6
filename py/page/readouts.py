"""What the page says of a picture: its numbers, its state, and what can be done next."""

from pyscript import document

from messages import ACCURACIES, LOSSES
from page.browser import html, set_flag
from page.form import control
from page.summary import name_of_mistake
from playground.settings.values import names_in
from playground.settings.words import as_percent

NOTHING = "–"
MAX_PLAIN = 1e5  # a loss beyond is written as a power of ten
# What the ends and the middle of the colours stand for, by the activation.
ENDS = {
    "tanh": ("1", "0", "−1"),
    "sigmoid": ("1", "½", "0"),
    "relu": ("+", "0", "−"),
    "leaky_relu": ("+", "0", "−"),
    "linear": ("+", "0", "−"),
}
# How sure the network is has no middle, and is least sure where it says ½.
SURE = ("0, 1", "", "½")
# Why a training is over before its last epoch.
STOPPED = {"converged": "converged", "target": "target reached", "early": "stopped early"}
# What is drawn on the button.
SIGNS = {"run": "M2 .5 11.500 6 2 11.500Z", "pause": "M2 1h3v10H2zM7 1h3v10H7z"}


def show_numbers(picture):
    """Show the numbers of a *picture*, a message from the engine."""
    html.dataset.frame, html.dataset.painter = str(picture["frame"]), picture["painter"]
    control("epoch").value = str(picture["epoch"])
    for name in LOSSES:
        control(name).value = _as_loss(picture[name])
    for name in ACCURACIES:
        share = picture[name]
        control(name).value = NOTHING if share is None else f"{share:.3f}"
        shown = document.querySelector(f"[data-percent-of={name}]")
        shown.textContent = NOTHING if share is None else f"{as_percent(share)} %"


def show_kinds(values, picture):
    """Say which of the numbers there are: of a test, and of a loss with its penalty."""
    set_flag("test", picture["n_test"] > 0)
    set_flag("penalty", values["regularization"] != "none")


def show_names(values):
    """Call the classes as the reader's table does, in the legend and on the pencils."""
    names = names_in(values)[2:]
    for label, name in enumerate(names):
        for place in document.querySelectorAll(f"[data-class='{label}']"):
            if place.textContent != name:
                place.textContent = place.title = name


def show_mistake(values):
    """Say which mistake was made on purpose, as long as there is one."""
    sign = document.querySelector("#broken")
    sign.hidden = values["mistake"] == "none"
    sign.querySelector("b").textContent = name_of_mistake(values)


def show_state(picture, is_first, is_broken):
    """Show what the engine is doing; of its first picture, only that it is there.

    Where the network is broken, the chart shows at once how it would do without the mistake.
    """
    state = picture["state"]
    html.dataset.state = "ready" if is_first and state in ("done", "paused") else state
    is_untrained = picture["last_epoch"] == 0 and state == "paused" and not is_broken
    html.dataset.phase = "untrained" if is_untrained else "trained"
    button = document.querySelector("[data-action=run], [data-action=pause]")
    action, word = ("pause", "Pause") if state == "running" else ("run", "Run")
    stopped = STOPPED.get(picture["stop_reason"], "") if state == "done" else ""
    document.querySelector("#stopped").textContent = stopped
    if stopped or (picture["by_hand"] and state != "running"):
        word = "Train on"
    button.disabled = not picture["n_train"]
    if button.dataset.action != action or button.textContent.strip() != word:
        button.dataset.action = action
        button.querySelector("span").textContent = word
        button.querySelector("path").setAttribute("d", SIGNS[action])


def show_scale(values, sizes, unit):
    """Say what the colours of the plane are: of the whole network, or of a *unit* alone.

    Parameters
    ----------
    values : dict
        The settings.
    sizes : list of int
        Units in each layer.
    unit : (layer, unit) or None
        Layer 0 is the first hidden one.
    """
    layer = len(sizes) - 1 if unit is None else unit[0] + 1
    surface = values["surface"] if unit is None else ""
    is_confidence = surface == "confidence"
    ends = ENDS["sigmoid" if unit is None else values["activation"]]
    high, middle, low = SURE if is_confidence else ends
    scale = document.querySelector("#scale")
    scale.className = surface
    scale.querySelector("sub").textContent = str(layer)
    document.querySelector("#legend sub").textContent = str(len(sizes) - 1)
    for place, text in zip(scale.querySelectorAll("b"), (high, middle, low)):  # noqa: B905
        place.textContent = text
    what = (
        "how sure the network is" if is_confidence else f"the probability of {names_in(values)[3]}"
    )
    alone = document.querySelector("#alone")
    alone.hidden = unit is None
    if unit is not None:
        name = f"unit {unit[1] + 1}" + (f" of layer {layer}" if len(sizes) > 3 else "")
        what = f"what {name} answers"
        alone.textContent = f"{name[0].upper()}{name[1:]} alone: on its line z = 0"
    colors = ("pale", "grey") if is_confidence else ("blue", "orange")
    scale.ariaLabel = f"Colours: {what}, from {low} in {colors[0]} to {high} in {colors[1]}"


def _as_loss(loss):
    """Write a loss; one that explodes in few letters."""
    if loss is None:
        return NOTHING
    return f"{loss:.4f}" if loss < MAX_PLAIN else f"{loss:.3e}"
