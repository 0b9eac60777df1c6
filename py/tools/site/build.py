"""Build the site: a folder with what the page needs and nothing else."""

import pathlib
import shutil

from tools.console import SetupError
from tools.site.release import SOURCES, generated, page_files

MARKER = ".nojekyll"  # also tells GitHub Pages to serve the files as they are
MARKER_TITLE = "Files made by `python3 py build`, which removes them when they are made no more:"


def build(root: pathlib.Path, out: pathlib.Path, address: str = "") -> int:
    """Copy the page into `out`.

    Parameters
    ----------
    root : pathlib.Path
        Top folder of the project.
    out : pathlib.Path
        New or empty folder, or one that an earlier build made.
    address : str
        Where the site will be, if that is known: the cards say it.

    Returns
    -------
    int
        Number of files of the site.
    """
    out = out.resolve()
    if any(out.is_relative_to((root / source).resolve()) for source in SOURCES):
        raise SetupError(f"{out} is part of what is built: choose another folder.")
    made = generated(root, address)
    files = sorted({*page_files(root), *made})
    before = _made_before(out)
    out.mkdir(parents=True, exist_ok=True)
    # First the list, then the files: an interrupted build still knows what is its own.
    _write_marker(out, sorted({*before, *files}))
    for name in sorted(set(before) - set(files)):
        (out / name).unlink(missing_ok=True)
    for name in files:
        target = out / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if name in made:
            target.write_bytes(made[name])
        else:
            shutil.copyfile(root / name, target)
    _write_marker(out, files)
    return len(files)


def _write_marker(out: pathlib.Path, files: list[str]) -> None:
    (out / MARKER).write_text("\n".join([MARKER_TITLE, *files]) + "\n", encoding="utf-8")


def _made_before(out: pathlib.Path) -> list[str]:
    """Return the files that an earlier build made in `out`; refuse a folder of someone else."""
    marker = out / MARKER
    if out.is_file():
        raise SetupError(f"{out} is a file: give a folder.")
    if not out.is_dir() or not any(out.iterdir()):
        return []
    listed = marker.read_text(encoding="utf-8").splitlines() if marker.is_file() else []
    if listed[:1] != [MARKER_TITLE]:
        raise SetupError(f"{out} holds files that `build` did not make: choose an empty folder.")
    if not all((out / name).resolve().is_relative_to(out) for name in listed[1:]):
        raise SetupError(f"{marker} was altered: remove {out}, then build again.")
    return listed[1:]
