"""The version of each package that comes with Python; `slim.py` replaces this module."""

VERSIONS: dict[str, str] = {}
