"""The posters: made once, and again whenever the lesson or they themselves have changed."""

import pytest

from tools import assemble, posters


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Let the posters be made in a folder of its own, without drawing; give what was done."""
    done = []

    def draw(node, originals, python, out):
        done.append("draw")
        (out / "light.png").write_text("picture")

    lesson = tmp_path / "playground"
    lesson.mkdir()
    (lesson / "figure.py").write_text("blue")
    monkeypatch.setattr(posters, "LESSON", lesson)
    monkeypatch.setattr(posters, "POSTERS", tmp_path / "static" / "poster")
    monkeypatch.setattr("tools.runtime.CACHE", tmp_path)
    monkeypatch.setattr(posters, "setup_runtime", lambda *_, originals: done.append("originals"))
    monkeypatch.setattr(posters, "find_node", lambda _: ("node", "npm"))
    monkeypatch.setattr(assemble, "draw_posters", draw)
    posters.setup_posters()
    assert done == ["originals", "draw"]
    done.clear()
    return done


def test_second_run_does_nothing(project):
    posters.setup_posters()
    assert project == []


@pytest.mark.parametrize("harm", ["lesson changed", "lesson grew", "cut", "deleted", "no stamp"])
def test_they_are_made_anew(project, harm):
    poster = posters.POSTERS / "light.png"
    if harm == "lesson changed":
        (posters.LESSON / "figure.py").write_text("red")
    elif harm == "lesson grew":
        (posters.LESSON / "more.py").write_text("")
    elif harm == "cut":
        poster.write_text("pict")
    elif harm == "deleted":
        poster.unlink()
    else:
        (posters.POSTERS / posters.STAMP).unlink()
    posters.setup_posters()
    assert project == ["originals", "draw"]
    assert poster.read_text() == "picture"


def test_stamp_covers_every_file_that_decides():
    assert "draw_posters.py" in posters.RECIPE_FILES
    assert all((posters.TOOLS / name).is_file() for name in posters.RECIPE_FILES)
