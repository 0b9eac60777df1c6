"""Archives whose bytes depend on their content alone: equal members, equal archive."""

import io
import tarfile
import zipfile


def write_zip(members: dict[str, bytes]) -> bytes:
    """Pack `members` (path to content), uncompressed: they go into a compressed archive anyway."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(members):
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.create_system = 3
            info.external_attr = 0o644 << 16
            archive.writestr(info, members[name])
    return buffer.getvalue()


def read_zip(data: bytes) -> dict[str, bytes]:
    """Return path and content of every file in the archive `data`."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {i.filename: archive.read(i) for i in archive.infolist() if not i.is_dir()}


def write_tar(members: dict[str, bytes]) -> bytes:
    """Pack `members` (path to content), those of a kind side by side: so they compress best."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for path in sorted(members, key=lambda path: (path.rpartition(".")[2], path)):
            member = tarfile.TarInfo(path)
            member.size = len(members[path])
            archive.addfile(member, io.BytesIO(members[path]))
    return buffer.getvalue()


def read_tar(data: bytes) -> dict[str, bytes]:
    """Return path and content of every file in the archive `data`."""
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        opened = {member.name: archive.extractfile(member) for member in archive}
        return {name: file.read() for name, file in opened.items() if file}
