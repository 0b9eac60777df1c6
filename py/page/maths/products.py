"""Matrix products in words, and what NumPy says where their shapes do not fit (MicroPython)."""

from playground.look.products import Block

NUMPY_SAYS = (
    "matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature "
    "(n?,k),(k,m?)->(n?,m?) (size {} is different from {})"
)


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
    return str(block.shape)


def in_words(product):
    """Say a product for those who do not see it."""
    left, right, result, W = product
    factors = f"{left.symbol} {shape(left)} times {right.symbol} {shape(right)}"
    end = f", shaped like {W.symbol}" if W else ""
    return f"{factors} is {result.symbol} {shape(result)}{end}"
