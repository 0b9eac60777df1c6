"""Slimming: what stays, what goes, and that equal input gives equal bytes."""

import io
import json
import marshal
import os
import pathlib
import shutil
import tomllib
import zipfile

import pytest

from tools.in_pyodide import archive, fonts, places, slim
from tools.setup import assemble, runtime

RULES = tomllib.loads((assemble.SCRIPTS / "slim_rules.toml").read_text(encoding="utf-8"))


def make_zip(members, date=(2026, 1, 2, 3, 4, 6)):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, date_time=date), content)
    return buffer.getvalue()


NUMPY = {
    "numpy/__init__.py": b'"""Doc."""\nassert False\nx = 1\n',
    "numpy/__init__.pyi": b"x: int",
    "numpy/_core/include/numpy/a.h": b"",
    "numpy/_core/umath.cpython-314-wasm32-emscripten.so": b"\0asm",
    "numpy/f2py/__init__.py": b"",
    "numpy-2.4.3.dist-info/METADATA": b"Name: numpy\nVersion: 2.4.3\n\nLong text\n",
    "numpy-2.4.3.dist-info/RECORD": b"long",
    "numpy-2.4.3.dist-info/WHEEL": b"Wheel-Version: 1.0\n",
    "numpy-2.4.3.dist-info/licenses/LICENSE.txt": b"Be kind.",
}


def test_wheel_keeps_code_and_drops_the_rest():
    members = slim.slim_wheel("numpy", make_zip(NUMPY), RULES)
    assert sorted(members) == [
        "numpy-2.4.3.dist-info/METADATA",
        "numpy-2.4.3.dist-info/WHEEL",
        "numpy/__init__.pyc",
        "numpy/_core/umath.cpython-314-wasm32-emscripten.so",
    ]
    assert members["numpy-2.4.3.dist-info/METADATA"] == b"Name: numpy\nVersion: 2.4.3\n"


def test_modules_are_compiled_under_their_final_name():
    pyc = slim.slim_wheel("numpy", make_zip(NUMPY), RULES)["numpy/__init__.pyc"]
    assert int.from_bytes(pyc[4:8], "little") == 0b01  # by hash, never checked
    code = marshal.loads(pyc[16:])
    assert code.co_filename == places.SITE_PACKAGES + "numpy/__init__.py"
    namespace = {}
    exec(code, namespace)  # as with -OO: the assertion does not run, the docstring is gone
    assert namespace["x"] == 1
    assert namespace.get("__doc__") is None


def test_standard_library_loses_what_no_browser_can_use():
    names = ("json/__init__.py", "mailbox.py", "encodings/cp1252.py", "encodings/cp932.py")
    members = slim.slim_stdlib(make_zip(dict.fromkeys(names, b"")), RULES)
    assert sorted(members) == ["encodings/cp1252.pyc", "json/__init__.pyc"]


def test_bytes_depend_on_the_content_alone():
    one = make_zip(NUMPY)
    other = make_zip(dict(reversed(NUMPY.items())), date=(1999, 9, 9, 9, 9, 8))
    assert one != other
    slimmed = [slim.slim_wheel("numpy", wheel, RULES) for wheel in (one, other)]
    for write in (archive.write_zip, archive.write_tar):
        assert write(slimmed[0]) == write(slimmed[1])


def test_archives_can_be_read_again():
    long = {"a/" * 60 + "b.txt": b"x", "empty": b""}
    assert archive.read_tar(archive.write_tar(long)) == long
    assert archive.read_zip(archive.write_zip(long)) == long


def test_licence_texts_are_collected():
    text = slim.licences(make_zip(NUMPY))
    assert "numpy-2.4.3.dist-info/licenses/LICENSE.txt" in text
    assert "Be kind." in text


def test_removed_fonts_draw_with_the_fallback():
    listed = {
        "_version": 390,
        "afmlist": [{"name": "Times", "fname": "a.afm"}],
        "ttflist": [
            {"name": "DejaVu Sans", "style": "italic", "fname": "fonts/ttf/DejaVuSans-Oblique.ttf"},
            {"name": "DejaVu Sans", "style": "normal", "fname": "fonts/ttf/DejaVuSans.ttf"},
            {"name": "STIXGeneral", "style": "normal", "fname": "fonts/ttf/STIXGeneral.ttf"},
        ],
    }
    trimmed = json.loads(fonts.trim_list(json.dumps(listed).encode(), RULES["fonts"]))
    assert trimmed["_version"] == 390
    assert trimmed["afmlist"] == []
    assert [(e["name"], e["fname"]) for e in trimmed["ttflist"]] == [
        ("DejaVu Sans", "fonts/ttf/DejaVuSans.ttf"),
        ("STIXGeneral", "fonts/ttf/DejaVuSans.ttf"),
    ]


@pytest.mark.skipif(
    not runtime.ORIGINALS.is_dir(), reason="`python3 py test` fetches the originals"
)
def test_same_originals_give_the_same_runtime(tmp_path):
    """Make it once more, elsewhere: byte for byte what the page is served."""
    node = os.environ.get("NN_PLAYGROUND_NODE") or shutil.which("node")
    assemble.slim(node, runtime.ORIGINALS, tmp_path)
    assemble.trace(node, tmp_path, [assemble.EVERYTHING], tmp_path)
    assemble.pack(node, tmp_path)
    assemble.cut_fonts(node, runtime.ORIGINALS, tmp_path)
    made = {path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()}
    assert {pathlib.Path("pyodide", name) for name in assemble.ARCHIVES} <= made
    for path in made:
        assert (tmp_path / path).read_bytes() == (runtime.RUNTIME / path).read_bytes(), path


@pytest.mark.skipif(
    not runtime.ORIGINALS.is_dir(), reason="`python3 py test` fetches the originals"
)
def test_rules_still_name_something():
    """A rule that fits no file is a slip of the pen, or the packages have changed under it."""
    originals = runtime.ORIGINALS / "pyodide"
    packages = json.loads((originals / "pyodide-lock.json").read_text())["packages"]
    archives = {package: packages[package]["file_name"] for package in RULES["wheels"]}
    rules = {**RULES["wheels"], "stdlib": RULES["stdlib"]}
    for package, file_name in {**archives, "stdlib": "python_stdlib.zip"}.items():
        members = archive.read_zip((originals / file_name).read_bytes())
        for pattern in rules[package]["drop"] + rules[package].get("keep", []):
            assert any(slim.matches(name, [pattern]) for name in members), (package, pattern)
