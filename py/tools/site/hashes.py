"""Hashes of files: as HTML writes them, and one for many files."""

import base64
import hashlib
import pathlib
from collections.abc import Mapping
from typing import TypedDict


class Facts(TypedDict):
    """What is known of a file: its length, and its hash as HTML's `integrity` attribute has it."""

    bytes: int
    integrity: str


def facts_of(content: bytes) -> Facts:
    """Describe a file by its `content`."""
    return {"bytes": len(content), "integrity": integrity_of(content)}


def integrity_of(content: bytes, algorithm: str = "sha256") -> str:
    """Return the name of the algorithm, a hyphen, and the digest in base64."""
    digest = hashlib.new(algorithm, content).digest()
    return f"{algorithm}-{base64.b64encode(digest).decode()}"


def hash_of_files(files: Mapping[str, pathlib.Path]) -> str:
    """Return one hexadecimal hash of the names and the contents of many files."""
    digest = hashlib.sha256()
    for name, path in sorted(files.items()):
        content = path.read_bytes()
        digest.update(f"{name} {len(content)} ".encode() + content)
    return digest.hexdigest()
