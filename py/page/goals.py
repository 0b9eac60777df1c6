"""The goals of a teacher: what is to be reached, and when and with what it was (MicroPython)."""

from playground.settings.kinds import as_text

# ruff: noqa: RUF005 - MicroPython cannot unpack one list inside another

NO_TEST = "It needs points that are kept for testing (under Data)."


class Goals:
    """Judges every picture by the goals of the link that is open.

    Attributes
    ----------
    words : str
        What the goal is; "" if there is none.
    reached : dict or None
        Once it is reached: the epoch, the number of hidden units, and what was measured.
    """

    def __init__(self):
        self._link = None
        self.words, self.reached = "", None

    def open(self, link):
        """Begin anew with the goals of a *link*."""
        self._link, self.reached = link, None
        self.words = words_of(link)

    def judge(self, picture):
        """Follow a *picture*; tell whether it is the first that reaches the goal."""
        if not self.words or self.reached or not is_reached(self._link, picture):
            return False
        self.reached = {
            "epoch": picture["epoch"],
            "units": hidden_units(picture),
            "test_loss": picture["test_loss"],
            "accuracy": accuracy_of(picture),
        }
        return True

    def sentence(self, picture):
        """Say what the goal is, and when and with what it was reached, or what it lacks."""
        if not self.words:
            return ""
        if self.reached:
            return f"{self.words}. {reached_words(self.reached)}."
        lacks_test = picture and not picture["n_test"] and self._link.goal_test_loss is not None
        return f"{self.words}. {NO_TEST}" if lacks_test else f"{self.words}."


def words_of(link):
    """Say what the goal of a *link* is: "Goal: test loss below 0.1 with at most 3 units"."""
    wanted, within = [], []
    if link.goal_test_loss is not None:
        wanted.append(f"test loss below {as_text(link.goal_test_loss)}")
    if link.goal_accuracy is not None:
        wanted.append(f"at least {as_text(100 * link.goal_accuracy)} % correct")
    if link.goal_units is not None:
        within.append(f"with at most {_count(link.goal_units, 'unit')}")
    if link.goal_epochs is not None:
        within.append(f"within {_count(link.goal_epochs, 'epoch')}")
    if not wanted and not within:
        return ""
    return "Goal: " + " ".join([" and ".join(wanted or ["a training"])] + within)


def reached_words(reached):
    """Say when and with what it was *reached*: "Reached at epoch 214 with 3 units"."""
    return f"Reached at epoch {reached['epoch']} with {_count(reached['units'], 'unit')}"


def is_reached(link, picture):
    """Tell whether a *picture*, a message from the engine, reaches all goals of a *link*.

    A loss has to be below its goal, an accuracy as high as it; units and epochs may be as many.
    Where only these are limited, there has to be a training at all.
    """
    if link.goal_test_loss is None and link.goal_accuracy is None and not picture["epoch"]:
        return False
    loss, accuracy = picture["test_loss"], accuracy_of(picture)
    if link.goal_test_loss is not None and (loss is None or loss >= link.goal_test_loss):
        return False
    if link.goal_accuracy is not None and (accuracy is None or accuracy < link.goal_accuracy):
        return False
    if link.goal_units is not None and hidden_units(picture) > link.goal_units:
        return False
    return link.goal_epochs is None or picture["epoch"] <= link.goal_epochs


def accuracy_of(picture):
    """Return the share of points that counts: of those for the test, if any are kept for it."""
    return picture["test_accuracy" if picture["n_test"] else "train_accuracy"]


def hidden_units(picture):
    """Return how many hidden units the network of a *picture* has, in all its layers."""
    return sum(picture["sizes"][1:-1])


def _count(number, word):
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
