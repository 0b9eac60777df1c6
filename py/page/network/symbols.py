"""Formulas as elements: letters in italics, their numbers small and upright (MicroPython)."""

from pyscript import document

from playground.look.naming import ZERO

SQUARE = "²"


def append_symbols(element, text):
    """Append a formula such as "z₁ a₁" or "sin x₂" to an element."""
    for word in text.split(" "):
        if element.firstChild:
            element.append(" ")
        if word == "sin":
            element.append(word)
            continue
        for letter in word:
            if 0 <= ord(letter) - ZERO <= 9:
                _append(element, "sub", str(ord(letter) - ZERO))
            elif letter == SQUARE:
                _append(element, "sup", "2")
            else:
                _append(element, "i", letter)


def _append(element, tag, text):
    part = document.createElement(tag)
    part.textContent = text
    element.append(part)
