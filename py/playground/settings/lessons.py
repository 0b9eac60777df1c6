"""The lessons: what each asks, what a reader can guess, and what it claims once it is trained.

Runs in both Pythons. What a lesson claims holds for other seeds, too, which tests try.
"""

from collections import namedtuple

from playground.settings.address import from_fragment
from playground.settings.table import BY_NAME, VIEW

# `settings` is an address without its epoch. `question` is the headline before the training,
# `claim` the one after it, `lead` the sentence beside that. `asks` stands before the guesses,
# `measure` is the number that answers them ("train" and "test": how many of the points are
# classified correctly; "diverged": whether the training breaks), and `nudge` is what to try next,
# with the address that does it; what has been seen then is the `finding`, unless that address is
# another lesson.
Lesson = namedtuple(
    "Lesson", "name label settings question asks guesses measure claim lead nudge leads_to finding"
)
# What a reader may say, and the share that is meant: from `low` to `high`. What stands in brackets,
# here and in `asks`, is left out where there is little room.
Guess = namedtuple("Guess", ("text", "low", "high"))

OF_ALL = "How many of [the ]100[ points] will it get right?"
ABOUT_50, ABOUT_70 = Guess("[about ]50", 0, 0.6), Guess("[about ]70", 0.6, 0.8)
ABOUT_90, ALL = Guess("[about ]90", 0.8, 0.98), Guess("all[ of them]", 0.98, 1)

_OVERFITTING = (
    "shape=moons&hidden_units=16&n_samples=60&noise=0.35&test_fraction=0.5"
    "&data_seed=2&weights_seed=2"
)
_SPIRAL = "shape=spiral&hidden_units=8&n_samples=200&noise=0.05&learning_rate=0.02&optimizer=adam"

# fmt: off
LESSONS = (
    Lesson(
        "one_line", "One line",
        "shape=circles&hidden_units=1",
        "What can one straight line do against a ring?",
        OF_ALL, (ABOUT_50, ABOUT_70, ALL), "train",
        "One line cannot part a ring from what lies inside it.",
        "One hidden unit draws one straight line.",
        "Add a unit", "shape=circles&hidden_units=2&epoch=0",
        "",
    ),
    Lesson(
        "two_lines", "Two lines",
        "shape=circles&hidden_units=2",
        "Will two lines close the ring?",
        OF_ALL, (ABOUT_70, ABOUT_90, ALL), "train",
        "Two lines leave a strip, and the strip stays open.",
        "Each hidden unit draws one line; two do much better than one.",
        "Add a third", "shape=circles&hidden_units=3",
        "Three lines close the ring.",
    ),
    Lesson(
        "three_lines", "Three lines",
        "shape=moons&hidden_units=3",
        "Can three lines bend around both moons?",
        OF_ALL, (ABOUT_70, ABOUT_90, ALL), "train",
        "Three units bend the boundary around both moons.",
        "Each draws one straight line; the output joins them.",
        "Take one away", "shape=moons&hidden_units=2",
        "Two lines are too few for both moons.",
    ),
    Lesson(
        "xor", "XOR",
        "shape=xor&layers=0",
        "Can one line part these four clouds?",
        OF_ALL, (ABOUT_50, ABOUT_70, ALL), "train",
        "No single line parts XOR: it needs a hidden layer.",
        "Without one, the network is a line and no more.",
        "Give it four hidden units", "shape=xor&hidden_units=4",
        "Four hidden units part the four clouds.",
    ),
    Lesson(
        "rate_too_high", "Rate too high",
        "shape=circles&hidden_units=4&learning_rate=100",
        "What do steps a hundred times as long do?",
        "A learning rate of 100",
        (
            Guess("[makes it ]faster", 0, 0), Guess("[makes it ]slower", 0, 0),
            Guess("breaks[ it]", 1, 1),
        ),
        "diverged",
        "Too high a learning rate breaks the training.",
        "Each step jumps over the valley that it should go down into.",
        "Take a hundredth of it", "shape=circles&hidden_units=4&learning_rate=1",
        "With steps of 1 the same network learns.",
    ),
    Lesson(
        "zeros", "Zeros",
        "shape=circles&initialization=zeros",
        "All weights begin at zero. What will it learn?",
        OF_ALL, (ABOUT_50, ABOUT_70, ALL), "train",
        "Units that begin equal stay equal for ever.",
        "From zeros nothing tells them apart, so nothing is learnt.",
        "Begin with random weights", "shape=circles&initialization=normal",
        "Random weights set the units apart: now they learn.",
    ),
    Lesson(
        "overfitting", "Overfitting",
        _OVERFITTING,
        "Does learning by heart help with new points?",
        "[It learns 30 points. ]Of 30 others, how many will it get right?",
        (Guess("[about ]15", 0, 0.6), Guess("[about ]24", 0.6, 0.97), Guess("all 30", 0.97, 1)),
        "test",
        "Sixteen units learn thirty noisy points by heart.",
        "The loss of the others, kept for testing, rises.",
        "Add a penalty", _OVERFITTING + "&regularization=l2&regularization_rate=0.003",
        "The penalty keeps the test loss down.",
    ),
    Lesson(
        "spiral", "Spiral",
        _SPIRAL,
        "Can one layer of eight units follow a spiral?",
        "How many of [the ]200[ points] will it get right?",
        (Guess("[about ]100", 0, 0.6), Guess("[about ]160", 0.6, 0.98), ALL),
        "train",
        "One layer of eight units cannot follow the spiral.",
        "Depth can: each layer bends what the last has drawn.",
        "Give it three layers", _SPIRAL + "&layers=3",
        "Three layers follow the spiral.",
    ),
)
# fmt: on

# The one that the page begins with.
FIRST = LESSONS[2]

_VALUES = [from_fragment(lesson.settings)[0] for lesson in LESSONS]


def lesson_of(values: dict) -> Lesson | None:
    """Return the lesson that has these *values*, whatever they say of the view, or None."""
    for lesson, own in zip(LESSONS, _VALUES):  # noqa: B905 - MicroPython has no strict
        if _are_alike(own, values):
            return lesson
    return None


def follows_nudge(lesson: Lesson, values: dict) -> bool:
    """Tell whether these *values* are those that the nudge of a *lesson* leads to."""
    return bool(lesson.finding) and _are_alike(from_fragment(lesson.leads_to)[0], values)


def _are_alike(one: dict, other: dict) -> bool:
    return all(one[name] == other[name] or BY_NAME[name].effect == VIEW for name in one)


def next_after(lesson: Lesson) -> Lesson | None:
    """Return the lesson after this one, None after the last."""
    at = LESSONS.index(lesson) + 1
    return LESSONS[at] if at < len(LESSONS) else None


def address_of(lesson: Lesson) -> str:
    """Return the address that opens a *lesson*: untrained."""
    return f"{lesson.settings}&epoch=0"


def guess_of(lesson: Lesson, share: float) -> Guess:
    """Return what a reader should have said of a measured *share*: the guess that is nearest."""
    distances = [max(one.low - share, share - one.high, 0) for one in lesson.guesses]
    guess: Guess = lesson.guesses[distances.index(min(distances))]
    return guess


def whole(text: str) -> str:
    """Return a *text* with what stands in brackets, and without these."""
    return text.replace("[", "").replace("]", "")
