"""Elements for "Your runs" (MicroPython)."""

from pyscript import document

SVG = "http://www.w3.org/2000/svg"


def element(tag, *content, **attributes):
    """Return an element with some *content*, elements and texts.

    Of the *attributes*, ``class_`` is ``class``, and ``aria_label`` is ``aria-label``.
    """
    return _filled(document.createElement(tag), content, attributes)


def drawn(tag, *content, **attributes):
    """Return an element of a drawing, as `element` does."""
    return _filled(document.createElementNS(SVG, tag), content, attributes)


def button(word, do, **attributes):
    """Return a button that asks "Your runs" to *do* something."""
    return element("button", word, type="button", data_run=do, **attributes)


def _filled(made, content, attributes):
    for name, value in attributes.items():
        made.setAttribute(name.rstrip("_").replace("_", "-"), str(value))
    made.append(*content)
    return made
