"""The height that a frame would like to have, as the style sheet and what is shown want it."""

from pyscript import document

from page.browser import html

# As in static/style.css: below it, all stands in one column; and what --wanted reckons with.
MIN_WIDTH_OF_COLUMNS, HEIGHT_OF_CHOSEN = 480, 36


def wanted_height():
    """Return it in CSS pixels; 0 while the frame is folded away."""
    wanted = document.querySelector("#wanted").clientHeight
    return wanted + _extras() if html.clientWidth else 0


def _extras():
    """Return the height of what not every frame has; a row of settings is reckoned with."""
    if html.clientWidth >= MIN_WIDTH_OF_COLUMNS:
        return 0
    told = _height_of(".headline") if html.hasAttribute("data-told") else 0
    return max(_height_of("#chosen") - HEIGHT_OF_CHOSEN, 0) + _height_of("#data") + told


def _height_of(selector):
    return document.querySelector(selector).offsetHeight
