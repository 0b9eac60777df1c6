"""Formulas as elements: letters in italics, their numbers small and upright (MicroPython)."""

from pyscript import document

# The digits of subscripts follow each other as those of numbers do.
ZERO, SQUARE = ord("₀"), "²"


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


def subscript(number):
    """Write a *number* small and low, as `append_symbols` reads it."""
    return "".join([chr(ZERO + int(digit)) for digit in str(number)])


def _append(element, tag, text):
    part = document.createElement(tag)
    part.textContent = text
    element.append(part)
