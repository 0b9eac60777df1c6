"""What the page ought to show: the same package, run by the Python of the tests."""

import functools
import io

import numpy as np
from matplotlib import image

from playground.picture.figure import Picture
from playground.session.session import Session
from playground.settings.address import from_fragment, to_fragment
from playground.settings.values import defaults

# Losses of two epochs in a row that are no closer belong to a training that still jumps.
CALM = 1e-5


@functools.cache
def sessions(shape, hidden_units):
    """Return two sessions, with the defaults for all other settings: at the end, and before.

    A training that jumps to and fro until its end may end on either side, as a last digit is
    rounded this way or that; one that does not is, an epoch earlier, as good as over.
    """
    settings = {**defaults(shape), "hidden_units": hidden_units}
    finished, before = Session(), Session()
    for one in (finished, before):
        one.apply(settings)
        one.advance(float("inf"))
    before.go_to(finished.epoch - 1)
    return finished, before


def metrics(shape, hidden_units):
    """Return the epoch, and loss and accuracy of the points to learn from, for either end."""
    either = []
    for one in sessions(shape, hidden_units):
        true = one.metrics()
        names = ("train_loss", "train_accuracy")
        either.append({"epoch": true["last_epoch"], **{name: true[name] for name in names}})
    return either


def is_calm(shape, hidden_units):
    """Tell whether the training ends at one place, and not between two."""
    one, other = (true["train_loss"] for true in metrics(shape, hidden_units))
    return abs(one - other) < CALM


def fragment(shape, hidden_units):
    """Return the part of the address that brings the settings back."""
    return to_fragment(sessions(shape, hidden_units)[0].values)


def summaries(shape, hidden_units):
    """Return the words that describe the picture, for either end of the training."""
    units = "1 hidden unit" if hidden_units == 1 else f"{hidden_units} hidden units"
    return [
        f"{shape.capitalize()}, {units}: after {true['epoch']} epochs, "
        f"{round(100 * true['train_accuracy'])} % of the points are classified correctly."
        for true in metrics(shape, hidden_units)
    ]


def pictures(shape, hidden_units, size, density=1.0, theme="light"):
    """Return the whole figure as matplotlib draws it, for either end of the training.

    Each is an array of shape (pixels, pixels, 4), with values in [0, 1].
    """
    return [picture_of(one, size, density, theme) for one in sessions(shape, hidden_units)]


def untrained(address):
    """Return a session that has the settings of an *address*, and has not begun to train."""
    one = Session(from_fragment(address)[0])
    one.begin(0)
    return one


def picture_of(session, size, density=1.0, theme="light", **view):
    """Return what matplotlib draws of a *session*, (pixels, pixels, 4) in [0, 1].

    The *view* are keyword arguments of `Picture.show_network`. On the page it is the browser that
    writes the units' names, in another smoothing: where they stand there are no numbers (NaN).
    """
    picture = Picture(size, density, theme)
    picture.show_data(*session.dataset[:4])
    picture.show_network(session.network, session.inputs, **view)
    canvas = picture.figure.canvas
    canvas.draw()
    return without_names(np.array(canvas.buffer_rgba()) / 255, picture.plane)


def without_names(pixels, plane):
    """Return *pixels* without those on which the *plane* has the name of a unit."""
    for label in plane.prediction.labels:
        left, top, width, height = (round(length) for length in label.box)
        pixels[top : top + height, left : left + width] = np.nan
    return pixels


def read_png(content):
    """Return the pixels of a PNG file, (height, width, 4) in [0, 1]."""
    return image.imread(io.BytesIO(content), format="png")


def on_paper(pixels, paper=1.0):
    """Return *pixels* laid over a plain ground, (height, width, 3)."""
    if pixels.shape[2] == 3:
        return pixels
    alpha = pixels[..., 3:]
    return pixels[..., :3] * alpha + paper * (1 - alpha)


def difference(one, other):
    """Return how far two pictures are apart on average, 0 (equal) to 1 (unlike).

    Pixels that are no number in one of them do not count.
    """
    if one.shape[:2] != other.shape[:2]:
        return 1.0
    return float(np.nanmean(np.abs(on_paper(one) - on_paper(other))))
