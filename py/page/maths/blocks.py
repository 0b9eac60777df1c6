"""A matrix product as blocks: how many rows and columns each factor has (MicroPython)."""

from pyscript import document

from page.maths.products import in_words, shape

SVG = "http://www.w3.org/2000/svg"
# In CSS pixels: of a block for each row and column; and its height and width, at the most.
SIDE, MAX_HEIGHT, MAX_WIDTH = 4, 22, 36
# Above the blocks for their symbols, below for their shapes; a letter; a sign between two.
ABOVE, BELOW, LETTER, SIGN = 13, 12, 5.6, 15
HEIGHT = ABOVE + MAX_HEIGHT + BELOW


def blocks_of(product):
    """Return a drawing of a *product*.

    Each side is as long as it has rows or columns; where that would be too long, it is broken.
    The sizes that have to agree, and vanish, are in bold.
    """
    svg = _element("svg", {"role": "img", "aria-label": in_words(product)})
    x, signs = 0, ((product.left, "", 1), (product.right, "·", 0), (product.result, "=", -1))
    for block, sign, bold in signs:
        if sign:
            svg.append(_text(sign, x + SIGN / 2, ABOVE + MAX_HEIGHT / 2 + 4, "sign"))
            x += SIGN
        width = max(_width(block), LETTER * len(shape(block)))
        svg.append(*_block(block, x + width / 2, bold))
        x += width
    svg.setAttribute("viewBox", f"0 0 {x:g} {HEIGHT}")
    svg.setAttribute("width", f"{x:g}")
    svg.setAttribute("height", str(HEIGHT))
    return svg


def _block(block, middle, bold):
    width, height = _width(block), _height(block)
    left, top = middle - width / 2, ABOVE + (MAX_HEIGHT - height) / 2
    facts = {"x": left, "y": top, "width": width, "height": height}
    parts = [_element("rect", facts), _text(block.symbol, middle, ABOVE - 3, "name")]
    breaks = ""
    if SIDE * block.columns > MAX_WIDTH:
        breaks += f"M{middle - 2:g} {top + height + 2:g}l4 -{height + 4:g}"
    if SIDE * block.rows > MAX_HEIGHT:
        breaks += f"M{left - 2:g} {top + height / 2 + 2:g}l{width + 4:g} -4"
    if breaks:
        parts.append(_element("path", {"d": breaks}))
    parts.append(_shape(block, middle, bold))
    return parts


def _shape(block, middle, bold):
    """Return the shape below a block; the size of the place *bold* has to agree with another."""
    text = _text("", middle, HEIGHT - 2, "shape")
    for place, size in enumerate((block.rows, block.columns)):
        span = _element("tspan", {"class": "inner"} if place == bold else {})
        span.textContent = str(size)
        text.append("(" if place == 0 else ", ", span)
    text.append(")")
    return text


def _width(block):
    return min(SIDE * block.columns, MAX_WIDTH)


def _height(block):
    return min(SIDE * block.rows, MAX_HEIGHT)


def _text(text, x, y, kind):
    element = _element("text", {"x": x, "y": y, "class": kind, "text-anchor": "middle"})
    element.textContent = text
    return element


def _element(tag, attributes):
    element = document.createElementNS(SVG, tag)
    for name, value in attributes.items():
        element.setAttribute(name, value if isinstance(value, str) else f"{value:.4g}")
    return element
