"""What the curves of the losses do, in words: for those who do not see the chart."""

import numpy as np

from playground.checks import Array

# What is less than this share of all that the loss has done is no turn, but a wobble.
WOBBLE = 0.05
# A loss that differs by less stays as it was.
STILL = 0.005


def curve_words(epochs: Array, losses: Array) -> str:
    """Say how the training and the test loss have changed.

    Parameters
    ----------
    epochs : ndarray of shape (k,)
        In order, the first is 0.
    losses : ndarray of shape (k, 2)
        Training and test loss after each; of the test NaN where there is none.

    Returns
    -------
    str
        One sentence, or two if there is a test; "" where there is no loss at all.
    """
    train, test = losses.T if len(losses) else np.empty((2, 0))
    words = _course("training loss", epochs, train)
    if np.isfinite(test[:1]).any():
        words = f"{words} {_course('test loss', epochs, test)}".strip()
        turn = _turn(test)
        if turn is not None and train[-1] < train[turn]:
            words = words[:-1] + ", while the training loss still falls: overfitting."
    return words


def _course(name: str, epochs: Array, losses: Array) -> str:
    """Say in a sentence how one loss has changed."""
    known = np.isfinite(losses)
    if not known[:1].any():  # there is none, or nothing that it could begin with
        return ""
    last = int(np.flatnonzero(known)[-1])
    first, end = losses[0], losses[last]
    if len(losses) == 1:
        return f"The {name} is {_number(first)} before the training."
    if last < len(losses) - 1:
        return f"The {name} rises from {_number(first)} beyond all bounds."
    turn = _turn(losses)
    if not turn:  # or it is lowest at the beginning, and only rises
        return f"The {name} {_way(first, end)} {_over(int(epochs[-1]))}."
    lowest = f"{_number(losses[turn])} at epoch {int(epochs[turn])}"
    return f"The {name} falls from {_number(first)} to {lowest}, then rises to {_number(end)}."


def _turn(losses: Array) -> int | None:
    """Return where a loss is lowest, if it has risen again since; None if it has not."""
    if not np.isfinite(losses).all():
        return None
    lowest = int(losses.argmin())
    rise, whole = losses[-1] - losses[lowest], np.ptp(losses)
    return lowest if rise > max(WOBBLE * whole, STILL) else None


def _way(first: float, end: float) -> str:
    if abs(end - first) <= STILL:
        return f"stays near {_number(first)}"
    return f"{'falls' if end < first else 'rises'} from {_number(first)} to {_number(end)}"


def _number(loss: float) -> str:
    return f"{loss:.3g}"


def _over(epochs: int) -> str:
    return "in 1 epoch" if epochs == 1 else f"over {epochs} epochs"
