"""The command line: `python3 py serve|test|check|build|bench|form`."""

import argparse
import signal
import sys
import types
from typing import NoReturn

from tools import commands
from tools.console import SetupError, as_setup_error

MAX_PORT = 65535
INTERRUPTED = 130  # what shells report for a program that Ctrl-C ended


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    top = argparse.ArgumentParser(prog="python3 py", description="Neural Network Playground")
    verbs = top.add_subparsers(required=True, metavar="serve | test | check | build | bench | form")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--wheels",
        metavar="DIR_OR_URL",
        help="take Pyodide's wheels from here first (also: NN_PLAYGROUND_WHEELS)",
    )

    serve = verbs.add_parser("serve", parents=[common], help="set up and serve the page")
    serve.add_argument("--port", type=_port, default=8000, help="8000, or the next free one")
    serve.add_argument("--no-browser", action="store_true", help="do not open a browser")
    serve.set_defaults(command=commands.serve)

    build = verbs.add_parser("build", parents=[common], help="write the site into a folder")
    build.add_argument("--out", required=True, metavar="DIR", help="empty, or made by this before")
    build.add_argument(
        "--address",
        metavar="URL",
        help="where the site will be, for the cards of shared links (also: NN_PLAYGROUND_ADDRESS)",
    )
    build.set_defaults(command=commands.build)

    test = verbs.add_parser("test", parents=[common], help="set up and run all tests")
    test.set_defaults(command=commands.test, takes_rest=True)

    check = verbs.add_parser("check", parents=[common], help="run the gates; --html runs one alone")
    check.set_defaults(command=commands.check, takes_rest=True)

    bench = verbs.add_parser("bench", parents=[common], help="measure; --startup runs one alone")
    bench.set_defaults(command=commands.bench, takes_rest=True)

    form = verbs.add_parser("form", help="write the table of settings into page and README")
    form.set_defaults(command=commands.form)
    return top


def main(arguments: list[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    arguments : list of str, optional
        What follows the program's name; by default taken from the process.

    Returns
    -------
    int
        Exit code.
    """
    top = parser()
    chosen, rest = top.parse_known_args(arguments)
    if rest and not getattr(chosen, "takes_rest", False):
        top.error(f"unrecognized arguments: {' '.join(rest)}")
    chosen.rest = rest
    # A polite kill is a Ctrl-C, and a Ctrl-C is one even for a process started in the background.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    try:
        code: int = chosen.command(chosen)
        return code
    except SetupError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(as_setup_error(error), file=sys.stderr)
    except KeyboardInterrupt:
        print("Stopped; the next run goes on from here.", file=sys.stderr)
        return INTERRUPTED
    return 1


def _port(text: str) -> int:
    is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(MAX_PORT))
    if not is_number or int(text) > MAX_PORT:
        wanted = f"a port is a whole number from 0 to {MAX_PORT}, not {text!r}"
        raise argparse.ArgumentTypeError(wanted)
    return int(text)


def _interrupt(signum: int, frame: types.FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
