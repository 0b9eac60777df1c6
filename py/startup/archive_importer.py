"""Fetch modules that are not on this device yet, when something imports one of them.

Python starts with a part of its library. The rest lies in archives beside it, and
`archive_index`, which is made with them, says which module is in which. Whoever runs Python
replaces `fetch`: in a browser, a worker can ask its server and wait for the answer.
"""

import importlib
import os
import sys
import zlib
from importlib.machinery import PathFinder

import _sha2

from archive_index import INDEX

FOLDER = os.path.dirname(__file__)
GZIP = 31  # zlib's number for this format
BLOCK = 512  # tar archives consist of these


def fetch(archive):
    """Return the bytes of the file *archive*, or raise an OSError; to be replaced."""
    raise OSError("there is no way to fetch it")


class Finder:
    """Finds modules as Python does, but fetches the archive first if one holds the module.

    Parameters
    ----------
    index : dict
        For each archive its `sha256`, and its `modules`, a list of names.
    """

    def __init__(self, index):
        self._sha256 = {archive: facts["sha256"] for archive, facts in index.items()}
        self._archives = {name: a for a, facts in index.items() for name in facts["modules"]}

    def find_spec(self, name, path=None, target=None):
        """Return how to import the module *name*; None if it is in no archive."""
        archive = self._archives.get(name)
        if archive is None:
            return None
        spec = PathFinder.find_spec(name, path)
        if spec is None or spec.loader is None:  # nothing there, or a folder of other files
            self._get(archive, name)
            spec = PathFinder.find_spec(name, path)
        return spec

    def _get(self, archive, name):
        try:
            data = fetch(archive)
            if _sha2.sha256(data).hexdigest() != self._sha256[archive]:
                raise OSError("what came is damaged")
        except OSError as error:
            sentence = f"{name!r} is not on this device yet and could not be fetched: {error}"
            raise ModuleNotFoundError(sentence, name=name) from error
        unpack(zlib.decompress(data, GZIP), FOLDER)
        self._archives = {n: a for n, a in self._archives.items() if a != archive}
        importlib.invalidate_caches()


def unpack(archive, folder):
    """Write the files of the tar *archive* into *folder*.

    It is a row of headers of one block, each followed by its file, padded to whole blocks.
    The library's `tarfile` would have to be there first: 35 kB more for every first visit.
    """
    header = 0
    while archive[header]:
        name, size = _text(archive, header, 100), int(_text(archive, header + 124, 12), 8)
        start = _text(archive, header + 345, 155)
        path = f"{folder}/{start}/{name}" if start else f"{folder}/{name}"
        os.makedirs(os.path.dirname(path), exist_ok=True)
        content = header + BLOCK
        with open(path, "wb") as file:
            file.write(archive[content : content + size])
        header = content + -(-size // BLOCK) * BLOCK


def _text(archive, start, length):
    return archive[start : start + length].partition(b"\0")[0].decode()


def install():
    """Put a finder for the archives where Python's own one for files is."""
    sys.meta_path.insert(sys.meta_path.index(PathFinder), Finder(INDEX))
