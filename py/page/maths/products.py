"""Matrix products by their shapes, and what NumPy says where they do not fit (both Pythons)."""

from collections import namedtuple

from page.network.symbols import subscript

# An array by its symbol and its shape.
Block = namedtuple("Block", "symbol rows columns")
# (rows, k) times (k, columns) is (rows, columns); and what the result is the derivative by, None
# if it is no derivative: it has the same shape.
Product = namedtuple("Product", "left right result belongs_to")

NUMPY_SAYS = (
    "matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature "
    "(n?,k),(k,m?)->(n?,m?) (size {} is different from {})"
)


def product_of(quantity, sizes, n):
    """Return the matrix product in the line of a *quantity*, or None if there is none.

    Parameters
    ----------
    quantity : str
        As "dW1".
    sizes : list of int
        From the inputs to the output.
    n : int
        Points to learn from.
    """
    letters = quantity.rstrip("0123456789")
    layer = int(quantity[len(letters) :] or 0)
    if letters not in ("z", "dz", "dW") or not 0 < layer < len(sizes):
        return None
    units, inputs = sizes[layer], sizes[layer - 1]
    W, dz = Block(_symbol("W", layer), units, inputs), Block(_symbol("dz", layer), units, n)
    below = Block(_symbol("a", layer - 1) if layer > 1 else "X", inputs, n)
    if letters == "z":
        return Product(W, below, Block(_symbol("z", layer), units, n), None)
    if letters == "dW":
        return Product(dz, _transposed(below), Block(_symbol("dW", layer), units, inputs), W)
    if layer == len(sizes) - 1:
        return None
    above = sizes[layer + 1]
    W, dz = Block(_symbol("W", layer + 1), above, units), Block(_symbol("dz", layer + 1), above, n)
    # What comes back to a is then multiplied, number by number, by the slopes: dz.
    back, a = (Block(_symbol(letters, layer), units, n) for letters in ("da", "a"))
    return Product(_transposed(W), dz, back, a)


def without_transpose(product):
    """Return what NumPy says to a product whose right factor is not transposed; "" for nothing."""
    n, inputs = product.left.columns, product.right.columns
    return "" if n == inputs else NUMPY_SAYS.format(inputs, n)


def why_transpose(product):
    """Explain what `without_transpose` says."""
    left, right, W = product.left, product.right, product.belongs_to
    plain = Block(right.symbol[:-1], right.columns, right.rows)
    words = f"{left.symbol} is {shape(left)} and {plain.symbol} is {shape(plain)}: "
    if not without_transpose(product):
        return words + (
            f"there happen to be as many points as inputs, {left.columns}. The shapes fit, NumPy "
            f"says nothing, and d{W.symbol} is wrong."
        )
    return words + (
        f"the inner sizes, {left.columns} and {plain.rows}, differ. Only {right.symbol}, "
        f"{shape(right)}, fits: the product sums over the {left.columns} points and leaves "
        f"{shape(W)}, the shape of {W.symbol}."
    )


def shape(block):
    """Write the shape of a block."""
    return f"({block.rows}, {block.columns})"


def in_words(product):
    """Say a product for those who do not see it."""
    left, right, result, W = product
    factors = f"{left.symbol} {shape(left)} times {right.symbol} {shape(right)}"
    end = f", shaped like {W.symbol}" if W else ""
    return f"{factors} is {result.symbol} {shape(result)}{end}"


def _symbol(letters, layer):
    return letters + subscript(layer)


def _transposed(block):
    return Block(block.symbol + "ᵀ", block.columns, block.rows)
