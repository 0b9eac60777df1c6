"""Packages from npm: fetched with `npm pack`, checked by us before a byte is unpacked."""

import pathlib
import tarfile

from tools.console import SetupError, run, step
from tools.site.hashes import integrity_of

# npm's own patience would keep a machine without network waiting for minutes.
_NPM_OPTIONS = (
    "--ignore-scripts",
    "--prefer-offline",
    "--fetch-retries=1",
    "--fetch-retry-mintimeout=1000",
    "--fetch-retry-maxtimeout=2000",
)


def fetch(
    package: dict[str, str], folder: pathlib.Path, work: pathlib.Path, npm: str
) -> pathlib.Path:
    """Return the package as a verified `.tgz` in `folder`, fetched if it is not there already.

    Parameters
    ----------
    package : dict
        `name`, `version` and `integrity` (`sha512-…`) of the package, and the `folder` that
        it gets here.
    folder : pathlib.Path
        Where verified packages are kept.
    work : pathlib.Path
        Folder to download into; the caller deletes it.
    npm : str
        Path of npm.

    Returns
    -------
    pathlib.Path
        Path of the verified file.
    """
    title = f"{package['name']}@{package['version']}"
    kept = folder / f"{package['folder']}-{package['version']}.tgz"
    if kept.is_file() and integrity(kept) == package["integrity"]:
        return kept
    fresh = work / package["folder"]
    fresh.mkdir()
    with step(f"Fetching {title} with npm"):
        failure = f"npm could not fetch {title} (is there a network?)"
        run([npm, "pack", title, *_NPM_OPTIONS, "--pack-destination", fresh], failure)
        fetched = list(fresh.glob("*.tgz"))
        if len(fetched) != 1 or integrity(fetched[0]) != package["integrity"]:
            raise SetupError(f"What npm fetched as {title} is not the pinned file: run it again.")
        fetched[0].replace(kept)
    return kept


def integrity(path: pathlib.Path) -> str:
    """Return npm's name for the content of a file: `sha512-` and the digest in base64."""
    return integrity_of(path.read_bytes(), "sha512")


def unpack(archive: pathlib.Path, folder: pathlib.Path) -> None:
    """Unpack the plain files of a package into `folder`, refusing to leave it.

    Parameters
    ----------
    archive : pathlib.Path
        A verified `.tgz` whose files all lie under `package/`.
    folder : pathlib.Path
        Where its files go, without that first part of their path.
    """
    with tarfile.open(archive, "r:gz") as tar:
        for member in tar:
            top, *parts = pathlib.PurePosixPath(member.name).parts or ("",)
            if top != "package" or ".." in parts or not (member.isfile() or member.isdir()):
                raise SetupError(f"{archive.name} holds an unexpected entry: {member.name}")
            content = tar.extractfile(member)
            if content is not None:
                target = folder.joinpath(*parts)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content.read())
