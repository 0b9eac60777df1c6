"""Pack the slimmed standard library and wheels into one archive. Runs *inside* Pyodide.

One stream compresses better than a dozen archives, and the page unpacks it while it arrives:
by the time the last byte is here, Python has only to be given the files.
"""

import gzip
import io
import pathlib
import tarfile
import zipfile

FOLDER = pathlib.Path("/out")
STDLIB = "python_stdlib.zip"
ARCHIVE = "python.tar.gz"


def tar(members: dict[str, bytes]) -> bytes:
    """Return an archive of `members` (path to content) that depends on nothing else."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for path in sorted(members):
            member = tarfile.TarInfo(path)
            member.size = len(members[path])
            archive.addfile(member, io.BytesIO(members[path]))
    return buffer.getvalue()


def main() -> None:
    """Replace the standard library, the wheels and their lock in `FOLDER` by one archive."""
    members = {STDLIB: (FOLDER / STDLIB).read_bytes()}
    wheels = sorted(FOLDER.glob("*.whl"))
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            members.update({name: archive.read(name) for name in archive.namelist()})
    packed = gzip.compress(tar(members), compresslevel=9, mtime=0)
    (FOLDER / ARCHIVE).write_bytes(packed)
    for path in [*wheels, FOLDER / STDLIB, FOLDER / "pyodide-lock.json"]:
        path.unlink()


if __name__ == "__main__":
    main()
