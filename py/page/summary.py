"""What a picture shows, in words (MicroPython)."""

# ruff: noqa: RUF005 - MicroPython cannot unpack one list inside another

from playground.settings.table import EARLY_STOPPING_PATIENCE, MISTAKE
from playground.settings.values import layer_units
from playground.settings.words import as_percent, describe, say_names

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
# How well the classes are separated: from this share of right points on.
SEPARATED = (
    (1, "completely"),
    (0.95, "almost completely"),
    (0.8, "for the most part"),
    (0.65, "in part"),
    (0, "hardly"),
)
MORE_THAN_GUESSED = 0.02  # what is no better than the larger class alone separates nothing
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
    if not picture["problem"]:  # as of one class alone
        words += f" The classes are {separated(picture)} separated."
    if picture["test_accuracy"] is not None:
        words += f" Of the test points, {as_percent(picture['test_accuracy'])} % are."
    words += say_names(values)
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


def separated(picture):
    """Say in words how well the classes of a *picture* are separated."""
    guessed = picture["n_larger"] / picture["n_train"] + MORE_THAN_GUESSED
    share = picture["train_accuracy"] if picture["train_accuracy"] > guessed else 0
    return next(words for least, words in SEPARATED if share >= least)


def describe_unit(name, inputs, numbers):
    """Say in words what the picture shows of a unit that is shown alone.

    Parameters
    ----------
    name : str
        Of the unit.
    inputs : list of str
        What its weights belong to; empty where these are other units.
    numbers : dict or None
        Its bias and weights, as a picture comes with them; None while they are not known.
    """
    words = f"{name} alone, and the line where its sum z is 0"
    if not inputs or not numbers:
        return words + "."
    terms = [_term(weight, of) for weight, of in zip(numbers["weights"], inputs)]  # noqa: B905
    first, more = terms[0], terms[1:] + [_term(numbers["bias"], "")]
    first = first[2:] if first[0] == "+" else "−" + first[2:]
    return f"{words}: z = {' '.join([first] + more)}."


def _term(number, of):
    """Write a term of a sum, as "+ 0.30 x₁"."""
    sign = "−" if number < 0 else "+"
    return f"{sign} {abs(number):.2f} {of}".rstrip()


def name_of_mistake(values):
    """Return what the mistake is called that was made on purpose."""
    return MISTAKE.texts[MISTAKE.words.index(values["mistake"])]
