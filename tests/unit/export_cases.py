"""Sessions to be exported: every lesson, and fifty that somebody might have come to by chance."""

import functools
import math
import random

import numpy as np

from playground.custom.codec import pack, pack_table
from playground.custom.scale import scale_of_values
from playground.export.replay import obstacle_steps
from playground.jobs import finished
from playground.picture.figure import Picture
from playground.session.session import Session
from playground.settings.address import from_fragment
from playground.settings.lessons import LESSONS
from playground.settings.link import write_whole
from playground.settings.link_file import as_file
from playground.settings.values import defaults, names_in

RANDOM = 50
CHOICES = {
    "shape": ["blobs", "circles", "moons", "xor", "spiral", "sine", "cubic", "absolute", "custom"],
    "n_samples": [20, 60, 100],
    "noise": [0.0, 0.05, 0.2],
    "balance": [0.5, 0.5, 0.3],
    "test_fraction": [0.0, 0.0, 0.25],
    "standardize": ["off", "off", "on"],
    "data_seed": range(100),
    "layers": range(5),
    "hidden_units": [1, 2, 3, 5, 8],
    "widths": ["", "", "", "5-2"],
    "activation": ["tanh", "tanh", "sigmoid", "relu", "leaky_relu", "linear"],
    "features": ["x1,x2", "x1,x2", "x1", "x1,x2,x1_squared,x2_squared,x1_x2", "x2,sin_x1,sin_x2"],
    "initialization": ["normal", "article", "xavier", "he", "zeros"],
    "weights_seed": range(100),
    "mistake": ["none"] * 8
    + ["no_mean", "no_derivative", "doubled", "no_transpose", "no_keepdims"],
    "optimizer": ["gradient_descent", "gradient_descent", "momentum", "rmsprop", "adam"],
    "batch_size": ["all", "all", 16, 7],
    "regularization": ["none", "none", "l1", "l2"],
    "regularization_rate": [0.001, 0.01],
    "epochs": [100, 300],
    "surface": ["probability", "decision", "confidence"],
    "unit_lines": ["on", "on", "off"],
    "test_points": ["on", "off"],
    "mistakes": ["on", "off"],
    "loss_scale": ["linear", "log"],
    "time_scale": ["linear", "log"],
}
RATES = {"gradient_descent": [0.1, 1.2], "momentum": [0.1], "rmsprop": [0.01], "adam": [0.02, 0.1]}
CHANGES = ("learning_rate", "optimizer", "batch_size", "regularization", "activation")


def finished_session(fragment, epoch=None):
    """Return a session that has been trained as the page would."""
    session = Session(from_fragment(fragment)[0])
    session.begin(epoch)
    session.advance(math.inf)
    return session


def random_session(seed):
    """Return a session that has been trained, changed on the way, and set by hand."""
    chance = random.Random(seed)
    values = {**defaults(), **{name: chance.choice(some) for name, some in CHOICES.items()}}
    values["learning_rate"] = chance.choice(RATES[values["optimizer"]])
    if values["shape"] == "custom":
        X = np.random.default_rng(seed).normal(size=(2, values["n_samples"])).round(3)
        y = (X.sum(axis=0) > 0.3).astype(np.int64)
        values["points"] = pack(X, y)
        if seed % 3 != 1:  # a table, whose numbers are others than the places
            numbers = (X * np.array([[3], [1e4]])).round(2) + 2000
            values["points"] = pack_table(numbers, y, scale_of_values(numbers))
        values["names"] = chance.choice(["", "petal,$sepal,'a',\"b"])
    session = Session(values)
    session.reset()
    for _ in range(chance.randrange(4)):
        session.training.train(chance.randrange(1, 30))
        if chance.random() < 0.6:
            _change(session, chance)
        if chance.random() < 0.4:
            layer = chance.randrange(len(session.network.weights))
            source = chance.choice([-1, 0])
            session.set_weight(layer, 0, source, chance.choice([0.5, -1.25, 2.0]))
    if chance.random() < 0.8:
        session.run()
        session.advance(0)
        while session.state == "running":
            session.training.train(20)
    if chance.random() < 0.2:
        session.go_to(session.epoch // 2)
    return session


def _change(session, chance):
    name = chance.choice(CHANGES)
    values = dict(session.values)
    some = RATES[values["optimizer"]] if name == "learning_rate" else CHOICES[name]
    values[name] = chance.choice(some)
    if name == "optimizer":
        values["learning_rate"] = chance.choice(RATES[values["optimizer"]])
    session.apply(values)
    session.pause()


def record_of(session):
    """Return the line by which the page reads an export again."""
    return as_file("https://example.org/", write_whole(session.values, epoch=session.epoch))


NAMES = [*(lesson.name for lesson in LESSONS), *(f"random {seed}" for seed in range(RANDOM))]


@functools.cache
def case(name):
    """Return the session of a case, and why its training cannot be taken again, or ""."""
    lessons = {lesson.name: lesson for lesson in LESSONS}
    if name in lessons:
        session = finished_session(lessons[name].settings)
    else:
        session = random_session(int(name.split()[1]))
    return session, finished(obstacle_steps(session))


def weights_in(namespace, session):
    """Return all parameters that a script has come to, as the page orders them."""
    rows = [
        np.hstack([namespace[f"W{layer}"], namespace[f"b{layer}"]]).ravel()
        for layer in range(1, len(session.network.layer_sizes))
    ]
    return np.concatenate(rows)


def picture_of(session):
    """Return the picture of the page, (480, 480, 3), and where it has names of units."""
    values, dataset, picture = session.values, session.dataset, Picture(480)
    picture.show_data(
        *(dataset.X, dataset.y, dataset.X_test, dataset.y_test),
        draw_test=values["test_points"] == "on",
        limits=dataset.limits,
        names=names_in(values)[:2],
        scale=dataset.scale,
    )
    picture.show_network(
        session.network,
        session.inputs,
        surface=values["surface"],
        unit_lines=values["unit_lines"] == "on",
        mistakes=values["mistakes"] == "on",
    )
    is_name = np.zeros((480, 480), bool)
    for label in picture.plane.prediction.labels:
        left, top, width, height = label.box
        is_name[max(top - 1, 0) : top + height + 1, max(left - 1, 0) : left + width + 1] = True
    return pixels(picture.figure), is_name


def pixels(figure):
    """Draw a matplotlib *figure*; return the colours of its pixels."""
    figure.canvas.draw()
    return np.asarray(figure.canvas.buffer_rgba())[:, :, :3].astype(int)
