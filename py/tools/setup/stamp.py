"""Stamps of the folders that the tools fill: whether one is whole, and by which recipe."""

import contextlib
import pathlib
import shutil
from collections.abc import Iterator

from tools.site.hashes import hash_of_files

NAME = ".stamp"  # hidden, as all notes about a folder are: no part of the site


def write(folder: pathlib.Path, recipe: str) -> None:
    """Note that `folder` is complete, and made by the *recipe*, a hash of all that decides."""
    (folder / NAME).write_text(_stamp(folder, recipe), encoding="utf-8")


def is_current(folder: pathlib.Path, recipe: str) -> bool:
    """Tell whether `folder` was made by this *recipe*, and no file is missing, new or altered."""
    stamp = folder / NAME
    return stamp.is_file() and stamp.read_bytes() == _stamp(folder, recipe).encode()


def _stamp(folder: pathlib.Path, recipe: str) -> str:
    paths = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")}
    files = {
        name: path for name, path in paths.items() if path.is_file() and not name.startswith(".")
    }
    return f"{recipe} {hash_of_files(files)}\n"


@contextlib.contextmanager
def fresh_folder(final: pathlib.Path) -> Iterator[pathlib.Path]:
    """Give a new folder beside `final` to fill; it takes the place of `final` at the end.

    Whatever happens in between, `final` is either what it was or complete.
    """
    final.parent.mkdir(parents=True, exist_ok=True)
    new, old = (final.parent / f".{final.name}-{word}" for word in ("new", "old"))
    for left_over in (new, old):
        shutil.rmtree(left_over, ignore_errors=True)
    new.mkdir()
    yield new
    if final.exists():
        final.rename(old)
    new.rename(final)
    shutil.rmtree(old, ignore_errors=True)
