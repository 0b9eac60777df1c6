"""The classic mistakes in a backward pass, in words and as they are written (both Pythons).

`playground.mistakes` computes with them; the page, which has no NumPy, shows the broken lines.
"""

from collections import namedtuple

# What it is called as setting and for the reader; of which arrays the lines are that it breaks,
# and whether only in the last layer; what stands there in `Network.backward`, and what the
# mistake makes of that; and what goes wrong.
BrokenLine = namedtuple("BrokenLine", "name label arrays is_last_only right wrong sentence")

BROKEN_LINES = (
    BrokenLine(
        "no_mean",
        "1/n forgotten",
        ("dW", "db"),
        False,
        "(1 / n) * ",
        "",
        "The gradient is the sum over the n points, not their mean: n times too large, "
        "as if the learning rate were n times as high.",
    ),
    BrokenLine(
        "no_derivative",
        "Slope forgotten",
        ("dz",),
        False,
        " * derivative(trace.z[layer - 1], a)",
        "",
        "Without the slope of the activation, 1 − a² for tanh, the hidden layers learn "
        "as if their units were linear. The last layer’s gradient stays right.",
    ),
    BrokenLine(
        "no_transpose",
        "Transpose forgotten",
        ("dW",),
        False,
        "a.T",
        "a",
        "dz is (units, n) and a is (inputs, n). Only aᵀ, (n, inputs), can follow dz in a "
        "product: it sums over the n points and leaves (units, inputs), the shape of W.",
    ),
    BrokenLine(
        "no_keepdims",
        "keepdims forgotten",
        ("db",),
        False,
        ", keepdims=True",
        "",
        "db is (units,) and not (units, 1). In b − α db, NumPy repeats both until they "
        "fit: the bias becomes (units, units), a matrix.",
    ),
    BrokenLine(
        "doubled",
        "Factor 2 in the last dW",
        ("dW",),
        True,
        "(1 / n)",
        "(2 / n)",
        "The last layer’s weights learn twice as fast as they should. The loss still "
        "falls, so nobody notices: only a gradient check does.",
    ),
)

BROKEN = {one.name: one for one in BROKEN_LINES}
"""The same by name."""
