"""What a picture shows, in words (MicroPython)."""

ENDINGS = {
    "converged": " The loss has stopped falling, so the training is over before its last epoch.",
    "diverged": " The training has diverged: the learning rate is too high.",
}


def describe(values, picture):
    """Say in words what the picture shows."""
    shape, units = values["shape"], values["hidden_units"]
    network = "1 hidden unit" if units == 1 else f"{units} hidden units"
    if picture["state"] == "running":
        return f"{shape[0].upper()}{shape[1:]}, {network}: training."
    epochs = "1 epoch" if picture["epoch"] == 1 else f"{picture['epoch']} epochs"
    share = round(100 * picture["train_accuracy"])
    words = (
        f"{shape[0].upper()}{shape[1:]}, {network}: after {epochs}, "
        f"{share} % of the points are on the right side."
    )
    if picture["test_accuracy"] is not None:
        words += f" Of the test points, {round(100 * picture['test_accuracy'])} % are."
    return words + ENDINGS.get(picture["ending"], "")
