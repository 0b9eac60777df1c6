"""The matrix products of a forward and a backward pass, by their shapes.

A gradient has the shape of what it belongs to: there is only one way to multiply the factors, one
of them transposed, that leads to that shape. It runs under MicroPython (the page) and CPython.
"""

from collections import namedtuple

from playground.look.naming import symbol

# (rows, k) times (k, columns) is (rows, columns); and what the result is the derivative by, None
# if it is no derivative: it has the same shape.
Product = namedtuple("Product", ("left", "right", "result", "belongs_to"))


class Block(namedtuple("Block", ("symbol", "rows", "columns"))):
    """An array by its symbol and its shape."""

    @property
    def shape(self) -> tuple[int, int]:
        """As NumPy says it."""
        return self.rows, self.columns


def products(layer_sizes: list | tuple, n: int) -> list:
    """Return all products in their order, as `product_of` does.

    Parameters
    ----------
    layer_sizes : sequence of int
        From the inputs to the output.
    n : int
        How many points there are.
    """
    layers = list(range(1, len(layer_sizes)))
    names = [f"z{layer}" for layer in layers]
    for layer in reversed(layers):
        names += [f"dz{layer}", f"dW{layer}"]
    found = [product_of(name, layer_sizes, n) for name in names]
    return [product for product in found if product]


def product_of(quantity: str, layer_sizes: list | tuple, n: int) -> Product | None:
    """Return the product that makes a *quantity*, as "dW1"; None if none does.

    What comes back to a layer's activations, da, is then multiplied, number by number, by the
    slopes: that makes its dz. The last layer's is no product.
    """
    letters = quantity.rstrip("0123456789")
    layer = int(quantity[len(letters) :] or 0)
    if letters not in ("z", "dz", "dW") or not 0 < layer < len(layer_sizes):
        return None
    units, inputs = layer_sizes[layer], layer_sizes[layer - 1]
    W, dz = _block("W", layer, units, inputs), _block("dz", layer, units, n)
    below = _block("a", layer - 1, inputs, n) if layer > 1 else Block("X", inputs, n)
    if letters == "z":
        return Product(W, below, _block("z", layer, units, n), None)
    if letters == "dW":
        return Product(dz, _transposed(below), _block("dW", layer, units, inputs), W)
    if layer == len(layer_sizes) - 1:
        return None
    above = layer_sizes[layer + 1]
    W, dz = _block("W", layer + 1, above, units), _block("dz", layer + 1, above, n)
    return Product(_transposed(W), dz, _block("da", layer, units, n), _block("a", layer, units, n))


def _block(letters: str, layer: int, rows: int, columns: int) -> Block:
    return Block(symbol(letters, layer - 1), rows, columns)


def _transposed(block: Block) -> Block:
    return Block(block.symbol + "ᵀ", block.columns, block.rows)
