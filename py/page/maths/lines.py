"""Forward and backward: the article's lines, with the shape of each array (MicroPython).

A formula is written with ``_`` before what stands low and ``^`` before what stands high; see
`page.maths.formula`.
"""

from collections import namedtuple

from page.maths.broken import made_by, mistake_in, struck_out
from page.maths.reasons import reason_of, update_of

# A line: the array that it makes, or "update"; its formula; its shape; how that comes about, in
# shapes; which part of the computation it belongs to; where Python does it; why it is so; and the
# `BrokenLine` that has been made of it on purpose, None where it is right.
Line = namedtuple("Line", "quantity formula shape made_of way source why mistake")

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


# The settings by which lines differ.
NEEDED = ("activation", "mistake", "optimizer", "regularization", "batch_size")


def lines_of(sizes, n, values):
    """Return the lines for a network of these layer *sizes* and *n* points.

    Parameters
    ----------
    sizes : list of int
        From the inputs to the output.
    n : int
        Points to learn from, one in each column.
    values : dict
        Settings by name, of which those in `NEEDED` count.
    """
    last, activation = len(sizes) - 1, values["activation"]
    steps = []
    for layer in range(1, last + 1):
        steps.extend(_forward(sizes, n, activation, layer))
    loss = f"L = −y log a_{last} − (1 − y) log(1 − a_{last})"
    steps.append(("loss", loss, (1, n), "", "forward", SOURCES["loss"]))
    for layer in range(last, 0, -1):
        steps.extend(_backward(sizes, n, activation, layer))
    lines = [_line(step, last, values) for step in steps]
    formula, why = update_of(n, values)
    lines.append(Line("update", formula, None, "", "update", SOURCES["update"], why, None))
    return lines


def _line(step, last, values):
    """Return a step, all of a `Line` up to its source, with the reason for it, or its mistake."""
    quantity, formula, shape, made_of, way, source = step
    letters = quantity.rstrip("0123456789")
    layer = int(quantity[len(letters) :] or 0)
    mistake = mistake_in(letters, layer == last, source.text, values)
    if mistake:
        formula, made_of = struck_out(mistake, formula), made_by(mistake, made_of)
        why = f"Broken on purpose: {mistake.label}. {mistake.sentence}"
    else:
        why = reason_of(letters, layer, last, values["activation"])
    return Line(quantity, formula, shape, made_of, way, source, why, mistake)


def _forward(sizes, n, activation, layer):
    units, inputs = sizes[layer], sizes[layer - 1]
    is_output = layer == len(sizes) - 1
    came_in = f"a_{layer - 1}" if layer > 1 else "X"
    made = f"({units}, {inputs})({inputs}, {n}) + ({units}, 1)"
    function = "σ" if is_output else FUNCTIONS[activation]
    answer = f"{function}(z_{layer})" if function else f"z_{layer}"
    if function == "max":
        answer = f"max(0, z_{layer})"
    return [
        (
            f"z{layer}", f"z_{layer} = W_{layer} {came_in} + b_{layer}", (units, n),
            made, "forward", SOURCES["z"],
        ),
        (
            f"a{layer}", f"a_{layer} = {answer}", (units, n),
            "each number for itself", "forward", SOURCES["a"],
        ),
    ]  # fmt: skip


def _backward(sizes, n, activation, layer):
    units, inputs = sizes[layer], sizes[layer - 1]
    came_in = f"a_{layer - 1}^T" if layer > 1 else "X^T"
    return [
        _error(sizes, n, activation, layer),
        (
            f"dW{layer}", f"dW_{layer} = 1/n dz_{layer} {came_in}", (units, inputs),
            f"({units}, {n})({n}, {inputs})", "backward", SOURCES["dW"],
        ),
        (
            f"db{layer}", f"db_{layer} = 1/n Σ dz_{layer}", (units, 1),
            "summed over its columns", "backward", SOURCES["db"],
        ),
    ]  # fmt: skip


def _error(sizes, n, activation, layer):
    """Return the step of dz: at the output, or from the layer above."""
    units, source = sizes[layer], SOURCES["dz"]
    if layer == len(sizes) - 1:
        formula, made = f"dz_{layer} = a_{layer} − y", f"({units}, {n}) − ({units}, {n})"
        source = SOURCES["dz_out"]
    else:
        slope, above = DERIVATIVES[activation].replace("{}", str(layer)), sizes[layer + 1]
        formula = f"dz_{layer} = W_{layer + 1}^T dz_{layer + 1}"
        made = f"({units}, {above})({above}, {n})"
        if slope:
            formula, made = f"{formula} ⊙ {slope}", f"{made} ⊙ ({units}, {n})"
    return f"dz{layer}", formula, (units, n), made, "backward", source


def count_of(line, has_point):
    """Return how many numbers a `Line` shows, of all points or of the one that is picked."""
    if not line.shape:
        return 0
    rows, columns = line.shape
    is_mean = line.quantity.startswith("dW") or line.quantity.startswith("db")
    return rows if has_point and not is_mean else rows * columns


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
