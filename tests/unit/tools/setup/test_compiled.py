"""What follows from the lesson's code: made once, and again whenever that or it has changed."""

import pathlib
import tarfile

import pytest

from tools.environment import ROOT
from tools.rooms import engine_modules
from tools.setup import compiled as lesson


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Let all be made in a folder of its own, without Pyodide; give what was done."""
    done = []

    def make(node, folder):
        done.append("make")
        (folder / "light.png").write_text("picture")

    sources = tmp_path / "py"
    (sources / "playground").mkdir(parents=True)
    (sources / "engine").mkdir()
    (sources / "engine" / "main.py").write_text("blue")
    monkeypatch.setattr(lesson, "SOURCES", sources)
    monkeypatch.setattr(lesson, "LESSON", tmp_path / "static" / "lesson")
    monkeypatch.setattr("tools.setup.runtime.CACHE", tmp_path)
    monkeypatch.setattr(lesson, "setup_runtime", lambda *_, originals: done.append("originals"))
    monkeypatch.setattr(lesson, "find_node", lambda _: ("node", "npm"))
    monkeypatch.setattr(lesson, "make", make)
    lesson.setup_lesson()
    assert done == ["originals", "make"]
    done.clear()
    return done


def test_second_run_does_nothing(project):
    lesson.setup_lesson()
    assert project == []


@pytest.mark.parametrize("harm", ["code changed", "lesson grew", "cut", "deleted", "no stamp"])
def test_it_is_made_anew(project, harm):
    poster = lesson.LESSON / "light.png"
    if harm == "code changed":
        (lesson.SOURCES / "engine" / "main.py").write_text("red")
    elif harm == "lesson grew":
        (lesson.SOURCES / "playground" / "more.py").write_text("")
    elif harm == "cut":
        poster.write_text("pict")
    elif harm == "deleted":
        poster.unlink()
    else:
        (lesson.LESSON / lesson.STAMP).unlink()
    lesson.setup_lesson()
    assert project == ["originals", "make"]
    assert poster.read_text() == "picture"


@pytest.mark.parametrize("name", ["archive.py", "compile.py", "posters.py", "run.mjs", "slim.py"])
def test_it_is_made_anew_when_what_makes_it_has_changed(project, monkeypatch, tmp_path, name):
    changed = tmp_path / name
    changed.write_text("something else")
    files = [changed if path.name == name else path for path in lesson.RECIPE_FILES]
    monkeypatch.setattr(lesson, "RECIPE_FILES", files)
    lesson.setup_lesson()
    assert project == ["originals", "make"]


def test_the_archive_holds_the_code_as_it_is_and_its_bytecode():
    with tarfile.open(ROOT / "static" / "lesson" / "lesson.tar.gz") as archive:
        members = {member.name: archive.extractfile(member).read() for member in archive}
    sources = {name for name in members if name.endswith(".py")}
    assert sources == set(engine_modules(ROOT / "py"))
    for name in sources:
        assert members[name] == (ROOT / "py" / name).read_bytes()
        path = pathlib.PurePosixPath(name)
        compiled = members[
            (path.parent / "__pycache__" / path.stem).as_posix() + ".cpython-314.pyc"
        ]
        # Never compared with the text: whoever unpacks the two gives them another time.
        assert compiled[4:8] == b"\x01\0\0\0"


def test_the_pages_own_modules_are_not_in_the_archive():
    with tarfile.open(ROOT / "static" / "lesson" / "lesson.tar.gz") as archive:
        names = set(archive.getnames())
    assert not [name for name in names if name.startswith(("page/", "tools/", "startup/"))]
