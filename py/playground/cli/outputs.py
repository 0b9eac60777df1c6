"""Files for the command line: what a name asks for, and written whole or not at all."""

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tqdm import tqdm

from playground.cli.options import UsageError
from playground.custom import weights
from playground.export.files import MAKERS, Wish, steps
from playground.jobs import Job
from playground.session.session import Session
from playground.settings.link import write_whole

SECONDS = 0.1  # of work, from one step of the bar to the next

ENDINGS = {
    "png": "picture",
    "svg": "picture",
    "gif": "picture",
    "csv": "run",
    "json": "weights",
    "npz": "weights",
    "py": "code",
    "ipynb": "code",
}
"""What a file is about whose name says no more than its ending."""

BY_NAME = ("curve", "network", "data", "run", "weights")
"""What a name can end with, before its ending, to ask for something else."""


def wish_of(path: Path) -> Wish:
    """Return what a file of this name is to be: "moons-curve.png" is the curve as PNG.

    Raises
    ------
    UsageError
        If there is no such file.
    """
    ending = path.suffix[1:].lower()
    if ending not in ENDINGS:
        raise UsageError(f"{path} must end in .{', .'.join(ENDINGS)}.")
    named = [subject for subject in BY_NAME if path.stem.lower().endswith(subject)]
    fitting = [subject for subject in named if (subject, ending) in MAKERS]
    if not fitting and any(path.stem.lower().endswith(f"-{subject}") for subject in named):
        raise UsageError(f"There is no {ending} of the {named[0]}.")
    return Wish(fitting[0] if fitting else ENDINGS[ending], ending)


def check_paths(paths: Sequence[Path]) -> None:
    """Raise a `UsageError` if files cannot be written there, before the work begins."""
    for path in paths:
        if not path.parent.is_dir():
            raise UsageError(f"The folder {path.parent} for {path.name} does not exist.")
        if path.is_dir():
            raise UsageError(f"{path} is a folder.")


def save(session: Session, path: Path, wish: Wish, page: str) -> None:
    """Make the file that *wish* describes, and write it.

    Parameters
    ----------
    session : Session
        Stays as it is.
    path : Path
        Where to.
    wish : Wish
        What the file is to be.
    page : str
        The address of a page, for the link in the file; may be empty.
    """
    said = wish._replace(address=page, fragment=fragment_of(session))
    job: Job[bytes] = Job(steps(session, said))
    with tqdm(total=1.0, desc=path.name, leave=False, disable=not sys.stderr.isatty()) as bar:
        while not job.advance(SECONDS):
            bar.update(job.progress - bar.n)
    assert job.result is not None
    write(path, job.result)


def fragment_of(session: Session) -> str:
    """Return what follows ``#`` in a link to a *session* as it is."""
    extras: dict[str, object] = {}
    if session.is_by_hand:
        extras["weights"] = weights.pack(session.training.parameters)
    if extras or not session.stop_reason:
        extras["epoch"] = session.epoch
    return write_whole(session.values, **extras)


def write(path: Path, content: bytes) -> None:
    """Write a file, or leave what was there as it was."""
    with _beside(path) as (file, temporary):
        with os.fdopen(file, "wb") as stream:
            stream.write(content)
        os.replace(temporary, path)


@contextlib.contextmanager
def _beside(path: Path) -> Iterator[tuple[int, str]]:
    """Give a new file in the same folder, which is gone in the end unless it got another name."""
    try:
        file, temporary = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.") from None
    try:
        # As private as any file that is made by opening it, and not only for its owner.
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(temporary, 0o666 & ~mask)
        yield file, temporary
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.") from None
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)
