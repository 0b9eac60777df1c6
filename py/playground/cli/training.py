"""Training for the command line: to the epoch asked for, with a bar while it takes time."""

import sys

from tqdm import tqdm

from playground.cli.options import Start, UsageError
from playground.custom import weights
from playground.session.session import Session
from playground.session.stopping import RUNNING
from playground.settings.table import EARLY_STOPPING_PATIENCE
from playground.settings.words import as_percent

SECONDS = 0.1  # of training, from one step of the bar to the next

REASONS = {
    "epochs": "all epochs are done",
    "target": "the loss is as low as asked for",
    "early": f"the test loss did not fall for {EARLY_STOPPING_PATIENCE} epochs; back at its lowest",
    "converged": "the weights stand still: it has converged",
    "diverged": "it has diverged: the learning rate is too high",
}


def trained(start: Start) -> Session:
    """Return a session that has trained as far as *start* says.

    Raises
    ------
    UsageError
        If there are no points, or the weights of the link fit no such network.
    """
    session = Session(start.values)
    if session.dataset.is_empty:
        raise UsageError(session.problem or "There are no points to learn from.")
    session.begin(start.epoch)
    if start.weights:
        size = session.training.parameters.size
        try:
            session.set_weights(weights.unpack(start.weights, size))
        except ValueError as problem:
            raise UsageError(str(problem)) from None
    last = session.last_epoch if start.epoch is None else min(start.epoch, session.last_epoch)
    # A bar is for people: where the output goes into a file, there is none.
    with tqdm(total=last, unit=" epochs", leave=False, disable=not sys.stderr.isatty()) as bar:
        while session.state == RUNNING:
            session.advance(SECONDS)
            bar.update(session.epoch - bar.n)
    return session


def report(session: Session) -> str:
    """Say in one line where a *session* stands, and why it went no further."""
    metrics = session.metrics()
    parts = [f"epoch {session.epoch}", f"loss {metrics['train_loss']:.4g}"]
    parts.append(f"{as_percent(metrics['train_accuracy'] or 0)} % correct")
    if metrics["test_loss"] is not None:
        parts.append(f"test loss {metrics['test_loss']:.4g}")
        parts.append(f"{as_percent(metrics['test_accuracy'] or 0)} % of the test correct")
    why = REASONS.get(session.stop_reason, "")
    if session.is_by_hand:
        why = "with the weights that were set by hand"
    if session.problem:
        why = session.problem.rstrip(".")
    return f"{', '.join(parts)}{f': {why}' if why else ''}."
