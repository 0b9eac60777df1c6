"""The table of settings: all that a reader can set, with its range, default and help.

Form, address, validation, the messages to the engine and the README's table follow from it
(``python3 py form`` writes the form's controls and the README's rows). It runs under MicroPython
(the page) and CPython (the engine, the tests).
"""

from collections import namedtuple

from playground.settings.kinds import (
    Code,
    Menu,
    Names,
    Number,
    Segments,
    Several,
    Share,
    Switch,
    Whole,
    WholeOr,
    Widths,
)
from playground.settings.mistakes import BROKEN_LINES

# What a change of the setting makes stale, from the least work to the most. A change of
# the data also asks for a new network, one of the network for a new training run. A training
# that is over goes on, or stays over, if only its end is another (STOPPING); it begins anew if
# it takes other steps (TRAINING).
VIEW, STOPPING, TRAINING, NETWORK, DATA = 0, 1, 2, 3, 4

# `help` is one line for the reader; `symbol` is what the lesson writes for it, or "".
Setting = namedtuple("Setting", "name default allowed effect section label help symbol")

SWITCH = Switch(("on", "off"), ("On", "Off"))
# Limits that others need, too: of a network, of points, and of a weight set by hand, beyond
# which the next loss might be beyond all numbers.
MAX_LAYERS, MAX_HIDDEN_UNITS, MAX_POINTS, MAX_WEIGHT = 6, 16, 20000, 1000
MAX_NAME = 24  # characters
# A slider with equal factors cannot reach zero.
MIN_ON_SLIDER = 0.0001
CUSTOM = "custom"  # the shape of own points
# Stopping early waits for a better test loss during so many epochs (Prechelt 1998, "Early
# stopping - but when?").
EARLY_STOPPING_PATIENCE = 100
SEED = Whole(0, 2**32 - 1, None)

# The noise that a shape comes with, until the reader chooses another.
NOISE = {
    "blobs": 0.2, "circles": 0.1, "moons": 0.05, "xor": 0.05, "spiral": 0.02,
    "sine": 0.05, "cubic": 0.05, "absolute": 0.05, "custom": 0.0,
}  # fmt: skip

# The learning rate that an optimizer comes with, until the reader chooses another: of 20 seeds of
# the moons (3 units), the circles (3, 4) and XOR (4), at 0.1 Adam solves all, at 1.2 a third;
# RMSProp solves 91 % at 0.05 and 34 % at 1.2; momentum is best at descent's own.
RATE = {"gradient_descent": 1.2, "momentum": 1.2, "rmsprop": 0.05, "adam": 0.1}

SHAPE = Menu(
    ("blobs", "circles", "moons", "xor", "spiral", "sine", "cubic", "absolute", "custom"),
    ("Blobs", "Circles", "Moons", "XOR", "Spiral", "Sine", "Cubic", "Absolute value", "Your own"),
)
ACTIVATION = Menu(
    ("tanh", "sigmoid", "relu", "leaky_relu", "linear"),
    ("tanh", "Sigmoid", "ReLU", "Leaky ReLU", "Linear"),
)
FEATURES = Several(
    ("x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2"),
    ("x₁", "x₂", "x₁²", "x₂²", "x₁x₂", "sin x₁", "sin x₂"),
)
INITIALIZATION = Menu(
    ("normal", "article", "xavier", "he", "zeros"),
    ("Normal: N(0, 1)", "Article: 0.01 · N(0, 1)", "Xavier", "He", "Zeros"),
)
MISTAKE = Menu(
    tuple(["none"] + [one.name for one in BROKEN_LINES]),
    tuple(["None"] + [one.label for one in BROKEN_LINES]),
)
OPTIMIZER = Menu(
    ("gradient_descent", "momentum", "rmsprop", "adam"),
    ("Gradient descent", "Momentum", "RMSProp", "Adam"),
)
REGULARIZATION = Menu(("none", "l1", "l2"), ("None", "L1", "L2"))
# How fast a run is shown; links of before say how many epochs there are to a picture.
SPEED = Segments(
    ("slow", "normal", "fast"),
    ("slow", "normal", "fast"),
    (("1", "slow"), ("2", "normal"), ("5", "normal"), ("20", "fast"), ("fastest", "fast")),
)
SCALE = Menu(("linear", "log"), ("linear", "logarithmic"))
SURFACE = Menu(("probability", "decision", "confidence"), ("Probability", "Decision", "Confidence"))

# fmt: off
SETTINGS = (
    Setting(
        "shape", "moons", SHAPE, DATA, "shapes",
        "Shape",
        "How the points of the two classes lie.",
        "",
    ),
    Setting(
        "hidden_units", 3, Whole(1, MAX_HIDDEN_UNITS, 1), NETWORK, "drawing",
        "Hidden units",
        "Units in each hidden layer; each of the first draws a line.",
        "h",
    ),
    # ---- Data
    Setting(
        "n_samples", 100, Whole(20, 2000, 1), DATA, "data",
        "Points",
        "How many points there are in all.",
        "n",
    ),
    Setting(
        "noise", 0.05, Number(0, 1, 0.01), DATA, "data",
        "Noise",
        "How far points stray from their place: a standard deviation.",
        "σ",
    ),
    Setting(
        "balance", 0.5, Share(0.1, 0.9, 0.05), DATA, "data",
        "Share of class 1",
        "How many of the points are of class 1.",
        "",
    ),
    Setting(
        "test_fraction", 0.0, Share(0, 0.5, 0.05), DATA, "data",
        "Kept for testing",
        "Points that the network never learns from.",
        "",
    ),
    Setting(
        "standardize", "off", SWITCH, NETWORK, "data",
        "Standardize the inputs",
        "Shift and stretch each input to mean 0 and deviation 1.",
        "",
    ),
    Setting(
        "data_seed", 0, SEED, DATA, "data",
        "Data seed",
        "The same seed, the same points; another seed, others.",
        "",
    ),
    Setting(
        "points", "", Code(500000), DATA, "data",
        "Own points",
        "Points that you have drawn or loaded, packed into text.",
        "",
    ),
    Setting(
        "names", "", Names(4, MAX_NAME), VIEW, "data",
        "Names",
        "What a table calls its two columns and its two classes.",
        "",
    ),
    # ---- Network
    Setting(
        "layers", 1, Whole(0, MAX_LAYERS, 1), NETWORK, "drawing",
        "Hidden layers",
        "Without any it draws one line; each more bends what the last has drawn.",
        "",
    ),
    Setting(
        "widths", "", Widths(MAX_LAYERS, MAX_HIDDEN_UNITS), NETWORK, "network",
        "Units by layer",
        "Where layers differ: 8-4 gives the first 8 units, the second 4.",
        "",
    ),
    Setting(
        "activation", "tanh", ACTIVATION, TRAINING, "network",
        "Activation",
        "What a hidden unit makes of its sum z. Linear ones only ever draw a line.",
        "",
    ),
    Setting(
        "features", "x1,x2", FEATURES, NETWORK, "network",
        "Inputs",
        "What the network is told about each point.",
        "",
    ),
    Setting(
        "initialization", "normal", INITIALIZATION, NETWORK, "network",
        "First weights",
        "From zeros, the units of a layer stay equal for ever: it cannot learn.",
        "",
    ),
    Setting(
        "weights_seed", 0, SEED, NETWORK, "network",
        "Weights seed",
        "The same seed, the same first weights; another seed, others.",
        "",
    ),
    Setting(
        "mistake", "none", MISTAKE, NETWORK, "check",
        "Mistake on purpose",
        "Breaks one line of the backward pass; the chart shows what it costs.",
        "",
    ),
    # ---- Training
    Setting(
        "learning_rate", 1.2, Number(0.0001, 1000, "log"), TRAINING, "run",
        "Learning rate",
        "How far a step goes; each optimizer comes with a rate that suits it.",
        "α",
    ),
    Setting(
        "optimizer", "gradient_descent", OPTIMIZER, TRAINING, "training",
        "Optimizer",
        "How a gradient becomes a step; the article's is gradient descent.",
        "",
    ),
    Setting(
        "batch_size", "all", WholeOr(1, MAX_POINTS, "all"), TRAINING, "training",
        "Batch size",
        "Points for one step: a number, or all as in the article.",
        "",
    ),
    Setting(
        "regularization", "none", REGULARIZATION, TRAINING, "training",
        "Regularization",
        "Adds λR to the loss: R is ½ Σ w² (L2) or Σ abs w (L1); biases are free.",
        "",
    ),
    Setting(
        "regularization_rate", 0.001, Number(0, 10, "log"), TRAINING, "training",
        "Regularization rate",
        "λ, not divided by n. In scikit-learn, alpha is nλ (MLP) and C is 1/(nλ).",
        "λ",
    ),
    Setting(
        "epochs", 1000, Whole(1, 10000, None), STOPPING, "training",
        "Epochs",
        "How many times the training goes through all points.",
        "",
    ),
    Setting(
        "target_loss", 0.0, Number(0, 10, None), STOPPING, "training",
        "Stop at loss",
        "The training is over when its loss is as low as this; 0 is never.",
        "",
    ),
    Setting(
        "early_stopping", "off", SWITCH, STOPPING, "training",
        "Stop early",
        f"When the test loss has not fallen for {EARLY_STOPPING_PATIENCE} epochs; "
        "goes back to its best.",
        "",
    ),
    # ---- View
    Setting(
        "speed", "normal", SPEED, VIEW, "run",
        "Speed",
        "How fast a run is shown: slowly the first ten epochs can be told apart.",
        "",
    ),
    Setting(
        "surface", "probability", SURFACE, VIEW, "view",
        "Colour of the plane",
        "What the network believes, what it decides, or how sure it is.",
        "",
    ),
    Setting(
        "unit_lines", "on", SWITCH, VIEW, "legend",
        "unit lines",
        "Where the sum of a unit of the first layer is zero.",
        "",
    ),
    Setting(
        "test_points", "on", SWITCH, VIEW, "legend",
        "test points",
        "The points that are kept for testing.",
        "",
    ),
    Setting(
        "mistakes", "off", SWITCH, VIEW, "legend",
        "mistakes",
        "A ring around each point that is classified wrongly.",
        "",
    ),
    Setting(
        "loss_scale", "linear", SCALE, VIEW, "view",
        "Scale of the loss",
        "Logarithmic shows small losses, linear true distances.",
        "",
    ),
    Setting(
        "time_scale", "log", SCALE, VIEW, "view",
        "Scale of time",
        "Logarithmic gives the first epochs the room that they deserve.",
        "",
    ),
    Setting(
        "projector", "off", SWITCH, VIEW, "view",
        "Projector",
        "Larger letters, thicker lines and larger points, to be read from the last row.",
        "",
    ),
)
# fmt: on

BY_NAME = {setting.name: setting for setting in SETTINGS}
