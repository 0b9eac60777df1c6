"""What the tools say: short plain lines, and one sentence when something fails."""

import contextlib
import errno
import os
import pathlib
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence

NO_ROOM = 1_000_000  # free bytes below which a program that failed has failed for want of room
# How systems word it, in all programs. Longer lines are the text of a program, not what it says.
NO_ROOM_IN_WORDS = ("no space left on device", "disk quota exceeded")
LONGEST_LINE = 300


class SetupError(Exception):
    """A failure whose message is the one sentence that the user gets to read."""


class DiskFullError(SetupError):
    """No room to write; trying another way would not help."""

    def __init__(self) -> None:
        super().__init__("The disk is full: free some space, then run the same command again.")


def say(text: str) -> None:
    """Print one line now, also when the output is not a terminal."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        # Nobody reads on (`| head`): the work goes on without words.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextlib.contextmanager
def step(text: str) -> Iterator[None]:
    """Announce what is being done and, at the end, how long it took."""
    say(f"{text} …")
    start = time.monotonic()
    yield
    say(f"  done in {time.monotonic() - start:.1f} s")


@contextlib.contextmanager
def progress(megabytes: Callable[[], str], seconds: float = 3.0) -> Iterator[None]:
    """Print what `megabytes` returns every few `seconds` while the body runs."""
    stop = threading.Event()

    def tell() -> None:
        while not stop.wait(seconds):
            say(f"  {megabytes()}")

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        stop.set()
        teller.join()


def largest_file(folder: pathlib.Path) -> int:
    """Return the bytes of the largest file below `folder`, which others may be writing to."""
    largest = 0
    for base, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                largest = max(largest, os.stat(os.path.join(base, name)).st_size)
    return largest


def as_setup_error(error: OSError) -> SetupError:
    """Say in one sentence what the operating system refused."""
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", None)):
        return DiskFullError()
    where = f" ({error.filename})" if error.filename else ""
    return SetupError(f"The system refused a file operation: {error.strerror or error}{where}.")


def run(command: Sequence[str | os.PathLike[str]], failure: str, **env: str) -> str:
    """Run a program silently and return what it printed.

    Parameters
    ----------
    command : sequence of str or path
        Program and arguments.
    failure : str
        Start of the sentence to raise when the program fails; its own last words follow.
    **env : str
        Environment variables to add.

    Returns
    -------
    str
        Standard output of the program.
    """
    try:
        result = subprocess.run(
            command,
            env=_environment(env),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise as_setup_error(error) from error
    if result.returncode:
        raise _failure(failure, result.stdout + "\n" + result.stderr)
    return result.stdout


def _environment(extra: Mapping[str, str]) -> dict[str, str]:
    return {**os.environ, **extra}


def _failure(sentence: str, output: str) -> SetupError:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    said = [line for line in lines if len(line) <= LONGEST_LINE]
    if _has_no_room() or any(words in line.lower() for line in said for words in NO_ROOM_IN_WORDS):
        return DiskFullError()
    errors = _errors(said) or _errors(lines) or lines or ["no reason given"]
    # Python names the error last, other programs first.
    reason = errors[-1 if "Traceback" in output else 0]
    return SetupError(f"{sentence}: {reason[:LONGEST_LINE]}")


def _errors(lines: list[str]) -> list[str]:
    return [line for line in lines if "error" in line.lower()]


def _has_no_room() -> bool:
    return shutil.disk_usage(pathlib.Path(__file__).parent).free < NO_ROOM
