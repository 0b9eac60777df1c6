"""Why each line is so, in words, and what an update is: both as the settings have it.

Runs in MicroPython.
"""

from playground.look.naming import subscript

WHY = {
    "z_first": "Each unit weighs the inputs and adds its bias: zero on its line.",
    "z": "Each unit weighs what the units before it say, and adds its bias.",
    "z_out": "The output weighs what the units say.",
    "z_only": "The output weighs the inputs and adds its bias: zero on the boundary.",
    "a_out": "The sigmoid turns that sum into a probability of class 1.",
    "loss": "How surprised the network is by the true class y; training makes the mean small.",
    "dz_out": "The output’s error: what it said minus what is true.",
    "dW": "Error times what came in, on average. "
    "A gradient has the shape of what it belongs to: W{}.",
    "db": "The error itself, on average. A gradient has the shape of what it belongs to: b{}.",
    "dz": "Each unit’s part in the error: back through the weights, times its slope.",
    "dz_linear": "Each unit’s part in the error: back through the weights; its slope is 1.",
}
WHY_ACTIVATED = {
    "tanh": "tanh squeezes the sum between −1 and 1: by its sign a side, by its size how surely.",
    "sigmoid": "The sigmoid squeezes the sum between 0 and 1: above ½ on one side, below on the "
    "other.",
    "relu": "ReLU keeps a positive sum as it is; of all others it makes 0.",
    "leaky_relu": "Leaky ReLU keeps a positive sum as it is, and shrinks the others.",
    "linear": "A linear unit hands on its sum: however many there are, they draw one line.",
}

# What a step does, and why; of those that remember, one formula stands for W and b.
UPDATES = {
    "gradient_descent": (
        "W ← W − α dW,  b ← b − α db",
        "A step downhill, as long as the learning rate says.",
    ),
    "momentum": (
        "W ← W + β v − α dW",
        "Momentum keeps most of the step before, v; of b the same.",
    ),
    "rmsprop": (
        "W ← W − α dW / √s",
        "RMSProp divides each gradient by its usual size, √s; of b the same.",
    ),
    "adam": (
        "W ← W − α m / √v",
        "Adam divides the mean m of the gradients so far by their usual size, √v; of b the same.",
    ),
}
PENALTIES = {
    "none": "",
    "l1": " The penalty then draws each weight nearer to 0.",
    "l2": " The penalty adds λW to dW.",
}


def reason_of(letters, layer, last, activation):
    """Return why a line is so.

    Parameters
    ----------
    letters : str
        Of the array that it makes, as "dW".
    layer, last : int
        The layer of that array, and the output's.
    activation : str
        Of the hidden units.
    """
    is_output = layer == last
    if letters == "z" and layer == 1:
        return WHY["z_only" if is_output else "z_first"]
    if letters in ("z", "a", "dz") and is_output:
        return WHY[letters + "_out"]
    if letters == "a":
        return WHY_ACTIVATED[activation]
    if letters == "dz" and activation == "linear":
        return WHY["dz_linear"]
    return WHY[letters].format(subscript(layer))


def update_of(n, values):
    """Return the formula of the update, and why it is so.

    Parameters
    ----------
    n : int
        Points to learn from.
    values : dict
        Settings by name.
    """
    formula, why = UPDATES[values["optimizer"]]
    why += PENALTIES[values["regularization"]]
    count = updates_in(n, values["batch_size"])
    if count == 1:
        return formula, why + " Then the next epoch begins."
    size = values["batch_size"]
    points = "1 point" if size == 1 else f"{size} points"
    if n % size:
        points += " at most"
    return formula, f"{why} An epoch makes {count} such updates, each from {points}."


def updates_in(n, batch_size):
    """Return how many updates an epoch makes with *n* points."""
    return 1 if batch_size == "all" else max(-(-n // batch_size), 1)
