"""What a picture shows, in words (MicroPython)."""

from playground.settings.table import CUSTOM, EARLY_STOPPING_PATIENCE, MISTAKE, SHAPE
from playground.settings.values import layer_units

STOP_REASONS = {
    "converged": (
        " The weights stand still and no step leads further down, so the training is over before"
        " its last epoch; Run goes on all the same."
    ),
    "target": " The loss is as low as you have asked for, so the training is over.",
    "early": (
        f" The test loss did not fall any further for {EARLY_STOPPING_PATIENCE} epochs:"
        " this is where it was lowest."
    ),
    "diverged": " The training has diverged: the learning rate is too high.",
}
NO_SYMMETRY = (
    " All weights began at zero: whatever one unit of a layer learns, the others learn as well,"
    " so they stay equal for ever."
)
NO_TEST = " Stopping early needs points that are kept for testing, and there are none."
NO_POINTS = (
    "There are no points to learn from yet: draw some on the picture, or load a table (under Data)."
)


def summarize(values, picture):
    """Say in words what the picture shows."""
    if picture["train_loss"] is None:
        return picture["problem"] or NO_POINTS
    what = describe(values)
    if picture["state"] == "running":
        return f"{what}: training."
    epochs = "1 epoch" if picture["epoch"] == 1 else f"{picture['epoch']} epochs"
    share = as_percent(picture["train_accuracy"])
    words = f"{what}: after {epochs}, {share} % of the points are classified correctly."
    if picture["test_accuracy"] is not None:
        words += f" Of the test points, {as_percent(picture['test_accuracy'])} % are."
    words += STOP_REASONS.get(picture["stop_reason"], "")
    if values["mistake"] != "none":
        words += f" The network is broken on purpose: {name_of_mistake(values)}."
    elif picture["problem"]:  # what NumPy says of a mistake is told in full beside this
        words += f" {picture['problem']}"
    began_equal = values["initialization"] == "zeros" and max(layer_units(values), default=0) > 1
    if began_equal and picture["last_epoch"]:  # what a lesson asks is not answered before
        words += NO_SYMMETRY
    if values["early_stopping"] == "on" and picture["test_accuracy"] is None:
        words += NO_TEST
    return words


def describe(values):
    """Say in words what is learnt, and by which network."""
    return f"{_shape(values)}, {_network(layer_units(values))}"


def name_of_mistake(values):
    """Return what the mistake is called that was made on purpose."""
    return MISTAKE.texts[MISTAKE.words.index(values["mistake"])]


def as_percent(share):
    """Return a share as a whole number of percent: 100 only of all, and 0 of none."""
    percent = round(100 * share)
    if percent == 100 and share < 1:
        return 99
    return 1 if percent == 0 and share > 0 else percent


def _shape(values):
    shape = values["shape"]
    return "Own points" if shape == CUSTOM else SHAPE.texts[SHAPE.words.index(shape)]


def _network(units):
    """Say how many hidden units there are in each layer."""
    if not units:
        return "no hidden units"
    if len(units) == 1:
        return "1 hidden unit" if units[0] == 1 else f"{units[0]} hidden units"
    if len(set(units)) == 1:
        return f"{len(units)} hidden layers of {units[0]} unit{'s' if units[0] > 1 else ''}"
    numbers = ", ".join([str(number) for number in units[:-1]])
    return f"hidden layers of {numbers} and {units[-1]} units"
