"""Writes the network, unrolled layer by layer as the article's Listing 1 is."""

from collections.abc import Iterable
from itertools import pairwise

from playground.activations import LEAK
from playground.export.source import Chapter, Lines, chapter
from playground.session.session import Session
from playground.settings.mistakes import BROKEN

_FUNCTIONS = {
    "tanh": "np.tanh({z})",
    "sigmoid": "sigmoid({z})",
    "relu": "np.maximum({z}, 0)",
    "leaky_relu": f"np.maximum({{z}}, {LEAK} * {{z}})",
    "linear": "{z}",
}
_SLOPES = {
    "tanh": "(1 - {a}**2)",
    "sigmoid": "({a} * (1 - {a}))",
    "relu": "({a} > 0)",
    "leaky_relu": f"np.where({{a}} > 0, 1, {LEAK})",
    "linear": "np.ones_like({a})",
}
# As the article has them, for a layer l.
FORWARD = (
    r"z^{[l]} = W^{[l]} a^{[l-1]} + b^{[l]}, \quad a^{[l]} = g(z^{[l]}), \quad "
    r"\mathcal{L}(y, a) = -[y \log a + (1 - y) \log(1 - a)]"
)
BACKWARD = (
    r"dW^{[l]} = \frac{1}{n} \, dz^{[l]} (a^{[l-1]})^T, \quad "
    r"db^{[l]} = \frac{1}{n} \sum dz^{[l]}, \quad "
    r"dz^{[l-1]} = (W^{[l]})^T dz^{[l]} * g'(z^{[l-1]})"
)
_SCALES = {
    "normal": "",
    "article": "0.01 * ",
    "xavier": "np.sqrt(2 / ({n_out} + {n_in})) * ",
    "he": "np.sqrt(2 / {n_in}) * ",
}


def parameter_names(session: Session) -> list[str]:
    """Return W1, b1, W2, b2, and so on."""
    return [f"{kind}{layer}" for layer in _layers(session) for kind in ("W", "b")]


def trace_names(session: Session) -> list[str]:
    """Return z1, a1, z2, a2, and so on: what the forward pass computes."""
    return [f"{kind}{layer}" for layer in _layers(session) for kind in ("z", "a")]


def gradient_names(session: Session) -> list[str]:
    """Return dW1, db1, dW2, db2, and so on."""
    return [f"d{name}" for name in parameter_names(session)]


def weights_chapter(session: Session) -> Chapter:
    """Write the first weights, the same draws as those of `Network`."""
    values, lines = session.values, []
    kind, seed = values["initialization"], values["weights_seed"]
    for layer, (n_in, n_out) in enumerate(pairwise(session.network.layer_sizes)):
        W = f"np.zeros(({n_out}, {n_in}))"
        if kind != "zeros":
            scale = _SCALES[kind].format(n_in=n_in, n_out=n_out)
            random = f"np.random.RandomState([{seed}, {layer}])"
            W = f"{scale}{random}.standard_normal(({n_out}, {n_in}))"
        lines += [f"W{layer + 1} = {W}", f"b{layer + 1} = np.zeros(({n_out}, 1))"]
    text = "The first weights are drawn at random: a row for each unit. Biases begin at 0."
    if kind == "zeros":
        text = """All weights begin at 0, so all units of a layer are equal, and stay so: only
            random numbers would tell them apart."""
    return chapter("The first weights", text, lines)


def forward_chapter(session: Session, activations: Iterable[str]) -> Chapter:
    """Write the forward pass and the loss.

    Parameters
    ----------
    session : Session
    activations : iterable of str
        Those that the hidden units have on the way; the last is what they have now.
    """
    sizes, n, used = session.network.layer_sizes, session.dataset.y.size, list(activations)
    varies = len(set(used)) > 1
    lines = [
        "def sigmoid(z):",
        "    e = np.exp(-np.abs(z))  # so no exponent is positive and none overflows",
        "    return np.where(z >= 0, 1, e) / (1 + e)",
        "",
        "",
    ]
    if varies:
        lines += ["activations = {  # by name, the function and its slope, which a says too"]
        for name in dict.fromkeys(used):
            function, slope = (table[name].format(z="z", a="a") for table in (_FUNCTIONS, _SLOPES))
            lines.append(f'    "{name}": (lambda z: {function}, lambda a: {slope}),')
        lines += ["}", f'function, slope = activations["{used[0]}"]', "", ""]
    lines += ["def forward(X):"]
    below = "X"
    for layer, (n_in, n_out) in enumerate(pairwise(sizes), 1):
        is_last = layer == len(sizes) - 1
        z = f"z{layer}"
        shapes = f"({n_out}, {n}) = ({n_out}, {n_in}) @ ({n_in}, {n}) + ({n_out}, 1)"
        a = "sigmoid({z})" if is_last else "function({z})" if varies else _FUNCTIONS[used[0]]
        lines += [f"    {z} = W{layer} @ {below} + b{layer}  # {shapes}"]
        note = "the probability of class 1, " if is_last else ""
        lines += [f"    a{layer} = {a.format(z=z)}  # {note}({n_out}, {n})"]
        below = f"a{layer}"
    lines += [f"    return {', '.join(trace_names(session))}"]
    lines += [
        *("", ""),
        "def loss(z, y):",
        "    # -[y log(a) + (1 - y) log(1 - a)], from z: exact where a is rounded to 0 or 1",
        "    return np.mean(np.logaddexp(0, (1 - 2 * y) * z))",
    ]
    text = f"""Each layer turns the answers a of the one below into sums z = W a + b, and these into
        answers of its own. The last one is the probability of class 1. Shapes are those for all
        {n} points to learn from."""
    return chapter("Forward", text, lines, FORWARD)


def backward_chapter(session: Session, activations: Iterable[str]) -> Chapter:
    """Write the backward pass, with the mistake if there is one; the parameters as above."""
    sizes, n, used = session.network.layer_sizes, session.dataset.y.size, list(activations)
    varies, mistake = len(set(used)) > 1, session.values["mistake"]
    names, last = trace_names(session), len(sizes) - 1
    answers = ", ".join(names[1::2]) if last > 1 else f"({names[1]},)"
    lines = [
        "def backward(X, y, trace):",
        f"    {answers} = trace[1::2]  # of {', '.join(names)}",
        *([] if mistake == "no_mean" else [f"    n = y.size  # {n}"]),
        "",
    ]
    lines += [f"    dz{last} = a{last} - y  # ({sizes[-1]}, {n})"]
    for layer in range(last, 0, -1):
        n_in, n_out = sizes[layer - 1], sizes[layer]
        below = f"a{layer - 1}" if layer > 1 else "X"
        lines += _gradient_lines(layer, below, (n_out, n_in), mistake, layer == last)
        if layer > 1:
            slope = ("slope({a})" if varies else _SLOPES[used[0]]).format(a=below)
            has_slope = mistake != "no_derivative" and (varies or used[0] != "linear")
            product, note = f"W{layer}.T @ dz{layer}", f"({n_in}, {n})"
            if mistake == "no_derivative":
                note += "; the mistake: the slope of the activation is forgotten"
            whole = f"({product}) * {slope}" if has_slope else product
            lines += [f"    dz{layer - 1} = {whole}  # {note}"]
    lines += [f"    return {', '.join(gradient_names(session))}"]
    text = """From the output back to the first layer, by the chain rule: Listing 1 of the article.
        The derivatives of the sigmoid and of the loss cancel to a - y."""
    if mistake != "none":
        broken = BROKEN[mistake]
        text += f" One line is broken on purpose ({broken.label})."
        text += f" {session.training.refusal or broken.sentence}"
    return chapter("Backward", text, lines, BACKWARD)


def _gradient_lines(
    layer: int, below: str, shape: tuple[int, int], mistake: str, is_last: bool
) -> Lines:
    """Write dW and db of a *layer*, whose inputs are called *below*."""
    share = "" if mistake == "no_mean" else "(1 / n) * "
    dW, db = share, share
    note_W, note_b = f"({shape[0]}, {shape[1]})", f"({shape[0]}, 1)"
    keep, transposed = ", keepdims=True", ".T"
    if mistake == "no_mean":
        note_W += "; the mistake: 1/n is forgotten"
        note_b += "; and here"
    if mistake == "doubled" and is_last:
        dW, note_W = "(2 / n) * ", f"{note_W}; the mistake: twice too much"
    if mistake == "no_transpose":
        transposed, note_W = "", "the mistake: the transpose is forgotten"
    if mistake == "no_keepdims":
        keep, note_b = "", f"({shape[0]},): the mistake: keepdims is forgotten"
    product = f"(dz{layer} @ {below}{transposed})" if dW else f"dz{layer} @ {below}{transposed}"
    return [
        f"    dW{layer} = {dW}{product}  # {note_W}",
        f"    db{layer} = {db}np.sum(dz{layer}, axis=1{keep})  # {note_b}",
    ]


def _layers(session: Session) -> range:
    return range(1, len(session.network.layer_sizes))
