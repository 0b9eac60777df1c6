"""The lesson that a script and a notebook have in common, chapter by chapter."""

from playground.export.data_code import (
    WORDS,
    data_chapter,
    has_own_inputs,
    inputs_chapter,
)
from playground.export.network_code import backward_chapter, forward_chapter, weights_chapter
from playground.export.picture_code import figure_lines, losses_chapter, picture_chapter
from playground.export.source import Chapter, Lines, chapter
from playground.export.training_code import (
    Schedule,
    activations_of,
    by_hand_chapter,
    carried_chapter,
    comparison_chapter,
    training_chapter,
)
from playground.session.session import Session
from playground.settings.values import layer_units

IMPORTS = [
    "import matplotlib.pyplot as plt",
    "import numpy as np",
    "from matplotlib.colors import LinearSegmentedColormap",
]


def title_of(session: Session) -> str:
    """Return what the lesson is about, in one line."""
    units = layer_units(session.values)
    if not units:
        return "A neural network from scratch, without a hidden layer"
    if units == [1]:
        return "A neural network from scratch, with one hidden unit"
    if len(units) == 1:
        return f"A neural network from scratch, with {units[0]} hidden units"
    return f"A neural network from scratch, with hidden layers of {'-'.join(map(str, units))} units"


def about(session: Session) -> str:
    """Return what its data are."""
    return f"It is to tell two classes of points apart: {WORDS[session.values['shape']]}."


def chapters(session: Session, obstacle: str, showing: Lines) -> list[Chapter]:
    """Return the lesson: from the data to the picture.

    Parameters
    ----------
    session : Session
        Stays as it is.
    obstacle : str
        Why the training cannot be taken again, as `replay.obstacle_steps` returns it.
    showing : list of str
        What is to be done with the `figure` in the end.
    """
    schedule = Schedule(session)
    activations = activations_of(session, schedule, obstacle)
    is_trained = session.epoch > 0 and not obstacle
    parts = [data_chapter(session)]
    if has_own_inputs(session):
        parts.append(inputs_chapter(session))
    if not obstacle:
        parts.append(weights_chapter(session))
    parts.append(forward_chapter(session, activations))
    if is_trained or session.values["mistake"] != "none":
        parts.append(backward_chapter(session, activations))
    if is_trained:
        parts += [training_chapter(session, schedule), comparison_chapter(session)]
    elif obstacle:
        parts.append(carried_chapter(session, obstacle))
    else:
        parts += [by_hand_chapter(session, schedule)] if schedule.edits else []
        parts.append(comparison_chapter(session))
    parts.append(picture_chapter(session))
    if is_trained:
        parts.append(losses_chapter(session))
    lines = [*figure_lines(is_trained), *showing]
    text = "The plane, and the loss beside it." if is_trained else "The plane."
    return [*parts, chapter("The figure", text, lines)]
