"""Stamps: a folder is current if its recipe is the same and no file has changed."""

import contextlib

import pytest

from tools.setup import stamp


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "pyodide").mkdir()
    (tmp_path / "pyodide" / "python.tar.gz").write_bytes(b"python")
    (tmp_path / "a.txt").write_bytes(b"")
    stamp.write(tmp_path, "recipe")
    return tmp_path


def test_a_folder_is_current(folder):
    assert stamp.is_current(folder, "recipe")


def test_a_note_about_a_folder_is_no_part_of_it(folder):
    (folder / ".note").write_text("x")
    assert stamp.is_current(folder, "recipe")


@pytest.mark.parametrize(
    "harm", ["deleted", "cut", "altered", "added", "renamed", "older recipe", "no stamp", "damaged"]
)
def test_harm_is_noticed(folder, harm):
    recipe = "recipe"
    if harm == "deleted":
        (folder / "a.txt").unlink()
    elif harm == "cut":
        (folder / "pyodide" / "python.tar.gz").write_bytes(b"pyth")
    elif harm == "altered":
        (folder / "pyodide" / "python.tar.gz").write_bytes(b"pythoN")
    elif harm == "added":
        (folder / "b.txt").write_bytes(b"")
    elif harm == "renamed":
        (folder / "a.txt").rename(folder / "b.txt")
    elif harm == "older recipe":
        recipe = "newer"
    elif harm == "no stamp":
        (folder / stamp.NAME).unlink()
    else:
        (folder / stamp.NAME).write_bytes(b"\xff")
    assert not stamp.is_current(folder, recipe)


def test_a_fresh_folder_takes_the_place_of_the_old_one_at_the_end(folder):
    with stamp.fresh_folder(folder) as fresh:
        (fresh / "new").write_text("")
        assert (folder / "a.txt").is_file()
    assert [path.name for path in folder.iterdir()] == ["new"]


def test_a_fresh_folder_that_is_not_finished_changes_nothing(folder):
    with contextlib.suppress(OSError), stamp.fresh_folder(folder) as fresh:
        (fresh / "new").write_text("")
        raise OSError("full")
    assert stamp.is_current(folder, "recipe")
