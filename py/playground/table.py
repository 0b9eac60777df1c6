"""The table of settings: all that a reader can set, with its range, default and help.

The form, the address, the messages to the engine and the README's table follow from it; the
tests compare them. It runs under MicroPython (the page) and CPython (the engine, the tests).
"""

from collections import namedtuple

# What a change of the setting makes stale, from the least work to the most. A change of
# the data also asks for a new network, one of the network for a new training run.
VIEW, TRAINING, NETWORK, DATA = 0, 1, 2, 3

# `help` is one line for the reader; `symbol` is what the lesson writes for it, or "".
Setting = namedtuple("Setting", ("name", "default", "allowed", "effect", "label", "help", "symbol"))
# What `allowed` can be, beside a tuple of words.
Whole = namedtuple("Whole", ("least", "most"))
WholeOr = namedtuple("WholeOr", ("least", "most", "word"))  # a whole number, or a word
Number = namedtuple("Number", ("least", "most"))
Several = namedtuple("Several", ("words",))  # one or more of these, with commas between them
Widths = namedtuple("Widths", ("most_layers", "most_units"))  # "8-4-2", or "" for all alike
Code = namedtuple("Code", ("most_characters",))  # points of one's own, as own.py packs them
SWITCH = ("on", "off")
SEED = Whole(0, 2**32 - 1)

# The noise that a shape comes with, until the reader chooses another.
NOISE = {
    "blobs": 0.2, "circles": 0.1, "moons": 0.05, "xor": 0.05, "spiral": 0.02,
    "sine": 0.05, "cubic": 0.05, "absolute": 0.05, "custom": 0.0,
}  # fmt: skip

SETTINGS = (
    Setting(
        "shape",
        "moons",
        ("blobs", "circles", "moons", "xor", "spiral", "sine", "cubic", "absolute", "custom"),
        DATA,
        "Shape",
        "How the points of the two classes lie.",
        "X, y",
    ),
    Setting(
        "hidden_units",
        3,
        Whole(1, 16),
        NETWORK,
        "Hidden units",
        "How many units each hidden layer has; each draws one line.",
        "h",
    ),
    # ---- Data
    Setting(
        "n_samples", 100, Whole(20, 2000), DATA, "Points", "How many points there are in all.", "n"
    ),
    Setting(
        "noise",
        NOISE["moons"],
        Number(0, 1),
        DATA,
        "Noise",
        "How far each point strays from its place, as a standard deviation.",
        "σ",
    ),
    Setting(
        "balance",
        0.5,
        Number(0.1, 0.9),
        DATA,
        "Share of class 1",
        "How many of the points are of class 1; a half is fair.",
        "",
    ),
    Setting(
        "test_fraction",
        0.0,
        Number(0, 0.5),
        DATA,
        "Kept for testing",
        "Points the network never learns from: how well it does on new ones.",
        "",
    ),
    Setting(
        "standardize",
        "off",
        SWITCH,
        DATA,
        "Standardize the inputs",
        "Shift and stretch each input to mean 0 and deviation 1, so that none is too large.",
        "X",
    ),
    Setting(
        "data_seed",
        0,
        SEED,
        DATA,
        "Data seed",
        "The same seed gives the same points; another gives others.",
        "",
    ),
    Setting(
        "points",
        "",
        Code(200000),
        DATA,
        "Own points",
        "The points that you have drawn or loaded, packed into text.",
        "X, y",
    ),
    # ---- Network
    Setting(
        "layers",
        1,
        Whole(0, 6),
        NETWORK,
        "Hidden layers",
        "0 is logistic regression: a single line. Each further layer bends what the last one drew.",
        "l",
    ),
    Setting(
        "widths",
        "",
        Widths(6, 16),
        NETWORK,
        "Units layer by layer",
        "Where layers differ: 8-4 gives the first one 8 units, the second 4.",
        "h",
    ),
    Setting(
        "activation",
        "tanh",
        ("tanh", "sigmoid", "relu", "leaky_relu", "linear"),
        TRAINING,
        "Activation",
        "What a hidden unit makes of its sum; linear ones only ever draw a line.",
        "a = tanh(z)",
    ),
    Setting(
        "features",
        "x1,x2",
        Several(("x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2")),
        NETWORK,
        "Inputs",
        "What the network is told about each point.",
        "X",
    ),
    Setting(
        "initialization",
        "normal",
        ("normal", "article", "xavier", "he", "zeros"),
        NETWORK,
        "First weights",
        "From zeros all units of a layer stay equal for ever, so the network cannot learn.",
        "W",
    ),
    Setting(
        "weights_seed",
        0,
        SEED,
        NETWORK,
        "Weights seed",
        "The same seed gives the same first weights; another gives others.",
        "",
    ),
    # ---- Training
    Setting(
        "learning_rate",
        1.2,
        Number(0.0001, 1000),
        TRAINING,
        "Learning rate",
        "How far each step goes against the gradient; RMSProp and Adam want 0.1 or less.",
        "α",
    ),
    Setting(
        "optimizer",
        "gradient_descent",
        ("gradient_descent", "momentum", "rmsprop", "adam"),
        TRAINING,
        "Optimizer",
        "How a gradient becomes a step; the article takes plain gradient descent.",
        "W − α dW",
    ),
    Setting(
        "batch_size",
        "all",
        WholeOr(1, 20000, "all"),
        TRAINING,
        "Batch size",
        "Points for one step; in an epoch every point has its turn.",
        "m",
    ),
    Setting(
        "regularization",
        "none",
        ("none", "l1", "l2"),
        TRAINING,
        "Regularization",
        "A penalty for large weights; it makes the boundary smoother.",
        "R(W)",
    ),
    Setting(
        "regularization_rate",
        0.01,
        Number(0, 10),
        TRAINING,
        "Regularization rate",
        "How much the penalty counts beside the loss.",
        "λ",
    ),
    Setting(
        "epochs",
        1000,
        Whole(1, 10000),
        TRAINING,
        "Epochs",
        "How many times the training goes through all points.",
        "",
    ),
    Setting(
        "target_loss",
        0.0,
        Number(0, 10),
        TRAINING,
        "Stop at loss",
        "Training ends when its loss is as low as this; at 0 it goes on.",
        "L",
    ),
    Setting(
        "early_stopping",
        "off",
        SWITCH,
        TRAINING,
        "Stop early",
        "Training ends when the test loss has not fallen for 100 epochs, and goes back to its best.",
        "",
    ),
    # ---- View
    Setting(
        "speed",
        "5",
        ("1", "2", "5", "20", "fastest"),
        VIEW,
        "Speed",
        "How many epochs pass from one picture to the next.",
        "",
    ),
    Setting(
        "surface",
        "probability",
        ("probability", "decision", "confidence"),
        VIEW,
        "Colour of the plane",
        "What the network believes, what it decides, or how sure it is.",
        "a",
    ),
    Setting(
        "unit_lines",
        "on",
        SWITCH,
        VIEW,
        "Draw each unit\u2019s line",
        "Where the sum of a unit of the first layer is zero.",
        "z = 0",
    ),
    Setting(
        "test_points",
        "on",
        SWITCH,
        VIEW,
        "Show the test points, hollow",
        "The points that are kept for testing.",
        "",
    ),
    Setting(
        "mistakes",
        "off",
        SWITCH,
        VIEW,
        "Mark mistakes",
        "A ring around each point on the wrong side of the boundary.",
        "",
    ),
    Setting(
        "loss_scale",
        "log",
        ("log", "linear"),
        VIEW,
        "Scale",
        "Logarithmic shows small losses, linear shows true distances.",
        "L",
    ),
)
