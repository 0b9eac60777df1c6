"""Formulas as MathML (MicroPython).

They are written as text: ``_`` comes before what stands low and ``^`` before what stands high,
one letter each; letters and words among `SYMBOLS` are symbols, in italics, others are functions.
What stands between two ``~`` is struck out: it would be right, but a mistake has left it out.
"""

from collections import namedtuple

from pyscript import document

MATHML = "http://www.w3.org/1998/Math/MathML"
SYMBOLS = ("z", "a", "W", "X", "b", "L", "y", "n", "dz", "dW", "db", "α", "β", "v", "m", "s")
# Letters that MicroPython does not take for some.
GREEK = "αβσΣ"
# What is not written, but is there: a product, and a function of something.
TIMES, APPLY = "\u2062", "\u2061"
CLOSING = ")]"
# Around signs, where a browser leaves none or too much.
SPACES = {TIMES: "0.08em", APPLY: "0.08em", "/": "0"}

# A part of a formula: its kind ("symbol", "word", "number" or "sign"), its text, what stands
# low and high beside it, "" for nothing, and whether it is struck out.
Part = namedtuple("Part", "kind text low high is_struck")
# How signs are read aloud; other parts are read as they are.
SPOKEN = {
    "=": "is", "+": "plus", "−": "minus", "/": "over", "⊙": "times, each by each,", "←": "becomes",
    "Σ": "the sum of", "√": "the root of", ">": "above", TIMES: "times", APPLY: "of",
}  # fmt: skip
SPOKEN_HIGH = {"T": "transposed", "2": "squared"}


def math_of(formula):
    """Return a *formula* as an element."""
    math = struck = _element("math")
    before = None
    for part in parts_of(formula):
        if part.is_struck and not (before and before.is_struck):
            struck = _element("mrow")
            struck.setAttribute("class", "struck")
            math.append(struck)
        (struck if part.is_struck else math).append(_scripted(part, before))
        before = part
    return math


def in_words(formula):
    """Return a *formula* as it is read aloud; what is struck out is not."""
    words = []
    for part in parts_of(formula):
        if not part.is_struck:
            words.append(SPOKEN.get(part.text, part.text))
            words.append(part.low)
            words.append(SPOKEN_HIGH.get(part.high, part.high))
    return " ".join([word for word in words if word])


def parts_of(formula):
    """Return the parts of a *formula*, with the products and functions that are not written."""
    parts: list[Part] = []
    at, is_struck = 0, False
    while at < len(formula):
        begin = at
        while at < len(formula) and formula[at] in " ~":
            is_struck = is_struck != (formula[at] == "~")
            at += 1
        if at == len(formula):
            break
        has_space = " " in formula[begin:at]
        kind, text = _next(formula, at)
        at += len(text)
        if has_space and parts and _is_operand(parts[-1]) and (kind != "sign" or text in "(["):
            sign = APPLY if parts[-1].kind == "word" else TIMES
            parts.append(Part("sign", sign, "", "", parts[-1].is_struck))
        low = high = ""
        while at < len(formula) and formula[at] in "_^":
            if formula[at] == "_":
                low = formula[at + 1]
            else:
                high = formula[at + 1]
            at += 2
        parts.append(Part(kind, text, low, high, is_struck))
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
