"""Packing: every file is in exactly one archive, and the index knows where."""

import gzip
import json

import pytest

from tools.in_pyodide import archive, pack, places, slim

FILES = {
    "encodings/__init__.pyc": b"1",
    "json/__init__.pyc": b"2",
    "numpy/__init__.pyc": b"3",
    "numpy/fft/_pocketfft.cpython-314-wasm32-emscripten.so": b"4",
    "matplotlib/__init__.pyc": b"5",
    "matplotlib/mpl-data/font.ttf": b"6",
    "matplotlib/mpl-data/style.txt": b"7",
}
NOTES = {
    "zip": ["encodings/__init__.pyc"],
    "python": ["encodings/__init__.pyc", "json/__init__.pyc", "numpy/__init__.pyc"],
    "matplotlib": ["json/__init__.pyc", "matplotlib/__init__.pyc", "matplotlib/mpl-data/font.ttf"],
}


def test_every_file_is_in_exactly_one_archive():
    archives = pack.sort_files(FILES, NOTES)
    zipped = archive.read_zip(archives["python.tar.gz"].pop("python_stdlib.zip"))
    assert list(zipped) == ["encodings/__init__.pyc"]
    assert {name: sorted(members) for name, members in archives.items()} == {
        "python.tar.gz": ["json/__init__.pyc", "numpy/__init__.pyc"],
        "matplotlib.tar.gz": ["matplotlib/__init__.pyc", "matplotlib/mpl-data/font.ttf"],
        "rest.tar.gz": [
            "matplotlib/mpl-data/style.txt",
            "numpy/fft/_pocketfft.cpython-314-wasm32-emscripten.so",
        ],
    }
    assert {k: v for part in (zipped, *archives.values()) for k, v in part.items()} == FILES


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("six.pyc", "six"),
        ("json/__init__.pyc", "json"),
        ("json/tool.pyc", "json.tool"),
        ("PIL/_imaging.cpython-314-wasm32-emscripten.so", "PIL._imaging"),
        ("matplotlib/mpl-data/matplotlibrc", None),
        ("numpy-2.4.3.dist-info/METADATA", None),
    ],
)
def test_name_of_a_module(path, name):
    assert pack.module_name(path) == name


def test_main_replaces_everything_by_archives(tmp_path, monkeypatch):
    monkeypatch.setattr(pack, "FOLDER", tmp_path)
    stdlib = {path: content for path, content in FILES.items() if path.startswith(("enc", "json"))}
    others = {path: content for path, content in FILES.items() if path not in stdlib}
    members = {places.STDLIB_ZIP: archive.write_zip(stdlib), places.LOCK: b"{}", **others}
    (tmp_path / slim.EVERYTHING).write_bytes(archive.write_tar(members))
    notes = tmp_path / "notes" / ".needs.json"
    notes.parent.mkdir()
    notes.write_text(json.dumps(NOTES))
    monkeypatch.setattr(pack, "NOTES", notes)
    pack.main()
    archives = {
        path.name: archive.read_tar(gzip.decompress(path.read_bytes()))
        for path in tmp_path.iterdir()
        if path.is_file()
    }
    assert sorted(archives) == ["matplotlib.tar.gz", "python.tar.gz", "rest.tar.gz"]
    assert {"archive_index.pyc", places.LOCK} <= archives["python.tar.gz"].keys()
    names = [name for members in archives.values() for name in members]
    # One of them is in the zip, which counts for it; the lock and the index are new.
    assert len(names) == len(set(names)) == len(FILES) + 2


def test_index_names_modules_and_hash():
    rest = {"six.pyc": b"", "a/b.pyc": b"", "c/d.pyc": b"", "c/e.txt": b""}
    archives = {"python.tar.gz": {"a/__init__.pyc": b""}, "rest.tar.gz": rest}
    namespace = {}
    exec(pack.index_of(archives, {"rest.tar.gz": b""}), namespace)
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    modules = ["a.b", "c", "c.d", "six"]  # c is a package by its folder alone
    assert namespace["INDEX"] == {"rest.tar.gz": {"sha256": empty, "modules": modules}}
