"""The built site: only what the page needs, nothing of anyone else touched."""

import pytest

from tools.console import SetupError
from tools.site import build as site


@pytest.fixture
def root(tmp_path):
    names = (
        "index.html pyscript.toml README.md .gitignore .venv/x tests/test_x.py "
        "static/style.css static/runtime/core.js static/.runtime-new/x "
        "py/__main__.py py/engine/main.py py/playground/data.py py/playground/__pycache__/data.pyc "
        "py/tools/cli.py"
    )
    for name in names.split():
        path = tmp_path / "project" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path / "project"


PAGE = {
    "index.html",
    "pyscript.toml",
    "static/style.css",
    "static/runtime/core.js",
    "py/engine/main.py",
    "py/playground/data.py",
}


def files_in(folder):
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def test_only_the_page_is_copied(root, tmp_path):
    out = tmp_path / "new" / "out"
    assert site.build(root, out) == len(PAGE)
    assert set(files_in(out)) == PAGE | {".nojekyll"}
    assert (out / "py/engine/main.py").read_text() == "py/engine/main.py"


def test_two_builds_are_equal(root, tmp_path):
    site.build(root, tmp_path / "a")
    site.build(root, tmp_path / "b")
    site.build(root, tmp_path / "b")
    assert files_in(tmp_path / "a") == files_in(tmp_path / "b")


def test_build_may_lie_inside_the_project(root):
    site.build(root, root / "_site")
    site.build(root, root / "_site")
    assert set(files_in(root / "_site")) == PAGE | {".nojekyll"}


def test_what_left_the_page_leaves_the_site(root, tmp_path):
    out = tmp_path / "out"
    site.build(root, out)
    (out / "CNAME").write_text("mine")
    (root / "static" / "style.css").unlink()
    site.build(root, out)
    assert set(files_in(out)) == PAGE - {"static/style.css"} | {".nojekyll", "CNAME"}


@pytest.mark.parametrize("marker", [None, "", "something else\n"])
def test_folder_of_someone_else_is_refused(root, tmp_path, marker):
    out = tmp_path / "out"
    out.mkdir()
    (out / "thesis.txt").write_text("mine")
    if marker is not None:
        (out / ".nojekyll").write_text(marker)
    before = files_in(out)
    with pytest.raises(SetupError, match="did not make"):
        site.build(root, out)
    assert files_in(out) == before


def test_altered_list_cannot_reach_outside(root, tmp_path):
    out = tmp_path / "out"
    site.build(root, out)
    (tmp_path / "precious").write_text("mine")
    (out / ".nojekyll").write_text(f"{site.MARKER_TITLE}\n../precious\n")
    with pytest.raises(SetupError, match="altered"):
        site.build(root, out)
    assert (tmp_path / "precious").is_file()


def test_interrupted_build_is_finished_by_the_next(root, tmp_path, monkeypatch):
    out = tmp_path / "out"
    with monkeypatch.context() as patch:
        patch.setattr(
            site.shutil, "copyfile", lambda *_: (_ for _ in ()).throw(OSError(28, "full"))
        )
        with pytest.raises(OSError, match="full"):
            site.build(root, out)
    site.build(root, out)
    assert set(files_in(out)) == PAGE | {".nojekyll"}


@pytest.mark.parametrize("out", [".", "static", "static/out", "py/x", "index.html"])
def test_out_must_not_be_a_source(root, out):
    with pytest.raises(SetupError):
        site.build(root, root / out)


def test_what_follows_from_the_files_is_made_with_them(root, tmp_path):
    (root / "static/sw.js").write_text("// the worker")
    out = tmp_path / "out"
    made = {"sw.js", "static/runtime/release.mjs", "sbom.cdx.json"}
    assert site.build(root, out) == len(PAGE | made)
    files = files_in(out)
    assert set(files) == PAGE | made | {".nojekyll"}
    assert files["sw.js"].endswith(b"// the worker")
    (root / "static/sw.js").unlink()
    site.build(root, out)
    assert set(files_in(out)) == PAGE | {".nojekyll"}


def test_nothing_to_build(tmp_path):
    with pytest.raises(SetupError, match=r"no index\.html"):
        site.build(tmp_path, tmp_path / "out")
