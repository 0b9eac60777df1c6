"""What an embedded playground understands: attributes, methods and events of <nn-playground>.

The lists of the element (static/embed.js) and the README's tables follow from here
(``python3 py form`` writes them); the attributes of the settings are in `table`.
"""

from collections import namedtuple

from playground.settings.link import (
    AUTORUNS,
    BY_KEY,
    LANGUAGES,
    OF_FRAME,
    OF_STATE,
    OF_TEACHER,
    PARTS,
    THEMES,
    USUAL,
)

# `default` is what holds without the attribute; `help` is one line for the author of a page.
Attribute = namedtuple("Attribute", "name allowed default help")
# `call` is how the method is written; `answers` is what its promise brings, or "".
Method = namedtuple("Method", "name call answers help")
Event = namedtuple("Event", "name detail help")


def _marked(words: tuple[str, ...]) -> str:
    return ", ".join(f"`{word}`" for word in words)


OF_PARTS = f"names of settings and of {_marked(PARTS)}"

# What goes into the frame's address besides the settings.
# fmt: off
ATTRIBUTES = (
    Attribute(
        "loading", "`click`, `lazy`, `eager`", "`click`",
        "When Python is loaded: at a click on the picture, once it is seen, or at once.",
    ),
    Attribute(
        "autorun", _marked(AUTORUNS), "`no`",
        "Whether the training runs by itself, and again and again; never where less motion is "
        "asked for.",
    ),
    Attribute(
        "show", OF_PARTS, f"`{' '.join(USUAL)}`",
        "What is there, and nothing else.",
    ),
    Attribute("hide", OF_PARTS, "nothing", "What is not there."),
    Attribute("lock", OF_PARTS, "nothing", "What is there but cannot be changed by the reader."),
    Attribute(
        "theme", _marked(THEMES), "`auto`",
        "Light or dark; by itself, as the page around it.",
    ),
    Attribute(
        "epoch", "a whole number", "the end of the training",
        "Where the training stands at first; `0` is untrained.",
    ),
    Attribute(
        "title", BY_KEY["title"].allowed.describe(), "the lesson's question",
        "Stands above the network.",
    ),
    Attribute(
        "note", BY_KEY["note"].allowed.describe(), "nothing", "A sentence or a question of yours."
    ),
    Attribute(
        "goal-…", "numbers", "none",
        "`goal-test-loss`, `goal-accuracy`, `goal-units`, `goal-epochs`: what is to be reached.",
    ),
    Attribute("weights", "as in a link", "none", "Weights set by hand."),
    Attribute("point", "as in a link", "none", "The point that is picked."),
    Attribute("inside", "as in a link", "the lines", "The view beside the listing."),
    Attribute("height", "pixels", "as the width asks for", "A height that stays."),
    Attribute("lang", _marked(LANGUAGES), "`en`", "The language; there is one so far."),
)

METHODS = (
    Method("load", "load()", "", "Load Python, as a click does; resolves when it is ready."),
    Method("run", "run()", "", "Train at the reader's speed, from the start if it is over."),
    Method("pause", "pause()", "", "Stop after the present epoch."),
    Method("step", "step()", "", "Train for one epoch."),
    Method("reset", "reset()", "", "Go back to what the attributes say, untrained."),
    Method("goTo", "goTo(epoch)", "", "Go to an epoch."),
    Method(
        "set", "set({hidden_units: 2, …})", "",
        "Change settings; refused with a sentence for what cannot be used.",
    ),
    Method("getState", "getState()", "text", "Where everything stands: take it as it is."),
    Method("setState", "setState(text)", "", "Go back to where everything stood."),
    Method(
        "toBlob", "toBlob({type, scale})", "`Blob`",
        "The picture as `image/png`, `image/jpeg`, `image/webp` or `image/svg+xml`, drawn `scale` "
        "times as dense.",
    ),
    Method("destroy", "destroy()", "", "End the frame and its Python; the poster comes back."),
)
# Which of the attributes go into the frame's address, with what a teacher can say in any link.
IN_THE_ADDRESS = tuple([name for name in OF_FRAME if name != "embed"]) + OF_TEACHER + OF_STATE
# What the element does itself.
OF_THE_ELEMENT = ("load", "destroy")

EVENTS = (
    Event("progress", "`share` from 0 to 1, `words`", "Python is being loaded."),
    Event("ready", "", "The first picture is there."),
    Event("change", "`byReader`, `settings`", "A setting has changed."),
    Event(
        "frame", "`epoch`, `loss`, `accuracy`, `state`",
        "There is a new picture; at most ten times a second.",
    ),
    Event(
        "goal", "`epoch`, `units`, `test_loss`, `accuracy`",
        "The goals of the attributes have been reached.",
    ),
    Event("done", "`epoch`, `loss`, `accuracy`, `reason`", "The training is over."),
    Event("error", "`type`, `message`", "It does not start (`start`), or stopped (`fault`)."),
)
# fmt: on

# About the download of a first visit, in megabytes, as the button on the poster says.
MEGABYTES = 8
