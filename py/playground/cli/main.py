"""The commands: ``train``, ``sweep`` and ``settings``."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from playground.cli import options, outputs, sweep, sweep_table, training
from playground.cli.options import UsageError
from playground.look.theme import THEMES
from playground.settings.kinds import Whole, as_text
from playground.settings.table import SETTINGS

WRONG, INTERRUPTED = 2, 130  # what shells report for wrong usage, and for Ctrl-C
SEEDS = Whole(1, 1000, None)
PROCESSES = Whole(1, 64, None)
SCALES = ("1", "2", "4")
USAGE = {
    "train": "[link] [--SETTING VALUE …] [--epoch N] [--out FILE …]",
    "sweep": "[link] [--SETTING VALUES …] [--seeds N] [--out FILE …]",
}

ABOUT = "The Neural Network Playground without a page: NumPy trains, matplotlib draws."
TRAIN_EXAMPLES = """examples:
  python -m playground train --shape moons --hidden-units 3 --out moons.png
  python -m playground train --shape spiral --widths 8-4 --optimizer adam --out spiral.gif
  python -m playground train 'https://…/#shape=circles&hidden_units=3&epoch=40' --out at-40.svg
  python -m playground train --out moons.py --out moons-weights.npz --out moons-run.csv

What a file is about follows from its name:
  .png .svg    the picture; moons-curve.png the loss by epoch, moons-network.svg the network drawn
  .gif         the training as an animation
  .csv         loss and accuracy of each epoch; moons-data.csv the points
  .json .npz   the weights
  .py .ipynb   a script, and a notebook, that train the same network with NumPy alone
"""
SWEEP_EXAMPLES = """examples:
  python -m playground sweep --hidden-units 1..8 --seeds 20
  python -m playground sweep --learning-rate 0.01..10 --optimizer gradient_descent,adam
  python -m playground sweep --shape circles,xor --hidden-units 1..4 --test-fraction 0.3 \\
      --out table.csv --out figure.png

A number can be a range with both ends (1..8, or 0..1..0.25 with a step) or a list (1,2,4), a word
a list. Each combination is trained from several first weights; the table and the figure say what
half of them achieve, and between what the middle half lies.
"""


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, without the whole usage."""

    def error(self, message: str) -> NoReturn:
        """Raise a `UsageError`."""
        raise UsageError(f"{message[:1].upper()}{message[1:]}.")


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    top = Parser(prog="python -m playground", description=ABOUT, allow_abbrev=False)
    verbs = top.add_subparsers(required=True, metavar="train | sweep | settings", dest="verb")
    train = _verb(verbs, "train", "train a network, and write files of it", TRAIN_EXAMPLES)
    train.add_argument("link", nargs="?", default="", help="of the page, or what follows its #")
    train.add_argument("--epoch", metavar="N", help="where to stop; else it goes to its end")
    train.add_argument("--out", metavar="FILE", action="append", default=[], help="see below")
    train.add_argument("--theme", choices=list(THEMES), default="light", help="of pictures")
    train.add_argument("--scale", choices=SCALES, default="2", help="of a PNG; 2 if not said")
    train.add_argument("--caption", metavar="TEXT", default="", help="to stand below a picture")
    train.set_defaults(command=run_train)
    options.add_settings(train)

    many = _verb(verbs, "sweep", "train for many settings and seeds", SWEEP_EXAMPLES)
    many.add_argument("link", nargs="?", default="", help="whose settings hold where none is said")
    many.add_argument("--seeds", metavar="N", default="10", help="first weights for each; 10")
    many.add_argument("--epoch", metavar="N", help="after which to look; else at the end")
    many.add_argument("--out", metavar="FILE", action="append", default=[], help="see below")
    many.add_argument("--theme", choices=list(THEMES), default="light", help="of the figure")
    many.add_argument("--processes", metavar="N", help="at a time; else as many as processors")
    many.set_defaults(command=run_sweep)
    options.add_settings(many)

    _verb(verbs, "settings", "list all settings", "").set_defaults(command=run_settings)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    arguments : sequence of str, optional
        What follows the program's name; by default taken from the process.

    Returns
    -------
    int
        0, or what shells take for a failure: 2 if something cannot be used, 130 after Ctrl-C.
    """
    try:
        given, unknown = parser().parse_known_args(arguments)
        options.refuse_unknown(unknown)
        command: Callable[[argparse.Namespace], None] = given.command
        command(given)
    except UsageError as error:
        print(error, file=sys.stderr)
        return WRONG
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0


def run_train(given: argparse.Namespace) -> None:
    """Train one network, say in a line what came of it, and write its files."""
    paths = [Path(path) for path in given.out]
    wishes = [outputs.wish_of(path) for path in paths]
    outputs.check_paths(paths)
    start = options.start_of(given.link, options.chosen(given), given.epoch)
    for problem in start.problems:
        print(f"Of the link: {problem}", file=sys.stderr)
    session = training.trained(start)
    print(training.report(session))
    for path, wish in zip(paths, wishes, strict=True):
        looks = {"theme": given.theme, "scale": int(given.scale), "caption": given.caption}
        outputs.save(session, path, wish._replace(**looks), start.page)


def run_sweep(given: argparse.Namespace) -> None:
    """Train for many settings and seeds, and print, or write, what came of it."""
    paths = [Path(path) for path in given.out]
    for path in paths:
        if path.suffix.lower() not in (".csv", ".md", ".png", ".svg"):
            raise UsageError(f"{path} must end in .csv, .md, .png or .svg.")
    outputs.check_paths(paths)
    seeds = _number("--seeds", given.seeds, SEEDS)
    processes = given.processes and _number("--processes", given.processes, PROCESSES)
    start = options.start_of(given.link, [], given.epoch)
    for problem in start.problems:
        print(f"Of the link: {problem}", file=sys.stderr)
    named = options.chosen(given)
    table = sweep.sweep(start.values, named, seeds, start.epoch, processes or None)
    print(sweep_table.as_text(table))
    for path in paths:
        outputs.write(path, _sweep_file(table, path.suffix.lower(), given.theme))


def run_settings(given: argparse.Namespace) -> None:
    """Print every setting: its option, its default, what it can be, and what it does."""
    for setting in SETTINGS:
        usual = as_text(setting.default) or "nothing"
        print(f"{options.option_of(setting.name)}  ({usual})  {setting.allowed.describe()}")
        print(f"    {setting.help}")


def _sweep_file(table: sweep.Table, ending: str, theme: str) -> bytes:
    """Return a *table* as the content of a file."""
    if ending == ".csv":
        return sweep_table.as_csv(table).encode()
    if ending == ".md":
        return sweep_table.as_markdown(table).encode()
    from playground.picture.sweep_figure import sweep_file  # matplotlib takes its time

    return sweep_file(table.names, table.rows, table.has_test, ending[1:], theme)


def _verb(verbs: Any, name: str, words: str, after: str) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = verbs.add_parser(
        name,
        usage=f"python -m playground {name} {USAGE.get(name, '')}",
        help=words,
        description=f"{words[0].upper()}{words[1:]}.",
        epilog=after,
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    return made


def _number(option: str, text: str, allowed: Whole) -> int:
    number = allowed.parse(text)
    if number is None:
        raise UsageError(f"{option} takes {allowed.describe()}, not “{text[:20]}”.")
    return number
