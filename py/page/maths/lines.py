"""Forward and backward: the article's lines, with the shape of each array (MicroPython).

A formula is written with ``_`` before what stands low and ``^`` before what stands high; see
`page.maths.formula`.
"""

from collections import namedtuple

from page.network.symbols import subscript

# A line: the array that it makes, or "update"; its formula; its shape; how that comes about, in
# shapes; which part of the computation it belongs to; why it is so; and where Python does it.
Line = namedtuple("Line", "quantity formula shape made_of way why source")

# A line of Python as it stands in a file of ``py/playground``.
Source = namedtuple("Source", "file text")

DERIVATIVES = {
    "tanh": "(1 − a_{}^2)",
    "sigmoid": "a_{} ⊙ (1 − a_{})",
    "relu": "[z_{} > 0]",
    "leaky_relu": "slope(z_{})",
    "linear": "",
}
FUNCTIONS = {
    "tanh": "tanh", "sigmoid": "σ", "relu": "max", "leaky_relu": "leaky", "linear": "",
}  # fmt: skip

WHY = {
    "z": "Each unit weighs what comes in and adds its bias: zero on its line.",
    "a": "The activation squeezes the sum: which side of the line, and how surely.",
    "z_out": "The output weighs what the units say.",
    "a_out": "The sigmoid turns that sum into a probability of class 1.",
    "loss": "How surprised the network is by the true class y; training makes the mean small.",
    "dz_out": "The output’s error: what it said minus what is true.",
    "dW": "Error times what came in, on average. "
    "A gradient has the shape of what it belongs to: W{}.",
    "db": "The error itself, on average. A gradient has the shape of what it belongs to: b{}.",
    "dz": "Each unit’s part in the error: back through the weights, times its slope.",
    "update": "One step of the learning rate downhill; then the next epoch begins.",
}

# What computes the same in Python; a test finds each of them there.
SOURCES = {
    "z": Source("network", "z.append(W @ a[-1] + b)"),
    "a": Source("network", "a.append(activation(z[-1]))"),
    "loss": Source("outputs", "return np.logaddexp(0, (1 - 2 * y) * z)"),
    "dz_out": Source("network", "dz = OUTPUTS[self.output].delta(trace.a[-1], y)"),
    "dW": Source("network", "dW = (1 / n) * (dz @ a.T)"),
    "db": Source("network", "db = (1 / n) * np.sum(dz, axis=1, keepdims=True)"),
    "dz": Source("network", "dz = (W.T @ dz) * derivative(trace.z[layer - 1], a)"),
    "update": Source("training", "self._update(joined(dW, grads.db), learning_rate)"),
}
# Letters that an address may say as they are.
PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.~"


def lines_of(sizes, n, activation):
    """Return the lines for a network of these layer *sizes* and *n* points.

    Parameters
    ----------
    sizes : list of int
        From the inputs to the output.
    n : int
        Points to learn from, one in each column.
    activation : str
        Of the hidden units.
    """
    last = len(sizes) - 1
    lines = []
    for layer in range(1, last + 1):
        lines.extend(_forward(sizes, n, activation, layer))
    formula = f"L = −y log a_{last} − (1 − y) log(1 − a_{last})"
    lines.append(Line("loss", formula, (1, n), "", "forward", WHY["loss"], SOURCES["loss"]))
    for layer in range(last, 0, -1):
        lines.extend(_backward(sizes, n, activation, layer))
    formula = "W ← W − α dW,  b ← b − α db"
    lines.append(Line("update", formula, None, "", "update", WHY["update"], SOURCES["update"]))
    return lines


def _forward(sizes, n, activation, layer):
    units, inputs = sizes[layer], sizes[layer - 1]
    is_output = layer == len(sizes) - 1
    came_in = f"a_{layer - 1}" if layer > 1 else "X"
    made = f"({units}, {inputs})({inputs}, {n}) + ({units}, 1)"
    function = "σ" if is_output else FUNCTIONS[activation]
    answer = f"{function}(z_{layer})" if function else f"z_{layer}"
    if function == "max":
        answer = f"max(0, z_{layer})"
    end = "_out" if is_output else ""
    return [
        Line(
            f"z{layer}", f"z_{layer} = W_{layer} {came_in} + b_{layer}", (units, n),
            made, "forward", WHY["z" + end], SOURCES["z"],
        ),
        Line(
            f"a{layer}", f"a_{layer} = {answer}", (units, n),
            "each number for itself", "forward", WHY["a" + end], SOURCES["a"],
        ),
    ]  # fmt: skip


def _backward(sizes, n, activation, layer):
    units, inputs = sizes[layer], sizes[layer - 1]
    came_in, number = f"a_{layer - 1}^T" if layer > 1 else "X^T", subscript(layer)
    return [
        _error(sizes, n, activation, layer),
        Line(
            f"dW{layer}", f"dW_{layer} = 1/n dz_{layer} {came_in}", (units, inputs),
            f"({units}, {n})({n}, {inputs})", "backward", WHY["dW"].format(number), SOURCES["dW"],
        ),
        Line(
            f"db{layer}", f"db_{layer} = 1/n Σ dz_{layer}", (units, 1),
            "summed over its columns", "backward", WHY["db"].format(number), SOURCES["db"],
        ),
    ]  # fmt: skip


def _error(sizes, n, activation, layer):
    """Return the line of dz: at the output, or from the layer above."""
    units, key = sizes[layer], "dz"
    if layer == len(sizes) - 1:
        formula, made = f"dz_{layer} = a_{layer} − y", f"({units}, {n}) − ({units}, {n})"
        key = "dz_out"
    else:
        slope, above = DERIVATIVES[activation].replace("{}", str(layer)), sizes[layer + 1]
        formula = f"dz_{layer} = W_{layer + 1}^T dz_{layer + 1}"
        made = f"({units}, {above})({above}, {n})"
        if slope:
            formula, made = f"{formula} ⊙ {slope}", f"{made} ⊙ ({units}, {n})"
    return Line(f"dz{layer}", formula, (units, n), made, "backward", WHY[key], SOURCES[key])


def touched_by(layer, unit, source):
    """Return the quantities of the lines in which a unit of the drawing, or a connection, is.

    Parameters
    ----------
    layer : int
        0 is the first hidden one, the article's layer 1.
    unit : int
        All of a layer are in the same lines.
    source : int or None
        The unit from which a connection leads there; None is the unit itself.
    """
    number = layer + 1
    if source is None:
        return [f"{letters}{number}" for letters in ("z", "a", "dz", "dW", "db")]
    # Through a weight the sum goes up, and the error comes down.
    return [f"z{number}", f"dW{number}"] + ([f"dz{layer}"] if layer else [])


def path_of(source):
    """Return the address of the file in which a `Source` stands."""
    return f"py/playground/{source.file}.py"


def address_of(source):
    """Return an address at which a browser shows a `Source`, and marks it."""
    text = source.text.encode()
    marked = [chr(byte) if chr(byte) in PLAIN else f"%{byte:02X}" for byte in text]
    return f"{path_of(source)}#:~:text={''.join(marked)}"
