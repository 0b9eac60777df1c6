"""Formulas as MathML (MicroPython).

They are written as text: ``_`` comes before what stands low and ``^`` before what stands high,
one letter each; letters and words among `SYMBOLS` are symbols, in italics, others are functions.
"""

from collections import namedtuple

from pyscript import document

MATHML = "http://www.w3.org/1998/Math/MathML"
SYMBOLS = ("z", "a", "W", "X", "b", "L", "y", "n", "dz", "dW", "db", "α")
# Letters that MicroPython does not take for some.
GREEK = "ασΣ"
# What is not written, but is there: a product, and a function of something.
TIMES, APPLY = "\u2062", "\u2061"
CLOSING = ")]"
# Around signs, where a browser leaves none or too much.
SPACES = {TIMES: "0.08em", APPLY: "0.08em", "/": "0"}

# A part of a formula: its kind ("symbol", "word", "number" or "sign"), its text, and what stands
# low and high beside it, "" for nothing.
Part = namedtuple("Part", "kind text low high")


def math_of(formula):
    """Return a *formula* as an element."""
    math = _element("math")
    before = None
    for part in parts_of(formula):
        math.append(_scripted(part, before))
        before = part
    return math


def parts_of(formula):
    """Return the parts of a *formula*, with the products and functions that are not written."""
    parts: list[Part] = []
    at = 0
    while at < len(formula):
        has_space = formula[at] == " "
        while formula[at] == " ":
            at += 1
        kind, text = _next(formula, at)
        at += len(text)
        if has_space and parts and _is_operand(parts[-1]) and (kind != "sign" or text in "(["):
            parts.append(Part("sign", APPLY if parts[-1].kind == "word" else TIMES, "", ""))
        low = high = ""
        while at < len(formula) and formula[at] in "_^":
            if formula[at] == "_":
                low = formula[at + 1]
            else:
                high = formula[at + 1]
            at += 2
        parts.append(Part(kind, text, low, high))
    return parts


def _next(formula, at):
    """Return kind and text of the part that begins *at* a place."""
    for kind, is_one in (("word", _is_letter), ("number", lambda letter: "0" <= letter <= "9")):
        end = at
        while end < len(formula) and is_one(formula[end]):
            end += 1
        if end > at:
            text = formula[at:end]
            return ("symbol" if text in SYMBOLS else kind), text
    return "sign", formula[at]


def _is_letter(letter):
    return letter.isalpha() or letter in GREEK


def _is_operand(part):
    return part.kind != "sign" or part.text in CLOSING


def _scripted(part, before):
    base = _base(part, before)
    if not part.low and not part.high:
        return base
    tag = "msubsup" if part.low and part.high else "msub" if part.low else "msup"
    scripted = _element(tag)
    scripted.append(base)
    for script in (part.low, part.high):
        if script:
            scripted.append(_upright(script))
    return scripted


def _base(part, before):
    if part.kind == "symbol":
        return _element("mi", part.text)
    if part.kind != "sign":
        return _upright(part.text)
    sign = _element("mo", part.text)
    if part.text in SPACES:
        sign.setAttribute("lspace", SPACES[part.text])
        sign.setAttribute("rspace", SPACES[part.text])
    elif part.text == "−" and not (before and _is_operand(before)):
        sign.setAttribute("form", "prefix")
    elif part.text in "()[]":
        sign.setAttribute("stretchy", "false")
    return sign


def _upright(text):
    if "0" <= text[0] <= "9":
        return _element("mn", text)
    element = _element("mi", text)
    element.setAttribute("mathvariant", "normal")
    return element


def _element(tag, text=""):
    element = document.createElementNS(MATHML, tag)
    if text:
        element.textContent = text
    return element
